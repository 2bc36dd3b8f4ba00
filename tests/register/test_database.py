"""What the database keeps by itself: every write has an entry, spells do not overlap, every read has a scope."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from typing import Any

import pytest
from psycopg import Error, errors

from polity.acts import admission, membership, offices, people, units
from polity.journal import entries
from polity.journal.entries import Head
from polity.readings.house import Scope
from polity.register.register import Register
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, League

DAY = date(2025, 3, 1)
TABLES = (
    "organisation kind field statute unit correspondence subject person_name person_contact standing facts evidence"
    " place sponsor contact application transfer office_term release"
).split()
STORED = [f"{table}{suffix}" for table in TABLES for suffix in ("", "_past")]
WIDE = "INSERT INTO standing (person, valid, unit, standing, counted_from, entry) VALUES (%s, %s, %s, %s, %s, 1)"


@contextmanager
def entering(league: League) -> Iterator[Any]:
    """A transaction with an entry, as an act has, in which a test writes by hand."""
    with league.database.acting() as cursor:
        entry = entries.next_number(cursor)
        head = Head("test.act", "2025-03-01", "", "operator", None, None, None)
        entries.append(cursor, entry, head, [(0, b"{}")], randomness=league.randomness(48), text=b"{}")
        yield cursor


def refusal(opened: AbstractContextManager[Any], statement: str, values: list[Any] | None = None) -> type | None:
    """What the database answers to a statement; None if it lets it pass."""
    try:
        with opened as cursor:
            cursor.execute(statement, values)
    except Error as refused:
        return type(refused)
    return None


def test_nothing_is_written_without_an_entry(league: League) -> None:
    statements = [
        statement
        for table in STORED
        for statement in (f"INSERT INTO {table} SELECT * FROM {table}", f"DELETE FROM {table}")
    ]
    passed = [s for s in statements if refusal(league.database.acting(), s) is not errors.IntegrityConstraintViolation]
    assert passed == []


def test_an_entry_of_another_transaction_does_not_serve(league: League) -> None:
    with league.database.owner() as connection:
        last = connection.execute("SELECT max(entry)::text FROM journal_entry").fetchone()
    with pytest.raises(errors.IntegrityConstraintViolation), league.database.acting() as cursor:
        cursor.execute("SELECT set_config('polity.entry', %s, true)", last)
        cursor.execute("DELETE FROM person_name")


def test_a_key_is_not_destroyed_without_an_entry(league: League) -> None:
    with pytest.raises(errors.IntegrityConstraintViolation), league.database.acting() as cursor:
        cursor.execute("DELETE FROM particular_key")


SPELLS: dict[str, tuple[list[Any], type[Error]]] = {
    "two on a day": ([ANNA, "[2024-01-01,2024-02-01)", NORTH, "member", "2024-01-01"], errors.ExclusionViolation),
    "in a unit before it stands": (
        [BORIS, "[2018-01-01,2018-02-01)", NORTH, "member", "2018-01-01"], errors.ForeignKeyViolation
    ),
    "in no unit": ([BORIS, "[2022-01-01,2022-02-01)", 77, "member", "2022-01-01"], errors.ForeignKeyViolation),
    "of nobody": ([78, "[2022-01-01,2022-02-01)", NORTH, "member", "2022-01-01"], errors.ForeignKeyViolation),
    "counted from a day after it begins": (
        [BORIS, "[2022-01-01,2022-02-01)", NORTH, "member", "2022-01-02"], errors.CheckViolation
    ),
    "on no day": ([BORIS, "empty", NORTH, "member", "2022-01-01"], errors.CheckViolation),
    "of no known standing": ([BORIS, "[2022-01-01,2022-02-01)", NORTH, "friend", "2022-01-01"], errors.CheckViolation),
}  # fmt: skip
CONTRADICTIONS: dict[str, tuple[str, type[Error]]] = {
    "a unit ends under its people": (
        f"UPDATE unit SET valid = '[2019-01-01,2020-01-01)' WHERE unit = {SOUTH}", errors.ForeignKeyViolation
    ),
    "a parent goes": (f"DELETE FROM unit WHERE unit = {CENTRE}", errors.ForeignKeyViolation),
    "a unit under itself": (f"UPDATE unit SET parent = unit WHERE unit = {SOUTH}", errors.CheckViolation),
    "one code for all": ("UPDATE unit SET code = 'X'", errors.ExclusionViolation),
    "two sets of facts on a day": (
        f"INSERT INTO facts SELECT subject, '[2023-01-01,)', '{{}}', 1 FROM facts WHERE subject = {ANNA}",
        errors.ExclusionViolation,
    ),
    "somebody recommends themselves": (
        f"INSERT INTO sponsor VALUES ({ANNA}, {ANNA}, '[2023-01-01,)', 1)", errors.CheckViolation
    ),
}  # fmt: skip


def test_the_database_refuses_a_spell_that_cannot_be(league: League) -> None:
    refused = {name: refusal(entering(league), WIDE, values) for name, (values, _) in SPELLS.items()}
    assert refused == {name: expected for name, (_, expected) in SPELLS.items()}


def test_the_database_refuses_what_would_contradict(league: League) -> None:
    refused = {name: refusal(entering(league), statement) for name, (statement, _) in CONTRADICTIONS.items()}
    assert refused == {name: expected for name, (_, expected) in CONTRADICTIONS.items()}


JOURNAL = ["journal_entry", "journal_seal", "particulars", "particular_key"]


def _reading(league: League) -> AbstractContextManager[Any]:
    return league.database.reading(scope="all", scope_day="2025-03-01")


def test_a_reader_writes_nowhere_and_sees_neither_particulars_nor_keys(league: League) -> None:
    statements = [f"DELETE FROM {table}" for table in [*STORED, *JOURNAL]]
    statements += ["SELECT FROM particulars", "SELECT FROM particular_key"]
    assert [s for s in statements if refusal(_reading(league), s) is not errors.InsufficientPrivilege] == []


def test_a_sealer_writes_seals_only(league: League) -> None:
    statements = [f"DELETE FROM {table}" for table in [*STORED, *JOURNAL]]
    assert [s for s in statements if refusal(league.database.sealing(), s) is not errors.InsufficientPrivilege] == []


def test_an_actor_does_not_alter_the_journal(league: League) -> None:
    statements = [
        "UPDATE journal_entry SET act = ''",
        "DELETE FROM journal_entry",
        "DELETE FROM particulars",
        "DELETE FROM journal_seal",
        "INSERT INTO journal_seal VALUES (1000, 1, '', repeat('0', 64))",
        "UPDATE particular_key SET person = 1",
        "ALTER TABLE standing DISABLE TRIGGER ALL",
        "SET LOCAL session_replication_role = replica",
    ]
    assert [s for s in statements if refusal(entering(league), s) is not errors.InsufficientPrivilege] == []


def peopled(league: League) -> None:
    """Somebody of every kind in both branches, with something in every table that can hold personal data."""
    on = date(2024, 1, 1)
    league.member(CLARA, NORTH, "Clark", date(2023, 2, 1))
    league.enact(people.Record(on=date(2023, 1, 1), person=DAVID, unit=SOUTH, family="Dean", given="D"))
    for person, keeper in ((BORIS, CLARA), (DAVID, ANNA)):
        league.enact(people.Amend(on=on, person=person, facts={"sex": "male"}, evidence="passport"))
        league.enact(people.Contact(on=on, person=person, details={"post": "Lane 1"}))
        league.enact(people.Contact(on=on, person=person, details={"post": "Lane 2"}))
        league.enact(people.Assign(on=on, person=person, contact=keeper))
        league.enact(people.Assign(on=date(2024, 2, 1), person=person, contact=keeper))
        league.enact(admission.Sponsor(on=on, person=person, sponsor=keeper))
        league.enact(admission.Apply(on=on, person=person, application=league.id()))
        league.enact(admission.Refuse(on=on, person=person, grounds="no"))
        league.enact(admission.Apply(on=on, person=person, application=league.id()))
    for person, unit in ((CLARA, NORTH), (ANNA, SOUTH)):
        term = league.id()
        league.enact(offices.Appoint(on=on, term=term, office="secretary", unit=unit, person=person))
        league.enact(offices.End(on=date(2024, 6, 1), term=term))
        league.enact(
            offices.Appoint(on=date(2024, 7, 1), term=league.id(), office="secretary", unit=unit, person=person)
        )
        league.enact(membership.Transfer(on=on, member=person, receiving=CENTRE, transfer=league.id()))


PERSONAL = {
    "subject": "subject", "person_name": "person", "person_contact": "person", "standing": "person", "facts": "subject",
    "evidence": "subject", "sponsor": "person", "contact": "sympathiser", "application": "person", "transfer": "person",
    "office_term": "person",
}  # fmt: skip


def people_seen(league: League, scope: Scope) -> dict[str, list[int]]:
    """Of whom a reader sees anything, by table."""
    with league.register(scope) as register:
        seen = {}
        for table, column in PERSONAL.items():
            found: set[int] = set()
            for stored in (table, f"{table}_past"):
                register.cursor.execute(f"SELECT {column} FROM {stored}")
                found |= {row[0] for row in register.cursor.fetchall()}
            seen[table] = sorted(found)
        return seen


def of(everybody: list[int]) -> dict[str, list[int]]:
    """In which tables each of some people stands after `peopled`."""
    asking, keeping = ({BORIS, DAVID} & set(everybody)), ({ANNA, CLARA} & set(everybody))
    return {
        "subject": sorted(everybody), "person_name": sorted(everybody), "person_contact": sorted(asking),
        "standing": sorted(everybody), "facts": sorted(everybody), "evidence": sorted(asking),
        "sponsor": sorted(asking), "contact": sorted(asking), "application": sorted(everybody),
        "transfer": sorted(keeping), "office_term": sorted(keeping),
    }  # fmt: skip


def test_a_reader_sees_exactly_the_people_of_their_scope_through_every_table(league: League) -> None:
    peopled(league)
    league.enact(units.Found(on=date(2024, 1, 1), unit=1009, title="Cell", tier="cell", kind="office", code="NC",
                             parent=NORTH))  # fmt: skip
    seen = {
        "whole": people_seen(league, Scope(day=DAY, whole=True)),
        "north": people_seen(league, Scope(day=DAY, unit=NORTH)),
        "south": people_seen(league, Scope(day=DAY, unit=SOUTH)),
        "the centre's subtree": people_seen(league, Scope(day=DAY, unit=CENTRE)),
        "an empty cell": people_seen(league, Scope(day=DAY, unit=1009)),
        "nobody": people_seen(league, Scope(day=DAY)),
        "boris alone": people_seen(league, Scope(day=DAY, person=BORIS)),
    }
    everybody = [ANNA, BORIS, CLARA, DAVID]
    assert seen == {
        "whole": of(everybody),
        "north": of([BORIS, CLARA]),
        "south": of([ANNA, DAVID]),
        "the centre's subtree": of(everybody),
        "an empty cell": of([]),
        "nobody": of([]),
        "boris alone": of([BORIS]),
    }


def test_every_table_with_a_person_in_it_is_scoped(league: League) -> None:
    with league.database.owner() as connection:
        found = connection.execute(
            "SELECT c.table_name FROM information_schema.columns c JOIN pg_class k ON k.relname = c.table_name"
            " WHERE c.table_schema = 'public' AND c.column_name IN ('person', 'subject', 'sympathiser', 'holder')"
            " AND NOT k.relrowsecurity AND has_table_privilege('polity_reader', k.oid, 'SELECT') ORDER BY 1"
        ).fetchall()
    assert found == []


def test_a_transaction_without_a_role_change_is_the_owners_alone(league: League) -> None:
    with league.database.reading(scope="all", scope_day="2025-03-01") as cursor:
        assert Register(cursor).organisation() == (
            "League of Lamplighters",
            {"tiers": ["centre", "branch", "cell"], "unit_kinds": ["office"], "founded": "2019-01-01",
             "demonstration": False, "today": None},
        )  # fmt: skip
        cursor.execute("SELECT current_user, current_setting('transaction_isolation')")
        assert cursor.fetchone() == ("polity_reader", "repeatable read")
