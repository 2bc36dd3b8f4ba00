"""What waits at the other desks: a line each in the inbox and on the first page, counted within what one may see."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client

from polity.acts import admission, contacts, exports, meetings, membership, people, reregistration
from polity.notices.work import work
from polity.words import ids
from tests.acts.following import counting, decided, done, drafted, target, task
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, League
from tests.pages.offices import TODAY, appoint, pages_of, signed_in

LINE = re.compile(r'<li><a href="([^"]+)"><b class="figure">(\d+)</b> ([^<]+)</a>')
EARLY, TWIN = date(2025, 1, 10), 2005


@pytest.fixture
def busy(league: League, monkeypatch: pytest.MonkeyPatch) -> Iterator[League]:
    """Something waits at each desk of North; Dale is released to South."""
    for person, name in ((CLARA, "Clark"), (DAVID, "Dale")):
        league.member(person, NORTH, name, date(2023, 1, 1))
    for person, unit in ((ANNA, SOUTH), (CLARA, NORTH)):
        appoint(league, person, unit)
    appoint(league, ANNA, CENTRE)
    north = league.by("secretary", NORTH)
    monkeypatch.setattr(exports, "ALONE", 0)
    league.enact(membership.Transfer(on=EARLY, member=DAVID, receiving=SOUTH, transfer=league.id()))
    league.enact(membership.AskTransfer(on=EARLY, person=CLARA, receiving=SOUTH, transfer=league.id()))
    league.enact(people.Assign(on=EARLY, person=BORIS, contact=CLARA))
    report = contacts.Report(on=EARLY, report=league.id(), person=BORIS, contact=CLARA, day=EARLY, kind="visit",
                             text="x", next_step="Call", next_by=date(2025, 2, 1))  # fmt: skip
    league.enact(report)
    league.enact(reregistration.Open(on=EARLY, reregistration=league.id(), unit=NORTH, until=date(2025, 6, 1)))
    export = exports.Make(on=TODAY, export=league.id(), what="people", form="csv", purpose="Letters to all", unit=NORTH,
                          owner=CLARA, expires=date(2025, 3, 8))  # fmt: skip
    league.enact(export, north)
    for person in (BORIS, TWIN):
        if person == TWIN:
            league.enact(people.Record(on=EARLY, person=TWIN, unit=NORTH, family="Brown", given="B"))
        league.enact(people.Amend(on=EARLY, person=person, facts={"born": "1990-01-01"}))
    with pages_of(league):
        yield league


def lines(browser: Client, page: str) -> list[tuple[str, str]]:
    """Where each line leads, and how many it counts."""
    return [(href, count) for href, count, _name in LINE.findall(browser.get(page).content.decode())]


def test_each_desk_has_a_line_within_what_the_reader_may_see(busy: League) -> None:
    north, south = signed_in(CLARA, "secretary", NORTH), signed_in(ANNA, "secretary", SOUTH)
    told = [
        ("/transfers/", "1"), ("/exports/", "1"), ("/duplicates/", "1"), ("/contacts/", "1"), ("/contacts/", "1"),
        ("/meetings/", "1"),
    ]  # fmt: skip
    assert [lines(north, page) for page in ("/inbox/", "/")] == [told, told]
    assert lines(south, "/inbox/") == [("/transfers/", "1")]
    assert lines(signed_in(CLARA), "/inbox/") == [("/contacts/", "1")]
    assert south.get("/waiting/transfers/")["Location"] == "/transfers/"


def test_notices_are_counted_until_they_are_seen(busy: League) -> None:
    busy.enact(membership.Transfer(on=TODAY, member=TWIN, receiving=SOUTH, transfer=busy.id()))
    while work(busy.database, today=TODAY)[0]:
        pass
    south = signed_in(ANNA, "secretary", SOUTH)
    found = [lines(south, "/inbox/")]
    south.get("/notices/")
    found.append(lines(south, "/inbox/"))
    assert found == [[("/transfers/", "2"), ("/notices/", "1")], [("/transfers/", "2")]]


def test_a_unit_leads_to_its_desks_for_whoever_answers_for_it(busy: League) -> None:
    page = signed_in(CLARA, "secretary", NORTH).get("/units/N/").content.decode()
    found = re.findall(r'href="(/(?:units/N/\w+|reregistrations/[\w-]+)/)"', page)
    assert [re.sub(r"[\w-]+/$", "", one) if "reregi" in one else one for one in found] == [
        "/units/N/meetings/", "/units/N/contacts/", "/reregistrations/", "/units/N/officers/", "/units/N/changes/",
    ]  # fmt: skip


def test_a_meeting_elsewhere_is_answered_as_one_that_is_not(busy: League) -> None:
    for number, unit in ((81, SOUTH), (82, NORTH)):
        busy.enact(meetings.Call(on=TODAY, meeting=number, unit=unit, day=TODAY, hour="7", place="Hall", agenda="Oil"))
        present = (ANNA,) if unit == SOUTH else (CLARA,)
        busy.enact(meetings.Hold(on=TODAY, meeting=number, present=present))
    busy.enact(admission.Apply(on=TODAY, person=BORIS, application=busy.id()))
    north, address = signed_in(CLARA, "secretary", NORTH), f"/admission/{ids.show(BORIS)}/decide/"
    page = north.get(address).content.decode()
    answers = []
    for number in (81, 987654321):
        given = {"on": TODAY.isoformat(), "key": "k", "present": "3", "votes_for": "2", "meeting": ids.show(number)}
        answer = north.post(address, given)
        shown = re.sub(r'(name="csrfmiddlewaretoken" value|"X-CSRFToken"\s*:)="?[^"]*"', "", answer.content.decode())
        answers.append((answer.status_code, shown.replace(ids.show(number), "")))
    assert re.findall(r'<option value="([\w-]+)"', page) == [ids.show(82)]
    assert (answers[0][0], answers[0] == answers[1]) == (422, True)
    with busy.register() as register:
        application = register.application(BORIS)
    assert application is not None and application.state == "applied"


def test_tasks_from_resolutions_stand_at_the_desk_of_their_unit_when_they_fall_due(league: League) -> None:
    counting(league)
    appoint(league, ANNA, CENTRE)
    appoint(league, DAVID, NORTH)
    drafted(league)
    league.enact(task(due=date(2025, 2, 1)))
    league.enact(task(part=8515, due=date(2025, 3, 31)))
    league.enact(task(part=8516, due=date(2025, 4, 1)))
    league.enact(target(owner=NORTH, due=date(2025, 2, 1)))
    with pages_of(league):
        north, centre = signed_in(DAVID, "secretary", NORTH), signed_in(ANNA, "secretary", CENTRE)
        assert lines(north, "/inbox/") == []
        decided(league)
        assert [lines(north, page) for page in ("/inbox/", "/")] == [[("/followup/", "2")]] * 2
        league.enact(done())
        assert lines(north, "/inbox/") == [("/followup/", "1")]
        assert [line for line in lines(centre, "/inbox/") if line[0] == "/followup/"] == []
