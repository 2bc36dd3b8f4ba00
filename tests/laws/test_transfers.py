"""Whatever is asked, released, acknowledged, declined, merged or split: everybody is in one place on every day."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date, timedelta
from itertools import count
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from polity.acts import Act, membership, people, units
from polity.readings.check import check
from tests.laws.histories import offer
from tests.laws.test_whole import many
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, WHOLE, League

EAST = 1004
PEOPLE, UNITS = (ANNA, BORIS, CLARA, DAVID), (NORTH, SOUTH, EAST, CENTRE)
FIRST = date(2025, 1, 1)
DAYS = [FIRST + timedelta(days=at) for at in range(30)]


def history_of(seed: int) -> list[Act]:
    """Steps of transfers of four people between four units, among departures and changes to the units."""
    chance, ids = Random(seed), count(7000)
    begun: list[Act] = [
        units.Found(on=FIRST, unit=EAST, title="East", tier="branch", kind="office", code="E", parent=CENTRE),
        people.Record(on=FIRST, person=CLARA, unit=EAST, family="Clark", given="C"),
        people.Record(on=FIRST, person=DAVID, unit=SOUTH, family="Dean", given="D"),
    ]
    on, found = FIRST, begun
    for _ in range(45):
        on = min(on + timedelta(days=chance.choice([0, 0, 0, 1, 1, -1])), DAYS[-1])
        found += next(_step(chance, max(on, FIRST), ids))
    return found


def _step(chance: Random, on: date, ids: Iterator[int]) -> Iterator[list[Act]]:
    person, unit, number = chance.choice(PEOPLE), chance.choice(UNITS), next(ids)
    roll = chance.random()
    if roll < 0.15:
        yield [membership.AskTransfer(on=on, person=person, receiving=unit, transfer=number)]
    elif roll < 0.45:
        yield [membership.Transfer(on=on, member=person, receiving=unit, transfer=number)]
    elif roll < 0.7:
        yield [membership.Receive(on=on, member=person)]
    elif roll < 0.77:
        yield [membership.Decline(on=on, member=person, grounds="full")]
    elif roll < 0.83:
        yield [membership.WithdrawTransfer(on=on, member=person)]
    elif roll < 0.87:
        yield [membership.Leave(on=on, person=person)]
    elif roll < 0.89:
        yield [membership.Exclude(on=on, person=person, grounds="theft")]
    elif roll < 0.92:
        yield [membership.Readmit(on=on, person=person, unit=unit)]
    elif roll < 0.95:
        yield [units.Split(on=on, unit=unit, new=number, title="Split", code=f"T{number}", people=(person,))]
    else:
        yield [units.Merge(on=on, units=(unit,), into=chance.choice(UNITS))]


def gone(enacted: list[Act], on: date) -> set[int]:
    """Who has left by a day, from the acts alone."""
    left: set[int] = set()
    for act in sorted(enacted, key=lambda act: act.on):  # stable: acts of one day keep their order
        if act.on > on:
            break
        if isinstance(act, membership.Leave | membership.Exclude):
            left.add(act.person)
        elif isinstance(act, membership.Readmit):
            left.discard(act.person)
    return left


@settings(many, max_examples=12)
@given(seed=st.integers(0, 2**48))
def test_nobody_is_lost_or_doubled_on_any_day(leagues: Callable[[], AbstractContextManager[League]], seed: int) -> None:
    with leagues() as league:
        outcome = offer(league, history_of(seed))
        for day in DAYS:
            with league.register() as register:
                register.cursor.execute(
                    "SELECT s.person, s.standing = 'former', u.unit IS NOT NULL FROM standing s LEFT JOIN unit u"
                    " ON u.unit = s.unit AND u.valid @> %(on)s WHERE s.valid @> %(on)s ORDER BY 1",
                    {"on": day},
                )
                where = register.cursor.fetchall()
            left = gone(outcome.enacted, day)
            assert where == [(person, person in left, True) for person in PEOPLE]
        with league.register() as register:
            register.cursor.execute(
                "SELECT t.person FROM transfer t JOIN standing s ON s.person = t.person AND upper_inf(s.valid)"
                " WHERE t.state IN ('asked', 'released') AND (t.sending <> s.unit OR s.standing = 'former')"
            )
            assert register.cursor.fetchall() == []
        assert [finding for finding in check(league.house, scope=WHOLE) if not finding.holds] == []
