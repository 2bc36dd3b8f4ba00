"""T9: a backup is restored into an empty place, replayed and compared; the erased stay erased; damage is found."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from polity.acts import enact, people
from polity.journal import sealer
from polity.postgres import backup
from polity.readings.check import check
from polity.readings.house import House, Scope
from polity.register import changes
from polity.trust.rows import Fault, Row, Size, Tried, replaced, row
from polity.trust.world import World

type Held = dict[str, backup.Kept]


def tries(world: World, size: Size) -> Tried:
    """Erase somebody, write a backup, restore it elsewhere, replay it, look for the name; then damage it."""
    file = world.folder / f"{world.random.getrandbits(32)}.backup"
    with world.copy() as house:
        person = _erased(house, world)
        backup.write(house.database.dsn, file, about={}, key=None, says=_silent)
        expected = _held(house.database.dsn)
    with world.database(world.blank) as dsn:
        backup.read_into(dsn, file, key=None, says=_silent)
        broken = [f"{table} differs" for table, one in _held(dsn).items() if one != expected[table]]
        broken += _there_again(dsn, person)
        with world.opened(dsn) as house:
            found = check(house, scope=Scope(day=world.today(house), whole=True))
            broken += [f"{one.what}: {one.says}" for one in found if not one.holds]
    whole, times = file.read_bytes(), {"planted": 0, "quick": 3, "full": 100}[size]
    for _ in range(times):
        broken += _taken_for_whole(world, whole, expected)
    file.unlink()
    return 2 + times, broken


def _silent(what: str, done: int, of: int) -> None:
    """Nobody waits for this."""


def _erased(house: House, world: World) -> int:
    today = world.today(house)
    with house.register(scope=Scope(day=today, whole=True)) as register:
        register.cursor.execute("SELECT person FROM person_name ORDER BY sort, person LIMIT 1")
        person = int(register.cursor.fetchall()[0][0])
    enact(people.EraseAct(on=today, person=person, grounds="asked"), by=world.keeper(), database=house.database)
    sealer.seal_pending(house.database)
    return person


def _held(dsn: str) -> Held:
    with psycopg.connect(dsn) as connection:
        return backup.digests(connection, backup.tables(connection))


def _there_again(dsn: str, person: int) -> Iterator[str]:
    with psycopg.connect(dsn) as connection:
        names = connection.execute("SELECT count(*) FROM person_name WHERE person = %s", [person]).fetchone()
        keys = connection.execute("SELECT count(*) FROM particular_key WHERE person = %s", [person]).fetchone()
    if names != (0,):
        yield "the name of somebody erased came back"
    if keys != (0,):
        yield "the key of somebody erased came back"


def _taken_for_whole(world: World, whole: bytes, expected: Held) -> Iterator[str]:
    damaged = world.folder / "damaged.backup"
    at = world.random.randrange(len(whole))
    damaged.write_bytes(whole[:at] + bytes([whole[at] ^ 0x40]) + whole[at + 1 :])
    with world.database(world.blank) as dsn:
        try:
            backup.read_into(dsn, damaged, key=None, says=_silent)
        except backup.Unusable:
            return
        if _held(dsn) != expected:
            yield f"a backup altered at byte {at} was taken for whole"


@contextmanager
def _a_row_lost(world: World) -> Iterator[None]:
    """A row goes missing on the way, and nobody compares."""
    read = backup._read

    def losing(connection: psycopg.Connection[Any], table: str, *rest: Any) -> None:
        read(connection, table, *rest)
        if table == "standing":
            connection.execute("DELETE FROM standing WHERE ctid = (SELECT min(ctid) FROM standing)")

    with replaced(backup, "_read", losing), replaced(backup, "_different", lambda *_: []):
        yield


@contextmanager
def _a_key_kept(world: World) -> Iterator[None]:
    """An erasure that takes the name and leaves the key."""
    apply = changes.Erase.apply

    def keeping(self: changes.Erase, cursor: psycopg.Cursor[Any], entry: int) -> None:
        cursor.execute("SELECT person, key FROM particular_key WHERE person = %s", [self.person])
        kept = cursor.fetchall()
        apply(self, cursor, entry)
        cursor.executemany("INSERT INTO particular_key (person, key) VALUES (%s, %s)", kept)

    with replaced(changes.Erase, "apply", keeping):
        yield


row(
    Row(
        "T9",
        "restore",
        "A backup restored elsewhere is the same, its journal rebuilds it, and the erased stay erased.",
        tries,
        (Fault("a row is lost and not missed", _a_row_lost), Fault("an erasure leaves the key", _a_key_kept)),
    )
)
