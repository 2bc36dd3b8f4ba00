"""What each reader sees: their own part, the same bytes for absent and forbidden, nothing of the rest of the world."""

import re
from datetime import date

import pytest

from polity.acts import membership, people, units
from polity.words import ids
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, League
from tests.pages.offices import appoint, pages_of, signed_in

ELSEWHERE = 2999  # an id that nothing bears
OWN = [
    "/",
    "/units/",
    "/units/S/",
    f"/units/{ids.show(SOUTH)}/",
    "/units/S/?standing=member",
    "/units/S/?on=2023-06-01",
    "/units/S/below/",
    "/people/",
    "/people/?standing=member&unit=S",
    f"/people/{ids.show(ANNA)}/",
    f"/people/{ids.show(DAVID)}/?on=2024-06-01",
    "/waiting/applied/",
    "/waiting/may/",
    "/search/?q=a",
    "/search/?q=brown",
    "/search/?q=north",
    f"/search/?q={ids.show(CLARA)}",
    "/census/",
    "/census/?by=unit&by=standing&per_mille=1",
    "/census/?by=sex&against=2024-01-01",
    "/census/?by=branch&map=2023-06-01",
    "/balance/?since=2022-01-01",
    "/balance/?since=2022-01-01&by=branch",
    f"/statutes/explain/?rule=may_be_transferred&id={ids.show(ANNA)}",
    "/statutes/",
    "/releases/",
]
FOREIGN = [
    "/units/N/",
    "/units/C/",
    f"/units/{ids.show(NORTH)}/",
    "/units/N/below/",
    f"/people/{ids.show(BORIS)}/",
    f"/people/{ids.show(CLARA)}/",
    f"/statutes/explain/?rule=may_be_transferred&id={ids.show(BORIS)}",
]
ABSENT = [
    "/units/NOWHERE/",
    f"/people/{ids.show(ELSEWHERE)}/",
    "/people/hello/",
    f"/statutes/explain/?rule=may_be_transferred&id={ids.show(ELSEWHERE)}",
]


@pytest.fixture(autouse=True)
def organisation() -> None:
    """Each test opens its own."""


def south(league: League) -> None:
    """What happens in South is the same in every world: Anna is its secretary, David has applied."""
    league.enact(people.Record(on=date(2024, 1, 1), person=DAVID, unit=SOUTH, family="Dean", given="D"))
    league.enact(people.Amend(on=date(2024, 2, 1), person=DAVID, facts={"sex": "male"}))
    appoint(league, ANNA, SOUTH)


def north(league: League, name: str, family: str, sex: str) -> None:
    """What happens in North differs from world to world."""
    league.enact(units.Rename(on=date(2024, 5, 1), unit=NORTH, title=name))
    league.enact(people.Record(on=date(2024, 6, 1), person=CLARA, unit=NORTH, family=family, given="C"))
    league.enact(people.Amend(on=date(2024, 7, 1), person=CLARA, facts={"sex": sex, "workplace": family}))
    if sex == "female":
        league.enact(membership.Leave(on=date(2024, 8, 1), person=BORIS))
    else:
        league.enact(people.Amend(on=date(2024, 8, 1), person=BORIS, facts={"sex": "male"}))


def bodies(league: League, addresses: list[str]) -> dict[str, tuple[int, bytes]]:
    with pages_of(league):
        browser = signed_in(ANNA, "secretary", SOUTH)
        return {address: ((answer := browser.get(address)).status_code, answer.content) for address in addresses}


def test_two_worlds_that_differ_elsewhere_are_the_same_to_a_branch(leagues):
    worlds = []
    for name, family, sex in (("Upper town", "Clark", "female"), ("Far shore", "Brownlow", "male")):
        with leagues() as league:
            south(league)
            north(league, name, family, sex)
            worlds.append(bodies(league, [*OWN, *FOREIGN, *ABSENT]))

    assert [address for address in worlds[0] if worlds[0][address] != worlds[1][address]] == []
    assert {address: worlds[0][address][0] for address in OWN} == dict.fromkeys(OWN, 200)


