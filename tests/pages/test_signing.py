"""The door without a browser: what is refused, what tells nothing, and what is kept."""

import json
import re
from datetime import timedelta
from email import message_from_bytes

import pytest
from django.test import Client

from polity.access import links, passkeys
from polity.access.secrets import secret
from polity.acts import accounts, people
from polity.pages import sessions
from polity.words import ids
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH
from tests.pages.offices import TODAY, appoint, signed_in
from tests.pages.signing import doors_of, invited


@pytest.fixture(autouse=True)
def organisation() -> None:
    """Each test opens its own."""


@pytest.fixture
def doors(league, tmp_path):
    with doors_of(league, tmp_path) as letters:
        league.letters = letters
        yield league
    for person in (ANNA, BORIS, CLARA):  # sessions lie in a database that all tests share
        sessions.end_all_of(person)


@pytest.fixture
def visitor():
    return Client(raise_request_exception=True)


def mailed(league, tmp_path) -> list[tuple[str, str, str]]:
    league.letters.settle()
    found = [message_from_bytes(path.read_bytes()) for path in sorted(tmp_path.glob("*.eml"))]
    return [(one["To"], one["Subject"], one.get_payload()) for one in found]


def reached(league, person, address) -> None:
    league.enact(people.Contact(on=TODAY, person=person, details={"email": address}))


def by_mail(league) -> None:
    league.enact(accounts.ByMail(on=TODAY, allowed=True))


def entered_by_link(league, person) -> Client:
    """Somebody signed in by a link, as they would from their mailbox."""
    by_mail(league)
    with league.database.doors() as cursor:
        cursor.execute("SELECT account FROM account WHERE person = %s", [person])
        number = cursor.fetchone()[0]
        found = passkeys.account(cursor, number)
    browser = Client(raise_request_exception=True)
    browser.post(f"/sign-in/link/{links.make(league.database, found)}/")
    return browser


