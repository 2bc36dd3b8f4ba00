"""The annual report: what it tells of, as of its end, and what it keeps to itself."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from polity.acts import danger, membership, people
from polity.readings.annual import FLOWING, SAME, Annual, _hidden, annual
from polity.readings.balance import FLOWS, IN
from polity.readings.census import Unanswerable
from polity.readings.house import Scope
from polity.readings.release import SMALLEST
from tests.acts.following import LAMPS, TASK, counting, decided, done, drafted, put_off, task
from tests.acts.test_danger import come, name, over
from tests.league import ANNA, NORTH, League

DECIDED = date(2025, 1, 20)
OTHER = 8502


@pytest.fixture
def followed(league: League) -> League:
    """Every street is to be lit; the streets are counted late, others never."""
    counting(league)
    drafted(league)
    decided(league)
    league.enact(task(on=DECIDED))
    league.enact(task(part=8515, says="Buy oil.", due=date(2025, 5, 1), on=DECIDED))
    league.enact(put_off())
    league.enact(done(on=date(2025, 8, 1)))
    return league


def told(league: League, year: int = 2025, on: date = date(2026, 6, 1), *, whole: bool = True) -> Annual:
    return annual(league.house, year, on=on, scope=Scope(day=on, whole=whole))


def test_it_tells_what_was_resolved_done_and_missed(followed: League) -> None:
    report = told(followed)

    assert [one.resolution.resolution for one in report.resolved] == [LAMPS]
    assert [one.part.part for _of, one in report.ended("done", "reached")] == [TASK]
    assert [(one.part.part, one.state) for _of, one in report.ended("late", "missed", "dropped")] == [(8515, "late")]
    assert (report.organisation, report.since, report.until, report.whole) == (
        "League of Lamplighters", date(2025, 1, 1), date(2025, 12, 31), True,
    )  # fmt: skip


def test_a_year_that_is_not_over_is_told_up_to_the_day(followed: League) -> None:
    report = told(followed, on=date(2025, 7, 1))

    assert (report.until, report.whole) == (date(2025, 7, 1), False)
    assert [(one.part.part, one.state) for _of, one in report.parts] == [(8515, "late"), (TASK, "open")]


def test_the_next_year_tells_of_what_was_left_over_and_not_of_what_was_done(followed: League) -> None:
    report = told(followed, 2026)

    assert ([one.resolution.resolution for one in report.resolved], [one.part.part for _of, one in report.parts]) == (
        [], [8515],
    )  # fmt: skip


def test_dangers_are_told_of_while_they_are_watched_and_in_the_year_in_which_they_end(followed: League) -> None:
    followed.enact(name())
    followed.enact(name(danger=8532))
    followed.enact(come())
    followed.enact(over(danger.Close, on=date(2025, 4, 1)))

    assert [[w.danger.danger for w in told(followed, year).dangers] for year in (2024, 2025, 2026)] == [
        [], [8532, 8531], [8532],
    ]  # fmt: skip


def test_acts_are_counted_by_their_day_of_effect(followed: League) -> None:
    report = told(followed)

    assert dict(report.acts) == {
        "resolution.count": 2, "resolution.decide": 1, "resolution.done": 1, "resolution.draft": 1,
        "resolution.put": 1, "resolution.put_off": 1, "resolution.task": 2,
    }  # fmt: skip


def test_flows_close_and_small_groups_are_left_out(league: League) -> None:
    for at in range(12):
        league.enact(people.Record(on=date(2022, 1, 1), person=7000 + at, unit=NORTH, family=f"F{at}", given="G"))
        league.candidate(7000 + at, date(2025, 2, 1))
    league.enact(membership.Leave(on=date(2025, 9, 1), person=ANNA))

    members, candidates = told(league).flows
    assert (members.start, members.came, members.went, members.end, members.closes) == (
        None, [], [("left", None)], 0, True,
    )  # fmt: skip
    assert (candidates.start, candidates.came, candidates.went, candidates.end, candidates.closes) == (
        0, [("admitted", 12)], [], 12, True,
    )  # fmt: skip


def test_who_does_not_see_everybody_is_told_the_flows_of_whole_months(followed: League) -> None:
    def until(on: date, whole: bool = False) -> list[date]:
        return [flows.until for flows in told(followed, on=on, whole=whole).flows]

    assert until(date(2025, 7, 17), whole=True) == [date(2025, 7, 17)] * 2
    assert until(date(2025, 7, 17)) == [date(2025, 6, 30)] * 2
    assert until(date(2025, 1, 25)) == []
    assert until(date(2026, 1, 25)) == [date(2025, 12, 31)] * 2


def test_nothing_is_told_of_what_is_still_to_come(followed: League) -> None:
    ahead = annual(followed.house, 2025, on=date(2030, 1, 1), scope=Scope(day=date(2025, 7, 1), whole=True))

    assert (ahead.until, ahead.whole) == (date(2025, 7, 1), False)


@pytest.mark.parametrize("year", [999, 2027, 9999])
def test_a_year_that_has_not_begun_or_cannot_be_is_refused(league: League, year: int) -> None:
    with pytest.raises(Unanswerable):
        told(league, year)


def test_it_can_be_said_as_json(followed: League) -> None:
    plain = told(followed).plain()

    assert sorted(plain) == [
        "acts", "dangers", "done", "flows", "missed", "open", "organisation", "questions", "resolved", "since",
        "until", "year",
    ]  # fmt: skip
    assert [part["says"] for part in plain["missed"]] == ["Buy oil."]


counts = st.integers(0, 40) | st.just(0)


@given(st.fixed_dictionaries(dict.fromkeys(("start", *FLOWS), counts)), st.integers(0, 40))
def test_nothing_that_is_left_out_can_be_worked_out(members: dict[str, int], others: int) -> None:
    members["end"] = sum(members[f] for f in ("start", *IN)) - sum(members[f] for f in FLOWS if f not in IN)
    assume(members["end"] >= 0)
    found = {"member": members, "candidate": {"start": others, "promoted_out": members["promoted"], "end": others}}
    hidden = _hidden(found)

    small = {(s, flow) for s, kept in found.items() for flow, count in kept.items() if 0 < count < SMALLEST}
    assert small <= hidden
    assert len({one in hidden for one in SAME}) == 1
    for standing in FLOWING:
        closed = [flow for s, flow in hidden if s == standing]
        shown = [flow for flow, count in found[standing].items() if count and flow not in closed]
        assert not closed or not shown or (len(closed) > 1 and sum(found[standing][f] for f in closed) >= SMALLEST)
