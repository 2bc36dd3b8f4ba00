"""T3: what is asked for many times at once is entered once."""

import os
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date

import psycopg

from polity.acts import Act, Authority, Refused, enact, membership
from polity.readings.house import House, Scope
from polity.trust.rows import Fault, Row, Size, Tried, replaced, row
from polity.trust.world import World

AT_ONCE = 16  # threads; the server has as many connections for them
ATTEMPTS = 50


def tries(world: World, size: Size) -> Tried:
    """Many attempts at once, under one key and under keys of their own: one entry each, and all are told the truth."""
    times = {"planted": 1, "quick": 6, "full": 100}[size]
    broken: list[str] = []
    with world.copy() as house, ThreadPoolExecutor(AT_ONCE) as pool:
        people = _members(house, world, 2 * times)
        today = world.today(house)
        for at, (person, unit) in enumerate(people):
            act = membership.Leave(on=today, person=person)
            keys = ["leave once"] * ATTEMPTS if at % 2 else [f"leave {number}" for number in range(ATTEMPTS)]
            told = list(pool.map(lambda key, act=act, unit=unit, at=at: _asked(house, act, unit, f"{key} {at}"), keys))  # type: ignore[misc]
            broken += _wrong(house, person, told, once=bool(at % 2))
    return 2 * times * ATTEMPTS, broken


def _members(house: House, world: World, count: int) -> Sequence[tuple[int, int]]:
    today = world.today(house)
    with house.register(scope=Scope(day=today, whole=True)) as register:
        register.cursor.execute(
            "SELECT person, unit FROM standing s WHERE standing = 'member' AND valid @> %s AND upper_inf(valid)"
            " AND lower(valid) < %s AND NOT EXISTS (SELECT FROM office_term o WHERE o.person = s.person)"
            " ORDER BY person LIMIT %s",
            [today, today, count],
        )
        return [(int(person), int(unit)) for person, unit in register.cursor.fetchall()]


def _asked(house: House, act: Act, unit: int, key: str) -> str:
    """One attempt: the receipt, or that it was refused."""
    by = Authority("operator", f"{date.min}T00:00:00", os.urandom, "secretary", unit)
    try:
        return enact(act, by=by, database=house.database, key=key).receipt
    except Refused:
        return "refused"


def _wrong(house: House, person: int, told: Sequence[str], *, once: bool) -> Iterator[str]:
    receipts = {one for one in told if one != "refused"}
    with house.database.owner() as connection:
        entries = connection.execute(
            "SELECT receipt FROM journal_entry e JOIN particulars p USING (entry)"
            " WHERE p.person = %s AND e.act = 'membership.leave'",
            [person],
        ).fetchall()
    if len(entries) != 1:
        yield f"{len(entries)} entries where one was asked for"
    if receipts != {receipt for (receipt,) in entries}:
        yield f"{len(receipts)} receipts were given for {len(entries)} entries"
    acknowledged = sum(one != "refused" for one in told)
    if acknowledged != (len(told) if once else 1):
        yield f"{acknowledged} of {len(told)} attempts were acknowledged"


@contextmanager
def _unchecked(world: World) -> Iterator[None]:
    """Acts are entered without a check, and the database no longer keeps their keys apart."""
    with (
        replaced(sys.modules["polity.acts.enact"], "examine", lambda act, **_: []),
        replaced(sys.modules["polity.journal.entries"], "earlier", lambda cursor, key: None),
        _without_unique_keys(world),
    ):
        yield


@contextmanager
def _without_unique_keys(world: World) -> Iterator[None]:
    drop = "ALTER TABLE journal_entry DROP CONSTRAINT journal_entry_idempotency_key"
    with psycopg.connect(world.cluster.dsn(world.model), autocommit=True) as connection:
        connection.execute(drop)
    try:
        yield
    finally:
        with psycopg.connect(world.cluster.dsn(world.model), autocommit=True) as connection:
            connection.execute("ALTER TABLE journal_entry ADD UNIQUE (idempotency)")


row(
    Row(
        "T3",
        "double act",
        "What is asked for many times at once is entered once, and every answer is true.",
        tries,
        (Fault("acts are entered unchecked", _unchecked),),
    )
)
