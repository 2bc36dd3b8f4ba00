"""The demonstration laid out in DuckDB as plain tables, so that tests can ask it in SQL what the generator claims."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import duckdb
import numpy as np

from polity.demonstration import Demonstration

OPEN = date.max.toordinal()
READ = ("social_category", "former_party", "at_bench", "education", "class", "occupation", "born", "sex")
Table = dict[str, np.ndarray[Any, Any]]


def days(column: Sequence[date | None]) -> np.ndarray[Any, Any]:
    """Days as whole numbers; an open end is later than all."""
    return np.array([OPEN if day is None else day.toordinal() for day in column], dtype=np.int64)


def words(column: Sequence[Any]) -> np.ndarray[Any, Any]:
    return np.array(["" if value is None else str(value) for value in column], dtype=object)


def laid_out(demonstration: Demonstration) -> duckdb.DuckDBPyConnection:
    """Every table of every batch, with days as numbers, and the versions of the units."""
    tables: dict[str, list[Table]] = {}

    def lay(table: str, /, **columns: Any) -> None:
        tables.setdefault(table, []).append(columns)

    units = demonstration.units
    lay(
        "unit",
        unit=np.array([u.unit for u in units]),
        parent=np.array([u.parent or 0 for u in units]),
        since=days([u.since for u in units]),
        until=days([u.until for u in units]),
        **{name: words([getattr(u, name) for u in units]) for name in ("name", "kind", "tier", "code")},
        place=words([json.loads(u.facts).get("place") for u in units]),
    )
    for number, batch in enumerate(demonstration.batches()):
        lay("person", person=np.array(batch.people.person), batch=np.full(len(batch.people), number))
        for name, group in batch.groups().items():
            if name not in ("people", "facts") and len(group):
                lay(name, **{c: _column(c, getattr(group, c)) for c in group.__slots__})
        told = [json.loads(text) for text in batch.facts.facts]
        lay(
            "facts",
            subject=np.array(batch.facts.subject),
            since=days(batch.facts.since),
            until=days(batch.facts.until),
            kind=words(batch.facts.kind),
            holder=np.array([row.get("holder", 0) for row in told]),
            **{name: words([_text(row.get(name)) for row in told]) for name in READ},
        )
    connection = duckdb.connect()
    for name, parts in tables.items():
        whole = {column: np.concatenate([part[column] for part in parts]) for column in parts[0]}
        connection.register("incoming", whole)
        connection.execute(f"CREATE TABLE {name} AS SELECT * FROM incoming")
        connection.unregister("incoming")
    return connection


def _column(name: str, values: Sequence[Any]) -> np.ndarray[Any, Any]:
    if name in ("since", "until", "counted_from"):
        return days(values)
    return words(values) if values and not isinstance(values[0], int) else np.array(values, dtype=np.int64)


def _text(value: Any) -> str | None:
    return {True: "true", False: "false"}.get(value, value) if not isinstance(value, list) else None


class Asked:
    """Counts on a day, as `polity.demonstration.figures.Count` wants them."""

    def __init__(self, connection: duckdb.DuckDBPyConnection) -> None:
        self.connection = connection

    def __call__(self, *, day: date, where: Mapping[str, Sequence[str]], under: str | None, of: str) -> int:
        conditions = [_one_of(name, values) for name, values in where.items()]
        at = day.toordinal()
        below = f"""
WITH RECURSIVE u AS (SELECT * FROM unit WHERE since <= {at} AND {at} < until),
 below AS (SELECT * FROM u WHERE {f"code = '{under}'" if under else "tier = 'centre'"}
   UNION ALL SELECT u.* FROM u JOIN below b ON u.parent = b.unit)
"""
        people = f"""
 FROM spells s JOIN below t USING (unit)
 LEFT JOIN facts f ON f.subject = s.person AND f.since <= {at} AND {at} < f.until
 WHERE s.since <= {at} AND {at} < s.until
"""
        text = {
            "nuclei": "SELECT count(*) FROM below t WHERE tier = 'nucleus'",
            "contacts": "SELECT count(DISTINCT c.contact) FROM contacts c WHERE"
            f" c.since <= {at} AND {at} < c.until AND c.contact IN (SELECT s.person {people})",
            "people": f"SELECT count(*) {people}",
        }[of]
        (row,) = self.connection.execute(below + " AND ".join([text, *conditions])).fetchall()
        return int(row[0])


COHORT = (
    f"CASE WHEN counted_from < {date(1917, 1, 1).toordinal()} THEN 'before 1917' ELSE CAST(year(DATE '0001-01-01'"
    " + CAST(counted_from - 1 AS INTEGER)) AS VARCHAR) END"
)


def _one_of(name: str, values: Sequence[str]) -> str:
    expression = {"unit_kind": "t.kind", "place": "t.place", "cohort": COHORT}.get(name, name)
    return f"{expression} IN ({', '.join(repr(value) for value in values)})"
