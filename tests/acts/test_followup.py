"""What follows from a resolution: what each act does, why it is refused, and that the journal alone rebuilds it."""

from datetime import date
from typing import Any

import pytest

from polity.acts import Act, Refused, resolution
from polity.readings.check import check
from polity.register import followup as kept
from polity.words.said.followup import WORDS
from tests.acts.following import DUE, LAMPS, TARGET, TASK, done, drafted, drop, put_off, report, target, task
from tests.league import CENTRE, NORTH, SOUTH, WHOLE, League


def new(**changed: Any) -> Act:
    """Another task."""
    return task(part=8518, **changed)


@pytest.fixture
def tasked(league: League) -> League:
    drafted(league)
    league.enact(task())
    return league


def part(league: League, number: int = TASK) -> kept.Part:
    with league.register() as register:
        found = kept.part(register, number)
    assert found is not None
    return found


def said(league: League) -> list[tuple[str, str, date | None, date | None]]:
    """The state that each report left, what it says, and the days it was put off from and to."""
    with league.register() as register:
        return [(one.state, one.says, one.was_due, one.due) for one in kept.reports(register, [TASK])]


def test_a_task_stands_open_with_its_owner_and_its_day(tasked: League) -> None:
    found = part(tasked)

    assert (found.resolution, found.kind, found.owner, found.due, found.state) == (LAMPS, "task", NORTH, DUE, "open")
    assert found.watched.plain() == {"asks": None, "measure": "count", "bound": None, "side": "least"}


def test_a_target_keeps_its_question_and_its_bound(tasked: League) -> None:
    tasked.enact(target())

    assert part(tasked, TARGET).watched.plain() == {
        "asks": {"where": {"class": ["worker"]}, "of": {"standing": ["sympathiser"]}},
        "measure": "per_mille",
        "bound": 500,
        "side": "least",
    }


def test_a_report_leaves_it_open_and_a_delay_stays_to_be_seen(tasked: League) -> None:
    tasked.enact(report(evidence="12"))
    tasked.enact(put_off())

    assert said(tasked) == [
        ("open", "Half of them are counted.", None, None),
        ("open", "Snow.", DUE, date(2025, 8, 31)),
    ]
    assert (part(tasked).due, part(tasked).state) == (date(2025, 8, 31), "open")


@pytest.mark.parametrize(
    ("act", "state"), [pytest.param(done(), "done", id="done"), pytest.param(drop(), "dropped", id="given up")]
)
def test_it_ends_done_or_given_up(tasked: League, act: Act, state: str) -> None:
    tasked.enact(act)

    assert (part(tasked).state, part(tasked).state_since) == (state, date(2025, 4, 1))
    assert tasked.codes(report(report=8599, on=date(2025, 5, 1))) == [f"part.{state}"]


def test_a_task_without_a_day_gets_one_when_it_is_put_off(tasked: League) -> None:
    tasked.enact(task(part=8515, due=None))
    tasked.enact(put_off(part=8515))

    assert part(tasked, 8515).due == date(2025, 8, 31)


