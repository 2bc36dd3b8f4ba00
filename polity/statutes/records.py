"""What the law says of itself: articles in force, histories, competences, and what its rules read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from polity.statutes.documents import Pilot
from polity.statutes.meaning import Body
from polity.statutes.union import Empowered, Union, Version, Window


@dataclass(frozen=True)
class Article:
    """A clause in force on a day."""

    rule: str
    id: str
    shape: str
    kind: str
    text: str
    say: str
    remedy: str
    source: str
    status: str
    reform: str  # the reform that put it there, or ''
    since: date | None
    until: date | None  # the first day on which it no longer holds, as the law now stands
    units: tuple[str, ...]  # the units of a trial; empty: everybody
    exceptions: tuple[tuple[str, str, str], ...]  # id, when, source
    title: str  # of the rule


@dataclass(frozen=True)
class Episode:
    """A stretch of the history of a clause, parameter or competence."""

    kind: str  # clause, exception, param, competence
    name: str  # rule and clause, parameter and key, or act
    text: str  # the clause, or the value
    since: date | None
    until: date | None
    source: str
    status: str
    reform: str
    units: tuple[str, ...]


@dataclass(frozen=True)
class Competence:
    """Who may do an act on a day, and the tier whose confirmation it needs (None: of no tier)."""

    act: str
    offices: tuple[str, ...]
    tier: str | None
    source: str
    status: str
    reform: str
    since: date | None


def _units(pilot: Pilot | None) -> tuple[str, ...]:
    return pilot.units if pilot is not None else ()


def _everywhere(pilot: Pilot) -> bool:
    return True


def articles(body: Body, on: date) -> list[Article]:
    """The clauses in force on a day. A clause set aside only for a trial is still in force elsewhere."""
    found = []
    for meant in body.rules.values():
        if not meant.draft.window.holds(on, None):
            continue
        for clause in meant.clauses:
            version = clause.version
            if not version.window.holds(on, _everywhere) or not _somewhere(version, on):
                continue
            written = version.clause
            found.append(
                Article(
                    rule=meant.name,
                    id=clause.id,
                    shape=meant.shape,
                    kind=written.kind,
                    text=written.text,
                    say=written.say,
                    remedy=written.remedy,
                    source=version.source,
                    status=version.status,
                    reform=version.reform,
                    since=version.window.since,
                    until=_ends(version, on),
                    units=_units(version.window.pilot),
                    exceptions=tuple(
                        (held.exemption.id, str(held.exemption.when), held.source)
                        for held in version.exempted
                        if held.window.holds(on, _everywhere)
                    ),
                    title=meant.draft.rule.title,
                )
            )
    return found


def _somewhere(version: Version, on: date) -> bool:
    """Whether a clause is set aside on a day for some units at most."""
    return not any(window.pilot is None and window.holds(on, None) for window, _ in version.suspended)


def _ends(version: Version, on: date) -> date | None:
    ends = [version.window.until]
    ends += [window.since for window, _ in version.suspended if window.pilot is None]
    return min((end for end in ends if end is not None and end > on), default=None)


def history(union: Union, name: str) -> list[Episode]:
    """Everything the law has said under a clause's id, a parameter's or an act's name."""
    found = [*_of_clauses(union, name), *_of_params(union, name), *_of_powers(union, name)]
    return sorted(found, key=lambda episode: (episode.since or date.min, episode.name))


def _of_clauses(union: Union, name: str) -> Iterator[Episode]:
    for subject in union.subjects.values():
        for draft in subject.rules.values():
            for version in draft.versions:
                label = f"{draft.rule.name} {version.clause.id}"
                if version.clause.id == name or name in version.stands_for:
                    for window in spells(version):
                        units = _units(version.window.pilot)
                        said = version.source, version.status, version.reform, units
                        yield Episode("clause", label, version.clause.text, window.since, window.until, *said)
                for held in version.exempted:
                    if name in (held.exemption.id, version.clause.id):
                        said = held.source, held.status, held.reform, _units(held.window.pilot)
                        text, window = f"not where {held.exemption.when}", held.window
                        yield Episode(
                            "exception", f"{label} {held.exemption.id}", text, window.since, window.until, *said
                        )


def spells(version: Version) -> list[Window]:
    """The stretches in which a clause holds for those outside any trial."""
    found = [version.window]
    for aside, _ in version.suspended:
        if aside.pilot is not None:
            continue
        cut: list[Window] = []
        for window in found:
            if not window.meets(aside):
                cut.append(window)
                continue
            if aside.since is not None and (window.since is None or window.since < aside.since):
                cut.append(Window(window.since, aside.since, window.pilot))
            if aside.until is not None and (window.until is None or aside.until < window.until):
                cut.append(Window(aside.until, window.until, window.pilot))
        found = cut
    return found


def _of_params(union: Union, name: str) -> Iterator[Episode]:
    dated = union.params.get(name)
    for entry in dated.entries if dated is not None else ():
        label = f"{name}[{entry.key}]" if entry.key else name
        said = entry.source, entry.status, entry.reform, _units(entry.window.pilot)
        text = "no value" if entry.value is None else str(entry.raw)
        yield Episode("param", label, text, entry.window.since, entry.window.until, *said)


def _of_powers(union: Union, name: str) -> Iterator[Episode]:
    for held in union.powers.get(name, []):
        tier = f", confirmed at {held.power.tier}" if held.power.tier else ""
        text = ", ".join(held.power.offices) + tier
        said = held.source, held.status, held.reform, ()
        yield Episode("competence", name, text, held.window.since, held.window.until, *said)


def competence(union: Union, act: str, on: date) -> Competence | None:
    """The competence in force on a day; of several the one set last."""
    held: list[Empowered] = [each for each in union.powers.get(act, []) if each.window.holds(on, None)]
    if not held:
        return None
    last = held[-1]
    told = last.source, last.status, last.reform, last.window.since
    return Competence(act, last.power.offices, last.power.tier, *told)


def reads(body: Body, rules: list[str]) -> tuple[str, ...]:
    """The facts that rules rest on in any version of them."""
    found: dict[str, None] = {}
    seen: set[str] = set()
    stack = list(reversed(rules))
    while stack:
        name = stack.pop()
        if name in seen:
            continue
        seen.add(name)
        for clause in body.rules[name].clauses:
            for root in (clause.test, clause.then, *(term for _, term in clause.exempted)):
                for term in root.walk() if root is not None else ():
                    if term.op == "fact":
                        found[str(term.value)] = None
                    elif term.op == "rule":
                        stack.append(str(term.value))
    return tuple(found)
