"""A reform in plain words: what it changes, from when and for how long, where, and what stood there before."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from polity.statutes.documents import Clause, Operation, Param, Reform, Rule, Written
from polity.statutes.law import Law
from polity.statutes.plainly import Names, day, listed, measured, small, spaced, span, worded
from polity.statutes.reading import read
from polity.statutes.records import spells
from polity.statutes.union import Version

type Unit = Callable[[str], str]


@dataclass(frozen=True)
class Said:
    """One difference that a reform makes.

    `about` names the rule, parameter or act; `when` the days and units; `what` what holds then. `words` is all of it
    as one sentence. `quoted` are the words of the clause itself, if it has any.
    """

    op: str  # set, add, replace, repeal, except or new
    kind: str  # rule, param, competence, fact or list
    name: str
    clause: str
    about: str
    when: str
    what: str
    quoted: str
    since: date
    until: date | None
    units: tuple[str, ...]

    @property
    def words(self) -> str:
        """The difference as one sentence."""
        return f"{self.about}: {self.when}, {self.what}."

    def plain(self) -> dict[str, object]:
        """As JSON shows it."""
        return {
            "op": self.op, "kind": self.kind, "name": self.name, "clause": self.clause, "words": self.words,
            "quoted": self.quoted, "since": self.since.isoformat(),
            "until": self.until.isoformat() if self.until else None, "units": list(self.units),
        }  # fmt: skip


def said(law: Law | None, draft: str | Reform, *, unit: Unit = str) -> list[Said]:
    """What a reform says, difference by difference.

    `law` is the law that it would change; without one, what stood there before is not said. `unit` gives the name of
    a unit from its code. Raises Faulty where the draft is a text that cannot be read.
    """
    if isinstance(draft, str):
        reforms = [one for one in read(draft) if isinstance(one, Reform)]
    else:
        reforms = [draft]
    return [one for reform in reforms for one in _Teller(law, reform, unit).all()]


def sentences(law: Law | None, draft: str | Reform, *, unit: Unit = str) -> list[str]:
    """The same as sentences, the clause's own words after each."""
    return [f"{one.words} “{one.quoted}”" if one.quoted else one.words for one in said(law, draft, unit=unit)]


def when(reform: Reform, unit: Unit = str) -> str:
    """The days of a reform, and its units where it is a trial."""
    days = span(reform.since, reform.until)
    if reform.pilot is None:
        return days
    units = listed(unit(code) for code in reform.pilot.units)
    frozen = reform.pilot.frozen_at
    whose = f", for those who belong to them on {day(frozen)}" if frozen is not None else ""
    return f"{days}, on trial in {units}{whose}"