@pytest.mark.parametrize(
    ("act", "codes"),
    [
        pytest.param(new(resolution=9999), ["part.resolution"], id="no such resolution"),
        pytest.param(new(on=date(2025, 1, 9)), ["part.before"], id="before the resolution"),
        pytest.param(new(due=date(2025, 1, 9)), ["part.due"], id="due before it is given"),
        pytest.param(new(says=" "), ["field.value"], id="nothing is said"),
        pytest.param(new(owner=4444), ["unit.none"], id="an owner that does not stand"),
        pytest.param(task(), ["id.known"], id="an id that is borne"),
        pytest.param(task(part=LAMPS), ["id.known"], id="the id of the resolution"),
        pytest.param(target(measure="weight"), ["field.value", "watched.count"], id="an unknown measure"),
        pytest.param(target(bound=1001), ["watched.share"], id="more than the whole"),
        pytest.param(target(bound=-1), ["count.positive"], id="less than nothing"),
        pytest.param(target(of=None), ["watched.of"], id="a share of nobody"),
        pytest.param(target(where=None), ["watched.nobody"], id="a share of whom"),
        pytest.param(target(measure="count"), ["watched.count"], id="a count of a whole"),
        pytest.param(target(where={"unit": "N"}), ["watched.dimension"], id="a single home unit"),
        pytest.param(target(where={"class": "worker;king"}), ["field.value"], id="a value that is never recorded"),
        pytest.param(target(where={"class": "unknown"}), [], id="what is not known can be watched"),
        pytest.param(target(where={"branch": "N"}), [], id="a branch can be watched"),
        pytest.param(report(part=9999), ["part.none"], id="no such task"),
        pytest.param(report(on=date(2025, 1, 9)), ["part.before"], id="a report before the task"),
        pytest.param(report(value=-3), ["count.positive"], id="a value below nothing"),
        pytest.param(put_off(due=DUE), ["part.same_due"], id="put off to the day it has"),
        pytest.param(put_off(due=date(2025, 2, 1)), ["part.due"], id="put off to a day that is past"),
        pytest.param(put_off(grounds=""), ["field.value"], id="put off without grounds"),
        pytest.param(done(evidence=""), ["field.value"], id="done without evidence"),
        pytest.param(drop(grounds=" "), ["field.value"], id="given up without grounds"),
    ],
)
def test_what_stands_in_the_way(tasked: League, act: Act, codes: list[str]) -> None:
    assert tasked.codes(act) == codes


def test_what_the_register_counts_is_not_reported_and_not_declared_done(tasked: League) -> None:
    tasked.enact(target())

    assert tasked.codes(report(part=TARGET, value=510)) == ["watched.counted"]
    assert tasked.codes(done(part=TARGET)) == ["part.counted"]


def test_what_people_count_is_reported_and_declared_done(tasked: League) -> None:
    tasked.enact(target(where=None, of=None, measure="count", bound=40))
    tasked.enact(report(part=TARGET, value=38))
    tasked.enact(done(part=TARGET, value=40))

    with tasked.register() as register:
        assert [one.value for one in kept.reports(register, [TARGET])] == [38, 40]
    assert part(tasked, TARGET).state == "done"


def test_nothing_follows_from_a_resolution_that_was_withdrawn(tasked: League) -> None:
    tasked.enact(resolution.Withdraw(on=date(2025, 2, 1), resolution=LAMPS))

    assert tasked.codes(new(on=date(2025, 2, 2))) == ["part.closed_resolution"]


def test_reports_go_forward_in_time(tasked: League) -> None:
    tasked.enact(put_off())

    assert tasked.codes(report(on=date(2025, 2, 28))) == ["part.before"]
    assert tasked.codes(report(on=date(2025, 3, 1))) == []


@pytest.mark.parametrize(
    ("act", "office"),
    [
        pytest.param(new(), CENTRE, id="the body gives tasks"),
        pytest.param(report(), NORTH, id="the owner reports"),
        pytest.param(done(), NORTH, id="the owner says that it is done"),
        pytest.param(put_off(), NORTH, id="the owner puts it off"),
        pytest.param(drop(), CENTRE, id="the body gives it up"),
    ],
)
def test_who_may(tasked: League, act: Act, office: int) -> None:
    refused = {unit: tasked.codes(act, tasked.by(unit=unit)) for unit in (SOUTH, NORTH, CENTRE)}

    # Whoever stands above a unit may act for it.
    assert refused == {
        SOUTH: ["competence.scope"],
        NORTH: [] if office == NORTH else ["competence.scope"],
        CENTRE: [],
    }


def test_what_is_refused_leaves_no_trace(tasked: League) -> None:
    before = tasked.state()

    with pytest.raises(Refused):
        tasked.enact(done(evidence=" "))

    assert tasked.state() == before


def test_the_journal_alone_rebuilds_what_follows(tasked: League) -> None:
    for act in (target(), report(), put_off(), done(), drop(part=TARGET)):
        tasked.enact(act)

    assert [finding for finding in check(tasked.house, scope=WHOLE) if not finding.holds] == []


def test_words_name_what_they_fill_in() -> None:
    plain: dict[str, Any] = {name: name for name in ("bound", "dimension", "known", "state", "since", "due", "on")}

    assert [code for code, words in WORDS.items() if not (words.says.format(**plain) and words.remedy)] == []
