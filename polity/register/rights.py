"""Members' rights in the register: what somebody asked for, what they consent to, and what is kept for how long."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from psycopg import Cursor

from polity.postgres.database import Row
from polity.register.changes import Change, _once
from polity.register.register import Register

REQUEST = "request, person, kind, field, wanted, grounds, asked, due, state, state_since, answer, answered_by, entry"
IDENTITY = "identity"  # what is kept of somebody at all, beside the declared fields
ANSWER_MONTHS = 1  # in which a request is answered, unless the organisation says otherwise


class Request(NamedTuple):
    """Something a person asked for in their own matter: a correction, an erasure, or what is held of them."""

    request: int
    person: int
    kind: str  # correction, erasure, access
    field: str | None
    wanted: str | None
    grounds: str | None
    asked: date
    due: date
    state: str  # asked, granted, refused, withdrawn, done
    state_since: date
    answer: str | None
    answered_by: int | None
    entry: int


class Consent(NamedTuple):
    """Somebody consents to a purpose from a day, until another."""

    person: int
    purpose: str
    since: date
    until: date | None
    entry: int


class Over(NamedTuple):
    """Somebody who left longer ago than some of what is recorded of them is kept."""

    person: int
    left: date
    fields: tuple[str, ...]

    @property
    def wholly(self) -> bool:
        """Whether nothing of the person is kept any longer."""
        return IDENTITY in self.fields


# --- what is so -------------------------------------------------------------------------------------------------------


def request(register: Register, number: int) -> Request | None:
    """A request by its id."""
    register.cursor.execute(f"SELECT {REQUEST} FROM request WHERE request = %s", [number])
    row = register.cursor.fetchone()
    return None if row is None else Request(*row)


def requests(register: Register, person: int) -> list[Request]:
    """Everything a person asked for, the latest first."""
    register.cursor.execute(f"SELECT {REQUEST} FROM request WHERE person = %s ORDER BY entry DESC", [person])
    return [Request(*row) for row in register.cursor.fetchall()]


def consents(register: Register, person: int) -> list[Consent]:
    """What a person consents and consented to, the latest first."""
    register.cursor.execute(
        "SELECT person, purpose, lower(valid), upper(valid), entry FROM consent WHERE person = %s"
        " ORDER BY lower(valid) DESC, purpose",
        [person],
    )
    return [Consent(*row) for row in register.cursor.fetchall()]


def consented(register: Register, person: int, purpose: str, *, on: date) -> bool:
    """Whether a person consents to a purpose on a day. Nothing on record is no consent."""
    return any(
        one.purpose == purpose and one.since <= on and (one.until is None or on < one.until)
        for one in consents(register, person)
    )


def settings(register: Register) -> Mapping[str, Any]:
    """What the organisation has settled; empty before it is founded."""
    found = register.organisation()
    return {} if found is None else found[1]


def purposes(register: Register) -> dict[str, str]:
    """The purposes for which consent can be given, and what each means in words."""
    return dict(settings(register).get("consents", {}))


def retention(register: Register) -> dict[str, int]:
    """For how many months after leaving each field is kept, and `identity`: the person at all."""
    return {name: int(months) for name, months in settings(register).get("retention", {}).items()}


def answer_months(register: Register) -> int:
    """In how many months a request is answered."""
    return int(settings(register).get("answer_months", ANSWER_MONTHS))


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise ValueError(f"No day lies {months} months after {day}.")


def over(register: Register, *, on: date, unit: int | None = None, most: int | None = None) -> list[Over]:
    """Who left longer ago than something still recorded of them is kept, the longest gone first.

    unit  only those at home in it or below it; None for everybody
    """
    kept = retention(register)
    if not kept:
        return []
    register.cursor.execute(
        "WITH RECURSIVE below AS (SELECT %(unit)s::bigint AS unit UNION SELECT u.unit FROM unit u JOIN below b"
        " ON u.parent = b.unit WHERE u.valid @> %(on)s::date),"
        " rule AS (SELECT * FROM unnest(%(fields)s::text[], %(months)s::int[]) r (field, months)),"
        " gone AS (SELECT s.person, s.counted_from AS since FROM standing s JOIN person_name n USING (person)"
        " WHERE s.standing = 'former' AND s.valid @> %(on)s::date"
        " AND (%(unit)s::bigint IS NULL OR s.unit IN (SELECT unit FROM below))"
        " AND s.counted_from + make_interval(months => (SELECT min(months) FROM rule)) <= %(on)s::date),"
        " held AS (SELECT g.person, g.since, k.field FROM gone g JOIN facts f ON f.subject = g.person"
        " CROSS JOIN LATERAL jsonb_object_keys(f.facts) k (field)"
        " UNION SELECT g.person, g.since, k.field FROM gone g JOIN facts_past f ON f.subject = g.person"
        " CROSS JOIN LATERAL jsonb_object_keys(f.facts) k (field)"
        " UNION SELECT g.person, g.since, e.field FROM gone g JOIN evidence e ON e.subject = g.person"
        " UNION SELECT person, since, %(identity)s FROM gone)"
        " SELECT h.person, h.since, array_agg(h.field ORDER BY h.field) FROM held h JOIN rule r USING (field)"
        " WHERE h.since + make_interval(months => r.months) <= %(on)s::date"
        " GROUP BY 1, 2 ORDER BY 2, 1 LIMIT %(most)s",
        {"on": on, "unit": unit, "fields": list(kept), "months": list(kept.values()), "identity": IDENTITY,
         "most": most},
    )  # fmt: skip
    return [Over(row[0], row[1], tuple(row[2])) for row in register.cursor.fetchall()]


# --- what changes it --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OpenRequest(Change):
    """Somebody asks for something in their own matter, to be answered by a day."""

    request: int
    person: int
    kind: str
    asked: date
    due: date
    state: str = "asked"
    field: str | None = None
    wanted: str | None = None
    grounds: str | None = None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO request (request, person, kind, field, wanted, grounds, asked, due, state, state_since, entry)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [self.request, self.person, self.kind, self.field, self.wanted, self.grounds, self.asked, self.due,
             self.state, self.asked, entry],
        )  # fmt: skip


@dataclass(frozen=True)
class MoveRequest(Change):
    """A request is answered or taken back."""

    person: int
    request: int
    state: str
    on: date
    answer: str | None = None
    answered_by: int | None = None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE request SET state = %s, state_since = %s, answer = %s, answered_by = %s, entry = %s"
            " WHERE request = %s AND state = 'asked'",
            [self.state, self.on, self.answer, self.answered_by, entry, self.request],
            "one open request",
        )


@dataclass(frozen=True)
class BeginConsent(Change):
    """Somebody consents to a purpose from a day."""

    person: int
    purpose: str
    since: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO consent (person, purpose, valid, entry) VALUES (%s, %s, daterange(%s, NULL), %s)",
            [self.person, self.purpose, self.since, entry],
        )


@dataclass(frozen=True)
class EndConsent(Change):
    """A consent no longer holds from a day. One that began on that very day holds on no day and is superseded."""

    person: int
    purpose: str
    on: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "DELETE FROM consent WHERE person = %s AND purpose = %s AND upper_inf(valid) AND lower(valid) = %s",
            [self.person, self.purpose, self.on],
        )
        if cursor.rowcount == 1:
            return
        _once(
            cursor,
            "UPDATE consent SET valid = daterange(lower(valid), %s), entry = %s"
            " WHERE person = %s AND purpose = %s AND upper_inf(valid) AND lower(valid) < %s",
            [self.on, entry, self.person, self.purpose, self.on],
            "one open consent",
        )


@dataclass(frozen=True)
class ExpireFacts(Change):
    """What was recorded of a person in some fields becomes unknown on every day, and in all that was known before."""

    person: int
    fields: tuple[str, ...]

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        names = list(self.fields)
        # First the rows that hold, which leave their former versions among the kept ones; then those, too.
        cursor.execute(
            "UPDATE facts SET facts = facts - %s::text[], entry = %s WHERE subject = %s AND facts ?| %s::text[]",
            [names, entry, self.person, names],
        )
        cursor.execute(
            "UPDATE facts_past SET facts = facts - %s::text[] WHERE subject = %s AND facts ?| %s::text[]",
            [names, self.person, names],
        )
        for stored in ("evidence", "evidence_past"):
            cursor.execute(f"DELETE FROM {stored} WHERE subject = %s AND field = ANY(%s)", [self.person, names])
