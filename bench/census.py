"""The census: people on any day by two dimensions over the whole tree, warm."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from bench.measure import LONG, at_share, each_timed, middle
from bench.report import CEILING, POLITY, USUAL, Contender, Row
from bench.stage import Stage

BUDGET = 0.05
DAYS = ("1919-03-18", "1920-03-29", "1921-03-08", "1921-09-30", "1922-03-27", "1922-08-07", "1923-01-01", "1923-04-15")
WHERE = {"standing": "member"}
QUESTIONS = {
    "census": (("social_category", "education"), "by social category and education"),
    "census by place": (("guberniya", "social_category"), "by guberniya and social category"),
}


def rows(stage: Stage) -> list[Row]:
    """Each question on eight days, put to Polity, to Django's ORM and to DuckDB on the columns' own Parquet files."""
    days = list(DAYS[-3:] if stage.quick else DAYS)
    asked = {"days": days, "times": stage.times(5), "questions": [by for by, _ in QUESTIONS.values()]}
    ours = stage.run("bench.census:polity", data=str(stage.data), dsn=stage.dsn, **asked)
    usual = stage.run("bench.census:django", dsn=stage.dsn, **asked)
    best = stage.run("bench.census:duck", folder=str(stage.data / "columns"), **asked)
    return [_row(stage, at, len(days), ours, usual, best) for at in range(len(QUESTIONS))]


def _row(stage: Stage, at: int, days: int, *told: dict[str, Any]) -> Row:
    name, (_, says) = list(QUESTIONS.items())[at]
    row = Row(name, f"members {says} on any day, whole tree, warm; {stage.people} people", budget_s=BUDGET)
    ours, usual, best = (one["answers"][at] for one in told)
    row.check(usual["answer"] == ours["answer"], f"Django counts the same people on {days} days as Polity")
    row.check(best["answer"] == ours["answer"], "and so does DuckDB")
    row.check(all(sum(counts[-1] for counts in day) > 0 for day in ours["answer"]), "somebody is counted on every day")
    row.contenders = [
        _contender("Polity", POLITY, "readings.census, columns in memory", ours, told[0]),
        _contender("Django ORM", USUAL, "same PostgreSQL; its server's memory is not counted", usual, told[1]),
        _contender("DuckDB", CEILING, "one query on the same Parquet files; trees drawn before", best, told[2]),
    ]
    return row


def _contender(who: str, role: str, how: str, found: dict[str, Any], told: dict[str, Any]) -> Contender:
    more = {"p95_s": at_share(found["seconds"], 0.95), "first_on_a_day_s": middle(found["first"])}
    return Contender(who, role, how, found["seconds"], told["peak_mib"], more=more)


Ask = Callable[[str, list[str]], list[list[Any]]]  # a day and dimensions; rows of values and a count, in order


def _asked(ask: Ask, days: list[str], questions: list[list[str]], times: int, warm: str) -> dict[str, Any]:
    """Put each question once on a day that nobody asks for again, then on each day for the first time, then again."""
    answers = []
    for by in questions:
        ask(warm, by)
        answer, first = each_timed(lambda day, by=by: ask(day, by), days)  # type: ignore[misc]
        again: list[float] = []
        for _ in range(times):
            again += each_timed(lambda day, by=by: ask(day, by), days)[1]  # type: ignore[misc]
            if sum(again) > LONG:
                break
        answers.append({"answer": answer, "first": first, "seconds": again})
    return {"answers": answers}


def polity(data: str, dsn: str, **asked: Any) -> dict[str, Any]:
    """Ask as a page asks: one open house."""
    from polity.postgres.database import Database
    from polity.readings.census import Question, census
    from polity.readings.house import House, Scope

    house = House(Database(dsn), Path(data) / "columns")
    scope = Scope(day=date(1923, 4, 15), whole=True)

    def ask(day: str, by: list[str]) -> list[list[Any]]:
        where = {name: (value,) for name, value in WHERE.items()}
        found = census(house, Question(on=date.fromisoformat(day), where=where, by=by), scope=scope)
        return sorted([[*row.values, row.people] for row in found.rows], key=str)

    told = _asked(ask, **asked, warm="1918-01-01")
    house.close()
    house.database.close()
    return told


def django(dsn: str, **asked: Any) -> dict[str, Any]:
    """Ask as a user of Django would."""
    from bench.plain import connected, counted

    models = connected(dsn)
    return _asked(lambda day, by: counted(models, date.fromisoformat(day), WHERE, by), **asked, warm="1918-01-01")


def duck(folder: str, days: list[str], **asked: Any) -> dict[str, Any]:
    """Ask DuckDB alone: nothing around it, one query a day."""
    import duckdb

    newest = Path(folder) / (Path(folder) / "newest").read_text()
    base = duckdb.connect()
    for day in days:
        base.execute(f"CREATE TABLE above_{day.replace('-', '')} AS {_guberniyas(newest, day)}")

    def ask(day: str, by: list[str]) -> list[list[Any]]:
        chosen = ", ".join("a.code" if name == "guberniya" else f"CAST(s.{name} AS VARCHAR)" for name in by)
        joined = f"JOIN above_{day.replace('-', '')} a ON a.unit = s.unit" if "guberniya" in by else ""
        found = base.execute(
            f"SELECT {chosen}, count(*) FROM read_parquet('{newest}/span') s {joined}"
            f" WHERE s.since <= DATE '{day}' AND DATE '{day}' < s.until AND s.standing = 'member' GROUP BY ALL"
        ).fetchall()
        return sorted([list(row) for row in found], key=str)

    return _asked(ask, days, **asked, warm=days[0])


def _guberniyas(newest: Path, day: str) -> str:
    return f"""
WITH RECURSIVE u AS (SELECT * FROM read_parquet('{newest}/unit_version')
   WHERE since <= DATE '{day}' AND DATE '{day}' < until AND gone IS NULL),
 t AS (SELECT unit, CASE WHEN tier = 'guberniya' THEN code END AS code FROM u WHERE parent IS NULL
   UNION ALL SELECT u.unit, CASE WHEN u.tier = 'guberniya' THEN u.code ELSE t.code END
   FROM u JOIN t ON t.unit = u.parent)
SELECT unit, code FROM t"""
