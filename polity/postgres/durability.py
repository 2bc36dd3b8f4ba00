"""What a server must promise before anything is entrusted to it: what was acknowledged is on the disk, and whole."""

from typing import Any, LiteralString

import psycopg

from polity.postgres.refusals import NotReady

OLDEST = 18  # the first version with temporal keys

REQUIRED: dict[str, tuple[str, ...]] = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_apply"),
    "data_checksums": ("on",),
}

REMEDIES = {
    "fsync": "Set fsync to on in the server's settings and restart it.",
    "full_page_writes": "Set full_page_writes to on in the server's settings and reload them.",
    "synchronous_commit": "Set synchronous_commit to on for the server, the database and the role.",
    "data_checksums": "Stop the server, run pg_checksums --enable on its data folder, and start it again.",
}

SETTINGS: LiteralString = "select name, setting from pg_settings where name = any(%s)"


def check_durability(conn: psycopg.Connection[Any]) -> None:
    """Refuse a server that might lose or garble what it acknowledged, or that is older than version 18.

    Raises NotReady with every shortcoming and its remedy, not only the first.
    """
    version = conn.info.server_version // 10000
    if version < OLDEST:
        raise NotReady(
            f"The server runs PostgreSQL {version}; Polity needs version {OLDEST} or newer, "
            "which keeps the register's dates apart by itself. Upgrade the server, or leave its address out "
            "to use the PostgreSQL that Polity brings."
        )
    found = dict(conn.execute(SETTINGS, (list(REQUIRED),)).fetchall())
    wrong = [
        f"{name} is {found.get(name, 'unknown')}. {REMEDIES[name]}"
        for name, allowed in REQUIRED.items()
        if found.get(name) not in allowed
    ]
    if wrong:
        raise NotReady(
            "This PostgreSQL could lose what it has acknowledged, so nothing was entrusted to it.\n  "
            + "\n  ".join(wrong)
        )
