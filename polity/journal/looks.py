"""Every look at a person is written down: who, when and for what. The person can see it."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from psycopg import Cursor

from polity.postgres.database import Row


class Look(NamedTuple):
    """Somebody opened the record of a person."""

    at: datetime
    operator: str
    looker: int | None
    office: str | None
    purpose: str


def note(
    cursor: Cursor[Row],
    person: int,
    *,
    at: datetime,
    operator: str,
    looker: int | None,
    office: str | None,
    purpose: str,
) -> None:
    """Write a look down.

    at        the moment, passed in
    operator  who looked, in words; `looker` is their id, if they have one
    office    the office they acted in, as the journal names it
    """
    cursor.execute(
        "INSERT INTO look (at, person, operator, looker, office, purpose) VALUES (%s, %s, %s, %s, %s, %s)",
        [at, person, operator, looker, office, purpose],
    )


def note_all(
    cursor: Cursor[Row],
    people: Sequence[int],
    *,
    at: datetime,
    operator: str,
    looker: int | None,
    office: str | None,
    purpose: str,
) -> None:
    """Write down that the records of many people went out together, a row for each."""
    cursor.execute(
        "INSERT INTO look (at, person, operator, looker, office, purpose)"
        " SELECT %s, person, %s, %s, %s, %s FROM unnest(%s::bigint[]) person",
        [at, operator, looker, office, purpose, list(people)],
    )


def of(cursor: Cursor[Row], person: int, *, most: int = 100) -> list[Look]:
    """Who looked at a person, the latest first."""
    cursor.execute(
        "SELECT at, operator, looker, office, purpose FROM look WHERE person = %s ORDER BY look DESC LIMIT %s",
        [person, most],
    )
    return [Look(*row) for row in cursor.fetchall()]
