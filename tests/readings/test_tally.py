"""What the rules say of everybody equals what they say of each."""

from datetime import date

import pytest

from polity.acts import organisation, people, statutes
from polity.readings.census import Unanswerable
from polity.readings.explained import explained, plain
from polity.readings.house import Scope
from polity.readings.tally import tally
from tests.league import ANNA, BORIS, CLARA, NORTH, SOUTH, WHOLE, League

DAY = date(2025, 7, 1)
LAMPS = """
statute: lamps
subject: lamp
status: test
facts:
  height: {type: int, range: [0, 100], forecast: key}
params:
  most: {type: int, values: {2019-01-01: 10}}
rules:
  may_be_lit:
    all_of:
      - {id: "L1", need: "height <= most", say: "A lamp of {height} is out of reach.", remedy: "Lower it."}
"""


def with_lamps(league: League) -> list[int]:
    league.enact(organisation.Declare(on=DAY, kind="lamp", label="Lamp"))
    league.enact(
        organisation.Declare(
            on=DAY,
            kind="lamp",
            label="Height",
            field="height",
            type="int",
            options={"range": [0, 100]},
            purpose="reach",
        )
    )
    league.enact(statutes.Adopt(on=DAY, statute="lamps", text=LAMPS))
    lamps = []
    for number, facts in ((7001, {"height": 4}), (7002, {"height": 14}), (7003, {})):
        league.enact(people.Declare(on=DAY, subject=number, kind="lamp", label="Lamp", unit=NORTH, facts=facts))
        lamps.append(number)
    return lamps


def test_a_rule_over_people_is_counted_as_it_is_decided(league: League) -> None:
    league.candidate(BORIS, date(2025, 1, 1))

    before = tally(league.house, "may_become_member", on=date(2025, 6, 30), scope=WHOLE, standing="candidate")
    after = tally(league.house, "may_become_member", on=DAY, scope=WHOLE, standing="candidate")

    assert before.rows == (("false", "7.1", 1),)
    assert before.failed == (("7.1", 1),)
    assert after.rows == (("true", None, 1),)


def test_a_rule_over_a_declared_kind_is_counted_and_explained_like_one_over_people(league: League) -> None:
    lamps = with_lamps(league)

    counted = tally(league.house, "may_be_lit", on=DAY, scope=WHOLE, kind="lamp")
    told = [explained(league.house, "may_be_lit", lamp, on=DAY, scope=WHOLE) for lamp in lamps]

    assert counted.rows == (("false", "L1", 1), ("true", None, 1), (None, None, 1))
    assert [one.verdict.outcome for one in told if one] == [True, False, None]
    assert [one.verdict.missing for one in told if one] == [(), (), ("height",)]


def test_an_explanation_names_the_article_its_words_and_its_remedy(league: League) -> None:
    league.owe(ANNA, months=4)

    found = explained(league.house, "may_be_transferred", ANNA, on=date(2025, 3, 1), scope=WHOLE)
    assert found is not None
    clause = plain(found)["steps"][-1]["clauses"][0]

    assert (clause["id"], clause["holds"]) == ("12.3", False)
    assert clause["says"] == "Dues are owed for 4 months; more than 3 bar this act."
    assert clause["remedy"] == "Enter the payment, or ask the sending committee to defer the dues."


def test_supposing_a_fact_changes_the_answer_and_not_the_register(league: League) -> None:
    league.owe(ANNA, months=4)

    supposed = explained(
        league.house, "may_be_transferred", ANNA, on=date(2025, 3, 1), scope=WHOLE, supposing={"months_owed": 2}
    )
    as_is = explained(league.house, "may_be_transferred", ANNA, on=date(2025, 3, 1), scope=WHOLE)

    assert supposed is not None and as_is is not None
    assert (supposed.verdict.outcome, as_is.verdict.outcome) == (True, False)


def test_a_branch_counts_its_own_and_hears_of_nobody_else(league: League) -> None:
    north = Scope(day=DAY, unit=NORTH)

    assert tally(league.house, "may_be_transferred", on=DAY, scope=north).rows == (("true", None, 1),)
    assert explained(league.house, "may_be_transferred", ANNA, on=DAY, scope=north) is None
    assert explained(league.house, "may_be_transferred", 424242, on=DAY, scope=north) is None


def test_a_rule_that_is_not_there_is_told_with_those_that_are(league: League) -> None:
    with pytest.raises(Unanswerable) as told:
        tally(league.house, "may_fly", on=DAY, scope=WHOLE)

    assert told.value.remedy == "There are: may_be_transferred, may_become_member."


TRIAL = """
reform: patience-in-north
title: A trial in North
adopted: 2025-07-01
from: 2025-07-01
status: test
units: {under: [N]}
set: {param: candidate_months, to: 24}
"""


def test_a_trial_in_some_units_is_counted_as_it_is_decided(league: League) -> None:
    league.enact(people.Record(on=date(2024, 12, 1), person=CLARA, unit=SOUTH, family="Clark", given="C"))
    for candidate in (BORIS, CLARA):
        league.candidate(candidate, date(2025, 1, 1))
    league.enact(statutes.Adopt(on=DAY, statute="patience-in-north", text=TRIAL))

    counted = tally(league.house, "may_become_member", on=DAY, scope=WHOLE, standing="candidate")
    decided = [
        explained(league.house, "may_become_member", person, on=DAY, scope=WHOLE).verdict.outcome
        for person in (BORIS, CLARA)
    ]

    assert (counted.rows, decided) == ((("false", "7.1", 1), ("true", None, 1)), [False, True])
