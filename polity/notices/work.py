"""Work off sealed entries, in their order: whoever is to be told is told once, whatever stops and starts in between."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from psycopg import Cursor, errors

from polity.journal import keys
from polity.notices.resolved import concerned
from polity.notices.rule import DESK, Rule
from polity.notices.rules import RULES
from polity.postgres.database import Database, Row
from polity.register import followup, resolutions, rights
from polity.register.exports import export_of
from polity.register.register import Register

BY_EMAIL = "email"  # the purpose to which people consent, and the name of the address among what is known of them
MONTHS = (
    "January February March April May June July August September October November December"
).split()  # fmt: skip


class Entry(NamedTuple):
    """A sealed entry to work off."""

    number: int
    entry: int
    act: str
    on: date


def _unwatched(_: str) -> None:
    return None


def work(
    database: Database, *, today: date, most: int = 200, watch: Callable[[str], None] = _unwatched
) -> tuple[int, int]:
    """Work off the next sealed entries. Returns how many, and how many notices they gave.

    What is told and how far the journal is worked off are written in one transaction: both, or neither. Two who work
    at once wait for each other.

    watch  is called between the steps, by what has just been done
    """
    for last in (False, False, True):
        try:
            with database.acting() as cursor:
                done = _worked(cursor, today, most, watch)
            watch("kept")
            return done
        except (errors.SerializationFailure, errors.DeadlockDetected):
            if last:
                return 0, 0  # somebody else works; what is left waits for the next time
    raise AssertionError("the last try returns")


def _worked(cursor: Cursor[Row], today: date, most: int, watch: Callable[[str], None]) -> tuple[int, int]:
    cursor.execute("SELECT number FROM notice_cursor FOR UPDATE")
    (reached,) = cursor.fetchall()[0]
    cursor.execute(
        "SELECT s.number, s.entry, e.act, e.valid_on FROM journal_seal s JOIN journal_entry e USING (entry)"
        " WHERE s.number > %s ORDER BY s.number LIMIT %s",
        [reached, most],
    )
    entries = [Entry(*row) for row in cursor.fetchall()]
    if not entries:
        return 0, 0
    watch("read")
    given = sum(_follow(cursor, one, today) for one in entries)
    watch("told")
    cursor.execute("UPDATE notice_cursor SET number = %s", [entries[-1].number])
    watch("reached")
    return len(entries), given


def _follow(cursor: Cursor[Row], entry: Entry, today: date) -> int:
    """Tell whoever the rules name after one entry. Gives how many were told."""
    rules = RULES.get(entry.act, ())
    said = _particulars(cursor, entry) if rules else None
    if said is None:
        return 0  # nobody is told; or whom it concerned was erased since, and nothing of it can be read
    register = Register(cursor)
    term = register.term(said["term"]) if isinstance(said.get("term"), int) else None
    said["holder"] = term.person if term else None
    said = _of_resolution(register, said) | _of_export(register, said) | said
    given = 0
    for place, rule in enumerate(rules):
        if rule.when is None or said.get(rule.when[0]) == rule.when[1]:
            given += _tell(register, entry, place, rule, said, today)
    if entry.act == "resolution.decide":
        for place, told in enumerate(concerned(register, said, written), len(rules)):
            about = told.person
            given += _give(register, entry, place, told.person, told.unit, about, told.subject, told.says, today)
    return given


def _particulars(cursor: Cursor[Row], entry: Entry) -> dict[str, Any] | None:
    """What an act said and what followed from it, by name. None where the key is gone."""
    cursor.execute("SELECT person, sealed FROM particulars WHERE entry = %s AND row = 0", [entry.entry])
    person, sealed = cursor.fetchall()[0]
    key = keys.find(cursor, [person]).get(person)
    text = None if key is None else keys.reveal(key, bytes(sealed), entry=entry.entry, row=0)
    if text is None:
        return None
    plain = json.loads(text)
    said: dict[str, Any] = {}
    for step in reversed(plain["changes"]):  # what was changed first counts, and what the act itself says above all
        said |= step
    return {**said, **{name: value for name, value in plain["act"].items() if value is not None}}


def _of_resolution(register: Register, said: Mapping[str, Any]) -> dict[str, Any]:
    """Of an act on a resolution or on what follows from one: its title, its body, its mover and the owner."""
    found: dict[str, Any] = {}
    part = followup.part(register, said["part"]) if isinstance(said.get("part"), int) else None
    danger = followup.danger(register, said["danger"]) if isinstance(said.get("danger"), int) else None
    if (one := part or danger) is not None:
        found |= {"owner": one.owner, "part_says": one.says}
    number = one.resolution if one else said.get("resolution")
    of = resolutions.resolution(register, number) if isinstance(number, int) else None
    moved = resolutions.resolution(register, said["amendment"]) if isinstance(said.get("amendment"), int) else None
    amended = resolutions.resolution(register, said["amends"]) if isinstance(said.get("amends"), int) else None
    if moved is not None:
        found |= {"amending": moved.mover}
    if amended is not None:
        found |= {"amended": amended.mover}
    if of is not None:
        found |= {"title": of.title, "body": of.body, "mover": of.mover if of.mover != of.body else None}
    return found


def _of_export(register: Register, said: Mapping[str, Any]) -> dict[str, Any]:
    """Of an act on a file that goes out: who asked for it, what for, and until when it is kept."""
    found = export_of(register.cursor, said["export"]) if isinstance(said.get("export"), int) else None
    return (
        {} if found is None else {"owner": found.owner, "purpose": found.purpose, "expires": found.expires.isoformat()}
    )


def _tell(register: Register, entry: Entry, place: int, rule: Rule, said: Mapping[str, Any], today: date) -> int:
    about = said.get(rule.about if rule.to == DESK else rule.whom)
    person = None if rule.to == DESK else about
    unit = _desk_of(register, rule, said, about, entry.on) if rule.to == DESK else None
    if (person is None) == (unit is None) or (about is not None and register.name(about) is None):
        return 0
    home = _home(register, said.get("person") or said.get("member") or about, entry.on)
    says = text_of(rule, said, entry.on, _name(register, home, entry.on))
    return _give(register, entry, place, person, unit, about, rule.subject, says, today)


def _give(
    register: Register, entry: Entry, place: int, person: int | None, unit: int | None, about: int | None,
    subject: str, says: str, today: date,
) -> int:  # fmt: skip
    register.cursor.execute(
        "INSERT INTO notice (number, place, act, valid_on, person, unit, about, subject, text, mail)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT ON CONSTRAINT once_an_entry DO NOTHING",
        [entry.number, place, entry.act, entry.on, person, unit, about, subject, says,
         "due" if person is not None and reachable(register, person, today) else "none"],
    )  # fmt: skip
    return register.cursor.rowcount


def _home(register: Register, person: int | None, on: date) -> int | None:
    if person is None:
        return None
    spell = register.spell(person, on=on)
    return spell.unit if spell else None


def _desk_of(register: Register, rule: Rule, said: Mapping[str, Any], about: int | None, on: date) -> int | None:
    """The unit whose desk is told."""
    named = said.get(rule.whom)
    if isinstance(named, int):
        return named
    home = _home(register, about, on)
    if rule.whom == "home" or home is None:
        return home
    if rule.whom == "above":
        version = register.unit(home, on=on)
        return version.parent if version and version.parent is not None else home
    if rule.whom in ("sending", "receiving") and about is not None:
        register.cursor.execute(
            f"SELECT {rule.whom} FROM transfer WHERE person = %s ORDER BY entry DESC LIMIT 1", [about]
        )
        found = register.cursor.fetchone()
        return int(found[0]) if found else None
    return None


def _name(register: Register, unit: int | None, on: date) -> str:
    version = register.unit(unit, on=on) if unit is not None else None
    return version.name if version else "your unit"


def reachable(register: Register, person: int, on: date) -> bool:
    """Whether a person may be written to by e-mail on a day: they consent to it, and an address is known."""
    return bool(address(register, person)) and rights.consented(register, person, BY_EMAIL, on=on)


def address(register: Register, person: int) -> str:
    """The e-mail address of a person; empty where none is known."""
    register.cursor.execute("SELECT details ->> 'email' FROM person_contact WHERE person = %s", [person])
    found = register.cursor.fetchone()
    return str(found[0]) if found and found[0] else ""


def text_of(rule: Rule, said: Mapping[str, Any], on: date, unit: str) -> str:
    """The text of a notice with the particulars of its act. What was not said leaves no gap in braces."""
    values: defaultdict[str, str] = defaultdict(str)
    for name, value in said.items():
        values[name] = _written(value)
    values |= {"on": written(on), "unit": unit}
    return rule.says.format_map(values).strip()


def _written(value: Any) -> str:
    if isinstance(value, str):
        try:
            return written(date.fromisoformat(value))
        except ValueError:
            return value.replace("_", " ") if value.isidentifier() else value
    return "" if value is None else str(value)


def written(day: date) -> str:
    """A day as people write it."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"
