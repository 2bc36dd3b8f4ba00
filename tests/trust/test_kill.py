"""Killed at any moment, the program or its database: nothing acknowledged is lost, and nothing is there twice.

How long each life lasts is drawn from a seed; what the program was doing then is not, so each run meets other moments.
"""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

from polity.acts import enact, people, record
from polity.journal import sealer
from polity.postgres import Cluster
from polity.postgres import server as servers
from polity.postgres.database import Database
from polity.readings.check import check
from tests.league import ANNA, BORIS, WHOLE, League, found
from tests.trust.working import OFFICERS, act_of, authority

ROOT = Path(__file__).parents[2]
KILLS = 25
OF_THE_SERVER = 5  # every so many kills take the database's server, too
LIFE = 0.35  # seconds at most, counted from the first act


def lines(file: Path) -> list[str]:
    """The whole lines of a file; a last one that was cut off says nothing."""
    return file.read_text().split("\n")[:-1] if file.exists() else []


class Life:
    """Cluster, files and numbers of a program that is killed again and again."""

    def __init__(self, folder: Path) -> None:
        self.data, self.folder = folder / "data", folder
        self.cluster = Cluster(self.data, settings={"shared_buffers": "32MB"})
        self.dsn = self.cluster.start()

    def asked(self) -> list[int]:
        return [int(number) for number in lines(self.folder / "asked")]

    def told(self) -> dict[int, str]:
        return {int(number): said for number, _, said in (line.partition(" ") for line in lines(self.folder / "told"))}

    def live(self, seconds: float, *, server_too: bool) -> None:
        """Let the program work for a while, then kill it, and the server with it."""
        first, before = max([OFFICERS - 1, *self.asked()]) + 1, len(self.told())
        program = subprocess.Popen(
            [sys.executable, "-m", "tests.trust.working", self.dsn, str(self.folder), str(first)],
            cwd=ROOT,
            stderr=subprocess.PIPE,
        )
        try:
            assert servers.wait_for(lambda: len(self.told()) > before, seconds=60), program.stderr
            time.sleep(seconds)
            if server_too:
                server = servers.found(self.cluster.folder)
                assert server is not None
                os.kill(server.pid, signal.SIGKILL)
        finally:
            program.kill()
            program.communicate()
        if server_too:
            self.cluster.stop()
            self.cluster = Cluster(self.data, settings={"shared_buffers": "32MB"})
            self.dsn = self.cluster.start()


def test_nothing_acknowledged_is_lost_and_nothing_is_there_twice(tmp_path: Path) -> None:
    chance, life = Random(1923), Life(tmp_path)
    try:
        found(League(life.dsn, seed=b"kill")).close()
        for kill in range(1, KILLS + 1):
            life.live(LIFE * chance.random(), server_too=kill % OF_THE_SERVER == 0)
        league = League(life.dsn, seed=b"after")
        prove(league, life)
        league.close()
    finally:
        life.cluster.stop()


def lost(database: Database, told: dict[int, str]) -> set[tuple[str, str]]:
    """Keys and receipts that were told and are not there."""
    with database.owner() as connection:
        there = connection.execute("SELECT idempotency, receipt FROM journal_entry WHERE idempotency IS NOT NULL")
        return {(f"work {number}", receipt) for number, receipt in told.items()} - set(there.fetchall())


def prove(league: League, life: Life) -> None:
    """Compare what the program was told with what is there; go on with what it never heard of; prove the records."""
    told = life.told()
    assert lost(league.database, told) == set()

    asked = sorted(set(life.asked()))
    again = {
        number: enact(act_of(number), by=authority(act_of(number)), database=league.database, key=f"work {number}")
        for number in asked
    }
    assert {number: again[number].receipt for number in told} == told

    expected = {ANNA, BORIS}
    for number in asked:
        act = act_of(number)
        if isinstance(act, record.AsFound):
            expected |= set(act.batch.people.person)
        elif isinstance(act, people.Record):
            expected.add(act.person)
    with league.database.owner() as connection:
        subjects = connection.execute("SELECT subject FROM subject ORDER BY 1").fetchall()
        standing = connection.execute("SELECT person FROM standing WHERE upper_inf(valid) ORDER BY 1").fetchall()
    assert [row[0] for row in subjects] == sorted(expected)
    assert standing == subjects

    while sealer.seal_pending(league.database):
        pass
    assert [finding for finding in check(league.house, scope=WHOLE) if not finding.holds] == []
