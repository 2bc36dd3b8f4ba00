"""A prompt for tests: run a command of polity in this process, and look at what it said."""

import io
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg
from psycopg import sql

from polity.cli import main
from polity.postgres import Cluster
from polity.postgres.database import Database
from polity.readings.house import House

numbers = count(1)


@dataclass(frozen=True)
class Answer:
    """What a command said, and the status it ended with."""

    status: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """What it said, without the spaces at the ends of lines."""
        return [line.rstrip() for line in self.out.splitlines()]

    @property
    def refused(self) -> list[str]:
        """What it said where it would not."""
        return [line.strip() for line in self.err.splitlines()]

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True)
class Prompt:
    """A prompt with an organisation behind it: a database of the tests' server, and a folder for the columns."""

    dsn: str
    folder: Path

    def __call__(self, *arguments: str) -> Answer:
        """Run one command."""
        out, err = io.StringIO(), io.StringIO()
        before = os.environ.get("POLITY_DSN")
        os.environ["POLITY_DSN"] = self.dsn
        status = 0
        try:
            with redirect_stdout(out), redirect_stderr(err):
                main(["--data", str(self.folder), *arguments])
        except SystemExit as left:
            status = left.code if isinstance(left.code, int) else 1
        finally:
            if before is None:
                del os.environ["POLITY_DSN"]
            else:
                os.environ["POLITY_DSN"] = before
            sys.stdout.flush()
        return Answer(status, out.getvalue(), err.getvalue())

    def done(self, *arguments: str) -> Answer:
        """Run a command that is to succeed."""
        answer = self(*arguments)
        assert answer.status == 0, answer
        return answer


@contextmanager
def database(cluster: Cluster, template: str = "template0") -> Iterator[str]:
    """The name of a database of its own, empty or a copy, which goes at the end."""
    name = _made(cluster, template)
    try:
        yield name
    finally:
        with psycopg.connect(cluster.dsn("postgres"), autocommit=True) as maintenance:
            maintenance.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))


def _made(cluster: Cluster, template: str = "template0") -> str:
    name = f"prompt_{next(numbers)}"
    with psycopg.connect(cluster.dsn("postgres"), autocommit=True) as maintenance:
        copied = sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template))
        maintenance.execute(copied)
    return name


@cache
def demonstrated(cluster: Cluster) -> str:
    """The name of a database with the small demonstration, built by `polity demo`; to be looked at and copied."""
    name = _made(cluster)
    with TemporaryDirectory() as folder:
        Prompt(cluster.dsn(name), Path(folder)).done("demo", "--size", "small", "--no-serve")
    return name


@contextmanager
def looked_at(cluster: Cluster, folder: Path) -> Iterator[House]:
    """The small demonstration, opened to be looked at; its columns lie in the folder."""
    database = Database(cluster.dsn(demonstrated(cluster)))
    house = House(database, folder)
    try:
        yield house
    finally:
        house.close()
        database.close()


@cache
def founded(cluster: Cluster) -> str:
    """The name of a database with an organisation founded by `polity init`; to be copied."""
    name = _made(cluster)
    with TemporaryDirectory() as folder:
        Prompt(cluster.dsn(name), Path(folder)).done(
            "init", "--name", "Friends of the River", "--tiers", "centre, branch", "--officer", "Weber, Ada",
            "--on", "2024-01-01",
        )  # fmt: skip
    return name
