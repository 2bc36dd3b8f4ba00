"""Acts as forms: the verdict before anything is decided, what was typed, and entering once."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from polity.acts import admission, people, statutes
from polity.pages import deeds, frame
from polity.pages.readers import Reader
from polity.words import ids
from tests.league import ANNA, BORIS, NORTH, SOUTH, League
from tests.pages.offices import TODAY, appoint, pages_of


@pytest.fixture
def north(league: League) -> Iterator[League]:
    """Anna is North's secretary."""
    appoint(league, ANNA, NORTH)
    with pages_of(league):
        yield league


def asked(method: str, given: dict[str, str] | None = None, *, person: int = ANNA, unit: int = NORTH) -> HttpRequest:
    """A request as the middleware hands it to a view."""
    factory = RequestFactory()
    request = factory.post("/there/", given or {}) if method == "POST" else factory.get("/there/", given or {})
    request.today = request.day = TODAY  # type: ignore[attr-defined]
    request.session = Client().session  # type: ignore[assignment]
    request.reader = Reader(person, "secretary", unit, TODAY, "Branch secretary", "North")  # type: ignore[attr-defined]
    return request


def applied(request: HttpRequest) -> HttpResponse:
    return deeds.deed(
        request, admission.Apply, fixed={"person": BORIS}, title="Apply", button="Enter", done=lambda _: "/done/"
    )


def amended(request: HttpRequest, facts: dict[str, object] | None = None) -> HttpResponse:
    return deeds.deed(
        request, people.Amend, fixed={"person": BORIS}, title="Amend", button="Enter", done=lambda _: "/done/",
        initial={"facts": facts or {}},
    )  # fmt: skip


def key_in(answer: HttpResponse) -> str:
    return re.findall(r'name="key" value="([0-9a-f]+)"', answer.content.decode())[0]


def test_a_form_sent_twice_enters_one_act(north: League) -> None:
    key = key_in(applied(asked("GET")))
    sent = {"on": "2025-03-01", "key": key}
    first, second = applied(asked("POST", sent)), applied(asked("POST", sent))
    assert (first.status_code, first["Location"]) == (303, second["Location"])
    with north.register() as register:
        application = register.application(BORIS)
    assert application is not None
    assert (application.applied, application.unit) == (TODAY, NORTH)


def test_examining_enters_nothing(north: League) -> None:
    before = north.state()
    answer = applied(asked("POST", {"on": "2025-03-01", "key": "k", "check": "1"}))
    assert (answer.status_code, answer.content.decode().count("verdict may"), north.state() == before) == (200, 1, True)


def test_what_stands_in_the_way_is_said_with_its_remedy_and_what_was_typed_is_kept(north: League) -> None:
    north.enact(admission.Apply(on=date(2025, 1, 1), person=BORIS, application=north.id()))
    answer = applied(asked("POST", {"on": "2025-02-27", "key": "k"}))
    says = re.findall(r"<li>(.+?)\s*<br>", answer.content.decode())
    assert (answer.status_code, says) == (422, [f"{ids.show(BORIS)} already has an application, of 2025-01-01."])
    assert re.findall(r'name="on" value="(\S+)"', answer.content.decode())[-1] == "2025-02-27"


def test_a_field_that_cannot_be_read_is_named(north: League) -> None:
    answer = applied(asked("POST", {"on": "the first", "key": "k"}))
    assert (answer.status_code, answer.content.decode().count('href="#id_on"')) == (422, 1)


def test_an_officer_elsewhere_is_told_only_that(north: League) -> None:
    answer = applied(asked("GET", person=ANNA, unit=SOUTH))
    assert answer.content.decode().count("verdict may_not") == 0  # nothing about Boris: he is not theirs to see


def test_declared_attributes_are_fields_and_only_what_changed_is_entered(north: League) -> None:
    sent = {"on": "2025-03-01", "key": "k", "facts.sex": "male", "facts.born": "1990-02-03", "facts.months_owed": "2"}
    assert amended(asked("POST", sent), {"months_owed": 2}).status_code == 303
    with north.register() as register:
        assert register.facts(BORIS, on=TODAY) == {"born": "1990-02-03", "sex": "male"}


def test_the_journal_names_the_office_and_not_the_person(north: League) -> None:
    applied(asked("POST", {"on": "2025-03-01", "key": "k"}))
    with north.database.owner() as connection:
        head = connection.execute("SELECT operator, office FROM journal_entry ORDER BY entry DESC LIMIT 1").fetchone()
    assert head == ("account", f"secretary@{ids.show(NORTH)}")


def test_the_next_page_says_what_was_entered(north: League) -> None:
    address = applied(asked("POST", {"on": "2025-03-01", "key": "k"}))["Location"]
    assert re.fullmatch(r"/done/\?entered=\d+", address) is not None
    shown = Client().get("/?" + address.split("?")[1]).content.decode()
    assert shown.count("Entered in the journal.") == 1
    assert frame.current().name == "League of Lamplighters"


RECOMMENDED = """
statute: admission
subject: person
status: test
rules:
  may_become_candidate:
    all_of:
      - {id: "2.4", need: "months_owed <= 2", say: "Dues are owed.", remedy: "Enter the payment."}
"""


def test_what_an_article_says_is_seen_before_the_votes_are_counted(north: League) -> None:
    north.enact(statutes.Adopt(on=date(2024, 1, 1), statute="admission", text=RECOMMENDED))
    north.enact(admission.Apply(on=date(2025, 1, 1), person=BORIS, application=north.id()))
    north.owe(BORIS, 3, on=date(2025, 1, 2))
    shown = deeds.deed(
        asked("GET"), admission.Decide, fixed={"person": BORIS}, title="Decide", button="Enter", done=lambda _: "/done/"
    )
    assert re.findall(r"<li>(Dues.+?)\s*<a href=\"(.+?)\"", shown.content.decode()) == [
        (
            "Dues are owed.",
            "/statutes/articles/2.4/?on=2025-03-01",
        )
    ]
