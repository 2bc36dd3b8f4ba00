"""Meetings, contacts and re-registrations at the desk: entered by forms, read within a scope, shown in a browser."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.test import Client

from polity.acts import contacts, meetings, membership, people, reregistration
from polity.readings import meetings as met
from polity.words import ids
from tests.league import ANNA, BORIS, CLARA, DAVID, NORTH, SOUTH, WHOLE, League
from tests.pages.looking import found_at
from tests.pages.offices import TODAY, appoint, pages_of, session_of, signed_in
from tests.pages.test_in_a_browser import address, chromium

__all__ = ["address", "chromium"]  # fixtures of the gallery's tests

MEETING, CALLED, DECISION, ROLL = 8001, 8002, 8003, 8004
HELD = date(2025, 2, 10)
WIDE = 203  # people in the unit whose presence is ticked in the browser


@pytest.fixture(autouse=True)
def organisation() -> None:
    """Each test opens its own."""


def south(league: League) -> None:
    """Anna is South's secretary; David is a member there, Clara a sympathiser with whom David keeps contact."""
    appoint(league, ANNA, SOUTH)
    league.member(DAVID, SOUTH, "Dean", date(2023, 6, 1))
    league.enact(people.Record(on=date(2023, 1, 1), person=CLARA, unit=SOUTH, family="Clark", given="C"))
    league.enact(people.Assign(on=date(2024, 1, 1), person=CLARA, contact=DAVID))
    met_in(league, SOUTH, MEETING, ANNA, DAVID, CLARA)
    league.enact(
        meetings.Decide(on=HELD, decision=DECISION, meeting=MEETING, title="Oil", text="Oil is bought.\nTwo cans.",
                        votes_for=1, votes_against=1)
    )  # fmt: skip
    called(league, SOUTH, CALLED)
    reported(league, CLARA, DAVID, 8010)
    league.enact(reregistration.Open(on=HELD, reregistration=ROLL, unit=SOUTH, until=date(2025, 4, 1)))
    league.enact(reregistration.Outcome(on=HELD, person=DAVID, outcome="not_reached", grounds="The door was shut."))


def met_in(league: League, unit: int, meeting: int, *present: int) -> None:
    called(league, unit, meeting, HELD)
    league.enact(meetings.Hold(on=HELD, meeting=meeting, present=present, guest_others=2))


def called(league: League, unit: int, meeting: int, day: date = date(2025, 3, 10)) -> None:
    league.enact(
        meetings.Call(on=date(2025, 2, 1), meeting=meeting, unit=unit, day=day, hour="19:00", place="Hall",
                      agenda="Dues\nAdmissions")
    )  # fmt: skip


def reported(league: League, person: int, contact: int, report: int) -> None:
    league.enact(
        contacts.Report(on=HELD, report=report, person=person, contact=contact, day=HELD, kind="visit",
                        text="Fears the river.", next_step="Bring the lantern", next_by=date(2025, 2, 20))
    )  # fmt: skip


@pytest.fixture
def opened(league: League) -> Iterator[League]:
    south(league)
    with pages_of(league):
        yield league


def secretary() -> Client:
    return signed_in(ANNA, "secretary", SOUTH)


def sent(browser: Client, path: str, **given: object) -> object:
    """Fill in the form at an address and send it."""
    form = browser.get(path).content.decode()
    key = re.findall(r'name="key" value="([0-9a-f]+)"', form)[0]
    return browser.post(path, {"key": key, "on": TODAY.isoformat(), **given})


def at(meeting: int, rest: str = "") -> str:
    return f"/meetings/{ids.show(meeting)}/{rest}"


def test_a_meeting_goes_from_its_call_to_a_decision(opened: League) -> None:
    browser = secretary()
    given = {"day": "2025-03-01", "hour": "19:00", "place": "Lamp hall", "agenda": "Dues\nAdmissions"}
    made = sent(browser, "/units/S/meetings/call/", **given)
    page = made["Location"].partition("?")[0]
    held = sent(
        browser, page + "presence/", present=[ids.show(ANNA), ids.show(CLARA)], guest_members=1, guest_candidates=0,
        guest_sympathisers=0, guest_others=3,
    )  # fmt: skip
    decided = sent(
        browser, page + "decide/", title="Lamps", text="Lamps are lit.", votes_for=1, votes_against=0, abstained=0
    )
    right = sent(
        browser, page + "correct/", grounds="A list was found.", came=[ids.show(DAVID)], went=[ids.show(CLARA)]
    )

    assert [answer.status_code for answer in (made, held, decided, right)] == [303, 303, 303, 303]
    found = met.minutes(opened.house, ids.read(page.split("/")[2]), scope=WHOLE)
    assert [(one.name, one.standing) for one in found.people] == [("Andrews, A", "member"), ("Dean, A", "member")]
    assert (found.meeting.agenda, found.listed.guests, found.decisions[0].title) == (("Dues", "Admissions"), 4, "Lamps")


