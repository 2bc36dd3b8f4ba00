"""How often something may be tried, counted in the database for all processes together, and forgotten with time.

What is counted is the place that asks, or the key that is tried from a place: never an account by itself, so that a
stranger who tries in vain shuts nobody else out.
"""

from hashlib import blake2b
from ipaddress import IPv6Address, ip_address
from math import ceil
from typing import NamedTuple

from polity.postgres.database import Database


class Limit(NamedTuple):
    """So many at once, and then so many a minute."""

    name: str
    burst: int
    minute: int


CHALLENGES = Limit("challenge", 600, 600)  # from one place, which may be a hall with a thousand delegates
ANSWERS = Limit("answer", 10, 2)  # that did not fit, by one passkey or invitation from one place
LINKS_ASKED = Limit("link", 30, 3)  # from one place
LINKS_SENT = Limit("mail", 3, 1)  # to one address: those that were sent still let their reader in


class Limits:
    """What was counted. `salt` keeps the places that are counted from being read out of the table."""

    def __init__(self, database: Database, salt: bytes) -> None:
        self._database, self._salt = database, salt[:64]

    def _key(self, limit: Limit, *what: str) -> bytes:
        text = "\0".join((limit.name, *what))
        return blake2b(text.encode(), digest_size=16, key=self._salt).digest()

    def count(self, limit: Limit, *what: str) -> int:
        """Count one. Gives the seconds to wait before it may be tried again; 0 where it may be tried now."""
        with self._database.doors() as cursor:
            cursor.execute(
                "INSERT INTO door_count AS c (key, drops, at) VALUES (%(key)s, 1, now())"
                " ON CONFLICT (key) DO UPDATE SET at = now(), drops = least(%(most)s,"
                " greatest(0, c.drops - extract(epoch FROM now() - c.at) * %(minute)s / 60) + 1) RETURNING drops",
                {"key": self._key(limit, *what), "most": limit.burst + 1, "minute": limit.minute},
            )
            row = cursor.fetchone()
        return 0 if row is None else max(0, ceil((row[0] - limit.burst) * 60 / limit.minute))

    def waits(self, limit: Limit, *what: str) -> int:
        """The seconds to wait before one more may be counted, without counting."""
        with self._database.doors() as cursor:
            cursor.execute(
                "SELECT drops - extract(epoch FROM now() - at) * %s / 60 FROM door_count WHERE key = %s",
                [limit.minute, self._key(limit, *what)],
            )
            row = cursor.fetchone()
        return 0 if row is None else max(0, ceil((row[0] + 1 - limit.burst) * 60 / limit.minute))


def place(address: str) -> str:
    """The place that asks: an IPv4 address, or the network of an IPv6 address, which one household has whole."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or (int(found) >> 64))
    return str(found)


def tidy(database: Database) -> None:
    """Take away what no longer serves: what has run out, and what belonged to an account that is no more."""
    with database.doors() as cursor:
        cursor.execute("DELETE FROM door_challenge WHERE until <= now()")
        cursor.execute("DELETE FROM door_link WHERE until <= now()")
        cursor.execute("DELETE FROM door_count WHERE at < now() - interval '1 day'")
        cursor.execute("DELETE FROM page_session WHERE until <= now()")
        cursor.execute(
            "DELETE FROM door_passkey k WHERE NOT EXISTS"
            " (SELECT FROM account a WHERE a.account = k.account AND a.invitation = k.invitation)"
        )
