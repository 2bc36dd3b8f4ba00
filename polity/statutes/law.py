"""The law: statutes and reforms together, asked about one case, about everybody, and about itself."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b
from typing import Any

from polity.statutes import records
from polity.statutes.closures import Program
from polity.statutes.documents import Expression, Fact, Param, Pilot, Reform, Rule, Statute
from polity.statutes.explain import Explanation, explain
from polity.statutes.faults import Faults, did_you_mean
from polity.statutes.ir import DAYS, Type
from polity.statutes.meaning import Body, understand_all
from polity.statutes.records import Article, Competence, Episode
from polity.statutes.reforming import reform as apply_reforms
from polity.statutes.sql import Writer
from polity.statutes.union import Union, Window, Within, unite
from polity.statutes.verdicts import Verdict, verdict

_MOST_PROGRAMS = 4096
_DIALECTS = ("duckdb", "postgres")
_FENCE = " OFFSET 0"


@dataclass(frozen=True)
class _Choice:
    """The trials in whose scope a case lies."""

    reforms: frozenset[str]

    def __call__(self, pilot: Pilot) -> bool:
        return pilot.reform in self.reforms


class Law:
    """Statutes and reforms, checked as a whole. Made by `Law.of`; never changed."""

    def __init__(self, union: Union, bodies: dict[str, Body], documents: Sequence[Statute | Reform]) -> None:
        self.documents = tuple(documents)
        self.union = union
        self.bodies = bodies
        windows = list(_windows(union))
        self.days: tuple[date, ...] = tuple(sorted({day for window in windows for day in _ends(window)}))
        """The days on which anything in the law begins or ends."""
        self.pilots: tuple[Pilot, ...] = tuple(dict.fromkeys(w.pilot for w in windows if w.pilot is not None))
        self._programs: dict[tuple[Any, ...], Program] = {}
        self._dates = {name: _governing_names(body) for name, body in bodies.items()}

    @cached_property
    def fingerprint(self) -> str:
        """What tells this law from any other, whatever order its texts came in."""
        return blake2b(_canonical(self.union).encode(), digest_size=32, person=b"polity law 1").hexdigest()

    @classmethod
    def of(cls, documents: Sequence[Statute | Reform]) -> Law:
        """Put documents together. Raises Faulty if anything does not fit, or if two reforms collide."""
        faults = Faults()
        statutes = [each for each in documents if isinstance(each, Statute)]
        reforms = [each for each in documents if isinstance(each, Reform)]
        union = unite(statutes, faults)
        apply_reforms(union, {each.name: each.subject for each in statutes}, reforms, faults)
        bodies = understand_all(union, faults)
        faults.raise_any()
        return cls(union, bodies, documents)

    def subjects(self) -> list[str]:
        """The kinds of subject it governs."""
        return list(self.bodies)

    def rules(self, subject: str = "person") -> dict[str, Rule]:
        """The rules for a kind of subject, each after those it reads. Empty if there is no law for it."""
        body = self.bodies.get(subject)
        return {name: meant.draft.rule for name, meant in body.rules.items()} if body else {}

    def facts(self, subject: str = "person") -> dict[str, Fact]:
        """The facts that the law for a kind of subject asks for."""
        body = self.bodies.get(subject)
        return dict(body.facts) if body else {}

    @property
    def params(self) -> dict[str, Param]:
        """The parameters."""
        return {name: dated.param for name, dated in self.union.params.items()}

    def type_of(self, rule: str, subject: str = "person") -> Type:
        """What a rule gives: a yes or no, a number at a scale, a date or a code."""
        return self._body(rule, subject).rules[rule].type

    def numbering(self, rule: str, subject: str = "person") -> tuple[str, ...]:
        """The ids of the clauses of a rule: number n of `<rule>__clause`, and bit n-1 of its masks, is the n-th."""
        return tuple(clause.id for clause in self._body(rule, subject).rules[rule].clauses)

    def reads(self, rules: Iterable[str], subject: str = "person") -> tuple[str, ...]:
        """The facts that rules rest on in any version, directly or through other rules: the columns a source needs."""
        return records.reads(self._any_body(subject), list(rules))

    def decide(
        self,
        rule: str,
        facts: Mapping[str, Any],
        *,
        at: date,
        subject: str = "person",
        dates: Mapping[str, date] | None = None,
        within: Within | None = None,
    ) -> Verdict:
        """Decide one case.

        `facts`   values by name; None or absent is unknown. Money in minor units. A value that its declaration does
                  not allow counts as unknown.
        `at`      the day of decision; also the governing date of rules that name none.
        `dates`   the other dates of the case (`applied`, `decided`): a rule is governed by the one it names.
        `within`  whether the case lies in the scope of a trial; without it, in none.
        Raises LookupError if there is no such rule.
        """
        program = self.program(rule, at=at, subject=subject, dates=dates, within=within)
        slots, answer = program.run(facts, at)
        return verdict(program, slots, answer, subject, at, self.fingerprint, dates)

    def explain(
        self,
        rule: str,
        facts: Mapping[str, Any],
        *,
        at: date,
        subject: str = "person",
        dates: Mapping[str, date] | None = None,
        within: Within | None = None,
    ) -> Explanation:
        """Decide one case and say why: every rule on the way, every clause, its source, and what would change it."""
        program = self.program(rule, at=at, subject=subject, dates=dates, within=within)
        return explain(program, facts, subject, at, self.fingerprint, dates)

    def program(
        self,
        rule: str,
        *,
        at: date,
        subject: str = "person",
        dates: Mapping[str, date] | None = None,
        within: Within | None = None,
    ) -> Program:
        """The version of a rule that governs a case, made once and kept."""
        body = self._body(rule, subject)
        if not DAYS.low <= at.toordinal() <= DAYS.high:
            raise ValueError(f"A case is decided between the years 1000 and 2999, not on {at.isoformat()}.")
        told = dates or {}
        names = self._dates[subject]
        versions = tuple([bisect_right(self.days, told.get(name, at)) for name in names])
        chosen = frozenset(p.reform for p in self.pilots if within(p)) if within is not None and self.pilots else None
        key = (subject, rule, versions, chosen)
        found = self._programs.get(key)
        if found is None:
            if len(self._programs) >= _MOST_PROGRAMS:
                self._programs.clear()
            choice = _Choice(chosen) if chosen else None
            governing = {name: told.get(name, at) for name in names}
            found = Program(body, self.union.params, rule, governing.__getitem__, choice)
            self._programs[key] = found
        return found

    def sql(
        self,
        rules: Sequence[str],
        *,
        at: date,
        source: str,
        at_column: str | None = None,
        dialect: str = "duckdb",
        subject: str = "person",
        key: str = "subject",
        dates: Mapping[str, str] | None = None,
        pilots: Mapping[str, str] | None = None,
        keep: Mapping[str, str] | None = None,
    ) -> str:
        """One SELECT that decides rules for every row of a source.

        `source`  a table, or a query in brackets, with `key` and a column for each fact (`reads` lists them); money in
                  minor units. It is written as given, so it must come from code.
        `at_column` the column that holds the day of each case, so that past decisions are decided each on its own
                  day; where it is null, and without it, `at`.
        `dates`   governing date -> the column that holds it; where it is null, and for dates not named, that day.
        `pilots`  reform -> a condition over the source that says whether the row lies in the scope of the trial; a
                  trial that is not named holds for no row. Written as given.
        `keep`    columns of the source that the answer carries along -> their names in it.
        Columns   `key`; for each rule `<rule>`, `<rule>__clause` (the number of the deciding clause, see `numbering`),
                  `<rule>__unknown` (mask of clauses that cannot be decided), and for all_of `<rule>__failed` (mask).
        """
        if dialect not in _DIALECTS:
            raise ValueError(f"There is no dialect {dialect}; there are duckdb and postgres.")
        for rule in rules:
            self._body(rule, subject)
        body, told = self._any_body(subject), (dict(dates or {}), dict(pilots or {}))
        writer = Writer(body, self.union.params, at, *told, _FENCE, at_column)
        return writer.select(rules, source, key, keep or {})

    def articles(self, subject: str, on: date) -> list[Article]:
        """The clauses in force on a day, in order, those on trial too."""
        return records.articles(self._any_body(subject), on)

    def history(self, name: str) -> list[Episode]:
        """The dated history of a clause (by its id), a parameter or a competence, oldest first."""
        return records.history(self.union, name)

    def competence(self, act: str, on: date) -> Competence | None:
        """Who may do an act on a day. None if the law does not say."""
        return records.competence(self.union, act, on)

    def _any_body(self, subject: str) -> Body:
        if subject not in self.bodies:
            remedy = did_you_mean(subject, self.bodies, f"There is law for: {', '.join(self.bodies)}.")
            raise LookupError(f"There is no law for {subject}. {remedy}")
        return self.bodies[subject]

    def _body(self, rule: str, subject: str) -> Body:
        body = self._any_body(subject)
        if rule not in body.rules:
            remedy = did_you_mean(rule, body.rules, f"The rules are: {', '.join(body.rules)}.")
            raise LookupError(f"The law for {subject} has no rule {rule}. {remedy}")
        return body


def _governing_names(body: Body) -> tuple[str, ...]:
    named = dict.fromkeys(meant.draft.rule.governed_by for meant in body.rules.values())
    return tuple({"": None, **named})


def _windows(union: Union) -> Iterable[Window]:
    for subject in union.subjects.values():
        for draft in subject.rules.values():
            yield draft.window
            for version in draft.versions:
                yield version.window
                yield from (window for window, _ in version.suspended)
                yield from (held.window for held in version.exempted)
    for dated in union.params.values():
        yield from (entry.window for entry in dated.entries)


def _ends(window: Window) -> Iterable[date]:
    return (day for day in (window.since, window.until) if day is not None)


def _canonical(value: object) -> str:
    """One text for one law: whatever has a meaning in it, in an order that does not depend on chance."""
    return json.dumps(_plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> object:
    if isinstance(value, Expression):
        return value.canonical
    if is_dataclass(value):
        kept = (f for f in fields(value) if f.compare and f.name not in ("document", "raw", "place", "written"))
        return {field.name: _plain(getattr(value, field.name)) for field in kept}
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, (frozenset, set)):
        return sorted(str(inner) for inner in value)
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    if isinstance(value, date):
        return value.isoformat()
    return value if value is None or isinstance(value, (bool, int)) else str(value)
