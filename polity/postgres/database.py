"""Connections to the database, each transaction under the role that fits what it is for.

Acts write as `polity_actor` in serializable transactions; readings look as `polity_reader`, in one snapshot, behind the
row-level security of their scope; the sealer adds seals as `polity_sealer`; whoever keeps the door writes as
`polity_doorkeeper` what holds no fact. Only migrations and repair use the owner.
"""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import date
from threading import Lock
from typing import Any

from psycopg import Connection, Cursor, IsolationLevel
from psycopg_pool import ConnectionPool

Row = tuple[Any, ...]

TURN = 0x7475726E  # the word turn, as the number of an advisory lock


class Database:
    """A database of one organisation, by DSN. Thread-safe; close it when done."""

    def __init__(self, dsn: str, *, most: int = 12) -> None:
        self.dsn = dsn
        self._turns = Lock()  # one of this process waits in the line at a time, so that connections are not used up
        self._pool: ConnectionPool[Connection[Row]] = ConnectionPool(
            dsn, min_size=0, max_size=most, open=False, kwargs={"autocommit": False}, timeout=30
        )

    def close(self) -> None:
        """Give all connections back."""
        self._pool.close()

    @contextmanager
    def owner(self) -> Iterator[Connection[Row]]:
        """A transaction of the owner: migrations, checks over everything, repair."""
        self._pool.open()
        with self._pool.connection() as connection:
            connection.isolation_level = None
            connection.read_only = None
            yield connection

    @contextmanager
    def acting(self, *, in_turn: bool = False) -> Iterator[Cursor[Row]]:
        """A serializable transaction that may write what an act changes. Commits at the end, or leaves no trace.

        in_turn  wait until no other transaction in turn is under way: for what collided with others before
        """
        with (
            self._turn() if in_turn else nullcontext(),
            self._as("polity_actor", IsolationLevel.SERIALIZABLE) as cursor,
        ):
            yield cursor

    @contextmanager
    def _turn(self) -> Iterator[None]:
        # A lock of its own connection, taken before the transaction begins: its snapshot then holds what the one
        # before it in the line has committed.
        with self._turns, Connection.connect(self.dsn, autocommit=True) as line:
            line.execute("SELECT pg_advisory_lock(%s)", [TURN])
            yield

    @contextmanager
    def sealing(self) -> Iterator[Cursor[Row]]:
        """A transaction that may add seals and nothing else."""
        with self._as("polity_sealer", IsolationLevel.READ_COMMITTED) as cursor:
            yield cursor

    @contextmanager
    def doors(self) -> Iterator[Cursor[Row]]:
        """A transaction over what the door keeps: passkeys, sessions, challenges, counts, links. No facts."""
        with self._as("polity_doorkeeper", IsolationLevel.READ_COMMITTED) as cursor:
            yield cursor

    @contextmanager
    def reading(self, *, scope: str, scope_day: str, self_person: int | None = None) -> Iterator[Cursor[Row]]:
        """A transaction that looks, in one snapshot, at what lies in a scope.

        scope        `all`, or the id of the unit whose subtree may be seen, or `none`
        scope_day    the day on which the subtree and its people are taken, ISO
        self_person  a person who may in any case see their own record
        """
        seen = "0" if scope == "none" else scope if scope == "all" else str(int(scope))
        own = "" if self_person is None else str(int(self_person))
        self._pool.open()
        with self._pool.connection() as connection:
            connection.autocommit = True  # so that what begins the transaction and what scopes it go there as one
            try:
                with connection.cursor() as cursor:
                    cursor.execute(
                        "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT set_config('role', 'polity_reader', true),"
                        f" set_config('polity.scope', '{seen}', true), set_config('polity.self', '{own}', true),"
                        f" set_config('polity.scope_day', '{date.fromisoformat(scope_day)}', true)"
                    )
                    yield cursor
                connection.commit()
            finally:
                if not connection.closed:
                    connection.rollback()  # what came to no end; what has ended is left as it is
                    connection.autocommit = False

    @contextmanager
    def _as(self, role: str, isolation: IsolationLevel) -> Iterator[Cursor[Row]]:
        self._pool.open()
        with self._pool.connection() as connection:
            connection.isolation_level = isolation
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('role', %s, true)", [role])
                yield cursor
