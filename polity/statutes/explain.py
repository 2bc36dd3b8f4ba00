"""Why a case was decided as it was: every rule on the way, every clause in force, its words, source and remedy."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from polity.statutes.changes import Change, changes
from polity.statutes.closures import Answer, Held, Instance, Program, Slots
from polity.statutes.ir import Plain, Term, Type
from polity.statutes.meaning import key_value
from polity.statutes.union import Entry
from polity.statutes.verdicts import Verdict, ids, verdict

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True)
class ClauseNote:
    """A clause in force, as it bears on the case."""

    rule: str
    id: str
    kind: str
    text: str
    outcome: bool | None  # of its condition; None if it cannot be decided
    decides: bool
    reached: bool  # in a first_of, clauses after the one that applied are not
    say: str  # its words, values filled in
    remedy: str
    values: tuple[tuple[str, str], ...]  # what its names stood for
    source: str
    status: str
    reform: str  # the reform that put it there, or ''
    since: date | None
    until: date | None
    exceptions: tuple[tuple[str, bool | None, str], ...]  # id, whether it holds, source


@dataclass(frozen=True)
class Step:
    """A rule on the way to the outcome."""

    rule: str
    title: str
    shape: str
    governed_by: str
    governing: date
    value: Any
    shown: str
    clause: str | None
    failed: tuple[str, ...]
    unknown: tuple[str, ...]
    clauses: tuple[ClauseNote, ...]


@dataclass(frozen=True)
class ParamRead:
    """A value of a parameter that was read."""

    name: str
    key: str
    shown: str
    since: date | None
    until: date | None
    source: str
    status: str
    reform: str


@dataclass(frozen=True)
class Explanation:
    """A verdict with its reasons."""

    verdict: Verdict
    shown: str  # the outcome in words
    steps: tuple[Step, ...]  # rules in the order of deciding; the last is the rule asked
    decided_by: ClauseNote | None
    params: tuple[ParamRead, ...]
    facts: tuple[tuple[str, str], ...]  # the facts used, as shown
    assumed: tuple[str, ...]  # facts that were missing and have a declared value for that
    strange: tuple[str, ...]  # facts with a value that their declaration does not allow; they count as unknown
    changes: tuple[Change, ...]  # single changes that would alter the outcome, the smallest first
    together: tuple[Change, ...]  # if no single one would: the changes that would together

    @property
    def failed(self) -> tuple[ClauseNote, ...]:
        """The clauses of the rule asked that are not met."""
        return tuple(note for note in self.steps[-1].clauses if note.id in self.verdict.failed)

    def as_dict(self) -> dict[str, Any]:
        """The explanation as plain data, for JSON; days as text."""
        plain: dict[str, Any] = _dated({**asdict(self), "verdict": self.verdict._asdict()})
        return plain


def _dated(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _dated(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_dated(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def explain(
    program: Program,
    facts: Mapping[str, Any],
    subject: str,
    at: date,
    fingerprint: str,
    dates: Mapping[str, date] | None,
) -> Explanation:
    """Run a program and say how it came to its answer."""
    slots, answer = program.run(facts, at)
    teller = _Teller(program, slots, facts, at, dates or {})
    steps = tuple(teller.step(instance) for instance in program.instances.values())
    single, together = changes(program, facts, at, answer)
    decided = next((note for note in steps[-1].clauses if note.decides), None)
    given = [(name, slots[slot]) for name, slot in program.fact_slots.items()]
    return Explanation(
        verdict=verdict(program, slots, answer, subject, at, fingerprint, dates),
        shown=show(answer[0], program.last.meant.type),
        steps=steps,
        decided_by=decided,
        params=tuple(teller.params()),
        facts=tuple((name, show(value, program.body.names.facts[name])) for name, value in given),
        assumed=tuple(name for name, value in given if value is not None and facts.get(name) != value),
        strange=tuple(name for name, value in given if facts.get(name) is not None and facts.get(name) != value),
        changes=single,
        together=together,
    )


def show(value: Any, kind: Type) -> str:
    """A value in words: money with its two decimals, days as dates."""
    if value is None:
        return "unknown"
    if kind.kind == "bool":
        return "yes" if value else "no"
    if kind.kind == "number" and kind.scale == 2:
        sign, amount = ("-" if value < 0 else ""), abs(int(value))
        return f"{sign}{amount // 100}.{amount % 100:02d}"
    return value.isoformat() if isinstance(value, date) else str(value)


class _Teller:
    """Turns slots into words."""

    def __init__(
        self, program: Program, slots: Slots, facts: Mapping[str, Any], at: date, dates: Mapping[str, date]
    ) -> None:
        self.program, self.slots, self.facts, self.at, self.dates = program, slots, facts, at, dates
        self.read: dict[tuple[str, str], ParamRead] = {}

    def day(self, governing: str) -> date:
        return self.dates.get(governing, self.at)

    def step(self, instance: Instance) -> Step:
        """A rule and its clauses."""
        answer: Answer = self.program.answer(instance, self.slots)
        value, number, failed, unknown = answer
        notes = []
        reached = True
        for held in instance.held:
            notes.append(self.note(instance, held, number, reached))
            stopped = held.clause.number == number or unknown >> (held.clause.number - 1) & 1
            reached = reached and (instance.meant.shape == "all_of" or not stopped)
        for held in instance.held:
            for root in (held.test, held.then):
                for term in root.walk() if root is not None else ():
                    if term.op in ("param", "scale"):
                        self.reading(term, instance.governing)
        meant = instance.meant
        return Step(
            rule=meant.name,
            title=meant.draft.rule.title,
            shape=meant.shape,
            governed_by=instance.governing,
            governing=self.day(instance.governing),
            value=value,
            shown=show(value, meant.type),
            clause=meant.clauses[number - 1].id if number else None,
            failed=ids(instance, failed),
            unknown=ids(instance, unknown),
            clauses=tuple(notes),
        )

    def note(self, instance: Instance, held: Held, decided: int, reached: bool) -> ClauseNote:
        """A clause with its words filled in."""
        version, written, governing = held.clause.version, held.clause.version.clause, instance.governing
        outcome = self.program.value(held.test, governing, self.slots) if held.test is not None else True
        roots = [root for root in (held.test, held.then) if root is not None]
        values = tuple(dict(pair for root in roots for pair in self.values(root, governing)).items())
        told = ", ".join(f"{name} = {value}" for name, value in values)
        say = self.fill(written.say, governing) or (f"Required: {written.text} ({told})." if told else written.text)
        exceptions = []
        day = self.day(governing)
        for each, term in held.clause.exempted:
            if each.window.holds(day, self.program.within):
                holds = self.program.value(term, governing, self.slots)
                exceptions.append((each.exemption.id, holds, each.source))
        return ClauseNote(
            rule=instance.meant.name,
            id=held.clause.id,
            kind=written.kind,
            text=written.text,
            outcome=outcome,
            decides=held.clause.number == decided,
            reached=reached,
            say=say,
            remedy=self.fill(written.remedy, governing),
            values=values,
            source=version.source,
            status=version.status,
            reform=version.reform,
            since=version.window.since,
            until=version.window.until,
            exceptions=tuple(exceptions),
        )

    def values(self, term: Term, governing: str) -> Iterator[tuple[str, str]]:
        """What the names in a term stood for."""
        if term.op in ("fact", "rule", "param"):
            name = str(term.value)
            if term.op == "param" and term.parts:
                key = self.program.value(term.parts[0], governing, self.slots)
                name = f"{name}[{'unknown' if key is None else key}]"
            yield name, show(self.program.value(term, governing, self.slots), term.type)
        for part in term.parts:
            yield from self.values(part, governing)

    def reading(self, term: Term, governing: str) -> None:
        """Note the value of a parameter that a term reads, with its source."""
        name = str(term.value)
        key = self.program.value(term.parts[0], governing, self.slots) if term.op == "param" and term.parts else ""
        if key is None:
            return
        entry = self.entry(name, key, governing, term.parts[0].type if term.op == "param" and term.parts else None)
        if entry is not None:
            shown = str(entry.raw) if term.op == "scale" else show(entry.value, term.type)
            told = entry.window.since, entry.window.until, entry.source, entry.status, entry.reform
            self.read[name, str(key)] = ParamRead(name, str(key), shown, *told)

    def entry(self, name: str, key: Plain, governing: str, kind: Type | None) -> Entry | None:
        """The value of a cell in force, with where it comes from."""
        day, within = self.day(governing), self.program.within
        held = [
            entry
            for entry in self.program.params[name].entries
            if entry.window.holds(day, within) and (key_value(entry.key, kind) if kind else "") == key
        ]
        return held[-1] if held else None

    def params(self) -> list[ParamRead]:
        """All values of parameters that were read."""
        return list(self.read.values())

    def fill(self, text: str, governing: str) -> str:
        """Words with the values of the case in place of the names in braces."""
        return _PLACEHOLDER.sub(lambda match: self.called(match[1], governing), text)

    def called(self, name: str, governing: str) -> str:
        """The value of a name, in words."""
        names = self.program.body.names
        kind = names.typed(name)
        if name == "at" or kind is None:
            return self.at.isoformat()
        if name in names.params:
            by = names.keyed.get(name)
            key = self.raw(by, governing) if by else ""
            entry = self.entry(name, key, governing, names.typed(by) if by else None)
            return show(entry.value if entry is not None else None, kind)
        return show(self.raw(name, governing), kind)

    def raw(self, name: str, governing: str) -> Any:
        """The value of a fact or rule, whether or not the outcome rests on it."""
        program = self.program
        if name in program.fact_slots:
            return self.slots[program.fact_slots[name]]
        if name in program.body.facts:
            return self.facts.get(name)
        own = program.body.rules[name].draft.rule.governed_by or governing
        instance = program.instances.get((name, own))
        if instance is not None:
            return self.slots[instance.slot]
        inner = Program(
            program.body, program.params, name, lambda date_name: self.day(date_name or own), program.within
        )
        return inner.run(self.facts, self.at)[1][0]
