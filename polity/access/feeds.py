"""Secret addresses of calendar feeds: made for an office, revocable at once, kept only as digests."""

from datetime import datetime
from hashlib import blake2b
from secrets import token_urlsafe
from typing import NamedTuple

from polity.postgres.database import Database


class Feed(NamedTuple):
    """Whose calendar it is: somebody in an office of a unit."""

    person: int
    office: str
    unit: int


def make(database: Database, feed: Feed, *, at: datetime) -> str:
    """A new secret for a feed. The one before it is worth nothing from this moment."""
    secret = token_urlsafe(32)
    with database.acting() as cursor:
        cursor.execute("DELETE FROM feed_key WHERE person = %s AND office = %s AND unit = %s", list(feed))
        cursor.execute(
            "INSERT INTO feed_key (digest, person, office, unit, made) VALUES (%s, %s, %s, %s, %s)",
            [_digest(secret), *feed, at],
        )
    return secret


def end(database: Database, feed: Feed) -> bool:
    """Revoke the address of a feed. Says whether there was one."""
    with database.acting() as cursor:
        cursor.execute("DELETE FROM feed_key WHERE person = %s AND office = %s AND unit = %s", list(feed))
        return cursor.rowcount > 0


def made(database: Database, feed: Feed) -> datetime | None:
    """When the address that a feed has now was made; None where it has none."""
    with database.acting() as cursor:
        cursor.execute("SELECT made FROM feed_key WHERE person = %s AND office = %s AND unit = %s", list(feed))
        found = cursor.fetchone()
    return found[0] if found else None


def find(database: Database, secret: str) -> Feed | None:
    """Whose feed a secret opens."""
    with database.acting() as cursor:
        cursor.execute("SELECT person, office, unit FROM feed_key WHERE digest = %s", [_digest(secret)])
        found = cursor.fetchone()
    return Feed(*found) if found else None


def _digest(secret: str) -> bytes:
    return blake2b(secret.encode(), digest_size=32, person=b"polity feed 1").digest()
