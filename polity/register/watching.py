"""What is watched: a question to the census whose answer shall be at least or at most so much."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from polity.postgres.database import Row
from polity.register.register import Register

MEASURES = ("count", "per_mille")
SIDES = ("least", "most")
WATCHED = "asks, measure, bound, side"  # columns of every table that holds something watched
# What figures of everybody are asked by, beside the codes, yes-or-no fields and tiers that an organisation declares.
# A home unit is left out: many figures of one small unit, compared, would tell of single people.
GENERAL = ("standing", "reason", "cohort", "entry_year", "age_band", "unit_kind")


class Watched(NamedTuple):
    """An indicator.

    asks     the question to the census: {"where": {DIMENSION: [VALUES]}, "of": {DIMENSION: [VALUES]}}; `of` is the
             whole of a share. None where people report the value.
    measure  `count` people, or `per_mille` of the whole
    bound    what it shall be at least or at most; None where it is watched without a bound
    side     `least` or `most`
    """

    asks: Mapping[str, Any] | None
    measure: str
    bound: int | None
    side: str

    @property
    def where(self) -> Mapping[str, Sequence[str]]:
        """Whom it counts, by dimension."""
        found: Mapping[str, Sequence[str]] = (self.asks or {}).get("where", {})
        return found

    @property
    def of(self) -> Mapping[str, Sequence[str]]:
        """Of whom a share is taken; empty for a count."""
        found: Mapping[str, Sequence[str]] = (self.asks or {}).get("of", {})
        return found

    @property
    def by_people(self) -> bool:
        """Whether its value is what people report: the register is not asked, and there is a bound to be held to."""
        return self.asks is None and self.bound is not None

    def plain(self) -> dict[str, Any]:
        """As JSON shows it, with stable keys."""
        return {"asks": self.asks, "measure": self.measure, "bound": self.bound, "side": self.side}


def reached(watched: Watched, value: Fraction | int | None) -> bool | None:
    """Whether a value keeps the bound; None where there is no bound or no value."""
    if watched.bound is None or value is None:
        return None
    return value >= watched.bound if watched.side == "least" else value <= watched.bound


def watched_of(values: Row | Sequence[Any]) -> Watched:
    """An indicator from the columns of WATCHED."""
    asks, measure, bound, side = values
    return Watched(asks, str(measure), None if bound is None else int(bound), str(side))


def asked(where: Mapping[str, Any] | None, of: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """The question from what was typed: values as a list, or as a text that separates them by semicolons."""
    if not where and not of:
        return None
    return {"where": _listed(where or {}), "of": _listed(of or {})}


def _listed(given: Mapping[str, Any]) -> dict[str, list[str]]:
    return {
        str(name): [str(value).strip() for value in (values if isinstance(values, list) else str(values).split(";"))]
        for name, values in sorted(given.items())
    }


def choices(register: Register) -> dict[str, tuple[str, ...]]:
    """By what figures of everybody can be asked, and the values where they are known; empty where any may come."""
    standing = ("sympathiser", "candidate", "member", "former")
    found: dict[str, tuple[str, ...]] = {name: standing if name == "standing" else () for name in GENERAL}
    for name, field in register.fields("person").items():
        if field.type == "code":
            found[name] = tuple(map(str, field.options.get("values", ())))
        elif field.type == "bool":
            found[name] = ("true", "false")
    tiers = (register.organisation() or ("", {}))[1].get("tiers", ())
    return found | {str(tier): () for tier in tiers[:-1]}
