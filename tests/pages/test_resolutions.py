"""Resolutions on pages: drafted in a form or as text, said in words, amended, put, counted, decided."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from polity.words import ids
from tests.league import ANNA, BORIS, CENTRE, DAVID, SOUTH, League
from tests.pages.offices import TODAY, appoint, pages_of, signed_in

BAR = {"as_text": "", "c0.op": "set", "c0-cell": "candidate_months|", "c0-value": "24", "since": "2025-04-01",
       "months": "12"}  # fmt: skip
WORDS = "Candidate months: from 1 April 2025 for one year, 24 instead of 6."


@pytest.fixture(autouse=True)
def organisation() -> None:
    """Each test opens its own."""


@pytest.fixture(scope="module")
def centre(leagues: Callable[[], AbstractContextManager[League]], pages: None) -> Iterator[League]:
    """Anna is the centre's secretary; David another member, who can count."""
    with leagues() as league, pages_of(league):
        appoint(league, ANNA, CENTRE)
        league.member(DAVID, SOUTH, "Dean", date(2023, 6, 1))
        yield league


def anna() -> Client:
    return signed_in(ANNA, "secretary", CENTRE)


def text_of(content: bytes) -> str:
    """A page's words, one space between them."""
    main = content.decode().partition("<main")[2]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())


def sent(browser: Client, address: str, values: dict[str, object], **more: str) -> tuple[int, str, str]:
    """The status, the words and the next page of a form that is sent."""
    page = browser.get(address)
    key = re.search(r'name="key" value="(\w+)"', page.content.decode())
    assert key is not None
    answer = browser.post(address, {"on": TODAY.isoformat(), "key": key[1], **values}, **more)
    return answer.status_code, text_of(answer.content), answer.headers.get("Location", "")


def drafted(browser: Client, **more: object) -> str:
    """The address of a resolution that was drafted just now."""
    values = {"title": "A longer candidacy", "says": "Candidates wait two years.", "body": "C", **BAR, **more}
    status, words, to = sent(browser, "/resolutions/draft/", values)
    assert status == 303, words
    return to.partition("?")[0]


def test_a_reform_filled_in_is_shown_in_words_and_as_text(centre: League) -> None:
    page = anna().get(drafted(anna()))

    assert (page.status_code, page.content.decode().count("<h1>")) == (200, 1)
    differences = re.findall(r'<ul class="differences">(.*?)</ul>', page.content.decode(), re.S)
    assert [" ".join(re.sub(r"<[^>]+>", "", one).split()) for one in differences] == [
        "Candidate months: 24 instead of 6."
    ]
    written = re.search(r"<pre[^>]*>(.*?)</pre>", page.content.decode(), re.S)
    assert written is not None
    assert written[1].splitlines() == [
        "reform: a-longer-candidacy", "title: A longer candidacy", "from: 2025-04-01", "to: 2026-04-01",
        "set: {param: candidate_months, to: 24}",
    ]  # fmt: skip


def test_buttons_add_and_take_out_changes_without_entering_anything(centre: League) -> None:
    before = centre.state()["resolution"]
    status, words, _to = sent(anna(), "/resolutions/draft/", {"turn": "add.except", **BAR})
    assert (status, words.count("Take this change out")) == (200, 2)

    status, words, _to = sent(
        anna(), "/resolutions/draft/", {"turn": "drop.0", **BAR, "c1.op": "repeal", "c1-place": "may_become_member|7.1"}
    )
    assert (status, words.count("Take this change out")) == (200, 1)
    assert centre.state()["resolution"] == before


def test_a_form_becomes_text_and_text_a_form(centre: League) -> None:
    page = anna().post("/resolutions/draft/", {"turn": "as.text", "title": "Bar", **BAR})
    typed = re.search(r'<textarea id="text"[^>]*>(.*?)</textarea>', page.content.decode(), re.S)
    assert typed is not None

    again = anna().post("/resolutions/draft/", {"turn": "as.form", "as_text": "1", "text": typed[1]})
    found = dict(re.findall(r'name="([\w.-]+)" value="([^"]*)"', again.content.decode()))
    assert {name: found[name] for name in ("c0.op", "c0-value", "since", "until", "name")} == {
        "c0.op": "set", "c0-value": "24", "since": "2025-04-01", "until": "2026-04-01", "name": "bar",
    }  # fmt: skip


def test_a_clause_to_be_replaced_begins_with_its_present_wording(centre: League) -> None:
    sent_in = {"turn": "fill.0", "c0.op": "replace", "c0-place": "may_become_member|7.1"}
    page = anna().post("/resolutions/draft/", sent_in).content.decode()

    area = re.search(r'<textarea name="c0-test"[^>]*>(.*?)</textarea>', page, re.S)
    assert area is not None
    assert area[1].strip() == "months_between(candidate_since, at) &gt;= candidate_months"


def test_an_article_leads_to_a_draft_that_changes_it(centre: League) -> None:
    article = anna().get("/statutes/articles/12.3/").content.decode()
    (link,) = re.findall(r'href="(/resolutions/draft/[^"]*)"', article)
    page = anna().get(link.replace("&amp;", "&")).content.decode()

    assert re.findall(r'<option value="([^"]*)" selected>', page) == ["may_be_transferred|12.3", "from"]
    assert signed_in(None).get("/statutes/articles/12.3/").content.decode().count("/resolutions/draft/") == 0


def test_a_file_takes_the_place_of_the_text(centre: League) -> None:
    text = "reform: by-file\nfrom: 2025-05-01\nset: {param: candidate_months, to: 12}\n"
    to = drafted(anna(), as_text="1", text="", file=SimpleUploadedFile("bar.yaml", text.encode()))

    answer = anna().get(f"{to}text/")
    assert (answer.content.decode(), answer.headers["Content-Disposition"]) == (
        text, 'attachment; filename="by-file.yaml"',
    )  # fmt: skip


