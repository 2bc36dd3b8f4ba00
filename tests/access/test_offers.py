"""Whatever an act names by an id lies within what its reader may see, or is answered as what does not exist."""

from datetime import date

import pytest

from polity.access import offers
from polity.acts import (
    ACTS,
    admission,
    appeals,
    exports,
    meetings,
    membership,
    people,
    reregistration,
    sponsoring,
)
from polity.readings.house import Scope
from polity.register.forms import Unreadable
from polity.words import ids
from tests.league import ANNA, BORIS, CENTRE, NORTH, SOUTH, League
from tests.pages.offices import appoint

DAY = date(2025, 3, 1)
NOBODY = 987654321
MEETING, EXPORT, ROLL, APPEAL, ASKED = 81001, 81002, 81003, 81004, 81005
NAMED = [
    ("admission.decide", "meeting", MEETING, {"person": ids.show(ANNA), "present": 5, "votes_for": 5}),
    ("admission.refuse", "meeting", MEETING, {"person": ids.show(ANNA), "grounds": "x"}),
    ("admission.unask", "asked", ASKED, {"person": ids.show(ANNA)}),
    ("appeal.reply", "appeal", APPEAL, {"person": ids.show(ANNA), "reply": "x"}),
    ("meeting.cancel", "meeting", MEETING, {"grounds": "x"}),
    ("unit.reregister_close", "reregistration", ROLL, {}),
    ("export.approve", "export", EXPORT, {"second": ids.show(ANNA)}),
]


@pytest.fixture
def busy(league: League) -> League:
    """North has a meeting, an application with a question to a sponsor, an appeal, a roll and an export."""
    appoint(league, ANNA, SOUTH)
    league.member(2009, NORTH, "Nash", date(2023, 1, 1))
    appoint(league, 2009, NORTH)
    league.enact(meetings.Call(on=DAY, meeting=MEETING, unit=NORTH, day=DAY, hour="7", place="Hall", agenda="Dues"))
    league.enact(reregistration.Open(on=DAY, reregistration=ROLL, unit=NORTH, until=date(2025, 6, 1)))
    export = exports.Make(on=DAY, export=EXPORT, what="people", form="csv", purpose="letters to all", unit=NORTH,
                          owner=2009, expires=date(2025, 3, 8))  # fmt: skip
    league.enact(export, league.by(unit=NORTH))
    league.enact(people.Record(on=date(2024, 1, 1), person=2008, unit=NORTH, family="Moss", given="M"))
    for person in (BORIS, 2008):
        league.enact(admission.Apply(on=DAY, person=person, application=league.id()))
    league.enact(sponsoring.AskSponsor(on=DAY, person=2008, sponsor=ANNA, asked=ASKED))
    league.enact(admission.Refuse(on=DAY, person=BORIS, grounds="x"))
    league.enact(appeals.Lodge(on=DAY, person=BORIS, against="application", grounds="x", appeal=APPEAL))
    return league


def says(league: League, act: str, given: dict[str, object], unit: int) -> str:
    try:
        offers.read(
            ACTS[act], given, on=DAY, house=league.house, scope=Scope(day=DAY, unit=unit, person=ANNA),
            draw=league.randomness,
        )  # fmt: skip
    except Unreadable as unread:
        return unread.says
    return "read"


def test_what_lies_elsewhere_is_answered_as_what_is_not(busy: League) -> None:
    answers = {
        (act, says(busy, act, {**given, field: ids.show(one)}, SOUTH).replace(ids.show(one), "It"))
        for act, field, number, given in NAMED
        for one in (number, NOBODY)
    }
    assert answers == {(act, "It is nothing that you may see in the register.") for act, *_ in NAMED}


def test_where_it_lies_it_is_found(busy: League) -> None:
    answers = {}
    for act, field, number, given in NAMED:
        own = {name: ids.show(BORIS if name == "person" else 2009) for name in ("person", "second") if name in given}
        answers[act] = says(busy, act, {**given, **own, field: ids.show(number)}, NORTH)
    assert answers == {act: "read" for act, *_ in NAMED}


def test_a_sponsor_answers_for_somebody_whom_they_do_not_see(busy: League) -> None:
    given: dict[str, object] = {"person": ids.show(2008), "sponsor": ids.show(ANNA), "asked": ids.show(ASKED)}
    assert [says(busy, act, given, SOUTH) for act in ("admission.recommend", "admission.decline")] == ["read"] * 2


def test_what_stands_in_the_way_of_many_follows_what_is_entered_and_who_asks(league: League) -> None:
    leaves = [membership.Leave(on=DAY, person=ANNA), membership.Leave(on=DAY, person=BORIS)]

    def codes(unit: int) -> list[list[str]]:
        found = offers.stands_in_the_way(leaves, by=league.by(unit=unit), house=league.house)
        return [[one.code for one in of] for of in found]

    before = codes(CENTRE)
    league.enact(leaves[0])
    after = codes(CENTRE)
    assert (before, bool(after[0]), after[1]) == ([[], []], True, [])
    assert [bool(of) for of in codes(SOUTH)] == [True, True]
