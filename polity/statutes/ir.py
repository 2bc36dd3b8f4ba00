"""The typed form of a clause: what both engines are made from. The text is not kept beyond this point.

Numbers are integers with a scale: 12.50 is 1250 at scale 2. Every number is bounded, so that no engine overflows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

LIMIT = 2**63
"""Every number, and every number on the way to it, stays below this."""

MOST_DECIMALS = 6

type Plain = int | str | bool | date | None
type Scale = tuple[tuple[int, int], ...]
"""Marginal rates: from so many minor units, so many parts of 10**SCALE_DIGITS."""

SCALE_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Type:
    """What a value can be. `low` and `high` bound numbers (at their scale) and dates (as ordinals)."""

    kind: str  # number, bool, date, code
    low: int = 0
    high: int = 0
    scale: int = 0
    values: tuple[str, ...] = ()

    @property
    def called(self) -> str:
        """The kind in words."""
        return {"number": "a number", "bool": "a yes or no", "date": "a day", "code": "a code"}[self.kind]


BOOL = Type("bool")
DAYS = Type("date", date(1000, 1, 1).toordinal(), date(2999, 12, 31).toordinal())
"""The days on which a case can be decided."""


@dataclass(frozen=True, slots=True)
class Term:
    """A typed node.

    op        value                 parts
    const     the value             -
    fact      its name              -
    rule      its name              -
    param     its name              the key, if it has keys
    scale     name of the table     the base
    day       -                     -          the day of decision
    compare   the sign              two
    among     the codes, numbers    one
    all any   -                     two or more
    not       -                     one
    add less times greatest least months add_months          two or more
    shift     digits added          one        multiplied by a power of ten
    round     digits dropped        one        half up
    unknown   -                     one        whether it is unknown
    """

    op: str
    type: Type
    parts: tuple[Term, ...] = ()
    value: object = None

    def walk(self) -> Iterator[Term]:
        """This node and all below it."""
        yield self
        for part in self.parts:
            yield from part.walk()


class Mistake(Exception):
    """A clause that does not mean anything: the place in its text, what, and the remedy."""

    def __init__(self, at: int, says: str, remedy: str) -> None:
        super().__init__(says)
        self.at, self.says, self.remedy = at, says, remedy


def const(value: int | str | bool | date, kind: Type) -> Term:
    """A constant."""
    return Term("const", kind, (), value)


def number(value: int, scale: int = 0) -> Term:
    """A constant number."""
    return const(value, Type("number", value, value, scale))


def bounded(term: Term, at: int) -> Term:
    """The term, if its bounds can be held; a Mistake otherwise."""
    if term.type.kind == "number" and max(-term.type.low, term.type.high) >= LIMIT:
        raise Mistake(
            at,
            "The result can become too large to be exact.",
            "Give the facts in it a narrower range, or fewer decimals.",
        )
    return term


def lift(term: Term, scale: int, at: int) -> Term:
    """The same number at a finer scale."""
    up = scale - term.type.scale
    if up == 0:
        return term
    factor = 10**up
    kind = replace(term.type, low=term.type.low * factor, high=term.type.high * factor, scale=scale)
    if term.op == "const" and isinstance(term.value, int):
        return bounded(Term("const", kind, (), term.value * factor), at)
    return bounded(Term("shift", kind, (term,), up), at)


def settle(term: Term, at: int) -> Term:
    """What leaves a rule: whole numbers stay whole, everything finer becomes minor units, half up."""
    if term.type.kind != "number" or term.type.scale in (0, 2):
        return term
    if term.type.scale < 2:
        return lift(term, 2, at)
    return rounded(term, 2)


def rounded(term: Term, scale: int) -> Term:
    """The same number at a coarser scale, half up."""
    drop = term.type.scale - scale
    if drop <= 0:
        return term
    half, unit = 5 * 10 ** (drop - 1), 10**drop
    low, high = (term.type.low + half) // unit, (term.type.high + half) // unit
    kind = replace(term.type, low=low, high=high, scale=scale)
    bounded(Term("round", replace(term.type, high=term.type.high + half)), 0)
    return Term("round", kind, (term,), drop)


def joined(one: Type, other: Type) -> Type:
    """The type that holds the values of both. Raises Mistake if there is none."""
    if one.kind != other.kind:
        raise Mistake(0, f"Here it is {other.called}, elsewhere {one.called}.", "Let all clauses give the same kind.")
    values = (*one.values, *(value for value in other.values if value not in one.values))
    return Type(one.kind, min(one.low, other.low), max(one.high, other.high), max(one.scale, other.scale), values)


def month_number(ordinal: int) -> int:
    """Months since the year 0, of a day given by its ordinal."""
    day = date.fromordinal(ordinal)
    return day.year * 12 + day.month - 1
