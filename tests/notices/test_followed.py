"""What follows from a resolution is told to the desk that has to do it, and reported back to body and mover."""

from datetime import date

import pytest

from polity.acts import danger
from tests.acts.following import counting, decided, done, drafted, drop, put_off, report, target, task
from tests.acts.test_danger import come, name, over
from tests.league import CENTRE, NORTH, SOUTH, League
from tests.notices.test_work import after

DAY = date(2025, 1, 20)


@pytest.fixture
def resolved(league: League) -> League:
    """South moved, and the Centre decided, that every street have a lamp; North counts the streets."""
    counting(league)
    drafted(league)
    decided(league)
    return league


def told(league: League, act: object) -> list[tuple[int, str, str]]:
    """Which desks are told what after an act: the unit, the subject and the text."""
    rows = after(league, act)  # type: ignore[arg-type]
    assert [row[1] for row in rows if row[1] is not None] == []  # no person is told
    return [(row[2], row[4], row[5]) for row in rows]


def test_a_task_comes_to_the_desk_of_its_owner(resolved: League) -> None:
    says = "On 20 January 2025 your unit was given a task from the resolution “Every street”, due 30 June 2025:"

    assert told(resolved, task(on=DAY)) == [(NORTH, "A task from a resolution", f"{says} Count the streets.")]
    assert [unit for unit, *_rest in told(resolved, target(on=DAY))] == [CENTRE]


def test_a_delay_and_the_end_are_reported_back_to_the_body_and_to_whoever_moved_it(resolved: League) -> None:
    resolved.enact(task(on=DAY))
    assert told(resolved, report()) == []
    late = (
        "What was due from the resolution “Every street” is put off to 31 August 2025: Count the streets. The grounds:"
        " Snow."
    )
    assert told(resolved, put_off()) == [(CENTRE, "A delay", late), (SOUTH, "A delay", late)]
    ended = (
        "Done on 1 April 2025 from the resolution “Every street”: Count the streets. Forty streets. Evidence: The list"
        " of the office."
    )
    assert told(resolved, done()) == [
        (CENTRE, "Done from a resolution", ended), (SOUTH, "Done from a resolution", ended),
    ]  # fmt: skip


def test_what_is_given_up_is_told_to_its_owner_too(resolved: League) -> None:
    resolved.enact(task(on=DAY))

    assert [unit for unit, *_rest in told(resolved, drop())] == [CENTRE, SOUTH, NORTH]


def test_a_body_that_moved_it_itself_is_told_once(league: League) -> None:
    counting(league)
    drafted(league, mover=CENTRE)
    decided(league)
    league.enact(task(on=DAY))

    assert [unit for unit, *_rest in told(league, done())] == [CENTRE]


def test_a_danger_is_told_to_who_watches_and_when_it_comes_to_the_body_and_the_mover(resolved: League) -> None:
    says = "On 1 February 2025 your unit was asked to watch for a danger: Oil runs out. The early sign: Less than ten"
    assert told(resolved, name()) == [(NORTH, "A danger to watch for", f"{says} barrels.")]
    came = "On 1 March 2025 a danger came that was named with “Every street”. The lamps were dark for a night."
    assert told(resolved, come()) == [(CENTRE, "A danger came", came), (SOUTH, "A danger came", came)]


def test_a_danger_of_no_resolution_concerns_nobody_else(resolved: League) -> None:
    resolved.enact(name(resolution=None))

    assert told(resolved, over(danger.Avert)) == []
