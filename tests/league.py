"""The one fixture: a small organisation of a centre with two branches, founded by acts, with names, not numbers."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any

from polity.acts import (
    Act,
    Authority,
    admission,
    enact,
    examine,
    membership,
    offices,
    organisation,
    people,
    statutes,
    units,
)
from polity.journal import sealer
from polity.journal.entries import Receipt
from polity.postgres.database import Database
from polity.postgres.migrate import migrate
from polity.readings.census import Census, Question, census
from polity.readings.house import House, Scope
from polity.register.register import Register
from polity.statutes import store
from polity.words.objections import Objection

CENTRE, NORTH, SOUTH = 1001, 1002, 1003
ANNA, BORIS, CLARA, DAVID = 2001, 2002, 2003, 2004
FOUNDED = date(2019, 1, 1)
RULES = Path(__file__).parent / "league.yaml"
WHOLE = Scope(day=date(2025, 3, 1), whole=True)


class Randomness:
    """Bytes that look random and are the same in every run: a test is repeated exactly."""

    def __init__(self, seed: bytes = b"league") -> None:
        self.seed, self.count = seed, 0

    def __call__(self, size: int) -> bytes:
        found = b""
        while len(found) < size:
            self.count += 1
            found += blake2b(self.count.to_bytes(8, "big"), key=self.seed).digest()
        return found[:size]


class League:
    """The organisation, with short names for what tests do to it."""

    def __init__(self, dsn: str, seed: bytes = b"league") -> None:
        migrate(dsn)
        self.database = Database(dsn)
        self.house = House(self.database)
        self.randomness = Randomness(seed)  # a copy of a league draws other bytes than the one it was copied from
        self._next = 5000 if seed == b"league" else 6000  # the copy gives no id that its model gave

    def by(self, office: str | None = "secretary", unit: int | None = CENTRE, person: int | None = None) -> Authority:
        """Who acts: the centre's secretary unless a test says otherwise."""
        if office is None:
            unit = None
        return Authority("operator", "2025-01-01T00:00:00Z", self.randomness, office, unit, person)

    def id(self) -> int:
        """A new id."""
        self._next += 1
        return self._next

    def enact(self, act: Act, by: Authority | None = None, key: str | None = None) -> Receipt:
        """Offer an act, and seal what was entered."""
        authority = by or self.by(None if act.founding else "secretary")
        receipt = enact(act, by=authority, database=self.database, key=key)
        sealer.seal_pending(self.database)
        return receipt

    def examine(self, act: Act, by: Authority | None = None) -> list[Objection]:
        """What stands in the way of an act."""
        with self.database.acting() as cursor:
            register = Register(cursor)
            law = store.adopted(register)
            return examine(act, by=by or self.by(None if act.founding else "secretary"), register=register, law=law)

    def codes(self, act: Act, by: Authority | None = None) -> list[str]:
        """The codes of what stands in the way of an act."""
        return [objection.code for objection in self.examine(act, by)]

    @contextmanager
    def register(self, scope: Scope = WHOLE) -> Iterator[Register]:
        with self.house.register(scope=scope) as register:
            yield register

    def spells(self, person: int) -> list[tuple[int, str, date, date | None]]:
        """Unit, standing, since and until of each spell of a person."""
        with self.register() as register:
            return [(spell.unit, spell.standing, spell.since, spell.until) for spell in register.spells(person)]

    def census(self, on: date, **question: Any) -> Census:
        return census(self.house, Question(on=on, **question), scope=WHOLE)

    def state(self) -> dict[str, list[Any]]:
        """Everything the database holds, to compare before and after."""
        with self.database.owner() as connection:
            tables = connection.execute(
                "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'"
                " AND table_type = 'BASE TABLE' ORDER BY 1"
            ).fetchall()
            return {
                name: sorted(connection.execute(f"SELECT t::text FROM {name} t").fetchall())  # type: ignore[call-overload]
                for (name,) in tables
            }

    def member(self, person: int, unit: int, family: str, since: date) -> None:
        """Take somebody through the whole way in: sympathiser a year before, candidate, member on the day."""
        early = since.replace(year=since.year - 2)
        self.enact(people.Record(on=early, person=person, unit=unit, family=family, given="A"))
        self.candidate(person, since.replace(year=since.year - 1))
        self.enact(admission.Promote(on=since, person=person))

    def candidate(self, person: int, since: date) -> None:
        self.enact(admission.Apply(on=since, person=person, application=self.id()))
        self.enact(admission.Decide(on=since, person=person, present=5, votes_for=5))
        self.enact(admission.Confirm(on=since, person=person))

    def owe(self, person: int, months: int, on: date = date(2024, 1, 1)) -> None:
        """Somebody owes dues for so many months, as recorded on a day."""
        self.enact(people.Amend(on=on, person=person, facts={"months_owed": months}))

    def close(self) -> None:
        self.house.close()
        self.database.close()


FIELDS: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("sex", "code", {"values": ["female", "male"]}),
    ("born", "date", {}),
    ("class", "code", {"values": ["worker", "peasant", "other"]}),
    ("months_owed", "int", {"range": [0, 600]}),
    ("extension_months", "int", {"range": [0, 120]}),
    ("workplace", "text", {}),
)


def found(league: League) -> League:
    """Found the league: a centre, North and South, Anna a member in South, Boris a sympathiser in North."""
    league.enact(
        organisation.Found(
            on=FOUNDED, organisation="League of Lamplighters", tiers=("centre", "branch", "cell"), kinds=("office",)
        )
    )
    for name, kind, options in FIELDS:
        declared = organisation.Declare(
            on=FOUNDED, kind="person", label=name, field=name, type=kind, options=options, purpose="tests"
        )
        league.enact(declared, league.by(None))
    league.enact(
        units.Found(on=FOUNDED, unit=CENTRE, title="Centre", tier="centre", kind="office", code="C"), league.by(None)
    )
    league.enact(statutes.Adopt(on=FOUNDED, statute="rules", text=RULES.read_text()), league.by(None))
    for unit, title, code in ((NORTH, "North", "N"), (SOUTH, "South", "S")):
        branch = units.Found(on=FOUNDED, unit=unit, title=title, tier="branch", kind="office", code=code, parent=CENTRE)
        league.enact(branch)
    league.member(ANNA, SOUTH, "Andrews", date(2023, 1, 1))
    league.enact(people.Record(on=date(2023, 1, 1), person=BORIS, unit=NORTH, family="Brown", given="B"))
    return league


__all__ = ["League", "found", "membership", "offices"]
