"""One's own page, what one asks for there, and how the office answers: each within what they may see."""

import json
import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from polity.acts import admission, consent, membership, people, retention, rights
from polity.notices.work import work
from polity.register.tables import KEPT
from polity.words import ids
from tests.league import ANNA, BORIS, CENTRE, CLARA, NORTH, League
from tests.pages.offices import TODAY, appoint, pages_of, signed_in

DAY = date(2025, 2, 1)


@pytest.fixture
def opened(league: League) -> Iterator[League]:
    """Anna is the centre's secretary, Clara North's; people may consent to e-mail."""
    league.member(CLARA, NORTH, "Clark", date(2023, 6, 1))
    appoint(league, ANNA, CENTRE)
    appoint(league, CLARA, NORTH)
    league.enact(consent.DeclarePurpose(on=DAY, purpose="email", label="Notices by e-mail"))
    with pages_of(league):
        yield league


def key_in(browser: Client, address: str) -> str:
    return re.findall(r'name="key" value="([0-9a-f]+)"', browser.get(address).content.decode())[0]


def send(browser: Client, address: str, **given: str) -> tuple[int, str]:
    answer = browser.post(address, {"key": key_in(browser, address), "on": TODAY.isoformat(), **given})
    return answer.status_code, answer.headers.get("Location", "").partition("?")[0]


def request_of(league: League, person: int) -> str:
    with league.register() as register:
        register.cursor.execute("SELECT request FROM request WHERE person = %s ORDER BY entry DESC LIMIT 1", [person])
        return ids.show(register.cursor.fetchall()[0][0])


def test_a_correction_is_asked_for_and_answered_and_both_read_it(opened: League) -> None:
    boris, clara = signed_in(BORIS), signed_in(CLARA, "secretary", NORTH)
    asked = send(boris, "/own/correction/", field="born", wanted="1990-02-03", grounds="My passport")
    address = f"/requests/{request_of(opened, BORIS)}/"
    listed = address in clara.get("/requests/").content.decode()
    answered = send(clara, address, decision="granted", grounds="Seen the passport")
    assert (asked, listed, answered) == ((303, "/own/"), True, (303, address))
    assert boris.get("/own/").content.decode().count("granted. Seen the passport") == 1


def test_whatever_one_is_offered_there_opens(opened: League) -> None:
    boris = signed_in(BORIS)
    offered = sorted(set(re.findall(r'href="(/[^"?]*)"', boris.get("/own/").content.decode())))
    assert [
        (address, boris.get(address, follow=True).status_code)
        for address in offered
        if boris.get(address, follow=True).status_code != 200
    ] == []
    assert [
        address for address in ("/admission/own/", "/transfers/ask/", "/own/erasure/") if address not in offered
    ] == []


def test_consent_is_given_and_withdrawn_on_one_page(opened: League) -> None:
    boris = signed_in(BORIS)
    said = []
    for _ in range(2):
        said.append(send(boris, "/own/consent/email/"))
        said.append("Withdraw<span" in boris.get("/own/").content.decode())
    assert said == [(303, "/own/"), True, (303, "/own/"), False]
    assert boris.get("/own/consent/film/").status_code == 404


def test_an_officer_asks_in_their_own_matter_as_anybody_does(opened: League) -> None:
    clara = signed_in(CLARA, "secretary", NORTH)
    assert send(clara, "/own/erasure/") == (303, "/own/")
    found = clara.get("/own/erasure/").content.decode()
    assert found.count("An erasure can be granted once they have left.") == 1


def test_an_erasure_takes_two_officers(opened: League) -> None:
    opened.enact(membership.Leave(on=DAY, person=BORIS))
    boris, clara, anna = signed_in(BORIS), signed_in(CLARA, "secretary", NORTH), signed_in(ANNA, "secretary", CENTRE)
    send(boris, "/own/erasure/")
    address = f"/requests/{request_of(opened, BORIS)}/"
    send(clara, address, decision="granted", grounds="He left")
    alone = clara.post(f"{address}erase/", {"key": "k", "on": TODAY.isoformat()})
    both = send(anna, f"{address}erase/")
    assert (alone.status_code, alone.content.decode().count("It takes two people"), both) == (
        422,
        1,
        (303, "/requests/"),
    )
    assert [boris.get("/own/").status_code, anna.get(address).status_code] == [200, 404]
    with opened.register() as register:
        assert register.name(BORIS) is None


