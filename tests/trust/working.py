"""A program that works on a league until it is killed: acts and batches, each acknowledged in a file after it returned.

    python working.py DSN FOLDER FIRST

It writes a line to FOLDER/asked before each act and one to FOLDER/told after, both brought to the disk. FIRST is the
number at which it begins; an act that was asked for before is asked for again under the same key.
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

CENTRE, NORTH, SOUTH = 1001, 1002, 1003  # as in the league; to load all of it would take longer than to be killed
BEGUN = date(2025, 1, 1)
OFFICERS = 2  # who work at the same time


def act_of(number: int) -> Act:
    """The act that bears a number: now and then a batch, else somebody recorded, else the same person changed."""
    on = BEGUN + timedelta(days=number % 300)
    if number % 7 == 3:
        both = [10_000_000 + number * 100 + at for at in range(40)]
        return record.AsFound(
            on=on,
            batch=Batch(
                f"batch {number}",
                people=People(both, [f"F{number}"] * 40, ["G"] * 40, [""] * 40),
                spells=Spells(
                    both, [SOUTH] * 40, ["member"] * 40, [BEGUN] * 40, [None] * 40, [BEGUN] * 40, [None] * 40
                ),
            ),
        )
    return people.Record(on=on, person=1_000_000 + number, unit=NORTH, family=f"F{number}", given="G")


def authority(act: Act) -> Authority:
    """Who acts; ids and keys come from the system, for two programs must not draw the same."""
    office = (None, None) if act.founding else ("secretary", CENTRE)
    return Authority("operator", "2025-01-01T00:00:00Z", os.urandom, *office)


class Written:
    """A file whose lines are on the disk once they are written."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def line(self, text: str) -> None:
        os.write(self._file, f"{text}\n".encode())
        os.fsync(self._file)


def work(database: Database, folder: Path, first: int, officer: int) -> None:
    """Act after act, every other one for each of two officers."""
    asked, told = Written(folder / "asked"), Written(folder / "told")
    number = first + officer
    while True:
        act = act_of(number)
        asked.line(str(number))
        try:
            receipt = enact(act, by=authority(act), database=database, key=f"work {number}")
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
    officers = [
        Thread(target=work, args=(database, Path(folder), int(first), at), daemon=True) for at in range(OFFICERS)
    ]
    for officer in officers:
        officer.start()
    for officer in officers:
        officer.join()


if __name__ == "__main__":
    main(*sys.argv[1:])
