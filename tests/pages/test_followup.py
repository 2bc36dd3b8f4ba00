"""Follow-up, dangers and the annual report on pages: what they show to whom, and the acts offered from them."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.test import Client

from polity.acts import people
from polity.words import ids
from tests.acts import following
from tests.acts.following import DANGER, LAMPS, TASK
from tests.acts.test_danger import name
from tests.league import ANNA, CENTRE, DAVID, NORTH, SOUTH, League
from tests.pages.offices import TODAY, appoint, pages_of, signed_in
from tests.pages.test_resolutions import sent, text_of

RESOLUTION = f"/resolutions/{ids.show(LAMPS)}/followup/"
PART = f"/followup/{ids.show(TASK)}/"
DANGERS = f"/dangers/{ids.show(DANGER)}/"
BAR = "reform: longer\ntitle: Longer\nfrom: 2025-02-01\nset: {param: candidate_months, to: 12}\n"


@pytest.fixture(autouse=True)
def organisation() -> None:
    """Each test opens its own."""


@pytest.fixture(scope="module")
def adopted(leagues: Callable[[], AbstractContextManager[League]], pages: None) -> Iterator[League]:
    """Every street is to be lit: North counts the streets and is late, half of the sympathisers shall be workers."""
    with leagues() as league, pages_of(league):
        appoint(league, ANNA, CENTRE)
        following.counting(league)
        following.drafted(league, reform=BAR)
        following.decided(league)
        for at in range(30):
            kind = "worker" if at < 12 else "peasant"
            league.enact(
                people.Record(on=date(2024, 1, 1), person=7000 + at, unit=NORTH, family=f"F{at}", given="G",
                              facts={"class": kind})
            )  # fmt: skip
        league.enact(following.task(on=date(2025, 1, 20), due=date(2025, 2, 1)))
        league.enact(following.target(on=date(2025, 1, 20)))
        league.enact(following.report(on=date(2025, 2, 10), evidence="https://example.org/streets"))
        league.enact(name())
        yield league


def anna() -> Client:
    return signed_in(ANNA, "secretary", CENTRE)


def headings(page: str, level: int = 2) -> list[str]:
    found = re.findall(rf"<h{level}[^>]*>(.*?)</h{level}>", page, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


def parts(page: str) -> list[str]:
    """What the tasks and targets of a page are called, in their order."""
    return re.findall(r'<section class="article part[^>]*><h3>(.*?)</h3>', page)


def test_anybody_sees_what_became_of_a_resolution(adopted: League) -> None:
    page = Client().get(RESOLUTION).content.decode()

    assert headings(page) == ["Rules", "Tasks and targets", "Dangers"]
    assert parts(page) == ["Count the streets.", "Half are workers."]
    words = text_of(page.encode())
    found = re.findall(r"(Late|Under way|Reached|Missed) · due on ([^·]+) ·", words)
    assert found == [("Late", "1 February 2025"), ("Under way", "30 June 2025")]
    # 12 workers of 31 sympathisers, on the first of the month: who does not see everybody is told that day's figure.
    assert re.findall(r"[\d.]+ of 50 per cent counted on [^<]+? 2025", words) == [
        "38.7 of 50 per cent counted on 1 March 2025"
    ]
    assert re.findall(r'href="(https://example.org[^"]*)"', page) == ["https://example.org/streets"]
    assert re.findall(r'class="deeds"', page.partition("<main")[2].partition("<h2")[2]) == []


def test_the_figure_leads_to_the_census_for_whoever_may_ask_it(adopted: League) -> None:
    page = anna().get(RESOLUTION).content.decode()
    (href,) = re.findall(r'href="(/census/[^"]*)"', page.partition("<main")[2])

    assert href.replace("&amp;", "&") == "/census/?by=class&per_mille=1&standing=sympathiser&on=2025-03-01"
    assert anna().get(href.replace("&amp;", "&")).status_code == 200


def test_the_list_can_be_narrowed_and_taken_away(adopted: League) -> None:
    page = Client().get("/followup/")
    assert headings(page.content.decode(), 1) == ["What became of our resolutions"]
    taken = Client().get("/followup/?take=followup.csv").content.decode().splitlines()
    assert taken[1] == "Every street,2025-01-20,late or missed,in force,0,2,1,South"
    assert len(Client().get("/followup/?state=done&take=followup.csv").content.decode().splitlines()) == 1
    assert len(Client().get("/followup/?mover=S&year=2025&take=followup.csv").content.decode().splitlines()) == 2


def test_an_owner_finds_what_its_unit_has_to_see_to_and_reports(adopted: League) -> None:
    appoint(adopted, DAVID, NORTH)
    david = signed_in(DAVID, "secretary", NORTH)
    assert headings(david.get("/followup/").content.decode()) == [
        "What your unit has to see to", "Everything that was decided",
    ]  # fmt: skip
    page = david.get(RESOLUTION).content.decode()
    offered = re.findall(rf'href="({PART}[^"]*)"', page)
    assert offered == [PART + rest for rest in ("report/", "done/", "put-off/")]

    refused = sent(david, PART + "put-off/", {"due": "2025-06-01", "grounds": ""})
    assert refused[0] == 422
    status, words, to = sent(david, PART + "put-off/", {"due": "2025-06-01", "grounds": "Snow."})
    assert (status, to.partition("?")[0]) == (303, RESOLUTION), words
    words = text_of(Client().get(RESOLUTION).content)
    assert re.findall(r"Put off to 1 June 2025. Snow.", words) == ["Put off to 1 June 2025. Snow."]
    assert re.findall(r"first due on 1 February 2025", words) == ["first due on 1 February 2025"]


def test_the_body_adds_tasks_and_targets_and_gives_them_up(adopted: League) -> None:
    added = {"says": "Buy ladders.", "owner": "N", "due": "2025-12-01", "measure": "count", "side": "least"}
    status, words, to = sent(anna(), RESOLUTION + "task/", added)
    assert (status, to.partition("?")[0]) == (303, RESOLUTION), words
    added = {"says": "Forty lamps.", "owner": "N", "due": "2025-12-01", "measure": "count", "side": "least",
             "bound": "40"}  # fmt: skip
    assert sent(anna(), RESOLUTION + "target/", added)[0] == 303
    page = anna().get(RESOLUTION).content.decode()
    assert parts(page) == ["Count the streets.", "Buy ladders.", "Half are workers.", "Forty lamps."]
    drops = re.findall(r'href="(/followup/[^"]*/drop/)"', page)
    assert sent(anna(), drops[1], {"grounds": "Bought already."})[0] == 303
    assert re.findall(r"Given up\. Bought already\.", text_of(Client().get(RESOLUTION).content)) == [
        "Given up. Bought already."
    ]


def test_who_is_not_competent_is_refused_in_words(adopted: League) -> None:
    david = signed_in(DAVID, "secretary", SOUTH)
    answer = david.get(RESOLUTION + "task/")
    assert answer.status_code in (200, 404)
    assert Client().get(RESOLUTION + "task/").status_code == 404
    assert Client().get(PART + "report/").status_code == 404


def test_dangers_are_listed_named_reported_and_closed(adopted: League) -> None:
    assert headings(Client().get("/dangers/").content.decode()) == ["Watched for"]
    status, _words, to = sent(anna(), DANGERS + "report/", {"says": "Nine barrels.", "value": "9"})
    assert status == 303
    assert headings(Client().get("/dangers/").content.decode()) == ["Past their threshold"]
    named = {"says": "Ladders break.", "sign": "Two falls.", "owner": "C", "precaution": "Look at them.",
             "measure": "count", "side": "most", "bound": "2"}  # fmt: skip
    status, words, to = sent(anna(), "/dangers/name/", named)
    assert status == 303, words
    here = to.partition("?")[0]
    closed = sent(anna(), here + "close/", {"worked": "yes", "says": "Nobody fell."})
    assert closed[0] == 303, closed[1]
    words = text_of(Client().get(here).content)
    assert re.findall(r"The precaution worked\. Nobody fell\.", words) == ["The precaution worked. Nobody fell."]
    assert headings(Client().get("/dangers/").content.decode()) == ["Past their threshold", "Watched no longer"]


def test_the_annual_report_is_a_page_a_text_and_data(adopted: League) -> None:
    page = Client().get("/annual/2025/")
    assert headings(page.content.decode()) == [
        "What was resolved", "Done and reached", "Missed, late, or given up", "Still to be done",
        "Who came and went", "Targets", "Dangers", "Open questions", "What was entered in the journal",
    ]  # fmt: skip
    markdown = Client().get("/annual/2025/?take=annual.md")
    assert markdown.content.decode().splitlines()[0] == "# League of Lamplighters: annual report 2025"
    plain = json.loads(Client().get("/annual/2025/?take=annual.json").content)
    assert [one["title"] for one in plain["resolved"]] == ["Every street"]
    assert Client().get("/annual/").status_code == 200
    assert Client().get("/annual/2031/").status_code == 422
    assert Client().get(f"/annual/{TODAY.year - 1}/").status_code == 200


def test_what_is_not_there_is_not_there(adopted: League) -> None:
    for path in (f"/resolutions/{ids.show(1)}/followup/", f"/dangers/{ids.show(1)}/", "/dangers/x/"):
        assert Client().get(path).status_code == 404
    assert anna().get(f"/followup/{ids.show(1)}/report/").status_code == 404
