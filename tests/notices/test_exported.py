"""A file that many people go out in is told to the desk whose second officer lets it go ahead, then to its owner."""

from datetime import date

import pytest

from polity.acts import exports
from tests.league import ANNA, CENTRE, CLARA, NORTH, League
from tests.notices.test_work import after
from tests.pages.offices import appoint

DAY = date(2025, 3, 1)


@pytest.fixture
def asked(league: League) -> exports.Make:
    """Anna, the centre's secretary, asks for a file of North; Clara holds the centre's other office."""
    league.member(CLARA, NORTH, "Clark", date(2023, 1, 1))
    appoint(league, ANNA, CENTRE)
    appoint(league, CLARA, CENTRE, office="commissioner")
    return exports.Make(on=DAY, export=9700, what="people", form="csv", purpose="Letters to all.", unit=NORTH,
                        expires=date(2025, 3, 8), owner=ANNA)  # fmt: skip


def test_a_file_that_waits_comes_to_the_desk_and_its_owner_is_told_of_the_approval(
    league: League, asked: exports.Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "ALONE", 1)
    [row] = after(league, asked, by=league.by("secretary", CENTRE, ANNA))
    says = (
        "On 1 March 2025 a file of 2 people was asked for until 8 March 2025: Letters to all. A second officer lets it"
        " go ahead, or it ends."
    )
    assert (row[1], row[2], row[4], row[5]) == (None, NORTH, "A file waits for a second officer", says)
    approve = exports.Approve(on=DAY, export=9700, second=CLARA)
    [row] = after(league, approve, by=league.by("commissioner", CENTRE, CLARA))
    says = "On 1 March 2025 a second officer let your file go ahead: Letters to all. It is there until 8 March 2025."
    assert (row[1], row[2], row[4], row[5]) == (ANNA, None, "A file may be taken", says)


def test_a_file_that_one_officer_may_make_is_told_to_nobody(league: League, asked: exports.Make) -> None:
    assert after(league, asked, by=league.by("secretary", CENTRE, ANNA)) == []
