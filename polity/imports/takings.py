"""Who took an export away, and when: written down each time, before the file is given."""

from datetime import datetime
from typing import NamedTuple

from polity.postgres.database import Database


class Taking(NamedTuple):
    """A file was taken away."""

    at: datetime
    person: int | None
    operator: str


def note(database: Database, export: int, *, at: datetime, person: int | None, operator: str) -> None:
    """Write a taking down."""
    with database.acting() as cursor:
        cursor.execute(
            "INSERT INTO export_taken (export, at, person, operator) VALUES (%s, %s, %s, %s)",
            [export, at, person, operator],
        )


def of(database: Database, export: int) -> list[Taking]:
    """Who took an export, the latest first."""
    with database.acting() as cursor:
        cursor.execute(
            "SELECT at, person, operator FROM export_taken WHERE export = %s ORDER BY taken DESC LIMIT 100", [export]
        )
        return [Taking(*row) for row in cursor.fetchall()]
