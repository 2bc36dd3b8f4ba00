"""What stands in the way of bringing people in from a file, taking them back, exporting, and settling doubles."""

from datetime import date
from typing import Any

from polity.acts import exports, imports, people, units
from polity.readings.check import check
from polity.register.batch import Batch, People, Spells
from tests.league import ANNA, BORIS, CENTRE, NORTH, SOUTH, WHOLE, League
from tests.pages.offices import appoint

DAY = date(2025, 3, 1)
NEW = 3201


def batch(unit: int = NORTH, person: int = NEW) -> Batch:
    return Batch(
        "a file",
        people=People([person], ["Green"], ["Ada"], [""]),
        spells=Spells([person], [unit], ["member"], [date(2024, 1, 1)], [None], [date(2024, 1, 1)], [None]),
    )


def entered(league: League) -> int:
    return league.enact(imports.EnterPeople(on=DAY, batch=batch(), unit=NORTH)).entry


def back(entry: int, *who: int, grounds: str = "A wrong file") -> imports.Withdraw:
    return imports.Withdraw(on=DAY, unit=NORTH, entry=entry, people=who, grounds=grounds)


def test_people_come_in_only_below_the_unit_of_the_import(league: League) -> None:
    outside = imports.EnterPeople(on=DAY, batch=batch(SOUTH), unit=NORTH)

    assert league.codes(outside) == ["batch.row"]
    assert [one.data["says"] for one in league.examine(outside)] == [
        "The unit 0000-0000-00ZB does not stand on 2025-03-01."
    ]
    assert league.codes(imports.EnterPeople(on=DAY, batch=batch(), unit=NORTH), league.by("secretary", SOUTH)) == [
        "competence.scope"
    ]


def test_only_those_of_the_import_are_taken_back_and_only_unchanged(league: League) -> None:
    entry = entered(league)

    assert league.codes(back(entry)) == ["import.nobody"]
    assert league.codes(back(entry, BORIS)) == ["person.none"]
    assert league.codes(back(entry, NEW, grounds=" ")) == ["field.value"]
    assert league.codes(back(entry, NEW)) == []
    league.enact(people.Amend(on=DAY, person=NEW, facts={"workplace": "Harbour"}))
    assert league.codes(back(entry, NEW)) == ["import.altered"]


def test_who_was_taken_back_has_no_days_and_what_was_known_can_be_asked_for(league: League) -> None:
    entry = entered(league)
    known = league.census(DAY).total
    league.enact(back(entry, NEW))

    assert league.spells(NEW) == []
    assert league.census(DAY).total == known - 1
    assert [finding.says for finding in check(league.house, scope=WHOLE) if not finding.holds] == []


def made(**other: Any) -> exports.Make:
    said: dict[str, Any] = {
        "on": DAY, "export": 77, "unit": NORTH, "owner": ANNA, "what": "people", "form": "csv",
        "purpose": "Letters", "expires": date(2025, 3, 8),
    }  # fmt: skip
    return exports.Make(**(said | other))


def test_an_export_is_approved_once_by_somebody_else_while_it_lasts(league: League, monkeypatch: Any) -> None:
    for person, unit in ((ANNA, CENTRE), (NEW, NORTH)):
        if person == NEW:
            entered(league)
        appoint(league, person, unit, on=DAY)
    monkeypatch.setattr(exports, "ALONE", 0)
    first, second = league.by("secretary", CENTRE, ANNA), league.by("secretary", NORTH, NEW)
    assert league.codes(exports.Approve(on=DAY, export=77, second=ANNA), first) == ["export.none"]
    league.enact(made(), first)

    assert league.codes(made(), first) == ["export.known"]
    assert league.codes(exports.Approve(on=DAY, export=77, second=ANNA), first) == ["export.same_person"]
    late = exports.Approve(on=date(2025, 3, 9), export=77, second=NEW)
    assert league.codes(late, second) == ["export.expired"]
    league.enact(exports.Approve(on=DAY, export=77, second=NEW), second)
    assert league.codes(exports.Approve(on=DAY, export=77, second=NEW), second) == ["export.approved"]


def test_a_unit_without_anybody_has_no_export_of_people(league: League) -> None:
    appoint(league, ANNA, CENTRE)
    cell = units.Found(on=DAY, unit=4001, title="Cell", tier="cell", kind="office", code="NC", parent=NORTH)
    league.enact(cell)

    assert league.codes(made(unit=4001), league.by("secretary", CENTRE)) == ["export.nobody"]


def test_two_records_are_settled_with_grounds(league: League) -> None:
    def settled(other: int, grounds: str = "Both were at the meeting") -> exports.Settle:
        return exports.Settle(on=DAY, person=ANNA, other=other, same=False, grounds=grounds)

    assert league.codes(settled(ANNA)) == ["duplicate.order"]
    assert league.codes(settled(BORIS, " ")) == ["field.value"]
    assert league.codes(settled(BORIS), league.by("secretary", NORTH)) == ["competence.scope"]
    assert league.codes(settled(BORIS)) == []
