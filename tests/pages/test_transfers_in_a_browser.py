"""A transfer crosses two districts in a real browser: asked, released by one desk, acknowledged by the other."""

from datetime import date

import pytest

from polity.acts import membership, offices, organisation, people, statutes, units
from polity.words import ids
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, FOUNDED, RULES, League
from tests.pages.looking import looked_over
from tests.pages.offices import appoint, pages_of, session_of
from tests.pages.test_in_a_browser import address, chromium

pytestmark = pytest.mark.browser
__all__ = ["address", "chromium"]  # fixtures of the gallery's tests

EAST, WEST, MILL, DOCK, POST = 1002, 1003, 1004, 1005, 3002
TREE = (
    (CENTRE, "Centre", "centre", "C", None),
    (EAST, "Eastern district", "branch", "E", CENTRE),
    (WEST, "Western district", "branch", "W", CENTRE),
    (MILL, "Mill Lane", "cell", "E1", EAST),
    (DOCK, "Dockside", "cell", "W1", WEST),
)


@pytest.fixture(autouse=True)
def organisation_of_the_module() -> None:
    """The module opens one for all its tests."""


@pytest.fixture
def districts(dsn, pages):
    """Two districts with a branch each: Anna is a member of Mill Lane, Clara its secretary, David that of Dockside."""
    league = League(dsn)
    league.enact(organisation.Found(on=FOUNDED, organisation="League of Lamplighters",
                                    tiers=("centre", "branch", "cell"), kinds=("office",)))  # fmt: skip
    for name in ("months_owed", "extension_months"):
        league.enact(organisation.Declare(on=FOUNDED, kind="person", label=name.replace("_", " ").capitalize(),
                                          field=name, type="int", purpose="tests"), league.by(None))  # fmt: skip
    for unit, title, tier, code, parent in TREE:
        found = units.Found(on=FOUNDED, unit=unit, title=title, tier=tier, kind="office", code=code, parent=parent)
        league.enact(found, league.by(None) if parent is None else None)
        if parent is None:
            league.enact(statutes.Adopt(on=FOUNDED, statute="rules", text=RULES.read_text()), league.by(None))
    league.enact(organisation.Declare(on=FOUNDED, kind="post", label="Post"))
    league.enact(people.Declare(on=FOUNDED, subject=POST, kind="post", label="Porter of the mill", unit=MILL))
    for person, unit, family in ((ANNA, MILL, "Andrews"), (CLARA, MILL, "Clark"), (DAVID, DOCK, "Dean")):
        league.member(person, unit, family, date(2023, 1, 1))
    league.enact(people.Record(on=date(2024, 1, 1), person=BORIS, unit=DOCK, family="Brown", given="B"))
    appoint(league, CLARA, MILL)
    appoint(league, DAVID, DOCK)
    appoint(league, DAVID, CENTRE)
    league.enact(offices.Appoint(on=date(2024, 1, 1), term=77, office="treasurer", unit=MILL, person=ANNA))
    with pages_of(league):
        yield league
    league.close()


class Desk:
    """Somebody at a browser of their own."""

    def __init__(self, chromium, address, person, office="", unit=None, *, width=1280, scheme="light"):
        self.address = address
        self.context = chromium.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True
        )
        cookie = {"name": "polity_session", "value": session_of(person, office, unit), "url": address}
        self.context.add_cookies([cookie])
        self.page = self.context.new_page()

    def go(self, path: str) -> "Desk":
        self.page.goto(self.address + path)
        return self

    def click(self, text: str) -> "Desk":
        self.page.locator("main").get_by_role("link", name=text, exact=True).first.click()
        return self

    def press(self, text: str) -> str:
        """Press a button; what the next page announces."""
        self.page.get_by_role("button", name=text, exact=True).click()
        self.page.wait_for_load_state()
        return str(self.page.locator("main, .alert").first.inner_text())

    def entered(self) -> int:
        return int(self.page.locator(".alert.done").count())

    def counted(self, path: str) -> int:
        """The members that a unit's page shows."""
        self.go(path)
        return int(self.page.locator(".standing .figure").first.inner_text())


