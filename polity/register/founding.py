"""Filling an empty register: the keys that forbid overlapping spells are built once at the end, not row by row.

A key with days costs 37 us a row when it is kept up to date and 3 when it is built over rows that are there. While it
is missing nobody else may act, each batch is still examined for overlaps, and building it proves all rows at once. A
filling that was cut off is mended when the organisation is next opened.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from polity.postgres.database import Database

KEYS = {
    "standing": ("one_spell_a_day", "PRIMARY KEY (person, valid WITHOUT OVERLAPS)"),
    "facts": ("one_set_of_facts_a_day", "PRIMARY KEY (subject, valid WITHOUT OVERLAPS)"),
}


@contextmanager
def filling(database: Database) -> Iterator[None]:
    """Fill a register. Only one that holds nobody yet goes without its keys meanwhile."""
    with database.owner() as connection:
        for table, (key, _) in KEYS.items():
            found = connection.execute(f"SELECT EXISTS (SELECT FROM {table})").fetchone()
            if found == (False,):
                connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT IF EXISTS {key}")
    try:
        yield
    finally:
        restore(database)


def restore(database: Database) -> bool:
    """Build the keys that are missing, over all rows. True if any was. Raises what the database says of an overlap."""
    with database.owner() as connection:
        there = {row[0] for row in connection.execute("SELECT conname FROM pg_constraint WHERE contype IN ('p', 'x')")}
        missing = {table: text for table, (key, text) in KEYS.items() if key not in there}
        for table, text in missing.items():
            connection.execute("SET LOCAL maintenance_work_mem = '256MB'")
            connection.execute(f"ALTER TABLE {table} ADD CONSTRAINT {KEYS[table][0]} {text}")
        return bool(missing)
