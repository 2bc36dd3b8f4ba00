"""Laws of the whole: what can never happen to anyone, whatever is offered."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings

from polity.acts import Act
from polity.readings.check import check
from tests.laws.histories import DAYS, histories, joined_and_not_left, offer
from tests.league import WHOLE, League

Leagues = Callable[[], AbstractContextManager[League]]
# Each case is an organisation of its own and takes a second, so that making a failing one smaller would take minutes.
many = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    max_examples=10,
)


def everybody_is_counted_once(league: League, history: list[Act]) -> None:
    """Offer a history; on every day those are counted who joined and did not leave."""
    outcome = offer(league, history)
    for day in DAYS:
        with league.register() as register:
            register.cursor.execute(
                "SELECT person FROM standing WHERE valid @> %s AND standing <> 'former' ORDER BY 1", [day]
            )
            counted = [row[0] for row in register.cursor.fetchall()]
        assert counted == joined_and_not_left(outcome.enacted, on=day)
        assert league.census(day, where={"standing": ["sympathiser", "candidate", "member"]}).total == len(counted)


@many
@given(history=histories(corrections=False))
def test_nobody_is_lost_or_doubled(leagues: Leagues, history: list[Act]) -> None:
    with leagues() as league:
        everybody_is_counted_once(league, history)


@many
@given(history=histories())
def test_the_journal_alone_rebuilds_the_register_and_the_columns_follow_it(
    leagues: Leagues, history: list[Act]
) -> None:
    with leagues() as league:
        offer(league, history, after=lambda act, enacted: league.house.columns.refresh())
        assert [finding for finding in check(league.house, scope=WHOLE) if not finding.holds] == []


@settings(many, max_examples=6)
@given(history=histories(steps=15))
def test_a_refused_act_leaves_no_trace(leagues: Leagues, history: list[Act]) -> None:
    with leagues() as league:
        states: list[dict[str, list[Any]]] = [league.state()]

        def compare(act: Act, enacted: bool) -> None:
            now = league.state()
            assert enacted or now == states[-1]
            states.append(now)

        offer(league, history, after=compare)
