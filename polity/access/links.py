"""Links that let their reader in once, sent by e-mail where the organisation has decided so.

Whoever asks for a link is answered before anybody has looked whether the address is known: the looking and the sending
are done afterwards, by a thread of their own, so that neither words nor time tell.
"""

import logging
from collections.abc import Callable
from datetime import date
from queue import Queue
from threading import Thread

import psycopg
from psycopg_pool import PoolTimeout

from polity.access.limits import LINKS_SENT, Limits
from polity.access.outbox import NotSent, Outbox
from polity.access.secrets import digest, looks_like_one, secret
from polity.postgres.database import Database
from polity.readings.house import House, Scope
from polity.register.accounts import Account, account, account_of

SHARED = 3  # people who may share one address
log = logging.getLogger(__name__)

type Asked = tuple[str, Callable[[str], tuple[str, str]], date]


class Letters:
    """Sends links to those who asked, one after another. Close it when done."""

    def __init__(self, house: House, outbox: Outbox, limits: Limits) -> None:
        self._house, self._outbox, self._limits = house, outbox, limits
        self._asked: Queue[Asked | None] = Queue(maxsize=1000)
        self._worker = Thread(target=self._work, name="letters", daemon=True)
        self._worker.start()

    def ask(self, address: str, worded: Callable[[str], tuple[str, str]], *, day: date) -> None:
        """Send a link to an address if it is somebody's. `worded` gives subject and text for a link's secret."""
        if not self._asked.full():
            self._asked.put((address, worded, day))

    def send(self, to: str, subject: str, text: str) -> None:
        """Send any other letter at once. Raises NotSent."""
        self._outbox.send(to, subject, text)

    def settle(self) -> None:
        """Wait until everything asked for was done."""
        self._asked.join()

    def close(self) -> None:
        """Finish what was asked for, and stop."""
        self._asked.put(None)
        self._worker.join()

    def _work(self) -> None:
        while (asked := self._asked.get()) is not None:
            try:
                self._answer(*asked)
            except (NotSent, psycopg.Error, PoolTimeout) as problem:
                log.warning("A link for sign-in could not be sent: %s", type(problem).__name__)
            finally:
                self._asked.task_done()
        self._asked.task_done()

    def _answer(self, address: str, worded: Callable[[str], tuple[str, str]], day: date) -> None:
        found = accounts_at(self._house, address, day=day)
        if not allowed(self._house) or not found or self._limits.count(LINKS_SENT, address.lower()):
            return
        for one in found[:SHARED]:
            subject, text = worded(make(self._house.database, one))
            self._outbox.send(address, subject, text)


def allowed(house: House) -> bool:
    """Whether the organisation has decided that a link lets its reader in."""
    with house.register(scope=Scope(day=date.min)) as register:
        found = register.organisation()
    return found is not None and bool(found[1].get("sign_in_by_mail"))


def accounts_at(house: House, address: str, *, day: date) -> list[Account]:
    """Open accounts of those who are reached at an address."""
    with house.register(scope=Scope(day=day, whole=True)) as register:
        register.cursor.execute(
            "SELECT person FROM person_contact WHERE lower(details->>'email') = lower(%s) ORDER BY person LIMIT %s",
            [address.strip(), SHARED],
        )
        people = [int(row[0]) for row in register.cursor.fetchall()]
        found = [account_of(register, person) for person in people]
    return [one for one in found if one is not None and one.open_on(day)]


def address_of(house: House, person: int, *, scope: Scope) -> str:
    """Where somebody is reached by e-mail, within a scope; nothing where that is not on record."""
    with house.register(scope=scope) as register:
        register.cursor.execute("SELECT details->>'email' FROM person_contact WHERE person = %s", [person])
        row = register.cursor.fetchone()
    return str(row[0]) if row and row[0] else ""


def make(database: Database, found: Account) -> str:
    """A link's secret: good once, for fifteen minutes. Its digest is kept."""
    made = secret()
    with database.doors() as cursor:
        cursor.execute(
            "INSERT INTO door_link (digest, account, invitation, until)"
            " VALUES (decode(%s, 'hex'), %s, %s, now() + interval '15 minutes')",
            [digest(made), found.account, found.invitation],
        )
    return made


def reader_of(database: Database, text: str, *, day: date) -> Account | None:
    """Whom a link would let in, without using it."""
    return _found(database, text, "SELECT account, invitation FROM door_link", day)


def used(database: Database, text: str, *, day: date) -> Account | None:
    """Whom a link lets in. It is used up by this."""
    return _found(database, text, "DELETE FROM door_link", day, " RETURNING account, invitation")


def _found(database: Database, text: str, head: str, day: date, tail: str = "") -> Account | None:
    if not looks_like_one(text):
        return None
    with database.doors() as cursor:
        cursor.execute(head + " WHERE digest = decode(%s, 'hex') AND until > now()" + tail, [digest(text)])
        row = cursor.fetchone()
        found = account(cursor, row[0]) if row else None
    if row is None or found is None or found.invitation != row[1] or not found.open_on(day):
        return None
    return found
