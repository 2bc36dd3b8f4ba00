"""A person's whole dated record, who looked at it, and lists of the people that a figure counts."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from polity.journal import looks as looking
from polity.readings.census import Question, selected
from polity.readings.house import House, Scope
from polity.readings.kept import kept
from polity.readings.units import Person, narrowed
from polity.register.naming import sealed
from polity.register.register import Register
from polity.register.rows import Application, Spell, Term
from polity.words import ids, names

PAGE = 50  # people on a page

type FactsOfDays = tuple[date | None, date | None, Mapping[str, Any], int]  # since, until, facts, entry
type Tie = tuple[int, date, date | None, int]  # who, since, until, entry


class At(NamedTuple):
    """A unit as it was called on a day."""

    name: str
    code: str


class Other(NamedTuple):
    """Somebody tied to the person. `name` is empty where the reader may not see them; then there is no id either."""

    person: int | None
    name: str
    since: date
    until: date | None
    entry: int


class Stretch(NamedTuple):
    """What changed on a day among the facts: for each field what it was and what it became, and on what it rests."""

    since: date | None
    changed: Sequence[tuple[str, Any, Any, str]]  # field, before, after, evidence
    entry: int


class Move(NamedTuple):
    """A transfer: from where, to where, asked on which day, and how it stands."""

    sending: At
    receiving: At
    asked: date
    state: str
    entry: int


class Record(NamedTuple):
    """Everything the register holds of a person, each thing with its days and its journal entry."""

    person: int
    name: str  # empty once erased
    now: Spell | None  # on the day asked about
    unit: At | None
    facts: Mapping[str, Any]  # on the day
    spells: Sequence[tuple[Spell, At]]
    stretches: Sequence[Stretch]
    sponsors: Sequence[Other]  # who recommend the person
    sponsored: Sequence[Other]  # whom the person recommends
    contacts: Sequence[Other]  # who keep contact with them, while a sympathiser
    kept: Sequence[Other]  # sympathisers with whom the person keeps contact
    applications: Sequence[tuple[Application, At]]
    transfers: Sequence[Move]
    offices: Sequence[tuple[Term, At]]
    reach: Mapping[str, Any]  # contact data
    numbers: Mapping[int, int]  # sealed number of each entry named above


class Present(NamedTuple):
    """How a person stands on a day, without what was before."""

    person: int
    name: str  # empty once erased
    now: Spell | None
    unit: At | None
    facts: Mapping[str, Any]
    applications: Sequence[tuple[Application, At]]
    reach: Mapping[str, Any]  # contact data


def seen(register: Register, person: int, *, scope: Scope) -> int | None:
    """The home unit, on the scope's day, of a person within a scope; 0 for one who has none; None for nobody."""
    spell = register.spell(person, on=scope.day)
    if spell is not None:
        return spell.unit
    return 0 if register.kind_of(person) == "person" else None


def record(house: House, person: int, *, on: date, scope: Scope) -> Record | None:
    """The record of a person, as of a day. None where there is no such person, or they lie outside the scope."""
    at_home = here(house, person, scope=scope)
    if at_home is None:
        return None
    with house.register(scope=at_home) as register:
        own = _own(register, person, on)
        entries = _entries(own)
        rows = _tied(register, ("sponsors", "contacts", "kept"), person)
    # Those tied to the person may belong anywhere in the reader's part of the tree.
    with house.register(scope=scope) as register:
        rows |= _tied(register, ("sponsored",), person)
        ties = _named(register, rows)
        numbers = sealed(register, [*entries, *(tie.entry for tied in ties.values() for tie in tied)])
    return Record(**{**own, **ties, "person": person, "numbers": numbers})


def present(house: House, person: int, *, on: date, scope: Scope) -> Present | None:
    """How a person stands on a day. None where there is no such person, or they lie outside the scope."""
    at_home = here(house, person, scope=scope)
    if at_home is None:
        return None
    with house.register(scope=at_home) as register:
        name, reach = _known_by(register, person)
        now = register.spell(person, on=on)
        applications = _applications(register, person)
        at = _called(register, {*((one.unit, one.applied) for one in applications), *([(now.unit, on)] if now else [])})
        return Present(
            person,
            name,
            now,
            at[now.unit, on] if now else None,
            register.facts(person, on=on),
            [(one, at[one.unit, one.applied]) for one in applications],
            reach,
        )


