"""A past decision decided again gives what was decided, whatever was learnt, changed or adopted since."""

from datetime import date

from polity.acts import admission, correction, people, statutes, units
from polity.acts.again import case_of
from polity.readings.explained import explained
from polity.readings.house import Scope
from polity.readings.redecide import Again, redecide
from tests.league import BORIS, NORTH, SOUTH, WHOLE, League

DAY = date(2025, 2, 1)
TRIAL = """
reform: patience
title: Patience in North
adopted: 2024-06-01
from: 2024-06-01
units: {under: [N], frozen_at: from}
set: {param: candidate_months, to: 24}
"""
BAR = """
reform: bar
subject: person
from: 2025-07-01
new:
  facts:
    class: {type: code, values: [worker, peasant, other], forecast: key}
add: {rule: may_become_member, clause: {id: "B1", need: "class = worker", say: "Barred for a year."}}
"""
LONGER = """
reform: longer
title: A longer period
adopted: 2019-02-01
from: 2019-02-01
set: {param: candidate_months, to: 36}
"""


def promoted(league: League) -> int:
    """Boris, a worker, becomes a member after seven months; gives the number of the entry."""
    league.enact(people.Amend(on=date(2024, 1, 1), person=BORIS, facts={"class": "worker"}))
    league.candidate(BORIS, date(2024, 7, 1))
    receipt = league.enact(admission.Promote(on=DAY, person=BORIS))
    with league.register() as register:
        register.cursor.execute("SELECT number FROM journal_seal WHERE entry = %s", [receipt.entry])
        (number,) = register.cursor.fetchone() or (0,)
    return int(number)


def again(league: League, number: int, scope: Scope = WHOLE, draft: str | None = None) -> Again:
    found = redecide(league.house, number, case_of=case_of, scope=scope, draft=draft)
    assert found is not None
    return found


def test_a_promotion_decided_again_is_decided_as_it_was(league: League) -> None:
    number = promoted(league)

    found = again(league, number)

    assert (found.act, found.on, found.subject, found.same, found.law) == ("admission.promote", DAY, BORIS, True, True)
    assert [(one.verdict.rule, one.verdict.outcome) for one in found.then] == [("may_become_member", True)]
    assert dict(found.then[0].facts)["candidate_since"] == "2024-07-01"


def test_what_was_corrected_or_adopted_later_changes_nothing(league: League) -> None:
    number = promoted(league)
    before = again(league, number)
    league.enact(statutes.Adopt(on=date(2019, 2, 1), statute="longer", text=LONGER))

    after = again(league, number)

    assert (after.then[0].facts, after.same, after.law) == (before.then[0].facts, True, True)


def test_a_correction_of_the_facts_leaves_the_decision_as_it_was_known(league: League) -> None:
    league.enact(statutes.Adopt(on=date(2024, 1, 1), statute="bar", text=BAR.replace("2025-07-01", "2024-01-01")))
    number = promoted(league)
    league.enact(
        correction.CorrectFacts(
            on=date(2025, 2, 10), person=BORIS, since=date(2024, 1, 1), grounds="papers", facts={"class": "peasant"}
        )
    )

    found = again(league, number)

    assert (dict(found.then[0].facts)["class"], found.same, found.law) == ("worker", True, True)


def test_a_trial_is_asked_of_the_tree_as_it_was_known(league: League) -> None:
    league.enact(statutes.Adopt(on=date(2024, 6, 1), statute="patience", text=TRIAL.replace("[N]", "[S]")))
    number = promoted(league)
    league.enact(units.Rename(on=date(2024, 5, 1), unit=SOUTH, title="South", code="T"))
    league.enact(units.Rename(on=date(2024, 5, 2), unit=NORTH, title="North", code="S"))

    found = again(league, number)
    now = explained(league.house, "may_become_member", BORIS, on=date(2025, 1, 31), scope=WHOLE)

    assert (found.same, found.law) == (True, True)
    assert now is not None and now.verdict.clause == "7.1"


def test_under_a_draft_it_would_have_gone_otherwise(league: League) -> None:
    number = promoted(league)
    peasant = again(league, number, draft=BAR.replace("class = worker", "class = peasant"))
    worker = again(league, number, draft=BAR)

    assert [(one.verdict.outcome, one.verdict.clause) for one in peasant.under] == [(False, "B1")]
    assert [one.verdict.outcome for one in worker.under] == [True]


def test_only_whoever_sees_the_person_sees_it_decided_again(league: League) -> None:
    number = promoted(league)

    assert again(league, number, Scope(day=DAY, unit=NORTH)).same
    assert again(league, number, Scope(day=DAY, person=BORIS)).same
    assert redecide(league.house, number, case_of=case_of, scope=Scope(day=DAY, unit=SOUTH)) is None
    assert redecide(league.house, 1, case_of=case_of, scope=WHOLE) is None
    assert redecide(league.house, 424242, case_of=case_of, scope=WHOLE) is None
