"""Of whom the statutes are asked, and on which days: for acts, for one case looked at, and for everybody alike."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from polity.register.register import Register
from polity.register.rows import Spell

BELONGING = ("sympathiser", "candidate", "member")
APPLYING = ("sympathiser", "former")  # those who are not candidates yet, and may apply

ASKED: dict[str, tuple[str, ...]] = {
    "may_become_candidate": APPLYING,
    "confirmation_tier": APPLYING,
    "may_become_member": ("candidate",),
    "recommendations_renewed": ("candidate",),
    "may_be_transferred": BELONGING,
    "may_be_excluded": BELONGING,
    "may_lapse": BELONGING,
    "may_hold_office": ("member",),
}
"""Rules that acts rest on, with the standings that the act needs. A rule that is not here may be asked of anybody."""


class Case(NamedTuple):
    """A case as an act puts it to the statutes: the rules, whose case it is, the day, and the days that govern it."""

    rules: tuple[str, ...]
    subject: int
    on: date
    dates: Mapping[str, date]


def dates_of(register: Register, spell: Spell | None, *, on: date) -> Mapping[str, date]:
    """The days that select the version of the law for a person's case, if it were decided on a day.

    Candidates and members applied when their standing began to count; others on the day of their open application,
    or else on this day.
    """
    if spell is None:
        return {"decided": on}
    if spell.standing not in APPLYING:
        return {"decided": on, "applied": spell.counted_from}
    application = register.application(spell.person)
    return {"decided": on, "applied": min(application.applied, on) if application else on}


def applied_sql(applications: str, on: date) -> str:
    """The same day of application for everybody, as SQL over the subject's row `s` and the applications `o`."""
    standings = ", ".join(f"'{standing}'" for standing in APPLYING)
    day = f"coalesce(o.applied, DATE '{on}')" if applications else f"DATE '{on}'"
    return f"CASE WHEN s.standing IN ({standings}) THEN {day} ELSE s.counted_from END"


def applications_sql(register: Register, on: date) -> str:
    """SQL for DuckDB that joins the open applications of a scope, as `o`; empty where there are none."""
    register.cursor.execute(
        "SELECT person, applied FROM application WHERE state IN ('applied', 'decided') AND applied <= %s", [on]
    )
    rows = ", ".join(f"({int(person)}, DATE '{applied}')" for person, applied in register.cursor.fetchall())
    return f"LEFT JOIN (VALUES {rows}) o(person, applied) ON o.person = s.subject" if rows else ""
