"""One's own page, requests and notices in a real browser: nothing that axe objects to, nothing over the edge."""

from datetime import date

import pytest

from polity.acts import admission, consent, membership, people, retention, rights
from polity.notices.work import work
from polity.words import ids
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, League
from tests.pages.looking import found_at
from tests.pages.offices import TODAY, appoint, pages_of, session_of
from tests.pages.test_in_a_browser import address, chromium

pytestmark = pytest.mark.browser
__all__ = ["address", "chromium"]  # fixtures of the gallery's tests

DAY = date(2025, 2, 1)
PATHS = [
    "/own/",
    "/own/correction/",
    "/own/erasure/",
    "/own/copy/ask/",
    "/own/copy/",
    "/own/consent/email/",
    "/requests/",
    f"/requests/{ids.show(7)}/",
    f"/requests/{ids.show(8)}/",
    f"/requests/{ids.show(9)}/",
    f"/requests/{ids.show(9)}/erase/",
    "/expiry/",
    "/notices/",
    f"/notices/letters/{ids.show(BORIS)}/",
    "/notices/calendar/",
]


@pytest.fixture(autouse=True)
def organisation() -> None:
    """The module opens one for all its tests."""


@pytest.fixture(scope="module")
def cookie(leagues, pages):
    """A league in which something is asked for, answered, told and overdue; the session of its centre's secretary."""
    with leagues() as league:
        filled(league)
        with pages_of(league):
            yield session_of(ANNA, "secretary", CENTRE)


def filled(league: League) -> None:
    league.member(CLARA, NORTH, "Clark", date(2023, 6, 1))
    league.member(DAVID, NORTH, "Dean", date(2023, 6, 1))
    appoint(league, ANNA, CENTRE)
    appoint(league, CLARA, NORTH)
    league.enact(consent.DeclarePurpose(on=DAY, purpose="email", label="Notices by e-mail"))
    league.enact(people.Amend(on=DAY, person=ANNA, facts={"workplace": "Lamp works"}, evidence="passport"))
    for person in (DAVID, BORIS):
        league.enact(people.Amend(on=date(2024, 2, 1), person=person, facts={"workplace": "Mill"}))
    league.enact(membership.Leave(on=date(2024, 6, 1), person=DAVID))
    league.enact(retention.Retain(on=DAY, field="identity", months=60))
    league.enact(retention.Retain(on=DAY, field="workplace", months=3))
    league.enact(admission.Apply(on=DAY, person=BORIS, application=league.id()))
    league.enact(admission.Refuse(on=DAY, person=BORIS, grounds="The recommendations are missing."))
    asked = rights.AskCorrection(on=DAY, person=BORIS, request=7, field="born", wanted="3 May 1990", grounds="Passport")
    league.enact(asked)
    league.enact(
        rights.AskCorrection(on=DAY, person=ANNA, request=8, field="sex", wanted="female", grounds="I know it")
    )
    league.enact(rights.Answer(on=TODAY, person=ANNA, request=8, decision="granted", grounds="Seen."))
    league.enact(rights.AskErasure(on=DAY, person=DAVID, request=9))
    granted = rights.Answer(on=TODAY, person=DAVID, request=9, decision="granted", grounds="Gone.", answered_by=CLARA)
    league.enact(granted, league.by(unit=NORTH, person=CLARA))
    league.enact(rights.AskAccess(on=TODAY, person=ANNA, request=10))
    while work(league.database, today=TODAY)[0]:
        pass


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(chromium, address, cookie, path, width, scheme):
    assert found_at(chromium, address + path, cookie, width, scheme) == (200, [], width)
