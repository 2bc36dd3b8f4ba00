"""The page of one's keys: made for an office that one holds, shown once, ended at once."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from polity.access import tokens
from polity.words import ids
from tests.league import ANNA, DAVID, NORTH, SOUTH, League
from tests.pages.offices import NOW, appoint, pages_of, signed_in

LATER = (NOW + timedelta(days=30)).date().isoformat()


@pytest.fixture(autouse=True)
def organisation() -> None:
    """Each test opens its own."""


def wanted(league: League, **other: object) -> dict[str, object]:
    with league.register() as register:
        [term] = register.holders("secretary", SOUTH, on=NOW.date())
    return {"label": "Payroll", "office": ids.show(term.term), "allowed": ["readings.units"], "until": LATER, **other}


def secretary(league: League) -> Client:
    return signed_in(ANNA, "secretary", SOUTH)


def test_a_key_is_shown_once_and_opens_what_was_chosen(league: League) -> None:
    appoint(league, ANNA, SOUTH)
    with pages_of(league):
        browser = secretary(league)
        made = browser.post("/tokens/", wanted(league))
        after = browser.get("/tokens/")
    [key] = set(re.findall(r"polity_[0-9a-f]{64}", made.content.decode()))
    token = tokens.used(league.database, key, now=NOW)
    assert token is not None
    assert (made.status_code, re.findall(r"polity_[0-9a-f]+", after.content.decode())) == (200, [])
    assert (token.person, token.office, token.unit, token.allowed) == (ANNA, "secretary", SOUTH, ("readings.units",))


def test_a_key_ends_at_a_press_and_only_ones_own(league: League) -> None:
    appoint(league, ANNA, SOUTH)
    with pages_of(league):
        browser = secretary(league)
        browser.post("/tokens/", wanted(league))
        [token] = tokens.listed(league.database, person=ANNA)
        strangers = signed_in(DAVID).post("/tokens/end/", {"token": ids.show(token.token)}).status_code
        own = browser.post("/tokens/end/", {"token": ids.show(token.token)}).status_code
    [after] = tokens.listed(league.database, person=ANNA)
    assert (strangers, own, token.revoked, after.revoked is None) == (404, 303, None, False)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param({"label": ""}, id="without a name"),
        pytest.param({"allowed": []}, id="for nothing"),
        pytest.param({"allowed": ["everything"]}, id="for what there is not"),
        pytest.param({"part": "N"}, id="for a unit elsewhere"),
        pytest.param({"part": "NOWHERE"}, id="for no unit"),
        pytest.param({"until": "2020-01-01"}, id="until a day that is past"),
        pytest.param({"until": "2999-01-01"}, id="for longer than a year"),
        pytest.param({"office": ids.show(4242)}, id="for an office that one does not hold"),
    ],
)
def test_what_no_key_may_be_is_said_beside_the_field(league: League, other: dict[str, object]) -> None:
    appoint(league, ANNA, SOUTH)
    with pages_of(league):
        answer = secretary(league).post("/tokens/", wanted(league, **other))
    assert (answer.status_code, tokens.listed(league.database, everybody=True)) == (422, [])


def test_a_unit_elsewhere_is_answered_as_one_that_does_not_exist(league: League) -> None:
    appoint(league, ANNA, SOUTH)
    with pages_of(league):
        browser = secretary(league)
        said = [
            re.sub(r'value="[^"]*"|csrf\S+', "", browser.post("/tokens/", wanted(league, part=part)).content.decode())
            for part in ("N", ids.show(NORTH), "NOWHERE")
        ]
    assert set(said) == {said[0]}


def test_a_visitor_has_no_keys(league: League) -> None:
    with pages_of(league):
        assert signed_in(None).get("/tokens/").status_code == 404
