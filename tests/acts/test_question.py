"""Open questions: what each act does, why it is refused, and that the journal alone rebuilds it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest

from polity.acts import Act, Authority, people, question
from polity.readings.check import check
from polity.register import open_questions as kept
from polity.words.said.questions import WORDS
from tests.league import ANNA, BORIS, CENTRE, DAVID, NORTH, SOUTH, WHOLE, League

PUT, DUE, BY = date(2025, 1, 10), date(2025, 6, 1), date(2025, 7, 1)
LAMPS, GROWTH, VOID, SETTLED = 9001, 9002, 9003, 9004
MEMBERS = {"standing": "member"}


def put(number: int = LAMPS, **changed: Any) -> Act:
    fields = {
        "question": number, "owner": CENTRE, "title": "Lamps", "says": "Oil or gas?", "outcomes": ("oil", "gas "),
        "settles": "What burns on the quay.", "due_from": DUE, "due_to": BY,
    }  # fmt: skip
    return question.Open(on=changed.pop("on", PUT), **(fields | changed))


def growth(number: int = GROWTH, **changed: Any) -> Act:
    fields = {"where": MEMBERS, "bound": 2, "outcomes": ("two members or more", "fewer")}
    return put(number, **(fields | changed))


def forecast(oil: Any = 700, gas: Any = 300, on: date = PUT, **changed: Any) -> Act:
    fields = {"forecast": 9100, "question": LAMPS, "chances": {"oil": oil, "gas": gas}, "forecaster": ANNA}
    return question.Forecast(on=on, **(fields | changed))


def settle(number: int = LAMPS, on: date = DUE, **changed: Any) -> Act:
    return question.Settle(on=on, **({"question": number, "outcome": "gas", "grounds": "It burns."} | changed))


def void(number: int = LAMPS, on: date = PUT, grounds: str = "Nobody can tell.") -> Act:
    return question.Void(on=on, question=number, grounds=grounds)


def member(league: League, person: int, unit: int | None = None) -> Authority:
    """A member, as a member; with a unit, as the secretary of it."""
    return league.by("secretary" if unit else None, unit, person=person)


@pytest.fixture(scope="module")
def lasting(leagues: Callable[[], AbstractContextManager[League]]) -> Iterator[League]:
    """Four questions: one open and forecast by Anna, one watched, one given up, one settled."""
    with leagues() as league:
        for act in (put(), growth(), put(VOID), put(SETTLED), void(VOID), settle(SETTLED)):
            league.enact(act)
        league.enact(forecast(on=date(2025, 2, 1)), member(league, ANNA))
        yield league


def test_a_question_is_put_forecast_revised_and_settled(league: League) -> None:
    league.enact(put())
    anna = member(league, ANNA)
    league.enact(forecast(), anna)
    league.enact(forecast("200", "800", date(2025, 3, 1), forecast=9101, grounds="Gas is laid."), anna)
    league.enact(forecast(500, 500, forecaster=None, by_rule="as_it_is", forecast=9102))
    league.enact(settle(evidence="photograph"))

    with league.register() as register:
        one = kept.question(register, LAMPS)
        said = kept.forecasts(register, [LAMPS])
    assert one is not None
    assert (one.outcomes, one.state, one.state_since, one.outcome, one.evidence, one.overrules) == (
        ("oil", "gas"), "settled", DUE, "gas", "photograph", None,
    )  # fmt: skip
    assert [(f.forecaster, f.by_rule, f.day, f.chances, f.grounds) for f in said] == [
        (ANNA, None, PUT, {"oil": 700, "gas": 300}, None),
        (None, "as_it_is", PUT, {"oil": 500, "gas": 500}, None),
        (ANNA, None, date(2025, 3, 1), {"oil": 200, "gas": 800}, "Gas is laid."),
    ]


NOT_PUT = [
    pytest.param(put(9010, owner=77), ["unit.none"], id="no unit puts it"),
    pytest.param(put(9010, title=" ", settles=""), ["field.value", "field.value"], id="nothing is said"),
    pytest.param(put(), ["id.known"], id="a question bears the id"),
    pytest.param(put(9100), ["id.known"], id="a forecast bears the id"),
    pytest.param(put(9010, due_from=PUT), ["question.past"], id="no time to forecast"),
    pytest.param(put(9010, due_to=date(2025, 5, 1)), ["question.order"], id="due before it is due"),
    pytest.param(put(9010, outcomes=("oil",)), ["question.outcomes"], id="one outcome"),
    pytest.param(put(9010, outcomes=tuple("abcdefghi")), ["question.outcomes"], id="nine outcomes"),
    pytest.param(put(9010, outcomes=("oil", " oil", "gas")), ["question.twice"], id="the same twice"),
    pytest.param(put(9010, outcomes=("oil", " ")), ["question.long"], id="an outcome without letters"),
    pytest.param(growth(9010, bound=None), ["question.watched"], id="no bound"),
    pytest.param(growth(9010, where=None), ["question.watched"], id="nothing watched"),
    pytest.param(growth(9010, outcomes=tuple("abc")), ["question.two"], id="three outcomes of a figure"),
    pytest.param(growth(9010, where={"unit": "N"}), ["watched.dimension"], id="a figure of one unit"),
    pytest.param(growth(9010, of={"sex": "all;male"}), ["field.value"], id="a value that nobody has"),
    pytest.param(growth(9010, side="more"), ["field.value"], id="no such side"),
]


@pytest.mark.parametrize(("act", "codes"), NOT_PUT)
def test_a_question_is_not_put(lasting: League, act: Act, codes: list[str]) -> None:
    assert lasting.codes(act) == codes


FORECASTS = [
    pytest.param(forecast(on=date(2025, 5, 31), forecast=9101), [], id="on the last day"),
    pytest.param(forecast(on=DUE, forecast=9101), ["question.closed"], id="when it can be known"),
    pytest.param(forecast(on=date(2025, 2, 1)), ["id.known"], id="the id is borne"),
    pytest.param(forecast(on=date(2025, 1, 31), forecast=9101), ["question.later"], id="before the last one"),
    pytest.param(forecast(on=date(2025, 1, 9), forecast=9101), ["question.early"], id="before it was put"),
    pytest.param(forecast(700, 200, DUE.replace(month=3), forecast=9101), ["question.sum"], id="not all of it"),
    pytest.param(forecast(-1, 1001, DUE.replace(month=3), forecast=9101), ["question.sum"], id="below nothing"),
    pytest.param(forecast("x", 300, DUE.replace(month=3), forecast=9101), ["question.each"], id="no number"),
    pytest.param(
        forecast(on=DUE.replace(month=3), forecast=9101, chances={"oil": 1000}), ["question.each"], id="one left out"
    ),
    pytest.param(
        forecast(on=DUE.replace(month=3), forecast=9101, by_rule="equal"), ["question.whose"], id="two forecast"
    ),
    pytest.param(forecast(forecast=9101, question=9099), ["question.none"], id="of no question"),
    pytest.param(forecast(forecast=9101, question=VOID), ["question.void"], id="it is given up"),
    pytest.param(forecast(forecast=9101, question=SETTLED), ["question.settled"], id="it is settled"),
]


@pytest.mark.parametrize(("act", "codes"), FORECASTS)
def test_a_member_forecasts_for_themselves_while_it_is_open(lasting: League, act: Act, codes: list[str]) -> None:
    assert lasting.codes(act, member(lasting, ANNA)) == codes


def test_nobody_forecasts_for_another_and_only_members_do(lasting: League) -> None:
    of_boris = forecast(forecast=9101, forecaster=BORIS)

    assert lasting.codes(of_boris, member(lasting, BORIS)) == ["question.standing"]
    assert lasting.codes(of_boris, lasting.by(person=ANNA)) == ["competence.not_held", "competence.actor"]
    assert lasting.codes(of_boris, lasting.by()) == ["competence.not_held"]
    by_rule = forecast(forecast=9101, forecaster=None, by_rule="equal")
    assert lasting.codes(by_rule) == []
    assert lasting.codes(by_rule, lasting.by(unit=NORTH)) == ["competence.scope"]
    assert lasting.codes(by_rule, member(lasting, ANNA)) == ["competence.unnamed"]


SETTLED_BY = [
    pytest.param(settle(), [], id="on the day"),
    pytest.param(settle(on=date(2025, 5, 31)), ["question.wait"], id="before the day"),
    pytest.param(settle(outcome="electric", grounds=" "), ["field.value", "question.outcome"], id="no outcome"),
    pytest.param(settle(value=3), ["question.unwatched"], id="no figure is watched"),
    pytest.param(settle(9099), ["question.none"], id="no question"),
    pytest.param(settle(SETTLED), ["question.settled"], id="twice"),
    pytest.param(settle(GROWTH, outcome="fewer"), ["question.value"], id="the figure is not given"),
    pytest.param(settle(GROWTH, outcome="fewer", value=1), [], id="as the figure says"),
    pytest.param(settle(GROWTH, outcome="fewer", value=2), ["question.overruled"], id="not as it says"),
    pytest.param(settle(GROWTH, outcome="fewer", value=2, overrules=True), [], id="overruled, and said"),
    pytest.param(settle(GROWTH, outcome="fewer", value=1, overrules=True), ["question.agrees"], id="not overruled"),
    pytest.param(settle(GROWTH, outcome="fewer", overrules=True), [], id="the figure cannot be told"),
    pytest.param(void(on=date(2025, 1, 31)), ["question.later"], id="given up before a forecast"),
    pytest.param(void(grounds=" ", number=GROWTH), ["field.value"], id="given up without grounds"),
    pytest.param(void(VOID), ["question.void"], id="given up twice"),
]


@pytest.mark.parametrize(("act", "codes"), SETTLED_BY)
def test_a_question_is_settled_when_its_day_comes(lasting: League, act: Act, codes: list[str]) -> None:
    assert lasting.codes(act) == codes


def test_the_unit_that_put_it_or_one_above_settles_it(league: League) -> None:
    league.enact(put(owner=SOUTH), league.by(unit=SOUTH))

    assert league.codes(settle(), league.by(unit=NORTH)) == ["competence.scope"]
    assert league.codes(settle(), league.by(unit=SOUTH)) == []
    assert league.codes(settle()) == []


def test_every_word_is_said(lasting: League) -> None:
    """The codes that the tables above expect are those that are worded."""
    tried = [NOT_PUT, FORECASTS, SETTLED_BY]
    codes = {code for table in tried for one in table for code in one.values[1]} | {"question.standing"}
    assert sorted(code for code in codes if code in WORDS) == sorted(WORDS)
    for act in (
        growth(9010, where={"who": "x"}),
        forecast(1, 1, forecast=9101),
        settle(GROWTH, outcome="fewer", value=2),
    ):
        for one in lasting.examine(act, member(lasting, ANNA, SOUTH)):
            assert (one.says != "", one.remedy != "") == (True, True)


def test_the_journal_rebuilds_it_and_an_erasure_takes_the_name_and_the_words(league: League) -> None:
    league.member(DAVID, NORTH, "Dean", date(2023, 6, 1))
    league.enact(put())
    league.enact(forecast(grounds="I know the quay."), member(league, ANNA))
    league.enact(forecast(forecaster=DAVID, forecast=9101, grounds="Oil is cheap."), member(league, DAVID))
    league.enact(people.EraseAct(on=date(2025, 2, 1), person=DAVID, grounds="asked for"), league.by(None))

    with league.register() as register:
        said = [(one.forecaster, one.chances, one.grounds) for one in kept.forecasts(register, [LAMPS])]
    assert said == [(ANNA, {"oil": 700, "gas": 300}, "I know the quay."), (DAVID, {"oil": 700, "gas": 300}, None)]
    assert [finding for finding in check(league.house, scope=WHOLE) if not finding.holds] == []
