"""Notices as pages: one's own, a desk's, letters to print, and a calendar by a secret address."""

import re
from collections.abc import Iterator
from datetime import date

import pytest

from polity.acts import admission, offices
from polity.journal import looks
from polity.notices.work import work
from polity.words import ids
from tests.league import ANNA, BORIS, CLARA, NORTH, SOUTH, League
from tests.pages.offices import TODAY, appoint, pages_of, signed_in

DAY = date(2025, 2, 1)


@pytest.fixture
def opened(league: League) -> Iterator[League]:
    """Clara is North's secretary, Anna South's; the application of Boris in North was refused, and everybody told."""
    league.member(CLARA, NORTH, "Clark", date(2023, 6, 1))
    appoint(league, CLARA, NORTH)
    appoint(league, ANNA, SOUTH)
    league.enact(admission.Apply(on=DAY, person=BORIS, application=league.id()))
    league.enact(admission.Refuse(on=DAY, person=BORIS, grounds="Put out <lamps>"))
    league.enact(admission.Apply(on=TODAY, person=BORIS, application=league.id()))
    while work(league.database, today=TODAY)[0]:
        pass
    league.house.columns.refresh()
    with pages_of(league):
        yield league


def test_each_reads_their_own_notices_and_those_of_their_desk(opened: League) -> None:
    boris = signed_in(BORIS).get("/notices/").content.decode()
    north, south = (
        signed_in(person, "secretary", unit).get("/notices/").content.decode()
        for person, unit in ((CLARA, NORTH), (ANNA, SOUTH))
    )
    assert boris.count("The grounds: Put out &lt;lamps&gt;") == 1
    assert [page.count("waits for the decision of the meeting of North") for page in (boris, north, south)] == [0, 3, 0]
    assert (north.count("Brown, B"), south.count("Brown"), north.count("lamps")) == (2, 0, 0)


def test_a_letter_holds_what_a_person_was_told_and_opens_only_within_the_scope(opened: League) -> None:
    address = f"/notices/letters/{ids.show(BORIS)}/"
    clara, anna = signed_in(CLARA, "secretary", NORTH), signed_in(ANNA, "secretary", SOUTH)
    text = clara.get(f"{address}?as=text").content.decode()
    assert text.splitlines()[:3] == ["League of Lamplighters", "", "Brown, B"]
    assert (text.count("Put out <lamps>"), clara.get(address).content.decode().count("Put out &lt;lamps&gt;")) == (1, 1)
    with opened.register() as register:
        assert [(one.looker, one.purpose) for one in looks.of(register.cursor, BORIS)] == [
            (CLARA, "letters opened")
        ] * 2
    never = anna.get(f"/notices/letters/{ids.show(2999)}/")
    assert (anna.get(address).status_code, anna.get(address).content) == (404, never.content)


def test_a_calendar_is_followed_by_a_secret_address_until_it_is_revoked_or_the_term_ends(opened: League) -> None:
    clara, anybody = signed_in(CLARA, "secretary", NORTH), signed_in(None)

    def address() -> str:
        answer = clara.post("/notices/calendar/").content.decode()
        return re.findall(r"http://testserver(/notices/feed/[\w-]+\.ics)", answer)[0]

    first = address()
    seen = anybody.get(first)
    second = address()
    assert (seen.status_code, seen["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert re.findall(r"SUMMARY:(.*)\r\n", seen.content.decode()) == ["An application waits in North: 1"]
    assert (seen.content.decode().count("Brown"), anybody.get(first).status_code, anybody.get(second).status_code) == (
        0, 404, 200,
    )  # fmt: skip
    clara.post("/notices/calendar/", {"revoke": "1"})
    assert anybody.get(second).status_code == 404
    third = address()
    with opened.register() as register:
        (term,) = register.terms(CLARA)
    opened.enact(offices.End(on=TODAY, term=term.term))
    never = anybody.get("/notices/feed/guessed.ics")
    assert (anybody.get(third).status_code, anybody.get(third).content) == (404, never.content)
