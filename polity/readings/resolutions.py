"""Resolutions: in lists, each with everything entered of it, and what those that were adopted make of the law.

What was resolved is everybody's. Who counted is shown to whoever may see that person; to all others it is a teller.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Any, NamedTuple

from polity.readings.house import House, Scope
from polity.readings.people import At
from polity.readings.tree import homes, tree_on, within
from polity.register import resolutions as kept
from polity.register.asked import dates_of
from polity.register.facts import of_case, of_person
from polity.register.naming import called_last, sealed
from polity.register.register import Register
from polity.register.remembering import Remembering
from polity.register.resolutions import Decision, Figures, Kept, Resolution
from polity.statutes import ClauseNote, Explanation, Law, Reform, deciding, store
from polity.words import ids

HORIZON = 1100  # days ahead within which it is told how a case will be decided


class Listed(NamedTuple):
    """A resolution in a list, with the unit that decides, the one that moves, and the decision where there is one."""

    resolution: Resolution
    body: At
    mover: At
    decision: Decision | None


class Counted(NamedTuple):
    """What a teller counted. Without id and name where the reader may not see who it is."""

    teller: int | None
    name: str
    day: date
    figures: Figures
    entry: int


class Clause(NamedTuple):
    """An article on decisions, as it was asked of the votes: met, not met, or not to be decided."""

    id: str
    met: bool | None
    says: str
    source: str


class One(NamedTuple):
    """A resolution with everything that is entered of it.

    versions    as it stood after each change, the first one first
    clauses     the articles on decisions of the day of the decision, asked of the votes; none before it
    amends      the resolution that this one would change
    numbers     the sealed number of each entry
    """

    listed: Listed
    versions: Sequence[Resolution]
    amends: Resolution | None
    amendments: Sequence[Listed]
    counts: Sequence[Counted]
    clauses: Sequence[Clause]
    forecasts: Sequence[Kept]
    numbers: Mapping[int, int]

    @property
    def resolution(self) -> Resolution:
        """The resolution as it stands."""
        return self.listed.resolution

    @property
    def decision(self) -> Decision | None:
        """How it was decided."""
        return self.listed.decision


def listed(
    house: House,
    *,
    scope: Scope,
    states: Sequence[str] | None = None,
    body: int | None = None,
    mover: int | None = None,
) -> list[Listed]:
    """Resolutions, the latest first: all, or those in some states, before one body, or of one mover."""
    with house.register(scope=scope) as register:
        found = [
            one for one in kept.resolutions(register, states) if body in (None, one.body) and mover in (None, one.mover)
        ]
        return _listed(register, found)


def _listed(register: Register, found: Sequence[Resolution]) -> list[Listed]:
    decided = kept.decisions(register) if found else {}
    units = called_last(register, [unit for one in found for unit in (one.body, one.mover)])
    return [Listed(one, At(*units[one.body]), At(*units[one.mover]), decided.get(one.resolution)) for one in found]


def one(house: House, number: int, *, scope: Scope) -> One | None:
    """A resolution by its id, with everything that is entered of it. None where there is none."""
    with house.register(scope=scope) as register:
        found = kept.resolution(register, number)
        if found is None:
            return None
        (at,) = _listed(register, [found])
        versions, counts = kept.versions(register, number), kept.counts(register, number)
        known = register.names(count.teller for count in counts)
        return One(
            at,
            versions,
            kept.resolution(register, found.amends) if found.amends is not None else None,
            _listed(register, kept.amendments(register, number)),
            [
                Counted(
                    count.teller if count.teller in known else None, known.get(count.teller, ""), count.day,
                    count.figures, count.entry,
                )
                for count in counts
            ],
            _clauses(register, at.decision),
            kept.forecasts(register, number),
            sealed(register, [each.entry for each in (*versions, *counts, at.decision) if each is not None]),
        )  # fmt: skip


def _clauses(register: Register, decision: Decision | None) -> list[Clause]:
    if decision is None:
        return []
    days = (decision.effect - decision.day).days if decision.effect is not None else None
    told = deciding.asked(store.adopted(register), decision.figures._asdict(), days, on=decision.day)
    notes = told.steps[-1].clauses if told is not None else ()
    return [Clause(note.id, note.outcome, note.say, note.source) for note in notes]


def by_reform(house: House, *, scope: Scope) -> dict[str, Resolution]:
    """The resolutions that put reforms among the statutes, by the name of the reform.

    An article says which reform put it there; here is the resolution behind it. A text that came another way is not in.
    """
    with house.register(scope=scope) as register:
        return _by_reform(register)


def _by_reform(register: Register) -> dict[str, Resolution]:
    adopted = {number: found for number, found in kept.decisions(register).items() if found.statute is not None}
    found = {one.resolution: one for one in kept.resolutions(register, ["adopted"])}
    return {decision.statute or "": found[number] for number, decision in adopted.items() if number in found}


def said(house: House, reform: str, *, scope: Scope) -> Resolution | None:
    """The resolution that put a reform among the statutes; None for a text that came another way."""
    with house.register(scope=scope) as register:
        return kept.of_statute(register, reform)


def plain(found: Listed) -> dict[str, Any]:
    """A resolution in a list as JSON shows it, with stable keys."""
    one, decision = found.resolution, found.decision
    return {
        "resolution": ids.show(one.resolution), "title": one.title, "says": one.says, "state": one.state,
        "state_since": one.state_since.isoformat(), "version": one.version, "opened": one.opened.isoformat(),
        "body": found.body._asdict(), "mover": found.mover._asdict(),
        "amends": None if one.amends is None else ids.show(one.amends), "reform": one.reform,
        "decision": None if decision is None else _plain_decision(decision),
    }  # fmt: skip


def _plain_decision(decision: Decision) -> dict[str, Any]:
    return {
        "day": decision.day.isoformat(), **decision.figures._asdict(), "adopted": decision.adopted,
        "clauses": list(decision.clauses), "statute": decision.statute,
        "effect": decision.effect.isoformat() if decision.effect else None,
    }  # fmt: skip


def plain_one(found: One) -> dict[str, Any]:
    """A resolution with everything entered of it as JSON shows it. Runs of forecasts are named, not given."""
    return {
        **plain(found.listed),
        "versions": [plain_version(one, found.numbers) for one in found.versions],
        "amendments": [plain(one) for one in found.amendments],
        "counts": [
            {"teller": None if one.teller is None else ids.show(one.teller), "name": one.name,
             "day": one.day.isoformat(), **one.figures._asdict()}
            for one in found.counts
        ],
        "articles": [
            {"article": one.id, "met": one.met, "says": one.says, "source": one.source} for one in found.clauses
        ],
        "forecasts": [
            {"forecast": ids.show(one.forecast), "title": one.title, "day": one.day.isoformat()}
            for one in found.forecasts
        ],
    }  # fmt: skip


def plain_version(one: Resolution, numbers: Mapping[int, int]) -> dict[str, Any]:
    """A resolution as it stood after a change: `number` is that of the entry that made it so."""
    return {
        "version": one.version, "state": one.state, "state_since": one.state_since.isoformat(), "title": one.title,
        "says": one.says, "reform": one.reform, "number": numbers.get(one.entry),
    }  # fmt: skip


# --- what is adopted and not yet in force ----------------------------------------------------------------------------


class Ahead(NamedTuple):
    """How the law decides one case otherwise from a day ahead, the facts of that day taken as they are known now.

    outcome      from that day; `before` is what it is on the day before
    stands       clauses that stand in the way from that day and do not before; lifted: that do no longer
    resolutions  whose reforms begin or end on that day
    """

    day: date
    before: Any
    outcome: Any
    stands: Sequence[ClauseNote]
    lifted: Sequence[ClauseNote]
    resolutions: Sequence[Resolution]


def coming(house: House, subject: int, rule: str, *, on: date, scope: Scope) -> list[Ahead]:
    """How the verdict on one case changes on the days ahead on which the law does, the next one first.

    Empty where nothing changes, for a rule that there is not, and for somebody outside the scope.
    """
    return coming_of(house, subject, [rule], on=on, scope=scope)[rule]


def coming_of(house: House, subject: int, rules: Sequence[str], *, on: date, scope: Scope) -> dict[str, list[Ahead]]:
    """How the verdicts of several rules on one case change on the days ahead, by rule; asked together."""
    nothing: dict[str, list[Ahead]] = {rule: [] for rule in rules}
    with house.register(scope=scope) as register:
        kind = register.kind_of(subject)
        spell = register.spell(subject, on=on) if kind == "person" else None
        if kind is None or (spell is None and register.place(subject, on=on) is None):
            return nothing
        law = store.adopted(register)
    days = [day for day in law.days if on < day <= on + timedelta(HORIZON)]
    known = [rule for rule in rules if kind in law.subjects() and rule in law.rules(kind)]
    if not known or not days:
        return nothing
    # The reader may see the case: its facts may rest on people elsewhere, such as sponsors, as those of an act do.
    with house.register(scope=Scope(day=scope.day, whole=True)) as snapshot:
        register = Remembering(snapshot)
        both = [*(day - timedelta(1) for day in days), *days]
        facts = _facts(register, subject, kind, both, law.reads(known, kind))

        def told(rule: str, day: date) -> Explanation:
            return law.explain(
                rule, {name: facts[day][name] for name in law.reads([rule], kind)}, subject=kind, at=day,
                dates=dates_of(register, spell, on=day), within=store.within(register, subject, kind, at=day),
            )  # fmt: skip

        return nothing | {rule: _ahead(register, law, days, partial(told, rule)) for rule in known}


def _facts(
    register: Register, subject: int, kind: str, days: Sequence[date], wanted: Sequence[str]
) -> Mapping[date, Mapping[str, Any]]:
    if kind == "person":
        return of_person(register, subject, days=days, wanted=wanted)
    return {day: of_case(register, subject, kind, at=day, wanted=wanted) for day in days}


def _ahead(register: Register, law: Law, days: Sequence[date], told: Callable[[date], Explanation]) -> list[Ahead]:
    turns = [(day, before, after) for day in days if _differ(before := told(day - timedelta(1)), after := told(day))]
    names = _by_reform(register) if turns else {}
    return [
        Ahead(
            day, before.verdict.outcome, after.verdict.outcome,
            [note for note in after.failed if note.id not in before.verdict.failed],
            [note for note in before.failed if note.id not in after.verdict.failed],
            [names[reform.name] for reform in turning(law, day) if reform.name in names],
        )
        for day, before, after in turns
    ]  # fmt: skip


def _differ(before: Explanation, after: Explanation) -> bool:
    return (before.verdict.outcome, before.verdict.failed) != (after.verdict.outcome, after.verdict.failed)


def turning(law: Law, day: date) -> list[Reform]:
    """The reforms that begin or end on a day."""
    return [each for each in law.documents if isinstance(each, Reform) and day in (each.since, each.until)]


# --- trials ----------------------------------------------------------------------------------------------------------


class Leakage(NamedTuple):
    """Whom a trial binds, and how far that is still whoever is at home in its units.

    bound  were at home there on the day on which the trial froze its map, former people left out
    left   of them, those at home elsewhere by now: the trial binds them still
    gone   of them, those who belong to the organisation no longer
    came   at home there by now and not bound
    """

    frozen: date
    units: tuple[str, ...]
    bound: int
    left: int
    gone: int
    came: int


def leakage(house: House, reform: str, *, on: date, scope: Scope) -> Leakage | None:
    """How the people of a trial have moved since it froze its map; None for a reform that has none, or not yet.

    Counted  people at home in the reader's part of the tree on the day of the question, or on the day of freezing
    """
    house.columns.refresh()
    with house.register(scope=scope) as register:
        pilots = {pilot.reform: pilot for pilot in store.adopted(register).pilots}
    pilot = pilots.get(reform)
    if pilot is None or pilot.frozen_at is None or pilot.frozen_at > on:
        return None
    then, now = tree_on(house, pilot.frozen_at, scope=scope), tree_on(house, on, scope=scope)
    codes = ", ".join(f"'{code.replace(chr(39), chr(39) * 2)}'" for code in pilot.units)
    tops = f"(SELECT unit FROM {then.table} WHERE code IN ({codes}))"
    # A unit of the trial that was merged or split since is the units that answer to it now.
    later = f"(SELECT answers FROM ({homes(now, from_day=pilot.frozen_at)}) f WHERE f.unit IN {tops})"

    def inside(table: str, tops: str, limit: str | None) -> str:
        return (
            f"(SELECT t.unit FROM {table} t JOIN {table} a ON a.unit IN {tops} AND t.low BETWEEN a.low AND a.high"
            f"{' WHERE ' + limit if limit else ''})"
        )

    spells = "SELECT person, unit, standing FROM span WHERE since <= DATE '{day}' AND DATE '{day}' < until"
    (row,) = house.columns.query(
        f"WITH was AS (SELECT * FROM ({spells.format(day=pilot.frozen_at)}) h WHERE standing <> 'former'"
        f" AND unit IN {inside(then.table, tops, within(then, scope, None))}),"
        f" is_now AS (SELECT *, unit IN {inside(now.table, later, within(now, scope, None))} AS here"
        f" FROM ({spells.format(day=on)}) h) SELECT count(*) FILTER (WHERE w.person IS NOT NULL),"
        " count(*) FILTER (WHERE w.person IS NOT NULL AND n.standing <> 'former' AND NOT n.here),"
        " count(*) FILTER (WHERE w.person IS NOT NULL AND coalesce(n.standing, 'former') = 'former'),"
        " count(*) FILTER (WHERE w.person IS NULL AND n.here AND n.standing <> 'former')"
        " FROM was w FULL JOIN is_now n ON n.person = w.person"
    )
    return Leakage(pilot.frozen_at, pilot.units, *(int(number) for number in row))
