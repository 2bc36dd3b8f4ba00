"""Changes to what comes in and goes out in files: people taken back, exports and who approved them, likely doubles."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from psycopg import Cursor

from polity.postgres.database import Row
from polity.register.changes import Change, _once
from polity.register.tables import REGISTER

TAKEN_BACK = (("evidence", "subject"), ("facts", "subject"), ("standing", "person"))


@dataclass(frozen=True)
class TakeBack(Change):
    """Days and facts of people who were entered by mistake go; the versions that were known stay in the past."""

    people: tuple[int, ...]

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        for table, column in TAKEN_BACK:
            cursor.execute(f"DELETE FROM {table} WHERE {column} = ANY(%s::bigint[])", [list(self.people)])


@dataclass(frozen=True)
class MakeExport(Change):
    """A file is to be made of a part of the register, for a purpose and until a day."""

    export: int
    what: str
    unit: int | None
    form: str
    purpose: str
    columns: tuple[str, ...]
    people: int
    owner: int | None
    made: date
    expires: date
    approved: bool

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO export (export, what, unit, form, purpose, columns, people, owner, made, expires, approved,"
            " entry) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                self.export, self.what, self.unit, self.form, self.purpose, list(self.columns), self.people, self.owner,
                self.made, self.expires, self.approved, entry,
            ],
        )  # fmt: skip


@dataclass(frozen=True)
class ApproveExport(Change):
    """A second officer lets an export of many people go ahead."""

    export: int
    second: int | None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE export SET approved = true, second = %s, entry = %s WHERE export = %s AND NOT approved",
            [self.second, entry, self.export],
            "one export that waits",
        )


@dataclass(frozen=True)
class SettleDouble(Change):
    """Whether two records are of one person was decided."""

    person: int
    other: int
    same: bool
    grounds: str
    on: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO duplicate_case (person, other, same, grounds, settled, entry) VALUES (%s, %s, %s, %s, %s, %s)"
            " ON CONFLICT (person, other) DO UPDATE SET same = excluded.same, grounds = excluded.grounds,"
            " settled = excluded.settled, entry = excluded.entry",
            [self.person, self.other, self.same, self.grounds, self.on, entry],
        )


class Export(NamedTuple):
    """An export, as it was asked for."""

    export: int
    what: str
    unit: int | None
    form: str
    purpose: str
    columns: tuple[str, ...]
    people: int
    owner: int | None
    made: date
    expires: date
    approved: bool
    second: int | None
    entry: int


EXPORT = "export, what, unit, form, purpose, columns, people, owner, made, expires, approved, second, entry"


def export_of(cursor: Cursor[Row], export: int) -> Export | None:
    """An export by its id, where the reader may see it."""
    cursor.execute(f"SELECT {EXPORT} FROM export WHERE export = %s", [export])
    row = cursor.fetchone()
    return None if row is None else exported(row)


def exported(row: Row) -> Export:
    """An export as its row holds it."""
    return Export(*row)._replace(columns=tuple(row[5]))


def below(cursor: Cursor[Row], unit: int, *, on: date) -> set[int]:
    """A unit and all units below it on a day."""
    # Never prepared: not knowing the day, the planner finds the units of the day anew for every parent.
    cursor.execute(
        "WITH RECURSIVE part AS (SELECT unit FROM unit WHERE unit = %(unit)s AND valid @> %(on)s UNION"
        " SELECT u.unit FROM unit u JOIN part p ON u.parent = p.unit WHERE u.valid @> %(on)s) SELECT unit FROM part",
        {"unit": unit, "on": on},
        prepare=False,
    )
    return {int(row[0]) for row in cursor.fetchall()}


def people_in(cursor: Cursor[Row], units: Iterable[int], *, on: date) -> list[int]:
    """Whoever is at home in some units on a day and has a name, in the order of their ids."""
    cursor.execute(
        "SELECT DISTINCT s.person FROM standing s JOIN person_name n USING (person) WHERE s.unit = ANY(%s::bigint[])"
        " AND s.valid @> %s ORDER BY 1",
        [list(units), on],
    )
    return [int(row[0]) for row in cursor.fetchall()]


def entered_by(cursor: Cursor[Row], entry: int, people: Sequence[int]) -> dict[int, int]:
    """Of some people those whom an import entered under an entry, with the unit of their latest spell then."""
    cursor.execute(
        "SELECT DISTINCT ON (s.subject) s.subject, t.unit FROM subject s JOIN journal_entry e USING (entry)"
        " JOIN standing t ON t.person = s.subject WHERE s.entry = %s AND e.act = 'import.enter'"
        " AND s.subject = ANY(%s::bigint[]) ORDER BY s.subject, lower(t.valid) DESC",
        [entry, list(people)],
    )
    return {int(person): int(unit) for person, unit in cursor.fetchall()}


def altered_since(cursor: Cursor[Row], entry: int, people: Sequence[int]) -> set[int]:
    """Of some people those of whom the register holds, or held, anything that another entry than theirs wrote."""
    found: set[int] = set()
    for table in REGISTER:
        for column in {table.person, *TIES.get(table.name, ())} - {""}:
            for stored in (table.name, f"{table.name}_past"):
                cursor.execute(
                    f"SELECT DISTINCT {column} FROM {stored} WHERE entry <> %s AND {column} = ANY(%s::bigint[])",
                    [entry, list(people)],
                )
                found |= {int(row[0]) for row in cursor.fetchall()}
    return found


# Columns that name a second person in a row about somebody else.
TIES = {"sponsor": ("sponsor",), "contact": ("contact",)}
