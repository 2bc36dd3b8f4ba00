"""The pages of files out, and of records that look like one person, in a real browser: nothing that axe objects to."""

from datetime import date

import pytest

from polity.acts import people
from polity.words import ids
from tests.league import ANNA, CENTRE, NORTH, SOUTH
from tests.pages.offices import appoint, pages_of, session_of
from tests.pages.test_imports_in_a_browser import looked
from tests.pages.test_in_a_browser import address, chromium

pytestmark = pytest.mark.browser
__all__ = ["address", "chromium"]  # fixtures of the gallery's tests
HERE, ELSEWHERE = 3101, 3102


@pytest.fixture(autouse=True)
def organisation() -> None:
    """The test opens one."""


def test_an_export_is_asked_for_and_a_double_settled(chromium, address, leagues, pages):
    with leagues() as league:
        appoint(league, ANNA, CENTRE)
        for person, unit in ((HERE, NORTH), (ELSEWHERE, SOUTH)):
            facts = {"born": "1990-04-03"}
            green = people.Record(
                on=date(2024, 1, 1), person=person, unit=unit, family="Green", given="Ada", facts=facts
            )
            league.enact(green)
        with pages_of(league):
            session = session_of(ANNA, "secretary", CENTRE)
            context = chromium.new_context(bypass_csp=True, accept_downloads=True)
            context.add_cookies([{"name": "polity_session", "value": session, "url": address}])
            page = context.new_page()
            page.goto(f"{address}/exports/new/")
            looked(page, "7-export")
            page.fill("#id_purpose", "Letters to all members")
            page.click("text=Make the export")
            page.locator("text=Take the file away").wait_for(timeout=60_000)
            looked(page, "8-exports")
            with page.expect_download() as download:
                page.click("text=Take the file away")
            assert download.value.suggested_filename == "people-2025-03-01.csv"
            page.goto(f"{address}/duplicates/")
            looked(page, "9-doubles")
            page.goto(f"{address}/duplicates/{ids.show(HERE)}/{ids.show(ELSEWHERE)}/")
            looked(page, "10-double")
            page.fill("#id_grounds", "Both were at the meeting of May.")
            page.click("button >> text=Settle")
            page.locator("text=No two records look like one person.").wait_for(timeout=60_000)
            context.close()
