"""What became of our resolutions: rules, tasks and targets, computed where they can be, from the day they are asked."""

import json
from datetime import date
from fractions import Fraction

import pytest

from polity.acts import people, resolution
from polity.readings import followup
from polity.readings.house import Scope
from tests.acts.following import (
    LAMPS,
    TARGET,
    TASK,
    counting,
    decided,
    done,
    drafted,
    drop,
    put_off,
    report,
    target,
    task,
)
from tests.league import CENTRE, NORTH, SOUTH, WHOLE, League

DECIDED, DUE = date(2025, 1, 20), date(2025, 6, 30)
BAR = """reform: longer
title: A longer candidate period
from: {since}
{until}set: {{param: candidate_months, to: 12}}
"""
OTHER = 8502
ANYBODY = Scope(day=date(2025, 3, 1))


@pytest.fixture
def adopted(league: League) -> League:
    """The Centre decided that every street be lit; North counts the streets."""
    counting(league)
    drafted(league)
    decided(league)
    league.enact(task(on=DECIDED))
    return league


def told(league: League, on: date, number: int = LAMPS) -> followup.Followed:
    found = followup.one(league.house, number, on=on, scope=Scope(day=on, whole=True))
    assert found is not None
    return found


def stands(league: League, on: date, number: int = TASK) -> followup.Standing:
    return next(one for one in told(league, on).parts if one.part.part == number)


def settled(league: League, workers: int, peasants: int, on: date = date(2024, 1, 1), first: int = 7000) -> None:
    for at in range(workers + peasants):
        kind = "worker" if at < workers else "peasant"
        league.enact(
            people.Record(on=on, person=first + at, unit=NORTH, family=f"F{at}", given="G", facts={"class": kind})
        )


def test_a_task_is_open_until_its_day_and_late_after_it(adopted: League) -> None:
    assert [stands(adopted, on).state for on in (DECIDED, DUE, date(2025, 7, 1))] == ["open", "open", "late"]
    assert [told(adopted, on).state for on in (DUE, date(2025, 7, 1))] == ["open", "late"]


def test_a_delay_moves_the_day_and_stays_to_be_seen(adopted: League) -> None:
    adopted.enact(put_off())
    before, after = stands(adopted, date(2025, 2, 28)), stands(adopted, date(2025, 7, 1))

    assert (before.due, before.first_due, before.delays) == (DUE, DUE, [])
    assert (after.due, after.first_due, after.state) == (date(2025, 8, 31), DUE, "open")
    assert [(one.was_due, one.due, one.says) for one in after.delays] == [(DUE, date(2025, 8, 31), "Snow.")]


def test_done_and_given_up_from_the_day_on_which_it_was_said(adopted: League) -> None:
    adopted.enact(task(part=8515, on=DECIDED))
    adopted.enact(done())
    adopted.enact(drop(part=8515, report=8528, on=date(2025, 5, 1)))

    assert [stands(adopted, on).state for on in (date(2025, 3, 31), date(2025, 4, 1))] == ["open", "done"]
    assert stands(adopted, date(2025, 7, 1), 8515).state == "dropped"
    assert told(adopted, date(2025, 7, 1)).state == "done"


def test_a_target_is_counted_on_the_day_and_at_the_end_on_the_day_it_was_due(adopted: League) -> None:
    settled(adopted, workers=10, peasants=20)  # and Boris: 10 of 31
    adopted.enact(target(on=DECIDED))
    settled(adopted, workers=21, peasants=0, on=date(2025, 5, 1), first=7100)  # 31 of 52
    settled(adopted, workers=0, peasants=40, on=date(2025, 8, 1), first=7200)

    found = [stands(adopted, on, TARGET) for on in (DECIDED, date(2025, 5, 1), date(2025, 9, 1))]
    assert [(one.state, one.value, one.keeps) for one in found] == [
        ("open", Fraction(10000, 31), False),
        ("reached", Fraction(31000, 52), True),
        ("reached", Fraction(31000, 52), True),
    ]


def test_a_target_that_is_not_kept_on_its_day_is_missed(adopted: League) -> None:
    settled(adopted, workers=10, peasants=20)
    adopted.enact(target(on=DECIDED))

    assert [stands(adopted, on, TARGET).state for on in (DUE, date(2025, 7, 1))] == ["open", "missed"]


def test_a_target_that_people_count_goes_by_the_last_report(adopted: League) -> None:
    adopted.enact(target(on=DECIDED, where=None, of=None, measure="count", bound=40))
    adopted.enact(report(part=TARGET, value=38))
    adopted.enact(report(part=TARGET, report=8529, value=41, on=date(2025, 3, 1)))

    assert [(one.value, one.state) for on in (DECIDED, date(2025, 2, 1), date(2025, 3, 1))
            for one in [stands(adopted, on, TARGET)]] == [(None, "open"), (38, "open"), (41, "reached")]  # fmt: skip


def test_a_target_of_a_small_group_has_no_figure(adopted: League) -> None:
    settled(adopted, workers=9, peasants=20)
    adopted.enact(target(on=DECIDED))

    one = stands(adopted, DUE, TARGET)
    assert (one.value, one.keeps, one.state) == (None, None, "open")


