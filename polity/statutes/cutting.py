"""Cut what a rule rests on into kinds of case: everything within a kind is treated alike, whatever else is so.

An input is a fact, or a rule that reckons a number or a day and is the same in both laws (the months served, say):
people think in those, and it is what clauses compare. Numbers and days are cut where they are compared with a constant
or with a value of a parameter; codes that no clause tells apart are one kind; unknown is a kind of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from polity.statutes.documents import Fact
from polity.statutes.explain import show
from polity.statutes.ir import DAYS, Term, Type
from polity.statutes.meaning import Body, Meant
from polity.statutes.union import Dated


@dataclass(frozen=True)
class Kind:
    """Values of one input that are treated alike: in words, and one of them to try.

    ends   the first and the last of them, where they are numbers or days (days as ordinals)
    codes  all of them, where they are codes
    """

    shown: str
    value: Any
    ends: tuple[int, int] | None = None
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Input:
    """A fact or rule on which a rule rests, cut into kinds."""

    name: str
    is_rule: bool
    kinds: tuple[Kind, ...]


@dataclass
class _Cuts:
    """Where one input is cut."""

    type: Type
    is_rule: bool
    begins: set[int] = field(default_factory=set)  # numbers and ordinals at which something new begins
    sets: set[frozenset[str]] = field(default_factory=set)  # codes told apart from the rest
    apart: bool = False  # every code by itself


@dataclass(frozen=True)
class Source:
    """One of the laws compared."""

    body: Body
    params: Mapping[str, Dated]


class Cutter:
    """Finds the inputs of a rule in one or two laws, and their cuts."""

    def __init__(self, sources: Iterable[Source], at: date) -> None:
        self.sources, self.at = list(sources), at
        self.cuts: dict[str, _Cuts] = {}
        self.notes: dict[str, None] = {}  # comparisons that cannot be cut exactly
        self._seen: set[tuple[int, str]] = set()

    def inputs(self, rule: str) -> list[Input]:
        """The inputs of a rule, in the order in which they are met."""
        for source in self.sources:
            if rule in source.body.rules:
                self._rule(source, rule)
        facts = [source.body.facts for source in self.sources]
        made = []
        for name, cuts in self.cuts.items():
            declared = next((each[name] for each in facts if name in each), None)
            kinds = tuple(_kinds(cuts, None if cuts.is_rule else declared))
            made.append(Input(name, cuts.is_rule, kinds))
        return made

    def _rule(self, source: Source, name: str) -> None:
        if (id(source), name) in self._seen:
            return
        self._seen.add((id(source), name))
        for root in _roots(source.body.rules[name]):
            self._term(source, root)

    def _term(self, source: Source, term: Term) -> None:
        if term.op == "compare":
            self._compare(source, term)
        elif term.op == "among":
            self._among(source, term)
        elif term.op == "fact":
            self._cut(source, term).apart = True
        elif term.op == "rule":
            self._read(source, term)
        elif term.op == "scale":
            self._scale(source, term)
        else:
            if term.type.kind in ("number", "date") and term.op not in ("const", "param", "day"):
                self._reckoned(source, term)
            for part in term.parts:
                self._term(source, part)

    def _read(self, source: Source, term: Term) -> None:
        if self._opaque(str(term.value)):
            self._cut(source, term)
        else:
            self._rule(source, str(term.value))

    def _opaque(self, name: str) -> bool:
        """Whether a rule is taken as an input: it reckons a number or day, alike in both laws."""
        found = [each.body.rules[name] for each in self.sources if name in each.body.rules]
        alike = len(found) == len(self.sources) and all(_same(found[0], other) for other in found[1:])
        return alike and found[0].shape in ("formula", "scale") and found[0].type.kind in ("number", "date")

    def _cut(self, source: Source, term: Term) -> _Cuts:
        name = str(term.value)
        return self.cuts.setdefault(name, _Cuts(term.type, term.op == "rule"))

    def _compare(self, source: Source, term: Term) -> None:
        for side, other in (term.parts, term.parts[::-1]):
            sign = str(term.value) if side is term.parts[0] else _turned(str(term.value))
            bare, factor = _bare(side)
            is_input = bare.op == "fact" or (bare.op == "rule" and self._opaque(str(bare.value)))
            limits = self._limits(source, other)
            if is_input and limits is not None:
                cut = self._cut(source, bare)
                if bare.type.kind == "code":
                    cut.sets |= {frozenset({str(limit)}) for limit in limits}
                else:
                    for limit in limits:
                        cut.begins |= _begins(sign, limit, factor)
                for part in other.parts:
                    self._term(source, part)
                return
        for part in term.parts:
            self._term(source, part)
            if part.type.kind in ("number", "date"):
                self._reckoned(source, part)

    def _among(self, source: Source, term: Term) -> None:
        item = term.parts[0]
        values = term.value if isinstance(term.value, tuple) else ()
        if item.op == "fact" or (item.op == "rule" and self._opaque(str(item.value))):
            cut = self._cut(source, item)
            cut.sets.add(frozenset(str(value) for value in values))
            cut.begins |= {value + step for value in values if isinstance(value, int) for step in (0, 1)}
        else:
            self._term(source, item)

    def _scale(self, source: Source, term: Term) -> None:
        """The base of a scale is cut at its thresholds; within a stretch one value is tried."""
        bare, factor = _bare(term.parts[0])
        tables = [entry.value for each in self.sources for entry in _entries(each, str(term.value))]
        if bare.op == "fact" or (bare.op == "rule" and self._opaque(str(bare.value))):
            cut = self._cut(source, bare)
            for table in tables:
                for threshold, _ in table if isinstance(table, tuple) else ():
                    cut.begins |= _begins(">", threshold, factor) | {-(-threshold // factor) + 10_000}
        else:
            self._term(source, term.parts[0])

    def _limits(self, source: Source, term: Term) -> list[Any] | None:
        """The constants a term can be, if it is a constant, the day of decision or a parameter."""
        bare, factor = _bare(term)
        if bare.op == "const":
            return [_number(bare.value) * factor if bare.type.kind in ("number", "date") else bare.value]
        if bare.op == "day":
            return [self.at.toordinal()]
        if bare.op == "param":
            values = [entry.value for each in self.sources for entry in _entries(each, str(bare.value))]
            plain = [value for value in values if value is not None]
            return [_number(value) * factor if bare.type.kind in ("number", "date") else value for value in plain]
        return None

    def _reckoned(self, source: Source, term: Term) -> None:
        """Facts that are reckoned with before they are compared: they are tried at their ends and at constants."""
        constants = [part.value for part in term.walk() if part.op == "const" and isinstance(part.value, int)]
        for part in term.walk():
            if part.op in ("fact", "rule") and (part.op == "fact" or self._opaque(str(part.value))):
                if part.type.kind not in ("number", "date"):
                    continue
                cut = self._cut(source, part)
                middle = self.at.toordinal() if part.type.kind == "date" else 0
                cut.begins |= {middle - 1, middle, middle + 1, part.type.high, *constants}
                self.notes[
                    f"{part.value} is reckoned with before it is compared; it was tried at chosen values only."
                ] = None


def _entries(source: Source, name: str) -> Iterable[Any]:
    return source.params[name].entries if name in source.params else ()


def _roots(meant: Meant) -> Iterator[Term]:
    for clause in meant.clauses:
        yield from (root for root in (clause.test, clause.then) if root is not None)
        yield from (term for _, term in clause.exempted)


def _same(one: Meant, other: Meant) -> bool:
    def told(meant: Meant) -> list[Any]:
        return [(c.version.clause, c.version.window, c.version.suspended) for c in meant.clauses]

    return told(one) == told(other)


def _bare(term: Term) -> tuple[Term, int]:
    return (term.parts[0], 10 ** int(str(term.value))) if term.op == "shift" else (term, 1)


def _number(value: object) -> int:
    return value.toordinal() if isinstance(value, date) else int(str(value))


def _turned(sign: str) -> str:
    return {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(sign, sign)


def _begins(sign: str, limit: object, factor: int) -> set[int]:
    """Where a new kind begins when a number (times a factor) is compared with a limit."""
    if isinstance(limit, bool):
        return set()
    number = _number(limit)
    at, above = -(-number // factor), number // factor + 1
    return {"<": {at}, ">=": {at}, "<=": {above}, ">": {above}}.get(sign, {at, above})


def _kinds(cuts: _Cuts, fact: Fact | None) -> Iterator[Kind]:
    kind = cuts.type
    if kind.kind == "bool":
        yield from (Kind("yes", True), Kind("no", False))
    elif kind.kind == "code":
        groups: dict[tuple[bool, ...] | str, list[str]] = {}
        for value in kind.values:
            key = value if cuts.apart else tuple(value in chosen for chosen in sorted(cuts.sets, key=sorted))
            groups.setdefault(key, []).append(value)
        yield from (Kind(", ".join(values), values[0], codes=tuple(values)) for values in groups.values())
    else:
        yield from _stretches(cuts)
    if fact is None or fact.missing is None:
        yield Kind("unknown", None)


def _stretches(cuts: _Cuts) -> Iterator[Kind]:
    kind = cuts.type
    low, high = kind.low, kind.high
    if kind.kind == "date":
        low, high = max(low, DAYS.low), min(high, DAYS.high)
    starts = sorted({low, *(value for value in cuts.begins if low < value <= high)})
    for start, following in zip(starts, [*starts[1:], high + 1], strict=True):
        first, last = _as(start, kind), _as(following - 1, kind)
        if start == following - 1:
            shown = show(first, kind)
        elif start == low:
            shown = f"up to {show(last, kind)}"
        else:
            shown = f"from {show(first, kind)}" if following > high else f"{show(first, kind)} to {show(last, kind)}"
        yield Kind(shown, first, (start, following - 1))


def _as(number: int, kind: Type) -> Any:
    return date.fromordinal(number) if kind.kind == "date" else number
