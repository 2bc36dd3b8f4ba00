"""The admission desk in pages: from a form to a member, sponsors across branches, many at once, appeals, the inbox."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from polity.acts import admission, appeals, people, sponsoring
from polity.words import ids
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, League
from tests.pages.offices import TODAY, appoint, pages_of, signed_in

BORISS, CLARAS = f"/admission/{ids.show(BORIS)}/", f"/admission/{ids.show(CLARA)}/"


@pytest.fixture
def north(league: League) -> Iterator[League]:
    """Anna, of South, is the centre's secretary; Clara, of North, is North's."""
    league.member(CLARA, NORTH, "Clark", date(2023, 1, 1))
    appoint(league, ANNA, CENTRE)
    appoint(league, CLARA, NORTH)
    with pages_of(league):
        yield league


def centre() -> Client:
    return signed_in(ANNA, "secretary", CENTRE)


def branch() -> Client:
    return signed_in(CLARA, "secretary", NORTH)


def send(browser: Client, address: str, **given: object) -> tuple[int, str, str]:
    """Fill a form in and send it: the status, where it goes on to without the entry, and the answer."""
    page = browser.get(address).content.decode()
    key = (re.findall(r'name="key" value="([0-9a-f]+)"', page) or [""])[0]
    answer = browser.post(address, {"on": TODAY.isoformat(), "key": key, **given})
    return answer.status_code, answer.get("Location", "").partition("?entered=")[0], answer.content.decode()


def state(league: League, person: int = BORIS) -> str:
    with league.register() as register:
        application = register.application(person)
    return application.state if application else league.spells(person)[-1][1]


def test_a_sympathiser_becomes_candidate_and_member(north: League) -> None:
    steps = [
        (signed_in(BORIS), "apply", {}),
        (branch(), "decide", {"present": 7, "votes_for": 6, "votes_against": 1}),
        (centre(), "confirm", {}),
    ]
    seen = []
    for browser, step, given in steps:
        seen.append((send(browser, f"{BORISS}{step}/", **given)[:2], state(north)))
    assert seen == [
        ((303, BORISS), "applied"), ((303, BORISS), "decided"), ((303, BORISS), "candidate"),
    ]  # fmt: skip
    early = send(branch(), f"{BORISS}promote/")
    late = send(branch(), f"{BORISS}promote/", on="2025-09-01")
    assert (early[0], re.findall(r"Article ([\d.]+)", early[2]), late[:2], state(north)) == (
        422, ["7.1"], (303, BORISS), "member",
    )  # fmt: skip


def test_the_desk_tells_what_is_due_and_offers_what_the_reader_may(north: League) -> None:
    send(branch(), f"{BORISS}apply/")
    offered = {
        name: re.findall(rf'href="{BORISS}([\w-]+)/"', browser.get(BORISS).content.decode())
        for name, browser in (("branch", branch()), ("own", signed_in(BORIS)))
    }
    assert offered == {
        "branch": ["decide", "ask", "code", "sponsor", "refuse", "withdraw", "lapse"],
        "own": ["ask", "code", "withdraw"],
    }
    north.enact(admission.Decide(on=TODAY, person=BORIS, present=5, votes_for=5))
    north.enact(admission.Confirm(on=TODAY, person=BORIS))
    page = branch().get(BORISS).content.decode()
    assert re.findall(r"(?:Met by itself on|Due on) ([\w ]+)", page) == ["1 September 2025"] * 2


@pytest.mark.parametrize("path", ["", "apply/", "decide/", "appeal/", "unask/0000-0000-0001/"])
def test_whoever_lies_outside_and_nobody_are_answered_alike(north: League, path: str) -> None:
    north.enact(admission.Apply(on=TODAY, person=BORIS, application=46001))
    south = signed_in(DAVID, "secretary", SOUTH)
    north.member(DAVID, SOUTH, "Dale", date(2023, 1, 1))
    appoint(north, DAVID, SOUTH)
    south.raise_request_exception = False
    answers = [south.get(f"/admission/{ids.show(number)}/{path}") for number in (BORIS, 987654321)]
    assert [(answer.status_code, answer.content == answers[0].content) for answer in answers] == [(404, True)] * 2


def test_somebody_new_is_recorded_and_applies_from_one_form(north: League) -> None:
    code, address, _ = send(branch(), "/admission/new/", family="Evans", given="E", unit="N")
    person = ids.read(address.split("/")[2]) or 0
    with north.register() as register:
        assert register.name(person) == ("Evans", "E", "")
    assert (code, state(north, person)) == (303, "applied")


def test_a_sponsor_of_another_branch_answers_in_their_own_name(north: League) -> None:
    send(branch(), f"{BORISS}apply/")
    asked = send(branch(), f"{BORISS}ask/", sponsor=ids.show(ANNA))
    stranger = send(branch(), f"{BORISS}ask/", sponsor=ids.show(987654321))
    anna = centre()
    inbox = signed_in(ANNA).get("/inbox/").content.decode()
    (href,) = re.findall(r'href="(/admission/asked/[\w-]+/)">Brown, B<', inbox)
    page = signed_in(ANNA).get(href).content.decode()
    told = [ids.show(BORIS) in page, "North" in page]
    answered = send(anna, href)  # signed in with an office, she still answers for herself
    with north.register() as register:
        sponsors = register.sponsors(BORIS, on=TODAY)
    assert (asked[:2], stranger[:2], told, answered[:2], sponsors) == (
        (303, BORISS), (303, BORISS), [False, False], (303, "/inbox/"), [ANNA],
    )  # fmt: skip
    desk = branch().get(BORISS).content.decode()
    assert ("Andrews" in desk, desk.count("A member whom you may not see")) == (False, 1)


def test_a_code_opens_and_a_wrong_one_tells_nothing(north: League) -> None:
    north.enact(admission.Apply(on=TODAY, person=BORIS, application=46001))
    north.enact(sponsoring.OpenToSponsors(on=TODAY, person=BORIS, asked=47001))
    north.enact(sponsoring.AskSponsor(on=TODAY, person=BORIS, sponsor=ANNA, asked=47002))
    clara = branch()
    wrong = [clara.post("/admission/code/", {"code": written}) for written in (ids.show(47002), ids.show(1), "hello")]
    plain = {
        re.sub(r'value="[^"]*"', "", answer.content.decode()) for answer in wrong
    }  # but for what was typed and the form's token
    right = clara.post("/admission/code/", {"code": ids.show(47001).lower()})
    assert ([answer.status_code for answer in wrong], len(plain), right["Location"]) == (
        [422] * 3, 1, f"/admission/asked/{ids.show(47001)}/",
    )  # fmt: skip


def test_whoever_is_asked_may_decline(north: League) -> None:
    north.enact(admission.Apply(on=TODAY, person=BORIS, application=46001))
    north.enact(sponsoring.AskSponsor(on=TODAY, person=BORIS, sponsor=ANNA, asked=47002))
    declined = send(signed_in(ANNA), f"/admission/asked/{ids.show(47002)}/decline/")
    page = re.sub(r"\s+", " ", branch().get(BORISS).content.decode())
    assert (declined[:2], page.count(": declined, 1 March 2025")) == ((303, "/inbox/"), 1)


def many(league: League) -> None:
    """Two candidates whose period is served, one of whom is already on record with something later."""
    for person, family in ((DAVID, "Dale"), (2005, "Evans"), (2006, "Finch")):
        league.enact(people.Record(on=date(2023, 6, 1), person=person, unit=NORTH, family=family, given="X"))
        league.candidate(person, date(2024, 1, 1))
    league.enact(people.Amend(on=date(2024, 2, 1), person=2006, facts={"sex": "male"}))


def test_many_are_admitted_at_once_each_by_an_act_of_its_own(north: League) -> None:
    many(north)
    browser = branch()
    page = browser.get("/admission/many/promotions/").content.decode()
    ticked = re.findall(r'name="person" value="([\w-]+)"', page)
    north.enact(admission.Promote(on=TODAY, person=2005), north.by(unit=NORTH))  # somebody else was quicker
    (token,) = re.findall(r'name="token" value="(\w+)"', page)
    given = {"token": token, "on": TODAY.isoformat(), "person": ticked}
    first, second = (browser.post("/admission/many/promotions/", given).content.decode() for _ in range(2))
    assert [ids.read(one) for one in ticked] == [DAVID, 2005, 2006]
    assert re.findall(r"Acts entered: (\d+)|nothing changed for them: (\d+)", first) == [("2", ""), ("", "1")]
    assert re.findall(r"secretary of (\w+) entered (\S+) at", first) == [("North", "admission.promote")]
    assert (re.sub(r'value="[^"]*"', "", first) == re.sub(r'value="[^"]*"', "", second), state(north, 2006)) == (
        True, "member",
    )  # fmt: skip


def test_each_exception_is_shown_with_what_stands_in_the_way(north: League) -> None:
    north.enact(admission.Apply(on=TODAY, person=BORIS, application=46001))
    north.enact(admission.Decide(on=TODAY, person=BORIS, present=5, votes_for=5))
    page = branch().get("/admission/many/confirmations/").content.decode()
    assert (re.findall(r'name="person"', page), page.count("This is decided at the tier centre or above")) == ([], 1)
    assert centre().get("/admission/many/confirmations/").content.decode().count('name="person"') == 1


def test_long_work_goes_on_from_page_to_page(north: League) -> None:
    everybody = list(range(2100, 2112))
    for person in everybody:
        north.enact(people.Record(on=date(2023, 6, 1), person=person, unit=NORTH, family=f"F{person}", given="X"))
        north.candidate(person, date(2024, 1, 1))
    browser = branch()
    given: dict[str, object] = {
        "token": "t", "on": TODAY.isoformat(), "person": [ids.show(person) for person in everybody]
    }  # fmt: skip
    half = browser.post("/admission/many/promotions/", given).content.decode()
    held = {
        name: re.findall(rf'name="{name}" value="([\w-]+)"', half)
        for name in ("person", "done", "refused", "token", "on")
    }
    whole = browser.post("/admission/many/promotions/", held).content.decode()
    assert (re.findall(r"Entering: (.+?)\.", half), len(held["person"]), re.findall(r"Acts entered: (\d+)", whole)) == (
        ["10 of 12"], 2, ["12"],
    )  # fmt: skip


def test_nobody_outside_the_scope_is_ticked(north: League) -> None:
    browser = branch()
    browser.raise_request_exception = False
    given = {"token": "t", "on": TODAY.isoformat()}
    codes = [
        browser.post("/admission/many/promotions/", {**given, "person": ids.show(number)}).status_code
        for number in (ANNA, 987654321)
    ]
    assert codes == [404, 404]


def test_an_appeal_is_lodged_answered_and_decided(north: League) -> None:
    send(branch(), f"{BORISS}apply/")
    send(branch(), f"{BORISS}refuse/", grounds="too new")
    lodged = send(signed_in(BORIS), f"{BORISS}appeal/?of=application", grounds="unheard")
    with north.register() as register:
        register.cursor.execute("SELECT appeal FROM appeal")
        ((number,),) = register.cursor.fetchall()
    appeal = f"/admission/appeals/{ids.show(number)}/"
    offered = [
        re.findall(rf'href="{appeal}(\w+)/"', browser.get(appeal).content.decode())
        for browser in (signed_in(BORIS), branch(), centre())
    ]
    replied = send(branch(), f"{appeal}reply/", reply="heard twice")
    decided = send(centre(), f"{appeal}decide/", upheld="on", grounds="he was not")
    assert (lodged[:2], offered, replied[:2], decided[:2], state(north)) == (
        (303, BORISS), [["withdraw"], ["reply", "withdraw"], ["reply", "decide", "withdraw"]], (303, appeal),
        (303, appeal), "applied",
    )  # fmt: skip


def test_the_inbox_holds_what_waits_and_each_opens_its_desk(north: League) -> None:
    north.enact(admission.Apply(on=date(2025, 2, 1), person=BORIS, application=46001))
    north.enact(people.Record(on=date(2024, 1, 1), person=DAVID, unit=NORTH, family="Dale", given="D"))
    north.candidate(DAVID, date(2024, 9, 15))
    page = branch().get("/inbox/").content.decode()
    south = signed_in(ANNA).get("/inbox/").content.decode()
    assert [re.sub(r"<[^>]+>", " ", row).split() for row in re.findall(r"<tr>(<t[dh].+?)</tr>", page, re.DOTALL)] == [
        ["Name", "Unit", "Applied", "Days", "waiting"],
        ["Brown,", "B", "North", "1", "February", "2025", "28"],
        ["Name", "Unit", "Candidate", "since", "Period", "served", "on"],
        ["Dale,", "D", "North", "15", "September", "2024", "15", "March", "2025"],
    ]
    assert (page.count(f'href="{BORISS}"'), south.count("Nothing waits.")) == (1, 1)
    home = branch().get("/").content.decode()
    assert re.findall(r'href="([^"]+)"><b class="figure">(\d+)</b>', home) == [("/inbox/", "1"), ("/inbox/", "1")]


def test_the_term_of_an_appeal_stands_beside_it(north: League) -> None:
    north.enact(admission.Apply(on=TODAY, person=BORIS, application=46001))
    north.enact(admission.Refuse(on=TODAY, person=BORIS, grounds="x"), north.by(unit=NORTH))
    page = signed_in(BORIS).get(BORISS).content.decode()
    with north.register() as register:
        (found,) = appeals.decisions(register, BORIS, on=TODAY)
    assert (page.count("no article sets a term"), found.above) == (1, CENTRE)
