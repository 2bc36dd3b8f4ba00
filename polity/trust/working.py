"""A program that works on an organisation until it is killed: acts and batches, each acknowledged in a file.

    python -m polity.trust.working DSN FOLDER FIRST

It writes a line to FOLDER/asked before each act and one to FOLDER/told after it returned, both brought to the disk.
FIRST is the number at which it begins; an act that was asked for before is asked for again under the same key.
"""

import os
import sys
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

from polity.acts import Act, Authority, Refused, enact, people, record
from polity.journal import sealer
from polity.postgres.database import Database
from polity.register.batch import Batch, People, Spells
from polity.register.register import Register

BATCH = 40  # people in a batch
OFFICERS = 2  # who work at the same time


class Place:
    """Where the work is done: a unit that stands on, the office above it, and a day from which it may be done."""

    def __init__(self, database: Database) -> None:
        with database.reading(scope="all", scope_day="0001-01-01") as cursor:
            self.begun = date.fromisoformat(str((Register(cursor).organisation() or ("", {}))[1]["today"]))
            cursor.execute(
                "SELECT u.unit, (SELECT r.unit FROM unit r WHERE r.parent IS NULL AND r.valid @> %(on)s) FROM unit u"
                " WHERE u.valid @> %(on)s AND upper_inf(u.valid) AND NOT EXISTS"
                " (SELECT FROM unit b WHERE b.parent = u.unit AND b.valid && daterange(%(on)s, NULL))"
                " ORDER BY u.unit LIMIT 1",
                {"on": self.begun},
            )
            self.branch, self.centre = (int(unit) for unit in cursor.fetchall()[0])

    def act(self, number: int) -> Act:
        """The act that bears a number: now and then a batch, else somebody recorded."""
        on = self.begun + timedelta(days=number % 300)
        if number % 7 != 3:
            return people.Record(on=on, person=1_000_000 + number, unit=self.branch, family=f"F{number}", given="G")
        some, day = [10_000_000 + number * 100 + at for at in range(BATCH)], [self.begun] * BATCH
        spells = Spells(some, [self.branch] * BATCH, ["member"] * BATCH, day, [None] * BATCH, day, [None] * BATCH)
        named = People(some, [f"F{number}"] * BATCH, ["G"] * BATCH, [""] * BATCH)
        return record.AsFound(on=on, batch=Batch(f"batch {number}", people=named, spells=spells))

    def by(self, act: Act) -> Authority:
        """Who acts; ids and keys come from the system, for two programs must not draw the same."""
        office = (None, None) if act.founding else ("secretary", self.centre)
        return Authority("operator", "2025-01-01T00:00:00Z", os.urandom, *office)


class _Written:
    """A file whose lines are on the disk once they are written."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def line(self, text: str) -> None:
        os.write(self._file, f"{text}\n".encode())
        os.fsync(self._file)


def _work(database: Database, place: Place, folder: Path, first: int, officer: int) -> None:
    """Act after act, every other one for each of two officers."""
    asked, told = _Written(folder / "asked"), _Written(folder / "told")
    number = first + officer
    while True:
        act = place.act(number)
        asked.line(str(number))
        try:
            receipt = enact(act, by=place.by(act), database=database, key=f"work {number}")
        except Refused as refused:
            told.line(f"{number} refused {refused}")
        else:
            told.line(f"{number} {receipt.receipt}")
        if number % 3 == 0:
            sealer.seal_pending(database)
        number += OFFICERS


def main(dsn: str, folder: str, first: str) -> None:
    """Work until killed."""
    database = Database(dsn)
    place = Place(database)
    officers = [
        Thread(target=_work, args=(database, place, Path(folder), int(first), at), daemon=True)
        for at in range(OFFICERS)
    ]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
