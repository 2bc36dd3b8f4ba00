"""Declarations of facts: their kinds, ranges and what is done where they are unknown."""

from __future__ import annotations

import re
from datetime import date

from polity.statutes.documents import FORECASTS, KINDS, Fact
from polity.statutes.fields import Fields, spot
from polity.statutes.loading import Seq, Text, Value

INT_RANGE = (-1_000_000_000, 1_000_000_000)
MONEY_RANGE = (-10_000_000_000, 10_000_000_000)
"""In minor units: a hundred million of the major unit either way."""

DATE_RANGE = (date(1800, 1, 1).toordinal(), date(2199, 12, 31).toordinal())
_MONEY = re.compile(r"(-?)(\d{1,15})(?:\.(\d{1,2}))?")


def minor(text: str) -> int | None:
    """Money as written, in minor units: 12.5 is 1250. None if it is not money."""
    match = _MONEY.fullmatch(text)
    if match is None:
        return None
    amount = int(match[2]) * 100 + int((match[3] or "").ljust(2, "0"))
    return -amount if match[1] else amount


def read_fact(name: str, entry: Fields) -> Fact:
    """Read the declaration of one fact."""
    kind = entry.choice("type", KINDS, "")
    if not entry.has("type"):
        remedy = f"Add type, one of: {', '.join(KINDS)}."
        entry.fault("fact.type", entry.map, f"It is not said what kind of fact {name} is.", remedy)
    kind = kind or "bool"
    values = entry.codes("values")
    if kind == "code" and not values:
        entry.fault("fact.values", entry.map, f"{name} has no values.", "Add: values: [one, other].")
    low, high = _range(kind, entry)
    missing = entry.take("missing")
    never = missing == "never" and "never" not in values
    made = Fact(
        name=name,
        kind=kind,
        values=values,
        low=low,
        high=high,
        forecast=entry.choice("forecast", FORECASTS, "refuse"),
        missing=None if never or missing is None else value_of(kind, values, missing, entry),
        never=never,
        unit=entry.text("unit"),
        label=entry.text("label"),
        place=spot(entry.map),
    )
    if isinstance(made.missing, int) and not isinstance(made.missing, bool) and not low <= made.missing <= high:
        entry.fault("fact.missing", missing, "The value for missing lies outside the range.", "Choose one within it.")
    entry.close("note", "notes", "comment", "source", "sources", "status", "title")
    return made


def _range(kind: str, entry: Fields) -> tuple[int, int]:
    value = entry.take("range")
    usual = {"int": INT_RANGE, "money": MONEY_RANGE, "date": DATE_RANGE}.get(kind, (0, 0))
    if value is None:
        return usual
    if kind not in ("int", "money", "date"):
        entry.fault("fact.range", entry.key("range"), f"A {kind} has no range.", "Leave it out.")
        return usual
    if not isinstance(value, Seq) or len(value) != 2:
        entry.fault("fact.range", value, "A range has two ends.", "Write: range: [0, 100].")
        return usual
    low, high = (value_of(kind, (), end, entry) for end in value)
    if not isinstance(low, int) or not isinstance(high, int):
        return usual
    if low > high:
        entry.fault("fact.range", value, "The range ends before it begins.", "Write the lower end first.")
        return usual
    return low, high


def value_of(kind: str, values: tuple[str, ...], value: Value, entry: Fields) -> int | str | bool | None:
    """A value of a kind from text: minor units for money, ordinals for dates. A fault and None if it is none."""
    if kind == "date":
        day = entry.as_day(value)
        return None if day is None else day.toordinal()
    if kind == "int":
        return entry.whole(value, "This")
    if kind == "money" and isinstance(value, Text) and (amount := minor(value)) is not None:
        return amount
    if kind == "bool" and value in ("true", "false"):
        return value == "true"
    if kind == "code" and value in values:
        return str(value)
    says = f"{str(value)[:60]} is not a value of this kind ({kind})."
    entry.fault("fact.value", value, says, "Write true or false, a declared code, or a number with two decimals.")
    return None
