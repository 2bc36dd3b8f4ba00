"""The desks of transfers, and the acts that a person's record and a unit offer, through the whole stack."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from polity.acts import correction, membership, offices, people, units
from polity.words import ids
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, League
from tests.pages.offices import appoint, pages_of, signed_in

DAY = date(2025, 3, 1)


@pytest.fixture
def two(league: League) -> Iterator[League]:
    """Clara is South's secretary, David is North's; Anna is a member in South."""
    league.member(CLARA, SOUTH, "Clark", date(2023, 1, 1))
    league.member(DAVID, NORTH, "Dean", date(2023, 1, 1))
    appoint(league, CLARA, SOUTH)
    appoint(league, DAVID, NORTH)
    with pages_of(league):
        yield league


def south() -> Client:
    return signed_in(CLARA, "secretary", SOUTH)


def north() -> Client:
    return signed_in(DAVID, "secretary", NORTH)


def send(browser: Client, path: str, **given: object) -> tuple[int, str]:
    """Fill in the form at an address and send it; where it leads."""
    page = browser.get(path)
    assert page.status_code == 200, path
    key = re.findall(r'name="key" value="([0-9a-f]+)"', page.content.decode())[0]
    answer = browser.post(path, {"on": "2025-03-01", "key": key, **given})
    return answer.status_code, answer.headers.get("Location", "").partition("?")[0]


def text(browser: Client, path: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", browser.get(path).content.decode().partition("<main")[2]))


def of(person: int, act: str = "") -> str:
    return f"/people/{ids.show(person)}/{act}"


def moving(person: int, act: str) -> str:
    return f"/transfers/{ids.show(person)}/{act}/"


def test_a_transfer_goes_from_one_desk_to_the_other(two: League) -> None:
    anna = signed_in(ANNA)
    assert send(anna, "/transfers/ask/", receiving="N", grounds="I moved house") == (303, of(ANNA))
    assert [text(desk, "/transfers/").count("Andrews, A") for desk in (south(), north())] == [1, 0]
    assert send(south(), moving(ANNA, "release"), receiving="N") == (303, "/transfers/")
    assert [text(desk, "/transfers/").count("Andrews, A") for desk in (south(), north())] == [1, 1]
    assert text(north(), moving(ANNA, "receive")).count("I moved house") == 1
    assert send(north(), moving(ANNA, "receive")) == (303, "/transfers/")
    assert two.spells(ANNA)[-1] == (NORTH, "member", DAY, None)
    assert [desk.get(of(ANNA)).status_code for desk in (south(), north())] == [404, 200]


def test_whoever_is_on_the_way_has_no_record_at_the_receiving_desk(two: League) -> None:
    two.enact(membership.Transfer(on=DAY, member=ANNA, receiving=NORTH, transfer=1))
    nobody = north().get("/people/0000-0000-0001/")
    answer = north().get(of(ANNA))
    assert (answer.status_code, answer.content) == (404, nobody.content)
    assert text(north(), "/search/?q=Andrews").count("Andrews, A") == 0


@pytest.mark.parametrize("act", ["receive", "decline", "withdraw", "release"])
def test_no_desk_answers_for_a_transfer_in_which_it_has_no_part(two: League, act: str) -> None:
    two.enact(
        units.Found(on=date(2020, 1, 1), unit=1004, title="East", tier="branch", kind="office", code="E", parent=CENTRE)
    )
    two.member(2005, 1004, "Eliot", date(2023, 1, 1))
    appoint(two, 2005, 1004)
    before = signed_in(2005, "secretary", 1004).get(moving(ANNA, act))
    two.enact(membership.Transfer(on=DAY, member=ANNA, receiving=NORTH, transfer=1))
    after = signed_in(2005, "secretary", 1004).get(moving(ANNA, act))
    assert (before.status_code, after.status_code, before.content == after.content) == (404, 404, True)


def test_a_transfer_is_declined_with_grounds_and_taken_back(two: League) -> None:
    two.enact(membership.Transfer(on=DAY, member=ANNA, receiving=NORTH, transfer=1))
    assert send(north(), moving(ANNA, "decline"), grounds="We are full.") == (303, "/transfers/")
    assert text(south(), "/transfers/").count("We are full.") == 1
    two.enact(membership.Transfer(on=DAY, member=ANNA, receiving=NORTH, transfer=2))
    assert send(south(), moving(ANNA, "withdraw")) == (303, "/transfers/")
    assert two.spells(ANNA)[-1][0] == SOUTH


def test_a_unit_is_looked_up_by_its_name(two: League) -> None:
    found = south().get(moving(ANNA, "release") + "?find=nor").content.decode()
    assert re.findall(r'href="(\?|[^"]*\?receiving=[^"]*)"', found) == [moving(ANNA, "release") + "?receiving=N"]


@pytest.mark.parametrize(
    ("person", "offered"),
    [
        pytest.param(ANNA, ["Release to another unit", "Change what is recorded", "Change the name",
                            "Change how they can be reached", "Appoint to an office", "Record that they leave",
                            "Exclude", "Record that they have died"], id="a member"),
        pytest.param(CLARA, ["Ask to be moved to another unit", "Release to another unit", "Change what is recorded",
                             "Change the name", "Change how they can be reached", "Appoint to an office",
                             "Record that they leave", "Exclude", "Record that they have died"], id="oneself"),
    ],
)  # fmt: skip
def test_a_record_offers_what_the_reader_may_do(two: League, person: int, offered: list[str]) -> None:
    shown = south().get(of(person)).content.decode()
    deeds = re.findall(r'<ul class="deeds">(.*?)</ul>', shown, re.DOTALL)
    assert [re.findall(r">([^<]+)</a>", one) for one in deeds] == [offered]


def test_a_member_without_office_is_offered_only_what_is_their_own(two: League) -> None:
    deeds = re.findall(r'<ul class="deeds">(.*?)</ul>', signed_in(ANNA).get(of(ANNA)).content.decode(), re.DOTALL)
    assert [re.findall(r">([^<]+)</a>", one) for one in deeds] == [["Ask to be moved to another unit"]]


@pytest.mark.parametrize(
    ("path", "given", "standing"),
    [
        pytest.param("leave/", {}, ("former", "left"), id="leaves"),
        pytest.param("exclude/", {"grounds": "theft", "heard": "2025-02-20"}, ("former", "excluded"), id="excluded"),
        pytest.param("died/", {}, ("former", "died"), id="died"),
    ],
)
def test_somebody_goes(two: League, path: str, given: dict[str, str], standing: tuple[str, str]) -> None:
    assert send(south(), of(ANNA, path), **given) == (303, of(ANNA))
    with two.register() as register:
        spell = register.spell(ANNA, on=DAY)
    assert spell is not None
    assert (spell.standing, spell.reason) == standing


def test_the_exclusion_says_the_way_of_appeal(two: League) -> None:
    assert text(south(), of(ANNA, "exclude/")).count("Whoever is excluded may appeal. Those who may readmit:") == 1


def test_facts_the_name_and_ways_of_contact_change(two: League) -> None:
    sent = {"facts.sex": "female", "facts.months_owed": "2"}
    assert send(south(), of(ANNA, "amend/"), **sent) == (303, of(ANNA))
    assert send(south(), of(ANNA, "name/"), family="Arkwright", given="Anna", middle="") == (303, of(ANNA))
    assert send(south(), of(ANNA, "contact/"), details="post=Lamp Lane 1, telephone=555 0100") == (303, of(ANNA))
    with two.register() as register:
        assert (dict(register.facts(ANNA, on=DAY)), register.name(ANNA)) == (
            {"sex": "female", "months_owed": 2}, ("Arkwright", "Anna", ""),
        )  # fmt: skip
    assert text(south(), of(ANNA)).count("Lamp Lane 1") == 1


def test_a_spell_and_a_fact_are_put_right_and_what_was_known_can_be_seen(two: League) -> None:
    two.enact(people.Amend(on=date(2024, 1, 1), person=ANNA, facts={"sex": "male"}))
    spell, fact = of(ANNA, "correct/2023-01-01/"), of(ANNA, "correct-facts/2024-01-01/")
    assert send(south(), spell, new_since="2022-09-01", grounds="minutes", neighbours="on") == (303, of(ANNA))
    assert send(south(), fact, **{"facts.sex": "female", "grounds": "passport"}) == (303, of(ANNA))
    shown = south().get(of(ANNA)).content.decode()
    before = [text(south(), path) for path in re.findall(r'href="(/people/[^"]+/known/\d+/)"', shown)]
    assert [(page.count("1 January 2023"), page.count("1 September 2022"), page.count("male")) for page in before] == [
        (0, 2, 1), (2, 0, 1),
    ]  # fmt: skip


def test_nobody_outside_can_ask_what_was_known(two: League) -> None:
    act = correction.Correct(
        on=DAY, person=ANNA, since=date(2023, 1, 1), new_since=date(2022, 9, 1), grounds="x", neighbours=True
    )
    number = two.enact(act).entry
    assert north().get(of(ANNA, f"known/{number}/")).status_code == 404
    assert south().get(of(ANNA, "correct/2019-01-01/")).status_code == 404


def centre(two: League) -> Client:
    appoint(two, CLARA, CENTRE)
    return signed_in(CLARA, "secretary", CENTRE)


def test_a_merger_is_shown_on_both_maps_and_then_entered(two: League) -> None:
    two.enact(offices.Appoint(on=date(2024, 1, 1), term=77, office="cook", unit=SOUTH, person=ANNA))
    desk, path = centre(two), "/units/N/merge/"
    key = re.findall(r'name="key" value="([0-9a-f]+)"', desk.get(path).content.decode())[0]
    given = {"units": ["S"], "on": "2025-03-01", "key": key}
    shown = desk.post(path, {**given, "check": "1"}).content.decode()
    words = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", shown))
    assert (re.findall(r"People counted: (\d+)", words), re.findall(r"People who change units (\d+)", words)) == (
        ["4", "4"], ["2"],
    )  # fmt: skip
    assert words.count("cook, South: Andrews, A") == 1
    assert [spell[0] for spell in two.spells(ANNA)][-1] == SOUTH
    assert send(desk, path, units=["S"]) == (303, "/units/N/")
    assert [spell[0] for spell in two.spells(ANNA)][-1] == NORTH


@pytest.mark.parametrize(
    ("path", "given", "leads"),
    [
        pytest.param("/units/C/found/", {"title": "East", "tier": "branch", "kind": "office", "code": "E"},
                     "/units/E/", id="founded"),
        pytest.param("/units/N/rename/", {"title": "Norland", "code": "NL"}, "/units/NL/", id="renamed"),
        pytest.param("/units/S/split/", {"title": "West", "code": "W", "people": [ids.show(ANNA)]}, "/units/W/",
                     id="split"),
        pytest.param("/units/NC/move/", {"parent": "S"}, "/units/NC/", id="moved"),
        pytest.param("/units/NC/dissolve/", {}, "/units/N/", id="dissolved"),
    ],
)  # fmt: skip
def test_a_unit_is(two: League, path: str, given: dict[str, object], leads: str) -> None:
    two.enact(
        units.Found(on=date(2024, 1, 1), unit=1004, title="Cell", tier="cell", kind="office", code="NC", parent=NORTH)
    )
    assert send(centre(two), path, **given) == (303, leads)


def test_no_map_is_drawn_for_whoever_may_not_do_it(two: League) -> None:
    path = "/units/N/merge/"
    answer = north().post(path, {"units": ["S"], "on": "2025-03-01", "key": "k", "check": "1"})
    assert (answer.status_code, answer.content.decode().count("People counted")) == (422, 0)  # South is not offered
    moved = north().post("/units/N/move/", {"parent": "S", "on": "2025-03-01", "key": "k", "check": "1"})
    assert (moved.status_code, moved.content.decode().count("People counted")) == (200, 0)


def test_offices_are_filled_handed_over_and_ended(two: League) -> None:
    desk = south()
    path = "/units/S/officers/"
    assert send(desk, "/offices/appoint/?unit=S", office="commissioner", person=ids.show(ANNA)) == (303, path)
    shown = desk.get(path).content.decode()
    assert re.findall(r">(Andrews, A|Clark, A)<", shown) == ["Andrews, A", "Clark, A"]
    hand = re.findall(r'href="([^"]+hand-over/)"', shown)[0]
    assert send(desk, hand, person=ids.show(CLARA), on="2025-03-02") == (303, path)
    ends = re.findall(r'href="([^"]+/end/)"', desk.get(path).content.decode())
    assert send(desk, ends[1], on="2025-04-01") == (303, path)
    with two.register() as register:
        held = [(term.person, term.since, term.until) for person in (ANNA, CLARA) for term in register.terms(person)
                if term.office == "commissioner"]  # fmt: skip
    assert held == [(ANNA, DAY, date(2025, 3, 2)), (CLARA, date(2025, 3, 2), date(2025, 4, 1))]


def test_a_sympathiser_is_not_offered_an_office(two: League) -> None:
    shown = north().get(of(BORIS)).content.decode()
    assert shown.count("Appoint to an office") == 0
