"""Try every kind of case under two laws: what a reform changes, and where clauses overlap, leave gaps, or idle."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from math import gcd, prod
from typing import Any

from polity.statutes.closures import Answer, Instance, Program, Slots
from polity.statutes.cutting import Cutter, Input, Source
from polity.statutes.documents import Pilot
from polity.statutes.explain import show
from polity.statutes.law import Law
from polity.statutes.verdicts import ids

MOST_CASES = 40_000
"""So many kinds of case are tried; of more, an even part, and the analysis says so."""

MOST_LISTED = 500


@dataclass(frozen=True)
class Outcome:
    """What a law makes of a kind of case."""

    shown: str
    clause: str | None
    failed: tuple[str, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class ChangedKind:
    """A kind of case that the two laws treat differently. Inputs that make no difference are left out."""

    case: tuple[tuple[str, tuple[str, ...]], ...]  # input -> the kinds of it
    before: Outcome
    after: Outcome
    outcome_changes: bool  # False: the same outcome on other grounds
    says: str


@dataclass(frozen=True)
class Overlap:
    """Two clauses of a first_of that hold for the same kind of case: the order alone decides."""

    rule: str
    first: str
    second: str
    example: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Gap:
    """A kind of case for which no clause of a first_of holds."""

    rule: str
    example: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Analysis:
    """The case analysis of a rule under two laws. Overlaps, gaps and idle clauses are those of the second."""

    rule: str
    inputs: tuple[Input, ...]
    possible: int  # kinds of case there are
    tried: int
    capped: bool
    changed: tuple[ChangedKind, ...]
    overlaps: tuple[Overlap, ...]
    gaps: tuple[Gap, ...]
    idle: tuple[tuple[str, str], ...]  # rule and clause that never decide
    notes: tuple[str, ...]
    says: str


def cases(before: Law, after: Law, rule: str, subject: str = "person", *, at: date, trial: bool = False) -> Analysis:
    """Try every kind of case of a rule, governed by one day, under two laws.

    `trial` says whether the cases lie in the units of every trial. Raises LookupError if a law has no such rule.
    """

    def within(pilot: Pilot) -> bool:
        return trial

    programs = [law.program(rule, at=at, subject=subject, within=within) for law in (before, after)]
    cutter = Cutter([Source(law.bodies[subject], law.union.params) for law in (before, after)], at)
    inputs = cutter.inputs(rule)
    possible = prod(len(each.kinds) for each in inputs)
    watch = _Watch(programs[1])
    changed: dict[tuple[Outcome, Outcome, bool], list[tuple[int, ...]]] = {}
    tried = 0
    for cell in _cells(inputs, possible):
        tried += 1
        facts, instead = _case(inputs, cell)
        answers = [program.run(facts, at, instead or None) for program in programs]
        told = [_outcome(program, answer) for program, (_, answer) in zip(programs, answers, strict=True)]
        if told[0] != told[1]:
            differs = answers[0][1][0] != answers[1][1][0]
            changed.setdefault((told[0], told[1], differs), []).append(cell)
        watch.look(answers[1][0], inputs, cell)
    kinds = [_changed(inputs, box, *key) for key, cells in changed.items() for box in _boxes(inputs, cells)]
    kinds.sort(key=lambda each: (not each.outcome_changes, each.says))
    notes = list(cutter.notes)
    capped = tried < possible
    if capped:
        notes.append(f"There are {possible:,} kinds of case; {tried:,} of them, evenly spread, were tried.")
    if len(kinds) > MOST_LISTED:
        notes.append(f"{len(kinds):,} kinds of case change; the first {MOST_LISTED} are listed.")
    outcomes = sum(each.outcome_changes for each in kinds)
    grounds = len(kinds) - outcomes
    says = f"{tried:,} kinds of case tried: the outcome changes for {outcomes}, the grounds alone for {grounds}."
    return Analysis(
        rule=rule,
        inputs=tuple(inputs),
        possible=possible,
        tried=tried,
        capped=capped,
        changed=tuple(kinds[:MOST_LISTED]),
        overlaps=tuple(watch.overlaps.values()),
        gaps=tuple(watch.gaps.values()),
        idle=watch.idle(),
        notes=tuple(notes),
        says=says,
    )


def _cells(inputs: list[Input], possible: int) -> Iterator[tuple[int, ...]]:
    """The kinds of case as positions within the inputs; of too many an even part, always the same."""
    step = 1
    if possible > MOST_CASES:
        step = possible * 5 // (8 * MOST_CASES) * 2 + 1
        while gcd(step, possible) != 1:
            step += 1
    number = 0
    for _ in range(min(possible, MOST_CASES)):
        left, cell = number, []
        for each in inputs:
            left, place = divmod(left, len(each.kinds))
            cell.append(place)
        yield tuple(cell)
        number = (number + step) % possible


def _case(inputs: list[Input], cell: tuple[int, ...]) -> tuple[dict[str, Any], dict[str, Any]]:
    facts: dict[str, Any] = {}
    instead: dict[str, Any] = {}
    for each, place in zip(inputs, cell, strict=True):
        (instead if each.is_rule else facts)[each.name] = each.kinds[place].value
    return facts, instead


def _outcome(program: Program, answer: Answer) -> Outcome:
    value, clause, failed, unknown = answer
    meant = program.last.meant
    decided = meant.clauses[clause - 1].id if clause else None
    return Outcome(show(value, meant.type), decided, ids(program.last, failed), ids(program.last, unknown))


class _Watch:
    """Watches every rule on the way: which clauses decide, overlap, or leave a gap."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.decided: set[tuple[str, int]] = set()
        self.overlaps: dict[tuple[str, str, str], Overlap] = {}
        self.gaps: dict[str, Gap] = {}
        self._tests = {
            instance.slot: [
                (held.clause, program.closure(held.test, instance.governing) if held.test is not None else None)
                for held in instance.held
            ]
            for instance in program.instances.values()
            if instance.meant.shape == "first_of"
        }

    def look(self, slots: Slots, inputs: list[Input], cell: tuple[int, ...]) -> None:
        """Look at one case that has been run."""
        for instance in self.program.instances.values():
            _, clause, failed, unknown = self.program.answer(instance, slots)
            name = instance.meant.name
            if clause:
                self.decided.add((name, clause))
            while failed:
                self.decided.add((name, (failed & -failed).bit_length()))
                failed &= failed - 1
            if instance.meant.shape != "first_of":
                continue
            if not clause and not unknown and name not in self.gaps:
                self.gaps[name] = Gap(name, _example(inputs, cell))
            self._overlap(instance, slots, clause, inputs, cell)

    def _overlap(
        self, instance: Instance, slots: Slots, clause: int, inputs: list[Input], cell: tuple[int, ...]
    ) -> None:
        if not clause:
            return
        first = instance.meant.clauses[clause - 1].id
        after = False
        for held, test in self._tests[instance.slot]:
            if after and test is not None and test(slots) is True:
                key = instance.meant.name, first, held.id
                if key not in self.overlaps:
                    self.overlaps[key] = Overlap(*key, _example(inputs, cell))
            after = after or held.number == clause

    def idle(self) -> tuple[tuple[str, str], ...]:
        """Clauses that decided no case."""
        return tuple(
            (instance.meant.name, held.clause.id)
            for instance in self.program.instances.values()
            for held in instance.held
            if (instance.meant.name, held.clause.number) not in self.decided
        )


