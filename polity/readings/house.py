"""Where readings look: the database, and the columns that follow it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from polity.columns import Columns
from polity.postgres.database import Database
from polity.register.register import Register


@dataclass(frozen=True)
class Scope:
    """What a reader may see: the part of the tree that their office covers, and their own record.

    whole   everything; for whoever keeps the records and for central offices
    unit    the unit whose subtree may be seen; None sees no unit
    day     the day on which the subtree and its people are taken: the reader's today
    person  the reader, who may in any case see their own record
    """

    day: date
    whole: bool = False
    unit: int | None = None
    person: int | None = None


class House:
    """One organisation, open for reading."""

    def __init__(self, database: Database, columns_in: Path | None = None, *, asked_once: bool = False) -> None:
        self.database = database
        self.columns = Columns(database, columns_in, lazily=asked_once)

    def close(self) -> None:
        """Close what this house opened; the database belongs to whoever made it."""
        self.columns.close()

    @contextmanager
    def register(self, *, scope: Scope, desk: str = "") -> Iterator[Register]:
        """The register in one snapshot, behind the row security of a scope and, where one is named, of a desk."""
        with self.database.reading(**_seen(scope), self_person=scope.person, desk=desk) as cursor:
            yield Register(cursor)

    @contextmanager
    def noting(self, *, scope: Scope) -> Iterator[Register]:
        """The register as `register` gives it, to note down who looked: kept whatever becomes of what is shown."""
        with self.database.noting(**_seen(scope), self_person=scope.person) as cursor:
            yield Register(cursor)


def _seen(scope: Scope) -> dict[str, str]:
    seen = "all" if scope.whole else ("none" if scope.unit is None else str(scope.unit))
    return {"scope": seen, "scope_day": scope.day.isoformat()}
