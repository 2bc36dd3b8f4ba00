"""What units are called on a day, and under which number entries are sealed: for readings that name many at once."""

from collections.abc import Iterable
from datetime import date

from polity.register.register import Register


def called(register: Register, units: Iterable[int], *, on: date) -> dict[int, tuple[str, str]]:
    """Name and code of each unit on a day; of one that does not stand on it, the last that it had."""
    wanted = sorted(set(units))
    register.cursor.execute(
        "SELECT DISTINCT ON (unit) unit, name, code FROM unit WHERE unit = ANY(%s)"
        " ORDER BY unit, valid @> %s::date DESC, valid DESC",
        [wanted, on],
    )
    found = {int(unit): (str(name), str(code)) for unit, name, code in register.cursor.fetchall()}
    return {unit: found.get(unit, ("", "")) for unit in wanted}


def called_last(register: Register, units: Iterable[int]) -> dict[int, tuple[str, str]]:
    """The last name and code of each unit; of one that there is not, empty ones."""
    wanted = sorted(set(units))
    if not wanted:
        return {}
    register.cursor.execute(
        "SELECT DISTINCT ON (unit) unit, name, code FROM unit WHERE unit = ANY(%s) ORDER BY unit, valid DESC",
        [wanted],
    )
    found = {int(unit): (str(name), str(code)) for unit, name, code in register.cursor.fetchall()}
    return {unit: found.get(unit, ("", "")) for unit in wanted}


def sealed(register: Register, entries: Iterable[int]) -> dict[int, int]:
    """The sealed number of each entry, as far as it has one."""
    wanted = sorted(set(entries))
    if not wanted:
        return {}
    register.cursor.execute("SELECT entry, number FROM journal_seal WHERE entry = ANY(%s)", [wanted])
    return {int(entry): int(number) for entry, number in register.cursor.fetchall()}
