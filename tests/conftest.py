"""Fixtures for every test: one embedded PostgreSQL a session, and a fresh database on it for each test that asks."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from typing import Any

import psycopg
import pytest
from hypothesis import settings
from psycopg import sql

from polity.postgres import Cluster
from tests.league import League, found

# In checks the same cases every time; at home new ones, which Hypothesis keeps when they fail.
settings.register_profile("home", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "home")

numbers = count(1)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say above the last line what script/test found before the tests, or had to leave out."""
    if notes := os.environ.get("POLITY_TEST_NOTES", "").strip():
        terminalreporter.section("notes")
        terminalreporter.write_line(notes)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """The session's own server, in a folder that pytest throws away later."""
    cluster = Cluster(tmp_path_factory.mktemp("cluster"), settings={"shared_buffers": "128MB"})
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture
def dsn(cluster: Cluster) -> Iterator[str]:
    """The address of an empty database, which goes when the test ends."""
    name = f"test_{next(numbers)}"
    with psycopg.connect(cluster.dsn("postgres"), autocommit=True) as maintenance:
        maintenance.execute(sql.SQL("create database {} template template0").format(sql.Identifier(name)))
        yield cluster.dsn(name)
        maintenance.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
def pg(dsn: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection to an empty database, each statement its own transaction."""
    with psycopg.connect(dsn, autocommit=True) as conn:
        yield conn


@pytest.fixture(scope="session")
def founded(cluster: Cluster) -> str:
    """The name of a database in which the League of Lamplighters is founded, once a session; nobody works in it."""
    with psycopg.connect(cluster.dsn("postgres"), autocommit=True) as maintenance:
        maintenance.execute("create database league template template0")
    found(League(cluster.dsn("league"))).close()
    return "league"


@pytest.fixture(scope="session")
def leagues(cluster: Cluster, founded: str) -> Callable[[], AbstractContextManager[League]]:
    """Open as many leagues as a test wants, one after another: `with leagues() as league`."""

    @contextmanager
    def opened() -> Iterator[League]:
        name = f"test_{next(numbers)}"
        copied = sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(founded))
        with psycopg.connect(cluster.dsn("postgres"), autocommit=True) as maintenance:
            maintenance.execute(copied)
            league = League(cluster.dsn(name), seed=name.encode())
            try:
                yield league
            finally:
                league.close()
                maintenance.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))

    return opened


@pytest.fixture
def league(leagues: Callable[[], AbstractContextManager[League]]) -> Iterator[League]:
    """The League of Lamplighters, founded by acts: Anna is a member in South, Boris a sympathiser in North."""
    with leagues() as opened:
        yield opened
