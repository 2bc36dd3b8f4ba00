"""Units on a day: where they stand, who belongs to them, how they came about."""

from datetime import date

from polity.acts import people, units
from polity.readings import units as reading
from polity.readings.house import Scope
from tests.league import ANNA, BORIS, CENTRE, CLARA, NORTH, SOUTH, WHOLE

EAST = 1004


def test_a_card_counts_the_subtree_and_the_unit_itself(league):
    card = reading.card(league.house, CENTRE, on=date(2024, 1, 1), scope=WHOLE)

    assert (card.people, card.own) == ({"member": 1, "sympathiser": 1}, {"member": 0, "sympathiser": 0})
    assert [(branch.code, branch.people["member"], branch.below) for branch in card.branches] == [
        ("N", 0, 0),
        ("S", 1, 0),
    ]


def test_history_tells_names_moves_and_merges(league):
    league.enact(
        units.Found(on=date(2020, 1, 1), unit=EAST, title="East", tier="branch", kind="office", code="E", parent=CENTRE)
    )
    league.enact(units.Rename(on=date(2021, 1, 1), unit=EAST, title="Far East"))
    league.enact(units.Merge(on=date(2024, 1, 1), units=(EAST,), into=NORTH))
    east = reading.card(league.house, EAST, on=date(2025, 1, 1), scope=WHOLE)
    north = reading.card(league.house, NORTH, on=date(2025, 1, 1), scope=WHOLE)

    assert [(event.day, event.how, event.before, event.after, list(event.others)) for event in east.history] == [
        (date(2020, 1, 1), "founded", "", "East", []),
        (date(2021, 1, 1), "renamed", "East", "Far East", []),
        (date(2024, 1, 1), "merged into", "", "", [("North", "N")]),
        (date(2024, 1, 1), "dissolved", "Far East", "", []),
    ]
    assert (east.stands, [event.how for event in north.history]) == (False, ["founded", "merged from"])


def test_people_come_by_name_a_page_at_a_time(league, monkeypatch):
    monkeypatch.setattr(reading, "PAGE", 2)
    for number, family in enumerate(("Ödman", "abel", "Zander")):
        league.enact(people.Record(on=date(2023, 2, 1), person=3000 + number, unit=NORTH, family=family, given="X"))
    day = date(2023, 3, 1)
    first, following = reading.people(league.house, NORTH, on=day, scope=WHOLE)
    second, end = reading.people(league.house, NORTH, on=day, scope=WHOLE, after=following)

    assert [one.name for one in [*first, *second]] == ["abel, X", "Brown, B", "Ödman, X", "Zander, X"]
    assert end is None


def test_a_code_is_found_on_its_day_and_afterwards_but_not_beyond_the_scope(league):
    league.enact(units.Rename(on=date(2022, 1, 1), unit=SOUTH, title="Deep South"))
    day = date(2025, 1, 1)
    branch = Scope(day=day, unit=NORTH, person=BORIS)

    assert [reading.found(league.house, text, on=day, scope=WHOLE) for text in ("S", "C", "X", "hello")] == [
        SOUTH,
        CENTRE,
        None,
        None,
    ]
    assert [reading.found(league.house, text, on=day, scope=branch) for text in ("N", "S", "C")] == [NORTH, None, None]


def test_whoever_moved_away_is_not_named_to_the_unit_they_left(league):
    from polity.acts import membership

    league.enact(membership.Transfer(on=date(2024, 1, 1), member=ANNA, receiving=NORTH, transfer=league.id()))
    league.enact(membership.Receive(on=date(2024, 1, 2), member=ANNA))
    scope = Scope(day=date(2025, 1, 1), unit=SOUTH, person=CLARA)
    then, _ = reading.people(league.house, SOUTH, on=date(2023, 6, 1), scope=scope)
    now, _ = reading.people(league.house, SOUTH, on=date(2025, 1, 1), scope=scope)

    assert ([(one.person, one.name) for one in then], now) == ([(ANNA, "")], [])
