"""Open the organisation that a command is about: its data folder or its server, and who acts."""

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING

import click

from polity.journal import sealer
from polity.postgres import NotReady, reached
from polity.postgres.database import Database
from polity.postgres.migrate import migrate
from polity.readings.house import House, Scope
from polity.words import ids

if TYPE_CHECKING:
    from polity.acts import Authority


class Stop(click.ClickException):
    """A command that cannot go on: what is wrong, and the remedy. Ends with status 1."""

    def __init__(self, says: str, remedy: str = "") -> None:
        super().__init__(f"{says}\n     {remedy}" if remedy else says)

    def show(self, file: object = None) -> None:
        click.echo(self.message, err=True)


class Unclear(Stop):
    """A command that is not put rightly: nothing is called that, or a value cannot be read. Ends with status 2."""

    exit_code = 2


@dataclass
class Opened:
    """An organisation, open for a command."""

    dsn: str
    data: Path
    database: Database

    @cached_property
    def house(self) -> House:
        return House(self.database, self.data / "columns", asked_once=True)

    @cached_property
    def today(self) -> date:
        """The organisation's today: a demonstration stands on a day of its own."""
        with self.house.register(scope=Scope(day=date.today(), whole=True)) as register:
            found = register.organisation()
        if found is None:
            raise Stop(
                "There is no organisation here yet.", "Found one with: polity init. Or look at one: polity demo."
            )
        return date.fromisoformat(found[1]["today"]) if found[1].get("today") else date.today()

    @cached_property
    def scope(self) -> Scope:
        """Whoever has the data folder open sees all of it."""
        return Scope(day=self.today, whole=True)

    def authority(self, office: str | None, *, on: date | None = None) -> "Authority":
        """Who acts: the operator, in an office where one is named as OFFICE@UNIT."""
        from polity.acts import Authority

        unit = None
        if office is not None:
            title, _, where = office.partition("@")
            if not title or not where:
                raise Unclear(f"“{office}” names no office.", "Write it as secretary@UNIT, with the unit's code or id.")
            unit = self.unit(where, on=on or self.today)
            office = title
        return Authority(operator(), now(), os.urandom, office, unit)

    def unit(self, text: str, *, on: date) -> int:
        """A unit by its id or its code on a day."""
        number = ids.read(text)
        with self.house.register(scope=self.scope) as register:
            if number is not None and register.unit_history(number):
                return number
            found = register.unit_by_code(text, on=on)
        if found is None:
            raise Unclear(
                f"No unit is called {text} on {on}.", "Give its code or its id; polity export units lists them."
            )
        return found.unit

    def seal(self) -> None:
        """Let what was entered be sealed before the command ends."""
        for _ in range(100):
            sealer.seal_pending(self.database)
            with self.database.reading(scope="none", scope_day="0001-01-01") as cursor:
                cursor.execute(
                    "SELECT EXISTS (SELECT FROM journal_entry e WHERE NOT EXISTS"
                    " (SELECT FROM journal_seal s WHERE s.entry = e.entry))"
                )
                if cursor.fetchone() == (False,):
                    return

    def close(self) -> None:
        if "house" in vars(self):
            self.house.close()
        self.database.close()


def operator() -> str:
    """The account that runs the command, as the journal names it."""
    try:
        return f"operator:{getuser()}"
    except (KeyError, OSError):
        return "operator"


def now() -> str:
    """The moment of recording, in UTC."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def opened(data: Path, dsn: str | None) -> Iterator[Opened]:
    """Open a data folder, starting its server if it is not running, or a server by address."""
    with ExitStack() as stack:
        try:
            if dsn is None:
                data.mkdir(parents=True, exist_ok=True, mode=0o700)
            address = stack.enter_context(reached(data, dsn))
            migrate(address)
        except NotReady as problem:
            raise Stop(str(problem)) from None
        except OSError as problem:
            says = f"The folder {data} cannot be used: {problem.strerror or problem}."
            raise Stop(says, "Name a folder of your own: polity --data DIR.") from None
        found = Opened(address, data, Database(address))
        stack.callback(found.close)
        yield found