def test_a_transfer_crosses_two_districts(chromium, address, districts):
    anna = Desk(chromium, address, ANNA, width=390)
    sending, receiving = (
        Desk(chromium, address, CLARA, "secretary", MILL), Desk(chromium, address, DAVID, "secretary", DOCK)
    )  # fmt: skip
    anna.go(f"/people/{ids.show(ANNA)}/").click("Ask to be moved to another unit")
    anna.page.fill("#find", "dock")
    anna.page.get_by_role("button", name="Look up").click()
    anna.click("Dockside")
    anna.page.fill("#id_grounds", "I moved to the docks.")
    anna.press("Ask to be moved")
    asked = anna.entered()
    before = [receiving.go("/transfers/").page.locator("text=Andrews").count()]
    sending.go("/transfers/").click("Release")
    sending.press("Release")
    released = sending.entered()
    counts = [(sending.counted("/units/E1/"), receiving.counted("/units/W1/"))]
    before.append(receiving.go("/transfers/").page.locator("text=Andrews").count())
    receiving.click("Acknowledge")
    receiving.press("Acknowledge the transfer")
    received = receiving.entered()
    counts.append((sending.counted("/units/E1/"), receiving.counted("/units/W1/")))
    gone = sending.page.goto(address + f"/people/{ids.show(ANNA)}/").status
    here = receiving.page.goto(address + f"/people/{ids.show(ANNA)}/").status
    for desk in (anna, sending, receiving):
        desk.context.close()

    assert (asked, released, received, before) == (1, 1, 1, [0, 1])
    assert counts == [(2, 1), (1, 2)]
    assert (gone, here) == (404, 200)


PAGES = [
    (CLARA, MILL, "/transfers/"),
    (DAVID, DOCK, "/transfers/"),
    (DAVID, DOCK, f"/transfers/{ids.show(ANNA)}/receive/"),
    (DAVID, DOCK, f"/transfers/{ids.show(ANNA)}/decline/"),
    (CLARA, MILL, f"/transfers/{ids.show(CLARA)}/release/?find=d"),
    (CLARA, MILL, f"/people/{ids.show(ANNA)}/"),
    (CLARA, MILL, f"/people/{ids.show(ANNA)}/exclude/"),
    (CLARA, MILL, f"/people/{ids.show(ANNA)}/correct/2023-01-01/"),
    (CLARA, MILL, "/units/E1/officers/"),
    (DAVID, CENTRE, "/units/E1/changes/"),
    (DAVID, CENTRE, "/units/E/merge/"),
    (DAVID, CENTRE, "/units/E/found/"),
]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(chromium, address, districts, width, scheme):
    districts.enact(membership.Transfer(on=date(2025, 2, 1), member=ANNA, receiving=DOCK, transfer=1))
    found = {}
    for person, unit, path in PAGES:
        desk = Desk(chromium, address, person, "secretary", unit, width=width, scheme=scheme).go(path)
        found[path] = looked_over(desk.page)
        desk.context.close()
    assert found == {path: ([], width) for _, _, path in PAGES}


def test_both_maps_are_seen_before_units_are_merged(chromium, address, districts):
    desk = Desk(chromium, address, DAVID, "secretary", CENTRE).go("/units/E/merge/")
    desk.page.check("text=Western district, W")
    desk.press("Only examine")
    maps = [part.inner_text().split("\n")[-1] for part in desk.page.locator("section .columns > div").all()]
    struck = desk.page.locator(".map .gone").count()
    desk.press("Merge the units")
    entered = desk.entered()
    desk.go("/units/E/")
    below = desk.page.locator(".tree").inner_text().split("\n")[::2]
    desk.context.close()
    assert (maps, struck, entered) == (["People counted: 4"] * 2, 1, 1)
    assert below == ["Mill Lane", "Dockside"]
