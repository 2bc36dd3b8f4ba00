"""What-if studies: every kept forecast is listed with what it says, for anybody, at an address to pass on."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.test import Client

from polity.acts import resolution
from polity.words import ids
from tests.acts import following
from tests.acts.following import LAMPS
from tests.league import League
from tests.pages.offices import TODAY, pages_of
from tests.pages.test_resolutions import text_of
from tests.pages.test_resolutions_forecast import RUN

BAR = "reform: longer\ntitle: Longer\nfrom: 2025-04-01\nset: {param: candidate_months, to: 12}\n"
STUDY = 8301


@pytest.fixture(autouse=True)
def organisation() -> None:
    """Each test opens its own."""


@pytest.fixture(scope="module")
def drafted(leagues: Callable[[], AbstractContextManager[League]], pages: None) -> Iterator[League]:
    """A draft, and later a forecast that is kept with it."""
    with leagues() as league, pages_of(league):
        following.drafted(league, reform=BAR)
        yield league


def test_without_a_forecast_the_page_says_how_one_comes_about(drafted: League) -> None:
    words = text_of(Client().get("/studies/").content)
    assert re.findall(r"No forecast [^.]*\.|An office [^.]*\.", words) == [
        "No forecast has been kept yet.",
        "An office makes one from a resolution and keeps it with it; it then stands here.",
    ]


def test_a_kept_forecast_stands_with_its_sentences_its_run_and_its_preview(drafted: League) -> None:
    drafted.enact(
        resolution.Keep(
            on=max(TODAY, date(2025, 1, 12)),
            forecast=STUDY,
            resolution=LAMPS,
            title="Twelve months",
            run=json.dumps(RUN),
        )
    )
    page = Client().get("/studies/").content.decode()
    main = page[page.index("<main") :]
    assert re.findall(r"<h2><a href=\"[^\"]*\">(.*?)</a>", main) == ["Twelve months"]
    here = f"/resolutions/{ids.show(LAMPS)}/"
    assert re.findall(r'href="(/resolutions/[A-Z0-9-]+/[^"]*)"', main) == [
        f"{here}forecast/?kept={ids.show(STUDY)}",
        here,
        f"{here}preview/",
    ]
    assert Client().get(f"{here}forecast/?kept={ids.show(STUDY)}").status_code == 200
