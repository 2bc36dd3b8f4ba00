"""What is adopted already stands on the case that it concerns, and a refusal names the resolution behind an article."""

import re
from datetime import date

from polity.words import ids
from tests.acts.test_resolution import R, bar, counted, decide, draft, peopled, put
from tests.league import ANNA, CENTRE, CLARA, League
from tests.pages.offices import appoint, pages_of, signed_in

CASE = f"/admission/{ids.show(CLARA)}/"
LINK = f'<span class="quiet">by the resolution <a href="/resolutions/{ids.show(R)}/">The bar</a></span>'


def adopted(league: League, since: str) -> None:
    peopled(league)
    appoint(league, ANNA, CENTRE)
    counted(league, draft(reform=bar(since)), put()).enact(decide())


def test_a_candidate_finds_what_is_adopted_before_it_is_in_force(league: League) -> None:
    adopted(league, "2025-03-15")
    explained = f"/statutes/explain/?id={ids.show(CLARA)}&rule=may_become_member"
    with pages_of(league):
        pages = [signed_in(CLARA).get(page).content.decode() for page in (CASE, explained)]
    told = [told for page in pages for told in re.findall(r"What is adopted already:</b></p><ul>(.*?)</ul>", page)]
    article = '<a href="/statutes/articles/B1/">Article B1</a>'
    assert told == 2 * [
        f"<li>15 March 2025: For a year only workers become members. {article}  {LINK} </li>"
        f"<li>1 February 2026: what stood in the way does so no longer. {LINK} </li>"
    ]


def test_a_refusal_names_the_resolution(league: League) -> None:
    adopted(league, "2025-02-02")
    with pages_of(league):
        browser = signed_in(ANNA, "secretary", CENTRE)
        key = re.findall(r'name="key" value="([0-9a-f]+)"', browser.get(f"{CASE}promote/").content.decode())[0]
        answer = browser.post(f"{CASE}promote/", {"on": date(2025, 3, 1).isoformat(), "key": key}).content.decode()
    assert re.findall(r'by the resolution <a href="[^"]*">[^<]*</a>', answer) == [LINK[20:-7]] * answer.count(LINK)
    assert answer.count(LINK) == 1
