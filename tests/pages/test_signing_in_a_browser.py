"""From the invitation to the office and out again, in a real browser with a device that makes passkeys."""

import os
from datetime import date

import psycopg
import pytest
from django.test import override_settings

from polity.acts import accounts, offices
from tests.league import ANNA, CENTRE, SOUTH
from tests.pages.looking import looked_over
from tests.pages.offices import TODAY, appoint
from tests.pages.signing import Device, acting, answer_invitation, doors_of, invited, sign_in
from tests.pages.test_in_a_browser import address, chromium

pytestmark = pytest.mark.browser
__all__ = ["address", "chromium"]  # fixtures of the gallery's tests


@pytest.fixture(autouse=True)
def organisation() -> None:
    """Each test opens its own."""


@pytest.fixture
def here(address):
    """The address by its name: passkeys are bound to a name, and a number is none."""
    with override_settings(ALLOWED_HOSTS=["localhost", "127.0.0.1", "testserver"]):
        yield address.replace("127.0.0.1", "localhost")


@pytest.fixture
def page(chromium):
    context = chromium.new_context()
    opened = context.new_page()
    opened.set_default_timeout(8000)
    yield opened
    context.close()


@pytest.fixture
def doors(league, tmp_path):
    with doors_of(league, tmp_path):
        yield league


def ended_everywhere() -> None:
    """End what other tests left open: sessions lie in the tests' one store."""
    with psycopg.connect(os.environ["POLITY_PAGES_DSN"]) as connection:
        connection.execute("DELETE FROM page_session")


def heading(page, address: str) -> str:
    page.goto(address)
    return page.locator("h1").inner_text()


def test_from_the_invitation_to_the_office_until_another_browser_ends_it(chromium, here, page, doors):
    appoint(doors, ANNA, SOUTH)
    ended_everywhere()
    telephone = Device(page)
    answer_invitation(page, here, invited(doors, ANNA))
    first, seen = acting(page), heading(page, f"{here}/units/S/")
    other = chromium.new_context()
    elsewhere = other.new_page()
    Device(elsewhere).take_over(telephone)
    sign_in(elsewhere, here)
    elsewhere.goto(f"{here}/account/")
    listed = elsewhere.locator("button[name=session]").count()
    elsewhere.click("button >> text=Sign out everywhere else")
    after = heading(page, f"{here}/units/S/")
    page.goto(f"{here}/")
    last, still = acting(page), acting(elsewhere)
    other.close()

    assert (first, seen, listed, after, last, still) == (
        "Acting as Branch secretary, South",
        "South",
        1,
        "Nothing to show here",
        "Sign in",
        "Acting as Branch secretary, South",
    )


def test_an_invitation_is_answered_once(chromium, here, page, doors):
    made = invited(doors, ANNA)
    Device(page)
    answer_invitation(page, here, made)
    context = chromium.new_context()
    second = context.new_page()
    Device(second)
    second.goto(f"{here}/invitation/#{made}")
    second.click("button >> text=Make a passkey")
    second.locator("[data-problem]:visible").wait_for()
    said = second.locator("[data-problem]").inner_text()
    address = second.url
    context.close()

    assert (said, address) == (
        "This invitation was used already, or has run out. Ask for another one.",
        f"{here}/invitation/",
    )


def test_a_device_that_does_not_know_the_site_is_not_let_in(here, page, doors):
    Device(page)
    page.goto(f"{here}/sign-in/")
    page.click("button >> text=Sign in with a passkey")
    page.locator("[data-problem]:visible").wait_for()

    assert page.locator("[data-problem]").inner_text() == (
        "Nothing was sent: the passkey was not given. Try again, or use another."
    )


def test_an_account_that_is_closed_ends_its_sessions_and_lets_nobody_in(here, page, doors):
    Device(page)
    answer_invitation(page, here, invited(doors, ANNA))
    before = acting(page)
    doors.enact(accounts.Close(on=TODAY, person=ANNA))
    page.goto(f"{here}/")
    after = acting(page)
    page.goto(f"{here}/sign-in/")
    page.click("button >> text=Sign in with a passkey")
    page.locator(".alert.refused:visible").wait_for()

    assert (before, after, page.locator(".alert.refused:visible").inner_text()) == (
        "Acting as Myself, Andrews, A",
        "Sign in",
        "The account of this passkey is closed, or its way in was restored. Ask an officer of yours.",
    )


