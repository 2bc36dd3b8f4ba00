"""Bring the database to the form that this version of Polity expects, forward or back."""

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

    Django, which knows how, is loaded only when there is something to do.
    """
    seen = applied(dsn)
    if target is None and newest() in seen:
        return False
    import django
    from django.conf import settings
    from django.core.management import call_command

    if not settings.configured:
        settings.configure(INSTALLED_APPS=["polity.register"], DATABASES={"default": {}}, USE_TZ=True)
        django.setup()
    from django.db import connections

    parts = conninfo_to_dict(dsn)
    connections.databases["polity_migrate"] = connections.databases["default"] | {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname") or "postgres",
        "USER": parts.get("user") or "",
        "PASSWORD": parts.get("password") or "",
        "HOST": parts.get("host") or "",
        "PORT": str(parts.get("port") or ""),
    }
    try:
        call_command(
            "migrate",
            "register",
            *([target] if target else []),
            database="polity_migrate",
            verbosity=0,
            interactive=False,
        )
    finally:
        connections["polity_migrate"].close()
        del connections["polity_migrate"]
        del connections.databases["polity_migrate"]
    return True