@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"as_text": "1", "text": "reform: x\nfrom: 2025-04-01\nset: {param: candidate_monts, to: 3}"},
         "Did you mean candidate_months?"),
        ({"as_text": "1", "text": "reform: [x"}, "The text cannot be read as YAML here"),
        ({**BAR, "c0-value": "many"}, "many"),
        ({**BAR, "since": "2025-02-30", "months": ""}, "2025-02-30 is not a day."),
        ({**BAR, "units": "NOWHERE", "c0-value": "2"}, ""),
        ({**BAR, "rest": "set: {param: x, to: }"}, "x"),
        ({"file": SimpleUploadedFile("x.yaml", b"\xff\xfe\x00"), "as_text": "1"}, "is not a plain text in UTF-8"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_as_it_is_filled_in(centre: League, values: dict[str, object], says: str) -> None:
    asked = {"title": "Bar", "says": "So.", "body": "C", "check": "1", **values}
    status, words, _to = sent(anna(), "/resolutions/draft/", asked)

    assert (status, says in words) == (200, True), words


def test_as_it_is_filled_in_only_what_it_says_is_sent_back(centre: League) -> None:
    asked = {"check": "1", "title": "", "says": "", **BAR}
    answer = anna().post("/resolutions/draft/", asked, headers={"HX-Request": "true"})

    assert (answer.status_code, answer.content.decode().lstrip()[:19]) == (200, '<aside id="checked"')
    assert text_of(b"<main>" + answer.content).startswith("> In plain words From 1 April 2025 for one year:")


def test_a_resolution_without_a_reform(centre: League) -> None:
    page = anna().get(drafted(anna(), **{"c0.op": "", "title": "Lamps"}))

    assert text_of(page.content).count("It changes no rule.") == 1


def test_the_way_from_a_draft_to_a_rule(centre: League) -> None:
    browser = anna()
    here = drafted(browser, title="The way", name="the-way")
    assert sent(browser, f"{here}amend/", {"title": "The way", "says": "Changed.", **BAR, "c0-value": "18"})[0] == 303
    assert sent(browser, f"{here}put/", {})[0] == 303
    for teller in (ANNA, DAVID):
        count = {"teller": ids.show(teller), "present": 2, "entitled": 2, "votes_for": 2, "votes_against": 0}
        assert sent(browser, f"{here}count/", count)[0] == 303
    status, words, to = sent(browser, f"{here}decide/", {})
    assert (status, to.partition("?")[0]) == (303, here), words

    page = text_of(browser.get(here).content)
    for said in ("Adopted", "1 March 2025: 2 for, 0 against, 0 abstained; 2 of 2 entitled were present.",
                 "comes into force on 1 April 2025", "18 instead of 6"):  # fmt: skip
        assert page.count(said) > 0, said
    law = browser.get("/statutes/articles/7.1/?on=2025-05-01").content.decode()
    assert re.findall(rf'<a href="{here}\?on=2025-05-01">(.*?)</a>', law) == ["The way"]
    late = text_of(browser.get(f"{here}?on=2026-04-01").content)
    assert late.count("lapsed on 1 April 2026") == 1
    assert ids.show(DAVID) not in browser.get(here).content.decode()


def test_an_amendment_is_compared_and_taken_over(centre: League) -> None:
    browser = anna()
    change = {**BAR, "c0-cell": "arrears_allowed|", "name": "to-amend"}
    here = drafted(browser, title="To amend", **change)
    values = {"title": "To amend", "says": "Amended.", **change, "c0-value": "9"}
    _status, _words, to = sent(browser, f"{here}amendment/", values)
    moved = to.partition("?")[0]

    compared = browser.get(f"{here}compare/").content.decode()
    assert re.findall(r'<(ins|del)><span class="unseen">(.*?) </span>(.*?)</\1>', compared) == [
        ("del", "Only in the first:", "Arrears allowed: from 1 April 2025 for one year, 24 instead of 3."),
        ("ins", "Only in the second:", "Arrears allowed: from 1 April 2025 for one year, 9 instead of 3."),
    ]
    assert sent(browser, f"{moved}accept/", {})[0] == 303
    assert text_of(browser.get(here).content).count("9 instead of 3") == 1
    assert text_of(browser.get(moved).content).count("Taken over") == 1


def test_everybody_reads_resolutions_and_nobody_else_drafts(centre: League) -> None:
    here = drafted(anna(), title="Open", name="open")
    for browser in (signed_in(None), signed_in(BORIS)):
        assert browser.get(here).status_code == 200
        assert browser.get("/resolutions/").status_code == 200
        assert browser.get("/resolutions/draft/").status_code == 404
        assert browser.get(f"{here}put/").status_code == 404


def test_resolutions_are_found_by_a_word_and_by_their_id(centre: League) -> None:
    here = drafted(anna(), title="Of paraffin", says="Oil is dear.", name="paraffin")
    for asked in ("PARAFFIN", "dear", here.split("/")[2]):
        page = signed_in(None).get("/search/", {"q": asked}).content.decode()
        assert re.findall(r'<a href="(/resolutions/[^"]+/)">(.*?)</a>', page) == [(here, "Of paraffin")]


def test_what_is_not_there(centre: League) -> None:
    browser = anna()
    here = drafted(browser, title="There", name="there")

    assert browser.get("/resolutions/2222-2222-2222/").status_code == 404
    assert browser.get(f"{here}compare/?a=1&b=9").status_code == 422
