"""Decide one case: clauses as Python functions, folded to the version of the law that governs it.

Unknown is None throughout. `and` is False if one part is, else unknown if one part is; `or` likewise with True;
everything else is unknown if one of its parts is, but for `is unknown`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from polity.statutes.documents import Fact
from polity.statutes.ir import BOOL, Plain, Scale, Term
from polity.statutes.meaning import Body, Meant, Understood, key_value
from polity.statutes.months import add_months, months_between
from polity.statutes.union import Dated, Within

type Slots = list[Any]
type Value = Callable[[Slots], Any]
type Answer = tuple[Any, int, int, int]
"""Value, number of the deciding clause (0: none), mask of failed clauses, mask of clauses that cannot be decided."""

_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_SUMS: dict[str, Callable[[Any, Any], Any]] = {
    "add": operator.add,
    "less": operator.sub,
    "times": operator.mul,
    "months": months_between,
    "add_months": add_months,
}


@dataclass
class Held:
    """A clause in force, its exceptions folded into its condition."""

    clause: Understood
    test: Term | None
    then: Term | None


@dataclass
class Instance:
    """A rule as governed by one date of the case, with its place among the slots."""

    meant: Meant
    governing: str  # the name of the date; '' is the day of decision
    slot: int
    held: list[Held]
    never: tuple[int, ...]  # slots of facts without which it cannot be decided
    reads: tuple[int, ...]  # slots of the facts it rests on, directly or through other rules
    inner: tuple[str, ...]  # names of rules it rests on


def held_clauses(meant: Meant, day: date, within: Within | None) -> list[Held]:
    """The clauses of a rule in force for a case governed by this day, exceptions folded in."""
    found = []
    for clause in meant.clauses:
        if not clause.version.holds(day, within):
            continue
        test = clause.test
        lifted = tuple(term for held, term in clause.exempted if held.window.holds(day, within))
        if lifted and test is not None:
            if clause.version.clause.kind == "need":
                test = Term("any", BOOL, (test, *lifted))
            else:
                test = Term("all", BOOL, (test, *(Term("not", BOOL, (term,)) for term in lifted)))
        found.append(Held(clause, test, clause.then))
    if meant.shape in ("formula", "scale"):
        return found[-1:]
    return found


def cell_values(dated: Dated, keys_by: Term | None, day: date, within: Within | None) -> dict[Plain, Plain | Scale]:
    """The value of each cell of a parameter for a case governed by this day."""
    found: dict[Plain, Plain | Scale] = {}
    for entry in dated.entries:
        if entry.window.holds(day, within):
            key = key_value(entry.key, keys_by.type) if keys_by is not None else ""
            found[key] = entry.value
    return found


class Program:
    """One rule, and all it reads, for one version of the law."""

    def __init__(
        self,
        body: Body,
        params: Mapping[str, Dated],
        rule: str,
        governing: Callable[[str], date],
        within: Within | None,
    ) -> None:
        self.body, self.params = body, params
        self._governing, self.within = governing, within
        self.instances: dict[tuple[str, str], Instance] = {}
        self.fact_slots: dict[str, int] = {}
        self._next = 1
        self.last = self._instance(rule, body.rules[rule].draft.rule.governed_by)
        self._steps = [(each.slot, self._step(each)) for each in self.instances.values()]
        self._size = self._next
        self._takes = [(slot, *_taken(body.facts[name])) for name, slot in self.fact_slots.items()]

    def run(self, facts: Mapping[str, Any], at: date, instead: Mapping[str, Any] | None = None) -> tuple[Slots, Answer]:
        """Decide a case. `instead` gives values of rules in place of their own. Returns the slots and the answer."""
        slots: Slots = [None] * self._size
        slots[0] = at
        for slot, name, fits, missing in self._takes:
            value = facts.get(name)
            slots[slot] = value if value is not None and fits(value) else missing
        answer: Answer = (None, 0, 0, 0)
        if instead:
            names = {each.slot: each.meant.name for each in self.instances.values()}
            for slot, step in self._steps:
                answer = step(slots)
                slots[slot] = instead[names[slot]] if names[slot] in instead else answer[0]
            return slots, answer
        for slot, step in self._steps:
            answer = step(slots)
            slots[slot] = answer[0]
        return slots, answer

    def answer(self, instance: Instance, slots: Slots) -> Answer:
        """The answer of one rule on the way."""
        return next(step for slot, step in self._steps if slot == instance.slot)(slots)

    def value(self, term: Term, governing: str, slots: Slots) -> Any:
        """The value of a term in a case that has been run."""
        return self.closure(term, governing)(slots)

    def missing(self, terms: Iterable[Term], governing: str, slots: Slots) -> list[str]:
        """The facts, and the parameters without a value, for want of which terms are unknown."""
        found: dict[str, None] = {}
        for term in terms:
            self._missing(term, governing, slots, found)
        return list(found)

    def _missing(self, term: Term, governing: str, slots: Slots, found: dict[str, None]) -> None:
        if term.op in ("const", "day", "unknown") or self.value(term, governing, slots) is not None:
            return
        if term.op == "fact":
            found[str(term.value)] = None
        elif term.op == "rule":
            instance = self._found(str(term.value), governing)
            for name in self.lacking(instance, slots):
                found[name] = None
        for part in term.parts:
            self._missing(part, governing, slots, found)
        if term.op in ("param", "scale"):
            keys = [self.value(part, governing, slots) for part in term.parts]
            if None not in keys:
                found[f"{term.value}[{keys[0]}]" if keys and term.op == "param" else str(term.value)] = None

    def lacking(self, instance: Instance, slots: Slots) -> list[str]:
        """What is missing for a rule that cannot be decided."""
        names = {slot: name for name, slot in self.fact_slots.items()}
        never = [names[slot] for slot in instance.never if slots[slot] is None]
        if never:
            return never
        value, clause, _, unknown = self.answer(instance, slots)
        if value is not None:
            return []
        terms: list[Term | None] = []
        for held in instance.held:
            if unknown >> (held.clause.number - 1) & 1:
                terms.append(held.test)
            elif held.clause.number == clause:
                terms.append(held.then)
        return self.missing((term for term in terms if term is not None), instance.governing, slots)

    def _found(self, rule: str, governing: str) -> Instance:
        return self.instances[rule, self.body.rules[rule].draft.rule.governed_by or governing]

    def _instance(self, rule: str, governing: str) -> Instance:
        key = rule, governing
        if key in self.instances:
            return self.instances[key]
        meant, day = self.body.rules[rule], self._governing(governing)
        held = held_clauses(meant, day, self.within) if meant.draft.window.holds(day, self.within) else []
        never: dict[int, None] = {}
        reads: dict[int, None] = {}
        inner: dict[str, None] = {}
        for root in (term for each in held for term in (each.test, each.then) if term is not None):
            for term in root.walk():
                if term.op == "fact":
                    slot = self._fact(str(term.value))
                    reads[slot] = None
                    if self.body.facts[str(term.value)].never:
                        never[slot] = None
                elif term.op == "rule":
                    name = str(term.value)
                    read = self._instance(name, self.body.rules[name].draft.rule.governed_by or governing)
                    never.update(dict.fromkeys(read.never))
                    reads.update(dict.fromkeys(read.reads))
                    inner.update(dict.fromkeys((*read.inner, name)))
        self._next += 1
        made = Instance(meant, governing, self._next - 1, held, tuple(never), tuple(reads), tuple(inner))
        self.instances[key] = made
        return made

    def _fact(self, name: str) -> int:
        if name not in self.fact_slots:
            self.fact_slots[name] = self._next
            self._next += 1
        return self.fact_slots[name]

    def _step(self, instance: Instance) -> Callable[[Slots], Answer]:
        meant, day = instance.meant, self._governing(instance.governing)
        if not meant.draft.window.holds(day, self.within):
            return lambda slots: (None, 0, 0, 0)
        made = _all_of(self, instance) if meant.shape == "all_of" else _first_of(self, instance)
        if not instance.never:
            return made
        never = instance.never
        return lambda slots: (None, 0, 0, 0) if any(slots[slot] is None for slot in never) else made(slots)

    def closure(self, term: Term, governing: str) -> Value:
        """A term as a function of the slots."""
        if term.op == "const":
            value = term.value
            return lambda slots: value
        if term.op == "day":
            return operator.itemgetter(0)
        if term.op == "fact":
            return operator.itemgetter(self.fact_slots[str(term.value)])
        if term.op == "rule":
            return operator.itemgetter(self._found(str(term.value), governing).slot)
        if term.op == "param":
            return self._param(term, governing)
        if term.op == "scale":
            return self._scale(term, governing)
        return _combined(term, [self.closure(part, governing) for part in term.parts])

    def _param(self, term: Term, governing: str) -> Value:
        key = term.parts[0] if term.parts else None
        cells = cell_values(self.params[str(term.value)], key, self._governing(governing), self.within)
        if key is None:
            value = cells.get("")
            return lambda slots: value
        inner = self.closure(key, governing)
        return lambda slots: cells.get(inner(slots))

    def _scale(self, term: Term, governing: str) -> Value:
        cells = cell_values(self.params[str(term.value)], None, self._governing(governing), self.within)
        table, inner = cells.get(""), self.closure(term.parts[0], governing)
        if not isinstance(table, tuple):
            return lambda slots: None
        return lambda slots: None if (base := inner(slots)) is None else marginal(base, table)


def marginal(base: int, table: Scale) -> int:
    """Marginal rates on a base in minor units: exact, with SCALE_DIGITS more digits than the base."""
    total = 0
    for (low, rate), (high, _) in zip(table, (*table[1:], (None, 0)), strict=True):
        part = (base if high is None else min(base, high)) - low
        if part > 0:
            total += part * rate
    return total


def _taken(fact: Fact) -> tuple[str, Callable[[Any], bool], Any]:
    """How a fact is taken: its name, whether a value fits its declaration, and what stands for it where missing."""
    missing: Any = fact.missing
    if fact.kind == "date":
        first, last = date.fromordinal(fact.low), date.fromordinal(fact.high)
        missing = date.fromordinal(missing) if missing is not None else None
        return fact.name, lambda value: isinstance(value, date) and first <= value <= last, missing
    if fact.kind == "bool":
        return fact.name, lambda value: value is True or value is False, missing
    if fact.kind == "code":
        return fact.name, frozenset(fact.values).__contains__, missing
    low, high = fact.low, fact.high
    return fact.name, lambda value: type(value) is int and low <= value <= high, missing


def _all_of(program: Program, instance: Instance) -> Callable[[Slots], Answer]:
    tests = [
        (1 << (held.clause.number - 1), program.closure(held.test, instance.governing))
        for held in instance.held
        if held.test is not None
    ]

    def decide(slots: Slots) -> Answer:
        failed = unknown = 0
        for bit, test in tests:
            met = test(slots)
            if met is None:
                unknown |= bit
            elif not met:
                failed |= bit
        if failed:
            return False, (failed & -failed).bit_length(), failed, unknown
        return (None if unknown else True), 0, 0, unknown

    return decide


def _first_of(program: Program, instance: Instance) -> Callable[[Slots], Answer]:
    always: Value = lambda slots: True  # noqa: E731
    cases = [
        (
            held.clause.number,
            program.closure(held.test, instance.governing) if held.test is not None else always,
            program.closure(held.then, instance.governing) if held.then is not None else always,
        )
        for held in instance.held
    ]

    def decide(slots: Slots) -> Answer:
        for number, when, then in cases:
            met = when(slots)
            if met is None:
                return None, 0, 0, 1 << (number - 1)
            if met:
                return then(slots), number, 0, 0
        return None, 0, 0, 0

    return decide


def _combined(term: Term, parts: list[Value]) -> Value:
    if term.op == "all":
        return _every(parts, False)
    if term.op == "any":
        return _every(parts, True)
    one = parts[0]
    if term.op == "not":
        return lambda slots: None if (x := one(slots)) is None else not x
    if term.op == "unknown":
        return lambda slots: one(slots) is None
    if term.op == "among":
        values = frozenset(term.value) if isinstance(term.value, tuple) else frozenset()
        return lambda slots: None if (x := one(slots)) is None else x in values
    if term.op == "shift":
        factor = 10 ** int(str(term.value))
        return lambda slots: None if (x := one(slots)) is None else x * factor
    if term.op == "round":
        unit = 10 ** int(str(term.value))
        half = unit // 2
        return lambda slots: None if (x := one(slots)) is None else (x + half) // unit
    if term.op in ("greatest", "least"):
        return _extreme(max if term.op == "greatest" else min, parts)
    reckon = _SIGNS[str(term.value)] if term.op == "compare" else _SUMS[term.op]
    two = parts[1]
    if term.parts[1].op == "const":
        fixed = term.parts[1].value
        return lambda slots: None if (x := one(slots)) is None else reckon(x, fixed)
    return lambda slots: None if (x := one(slots)) is None or (y := two(slots)) is None else reckon(x, y)


def _every(parts: list[Value], decisive: bool) -> Value:
    """And (decisive False) and or (decisive True)."""

    def decide(slots: Slots) -> Any:
        answer: Any = not decisive
        for part in parts:
            value = part(slots)
            if value is None:
                answer = None
            elif value is decisive:
                return decisive
        return answer

    return decide


def _extreme(pick: Callable[[list[Any]], Any], parts: list[Value]) -> Value:
    def decide(slots: Slots) -> Any:
        values = [part(slots) for part in parts]
        return None if None in values else pick(values)

    return decide
