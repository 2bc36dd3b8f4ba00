"""A person's whole dated record, who looked at it, and lists of the people that a figure counts."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from polity.journal import looks as looking
from polity.readings.census import Question, selected
from polity.readings.house import House, Scope
from polity.readings.kept import kept
from polity.readings.units import Person, narrowed
from polity.register.register import Register
from polity.register.rows import Application, Spell, Term
from polity.words import ids, names

PAGE = 50  # people on a page


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


def seen(register: Register, person: int, *, scope: Scope) -> int | None:
    """The home unit, on the scope's day, of a person within a scope; 0 for one who has none; None for nobody."""
    spell = register.spell(person, on=scope.day)
    if spell is not None:
        return spell.unit
    return 0 if register.kind_of(person) == "person" else None


def record(house: House, person: int, *, on: date, scope: Scope) -> Record | None:
    """The record of a person, as of a day. None where there is no such person, or they lie outside the scope."""
    with house.register(scope=scope) as register:
        home = seen(register, person, scope=scope)
        if home is None:
            return None
        here = narrowed(register, home, on=scope.day, scope=scope) if home else scope
    with house.register(scope=here) as register:
        own = _own(register, person, on)
        entries = _entries(own)
        rows = {name: _tied(register, name, person) for name in ("sponsors", "contacts", "kept")}
    # Those tied to the person may belong anywhere in the reader's part of the tree.
    with house.register(scope=scope) as register:
        rows["sponsored"] = _tied(register, "sponsored", person)
        ties = _named(register, rows)
        numbers = _numbers(register, [*entries, *(tie.entry for tied in ties.values() for tie in tied)])
    return Record(**{**own, **ties, "person": person, "numbers": numbers})


def _own(register: Register, person: int, on: date) -> dict[str, Any]:
    name = register.name(person)
    spells = register.spells(person)
    now = next((s for s in spells if s.since <= on and (s.until is None or on < s.until)), None)
    return {
        "name": names.full(*name) if name else "",
        "now": now,
        "unit": _at(register, now.unit, on) if now else None,
        "facts": register.facts(person, on=on),
        "spells": [(spell, _at(register, spell.unit, spell.since)) for spell in spells],
        "stretches": _stretches(register, person),
        "applications": _applications(register, person),
        "transfers": _transfers(register, person),
        "offices": [(term, _at(register, term.unit, term.since)) for term in register.terms(person)],
        "reach": _reach(register, person),
    }


def _at(register: Register, unit: int, on: date) -> At:
    register.cursor.execute(
        "SELECT name, code FROM unit WHERE unit = %s ORDER BY lower(valid) <= %s DESC, valid DESC LIMIT 1", [unit, on]
    )
    row = register.cursor.fetchone()
    return At(row[0], row[1]) if row else At(ids.show(unit), ids.show(unit))


def _stretches(register: Register, person: int) -> list[Stretch]:
    register.cursor.execute("SELECT field, since, evidence FROM evidence WHERE subject = %s", [person])
    evidence = {(field, since): str(text) for field, since, text in register.cursor.fetchall()}
    found: list[Stretch] = []
    before: Mapping[str, Any] = {}
    for since, _, facts, entry in register.facts_history(person):
        changed = [
            (name, before.get(name), facts.get(name), evidence.get((name, since), ""))
            for name in sorted({*before, *facts})
            if before.get(name) != facts.get(name)
        ]
        found.append(Stretch(since, changed, entry))
        before = facts
    return found


def _applications(register: Register, person: int) -> list[tuple[Application, At]]:
    register.cursor.execute(
        "SELECT application, person, unit, applied, state, state_since, grounds, entry FROM application"
        " WHERE person = %s ORDER BY applied, application",
        [person],
    )
    found = [Application(*row) for row in register.cursor.fetchall()]
    return [(application, _at(register, application.unit, application.applied)) for application in found]


def _transfers(register: Register, person: int) -> list[Move]:
    register.cursor.execute(
        "SELECT sending, receiving, asked, state, entry FROM transfer WHERE person = %s ORDER BY asked, transfer",
        [person],
    )
    return [
        Move(_at(register, sending, asked), _at(register, receiving, asked), asked, state, entry)
        for sending, receiving, asked, state, entry in register.cursor.fetchall()
    ]


def _reach(register: Register, person: int) -> dict[str, Any]:
    register.cursor.execute("SELECT details FROM person_contact WHERE person = %s", [person])
    row = register.cursor.fetchone()
    return dict(row[0]) if row else {}


TIES = {
    "sponsors": ("sponsor", "person", "sponsor"),
    "sponsored": ("sponsor", "sponsor", "person"),
    "contacts": ("contact", "sympathiser", "contact"),
    "kept": ("contact", "contact", "sympathiser"),
}


def _tied(register: Register, name: str, person: int) -> list[tuple[int, date, date | None, int]]:
    table, mine, theirs = TIES[name]
    register.cursor.execute(
        f"SELECT {theirs}, lower(valid), upper(valid), entry FROM {table} WHERE {mine} = %s ORDER BY 2, 1", [person]
    )
    return [(row[0], row[1], row[2], row[3]) for row in register.cursor.fetchall()]


def _named(
    register: Register, rows: Mapping[str, Sequence[tuple[int, date, date | None, int]]]
) -> dict[str, list[Other]]:
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


def _numbers(register: Register, entries: Sequence[int]) -> dict[int, int]:
    register.cursor.execute("SELECT entry, number FROM journal_seal WHERE entry = ANY(%s)", [sorted(set(entries))])
    return {int(entry): int(number) for entry, number in register.cursor.fetchall()}


def look(
    house: House, person: int, *, at: datetime, operator: str, office: str | None, purpose: str, scope: Scope
) -> None:
    """Write down that the reader of a scope opens the record of a person."""
    with house.register(scope=scope) as register:
        looking.note(
            register.cursor, person, at=at, operator=operator, looker=scope.person, office=office, purpose=purpose
        )


def looks(house: House, person: int, *, scope: Scope) -> list[looking.Look]:
    """Who looked at a person, the latest first, as far as the scope shows it."""
    with house.register(scope=scope) as register:
        home = seen(register, person, scope=scope)
        if home is None:
            return []
        here = narrowed(register, home, on=scope.day, scope=scope) if home else scope
    with house.register(scope=here) as register:
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
