"""Attendance as a fact, meetings, contacts and re-registrations as they are read, each within a scope."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from polity.acts import contacts, meetings, membership, people, reregistration, statutes
from polity.readings import contacts as due
from polity.readings import meetings as met
from polity.readings import reregistration as rolls
from polity.readings.explained import explained
from polity.readings.house import Scope
from polity.readings.tally import tally
from polity.register.facts import of_case
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, WHOLE, League

DAY = date(2025, 3, 1)
IN_NORTH, IN_SOUTH = Scope(day=DAY, unit=NORTH), Scope(day=DAY, unit=SOUTH)
LAW = """
statute: meetings
subject: person
status: test
facts:
  meetings_attended: {type: int, range: [0, 400], forecast: key}
  meetings_held: {type: int, range: [0, 400], forecast: key}
params:
  enough: {type: int, values: {2019-01-01: 3}}
rules:
  is_active:
    all_of:
      - {id: "M1", need: "meetings_held < enough or meetings_attended >= enough", say: "Present {meetings_attended} times of {meetings_held}.", remedy: "Come."}
"""  # noqa: E501


def held(league: League, unit: int, day: date, *present: int, guests: int = 0) -> int:
    """A meeting of a unit that took place."""
    number = league.id()
    league.enact(
        meetings.Call(on=day, meeting=number, unit=unit, day=day, hour="7", place="Hall", agenda="Dues\nLamps")
    )
    league.enact(meetings.Hold(on=day, meeting=number, present=present, guest_others=guests))
    return number


def joined(league: League) -> None:
    league.member(DAVID, NORTH, "Dean", date(2023, 6, 1))
    league.enact(people.Record(on=date(2023, 1, 1), person=CLARA, unit=SOUTH, family="Clark", given="C"))


def counted(league: League, on: date) -> dict[int, tuple[int, int]]:
    """Attended and held for everybody, from the columns."""
    from polity.columns.everybody import everybody_sql

    league.house.columns.refresh()
    source = everybody_sql(
        "person", league.house.columns.fields.values(), ["meetings_attended", "meetings_held"], at=on
    )
    rows = league.house.columns.query(f"SELECT subject, meetings_attended, meetings_held FROM {source} e")
    return {int(person): (int(attended), int(number)) for person, attended, number in rows}


def single(league: League, on: date, scope: Scope = WHOLE) -> dict[int, tuple[int, int]]:
    """The same, case by case."""
    with league.register(scope) as register:
        found = {
            person: of_case(register, person, "person", at=on, wanted=["meetings_attended", "meetings_held"])
            for person in (ANNA, BORIS, CLARA, DAVID)
        }
    return {person: tuple(facts.values()) for person, facts in found.items() if None not in facts.values()}


def test_a_rule_counts_meetings_as_it_explains_them(league: League) -> None:
    joined(league)
    league.enact(statutes.Adopt(on=date(2024, 1, 1), statute="meetings", text=LAW))
    league.house.columns.refresh()
    for month in (4, 6, 8, 10):
        held(league, NORTH, date(2024, month, 5), *((DAVID, BORIS) if month < 10 else (DAVID,)))
    held(league, NORTH, date(2024, 3, 1), BORIS)  # a year before, to the day: no longer counted

    found = tally(league.house, "is_active", on=DAY, scope=WHOLE)
    said = {
        person: explained(league.house, "is_active", person, on=DAY, scope=WHOLE) for person in (ANNA, BORIS, DAVID)
    }

    assert found.rows == (("true", None, 4),)
    assert {person: one.verdict.outcome for person, one in said.items() if one} == {
        ANNA: True,
        BORIS: True,
        DAVID: True,
    }
    later = tally(league.house, "is_active", on=date(2025, 5, 1), scope=WHOLE)
    assert later.rows == (("false", "M1", 1), ("true", None, 3))
    told = explained(league.house, "is_active", BORIS, on=date(2025, 5, 1), scope=WHOLE)
    assert told is not None and told.verdict.failed == ("M1",)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from([NORTH, SOUTH]), st.integers(0, 800), st.integers(0, 3)), min_size=1, max_size=6
    ),
    st.integers(0, 900),
)
def test_everybody_at_once_equals_each_alone(
    leagues: Callable[[], AbstractContextManager[League]], drawn: list[tuple[int, int, int]], asked: int
) -> None:
    start = date(2023, 7, 1)
    with leagues() as league:
        joined(league)
        league.house.columns.refresh()
        for unit, days, who in drawn:
            own = {NORTH: (BORIS, DAVID), SOUTH: (ANNA, CLARA)}[unit]
            held(league, unit, start + timedelta(days), *(own[:who] or own))
        for on in (start + timedelta(asked), date(2024, 2, 29), date(2025, 2, 28)):
            assert counted(league, on) == single(league, on)


def test_attendance_goes_with_the_person_and_meetings_held_with_the_unit(league: League) -> None:
    joined(league)
    held(league, NORTH, date(2024, 9, 5), DAVID, BORIS)
    held(league, NORTH, date(2024, 10, 5), DAVID)
    held(league, SOUTH, date(2024, 10, 5), ANNA)
    league.enact(membership.Transfer(on=date(2025, 1, 1), member=DAVID, receiving=SOUTH, transfer=1))
    league.enact(membership.Receive(on=date(2025, 1, 1), member=DAVID))

    everybody = {ANNA: (1, 1), BORIS: (1, 2), CLARA: (0, 1), DAVID: (2, 1)}
    assert counted(league, DAY) == everybody
    assert single(league, DAY) == everybody
    assert single(league, DAY, IN_SOUTH) == {person: everybody[person] for person in (ANNA, CLARA, DAVID)}
    # On a day before the transfer David was at home in North, and South's secretary reads of him what everybody does.
    before = date(2024, 12, 1)
    assert single(league, before, IN_SOUTH)[DAVID] == counted(league, before)[DAVID]


def test_minutes_are_read_within_a_scope(league: League) -> None:
    joined(league)
    number = held(league, NORTH, date(2025, 2, 1), BORIS, DAVID, guests=2)
    league.enact(meetings.Decide(on=DAY, decision=77, meeting=number, title="Oil", text="Oil is bought.", votes_for=1))
    found = met.minutes(league.house, number, scope=IN_NORTH)
    assert found is not None
    assert [(one.name, one.standing) for one in found.people] == [("Dean, A", "member"), ("Brown, B", "sympathiser")]
    assert (found.listed.present, found.listed.guests) == ({"member": 1, "candidate": 0, "sympathiser": 1}, 2)
    assert [(one.title, one.carried) for one in found.decisions] == [("Oil", True)]
    assert sorted(found.numbers) == sorted({found.meeting.entry, found.decisions[0].entry})
    decided = met.decision(league.house, 77, scope=IN_NORTH)
    assert decided is not None and (decided[1].name, decided[2]) == ("North", date(2025, 2, 1))
    assert [met.minutes(league.house, number, scope=IN_SOUTH), met.decision(league.house, 77, scope=IN_SOUTH)] == [
        None,
        None,
    ]
    assert met.minutes(league.house, 4242, scope=WHOLE) is None


def test_an_agenda_says_what_is_ahead_and_what_nobody_entered(league: League) -> None:
    joined(league)
    number = held(league, NORTH, date(2025, 2, 1), BORIS)
    for meeting, day in ((801, date(2025, 2, 20)), (802, date(2025, 3, 10))):
        league.enact(
            meetings.Call(on=DAY if day > DAY else day, meeting=meeting, unit=NORTH, day=day, hour="7", place="Hall",
                          agenda="x")
        )  # fmt: skip
    found = met.agenda(league.house, on=DAY, scope=IN_NORTH)
    assert [[one.meeting.meeting for one in part] for part in found] == [[802], [801], [number]]
    assert [list(part) for part in met.agenda(league.house, on=DAY, scope=IN_SOUTH)] == [[], [], []]
    listed, following = met.of_unit(league.house, NORTH, scope=IN_NORTH)
    assert ([one.meeting.meeting for one in listed], following) == ([802, 801, number], None)
    assert met.of_unit(league.house, NORTH, scope=IN_SOUTH) == ([], None)


def test_a_list_of_meetings_goes_on_where_it_left_off(league: League, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(met, "PAGE", 2)
    made = [held(league, NORTH, date(2024, 1, 1) + timedelta(at // 2), BORIS) for at in range(5)]
    seen: list[int] = []
    after = None
    while True:
        found, after = met.of_unit(league.house, NORTH, scope=WHOLE, before=after)
        seen += [one.meeting.meeting for one in found]
        if after is None:
            break
    assert (len(seen), sorted(seen)) == (5, sorted(made))


def reported(league: League, text: str = "He fears the river.") -> None:
    """David of North keeps contact with Boris of North, and with Clara of South."""
    joined(league)
    for person in (BORIS, CLARA):
        league.enact(people.Assign(on=date(2024, 1, 1), person=person, contact=DAVID))
    league.enact(
        contacts.Report(on=DAY, report=1, person=BORIS, contact=DAVID, day=date(2025, 1, 5), kind="visit", text=text,
                        next_step="Bring the lantern", next_by=date(2025, 2, 1))
    )  # fmt: skip
    league.enact(
        contacts.Report(on=DAY, report=2, person=CLARA, contact=DAVID, day=date(2025, 1, 6), kind="call", text=text,
                        next_step="Call", next_by=date(2025, 2, 2))
    )  # fmt: skip


def test_what_is_due_is_shown_to_the_branch_and_to_whoever_keeps_contact(league: League) -> None:
    reported(league)
    own = Scope(day=DAY, person=DAVID)
    assert [(one.name, one.due(DAY)) for one in due.mine(league.house, on=DAY, scope=own)] == [
        ("Brown, B", True), ("Clark, C", True),
    ]  # fmt: skip
    assert [(one.name, one.contact_name) for one in due.due(league.house, on=DAY, scope=IN_NORTH)] == [
        ("Brown, B", "Dean, A")
    ]
    # South's secretary sees her sympathiser and what is due, and not who of another branch keeps contact.
    theirs = due.of_unit(league.house, SOUTH, on=DAY, scope=IN_SOUTH)
    assert [(one.name, one.contact, one.contact_name, one.assigned) for one in theirs] == [("Clark, C", None, "", True)]
    league.enact(
        contacts.Report(on=DAY, report=3, person=BORIS, contact=DAVID, day=date(2025, 2, 3), kind="visit", text="Done.")
    )
    assert due.due(league.house, on=DAY, scope=IN_NORTH) == []


def test_whoever_keeps_contact_reads_a_name_and_nothing_of_the_record(league: League) -> None:
    reported(league)
    league.enact(people.Amend(on=DAY, person=CLARA, facts={"workplace": "Quay"}))
    with league.register(Scope(day=DAY, person=DAVID)) as register:
        seen = (register.names([ANNA, BORIS, CLARA]), register.spells(CLARA), register.facts(CLARA, on=DAY))
    assert seen == ({BORIS: "Brown, B", CLARA: "Clark, C"}, [], {})
    assert due.mine(league.house, on=DAY, scope=Scope(day=DAY, person=ANNA)) == []


def test_contact_ends_where_a_sympathiser_becomes_a_candidate(league: League) -> None:
    reported(league)
    league.candidate(CLARA, date(2025, 2, 1))
    own = Scope(day=DAY, person=DAVID)
    assert [one.name for one in due.mine(league.house, on=DAY, scope=own)] == ["Brown, B"]
    with league.register(own) as register:
        assert register.names([CLARA]) == {}


def test_a_secretary_reads_no_report_of_another_branch(league: League) -> None:
    reported(league)
    assert due.reports(league.house, CLARA, scope=IN_NORTH) == []  # though a member of North wrote it
    assert [one.day for one in due.reports(league.house, CLARA, scope=IN_SOUTH)] == [date(2025, 1, 6)]
    assert [one.by for one in due.reports(league.house, CLARA, scope=Scope(day=DAY, person=DAVID))] == ["Dean, A"]


STEPS = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["confirmed", "asked", "moved", "not_reached", "leaves"])), max_size=10
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_nobody_is_lost_in_a_re_registration(
    leagues: Callable[[], AbstractContextManager[League]], steps: list[tuple[int, str]]
) -> None:
    with leagues() as league:
        everybody = [2100 + at for at in range(6)]
        for person in everybody:
            league.enact(people.Record(on=date(2024, 1, 1), person=person, unit=NORTH, family=f"F{person}", given="A"))
            league.candidate(person, date(2024, 2, 1))
        before = league.census(date(2025, 1, 1), where={"standing": ("candidate",)}).total
        league.enact(reregistration.Open(on=date(2025, 1, 1), reregistration=9, unit=NORTH, until=date(2025, 2, 1)))
        told = dict.fromkeys(everybody, "open")
        left = set()
        for at, said in steps:
            person = everybody[at]
            if said == "leaves" and person not in left:
                league.enact(membership.Leave(on=date(2025, 1, 5), person=person))
                left.add(person)
            elif said != "leaves":
                league.enact(
                    reregistration.Outcome(on=date(2025, 1, 5), person=person, outcome=said, grounds="door shut")
                )
                told[person] = said
        league.enact(reregistration.Close(on=date(2025, 2, 1), reregistration=9))

        found = rolls.roll(league.house, 9, scope=Scope(day=date(2025, 3, 1), unit=NORTH))
        assert found is not None
        assert {one.person: one.outcome for one in found.people} == told
        assert sum(found.progress.values()) == 6
        assert {one.person for one in found.to_decide} == {p for p in told if told[p] != "confirmed"} - left
        after = league.census(date(2025, 3, 1), where={"standing": ("candidate",)}).total
        assert after == before - len(left)  # closing drops nobody


def test_rolls_are_read_within_a_scope(league: League) -> None:
    joined(league)
    league.enact(reregistration.Open(on=DAY, reregistration=9, unit=NORTH, until=date(2025, 4, 1)))
    assert [one.unit.name for one in rolls.rolls(league.house, scope=IN_NORTH)] == ["North"]
    assert (rolls.rolls(league.house, scope=IN_SOUTH), rolls.roll(league.house, 9, scope=IN_SOUTH)) == ([], None)
    assert rolls.rolls(league.house, scope=Scope(day=DAY, person=DAVID)) == []


def readings_of(league: League) -> list[object]:
    """Everything that North's secretary can read of meetings, contacts and re-registrations."""
    listed = met.of_unit(league.house, NORTH, scope=IN_NORTH)[0]
    return [
        met.agenda(league.house, on=DAY, scope=IN_NORTH),
        listed,
        [met.expected(league.house, one.meeting, scope=IN_NORTH) for one in listed],
        [met.minutes(league.house, one.meeting.meeting, scope=IN_NORTH) for one in listed],
        due.due(league.house, on=DAY, scope=IN_NORTH),
        due.of_unit(league.house, NORTH, on=DAY, scope=IN_NORTH),
        [due.reports(league.house, person, scope=IN_NORTH) for person in (ANNA, BORIS, CLARA, DAVID, 2998)],
        rolls.rolls(league.house, scope=IN_NORTH),
        single(league, DAY, IN_NORTH),
    ]


