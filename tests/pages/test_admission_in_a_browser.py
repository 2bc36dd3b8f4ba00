"""A sympathiser becomes candidate and member in a real browser; every page of the desk is looked over by axe."""

import os
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError

from polity.acts import admission, appeals, people, sponsoring
from polity.words import ids
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, League
from tests.pages.looking import looked_over
from tests.pages.offices import appoint, pages_of, session_of
from tests.pages.test_in_a_browser import address, chromium

pytestmark = pytest.mark.browser
__all__ = ["address", "chromium"]  # fixtures of the gallery's tests

EVANS, FINCH, GREEN = 2005, 2006, 2007
DESK = f"/admission/{ids.show(BORIS)}/"
DAY = date(2025, 3, 1)


@pytest.fixture(autouse=True)
def organisation() -> None:
    """The module opens one for all its tests."""


@pytest.fixture(scope="module")
def sessions(leagues, pages):
    """A league with something on every page of the desk, and the sessions of those who work at it."""
    with leagues() as league:
        filled(league)
        with pages_of(league):
            yield {
                "branch": session_of(CLARA, "secretary", NORTH),
                "centre": session_of(ANNA, "secretary", CENTRE),
                "boris": session_of(BORIS),
                "anna": session_of(ANNA),
            }


def filled(league: League) -> None:
    league.member(CLARA, NORTH, "Clark", date(2023, 1, 1))
    appoint(league, ANNA, CENTRE)
    appoint(league, CLARA, NORTH)
    for person, family in ((DAVID, "Dale"), (EVANS, "Evans"), (FINCH, "Finch"), (GREEN, "Green")):
        league.enact(people.Record(on=date(2023, 6, 1), person=person, unit=NORTH, family=family, given="X"))
    league.candidate(DAVID, date(2024, 9, 20))
    league.candidate(EVANS, date(2024, 1, 1))
    league.enact(admission.Apply(on=date(2025, 2, 1), person=FINCH, application=46003))
    league.enact(sponsoring.AskSponsor(on=DAY, person=FINCH, sponsor=ANNA, asked=47001))
    league.enact(sponsoring.OpenToSponsors(on=DAY, person=FINCH, asked=47002))
    league.enact(admission.Sponsor(on=DAY, person=FINCH, sponsor=CLARA))
    league.enact(admission.Decide(on=DAY, person=FINCH, present=9, votes_for=7, votes_against=1))
    league.enact(admission.Apply(on=date(2025, 1, 10), person=GREEN, application=46004))
    league.enact(admission.Refuse(on=date(2025, 2, 1), person=GREEN, grounds="too new"), league.by(unit=NORTH))
    league.enact(appeals.Lodge(on=DAY, person=GREEN, against="application", grounds="unheard", appeal=49001))


def opened(chromium, address, session, width=1280, scheme="light"):
    """A page of somebody's own browser."""
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    context.add_cookies([{"name": "polity_session", "value": session, "url": address}])
    return context.new_page()


def pictured(page, name: str) -> None:
    """Keep a picture, where somebody asks for pictures."""
    if folder := os.environ.get("POLITY_TEST_PICTURES"):
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


PATHS = {
    "inbox": ("branch", "/inbox/"),
    "inbox-asked": ("anna", "/inbox/"),
    "desk-candidate": ("branch", f"/admission/{ids.show(DAVID)}/"),
    "desk-decided": ("branch", f"/admission/{ids.show(FINCH)}/"),
    "desk-refused": ("branch", f"/admission/{ids.show(GREEN)}/"),
    "decide": ("branch", f"/admission/{ids.show(FINCH)}/refuse/"),
    "promote": ("branch", f"/admission/{ids.show(DAVID)}/promote/"),
    "ask": ("branch", f"/admission/{ids.show(FINCH)}/ask/"),
    "asked": ("anna", f"/admission/asked/{ids.show(47001)}/"),
    "code": ("anna", "/admission/code/"),
    "new": ("branch", "/admission/new/"),
    "many": ("branch", "/admission/many/promotions/"),
    "exceptions": ("branch", "/admission/many/confirmations/"),
    "appeal": ("centre", f"/admission/appeals/{ids.show(49001)}/"),
    "appeal-decide": ("centre", f"/admission/appeals/{ids.show(49001)}/decide/"),
    "home": ("branch", "/"),
}


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
@pytest.mark.parametrize("name", PATHS)
def test_axe_finds_nothing_and_nothing_runs_over_the_edge(chromium, address, sessions, name, width, scheme):
    who, path = PATHS[name]
    page = opened(chromium, address, sessions[who], width, scheme)
    answer = page.goto(address + path)
    pictured(page, f"{name}-{scheme}")
    found, edge = looked_over(page)
    page.context.close()

    assert (answer.status, found, edge) == (200, [], width)


