"""An entry decided again on its page: for those who see the case, on what was known then, and under a draft."""

from datetime import date

import pytest

from polity.acts import admission, people, resolution
from polity.pages.journal import ROWS
from polity.readings.journal import TABLES
from polity.words import ids
from tests.league import ANNA, BORIS, CENTRE, SOUTH, League
from tests.pages.offices import appoint, pages_of, signed_in

DRAFT = """
reform: longer
from: 2025-07-01
set: {param: candidate_months, to: 9}
"""
PROPOSED = 9600


@pytest.fixture(autouse=True)
def organisation() -> None:
    """These pages are of a league, not of the demonstration."""


def promoted(league: League) -> int:
    """David of South becomes a member; a longer period is proposed. Gives the number of the promotion."""
    league.enact(people.Record(on=date(2024, 1, 1), person=2004, unit=SOUTH, family="Dean", given="D"))
    league.candidate(2004, date(2024, 7, 1))
    receipt = league.enact(admission.Promote(on=date(2025, 2, 1), person=2004))
    moved = {"title": "A longer period", "says": "Nine months.", "body": CENTRE, "mover": CENTRE, "reform": DRAFT}
    league.enact(resolution.Draft(on=date(2025, 2, 1), resolution=PROPOSED, **moved))
    with league.register() as register:
        register.cursor.execute("SELECT number FROM journal_seal WHERE entry = %s", [receipt.entry])
        (number,) = register.cursor.fetchone() or (0,)
    return int(number)


def test_an_entry_is_decided_again_and_under_a_draft(league: League) -> None:
    number = promoted(league)
    appoint(league, ANNA, SOUTH)
    with pages_of(league):
        client = signed_in(ANNA, "secretary", SOUTH)
        entry = client.get(f"/journal/{number}/")
        then = client.get(f"/journal/{number}/again/")
        under = client.get(f"/journal/{number}/again/?under={ids.show(PROPOSED)}")

    assert (entry.status_code, then.status_code, under.status_code) == (200, 200, 200)
    assert entry.content.decode().count(f'href="/journal/{number}/again/"') == 1
    assert then.content.decode().count("The same comes out again") == 1
    assert under.content.decode().count("The candidate period of 9 months is not served.") == 1


def test_what_one_may_not_see_is_not_decided_again(league: League) -> None:
    number = promoted(league)
    with pages_of(league):
        client = signed_in(BORIS)
        foreign, absent = client.get(f"/journal/{number}/again/"), client.get("/journal/424242/again/")

    assert (foreign.status_code, foreign.content) == (404, absent.content)


def test_whatever_an_entry_wrote_has_a_name_on_its_page() -> None:
    assert set(ROWS) == set(TABLES)


def test_an_entry_of_every_act_opens_for_the_whole(league: League) -> None:
    promoted(league)
    appoint(league, ANNA, CENTRE)
    with league.register() as register:
        register.cursor.execute("SELECT act, max(number) FROM journal_seal JOIN journal_entry USING (entry) GROUP BY 1")
        entries = {act: int(number) for act, number in register.cursor.fetchall()}
    with pages_of(league):
        reader = signed_in(ANNA, "secretary", CENTRE)
        shown = {act: reader.get(f"/journal/{number}/").content.decode() for act, number in entries.items()}

    draft = shown["resolution.draft"]
    assert draft.count("Resolutions</th>") + draft.count("Resolutions</dt>") == 1
    assert {act for act, text in shown.items() if "</html>" not in text} == set()
