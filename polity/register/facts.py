"""Each fact that rules may read, defined once over the register.

A fact is either a declared field of a kind of subject, or derived here by an expression that PostgreSQL (for one case)
and DuckDB (for everybody) understand alike. Expressions read the subject's row on the day as `s`, other people through
the relations `spell` (person, unit, standing, since, until, counted_from) and `sponsorship` (person, sponsor, since,
until), meetings through `attendance` (person, day) and `meeting_held` (unit, day), and the day as `{at}`. Open ends are
written 9999-12-31.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from polity.register.register import Register
from polity.register.rows import Field

END = "DATE '9999-12-31'"

_WHOLE_YEARS = (
    "(CAST(extract(year FROM {to}) AS integer) - CAST(extract(year FROM {since}) AS integer)"
    " - CASE WHEN extract(month FROM {to}) * 100 + extract(day FROM {to})"
    " < extract(month FROM {since}) * 100 + extract(day FROM {since}) THEN 1 ELSE 0 END)"
)


def whole_years(since: str, to: str) -> str:
    """SQL for the years completed from one day to another; a 29 February counts as completed on 1 March."""
    return _WHOLE_YEARS.replace("{since}", since).replace("{to}", to)


class Derived(NamedTuple):
    """A fact that follows from the register's rows: its type, its SQL, and what it means."""

    type: str
    sql: str
    says: str


def _sponsors(years: int) -> str:
    return (
        "(SELECT count(*) FROM sponsorship b JOIN spell m ON m.person = b.sponsor"
        " WHERE b.person = s.subject AND b.since <= {at} AND {at} < b.until AND m.since <= {at} AND {at} < m.until"
        f" AND m.standing = 'member' AND {whole_years('m.counted_from', '{at}')} >= {years})"
    )


# The day itself and the twelve months before it; where a month has no such day, its last one.
_OF_TWELVE_MONTHS = "b.day > {at} - INTERVAL '12 months' AND b.day <= {at}"
_HOLDER = "(SELECT {what} FROM spell m WHERE m.person = s.holder AND m.since <= {at} AND {at} < m.until)"

PERSON: dict[str, Derived] = {
    "standing": Derived("code", "s.standing", "standing on the day"),
    "candidate_since": Derived(
        "date",
        "CASE WHEN s.standing = 'candidate' THEN s.counted_from END",
        "day from which the candidate period counts",
    ),
    "member_since": Derived(
        "date", "CASE WHEN s.standing = 'member' THEN s.counted_from END", "day from which membership counts"
    ),
    "age": Derived("int", whole_years("s.born", "{at}"), "completed years of age"),
    "years_standing": Derived(
        "int",
        f"CASE WHEN s.standing = 'member' THEN {whole_years('s.counted_from', '{at}')} END",
        "completed years of membership",
    ),
    "sponsors": Derived(
        "int",
        "(SELECT count(*) FROM sponsorship b WHERE b.person = s.subject AND b.since <= {at} AND {at} < b.until)",
        "people who recommend the person on the day",
    ),
    "sponsors_1y": Derived("int", _sponsors(1), "those of them who are members of at least one year"),
    "sponsors_2y": Derived("int", _sponsors(2), "those of them who are members of at least two years"),
    "sponsors_3y": Derived("int", _sponsors(3), "those of them who are members of at least three years"),
    "sponsors_5y": Derived("int", _sponsors(5), "those of them who are members of at least five years"),
    "sponsors_ok": Derived("int", _sponsors(1), "those of them whose standing the register has verified: one year"),
    "meetings_attended": Derived(
        "int",
        f"(SELECT count(*) FROM attendance b WHERE b.person = s.subject AND {_OF_TWELVE_MONTHS})",
        "meetings of the last twelve months at which the person was present, in whatever unit was their home then",
    ),
    "meetings_held": Derived(
        "int",
        f"(SELECT count(*) FROM meeting_held b WHERE b.unit = s.unit AND {_OF_TWELVE_MONTHS})",
        "meetings that the person's present unit held in the last twelve months",
    ),
}
OTHER: dict[str, Derived] = {
    "holder_standing": Derived(
        "code", _HOLDER.replace("{what}", "m.standing"), "standing of whoever holds the post on the day"
    ),
    "holder_standing_years": Derived(
        "int",
        _HOLDER.replace(
            "{what}", f"CASE WHEN m.standing = 'member' THEN {whole_years('m.counted_from', '{at}')} ELSE 0 END"
        ),
        "completed years of membership of whoever holds the post; 0 for one who is not a member",
    ),
}