def test_what_stays_of_somebody_erased_is_said_of_every_table() -> None:
    from polity.pages.own import STAYS  # the pages are set up by now

    assert sorted(STAYS) == sorted(KEPT)


def test_what_is_kept_too_long_becomes_unknown(opened: League) -> None:
    opened.enact(people.Amend(on=date(2024, 1, 1), person=BORIS, facts={"workplace": "Mill", "born": "1990-02-03"}))
    opened.enact(membership.Leave(on=date(2024, 6, 1), person=BORIS))
    opened.enact(retention.Retain(on=DAY, field="identity", months=60))
    opened.enact(retention.Retain(on=DAY, field="workplace", months=3))
    clara, south = signed_in(CLARA, "secretary", NORTH), signed_in(ANNA, "secretary", CENTRE)
    offered = south.get("/").content.decode().count('href="/expiry/"')
    before = south.get("/expiry/?take=expiring.csv").content.decode()
    done = send(clara, "/expiry/")
    after = south.get("/expiry/?take=expiring.csv").content.decode()
    assert (offered, south.get("/").content.decode().count('href="/expiry/"')) == (1, 0)
    assert (before.split(), done, after.split()) == (
        ["What,Persons", "workplace,1"],
        (303, "/expiry/"),
        ["What,Persons"],
    )


def test_everything_shown_of_oneself_is_in_the_copy(opened: League) -> None:
    opened.enact(people.Contact(on=DAY, person=BORIS, details={"street": "Lamp Street 1"}))
    opened.enact(people.Amend(on=DAY, person=BORIS, facts={"workplace": "=Mill"}, evidence="passport"))
    opened.enact(admission.Apply(on=DAY, person=BORIS, application=opened.id()))
    opened.enact(admission.Refuse(on=DAY, person=BORIS, grounds="Too new"))
    opened.enact(rights.AskCorrection(on=DAY, person=BORIS, request=7, field="born", wanted="1991-01-01", grounds="z"))
    while work(opened.database, today=DAY)[0]:
        pass
    boris = signed_in(BORIS)
    signed_in(CLARA, "secretary", NORTH).get(f"/people/{ids.show(BORIS)}/")
    before = boris.get("/own/copy/record.json/").status_code
    asked = send(boris, "/own/copy/ask/")
    found = json.loads(boris.get("/own/copy/record.json/").content)
    sheet = boris.get("/own/copy/record.csv/").content.decode()
    read = boris.get("/own/copy/").content.decode()

    assert (before, asked) == (404, (303, "/own/copy/"))
    assert [row["family"] for row in found["tables"]["person_name"]] == ["Brown"]
    assert [row["details"] for row in found["tables"]["person_contact"]] == [{"street": "Lamp Street 1"}]
    assert [row["facts"] for row in found["tables"]["facts"]][-1] == {"workplace": "=Mill"}
    assert [row["evidence"] for row in found["tables"]["evidence"]] == ["passport"]
    assert [row["grounds"] for row in found["tables"]["application"]] == ["Too new"]
    assert {row["kind"] for row in found["tables"]["request"]} == {"correction", "access"}
    assert {row["purpose"] for row in found["looks"]} == {"record opened", "access package"}
    assert [row["subject"] for row in found["notices"]][-2:] == [
        "The decision on your application",
        "What you asked for",
    ]
    acts = {row["act"]: row["particulars"]["act"] for row in found["entries"]}
    assert (acts["admission.refuse"]["grounds"], acts["person.record"]["person"]) == ("Too new", ids.show(BORIS))
    assert {line.rpartition(",")[2] for line in sheet.splitlines() if line.endswith("Mill")} == {"'=Mill"}
    assert read.count("Lamp Street 1") == 3  # in the register, in the act, and in what it changed


def test_requests_outside_the_scope_are_as_if_they_were_not(opened: League) -> None:
    opened.enact(rights.AskErasure(on=DAY, person=ANNA, request=7))
    clara, nobody = signed_in(CLARA, "secretary", NORTH), signed_in(None)
    there, never = (clara.get(f"/requests/{ids.show(number)}/") for number in (7, 8))
    assert (there.status_code, there.content) == (404, never.content)
    assert clara.get("/requests/").content.decode().count(ids.show(7)) == 0
    addresses = ("/own/", "/own/copy/", "/requests/", "/expiry/", "/notices/", "/notices/calendar/")
    assert {nobody.get(address).status_code for address in addresses} == {404}
