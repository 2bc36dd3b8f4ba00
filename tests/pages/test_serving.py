"""An organisation as it is opened to be served: its today, its head, its sealer, its officers."""

from datetime import date
from time import monotonic, sleep

import pytest

from polity.acts import enact, people
from polity.pages import opened
from polity.pages.serving import organisation as opening
from tests.league import ANNA, NORTH, SOUTH
from tests.pages.offices import appoint


@pytest.fixture(autouse=True)
def organisation() -> None:
    """Each test opens its own."""


def test_what_acts_enter_is_sealed_beside_the_pages(league, tmp_path):
    appoint(league, ANNA, SOUTH)
    with opening(league.database.dsn, tmp_path) as found:
        before = found.head().number
        act = people.Record(on=date(2025, 1, 1), person=2999, unit=NORTH, family="New", given="N")
        enact(act, by=league.by(), database=league.database)
        deadline = monotonic() + 20
        while found.head().number == before and monotonic() < deadline:
            sleep(0.1)
        after = found.head().number

    assert (found.name, found.today, found.demonstration, after - before) == (
        "League of Lamplighters",
        date.today,
        False,
        1,
    )


def test_the_house_is_closed_with_the_organisation(league, tmp_path):
    from django.core.exceptions import ImproperlyConfigured

    with opening(league.database.dsn, tmp_path):
        opened.house()
    with pytest.raises(ImproperlyConfigured):
        opened.house()


def test_officers_stand_as_one_reads_them(league, tmp_path):
    appoint(league, ANNA, SOUTH, on=date(2024, 1, 1))
    with opening(league.database.dsn, tmp_path) as found:
        officers = [(one.key, one.title, one.where, one.office, one.unit) for one in found.officers()]

    assert officers == [("secretary-s", "Branch secretary", "South", "secretary", SOUTH)]
