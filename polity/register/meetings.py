"""Meetings of units, reports of contacts and re-registrations: what acts change, and what they look up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from psycopg import Cursor

from polity.postgres.database import Row
from polity.register.changes import Change, _all_of, _json, _once
from polity.register.register import Register

VOTING = "member"  # whose vote counts at a meeting of a unit


class Meeting(NamedTuple):
    """A meeting of a unit: called, held or cancelled. `guests` counts those who are not at home in the unit."""

    meeting: int
    unit: int
    day: date
    hour: str
    place: str
    agenda: tuple[str, ...]
    state: str
    guests: dict[str, int]
    grounds: str | None
    entry: int


class Resolved(NamedTuple):
    """What a meeting decided, with the votes."""

    decision: int
    meeting: int
    unit: int
    title: str
    text: str
    votes_for: int
    votes_against: int
    abstained: int
    entry: int

    @property
    def carried(self) -> bool:
        """Whether more voted for it than against."""
        return self.votes_for > self.votes_against


class Reregistration(NamedTuple):
    """A re-registration of a unit; `closed` is None while it runs."""

    reregistration: int
    unit: int
    opened: date
    until: date
    closed: date | None
    entry: int


MEETING = "meeting, unit, day, hour, place, agenda, state, guests, grounds, entry"
DECISION = "decision, meeting, unit, title, text, votes_for, votes_against, abstained, entry"
REREGISTRATION = "reregistration, unit, opened, until, closed, entry"


def _found(register: Register, query: str, values: Iterable[Any]) -> Row | None:
    register.cursor.execute(query, list(values))
    return register.cursor.fetchone()


def meeting_of_row(row: Row) -> Meeting:
    """A meeting from the columns of MEETING."""
    values = list(row)
    values[5] = tuple(values[5])
    return Meeting(*values)


def meeting(register: Register, number: int) -> Meeting | None:
    """A meeting by its id."""
    row = _found(register, f"SELECT {MEETING} FROM meeting WHERE meeting = %s", [number])
    return None if row is None else meeting_of_row(row)


def present(register: Register, number: int) -> dict[int, str]:
    """Who of the unit was present at a meeting, and in what standing."""
    register.cursor.execute("SELECT person, standing FROM attendance WHERE meeting = %s ORDER BY 1", [number])
    return {int(person): str(standing) for person, standing in register.cursor.fetchall()}


def decisions(register: Register, number: int) -> list[Resolved]:
    """What a meeting decided, in the order of entry."""
    register.cursor.execute(f"SELECT {DECISION} FROM meeting_decision WHERE meeting = %s ORDER BY entry", [number])
    return [Resolved(*row) for row in register.cursor.fetchall()]


def decision(register: Register, number: int) -> Resolved | None:
    """A decision by its id, for acts that cite one."""
    row = _found(register, f"SELECT {DECISION} FROM meeting_decision WHERE decision = %s", [number])
    return None if row is None else Resolved(*row)


def reregistration(register: Register, number: int) -> Reregistration | None:
    """A re-registration by its id."""
    row = _found(register, f"SELECT {REREGISTRATION} FROM reregistration WHERE reregistration = %s", [number])
    return None if row is None else Reregistration(*row)


def running(register: Register, unit: int) -> Reregistration | None:
    """The re-registration of a unit that runs, if one does."""
    row = _found(register, f"SELECT {REREGISTRATION} FROM reregistration WHERE unit = %s AND closed IS NULL", [unit])
    return None if row is None else Reregistration(*row)


def running_for(register: Register, person: int) -> Reregistration | None:
    """The running re-registration that somebody is asked in; the latest, where they are asked in two units."""
    row = _found(
        register,
        f"SELECT {', '.join('r.' + name for name in REREGISTRATION.split(', '))} FROM reregistration r"
        " JOIN reregistration_outcome o USING (reregistration) WHERE o.person = %s AND r.closed IS NULL"
        " ORDER BY r.opened DESC, r.reregistration LIMIT 1",
        [person],
    )
    return None if row is None else Reregistration(*row)


def outcomes(register: Register, number: int) -> dict[int, str]:
    """Everybody of a re-registration and how it stands with them."""
    register.cursor.execute(
        "SELECT person, outcome FROM reregistration_outcome WHERE reregistration = %s ORDER BY 1", [number]
    )
    return {int(person): str(outcome) for person, outcome in register.cursor.fetchall()}


def without_outcome(register: Register, number: int) -> int:
    """How many people of a re-registration still have no outcome, or were only asked."""
    row = _found(
        register,
        "SELECT count(*) FROM reregistration_outcome WHERE reregistration = %s AND outcome IN ('open', 'asked')",
        [number],
    )
    return int(row[0]) if row else 0


def id_taken(register: Register, number: int) -> bool:
    """Whether a meeting, a decision, a report or a re-registration bears an id already."""
    row = _found(
        register,
        "SELECT FROM meeting WHERE meeting = %s UNION ALL SELECT FROM meeting_decision WHERE decision = %s"
        " UNION ALL SELECT FROM contact_report WHERE report = %s"
        " UNION ALL SELECT FROM reregistration WHERE reregistration = %s",
        [number] * 4,
    )
    return row is not None


# --- meetings --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class CallMeeting(Change):
    """A unit is called to a meeting."""

    meeting: int
    unit: int
    day: date
    hour: str
    place: str
    agenda: tuple[str, ...]

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO meeting (meeting, unit, day, hour, place, agenda, state, guests, entry)"
            " VALUES (%s, %s, %s, %s, %s, %s, 'called', '{}', %s)",
            [self.meeting, self.unit, self.day, self.hour, self.place, list(self.agenda), entry],
        )


@dataclass(frozen=True)
class HoldMeeting(Change):
    """A meeting took place."""

    meeting: int
    unit: int
    day: date
    guests: dict[str, int]

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE meeting SET state = 'held', guests = %s, entry = %s WHERE meeting = %s AND state = 'called'",
            [_json(self.guests), entry, self.meeting],
            "one meeting that was called",
        )
        cursor.execute(
            "INSERT INTO meeting_held (meeting, unit, day, entry) VALUES (%s, %s, %s, %s)",
            [self.meeting, self.unit, self.day, entry],
        )


@dataclass(frozen=True)
class SetGuests(Change):
    """The guests of a meeting were counted wrong."""

    meeting: int
    guests: dict[str, int]

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE meeting SET guests = %s, entry = %s WHERE meeting = %s AND state = 'held'",
            [_json(self.guests), entry, self.meeting],
            "one meeting that was held",
        )


@dataclass(frozen=True)
class CancelMeeting(Change):
    """A meeting that was called does not take place."""

    meeting: int
    grounds: str

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE meeting SET state = 'cancelled', grounds = %s, entry = %s WHERE meeting = %s AND state = 'called'",
            [self.grounds, entry, self.meeting],
            "one meeting that was called",
        )


@dataclass(frozen=True)
class Attend(Change):
    """People of the unit were present at a meeting, each in the standing they had on its day."""

    meeting: int
    unit: int
    day: date
    people: tuple[tuple[int, str], ...]

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO attendance (meeting, person, unit, day, standing, entry)"
            " SELECT %s, p.person, %s, %s, p.standing, %s FROM unnest(%s::bigint[], %s::text[]) p (person, standing)",
            [self.meeting, self.unit, self.day, entry, [p for p, _ in self.people], [s for _, s in self.people]],
        )


@dataclass(frozen=True)
class Unattend(Change):
    """People were listed as present and were not."""

    meeting: int
    people: tuple[int, ...]

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "DELETE FROM attendance WHERE meeting = %s AND person = ANY(%s)", [self.meeting, list(self.people)]
        )
        _all_of(cursor, self.people, "people present")


@dataclass(frozen=True)
class Resolve(Change):
    """A meeting decided something."""

    decision: int
    meeting: int
    unit: int
    title: str
    text: str
    votes_for: int
    votes_against: int
    abstained: int

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO meeting_decision (decision, meeting, unit, title, text, votes_for, votes_against, abstained,"
            " entry) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [self.decision, self.meeting, self.unit, self.title, self.text, self.votes_for, self.votes_against,
             self.abstained, entry],
        )  # fmt: skip


# --- contacts --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class ReportContact(Change):
    """Somebody spoke with a sympathiser, and says what comes next. The text goes when the sympathiser is erased."""

    report: int
    person: int
    contact: int
    day: date
    kind: str
    note: str
    next_step: str | None = None
    next_by: date | None = None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO contact_report (report, person, contact, day, kind, note, next_step, next_by, entry)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [self.report, self.person, self.contact, self.day, self.kind, self.note, self.next_step, self.next_by,
             entry],
        )  # fmt: skip


# --- re-registration -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OpenReregistration(Change):
    """Everybody of a unit is to be asked whether they stay: these people, and nobody later."""

    reregistration: int
    unit: int
    opened: date
    until: date
    people: tuple[int, ...]

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO reregistration (reregistration, unit, opened, until, entry) VALUES (%s, %s, %s, %s, %s)",
            [self.reregistration, self.unit, self.opened, self.until, entry],
        )
        cursor.execute(
            "INSERT INTO reregistration_outcome (reregistration, person, unit, outcome, day, entry)"
            " SELECT %s, p, %s, 'open', %s, %s FROM unnest(%s::bigint[]) p",
            [self.reregistration, self.unit, self.opened, entry, list(self.people)],
        )


@dataclass(frozen=True)
class SetOutcome(Change):
    """How it stands with one person of a re-registration."""

    reregistration: int
    person: int
    outcome: str
    day: date
    grounds: str | None = None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE reregistration_outcome SET outcome = %s, day = %s, grounds = %s, entry = %s"
            " WHERE reregistration = %s AND person = %s",
            [self.outcome, self.day, self.grounds, entry, self.reregistration, self.person],
            "one person of the re-registration",
        )


@dataclass(frozen=True)
class ConfirmPeople(Change):
    """Several people of a re-registration stay."""

    reregistration: int
    people: tuple[int, ...]
    day: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "UPDATE reregistration_outcome SET outcome = 'confirmed', day = %s, grounds = NULL, entry = %s"
            " WHERE reregistration = %s AND person = ANY(%s)",
            [self.day, entry, self.reregistration, list(self.people)],
        )
        _all_of(cursor, self.people, "people of the re-registration")


@dataclass(frozen=True)
class CloseReregistration(Change):
    """A re-registration ends. Nobody's standing changes by it."""

    reregistration: int
    on: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE reregistration SET closed = %s, entry = %s WHERE reregistration = %s AND closed IS NULL",
            [self.on, entry, self.reregistration],
            "one re-registration that runs",
        )
