"""Fixtures for every test: one embedded PostgreSQL a session, and a fresh database on it for each test that asks."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from polity.postgres import Cluster

numbers = count(1)


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """The session's own server, in a folder that pytest throws away later."""
    cluster = Cluster(Path(tmp_path_factory.mktemp("cluster")), settings={"shared_buffers": "128MB"})
    cluster.start()
    yield cluster
    cluster.stop()


@pytest.fixture
def dsn(cluster: Cluster) -> Iterator[str]:
    """The address of an empty database, which goes when the test ends."""
    name = f"test_{next(numbers)}"
    with psycopg.connect(cluster.dsn("postgres"), autocommit=True) as maintenance:
        maintenance.execute(
            sql.SQL("create database {} template template0 strategy file_copy").format(sql.Identifier(name))
        )
        yield cluster.dsn(name)
        maintenance.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


@pytest.fixture
def pg(dsn: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection to an empty database, each statement its own transaction."""
    with psycopg.connect(dsn, autocommit=True) as conn:
        yield conn
