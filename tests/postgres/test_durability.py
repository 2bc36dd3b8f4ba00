"""A server that could lose what it acknowledged is refused, with every reason."""

import re
from pathlib import Path
from typing import Any

import psycopg
import pytest

from polity.postgres import NotReady, check_durability
from polity.postgres.binaries import find
from polity.postgres.durability import REMEDIES, REQUIRED


def test_a_durable_server_passes(pg: psycopg.Connection[Any]) -> None:
    assert check_durability(pg) is None


@pytest.mark.parametrize("weak", ["off", "local", "remote_write"])
def test_a_connection_that_does_not_wait_for_the_disk_is_refused(pg: psycopg.Connection[Any], weak: str) -> None:
    pg.execute("select set_config('synchronous_commit', %s, false)", (weak,))
    with pytest.raises(NotReady) as refusal:
        check_durability(pg)
    assert str(refusal.value).splitlines()[1:] == [
        f"  synchronous_commit is {weak}. Set synchronous_commit to on for the server, the database and the role."
    ]


def test_every_requirement_has_a_remedy() -> None:
    assert sorted(REMEDIES) == sorted(REQUIRED)


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder with a program that calls itself PostgreSQL 15."""
    program = tmp_path / "bin" / "postgres"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\necho 'postgres (PostgreSQL) 15.18'\n")
    program.chmod(0o755)
    return program.parent


def test_programs_too_old_are_named_and_refused(elsewhere: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLITY_PG_BIN", str(elsewhere))
    with pytest.raises(NotReady) as refusal:
        find()
    assert str(refusal.value).split(". ")[:2] == [
        "No PostgreSQL 18 was found",
        f"Looked in: {elsewhere} (PostgreSQL 15.18)",
    ]


def test_programs_that_are_not_there_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("POLITY_PG_BIN", str(tmp_path))
    with pytest.raises(NotReady) as refusal:
        find()
    assert str(refusal.value).split(". ")[1] == f"Looked in: {tmp_path}"


def test_the_wheel_brings_version_18(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POLITY_PG_BIN", raising=False)
    binaries = find()
    assert binaries.major == 18
    assert re.fullmatch(r"18\.\d+", binaries.version)


def test_each_test_has_a_database_of_its_own(dsn: str, pg: psycopg.Connection[Any]) -> None:
    pg.execute("create table here (n int)")
    row = pg.execute("select current_database(), count(*) from pg_class where relname = 'here'").fetchone()
    assert row == (psycopg.conninfo.conninfo_to_dict(dsn)["dbname"], 1)
