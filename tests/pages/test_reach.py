"""The search on a page: asked for, refused in words, followed, and its reforms opened as drafts."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from time import monotonic, sleep

import pytest
from django.test import Client

from polity.access import runs
from polity.pages import opened
from polity.readings.forecast import Target
from polity.readings.house import Scope
from polity.readings.moving import Moving
from polity.readings.reach import Point, Reach
from tests.league import ANNA, BORIS, CENTRE, League
from tests.pages.offices import TODAY, appoint, pages_of, signed_in

DRAFT = "reform: found-by-search\ntitle: Found\nfrom: 2025-03-01\nset: {param: candidate_months, to: 3}\n"
NOW = Point((6, 3), -1, 0, 0, 0.0, 400, 90, "")
FOUND = Reach(
    target=Target("class", "worker", 500), since=TODAY, months=12,
    moving=(Moving("candidate_months", "", (3, 6)), Moving("arrears_allowed", "", (3, 9))), present=NOW, tried=4,
    laws=3, parts=(), reaching=2,
    points=(Point((3, 3), 7, 40, 1, 1.0, 510, 95, DRAFT), Point((3, 9), 5, 0, 2, 2.0, 530, 96, DRAFT)), best=NOW,
    notes=("So it is taken to be.",),
)  # fmt: skip


@pytest.fixture(autouse=True)
def organisation() -> None:
    """Each test opens its own."""


@pytest.fixture(scope="module")
def league(leagues: Callable[[], AbstractContextManager[League]], pages: None) -> Iterator[League]:
    """Anna is the centre's secretary."""
    with leagues() as found, pages_of(found):
        appoint(found, ANNA, CENTRE)
        yield found


def secretary() -> Client:
    return signed_in(ANNA, "secretary", CENTRE)


def asked(browser: Client, **changed: object) -> tuple[int, str]:
    """Send the form: the status, and where it leads or what it says."""
    given = {"goal": "class|worker", "per_mille": "500", "months": "12", "move": ["candidate_months=3,9"], **changed}
    answer = browser.post("/reach/", given)
    return answer.status_code, answer.headers.get("Location", "") or answer.content.decode()


def shown(browser: Client, address: str) -> str:
    """The words of a page, once its work has ended."""
    until = monotonic() + 60
    while "every 1s" in (body := browser.get(address).content.decode()) and monotonic() < until:
        sleep(0.2)
    return " ".join(re.sub(r"<[^>]+>", " ", body.split("<main", 1)[1].split("</main>", 1)[0]).split())


def test_an_office_is_shown_what_may_move(league: League) -> None:
    body = secretary().get("/reach/").content.decode()

    assert re.findall(r'<option value="(\w+=\d+)">', body) == ["candidate_months=6"]
    assert 'value="class|worker"' in body
    assert [browser.get("/reach/").status_code for browser in (Client(), signed_in(BORIS))] == [404, 404]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        pytest.param({"move": ["patience=3..6"]}, "patience is no whole number", id="no such value"),
        pytest.param({"move": ["candidate_months"]}, "does not say what moves", id="no values"),
        pytest.param({"move": []}, "values may move, not 0", id="nothing moves"),
        pytest.param({"months": "many"}, "looks 1 to 120 months ahead", id="no months"),
        pytest.param({"per_mille": "2000"}, "a share of at least 1 to 1000", id="no share"),
        pytest.param({"goal": ""}, "names no target", id="no goal"),
        pytest.param({"draft": "reform: x"}, "has no day from which it is in force", id="no law"),
    ],
)
def test_what_cannot_be_searched_is_said_and_what_was_typed_stays(
    league: League, changed: dict[str, object], says: str
) -> None:
    status, body = asked(secretary(), **changed)

    assert (status, says in body) == (422, True)
    for move in changed.get("move", ["candidate_months=3,9"]):  # type: ignore[attr-defined]
        assert f'name="move" value="{move}"' in body


def test_where_there_is_too_little_to_go_by_the_page_says_so(league: League) -> None:
    status, where = asked(secretary())

    assert (status, where.split("=")[0]) == (303, "/reach/?run")
    assert "There is almost nothing to forecast from" in shown(secretary(), where)


def test_reforms_are_shown_and_open_as_drafts(league: League) -> None:
    scope = Scope(day=TODAY, whole=True, unit=CENTRE, person=ANNA)
    job = runs.begun("found", lambda tell: FOUND, scope)
    assert job is not None
    page = shown(secretary(), "/reach/?run=found")

    assert "worker: at least 500 of 1,000 members within 12 months" in page.replace("\u202f", ",")
    assert "2 of 4 combinations reach it." in page
    assert "So it is taken to be." in page
    rows = secretary().get("/reach/?run=found&take=front.csv").content.decode().splitlines()
    assert rows[1:] == ["1,3,3,2025-10-01,510,40,1", "2,3,9,2025-08-01,530,0,2"]
    body = secretary().get("/reach/?run=found").content.decode()
    (address, *_) = re.findall(r'href="(/resolutions/draft/[^"]+)">Open as a draft', body)
    draft = secretary().get(address.replace("&amp;", "&")).content.decode()
    assert set(re.findall('value="(found-by-search|2025-03-01|Found)"', draft)) == {
        "found-by-search", "Found", "2025-03-01",
    }  # fmt: skip
    assert signed_in(BORIS).get("/reach/?run=found").status_code == 404
    assert date(2025, 10, 1) == FOUND.day(7)
    assert opened.house() is league.house
