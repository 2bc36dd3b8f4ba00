"""What the web row looks with: a browser that sees what runs, and eyes that see which headers lack."""

from html import escape

import pytest

from polity.trust import browser
from polity.trust.payloads import RUNS, payload, seen
from polity.trust.serving import Answer
from polity.trust.visiting import CARRIED, lacking

POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
WHOLE = (*CARRIED.items(), ("Cache-Control", "no-store"), ("Content-Security-Policy", POLICY))


def page(text: str, *headers: tuple[str, str]) -> Answer:
    body = f'<!doctype html><html lang="en"><title>x</title><p>{text}</p></html>'
    return Answer(200, (("Content-Type", "text/html; charset=utf-8"), *headers), body.encode())


@pytest.mark.browser
def test_the_browser_sees_what_runs_what_is_fetched_and_what_is_refused() -> None:
    bare, held, sound = page(payload(7)), page(payload(8), *WHOLE), page(escape(payload(9)), *WHOLE)
    told = list(browser.opened([("bare", bare), ("held", held), ("sound", sound)], {}))

    assert [one.split(":")[0] for one in told if "ran" in one] == ["bare"]
    assert {one.split(":")[0] for one in told} == {"bare", "held"}


def test_a_payload_is_seen_escaped_and_not_and_only_the_latter_counts_as_broken() -> None:
    assert (seen(escape(payload(7))), seen(payload(7))) == ({7}, {7})
    assert (bool(RUNS.search(escape(payload(7)))), bool(RUNS.search(payload(7)))) == (False, True)


@pytest.mark.parametrize("name", [name for name, _ in WHOLE])
def test_a_header_that_lacks_is_named(name: str) -> None:
    assert list(lacking(page("x", *WHOLE))) == []
    assert [one.split()[0] for one in lacking(page("x", *(one for one in WHOLE if one[0] != name)))] == [name]


@pytest.mark.parametrize("word", ["'unsafe-inline'", "https:", "*"])
def test_a_policy_that_allows_too_much_is_named(word: str) -> None:
    wide = (*WHOLE[:-1], ("Content-Security-Policy", f"{POLICY}; script-src {word}"))

    assert len(list(lacking(page("x", *wide)))) == 1
