"""Planted faults: each is one that a guard is there for, and the guard must find it."""

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path

import psycopg
import pytest

from polity.acts import Refused, admission, membership, people
from polity.acts.enact import _entered
from polity.postgres import Cluster, NotReady
from polity.readings.check import check
from polity.readings.house import Scope
from polity.trust.kill import lost
from tests.laws.histories import histories_of
from tests.laws.test_whole import everybody_is_counted_once
from tests.league import ANNA, BORIS, NORTH, SOUTH, WHOLE, League

DAY = date(2025, 3, 1)


def failing(league: League) -> list[str]:
    """What `check` does not find whole."""
    return [finding.what for finding in check(league.house, scope=WHOLE) if not finding.holds]


def test_an_acknowledgement_before_the_commit_is_found(league: League) -> None:
    told = {}
    with pytest.raises(psycopg.errors.AdminShutdown), league.database.acting() as cursor:
        told[1] = _entered(membership.Leave(on=DAY, person=ANNA), league.by(), cursor, "work 1").receipt
        with league.database.owner() as other:
            other.execute("SELECT pg_terminate_backend(%s)", [cursor.connection.info.backend_pid])
        cursor.execute("SELECT 1")
    told[2] = league.enact(people.Contact(on=DAY, person=ANNA, details={}), key="work 2").receipt
    assert lost(league.database, told) == {("work 1", told[1])}


def test_a_server_that_does_not_flush_is_refused(tmp_path: Path) -> None:
    cluster = Cluster(tmp_path / "data", settings={"fsync": "off", "shared_buffers": "16MB"})
    with pytest.raises(NotReady, match=r"fsync is off\. Set fsync to on"):
        cluster.start()
    cluster.stop()


def test_a_table_without_its_scope_is_found(league: League) -> None:
    def names() -> list[int]:
        with league.register(Scope(day=DAY, unit=NORTH)) as register:
            register.cursor.execute("SELECT person FROM person_name ORDER BY 1")
            return [row[0] for row in register.cursor.fetchall()]

    scoped = names()
    with league.database.owner() as connection:
        connection.execute("ALTER TABLE person_name DISABLE ROW LEVEL SECURITY")
    assert (scoped, names()) == ([BORIS], [ANNA, BORIS])


def test_a_check_that_is_skipped_is_found_by_the_laws(
    leagues: Callable[[], AbstractContextManager[League]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["polity.acts.enact"], "examine", lambda act, **rest: [])
    found = 0
    for seed in range(3):
        with leagues() as league:
            try:
                everybody_is_counted_once(league, histories_of(seed))
            except Exception:
                found += 1
    assert found == 3


def test_an_article_that_is_skipped_is_found(league: League, monkeypatch: pytest.MonkeyPatch) -> None:
    league.owe(ANNA, months=4, on=date(2024, 1, 1))
    act = membership.Transfer(on=DAY, member=ANNA, receiving=NORTH, transfer=1)
    before = league.codes(act)
    monkeypatch.setattr("polity.acts.articles.objections", lambda act, register, law: iter(()))
    assert (before, league.codes(act)) == (["article"], [])


BEHIND: dict[str, tuple[str, list[str]]] = {
    "a spell moved to another unit": (
        f"UPDATE standing SET unit = {NORTH} WHERE person = {ANNA}", ["replay standing"]
    ),
    "a spell taken away": (f"DELETE FROM standing WHERE person = {BORIS}", ["replay standing"]),
    "a past version taken away": (f"DELETE FROM standing_past WHERE person = {ANNA}", ["replay standing_past"]),
    "a name altered": (f"UPDATE person_name SET family = 'X' WHERE person = {ANNA}", ["replay person_name"]),
    "facts altered": (f"UPDATE facts SET facts = '{{\"sex\":\"male\"}}' WHERE subject = {ANNA}", ["replay facts"]),
    "a unit renamed": (f"UPDATE unit SET name = 'X' WHERE unit = {SOUTH}", ["replay unit"]),
    "a statute edited": ("UPDATE statute SET text = text || ' '", ["replay statute"]),
    "an entry altered": ("UPDATE journal_entry SET operator = 'x' WHERE entry = 3", ["journal"]),
    "a seal altered": (
        "UPDATE journal_seal SET seal = repeat('0', 64) WHERE number = 3", ["journal"]
    ),
    "particulars exchanged": (
        "UPDATE particulars SET sealed = sealed || '\\x00' WHERE entry = (SELECT min(entry) FROM particulars"
        f" WHERE person = {BORIS})", ["particulars", "replay subject", "replay person_name", "replay standing",
                                      "replay facts"]
    ),
    "an effect without an entry": (
        "INSERT INTO person_name VALUES (1, 'X', 'Y', '', 'x y', 1)", ["replay person_name"]
    ),
    "an entry that waits for its seal": (
        "INSERT INTO journal_entry (act, valid_on, recorded, operator, receipt, digest, root, rows)"
        " VALUES ('x.y', '2025-01-01', '', '', 'r', '', '', 1)", ["sealed"]
    ),
}  # fmt: skip


@pytest.mark.parametrize(("statement", "found"), [pytest.param(*case, id=name) for name, case in BEHIND.items()])
def test_what_is_done_behind_the_journals_back_is_found(league: League, statement: str, found: list[str]) -> None:
    league.house.columns.refresh()
    with league.database.owner() as connection:
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute(statement)  # type: ignore[call-overload]
        assert [what for what in failing_now(league, connection) if not what.startswith("columns")] == found


def failing_now(league: League, connection: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    """Commit what was planted, then check."""
    connection.commit()
    return failing(league)


def test_a_column_altered_is_found(league: League) -> None:
    league.house.columns.refresh()
    league.house.columns.run(f"UPDATE span SET unit = {NORTH} WHERE person = {ANNA}")
    assert failing(league) == ["columns span"]


def test_a_whole_league_is_found_whole(league: League) -> None:
    league.candidate(BORIS, DAY)
    with pytest.raises(Refused):
        league.enact(admission.Promote(on=DAY, person=BORIS))
    assert failing(league) == []
