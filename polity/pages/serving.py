"""Serve the pages of one organisation: open its house, follow its journal, and answer until told to stop."""

import logging
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any, Protocol

import psycopg
from psycopg_pool import PoolTimeout

from polity.access.limits import Limits, tidy
from polity.access.links import Letters
from polity.access.outbox import outbox
from polity.imports import places, sweeping
from polity.journal import sealer
from polity.pages import frame, opened, signing_state
from polity.pages.asgi import kept_secret
from polity.postgres.database import Database
from polity.readings.desks import Desk, desks
from polity.readings.home import warm
from polity.readings.house import House, Scope
from polity.readings.sources import Book

EVERY = 1.0  # seconds between two looks for what is to be sealed
TIDY = 600.0  # seconds between two looks for sessions, links and counts that have run out
FRESH = 0.5  # seconds for which a head that was read serves every page

log = logging.getLogger(__name__)


class Beside(Protocol):
    """Makes a WSGI application that is served beside the pages, for an organisation that has been opened."""

    def __call__(
        self, house: House, *, name: str, today: Callable[[], date], secret: bytes, book: Book | None
    ) -> Any: ...


def serve(
    dsn: str,
    data: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    book: Book | None = None,
    beside: Mapping[str, Beside] | None = None,
    founder: str = "",
) -> None:
    """Serve the organisation at `dsn` until told to stop.

    data    the folder for what is kept beside the database: the columns, and the key of forms
    book    what the sources of a demonstration state; without it the page of sources says that there is none
    beside  what else is served, by the beginning of its addresses: the API, which the pages know nothing of
    founder the secret by which an organisation may be founded in the browser, where there is none yet
    """
    from polity.pages import asgi  # Django is set up only by whoever serves

    with organisation(dsn, data, book=book, founder=founder) as found:
        secret = asgi.kept_secret(data / "pages.key").encode()
        others = {
            start: make(opened.house(), name=found.name, today=found.today, secret=secret, book=found.book)
            for start, make in (beside or {}).items()
        }
        asgi.serve(host, port, organisation=found, secret=data / "pages.key", dsn=dsn, beside=others)


@contextmanager
def organisation(dsn: str, data: Path, *, book: Book | None = None, founder: str = "") -> Iterator[frame.Organisation]:
    """Open an organisation for the pages, with a sealer beside them and the columns made ready in the background."""
    database = Database(dsn, most=40)
    house = House(database, data / "columns")
    told, settings = _about(house)
    today = _today(settings)
    stop = Event()
    workers = [
        Thread(target=_seal, args=(database, stop), name="sealer", daemon=True),
        Thread(target=_tidy, args=(database, stop), name="doors", daemon=True),
        Thread(target=sweeping.follow, args=(house, today, stop), name="files", daemon=True),
    ]
    if not founder:
        workers.append(Thread(target=_warm, args=(house, today()), name="columns", daemon=True))
    opened.use(house)
    places.use(data)
    letters = Letters(house, outbox(data), Limits(database, kept_secret(data / "pages.key").encode()))
    signing_state.use(letters)
    signing_state.found_by(founder or None)
    try:
        for worker in workers:
            worker.start()
        yield frame.Organisation(
            told,
            today=today,
            head=_Head(database),
            officers=lru_cache(maxsize=1)(lambda: [_officer(desk) for desk in _desks(house, today())]),
            demonstration=bool(settings.get("demonstration")),
            book=book,
        )
    finally:
        stop.set()
        for worker in workers:
            worker.join()
        signing_state.found_by(None)
        signing_state.use(None)
        letters.close()
        opened.use(None)
        house.close()
        database.close()


def _about(house: House) -> tuple[str, dict[str, object]]:
    with house.register(scope=Scope(day=date.min)) as register:
        found = register.organisation()
    return ("Polity", {}) if found is None else (found[0], dict(found[1]))


def _today(settings: dict[str, object]) -> Callable[[], date]:
    """A demonstration stands on a day of its own; everybody else on the day of the clock."""
    stated = settings.get("today")
    if not stated:
        return date.today
    fixed = date.fromisoformat(str(stated))
    return lambda: fixed


def _desks(house: House, today: date) -> list[Desk]:
    return desks(house, scope=Scope(day=today, whole=True))


def _officer(desk: Desk) -> frame.Officer:
    title = f"{desk.tier} {desk.office}".replace("_", " ").capitalize() if desk.office else "Member"
    key = f"{desk.office or 'member'}-{desk.code}".lower()
    return frame.Officer(key, title, desk.where, desk.person, desk.office, desk.unit)


class _Head:
    """The journal's head, read anew at most twice a second however many pages ask."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._found: frame.Head | None = None
        self._until = 0.0

    def __call__(self) -> frame.Head | None:
        if monotonic() >= self._until:
            with self._database.sealing() as cursor:
                number, seal = sealer.last(cursor)
            self._found = frame.Head(number, seal) if number else None
            self._until = monotonic() + FRESH
        return self._found


def _tidy(database: Database, stop: Event) -> None:
    """Take away what no longer serves at the door, at start and every so often."""
    while True:
        try:
            tidy(database)
        except (psycopg.Error, PoolTimeout) as problem:
            log.warning("What has run out at the door could not be taken away: %s", problem)
        if stop.wait(TIDY):
            return


def _seal(database: Database, stop: Event) -> None:
    """Seal what acts have entered. A database that does not answer for a while is asked again."""
    while not stop.wait(EVERY):
        try:
            sealer.seal_pending(database)
        except (psycopg.Error, PoolTimeout) as problem:
            log.warning("What was entered could not be sealed yet, and is tried again: %s", problem)


def _warm(house: House, today: date) -> None:
    """Make ready what the first page asks for. Pages that come sooner wait for the same columns."""
    try:
        warm(house, on=today, scope=Scope(day=today, whole=True))
    except (psycopg.Error, PoolTimeout) as problem:
        log.warning("The columns could not be made ready before the first page: %s", problem)
