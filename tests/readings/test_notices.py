"""What is due as a calendar, and what is held of a person, each within a scope."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from polity.acts import admission, exports, membership, offices, people, rights
from polity.readings import notices
from polity.readings import rights as held
from polity.readings.house import Scope
from tests.league import ANNA, BORIS, CENTRE, CLARA, NORTH, SOUTH, WHOLE, League

DAY = date(2025, 3, 1)
NOW = datetime(2025, 3, 1, 12, 30, tzinfo=UTC)


def busy(league: League) -> None:
    """Boris has applied and asked for a correction; Clara is a candidate since January; Anna is released to North."""
    league.enact(people.Record(on=date(2023, 1, 1), person=CLARA, unit=NORTH, family="Clark", given="C"))
    league.candidate(CLARA, date(2025, 1, 1))
    league.enact(admission.Apply(on=DAY, person=BORIS, application=league.id()))
    league.enact(rights.AskCorrection(on=DAY, person=BORIS, request=7, field="born", wanted="x", grounds="y"))
    league.enact(membership.Transfer(on=DAY, member=ANNA, receiving=NORTH, transfer=league.id()))
    league.house.columns.refresh()


def unfolded(text: str) -> list[str]:
    """The lines of a calendar, as RFC 5545 has them read."""
    assert text.endswith("\r\n")
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert re.findall(r"(?<!\r)\n", text) == []
    return re.sub(r"\r\n[ \t]", "", text).split("\r\n")[:-1]


def test_what_is_due_is_counted_by_day_and_unit_with_nobody_named(league: League) -> None:
    busy(league)
    found = [(one.on, one.says) for one in notices.due(league.house, scope=Scope(day=DAY, unit=NORTH, person=BORIS))]
    assert found == [
        (DAY, "A transfer waits to be acknowledged in North: 1"),
        (DAY, "An application waits in North: 1"),
        (date(2025, 4, 1), "An answer is due in North: 1"),
    ]
    later = Scope(day=date(2025, 6, 1), unit=NORTH)
    assert [one.says for one in notices.due(league.house, scope=later) if one.on == date(2025, 7, 1)] == [
        "A candidacy is due in North: 1"
    ]
    assert notices.due(league.house, scope=Scope(day=DAY, person=BORIS)) == []


def test_a_calendar_counts_each_candidacy_once_and_names_so_many_units(
    league: League, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy(league)
    league.enact(people.Record(on=date(2023, 1, 1), person=5001, unit=SOUTH, family="Young", given="Y"))
    league.candidate(5001, date(2025, 1, 1))
    league.house.columns.refresh()
    scope = Scope(day=date(2025, 6, 1), unit=CENTRE)
    listed = [(one.on, one.unit, one.many) for one in notices.due(league.house, scope=scope) if "candidacy" in one.what]
    assert listed == [(date(2025, 7, 1), "North", 1), (date(2025, 7, 1), "South", 1)]
    monkeypatch.setattr(notices, "UNITS", 1)
    later = Scope(day=date(2025, 5, 1), unit=CENTRE)  # another day, so that nothing is held ready
    listed = [(one.on, one.unit, one.many) for one in notices.due(league.house, scope=later) if "candidacy" in one.what]
    assert listed == [(date(2025, 7, 1), "North", 1), (date(2025, 7, 1), "the other units (1)", 1)]


def test_a_calendar_is_read_as_it_was_meant() -> None:
    name = "Übersicht, alles; und\\mehr\n" + "ж" * 60
    text = notices.calendar([notices.Due(DAY, "An application waits", name, 3)], name=name, at=NOW)
    lines = unfolded(text)
    properties = dict(line.split(":", 1) for line in lines)
    summary = re.sub(r"\\(.)", lambda found: "\n" if found[1] == "n" else found[1], properties["SUMMARY"])
    assert (lines[0], lines[-1], lines.count("BEGIN:VEVENT")) == ("BEGIN:VCALENDAR", "END:VCALENDAR", 1)
    assert summary == f"An application waits in {name}: 3"
    assert (properties["DTSTART;VALUE=DATE"], properties["DTEND;VALUE=DATE"]) == ("20250301", "20250302")
    assert (properties["DTSTAMP"], properties["VERSION"]) == ("20250301T123000Z", "2.0")


def test_nobody_outside_the_scope_is_held_or_asked_after(league: League) -> None:
    busy(league)
    south = Scope(day=DAY, unit=SOUTH, person=ANNA)
    assert [held.package(league.house, person, scope=south) for person in (BORIS, 2999)] == [None, None]
    assert [held.own(league.house, person, scope=south) for person in (BORIS, 2999)] == [None, None]
    assert (held.waiting(league.house, scope=south), held.asked(league.house, 7, scope=south)) == ([], None)
    assert [one.name for one in held.waiting(league.house, scope=WHOLE)] == ["Brown, B"]
    assert notices.letters(league.house, BORIS, scope=south) is None


def test_two_worlds_that_differ_elsewhere_look_alike(league: League) -> None:
    south = Scope(day=DAY, unit=SOUTH)

    def seen() -> list[object]:
        house = league.house
        return [
            held.waiting(house, scope=south), held.expiring(house, scope=south), notices.due(house, scope=south),
            notices.desk(house, scope=south),
        ]  # fmt: skip

    before = seen()
    league.enact(people.Record(on=date(2023, 1, 1), person=CLARA, unit=NORTH, family="Clark", given="C"))
    league.candidate(CLARA, date(2024, 1, 1))
    league.enact(admission.Apply(on=DAY, person=BORIS, application=league.id()))
    league.enact(rights.AskErasure(on=DAY, person=BORIS, request=7))
    league.house.columns.refresh()
    assert seen() == before


def test_a_file_of_many_people_is_seen_by_each_of_them(league: League) -> None:
    league.member(CLARA, NORTH, "Clark", date(2023, 6, 1))
    league.enact(offices.Appoint(on=DAY, term=league.id(), office="secretary", unit=CENTRE, person=ANNA))
    made = exports.Make(
        on=DAY, export=77, what="people", form="csv", purpose="Invitations", expires=date(2025, 3, 8), unit=NORTH,
        owner=ANNA,
    )  # fmt: skip
    league.enact(made)
    found = {
        person: held.exports(league.house, person, scope=Scope(day=DAY, person=person)) for person in (BORIS, ANNA)
    }
    assert found == {BORIS: [held.Sent(DAY, "Invitations", "North", date(2025, 3, 8))], ANNA: []}
    assert held.exports(league.house, BORIS, scope=Scope(day=DAY, unit=SOUTH)) == []


def test_a_file_is_seen_by_whoever_was_at_home_in_its_unit_or_below_on_its_day(league: League) -> None:
    league.member(CLARA, NORTH, "Clark", date(2023, 6, 1))
    league.enact(offices.Appoint(on=DAY, term=league.id(), office="secretary", unit=CENTRE, person=ANNA))

    def make(number: int, unit: int | None, on: date) -> None:
        said = {"on": on, "export": number, "what": "people", "form": "csv", "purpose": f"{number}",
                "expires": on + timedelta(days=7)}  # fmt: skip
        league.enact(exports.Make(unit=unit, owner=ANNA, **said) if unit else exports.HandOut(people=3, **said))

    for number, unit in enumerate((NORTH, SOUTH, CENTRE, None), start=70):
        make(number, unit, DAY)
    league.enact(membership.Transfer(on=date(2025, 4, 1), member=CLARA, receiving=SOUTH, transfer=league.id()))
    league.enact(membership.Receive(on=date(2025, 4, 1), member=CLARA))
    for number, unit in enumerate((NORTH, SOUTH, None), start=80):
        make(number, unit, date(2025, 4, 1))
    seen = {
        person: [
            (one.purpose, one.unit)
            for one in held.exports(league.house, person, scope=Scope(day=date(2025, 4, 1), person=person))
        ]
        for person in (BORIS, CLARA)
    }
    assert seen == {
        BORIS: [("80", "North"), ("82", ""), ("70", "North"), ("72", "Centre"), ("73", "")],
        CLARA: [("81", "South"), ("82", ""), ("70", "North"), ("72", "Centre"), ("73", "")],
    }