def test_two_worlds_that_differ_outside_a_scope_read_the_same_in_it(
    leagues: Callable[[], AbstractContextManager[League]],
) -> None:
    worlds = []
    for other in (False, True):
        with leagues() as league:
            reported(league)
            held(league, NORTH, date(2025, 2, 1), DAVID, BORIS)
            league.enact(reregistration.Open(on=DAY, reregistration=9, unit=NORTH, until=date(2025, 4, 1)))
            if other:
                league._next = 7000
                league.enact(people.Record(on=DAY, person=2998, unit=SOUTH, family="Zed", given="Z"))
                league.enact(people.Assign(on=DAY, person=2998, contact=DAVID))
                league.enact(
                    contacts.Report(on=DAY, report=700, person=2998, contact=DAVID, day=DAY, kind="visit", text="x",
                                    next_step="y", next_by=DAY)
                )  # fmt: skip
                held(league, SOUTH, DAY, ANNA, 2998)
                held(league, CENTRE, DAY, *_nobody_but(league))
                league.enact(reregistration.Open(on=DAY, reregistration=10, unit=SOUTH, until=date(2025, 4, 1)))
            worlds.append(readings_of(league))
    assert worlds[0] == worlds[1]


def _nobody_but(league: League) -> tuple[int, ...]:
    """Somebody at home in the centre itself, so that it can meet."""
    league.enact(people.Record(on=DAY, person=2997, unit=CENTRE, family="Young", given="Y"))
    return (2997,)
