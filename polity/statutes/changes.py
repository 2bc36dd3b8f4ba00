"""The smallest change of a case that would alter its outcome."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from polity.statutes.closures import Answer, Program, Slots
from polity.statutes.ir import Term

MOST_TRIALS = 400
"""So many changed cases are tried for one explanation."""


@dataclass(frozen=True)
class Change:
    """One fact, or the value of one rule on the way, as it is and as it would have to be."""

    name: str
    now: Any
    then: Any
    says: str


def changes(
    program: Program, facts: Mapping[str, Any], at: date, answer: Answer
) -> tuple[tuple[Change, ...], tuple[Change, ...]]:
    """Single changes that would turn a no into a yes, the smallest first; and if there is none, several together.

    Only an all_of that is not met is looked at. Tried are, for each comparison in a clause not met, the values at
    which it turns, and for each code and truth the rule rests on, every other value.
    """
    if answer[0] is not False or program.last.meant.shape != "all_of":
        return (), ()
    slots, _ = program.run(facts, at)
    failed = answer[2]
    tests = [held.test for held in program.last.held if failed >> (held.clause.number - 1) & 1]
    found: dict[str, tuple[tuple[int, int], Change]] = {}
    parts: list[Change] = []
    trials = 0
    for test in tests:
        if test is None:
            continue
        best: tuple[tuple[int, int], Change] | None = None
        for name, now, then, is_rule in _candidates(program, test, slots):
            trials += 1
            if trials > MOST_TRIALS:
                break
            size = _size(now, then)
            changed, outcome = _run(program, facts, at, name, then, is_rule)
            change = Change(
                name, now, then, f"{name}: now {_shown(program, name, now)}; {_shown(program, name, then)} would do."
            )
            if outcome[0] is True and (name not in found or size < found[name][0]):
                found[name] = size, change
            met = program.value(test, program.last.governing, changed) is True
            if met and (best is None or size < best[0]):
                best = size, change
        if best is not None:
            parts.append(best[1])
    ordered = tuple(change for _, change in sorted(found.values(), key=lambda each: (each[0], each[1].name)))
    if ordered or len(parts) != len(tests):
        return ordered, ()
    return (), tuple(dict.fromkeys(parts))


def _run(
    program: Program, facts: Mapping[str, Any], at: date, name: str, value: Any, is_rule: bool
) -> tuple[Slots, Answer]:
    if is_rule:
        return program.run(facts, at, {name: value})
    return program.run({**facts, name: value}, at)


def _shown(program: Program, name: str, value: Any) -> str:
    from polity.statutes.explain import show

    kind = program.body.names.typed(name)
    return str(value) if kind is None else show(value, kind)


def _size(now: Any, then: Any) -> tuple[int, int]:
    """How large a change is: numbers and days by distance, before codes and truths."""
    if isinstance(now, (bool, str)):
        return 1, 0
    if isinstance(now, date) and isinstance(then, date):
        return 0, abs((then - now).days)
    return 0, abs(int(then) - int(now)) if now is not None else 0


def _candidates(program: Program, test: Term, slots: Slots) -> Iterator[tuple[str, Any, Any, bool]]:
    """Names with their value now, a value to try, and whether the name is that of a rule."""
    governing = program.last.governing
    for term in test.walk():
        if term.op == "compare":
            for side, other in (term.parts, term.parts[::-1]):
                yield from _turning(program, side, program.value(other, governing, slots), governing, slots)
    for name, slot in program.fact_slots.items():
        now, fact = slots[slot], program.body.facts[name]
        if now is None:
            continue
        if fact.kind == "code":
            yield from ((name, now, value, False) for value in fact.values if value != now)
        elif fact.kind == "bool":
            yield name, now, not now, False


def _turning(
    program: Program, side: Term, limit: Any, governing: str, slots: Slots
) -> Iterator[tuple[str, Any, Any, bool]]:
    """The values round which a comparison turns, if one side of it is a fact or rule alone."""
    factor = 1
    if side.op == "shift":
        factor, side = 10 ** int(str(side.value)), side.parts[0]
    if side.op not in ("fact", "rule") or limit is None:
        return
    now, name = program.value(side, governing, slots), str(side.value)
    if now is None:
        return
    if isinstance(limit, date):
        tried: list[Any] = [limit + timedelta(days=days) for days in (-1, 0, 1)]
    elif isinstance(limit, int) and not isinstance(limit, bool):
        tried = [limit // factor + step for step in (-1, 0, 1, 2)]
    else:
        return
    kind = side.type
    for value in tried:
        number = value.toordinal() if isinstance(value, date) else value
        if value != now and kind.low <= number <= kind.high:
            yield name, now, value, side.op == "rule"
