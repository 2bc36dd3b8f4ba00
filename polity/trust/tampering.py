"""T8: whatever is done to the journal or behind its back is found, given the announced head."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from random import Random
from typing import Any, NamedTuple

import psycopg

from polity.journal import seal, sealer
from polity.journal.canonical import canonical
from polity.readings import check as checking
from polity.readings.check import check
from polity.readings.house import Scope
from polity.trust.rows import Fault, Row, Size, Tried, replaced, row
from polity.trust.world import World

type Lines = list[bytes]


class Forgery(NamedTuple):
    """A way to alter an exported journal: the lines, and the head that is announced for what it was."""

    name: str
    done: Callable[[Lines, Random], Lines]


def _body(line: bytes) -> dict[str, Any]:
    return dict(json.loads(line)["body"])


def _again(lines: Lines, start: int) -> Lines:
    """Seal anew from a place on, as somebody would who can write the whole file."""
    previous = seal.FIRST if start == 0 else json.loads(lines[start - 1])["seal"]
    made = lines[:start]
    for number, text in enumerate(lines[start:], start=start + 1):
        body = canonical({**_body(text), "number": number})
        previous = seal.seal(previous, body)
        made.append(seal.line(body, previous) + b"\n")
    return made


def _edited(field: str, value: Any, *, anew: bool) -> Callable[[Lines, Random], Lines]:
    def done(lines: Lines, chance: Random) -> Lines:
        at = chance.randrange(len(lines))
        written = json.loads(lines[at])["seal"]
        changed = [*lines]
        changed[at] = seal.line(canonical({**_body(lines[at]), field: value}), written) + b"\n"
        return _again(changed, at) if anew else changed

    return done


def _dropped(lines: Lines, chance: Random) -> Lines:
    at = chance.randrange(len(lines) - 1)
    return lines[:at] + lines[at + 1 :]


def _dropped_and_sealed_anew(lines: Lines, chance: Random) -> Lines:
    at = chance.randrange(len(lines) - 1)
    return _again(lines[:at] + lines[at + 1 :], at)


def _swapped(lines: Lines, chance: Random) -> Lines:
    at = chance.randrange(len(lines) - 1)
    return [*lines[:at], lines[at + 1], lines[at], *lines[at + 2 :]]


def _twice(lines: Lines, chance: Random) -> Lines:
    at = chance.randrange(len(lines))
    return lines[: at + 1] + lines[at:]


def _put_in(lines: Lines, chance: Random) -> Lines:
    at = chance.randrange(1, len(lines))
    return _again([*lines[:at], lines[at], *lines[at:]], at)


def _one_bit(lines: Lines, chance: Random) -> Lines:
    at = chance.randrange(len(lines))
    place = chance.randrange(len(lines[at]) - 1)
    changed = bytearray(lines[at])
    changed[place] ^= 1 << chance.randrange(7)
    return [*lines[:at], bytes(changed), *lines[at + 1 :]]


FORGERIES = (
    Forgery("an act renamed", _edited("act", "unit.rename", anew=False)),
    Forgery("a day moved", _edited("on", "1901-01-01", anew=False)),
    Forgery("an officer put in another's place", _edited("as", "secretary@0000-0000-0000", anew=False)),
    Forgery("particulars exchanged", _edited("particulars", "0" * 64, anew=False)),
    Forgery("a receipt exchanged", _edited("receipt", "0" * 32, anew=False)),
    Forgery("a law exchanged", _edited("law", "none", anew=False)),
    Forgery("an entry edited and all after it sealed anew", _edited("act", "unit.rename", anew=True)),
    Forgery("an entry left out", _dropped),
    Forgery("an entry left out and the rest sealed anew", _dropped_and_sealed_anew),
    Forgery("two entries swapped", _swapped),
    Forgery("an entry twice", _twice),
    Forgery("an entry put in and the rest sealed anew", _put_in),
    Forgery("the end cut off", lambda lines, chance: lines[: -chance.randrange(1, 4)]),
    Forgery(
        "rolled back and gone on otherwise", lambda lines, chance: _again([*lines[:-2], lines[-1]], len(lines) - 2)
    ),
    Forgery("one bit", _one_bit),
)

# What somebody with the owner's rights over the database may do behind the journal's back, and what the check must then
# find broken. Each round is done at once to a copy of its own.
BEHIND: tuple[dict[str, tuple[str, str]], ...] = (
    {
        "a standing without an entry": (
            "UPDATE standing SET standing = 'member' WHERE ctid = (SELECT min(ctid) FROM standing"
            " WHERE standing = 'candidate')",
            "replay standing",
        ),
        "a fact altered": (
            "UPDATE facts SET facts = facts || '{\"altered\": true}' WHERE ctid = (SELECT min(ctid) FROM facts)",
            "replay facts",
        ),
        "an entry altered": (
            "UPDATE journal_entry SET operator = 'another' WHERE entry = (SELECT min(entry) FROM journal_entry)",
            "journal",
        ),
        "the past rewritten": (
            "INSERT INTO office_term_past SELECT *, entry FROM office_term LIMIT 1",
            "replay office_term_past",
        ),
    },
    {
        "a person taken away": (
            "DELETE FROM standing WHERE ctid = (SELECT min(ctid) FROM standing)",
            "replay standing",
        ),
        "particulars taken away": (
            "DELETE FROM particulars WHERE entry = (SELECT max(entry) FROM particulars)",
            "particulars",
        ),
        "a seal exchanged": ("UPDATE journal_seal SET seal = repeat('0', 64) WHERE number = 3", "journal"),
    },
    {
        "a key taken away": (
            "DELETE FROM particular_key WHERE person = (SELECT person FROM particulars ORDER BY entry LIMIT 1)",
            "particulars",
        ),
    },
)


def tries(world: World, size: Size) -> Tried:
    """Every forgery of the exported journal, then everything done behind its back."""
    times = {"planted": 1, "quick": 8, "full": 200}[size]
    broken: list[str] = []
    with world.copy() as house, house.database.sealing() as cursor:
        lines = list(sealer.export(cursor))
    head = json.loads(lines[-1])["seal"]
    if list(seal.verify(lines, head=head)):
        broken.append("the journal as it was is not whole")
    for forgery in FORGERIES:
        for _ in range(times):
            forged = forgery.done(lines, world.random)
            if forged != lines and not list(seal.verify(forged, head=head)):
                broken.append(f"not found: {forgery.name}")
    rounds = BEHIND[:1] if size == "planted" else BEHIND
    for one in rounds:
        broken += _not_found(world, one)
    return len(FORGERIES) * times + sum(map(len, rounds)), broken


def _not_found(world: World, done: dict[str, tuple[str, str]]) -> Iterator[str]:
    with world.copy() as house:
        with psycopg.connect(house.database.dsn) as connection:
            connection.execute("SET session_replication_role = replica")  # the guards off, as an intruder would
            for statement, _ in done.values():
                connection.execute(statement)  # type: ignore[call-overload]
        findings = check(house, scope=Scope(day=world.today(house), whole=True))
        found = {finding.what for finding in findings if not finding.holds}
    for name, (_, expected) in done.items():
        if expected not in found:
            yield f"not found: {name}"


@contextmanager
def _no_head(world: World) -> Iterator[None]:
    """The verifier forgets to compare the announced head."""
    verify = seal.verify
    with replaced(seal, "verify", lambda lines, head=None: verify(lines)):
        yield


@contextmanager
def _no_replay(world: World) -> Iterator[None]:
    """The check does not rebuild the register."""
    with replaced(checking, "_replay", lambda connection, progress: iter(())):
        yield


row(
    Row(
        "T8",
        "journal",
        "Whatever is altered in the journal, or behind its back, is found.",
        tries,
        (Fault("the head is not compared", _no_head), Fault("the register is not rebuilt", _no_replay)),
    )
)
