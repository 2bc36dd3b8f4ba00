"""Connections to the database, each transaction under the role that fits what it is for.

Acts write as `polity_actor` in serializable transactions; readings look as `polity_reader`, in one snapshot, behind the
row-level security of their scope; the sealer adds seals as `polity_sealer`; whoever keeps the door writes as
`polity_doorkeeper` what holds no fact. Only migrations and repair use the owner.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import date
from threading import BoundedSemaphore, Lock, local
from typing import Any

from psycopg import Connection, Cursor, IsolationLevel
from psycopg.pq import TransactionStatus
from psycopg_pool import ConnectionPool

Row = tuple[Any, ...]

TURN = 0x7475726E  # the word turn, as the number of an advisory lock
DESKS = ("", "transfers")  # those that migrations open rows to
# A few rows are asked one by one whether they lie in a scope, before a list is made; each reading has as many.
ASK_AGAIN = "SELECT set_config('polity.asked', '0', true)"
OF_A_LOOK = 4  # transactions that one look keeps open: for oneself, an office, the whole, and a desk


@dataclass
class _Look:
    """What one thread has under its eyes: a transaction for each scope, all ended together."""

    ends: ExitStack
    left: int = OF_A_LOOK  # transactions that may still be begun
    held: dict[tuple[str, ...], Connection[Row]] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)


class _Looks(local):
    """The look of each thread."""

    now: _Look | None = None


def _settings(scope: str, day: str, person: int | None, desk: str = "") -> tuple[str, str, str, str]:
    """What row security goes by, as text that can do no harm in a statement."""
    if desk not in DESKS:
        raise ValueError(f"There is no desk {desk!r}.")
    seen = "0" if scope == "none" else scope if scope == "all" else str(int(scope))
    return seen, "" if person is None else str(int(person)), date.fromisoformat(day).isoformat(), desk


class Database:
    """A database of one organisation, by DSN. Thread-safe; close it when done."""

    def __init__(self, dsn: str, *, most: int = 12) -> None:
        self.dsn = dsn
        self._turns = Lock()  # one of this process waits in the line at a time, so that connections are not used up
        self._pool: ConnectionPool[Connection[Row]] = ConnectionPool(
            dsn, min_size=0, max_size=most, open=False, kwargs={"autocommit": False}, timeout=30
        )
        self._looks = _Looks()
        # Some connections are left for what is read beside, so that looks never wait for each other.
        self._looking = BoundedSemaphore(max(most // (OF_A_LOOK + 1), 1))

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
    def look(self) -> Iterator[None]:
        """Let everything that this thread reads within be read at once: each scope in one transaction, one snapshot.

        For what is shown. What is written meanwhile by the same thread is seen by what it reads after. Where as many
        look already as the connections allow, each reading has a transaction of its own, as outside of a look.
        """
        if self._looks.now is not None or not self._looking.acquire(blocking=False):
            yield
            return
        try:
            with ExitStack() as ends:
                self._looks.now = _Look(ends)
                try:
                    yield
                finally:
                    self._looks.now = None
        finally:
            self._looking.release()

    def once[V](self, name: str, ask: Callable[[], V]) -> V:
        """An answer that is the same for a whole look; outside of one it is asked for each time."""
        look = self._looks.now
        if look is None:
            return ask()
        if name not in look.answers:
            look.answers[name] = ask()
        found: V = look.answers[name]
        return found

    @contextmanager
    def reading(
        self, *, scope: str, scope_day: str, self_person: int | None = None, desk: str = ""
    ) -> Iterator[Cursor[Row]]:
        """A transaction that looks, in one snapshot, at what lies in a scope.

        scope        `all`, or the id of the unit whose subtree may be seen, or `none`
        scope_day    the day on which the subtree and its people are taken, ISO
        self_person  a person who may in any case see their own record
        desk         a desk whose people are open besides, as a migration says of it
        """
        settings = _settings(scope, scope_day, self_person, desk)
        look = self._looks.now
        held = look.held.get(settings) if look is not None else None
        again = held is not None and held.info.transaction_status is TransactionStatus.INTRANS
        if look is None or not (again or look.left):
            with self._reading(*settings) as connection, connection.cursor() as cursor:
                yield cursor
            return
        if held is None or not again:
            look.left -= 1
            held = look.held[settings] = look.ends.enter_context(self._reading(*settings))
        with held.cursor() as cursor:
            if again and scope not in {"none", "all"}:
                cursor.execute(ASK_AGAIN)
            yield cursor

    @contextmanager
    def noting(self, *, scope: str, scope_day: str, self_person: int | None = None) -> Iterator[Cursor[Row]]:
        """As `reading`, for whoever notes down that something was looked at: kept at its end, whatever comes after."""
        settings = _settings(scope, scope_day, self_person)
        with self._reading(*settings) as connection, connection.cursor() as cursor:
            yield cursor
        self._anew()

    @contextmanager
    def _reading(self, seen: str, own: str, day: str, desk: str) -> Iterator[Connection[Row]]:
        self._pool.open()
        with self._pool.connection() as connection:
            connection.autocommit = True  # so that what begins the transaction and what scopes it go there as one
            try:
                connection.execute(
                    "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT set_config('role', 'polity_reader', true),"
                    f" set_config('polity.scope', '{seen}', true), set_config('polity.self', '{own}', true),"
                    f" set_config('polity.scope_day', '{day}', true), set_config('polity.desk', '{desk}', true)"
                )
                yield connection
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
        self._anew()

    def _anew(self) -> None:
        """Read anew in this thread's look, for something was written; what is being read is read to its end."""
        look = self._looks.now
        if look is not None:
            look.held.clear()
            look.answers.clear()
