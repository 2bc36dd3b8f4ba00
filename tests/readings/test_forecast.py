"""A forecast rests on the register and the enforced law: sums and verdicts agree; what it cannot hold it refuses."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from polity.acts.admission import Decide, Promote
from polity.columns.everybody import everybody_sql
from polity.foresight.counting import expected
from polity.postgres import Cluster
from polity.postgres.database import Database
from polity.readings.backtested import backtest
from polity.readings.census import Question, Unanswerable, census
from polity.readings.collapsing import counted
from polity.readings.eligible import ADMISSION, PROMOTION, quiet
from polity.readings.forecast import Forecast, Target, forecast
from polity.readings.ground import Ground, ground, laws_on, usual_window
from polity.readings.house import House, Scope
from polity.readings.scheduled import PROFILES
from polity.register.asked import ASKED
from polity.statutes import Faulty, Reform, add_months, store
from tests.cli.prompt import demonstrated

ON = date(1923, 4, 15)
SCOPE = Scope(day=ON, whole=True)
DRAFTS = Path(__file__).parents[2] / "polity" / "demonstration" / "drafts"
BAR = (DRAFTS / "one_year_bar.yaml").read_text(encoding="utf-8")
NO_SPONSORS = """
reform: no-sponsors
from: 1923-04-15
repeal: {rule: recommendations_renewed, clause: "ST04"}
"""
NOTHING = """
reform: nothing-new
from: 1923-05-01
set: {param: least_age, to: 18}
"""
DEPENDANTS = """
reform: dependants
subject: person
from: 1923-05-01
new:
  facts:
    dependants: {type: int, range: [0, 20], forecast: refuse}
add:
  rule: may_become_member
  clause: {id: "D1", need: "dependants <= 3", say: "Too many."}
"""
ATTENDANCE = """
reform: attendance
subject: person
from: 1923-05-01
new:
  facts:
    meetings_attended: {type: int, range: [0, 400], forecast: KIND}
add:
  rule: may_become_member
  clause: {id: "A1", need: "meetings_attended >= 6", say: "Too few."}
