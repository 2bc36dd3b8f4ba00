"""The loop in a real browser: a rule is drafted, previewed, amended, forecast, decided, binds, and is followed up."""

from datetime import date

import pytest

from polity.acts import people
from polity.words import ids
from tests.league import ANNA, CENTRE, CLARA, DAVID, SOUTH
from tests.pages.looking import looked_over
from tests.pages.offices import appoint, pages_of, session_of
from tests.pages.test_in_a_browser import address, chromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(300)]
__all__ = ["address", "chromium"]  # fixtures of the gallery's tests

WORDS = "May become member: only where months owed is 0 (new clause R1)."


@pytest.fixture(autouse=True)
def organisation() -> None:
    """Each test opens its own."""


@pytest.fixture
def centre(league, pages):
    """Anna is the centre's secretary. Clara, a candidate who has served her period, owes dues for two months."""
    appoint(league, ANNA, CENTRE)
    league.member(DAVID, SOUTH, "Dean", date(2023, 6, 1))
    league.enact(people.Record(on=date(2023, 1, 1), person=CLARA, unit=SOUTH, family="Clark", given="C"))
    league.candidate(CLARA, date(2024, 1, 1))
    league.owe(CLARA, 2)
    with pages_of(league):
        yield league


class Desk:
    """Anna at her desk, who looks at every page she comes to."""

    def __init__(self, chromium, address):
        context = chromium.new_context(viewport={"width": 1280, "height": 900}, bypass_csp=True)
        cookie = {"name": "polity_session", "value": session_of(ANNA, "secretary", CENTRE), "url": address}
        context.add_cookies([cookie])
        self.page, self.address, self.problems = context.new_page(), address, []
        self.page.on("console", lambda said: self.problems.append(said.text) if said.type == "error" else None)

    def open(self, path):
        self.page.goto(self.address + path)
        return self.looked()

    def press(self, words):
        """Press a button or follow a link, and look at where it leads."""
        page = self.page
        with page.expect_navigation():
            page.locator("main").get_by_role("button", name=words, exact=True).or_(
                page.locator("main").get_by_role("link", name=words, exact=True)
            ).first.click()
        return self.looked()

    def looked(self):
        """The page's words, once axe and the edges have been looked at."""
        self.page.wait_for_load_state("load")
        found, wide = looked_over(self.page, opening=False)
        self.problems += found
        self.problems += [f"{self.page.url}: {wide} wide"] if wide > 1280 else []
        return self.words()

    def words(self):
        return " ".join(self.page.locator("main").inner_text().split())

    def count(self, teller):
        self.press("Enter a teller's count")
        given = {"Teller": ids.show(teller), "Present": "2", "Entitled to vote": "2", "For": "2", "Against": "0"}
        for label, value in given.items():
            self.page.get_by_label(label, exact=True).fill(value)
        return self.press("Enter the count")


def drafted(desk):
    """A condition is added by a form; what it says stands beside it before it is entered."""
    desk.open("/resolutions/draft/")
    page = desk.page
    page.get_by_label("Title", exact=True).fill("No debts")
    page.get_by_label("What is resolved, in its own words", exact=True).fill("Whoever becomes a member owes nothing.")
    desk.press("Add a condition")
    page.get_by_label("Rule", exact=True).select_option(label="May become member")
    page.get_by_label("Only where", exact=True).fill("months_owed = ")
    page.get_by_label("Number of the new clause", exact=True).fill("R1")
    page.get_by_label("In force from", exact=True).fill("2025-04-01")
    page.locator("#checked").get_by_text("The text ends too soon.").first.wait_for()
    page.get_by_label("Only where", exact=True).fill("months_owed = 0")
    page.get_by_label("In its own words", exact=True).fill("Dues are owed for {months_owed} months.")
    page.locator("#checked").get_by_text("Nothing stands in the way. Nothing is entered yet.").wait_for()
    assert page.locator("#checked li").first.inner_text() == f"{WORDS} Dues are owed for ‹months owed› months."
    assert desk.press("Enter the draft").count("No debts") > 0


def test_from_a_draft_to_what_became_of_it(centre, chromium, address):
    desk = Desk(chromium, address)
    drafted(desk)
    here = desk.page.url.removeprefix(address).partition("?")[0]

    assert desk.press("Preview").count("Of 1 candidates, 1 would be treated otherwise.") > 0
    desk.press("Text")
    desk.press("Change the draft")
    desk.page.get_by_label("For how many months", exact=True).fill("12")
    desk.press("Enter the next version")
    assert desk.words().count("From 1 April 2025 for one year:") > 0
    assert desk.press("Preview").count("allowed now, not allowed under the draft") > 0

    desk.press("Forecast")
    desk.press("Make the forecast")
    desk.page.get_by_text("No forecast can be made of this.").wait_for(timeout=60_000)
    desk.looked()

    desk.open(here)
    desk.press("Put it to the body")
    desk.press("Put it to the body")
    desk.count(ANNA)
    assert desk.count(DAVID).count("the same") == 5
    desk.press("Enter the decision")
    decided = desk.press("Enter the decision")
    assert decided.count("2 for, 0 against, 0 abstained; 2 of 2 entitled were present.") > 0
    assert decided.count("comes into force on 1 April 2025") > 0

    step = f"/admission/{ids.show(CLARA)}/promote/?on="
    told = [desk.open(f"{step}{day}") for day in ("2025-03-31", "2025-04-01", "2026-03-31", "2026-04-01")]
    assert ["Dues are owed for 2 months. Article R1" in words for words in told] == [False, True, True, False]
    assert told[1].count("No debts") > 0
    assert desk.open(here).count("Follow-up") > 0
    assert desk.press("Follow-up").count("No debts") > 0
    assert desk.open(f"{here}?on=2025-04-02").count("in force since 1 April 2025") > 0
    assert desk.problems == []
