"""The conditions of clauses, values and days in plain words, for people who do not read the language of the law."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from polity.statutes.documents import Expression, Fact
from polity.statutes.language import Misread, Part, parse
from polity.statutes.law import Law
from polity.statutes.months import add_months

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_SIGNS = {
    "=": "is", "<>": "is not", "<": "is less than", "<=": "is at most", ">": "is more than", ">=": "is at least",
}  # fmt: skip
_OF_DAYS = {"<": "is before", "<=": "is on or before", ">": "is after", ">=": "is on or after"}


def day(value: date) -> str:
    """A day as people write it: 25 April 1923."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def counted(number: int, one: str, many: str) -> str:
    """A number with what it counts: one year, 18 months."""
    shown = NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)
    return f"{shown} {one if number == 1 else many}"


def measured(value: str, unit: str) -> str:
    """A value with its unit: 12 months, 1 person. Units are declared in the plural."""
    if not unit:
        return value
    return f"{value} {unit.removesuffix('s') if value == '1' else unit}"


def span(since: date, until: date | None) -> str:
    """From when and for how long: from 25 April 1923 for one year."""
    begins = f"from {day(since)}"
    if until is None:
        return f"{begins} until repealed"
    for months in range(1, 601):
        end = add_months(since, months)
        if end == until:
            years, rest = divmod(months, 12)
            said = counted(months, "month", "months") if rest else counted(years, "year", "years")
            return f"{begins} for {said}"
        if end > until:
            break
    last = until - timedelta(days=1)
    return f"on {day(since)} alone" if last == since else f"{begins} to {day(last)}"


def listed(words: Iterable[str], link: str = "and") -> str:
    """One, two and three."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} {link} {last}" if first else last


def spaced(code: str) -> str:
    """A code without its underlines."""
    return code.replace("_", " ")


def small(title: str) -> str:
    """A title within a sentence. Words all in capitals, and names of two capitals, stay."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]


@dataclass(frozen=True)
class Names:
    """What facts, rules, parameters and lists are called, and the units of what they count."""

    called: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, law: Law | None, subject: str, facts: Mapping[str, Fact] | None = None) -> Names:
        """The names of a law, and of facts that a draft declares besides."""
        known = {**(law.facts(subject) if law is not None else {}), **(facts or {})}
        called = {name: fact.label or spaced(name) for name, fact in known.items()}
        units = {name: fact.unit for name, fact in known.items() if fact.unit}
        kinds = {name: fact.kind for name, fact in known.items()}
        if law is None:
            return cls(called, units, kinds)
        for name, rule in law.rules(subject).items():
            called.setdefault(name, f"the {small(rule.title)}" if rule.title else spaced(name))
        for name, param in law.params.items():
            called.setdefault(name, f"the {small(param.title) if param.title else spaced(name)}")
            kinds.setdefault(name, param.kind)
            if param.unit:
                units[name] = param.unit
        return cls(called, units, kinds, law.union.lists)

    def of_name(self, name: str) -> str:
        """What a name is called; a code that is none is shown without its underlines."""
        return self.called.get(name, spaced(name))


def worded(expression: Expression | str | None, names: Names) -> str:
    """A condition or value in words. What is not in the language is shown as it stands."""
    if expression is None:
        return ""
    text = str(expression)
    try:
        return _Words(names).of(parse(text))
    except Misread:
        return text


class _Words:
    def __init__(self, names: Names) -> None:
        self.names = names

    def of(self, part: Part) -> str:
        """A part in words."""
        found = getattr(self, f"_{part.kind}", None)
        return str(found(part)) if found is not None else self._plain(part)

    def _plain(self, part: Part) -> str:
        return spaced(part.text)

    def _name(self, part: Part) -> str:
        return self.names.of_name(part.text)

    def _date(self, part: Part) -> str:
        try:
            return day(date.fromisoformat(part.text))
        except ValueError:
            return part.text

    def _truth(self, part: Part) -> str:
        return "yes" if part.text == "true" else "no"

    def _day(self, part: Part) -> str:
        return "the day"

    def _cell(self, part: Part) -> str:
        key = part.parts[0]
        said = self.of(key)
        if key.kind == "name" and key.text in self.names.called:
            said = f"the {spaced(key.text)}"
        return f"{self.names.of_name(part.text)} for {said}"

    def _or(self, part: Part) -> str:
        return " or ".join(self._within(one, ("and",)) for one in part.parts)

    def _and(self, part: Part) -> str:
        return " and ".join(self._within(one, ("or",)) for one in part.parts)

    def _within(self, part: Part, bracketed: tuple[str, ...]) -> str:
        said = self.of(part)
        return f"({said})" if part.kind in bracketed else said

    def _not(self, part: Part) -> str:
        inner = part.parts[0]
        if inner.kind == "unknown":
            return f"{self.of(inner.parts[0])} is known"
        if inner.kind == "in":
            return self._in(inner, negated=True)
        return f"not {self._within(inner, ('or', 'and', 'compare', 'between'))}"

    def _unknown(self, part: Part) -> str:
        return f"{self.of(part.parts[0])} is not known"

    def _compare(self, part: Part) -> str:
        left, right = part.parts
        days = part.text in _OF_DAYS and any(self._is_day(one) for one in part.parts)
        sign = _OF_DAYS[part.text] if days else _SIGNS[part.text]
        unit = self._unit(left) if right.kind == "number" else ""
        return f"{self.of(left)} {sign} {self.of(right)}{f' {unit}' if unit else ''}"

    def _is_day(self, part: Part) -> bool:
        return part.kind in ("date", "day") or (part.kind == "name" and self.names.kinds.get(part.text) == "date")

    def _unit(self, part: Part) -> str:
        if part.kind == "call" and part.text == "months_between":
            return ""
        return self.names.units.get(part.text, "") if part.kind in ("name", "cell") else ""

    def _between(self, part: Part) -> str:
        value, low, high = map(self.of, part.parts)
        return f"{value} is between {low} and {high}"

    def _in(self, part: Part, negated: bool = False) -> str:
        left, held = part.parts
        if held.kind == "list":
            values = [spaced(value) for value in self.names.lists.get(held.text, (held.text,))]
        else:
            values = [self.of(one) for one in held.parts]
        if negated and len(values) > 1:
            return f"{self.of(left)} is neither {listed(values, 'nor')}"
        return f"{self.of(left)} is {'not ' if negated else ''}{listed(values, 'or')}"

    def _add(self, part: Part) -> str:
        return " plus ".join(map(self.of, part.parts))

    def _less(self, part: Part) -> str:
        return " less ".join(map(self.of, part.parts))

    def _times(self, part: Part) -> str:
        return " times ".join(self._within(one, ("add", "less")) for one in part.parts)

    def _minus(self, part: Part) -> str:
        return f"minus {self.of(part.parts[0])}"

    def _call(self, part: Part) -> str:
        said = [self.of(one) for one in part.parts]
        if part.text == "months_between":
            if part.parts[1].kind == "day":
                return f"the number of whole months since {said[0]}"
            return f"the number of whole months from {said[0]} to {said[1]}"
        if part.text == "add_months":
            return f"{said[1]} months after {said[0]}"
        if part.text == "round2":
            return f"{said[0]}, rounded to two decimals"
        return f"the {part.text} of {listed(said)}"
