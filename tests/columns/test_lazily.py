"""Columns that are looked through at, for a command that asks once, answer as those that are held."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from polity.acts import membership
from polity.columns import Columns
from tests.league import ANNA, League

COUNT = "SELECT standing, count(*), min(since) FROM span GROUP BY standing ORDER BY standing"


@pytest.fixture
def opened(league: League, tmp_path: Path) -> Iterator[tuple[League, Columns, Columns]]:
    """The league, columns drawn and saved, and others that look through at the saved files."""
    drawn = Columns(league.database, tmp_path)
    drawn.save()
    lazy = Columns(league.database, tmp_path, lazily=True)
    lazy.refresh()
    yield league, drawn, lazy
    drawn.close()
    lazy.close()


def test_they_answer_alike(opened: tuple[League, Columns, Columns]) -> None:
    _, drawn, lazy = opened

    assert lazy.number == drawn.number
    assert lazy.query(COUNT) == drawn.query(COUNT)
    assert lazy.query("DESCRIBE span") == drawn.query("DESCRIBE span")


def test_they_follow_the_journal(opened: tuple[League, Columns, Columns]) -> None:
    league, drawn, lazy = opened
    before = drawn.query(COUNT)

    league.enact(membership.Leave(on=date(2025, 3, 1), person=ANNA))
    assert lazy.refresh() == drawn.refresh()

    assert lazy.query(COUNT) == drawn.query(COUNT) != before


def test_files_that_go_meanwhile_are_drawn_anew(opened: tuple[League, Columns, Columns], tmp_path: Path) -> None:
    _, drawn, lazy = opened
    shutil.rmtree(tmp_path)

    assert lazy.query(COUNT) == drawn.query(COUNT)


def test_saving_makes_the_next_to_open_stand_at_the_head(league: League, tmp_path: Path) -> None:
    drawn = Columns(league.database, tmp_path)
    drawn.save()
    league.enact(membership.Leave(on=date(2025, 3, 1), person=ANNA))
    drawn.save()
    newest = (tmp_path / "newest").read_text()
    drawn.close()

    assert newest == f"at-{drawn.number}"
