"""Open questions, which only time answers: what acts change of them and of forecasts, and what they look up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from psycopg import Cursor

from polity.postgres.database import Row
from polity.register.changes import Change, _json, _once
from polity.register.register import Register
from polity.register.watching import WATCHED, Watched, reached, watched_of

SURE = 1000  # chances are given in thousandths


class OpenQuestion(NamedTuple):
    """A question with a horizon.

    due_from   the first day on which it may be settled; forecasts end the day before
    due_to     the day by which it should be
    watched    the figure that decides it, with its bound; without a question to the census people find the outcome. Of
               a question that a figure decides the first outcome is that the bound is kept
    value      what the watched figure was when the question was settled
    overrules  whether it was settled otherwise than the watched figure says
    """

    question: int
    title: str
    says: str
    opened: date
    due_from: date
    due_to: date
    outcomes: tuple[str, ...]
    watched: Watched
    settles: str
    owner: int
    state: str
    state_since: date
    outcome: str | None
    grounds: str | None
    evidence: str | None
    value: int | None
    overrules: bool | None
    entry: int

    @property
    def by_figure(self) -> bool:
        """Whether a figure of the register decides it."""
        return self.watched.asks is not None

    def said(self, value: int) -> str:
        """The outcome that the watched figure says."""
        return self.outcomes[0 if reached(self.watched, value) else 1]


class QuestionForecast(NamedTuple):
    """What somebody, or a rule, held each outcome to be worth on a day, in thousandths. A later one revises it."""

    forecast: int
    question: int
    by_rule: str | None
    forecaster: int | None
    day: date
    chances: dict[str, int]
    grounds: str | None
    entry: int


QUESTION = (
    f"question, title, says, opened, due_from, due_to, outcomes, {WATCHED}, settles, owner, state,"
    " state_since, outcome, grounds, evidence, value, overrules, entry"
)
FORECAST = "forecast, question, by_rule, forecaster, day, chances, grounds, entry"


def question_of_row(row: Row) -> OpenQuestion:
    """A question from the columns of QUESTION."""
    values: list[Any] = [*row[:6], tuple(row[6]), watched_of(row[7:11]), *row[11:]]
    return OpenQuestion(*values)


def question(register: Register, number: int) -> OpenQuestion | None:
    """An open question by its id."""
    register.cursor.execute(f"SELECT {QUESTION} FROM open_question WHERE question = %s", [number])
    row = register.cursor.fetchone()
    return None if row is None else question_of_row(row)


def questions(register: Register, states: Iterable[str] | None = None) -> list[OpenQuestion]:
    """All questions, or those in some states, by the day on which they fall due."""
    register.cursor.execute(
        f"SELECT {QUESTION} FROM open_question WHERE %(states)s::text[] IS NULL OR state = ANY(%(states)s)"
        " ORDER BY due_from, question",
        {"states": None if states is None else list(states)},
    )
    return [question_of_row(row) for row in register.cursor.fetchall()]


def forecasts(register: Register, numbers: Iterable[int]) -> list[QuestionForecast]:
    """All forecasts of some questions, revisions too, in the order in which they were made."""
    register.cursor.execute(
        f"SELECT {FORECAST} FROM question_forecast WHERE question = ANY(%s) ORDER BY question, day, entry, forecast",
        [list(numbers)],
    )
    return [QuestionForecast(*row) for row in register.cursor.fetchall()]


def latest_of(register: Register, number: int, forecaster: int | None, by_rule: str | None) -> date | None:
    """The day of the last forecast that somebody, or a rule, made of a question."""
    register.cursor.execute(
        "SELECT max(day) FROM question_forecast WHERE question = %s AND forecaster IS NOT DISTINCT FROM %s"
        " AND by_rule IS NOT DISTINCT FROM %s",
        [number, forecaster, by_rule],
    )
    (found,) = register.cursor.fetchone() or (None,)
    return found if isinstance(found, date) else None


def latest(register: Register, number: int) -> date | None:
    """The day of the last forecast that anybody made of a question."""
    register.cursor.execute("SELECT max(day) FROM question_forecast WHERE question = %s", [number])
    (found,) = register.cursor.fetchone() or (None,)
    return found if isinstance(found, date) else None


def id_taken(register: Register, number: int) -> bool:
    """Whether a question or a forecast bears an id already."""
    register.cursor.execute(
        "SELECT FROM open_question WHERE question = %s UNION ALL SELECT FROM question_forecast WHERE forecast = %s",
        [number] * 2,
    )
    return register.cursor.fetchone() is not None


@dataclass(frozen=True)
class OpenAQuestion(Change):
    """A question stands open."""

    question: int
    title: str
    says: str
    opened: date
    due_from: date
    due_to: date
    outcomes: tuple[str, ...]
    settles: str
    owner: int
    asks: dict[str, Any] | None = None
    measure: str = "count"
    bound: int | None = None
    side: str = "least"

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO open_question (question, title, says, opened, due_from, due_to, outcomes, asks, measure,"
            " bound, side, settles, owner, state, state_since, entry)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, 'open', %s, %s)",
            [self.question, self.title, self.says, self.opened, self.due_from, self.due_to, list(self.outcomes),
             None if self.asks is None else _json(self.asks), self.measure, self.bound, self.side, self.settles,
             self.owner, self.opened, entry],
        )  # fmt: skip


@dataclass(frozen=True)
class ForecastQuestion(Change):
    """Somebody, or a rule, says what each outcome is worth; what was said before stays."""

    forecast: int
    question: int
    day: date
    chances: dict[str, int]
    by_rule: str | None = None
    forecaster: int | None = None
    grounds: str | None = None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO question_forecast (forecast, question, by_rule, forecaster, day, chances, grounds, entry)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [self.forecast, self.question, self.by_rule, self.forecaster, self.day, _json(self.chances), self.grounds,
             entry],
        )  # fmt: skip


@dataclass(frozen=True)
class SettleQuestion(Change):
    """Time has answered a question."""

    question: int
    day: date
    outcome: str
    grounds: str
    evidence: str | None = None
    value: int | None = None
    overrules: bool | None = None

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE open_question SET state = 'settled', state_since = %s, outcome = %s, grounds = %s, evidence = %s,"
            " value = %s, overrules = %s, entry = %s WHERE question = %s AND state = 'open'",
            [self.day, self.outcome, self.grounds, self.evidence, self.value, self.overrules, entry, self.question],
            "one question that is open",
        )


@dataclass(frozen=True)
class VoidQuestion(Change):
    """A question cannot be answered, or was put wrongly; its forecasts are not scored."""

    question: int
    day: date
    grounds: str

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE open_question SET state = 'void', state_since = %s, grounds = %s, entry = %s"
            " WHERE question = %s AND state = 'open'",
            [self.day, self.grounds, entry, self.question],
            "one question that is open",
        )


def whole_chances(chances: Mapping[str, Any]) -> dict[str, int] | None:
    """Chances as whole numbers, from what was typed; None where one of them is not a number."""
    found = {}
    for outcome, chance in chances.items():
        text = str(chance).strip()
        if isinstance(chance, bool) or not text.lstrip("-").isdecimal():
            return None
        found[outcome] = int(text)
    return found
