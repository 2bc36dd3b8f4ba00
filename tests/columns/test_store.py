"""The columns follow the journal: mended or drawn anew, saved or not, they hold what the register holds."""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from polity.acts import Act, admission, correction, enact, meetings, membership, organisation, people, units
from polity.columns import Columns
from polity.columns.store import TABLES
from polity.words.reserved import reserved
from tests.league import ANNA, BORIS, CENTRE, CLARA, NORTH, SOUTH, League

DAY = date(2025, 3, 1)
NASTY = ["a, b", 'c "d"', "e\nf", "g\r\nh", "\\N", "NULL", "", " ", "'; DROP TABLE span; --", "Ü\u2028ж", "\t"]


def held(columns: Columns) -> dict[str, list[Any]]:
    """Everything in the columns."""
    return {table: sorted(columns.query(f"SELECT * FROM {table}"), key=repr) for table in (*TABLES, "span")}


def drawn_anew(league: League) -> dict[str, list[Any]]:
    fresh = Columns(league.database)
    fresh.refresh()
    found = held(fresh)
    fresh.close()
    return found


ACTS: dict[str, list[Act]] = {
    "somebody is recorded": [
        people.Record(on=DAY, person=CLARA, unit=NORTH, family="C", given="C", facts={"sex": "male"})
    ],
    "facts change": [people.Amend(on=DAY, person=ANNA, facts={"workplace": "Gasworks", "born": "1980-02-29"})],
    "a way in": [
        admission.Apply(on=DAY, person=BORIS, application=1),
        admission.Decide(on=DAY, person=BORIS, present=5, votes_for=5),
        admission.Confirm(on=DAY, person=BORIS),
    ],
    "a recommendation": [admission.Sponsor(on=DAY, person=BORIS, sponsor=ANNA)],
    "a transfer": [
        membership.Transfer(on=DAY, member=ANNA, receiving=NORTH, transfer=2),
        membership.Receive(on=DAY, member=ANNA),
    ],
    "somebody leaves": [membership.Leave(on=DAY, person=ANNA)],
    "a correction": [
        correction.Correct(on=DAY, person=ANNA, since=date(2023, 1, 1), new_since=date(2023, 2, 1), grounds="x")
    ],
    "an erasure": [people.EraseAct(on=DAY, person=ANNA, grounds="x")],
    "a unit is founded": [
        units.Found(on=DAY, unit=1004, title="E", tier="branch", kind="office", code="E", parent=CENTRE)
    ],
    "a unit is renamed": [units.Rename(on=DAY, unit=SOUTH, title="Austral")],
    "a merge": [units.Merge(on=DAY, units=(SOUTH,), into=NORTH)],
    "a split": [units.Split(on=DAY, unit=SOUTH, new=1004, title="E", code="E", people=(ANNA,))],
    "a post": [
        organisation.Declare(on=DAY, kind="post", label="Post"),
        people.Declare(on=DAY, subject=3001, kind="post", label="Porter", unit=NORTH),
        people.AmendSubject(on=date(2025, 4, 1), subject=3001, facts={}),
    ],
    "a meeting, and its presence put right": [
        meetings.Call(on=DAY, meeting=4001, unit=SOUTH, day=DAY, hour="7", place="Hall", agenda="Dues"),
        meetings.Hold(on=DAY, meeting=4001, present=(ANNA,)),
        people.Record(on=date(2025, 2, 1), person=CLARA, unit=SOUTH, family="C", given="C"),
        meetings.Correct(on=DAY, meeting=4001, grounds="x", came=(CLARA,), went=(ANNA,)),
    ],
    "a new attribute": [
        organisation.Declare(on=DAY, kind="person", label="Trade", field="trade", type="code",
                             options={"values": ["a"]}),
        people.Amend(on=DAY, person=ANNA, facts={"trade": "a"}),
    ],
    "a wider attribute": [
        organisation.Declare(on=DAY, kind="person", label="Sex", field="sex", type="code",
                             options={"values": ["other", "female", "male"]}),
        people.Amend(on=DAY, person=ANNA, facts={"sex": "other"}),
    ],
}  # fmt: skip


@pytest.mark.parametrize("acts", [pytest.param(acts, id=name) for name, acts in ACTS.items()])
def test_mended_columns_are_those_drawn_anew(league: League, acts: list[Act]) -> None:
    league.house.columns.refresh()
    for act in acts:
        league.enact(act)
        league.house.columns.refresh()
    assert held(league.house.columns) == drawn_anew(league)


def test_texts_arrive_as_they_were_written(league: League) -> None:
    written = []
    for at, text in enumerate(NASTY):
        person = 9100 + at
        league.enact(people.Record(on=DAY, person=person, unit=NORTH, family="F", given="G"))
        league.enact(people.Amend(on=date(2025, 4, 1), person=person, facts={"workplace": text}))
        written.append((person, text or None))  # an empty value makes a fact unknown
    league.house.columns.refresh()
    assert league.house.columns.query(
        "SELECT person, workplace FROM span WHERE since = DATE '2025-04-01' ORDER BY 1"
    ) == written  # fmt: skip


