"""What a draft would do: as every person by themselves would be decided, and no more shown than may be seen."""

from datetime import date

import pytest

from polity.acts import admission, people, resolution, statutes
from polity.readings.census import Unanswerable
from polity.readings.collisions import collisions
from polity.readings.had_been import had_been
from polity.readings.house import Scope
from polity.readings.kinds import kinds
from polity.readings.preview import people as behind
from polity.readings.preview import preview
from polity.statutes import Faulty
from tests.league import CENTRE, NORTH, SOUTH, WHOLE, League
from tests.readings.brute import decided, flows, of

DAY = date(2025, 7, 1)
BAR = """
reform: bar
title: Only workers for a year
subject: person
adopted: 2025-07-01
from: 2025-07-01
to: 2026-07-01
new:
  facts:
    class: {type: code, values: [worker, peasant, other], forecast: key}
add: {rule: may_become_member, clause: {id: "B1", need: "class = worker", say: "Barred for a year."}}
"""
LONGER = """
reform: longer
title: A longer period
adopted: 2025-07-01
from: 2025-07-01
set: {param: candidate_months, to: 12}
"""
SHORTER = """
reform: shorter
title: A shorter period
adopted: 2025-07-01
from: 2025-10-01
set: {param: candidate_months, to: 3}
"""
TRIAL = """
reform: patience
title: Patience in North
adopted: 2025-07-01
from: 2025-07-01
units: {under: [N]}
set: {param: candidate_months, to: 24}
"""
NORTHERN = Scope(day=DAY, unit=NORTH)
NOBODY = Scope(day=DAY)


def candidates(league: League, count: int = 8) -> list[int]:
    """Candidates of several classes and periods, every other one in South."""
    made = []
    for number in range(count):
        person, unit = 7000 + number, (NORTH, SOUTH)[number % 2]
        facts = {"class": ("worker", "peasant", "other", None)[number % 4]}
        known = {name: value for name, value in facts.items() if value}
        league.enact(
            people.Record(on=date(2023, 1, 1), person=person, unit=unit, family=f"F{number}", given="G", facts=known)
        )
        league.candidate(person, date(2024, 3 + number, 15))
        made.append(person)
    return made


@pytest.mark.parametrize("draft", [BAR, LONGER, SHORTER, TRIAL], ids=["bar", "longer", "shorter", "trial"])
def test_a_preview_is_what_each_person_would_be_told(league: League, draft: str) -> None:
    candidates(league, 10)

    found = preview(league.house, draft, on=DAY, scope=WHOLE)
    one = of(found, "may_become_member")

    assert [(rule.rule, rule.asked, rule.total) for rule in found.rules] == [("may_become_member", ("candidate",), 10)]
    assert flows(one) == decided(
        league.house, draft, "may_become_member", on=DAY, scope=WHOLE, standings=("candidate",)
    )


def test_who_would_be_barred_is_told_by_clause_class_and_unit(league: League) -> None:
    candidates(league)

    one = of(preview(league.house, BAR, scope=WHOLE, by=("class", "unit")), "may_become_member")
    changed = [flow for flow in one.flows if flow.way not in ("same", "grounds")]
    parts = [(p.dimension, p.value, p.people) for p in one.parts if p.key == changed[-1].key]

    assert (one.otherwise, one.grounds) == (6, 0)
    assert [(f.way, f.before, f.after, f.people) for f in changed] == [
        ("loses", ("true", None), ("false", "B1"), 4),
        ("loses", ("true", None), (None, None), 2),
    ]
    assert parts == [("class", None, 2), ("unit", "S", 2)]
    assert [(w.clause, w.failed, w.unknown) for w in one.clauses] == [("B1", (0, 4), (0, 2))]


def test_the_people_behind_a_figure_are_listed_in_scope(league: League) -> None:
    made = candidates(league)
    lost = next(f for f in of(preview(league.house, BAR, scope=WHOLE), "may_become_member").flows if f.people == 4)

    everywhere, _ = behind(league.house, BAR, "may_become_member", lost.key, scope=WHOLE)
    north, _ = behind(league.house, BAR, "may_become_member", lost.key, scope=NORTHERN)

    assert [person.person for person, _ in everywhere] == [made[2], made[6], made[1], made[5]]
    assert [(person.person, person.name, at.code) for person, at in north] == [
        (made[2], "F2, G", "N"),
        (made[6], "F6, G", "N"),
    ]
    assert behind(league.house, BAR, "may_become_member", lost.key, scope=NOBODY) == ([], None)


