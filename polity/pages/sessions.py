"""Sessions, kept on the server so that they can be ended at once.

The table holds a digest of each key, never the key: who reads the table cannot take over a session.
"""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from polity.access import sessions
from polity.postgres.migrate import migrate


def prepare() -> None:
    """See to it that the table of sessions is there. Run by the owner of the database, at start."""
    migrate(settings.SESSIONS_DSN)


def of(person: int, *, key: str | None = None) -> list[sessions.Session]:
    """The sessions of a person, the latest used first."""
    with connection.cursor() as cursor:
        return sessions.of(cursor, person, key=key)


def end(person: int, shown: str) -> int:
    """End one session of a person at once. Gives how many there were."""
    with connection.cursor() as cursor:
        return sessions.end(cursor, person, shown)


def end_all_of(person: int, *, but: str | None = None) -> int:
    """End every session of a person at once, or all but one. Gives how many there were."""
    with connection.cursor() as cursor:
        return sessions.end_all_of(cursor, person, but=but)


_digest = sessions.digest


def _told(query: str, values: Sequence[Any] = ()) -> tuple[list[tuple[Any, ...]], int]:
    """What a statement gives, and how many rows it touched; by a new connection where the database let go of the old.

    Each of the statements here may be run twice: the second time it finds what the first has done.
    """
    try:
        return _asked(query, values)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return _asked(query, values)


def _asked(query: str, values: Sequence[Any]) -> tuple[list[tuple[Any, ...]], int]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return (cursor.fetchall() if cursor.description else []), cursor.rowcount


class SessionStore(SessionBase):
    """One session. Django's session middleware opens, keeps and closes it."""

    def load(self) -> dict[str, Any]:
        key = _digest(self.session_key or "")
        rows, _count = _told(
            "SELECT held::text, seen < now() - interval '1 minute' FROM page_session"
            " WHERE digest = %s AND until > now()",
            [key],
        )
        if not rows:
            self._session_key = None
            return {}
        ((text, long_ago),) = rows
        if long_ago:
            _told("UPDATE page_session SET seen = now() WHERE digest = %s", [key])
        held: dict[str, Any] = json.loads(text)
        return held

    def exists(self, session_key: str) -> bool:
        return bool(_told("SELECT 1 FROM page_session WHERE digest = %s", [_digest(session_key)])[0])

    def create(self) -> None:
        while True:
            self._session_key = self._get_new_session_key()
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        if self.session_key is None:
            return self.create()
        held = self._get_session(no_load=must_create)
        values = [
            held.get("person"),
            json.dumps(held),
            timezone.now() + timedelta(seconds=self.get_expiry_age()),
            _digest(self.session_key),
        ]
        if must_create:
            query = (
                "INSERT INTO page_session (person, held, until, digest, since, seen)"
                " VALUES (%s, %s, %s, %s, now(), now()) ON CONFLICT DO NOTHING"
            )
        else:
            query = "UPDATE page_session SET person = %s, held = %s, until = %s WHERE digest = %s"
        if not _told(query, values)[1]:
            raise CreateError if must_create else UpdateError
        return None

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            _told("DELETE FROM page_session WHERE digest = %s", [_digest(key)])

    @classmethod
    def clear_expired(cls) -> None:
        _told("DELETE FROM page_session WHERE until <= now()")
