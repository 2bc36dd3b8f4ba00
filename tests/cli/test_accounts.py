"""Accounts at the prompt: the first invitation, and sessions ended at once."""

import json

import psycopg
import pytest

from polity.access import sessions
from polity.access.secrets import digest
from polity.words import ids


@pytest.fixture
def ada(own) -> str:
    """The id of the first officer."""
    with psycopg.connect(own.dsn) as connection:
        [(person,)] = connection.execute("SELECT person FROM office_term").fetchall()
    return ids.show(person)


def begun(own, person: str, *keys: str) -> None:
    """Sessions of somebody, as the pages keep them."""
    with psycopg.connect(own.dsn) as connection:
        for key in keys:
            connection.execute(
                "INSERT INTO page_session (digest, person, held, until, since, seen)"
                " VALUES (%s, %s, %s, now() + interval '1 hour', now(), now())",
                [sessions.digest(key), ids.read(person), json.dumps({"title": "Secretary", "agent": key})],
            )


def test_an_invitation_is_shown_and_only_its_digest_kept(own, ada):
    told = own.done(
        "account", "invite", "--person", ada, "--address", "https://polity.example.org/", "--format", "json"
    )
    start, made = told.json["invitation"].split("#")
    with psycopg.connect(own.dsn) as connection:
        kept = connection.execute("SELECT person, invitation FROM account").fetchall()
    again = own("account", "invite", "--person", ada)

    assert (start, kept) == ("https://polity.example.org/invitation/", [(ids.read(ada), digest(made))])
    assert (again.status, again.refused[0].split(" on ")[0]) == (1, "Not entered: account.open")


def test_sessions_are_listed_and_ended(own, ada):
    begun(own, ada, "one", "two", "three")
    listed = sorted(row["browser"] for row in own.done("account", "sessions", "--person", ada, "--format", "json").json)
    shown = sessions.digest("one").hex()[:16]
    one = own.done("account", "revoke", "--person", ada, "--session", shown).lines
    others = own.done("account", "revoke", "--person", ada).lines
    begun(own, ada, "four")
    all_of_them = own.done("account", "revoke", "--everybody").lines

    assert (listed, one, others, all_of_them) == (
        ["one", "three", "two"],
        ["Sessions ended: 1."],
        ["Sessions ended: 2."],
        ["Sessions ended: 1."],
    )


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(["invite", "--person", "nobody"], "Nobody on the register has the id nobody.", id="no id"),
        pytest.param(["revoke"], "It is not said whose sessions end.", id="nobody named"),
    ],
)
def test_a_command_that_is_not_put_rightly_says_what_is_missing(own, arguments, says):
    answer = own("account", *arguments)

    assert (answer.status, answer.refused[0]) == (2, says)
