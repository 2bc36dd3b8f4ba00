"""T10: the disk is full at some write: nothing is acknowledged that is not there, and nothing is there by half.

The server's processes are forbidden to write beyond so many bytes of any file, as a full disk forbids it: of a table,
of an index or of the log before it. What was acknowledged meanwhile must be there when there is room again.
"""

import logging
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psycopg
from psycopg_pool import PoolTimeout

from polity.acts import Refused, enact
from polity.journal import sealer
from polity.journal.entries import Receipt
from polity.postgres import Cluster
from polity.postgres import server as servers
from polity.postgres.database import Database
from polity.readings.check import check
from polity.readings.house import Scope
from polity.trust.kill import lost
from polity.trust.rows import Fault, Row, Size, Tried, replaced, row
from polity.trust.working import Place
from polity.trust.world import SMALL, World

FULL = 16 << 20  # bytes: a segment of the log; the log is written within it, tables and indexes from their beginning


@dataclass
class _Disk:
    """A server on a disk that is full now and then, and what was acknowledged on it."""

    cluster: Cluster
    dsn: str
    told: dict[int, str] = field(default_factory=dict)
    refused: int = 0

    def offer(self, number: int, most: int) -> None:
        """Offer an act while the server that carries it out may not write beyond `most` bytes of any file."""
        database = Database(self.dsn, most=1)
        try:
            place = Place(database)
            act = place.act(number)
            with database.owner() as connection:
                process = connection.info.backend_pid  # the one connection that the pool keeps
            _limit(process, most)
            self.told[number] = enact(act, by=place.by(act), database=database, key=f"work {number}").receipt
        except (psycopg.Error, PoolTimeout, ProcessLookupError, FileNotFoundError, Refused):
            self.refused += 1
        finally:
            database.close()

    def room_again(self) -> None:
        """Let a server that gave up recover, with room on the disk; start it anew where it does not by itself."""
        if not servers.wait_for(self._answers, seconds=20):
            self.cluster.stop()
            self.dsn = self.cluster.start()

    def _answers(self) -> bool:
        try:
            psycopg.connect(self.dsn, connect_timeout=2).close()
        except psycopg.Error:
            return False
        return True


def _limit(process: int, most: int) -> None:
    """Let a process of the server write so far in any file, and no farther. Its owner may say so; we may be another."""
    owner = Path(f"/proc/{process}").stat()
    if owner.st_uid == os.geteuid():
        _limited(process, most)
        return
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setresgid(owner.st_gid, owner.st_gid, owner.st_gid)
            os.setresuid(owner.st_uid, owner.st_uid, owner.st_uid)
            _limited(process, most)
        except OSError:
            os._exit(1)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if status:
        raise ProcessLookupError(process)


def _limited(process: int, most: int) -> None:
    _, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (most, hard))


def tries(world: World, size: Size) -> Tried:
    """Offer acts one by one, each with the disk full at another place."""
    logging.getLogger("psycopg.pool").setLevel(logging.CRITICAL)  # that connections break is what is tried here
    points = {"planted": 6, "quick": 24, "full": 1000}[size]
    cluster = Cluster(world.stopped(), settings=SMALL)
    disk = _Disk(cluster, cluster.start())
    try:
        for number in range(1, points + 1):
            disk.offer(number, _place(world, number))
            disk.room_again()
        broken = list(_broken(world, disk))
    finally:
        cluster.stop()
    return points, broken


def _place(world: World, number: int) -> int:
    """Where the disk is full: at the first byte, within a table, or not at all, so that some acts are entered."""
    return (0, world.random.randrange(1 << 20), world.random.randrange(FULL), 1 << 40)[number % 4]


def _broken(world: World, disk: _Disk) -> Iterator[str]:
    with world.opened(disk.dsn) as house:
        missing = lost(house.database, disk.told)
        if missing:
            yield f"{len(missing)} acknowledged acts are not there"
        if not disk.told or not disk.refused:
            yield f"nothing was tried: {len(disk.told)} acts were entered and {disk.refused} failed"
        while sealer.seal_pending(house.database):
            pass
        for finding in check(house, scope=Scope(day=world.today(house), whole=True)):
            if not finding.holds:
                yield f"{finding.what}: {finding.says}"


@contextmanager
def _acknowledged_anyway(world: World) -> Iterator[None]:
    """Whoever acts is told that it was entered, whatever the database said."""
    module = sys.modules[__name__]
    true = enact

    def told(act: Any, **rest: Any) -> Receipt:
        try:
            return true(act, **rest)
        except (psycopg.Error, PoolTimeout):
            return Receipt(os.urandom(16).hex(), 0, None)

    with replaced(module, "enact", told):
        yield


row(
    Row(
        "T10",
        "disk full",
        "With the disk full at any write nothing is acknowledged that is not there, and nothing is there by half.",
        tries,
        (Fault("a failed commit is acknowledged", _acknowledged_anyway),),
    )
)