@pytest.mark.parametrize(
    ("on", "state"),
    [
        pytest.param(date(2025, 1, 31), "not_yet", id="before its day of effect"),
        pytest.param(date(2025, 2, 1), "in_force", id="on it"),
        pytest.param(date(2025, 7, 31), "in_force", id="on its last day"),
        pytest.param(date(2025, 8, 1), "lapsed", id="once its term is over"),
    ],
)
def test_a_rule_stands_as_the_law_says(league: League, on: date, state: str) -> None:
    counting(league)
    drafted(league, reform=BAR.format(since="2025-02-01", until="to: 2025-08-01\n"))
    decided(league)

    (rule,) = told(league, on).rules
    assert (rule.state, rule.since, rule.until, rule.touches) == (
        state, date(2025, 2, 1), date(2025, 8, 1), ("candidate_months",),
    )  # fmt: skip


def test_a_rule_that_another_takes_the_place_of_is_replaced(league: League) -> None:
    counting(league)
    drafted(league, reform=BAR.format(since="2025-02-01", until=""))
    decided(league)
    later = "reform: shorter\nfrom: 2025-06-01\nafter: [longer]\nset: {param: candidate_months, to: 3}\n"
    drafted(league, resolution=OTHER, reform=later, on=date(2025, 2, 1))
    decided(league, OTHER, on=date(2025, 2, 2))

    assert [told(league, on).rules[0].state for on in (date(2025, 5, 31), date(2025, 6, 1))] == ["in_force", "replaced"]
    assert told(league, date(2025, 6, 1)).rules[0].until == date(2025, 6, 1)


def test_a_rejected_resolution_made_no_rule(league: League) -> None:
    counting(league)
    drafted(league, reform=BAR.format(since="2025-02-01", until=""))
    decided(league, votes_for=20)

    found = told(league, date(2025, 3, 1))
    assert (found.state, found.rules) == ("rejected", [])


def test_the_list_can_be_narrowed(adopted: League) -> None:
    drafted(adopted, resolution=OTHER, title="Oil", mover=NORTH, on=date(2025, 2, 1))
    decided(adopted, OTHER, on=date(2025, 2, 2), votes_for=10)

    def listed(on: date = date(2025, 7, 1), **narrowed: object) -> list[int]:
        found = followup.followed(adopted.house, on=on, scope=WHOLE, **narrowed)  # type: ignore[arg-type]
        return [one.resolution.resolution for one in found]

    assert listed() == [OTHER, LAMPS]
    assert listed(on=DECIDED) == [LAMPS]
    assert [listed(mover=unit) for unit in (SOUTH, NORTH)] == [[LAMPS], [OTHER]]
    assert [listed(body=unit) for unit in (CENTRE, NORTH)] == [[OTHER, LAMPS], []]
    assert [listed(state=state) for state in ("late", "rejected", "open")] == [[LAMPS], [OTHER], []]
    assert [listed(year=year) for year in (2025, 2024)] == [[OTHER, LAMPS], []]


def test_everybody_sees_it_and_whoever_moved_it_gets_it_reported_back(adopted: League) -> None:
    adopted.enact(report(evidence="12"))

    (seen,) = followup.report_back(adopted.house, SOUTH, on=date(2025, 3, 1), scope=ANYBODY)
    assert seen.plain() == told(adopted, date(2025, 3, 1)).plain()
    assert (seen.mover, seen.body, seen.parts[0].owner) == (("South", "S"), ("Centre", "C"), ("North", "N"))
    assert followup.report_back(adopted.house, NORTH, on=date(2025, 3, 1), scope=ANYBODY) == []


def test_what_a_unit_has_to_see_to_is_what_has_not_ended_the_late_first(adopted: League) -> None:
    adopted.enact(task(part=8515, on=DECIDED, due=None))
    adopted.enact(task(part=8516, on=DECIDED, due=date(2025, 2, 1)))
    adopted.enact(task(part=8517, on=DECIDED, due=date(2025, 2, 2)))
    adopted.enact(done(part=8517))

    def left(on: date, unit: int = NORTH) -> list[tuple[int, str]]:
        found = followup.owned(adopted.house, unit, on=on, scope=ANYBODY)
        return [(one.part.part, one.state) for _resolution, one in found]

    assert left(date(2025, 5, 1)) == [(8516, "late"), (TASK, "open"), (8515, "open")]
    assert left(date(2025, 5, 1), unit=SOUTH) == []


