"""Resolutions from draft to decision, the counts of tellers and kept forecasts: what acts change and look up."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from psycopg import Cursor

from polity.postgres.database import Row
from polity.register.changes import Change, _once
from polity.register.register import Register

STATES = ("draft", "put", "adopted", "rejected", "withdrawn", "accepted")
OPEN = ("draft", "put")  # states in which a resolution can still be changed or decided


class Resolution(NamedTuple):
    """A resolution as it stands. `reform` is the text of a reform, or None where it changes no rule.

    body      the unit whose office enters the decision
    mover     the unit that moves it
    amends    the resolution that it would change, or None
    version   1 when drafted; every change of its texts makes the next
    """

    resolution: int
    title: str
    says: str
    reform: str | None
    body: int
    mover: int
    amends: int | None
    opened: date
    version: int
    state: str
    state_since: date
    entry: int


class Figures(NamedTuple):
    """What a teller counts: who was present, how many are entitled, and the votes."""

    present: int
    entitled: int
    votes_for: int
    votes_against: int
    abstained: int


class Count(NamedTuple):
    """The count of one teller."""

    resolution: int
    teller: int
    day: date
    figures: Figures
    entry: int


class Decision(NamedTuple):
    """How a resolution was decided.

    clauses  the articles on decisions that the votes did not satisfy; none where it is adopted
    statute  the name of the text of law that it became, where it changes a rule; effect is the day from which
    meeting  the meeting that decided, where the register holds it
    """

    resolution: int
    day: date
    figures: Figures
    adopted: bool
    clauses: tuple[str, ...]
    statute: str | None
    effect: date | None
    meeting: int | None
    entry: int


class Kept(NamedTuple):
    """A run of a forecast that is kept, mostly with the resolution that it was made for."""

    forecast: int
    resolution: int | None
    title: str
    day: date
    run: dict[str, Any]
    entry: int


RESOLUTION = ", ".join(Resolution._fields)
FIGURES = ", ".join(Figures._fields)
COUNT = f"resolution, teller, day, {FIGURES}, entry"
DECISION = f"resolution, day, {FIGURES}, adopted, clauses, statute, effect, meeting, entry"
KEPT = ", ".join(Kept._fields)
# Every id that the tables of resolutions and of what follows from them give.
_IDS = (
    ("resolution", "resolution"), ("forecast_kept", "forecast"), ("resolution_part", "part"),
    ("part_report", "report"), ("danger", "danger"), ("danger_report", "report"), ("open_question", "question"),
    ("question_forecast", "forecast"),
)  # fmt: skip


def _all(register: Register, query: str, values: Iterable[Any] = ()) -> list[Row]:
    register.cursor.execute(query, list(values))
    return register.cursor.fetchall()


def resolution(register: Register, number: int) -> Resolution | None:
    """A resolution by its id."""
    rows = _all(register, f"SELECT {RESOLUTION} FROM resolution WHERE resolution = %s", [number])
    return Resolution(*rows[0]) if rows else None


def several(register: Register, numbers: Iterable[int]) -> dict[int, Resolution]:
    """Resolutions by their ids; an id that is of none is left out."""
    wanted = sorted(set(numbers))
    if not wanted:
        return {}
    rows = _all(register, f"SELECT {RESOLUTION} FROM resolution WHERE resolution = ANY(%s)", [wanted])
    return {row[0]: Resolution(*row) for row in rows}


def resolutions(register: Register, states: Iterable[str] | None = None) -> list[Resolution]:
    """Resolutions, or those in some states, the latest first."""
    wanted = list(STATES if states is None else states)
    rows = _all(
        register,
        f"SELECT {RESOLUTION} FROM resolution WHERE state = ANY(%s) ORDER BY opened DESC, entry DESC, resolution",
        [wanted],
    )
    return [Resolution(*row) for row in rows]


def amendments(register: Register, number: int) -> list[Resolution]:
    """The resolutions that would change one, in the order of entry."""
    rows = _all(
        register, f"SELECT {RESOLUTION} FROM resolution WHERE amends = %s ORDER BY opened, entry, resolution", [number]
    )
    return [Resolution(*row) for row in rows]


def versions(register: Register, number: int) -> list[Resolution]:
    """A resolution as it stood after each change of it, the first one first."""
    rows = _all(
        register,
        f"SELECT {RESOLUTION} FROM resolution WHERE resolution = %s"
        f" UNION ALL SELECT {RESOLUTION} FROM resolution_past WHERE resolution = %s ORDER BY entry",
        [number, number],
    )
    return [Resolution(*row) for row in rows]


def counts(register: Register, number: int) -> list[Count]:
    """The counts of the tellers of a resolution, in the order of entry."""
    rows = _all(
        register, f"SELECT {COUNT} FROM resolution_count WHERE resolution = %s ORDER BY entry, teller", [number]
    )
    return [Count(row[0], row[1], row[2], Figures(*row[3:8]), row[8]) for row in rows]


def _decision(row: Row) -> Decision:
    return Decision(row[0], row[1], Figures(*row[2:7]), row[7], tuple(row[8]), *row[9:])


def decision(register: Register, number: int) -> Decision | None:
    """How a resolution was decided; None as long as it was not."""
    rows = _all(register, f"SELECT {DECISION} FROM resolution_decision WHERE resolution = %s", [number])
    return _decision(rows[0]) if rows else None


def decisions(register: Register) -> dict[int, Decision]:
    """All decisions, by resolution."""
    return {row[0]: _decision(row) for row in _all(register, f"SELECT {DECISION} FROM resolution_decision")}


def of_statute(register: Register, statute: str) -> Resolution | None:
    """The resolution that put a text among the statutes; None for a text that came another way."""
    rows = _all(
        register,
        f"SELECT {', '.join('r.' + name for name in Resolution._fields)} FROM resolution_decision d"
        " JOIN resolution r USING (resolution) WHERE d.statute = %s AND d.adopted",
        [statute],
    )
    return Resolution(*rows[0]) if rows else None


def forecasts(register: Register, number: int) -> list[Kept]:
    """The forecasts kept with a resolution, in the order of entry."""
    return forecasts_of(register, [number])[number]


def forecasts_of(register: Register, numbers: Iterable[int]) -> dict[int, list[Kept]]:
    """The forecasts kept with each of some resolutions, in the order of entry."""
    found: dict[int, list[Kept]] = {number: [] for number in numbers}
    query = f"SELECT {KEPT} FROM forecast_kept WHERE resolution = ANY(%s) ORDER BY entry"
    for row in _all(register, query, [list(found)]):
        found[row[1]].append(Kept(*row))
    return found


def forecast(register: Register, number: int) -> Kept | None:
    """A kept forecast by its id."""
    rows = _all(register, f"SELECT {KEPT} FROM forecast_kept WHERE forecast = %s", [number])
    return Kept(*rows[0]) if rows else None


def id_taken(register: Register, number: int) -> bool:
    """Whether a resolution, or anything that follows from resolutions, bears an id already."""
    query = " UNION ALL ".join(f"SELECT 1 FROM {table} WHERE {column} = %s" for table, column in _IDS)
    return bool(_all(register, query, [number] * len(_IDS)))


# --- what acts change ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OpenResolution(Change):
    """A resolution is drafted."""

    resolution: int
    title: str
    says: str
    reform: str | None
    body: int
    mover: int
    amends: int | None
    opened: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO resolution (resolution, title, says, reform, body, mover, amends, opened, version, state,"
            " state_since, entry) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 1, 'draft', %s, %s)",
            [self.resolution, self.title, self.says, self.reform, self.body, self.mover, self.amends, self.opened,
             self.opened, entry],
        )  # fmt: skip


@dataclass(frozen=True)
class RewordResolution(Change):
    """The texts of a resolution are changed: it is its next version."""

    resolution: int
    title: str
    says: str
    reform: str | None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE resolution SET title = %s, says = %s, reform = %s, version = version + 1, entry = %s"
            " WHERE resolution = %s AND state IN ('draft', 'put')",
            [self.title, self.says, self.reform, entry, self.resolution],
            "one open resolution",
        )


@dataclass(frozen=True)
class MoveResolution(Change):
    """A resolution comes to another state on a day."""

    resolution: int
    state: str
    since: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE resolution SET state = %s, state_since = %s, entry = %s"
            " WHERE resolution = %s AND state IN ('draft', 'put')",
            [self.state, self.since, entry, self.resolution],
            "one open resolution",
        )


@dataclass(frozen=True)
class CountVotes(Change):
    """What one teller counted. A later count of the same teller takes the place of the earlier one."""

    resolution: int
    teller: int
    day: date
    present: int
    entitled: int
    votes_for: int
    votes_against: int
    abstained: int

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        counted = ("day", *Figures._fields, "entry")
        cursor.execute(
            f"INSERT INTO resolution_count ({COUNT}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s)"
            f" ON CONFLICT (resolution, teller) DO UPDATE SET {', '.join(f'{n} = excluded.{n}' for n in counted)}",
            [self.resolution, self.teller, self.day, self.present, self.entitled, self.votes_for, self.votes_against,
             self.abstained, entry],
        )  # fmt: skip


@dataclass(frozen=True)
class DecideResolution(Change):
    """A resolution is adopted or rejected, with the votes and the articles that they did not satisfy."""

    resolution: int
    day: date
    present: int
    entitled: int
    votes_for: int
    votes_against: int
    abstained: int
    adopted: bool
    clauses: tuple[str, ...] = ()
    statute: str | None = None
    effect: date | None = None
    meeting: int | None = None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            f"INSERT INTO resolution_decision ({DECISION}) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [self.resolution, self.day, self.present, self.entitled, self.votes_for, self.votes_against,
             self.abstained, self.adopted, list(self.clauses), self.statute, self.effect, self.meeting, entry],
        )  # fmt: skip


@dataclass(frozen=True)
class KeepForecast(Change):
    """A run of a forecast is kept, as the JSON text that the forecast gave."""

    forecast: int
    resolution: int | None
    title: str
    day: date
    run: str

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO forecast_kept (forecast, resolution, title, day, run, entry) VALUES (%s, %s, %s, %s, %s, %s)",
            [self.forecast, self.resolution, self.title, self.day, self.run, entry],
        )
