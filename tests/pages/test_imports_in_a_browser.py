"""A file of many people with faults, in a real browser: mapped, examined, mended, entered, taken back.

POLITY_IMPORT_ROWS says how many people the file has; the desks' promise is kept with 5,000.
"""

import csv
import io
import os
import time
from datetime import date, timedelta
from pathlib import Path

import pytest

from polity.readings.check import check
from tests.league import NORTH, WHOLE
from tests.pages.looking import looked_over
from tests.pages.offices import appoint, pages_of, session_of
from tests.pages.test_in_a_browser import address, chromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]
__all__ = ["address", "chromium"]  # fixtures of the gallery's tests

ROWS = int(os.environ.get("POLITY_IMPORT_ROWS", "400"))
SHOTS = os.environ.get("POLITY_SHOTS", "")
STONE = 3001
LONG = 300_000  # milliseconds


@pytest.fixture(autouse=True)
def organisation() -> None:
    """The test opens one."""


def written(folder: Path) -> tuple[Path, int]:
    """A file as a branch might have it, with a fault in every fiftieth row; and how many rows are faulty."""
    faults = 0
    path = folder / "members of the branch.csv"
    with path.open("w", newline="") as file:
        out = csv.writer(file, delimiter=";")
        out.writerow(["Surname", "First name", "Date of birth", "Branch", "Status", "Joined", "Remarks"])
        for at in range(ROWS):
            born = date(1950, 1, 1) + timedelta(days=at * 3)
            row = [f"Lamp{at:05}", "Ada", f"{born:%d.%m.%Y}", "N", "member", "01.02.2024", "pays by hand"]
            if at % 50 == 7:
                column, value = [(2, "31.02.1990"), (3, "Q"), (4, "king"), (5, "soon")][at // 50 % 4]
                row[column] = value
                faults += 1
            out.writerow(row)
    return path, faults


def mended(taken: Path, folder: Path) -> Path:
    """The refused rows, put right."""
    rows = list(csv.DictReader(io.StringIO(taken.read_text(encoding="utf-8-sig"))))
    path = folder / "mended.csv"
    with path.open("w", newline="") as file:
        out = csv.DictWriter(file, list(rows[0]))
        out.writeheader()
        for row in rows:
            out.writerow(row | {"unit": "N", "standing": "member", "since": "2024-02-01", "born": "1990-02-28"})
    return path


def looked(page, name: str) -> None:
    """Nothing that axe objects to, in both lights and at both widths; a picture where one is wanted."""
    for width, scheme in ((1280, "light"), (390, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        if SHOTS:
            page.screenshot(path=f"{SHOTS}/{name}-{width}-{scheme}.png", full_page=True)
        assert looked_over(page, opening=False) == ([], width)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_file_is_mapped_examined_mended_entered_and_taken_back(chromium, address, leagues, tmp_path, pages):
    path, faults = written(tmp_path)
    took = {}
    with leagues() as league:
        league.member(STONE, NORTH, "Stone", date(2022, 1, 1))
        appoint(league, STONE, NORTH)
        before = league.census(date(2025, 3, 1)).total
        with pages_of(league):
            context = chromium.new_context(bypass_csp=True, accept_downloads=True)
            session = session_of(STONE, "secretary", NORTH)
            context.add_cookies([{"name": "polity_session", "value": session, "url": address}])
            page = context.new_page()

            def until(state: str, what: str) -> None:
                began = time.monotonic()
                page.locator(f'#job[data-state="{state}"]').wait_for(timeout=LONG)
                took[what] = round(time.monotonic() - began, 1)

            page.goto(f"{address}/imports/")
            looked(page, "1-list")
            page.set_input_files("#file", path)
            page.click("text=Look at the file")
            chosen = page.locator("table.mapping select").evaluate_all("all => all.map(one => one.value)")
            assert chosen == ["family", "given", "born", "unit", "standing", "since", ""]
            looked(page, "2-mapping")
            page.fill("#keep", "branch sheet")
            page.click("text=Examine the file")
            until("examined", "examined")
            assert fates(page) == [ROWS - faults, 0, 0, faults]
            looked(page, "3-examined")
            page.click(".fates >> text=Refused")
            looked(page, "4-refused")
            page.go_back()

            with page.expect_download() as download:
                page.click("text=Take the refused rows away")
            download.value.save_as(tmp_path / "taken.csv")
            page.set_input_files("#mended", mended(tmp_path / "taken.csv", tmp_path))
            page.click("text=Examine with these rows")
            page.locator("text=Every row can be entered.").wait_for(timeout=LONG)
            assert fates(page) == [ROWS, 0, 0, 0]

            page.click("text=Enter the file")
            page.goto(f"{address}/imports/")  # left, and found again
            page.click("text=members of the branch.csv")
            until("entered", "entered")
            looked(page, "5-entered")
            assert league.census(date(2025, 3, 1)).total == before + ROWS

            page.click("text=Take the import back")
            until("withdrawn", "taken back")
            looked(page, "6-withdrawn")
            assert league.census(date(2025, 3, 1)).total == before
            context.close()
        assert [finding.says for finding in check(league.house, scope=WHOLE) if not finding.holds] == []
    print(f"{ROWS} rows, {faults} faulty: seconds {took}")


def fates(page) -> list[int]:
    return [int("".join(filter(str.isdigit, text))) for text in page.locator(".fates b").all_inner_texts()]
