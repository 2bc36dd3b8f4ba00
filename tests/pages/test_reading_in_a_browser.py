"""The pages of a small organisation in a real browser: nothing that axe objects to, nothing over the edge."""

from datetime import date

import pytest

from polity.acts import organisation as organisation_acts
from polity.acts import people, units
from polity.words import ids
from tests.league import ANNA, CENTRE, CLARA, NORTH, SOUTH, League
from tests.pages.looking import found_at
from tests.pages.offices import appoint, pages_of, session_of
from tests.pages.test_in_a_browser import address, chromium

pytestmark = pytest.mark.browser
__all__ = ["address", "chromium"]  # fixtures of the gallery's tests

PATHS = [
    "/",
    "/units/",
    "/units/S/",
    f"/people/{ids.show(ANNA)}/",
    "/search/?q=a",
    "/census/?by=standing&per_mille=1",
    "/census/?by=unit&by=standing&against=2024-01-01",
    "/balance/?since=2022-01-01&by=branch",
    "/waiting/may_not/",
    "/statutes/",
    "/statutes/articles/12.3/",
    f"/statutes/explain/?rule=may_be_transferred&id={ids.show(ANNA)}",
    "/journal/",
    "/journal/12/",
    "/releases/",
    "/sources/",
]


@pytest.fixture(autouse=True)
def organisation() -> None:
    """The module opens one for all its tests."""


@pytest.fixture(scope="module")
def cookie(leagues, pages):
    """A league with something on every page, and the session of its centre's secretary."""
    with leagues() as league:
        filled(league)
        with pages_of(league):
            yield session_of(ANNA, "secretary", CENTRE)


def filled(league: League) -> None:
    league.enact(people.Record(on=date(2024, 1, 1), person=CLARA, unit=NORTH, family="Clark", given="C"))
    league.candidate(CLARA, date(2024, 12, 1))
    league.owe(ANNA, 5)
    appoint(league, ANNA, CENTRE)
    appoint(league, ANNA, SOUTH)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("path", PATHS)
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(chromium, address, cookie, path, width, scheme):
    assert found_at(chromium, address + path, cookie, width, scheme) == (200, [], width)


@pytest.fixture
def deep(dsn):
    """An organisation of three tiers, without statutes: below the centre a district, below that a branch."""
    league = League(dsn)
    day = date(2020, 1, 1)
    tiers = ("centre", "district", "branch")
    league.enact(organisation_acts.Found(on=day, organisation="Deep", tiers=tiers, kinds=("office",)))
    above = None
    for unit, (tier, code) in enumerate(zip(tiers, "CDB", strict=True), start=CENTRE):
        found = units.Found(on=day, unit=unit, title=tier, tier=tier, kind="office", code=code, parent=above)
        league.enact(found, league.by(None))
        above = unit
    league.member(ANNA, CENTRE + 2, "Andrews", date(2023, 1, 1))
    appoint(league, ANNA, CENTRE)
    with pages_of(league):
        yield session_of(ANNA, "secretary", CENTRE)
    league.close()


def test_the_tree_opens_in_place_and_remembers(chromium, address, deep):
    context = chromium.new_context()
    context.add_cookies([{"name": "polity_session", "value": deep, "url": address}])
    page = context.new_page()
    page.goto(address + "/units/")
    page.click("summary >> text=district")
    page.locator(".tree >> text=branch").wait_for(timeout=5000)
    page.reload()
    page.locator(".tree >> text=branch").wait_for(timeout=5000)
    listed = page.locator(".tree").inner_text().split()
    context.close()

    assert listed == ["district", "1", "Open", "district", "branch", "1"]
