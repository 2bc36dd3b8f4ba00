"""Open questions as they are read: who forecast what, who they are to whom, scores, calibration and rules."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from fractions import Fraction

import pytest

from polity.acts import people, question
from polity.foresight.scores import brier
from polity.readings import open_questions as reading
from polity.readings.house import Scope
from polity.readings.watched import value
from tests.league import ANNA, CENTRE, DAVID, NORTH, SOUTH, WHOLE, League

PUT, DUE, BY = date(2024, 1, 1), date(2024, 7, 1), date(2024, 8, 1)
LAMPS, QUAY, MANY = 9001, 9002, 9003
IN_NORTH = Scope(day=date(2025, 3, 1), unit=NORTH)
STRANGER = Scope(day=date(2025, 3, 1))


def put(league: League, number: int, title: str, owner: int = CENTRE, **watched: object) -> None:
    league.enact(
        question.Open(
            on=PUT, question=number, owner=owner, title=title, says="?", outcomes=("yes", "no"), settles="We look.",
            due_from=DUE, due_to=BY, **watched,
        )
    )  # fmt: skip


def held(league: League, person: int, day: date, yes: int, number: int = LAMPS) -> None:
    act = question.Forecast(
        on=day, forecast=league.id(), question=number, forecaster=person, chances={"yes": yes, "no": 1000 - yes}
    )
    league.enact(act, league.by(None, person=person))


@pytest.fixture(scope="module")
def lasting(leagues: Callable[[], AbstractContextManager[League]]) -> Iterator[League]:
    """Anna of South and David of North forecast two questions; one is settled, and a watched one is open."""
    with leagues() as league:
        league.member(DAVID, NORTH, "Dean", date(2023, 6, 1))
        put(league, LAMPS, "Lamps")
        put(league, QUAY, "Quay", owner=SOUTH)
        put(league, MANY, "Many", where={"standing": "member;sympathiser"}, bound=10)
        held(league, ANNA, date(2024, 1, 1), 900)
        held(league, DAVID, date(2024, 3, 1), 400)
        held(league, ANNA, date(2024, 5, 1), 100)
        held(league, DAVID, date(2024, 5, 1), 300, QUAY)
        rule = question.Forecast(
            on=PUT, forecast=league.id(), question=LAMPS, by_rule="as_it_is", chances={"yes": 0, "no": 1000}
        )
        league.enact(rule)
        league.enact(question.Settle(on=DUE, question=LAMPS, outcome="no", grounds="It is dark."))
        yield league


def of_lamps(league: League, scope: Scope) -> reading.One:
    found = reading.one(league.house, LAMPS, on=PUT, scope=scope)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("scope", "known"),
    [
        pytest.param(WHOLE, [(1, ANNA, "Andrews, A", False), (2, DAVID, "Dean, A", False)], id="the whole"),
        pytest.param(IN_NORTH, [(1, None, "", False), (2, DAVID, "Dean, A", False)], id="one's part of the tree"),
        pytest.param(STRANGER, [(1, None, "", False), (2, None, "", False)], id="everybody else"),
        pytest.param(
            Scope(day=date(2025, 3, 1), person=ANNA),
            [(1, ANNA, "Andrews, A", True), (2, None, "", False)],
            id="oneself",
        ),
    ],
)
def test_who_forecasts_is_known_to_whoever_may_see_them(
    lasting: League, scope: Scope, known: list[tuple[int, int | None, str, bool]]
) -> None:
    found = of_lamps(lasting, scope)

    assert [(one.number, one.person, one.name, one.own) for one in found.members] == known
    shown = {one.forecaster for course in found.members for one in course.steps}
    assert shown == {person for _, person, _, _ in known}
    assert [(one.rule, one.person) for one in found.rules] == [("as_it_is", None)]


def test_scores_weigh_each_forecast_by_the_days_it_stood(lasting: League) -> None:
    found = of_lamps(lasting, STRANGER)

    def daily(yes_on: Callable[[date], Fraction | int], since: date) -> Fraction:
        days = [since + timedelta(days=count) for count in range((DUE - since).days)]
        return sum((brier([yes_on(day), 1000 - yes_on(day)], 1) for day in days), Fraction()) / len(days)

    def anna(day: date) -> int:
        return 900 if day < date(2024, 5, 1) else 100

    def mean(day: date) -> Fraction | int:
        return anna(day) if day < date(2024, 3, 1) else Fraction(anna(day) + 400, 2)

    assert [one.score for one in found.members] == [
        reading.Score(daily(anna, PUT), 182), reading.Score(daily(lambda _: 400, date(2024, 3, 1)), 122),
    ]  # fmt: skip
    assert [one.score for one in found.rules] == [reading.Score(Fraction(), 182)]
    assert (found.mean_score, found.equal) == (reading.Score(daily(mean, PUT), 182), Fraction(1, 2))
    assert [(day, chances["yes"]) for day, chances in found.mean] == [
        (date(2024, 1, 1), 900), (date(2024, 3, 1), 650), (date(2024, 5, 1), 250),
    ]  # fmt: skip


def test_an_open_question_has_no_score(lasting: League) -> None:
    found = reading.one(lasting.house, QUAY, on=PUT, scope=STRANGER)

    assert found is not None
    assert (found.members[0].score, found.mean_score, found.equal) == (None, None, None)
    assert (found.owner.name, found.listed.mean) == ("South", {"yes": 300, "no": 700})


def test_the_list_is_in_the_order_of_days_and_by_state(lasting: League) -> None:
    def titles(states: list[str] | None) -> list[tuple[str, int]]:
        found = reading.listed(lasting.house, scope=STRANGER, states=states)
        return [(one.question.title, one.forecasters) for one in found]

    assert titles(None) == [("Lamps", 2), ("Quay", 1), ("Many", 0)]
    assert titles(["settled"]) == [("Lamps", 2)]
    assert reading.one(lasting.house, 77, on=PUT, scope=STRANGER) is None


def test_calibration_takes_the_last_forecasts_of_members_on_settled_questions(lasting: League) -> None:
    found = reading.calibrated(lasting.house, scope=STRANGER)

    assert (found.questions, found.forecasts, found.equal) == (1, 2, Fraction(1, 2))
    assert [(one.low, one.times, one.said, one.came) for one in found.bins if one.times] == [
        (100, 1, 100, 0), (400, 1, 400, 0), (600, 1, 600, 1000), (900, 1, 900, 1000),
    ]  # fmt: skip
    scores = [one.score.brier for one in of_lamps(lasting, STRANGER).members if one.score]
    assert found.brier == sum(scores, Fraction()) / 2


def test_rules_need_a_figure_of_ten_people_and_then_follow_it(league: League) -> None:
    put(league, MANY, "Many", where={"standing": "member;sympathiser"}, bound=12)
    put(league, QUAY, "Few", where={"standing": "member;sympathiser"}, bound=12, side="most")
    put(league, LAMPS, "Lamps")
    with league.register() as register:
        many, few, lamps = (reading.kept.question(register, number) for number in (MANY, QUAY, LAMPS))
    assert many is not None
    assert few is not None
    assert lamps is not None

    def chances(one: reading.OpenQuestion, day: date) -> list[int | None]:
        found = [reading.by_rule(league.house, one, rule, on=day, scope=STRANGER) for rule in reading.RULES]
        return [None if given is None else given["yes"] for given in found]

    assert chances(many, PUT) == [None, None, None]
    for count in range(8):
        recorded = people.Record(on=date(2023, 1, 1), person=3000 + count, unit=NORTH, family=f"B{count}", given="B")
        league.enact(recorded)
    assert (value(league.house, many.watched, on=PUT), chances(lamps, PUT)) == (10, [None, None, None])
    # On five of the forty days ten people were counted; before 2023 fewer, which is not known.
    assert (chances(many, PUT), chances(few, PUT)) == ([0, 0, 143], [1000, 1000, 857])
    assert reading.figure(league.house, many, on=PUT, scope=STRANGER) == 10
    for count in range(2):
        later = people.Record(on=date(2024, 2, 1), person=3100 + count, unit=NORTH, family=f"C{count}", given="C")
        league.enact(later)
    now = date(2024, 1, 31)
    assert chances(many, now)[:2] == [0, 0]
    now = date(2024, 2, 1)
    assert chances(many, now)[:2] == [1000, 1000]
    assert chances(few, now)[:2] == [1000, 0]


def test_what_json_shows_has_stable_keys_and_no_name_outside_the_scope(lasting: League) -> None:
    shown = reading.plain_one(of_lamps(lasting, STRANGER))

    assert [(one["person"], one["name"], one["number"], one["rule"]) for one in shown["forecasts"]] == [
        (None, "", 1, None), (None, "", 2, None), (None, "", 0, "as_it_is"),
    ]  # fmt: skip
    assert (shown["state"], shown["outcome"], shown["equal_brier"], shown["mean"]) == (
        "settled", "no", "0.5000", {"yes": "250.0", "no": "750.0"},
    )  # fmt: skip
    assert [reading.decimal(one) for one in (Fraction(1, 3), Fraction(1, 20000), None, 2)] == [
        "0.3333", "0.0001", None, "2.0000",
    ]  # fmt: skip
