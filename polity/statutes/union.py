"""Put statutes and reforms together: every clause and value with the days and units for which it holds.

Past law is never edited. A reform adds versions, and says from when to when an older version is set aside.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from polity.statutes.documents import (
    Clause,
    Exemption,
    Fact,
    Operation,
    Param,
    Pilot,
    Power,
    Reform,
    Rule,
    Sections,
    Statute,
)
from polity.statutes.faults import Faults
from polity.statutes.ir import Plain, Scale

type Within = Callable[[Pilot], bool]


@dataclass(frozen=True)
class Window:
    """Half-open days and, for a trial, the units in which something holds. None: no bound on that side."""

    since: date | None = None
    until: date | None = None
    pilot: Pilot | None = None

    def holds(self, day: date, within: Within | None) -> bool:
        """Whether it holds for a case governed by this day."""
        if (self.since is not None and day < self.since) or (self.until is not None and day >= self.until):
            return False
        return self.pilot is None or (within is not None and within(self.pilot))

    def meets(self, other: Window) -> bool:
        """Whether some day and some unit lie in both. Trials that name different units do not meet."""
        if self.until is not None and other.since is not None and self.until <= other.since:
            return False
        if other.until is not None and self.since is not None and other.until <= self.since:
            return False
        if self.pilot is None or other.pilot is None:
            return True
        return bool(set(self.pilot.units) & set(other.pilot.units))


@dataclass
class Exempted:
    """An exception to a clause, with its window."""

    exemption: Exemption
    window: Window
    source: str
    status: str
    reform: str = ""


@dataclass
class Version:
    """A clause as one statute or reform made it."""

    clause: Clause
    window: Window
    source: str
    status: str
    reform: str = ""  # the reform that put it there; '' if it stood in the statute
    stands_for: frozenset[str] = frozenset()  # the clauses it replaces
    suspended: list[tuple[Window, str]] = field(default_factory=list)  # when it is set aside, and by which reform
    exempted: list[Exempted] = field(default_factory=list)

    def holds(self, day: date, within: Within | None) -> bool:
        """Whether the clause is in force for a case governed by this day."""
        if not self.window.holds(day, within):
            return False
        return not any(window.holds(day, within) for window, _ in self.suspended)


@dataclass
class Drafted:
    """A rule with all versions of its clauses, in order."""

    rule: Rule
    window: Window
    versions: list[Version]
    reform: str = ""


@dataclass
class Entry:
    """A value of a parameter, for one key, in a window. Later entries go before earlier ones."""

    key: str
    raw: object
    window: Window
    source: str
    status: str
    reform: str
    value: Plain | Scale = None
    place: object = None


@dataclass
class Dated:
    """A parameter with all its values."""

    param: Param
    entries: list[Entry]


@dataclass
class Empowered:
    """A competence in a window."""

    power: Power
    window: Window
    source: str
    status: str
    reform: str = ""


@dataclass
class Subject:
    """The law for one kind of subject."""

    facts: dict[str, Fact] = field(default_factory=dict)
    rules: dict[str, Drafted] = field(default_factory=dict)
    statutes: list[str] = field(default_factory=list)


@dataclass
class Union:
    """All of it together, before its clauses are understood."""

    subjects: dict[str, Subject] = field(default_factory=dict)
    params: dict[str, Dated] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    powers: dict[str, list[Empowered]] = field(default_factory=dict)
    reforms: list[Reform] = field(default_factory=list)


def unite(statutes: list[Statute], faults: Faults) -> Union:
    """Put statutes together. Several may share what they declare alike; what they declare differently is a fault."""
    union = Union()
    for statute in statutes:
        faults.where = statute.document or statute.name
        subject = union.subjects.setdefault(statute.subject, Subject())
        if statute.name in subject.statutes:
            faults.add("statute.twice", statute.place, f"The statute {statute.name} is given twice.", "Keep one.")
        subject.statutes.append(statute.name)
        origin = Origin(statute.source or statute.called, statute.status, Window(statute.since))
        add_sections(union, subject, statute.sections, origin, faults)
    for dated in union.params.values():
        _chain(dated, faults)
    for name, powers in union.powers.items():
        union.powers[name] = _chained(powers)
    return union


@dataclass(frozen=True)
class Origin:
    """Where declarations come from: their source, status, window and, if so, reform."""

    source: str
    status: str
    window: Window
    reform: str = ""


def add_sections(union: Union, subject: Subject, sections: Sections, origin: Origin, faults: Faults) -> None:
    """Add what a statute or reform declares."""
    for name, fact in sections.facts.items():
        if subject.facts.setdefault(name, fact) != fact:
            says = f"The fact {name} is declared elsewhere in another way."
            faults.add("fact.differs", fact.place, says, "Declare it alike, or only once.")
    for name, values in sections.lists.items():
        if union.lists.setdefault(name, values) != values:
            faults.add("list.differs", None, f"The list {name} has other members elsewhere.", "Keep one of the two.")
    for name, param in sections.params.items():
        _add_param(union, name, param, origin, faults)
    for name, rule in sections.rules.items():
        _add_rule(subject, name, rule, origin, faults)
    for power in sections.powers:
        window = Window(power.since or origin.window.since, origin.window.until)
        told = power.source or origin.source, power.status or origin.status
        union.powers.setdefault(power.act, []).append(Empowered(power, window, *told, origin.reform))


def _add_param(union: Union, name: str, param: Param, origin: Origin, faults: Faults) -> None:
    dated = union.params.setdefault(name, Dated(param, []))
    first = dated.param
    if (first.kind, first.by, first.values) != (param.kind, param.by, param.values):
        says = f"The parameter {name} is declared elsewhere with another type or key."
        faults.add("param.differs", param.place, says, "Declare it alike in both.")
    for written in param.written:
        window = Window(written.since or origin.window.since, origin.window.until)
        told = written.source or origin.source, written.status or origin.status
        entry = Entry(written.key, written.value, window, *told, origin.reform, place=written.place)
        same = [old for old in dated.entries if (old.key, old.window.since) == (entry.key, entry.window.since)]
        if not same:
            dated.entries.append(entry)
        elif same[0].raw != entry.raw:
            says = f"{name} has another value for the same day elsewhere."
            faults.add("param.twice", written.place, says, "Keep one of the two, or set it by a reform.")


def _add_rule(subject: Subject, name: str, rule: Rule, origin: Origin, faults: Faults) -> None:
    there = subject.rules.get(name)
    if there is None:
        versions = [made_version(clause, rule, origin) for clause in rule.clauses]
        subject.rules[name] = Drafted(rule, origin.window, versions, origin.reform)
        return
    if there.rule == rule:
        return
    if rule.shape != "all_of" or there.rule.shape != "all_of" or there.rule.governed_by != rule.governed_by:
        says = f"The rule {name} is declared elsewhere in another way."
        faults.add("rule.differs", rule.place, says, "Change it by a reform, or give one of the two another name.")
        return
    known = {version.clause.id: version.clause for version in there.versions}
    for clause in rule.clauses:
        if clause.id not in known:
            there.versions.append(made_version(clause, rule, origin))
        elif known[clause.id] != clause:
            says = f"Clause {clause.id} of {name} reads differently elsewhere."
            faults.add("clause.differs", clause.place, says, "Give one of the two another id.")


def made_version(clause: Clause, rule: Rule, origin: Origin) -> Version:
    """A clause with the window and the source it has from where it stands."""
    source = clause.source or rule.source or origin.source
    status = clause.status or rule.status or origin.status
    window = narrowed(origin.window, clause.since, clause.until)
    version = Version(clause, window, source, status, origin.reform)
    for exemption in clause.exemptions:
        told = exemption.source or source, exemption.status or status
        within = narrowed(window, exemption.since, exemption.until)
        version.exempted.append(Exempted(exemption, within, *told, origin.reform))
    return version


def narrowed(window: Window, since: date | None, until: date | None) -> Window:
    """The window, cut down to days of its own."""
    begins = max((day for day in (window.since, since) if day is not None), default=None)
    ends = min((day for day in (window.until, until) if day is not None), default=None)
    return Window(begins, ends, window.pilot)


def _chain(dated: Dated, faults: Faults) -> None:
    """Let each value of a cell hold until the next one."""
    made: list[Entry] = []
    keys = dict.fromkeys(entry.key for entry in dated.entries)
    for key in keys:
        entries = [entry for entry in dated.entries if entry.key == key]
        entries.sort(key=lambda entry: entry.window.since or date.min)
        for entry, later in zip(entries, [*entries[1:], None], strict=True):
            entry.window = Window(entry.window.since, later.window.since if later else entry.window.until)
            made.append(entry)
    dated.entries = made
    if "" in keys and len(keys) > 1:
        says = f"{dated.param.name} has a single value on one day and a value for each key on another."
        faults.add("param.keys", dated.param.place, says, "Give a value for each key throughout.")


def _chained(powers: list[Empowered]) -> list[Empowered]:
    powers = sorted(powers, key=lambda entry: entry.window.since or date.min)
    return [
        Empowered(entry.power, Window(entry.window.since, later.window.since if later else None), *told(entry))
        for entry, later in zip(powers, [*powers[1:], None], strict=True)
    ]


def told(entry: Empowered) -> tuple[str, str, str]:
    """Source, status and reform of a competence."""
    return entry.source, entry.status, entry.reform


def touches(operation: Operation, subject: str) -> list[tuple[str, ...]]:
    """What an operation lays hands on, so that two reforms of one thing are noticed."""
    if operation.kind == "param":
        return [("param", operation.target, cell.key) for cell in operation.written]
    if operation.kind == "competence":
        return [("competence", operation.target)]
    if operation.op == "add":
        return []
    return [("clause", subject, operation.target, operation.clause)]
