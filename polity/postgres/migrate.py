"""Bring the database to the form that this version of Polity expects, forward or back."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

MIGRATIONS = Path(__file__).parent.parent / "register" / "migrations"


def newest() -> str:
    """The name of the newest migration in this version."""
    return max(path.stem for path in MIGRATIONS.glob("[0-9]*.py"))


def applied(dsn: str) -> set[str]:
    """The migrations that the database has seen; empty for a new one."""
    with psycopg.connect(dsn) as connection:
        there = connection.execute("SELECT to_regclass('django_migrations')").fetchone()
        if there is None or there[0] is None:
            return set()
        return {name for (name,) in connection.execute("SELECT name FROM django_migrations WHERE app = 'register'")}


def migrate(dsn: str, *, target: str | None = None) -> bool:
    """Apply what is missing, or go to a named migration. True if anything was done.

    Django, which knows how, works in a process of its own: it can be set up once a process, and the pages set it up
    for themselves.
    """
    if target is None and newest() in applied(dsn):
        return False
    root = str(Path(__file__).parents[2])
    paths = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH", "")]))
    done = subprocess.run(
        [sys.executable, "-m", "polity.postgres.migrate", *([target] if target else [])],
        env={
            **os.environ,
            "PYTHONPATH": paths,
            "POLITY_MIGRATE_DSN": dsn,
        },  # a password stays out of the list of processes
        capture_output=True,
        text=True,
    )
    if done.returncode:
        raise RuntimeError(f"The database could not be brought to the form of this version:\n{done.stderr.strip()}")
    return True


def _in_this_process(dsn: str, target: str | None) -> None:
    import django
    from django.conf import settings
    from django.core.management import call_command

    parts = conninfo_to_dict(dsn)
    database = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname") or "postgres",
        "USER": parts.get("user") or "",
        "PASSWORD": parts.get("password") or "",
        "HOST": parts.get("host") or "",
        "PORT": str(parts.get("port") or ""),
    }
    settings.configure(INSTALLED_APPS=["polity.register"], DATABASES={"default": database}, USE_TZ=True)
    django.setup()
    call_command("migrate", "register", *([target] if target else []), verbosity=0, interactive=False)


if __name__ == "__main__":
    _in_this_process(os.environ["POLITY_MIGRATE_DSN"], sys.argv[1] if len(sys.argv) > 1 else None)
