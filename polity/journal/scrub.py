"""After an erasure: let nothing of it stay behind in the database's own files.

Erased rows leave their bytes in table pages and in the write-ahead log until those are written anew. This writes the
tables that can hold personal data anew, and starts a new log, so that the old files go.
"""

from collections.abc import Iterable

import psycopg

from polity.postgres.database import Database


def scrub(database: Database, tables: Iterable[str]) -> str:
    """Write these tables, the keys and the particulars anew, and begin a new log.

    Says what was done, and what the server would not let be done.
    """
    with psycopg.connect(database.dsn, autocommit=True) as connection:
        for table in ("particular_key", "particulars", *tables):
            connection.execute(f"VACUUM FULL {table}")
        try:
            for _ in range(2):  # the log before the last checkpoint is kept until the next one
                connection.execute("SELECT pg_switch_wal()")
                connection.execute("CHECKPOINT")
        except psycopg.errors.InsufficientPrivilege:
            return "The tables were written anew. Ask the server's administrator for a CHECKPOINT: its log goes then."
    return "The tables and the log were written anew."
