"""What the admission desk knows: the verdict and its day, questions to sponsors, and what waits within a scope."""

from datetime import date, timedelta

import pytest

from polity.acts import admission, appeals, people, sponsoring, statutes
from polity.readings import admission as reading
from polity.readings import cases, home
from polity.readings.admission import _halves, _middle
from polity.readings.house import Scope
from polity.readings.people import At
from polity.register.facts import PERSON, of_case, of_person
from tests.league import ANNA, BORIS, CLARA, DAVID, NORTH, SOUTH, WHOLE, League
from tests.readings.test_meetings import held, joined

DAY = date(2025, 3, 1)
IN_NORTH, IN_SOUTH = Scope(day=DAY, unit=NORTH), Scope(day=DAY, unit=SOUTH)
ANNAS, BORISS = Scope(day=DAY, person=ANNA), Scope(day=DAY, person=BORIS)
TERM = """
statute: terms
title: Terms
subject: person
status: test
params:
  application_days: {type: int, values: {2019-01-01: 30}}
rules:
  may_become_candidate:
    title: Admission as a candidate
    governed_by: applied
    all_of:
      - id: "8.1"
        need: "sponsors >= 1"
        say: "Sponsors: {sponsors}."
        remedy: "Ask a member."
facts:
  sponsors: {type: int, range: [0, 100]}
"""


@pytest.fixture
def asked(league: League) -> League:
    """Boris of North applies; Anna of South is asked to recommend him, and there is a code."""
    league.enact(admission.Apply(on=DAY, person=BORIS, application=46001))
    league.enact(sponsoring.AskSponsor(on=DAY, person=BORIS, sponsor=ANNA, asked=47001))
    league.enact(sponsoring.OpenToSponsors(on=DAY, person=BORIS, asked=47002))
    return league


def test_whoever_is_asked_sees_a_name_and_nothing_else_of_the_applicant(asked: League) -> None:
    seen = reading.asked_of(asked.house, scope=ANNAS)
    with asked.register(ANNAS) as register:
        beyond = (register.name(BORIS), register.spell(BORIS, on=DAY), register.kind_of(BORIS))
    assert (seen, beyond, reading.way(asked.house, BORIS, on=DAY, scope=ANNAS)) == (
        [reading.Ask(47001, BORIS, "Brown, B", DAY, True)], (None, None, None), None,
    )  # fmt: skip


def test_a_code_shows_a_name_to_whoever_holds_it_and_no_other_code_does(asked: League) -> None:
    clara = Scope(day=DAY, person=CLARA)
    found = {
        code: [one.name for one in reading.asked_of(asked.house, scope=scope, code=code)]
        for code, scope in ((47002, clara), (47001, clara), (47003, clara), (0, clara))
    }
    assert (found, reading.asked_of(asked.house, scope=BORISS, code=47002), reading.asked_of(
        asked.house, scope=Scope(day=DAY), code=47002
    )) == ({47002: ["Brown, B"], 47001: [], 47003: [], 0: []}, [], [])  # fmt: skip


def test_a_question_goes_with_the_application(asked: League) -> None:
    asked.enact(admission.Lapse(on=DAY, person=BORIS, grounds="x"))
    asked.enact(admission.Apply(on=DAY, person=BORIS, application=46002))
    assert reading.asked_of(asked.house, scope=ANNAS) == []


def test_the_way_in_is_shown_within_the_scope_and_strangers_keep_their_names(asked: League) -> None:
    asked.enact(admission.Sponsor(on=DAY, person=BORIS, sponsor=ANNA))
    whole, north = (reading.way(asked.house, BORIS, on=DAY, scope=scope) for scope in (WHOLE, IN_NORTH))
    assert whole is not None
    assert north is not None
    assert (whole.sponsors, north.sponsors) == ([("Andrews, A", DAY)], [("", DAY)])
    assert [(one.asked, name) for one, name in north.asked] == [(47001, ""), (47002, "")]
    assert reading.way(asked.house, BORIS, on=DAY, scope=IN_SOUTH) is None


def test_the_day_on_which_a_period_is_served_is_asked_of_the_law(league: League) -> None:
    league.candidate(BORIS, date(2024, 10, 31))
    way = reading.way(league.house, BORIS, on=DAY, scope=IN_NORTH)
    assert way is not None
    (rule,) = way.rules
    assert (rule.rule, rule.outcome, [(line.article, line.day) for line in rule.lines], rule.day) == (
        "may_become_member", False, [("7.1", date(2025, 4, 30))], date(2025, 4, 30),
    )  # fmt: skip


def test_a_reform_on_the_way_moves_the_day(league: League) -> None:
    league.candidate(BORIS, date(2024, 10, 31))
    text = (
        "reform: longer\ntitle: Longer\nadopted: 2025-03-01\nfrom: 2025-04-01\nstatute: rules\n"
        "set: {param: candidate_months, to: 12}\n"
    )
    league.enact(statutes.Enacted(on=DAY, statute="longer", text=text, votes_for=2, votes_against=1))
    way = reading.way(league.house, BORIS, on=DAY, scope=IN_NORTH)
    assert way is not None
    assert way.rules[0].day == date(2025, 10, 31)


