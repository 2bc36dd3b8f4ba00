"""Records that look like one person: seen by the desk over both, and by nobody below it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from polity.acts import people
from polity.words import ids
from tests.league import ANNA, CENTRE, NORTH, SOUTH, League
from tests.pages.offices import appoint, pages_of, signed_in

STONE, ELSEWHERE, HERE = 3001, 3101, 3102


@pytest.fixture
def opened(league: League) -> Iterator[League]:
    """Ada Green stands in South, and North has just brought in an Ada Green of the same birthday."""
    league.member(STONE, NORTH, "Stone", date(2022, 1, 1))
    appoint(league, STONE, NORTH)
    appoint(league, ANNA, CENTRE)
    with pages_of(league):
        yield league


def recorded(league: League, person: int, unit: int) -> None:
    day, facts = date(2024, 1, 1), {"born": "1990-04-03"}
    league.enact(people.Record(on=day, person=person, unit=unit, family="Green", given="Ada", facts=facts))


def pages(person: int, unit: int) -> list[Any]:
    browser = signed_in(person, "secretary", unit)
    at = f"/duplicates/{ids.show(ELSEWHERE)}/{ids.show(HERE)}/"
    answers = [browser.get("/duplicates/?take=duplicates.csv"), browser.get(at)]
    return [(answer.status_code, answer.content) for answer in answers]


def test_a_branch_is_shown_nothing_of_a_record_elsewhere(opened: League) -> None:
    recorded(opened, HERE, NORTH)
    before = pages(STONE, NORTH)

    recorded(opened, ELSEWHERE, SOUTH)

    assert pages(STONE, NORTH) == before
    assert [status for status, _ in before] == [200, 404]


def test_the_desk_over_both_settles_and_is_not_asked_again(opened: League) -> None:
    recorded(opened, HERE, NORTH)
    recorded(opened, ELSEWHERE, SOUTH)
    centre = signed_in(ANNA, "secretary", CENTRE)
    at = f"/duplicates/{ids.show(ELSEWHERE)}/{ids.show(HERE)}/"
    listed = centre.get("/duplicates/?take=duplicates.csv").content.decode().splitlines()
    assert [line.split(",")[:2] for line in listed[1:]] == [["Green Ada", "1990-04-03"]]

    form = {"key": "k", "on": "2025-03-01", "grounds": "Two people: both were at the meeting."}
    assert centre.post(at, form | {"grounds": " "}).status_code == 422
    assert centre.post(at, form).status_code == 303

    assert centre.get("/duplicates/?take=duplicates.csv").content.decode().splitlines()[1:] == []
    assert centre.get(at).status_code == 404
