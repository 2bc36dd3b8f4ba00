"""Every answer carries the same headers, whatever became of the request."""

from dataclasses import replace

import pytest

from polity.pages import frame
from polity.pages.middleware import here

CSP = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
CARRIED = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Vary": "Accept-Encoding, Accept-Language, Cookie, HX-Request",
}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        pytest.param("get", "/gallery/", 200, id="a page"),
        pytest.param("get", "/gallery/?take=sample-bars.csv", 200, id="a table to take away"),
        pytest.param("get", "/gallery/?on=1923-04-31", 422, id="a day that is none"),
        pytest.param("get", "/gallery/?lang=ru", 302, id="a choice of language"),
        pytest.param("get", "/gallery", 301, id="an address without its last slash"),
        pytest.param("get", "/nowhere/", 404, id="nothing there"),
        pytest.param("get", "/sign-out/", 405, id="a method that is not offered"),
        pytest.param("post", "/sign-out/", 403, id="a form without its token"),
    ],
)
def test_every_answer_carries_the_headers(browser, method, path, status):
    response = getattr(browser, method)(path)

    assert (response.status_code, {name: response[name] for name in CARRIED}) == (status, CARRIED)


def test_a_host_that_is_not_served_is_answered_with_the_headers(browser):
    response = browser.get("/gallery/", headers={"host": "elsewhere.example"})

    assert (response.status_code, {name: response[name] for name in CARRIED}) == (400, CARRIED)


def test_a_failure_is_answered_in_plain_words_with_the_headers(browser, organisation):
    def fails():
        raise RuntimeError("the day is not to be had")

    frame.use(replace(organisation, today=fails))
    response = browser.get("/gallery/")

    assert (response.status_code, {name: response[name] for name in CARRIED}) == (500, CARRIED)
    assert response.content.decode().split("<h1>")[1].split("</h1>")[0] == "The program failed"


def test_a_file_of_ours_is_kept_for_a_year_under_its_own_hash(browser):
    from polity.pages.assets import address

    response = browser.get(address("polity.css"))

    assert (response.status_code, response["Cache-Control"]) == (200, "public, max-age=31536000, immutable")


@pytest.mark.parametrize(
    "path", ["/static/0000000000000000/polity.css", "/static/x/../settings.py", "/static/x/nothing"]
)
def test_another_file_is_not_served(browser, path):
    assert browser.get(path).status_code == 404


def test_a_choice_of_language_never_leads_to_another_place(browser):
    assert browser.get("/gallery/?lang=ru&on=1923-04-15")["Location"] == "/gallery/?on=1923-04-15"
    assert here("//elsewhere.example/", "on=1923-04-15") == "/elsewhere.example/?on=1923-04-15"
