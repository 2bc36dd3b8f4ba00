"""Records, search, the journal, the law and the first page, each within a scope."""

from datetime import UTC, date, datetime, timedelta

import pytest

from polity.acts import admission, membership, people
from polity.readings import cases, home, journal, law, search
from polity.readings import people as records
from polity.readings.census import Question
from polity.readings.desks import covered, desks
from polity.readings.house import Scope
from polity.words import ids
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, WHOLE
from tests.pages.offices import appoint

DAY = date(2025, 3, 1)
IN_SOUTH = Scope(day=DAY, unit=SOUTH, person=ANNA)
IN_NORTH = Scope(day=DAY, unit=NORTH, person=BORIS)


def test_a_record_holds_each_thing_with_its_days_and_entry(league):
    league.owe(ANNA, 2)
    found = records.record(league.house, ANNA, on=DAY, scope=IN_SOUTH)

    assert (found.name, found.now.standing, found.unit.name, found.facts["months_owed"]) == (
        "Andrews, A",
        "member",
        "South",
        2,
    )
    assert [(spell.standing, spell.since, at.code) for spell, at in found.spells] == [
        ("sympathiser", date(2021, 1, 1), "S"),
        ("candidate", date(2022, 1, 1), "S"),
        ("member", date(2023, 1, 1), "S"),
    ]
    assert [(stretch.since, list(stretch.changed)) for stretch in found.stretches][-1] == (
        date(2024, 1, 1),
        [("months_owed", None, 2, "declared")],
    )
    assert [application.state for application, _ in found.applications] == ["confirmed"]
    assert sorted(found.numbers) == sorted(
        {spell.entry for spell, _ in found.spells}
        | {stretch.entry for stretch in found.stretches}
        | {application.entry for application, _ in found.applications}
    )


@pytest.mark.parametrize("on", [date(2020, 1, 1), date(2022, 5, 1), DAY])
def test_how_somebody_stands_is_what_their_record_says_of_the_day(league, on):
    league.owe(ANNA, 2)
    whole = records.record(league.house, ANNA, on=on, scope=IN_SOUTH)
    present = records.present(league.house, ANNA, on=on, scope=IN_SOUTH)
    with league.register() as register:
        facts = register.facts(ANNA, on=on)

    assert present._asdict() == {name: getattr(whole, name) for name in records.Present._fields}
    assert whole.facts == facts
    assert records.present(league.house, BORIS, on=on, scope=IN_SOUTH) is None


def test_whoever_opens_a_record_is_the_first_of_those_who_looked(league):
    at = datetime(2025, 3, 1, 12, 30, tzinfo=UTC)
    said = {"operator": "secretary, South", "office": None, "purpose": "record opened"}
    for minute in (0, 1):
        found = records.looked(league.house, ANNA, at=at + timedelta(minutes=minute), scope=IN_SOUTH, **said)

    assert [(one.at, one.looker) for one in found] == [(at + timedelta(minutes=1), ANNA), (at, ANNA)]
    assert records.looks(league.house, ANNA, scope=IN_SOUTH) == found
    assert records.looked(league.house, BORIS, at=at, scope=IN_SOUTH, **said) == []


def test_a_record_outside_the_scope_is_no_record(league):
    assert [
        records.record(league.house, person, on=DAY, scope=scope)
        for person, scope in ((ANNA, IN_NORTH), (BORIS, IN_SOUTH), (2999, WHOLE))
    ] == [None, None, None]


def test_who_recommends_somebody_from_elsewhere_keeps_neither_name_nor_id(league):
    league.enact(admission.Sponsor(on=date(2024, 1, 1), person=BORIS, sponsor=ANNA))
    own = records.record(league.house, BORIS, on=DAY, scope=IN_NORTH).sponsors
    whole = records.record(league.house, BORIS, on=DAY, scope=WHOLE).sponsors

    assert [(tie.person, tie.name) for tie in own] == [(None, "")]
    assert [(tie.person, tie.name) for tie in whole] == [(ANNA, "Andrews, A")]


