"""Sessions of a person, as they may see and end them. The table keeps digests of keys, never a key.

Functions take a cursor, because the pages look at the table through the connection that keeps it.
"""

from datetime import datetime
from hashlib import blake2b
from typing import Any, NamedTuple, Protocol


class Cursor(Protocol):
    """What is needed of a cursor."""

    @property
    def rowcount(self) -> int: ...

    def execute(self, query: Any, values: Any = ..., /) -> Any: ...

    def fetchall(self) -> list[Any]: ...


class Session(NamedTuple):
    """A place where somebody is signed in."""

    shown: str  # the beginning of its digest; it opens nothing
    since: datetime
    seen: datetime
    agent: str  # the browser, in a few words
    title: str  # the office acted in
    current: bool


def digest(key: str) -> bytes:
    """What is kept of a session's key."""
    return blake2b(key.encode(), digest_size=32, person=b"polity session 1").digest()


def of(cursor: Cursor, person: int, *, key: str | None = None) -> list[Session]:
    """The sessions of a person that have not run out, the latest used first. `key` is that of the one who asks."""
    cursor.execute(
        "SELECT digest, since, seen, held->>'agent', held->>'title' FROM page_session"
        " WHERE person = %s AND until > now() ORDER BY seen DESC, digest",
        [person],
    )
    own = digest(key) if key else b""
    return [
        Session(bytes(row[0]).hex()[:16], row[1], row[2], row[3] or "", row[4] or "", bytes(row[0]) == own)
        for row in cursor.fetchall()
    ]


def end(cursor: Cursor, person: int, shown: str) -> int:
    """End one session of a person. Gives how many there were."""
    cursor.execute(
        "DELETE FROM page_session WHERE person = %s AND encode(substring(digest FOR 8), 'hex') = %s", [person, shown]
    )
    return cursor.rowcount


def end_all_of(cursor: Cursor, person: int, *, but: str | None = None) -> int:
    """End every session of a person at once, or every other than the one whose key is given."""
    cursor.execute("DELETE FROM page_session WHERE person = %s AND digest <> %s", [person, digest(but) if but else b""])
    return cursor.rowcount


def end_everybodys(cursor: Cursor) -> int:
    """End every session there is."""
    cursor.execute("DELETE FROM page_session")
    return cursor.rowcount


BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrom", "Chrome"), ("Safari", "Safari"))
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)  # fmt: skip


def agent(header: str) -> str:
    """A browser in a few words, so that its owner knows it again: "Firefox, Windows"."""
    named = (next((name for sign, name in listed if sign in header), "") for listed in (BROWSERS, SYSTEMS))
    return ", ".join(filter(None, named))