def _example(inputs: list[Input], cell: tuple[int, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((each.name, each.kinds[place].shown) for each, place in zip(inputs, cell, strict=True))


def _boxes(inputs: list[Input], cells: list[tuple[int, ...]]) -> list[tuple[frozenset[int], ...]]:
    """Put cells that differ in one input only together, input by input, so that the list is short."""
    boxes = [tuple(frozenset({place}) for place in cell) for cell in cells]
    for axis in range(len(inputs)):
        joined: dict[tuple[frozenset[int], ...], frozenset[int]] = {}
        for box in boxes:
            rest = (*box[:axis], *box[axis + 1 :])
            joined[rest] = joined.get(rest, frozenset()) | box[axis]
        boxes = [(*rest[:axis], held, *rest[axis:]) for rest, held in joined.items()]
    return boxes


def _changed(
    inputs: list[Input], box: tuple[frozenset[int], ...], before: Outcome, after: Outcome, differs: bool
) -> ChangedKind:
    case = tuple(
        (each.name, tuple(each.kinds[place].shown for place in sorted(places)))
        for each, places in zip(inputs, box, strict=True)
        if len(places) < len(each.kinds)
    )
    where = "; ".join(f"{name} {' or '.join(kinds)}" for name, kinds in case) or "every case"
    says = f"{where}: {_told(before)} before, {_told(after)} after."
    return ChangedKind(case, before, after, differs, says)


def _told(outcome: Outcome) -> str:
    grounds = ", ".join(outcome.failed or outcome.unknown or ((outcome.clause,) if outcome.clause else ()))
    shown = "cannot be decided" if outcome.shown == "unknown" else outcome.shown
    return f"{shown} ({grounds})" if grounds else shown