"""
PILOT = """
reform: shorter-on-trial
from: 1923-06-01
units: {under: [MOS], frozen_at: from}
set: {param: candidate_months, to: {workers: 3}}
"""


@pytest.fixture(scope="module")
def house(cluster: Cluster) -> Iterator[House]:
    """The small demonstration, to be looked at."""
    database = Database(cluster.dsn(demonstrated(cluster)))
    opened = House(database)
    opened.columns.refresh()
    yield opened
    opened.close()
    database.close()


@pytest.fixture(scope="module")
def bar(house: House) -> Forecast:
    target = Target("social_category", "worker", 470)
    return forecast(house, BAR, since=ON, years=3, draws=40, target=target, scope=SCOPE)


def standing(house: House, day: date, standing: str, by: str = "class") -> dict[str | None, int]:
    found = census(house, Question(on=day, where={"standing": [standing]}, by=[by]), scope=SCOPE)
    return {row.values[0]: row.people for row in found.rows}


def laid(house: House, draft: str, window: int = 8, months: int = 30) -> Any:
    both = laws_on(house, draft, on=ON, scope=SCOPE)
    return ground(house, [both.before, both.after], on=ON, by="class", months=months, window=window, scope=SCOPE)


def test_the_rules_asked_are_those_of_the_acts() -> None:
    assert (Promote.articles, Decide.articles) == (PROMOTION, ADMISSION)
    assert all(ASKED[rule] == ("candidate",) for rule in PROMOTION)


def test_cells_sum_to_the_register_on_every_day(house: House) -> None:
    with laid(house, BAR) as here:
        collapsed = here.collapsed
        assert counted(collapsed) == {"candidate": 1170, "member": 4100}
        for month in range(-8, 1):
            for kind, rows in (("candidate", collapsed.candidates), ("member", collapsed.members)):
                people = dict.fromkeys(collapsed.values, 0)
                for one in rows:
                    if one.first <= month < one.last:
                        group = collapsed.cells[one.at].group if kind == "candidate" else one.at
                        people[collapsed.values[group]] += one.people
                assert people == standing(house, add_months(ON, month), kind), (month, kind)


def test_what_came_and_went_closes(house: House) -> None:
    with laid(house, BAR) as here:
        collapsed, history = here.collapsed, here.history
        for kind, rows, came, went in (
            ("candidate", collapsed.candidates, collapsed.admitted, collapsed.left),
            ("member", collapsed.members, collapsed.returned, collapsed.parted),
        ):
            for month in range(-8, 0):
                before, after = (
                    sum(one.people for one in rows if one.first <= at < one.last) for at in (month, month + 1)
                )
                into = sum(one.people for one in came if one.month == month)
                if kind == "member":
                    into += sum(one.people for one in collapsed.left if (one.month, one.what) == (month, "promoted"))
                out = sum(one.people for one in went if one.month == month)
                assert after == before + into - out, (kind, month)
        assert history.admitted.sum() == sum(one.people for one in collapsed.admitted)


@pytest.mark.parametrize("name", ["one_year_bar", "one_year_bar_sparing", "one_year_bar_with_easier_entry"])
def test_what_the_law_says_of_cells_it_says_of_their_people(house: House, name: str) -> None:
    """Everybody asked on the day of decision by themselves, against their cells; sponsors are left out, being drawn."""
    draft = (DRAFTS / f"{name}.yaml").read_text(encoding="utf-8")
    without = draft.split("\n  - rule: recommendations_renewed")[0] + "\n---" + NO_SPONSORS
    both = laws_on(house, without, on=ON, scope=SCOPE)
    fields = house.columns.fields.values()
    with laid(house, without) as here:
        asked = here.ask(both.after)
        stock = {one.at: 0 for one in here.collapsed.candidates}
        for one in here.collapsed.candidates:
            stock[one.at] += one.people if one.last > 0 else 0
        profile = here.told.profiles[0]
        for month in (0, 1, 5, 11, 12, 13, 29):
            day = add_months(ON, month + 1)
            source = everybody_sql("person", fields, both.after.reads([PROMOTION[0]]), at=day)
            people = f"(SELECT e.* FROM {source} e WHERE e.standing = 'candidate')"
            text = both.after.sql([PROMOTION[0]], at=day, source=people, dates={"applied": "applied"})
            may = house.columns.query(f"SELECT count(*) FROM ({text}) WHERE {PROMOTION[0]}")[0][0]
            cells = sum(
                people for cell, people in stock.items()
                if asked.schedules.there[cell * PROFILES + profile] >> month & 1
            )  # fmt: skip
            assert cells == may, (month, day)


def test_whoever_comes_in_late_is_treated_as_the_law_treats_them(house: House) -> None:
    """Months after the law's last word are not asked one by one: asking all of them gives the same."""
    both = laws_on(house, BAR, on=ON, scope=SCOPE)
    assert quiet([both.before, both.after], ON, 60) == 12
    with laid(house, BAR) as here:
        short = here.ask(both.after)
        for still in (29, 12):
            slow = Ground(**{**vars(here), "still": still}).ask(both.after)
            numbers = set(slow.schedules.coming[0]) | set(short.schedules.coming[0])
            for month in range(30):
                mask = (1 << 30) - 1
                assert {n: slow.schedules.entering(month, n) & mask for n in numbers} == {
                    n: short.schedules.entering(month, n) & mask for n in numbers
                }, month


def test_the_bar_bars_for_twelve_decisions_and_then_no_longer(house: House) -> None:
    with laid(house, BAR) as here:
        both = laws_on(house, BAR, on=ON, scope=SCOPE)
        rates = expected(here.found, months=30)
        courses = [here.course(here.lumps(one), rates) for one in (here.present, here.ask(both.after))]
        workers = here.collapsed.values.index("industrial_worker")
        present, draft = (course.promoted[0] for course in courses)
        others = [at for at in range(len(here.collapsed.values)) if at != workers]
        assert (draft[:12][:, others] == 0).all()
        assert (draft[12:][:, others].sum(axis=1) > 0).all()
        assert (present[:, others].sum(axis=1) > 0).all()
        assert (draft[:, workers] == present[:, workers]).all()


def test_a_draft_that_changes_nothing_makes_no_difference(house: House) -> None:
    found = forecast(house, NOTHING, since=ON, years=2, draws=20, by="class", scope=SCOPE)
    assert found.difference is not None
    fans = [found.difference.members, found.difference.candidates, *found.difference.shares.values()]
    assert {value for one in fans for line in one for value in line} == {0}
    assert set(found.difference.higher) == {0}