def here(house: House, person: int, *, scope: Scope) -> Scope | None:
    """The part of a scope in which somebody at home in it is looked for; None for whoever lies outside the scope."""

    def found() -> Scope | None:
        with house.register(scope=scope) as register:
            home = seen(register, person, scope=scope)
            if home is None:
                return None
            return narrowed(register, home, on=scope.day, scope=scope) if home else scope

    return house.database.once(f"where {person} is looked for in {scope}", found)


def _own(register: Register, person: int, on: date) -> dict[str, Any]:
    name, reach = _known_by(register, person)
    spells, terms = register.spells(person), register.terms(person)
    applications, transfers = _applications(register, person), _transfers(register, person)
    history = register.facts_history(person)
    now = next((s for s in spells if s.since <= on and (s.until is None or on < s.until)), None)
    stood: set[tuple[int, date | None]] = {(now.unit, on)} if now else set()
    stood |= {(spell.unit, spell.since) for spell in spells} | {(term.unit, term.since) for term in terms}
    stood |= {(one.unit, one.applied) for one in applications}
    stood |= {(unit, asked) for sending, receiving, asked, *_ in transfers for unit in (sending, receiving)}
    at = _called(register, stood)
    return {
        "name": name,
        "now": now,
        "unit": at[now.unit, on] if now else None,
        "facts": _facts_on(history, on),
        "spells": [(spell, at[spell.unit, spell.since]) for spell in spells],
        "stretches": _stretches(register, person, history),
        "applications": [(one, at[one.unit, one.applied]) for one in applications],
        "transfers": [
            Move(at[sending, asked], at[receiving, asked], asked, state, entry)
            for sending, receiving, asked, state, entry in transfers
        ],
        "offices": [(term, at[term.unit, term.since]) for term in terms],
        "reach": reach,
    }


def _called(register: Register, stood: Collection[tuple[int, date | None]]) -> dict[tuple[int, date | None], At]:
    """What units were called, each on a day; of one that stands later, or nowhere in sight, what is known of it."""
    if not stood:
        return {}
    register.cursor.execute(
        "SELECT DISTINCT ON (w.unit, w.day) w.unit, w.day, u.name, u.code"
        " FROM unnest(%s::bigint[], %s::date[]) w(unit, day) JOIN unit u ON u.unit = w.unit"
        " ORDER BY w.unit, w.day, lower(u.valid) <= w.day DESC, u.valid DESC",
        [[unit for unit, _day in stood], [day for _unit, day in stood]],
    )
    found = {(int(unit), day): At(name, code) for unit, day, name, code in register.cursor.fetchall()}
    return {one: found.get(one) or At(ids.show(one[0]), ids.show(one[0])) for one in stood}


def _facts_on(history: Sequence[FactsOfDays], on: date) -> Mapping[str, Any]:
    for since, until, facts, _entry in history:
        if (since is None or since <= on) and (until is None or on < until):
            return dict(facts)
    return {}


def _stretches(register: Register, person: int, history: Sequence[FactsOfDays]) -> list[Stretch]:
    register.cursor.execute("SELECT field, since, evidence FROM evidence WHERE subject = %s", [person])
    evidence = {(field, since): str(text) for field, since, text in register.cursor.fetchall()}
    found: list[Stretch] = []
    before: Mapping[str, Any] = {}
    for since, _, facts, entry in history:
        changed = [
            (name, before.get(name), facts.get(name), evidence.get((name, since), ""))
            for name in sorted({*before, *facts})
            if before.get(name) != facts.get(name)
        ]
        found.append(Stretch(since, changed, entry))
        before = facts
    return found


def _applications(register: Register, person: int) -> list[Application]:
    register.cursor.execute(
        "SELECT application, person, unit, applied, state, state_since, grounds, entry FROM application"
        " WHERE person = %s ORDER BY applied, application",
        [person],
    )
    return [Application(*row) for row in register.cursor.fetchall()]


def _transfers(register: Register, person: int) -> list[tuple[int, int, date, str, int]]:
    """The transfers of a person: from where, to where, asked on which day, how it stands, and the entry."""
    register.cursor.execute(
        "SELECT sending, receiving, asked, state, entry FROM transfer WHERE person = %s ORDER BY asked, transfer",
        [person],
    )
    return [(row[0], row[1], row[2], row[3], row[4]) for row in register.cursor.fetchall()]


