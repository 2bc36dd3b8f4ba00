"""Asked one by one or held against the list of all, the same rows lie in a scope."""

from datetime import date

import pytest

from tests.league import ANNA, BORIS, CENTRE, NORTH, SOUTH, League

TABLES = ("person_name", "standing", "subject", "facts", "office_term", "sponsor", "application")
EARLY, LATE = date(2018, 6, 1), date(2025, 2, 1)  # before anything stood, and after
NOWHERE = 4242


def rows(league: League, table: str, *, scope: int, day: date, person: int | None, asked: int) -> list[str]:
    """What a reader sees of a table after so many rows were asked one by one; none is, from 150 on."""
    with league.database.reading(scope=str(scope), scope_day=day.isoformat(), self_person=person) as cursor:
        cursor.execute("SELECT set_config('polity.asked', %s, true)", [str(asked)])
        cursor.execute(f"SELECT t::text FROM {table} t ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


@pytest.mark.parametrize("day", [EARLY, LATE])
@pytest.mark.parametrize("scope", [CENTRE, NORTH, SOUTH, NOWHERE])
def test_both_ways_show_the_same_rows(league: League, scope: int, day: date) -> None:
    for table in TABLES:
        for person in (None, ANNA, BORIS):
            reader = {"scope": scope, "day": day, "person": person}
            one_by_one = rows(league, table, **reader, asked=0)
            assert rows(league, table, **reader, asked=150) == one_by_one
            assert rows(league, table, **reader, asked=148) == one_by_one


@pytest.mark.parametrize("day", [EARLY, LATE])
@pytest.mark.parametrize("scope", [CENTRE, NORTH, SOUTH, NOWHERE])
def test_whoever_is_asked_of_lies_in_the_scope_as_the_list_says(league: League, scope: int, day: date) -> None:
    with league.database.reading(scope=str(scope), scope_day=day.isoformat(), self_person=BORIS) as cursor:
        cursor.execute("RESET ROLE")  # over everybody: the reader would be shown only those whom they may see
        cursor.execute(
            "SELECT subject, polity_sees(subject), subject IN (SELECT polity_people()) FROM subject"
            " WHERE kind = 'person' ORDER BY 1"
        )
        people = cursor.fetchall()
        cursor.execute(
            "SELECT DISTINCT unit, polity_sees_unit(unit), unit IN (SELECT polity_units()) FROM unit ORDER BY 1"
        )
        found = cursor.fetchall()
    assert [row[1] for row in people] == [row[2] for row in people]
    assert [row[1] for row in found] == [row[2] for row in found]
    below = {NORTH, SOUTH} if scope == CENTRE and day == LATE else set()
    assert {row[0] for row in found if row[1]} == {scope} - {NOWHERE} | below


def test_only_so_many_rows_are_asked_one_by_one(league: League) -> None:
    with league.database.reading(scope=str(NORTH), scope_day="2025-02-01") as cursor:
        cursor.execute("SELECT polity_one_by_one() FROM generate_series(1, 152)")
        assert [row[0] for row in cursor.fetchall()] == [True] * 150 + [False] * 2
