"""Cells parted by what decides of them: those of a part are asked together, apart from all others."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import numpy as np

from polity.foresight.counting import bits, merged
from polity.foresight.projection import Bools, Lumps
from polity.foresight.rates import Floats
from polity.readings.eligible import ADMISSION, PROMOTION
from polity.readings.ground import Asked, Ground
from polity.readings.rates import arriving
from polity.readings.scheduled import PROFILES, admissions, schedules
from polity.statutes import Law
from polity.statutes.compared import differing as differing_rules


class Touched(NamedTuple):
    """Cells of people who are there, and kinds of people who will come."""

    cells: frozenset[int]
    kinds: frozenset[int]

    def __or__(self, other: object) -> "Touched":
        assert isinstance(other, Touched)
        return Touched(self.cells | other.cells, self.kinds | other.kinds)

    def meets(self, other: "Touched") -> bool:
        """Whether anything is in both."""
        return bool(self.cells & other.cells or self.kinds & other.kinds)


NOBODY = Touched(frozenset(), frozenset())


def everybody(here: Ground) -> Touched:
    """All cells of candidates there are, and all kinds of entrants."""
    cells = {one.at for one in here.collapsed.candidates if one.first <= 0 < one.last}
    return Touched(frozenset(cells), frozenset(kind for mix in here.collapsed.mixes.values() for kind in mix))


def differing(here: Ground, asked: Sequence[Asked]) -> Touched:
    """Of whom some of these laws decide otherwise than others, in any month that is forecast."""
    mask = (1 << here.months) - 1
    cells: set[int] = set()
    kinds: set[int] = set()
    first = asked[0]
    for other in asked[1:]:
        cells |= _unlike(_there(first, mask), _there(other, mask))
        window = here.collapsed.window
        kinds |= _unlike(_masked(first.admits, window, mask), _masked(other.admits, window, mask))
        for month in range(max(len(first.schedules.coming), len(other.schedules.coming))):
            kinds |= _unlike(_entering(first, month, mask), _entering(other, month, mask))
    return Touched(frozenset(cells), frozenset(kinds))


def _there(asked: Asked, mask: int) -> dict[int, int]:
    return _masked(asked.schedules.there, asked.shifted, mask)


def _entering(asked: Asked, month: int, mask: int) -> dict[int, int]:
    coming = asked.schedules.coming
    known = coming[min(month, len(coming) - 1)]
    return {number: asked.schedules.entering(month, number) & mask for number in known}


def _masked(found: Mapping[int, int], shifted: int, mask: int) -> dict[int, int]:
    return {number: months >> shifted & mask for number, months in found.items()}


def _unlike(one: Mapping[int, int], other: Mapping[int, int]) -> set[int]:
    """The cells or kinds of which two laws say different things."""
    if one == other:
        return set()
    numbers = one.keys() | other.keys()
    return {number // PROFILES for number in numbers if one.get(number, 0) != other.get(number, 0)}


def ask(here: Ground, law: Law) -> Asked:
    """Ask a law of every cell, as far as it can decide otherwise than the present one."""
    told = {"months": here.months, "pilots": here.pilots, "scope": here.scope}
    touched, present = set(differing_rules(here.present.law, law, "person")), here.present
    coming, shifted, admits = present.schedules, present.shifted, present.admits
    if touched & set(PROMOTION):
        shifted = 0
        coming = schedules(here.house, here.tables, here.collapsed, law, first=0, still=here.still, **told)  # type: ignore[arg-type]
    if touched & set(ADMISSION):
        admits = admissions(here.house, here.tables, here.collapsed, law, **told)  # type: ignore[arg-type]
    return Asked(law, coming, shifted, admits)


def lumps_of(here: Ground, asked: Asked, touched: Touched) -> tuple[Lumps, Bools]:
    """The candidates of a part as `Ground.lumps` makes them, and in which months the present law would allow each."""
    months, window, present = here.months, here.collapsed.window, here.present
    mask = (1 << months) - 1
    rows: list[tuple[int, Any, int, Any, int, int]] = []
    flags: list[int] = []
    for number, people in _stock(here, touched).items():
        cell = here.collapsed.cells[number]
        for at, profile in enumerate(here.told.profiles):
            key = number * PROFILES + profile
            before = (present.schedules.there.get(key, 0) & ((1 << window) - 1)).bit_count()
            rows.append((cell.group, people * here.told.share[cell.group, at], -1, 0, -cell.since, before))
            able = asked.schedules.there.get(key, 0) >> asked.shifted & mask
            flags.append(able | (present.schedules.there.get(key, 0) >> present.shifted & mask) << months)
    for group, key, weights in _entrants(here, asked, touched):
        for month in np.flatnonzero(weights).tolist():
            rows.append((group, 0, month, weights[month], -month - 1, 0))
            able = asked.schedules.entering(month, key) & mask
            flags.append(able | (present.schedules.entering(month, key) & mask) << months)
    columns = list(zip(*rows, strict=True)) or [()] * 6
    both = bits(flags, 2 * months, 0)[1] if flags else np.zeros((0, 2 * months), np.bool_)
    whole = [np.array(columns[at], np.int64) for at in (0, 2, 4, 5)]
    people_of = [np.array(columns[at], np.float64) for at in (1, 3)]
    made = Lumps(whole[0], people_of[0], whole[1], people_of[1], whole[2], whole[3], both)
    made = merged(made) if flags else made
    return replace(made, may=made.may[:, :months]), made.may[:, months:]


def _stock(here: Ground, touched: Touched) -> dict[int, int]:
    stock: dict[int, int] = defaultdict(int)
    for one in here.collapsed.candidates:
        if one.first <= 0 < one.last and one.at in touched.cells:
            stock[one.at] += one.people
    return stock


def _entrants(here: Ground, asked: Asked, touched: Touched) -> Iterator[tuple[int, int, Floats]]:
    if not touched.kinds:
        return
    every = arriving(here.collapsed, here.told, here.months, asked.admits, here.present.admits)
    yield from (one for one in every if one[1] // PROFILES in touched.kinds)
