"""Dangers: named, reported on, come, averted, closed; why each act is refused, and that the journal rebuilds them."""

from datetime import date
from typing import Any

import pytest

from polity.acts import Act
from polity.acts import danger as acts
from polity.readings.check import check
from polity.register import followup as kept
from tests.acts.following import DANGER, LAMPS, drafted
from tests.league import CENTRE, NORTH, SOUTH, WHOLE, League

NAMED, SEEN = date(2025, 2, 1), date(2025, 3, 1)


def name(**changed: Any) -> Act:
    """With every street lit, oil runs out."""
    fields = {"danger": DANGER, "says": "Oil runs out.", "sign": "Less than ten barrels.", "owner": NORTH,
              "precaution": "Buy in summer.", "resolution": LAMPS, "bound": 10, "side": "least"}  # fmt: skip
    return acts.Name(on=changed.pop("on", NAMED), **(fields | changed))


def report(**changed: Any) -> Act:
    fields = {"report": 8541, "danger": DANGER, "says": "Twelve barrels are left."}
    return acts.Report(on=changed.pop("on", SEEN), **(fields | changed))


def come(**changed: Any) -> Act:
    fields = {"report": 8542, "danger": DANGER, "says": "The lamps were dark for a night."}
    return acts.Come(on=changed.pop("on", SEEN), **(fields | changed))


def over(kind: type[Act], **changed: Any) -> Act:
    fields = {"report": 8543, "danger": DANGER, "worked": "partly", "says": "There was oil for half of them."}
    return kind(on=changed.pop("on", SEEN), **(fields | changed))


@pytest.fixture
def named(league: League) -> League:
    drafted(league)
    league.enact(name())
    return league


def found(league: League) -> kept.Danger:
    with league.register() as register:
        one = kept.danger(register, DANGER)
    assert one is not None
    return one


def told(league: League) -> list[tuple[str, str, int | None, int | None]]:
    """The state that each report left, what it says, its value, and the resolution that it names."""
    with league.register() as register:
        return [(o.state, o.says, o.value, o.resolution) for o in kept.danger_reports(register, [DANGER])]


def test_a_danger_is_named_with_its_sign_and_its_precaution(named: League) -> None:
    one = found(named)

    assert (one.says, one.sign, one.precaution, one.owner, one.named, one.state, one.resolution) == (
        "Oil runs out.", "Less than ten barrels.", "Buy in summer.", NORTH, NAMED, "watched", LAMPS,
    )  # fmt: skip
    assert one.watched.plain() == {"asks": None, "measure": "count", "bound": 10, "side": "least"}


def test_reports_say_what_is_seen_and_which_resolution_answers_it(named: League) -> None:
    named.enact(report(value=12))
    named.enact(report(report=8544, says="Decided.", resolution=LAMPS))

    assert told(named) == [("watched", "Twelve barrels are left.", 12, None), ("watched", "Decided.", None, LAMPS)]


def test_a_danger_that_came_can_be_closed_once_it_is_past(named: League) -> None:
    named.enact(come())
    named.enact(over(acts.Close, on=date(2025, 4, 1)))

    one = found(named)
    assert (one.state, one.state_since, one.worked, one.verdict) == (
        "closed", date(2025, 4, 1), "partly", "There was oil for half of them.",
    )  # fmt: skip
    assert [state for state, *_rest in told(named)] == ["come", "closed"]


def test_a_danger_is_averted_with_a_verdict_on_the_precaution(named: League) -> None:
    named.enact(over(acts.Avert, worked="yes"))

    assert (found(named).state, found(named).worked) == ("averted", "yes")
    assert named.codes(report(on=date(2025, 4, 1))) == ["danger.averted"]
    assert named.codes(come(on=date(2025, 4, 1))) == ["danger.averted"]


def test_what_came_was_not_averted(named: League) -> None:
    named.enact(come())

    assert named.codes(over(acts.Avert)) == ["danger.come"]
    assert named.codes(come(report=8545)) == ["danger.come"]


@pytest.mark.parametrize(
    ("act", "codes"),
    [
        pytest.param(name(), ["id.known"], id="an id that is borne"),
        pytest.param(name(danger=8532, resolution=9999), ["part.resolution"], id="no such resolution"),
        pytest.param(name(danger=8532, resolution=None), [], id="a danger of no resolution"),
        pytest.param(name(danger=8532, precaution=""), ["field.value"], id="no precaution"),
        pytest.param(name(danger=8532, owner=4444), ["unit.none"], id="an owner that does not stand"),
        pytest.param(name(danger=8532, where={"unit": "N"}), ["watched.dimension"], id="a sign that cannot be asked"),
        pytest.param(report(danger=9999), ["danger.none"], id="no such danger"),
        pytest.param(report(on=date(2025, 1, 31)), ["danger.before"], id="a report before it was named"),
        pytest.param(report(resolution=9999), ["part.resolution"], id="answered by nothing"),
        pytest.param(over(acts.Close, worked="well"), ["field.value"], id="a verdict that there is not"),
        pytest.param(over(acts.Close, says=" "), ["field.value"], id="a verdict without words"),
    ],
)
def test_what_stands_in_the_way(named: League, act: Act, codes: list[str]) -> None:
    assert named.codes(act) == codes


def test_what_the_register_counts_is_not_reported(named: League) -> None:
    named.enact(name(danger=8532, where={"standing": "sympathiser"}))

    assert named.codes(report(danger=8532, value=12)) == ["watched.counted"]


def test_the_owner_and_those_above_watch_for_it(named: League) -> None:
    assert {unit: named.codes(come(), named.by(unit=unit)) for unit in (SOUTH, NORTH, CENTRE)} == {
        SOUTH: ["competence.scope"], NORTH: [], CENTRE: [],
    }  # fmt: skip


def test_the_journal_alone_rebuilds_dangers(named: League) -> None:
    for act in (report(value=12), come(report=8546), over(acts.Close)):
        named.enact(act)

    assert [finding for finding in check(named.house, scope=WHOLE) if not finding.holds] == []
