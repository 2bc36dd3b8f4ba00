"""Every page of the registry in a real browser, for every kind of reader: phone and desk, by day and by night."""

import gzip
import re
from pathlib import Path

import pytest
from django.urls import get_resolver

from polity.imports import places
from tests.pages.lively import ROLES, SHUT, addresses, filled
from tests.pages.looking import AXE, looked_over
from tests.pages.offices import pages_of, session_of, signed_in
from tests.pages.test_in_a_browser import address, chromium

pytestmark = [pytest.mark.browser, pytest.mark.timeout(900)]
__all__ = ["address", "chromium"]  # fixtures of the gallery's tests

KIB = 60  # how much a page may weigh over the wire
PARTS = re.compile(r'<(\w+)[^>]*?(?: class="([^"]*)")?[^>]*?(?: type="(\w+)")?[^>]*>')  # what a page is built of
# Of a page that has been looked at whole, night and day differ in what can be read on what.
COLOURS = """axe.run({runOnly: {type: 'rule', values: ['color-contrast', 'link-in-text-block']}})
 .then((result) => result.violations.map((one) => one.id))"""


@pytest.fixture(autouse=True)
def organisation() -> None:
    """The module opens one for all its tests."""


@pytest.fixture(scope="module")
def lively(leagues, pages, tmp_path_factory):
    """The pages of the small league: by role, what answered at each address."""
    with leagues() as league, pages_of(league):
        places.use(tmp_path_factory.mktemp("lively"))
        filled(league)
        where = addresses(league)
        yield {role: _answers(role, where) for role in ROLES}
        places.use(None)


def _answers(role, where):
    browser = signed_in(*ROLES[role])
    return {(name, one): browser.get(one) for name, listed in where.items() for one in listed}


def _is_page(answer):
    """A whole page: neither a file nor a part that a page asks for."""
    return answer.status_code == 200 and answer.content.startswith(b"<!doctype html>")


def test_every_page_opens_for_somebody(lively):
    opened = {
        name for answers in lively.values() for (name, _), answer in answers.items() if answer.status_code in (200, 302)
    }
    sent_only = {name for (name, _), answer in lively["whole"].items() if answer.status_code == 405}

    assert {pattern.name for pattern in get_resolver().url_patterns if pattern.name} - opened - sent_only == set(SHUT)


def test_nothing_breaks_for_anybody(lively):
    assert {
        (role, one, answer.status_code)
        for role, answers in lively.items()
        for (_, one), answer in answers.items()
        if answer.status_code not in (200, 302, 404, 405)
    } == set()


def test_no_page_is_heavier_than_the_budget(lively):
    weights = {
        (role, one): len(gzip.compress(answer.content)) / 1024
        for role, answers in lively.items()
        for (_, one), answer in answers.items()
        if _is_page(answer)
    }

    assert {key: round(weight) for key, weight in weights.items() if weight > KIB} == {}


def test_every_form_can_be_sent_without_scripts(lively):
    """A form names where it goes, and holds something to press; those of passkeys alone need a script."""
    wanting = set()
    for role, answers in lively.items():
        for (_, one), answer in answers.items():
            forms = re.findall(r"<form\b.*?</form>", answer.content.decode(), re.S) if _is_page(answer) else []
            wanting |= {(role, one) for form in forms if "<button" not in form}
            wanting |= {(role, one) for form in forms if 'method="post"' in form and "csrfmiddlewaretoken" not in form}

    assert wanting == set()


def test_axe_and_the_console_are_silent_and_nothing_runs_over_the_edge(lively, chromium, address):
    """Each page is looked at once for each way in which it is built; readers for whom it is built alike share it."""
    found, seen = [], set()
    for role, answers in lively.items():
        said: list[str] = []
        context, page = _reader(chromium, address, role, said)
        for (name, one), answer in answers.items():
            built = (name, frozenset(PARTS.findall(_main(answer)))) if _is_page(answer) else None
            if built is None or built in seen:
                continue
            seen.add(built)
            found += [(role, one, problem) for problem in _looked_at(page, address + one)]
            found += [(role, one, text) for text in said]
            said.clear()
        context.close()

    assert "\n".join(map(str, found)) == ""


def _main(answer):
    return answer.content.decode().partition("<main")[2]


def _reader(chromium, address, role, said):
    context = chromium.new_context(bypass_csp=True, viewport={"width": 1280, "height": 900})
    person, office, unit = ROLES[role]
    if person is not None:
        cookie = {"name": "polity_session", "value": session_of(person, office, unit), "url": address}
        context.add_cookies([cookie])
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda problem: said.append(str(problem)))
    page.on("dialog", lambda dialog: said.append(dialog.message))
    return context, page


def _looked_at(page, there):
    """At a desk and on a phone, each by day and by night."""
    page.goto(there)
    for width, scheme, other in ((1280, "light", "dark"), (375, "dark", "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        found, wide = looked_over(page)
        page.emulate_media(color_scheme=other)
        found += [f"{one}, {other}" for one in page.evaluate(COLOURS)]
        yield from (f"{one}, {width}" for one in found)
        if wide > width:
            yield f"{wide} wide of {width}"


def test_an_act_is_entered_without_scripts(lively, chromium, address):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 375, "height": 800})
    person, office, unit = ROLES["branch"]
    context.add_cookies([{"name": "polity_session", "value": session_of(person, office, unit), "url": address}])
    page = context.new_page()
    page.goto(f"{address}/units/N1/meetings/call/")
    page.fill("#id_day", "2025-03-20")
    page.fill("#id_hour", "19:00")
    page.fill("#id_place", "Hall")
    page.fill("#id_agenda", "Lamps")
    page.get_by_role("button", name="Only examine").click()
    examined = page.locator("#verdict .verdict-word").inner_text()
    page.get_by_role("button", name="Call the meeting").click()
    entered = page.locator("main [role=status] .alert-title").inner_text()
    context.close()

    assert (examined, entered) == ("May", "Entered in the journal.")


def test_the_vendored_checker_is_there():
    assert Path(AXE).stat().st_size > 100_000