def test_a_branch_previews_its_own_people(league: League) -> None:
    candidates(league)

    assert of(preview(league.house, BAR, scope=NORTHERN), "may_become_member").total == 4
    assert of(preview(league.house, BAR, scope=WHOLE, under=SOUTH), "may_become_member").total == 4


def test_for_everybody_no_small_group_is_shown(league: League) -> None:
    candidates(league, 9)
    few = of(preview(league.house, BAR, scope=NOBODY, by=("class",)), "may_become_member")

    assert (few.total, few.otherwise, {flow.people for flow in few.flows}) == (None, None, {None})
    assert (few.parts, [one.failed for one in few.clauses]) == ((), [(None, None)])
    with pytest.raises(Unanswerable) as told:
        preview(league.house, BAR, scope=NOBODY, under=NORTH)
    assert told.value.says == "Figures for everybody are of the whole organisation, on the draft's first day."


def test_a_trial_reaches_its_units_alone(league: League) -> None:
    candidates(league)

    one = of(preview(league.house, TRIAL, scope=WHOLE, by=("unit",)), "may_become_member")

    assert {(p.value, p.people) for p in one.parts if p.key == "true:0:false:1"} == {("N", 4)}
    assert preview(league.house, TRIAL.replace("[N]", "[X]"), scope=WHOLE).warnings == (
        "The reform patience is for the unit X; no unit bears that code on 2025-07-01.",
    )


def test_a_draft_that_nobody_can_be_decided_by_is_warned_of(league: League) -> None:
    candidates(league, 2)
    draft = BAR.replace("class = worker", "lamps > 3").replace(
        "class: {type: code, values: [worker, peasant, other], forecast: key}",
        "lamps: {type: int, range: [0, 9], forecast: refuse}",
    )

    assert preview(league.house, draft, scope=WHOLE).warnings == (
        "With the draft may_become_member cannot be decided for anybody: facts that clause B1 asks for are not known"
        " of anyone.",
    )


def test_a_draft_that_is_not_law_says_why(league: League) -> None:
    with pytest.raises(Faulty) as told:
        preview(league.house, LONGER.replace("candidate_months", "candidate_moths"), scope=WHOLE)

    assert [(f.where, f.line, f.says, f.remedy) for f in told.value.faults] == [
        ("draft", 6, "There is no parameter candidate_moths.", "Did you mean candidate_months?")
    ]


def test_kinds_of_case_hold_those_whom_the_preview_counts(league: League) -> None:
    candidates(league, 10)

    found = kinds(league.house, BAR, "may_become_member", scope=WHOLE)
    total = of(preview(league.house, BAR, scope=WHOLE), "may_become_member").otherwise

    assert (sum(one.people or 0 for one in found.held if one.kind.outcome_changes), found.beyond) == (total, 0)


def test_an_adopted_reform_is_previewed_against_the_law_without_it(league: League) -> None:
    candidates(league)
    before = of(preview(league.house, LONGER, scope=WHOLE), "may_become_member")
    league.enact(statutes.Adopt(on=DAY, statute="longer", text=LONGER))

    after = of(preview(league.house, LONGER, scope=WHOLE), "may_become_member")

    assert (after, after.otherwise) == (before, 4)


def test_a_draft_is_previewed_as_though_another_were_adopted(league: League) -> None:
    candidates(league)

    alone = preview(league.house, SHORTER, on=date(2025, 10, 1), scope=WHOLE)
    after = preview(league.house, SHORTER, on=date(2025, 10, 1), scope=WHOLE, earlier=(LONGER,))

    assert (of(alone, "may_become_member").otherwise, of(after, "may_become_member").otherwise) == (0, 1)


def test_a_draft_that_collides_with_the_law_is_told(league: League) -> None:
    league.enact(statutes.Adopt(on=DAY, statute="longer", text=LONGER))

    found = collisions(league.house, SHORTER, scope=WHOLE)
    ordered = collisions(league.house, SHORTER.replace("from: 2025-10", "after: longer\nfrom: 2025-10"), scope=WHOLE)

    assert [(one.other, one.refused, one.things, one.since, one.says) for one in found] == [
        (
            None,
            True,
            ("candidate_months",),
            "2025-10-01",
            "“A longer period, 2025-07-01” also changes candidate_months, from 2025-10-01.",
        )
    ]
    assert [(one.refused, one.things) for one in ordered] == [(False, ("candidate_months",))]