def test_the_same_seed_gives_the_same_bytes(house: House) -> None:
    def run(seed: int) -> str:
        found = forecast(house, BAR, since=ON, years=2, draws=20, seed=seed, by="class", scope=SCOPE)
        return json.dumps(found.plain(), sort_keys=True)

    assert run(1923) == run(1923)
    assert run(1923) != run(1924)


def test_a_forecast_begins_where_the_register_stands(bar: Forecast, house: House) -> None:
    assert bar.now == standing(house, ON, "member", "social_category")
    assert {(line.members.median[0], line.candidates.median[0]) for line in bar.lines} == {(4100, 1170)}
    assert {line.shares["worker"].low90[0] for line in bar.lines} == {4439}


def test_lines_are_named_and_apart(bar: Forecast) -> None:
    assert [(line.law, line.admissions, line.behaviour, line.draws) for line in bar.lines] == [
        ("present", "constant", "unchanged", 40),
        ("draft", "constant", "unchanged", 40),
        ("present", "proportional", "unchanged", 10),
        ("draft", "proportional", "unchanged", 10),
        ("draft", "constant", "responding", 10),
    ]


def test_bands_lie_in_order_and_runs_never_unreach(bar: Forecast) -> None:
    for line in bar.lines:
        for one in (line.members, line.candidates, *line.shares.values()):
            for month in range(37):
                values = (one.low90, one.low50, one.median, one.high50, one.high90)
                assert [value[month] for value in values] == sorted(value[month] for value in values)
        assert list(line.runs) == sorted(line.runs)
        assert list(line.outcomes) == sorted(line.outcomes)


def test_a_run_writes_down_what_it_was_made_from(bar: Forecast, house: House) -> None:
    run = bar.run.plain()
    both = laws_on(house, BAR, on=ON, scope=SCOPE)
    assert run["laws"] == [both.before.fingerprint, both.after.fingerprint]
    assert (run["on"], run["known"], run["people"]) == (
        "1923-04-15", house.columns.number, {"candidate": 1170, "member": 4100}
    )  # fmt: skip
    assert (run["window_months"], run["window_since"], run["rules_changed_in_window"]) == (8, "1922-08-15", [])
    assert (run["seed"], run["draws"], run["years"]) == (1923, 40, 3)


def test_the_last_lines_say_what_it_cannot_know(bar: Forecast) -> None:
    assert bar.plain()["closing"] == [
        "What this cannot know: events without a precedent in the months it learnt from, what people will want, and"
        " rules that nobody has drafted yet. It shows what follows if all else goes on as it was.",
        "These are synthetic people: the figures illustrate, they do not answer.",
    ]


def test_every_rate_is_on_the_sheet_with_its_effect(bar: Forecast) -> None:
    told = [one.less is not None for one in bar.assumptions]
    assert told == [True] * 7 + [False] * 5


def test_history_is_that_of_the_present_rules(house: House) -> None:
    both = laws_on(house, BAR, on=ON, scope=SCOPE)
    assert usual_window([both.before], ON) == 8
    longer = forecast(house, None, since=ON, years=1, draws=5, window=20, by="class", scope=SCOPE)
    assert longer.run.crossed == (date(1922, 8, 7),)
    assert longer.difference is None


def test_no_group_of_fewer_than_ten_is_told(house: House) -> None:
    found = forecast(house, None, since=ON, years=1, draws=5, by="former_party", scope=SCOPE)
    people = standing(house, ON, "member", "former_party")
    told = {value: found.now[value] for value in found.values if value != "others"}
    assert told == {value: people[value] for value in told}
    assert min(found.now.values()) >= 10
    assert sum(found.now.values()) == sum(people.values())
    assert [count for count in found.run.events.values() if count is not None and 0 < count < 10] == []


@pytest.mark.parametrize(
    ("draft", "says"),
    [
        (DEPENDANTS, "article D1 rests on dependants"),
        (ATTENDANCE.replace("KIND", "key"), "article A1 rests on meetings_attended"),
        (PILOT, "shorter-on-trial is on trial in MOS only"),
    ],
    ids=["refuse", "a key that rests on others", "a trial"],
)
def test_what_a_forecast_cannot_hold_is_refused_by_name(house: House, draft: str, says: str) -> None:
    with pytest.raises(Unanswerable) as refused:
        forecast(house, draft, since=ON, years=1, draws=5, by="class", scope=SCOPE)
    assert says in refused.value.says
    assert refused.value.remedy != ""


