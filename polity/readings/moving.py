"""What may move in a search: values of parameters and how long a draft's clauses last, read and put into a law."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from math import prod
from typing import Any, NamedTuple

from polity.readings.census import Unanswerable
from polity.readings.eligible import ADMISSION, PROMOTION
from polity.readings.forecast import Target
from polity.readings.ground import laws_on
from polity.readings.house import House, Scope
from polity.readings.two_laws import documents
from polity.statutes import Law, Reform
from polity.statutes.varying import Cell, lasts, params_of, present, setters, varied

TERM = "term"  # the months for which what the draft adds is in force
MOST_AXES, MOST_VALUES, MOST_VARIANTS, MOST_LAWS = 8, 60, 500_000, 400
LONGEST = 120  # months of a search
_MOVE = re.compile(r"\s*([A-Za-z_]\w*)\s*(?:\[\s*([^\]\s]+)\s*\])?\s*=\s*(-?\d[-\d.,: ]*)")
_RANGE = re.compile(r"(-?\d+)\.\.(-?\d+)(?::(\d+))?")


class Moving(NamedTuple):
    """A value of a parameter that may move, by its key where it has keys; or the term of a draft."""

    param: str
    key: str
    values: tuple[int, ...]

    @property
    def name(self) -> str:
        """As it is written: candidate_months[workers]."""
        return f"{self.param}[{self.key}]" if self.key else self.param

    def plain(self) -> dict[str, Any]:
        """As JSON shows it."""
        return {"name": self.name, "param": self.param, "key": self.key or None, "values": list(self.values)}


def moving_of(text: str) -> Moving:
    """Read `candidate_months[workers]=3..12`, `...=6..36:6` (a step) or `...=3,6,12`. Raises Unanswerable."""
    found = _MOVE.fullmatch(text)
    values: list[int] = []
    for part in found[3].split(",") if found else ():
        span = _RANGE.fullmatch(part.strip())
        if span:
            values += range(int(span[1]), min(int(span[2]), int(span[1]) + 10_000) + 1, max(int(span[3] or 1), 1))
        elif re.fullmatch(r"\s*-?\d{1,9}\s*", part):
            values.append(int(part))
        else:
            values = []
            break
    if found is None or not values:
        raise Unanswerable(
            f"“{text[:80]}” does not say what moves.",
            "Write PARAMETER[KEY]=LOW..HIGH, such as candidate_months[workers]=3..12; with a step as 6..36:6, or values"
            " as 3,6,12.",
        )  # fmt: skip
    return Moving(found[1], found[2] or "", tuple(sorted(set(values))))


def target_of(text: str) -> tuple[Target, int | None]:
    """Read `class=industrial_worker>=500 within 36`: a share in thousandths, and months. Raises Unanswerable."""
    found = re.fullmatch(
        r"\s*(\w+)\s*=\s*([^<>=]+?)\s*>=\s*(\d{1,4})\s*(?:within\s+(\d{1,4})\s*(?:months?)?)?\s*", text
    )
    if found is None:
        raise Unanswerable(
            f"“{text[:80]}” names no target.", "Write DIMENSION=VALUE>=THOUSANDTHS within MONTHS, such as"
            " class=industrial_worker>=500 within 36.",
        )  # fmt: skip
    return Target(found[1], found[2], int(found[3])), int(found[4]) if found[4] else None


@dataclass(frozen=True)
class Searched:
    """What is searched: the present law, the draft, and what may move; the values of each hold the one it has now."""

    present: Law
    draft: str | None
    since: date
    moving: tuple[Moving, ...]
    now: tuple[int, ...]
    after: tuple[str, ...]
    drafted: frozenset[Cell]  # cells that the draft itself sets
    _laws: dict[str, Law] = field(default_factory=dict)

    def text(self, values: Sequence[int]) -> str:
        """The reform of a combination; empty where nothing is changed."""
        settings: dict[Cell, int] = {}
        term = None
        for one, value, now in zip(self.moving, values, self.now, strict=True):
            if one.param == TERM:
                term = value
            elif value != now or (one.param, one.key) in self.drafted:
                settings[one.param, one.key] = value
        title = "Found by search: " + ", ".join(
            f"{one.name} {value}" for one, value, now in zip(self.moving, values, self.now, strict=True) if value != now
        )
        return varied(
            self.draft, settings, term, name="found-by-search", title=title, since=self.since, after=self.after
        )

    def law(self, values: Sequence[int]) -> Law:
        """The law with a combination. Raises Faulty."""
        text = self.text(values)
        if not text:
            return self.present
        if text not in self._laws:
            self._laws[text] = Law.of([*self.present.documents, *documents(text)])
        return self._laws[text]

    def covering(self) -> Iterator[tuple[int, ...]]:
        """Combinations in which every value of everything that moves occurs."""
        yield self.now
        for at, one in enumerate(self.moving):
            for value in one.values:
                if value != self.now[at]:
                    yield (*self.now[:at], value, *self.now[at + 1 :])

    def parts(self) -> list[list[int]]:
        """What only cases of one key read, key by key: a case has one key. All else is read by everybody."""
        by: dict[str, dict[str, list[int]]] = {}
        for at, one in enumerate(self.moving):
            if one.key:
                by.setdefault(self.present.params[one.param].by, {}).setdefault(one.key, []).append(at)
        widest = max(by.values(), key=lambda keys: sum(map(len, keys.values())), default={})
        return list(widest.values())

    def notes(self) -> tuple[str, ...]:
        """How the search takes things to be."""
        return (
            "The course that is expected of the rates of the past; a forecast of a reform shows how far it may differ.",
            "As many come in as of late, whatever is decided: where people stay away or come because of a rule, or come"
            " in proportion to members, cells are not apart from each other and this search does not hold.",
            "Waiting is counted in months of people who might become members by the present law and may not by the"
            " reform.",
        )


def searched(
    house: House, draft: str | None, moving: Sequence[Moving], target: Target, *, since: date, months: int, scope: Scope
) -> Searched:
    """Check what is to be searched. Raises Unanswerable, or Faulty for a draft that is no law."""
    if target.most or not 0 < target.per_mille <= 1000:
        raise Unanswerable("A search looks for a share of at least 1 to 1000 thousandths.", "Name such a share.")
    if not 1 <= months <= LONGEST:
        raise Unanswerable(f"A search looks 1 to {LONGEST} months ahead, not {months}.", "Choose fewer months.")
    law = laws_on(house, draft, on=since, scope=scope).before
    if draft and len(documents(draft)) != 1:
        raise Unanswerable("The draft holds several texts.", "Search with one reform.")
    if not 1 <= len(moving) <= MOST_AXES:
        raise Unanswerable(f"From 1 to {MOST_AXES} values may move, not {len(moving)}.", "Name what may move.")
    found, now = [], []
    for one in moving:
        value = _now(law, one, draft, since)
        values = tuple(sorted({*one.values, value}))
        if len(values) > MOST_VALUES:
            raise Unanswerable(
                f"{one.name} would take {len(values)} values; {MOST_VALUES} are the most.", "Give a step: 6..120:6."
            )
        found.append(one._replace(values=values))
        now.append(value)
    if len({one.name for one in found}) < len(found):
        raise Unanswerable("Something is named twice among what may move.", "Name each once, with all its values.")
    if (variants := prod(len(one.values) for one in found)) > MOST_VARIANTS:
        raise Unanswerable(
            f"That makes {variants:,} combinations; {MOST_VARIANTS:,} are the most.",
            "Let fewer values move, or in steps.",
        )
    after = setters(law, [(one.param, one.key) for one in found])
    return Searched(law, draft, since, tuple(found), tuple(now), tuple(after), _drafted(draft))


def _drafted(draft: str | None) -> frozenset[Cell]:
    """The cells that a draft sets."""
    reforms = [one for one in documents(draft) if isinstance(one, Reform)] if draft else []
    return frozenset(
        (operation.target, written.key)
        for reform in reforms
        for operation in reform.operations
        if operation.op == "set"
        for written in operation.written
    )


def movable(law: Law, on: date) -> list[str]:
    """The parameters that a search can move: whole numbers on which admission or promotion rests."""
    read = params_of(law, (*ADMISSION, *PROMOTION))
    return sorted(name for name in read if present(law, name, on=on))


def _now(law: Law, one: Moving, draft: str | None, since: date) -> int:
    """The value that something has now."""
    if one.param == TERM and TERM not in law.params:
        if draft is None or not lasts(draft):
            raise Unanswerable(
                "There is no draft with clauses whose term could move.",
                "Give a draft that adds a clause, or leave it out.",
            )
        if one.key or min(one.values) < 0:
            raise Unanswerable("A term is so many months, from 0.", "Write term=0..12.")
        return 0
    held = present(law, one.param, on=since) if one.param in movable(law, since) else {}
    if not held:
        known = movable(law, since)
        raise Unanswerable(
            f"{one.param} is no whole number on {since} that admission or promotion rests on.",
            f"There are: {', '.join(known)}.",
        )
    if one.key not in held:
        said = (
            f"{one.param} has no value for “{one.key}”." if one.key else f"{one.param} has a value for each of several."
        )
        raise Unanswerable(
            said, f"Write one of: {', '.join(f'{one.param}[{key}]' if key else one.param for key in held)}."
        )
    return held[one.key]
