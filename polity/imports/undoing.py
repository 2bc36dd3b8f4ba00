"""What an import left in the register, and the acts that take it back where nothing followed."""

from datetime import date
from typing import Any

from psycopg import Cursor

from polity.acts.people import Amend
from polity.postgres.database import Database, Row
from polity.register.exports import altered_since
from polity.register.forms import PersonId


def entries(database: Database, name: str) -> list[tuple[int, str]]:
    """The entries of an import, each with the name of its act; the latest first."""
    with database.acting() as cursor:
        cursor.execute(
            "SELECT entry, act FROM journal_entry WHERE starts_with(idempotency, %s)"
            " AND act IN ('import.enter', 'person.amend') AND idempotency NOT LIKE %s ORDER BY entry DESC",
            [f"import {name} ", f"import {name} back %"],
        )
        return [(int(entry), str(act)) for entry, act in cursor.fetchall()]


def entered(database: Database, entry: int) -> tuple[list[int], list[int]]:
    """Of the people whom an entry brought: those who can be taken back, and those whose record has changed since."""
    with database.acting() as cursor:
        cursor.execute(
            "SELECT s.subject FROM subject s WHERE s.entry = %s AND s.kind = 'person'"
            " AND EXISTS (SELECT FROM standing t WHERE t.person = s.subject) ORDER BY 1",
            [entry],
        )
        people = [int(row[0]) for row in cursor.fetchall()]
        altered = altered_since(cursor, entry, people) if people else set()
    return [person for person in people if person not in altered], sorted(altered)


def amended(database: Database, entry: int) -> tuple[int | None, Amend | None]:
    """Whose record an entry amended, and the act that restores it; no act where it has changed since."""
    with database.acting() as cursor:
        cursor.execute(
            "SELECT e.valid_on, p.person FROM journal_entry e JOIN particulars p USING (entry)"
            " WHERE e.entry = %s AND p.row = 0",
            [entry],
        )
        found = cursor.fetchone()
        if found is None:
            return None, None
        on, person = found[0], int(found[1])
        names, facts = _name_before(cursor, entry, person), _facts_before(cursor, entry, person, on)
    if (names is None and facts is None) or names == () or facts == {}:
        return person, None
    family, given, middle = names if names else (None, None, None)
    return person, Amend(on=on, person=PersonId(person), facts=facts, family=family, given=given, middle=middle)


def _name_before(cursor: Cursor[Row], entry: int, person: int) -> tuple[str, ...] | None:
    """The name that an entry replaced; None where it replaced none, nothing where another replaced it again."""
    cursor.execute(
        "SELECT family, given, middle FROM person_name_past WHERE person = %s AND gone = %s", [person, entry]
    )
    before = cursor.fetchone()
    if before is None:
        return None
    cursor.execute("SELECT entry FROM person_name WHERE person = %s", [person])
    return tuple(map(str, before)) if cursor.fetchone() == (entry,) else ()


def _facts_before(cursor: Cursor[Row], entry: int, person: int, on: date) -> dict[str, Any] | None:
    """The facts that an entry replaced; None where it replaced none, nothing where others came since."""
    cursor.execute(
        "SELECT facts FROM facts WHERE subject = %s AND entry = %s AND lower(valid) = %s", [person, entry, on]
    )
    here = cursor.fetchone()
    if here is None:
        cursor.execute("SELECT EXISTS (SELECT FROM facts_past WHERE subject = %s AND entry = %s)", [person, entry])
        return {} if cursor.fetchone() == (True,) else None
    cursor.execute("SELECT EXISTS (SELECT FROM facts WHERE subject = %s AND entry > %s)", [person, entry])
    if cursor.fetchone() == (True,):
        return {}
    cursor.execute(
        "SELECT facts FROM facts_past WHERE subject = %s AND gone = %s AND (valid @> %s OR lower(valid) = %s)"
        " ORDER BY entry DESC LIMIT 1",
        [person, entry, on, on],
    )
    row = cursor.fetchone()
    before: dict[str, Any] = row[0] if row is not None else {}
    differs = {name for name in (*here[0], *before) if here[0].get(name) != before.get(name)}
    return {name: before.get(name) for name in sorted(differs)}
