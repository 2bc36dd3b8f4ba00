"""Follow the commits and chain what they entered: one sealer at a time, in batches, never inside an act's transaction.

An entry is sealed once no transaction older than it can still commit, so that a late one is never left out.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from psycopg import Cursor

from polity.journal.canonical import canonical
from polity.journal.seal import FIRST, line, seal
from polity.postgres.database import Database, Row

_LOCK = 0x706F6C697479  # the word polity, as the number of an advisory lock
_COLUMNS = "entry, act, valid_on, recorded, operator, office, law, receipt, root, rows"


def body_of(row: Row, number: int) -> bytes:
    """The canonical bytes of an entry: what its seal binds."""
    _, act, on, recorded, operator, office, law, receipt, root, rows = row
    body: Mapping[str, Any] = {
        "act": act,
        "by": operator,
        "as": office,
        "law": law,
        "number": number,
        "on": on,
        "particulars": root,
        "receipt": receipt,
        "recorded": recorded,
        "rows": rows,
    }
    return canonical(body)


def seal_pending(database: Database, *, most: int = 10_000) -> int:
    """Seal what is committed and not yet sealed. Returns how many entries were sealed; 0 while another sealer works."""
    with database.sealing() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if cursor.fetchone() != (True,):
            return 0
        number, previous = last(cursor)
        cursor.execute(
            f"SELECT {_COLUMNS} FROM journal_entry e WHERE xid < pg_snapshot_xmin(pg_current_snapshot())"
            " AND NOT EXISTS (SELECT FROM journal_seal s WHERE s.entry = e.entry) ORDER BY entry LIMIT %s",
            [most],
        )
        sealed = []
        for row in cursor.fetchall():
            number += 1
            body = body_of(row, number)
            previous = seal(previous, body)
            sealed.append((number, row[0], body.decode(), previous))
        cursor.executemany("INSERT INTO journal_seal (number, entry, body, seal) VALUES (%s, %s, %s, %s)", sealed)
        return len(sealed)


def last(cursor: Cursor[Row]) -> tuple[int, str]:
    """The number and seal of the last sealed entry: the head of the journal."""
    cursor.execute("SELECT number, seal FROM journal_seal ORDER BY number DESC LIMIT 1")
    found = cursor.fetchone()
    return (0, FIRST) if found is None else (int(found[0]), str(found[1]))


def export(cursor: Cursor[Row]) -> Iterator[bytes]:
    """The sealed journal, a line an entry, as `polity.journal.seal` verifies it."""
    cursor.execute("SELECT body, seal FROM journal_seal ORDER BY number")
    while rows := cursor.fetchmany(5_000):
        for body, sealed in rows:
            yield line(body.encode(), sealed)
