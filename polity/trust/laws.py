"""The same cases through closures, DuckDB and PostgreSQL, with the answers in one form to compare."""

import csv
import io
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import duckdb
import psycopg

from polity.statutes import Law
from polity.statutes.documents import Fact

type Case = dict[str, Any]
type Answer = tuple[Any, ...]

KINDS = {"int": "BIGINT", "money": "BIGINT", "bool": "BOOLEAN", "date": "DATE", "code": "VARCHAR"}
FIRST, SPAN = date(1918, 1, 1), 3000


class Question(NamedTuple):
    """What is asked of every engine."""

    law: Law
    subject: str
    at: date

    @property
    def rules(self) -> list[str]:
        """Every rule for the subject."""
        return list(self.law.rules(self.subject))

    @property
    def columns(self) -> dict[str, str]:
        """The columns of the table of cases with their types."""
        facts = self.law.facts(self.subject)
        read = self.law.reads(self.rules, self.subject)
        return {"subject": "BIGINT"} | {name: KINDS[facts[name].kind] for name in read}

    def statement(self, dialect: str) -> str:
        """The SELECT for a dialect, in the order of cases."""
        text = self.law.sql(self.rules, at=self.at, source="cases", dialect=dialect, subject=self.subject)
        return f"{text} ORDER BY 1"


def value(fact: Fact, draw: random.Random) -> Any:
    """A value of a fact: often at an edge, sometimes unknown, sometimes one that its declaration does not allow."""
    if draw.random() < 0.12:
        return None
    if fact.kind == "bool":
        return draw.random() < 0.5
    if fact.kind == "code":
        return "undeclared" if draw.random() < 0.02 else draw.choice(fact.values)
    if fact.kind == "date":
        return FIRST + timedelta(days=draw.randrange(SPAN))
    low, high = fact.low, fact.high
    if draw.random() < 0.05:
        return draw.choice((low - 1, low, high, high + 1))
    return draw.randrange(low, high + 1) if high - low < 10_000 or draw.random() < 0.5 else draw.randrange(0, 100)


def cases(question: Question, count: int, draw: random.Random) -> list[Case]:
    """Random cases."""
    facts = question.law.facts(question.subject)
    read = [facts[name] for name in question.columns if name != "subject"]
    return [{"subject": at} | {fact.name: value(fact, draw) for fact in read} for at in range(count)]


def by_closures(question: Question, rows: Sequence[Case]) -> list[Answer]:
    """Every case decided by itself: value, number of the deciding clause, masks."""
    shapes = {name: rule.shape for name, rule in question.law.rules(question.subject).items()}
    programs = [(rule, question.law.program(rule, at=question.at, subject=question.subject)) for rule in question.rules]
    answers = []
    for case in rows:
        answer: list[Any] = [case["subject"]]
        for rule, program in programs:
            decided, clause, failed, unknown = program.run(case, question.at)[1]
            answer += [decided, clause or None, *([failed] if shapes[rule] == "all_of" else []), unknown]
        answers.append(tuple(answer))
    return answers


def by_duckdb(question: Question, rows: Sequence[Case]) -> list[Answer]:
    """All cases at once in DuckDB."""
    names = list(question.columns)
    with duckdb.connect(":memory:", config={"threads": 1}) as db:
        db.execute(_create(question))
        line = f"({', '.join('?' for _ in names)})"
        db.execute(
            f"INSERT INTO cases VALUES {', '.join(line for _ in rows)}", [row[name] for row in rows for name in names]
        )
        return [tuple(answer) for answer in db.execute(question.statement("duckdb")).fetchall()]


def by_postgres(connection: psycopg.Connection[Any], question: Question, rows: Sequence[Case]) -> list[Answer]:
    """All cases at once in PostgreSQL; the table goes with the transaction."""
    text = io.StringIO()
    csv.writer(text).writerows([["" if row[name] is None else row[name] for name in question.columns] for row in rows])
    with connection.transaction(force_rollback=True):
        connection.execute(_create(question))  # type: ignore[call-overload]
        with connection.cursor() as cursor, cursor.copy("COPY cases FROM STDIN (FORMAT csv)") as copy:
            copy.write(text.getvalue())
        found = connection.execute(question.statement("postgres"))  # type: ignore[call-overload]
        return [tuple(answer) for answer in found.fetchall()]


def _create(question: Question) -> str:
    columns = ", ".join(f'"{name}" {kind}' for name, kind in question.columns.items())
    return f"CREATE TEMPORARY TABLE cases ({columns})"


def differences(
    connection: psycopg.Connection[Any], law: Law, days: Sequence[date], count: int, draw: random.Random
) -> Iterator[str]:
    """Where one of the three engines decides a case otherwise than the others."""
    for subject in law.subjects():
        for day in days:
            question = Question(law, subject, day)
            if not question.rules:
                continue
            rows = cases(question, count, draw)
            decided = by_closures(question, rows)
            answers = (("DuckDB", by_duckdb(question, rows)), ("PostgreSQL", by_postgres(connection, question, rows)))
            for engine, other in answers:
                apart = sum(one != two for one, two in zip(decided, other, strict=True))
                if apart:
                    yield f"on {day} {engine} decides {apart} of {len(rows)} cases of {subject} otherwise"
