"""T1: killed at any moment, the program or its database: nothing acknowledged is lost, and nothing is there twice.

How long each life lasts is drawn from a seed; what the program was doing then is not, so each run meets other moments.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from polity.acts import enact, people, record
from polity.journal import sealer
from polity.postgres import Cluster
from polity.postgres import server as servers
from polity.postgres.database import Database
from polity.readings.check import check
from polity.readings.house import House, Scope
from polity.trust.rows import Fault, Row, Size, Tried, replaced, row
from polity.trust.working import OFFICERS, Place
from polity.trust.world import SMALL, World

LIFE = 0.35  # seconds at most, counted from the first act
PATIENCE = 60  # seconds for the first act


class Life:
    """Server, files and numbers of a program that is killed again and again."""

    def __init__(self, data: Path, folder: Path) -> None:
        self.data, self.folder = data, folder
        self.cluster = Cluster(self.data, settings=SMALL)
        self.dsn = self.cluster.start()

    def asked(self) -> list[int]:
        return [int(number) for number in _lines(self.folder / "asked")]

    def told(self) -> dict[int, str]:
        return {int(number): said for number, _, said in (line.partition(" ") for line in _lines(self.folder / "told"))}

    def live(self, seconds: float, *, server_too: bool) -> None:
        """Let the program work for a while, then kill it, and the server with it."""
        first, before = max([OFFICERS - 1, *self.asked()]) + 1, len(self.told())
        root = str(Path(__file__).parents[2])
        paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
        program = subprocess.Popen(
            [sys.executable, "-m", "polity.trust.working", self.dsn, str(self.folder), str(first)],
            env={**os.environ, "PYTHONPATH": paths, **WITH},
            stderr=subprocess.DEVNULL,
        )
        try:
            if not servers.wait_for(lambda: len(self.told()) > before, seconds=PATIENCE):
                raise RuntimeError("The program that is to be killed does not begin to work.")
            time.sleep(seconds)
            if server_too:
                self._kill_server()
        finally:
            program.kill()
            program.communicate()
        if server_too:
            self.cluster.stop()
            self.cluster = Cluster(self.data, settings=SMALL)
            self.dsn = self.cluster.start()

    def _kill_server(self) -> None:
        server = servers.found(self.cluster.folder)
        if server is None:
            raise RuntimeError("The server that is to be killed does not run.")
        os.kill(server.pid, signal.SIGKILL)


WITH: dict[str, str] = {}  # what a planted fault puts into the environment of the program


def _lines(file: Path) -> list[str]:
    """The whole lines of a file; a last one that was cut off says nothing."""
    return file.read_text().split("\n")[:-1] if file.exists() else []


def tries(world: World, size: Size) -> Tried:
    """Let a program work and kill it, again and again, at times with its server; then compare what it was told."""
    kills, of_the_server = {"planted": (4, 1), "quick": (25, 5), "full": (10_000, 5)}[size]
    folder = world.folder / f"life-{world.random.getrandbits(32)}"
    folder.mkdir()
    life = Life(world.stopped(), folder)
    try:
        with world.opened(life.dsn) as house:
            before = _people(house.database)
        for kill in range(1, kills + 1):
            life.live(LIFE * world.random.random(), server_too=kill % of_the_server == 0)
        with world.opened(life.dsn) as house:
            broken = list(_broken(house, life, before))
    finally:
        life.cluster.stop()
    return kills, broken


def _people(database: Database) -> set[int]:
    with database.owner() as connection:
        return {row[0] for row in connection.execute("SELECT subject FROM subject WHERE kind = 'person'")}


def lost(database: Database, told: dict[int, str]) -> set[tuple[str, str]]:
    """Keys and receipts that were told and are not there."""
    with database.owner() as connection:
        there = connection.execute("SELECT idempotency, receipt FROM journal_entry WHERE idempotency LIKE 'work %'")
        return {(f"work {number}", receipt) for number, receipt in told.items()} - set(there.fetchall())


def _broken(house: House, life: Life, expected: set[int]) -> Iterator[str]:
    """Compare what was told with what is there; go on with what it never heard of; prove the records."""
    told, place = life.told(), Place(house.database)
    missing = lost(house.database, told)
    if missing:
        yield f"{len(missing)} acknowledged acts are lost"
        return
    for number in sorted(set(life.asked())):
        act = place.act(number)
        again = enact(act, by=place.by(act), database=house.database, key=f"work {number}")
        if told.get(number, again.receipt) != again.receipt:
            yield f"act {number} was told {told[number]} and now {again.receipt}"
        if isinstance(act, record.AsFound):
            expected |= set(act.batch.people.person)
        elif isinstance(act, people.Record):
            expected.add(act.person)
    if _people(house.database) != expected:
        yield "the register holds others than those who were entered"
    while sealer.seal_pending(house.database):
        pass
    for finding in check(house, scope=Scope(day=place.begun, whole=True)):
        if not finding.holds:
            yield f"{finding.what}: {finding.says}"


@contextmanager
def _early(world: World) -> Iterator[None]:
    """The server acknowledges a commit before it is on the disk."""
    with replaced(sys.modules[__name__], "WITH", {"PGOPTIONS": "-c synchronous_commit=off"}):
        yield


row(
    Row(
        "T1",
        "kill",
        "Killed at any moment, nothing acknowledged is lost and nothing is there twice.",
        tries,
        (Fault("commits are acknowledged before they are on the disk", _early),),
    )
)
