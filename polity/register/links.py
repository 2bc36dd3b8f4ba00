"""Changes to what ties people together: sponsors, contacts, applications, transfers, offices, and releases."""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any

from psycopg import Cursor

from polity.postgres.database import Row
from polity.register.changes import Change, _once


@dataclass(frozen=True)
class BeginSponsor(Change):
    """Somebody recommends a person from a day."""

    person: int
    sponsor: int
    since: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO sponsor (person, sponsor, valid, entry) VALUES (%s, %s, daterange(%s, NULL), %s)",
            [self.person, self.sponsor, self.since, entry],
        )


@dataclass(frozen=True)
class EndSponsor(Change):
    """A recommendation no longer counts from a day."""

    person: int
    sponsor: int
    on: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE sponsor SET valid = daterange(lower(valid), %s), entry = %s"
            " WHERE person = %s AND sponsor = %s AND upper_inf(valid) AND lower(valid) < %s",
            [self.on, entry, self.person, self.sponsor, self.on],
            "one open recommendation",
        )


@dataclass(frozen=True)
class BeginContact(Change):
    """Somebody keeps contact with a sympathiser from a day; an earlier contact ends."""

    sympathiser: int
    contact: int
    since: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "UPDATE contact SET valid = daterange(lower(valid), %s), entry = %s"
            " WHERE sympathiser = %s AND upper_inf(valid) AND lower(valid) < %s",
            [self.since, entry, self.sympathiser, self.since],
        )
        cursor.execute(
            "INSERT INTO contact (sympathiser, contact, valid, entry) VALUES (%s, %s, daterange(%s, NULL), %s)",
            [self.sympathiser, self.contact, self.since, entry],
        )


@dataclass(frozen=True)
class OpenApplication(Change):
    """Somebody asks to be admitted."""

    application: int
    person: int
    unit: int
    applied: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO application (application, person, unit, applied, state, state_since, entry)"
            " VALUES (%s, %s, %s, %s, 'applied', %s, %s)",
            [self.application, self.person, self.unit, self.applied, self.applied, entry],
        )


@dataclass(frozen=True)
class MoveApplication(Change):
    """An application goes a step further, or ends."""

    application: int
    state: str
    on: date
    grounds: str | None = None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE application SET state = %s, state_since = %s, grounds = %s, entry = %s"
            " WHERE application = %s AND state IN ('applied', 'decided')",
            [self.state, self.on, self.grounds, entry, self.application],
            "one open application",
        )


@dataclass(frozen=True)
class OpenTransfer(Change):
    """The sending unit releases a person to another unit, which has yet to acknowledge."""

    transfer: int
    person: int
    sending: int
    receiving: int
    asked: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _transferred(cursor, self, "released", entry)


@dataclass(frozen=True)
class RequestTransfer(Change):
    """A person asks to be moved to another unit; the unit they belong to has yet to release them."""

    transfer: int
    person: int
    sending: int
    receiving: int
    asked: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _transferred(cursor, self, "asked", entry)


def _transferred(cursor: Cursor[Row], made: OpenTransfer | RequestTransfer, state: str, entry: int) -> None:
    cursor.execute(
        "INSERT INTO transfer (transfer, person, sending, receiving, asked, state, entry)"
        " VALUES (%s, %s, %s, %s, %s, %s, %s)",
        [made.transfer, made.person, made.sending, made.receiving, made.asked, state, entry],
    )


@dataclass(frozen=True)
class ReleaseTransfer(Change):
    """The sending unit releases somebody who asked for it."""

    transfer: int
    sending: int

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE transfer SET state = 'released', sending = %s, entry = %s WHERE transfer = %s AND state = 'asked'",
            [self.sending, entry, self.transfer],
            "one transfer that was asked for",
        )


@dataclass(frozen=True)
class RedirectTransfer(Change):
    """A transfer that is under way runs between other units, because those it named were merged or split."""

    transfer: int
    sending: int
    receiving: int

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE transfer SET sending = %s, receiving = %s, entry = %s"
            " WHERE transfer = %s AND state IN ('asked', 'released')",
            [self.sending, self.receiving, entry, self.transfer],
            "one open transfer",
        )


@dataclass(frozen=True)
class CloseTransfer(Change):
    """A transfer is acknowledged, declined, or taken back."""

    transfer: int
    state: str

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE transfer SET state = %s, entry = %s WHERE transfer = %s AND state IN ('asked', 'released')",
            [self.state, entry, self.transfer],
            "one open transfer",
        )


@dataclass(frozen=True)
class NoteTransfer(Change):
    """A step of a transfer, with its day, and with grounds where some are given."""

    transfer: int
    person: int
    state: str
    on: date
    grounds: str | None = None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO transfer_step (transfer, person, state, on_day, grounds, entry)"
            " VALUES (%s, %s, %s, %s, %s, %s)",
            [self.transfer, self.person, self.state, self.on, self.grounds, entry],
        )


@dataclass(frozen=True)
class EndContact(Change):
    """Nobody keeps contact with a sympathiser any more from a day. One that began on that day or later never did."""

    sympathiser: int
    on: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "DELETE FROM contact WHERE sympathiser = %s AND upper_inf(valid) AND lower(valid) >= %s",
            [self.sympathiser, self.on],
        )
        cursor.execute(
            "UPDATE contact SET valid = daterange(lower(valid), %s), entry = %s"
            " WHERE sympathiser = %s AND upper_inf(valid) AND lower(valid) < %s",
            [self.on, entry, self.sympathiser, self.on],
        )


@dataclass(frozen=True)
class BeginTerm(Change):
    """A person holds an office of a unit from a day."""

    term: int
    office: str
    unit: int
    person: int
    since: date
    until: date | None = None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO office_term (term, office, unit, person, valid, entry)"
            " VALUES (%s, %s, %s, %s, daterange(%s, %s), %s)",
            [self.term, self.office, self.unit, self.person, self.since, self.until, entry],
        )


@dataclass(frozen=True)
class EndTerm(Change):
    """A term of office ends; rights end with it."""

    term: int
    on: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE office_term SET valid = daterange(lower(valid), %s), entry = %s"
            " WHERE term = %s AND valid @> %s AND lower(valid) < %s",
            [self.on, entry, self.term, self.on, self.on],
            "one running term",
        )


@dataclass(frozen=True)
class Publish(Change):
    """Figures become readable beyond the scope of whoever counted them."""

    release: int
    title: str
    question: dict[str, Any]
    figures: dict[str, Any]
    on: date
    known: int

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO release (release, title, question, figures, valid_on, known, entry)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [self.release, self.title, json.dumps(self.question), json.dumps(self.figures), self.on, self.known, entry],
        )
