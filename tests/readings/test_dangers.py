"""The register of dangers: computed against the threshold, the near ones first, as of any day."""

from datetime import date
from fractions import Fraction

import pytest

from polity.acts import danger as acts
from polity.readings.dangers import Watch, dangers, one
from polity.readings.house import Scope
from tests.acts.following import DANGER, LAMPS, drafted
from tests.acts.test_danger import come, name, over, report
from tests.league import NORTH, League
from tests.readings.test_followup import settled

NOW = date(2025, 5, 1)
ANYBODY = Scope(day=NOW)
PEASANTS = {"where": {"class": "peasant"}, "of": {"standing": "sympathiser"}, "measure": "per_mille", "bound": 600,
            "side": "most"}  # fmt: skip


@pytest.fixture
def named(league: League) -> League:
    drafted(league)
    league.enact(name())
    return league


def found(league: League, on: date = NOW, number: int = DANGER) -> Watch:
    watch = one(league.house, number, on=on, scope=ANYBODY)
    assert watch is not None
    return watch


def test_a_danger_has_its_owner_its_resolution_and_its_last_reported_value(named: League) -> None:
    named.enact(report(value=12))
    named.enact(report(report=8544, value=9, on=date(2025, 4, 1)))

    assert [(w.value, w.past, w.near) for w in (found(named, date(2025, 3, 1)), found(named))] == [
        (12, False, False), (9, True, True),
    ]  # fmt: skip
    watch = found(named)
    assert (watch.owner, watch.with_it and watch.with_it.resolution) == (("North", "N"), LAMPS)


def test_a_sign_is_counted_in_the_register(named: League) -> None:
    settled(named, workers=10, peasants=20)
    named.enact(name(danger=8532, resolution=None, **PEASANTS))

    watch = found(named, number=8532)
    assert (watch.value, watch.past, watch.with_it) == (Fraction(20000, 31), True, None)


def test_it_came_and_then_was_past_on_their_days(named: League) -> None:
    named.enact(come())
    named.enact(over(acts.Close, on=date(2025, 4, 1)))

    days = (date(2025, 2, 28), date(2025, 3, 1), date(2025, 4, 1))
    assert [(w.state, w.since, w.worked) for w in (found(named, on) for on in days)] == [
        ("watched", date(2025, 2, 1), None),
        ("come", date(2025, 3, 1), None),
        ("closed", date(2025, 4, 1), "partly"),
    ]


def test_those_past_their_threshold_stand_first_and_those_that_are_over_last(named: League) -> None:
    settled(named, workers=10, peasants=20)
    named.enact(name(danger=8532, **PEASANTS))
    named.enact(name(danger=8533))
    named.enact(name(danger=8534))
    named.enact(come(danger=8533))
    named.enact(over(acts.Avert, danger=8534, report=8549))

    def listed(**narrowed: object) -> list[int]:
        return [w.danger.danger for w in dangers(named.house, on=NOW, scope=ANYBODY, **narrowed)]  # type: ignore[arg-type]

    assert listed() == [8532, DANGER, 8533, 8534]
    assert listed(state="come") == [8533]
    assert [w.danger.danger for w in dangers(named.house, on=date(2025, 1, 31), scope=ANYBODY)] == []


def test_a_resolution_has_its_dangers_those_it_answers_too(named: League) -> None:
    drafted(named, resolution=8503, title="Oil", mover=NORTH)
    named.enact(name(danger=8532, resolution=None))
    named.enact(report(danger=8532, resolution=8503))

    def of(number: int) -> list[int]:
        return [w.danger.danger for w in dangers(named.house, on=NOW, scope=ANYBODY, resolution=number)]

    assert [of(LAMPS), of(8503)] == [[DANGER], [8532]]
    assert [answer.title for answer in found(named, number=8532).answers] == ["Oil"]


def test_it_can_be_said_as_json(named: League) -> None:
    named.enact(report(value=12))
    plain = found(named).plain()

    kept = ("says", "state", "since", "value", "past", "worked", "watched")
    assert {key: plain[key] for key in kept} == {
        "says": "Oil runs out.", "state": "watched", "since": "2025-02-01", "value": 12, "past": False, "worked": None,
        "watched": {"asks": None, "measure": "count", "bound": 10, "side": "least"},
    }  # fmt: skip
    assert [(r["day"], r["state"], r["value"]) for r in plain["reports"]] == [("2025-03-01", "watched", 12)]
