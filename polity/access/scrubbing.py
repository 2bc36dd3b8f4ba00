"""After an erasure: the database's files are written anew in the background, once, while the pages are served.

How far that is done is kept beside the database, as the number of an entry: it is no fact of the organisation.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

import psycopg
from psycopg_pool import PoolTimeout

from polity.journal import scrub
from polity.postgres.database import Database
from polity.register.tables import ERASING, PERSONAL

EVERY = 120.0  # seconds between two looks for erasures: several in a row are scrubbed together
FILE = "scrubbed"
log = logging.getLogger(__name__)

_data: Path | None = None


def use(data: Path | None) -> None:
    """Name the data folder from now on."""
    global _data
    _data = data


def reached() -> int:
    """The entry up to which nothing of what was erased lies in the database's files any more; 0 where none was."""
    return 0 if _data is None else _read(_data)


def note(data: Path, entry: int) -> None:
    """Keep how far the files are written anew."""
    if entry > _read(data):
        (data / FILE).write_text(f"{entry}\n", encoding="ascii")


def latest(database: Database) -> int:
    """The entry of the last act that took something away; 0 where there is none."""
    with database.acting() as cursor:
        cursor.execute("SELECT max(entry) FROM journal_entry WHERE act = ANY(%s)", [list(ERASING)])
        return int((cursor.fetchone() or (None,))[0] or 0)


def work(database: Database, data: Path) -> bool:
    """Write the files anew if something was erased since they were last; says whether it did."""
    owed = latest(database)
    if owed <= _read(data):
        return False
    log.info("After an erasure: %s", scrub.scrub(database, PERSONAL))
    note(data, owed)
    return True


@contextmanager
def following(dsn: str, data: Path, *, every: float = EVERY) -> Iterator[None]:
    """Follow erasures in the background, for as long as this is open."""
    database, stop = Database(dsn, most=1), Event()
    worker = Thread(target=_follow, args=(database, data, stop, every), name="erasures", daemon=True)
    use(data)
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join()
        use(None)
        database.close()


def _follow(database: Database, data: Path, stop: Event, every: float) -> None:
    while not stop.wait(every):
        try:
            work(database, data)
        except (psycopg.Error, PoolTimeout, OSError) as problem:  # tried again; what it says may name somebody
            log.warning("The files could not be written anew yet, and are tried again: %s", type(problem).__name__)


def _read(data: Path) -> int:
    try:
        return int((data / FILE).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0
