"""Look into transfers that are under way, and into what a person who moves leaves behind."""

from datetime import date

from polity.register.register import TERM, Register
from polity.register.rows import Term, Transfer

TRANSFER = "transfer, person, sending, receiving, asked, state, entry"
OPEN = "state IN ('asked', 'released')"


def under_way(register: Register, person: int) -> Transfer | None:
    """The transfer of a person that is asked for or released, if there is one."""
    register.cursor.execute(f"SELECT {TRANSFER} FROM transfer WHERE person = %s AND {OPEN}", [person])
    found = register.cursor.fetchone()
    return None if found is None else Transfer(*found)


def of_unit(register: Register, unit: int) -> list[Transfer]:
    """The transfers under way from a unit or to it."""
    register.cursor.execute(
        f"SELECT {TRANSFER} FROM transfer WHERE (sending = %s OR receiving = %s) AND {OPEN} ORDER BY transfer",
        [unit, unit],
    )
    return [Transfer(*row) for row in register.cursor.fetchall()]


def latest_step(register: Register, transfer: Transfer) -> date:
    """The day of the last step of a transfer."""
    register.cursor.execute("SELECT max(on_day) FROM transfer_step WHERE transfer = %s", [transfer.transfer])
    row = register.cursor.fetchone()
    found: date | None = row[0] if row else None
    return found or transfer.asked


def arriving(register: Register, person: int) -> bool:
    """Whether somebody is released to a unit of the scope, which has yet to acknowledge or to decline."""
    register.cursor.execute(
        "SELECT FROM transfer WHERE person = %s AND state = 'released'"
        " AND (polity_all() OR receiving IN (SELECT polity_units()))",
        [person],
    )
    return register.cursor.fetchone() is not None


def terms_of_unit(register: Register, unit: int, *, on: date) -> list[Term]:
    """The terms of office of a unit that run on a day or begin later."""
    register.cursor.execute(
        f"SELECT {TERM} FROM office_term WHERE unit = %s AND valid && daterange(%s, NULL) ORDER BY office, person",
        [unit, on],
    )
    return [Term(*row) for row in register.cursor.fetchall()]


def terms_left(register: Register, person: int, before: int, after: int, *, on: date) -> list[Term]:
    """The terms, running or to come, in units under which a person who moves stands no longer."""
    old, new = ({above.unit for above in register.ancestors(unit, on=on)} for unit in (before, after))
    return [
        term for term in register.terms(person) if term.unit in old - new and (term.until is None or term.until > on)
    ]


def in_contact_with(register: Register, contact: int) -> list[int]:
    """The sympathisers with whom a person keeps contact without an end on record."""
    register.cursor.execute(
        "SELECT sympathiser FROM contact WHERE contact = %s AND upper_inf(valid) ORDER BY 1", [contact]
    )
    return [int(row[0]) for row in register.cursor.fetchall()]