def enter(page, button: str, then: str = DESK) -> int:
    """Enter the act of a page, go on to the next, and count its notices of an entry."""
    page.click(f"main button >> text={button} >> nth=0")
    try:
        page.wait_for_url(f"**{then}?entered=*")
    except TimeoutError as late:
        raise AssertionError(f"Not entered: {page.locator('main').inner_text()}") from late
    return page.locator("main .alert.done").count()


def applies(page, address) -> list[int]:
    """Boris applies for himself and asks Anna, whose id he was told."""
    page.goto(address + "/admission/own/")
    page.click("a.button")
    applied = enter(page, "Enter the application")
    page.click("nav >> text=Ask a sponsor")
    page.fill("[name=sponsor]", ids.show(ANNA))
    return [applied, enter(page, "Ask this sponsor")]


def decides(page, address) -> int:
    """The branch sees that a majority against is no admission before anything is decided, and puts the counts right."""
    page.goto(address + "/inbox/")
    page.click("table >> text=Brown, B")
    page.click("a.button")
    page.wait_for_url("**/decide/")  # with its script, which examines what is filled in
    for name, value in (("present", "7"), ("votes_for", "2"), ("votes_against", "5")):
        page.fill(f"[name={name}]", value)
    page.locator("[name=votes_against]").blur()
    page.locator("#verdict >> text=The meeting decided against").wait_for()
    pictured(page, "way-2-against")
    page.fill("[name=votes_for]", "6")
    page.fill("[name=votes_against]", "1")
    return enter(page, "Enter the decision to admit")


def test_a_sympathiser_becomes_candidate_and_member(chromium, address, sessions):
    boris, anna, branch, centre = (
        opened(chromium, address, sessions[who]) for who in ("boris", "anna", "branch", "centre")
    )
    told = applies(boris, address)
    anna.goto(address + "/inbox/")
    anna.click(".tasks >> text=Brown, B")
    pictured(anna, "way-1-asked")
    told += [enter(anna, "Recommend", "/inbox/"), decides(branch, address)]
    centre.goto(address + DESK)
    centre.click("a.button")
    told.append(enter(centre, "Admit as candidate"))
    pictured(centre, "way-3-candidate")
    branch.goto(address + DESK + "promote/")
    branch.fill("main [name=on]", "2025-08-31")
    branch.click("text=Admit as member")
    branch.locator("text=Not entered. Nothing was changed.").wait_for()
    article = branch.locator("#verdict a").inner_text()
    branch.fill("main [name=on]", "2025-09-01")
    told.append(enter(branch, "Admit as member"))
    branch.goto(address + DESK + "?on=2025-09-01")
    pictured(branch, "way-4-member")
    stage = branch.locator(".stages [aria-current]").inner_text().split("\n")[0]
    for page in (boris, anna, branch, centre):
        page.context.close()

    assert (told, article, stage) == ([1] * 6, "Article 7.1", "Member")


def test_a_button_held_down_stays_under_the_press(chromium, address, sessions):
    """What is examined when a field is left arrives while the button is pressed, and takes another height."""
    page = opened(chromium, address, sessions["branch"])
    page.goto(address + f"/admission/{ids.show(EVANS)}/promote/")
    page.evaluate("document.addEventListener('htmx:before:swap', () => { window.arrived = true; })")
    held = []
    page.route("**/promote/", lambda one: held.append(one) if "hx-request" in one.request.headers else one.fallback())
    button = page.locator("main form[method=post] .actions button").first
    page.fill("main [name=on]", "2024-02-01")
    button.hover()
    where = button.bounding_box()
    page.mouse.down()
    held.pop().continue_()
    page.wait_for_function("window.arrived")
    stayed = button.bounding_box() == where
    page.mouse.move(1, 1)  # the press is thought better of
    page.mouse.up()
    page.locator("#verdict >> text=May not").wait_for()
    moved = button.bounding_box() != where
    button.click()
    page.locator("text=Not entered. Nothing was changed.").wait_for()
    page.context.close()

    assert (stayed, moved) == (True, True)


def test_many_at_once_in_a_browser(chromium, address, sessions):
    page = opened(chromium, address, sessions["branch"])
    page.goto(address + "/admission/many/promotions/")
    page.click("text=Admit those ticked")
    page.locator("text=Acts entered: 1.").wait_for()
    pictured(page, "many-done")
    listed = page.locator(".alert.done li").all_inner_texts()
    page.context.close()

    assert listed == ["Evans, X"]