_CASTS = {"bool": "::boolean", "date": "::date", "int": "::bigint", "money": "::bigint", "subject": "::bigint"}


def derived(kind: str) -> Mapping[str, Derived]:
    """The derived facts of a kind of subject."""
    return PERSON if kind == "person" else OTHER


def one_case_sql(kind: str, fields: Iterable[Field], wanted: Iterable[str], *, at: str = "%(at)s::date") -> str:
    """SQL for PostgreSQL that gives the wanted facts of one subject on one day: parameters `subject` and `at`.

    at  the day as SQL, where it is no parameter
    """
    columns = ", ".join(f"(f.facts->>'{field.name}'){_CASTS.get(field.type, '')} AS {field.name}" for field in fields)
    home = (
        "SELECT v.person AS subject, v.unit, v.standing, v.counted_from FROM standing v WHERE v.person = %(subject)s"
        f" AND v.valid @> {at}"
        if kind == "person"
        else f"SELECT p.subject FROM place p WHERE p.subject = %(subject)s AND p.valid @> {at}"
    )
    chosen = ", ".join(
        f"{derived(kind)[name].sql.replace('{at}', at) if name in derived(kind) else f's.{name}'} AS {name}"
        for name in wanted
    )
    return (
        "WITH spell AS NOT MATERIALIZED (SELECT person, unit, standing, lower(valid) AS since,"
        f" coalesce(upper(valid), {END}) AS until, counted_from FROM standing),"
        " sponsorship AS NOT MATERIALIZED (SELECT person, sponsor, lower(valid) AS since,"
        f" coalesce(upper(valid), {END}) AS until FROM sponsor),"
        f" home AS NOT MATERIALIZED ({home}),"
        f" s AS NOT MATERIALIZED (SELECT h.*{', ' + columns if columns else ''} FROM home h"
        f" LEFT JOIN facts f ON f.subject = h.subject AND f.valid @> {at})"
        f" SELECT {chosen} FROM s"
    )


# The tables that the facts of a person are read from, cut down to the rows that bear on one person.
_OF_PERSON = (
    "sponsor AS MATERIALIZED (SELECT * FROM sponsor WHERE person = %(subject)s),"
    " standing AS MATERIALIZED (SELECT * FROM standing WHERE person = ANY(ARRAY("
    "SELECT sponsor FROM sponsor UNION SELECT %(subject)s))),"
    " facts AS MATERIALIZED (SELECT * FROM facts WHERE subject = %(subject)s),"
    " attendance AS MATERIALIZED (SELECT * FROM attendance WHERE person = %(subject)s),"
    " meeting_held AS MATERIALIZED (SELECT * FROM meeting_held WHERE unit = ANY(ARRAY("
    "SELECT unit FROM standing WHERE person = %(subject)s)))"
)


def of_person(
    register: Register, person: int, *, days: Iterable[date], wanted: Iterable[str]
) -> dict[date, dict[str, Any]]:
    """The facts of one person on each of many days, as `of_case` gives them for one; their rows are read once."""
    asked, names = list(days), list(wanted)
    fields = register.fields("person")
    known = [name for name in names if name in fields or name in PERSON]
    values: dict[date, dict[str, Any]] = {day: dict.fromkeys(names) for day in asked}
    if not known or not asked:
        return values
    case = one_case_sql("person", fields.values(), known, at="d.at")
    register.cursor.execute(
        f"WITH {_OF_PERSON} SELECT d.at, c.* FROM unnest(%(days)s::date[]) d(at) CROSS JOIN LATERAL ({case}) c",
        {"subject": person, "days": asked},
    )
    for day, *found in register.cursor.fetchall():
        values[day] |= dict(zip(known, found, strict=True))
    return values


def of_case(register: Register, subject: int, kind: str, *, at: date, wanted: Iterable[str]) -> dict[str, Any]:
    """The facts of one subject on one day. What the register does not hold is None: unknown, never zero."""
    fields = register.fields(kind)
    names = [name for name in wanted if name in fields or name in derived(kind)]
    values: dict[str, Any] = dict.fromkeys(wanted)
    if not names:
        return values
    register.cursor.execute(
        one_case_sql(kind, fields.values(), names),
        {"subject": subject, "at": at},
    )
    found = register.cursor.fetchone()
    if found is not None:
        values |= dict(zip(names, found, strict=True))
    return values
