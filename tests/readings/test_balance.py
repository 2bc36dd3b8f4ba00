"""Stock and flow: what happens to Anna and Boris, and what must close whatever happens."""

from datetime import date

import pytest

from polity.acts import admission, membership, units
from polity.readings.balance import balance, months
from polity.readings.census import Unanswerable
from polity.readings.house import Scope
from tests.league import ANNA, BORIS, CENTRE, NORTH, SOUTH, WHOLE, League

YEAR = {"since": date(2025, 1, 1), "until": date(2026, 1, 1)}


def flows(league: League, by: str | None = "unit", scope: Scope = WHOLE, **more: object) -> dict[str, dict[str, int]]:
    """The flows that are not zero, by unit."""
    found = balance(league.house, scope=scope, by=by, **{**YEAR, **more})  # type: ignore[arg-type]
    assert found.closes
    return {
        row[0]: {head: value for head, value in zip(found.heads[1:], row[1:], strict=True) if value}
        for row in found.rows
    }


def moved(league: League, person: int, to: int, on: date) -> None:
    league.enact(membership.Transfer(on=on, member=person, receiving=to, transfer=9000 + person))
    league.enact(membership.Receive(on=on, member=person))


def test_a_transfer_is_a_move_out_here_and_a_move_in_there(league: League) -> None:
    moved(league, ANNA, NORTH, date(2025, 3, 1))

    assert flows(league) == {
        "C": {},
        "N": {"moved_in": 1, "end": 1},
        "S": {"start": 1, "moved_out": 1},
    }


def test_a_move_within_the_whole_is_no_flow_of_the_whole(league: League) -> None:
    moved(league, ANNA, NORTH, date(2025, 3, 1))

    assert flows(league, by=None) == {"all": {"start": 1, "end": 1}}


def test_admission_promotion_and_leaving_are_told_apart_by_standing(league: League) -> None:
    league.candidate(BORIS, date(2025, 1, 15))
    league.enact(admission.Promote(on=date(2025, 8, 1), person=BORIS))
    league.enact(membership.Leave(on=date(2025, 9, 1), person=ANNA))

    assert flows(league, by=None, standing="candidate") == {"all": {"admitted": 1, "promoted_out": 1}}
    assert flows(league, by=None, standing="member") == {"all": {"start": 1, "promoted": 1, "left": 1, "end": 1}}
    assert flows(league, by=None, standing="sympathiser") == {"all": {"start": 1, "promoted_out": 1}}


def test_what_happens_on_the_first_day_was_before_and_on_the_last_day_is_within(league: League) -> None:
    moved(league, ANNA, NORTH, date(2025, 3, 1))

    assert flows(league, since=date(2025, 3, 1)) == {"C": {}, "N": {"start": 1, "end": 1}, "S": {}}
    assert flows(league, until=date(2025, 3, 1))["N"] == {"moved_in": 1, "end": 1}


def test_a_merge_moves_nobody_on_the_map_after_it(league: League) -> None:
    league.enact(units.Merge(on=date(2025, 6, 1), units=(SOUTH,), into=NORTH))

    assert flows(league) == {"C": {}, "N": {"start": 1, "end": 1}}


def test_a_branch_sees_its_own_balance_only(league: League) -> None:
    scope = Scope(day=date(2025, 3, 1), unit=SOUTH)

    assert flows(league, scope=scope) == {"S": {"start": 1, "end": 1}}


def test_the_parts_add_up_to_the_whole(league: League) -> None:
    moved(league, ANNA, NORTH, date(2025, 3, 1))
    parts = flows(league, by="branch", under=CENTRE)

    assert sum(part.get("start", 0) for part in parts.values()) == flows(league, by=None)["all"]["start"]


@pytest.mark.parametrize(
    ("question", "says"),
    [
        pytest.param({"until": date(2024, 1, 1)}, "The period ends before it begins.", id="backwards"),
        pytest.param({"standing": "patron"}, "There is no standing patron.", id="standing"),
        pytest.param({"by": "shire"}, "There is no tier shire.", id="tier"),
    ],
)
def test_a_question_that_cannot_be_answered_is_told_why(league: League, question: dict[str, object], says: str) -> None:
    with pytest.raises(Unanswerable) as told:
        flows(league, **question)  # type: ignore[arg-type]

    assert told.value.says == says


def test_months_meet(league: League) -> None:
    assert months(date(1922, 11, 1), date(1923, 2, 1)) == [
        (date(1922, 11, 1), date(1922, 12, 1)),
        (date(1922, 12, 1), date(1923, 1, 1)),
        (date(1923, 1, 1), date(1923, 2, 1)),
    ]