def test_a_presence_that_cannot_be_entered_says_why_and_keeps_the_ticks(opened: League) -> None:
    answer = sent(secretary(), at(CALLED, "presence/"), present=[ids.show(DAVID)], guest_members=0,
                  guest_candidates=0, guest_sympathisers=0, guest_others=0)  # fmt: skip
    text = answer.content.decode()
    assert answer.status_code == 422
    assert re.findall(r"The meeting is on [^<]*\.", text) == ["The meeting is on 2025-03-10."]
    assert re.findall(rf'value="({ids.show(DAVID)})"[^>]*checked', text) == [ids.show(DAVID)]


def test_a_meeting_is_cancelled_with_grounds(opened: League) -> None:
    answer = sent(secretary(), at(CALLED, "cancel/"), grounds="No heating.")
    assert answer.status_code == 303
    assert met.minutes(opened.house, CALLED, scope=WHOLE).meeting.state == "cancelled"


def test_whoever_keeps_contact_reports_without_an_office(opened: League) -> None:
    browser = signed_in(DAVID)
    mine = browser.get("/contacts/?take=mine.csv").content.decode().splitlines()
    answer = sent(
        browser, f"/contacts/{ids.show(CLARA)}/report/", day="2025-02-28", kind="call", text="Wants to come.",
        next_step="Invite", next_by="2025-03-08",
    )  # fmt: skip
    after = browser.get("/contacts/?take=mine.csv").content.decode().splitlines()
    assert answer.status_code == 303
    assert (mine[1], after[1]) == (
        '"Clark, C",Report,overdue,Bring the lantern,2025-02-20,2025-02-10,visit',
        '"Clark, C",Report,as agreed,Invite,2025-03-08,2025-02-28,call',
    )


def test_an_officer_reports_on_their_own_contact_in_another_branch(opened: League) -> None:
    opened.enact(people.Assign(on=date(2024, 1, 1), person=BORIS, contact=ANNA))
    browser = secretary()
    answer = sent(browser, f"/contacts/{ids.show(BORIS)}/report/", day="2025-02-28", kind="call", text="Wants to come.")
    assert answer.status_code == 303
    mine = browser.get("/contacts/?take=mine.csv").content.decode().splitlines()
    assert mine[1] == '"Brown, B",Report,nothing agreed,,,2025-02-28,call'
    assert browser.get("/units/N/contacts/").status_code == 404


def test_a_secretary_learns_of_no_contact_from_another_branch(opened: League) -> None:
    opened.member(2101, NORTH, "Zander", date(2023, 6, 1))
    opened.enact(people.Assign(on=date(2025, 2, 20), person=CLARA, contact=2101))
    browser = secretary()
    listed = browser.get("/units/S/contacts/?take=contacts.csv").content.decode().splitlines()
    assert browser.get(f"/contacts/{ids.show(CLARA)}/report/").status_code == 404
    assert listed[1] == (
        '"Clark, C",,overdue,Bring the lantern,2025-02-20,2025-02-10,visit,South,somebody outside what you may see'
    )


def test_a_re_registration_runs_at_the_desk(opened: League) -> None:
    browser = secretary()
    page = f"/reregistrations/{ids.show(ROLL)}/"
    early = sent(browser, page + "close/")
    anna = sent(browser, page + "confirm/", people=[ids.show(ANNA)])
    closed = sent(browser, page + "close/")
    listed = browser.get(page + "?take=decide.csv").content.decode().splitlines()
    assert [answer.status_code for answer in (early, anna, closed)] == [422, 303, 303]
    assert listed[1:] == ['"Dean, A",not reached,The door was shut.']
    assert opened.spells(DAVID)[-1][1:] == ("member", date(2023, 6, 1), None)


OWN = [
    "/meetings/", "/meetings/?on=2025-01-01", "/units/S/meetings/", at(MEETING), at(CALLED), "/contacts/",
    "/units/S/contacts/", f"/reregistrations/{ids.show(ROLL)}/", f"/reregistrations/{ids.show(ROLL)}/?outcome=open",
]  # fmt: skip
FORMS = [
    "/units/S/meetings/call/", at(CALLED, "presence/"), at(MEETING, "correct/"), at(MEETING, "decide/"),
    at(CALLED, "cancel/"), f"/contacts/{ids.show(CLARA)}/report/", "/units/S/reregistration/",
    f"/reregistrations/{ids.show(ROLL)}/{ids.show(DAVID)}/", f"/reregistrations/{ids.show(ROLL)}/confirm/",
    f"/reregistrations/{ids.show(ROLL)}/close/",
]  # fmt: skip
OF_NORTH = [
    "/units/N/meetings/", at(8101), at(8101, "presence/"), at(8101, "correct/"), at(8101, "decide/"),
    at(8101, "cancel/"), "/units/N/meetings/call/", "/units/N/contacts/", "/units/N/reregistration/",
    f"/contacts/{ids.show(BORIS)}/report/", f"/reregistrations/{ids.show(8104)}/",
    f"/reregistrations/{ids.show(8104)}/close/", f"/reregistrations/{ids.show(8104)}/confirm/",
    f"/reregistrations/{ids.show(8104)}/{ids.show(2101)}/",
    f"/reregistrations/{ids.show(ROLL)}/{ids.show(2101)}/",
]  # fmt: skip
ABSENT = ["/units/NOWHERE/meetings/", at(4242), "/meetings/hello/", f"/contacts/{ids.show(4242)}/report/"]