def test_a_list_holds_those_whom_the_census_counts(league):
    question = Question(on=DAY, where={"standing": ("member", "sympathiser")})
    found, following = records.listed(league.house, question, scope=WHOLE)

    assert ([(one.name, at.code) for one, at in found], following) == ([("Brown, B", "N"), ("Andrews, A", "S")], None)


@pytest.mark.parametrize(
    ("text", "scope", "found"),
    [
        pytest.param("andr", WHOLE, (["Andrews, A"], [], [], None), id="the beginning of a name"),
        pytest.param("ANDREWS, a", IN_SOUTH, (["Andrews, A"], [], [], None), id="a name as it is written"),
        pytest.param("andr", IN_NORTH, ([], [], [], None), id="a name outside the scope"),
        pytest.param("s", WHOLE, ([], ["S"], [], None), id="a code"),
        pytest.param("out", WHOLE, ([], ["S"], [], None), id="part of a unit's name"),
        pytest.param("South", IN_NORTH, ([], [], [], None), id="a unit outside the scope"),
        pytest.param(ids.show(BORIS), WHOLE, (["Brown, B"], [], [], None), id="the id of a person"),
        pytest.param(ids.show(SOUTH), WHOLE, ([], ["S"], [], None), id="the id of a unit"),
        pytest.param("12.3", IN_NORTH, ([], [], ["12.3"], None), id="an article"),
        pytest.param("deferred", WHOLE, ([], [], [], None), id="a word that no article holds"),
        pytest.param("dues are", WHOLE, ([], [], ["12.3"], None), id="a word of an article"),
        pytest.param("3", IN_NORTH, ([], [], [], 3), id="an entry of the journal"),
        pytest.param("%", WHOLE, ([], [], [], None), id="a sign that could stand for anything"),
        pytest.param("   ", WHOLE, ([], [], [], None), id="nothing"),
    ],
)
def test_search_finds_each_kind_within_the_scope(league, text, scope, found):
    answer = search.search(league.house, text, on=DAY, scope=scope)

    assert (
        [one.name for one, _ in answer.people],
        [code for _, code, _ in answer.units],
        [article.id for article in answer.articles],
        answer.entry,
    ) == found


def test_the_journal_goes_back_page_by_page(league, monkeypatch):
    monkeypatch.setattr(journal, "PAGE", 8)
    numbers, before = [], None
    while True:
        found, before = journal.entries(league.house, scope=Scope(day=DAY), before=before)
        numbers += [entry.number for entry in found]
        if before is None:
            break
    first, previous, following = journal.entry(league.house, 1, scope=Scope(day=DAY))

    assert numbers == list(range(len(numbers), 0, -1))
    assert (first.act, previous, following) == ("organisation.found", "", 2)


def test_what_an_entry_changed_is_told_within_the_scope_only(league):
    receipt = league.enact(people.Record(on=DAY, person=CLARA, unit=NORTH, family="Clark", given="C"))
    with league.register() as register:
        register.cursor.execute("SELECT number FROM journal_seal WHERE entry = %s", [receipt.entry])
        (number,) = register.cursor.fetchone()
    own = journal.effects(league.house, number, scope=IN_NORTH)

    assert (dict(own.rows), list(own.people)) == ({}, [(CLARA, "Clark, C")])
    assert dict(journal.effects(league.house, number, scope=WHOLE).rows) == {"standing": 1, "facts": 1}
    assert [tuple(journal.effects(league.house, number, scope=scope)) for scope in (IN_SOUTH, Scope(day=DAY))] == [
        ({}, [], 0),
        ({}, [], 0),
    ]


def test_a_case_is_explained_within_the_scope(league):
    league.owe(ANNA, 5, on=date(2024, 6, 1))
    case = law.explain(league.house, ANNA, "may_be_transferred", on=DAY, scope=IN_SOUTH)

    assert (case.label, case.explanation.verdict.outcome, case.explanation.verdict.failed) == (
        "Andrews, A",
        False,
        ("12.3",),
    )
    assert law.explain(league.house, ANNA, "may_be_transferred", on=DAY, scope=IN_NORTH) is None


