"""Who is asking, and how one signs in to the demonstration and out again."""

import re
from dataclasses import replace

import psycopg
from django.conf import settings
from django.db import connection

from polity.pages import frame, sessions


def token(browser) -> str:
    return re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get("/acting-as/").content.decode())[0]


def sign_in(browser, officer="secretary", back="/gallery/"):
    return browser.post("/acting-as/", {"officer": officer, "back": back, "csrfmiddlewaretoken": token(browser)})


def acting(browser) -> str:
    shown = browser.get("/gallery/").content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", shown.split('class="acting"')[1].split(">", 1)[1].split("</a>")[0]).split())


def kept() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT digest, person, held::text FROM page_session WHERE person = 1001")
        return cursor.fetchall()


def test_signing_in_shows_the_office_on_every_page(browser):
    before = acting(browser)
    answer = sign_in(browser)

    assert (before, answer["Location"], acting(browser)) == (
        "Not signed in",
        "/gallery/",
        "Acting as Branch secretary , North",
    )


def test_a_session_outlives_the_connection_that_the_database_let_go(browser):
    sign_in(browser)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    with psycopg.connect(settings.SESSIONS_DSN, autocommit=True) as other:
        ended = other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid]).fetchone()

    assert (ended, acting(browser)) == ((True,), "Acting as Branch secretary , North")


def test_signing_out_ends_the_session_on_the_server(browser):
    sign_in(browser)
    key = browser.cookies["polity_session"].value
    browser.post("/sign-out/", {"csrfmiddlewaretoken": token(browser)})
    browser.cookies["polity_session"] = key

    assert acting(browser) == "Not signed in"


def test_every_session_of_a_person_can_be_ended_at_once(browser):
    sessions.end_all_of(1001)
    sign_in(browser)

    assert (sessions.end_all_of(1001), acting(browser)) == (1, "Not signed in")


def test_the_key_of_a_session_is_not_kept(browser):
    sessions.end_all_of(1001)
    sign_in(browser)
    key = browser.cookies["polity_session"].value
    [(digest, person, held)] = kept()

    assert (len(bytes(digest)), person, held.count(key), bytes(digest).count(key.encode())) == (32, 1001, 0, 0)


def test_a_key_known_before_the_sign_in_is_worth_nothing_after_it(browser):
    sign_in(browser)
    known = browser.cookies["polity_session"].value
    sign_in(browser)
    renewed = browser.cookies["polity_session"].value
    browser.cookies["polity_session"] = known

    assert (known == renewed, acting(browser)) == (False, "Not signed in")


def test_a_session_that_has_run_out_is_nobodys(browser):
    sign_in(browser)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE page_session SET until = now()")

    assert acting(browser) == "Not signed in"
    sessions.SessionStore.clear_expired()
    assert kept() == []


def test_only_the_demonstration_offers_sign_in(browser, organisation):
    held = token(browser)
    frame.use(replace(organisation, demonstration=False))
    answer = browser.post("/acting-as/", {"officer": "secretary", "csrfmiddlewaretoken": held})

    assert (answer.status_code, acting(browser)) == (404, "Sign in")


def test_the_way_back_never_leads_to_another_place(browser):
    assert [
        sign_in(browser, back=back)["Location"] for back in ("https://elsewhere.example/", "//elsewhere.example")
    ] == [
        "/",
        "/",
    ]
