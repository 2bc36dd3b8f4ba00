"""Follow the sealer while the pages are served."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from threading import Event, Thread

import psycopg
from psycopg_pool import PoolTimeout

from polity.access.outbox import Outbox, outbox
from polity.notices.post import post
from polity.notices.work import work
from polity.postgres.database import Database

EVERY = 2.0  # seconds between two looks for what was sealed
log = logging.getLogger(__name__)


@contextmanager
def following(dsn: str, data: Path, *, every: float = EVERY) -> Iterator[None]:
    """Work off what is sealed and send what is due, in the background, for as long as this is open."""
    database, stop = Database(dsn, most=2), Event()
    worker = Thread(target=_follow, args=(database, outbox(data), stop, every), name="notices", daemon=True)
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join()
        database.close()


def _follow(database: Database, box: Outbox, stop: Event, every: float) -> None:
    while not stop.wait(every):
        try:
            day = today(database)
            while not stop.is_set() and work(database, today=day)[0]:
                pass
            post(database, box, today=day)
        except (psycopg.Error, PoolTimeout) as problem:  # tried again; what it says may name somebody
            log.warning("Notices could not be worked off yet, and are tried again: %s", type(problem).__name__)


def today(database: Database) -> date:
    """The organisation's today: a demonstration stands on a day of its own."""
    with database.acting() as cursor:
        cursor.execute("SELECT settings ->> 'today' FROM organisation")
        found = cursor.fetchone()
    return date.fromisoformat(found[0]) if found and found[0] else date.today()