@pytest.mark.parametrize(
    "scope", [WHOLE, IN_NORTH, IN_SOUTH, ANNAS, BORISS], ids=["whole", "north", "south", "anna", "boris"]
)
def test_the_facts_of_many_days_are_those_of_each(league: League, scope: Scope) -> None:
    joined(league)
    for unit, day, present in ((NORTH, date(2024, 2, 1), [BORIS]), (NORTH, date(2025, 1, 5), [BORIS, DAVID])):
        held(league, unit, day, *present)
    league.enact(admission.Sponsor(on=date(2024, 1, 1), person=BORIS, sponsor=ANNA))
    league.candidate(BORIS, date(2024, 10, 31))
    league.owe(BORIS, 2)
    days = [date(2019, 1, 1), *(date(2022, 1, 1) + timedelta(days=61 * at) for at in range(40))]
    with league.register(scope) as register:
        wanted = [*PERSON, *register.fields("person"), "of_nothing"]
        each = {day: of_case(register, BORIS, "person", at=day, wanted=wanted) for day in days}
        assert of_person(register, BORIS, days=days, wanted=wanted) == each
        unknown = of_person(register, BORIS, days=days, wanted=["of_nothing"])
        assert unknown == {day: {"of_nothing": None} for day in days}


@pytest.mark.parametrize("ahead", [1, 2, 3, 64, 700, 1828, 1829])
def test_the_days_that_halving_comes_upon_are_foreseen(ahead: int) -> None:
    there, fetched, last = {DAY, DAY + timedelta(1830)}, [], DAY + timedelta(1830)

    def foresee(low: date, high: date) -> None:
        if _middle(low, high) not in there:
            fetched.append((low, high))
            there.update(_halves(low, high))

    def holds(day: date) -> bool:
        assert day in there
        return day >= DAY + timedelta(ahead)

    assert reading.first_day(holds, DAY, [last], foresee) == DAY + timedelta(ahead)
    assert (len(fetched), fetched[0]) == (2, (DAY, last))


def test_in_brief_the_articles_are_not_asked(asked: League) -> None:
    whole, brief = (reading.way(asked.house, BORIS, on=DAY, scope=IN_NORTH, brief=one) for one in (False, True))
    assert whole is not None
    assert brief == whole._replace(rules=[], tier=None)


@pytest.mark.parametrize(
    ("holds", "day"),
    [
        pytest.param(lambda day: True, DAY, id="already"),
        pytest.param(lambda day: day >= date(2025, 7, 9), date(2025, 7, 9), id="later"),
        pytest.param(lambda day: False, None, id="never"),
        pytest.param(lambda day: date(2025, 4, 4) <= day <= date(2025, 5, 1), date(2025, 4, 4), id="for a while"),
    ],
)
def test_the_first_day_is_found_by_asking_on_days(holds, day):  # type: ignore[no-untyped-def]
    marks = [date(2025, 5, 1), date(2026, 1, 1)]
    assert reading.first_day(holds, DAY, marks) == day


def test_what_waits_is_counted_within_each_scope(asked: League) -> None:
    asked.enact(people.Record(on=date(2024, 1, 1), person=CLARA, unit=SOUTH, family="Clark", given="C"))
    asked.candidate(CLARA, date(2024, 9, 20))
    asked.enact(people.Record(on=date(2024, 1, 1), person=DAVID, unit=NORTH, family="Dale", given="D"))
    asked.enact(admission.Apply(on=date(2025, 2, 1), person=DAVID, application=46003))
    asked.enact(admission.Refuse(on=date(2025, 2, 1), person=DAVID, grounds="x"))
    asked.enact(appeals.Lodge(on=DAY, person=DAVID, against="application", grounds="x", appeal=49001))
    scopes = {"whole": WHOLE, "north": IN_NORTH, "south": IN_SOUTH, "anna": ANNAS, "boris": BORISS}
    waiting = {name: home.waiting(asked.house, on=DAY, scope=scope) for name, scope in scopes.items()}
    counts = {name: (one.applied, one.appeals, one.asked, one.coming) for name, one in waiting.items()}
    assert counts == {
        "whole": (1, 1, 0, 1), "north": (1, 1, 0, 0), "south": (0, 0, 0, 1), "anna": (0, 0, 1, 0), "boris": (1, 0, 0, 0)
    }  # fmt: skip
    (item,) = reading.coming_due(asked.house, on=DAY, scope=IN_SOUTH)
    assert (item.person, item.name, item.at, item.since, item.due) == (
        CLARA, "Clark, C", At("South", "S"), date(2024, 9, 20), date(2025, 3, 20),
    )  # fmt: skip
    assert [one.key for one in reading.appeals(asked.house, scope=IN_NORTH)] == [49001]
    assert reading.appeal(asked.house, 49001, scope=IN_SOUTH) is None
    assert cases.coming(asked.house, on=date(2025, 3, 20), scope=WHOLE) == []


def test_an_application_is_due_by_the_statutes_and_its_article_is_foreseen(asked: League) -> None:
    plain = reading.applications(asked.house, scope=IN_NORTH)
    asked.enact(statutes.Adopt(on=DAY, statute="terms", text=TERM))
    (item,) = reading.applications(asked.house, "applied", scope=IN_NORTH)
    way = reading.way(asked.house, BORIS, on=DAY, scope=IN_NORTH)
    assert way is not None
    assert ([one.due for one in plain], item.due) == ([None], date(2025, 3, 31))
    assert [(one.outcome, [line.article for line in one.lines], one.day) for one in way.rules] == [
        (False, ["8.1"], None)
    ]
