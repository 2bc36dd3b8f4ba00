"""The same cases through closures, DuckDB and PostgreSQL, and the answers in one form to compare."""

import csv
import io
import random
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import duckdb
import psycopg

from polity.statutes import Law
from polity.statutes.documents import Fact

Row = dict[str, Any]
Answer = tuple[Any, ...]
KINDS = {"int": "BIGINT", "money": "BIGINT", "bool": "BOOLEAN", "date": "DATE", "code": "VARCHAR"}
FIRST, SPAN = date(1918, 1, 1), 3000


class Question(NamedTuple):
    """What is asked of every engine."""

    law: Law
    subject: str
    rules: Sequence[str]
    at: date
    dates: Sequence[str] = ()
    pilots: Sequence[str] = ()
    own_day: bool = False  # each case is decided on a day of its own


def some_value(fact: Fact, draw: random.Random) -> Any:
    """A value of a fact: often at an edge, sometimes unknown, sometimes one its declaration does not allow."""
    if draw.random() < 0.12:
        return None
    if fact.kind == "bool":
        return draw.random() < 0.5
    if fact.kind == "code":
        return "undeclared" if draw.random() < 0.02 else draw.choice(fact.values)
    if fact.kind == "date":
        day = FIRST + timedelta(days=draw.randrange(SPAN))
        return date(day.year, draw.choice((1, 2, 3, 4, 5, 12)), draw.choice((1, 28))) if draw.random() < 0.3 else day
    low, high = fact.low, fact.high
    if draw.random() < 0.03:
        return draw.choice((low - 1, high + 1))
    if fact.kind == "money" and draw.random() < 0.5:
        return draw.randrange(max(low, -20_000), min(high, 300_000))
    return draw.randrange(low, high + 1) if high - low < 10_000 or draw.random() < 0.5 else draw.randrange(0, 100)


def some_cases(question: Question, count: int, draw: random.Random) -> list[Row]:
    """Random cases with their governing dates and whether they lie in the scope of each trial."""
    facts = [
        question.law.facts(question.subject)[name] for name in question.law.reads(question.rules, question.subject)
    ]
    rows = []
    for number in range(count):
        row: Row = {"subject": number}
        row.update({fact.name: some_value(fact, draw) for fact in facts})
        for name in question.dates:
            row[f"on_{name}"] = None if draw.random() < 0.1 else FIRST + timedelta(days=draw.randrange(SPAN))
        if question.own_day:
            row["day"] = None if draw.random() < 0.1 else FIRST + timedelta(days=draw.randrange(SPAN))
        for number, _ in enumerate(question.pilots):
            row[f"trial_{number}"] = draw.choice((True, False, None))
        rows.append(row)
    return rows


def columns(question: Question) -> dict[str, str]:
    """The columns of the table of cases with their types."""
    facts = question.law.facts(question.subject)
    named = {name: KINDS[facts[name].kind] for name in question.law.reads(question.rules, question.subject)}
    dates = {f"on_{name}": "DATE" for name in question.dates} | ({"day": "DATE"} if question.own_day else {})
    return {"subject": "BIGINT", **named, **dates, **{f"trial_{n}": "BOOLEAN" for n, _ in enumerate(question.pilots)}}


def statement(question: Question, dialect: str, table: str = "cases") -> str:
    """The SELECT for a dialect, in the order of cases."""
    text = question.law.sql(
        question.rules,
        at=question.at,
        at_column="day" if question.own_day else None,
        source=table,
        dialect=dialect,
        subject=question.subject,
        dates={name: f"on_{name}" for name in question.dates},
        pilots={name: f"trial_{number}" for number, name in enumerate(question.pilots)},
    )
    return f"{text} ORDER BY 1"


def by_closures(question: Question, rows: Sequence[Row]) -> list[Answer]:
    """Every case decided by itself: value, number of the deciding clause, masks."""
    law, answers = question.law, []
    shapes = {name: rule.shape for name, rule in law.rules(question.subject).items()}
    for row in rows:
        dates = {name: row[f"on_{name}"] for name in question.dates if row[f"on_{name}"] is not None}
        scope = {name for number, name in enumerate(question.pilots) if row[f"trial_{number}"]}
        at = row.get("day") or question.at
        answer: list[Any] = [row["subject"]]
        for rule in question.rules:
            program = law.program(
                rule, at=at, subject=question.subject, dates=dates, within=lambda p, s=scope: p.reform in s
            )
            value, clause, failed, unknown = program.run(row, at)[1]
            answer += [value, clause or None, *([failed] if shapes[rule] == "all_of" else []), unknown]
        answers.append(tuple(answer))
    return answers


def create(question: Question, table: str = "cases") -> str:
    """The table of cases."""
    return f"CREATE TABLE {table} ({', '.join(f'"{name}" {kind}' for name, kind in columns(question).items())})"


def by_duckdb(question: Question, rows: Sequence[Row]) -> list[Answer]:
    """All cases at once in DuckDB."""
    names = list(columns(question))
    with duckdb.connect(":memory:") as db:
        db.execute(create(question))
        marks = ", ".join("?" for _ in names)
        for start in range(0, len(rows), 500):
            values = [row[name] for row in rows[start : start + 500] for name in names]
            lines = ", ".join(f"({marks})" for _ in rows[start : start + 500])
            db.execute(f"INSERT INTO cases VALUES {lines}", values)
        return [tuple(answer) for answer in db.execute(statement(question, "duckdb")).fetchall()]


def by_postgres(pg: psycopg.Connection[Any], question: Question, rows: Sequence[Row]) -> list[Answer]:
    """All cases at once in PostgreSQL."""
    names = list(columns(question))
    pg.execute("DROP TABLE IF EXISTS cases")
    pg.execute(create(question))
    text = io.StringIO()
    csv.writer(text).writerows([["" if row[name] is None else row[name] for name in names] for row in rows])
    with pg.cursor() as cursor, cursor.copy("COPY cases FROM STDIN (FORMAT csv)") as copy:
        copy.write(text.getvalue())
    return [tuple(answer) for answer in pg.execute(statement(question, "postgres")).fetchall()]
