"""Runs of some seconds: one for all who ask the same, in turn, tried again where one broke off."""

from threading import Event

import pytest

from polity.access import runs
from polity.readings.census import Unanswerable
from polity.readings.house import Scope
from tests.league import WHOLE


def ended(job: runs.Job | None) -> runs.Job:
    """A run, once it has ended."""
    assert job is not None
    assert job.over.wait(60)
    return job


def test_a_run_that_breaks_off_can_be_tried_again() -> None:
    def broken(_tell: runs.Tell) -> None:
        raise RuntimeError

    def unanswerable(_tell: runs.Tell) -> None:
        raise Unanswerable("Too few.", "Wait.")

    for make, found in ((broken, (True, None)), (unanswerable, (False, "Too few."))):
        job = ended(runs.begun("again", make, WHOLE))
        assert (job.broken, getattr(job.problem, "says", None)) == found


def test_a_run_is_of_those_who_see_the_same_part() -> None:
    job = ended(runs.begun("part", lambda _tell: 7, Scope(day=WHOLE.day, unit=3)))
    seen = [runs.of("part", scope) for scope in (Scope(day=WHOLE.day, unit=3), Scope(day=WHOLE.day, unit=4), WHOLE)]
    assert (seen, job.found) == ([job, None, None], 7)


def test_who_asks_the_same_follows_the_same_run() -> None:
    begun = [runs.begun("same", lambda _tell: object(), WHOLE) for _ in range(2)]
    assert begun[0] is begun[1]


def test_too_many_runs_wait() -> None:
    for job in list(runs._jobs.values()):  # what other tests left behind takes no place
        ended(job)
    stop = Event()

    def slow(tell: runs.Tell) -> None:
        tell("slow", 1, 2)
        stop.wait(60)

    jobs = [runs.begun(runs.named("many", number), slow, WHOLE) for number in range(runs.WAITING + 1)]
    stop.set()
    assert [job is None for job in jobs] == [False] * runs.WAITING + [True]
    assert [ended(job).says for job in jobs if job] == ["slow"] * runs.WAITING


@pytest.mark.parametrize("other", [("reach", 1), ("forecast", 2), ("forecast", 1, None)])
def test_another_question_is_another_run(other: tuple[object, ...]) -> None:
    assert runs.named("forecast", 1) != runs.named(*other)