def north(league: League) -> None:
    """What happens in North: a meeting, a sympathiser with a report that is due, a re-registration."""
    league.member(2101, NORTH, "Zander", date(2023, 6, 1))
    league.enact(people.Assign(on=date(2024, 1, 1), person=BORIS, contact=2101))
    met_in(league, NORTH, 8101, 2101, BORIS)
    called(league, NORTH, 8102)
    reported(league, BORIS, 2101, 8103)
    league.enact(reregistration.Open(on=HELD, reregistration=8104, unit=NORTH, until=date(2025, 4, 1)))


def stripped(text: str) -> str:
    """A page without the tokens that are drawn anew for each form."""
    return re.sub(r'(name="(?:key|csrfmiddlewaretoken)" value|"X-CSRFToken"\s*:)="?[^"]*"', "", text)


def test_two_worlds_that_differ_in_north_are_one_to_souths_secretary(
    leagues: Callable[[], AbstractContextManager[League]],
) -> None:
    worlds = []
    for other in (False, True):
        with leagues() as league:
            south(league)
            if other:
                north(league)
            with pages_of(league):
                browser = secretary()
                answers = [browser.get(path) for path in (*OWN, *FORMS, *OF_NORTH, *ABSENT)]
            worlds.append([(answer.status_code, stripped(answer.content.decode())) for answer in answers])
    assert worlds[0] == worlds[1]
    assert [status for status, _ in worlds[1]] == [200] * len(OWN + FORMS) + [404] * len(OF_NORTH + ABSENT)
    assert len({text for _, text in worlds[1][len(OWN + FORMS) :]}) == 1


def test_a_member_without_office_reads_no_meeting(opened: League) -> None:
    answers = {path: signed_in(DAVID).get(path).status_code for path in (*OWN, *FORMS)}
    assert {path for path, status in answers.items() if status == 200} == {
        "/contacts/", f"/contacts/{ids.show(CLARA)}/report/",
    }  # fmt: skip


def test_whoever_has_moved_away_stays_counted_without_a_name(opened: League) -> None:
    opened.enact(membership.Transfer(on=date(2025, 2, 20), member=DAVID, receiving=NORTH, transfer=1))
    opened.enact(membership.Receive(on=date(2025, 2, 20), member=DAVID))
    text = secretary().get(at(MEETING)).content.decode()
    assert re.findall(r"(Andrews, A|Dean, A|Clark, C|today: \d+)", text) == ["Andrews, A", "Clark, C", "today: 1"]


@pytest.fixture(scope="module")
def cookie(leagues: Callable[[], AbstractContextManager[League]], pages: None) -> Iterator[str]:
    """A league with two hundred people in South, and the session of its secretary."""
    with leagues() as league:
        south(league)
        for number in range(WIDE - 3):
            league.enact(
                people.Record(on=date(2024, 1, 1), person=20_000 + number, unit=SOUTH, family=f"Person {number:03}",
                              given="P")
            )  # fmt: skip
        called(league, SOUTH, 8020, date(2025, 2, 20))
        with pages_of(league):
            yield session_of(ANNA, "secretary", SOUTH)


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("path", [*OWN, *FORMS])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(chromium, address, cookie, path, width, scheme):
    assert found_at(chromium, address + path, cookie, width, scheme) == (200, [], width)


@pytest.mark.browser
def test_presence_of_two_hundred_is_ticked_on_a_phone_without_scripts(chromium, address, cookie):
    context = chromium.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False)
    context.add_cookies([{"name": "polity_session", "value": cookie, "url": address}])
    page = context.new_page()
    page.goto(address + at(8020, "presence/"))
    boxes = page.get_by_role("checkbox").all()
    for box in boxes[:30]:
        box.check()
    heights = {round(box.locator("xpath=..").bounding_box()["height"]) >= 44 for box in boxes[:5]}
    page.get_by_role("button", name="Enter who was present").click()
    names = page.locator(".names li").count()
    context.close()
    assert (len(boxes), heights, names) == (WIDE, {True}, 30)
