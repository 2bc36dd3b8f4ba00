"""The way in, beside the application itself: sponsors who are asked, what a meeting decided, refusals and appeals."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from psycopg import Cursor

from polity.postgres.database import Row
from polity.register.changes import Change, _once
from polity.register.register import Register
from polity.register.rows import Application
from polity.words import ids

OPEN = ("lodged", "replied")  # states of an appeal that waits


class Asked(NamedTuple):
    """Somebody asked to recommend an applicant; without a sponsor, whoever is given the id as a code."""

    asked: int
    application: int
    person: int
    sponsor: int | None
    since: date
    state: str  # asked, confirmed, declined, withdrawn
    state_since: date
    entry: int


class Refusal(NamedTuple):
    """A candidate whom the body did not make a member, with its grounds."""

    refusal: int
    person: int
    unit: int
    since: date
    grounds: str | None
    state: str  # stands, overturned
    entry: int


class Appeal(NamedTuple):
    """An appeal against a decision, to the unit above the one that decided."""

    appeal: int
    person: int
    against: str  # application, promotion, exclusion
    decision: int  # the entry of what is appealed against
    unit: int  # that decided
    above: int  # that decides the appeal
    lodged: date
    grounds: str | None
    state: str  # lodged, replied, upheld, dismissed, withdrawn
    state_since: date
    reply: str | None
    reasons: str | None
    entry: int


class Meeting(NamedTuple):
    """What the meeting of a branch decided on an application, and by how many."""

    application: int
    since: date
    outcome: str  # admitted, refused
    present: int
    votes_for: int
    votes_against: int
    meeting: int | None
    entry: int


class Author(NamedTuple):
    """Who entered something: the act, in which office of which unit, when, and under which number, once sealed."""

    act: str
    office: str  # empty where somebody acted for themselves, or whoever keeps the records
    unit: int | None
    recorded: str
    number: int | None


# --- changes ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AskSponsor(Change):
    """Somebody is asked to recommend an applicant."""

    asked: int
    application: int
    person: int
    sponsor: int | None
    since: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO sponsor_asked (asked, application, person, sponsor, since, state, state_since, entry)"
            " VALUES (%s, %s, %s, %s, %s, 'asked', %s, %s)",
            [self.asked, self.application, self.person, self.sponsor, self.since, self.since, entry],
        )


@dataclass(frozen=True)
class AnswerAsked(Change):
    """Whoever was asked agreed or declined, or is asked no longer."""

    asked: int
    person: int
    state: str
    on: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE sponsor_asked SET state = %s, state_since = %s, entry = %s WHERE asked = %s AND state = 'asked'",
            [self.state, self.on, entry, self.asked],
            "one open question to a sponsor",
        )


@dataclass(frozen=True)
class NoteMeeting(Change):
    """What the meeting decided, and by how many."""

    application: int
    person: int
    since: date
    outcome: str
    present: int
    votes_for: int
    votes_against: int
    meeting: int | None = None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO branch_decision (application, person, since, outcome, present, votes_for, votes_against,"
            " meeting, entry) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [self.application, self.person, self.since, self.outcome, self.present, self.votes_for,
             self.votes_against, self.meeting, entry],
        )  # fmt: skip


@dataclass(frozen=True)
class ReopenApplication(Change):
    """A refused application stands again as one that was applied for, because an appeal was upheld."""

    application: int
    person: int
    on: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE application SET state = 'applied', state_since = %s, grounds = NULL, entry = %s"
            " WHERE application = %s AND state = 'refused'",
            [self.on, entry, self.application],
            "one refused application",
        )


@dataclass(frozen=True)
class RefusePromotion(Change):
    """A candidate is not made a member, with grounds."""

    refusal: int
    person: int
    unit: int
    since: date
    grounds: str

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO promotion_refused (refusal, person, unit, since, grounds, state, entry)"
            " VALUES (%s, %s, %s, %s, %s, 'stands', %s)",
            [self.refusal, self.person, self.unit, self.since, self.grounds, entry],
        )


@dataclass(frozen=True)
class OverturnRefusal(Change):
    """A refused promotion no longer stands, because an appeal was upheld."""

    refusal: int
    person: int

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE promotion_refused SET state = 'overturned', entry = %s WHERE refusal = %s AND state = 'stands'",
            [entry, self.refusal],
            "one refusal that stands",
        )


@dataclass(frozen=True)
class OpenAppeal(Change):
    """Somebody appeals against a decision."""

    appeal: int
    person: int
    against: str
    decision: int
    unit: int
    above: int
    lodged: date
    grounds: str

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO appeal (appeal, person, against, decision, unit, above, lodged, grounds, state, state_since,"
            " entry) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 'lodged', %s, %s)",
            [self.appeal, self.person, self.against, self.decision, self.unit, self.above, self.lodged, self.grounds,
             self.lodged, entry],
        )  # fmt: skip


@dataclass(frozen=True)
class MoveAppeal(Change):
    """An appeal is answered by the body, decided above, or taken back."""

    appeal: int
    person: int
    state: str
    on: date
    reply: str | None = None
    reasons: str | None = None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE appeal SET state = %s, state_since = %s, reply = coalesce(%s, reply), reasons = %s, entry = %s"
            " WHERE appeal = %s AND state IN ('lodged', 'replied')",
            [self.state, self.on, self.reply, self.reasons, entry, self.appeal],
            "one open appeal",
        )


# --- queries ---------------------------------------------------------------------------------------------------------

ASKED = "asked, application, person, sponsor, since, state, state_since, entry"
APPEAL = "appeal, person, against, decision, unit, above, lodged, grounds, state, state_since, reply, reasons, entry"


def _rows(register: Register, query: str, values: Iterable[object] = ()) -> list[Row]:
    register.cursor.execute(query, list(values))
    return register.cursor.fetchall()


def asked(register: Register, number: int) -> Asked | None:
    """A question to a sponsor, by its id."""
    found = _rows(register, f"SELECT {ASKED} FROM sponsor_asked WHERE asked = %s", [number])
    return Asked(*found[0]) if found else None


def asked_for(register: Register, application: int) -> list[Asked]:
    """Everybody asked to recommend the applicant of an application, in the order of asking."""
    found = _rows(
        register, f"SELECT {ASKED} FROM sponsor_asked WHERE application = %s ORDER BY since, asked", [application]
    )
    return [Asked(*row) for row in found]


def latest_application(register: Register, person: int) -> Application | None:
    """The last application of a person, open or not."""
    found = _rows(
        register,
        "SELECT application, person, unit, applied, state, state_since, grounds, entry FROM application"
        " WHERE person = %s ORDER BY state IN ('applied', 'decided') DESC, entry DESC LIMIT 1",
        [person],
    )
    return Application(*found[0]) if found else None


def meetings(register: Register, application: int) -> list[Meeting]:
    """What meetings decided on an application, in order."""
    found = _rows(
        register,
        "SELECT application, since, outcome, present, votes_for, votes_against, meeting, entry FROM branch_decision"
        " WHERE application = %s ORDER BY entry",
        [application],
    )
    return [Meeting(*row) for row in found]


def refusals(register: Register, person: int) -> list[Refusal]:
    """Refused promotions of a person, the latest last."""
    found = _rows(
        register,
        "SELECT refusal, person, unit, since, grounds, state, entry FROM promotion_refused WHERE person = %s"
        " ORDER BY entry",
        [person],
    )
    return [Refusal(*row) for row in found]


def appeal(register: Register, number: int) -> Appeal | None:
    """An appeal, by its id."""
    found = _rows(register, f"SELECT {APPEAL} FROM appeal WHERE appeal = %s", [number])
    return Appeal(*found[0]) if found else None


def appeals(register: Register, person: int) -> list[Appeal]:
    """All appeals of a person, in order."""
    return [Appeal(*row) for row in _rows(register, f"SELECT {APPEAL} FROM appeal WHERE person = %s ORDER BY lodged,"
                                          " appeal", [person])]  # fmt: skip


def author(register: Register, entry: int) -> Author | None:
    """Who made an entry, as the journal tells everybody."""
    found = _rows(
        register,
        "SELECT e.act, e.office, e.recorded, s.number FROM journal_entry e LEFT JOIN journal_seal s USING (entry)"
        " WHERE e.entry = %s",
        [entry],
    )
    if not found:
        return None
    act, office, recorded, number = found[0]
    name, _, unit = (office or "").partition("@")
    return Author(act, name, ids.read(unit) if unit else None, recorded, number)


def id_taken(register: Register, number: int) -> bool:
    """Whether anything of the way in bears an id already."""
    return bool(
        _rows(
            register,
            "SELECT FROM sponsor_asked WHERE asked = %s UNION ALL SELECT FROM appeal WHERE appeal = %s"
            " UNION ALL SELECT FROM promotion_refused WHERE refusal = %s",
            [number, number, number],
        )
    )