def test_what_was_resolved_later_is_not_among_the_present_rules(house: House) -> None:
    names = {
        day: {one.name for one in laws_on(house, BAR, on=day, scope=SCOPE).before.documents if isinstance(one, Reform)}
        for day in (ON, date(1923, 4, 26))
    }
    assert names[ON] == set()
    assert "one-year-bar" not in names[date(1923, 4, 26)]
    assert "easier-entry" in names[date(1923, 4, 26)]


def test_a_reform_of_yesterday_leaves_its_history_to_be_learnt_from(house: House) -> None:
    with house.register(scope=SCOPE) as register:
        law = store.adopted(register)
    assert usual_window([law], date(1923, 4, 26)) == 8
    found = forecast(house, None, since=date(1923, 4, 26), years=1, draws=5, by="class", scope=SCOPE)
    assert (found.run.window, found.run.crossed) == (8, (date(1923, 4, 25),))


def test_what_is_drawn_is_no_obstacle(house: House) -> None:
    draft = ATTENDANCE.replace("KIND", "rate")
    found = forecast(house, draft, since=ON, years=1, draws=5, by="class", scope=SCOPE)
    assert found.difference is not None
    assert found.difference.members.median[-1] < 0  # nobody's attendance is on record


def test_a_draft_that_is_no_law_says_so(house: House) -> None:
    with pytest.raises(Faulty):
        forecast(house, "reform: x", since=ON, scope=SCOPE)


def test_almost_no_events_are_no_forecast(house: House) -> None:
    with house.register(scope=SCOPE) as register:
        small = register.unit_by_code("MOS", on=ON)
        tiny = house.columns.query(
            f"SELECT unit, count(*) FROM span WHERE since <= DATE '{ON}' AND DATE '{ON}' < until"
            " GROUP BY 1 ORDER BY 2, 1"
        )[0][0]
    assert small is not None
    with pytest.raises(Unanswerable) as refused:
        forecast(house, None, since=ON, years=1, draws=5, by="class", under=tiny, scope=SCOPE)
    assert refused.value.says.startswith("There is almost nothing to forecast from")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"by": "born"}, "A forecast cannot be broken down by “born”."),
        ({"years": 0}, "A forecast looks 1 to 25 years ahead, not 0."),
        ({"draws": 0}, "A forecast takes 1 to 1000 draws, not 0."),
        ({"target": Target("class", "clerk", 500)}, "class is never “clerk” among members."),
        ({"target": Target("class", "peasant", 0)}, "A share of 0 thousandths is none."),
        ({"target": Target("class", "peasant", 500), "by": "sex"},
         "The target is one of class, and the forecast is asked for by sex."),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_said(house: House, asked: dict[str, Any], says: str) -> None:
    with pytest.raises(Unanswerable) as refused:
        forecast(house, None, since=ON, scope=SCOPE, **asked)
    assert refused.value.says == says


def test_a_reader_forecasts_their_own_part_of_the_tree(house: House) -> None:
    with house.register(scope=SCOPE) as register:
        moscow = register.unit_by_code("MOS", on=ON)
    assert moscow is not None
    scope = Scope(day=ON, unit=moscow.unit)
    here = census(house, Question(on=ON, where={"standing": ["member"]}), scope=scope).total
    found = forecast(house, None, since=ON, years=1, draws=5, by="sex", window=40, scope=scope)
    same = forecast(house, None, since=ON, years=1, draws=5, by="sex", window=40, under=moscow.unit, scope=SCOPE)
    assert found.lines[0].members.median[0] == here == sum(same.now.values())
    assert found.lines == same.lines


def test_forecasts_from_earlier_days_are_held_against_what_came(house: House) -> None:
    tested = backtest(house, on=ON, by="class", value="peasant", window=6, draws=20, scope=SCOPE)
    rows = [row for row in tested.rows if row.measure == "members" and row.horizon == 6]
    assert [(row.origin, row.came) for row in rows[:2]] == [
        (date(1922, 10, 15), sum(standing(house, ON, "member").values())),
        (date(1922, 7, 15), sum(standing(house, date(1923, 1, 15), "member").values())),
    ]
    assert [row.crosses for row in rows[:3]] == [True, True, True]
    assert {row.crosses for row in tested.rows if row.origin < date(1922, 2, 1) and row.horizon == 3} == {False}
    assert sum(one.tried for one in tested.summaries()) == len(tested.rows)
