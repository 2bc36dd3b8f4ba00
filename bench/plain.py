"""Plain Django over the same tables: what a user would write who has Django and PostgreSQL and nothing else.

Called in a process of its own only: Django is set up once a process.
"""

from collections.abc import Sequence
from datetime import date
from types import ModuleType
from typing import Any

from psycopg.conninfo import conninfo_to_dict


def connected(dsn: str, **settings_of_ones_own: Any) -> ModuleType:
    """Set Django up on a database. Gives `bench.models`, which cannot be imported before."""
    import django
    from django.conf import settings

    parts = conninfo_to_dict(dsn)
    place = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname"),
        "USER": parts.get("user"),
        "PASSWORD": parts.get("password") or "",
        "HOST": parts.get("host"),
        "PORT": str(parts.get("port") or ""),
        "CONN_MAX_AGE": None,
    }
    settings.configure(DATABASES={"default": place}, INSTALLED_APPS=["bench"], USE_TZ=True, **settings_of_ones_own)
    django.setup()
    from bench import models

    return models


def counted(models: ModuleType, on: date, where: dict[str, str], by: Sequence[str]) -> list[list[Any]]:
    """Count people on a day by fields of theirs and, if asked, by a tier of the tree that their unit lies under.

    The database groups by unit; the tree is fetched with a second query and rolled up in Python.
    """
    from django.db.models import Count
    from django.db.models.fields.json import KeyTextTransform

    own = {
        name: KeyTextTransform(name, "person__described__facts") for name in by if name not in ("guberniya", "standing")
    }
    wanted = ["unit" if name == "guberniya" else name for name in by]
    rows = (
        models.Standing.objects.filter(valid__contains=on, person__described__valid__contains=on, **where)
        .annotate(**{f"{name}_": key for name, key in own.items()})
        .values_list(*[f"{name}_" if name in own else name for name in wanted])
        .annotate(people=Count("person"))
        .order_by()
    )
    found: dict[tuple[Any, ...], int] = {}
    above = _above(models, on) if "guberniya" in by else {}
    for *values, people in rows:
        key = tuple(above.get(v) if name == "guberniya" else v for name, v in zip(by, values, strict=True))
        found[key] = found.get(key, 0) + people
    return sorted([[*key, people] for key, people in found.items()], key=str)


def _above(models: ModuleType, on: date) -> dict[int, str]:
    units = {
        unit: (parent, tier, code)
        for unit, parent, tier, code in models.Unit.objects.filter(valid__contains=on).values_list(
            "unit", "parent", "tier", "code"
        )
    }
    found = {}
    for unit in units:
        at: int | None = unit
        while at is not None and units[at][1] != "guberniya":
            at = units[at][0]
        if at is not None:
            found[unit] = units[at][2]
    return found