def _known_by(register: Register, person: int) -> tuple[str, dict[str, Any]]:
    """Name and contact data of a person; empty once erased."""
    register.cursor.execute(
        "SELECT n.family, n.given, n.middle, c.details FROM (SELECT %s::bigint AS person) p"
        " LEFT JOIN person_name n USING (person) LEFT JOIN person_contact c USING (person)",
        [person],
    )
    family, given, middle, details = register.cursor.fetchone() or (None, None, None, None)
    return names.full(family, given, middle) if family is not None else "", dict(details or {})


TIES = {
    "sponsors": ("sponsor", "person", "sponsor"),
    "sponsored": ("sponsor", "sponsor", "person"),
    "contacts": ("contact", "sympathiser", "contact"),
    "kept": ("contact", "contact", "sympathiser"),
}


def _tied(register: Register, kinds: Sequence[str], person: int) -> dict[str, list[Tie]]:
    """Those tied to the person, by kind, in the order of their days."""
    register.cursor.execute(
        " UNION ALL ".join(
            f"SELECT '{kind}', {theirs}, lower(valid), upper(valid), entry FROM {table} WHERE {mine} = %(person)s"
            for kind in kinds
            for table, mine, theirs in [TIES[kind]]
        )
        + " ORDER BY 3, 2",
        {"person": person},
    )
    found: dict[str, list[Tie]] = {kind: [] for kind in kinds}
    for kind, who, since, until, entry in register.cursor.fetchall():
        found[kind].append((who, since, until, entry))
    return found


def _named(register: Register, rows: Mapping[str, Sequence[Tie]]) -> dict[str, list[Other]]:
    """Ties with names: whoever the reader may not see keeps neither name nor id."""
    known = register.names(row[0] for found in rows.values() for row in found)
    return {
        name: [
            Other(who if who in known else None, known.get(who, ""), since, until, entry)
            for who, since, until, entry in found
        ]
        for name, found in rows.items()
    }


def _entries(own: Mapping[str, Any]) -> list[int]:
    groups = [[spell for spell, _ in own["spells"]], own["stretches"], own["transfers"]]
    groups += [[one for one, _ in own[name]] for name in ("applications", "offices")]
    return [one.entry for group in groups for one in group]


def look(
    house: House, person: int, *, at: datetime, operator: str, office: str | None, purpose: str, scope: Scope
) -> None:
    """Write down that the reader of a scope opens the record of a person."""
    with house.noting(scope=scope) as register:
        looking.note(
            register.cursor, person, at=at, operator=operator, looker=scope.person, office=office, purpose=purpose
        )


def looked(
    house: House, person: int, *, at: datetime, operator: str, office: str | None, purpose: str, scope: Scope
) -> list[looking.Look]:
    """Write a look down as `look` does, and say who looked, this look the first."""
    with house.noting(scope=here(house, person, scope=scope) or scope) as register:
        looking.note(
            register.cursor, person, at=at, operator=operator, looker=scope.person, office=office, purpose=purpose
        )
        return looking.of(register.cursor, person)


def looks(house: House, person: int, *, scope: Scope) -> list[looking.Look]:
    """Who looked at a person, the latest first, as far as the scope shows it."""
    at_home = here(house, person, scope=scope)
    if at_home is None:
        return []
    with house.register(scope=at_home) as register:
        return looking.of(register.cursor, person)


def listed(
    house: House, question: Question, *, scope: Scope, after: tuple[int, int] | None = None
) -> tuple[list[tuple[Person, At]], tuple[int, int] | None]:
    """The people that a question counts, in the order of the tree, a page at a time, and where the next page begins.

    Raises Unanswerable for a dimension that there is not.
    """
    picked = selected(house, question, scope=scope, on_units=True)
    low, person = after or (-1, -1)
    text = (
        f"SELECT t.low, s.person, s.standing, s.counted_from, t.unit, t.name, t.code {picked.source}"
        f" AND (t.low > {int(low)} OR t.low = {int(low)} AND s.person > {int(person)}) ORDER BY 1, 2 LIMIT {PAGE + 1}"
    )
    rows = kept(house, ("listed", text), lambda: house.columns.query(text), scope=scope)
    shown = rows[:PAGE]
    with house.register(scope=scope) as register:
        known = register.names(int(row[1]) for row in shown)
    people = [
        (Person(int(row[1]), known.get(int(row[1]), ""), row[2], row[3], int(row[4])), At(row[5], row[6]))
        for row in shown
    ]
    following = (int(rows[PAGE - 1][0]), int(rows[PAGE - 1][1])) if len(rows) > PAGE else None
    return people, following