@pytest.mark.parametrize(
    ("reader", "refused"),
    [
        pytest.param((ANNA, "secretary", SOUTH), [*FOREIGN, *ABSENT], id="secretary of a branch"),
        pytest.param((ANNA, "", None), [*FOREIGN, *ABSENT, "/units/S/"], id="member"),
        pytest.param((ANNA, "secretary", CENTRE), [*FOREIGN, *ABSENT], id="in an office that she does not hold"),
        pytest.param((ANNA, "secretary", NORTH), [*FOREIGN, *ABSENT], id="in an office of another branch"),
        pytest.param(
            (None, "", None), [*FOREIGN, *ABSENT, "/units/", "/people/", "/census/", "/balance/"], id="visitor"
        ),
    ],
)
def test_absent_and_forbidden_are_the_same_to_every_reader(leagues, reader, refused):
    with leagues() as league:
        south(league)
        north(league, "Upper town", "Clark", "female")
        with pages_of(league):
            browser = signed_in(*reader)
            answers = {(answer.status_code, answer.content) for address in refused if (answer := browser.get(address))}

    assert [status for status, _ in answers] == [404]


def test_the_centre_sees_everybody(leagues):
    with leagues() as league:
        south(league)
        north(league, "Upper town", "Clark", "female")
        appoint(league, ANNA, CENTRE)
        with pages_of(league):
            browser = signed_in(ANNA, "secretary", CENTRE)
            found = {address: browser.get(address).status_code for address in [*OWN, *FOREIGN]}

    assert found == dict.fromkeys([*OWN, *FOREIGN], 200)


def test_a_look_is_written_down_and_the_person_sees_it(leagues):
    with leagues() as league:
        south(league)
        with pages_of(league):
            signed_in(ANNA, "secretary", SOUTH).get(f"/people/{ids.show(DAVID)}/")
            own = signed_in(DAVID).get(f"/people/{ids.show(DAVID)}/").content.decode()
        with league.database.owner() as connection:
            kept = connection.execute(
                "SELECT person, operator, looker, office, purpose FROM look ORDER BY look"
            ).fetchall()
    shown = re.findall(r'<span class="when">(1 March 2025, 12:30)</span> (\w+)', own)

    assert shown == [("1 March 2025, 12:30", "member"), ("1 March 2025, 12:30", "secretary")]
    assert kept == [
        (DAVID, "secretary", ANNA, f"secretary@{ids.show(SOUTH)}", "record opened"),
        (DAVID, "member", DAVID, None, "own record"),
    ]


def test_a_look_that_shows_nothing_is_not_written_down(leagues):
    with leagues() as league:
        south(league)
        with pages_of(league):
            signed_in(ANNA, "secretary", SOUTH).get(f"/people/{ids.show(BORIS)}/")
        with league.database.owner() as connection:
            kept = connection.execute("SELECT count(*) FROM look").fetchone()

    assert kept == (0,)


def test_scope_ends_with_the_term_of_office(leagues):
    from polity.acts import offices

    with leagues() as league:
        south(league)
        with league.register() as register:
            [term] = register.holders("secretary", SOUTH, on=date(2024, 6, 1))
        league.enact(offices.End(on=date(2025, 1, 1), term=term.term))
        with pages_of(league):
            browser = signed_in(ANNA, "secretary", SOUTH)
            found = [browser.get(address).status_code for address in ("/units/S/", f"/people/{ids.show(ANNA)}/")]

    assert found == [404, 200]


@pytest.mark.parametrize(
    "address",
    [
        "/census/?by=nothing",
        "/census/?map=yesterday",
        "/census/?known=1",
        "/census/?against=x",
        "/census/?under=N",
        "/balance/?since=soon",
        "/balance/?standing=nobody",
        "/balance/?by=nothing",
        "/balance/?since=2026-01-01",
        f"/statutes/explain/?rule=nothing&id={ids.show(ANNA)}",
    ],
)
def test_a_question_without_meaning_is_answered_in_words(leagues, address):
    with leagues() as league:
        south(league)
        with pages_of(league):
            answer = signed_in(ANNA, "secretary", SOUTH).get(address)

    assert answer.status_code == 422
