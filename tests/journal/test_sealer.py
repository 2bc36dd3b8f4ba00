"""The sealer follows commits: nobody is left out, nobody sealed twice, and what is entered is never altered."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import errors

from polity.journal import entries, sealer
from polity.journal.entries import Head
from polity.journal.seal import verify
from polity.postgres.database import Database
from polity.postgres.migrate import migrate

HEAD = Head("test.act", "2025-03-01", "2025-03-01T00:00:00Z", "operator", None, None, None)


@pytest.fixture
def database(dsn: str) -> Any:
    migrate(dsn)
    opened = Database(dsn)
    yield opened
    opened.close()


def enter(cursor: Any, name: str) -> int:
    """Enter something; the name makes its receipt."""
    entry = entries.next_number(cursor)
    randomness = name.encode().ljust(16, b".") + bytes(32)
    entries.append(cursor, entry, HEAD, [(0, name.encode())], randomness=randomness, text=name.encode())
    return entry


def sealed(database: Database) -> list[int]:
    with database.owner() as connection:
        return [row[0] for row in connection.execute("SELECT entry FROM journal_seal ORDER BY number").fetchall()]


def late_and_quick(database: Database, seal_pending: Callable[[Database], int]) -> list[str]:
    """Begin an entry, let a later one be committed before it, and seal in between: the receipts in sealed order."""
    with database.acting() as slow:
        enter(slow, "late")
        with database.owner() as connection:
            connection.execute(
                "INSERT INTO journal_entry (act, valid_on, recorded, operator, receipt, digest, root, rows)"
                " VALUES ('test.act', '2025-03-01', '', 'operator', 'quick', '', '', 1)"
            )
        seal_pending(database)
    seal_pending(database)
    with database.owner() as connection:
        rows = connection.execute("SELECT receipt FROM journal_seal JOIN journal_entry USING (entry) ORDER BY number")
        return [bytes.fromhex(row[0]).decode().rstrip(".") if row[0] != "quick" else "quick" for row in rows]


def test_a_late_committer_is_sealed_in_its_place(database: Database) -> None:
    assert late_and_quick(database, sealer.seal_pending) == ["late", "quick"]


def test_a_sealer_that_does_not_wait_is_found_by_the_test_above(database: Database) -> None:
    source = Path(sealer.__file__).read_text()
    planted = source.replace("xid < pg_snapshot_xmin(pg_current_snapshot())", "true")
    hasty: dict[str, Any] = {}
    exec(compile(planted, "planted", "exec"), hasty)
    assert planted != source
    assert late_and_quick(database, hasty["seal_pending"]) == ["quick", "late"]


def test_an_act_given_up_leaves_a_gap_in_ids_and_none_in_the_chain(database: Database) -> None:
    with database.acting() as cursor:
        first = enter(cursor, "first")
    with pytest.raises(RuntimeError), database.acting() as cursor:
        enter(cursor, "given up")
        raise RuntimeError
    with database.acting() as cursor:
        third = enter(cursor, "third")
    sealer.seal_pending(database)
    assert sealed(database) == [first, third]
    with database.owner() as connection:
        lines = list(sealer.export(connection.cursor()))
        number, head = sealer.last(connection.cursor())
    assert (number, list(verify(lines, head=head))) == (2, [])


def test_entries_are_sealed_in_batches_that_make_one_chain(database: Database) -> None:
    for number in range(7):
        with database.acting() as cursor:
            enter(cursor, f"entry {number}")
    assert [sealer.seal_pending(database, most=3) for _ in range(4)] == [3, 3, 1, 0]
    with database.owner() as connection:
        lines = list(sealer.export(connection.cursor()))
        assert list(verify(lines, head=sealer.last(connection.cursor())[1])) == []


def test_one_sealer_works_at_a_time(database: Database) -> None:
    with database.acting() as cursor:
        enter(cursor, "entry")
    with database.sealing() as other:
        other.execute("SELECT pg_try_advisory_xact_lock(%s)", [0x706F6C697479])
        assert sealer.seal_pending(database) == 0
    assert sealer.seal_pending(database) == 1


@pytest.mark.parametrize("table", ["journal_entry", "journal_seal", "particulars", "look"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "TRUNCATE {} CASCADE", "UPDATE {} SET {}"])
def test_even_the_owner_alters_nothing_in_the_journal(database: Database, table: str, statement: str) -> None:
    column = {
        "journal_entry": "act = ''",
        "journal_seal": "seal = seal",
        "particulars": "person = 1",
        "look": "person=1",
    }
    with psycopg.connect(database.dsn) as connection, pytest.raises(errors.IntegrityConstraintViolation):
        connection.execute(statement.format(table, column[table]))  # type: ignore[arg-type]
