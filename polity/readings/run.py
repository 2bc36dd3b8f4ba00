"""The record of a run: all that anyone needs to make the same forecast again, byte for byte."""

from collections.abc import Sequence
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NamedTuple

from polity.foresight.counting import thin
from polity.foresight.fans import thousandths, total
from polity.foresight.projection import Lumps
from polity.readings.collapsing import counted
from polity.readings.eligible import changes
from polity.readings.ground import Ground
from polity.readings.house import Scope
from polity.readings.release import SMALLEST
from polity.statutes import Law, add_months

METHOD = 1  # grows whenever the same register, law and seed give other figures


class Run(NamedTuple):
    """What a forecast was made from, and with."""

    on: date
    known: int  # journal number of the register
    people: dict[str, int]
    laws: tuple[str, ...]  # fingerprints: of the present law, and of the law with the draft
    window: int
    since: date
    crossed: tuple[date, ...]  # days in the window on which the rules of admission changed
    exposure: dict[str, int]  # months of people to whom it could happen
    events: dict[str, int | None]  # None: one to nine
    against: int | None  # of them promotions that the rules barred, by what the register knows
    thin: int  # thousandths of the cells of rates that rest on fewer than ten events
    cells: int
    lumps: int
    seed: int
    draws: int
    years: int
    method: int
    versions: dict[str, str]
    under: int | None

    def plain(self) -> dict[str, Any]:
        return {
            "on": self.on.isoformat(), "known": self.known, "people": self.people, "laws": list(self.laws),
            "window_months": self.window, "window_since": self.since.isoformat(),
            "rules_changed_in_window": [day.isoformat() for day in self.crossed], "exposure_months": self.exposure,
            "events": self.events, "promotions_against_the_rules": self.against, "thin_cells_per_mille": self.thin,
            "cells": self.cells, "lumps": self.lumps, "seed": self.seed, "draws": self.draws, "years": self.years,
            "method": self.method, "versions": self.versions,
        }  # fmt: skip


def run_of(
    here: Ground,
    laws: Sequence[Law],
    lumps: Sequence[Lumps],
    *,
    seed: int,
    draws: int,
    years: int,
    under: int | None,
    scope: Scope,
) -> Run:
    """Write down a run."""
    collapsed, history = here.collapsed, here.history
    since = add_months(collapsed.on, -collapsed.window)
    few, all_of = thin(history)
    return Run(
        on=collapsed.on,
        known=here.house.columns.number,
        people=counted(collapsed),
        laws=tuple(law.fingerprint for law in laws),
        window=collapsed.window,
        since=since,
        crossed=tuple(sorted(day for day in changes(laws[0]) if since < day < collapsed.on)),
        exposure={
            "candidates": total(history.candidates),
            "candidates_who_might": total(history.might),
            "members": total(history.members),
        },
        events={
            "admitted": _shown(total(history.admitted)),
            "promoted": _shown(total(history.promoted)),
            "returned": _shown(total(history.returned)),
            **{f"candidates_{reason}": _shown(total(history.left[at])) for at, reason in enumerate(history.reasons)},
            **{f"members_{reason}": _shown(total(history.parted[at])) for at, reason in enumerate(history.reasons)},
        },
        against=_shown(history.against),
        thin=thousandths(few, all_of),
        cells=len(collapsed.cells),
        lumps=max(len(one.group) for one in lumps),
        seed=seed,
        draws=draws,
        years=years,
        method=METHOD,
        versions={"polity": _version("polity"), "numpy": _version("numpy")},
        under=under,
    )


def _shown(people: int) -> int | None:
    """A run is kept with resolutions, for everybody to see: no group of fewer than ten is told."""
    return people if people == 0 or people >= SMALLEST else None


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "unknown"