def test_a_name_of_a_unit_may_be_anything(league: League) -> None:
    names = [text for text in NASTY if text.strip()]  # an empty name is refused
    for at, text in enumerate(names):
        league.enact(units.Rename(on=date(2025, 3, 1 + at), unit=SOUTH, title=text))
    league.house.columns.refresh()
    assert league.house.columns.query(
        "SELECT name FROM unit_version WHERE gone IS NULL AND since >= DATE '2025-03-01' ORDER BY since"
    ) == [(text,) for text in names]  # fmt: skip


def test_spans_hold_exactly_the_days_of_the_spells(league: League) -> None:
    league.enact(people.Amend(on=date(2024, 1, 1), person=ANNA, facts={"sex": "female"}))
    league.enact(people.Amend(on=date(2024, 6, 1), person=ANNA, facts={"sex": "male"}))
    league.house.columns.refresh()
    assert league.house.columns.query(
        "SELECT standing, since, until, sex, entered FROM span WHERE person = ? ORDER BY since", [ANNA]
    ) == [
        ("sympathiser", date(2021, 1, 1), date(2022, 1, 1), None, date(2023, 1, 1)),
        ("candidate", date(2022, 1, 1), date(2023, 1, 1), None, date(2023, 1, 1)),
        ("member", date(2023, 1, 1), date(2024, 1, 1), None, date(2023, 1, 1)),
        ("member", date(2024, 1, 1), date(2024, 6, 1), "female", date(2023, 1, 1)),
        ("member", date(2024, 6, 1), date(9999, 12, 31), "male", date(2023, 1, 1)),
    ]


def test_what_is_not_sealed_is_not_counted(league: League) -> None:
    before = league.census(DAY, by=["standing"]).rows
    enact(membership.Leave(on=DAY, person=ANNA), by=league.by(), database=league.database)
    between = league.census(DAY, by=["standing"]).rows
    league.enact(people.Contact(on=DAY, person=BORIS, details={}))
    after = league.census(DAY, by=["standing"]).rows
    assert (between == before, after) == (True, ((("former",), 1), (("sympathiser",), 1)))


@pytest.fixture
def saved(league: League, tmp_path: Path) -> Path:
    """A folder in which the columns of the league were saved."""
    columns = Columns(league.database, tmp_path)
    columns.refresh()
    columns.close()
    return tmp_path


def reopened(league: League, folder: Path) -> tuple[bool, dict[str, list[Any]]]:
    """Whether the saved files were taken, and what the columns hold."""
    columns = Columns(league.database, folder)
    taken = columns._read_saved()
    columns.refresh()
    found = held(columns)
    columns.close()
    return taken, found


def test_saved_columns_are_read_back_as_they_were(league: League, saved: Path) -> None:
    assert reopened(league, saved) == (True, drawn_anew(league))


def test_saved_columns_are_mended_to_the_head(league: League, saved: Path) -> None:
    league.enact(membership.Leave(on=DAY, person=ANNA))
    assert reopened(league, saved) == (True, drawn_anew(league))


def test_saved_columns_do_not_keep_what_was_erased(league: League, tmp_path: Path) -> None:
    league.enact(people.Amend(on=DAY, person=ANNA, facts={"workplace": "Gasworks"}))
    columns = Columns(league.database, tmp_path)
    columns.refresh()
    league.enact(people.EraseAct(on=DAY, person=ANNA, grounds="asked"))
    columns.refresh()
    columns.close()
    assert [path.name for path in tmp_path.rglob("*") if path.is_file() and b"Gasworks" in path.read_bytes()] == []
    assert reopened(league, tmp_path)[0] is True


def test_saved_columns_of_another_journal_are_not_taken(
    leagues: Callable[[], AbstractContextManager[League]], tmp_path: Path
) -> None:
    """Two journals that part after the founding: as after a backup was restored and work went on."""
    with leagues() as first, leagues() as second:
        first.enact(membership.Leave(on=DAY, person=ANNA))
        columns = Columns(first.database, tmp_path)
        columns.refresh()
        columns.close()
        for _ in range(3):
            second.enact(people.Contact(on=DAY, person=ANNA, details={}))
        assert reopened(second, tmp_path) == (False, drawn_anew(second))


@pytest.mark.parametrize("damage", ["newest", "about.json", "span", "form"])
def test_saved_columns_that_cannot_be_read_are_drawn_anew(league: League, saved: Path, damage: str) -> None:
    target = saved / (saved / "newest").read_text()
    if damage == "form":
        about = json.loads((target / "about.json").read_text())
        (target / "about.json").write_text(json.dumps(about | {"form": 0}))
    else:
        (saved / "newest" if damage == "newest" else target / damage).write_text("gone")
    assert reopened(league, saved) == (False, drawn_anew(league))


def test_no_attribute_can_bear_a_word_of_either_database(league: League) -> None:
    league.house.columns.refresh()
    with league.database.owner() as connection:
        words = {row[0] for row in connection.execute("SELECT word FROM pg_get_keywords() WHERE catcode IN ('R', 'T')")}
    words |= {
        row[0]
        for row in league.house.columns.query(
            "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category IN ('reserved', 'type_function')"
        )
    }
    words |= {row[0] for row in league.house.columns.query("SELECT column_name FROM (DESCRIBE span)")} - {
        "sex", "born", "class", "months_owed", "extension_months", "workplace",
    }  # fmt: skip
    assert sorted(word for word in words if not reserved(word)) == []
