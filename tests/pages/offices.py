"""An organisation opened for the pages, and readers who sign in to it."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime

from django.db import connection
from django.test import Client

from polity.acts import offices
from polity.pages import frame, opened
from tests.league import League

TODAY = date(2025, 3, 1)
NOW = datetime(2025, 3, 1, 12, 30, tzinfo=UTC)


@contextmanager
def pages_of(league: League) -> Iterator[frame.Organisation]:
    """Let the pages look into a league. The head is left out: it is the same for everybody, and the world's own."""
    named = frame.Organisation("League of Lamplighters", today=lambda: TODAY, now=lambda: NOW)
    opened.use(league.house)
    frame.use(named)
    try:
        yield named
    finally:
        opened.use(None)
        frame.use(frame.Organisation("Polity"))


def appoint(league: League, person: int, unit: int, office: str = "secretary", on: date = date(2024, 1, 1)) -> None:
    """Put somebody into an office."""
    league.enact(offices.Appoint(on=on, term=league.id(), office=office, unit=unit, person=person))


def signed_in(person: int | None, office: str = "", unit: int | None = None) -> Client:
    """A browser in which somebody is signed in; nobody is a visitor."""
    browser = Client(raise_request_exception=True)
    if person is not None:
        session = browser.session
        session.update({"person": person, "office": office, "unit": unit, "title": office or "member", "where": ""})
        session.save()
    return browser


def session_of(person: int, office: str = "", unit: int | None = None) -> str:
    """The key of a session in which somebody is signed in, made in a thread of its own: a browser holds this one."""

    def made() -> str:
        key = signed_in(person, office, unit).cookies["polity_session"].value
        connection.close()
        return str(key)

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(made).result()
