"""Follow the sealer while the pages are served."""

import logging
from collections.abc import Callable
from datetime import date
from threading import Event

import psycopg
from psycopg_pool import PoolTimeout

from polity.access.outbox import Outbox
from polity.notices.post import post
from polity.notices.work import work
from polity.postgres.database import Database

EVERY = 2.0  # seconds between two looks for what was sealed
log = logging.getLogger(__name__)


def follow(database: Database, outbox: Outbox | None, stop: Event, *, today: Callable[[], date]) -> None:
    """Work off what was sealed, and send what is due, until told to stop. What fails is tried again."""
    while not stop.wait(EVERY):
        try:
            while not stop.is_set() and work(database, today=today())[0]:
                pass
            if outbox is not None:
                post(database, outbox, today=today())
        except (psycopg.Error, PoolTimeout) as problem:
            log.warning("Notices could not be worked off yet, and are tried again: %s", type(problem).__name__)
