"""What an indicator stands at, and what it keeps to itself."""

from datetime import date
from fractions import Fraction

import pytest

from polity.acts import people
from polity.readings.house import Scope
from polity.readings.watched import Value, Watched, course, plain, reached, shown, told_on, value
from tests.league import NORTH, League

DAY = date(2024, 6, 1)
CLASS_OF_ALL = {"where": {"class": ["worker"]}, "of": {"standing": ["sympathiser"]}}


def settled(league: League, workers: int, peasants: int) -> None:
    """So many sympathisers in North of each class, from a day on."""
    for at in range(workers + peasants):
        kind = "worker" if at < workers else "peasant"
        league.enact(
            people.Record(on=date(2024, 1, 1), person=7000 + at, unit=NORTH, family=f"F{at}", given="G",
                          facts={"class": kind})
        )  # fmt: skip


def share(**more: object) -> Watched:
    return Watched({**CLASS_OF_ALL, **more}, "per_mille", 500, "least")


def test_a_share_is_exact_and_of_the_whole_that_was_asked_for(league: League) -> None:
    settled(league, workers=11, peasants=12)  # and Boris, of no class that is known

    assert value(league.house, share(), on=DAY) == Fraction(11000, 24)
    assert value(league.house, share(of={"class": ["worker", "peasant"]}), on=DAY) == Fraction(11000, 23)


def test_a_count_counts_those_who_are_both(league: League) -> None:
    settled(league, workers=11, peasants=12)
    watched = Watched({"where": {"class": ["worker", "peasant"]}, "of": {"class": ["peasant"]}}, "count", None, "most")

    assert value(league.house, watched, on=DAY) == 12


def test_what_part_and_whole_have_not_in_common_counts_nobody(league: League) -> None:
    settled(league, workers=11, peasants=12)
    watched = Watched({"where": {"class": ["worker"]}, "of": {"class": ["peasant"]}}, "per_mille", 1, "least")

    assert value(league.house, watched, on=DAY) is None


@pytest.mark.parametrize(
    ("workers", "peasants"),
    [
        pytest.param(9, 30, id="the group is small"),
        pytest.param(30, 8, id="what is left of the whole is small, with Boris"),
        pytest.param(0, 30, id="nobody is a small group too"),
    ],
)
def test_a_small_group_is_not_told(league: League, workers: int, peasants: int) -> None:
    settled(league, workers, peasants)

    assert value(league.house, share(), on=DAY) is None


def test_what_people_report_is_not_counted(league: League) -> None:
    assert value(league.house, Watched(None, "count", 40, "most"), on=DAY) is None


def test_a_question_that_cannot_be_answered_has_no_figure(league: League) -> None:
    assert value(league.house, share(where={"colour": ["red"]}), on=DAY) is None


def test_a_course_has_a_value_a_day(league: League) -> None:
    settled(league, workers=11, peasants=12)

    assert course(league.house, share(), days=[date(2023, 12, 31), DAY]) == [
        (date(2023, 12, 31), None),
        (DAY, Fraction(11000, 24)),
    ]


@pytest.mark.parametrize(
    ("side", "given", "kept"),
    [
        pytest.param("least", 500, True, id="the bound itself is kept"),
        pytest.param("least", Fraction(4999, 10), False, id="a tenth less is not"),
        pytest.param("most", 500, True, id="nor is it passed by itself"),
        pytest.param("most", Fraction(5001, 10), False, id="a tenth more passes it"),
        pytest.param("most", None, None, id="without a value nobody knows"),
    ],
)
def test_a_bound_is_kept_or_not(side: str, given: Value, kept: bool | None) -> None:
    assert reached(Watched(None, "per_mille", 500, side), given) is kept


def test_without_a_bound_there_is_nothing_to_reach() -> None:
    assert reached(Watched(None, "count", None, "least"), 7) is None


def test_values_are_shown_as_people_read_them() -> None:
    a_share, a_count = Watched(None, "per_mille", 500, "least"), Watched(None, "count", 40, "most")

    assert [shown(a_share, Fraction(3017, 7)), shown(a_count, 42310), shown(a_count, None)] == [
        "43.1 per cent", "42,310", "",
    ]  # fmt: skip
    assert [plain(Fraction(3017, 7)), plain(12), plain(None)] == ["431.0", 12, None]


def test_the_units_of_a_branch_are_part_of_the_figures_of_everybody(league: League) -> None:
    settled(league, workers=11, peasants=12)
    by_branch = Watched({"where": {"branch": ["N"], "class": ["peasant"]}, "of": {}}, "count", 10, "least")

    assert value(league.house, by_branch, on=DAY) == 12


def test_who_does_not_see_everybody_is_told_the_figures_of_the_months_first() -> None:
    day = date(2025, 3, 17)

    assert [told_on(day, scope) for scope in (Scope(day=day, whole=True), Scope(day=day, unit=NORTH))] == [
        day, date(2025, 3, 1),
    ]  # fmt: skip
    assert told_on(date(2026, 1, 1), Scope(day=day, whole=True)) == day  # nobody is told of what is still to come