def test_the_values_that_an_article_reads_have_their_history(league):
    articles = dict(law.articles(league.house, on=DAY, scope=Scope(day=DAY)))["person"]
    values = law.parameters_of(league.house, [one for one in articles if one.id == "12.3"], scope=Scope(day=DAY))

    assert {name: [(episode.since, episode.text) for episode in found] for name, found in values.items()} == {
        "arrears_allowed": [(date(2019, 1, 1), "6"), (date(2024, 3, 1), "3")]
    }


def test_candidates_are_told_apart_by_the_rule_of_promotion(league):
    for person, since in ((CLARA, date(2024, 1, 1)), (DAVID, date(2025, 1, 15))):
        league.enact(people.Record(on=date(2023, 6, 1), person=person, unit=NORTH, family="F", given="G"))
        league.candidate(person, since)
    found, _ = cases.candidates(league.house, "may", on=DAY, scope=WHOLE)

    assert (cases.served(league.house, on=DAY, scope=WHOLE), cases.served(league.house, on=DAY, scope=IN_SOUTH)) == (
        cases.Served(1, 1, 0),
        cases.Served(0, 0, 0),
    )
    assert [one.person for one, _ in found] == [CLARA]


def test_home_tells_what_waits_on_either_side_of_a_transfer(league):
    league.enact(admission.Apply(on=date(2025, 2, 1), person=BORIS, application=league.id()))
    league.enact(membership.Transfer(on=date(2025, 2, 1), member=ANNA, receiving=NORTH, transfer=league.id()))

    assert [
        (waiting.applied, waiting.transfers)
        for scope in (WHOLE, IN_NORTH, IN_SOUTH, Scope(day=DAY, person=ANNA))
        for waiting in [home.waiting(league.house, on=DAY, scope=scope)]
    ] == [(1, 1), (1, 1), (0, 1), (0, 1)]


def test_how_a_part_stands_follows_the_year(league):
    stand = home.stand(league.house, on=date(2023, 3, 1), scope=IN_SOUTH)
    members = stand.standings[0]

    assert (members.standing, members.people, list(members.course)) == ("member", 1, [0] * 10 + [1] * 3)
    assert (stand.flows.admitted, stand.flows.left) == (0, 0)
    assert home.stand(league.house, on=DAY, scope=Scope(day=DAY, person=ANNA)) is None


def test_scope_follows_from_a_running_term(league):
    appoint(league, ANNA, CENTRE)
    own = Scope(day=DAY, person=ANNA)

    assert [
        covered(league.house, office=office, unit=unit, scope=scope)
        for office, unit, scope in (
            ("secretary", CENTRE, own),
            ("secretary", SOUTH, own),
            ("commissioner", CENTRE, own),
            ("secretary", CENTRE, Scope(day=date(2023, 6, 1), person=ANNA)),
        )
    ] == [
        Scope(day=DAY, whole=True, unit=CENTRE, person=ANNA),
        own,
        own,
        Scope(day=date(2023, 6, 1), person=ANNA),
    ]


def test_desks_are_offered_from_the_top_down(league):
    appoint(league, ANNA, CENTRE)
    appoint(league, ANNA, SOUTH)
    appoint(league, ANNA, SOUTH, office="commissioner")
    league.member(CLARA, SOUTH, "Clark", date(2024, 1, 1))

    assert [(desk.office, desk.tier, desk.code, desk.person) for desk in desks(league.house, scope=WHOLE)] == [
        ("secretary", "centre", "C", ANNA),
        ("secretary", "branch", "S", ANNA),
        ("commissioner", "branch", "S", ANNA),
        ("", "branch", "S", CLARA),
    ]
    assert desks(league.house, scope=IN_SOUTH) == []
