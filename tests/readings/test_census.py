"""Counts by anything sum to the whole, on any day and on the map of any other."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from polity.acts import Act, membership, people, units
from polity.readings.census import Census, Question, Unanswerable, census, tenths
from polity.readings.house import Scope
from tests.laws.histories import DAYS, histories, offer
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, WHOLE, League

Leagues = Callable[[], AbstractContextManager[League]]
DAY, BEFORE, AFTER = date(2025, 3, 1), date(2025, 2, 1), date(2025, 9, 1)
DIMENSIONS = (
    "standing sex class age age_band workplace unit unit_kind tier cohort entry_year years_standing reason centre"
    " branch"
).split()


def by_unit(league: League, on: date, map_of: date) -> dict[str | None, int]:
    return {row.values[0]: row.people for row in league.census(on, by=["unit"], map_of=map_of).rows}


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=8,
)
@given(history=histories(), first=st.sampled_from(DIMENSIONS), second=st.sampled_from(DIMENSIONS))
def test_counts_by_anything_sum_to_the_whole_on_every_map(
    leagues: Leagues, history: list[Act], first: str, second: str
) -> None:
    with leagues() as league:
        offer(league, history)
        for day in DAYS[1::3]:
            with league.register() as register:
                register.cursor.execute("SELECT count(*) FROM standing WHERE valid @> %s", [day])
                counted = register.cursor.fetchall()[0][0]
            totals = {league.census(day).total, league.census(day, by=[first, second]).total}
            totals |= {league.census(day, by=["unit"], map_of=other).total for other in (date(2022, 1, 1), *DAYS[::5])}
            assert totals == {counted}


@pytest.fixture
def branches(league: League) -> League:
    """Anna in South, Boris and Clara in North, David in East; all three branches under the centre."""
    east = date(2022, 1, 1)
    league.enact(units.Found(on=east, unit=1004, title="East", tier="branch", kind="office", code="E", parent=CENTRE))
    league.enact(people.Record(on=date(2023, 1, 1), person=CLARA, unit=NORTH, family="C", given="C"))
    league.enact(people.Record(on=date(2023, 1, 1), person=DAVID, unit=1004, family="D", given="D"))
    return league


def both_ways(league: League) -> list[dict[str | None, int]]:
    """Before and after, each on the map of either day."""
    return [by_unit(league, on, map_of) for on in (BEFORE, AFTER) for map_of in (BEFORE, AFTER)]


OLD = {"E": 1, "N": 2, "S": 1}


def test_merged_branches_show_the_same_people_on_both_maps(branches: League) -> None:
    branches.enact(units.Merge(on=DAY, units=(SOUTH,), into=NORTH))
    new = {"E": 1, "N": 3}
    assert both_ways(branches) == [OLD, new, OLD, new]


def test_branches_merged_one_after_the_other_are_followed_back(branches: League) -> None:
    branches.enact(units.Merge(on=DAY, units=(SOUTH,), into=NORTH))
    branches.enact(people.Amend(on=date(2025, 4, 1), person=ANNA, facts={"sex": "female"}))
    branches.enact(units.Merge(on=date(2025, 5, 1), units=(NORTH,), into=1004))
    assert both_ways(branches) == [OLD, {"E": 4}, OLD, {"E": 4}]


def test_a_split_branch_shows_the_same_people_on_both_maps(branches: League) -> None:
    branches.enact(units.Split(on=DAY, unit=NORTH, new=1005, title="Far", code="F", people=(CLARA,)))
    new = {"E": 1, "F": 1, "N": 1, "S": 1}
    assert both_ways(branches) == [OLD, new, OLD, new]


def test_a_change_of_standing_after_a_merge_does_not_lose_the_way_back(branches: League) -> None:
    branches.enact(units.Merge(on=DAY, units=(SOUTH,), into=NORTH))
    branches.enact(membership.Leave(on=date(2025, 4, 1), person=ANNA))
    assert by_unit(branches, AFTER, BEFORE) == OLD


def test_whoever_moves_after_a_merge_stays_where_they_chose_to_be(branches: League) -> None:
    branches.enact(units.Merge(on=DAY, units=(SOUTH,), into=NORTH))
    branches.enact(membership.Transfer(on=date(2025, 4, 1), member=ANNA, receiving=1004, transfer=1))
    branches.enact(membership.Receive(on=date(2025, 4, 1), member=ANNA))
    assert by_unit(branches, AFTER, BEFORE) == {"E": 2, "N": 2}


def test_whoever_was_carried_twice_into_one_branch_is_counted_once(branches: League) -> None:
    branches.enact(units.Merge(on=DAY, units=(SOUTH,), into=NORTH))
    branches.enact(membership.Transfer(on=date(2025, 4, 1), member=ANNA, receiving=1004, transfer=1))
    branches.enact(membership.Receive(on=date(2025, 4, 1), member=ANNA))
    branches.enact(units.Merge(on=date(2025, 5, 1), units=(1004,), into=NORTH))
    assert by_unit(branches, AFTER, BEFORE) == {"E": 2, "N": 2}


def test_a_renamed_or_moved_branch_answers_to_itself(branches: League) -> None:
    branches.enact(units.Rename(on=DAY, unit=SOUTH, title="Austral", code="A"))
    new = {"A": 1, "E": 1, "N": 2}
    assert both_ways(branches) == [OLD, new, OLD, new]


def test_a_branch_founded_later_answers_to_the_one_above_it(branches: League) -> None:
    cell = units.Found(on=DAY, unit=1005, title="Cell", tier="cell", kind="office", code="NC", parent=NORTH)
    branches.enact(cell)
    branches.enact(people.Record(on=DAY, person=9101, unit=1005, family="N", given="N"))
    assert by_unit(branches, AFTER, BEFORE) == {"E": 1, "N": 3, "S": 1}


def test_a_branch_that_took_in_a_cell_of_its_own_answers_to_the_one_above_it(branches: League) -> None:
    """On a map of before either, the way back leads up, not round from the branch to its cell and back."""
    long_ago = date(2021, 1, 1)
    cell = units.Found(on=date(2024, 1, 1), unit=1005, title="Cell", tier="cell", kind="office", code="EC", parent=1004)
    branches.enact(cell)
    branches.enact(people.Record(on=date(2024, 1, 1), person=9101, unit=1005, family="N", given="N"))
    branches.enact(units.Merge(on=DAY, units=(1005,), into=1004))
    maps = [by_unit(branches, on, long_ago) for on in (BEFORE, AFTER)]
    assert [sum(found.values()) for found in maps] == [5, 5]
    assert maps[0] == maps[1]


def test_what_is_not_recorded_is_a_row_of_its_own(branches: League) -> None:
    branches.enact(people.Amend(on=DAY, person=ANNA, facts={"sex": "female"}))
    answer = branches.census(AFTER, by=["sex"])
    assert sorted(answer.rows, key=str) == [(("female",), 1), ((None,), 3)]
    assert branches.census(AFTER, where={"sex": ["unknown"]}).total == 3
    assert branches.census(AFTER, where={"sex": ["female", ""]}).total == 4


def test_ages_are_completed_years(branches: League) -> None:
    branches.enact(people.Amend(on=date(2024, 1, 1), person=ANNA, facts={"born": "2004-02-29"}))
    ages = [
        branches.census(day, by=["age"], where={"age": ["19", "20", "21"]}).rows
        for day in (date(2024, 2, 28), date(2024, 2, 29), date(2025, 2, 28), date(2025, 3, 1))
    ]
    assert ages == [((("19",), 1),), ((("20",), 1),), ((("20",), 1),), ((("21",), 1),)]


def test_only_a_subtree_is_counted_for_whoever_may_see_no_more(branches: League) -> None:
    def seen(scope: Scope, under: int | None = None) -> int:
        return census(branches.house, Question(on=AFTER, under=under), scope=scope).total

    north, nobody = Scope(day=AFTER, unit=NORTH), Scope(day=AFTER)
    assert [seen(WHOLE), seen(WHOLE, SOUTH), seen(north), seen(north, SOUTH), seen(nobody)] == [4, 1, 2, 0, 0]


def test_a_dimension_that_is_none_is_refused_with_those_there_are(branches: League) -> None:
    with pytest.raises(Unanswerable) as refused:
        branches.census(AFTER, by=["colour"])
    assert refused.value.says == "People cannot be counted by “colour”."


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (Fraction(0), "0.0"), (Fraction(1333, 20), "66.7"), (Fraction(6664, 100), "66.6"), (Fraction(1000), "1000.0"),
        (Fraction(1, 20), "0.1"), (Fraction(1, 21), "0.0"), (Fraction(-1, 20), "-0.1"), (Fraction(-1, 21), "0.0"),
    ],
)  # fmt: skip
def test_thousandths_are_rounded_exactly(value: Fraction, written: str) -> None:
    assert tenths(value) == written


@given(st.fractions(-(10**6), 10**6, max_denominator=10**4))
def test_a_rounded_value_is_within_half_a_tenth(value: Fraction) -> None:
    assert abs(Fraction(tenths(value)) - value) <= Fraction(1, 20)


def test_shares_are_of_the_total(branches: League) -> None:
    branches.candidate(BORIS, DAY)
    answer: Census = branches.census(AFTER, by=["standing"], per_mille=True)
    assert {row.values[0]: row.per_mille(answer.total) for row in answer.rows} == {
        "candidate": "250.0", "member": "250.0", "sympathiser": "500.0",
    }  # fmt: skip


def test_a_league_of_nobody_has_no_rows_and_a_total_of_none(league: League) -> None:
    answer = league.census(date(2019, 6, 1), by=["standing"])
    assert (answer.rows, answer.total) == ((), 0)
