"""Erased is gone: from the tables, from their indexes, from the log, from every file of the database."""

import mmap
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from polity.acts import people
from polity.journal import scrub
from polity.postgres import Cluster
from polity.readings.check import check
from polity.register.tables import PERSONAL
from tests.league import BORIS, NORTH, WHOLE, League, found

NAMES = ("Quillfeather", "Zephyrinus", "Mooncastle")
PERSON = 424242


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[tuple[League, Path]]:
    """A league on a server of its own, whose files can be searched."""
    cluster = Cluster(tmp_path, settings={"shared_buffers": "32MB"})
    cluster.start()
    league = League(cluster.dsn())
    try:
        yield found(league), cluster.folder
    finally:
        league.close()
        cluster.stop()


def holding(folder: Path, words: tuple[str, ...]) -> list[str]:
    """The files below a folder in whose bytes a word occurs."""
    hits = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.stat().st_size:
            with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                hits += [path.name for word in words if data.find(word.encode()) >= 0]
    return hits


def test_no_file_of_the_database_holds_what_was_erased(alone: tuple[League, Path]) -> None:
    league, folder = alone
    day = date(2025, 1, 1)
    league.enact(people.Record(on=day, person=PERSON, unit=NORTH, family=NAMES[0], given=NAMES[1]))
    league.enact(people.Contact(on=day, person=PERSON, details={"street": NAMES[2]}))
    league.enact(people.Amend(on=date(2025, 2, 1), person=PERSON, facts={"workplace": NAMES[2]}))
    with league.database.owner() as connection:
        connection.execute("SELECT pg_switch_wal()")
    assert holding(folder, NAMES) != []  # the search itself can find them

    league.enact(people.EraseAct(on=date(2025, 3, 1), person=PERSON, grounds="asked for"))
    said = scrub.scrub(league.database, PERSONAL)

    assert said == "The tables and the log were written anew."
    assert holding(folder, NAMES) == []


def test_counts_and_the_journal_hold_after_an_erasure(alone: tuple[League, Path]) -> None:
    league, _ = alone
    before = league.census(date(2025, 3, 1), by=("standing", "branch")).rows

    league.enact(people.EraseAct(on=date(2025, 3, 1), person=BORIS, grounds="asked for"))
    scrub.scrub(league.database, PERSONAL)

    assert league.census(date(2025, 3, 1), by=("standing", "branch")).rows == before
    assert [finding.says for finding in check(league.house, scope=WHOLE) if not finding.holds] == []
    with league.register() as register:
        assert register.name(BORIS) is None
        assert len(register.spells(BORIS)) == 1