@pytest.mark.parametrize("on", [date(2025, 1, 12), DECIDED, date(2025, 5, 1), date(2025, 7, 1)])
def test_an_overview_is_the_list_in_brief_and_what_a_unit_has_to_see_to(adopted: League, on: date) -> None:
    drafted(adopted, resolution=OTHER, title="Oil", on=date(2025, 1, 10))
    adopted.enact(task(part=8515, resolution=OTHER, on=date(2025, 1, 11)))
    adopted.enact(task(part=8516, on=DECIDED, owner=SOUTH))
    decided(adopted, OTHER, on=date(2025, 2, 2), votes_for=10)
    kept_run(adopted, run())
    adopted.enact(report(evidence="12"))

    everything = followup.followed(adopted.house, on=on, scope=ANYBODY)
    in_brief = [one._replace(dangers=[], forecasts=[]).plain() for one in everything]
    for unit in (NORTH, SOUTH, CENTRE):
        found, left = followup.overview(adopted.house, unit, on=on, scope=ANYBODY)
        assert [one.plain() for one in found] == in_brief
        assert [(of, one.plain()) for of, one in left] == [
            (of, one.plain()) for of, one in followup.owned(adopted.house, unit, on=on, scope=ANYBODY)
        ]
    assert followup.overview(adopted.house, None, on=on, scope=ANYBODY)[1] == []
    assert [len(one.forecasts) for one in everything if one.resolution.resolution == LAMPS] == [1] * (on >= DECIDED)


def test_one_part_comes_with_its_resolution(adopted: League) -> None:
    found = followup.of_part(adopted.house, TASK, on=DUE, scope=WHOLE)
    assert found == (told(adopted, DUE).resolution, stands(adopted, DUE))
    assert followup.of_part(adopted.house, TASK, on=date(2025, 1, 19), scope=WHOLE) is None


def test_it_can_be_said_as_json(adopted: League) -> None:
    adopted.enact(report(evidence="12"))
    plain = told(adopted, date(2025, 3, 1)).plain()

    assert {name: plain[name] for name in ("title", "decided", "on", "state", "rules", "dangers")} == {
        "title": "Every street", "decided": "adopted", "on": "2025-01-20", "state": "open", "rules": [], "dangers": [],
    }  # fmt: skip
    (part,) = plain["parts"]
    assert {name: part[name] for name in ("kind", "state", "due", "first_due", "watched", "value", "keeps")} == {
        "kind": "task", "state": "open", "due": "2025-06-30", "first_due": "2025-06-30", "watched": None,
        "value": None, "keeps": None,
    }  # fmt: skip


def test_nothing_follows_from_nothing(league: League) -> None:
    assert followup.one(league.house, 9999, on=DUE, scope=WHOLE) is None
    assert followup.of_part(league.house, 9999, on=DUE, scope=WHOLE) is None


def run(by: str = "class", headline: str = "peasant") -> dict[str, object]:
    """A run of a forecast of three months, as a forecast says it of itself: shares in ten-thousandths."""
    fan = {"median": [5000, 5200, 5600], "low50": [5000, 5100, 5500], "high50": [5000, 5300, 5700],
           "low90": [5000, 5000, 5200], "high90": [5000, 5400, 6000]}  # fmt: skip
    lines = [{"law": "present", "shares": {headline: {name: [1, 1, 1] for name in fan}}},
             {"law": "draft", "shares": {headline: fan}}]  # fmt: skip
    return {"by": by, "headline": headline, "says": ["In 90 of 100 runs."], "lines": lines,
            "days": ["2025-02-01", "2025-03-01", "2025-04-01"]}  # fmt: skip


def kept_run(league: League, told_of: dict[str, object]) -> None:
    said = json.dumps(told_of)
    league.enact(resolution.Keep(on=date(2025, 1, 12), forecast=8590, resolution=LAMPS, title="Peasants", run=said))


def test_a_forecast_then_is_held_against_what_came(league: League) -> None:
    for at in range(20):
        league.member(7300 + at, NORTH, f"F{at}", date(2024, 6, 1))
        kind = "worker" if at < 9 else "peasant"
        league.enact(people.Amend(on=date(2022, 6, 1), person=7300 + at, facts={"class": kind}))
    drafted(league)
    kept_run(league, run())

    (before,) = told(league, date(2025, 1, 31)).forecasts
    (after,) = told(league, date(2025, 4, 2)).forecasts
    assert (before.points, before.says, before.what) == ([], ("In 90 of 100 runs.",), ("class", "peasant"))
    # 11 of 21 members: Anna is of no class that is known
    assert [(p.day, p.median, p.came, p.within) for p in after.points] == [
        (date(2025, 2, 1), 500, Fraction(11000, 21), "none"),
        (date(2025, 3, 1), 520, Fraction(11000, 21), "50"),
        (date(2025, 4, 1), 560, Fraction(11000, 21), "90"),
    ]
    assert after.plain()["points"][1]["came"] == "523.8"


@pytest.mark.parametrize(
    "told_of",
    [
        pytest.param({"says": []}, id="a run of another version"),
        pytest.param(run(by="unit", headline="N"), id="a share of which nobody is told"),
        pytest.param({**run(), "days": ["soon"]}, id="days that are none"),
    ],
)
def test_a_run_that_is_not_understood_keeps_its_title(league: League, told_of: dict[str, object]) -> None:
    drafted(league)
    kept_run(league, told_of)

    (found,) = told(league, date(2025, 4, 2)).forecasts
    assert (found.title, found.what, found.points) == ("Peasants", None, ())