def test_one_acts_in_the_offices_that_one_holds_today_and_in_no_other(here, page, doors):
    appoint(doors, ANNA, SOUTH)
    appoint(doors, ANNA, CENTRE)
    Device(page)
    answer_invitation(page, here, invited(doors, ANNA))
    offered = sorted(page.locator(".officers b").all_inner_texts())
    page.click(".officers button >> text=Centre secretary")
    page.wait_for_url(f"{here}/")
    centre = (acting(page), heading(page, f"{here}/units/N/"))
    with doors.register() as register:
        [term] = register.holders("secretary", CENTRE, on=TODAY)
    doors.enact(offices.End(on=date(2025, 2, 1), term=term.term))
    ended = (heading(page, f"{here}/units/N/"), heading(page, f"{here}/acting-as/"))
    left = page.locator(".officers b").all_inner_texts()

    assert (offered, centre, ended, left) == (
        ["Branch secretary", "Centre secretary"],
        ("Acting as Centre secretary, Centre", "North"),
        ("Nothing to show here", "Acting as"),
        ["Branch secretary"],
    )


def test_passkeys_are_named_added_and_removed_but_for_the_last(chromium, here, page, doors):
    telephone = Device(page)
    answer_invitation(page, here, invited(doors, ANNA))
    page.goto(f"{here}/account/")
    alone = page.locator("button[name=passkey]").count()
    # The same device would not make a second passkey of one account, so another one takes its place.
    telephone.remove()
    Device(page)
    page.fill("#name", "computer")
    page.click("button >> text=Add a passkey")
    page.locator("text=Remove computer").wait_for()
    named = page.locator("ul.held >> nth=0").locator("b").all_inner_texts()
    page.click("button >> text=Remove telephone")
    page.locator("text=Remove computer").wait_for(state="detached")
    left = page.locator("ul.held >> nth=0").locator("b").all_inner_texts()
    page.click("button >> text=Sign out")
    sign_in(page, here)

    assert (alone, named, left, acting(page)) == (
        0,
        ["telephone", "computer"],
        ["computer"],
        "Acting as Myself, Andrews, A",
    )


def test_what_was_typed_is_kept_when_a_session_ends_in_mid_form(chromium, here, page, doors):
    appoint(doors, ANNA, SOUTH)
    telephone = Device(page)
    answer_invitation(page, here, invited(doors, ANNA))
    address = f"{here}/people/{shown(ANNA)}/account/"
    page.goto(address)
    page.evaluate("document.querySelector('#grounds').value = 'She lost her telephone on the way to the meeting.'")
    doors_closed()
    page.click("button >> text=Ask for recovery")
    title, kept = page.locator("h1").inner_text(), page.locator("[name=grounds]").input_value()
    with page.context.expect_page() as opening:
        page.click("text=Sign in, in another window")
    window = opening.value
    Device(window).take_over(telephone)
    sign_in(window, here)
    page.click("button >> text=Send the form again")
    page.locator("dt >> text=Recovery").wait_for()

    assert (title, kept, page.url, page.locator(".alert-title").first.inner_text()) == (
        "You are no longer signed in",
        "She lost her telephone on the way to the meeting.",
        address,
        "Entered.",
    )


def doors_closed() -> None:
    """End every session of Anna's, as another process would."""
    from concurrent.futures import ThreadPoolExecutor

    from django.db import connection

    from polity.pages import sessions

    def ended() -> None:
        sessions.end_all_of(ANNA)
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(ended).result()


def shown(person: int) -> str:
    from polity.words import ids

    return ids.show(person)


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_at_the_door(chromium, here, doors, width, scheme):
    appoint(doors, ANNA, SOUTH)
    appoint(doors, ANNA, CENTRE)
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    Device(page)
    found = {path: faults(page, here + path) for path in ("/sign-in/", "/invitation/", "/sign-in/link/x/")}
    answer_invitation(page, here, invited(doors, ANNA))
    found |= {path: faults(page, here + path) for path in ("/acting-as/", "/account/")}
    page.goto(f"{here}/acting-as/")
    page.click(".officers button >> text=Branch secretary")
    page.wait_for_url(f"{here}/")
    found["desk"] = faults(page, f"{here}/people/{shown(ANNA)}/account/")
    context.close()

    assert found == dict.fromkeys(found, ([], width))


def faults(page, address: str) -> tuple[list[str], int]:
    page.goto(address)
    return looked_over(page)
