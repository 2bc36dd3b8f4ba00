"""What follows from resolutions: tasks, targets and reports on them, and dangers: what acts change and look up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from psycopg import Cursor

from polity.postgres.database import Row
from polity.register.changes import Change, _json, _once
from polity.register.register import Register
from polity.register.watching import WATCHED, Watched, watched_of

WORKED = ("yes", "partly", "no")  # whether a precaution worked


class Part(NamedTuple):
    """A task or a target of a resolution.

    owner    the unit whose office reports on it
    added    the day on which it was added
    due      the day by which it is due as of now; the reports keep every day that it was put off from
    watched  what is watched; for a task without a figure it has neither question nor bound
    """

    part: int
    resolution: int
    kind: str
    says: str
    owner: int
    added: date
    due: date | None
    watched: Watched
    state: str
    state_since: date
    entry: int


class PartReport(NamedTuple):
    """What was said of a part on a day, and the state in which it left the part.

    value         what people counted, where no question to the census is watched
    was_due, due  the day it was put off from and to; None where it was not
    """

    report: int
    part: int
    day: date
    state: str
    says: str
    evidence: str | None
    value: int | None
    was_due: date | None
    due: date | None
    entry: int


class Danger(NamedTuple):
    """A danger that was named.

    resolution  the one it is named with, or None
    sign        the early sign by which it would be known, in words
    watched     the figure of the sign: what it should keep; past the bound the danger is near
    precaution  what is done against it
    worked      whether the precaution worked, once the danger was averted or closed, with a verdict in words
    """

    danger: int
    resolution: int | None
    says: str
    sign: str
    watched: Watched
    owner: int
    precaution: str
    named: date
    state: str
    state_since: date
    worked: str | None
    verdict: str | None
    entry: int


class DangerReport(NamedTuple):
    """What was said of a danger on a day, and the state in which it left it; `resolution` is one that answers it."""

    report: int
    danger: int
    day: date
    state: str
    says: str
    evidence: str | None
    value: int | None
    resolution: int | None
    entry: int


PART = f"part, resolution, kind, says, owner, added, due, {WATCHED}, state, state_since, entry"
PART_REPORT = ", ".join(PartReport._fields)
DANGER = (
    f"danger, resolution, says, sign, {WATCHED}, owner, precaution, named, state, state_since, worked, verdict, entry"
)
DANGER_REPORT = ", ".join(DangerReport._fields)


def _all(register: Register, query: str, values: Iterable[Any] = ()) -> list[Row]:
    register.cursor.execute(query, list(values))
    return register.cursor.fetchall()


def _part(row: Row) -> Part:
    values = list(row)
    values[7:11] = [watched_of(row[7:11])]
    return Part(*values)


def _danger(row: Row) -> Danger:
    values = list(row)
    values[4:8] = [watched_of(row[4:8])]
    return Danger(*values)


def part(register: Register, number: int) -> Part | None:
    """A task or target by its id."""
    rows = _all(register, f"SELECT {PART} FROM resolution_part WHERE part = %s", [number])
    return _part(rows[0]) if rows else None


def parts(register: Register, resolutions: Iterable[int] | None = None) -> list[Part]:
    """All tasks and targets, or those of some resolutions, by the day on which they are due."""
    wanted = None if resolutions is None else list(resolutions)
    rows = _all(
        register,
        f"SELECT {PART} FROM resolution_part WHERE %s::bigint[] IS NULL OR resolution = ANY(%s)"
        " ORDER BY resolution, kind DESC, due NULLS LAST, added, part",
        [wanted, wanted],
    )
    return [_part(row) for row in rows]


def reports(register: Register, parts: Iterable[int]) -> list[PartReport]:
    """What was said of some tasks and targets, the first first."""
    return [PartReport(*row) for row in _said(register, PART_REPORT, "part", parts)]


def danger(register: Register, number: int) -> Danger | None:
    """A danger by its id."""
    rows = _all(register, f"SELECT {DANGER} FROM danger WHERE danger = %s", [number])
    return _danger(rows[0]) if rows else None


def dangers(register: Register, resolution: int | None = None) -> list[Danger]:
    """All dangers, or those named with a resolution, in the order in which they were named."""
    rows = _all(
        register,
        f"SELECT {DANGER} FROM danger WHERE %s::bigint IS NULL OR resolution = %s ORDER BY named, entry, danger",
        [resolution, resolution],
    )
    return [_danger(row) for row in rows]


def danger_reports(register: Register, dangers: Iterable[int]) -> list[DangerReport]:
    """What was said of some dangers, the first first."""
    return [DangerReport(*row) for row in _said(register, DANGER_REPORT, "danger", dangers)]


def _said(register: Register, columns: str, of: str, numbers: Iterable[int]) -> list[Row]:
    query = f"SELECT {columns} FROM {of}_report WHERE {of} = ANY(%s) ORDER BY day, entry, report"
    return _all(register, query, [list(numbers)])


# --- what acts change ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class AddPart(Change):
    """A task or a target follows from a resolution."""

    part: int
    resolution: int
    kind: str
    says: str
    owner: int
    added: date
    due: date | None
    asks: dict[str, Any] | None
    measure: str
    bound: int | None
    side: str

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            f"INSERT INTO resolution_part ({PART}) VALUES"
            " (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'open', %s, %s)",
            [self.part, self.resolution, self.kind, self.says, self.owner, self.added, self.due,
             None if self.asks is None else _json(self.asks), self.measure, self.bound, self.side, self.added, entry],
        )  # fmt: skip


@dataclass(frozen=True)
class ReportPart(Change):
    """Something is said of a task or a target, and leaves it open, done or dropped."""

    report: int
    part: int
    day: date
    state: str
    says: str
    evidence: str | None = None
    value: int | None = None
    was_due: date | None = None
    due: date | None = None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            f"INSERT INTO part_report ({PART_REPORT}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [self.report, self.part, self.day, self.state, self.says, self.evidence, self.value, self.was_due,
             self.due, entry],
        )  # fmt: skip
        if self.state != "open" or self.due is not None:
            _once(
                cursor,
                "UPDATE resolution_part SET state = %s, due = coalesce(%s, due), entry = %s,"
                " state_since = CASE WHEN %s = 'open' THEN state_since ELSE %s END WHERE part = %s AND state = 'open'",
                [self.state, self.due, entry, self.state, self.day, self.part],
                "one part that is open",
            )


@dataclass(frozen=True)
class NameDanger(Change):
    """A danger is named, with the sign by which it would be known and what is done against it."""

    danger: int
    resolution: int | None
    says: str
    sign: str
    asks: dict[str, Any] | None
    measure: str
    bound: int | None
    side: str
    owner: int
    precaution: str
    named: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            f"INSERT INTO danger ({DANGER}) VALUES"
            " (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'watched', %s, NULL, NULL, %s)",
            [self.danger, self.resolution, self.says, self.sign, None if self.asks is None else _json(self.asks),
             self.measure, self.bound, self.side, self.owner, self.precaution, self.named, self.named, entry],
        )  # fmt: skip


@dataclass(frozen=True)
class ReportDanger(Change):
    """Something is said of a danger, and leaves it watched, come, averted or closed."""

    report: int
    danger: int
    day: date
    state: str
    says: str
    evidence: str | None = None
    value: int | None = None
    resolution: int | None = None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            f"INSERT INTO danger_report ({DANGER_REPORT}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [self.report, self.danger, self.day, self.state, self.says, self.evidence, self.value, self.resolution,
             entry],
        )  # fmt: skip


@dataclass(frozen=True)
class MoveDanger(Change):
    """A danger came, was averted or is closed; then it is said whether the precaution worked."""

    danger: int
    state: str
    since: date
    worked: str | None = None
    verdict: str | None = None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE danger SET state = %s, state_since = %s, worked = %s, verdict = %s, entry = %s"
            " WHERE danger = %s AND state IN ('watched', 'come')",
            [self.state, self.since, self.worked, self.verdict, entry, self.danger],
            "one danger that is not over",
        )
