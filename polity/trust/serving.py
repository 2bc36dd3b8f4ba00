"""Organisations served inside this process: pages and API answer requests as they would over a network.

What is random is drawn from the number of the request, and what is timed stands still, so that two organisations that
are asked the same can be compared byte for byte, with nothing taken out of the answers.
"""

import io
import os
import random
import re
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from polity.access import secrets, tokens
from polity.access.limits import Limits
from polity.access.links import Letters
from polity.access.outbox import outbox
from polity.api.app import Api
from polity.api.asking import Organisation
from polity.api.limits import Limits as Measures
from polity.imports import jobs, places
from polity.pages import frame, opened, signing_state
from polity.readings.house import House, Scope
from polity.trust.rows import replaced

HEAD = frame.Head(100_000, "5e" * 32)  # the journal's head is public and differs by nature: one for everybody
HOST = "127.0.0.1"
EXPIRES = re.compile(r"; expires=[^;]*")


class Reader(NamedTuple):
    """Somebody who asks: a visitor is nobody, a member has no office."""

    name: str
    person: int | None = None
    office: str = ""
    unit: int | None = None


class Answer(NamedTuple):
    """What came back, whole."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    @property
    def allowed(self) -> tuple[str, ...]:
        """The methods that an address answers to, as an answer of 405 names them."""
        return tuple(dict(self.headers).get("Allow", "").replace(" ", "").split(","))


class Asking(NamedTuple):
    """One request. `sent` is what a form or a body holds; `file` the name and content of a file beside it."""

    method: str
    address: str
    sent: Mapping[str, Any] | None = None
    file: tuple[str, bytes] | None = None
    htmx: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.address}" + (f" with {', '.join(self.sent)}" if self.sent else "")


_own = threading.local()


def _bytes(size: int, true: Any) -> bytes:
    """Random bytes: from the number of the request in the thread that asks, truly random in every other."""
    seed = getattr(_own, "seed", None)
    if seed is None:
        drawn: bytes = true(size)
        return drawn
    found = b""
    while len(found) < size:
        _own.count += 1
        found += blake2b(f"{seed} {_own.count}".encode(), digest_size=64).digest()
    return found[:size]


def address() -> str:
    """The address that is being answered in this thread."""
    return str(getattr(_own, "address", ""))


@contextmanager
def _drawn_from(seed: str) -> Iterator[None]:
    _own.seed, _own.count = seed, 0
    try:
        yield
    finally:
        _own.seed = None


def set_up(dsn: str) -> None:
    """Make Django ready, once a process; whoever did it before has the say."""
    from django.conf import settings

    if not settings.configured:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "polity.pages.settings")
        os.environ.setdefault("POLITY_PAGES_SECRET", "a key for trials only")
        os.environ.setdefault("POLITY_PAGES_DSN", dsn)
        os.environ.setdefault("POLITY_PAGES_GALLERY", "1")
        os.environ.setdefault("POLITY_PAGES_HOSTS", f"testserver,{HOST}")
    import django

    django.setup()


class Served:
    """One organisation, served to requests of this process. Only one is asked at a time."""

    def __init__(self, house: House, folder: Path, *, today: date, name: str) -> None:
        from django.db import connections
        from django.db.backends.postgresql.base import DatabaseWrapper

        from polity.pages.settings import databases

        self.house, self.folder, self.today = house, folder, today
        self.now = datetime(today.year, today.month, today.day, 12, 30, tzinfo=UTC)
        self.frame = frame.Organisation(
            name, today=lambda: today, head=lambda: HEAD, demonstration=False, now=lambda: self.now
        )
        held = {**connections["default"].settings_dict, **databases(house.database.dsn)["default"]}
        # A session laid down for a trial need not outlive a power cut.
        held["OPTIONS"] = {**held.get("OPTIONS", {}), "options": "-c synchronous_commit=off"}
        self._sessions = DatabaseWrapper(held, "default")
        self._until = datetime.now(UTC) + timedelta(hours=9)
        self._seen = datetime.now(UTC) + timedelta(hours=1)  # so that no look at the session moves it
        folder.mkdir(parents=True, exist_ok=True)
        self._letters = Letters(house, outbox(folder), Limits(house.database, b"salt"))
        self._api = Api(
            Organisation(
                house, name, b"secret", today=lambda: today, now=lambda: self.now,
                randomness=partial(_bytes, true=os.urandom), limits=Measures(burst=10**9),
            )
        )  # fmt: skip
        self._keys: dict[str, str] = {}

    def close(self) -> None:
        """Close what was opened here; the house belongs to whoever made it."""
        self._letters.close()
        self._sessions.close()

    @contextmanager
    def _here(self, seed: str) -> Iterator[None]:
        """Let the pages look into this organisation, with randomness of its own."""
        from django.db import connections
        from django.utils import translation

        before = connections["default"], opened._opened, frame.current()
        connections["default"] = self._sessions
        opened.use(self.house)
        frame.use(self.frame)
        signing_state.use(self._letters)
        places.use(self.folder)
        true = os.urandom
        drawn = partial(_bytes, true=true)
        try:
            with (
                replaced(os, "urandom", drawn), replaced(random, "_urandom", drawn),
                replaced(secrets, "urandom", drawn), translation.override("en"), _drawn_from(seed),
            ):  # fmt: skip
                yield
        finally:
            connections["default"] = before[0]
            opened.use(before[1])
            frame.use(before[2])
            signing_state.use(None)
            places.use(None)

    def ask(self, reader: Reader, asking: Asking, seed: str) -> Answer:
        """What a reader is answered. The same seed gives the same random bytes."""
        _own.address = asking.address
        with self._here(seed):
            if asking.address.startswith("/api/"):
                return self._asked_api(reader, asking)
            answer = self._page(reader, asking)
            if asking.method == "POST" and asking.address.startswith("/imports/"):
                self._settle(reader)
            return answer

    def _settle(self, reader: Reader) -> None:
        """Wait until the work on files that a reader brought is done: it goes on in threads of its own."""
        for _ in range(600):
            found = jobs.listed(
                self.house.database, person=reader.person or 0, office=reader.office, unit=reader.unit or 0
            )  # fmt: skip
            if all(one.state not in jobs.WORKING for one in found):
                return
            time.sleep(0.05)

    def _page(self, reader: Reader, asking: Asking) -> Answer:
        from django.test import Client

        client = Client(raise_request_exception=False, SERVER_NAME=HOST)
        if reader.person is not None:
            client.cookies["polity_session"] = self._session(reader)
        more = {"HTTP_HX_REQUEST": "true"} if asking.htmx else {}
        if asking.method == "POST":
            sent: dict[str, Any] = dict(asking.sent or {})
            if asking.file is not None:
                sent["file"] = io.BytesIO(asking.file[1])
                sent["file"].name = asking.file[0]
            response = client.post(asking.address, sent, **more)
        else:
            response = client.generic(asking.method, asking.address, **more)
        body = b"".join(response.streaming_content) if response.streaming else response.content  # type: ignore[attr-defined]
        response.close()
        # The moment at which a cookie ends moves with the clock; how long it is kept (Max-Age) stays and is compared.
        cookies = [("Set-Cookie", EXPIRES.sub("", one.OutputString())) for one in response.cookies.values()]
        return Answer(response.status_code, (*response.headers.items(), *cookies), body)

    def _session(self, reader: Reader) -> str:
        """The key of a session in which a reader is signed in; laid down anew at every request, for some end it."""
        import json

        from polity.access.sessions import digest

        key = f"{reader.name}{reader.person}".replace(" ", "").lower().ljust(32, "0")[:40]
        held = {
            "person": reader.person, "office": reader.office, "unit": reader.unit, "title": reader.name, "where": "",
        }  # fmt: skip
        with self._sessions.cursor() as cursor:
            cursor.execute(
                "INSERT INTO page_session (person, held, until, digest, since, seen) VALUES (%s, %s, %s, %s, %s, %s)"
                " ON CONFLICT (digest) DO UPDATE SET held = EXCLUDED.held, until = EXCLUDED.until,"
                " seen = EXCLUDED.seen",
                [reader.person, json.dumps(held), self._until, digest(key), self.now, self._seen],
            )
        return key

    def _asked_api(self, reader: Reader, asking: Asking) -> Answer:
        import json

        url = urlsplit(asking.address)
        body = json.dumps(dict(asking.sent or {})).encode() if asking.method == "POST" else b""
        environ = {
            "REQUEST_METHOD": asking.method, "PATH_INFO": url.path, "QUERY_STRING": url.query,
            "CONTENT_TYPE": "application/json", "CONTENT_LENGTH": str(len(body)), "wsgi.input": io.BytesIO(body),
            "HTTP_IDEMPOTENCY_KEY": blake2b(repr(asking).encode(), digest_size=16).hexdigest(),
        }  # fmt: skip
        if reader.person is not None:
            environ["HTTP_AUTHORIZATION"] = f"Bearer {self._key(reader)}"
        said: list[Any] = []
        found = b"".join(self._api(environ, lambda status, headers: said.extend((status, headers))))
        return Answer(int(said[0][:3]), tuple(said[1]), found)

    def _key(self, reader: Reader) -> str:
        if reader.name not in self._keys:
            with _drawn_from(f"key of {reader.name}"):
                self._keys[reader.name] = tokens.make(
                    self.house.database, label=reader.name, allowed=["readings", "acts"], made=self.now,
                    until=self.now + timedelta(days=30), randomness=partial(_bytes, true=os.urandom),
                    person=reader.person, office=reader.office or None, unit=reader.unit,
                )[1]  # fmt: skip
        return self._keys[reader.name]


@contextmanager
def served(houses: Sequence[House], folder: Path) -> Iterator[list[Served]]:
    """Serve organisations, to be asked one after another."""
    set_up(houses[0].database.dsn)
    with ExitStack() as stack:
        found = []
        for number, house in enumerate(houses):
            with house.register(scope=Scope(day=date.min, whole=True)) as register:
                name, settings = register.organisation() or ("", {})
            today = date.fromisoformat(str(dict(settings)["today"]))
            one = Served(house, folder / str(number), today=today, name=name)
            stack.callback(one.close)
            found.append(one)
        yield found
