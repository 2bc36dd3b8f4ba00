"""Acts through the API: examined, refused with everything, entered once under a key, and never beyond the scope."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest

from polity.acts import meetings, people
from polity.api.answers import PROBLEM, REFUSED
from polity.api.limits import Limits
from polity.api.routing import ROOT
from polity.api.schemas import complaint
from polity.words import ids
from tests.api.asking import TODAY, Caller, api_of, called, made
from tests.league import ANNA, BORIS, CENTRE, DAVID, NORTH, SOUTH, League
from tests.pages.offices import appoint

RECORD = {"on": "2025-02-01", "unit": "S", "family": "Evans", "given": "E"}
ELSEWHERE = 2999


def entries(league: League) -> int:
    with league.database.owner() as connection:
        return int((connection.execute("SELECT count(*) FROM journal_entry").fetchone() or (0,))[0])


def test_an_act_is_entered_with_its_receipt_and_the_id_that_it_made(league: League, secretary: Caller) -> None:
    answer = secretary.post(f"{ROOT}/acts/person.record", RECORD, key="first")
    person = ids.read(answer.json["made"]["person"])
    assert person is not None
    assert (answer.status, answer.json["entered"], answer.json["on"], league.spells(person)) == (
        201,
        "person.record",
        "2025-02-01",
        [(SOUTH, "sympathiser", date(2025, 2, 1), None)],
    )


def test_a_dry_run_enters_nothing(league: League, secretary: Caller) -> None:
    before = entries(league)
    answer = secretary.post(f"{ROOT}/acts/person.record", RECORD, dry_run="true")
    assert (answer.status, answer.json, entries(league)) == (
        200,
        {"may_be_entered": "person.record", "on": "2025-02-01", "objections": []},
        before,
    )


@pytest.mark.parametrize("query", [{}, {"dry_run": "true"}])
def test_a_refusal_says_everything_at_once(league: League, secretary: Caller, query: dict[str, str]) -> None:
    league.enact(people.Record(on=date(2024, 1, 1), person=DAVID, unit=SOUTH, family="Dean", given="D"))
    body = {"on": "2025-02-01", "person": ids.show(DAVID), "sponsor": ids.show(DAVID)}
    before = entries(league)
    answer = secretary.post(f"{ROOT}/acts/admission.sponsor", body, key="k", **query)
    codes = [one["code"] for one in answer.json["objections"]]
    assert (answer.status, answer.json["refused"], codes, complaint(REFUSED, answer.json), entries(league)) == (
        422,
        "admission.sponsor",
        ["person.self", "sponsor.member"],
        None,
        before,
    )


def test_eight_at_once_under_one_key_enter_it_once(league: League) -> None:
    appoint(league, ANNA, SOUTH)
    caller = called(league, ANNA, "secretary", SOUTH)
    before = entries(league)
    with ThreadPoolExecutor(8) as pool:
        answers = list(
            pool.map(lambda _: caller.post(f"{ROOT}/acts/person.record", RECORD, key="once"), range(8))
        )  # fmt: skip
    assert ({(answer.status, answer.raw) for answer in answers}, entries(league) - before) == (
        {(201, answers[0].raw)},
        1,
    )


def test_another_act_under_the_same_key_is_refused_and_nobody_meets_anothers_key(league: League) -> None:
    appoint(league, ANNA, SOUTH)
    appoint(league, ANNA, CENTRE)
    south, centre = called(league, ANNA, "secretary", SOUTH), called(league, ANNA, "secretary", CENTRE)
    statuses = [
        south.post(f"{ROOT}/acts/person.record", RECORD, key="k").status,
        south.post(f"{ROOT}/acts/person.record", RECORD | {"given": "F"}, key="k").status,
        centre.post(f"{ROOT}/acts/person.record", RECORD | {"given": "F"}, key="k").status,
    ]
    refused = south.post(f"{ROOT}/acts/person.record", RECORD | {"given": "F"}, key="k").json["objections"]
    assert (statuses, [(one["code"], one["data"]) for one in refused]) == (
        [201, 422, 201],
        [("key.other", {"key": "k"})],
    )


def test_a_key_that_was_used_tells_nothing_of_who_exists(league: League, secretary: Caller) -> None:
    secretary.post(f"{ROOT}/acts/person.record", RECORD, key="k")
    answers = [
        secretary.post(f"{ROOT}/acts/person.amend", {"on": "2025-02-01", "person": ids.show(who)}, key="k")
        for who in (ANNA, BORIS, ELSEWHERE)
    ]
    assert {(answer.status, answer.raw) for answer in answers} == {(422, answers[0].raw)}


def test_what_was_entered_is_acknowledged_again_when_the_person_has_moved_on(league: League) -> None:
    appoint(league, ANNA, CENTRE)
    league.enact(people.Record(on=date(2024, 1, 1), person=DAVID, unit=SOUTH, family="Dean", given="D"))
    narrow = called(league, ANNA, "secretary", CENTRE, part=SOUTH)
    body = {"on": "2025-01-01", "person": ids.show(DAVID), "facts": {"sex": "male"}}
    first = narrow.post(f"{ROOT}/acts/person.amend", body, key="k")
    correct = {"on": TODAY, "person": DAVID, "since": date(2024, 1, 1), "unit": NORTH, "grounds": "moved"}
    from polity.acts.correction import Correct

    league.enact(Correct(**correct))
    again = narrow.post(f"{ROOT}/acts/person.amend", body, key="k")
    another = narrow.post(f"{ROOT}/acts/person.amend", body, key="l")
    assert (first.status, again.status, again.raw == first.raw, another.status) == (201, 201, True, 422)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        pytest.param(RECORD | {"on": "tomorrow"}, "on", id="no day"),
        pytest.param({"unit": "S", "family": "E", "given": "E"}, "on", id="without its day"),
        pytest.param(RECORD | {"unit": "NOWHERE"}, "unit", id="no unit"),
        pytest.param(RECORD | {"person": "0000-0000-0001"}, "person", id="an id of one's own choice"),
        pytest.param(RECORD | {"family": 7}, "family", id="a number for a text"),
        pytest.param(RECORD | {"family": "a\0b"}, "family", id="a sign that cannot be kept"),
        pytest.param(RECORD | {"facts": {"months_owed": 1.5}}, "facts.months_owed", id="no whole number"),
        pytest.param([], None, id="a list"),
    ],
)
def test_what_cannot_be_read_is_named(secretary: Caller, body: Any, field: str | None) -> None:
    answer = secretary.post(f"{ROOT}/acts/person.record", body, key="k")
    assert (answer.status, answer.json["field"], complaint(PROBLEM, answer.json)) == (422, field, None)


def test_an_act_needs_a_name_to_be_entered_under(secretary: Caller) -> None:
    answer = secretary.post(f"{ROOT}/acts/person.record", RECORD)
    assert (answer.status, answer.json["field"]) == (422, "Idempotency-Key")


def test_somebody_elsewhere_is_answered_as_somebody_who_does_not_exist(league: League, secretary: Caller) -> None:
    def told(who: int) -> tuple[int, bytes]:
        body = {"on": "2025-02-01", "person": ids.show(who)}
        answer = secretary.post(f"{ROOT}/acts/membership.leave", body, key="k")
        return answer.status, answer.raw.replace(ids.show(who).encode(), b"SOMEBODY")

    assert (told(BORIS)[0], told(BORIS)) == (422, told(ELSEWHERE))


def test_a_meeting_elsewhere_is_answered_as_one_that_does_not_exist(league: League, secretary: Caller) -> None:
    day = date(2025, 2, 1)
    league.enact(meetings.Call(on=day, meeting=81, unit=NORTH, day=day, hour="7", place="Hall", agenda="Oil"))
    # That a unit met is shown to everybody, for rules that count meetings: it must not tell that the id is borne.
    league.enact(meetings.Hold(on=day, meeting=81, present=(BORIS,)))

    def told(act: str, number: int, **given: Any) -> tuple[int, bytes]:
        body = {"on": "2025-02-01", "meeting": ids.show(number), **given}
        answer = secretary.post(f"{ROOT}/acts/{act}", body, key="k")
        return answer.status, answer.raw.replace(ids.show(number).encode(), b"IT")

    voted = {"person": ids.show(ANNA), "present": 3, "votes_for": 2}
    for act, given in (("meeting.cancel", {"grounds": "x"}), ("admission.decide", voted)):
        assert (told(act, 81, **given)[0], told(act, 81, **given)) == (422, told(act, ELSEWHERE, **given))


def test_a_key_narrower_than_its_office_acts_only_in_its_part(league: League) -> None:
    appoint(league, ANNA, CENTRE)
    caller = called(league, ANNA, "secretary", CENTRE, part=SOUTH)
    elsewhere = caller.post(f"{ROOT}/acts/person.record", RECORD | {"unit": "N"}, key="a")
    here = caller.post(f"{ROOT}/acts/person.record", RECORD, key="b")
    assert (elsewhere.status, [one["code"] for one in elsewhere.json["objections"]], here.status) == (
        422,
        ["competence.scope"],
        201,
    )


def test_the_operators_key_does_what_the_prompt_does(league: League) -> None:
    caller = called(league, None, "secretary", CENTRE)
    erased = {"on": "2025-02-01", "person": ids.show(BORIS), "grounds": "asked"}
    founder = called(league, None)
    statuses = [
        caller.post(f"{ROOT}/acts/person.record", RECORD | {"unit": "N"}, key="a").status,
        caller.post(f"{ROOT}/acts/person.erase", erased, key="b").status,
        founder.post(f"{ROOT}/acts/person.erase", erased, key="b").status,
    ]
    assert statuses == [201, 422, 201]


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        pytest.param(lambda c: Caller(c.api, None).get(f"{ROOT}/people"), 401, id="no key"),
        pytest.param(lambda c: Caller(c.api, "polity_00").get(f"{ROOT}/people"), 401, id="a key never given"),
        pytest.param(lambda c: c.get(f"{ROOT}/nothing"), 404, id="nothing there"),
        pytest.param(lambda c: c.get(f"{ROOT}/people/hello"), 404, id="no id"),
        pytest.param(lambda c: c.ask("DELETE", f"{ROOT}/people"), 405, id="another method"),
        pytest.param(lambda c: c.ask("POST", "/api/"), 405, id="another method of the page"),
        pytest.param(lambda c: c.get(f"{ROOT}/acts/person.record"), 405, id="an act is no reading"),
        pytest.param(
            lambda c: c.ask("POST", f"{ROOT}/acts/person.record", sent=b" " * (2**21 + 1)), 413, id="too much"
        ),
        pytest.param(
            lambda c: c.ask("POST", f"{ROOT}/acts/person.record", sent=b"{}", kind="text/plain"), 415, id="no JSON"
        ),
        pytest.param(lambda c: c.ask("POST", f"{ROOT}/acts/person.record", sent=b"[" * 100_000), 422, id="too deep"),
        pytest.param(lambda c: c.ask("POST", f"{ROOT}/acts/person.record", sent=b'{"on":NaN}'), 422, id="no number"),
        pytest.param(lambda c: c.get(f"{ROOT}/people", where="standing"), 422, id="a filter without value"),
        pytest.param(lambda c: c.get(f"{ROOT}/people", where="shoe:42"), 422, id="a filter that there is not"),
        pytest.param(lambda c: c.get(f"{ROOT}/people", sort="name"), 422, id="an order that there is not"),
        pytest.param(lambda c: c.get(f"{ROOT}/people", fields="reach"), 422, id="a field that there is not"),
        pytest.param(lambda c: c.get(f"{ROOT}/people", under="N"), 422, id="a unit elsewhere"),
    ],
)
def test_what_cannot_be_done_is_said_with_its_status(
    secretary: Caller, ask: Callable[[Caller], Any], status: int
) -> None:
    answer = ask(secretary)
    assert (answer.status, complaint(PROBLEM, answer.json), answer.headers["Cache-Control"]) == (
        status,
        None,
        "no-store",
    )


def test_a_narrow_key_opens_nothing_else(league: League) -> None:
    appoint(league, ANNA, SOUTH)
    caller = called(league, ANNA, "secretary", SOUTH, allowed=["readings.units", "acts.person.record"])
    statuses = [
        caller.get(f"{ROOT}/units").status,
        caller.get(f"{ROOT}/people").status,
        caller.post(f"{ROOT}/acts/person.record", RECORD, key="a").status,
        caller.post(f"{ROOT}/acts/person.amend", {"on": "2025-02-01", "person": ids.show(ANNA)}, key="b").status,
    ]
    assert statuses == [200, 403, 201, 403]


def test_a_key_that_asks_too_often_waits_and_another_does_not(league: League) -> None:
    appoint(league, ANNA, SOUTH)
    api = api_of(league, limits=Limits(burst=3, each_second=0.01))
    zealous, calm = (Caller(api, made(league, ANNA, "secretary", SOUTH)[1]) for _ in range(2))
    answers = [zealous.get(f"{ROOT}/journal/head") for _ in range(4)]
    assert ([one.status for one in answers], calm.get(f"{ROOT}/journal/head").status) == ([200, 200, 200, 429], 200)
    assert int(answers[3].headers["Retry-After"]) > 0


def test_the_description_and_its_page_are_open_and_carry_the_headers(league: League) -> None:
    visitor = Caller(api_of(league), None)
    found = {path: visitor.get(path) for path in ("/api/", "/api/api.css", f"{ROOT}/openapi.json")}
    assert [answer.status for answer in found.values()] == [200, 200, 200]
    assert {answer.headers["X-Content-Type-Options"] for answer in found.values()} == {"nosniff"}
    page = found["/api/"].raw
    assert (b"<script" in page, b"style=" in page, b"`" in page) == (False, False, False)


def test_a_member_without_office_acts_only_for_themselves(
    leagues: Callable[[], AbstractContextManager[League]],
) -> None:
    with leagues() as league:
        caller = called(league, ANNA)
        seen = [
            caller.get(f"{ROOT}/people/{ids.show(ANNA)}").status,
            caller.get(f"{ROOT}/people/{ids.show(BORIS)}").status,
        ]
        offered = caller.post(f"{ROOT}/acts/membership.leave", {"on": "2025-02-01", "person": ids.show(BORIS)}, key="k")
    assert (seen, offered.status, offered.json["field"]) == ([200, 404], 422, "person")