class _Teller:
    """Says the operations of one reform."""

    def __init__(self, law: Law | None, reform: Reform, unit: Unit) -> None:
        self.law, self.reform = law, reform
        self.when = when(reform, unit)
        self.names = {subject: Names.of(law, subject, reform.sections.facts) for subject in self._subjects()}

    def _subjects(self) -> list[str]:
        found = self.law.subjects() if self.law is not None else []
        return found or [self.reform.subject or "person"]

    def all(self) -> Iterator[Said]:
        """Every difference, in the order of the text."""
        for operation in self.reform.operations:
            yield from self._of(operation)
        sections = self.reform.sections
        for name, rule in sections.rules.items():
            names = self._names(name)
            clauses = "; ".join(_reads(clause, names) for clause in rule.clauses)
            yield self._said("new", "rule", name, "", rule.title or spaced(name), f"a new rule holds: {clauses}")
        for name, param in sections.params.items():
            values = listed(_value(written, param) for written in param.written)
            yield self._said("new", "param", name, "", param.title or spaced(name), f"a new value holds: {values}")
        for name, fact in sections.facts.items():
            label = _capital(fact.label or spaced(name))
            yield self._said("new", "fact", name, "", label, "it is a fact that rules may read")
        for name, values_of in sections.lists.items():
            yield self._said(
                "new", "list", name, "", _capital(spaced(name)), f"it lists {listed(map(spaced, values_of))}"
            )
        for power in sections.powers:
            yield self._power(power.act, power.offices, power.tier, "new")

    def _of(self, operation: Operation) -> Iterator[Said]:
        if operation.kind == "param":
            yield from self._params(operation)
        elif operation.kind == "competence":
            power = operation.power
            yield self._power(operation.target, power.offices if power else (), power.tier if power else None, "set")
        else:
            yield self._clause(operation)

    def _said(self, op: str, kind: str, name: str, clause: str, about: str, what: str, quoted: str = "") -> Said:
        units = self.reform.pilot.units if self.reform.pilot is not None else ()
        days = self.reform.since, self.reform.until
        return Said(op, kind, name, clause, about, self.when, what, quoted, *days, units)

    def _power(self, act: str, offices: Iterable[str], tier: str | None, op: str) -> Said:
        confirmed = f", at the tier {spaced(tier)}" if tier else ""
        what = f"it is done by {listed(map(spaced, offices), 'or')}{confirmed}"
        return self._said(op, "competence", act, "", f"Who may do {act}", what)

    def _params(self, operation: Operation) -> Iterator[Said]:
        param = self.law.params.get(operation.target) if self.law is not None else None
        title = (param.title if param is not None else "") or _capital(spaced(operation.target))
        cells = [(written, self._before(operation.target, written.key)) for written in operation.written]
        for (value, before), held in groupby(cells, key=lambda cell: (_shown(cell[0].value), cell[1])):
            keys = [spaced(written.key) for written, _ in held if written.key]
            about = f"{title} for {listed(keys)}" if keys else title
            shown = measured(value, param.unit if param is not None else "")
            was = f" instead of {before}" if before not in (None, value) else " as before" if before == value else ""
            yield self._said("set", "param", operation.target, "", about, f"{shown}{was}")

    def _before(self, name: str, key: str) -> str | None:
        """The value of a cell on the reform's first day as the law now stands, outside any trial."""
        dated = self.law.union.params.get(name) if self.law is not None else None
        found = None
        for entry in dated.entries if dated is not None else ():
            mine = entry.reform and entry.reform == self.reform.name
            if entry.key == key and not mine and entry.window.holds(self.reform.since, None):
                found = _shown(entry.raw)
        return found

    def _rule(self, name: str) -> tuple[str, Rule | None]:
        for subject in self._subjects():
            rule = self.law.rules(subject).get(name) if self.law is not None else None
            if rule is not None and self.reform.subject in ("", subject):
                return subject, rule
        return next(iter(self.names)), None

    def _names(self, rule: str) -> Names:
        return self.names[self._rule(rule)[0]]

    def _version(self, rule: str, clause: str) -> Version | None:
        """The clause that stands under an id on the reform's first day; else the last that stood there."""
        subject = self.law.union.subjects.get(self._rule(rule)[0]) if self.law is not None else None
        drafted = subject.rules.get(rule) if subject is not None else None
        held = [
            one
            for one in (drafted.versions if drafted is not None else ())
            if clause in (one.clause.id, *one.stands_for) and one.reform != self.reform.name
        ]
        standing = [one for one in held if any(window.holds(self.reform.since, None) for window in spells(one))]
        found = standing or held
        return found[-1] if found else None

    def _clause(self, operation: Operation) -> Said:
        names, (_, rule) = self._names(operation.target), self._rule(operation.target)
        about = (rule.title if rule is not None else "") or _capital(spaced(operation.target))
        old = self._version(operation.target, operation.clause)
        old_text = _reads(old.clause, names) if old is not None else ""
        clause, new, unless = operation.clause, operation.new, operation.exemption
        if operation.op == "add" and new is not None:
            clause = new.id
            lead = "only where" if new.kind == "need" else ""
            text = worded(new.test, names) if new.kind == "need" else _reads(new, names)
            what, quoted = f"{f'{lead} {text}' if lead else text} (new clause {new.id})", new.say
        elif operation.op == "repeal":
            ends = (
                "is set aside" if self.reform.until is not None or self.reform.pilot is not None else "no longer holds"
            )
            what, quoted = f"clause {clause} {ends}{f': {old_text}' if old_text else ''}", ""
        elif operation.op == "replace" and new is not None:
            was = f"; before: {old_text}" if old_text else ""
            what, quoted = f"clause {clause} reads: {_reads(new, names)}{was}", new.say
        else:
            where = worded(unless.when, names) if unless is not None else ""
            lifted = f" ({old_text})" if old_text else ""
            what, quoted = f"clause {clause}{lifted} does not apply where {where}", unless.say if unless else ""
        return self._said(operation.op, "rule", operation.target, clause, about, what, quoted)


def _reads(clause: Clause, names: Names) -> str:
    """What a clause says, in words."""
    if clause.kind == "need":
        return f"it is needed that {worded(clause.test, names)}"
    if clause.kind == "when":
        return f"where {worded(clause.test, names)}, it is {worded(clause.then, names)}"
    if clause.kind == "otherwise":
        return f"otherwise it is {worded(clause.then, names)}"
    if clause.kind == "scale":
        return f"the scale {names.of_name(clause.table)} over {worded(clause.then, names)}"
    return worded(clause.then, names)


def _shown(value: object) -> str:
    if value is None:
        return "no value"
    if isinstance(value, list):
        return "the scale " + ", ".join(
            f"{one[1]} from {one[0]}" if isinstance(one, list) else str(one) for one in value
        )
    return spaced(str(value))


def _value(written: Written, param: Param) -> str:
    return f"{measured(_shown(written.value), param.unit)}{f' for {spaced(written.key)}' if written.key else ''}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def heads(drafts: Mapping[str, Reform], law: Law | None) -> dict[str, str]:
    """A reform in one line each, for lists: its first difference, and how many more there are."""
    found = {}
    for name, reform in drafts.items():
        told = said(law, reform)
        more = f" And {len(told) - 1} more." if len(told) > 1 else ""
        found[name] = f"{told[0].words}{more}" if told else small(reform.title or reform.name)
    return found
