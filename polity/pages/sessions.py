"""Sessions, kept on the server so that they can be ended at once.

The table holds a digest of each key, never the key: who reads the table cannot take over a session.
"""

import json
from datetime import timedelta
from hashlib import blake2b
from typing import Any

from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import connection
from django.utils import timezone

TABLE = """
CREATE TABLE IF NOT EXISTS page_session (
    digest bytea PRIMARY KEY,
    person bigint,
    held jsonb NOT NULL,
    until timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS page_session_person ON page_session (person);
CREATE INDEX IF NOT EXISTS page_session_until ON page_session (until);
"""


def prepare() -> None:
    """Make the table of sessions if it is not there. Run by the owner of the database, at start."""
    with connection.cursor() as cursor:
        cursor.execute(TABLE)


def end_all_of(person: int) -> int:
    """End every session of a person at once. Gives how many there were."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM page_session WHERE person = %s", [person])
        return int(cursor.rowcount)


def _digest(key: str) -> bytes:
    return blake2b(key.encode(), digest_size=32, person=b"polity session 1").digest()


class SessionStore(SessionBase):
    """One session. Django's session middleware opens, keeps and closes it."""

    def load(self) -> dict[str, Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT held::text FROM page_session WHERE digest = %s AND until > now()",
                [_digest(self.session_key or "")],
            )
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        held: dict[str, Any] = json.loads(row[0])
        return held

    def exists(self, session_key: str) -> bool:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM page_session WHERE digest = %s", [_digest(session_key)])
            return cursor.fetchone() is not None

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
        with connection.cursor() as cursor:
            if must_create:
                cursor.execute(
                    "INSERT INTO page_session (person, held, until, digest) VALUES (%s, %s, %s, %s)"
                    " ON CONFLICT DO NOTHING",
                    values,
                )
                if not cursor.rowcount:
                    raise CreateError
            else:
                cursor.execute("UPDATE page_session SET person = %s, held = %s, until = %s WHERE digest = %s", values)
                if not cursor.rowcount:
                    raise UpdateError
        return None

    def delete(self, session_key: str | None = None) -> None:
        key = session_key or self.session_key
        if key:
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM page_session WHERE digest = %s", [_digest(key)])

    @classmethod
    def clear_expired(cls) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM page_session WHERE until <= now()")
