"""What was known of a person before a correction put it right."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from polity.readings.house import House, Scope
from polity.readings.people import At, here
from polity.register.register import SPELL, Register
from polity.register.rows import Spell


class Correction(NamedTuple):
    """An entry that put something right about a person."""

    number: int
    day: date
    act: str


class Known(NamedTuple):
    """The spells and the facts of a person as they stood on the record before an entry."""

    number: int
    spells: Sequence[tuple[Spell, At]]
    stretches: Sequence[tuple[date | None, date | None, Mapping[str, Any]]]


def corrections(house: House, person: int, *, scope: Scope) -> list[Correction]:
    """The corrections of a person's record, the latest first; empty where the reader may not see them."""
    if here(house, person, scope=scope) is None:
        return []
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT DISTINCT s.number, e.valid_on, e.act FROM (SELECT gone FROM standing_past WHERE person = %(person)s"
            " UNION SELECT gone FROM facts_past WHERE subject = %(person)s) p"
            " JOIN journal_entry e ON e.entry = p.gone JOIN journal_seal s ON s.entry = e.entry"
            " WHERE e.act LIKE 'record.correct%%' ORDER BY 1 DESC",
            {"person": person},
        )
        return [Correction(*row) for row in register.cursor.fetchall()]


def known_before(house: House, person: int, number: int, *, scope: Scope) -> Known | None:
    """A person's record as it was known before a sealed entry. None where there is no such correction to be seen."""
    if all(correction.number != number for correction in corrections(house, person, scope=scope)):
        return None
    with house.register(scope=scope) as register:
        register.cursor.execute("SELECT entry FROM journal_seal WHERE number = %s", [number])
        (entry,) = register.cursor.fetchone() or (0,)
        register.cursor.execute(
            f"SELECT {SPELL} FROM standing WHERE person = %(person)s AND entry < %(entry)s UNION ALL SELECT {SPELL}"
            " FROM standing_past WHERE person = %(person)s AND entry < %(entry)s AND gone >= %(entry)s ORDER BY 4",
            {"person": person, "entry": entry},
        )
        spells = [Spell(*row) for row in register.cursor.fetchall()]
        columns = "lower(valid), upper(valid), facts"
        register.cursor.execute(
            f"SELECT {columns} FROM facts WHERE subject = %(person)s AND entry < %(entry)s UNION ALL SELECT {columns}"
            " FROM facts_past WHERE subject = %(person)s AND entry < %(entry)s AND gone >= %(entry)s"
            " ORDER BY 1 NULLS FIRST",
            {"person": person, "entry": entry},
        )
        stretches = [(since, until, dict(facts)) for since, until, facts in register.cursor.fetchall()]
        return Known(number, [(spell, _called(register, spell)) for spell in spells], stretches)


def _called(register: Register, spell: Spell) -> At:
    stood = [version for version in register.unit_history(spell.unit) if version.since <= spell.since]
    return At(stood[-1].name, stood[-1].code) if stood else At("", "")
