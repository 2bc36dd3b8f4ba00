"""Changes to the register: the only module, with `loading` for batches, that writes to it.

An act says which changes follow from it; `enact` applies them in the act's transaction; replay applies the same ones
again from the particulars of the journal. A change knows what it expects to find, and stops if it is not so.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from psycopg import Cursor

from polity.postgres.database import Row
from polity.register.forms import build
from polity.register.tables import GONE, KEPT
from polity.words.names import sort_key


class Unexpected(Exception):
    """A change did not find what its act saw a moment ago. The transaction is given up and nothing is changed."""


CHANGES: dict[str, type["Change"]] = {}


class Change:
    """One step of what an act does to the register."""

    name: ClassVar[str]

    def __init_subclass__(cls) -> None:
        cls.name = cls.__name__
        CHANGES[cls.name] = cls

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        """Write the change, marked with the entry that makes it."""
        raise TypeError(f"{self.name} does not say what it changes")


def of_plain(plain: Mapping[str, Any]) -> Change:
    """Read a change back from the particulars of an entry."""
    values = dict(plain)
    return build(CHANGES[values.pop("change")], values)


def _once(cursor: Cursor[Row], query: str, values: list[Any], expected: str) -> None:
    cursor.execute(query, values)
    if cursor.rowcount != 1:
        raise Unexpected(f"{expected}: found {cursor.rowcount}")


def _all_of(cursor: Cursor[Row], people: Sequence[int], expected: str) -> None:
    """Whether the last statement reached everybody it was about."""
    if cursor.rowcount != len(people):
        raise Unexpected(f"{len(people)} {expected}: found {cursor.rowcount}")


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


# --- the organisation ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SetOrganisation(Change):
    """Name the organisation and its settings."""

    organisation: str
    settings: dict[str, Any]

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "INSERT INTO organisation (name, settings, entry) VALUES (%s, %s, %s)"
            " ON CONFLICT (id) DO UPDATE SET name = excluded.name, settings = excluded.settings,"
            " entry = excluded.entry",
            [self.organisation, _json(self.settings), entry],
            "one organisation",
        )


@dataclass(frozen=True)
class DeclareKind(Change):
    """Declare a kind of subject: posts, enterprises, holdings."""

    kind: str
    label: str

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO kind (name, label, entry) VALUES (%s, %s, %s)"
            " ON CONFLICT (name) DO UPDATE SET label = excluded.label, entry = excluded.entry",
            [self.kind, self.label, entry],
        )


@dataclass(frozen=True)
class DeclareField(Change):
    """Declare a dated attribute of a kind of subject."""

    kind: str
    field: str
    label: str
    type: str
    options: dict[str, Any]
    purpose: str

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO field (kind, name, label, type, options, purpose, entry) VALUES (%s, %s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (kind, name) DO UPDATE SET label = excluded.label, type = excluded.type,"
            " options = excluded.options, purpose = excluded.purpose, entry = excluded.entry",
            [self.kind, self.field, self.label, self.type, _json(self.options), self.purpose, entry],
        )


@dataclass(frozen=True)
class AdoptText(Change):
    """Put a statute or a reform among the texts of the law. Texts are added, never edited."""

    statute: str
    text: str
    adopted: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO statute (name, text, adopted, ordinal, entry)"
            " SELECT %s, %s, %s, coalesce(max(ordinal), 0) + 1, %s FROM statute",
            [self.statute, self.text, self.adopted, entry],
        )


# --- units -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class BeginUnit(Change):
    """A unit stands from a day."""

    unit: int
    since: date
    title: str
    kind: str
    tier: str
    parent: int | None
    code: str
    facts: dict[str, Any]
    until: date | None = None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO unit (unit, valid, name, kind, tier, parent, code, facts, entry)"
            " VALUES (%s, daterange(%s, %s), %s, %s, %s, %s, %s, %s, %s)",
            [self.unit, self.since, self.until, self.title, self.kind, self.tier, self.parent, self.code,
             _json(self.facts), entry],
        )  # fmt: skip


@dataclass(frozen=True)
class EndUnit(Change):
    """A unit no longer stands from a day."""

    unit: int
    on: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE unit SET valid = daterange(lower(valid), %s), entry = %s"
            " WHERE unit = %s AND valid @> %s AND lower(valid) < %s AND upper_inf(valid)",
            [self.on, entry, self.unit, self.on, self.on],
            "one open version of the unit",
        )


@dataclass(frozen=True)
class Correspond(Change):
    """Say which unit of the map before a day answers to which unit of the map after it."""

    on: date
    before: int
    after: int
    how: str

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO correspondence (valid_on, before, after, how, entry) SELECT %s, %s, %s, %s, %s"
            " WHERE NOT EXISTS (SELECT FROM correspondence WHERE valid_on = %s AND before = %s AND after = %s)",
            [self.on, self.before, self.after, self.how, entry, self.on, self.before, self.after],
        )


# --- people and other subjects ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NewSubject(Change):
    """The register holds a new subject: a person, a post, an enterprise."""

    subject: int
    kind: str

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO subject (subject, kind, entry) VALUES (%s, %s, %s)", [self.subject, self.kind, entry]
        )


@dataclass(frozen=True)
class SetName(Change):
    """A person is called so."""

    person: int
    family: str
    given: str
    middle: str

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO person_name (person, family, given, middle, sort, entry) VALUES (%s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (person) DO UPDATE SET family = excluded.family, given = excluded.given,"
            " middle = excluded.middle, sort = excluded.sort, entry = excluded.entry",
            [self.person, self.family, self.given, self.middle, sort_key(self.family, self.given, self.middle), entry],
        )


@dataclass(frozen=True)
class SetContact(Change):
    """How a person can be reached. Kept apart from the rest of the record; erased with the person."""

    person: int
    details: dict[str, Any]

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO person_contact (person, details, entry) VALUES (%s, %s, %s)"
            " ON CONFLICT (person) DO UPDATE SET details = excluded.details, entry = excluded.entry",
            [self.person, _json(self.details), entry],
        )


@dataclass(frozen=True)
class BeginSpell(Change):
    """A person stands in a unit from a day."""

    person: int
    unit: int
    standing: str
    since: date
    counted_from: date
    reason: str | None = None
    until: date | None = None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO standing (person, valid, unit, standing, counted_from, reason, entry)"
            " VALUES (%s, daterange(%s, %s), %s, %s, %s, %s, %s)",
            [self.person, self.since, self.until, self.unit, self.standing, self.counted_from, self.reason, entry],
        )


@dataclass(frozen=True)
class EndSpell(Change):
    """The open spell of a person ends: `on` is the first day on which it no longer counts.

    One that began on that very day counts on no day and is superseded: it stays among the kept versions.
    """

    person: int
    on: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute("DELETE FROM standing WHERE person = %s AND upper_inf(valid) AND lower(valid) = %s",
                       [self.person, self.on])  # fmt: skip
        if cursor.rowcount == 1:
            return
        _once(
            cursor,
            "UPDATE standing SET valid = daterange(lower(valid), %s), entry = %s"
            " WHERE person = %s AND upper_inf(valid) AND lower(valid) < %s",
            [self.on, entry, self.person, self.on],
            "one open spell",
        )


@dataclass(frozen=True)
class RemoveSpell(Change):
    """A spell was wrong and is superseded. What was known before can still be asked for."""

    person: int
    since: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        # The version that goes is marked with this entry by the trigger that keeps the past.
        _once(
            cursor,
            "DELETE FROM standing WHERE person = %s AND lower(valid) = %s",
            [self.person, self.since],
            "one spell that begins on the day",
        )


@dataclass(frozen=True)
class SetFacts(Change):
    """The attributes of a subject from a day on, as a whole; earlier days keep theirs.

    With `until` the stretch is closed, which only a record of the past or a correction does.
    """

    subject: int
    since: date
    facts: dict[str, Any]
    until: date | None = None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "UPDATE facts SET valid = daterange(lower(valid), %s), entry = %s"
            " WHERE subject = %s AND valid @> %s AND coalesce(lower(valid) < %s, true)",
            [self.since, entry, self.subject, self.since, self.since],
        )
        cursor.execute(
            "DELETE FROM facts WHERE subject = %s AND lower(valid) >= %s AND (%s::date IS NULL OR lower(valid) < %s)",
            [self.subject, self.since, self.until, self.until],
        )
        cursor.execute(
            "INSERT INTO facts (subject, valid, facts, entry) VALUES (%s, daterange(%s, %s), %s, %s)",
            [self.subject, self.since, self.until, _json(self.facts), entry],
        )


@dataclass(frozen=True)
class SetPlace(Change):
    """A subject that is not a person belongs to a unit from a day."""

    subject: int
    since: date
    label: str
    unit: int

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "UPDATE place SET valid = daterange(lower(valid), %s), entry = %s"
            " WHERE subject = %s AND upper_inf(valid) AND lower(valid) < %s",
            [self.since, entry, self.subject, self.since],
        )
        cursor.execute(
            "INSERT INTO place (subject, valid, label, unit, entry) VALUES (%s, daterange(%s, NULL), %s, %s, %s)",
            [self.subject, self.since, self.label, self.unit, entry],
        )


@dataclass(frozen=True)
class NoteEvidence(Change):
    """On what a fact rests: declared, or seen in a named paper."""

    subject: int
    field: str
    since: date
    evidence: str

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO evidence (subject, field, since, evidence, entry) VALUES (%s, %s, %s, %s, %s)"
            " ON CONFLICT (subject, field, since) DO UPDATE SET evidence = excluded.evidence, entry = excluded.entry",
            [self.subject, self.field, self.since, self.evidence, entry],
        )


@dataclass(frozen=True)
class Erase(Change):
    """Take a person's name, contact data, evidence and identifying facts away; leave spells without a name.

    `rows` is what stays of the record, as stored: without it replay could not tell what the erased rows had been.
    """

    person: int
    rows: dict[str, Any] = field(default_factory=dict)

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        for table, column in (GONE | KEPT).items():
            cursor.execute(f"DELETE FROM {table} WHERE {column} = %s", [self.person])
            cursor.execute(f"DELETE FROM {table}_past WHERE {column} = %s", [self.person])
        cursor.execute(
            "INSERT INTO subject (subject, kind, entry) VALUES (%s, 'person', %s) ON CONFLICT (subject) DO NOTHING",
            [self.person, self.rows["entry"]],
        )
        for table in KEPT:
            for stored in (table, f"{table}_past"):
                for row in self.rows.get(stored, []):
                    cursor.execute(
                        f"INSERT INTO {stored} SELECT * FROM json_populate_record(null::{stored}, %s)",
                        [_json(row)],
                    )
        cursor.execute("DELETE FROM particular_key WHERE person = %s", [self.person])
