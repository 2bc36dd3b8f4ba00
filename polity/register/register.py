"""Look into the register on a day. Queries only: whoever holds a cursor sees what the cursor's role and scope allow."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from psycopg import Cursor

from polity.postgres.database import Row
from polity.register.rows import Application, Field, Place, Spell, Term, Transfer, UnitVersion
from polity.words import names

SPELL = "person, unit, standing, lower(valid), upper(valid), counted_from, reason, entry"
UNIT = "unit, name, kind, tier, parent, code, facts, lower(valid), upper(valid), entry"
DEEPEST = 64  # tiers that a tree is followed upwards
TERM = "term, office, unit, person, lower(valid), upper(valid), entry"


class Register:
    """The register as one transaction sees it."""

    def __init__(self, cursor: Cursor[Row]) -> None:
        self.cursor = cursor

    def _all(self, query: str, values: Iterable[Any] = ()) -> list[Row]:
        self.cursor.execute(query, list(values))
        return self.cursor.fetchall()

    def _one(self, query: str, values: Iterable[Any] = ()) -> Row | None:
        found = self._all(query, values)
        return found[0] if found else None

    # --- the organisation -------------------------------------------------------------------------------------------

    def organisation(self) -> tuple[str, Mapping[str, Any]] | None:
        """Name and settings; None before the organisation is founded."""
        found = self._one("SELECT name, settings FROM organisation")
        return None if found is None else (found[0], found[1])

    def kinds(self) -> dict[str, str]:
        """Declared kinds of subject and their labels."""
        return dict(self._all("SELECT name, label FROM kind ORDER BY name"))

    def fields(self, kind: str) -> dict[str, Field]:
        """The declared attributes of a kind of subject."""
        rows = self._all(
            "SELECT kind, name, label, type, options, purpose FROM field WHERE kind = %s ORDER BY name", [kind]
        )
        return {row[1]: Field(*row) for row in rows}

    def statutes(self) -> list[tuple[str, str]]:
        """Names and texts of all statutes and reforms adopted so far, in the order of their adoption."""
        return [(name, text) for name, text in self._all("SELECT name, text FROM statute ORDER BY ordinal")]

    def statutes_digest(self) -> str:
        """What tells one state of the adopted texts from another (SHA-256), without fetching them."""
        told = "length(name) || ' ' || name || length(text) || ' ' || text"
        found = self._one(
            f"SELECT encode(sha256(convert_to(coalesce(string_agg({told}, '' ORDER BY ordinal), ''), 'UTF8')), 'hex')"
            " FROM statute"
        )
        return str(found[0]) if found else ""

    # --- units ------------------------------------------------------------------------------------------------------

    def unit(self, unit: int, *, on: date) -> UnitVersion | None:
        """A unit as it stands on a day."""
        found = self._one(f"SELECT {UNIT} FROM unit WHERE unit = %s AND valid @> %s", [unit, on])
        return None if found is None else UnitVersion(*found)

    def unit_history(self, unit: int) -> list[UnitVersion]:
        """All versions of a unit, by day."""
        return [
            UnitVersion(*row) for row in self._all(f"SELECT {UNIT} FROM unit WHERE unit = %s ORDER BY valid", [unit])
        ]

    def unit_by_code(self, code: str, *, on: date) -> UnitVersion | None:
        """The unit that bears a code on a day."""
        found = self._one(f"SELECT {UNIT} FROM unit WHERE code = %s AND valid @> %s", [code, on])
        return None if found is None else UnitVersion(*found)

    def stands(self, unit: int, *, on: date) -> bool:
        """Whether a unit exists on a day."""
        return self.unit(unit, on=on) is not None

    def stands_until(self, unit: int, *, since: date) -> date | None:
        """The first day after `since` on which a unit no longer stands; None where no such day is on record.

        `since` itself for a unit that does not stand on it.
        """
        found = self._one(
            "SELECT upper(r) FROM (SELECT unnest(range_agg(valid)) r FROM unit WHERE unit = %s) u WHERE r @> %s",
            [unit, since],
        )
        return since if found is None else found[0]

    def above_from(self, unit: int, *, since: date) -> set[int]:
        """The unit itself and every unit that stands above it on any day from one on."""
        rows = self._all(
            "WITH RECURSIVE up AS (SELECT %s::bigint AS unit, daterange(%s, NULL) AS days UNION"
            " SELECT u.parent, up.days * u.valid FROM up JOIN unit u ON u.unit = up.unit AND u.valid && up.days"
            " WHERE u.parent IS NOT NULL) SELECT DISTINCT unit FROM up",
            [unit, since],
        )
        return {int(row[0]) for row in rows}

    def children(self, unit: int, *, on: date) -> list[UnitVersion]:
        """The units directly below one, by name."""
        rows = self._all(f"SELECT {UNIT} FROM unit WHERE parent = %s AND valid @> %s ORDER BY code", [unit, on])
        return [UnitVersion(*row) for row in rows]

    def roots(self, *, on: date) -> list[UnitVersion]:
        """The units that stand under no other."""
        rows = self._all(f"SELECT {UNIT} FROM unit WHERE parent IS NULL AND valid @> %s ORDER BY code", [on])
        return [UnitVersion(*row) for row in rows]

    def ancestors(self, unit: int, *, on: date) -> list[UnitVersion]:
        """A unit and those above it on a day, the nearest first."""
        rows = self._all(
            "WITH RECURSIVE up (at, above, step) AS (SELECT unit, parent, 0 FROM unit WHERE unit = %s AND valid @> %s"
            " UNION ALL SELECT u.unit, u.parent, step + 1 FROM up JOIN unit u ON u.unit = above AND u.valid @> %s"
            f" WHERE step < {DEEPEST}) SELECT {UNIT} FROM up JOIN unit ON unit = at AND valid @> %s ORDER BY step",
            [unit, on, on, on],
        )
        return list({row[0]: UnitVersion(*row) for row in rows}.values())

    def later_days_of_unit(self, unit: int, *, on: date) -> date | None:
        """The first day after `on` on which something about the unit or its place already changes."""
        found = self._one(
            "SELECT min(lower(valid)) FROM unit WHERE (unit = %s OR parent = %s) AND lower(valid) > %s",
            [unit, unit, on],
        )
        return None if found is None else found[0]

    def people_of(self, unit: int, *, on: date) -> list[Spell]:
        """Everybody whose home is a unit on a day, former people too."""
        rows = self._all(f"SELECT {SPELL} FROM standing WHERE unit = %s AND valid @> %s ORDER BY person", [unit, on])
        return [Spell(*row) for row in rows]

    def later_spells_of(self, unit: int, *, on: date) -> int:
        """How many spells in a unit begin after a day."""
        found = self._one("SELECT count(*) FROM standing WHERE unit = %s AND lower(valid) > %s", [unit, on])
        return int(found[0]) if found else 0

    # --- people and other subjects ----------------------------------------------------------------------------------

    def kind_of(self, subject: int) -> str | None:
        """What kind of subject an id is; None if the register does not hold it."""
        found = self._one("SELECT kind FROM subject WHERE subject = %s", [subject])
        return None if found is None else str(found[0])

    def name(self, person: int) -> tuple[str, str, str] | None:
        """Family name, given name and middle name; None once erased, or outside the scope."""
        found = self._one("SELECT family, given, middle FROM person_name WHERE person = %s", [person])
        return None if found is None else (found[0], found[1], found[2])

    def names(self, people: Iterable[int]) -> dict[int, str]:
        """The names of several people as they stand in a list; whoever is erased, or outside the scope, is left out."""
        wanted = sorted(set(people))
        if not wanted:
            return {}
        rows = self._all("SELECT person, family, given, middle FROM person_name WHERE person = ANY(%s)", [wanted])
        return {int(row[0]): names.full(row[1], row[2], row[3]) for row in rows}

    def spell(self, person: int, *, on: date) -> Spell | None:
        """Where and in what standing a person is on a day."""
        found = self._one(f"SELECT {SPELL} FROM standing WHERE person = %s AND valid @> %s", [person, on])
        return None if found is None else Spell(*found)

    def spells(self, person: int) -> list[Spell]:
        """All spells of a person, by day."""
        rows = self._all(f"SELECT {SPELL} FROM standing WHERE person = %s ORDER BY valid", [person])
        return [Spell(*row) for row in rows]

    def latest_day(self, person: int) -> date | None:
        """The last day on which the standing of a person changes."""
        found = self._one("SELECT max(greatest(lower(valid), upper(valid))) FROM standing WHERE person = %s", [person])
        return None if found is None else found[0]

    def facts(self, subject: int, *, on: date) -> Mapping[str, Any]:
        """The attributes of a subject on a day; what is not recorded is not there."""
        found = self._one("SELECT facts FROM facts WHERE subject = %s AND valid @> %s", [subject, on])
        return {} if found is None else dict(found[0])

    def facts_history(self, subject: int) -> list[tuple[date | None, date | None, Mapping[str, Any], int]]:
        """Attributes by stretches of days: since, until, facts, entry."""
        rows = self._all(
            "SELECT lower(valid), upper(valid), facts, entry FROM facts WHERE subject = %s ORDER BY valid", [subject]
        )
        return [(row[0], row[1], row[2], row[3]) for row in rows]

    def place(self, subject: int, *, on: date) -> Place | None:
        """Where a subject that is not a person belongs on a day."""
        found = self._one(
            "SELECT p.subject, s.kind, p.label, p.unit, lower(p.valid), upper(p.valid) FROM place p"
            " JOIN subject s USING (subject) WHERE p.subject = %s AND p.valid @> %s",
            [subject, on],
        )
        return None if found is None else Place(*found)

    def places_of(self, unit: int, *, on: date) -> list[Place]:
        """Subjects that are not people and belong to a unit on a day, or to it from a later day."""
        rows = self._all(
            "SELECT p.subject, s.kind, p.label, p.unit, lower(p.valid), upper(p.valid) FROM place p"
            " JOIN subject s USING (subject) WHERE p.unit = %s AND p.valid && daterange(%s, NULL) ORDER BY 1",
            [unit, on],
        )
        return [Place(*row) for row in rows]

    def recommends(self, sponsor: int, person: int, *, since: date) -> bool:
        """Whether somebody recommends a person on a day or from a later one."""
        found = self._one(
            "SELECT FROM sponsor WHERE sponsor = %s AND person = %s AND valid && daterange(%s, NULL)",
            [sponsor, person, since],
        )
        return found is not None

    def sponsors(self, person: int, *, on: date) -> list[int]:
        """Those who recommend a person on a day."""
        rows = self._all("SELECT sponsor FROM sponsor WHERE person = %s AND valid @> %s ORDER BY 1", [person, on])
        return [int(row[0]) for row in rows]

    def contact(self, sympathiser: int, *, on: date) -> int | None:
        """The person assigned to keep contact with a sympathiser on a day."""
        found = self._one("SELECT contact FROM contact WHERE sympathiser = %s AND valid @> %s", [sympathiser, on])
        return None if found is None else int(found[0])

    def contact_since(self, sympathiser: int) -> date | None:
        """The day from which the latest contact of a sympathiser keeps it."""
        found = self._one("SELECT max(lower(valid)) FROM contact WHERE sympathiser = %s", [sympathiser])
        return None if found is None else found[0]

    def application(self, person: int) -> Application | None:
        """The open application of a person, if there is one."""
        found = self._one(
            "SELECT application, person, unit, applied, state, state_since, grounds, entry FROM application"
            " WHERE person = %s AND state IN ('applied', 'decided')",
            [person],
        )
        return None if found is None else Application(*found)

    def taken(self, number: int) -> bool:
        """Whether an application, a transfer or a term of office bears an id already."""
        found = self._one(
            "SELECT FROM application WHERE application = %s UNION ALL SELECT FROM transfer WHERE transfer = %s"
            " UNION ALL SELECT FROM office_term WHERE term = %s",
            [number, number, number],
        )
        return found is not None

    def transfer(self, person: int) -> Transfer | None:
        """The transfer of a person that waits to be acknowledged, if there is one."""
        found = self._one(
            "SELECT transfer, person, sending, receiving, asked, state, entry FROM transfer"
            " WHERE person = %s AND state = 'released'",
            [person],
        )
        return None if found is None else Transfer(*found)

    # --- offices ----------------------------------------------------------------------------------------------------

    def holders(self, office: str, unit: int, *, on: date) -> list[Term]:
        """Who holds an office of a unit on a day."""
        rows = self._all(
            f"SELECT {TERM} FROM office_term WHERE office = %s AND unit = %s AND valid @> %s ORDER BY person",
            [office, unit, on],
        )
        return [Term(*row) for row in rows]

    def terms(self, person: int) -> list[Term]:
        """All terms of office of a person, by day."""
        rows = self._all(f"SELECT {TERM} FROM office_term WHERE person = %s ORDER BY valid", [person])
        return [Term(*row) for row in rows]

    def term(self, term: int) -> Term | None:
        """A term of office by its id."""
        found = self._one(f"SELECT {TERM} FROM office_term WHERE term = %s", [term])
        return None if found is None else Term(*found)
