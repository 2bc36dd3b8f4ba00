"""Runs of some seconds by the API, on the small demonstration: what they find is what the readings find."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from polity.access import runs, tokens
from polity.api.app import Api
from polity.api.asking import Organisation
from polity.api.limits import Limits
from polity.api.routing import ROOT
from polity.postgres import Cluster
from polity.readings.forecast import Target, forecast
from polity.readings.house import House, Scope
from polity.readings.moving import moving_of
from polity.readings.reach import reach
from tests.api.asking import SECRET, Caller, Said, called
from tests.api.test_readings import south
from tests.cli.prompt import looked_at
from tests.league import ANNA, DAVID, SOUTH, League, Randomness

ON = date(1923, 4, 15)
NOW = datetime(1923, 4, 15, 12, tzinfo=UTC)
WHOLE = Scope(day=ON, whole=True)
BAR = (Path(__file__).parents[2] / "polity" / "demonstration" / "drafts" / "one_year_bar.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def house(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The small demonstration."""
    with looked_at(cluster, tmp_path_factory.mktemp("columns")) as house:
        yield house


@pytest.fixture(scope="module")
def keeper(house: House) -> Caller:
    """Whoever keeps the records of the demonstration."""
    until = NOW + timedelta(days=30)
    _, key = tokens.make(
        house.database, label="tests", allowed=["readings"], made=NOW, until=until, randomness=Randomness(b"runs")
    )
    made = Organisation(house, "1923", SECRET, today=lambda: ON, now=lambda: NOW, limits=Limits(burst=1000))
    return Caller(Api(made), key)


def plainly(found: Any) -> Any:
    """As it comes back from JSON."""
    return json.loads(json.dumps(found))


def ended(caller: Caller, path: str, **asked: Any) -> Said:
    """Ask for a run until it has ended."""
    answer = caller.get(ROOT + path, **asked)
    while answer.status == 200 and answer.json["state"] != "ended":
        answer = caller.get(ROOT + path, **asked)
    return answer


def test_a_forecast_is_the_readings_own_and_asked_again_the_same_run(house: House, keeper: Caller) -> None:
    asked = {"text": BAR, "years": 1, "target": "social_category=worker>=470"}
    first = ended(keeper, "/forecasts/run", **asked)
    target = Target("social_category", "worker", 470)
    own = forecast(house, BAR, since=ON, years=1, target=target, scope=WHOLE).plain()
    assert (first.status, first.json["state"], first.json["found"]) == (200, "ended", plainly(own))
    known = len(runs._jobs)
    assert (keeper.get(f"{ROOT}/forecasts/run", **asked).raw, len(runs._jobs)) == (first.raw, known)


def test_a_search_is_the_readings_own(house: House, keeper: Caller) -> None:
    moves = ["candidate_months[workers]=3,9", "term=0,6,12"]
    asked = {"text": BAR, "target": "class=industrial_worker>=440 within 12", "move": moves}
    answer = ended(keeper, "/forecasts/search", **asked)
    own = reach(
        house, BAR, target=Target("class", "industrial_worker", 440), moving=[moving_of(one) for one in moves],
        since=ON, months=12, scope=WHOLE,
    )  # fmt: skip
    assert (answer.status, answer.json["state"], answer.json["found"]) == (200, "ended", plainly(own.plain()))


def test_forecasts_of_days_gone_by_are_held_against_what_came(keeper: Caller) -> None:
    answer = ended(keeper, "/forecasts/tested", by="class", value="peasant")
    assert (answer.status, sorted({one["measure"] for one in answer.json["found"]["summaries"]})) == (
        200, ["candidates", "members", "share"],
    )  # fmt: skip


def test_what_cannot_be_run_is_said(league: League, keeper: Caller) -> None:
    south(league)
    caller = called(league, ANNA, "secretary", SOUTH)
    small = ended(caller, "/forecasts/run")
    nothing = ended(keeper, "/forecasts/search", target="class>500", move="candidate_months[workers]=3")
    faulty = ended(keeper, "/forecasts/run", text="reform: x")
    assert [one.status for one in (small, nothing, faulty)] == [422] * 3
    assert (nothing.json["says"], faulty.json["field"]) == ("“class>500” names no target.", "text")
    assert small.json["says"].partition(":")[0] == "There is almost nothing to forecast from"


def test_whoever_is_in_no_office_asks_for_no_run(league: League) -> None:
    south(league)
    member = called(league, DAVID)
    asked = {"run": {}, "tested": {"by": "sex", "value": "male"}, "search": {"target": "sex=male>=1", "move": "x=1"}}
    assert [member.get(f"{ROOT}/forecasts/{name}", **query).status for name, query in asked.items()] == [404] * 3
