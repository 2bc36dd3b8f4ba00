"""The register as it was known when an entry was made: the same look-ups, over the versions that stood then."""

import re
from collections.abc import Mapping
from typing import Any, cast

from psycopg import Cursor

from polity.postgres.database import Row
from polity.register.register import Register
from polity.register.tables import REGISTER

_TABLES = tuple(table.name for table in REGISTER)
_NAMED = re.compile(rf"\b({'|'.join(_TABLES)})\b")
_WITH = re.compile(r"\s*WITH( RECURSIVE)?\b")


class Known(Register):
    """The register as the entry found it: what later entries changed is as it was, what they added is not there.

    Only for a transaction that looks. Whoever was erased since is not there either.
    """

    def __init__(self, register: Register, entry: int) -> None:
        super().__init__(cast(Cursor[Row], _Earlier(register.cursor, entry)))


class _Earlier:
    """A cursor whose queries find, under the names of the register's tables, the versions known before an entry."""

    def __init__(self, cursor: Cursor[Row], entry: int) -> None:
        self._cursor, self._entry = cursor, entry
        self._columns = _columns_of(cursor)

    def execute(self, query: str, values: Any = None) -> None:
        """Ask a query of the past."""
        tables = dict.fromkeys(_NAMED.findall(query))
        known = ", ".join(f"{table} AS NOT MATERIALIZED ({self._known(table)})" for table in tables)
        begins = _WITH.match(query)
        if not known:
            text = query
        elif begins:
            text = f"WITH RECURSIVE {known}, {query[begins.end() :]}"
        else:
            text = f"WITH RECURSIVE {known} {query}"
        self._cursor.execute(text, values)

    def _known(self, table: str) -> str:
        columns = ", ".join(f'"{name}"' for name in self._columns[table])
        return (
            f"SELECT {columns} FROM public.{table} WHERE entry < {self._entry} UNION ALL SELECT {columns} FROM"
            f" public.{table}_past WHERE entry < {self._entry} AND gone >= {self._entry}"
        )

    def fetchone(self) -> Row | None:
        """One row."""
        return self._cursor.fetchone()

    def fetchall(self) -> list[Row]:
        """All rows."""
        return self._cursor.fetchall()


def _columns_of(cursor: Cursor[Row]) -> Mapping[str, tuple[str, ...]]:
    cursor.execute(
        "SELECT c.relname, array_agg(a.attname::text ORDER BY a.attnum) FROM pg_class c JOIN pg_attribute a"
        " ON a.attrelid = c.oid WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY(%s)"
        " AND a.attnum > 0 AND NOT a.attisdropped GROUP BY 1",
        [list(_TABLES)],
    )
    return {str(table): tuple(columns) for table, columns in cursor.fetchall()}