def test_two_open_drafts_that_collide_are_told_apart_before_the_vote(league: League) -> None:
    number = resolved(league, LONGER, "A longer period")

    found = collisions(league.house, SHORTER, scope=WHOLE)

    assert [(one.other, one.title, one.things, one.since, one.until, one.refused) for one in found] == [
        (number, "A longer period", ("candidate_months",), "2025-10-01", None, True)
    ]
    assert collisions(league.house, LONGER, scope=WHOLE, leave_out=number) == []
    assert collisions(league.house, TRIAL.replace("[N]", "[S]"), scope=WHOLE)[0].units == ("S",)


def resolved(league: League, reform: str, title: str) -> int:
    """A resolution of the centre whose draft is a reform."""
    number = league.id()
    league.enact(
        resolution.Draft(on=DAY, resolution=number, title=title, says=title, reform=reform, body=CENTRE, mover=CENTRE)
    )
    return number


def test_had_it_been_the_rule_past_promotions_would_have_gone_otherwise(league: League) -> None:
    made = candidates(league, 4)
    for person, day in zip(
        made, (date(2025, 2, 1), date(2025, 2, 20), date(2025, 3, 1), date(2025, 7, 5)), strict=True
    ):
        league.enact(admission.Promote(on=day, person=person))

    (found,) = had_been(league.house, BAR, since=date(2025, 1, 1), until=DAY, scope=WHOLE).rules
    (north,) = had_been(league.house, BAR, since=date(2025, 1, 1), until=DAY, scope=NORTHERN).rules

    assert (found.rule, found.taken, found.otherwise, found.already, found.lawless) == ("may_become_member", 3, 2, 0, 0)
    assert [tuple(row) for row in found.rows] == [("2025-02", "false", "B1", 1), ("2025-03", "false", "B1", 1)]
    assert [tuple(row) for row in north.rows] == [("2025-03", "false", "B1", 1)]


def test_for_everybody_no_sum_of_the_past_holds_a_small_group(league: League) -> None:
    made = candidates(league, 10)
    for person in made:
        league.enact(admission.Promote(on=DAY, person=person))
    bar = BAR.replace("class = worker", "class = lamplighter").replace("other]", "other, lamplighter]")

    (everybody,) = had_been(league.house, bar, since=date(2025, 6, 9), until=date(2025, 8, 9), scope=NOBODY).rules
    (whole,) = had_been(league.house, bar, since=date(2025, 6, 9), until=date(2025, 8, 9), scope=WHOLE).rules

    assert [(row.outcome, row.people) for row in whole.rows] == [("false", 8), (None, 2)]
    assert [(row.outcome, row.people) for row in everybody.rows] == [("false", None), (None, None)]
    assert (whole.taken, everybody.taken, everybody.otherwise) == (10, 0, 0)


def test_past_decisions_are_taken_on_the_facts_of_their_own_day(league: League) -> None:
    (person,) = candidates(league, 1)
    league.enact(admission.Promote(on=date(2025, 2, 1), person=person))
    league.enact(people.Amend(on=date(2025, 3, 1), person=person, facts={"class": "peasant"}))

    (found,) = had_been(league.house, BAR, since=date(2025, 1, 1), until=DAY, scope=WHOLE).rules

    assert (found.taken, found.otherwise) == (1, 0)


DUES = """
statute: dues
subject: person
status: test
rules:
  dues: {id: "D1", title: "Dues", formula: "months_owed * 3"}
"""
DEARER = """
reform: dearer
from: 2025-07-01
replace: {rule: dues, clause: D1, with: {id: D2, formula: "greatest(months_owed * 4 - 6, 0)"}}
"""


def test_of_a_number_the_sums_and_who_gains_or_loses_are_told(league: League) -> None:
    for person, months in zip(candidates(league, 4), (2, 6, 10, 0), strict=True):
        league.owe(person, months)
    league.enact(statutes.Adopt(on=DAY, statute="dues", text=DUES))

    one = of(preview(league.house, DEARER, scope=WHOLE), "dues")

    assert (one.measure, one.digits, one.asked, one.sums) == ("number", 0, (), (54, 54 - 4 + 4))
    assert [(flow.way, flow.people, flow.sums) for flow in one.flows] == [
        ("less", 1, (6, 2)),
        ("more", 1, (30, 34)),
        ("grounds", 4, (18, 18)),
    ]
    assert (one.otherwise, one.grounds, one.total) == (2, 4, 6)