def acting(browser) -> str:
    text = browser.get("/").content.decode().split('class="acting"')[1].split(">", 1)[1].split("</a>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def test_a_link_lets_its_reader_in_once(doors, visitor, tmp_path):
    invited(doors, ANNA)
    reached(doors, ANNA, "anna@example.org")
    by_mail(doors)
    visitor.post("/sign-in/by-mail/", {"address": "Anna@example.org"})
    [(to, subject, text)] = mailed(doors, tmp_path)
    [path] = re.findall(r"http://testserver(/sign-in/link/\S+)", text)
    looked = [visitor.get(path).status_code for _ in range(2)]
    let_in = (visitor.post(path).status_code, acting(visitor))
    again = Client().post(path).status_code

    assert (to, subject, looked, let_in, again) == (
        "Anna@example.org",
        "Your link",
        [200, 200],
        (303, "Acting as Myself , Andrews, A"),
        404,
    )


def test_the_answer_tells_nobody_whether_an_address_is_known(doors, tmp_path):
    invited(doors, ANNA)
    reached(doors, ANNA, "anna@example.org")
    by_mail(doors)
    answers = []
    for address in ("anna@example.org", "nobody@example.org"):
        answer = Client().post("/sign-in/by-mail/", {"address": address})
        plain = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", answer.content)
        answers.append((answer.status_code, plain))
    sent = [to for to, _, _ in mailed(doors, tmp_path)]

    assert (answers[0] == answers[1], answers[0][0], sent) == (True, 200, ["anna@example.org"])


def test_mail_lets_nobody_in_where_it_is_not_decided(doors, visitor, tmp_path):
    invited(doors, ANNA)
    reached(doors, ANNA, "anna@example.org")
    answer = visitor.post("/sign-in/by-mail/", {"address": "anna@example.org"})

    assert (answer.status_code, mailed(doors, tmp_path)) == (403, [])


def test_a_link_is_worth_nothing_after_fifteen_minutes(doors, visitor):
    invited(doors, ANNA)
    by_mail(doors)
    with doors.database.doors() as cursor:
        cursor.execute("SELECT account FROM account WHERE person = %s", [ANNA])
        found = passkeys.account(cursor, cursor.fetchone()[0])
    made = links.make(doors.database, found)
    with doors.database.doors() as cursor:
        cursor.execute("UPDATE door_link SET until = until - interval '15 minutes'")

    assert (visitor.get(f"/sign-in/link/{made}/").status_code, visitor.post(f"/sign-in/link/{made}/").status_code) == (
        404,
        404,
    )


def test_somebody_who_floods_one_address_keeps_nobody_else_out(doors, tmp_path):
    for person, address in ((ANNA, "anna@example.org"), (BORIS, "boris@example.org")):
        invited(doors, person)
        reached(doors, person, address)
    by_mail(doors)
    flooding = Client(REMOTE_ADDR="192.0.2.1")
    statuses = [flooding.post("/sign-in/by-mail/", {"address": "anna@example.org"}).status_code for _ in range(31)]
    other = Client(REMOTE_ADDR="192.0.2.2").post("/sign-in/by-mail/", {"address": "boris@example.org"}).status_code
    sent = sorted(to for to, _, _ in mailed(doors, tmp_path))

    assert (statuses, other, sent) == (
        [200] * 30 + [429],
        200,
        ["anna@example.org"] * 3 + ["boris@example.org"],
    )


def test_invitations_run_out_and_only_their_secret_asks(doors, visitor):
    good, late = invited(doors, ANNA), invited(doors, BORIS, on=TODAY - timedelta(days=15))
    asked = {
        "good": visitor.post("/invitation/challenge/", {"secret": good}).status_code,
        "late": visitor.post("/invitation/challenge/", {"secret": late}).status_code,
        "made up": visitor.post("/invitation/challenge/", {"secret": secret()}).status_code,
        "no secret at all": visitor.post("/invitation/challenge/", {"secret": "x"}).status_code,
    }

    assert asked == {"good": 200, "late": 403, "made up": 403, "no secret at all": 403}


def test_the_door_asks_for_a_proof_of_the_person(doors, visitor):
    wanted = json.loads(visitor.post("/sign-in/challenge/").content)

    assert (wanted["rpId"], wanted["userVerification"], wanted.get("allowCredentials", [])) == (
        "testserver",
        "required",
        [],
    )


def test_what_is_no_answer_lets_nobody_in(doors, visitor):
    answers = [visitor.post("/sign-in/", {"answer": text}).status_code for text in ("", "{}", "[]", '{"id": 7}')]

    assert answers == [403] * 4


def test_a_number_instead_of_a_name_is_told_where_passkeys_work(doors):
    text = Client().get("/sign-in/", headers={"host": "127.0.0.1:8000"}).content.decode()

    assert re.findall(r'href="(http://localhost[^"]*)"', text) == ["http://localhost:8000/"]


def test_sessions_are_those_of_their_owner_and_end_one_by_one(doors):
    invited(doors, ANNA)
    first, second = entered_by_link(doors, ANNA), signed_in(ANNA)
    stranger = signed_in(BORIS)
    shown = [one.shown for one in sessions.of(ANNA) if not one.current]
    stranger.post("/account/sessions/end/", {"session": shown[0]})
    after_stranger = len(sessions.of(ANNA))
    keys = {one.shown for one in sessions.of(ANNA, key=second.session.session_key) if one.current}
    first.post("/account/sessions/end/", {"session": keys.pop()})

    assert (after_stranger, len(sessions.of(ANNA)), second.get("/account/").status_code) == (2, 1, 404)


def test_a_closed_account_ends_its_sessions_at_once(doors):
    invited(doors, ANNA)
    browser = entered_by_link(doors, ANNA)
    before = acting(browser)
    doors.enact(accounts.Close(on=TODAY, person=ANNA))

    assert (before, acting(browser), sessions.of(ANNA)) == ("Acting as Myself , Andrews, A", "Sign in", [])


def test_one_closes_ones_own_account_without_an_office(doors):
    invited(doors, ANNA)
    appoint(doors, ANNA, SOUTH)
    browser = entered_by_link(doors, ANNA)
    asked = browser.post("/account/close/").status_code
    answer = browser.post("/account/close/", {"sure": "1"})

    assert (asked, answer["Location"], acting(browser)) == (422, "/", "Sign in")


def test_nobody_acts_in_an_office_of_somebody_else(doors):
    invited(doors, ANNA)
    doors.member(DAVID, NORTH, "Dean", TODAY - timedelta(days=300))
    appoint(doors, DAVID, NORTH, on=TODAY - timedelta(days=100))
    with doors.register() as register:
        [term] = register.holders("secretary", NORTH, on=TODAY)
    browser = entered_by_link(doors, ANNA)

    assert browser.post("/acting-as/", {"term": ids.show(term.term)}).status_code == 404


def officers(league) -> None:
    for person, family in ((CLARA, "Clark"), (DAVID, "Dean")):
        league.member(person, NORTH, family, TODAY - timedelta(days=300))
        appoint(league, person, NORTH, on=TODAY - timedelta(days=100))
    appoint(league, ANNA, CENTRE)


def test_two_officers_restore_a_way_in_and_the_old_one_ends(doors):
    officers(doors)
    invited(doors, BORIS)
    boris = entered_by_link(doors, BORIS)
    desk = f"/people/{ids.show(BORIS)}/account/"
    clara, anna = signed_in(CLARA, "secretary", NORTH), signed_in(ANNA, "secretary", CENTRE)
    clara.post(desk, {"act": "recover", "grounds": "lost"})
    first = clara.post(desk, {"act": "grant"})
    twice = clara.post(desk, {"act": "grant"})
    still = acting(boris)
    second = anna.post(desk, {"act": "grant"}).content.decode()
    [made] = re.findall(r"http://testserver/invitation/#(\S+?)</code>", second)

    assert (first.status_code, first.content.count(b"/invitation/#"), twice.status_code, still) == (
        200,
        0,
        422,
        "Acting as Myself , Brown, B",
    )
    assert (acting(boris), Client().post("/invitation/challenge/", {"secret": made}).status_code) == ("Sign in", 200)


def test_an_account_outside_the_scope_is_answered_as_nobodys(doors):
    officers(doors)
    browser = signed_in(CLARA, "secretary", NORTH)
    answers = {
        (answer.status_code, answer.content)
        for person in (ANNA, 2999)
        for answer in (browser.get(f"/people/{ids.show(person)}/account/"),
                       browser.post(f"/people/{ids.show(person)}/account/", {"act": "invite"}))
    }  # fmt: skip

    assert [status for status, _ in answers] == [404]


def test_an_invitation_goes_by_mail_and_is_not_shown(doors, tmp_path):
    officers(doors)
    reached(doors, BORIS, "boris@example.org")
    browser = signed_in(CLARA, "secretary", NORTH)
    answer = browser.post(f"/people/{ids.show(BORIS)}/account/", {"act": "invite", "mail": "1"})
    [(to, subject, text)] = mailed(doors, tmp_path)

    assert (to, subject, answer.content.count(b"/invitation/#"), text.count("http://testserver/invitation/#")) == (
        "boris@example.org",
        "Your invitation",
        0,
        1,
    )


TYPED = {
    "act": "recover",
    "grounds": "Lost on the way\nto the meeting.",
    "secret": "s3cret",
    "csrfmiddlewaretoken": "x",
}


def kept(answer) -> tuple[int, bytes]:
    return answer.status_code, re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", answer.content)


def test_what_was_typed_is_kept_and_the_answer_is_the_same_whatever_the_address(doors):
    answers = [kept(Client().post(f"/people/{ids.show(person)}/account/", TYPED)) for person in (BORIS, 2999)]
    text = answers[0][1].decode()

    assert (answers[0] == answers[1], answers[0][0]) == (True, 401)
    assert re.findall(r"<textarea[^>]*>\s*([^<]*)</textarea>", text) == ["Lost on the way\nto the meeting."]
    assert (re.findall(r'name="(\w+)"', text), text.count("s3cret")) == (
        ["viewport", "act", "grounds"],
        0,
    )


def test_somebody_whose_office_has_ended_keeps_what_they_typed(doors):
    answer = signed_in(ANNA).post(f"/people/{ids.show(BORIS)}/account/", TYPED)

    assert (answer.status_code, re.findall(r"<h1>(.*)</h1>", answer.content.decode())) == (
        403,
        ["You act in no office now"],
    )


@pytest.mark.parametrize(
    ("headers", "fields"),
    [
        pytest.param({"sec-fetch-site": "same-origin"}, ["viewport", "act", "grounds"], id="from a page of ours"),
        pytest.param({"origin": "http://testserver"}, ["viewport", "act", "grounds"], id="from an older browser"),
        pytest.param({"sec-fetch-site": "cross-site"}, ["viewport"], id="from another place"),
        pytest.param({}, ["viewport"], id="from nobody knows where"),
    ],
)
def test_a_form_out_of_date_is_offered_again_only_if_it_was_ours(doors, headers, fields):
    browser = Client(enforce_csrf_checks=True)
    answer = browser.post(f"/people/{ids.show(BORIS)}/account/", TYPED, headers=headers)
    text = kept(answer)[1].decode()

    assert (answer.status_code, re.findall(r'name="(\w+)"', text)) == (403, fields)
