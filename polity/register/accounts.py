"""Accounts: who may sign in as whom, since when, by which invitation, and how a lost way in is restored.

An invitation is a secret that only the invited holds; the register keeps its digest. Every passkey and session rests on
the digest that the account bears now: who changes it, ends them all.
"""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from psycopg import Cursor

from polity.postgres.database import Row
from polity.register.changes import Change, _once
from polity.register.register import Register


class Account(NamedTuple):
    """A person may sign in: since <= day < until; until None is open."""

    account: int
    person: int
    invitation: str  # SHA-256 of the secret in 64 hexadecimal digits
    invited: date
    since: date
    until: date | None
    entry: int

    def open_on(self, day: date) -> bool:
        """Whether one may sign in by it on a day."""
        return self.since <= day and (self.until is None or day < self.until)


class Recovery(NamedTuple):
    """A way in that was lost, and who has granted that it be restored."""

    recovery: int
    account: int
    person: int
    asked: date
    grounds: str | None
    state: str  # asked, granted, dropped
    first: int | None
    second: int | None
    entry: int


ACCOUNT = "account, person, invitation, invited, since, until, entry"
RECOVERY = "recovery, account, person, asked, grounds, state, first, second, entry"


def account_of(register: Register, person: int) -> Account | None:
    """The latest account of a person, open or closed."""
    return _account(
        register.cursor,
        f"SELECT {ACCOUNT} FROM account WHERE person = %s ORDER BY until DESC NULLS FIRST, since DESC LIMIT 1",
        person,
    )


def account(cursor: Cursor[Row], number: int) -> Account | None:
    """An account by its id."""
    return _account(cursor, f"SELECT {ACCOUNT} FROM account WHERE account = %s", number)


def account_invited(cursor: Cursor[Row], invitation: str) -> Account | None:
    """The account that bears an invitation now."""
    return _account(cursor, f"SELECT {ACCOUNT} FROM account WHERE invitation = %s LIMIT 1", invitation)


def _account(cursor: Cursor[Row], query: str, value: int | str) -> Account | None:
    cursor.execute(query, [value])
    row = cursor.fetchone()
    return None if row is None else Account(*row)


def recovery_of(register: Register, person: int) -> Recovery | None:
    """The recovery of a person's account that waits to be granted, if there is one."""
    register.cursor.execute(f"SELECT {RECOVERY} FROM recovery WHERE person = %s AND state = 'asked'", [person])
    row = register.cursor.fetchone()
    return None if row is None else Recovery(*row)


def taken(register: Register, number: int) -> bool:
    """Whether an account or a recovery bears an id already."""
    register.cursor.execute(
        "SELECT FROM account WHERE account = %s UNION ALL SELECT FROM recovery WHERE recovery = %s", [number, number]
    )
    return register.cursor.fetchone() is not None


@dataclass(frozen=True)
class OpenAccount(Change):
    """A person may sign in from a day, once they have answered their invitation."""

    account: int
    person: int
    invitation: str
    since: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO account (account, person, invitation, invited, since, entry) VALUES (%s, %s, %s, %s, %s, %s)",
            [self.account, self.person, self.invitation, self.since, self.since, entry],
        )


@dataclass(frozen=True)
class CloseAccount(Change):
    """Nobody signs in by the account from a day on."""

    account: int
    on: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE account SET until = %s, entry = %s WHERE account = %s AND until IS NULL AND since <= %s",
            [self.on, entry, self.account, self.on],
            "one open account",
        )


@dataclass(frozen=True)
class AskRecovery(Change):
    """Somebody has lost their way in and asks for another."""

    recovery: int
    account: int
    person: int
    asked: date
    grounds: str

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        cursor.execute(
            "INSERT INTO recovery (recovery, account, person, asked, grounds, state, entry)"
            " VALUES (%s, %s, %s, %s, %s, 'asked', %s)",
            [self.recovery, self.account, self.person, self.asked, self.grounds, entry],
        )


@dataclass(frozen=True)
class NoteGrant(Change):
    """The first of two officers grants a recovery. Nothing has changed for the account yet."""

    recovery: int
    officer: int

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE recovery SET first = %s, entry = %s WHERE recovery = %s AND state = 'asked' AND first IS NULL",
            [self.officer, entry, self.recovery],
            "one recovery that nobody has granted",
        )


@dataclass(frozen=True)
class Recover(Change):
    """The second officer grants: the account takes a new invitation, and whatever rested on the old one ends."""

    recovery: int
    account: int
    officer: int
    invitation: str
    on: date

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE recovery SET second = %s, state = 'granted', entry = %s"
            " WHERE recovery = %s AND state = 'asked' AND first <> %s",
            [self.officer, entry, self.recovery, self.officer],
            "one recovery that another officer has granted",
        )
        _once(
            cursor,
            "UPDATE account SET invitation = %s, invited = %s, entry = %s WHERE account = %s AND until IS NULL",
            [self.invitation, self.on, entry, self.account],
            "one open account",
        )


@dataclass(frozen=True)
class DropRecovery(Change):
    """A recovery is not gone on with."""

    recovery: int

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        _once(
            cursor,
            "UPDATE recovery SET state = 'dropped', entry = %s WHERE recovery = %s AND state = 'asked'",
            [entry, self.recovery],
            "one recovery that waits",
        )
