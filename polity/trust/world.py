"""Where the trust suite works: a server of its own, and as many copies of a small organisation as it wants."""

import random
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql

from polity.acts import Authority
from polity.demonstration.federation.build import build
from polity.postgres import Cluster
from polity.postgres.database import Database
from polity.postgres.migrate import migrate
from polity.readings.house import House, Scope
from polity.register.register import Register

SEED = 1923


SMALL = {"shared_buffers": "32MB"}  # settings of a server that is killed


def _filled(dsn: str) -> None:
    """Found the organisation that is tried on, in a database of the right form."""
    database = Database(dsn)
    build(database, size="small", seed=SEED, progress=lambda *_: None)
    database.close()


class World:
    """A server with a small organisation, seeded: what it draws, it draws again at the next run."""

    def __init__(self, folder: Path, cluster: Cluster, seed: int = SEED) -> None:
        self.folder, self.cluster = folder, cluster
        self.random = random.Random(seed)
        self._numbers = count(1)
        self._blank = self._model = ""

    @property
    def blank(self) -> str:
        """The name of a database of the right form that holds nothing."""
        if not self._blank:
            name = f"blank_{next(self._numbers)}"
            self._made(name, "template0")
            migrate(self.cluster.dsn(name))
            self._blank = name
        return self._blank

    @property
    def model(self) -> str:
        """The name of the database that copies are made from: a small demonstration, built once. Nobody works in it."""
        if not self._model:
            name = f"model_{next(self._numbers)}"
            self._made(name, self.blank)
            _filled(self.cluster.dsn(name))
            self._model = name
        return self._model

    def stopped(self) -> Path:
        """The folder of a stopped server of its own that holds the organisation, for rows that kill servers."""
        prepared = self.folder / "prepared"
        if not prepared.exists():
            cluster = Cluster(prepared, settings=SMALL)
            dsn = cluster.start()
            try:
                migrate(dsn)
                _filled(dsn)
            finally:
                cluster.stop()
        folder = self.folder / f"server_{next(self._numbers)}"
        # Owner and rights of the files are the server's, not ours: cp keeps them.
        subprocess.run(["cp", "-a", str(prepared), str(folder)], check=True)
        return folder

    @contextmanager
    def copy(self) -> Iterator[House]:
        """A copy of the organisation, to be worked in; it goes when it is no longer needed."""
        with self.database(self.model) as dsn, self.opened(dsn) as house:
            yield house

    @contextmanager
    def opened(self, dsn: str) -> Iterator[House]:
        """A database as readings and acts work with it."""
        database = Database(dsn, most=20)
        house = House(database)
        try:
            yield house
        finally:
            house.close()
            database.close()

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """The address of a database made from another, which goes when it is no longer needed."""
        name = f"scratch_{next(self._numbers)}"
        self._made(name, template)
        try:
            yield self.cluster.dsn(name)
        finally:
            with psycopg.connect(self.cluster.dsn("postgres"), autocommit=True) as maintenance:
                maintenance.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))

    def _made(self, name: str, template: str) -> None:
        text = sql.SQL("create database {} template {}").format(sql.Identifier(name), sql.Identifier(template))
        with psycopg.connect(self.cluster.dsn("postgres"), autocommit=True) as maintenance:
            maintenance.execute(text)

    def today(self, house: House) -> date:
        """The day on which the organisation stands."""
        with house.register(scope=Scope(day=date.min, whole=True)) as register:
            return date.fromisoformat(dict((register.organisation() or ("", {}))[1])["today"])

    def keeper(self) -> Authority:
        """Whoever keeps the records; what is random is drawn from the seed."""
        return Authority("operator", "2026-01-01T00:00:00+00:00", self.random.randbytes)

    def officer(self, register: Register, unit: int, office: str = "secretary") -> Authority:
        """Somebody in an office of a unit, as the operator vouches for them."""
        return Authority("operator", "2026-01-01T00:00:00+00:00", self.random.randbytes, office, unit)


@contextmanager
def world(seed: int = SEED) -> Iterator[World]:
    """A world for a while."""
    with TemporaryDirectory(prefix="polity-trust-") as folder:
        cluster = Cluster(Path(folder) / "data", settings={"shared_buffers": "128MB"})
        cluster.start()
        try:
            yield World(Path(folder), cluster, seed)
        finally:
            cluster.stop()
