"""The facts that rules read, for everybody at once: the same definitions as for one case, over the columns."""

from collections.abc import Iterable
from datetime import date

from polity.columns.shape import TYPES, quoted
from polity.register.facts import derived
from polity.register.rows import Field


def everybody_sql(
    kind: str,
    fields: Iterable[Field],
    wanted: Iterable[str],
    *,
    at: date,
    also: Iterable[str] = (),
    narrowed: str = "",
    applied: str = "s.counted_from",
) -> str:
    """SQL for DuckDB: one row a subject of a kind on a day, with `subject`, `unit`, and the wanted facts.

    For people also `standing` and `applied`, the day from which the standing counts. A fact that the register does
    not know is a column of unknowns.

    also      further columns, as SQL over the subject's row `s` and whatever `narrowed` joins to it
    narrowed  JOIN and WHERE after the rows `s`
    applied   what `applied` is, as SQL over the same
    """
    day = f"DATE '{at}'"
    declared = {field.name: field for field in fields}
    if kind == "person":
        base = f"SELECT p.*, p.person AS subject FROM span p WHERE p.since <= {day} AND {day} < p.until"
        extra = ["s.standing", f"{applied} AS applied"]
    else:
        facts = ", ".join(_of_text(field) for field in declared.values())
        base = (
            f"SELECT l.subject, l.unit{', ' + facts if facts else ''} FROM place l LEFT JOIN other_fact f ON"
            f" f.subject = l.subject AND f.since <= {day} AND {day} < f.until"
            f" WHERE l.kind = {quoted(kind)} AND l.since <= {day} AND {day} < l.until"
        )
        extra = []
    return _facts_of(kind, declared, wanted, base, [*extra, *also], day, narrowed)


def cases_sql(fields: Iterable[Field], wanted: Iterable[str], cases: str) -> str:
    """SQL for DuckDB: the facts of people on days of their own, as `everybody_sql` gives them on one day for all.

    cases  a query of `subject`, `day`, and the `unit`, `standing` and `counted_from` in which each is decided: on the
           day of a promotion the register already has a member, and the case was a candidate's. `day` is kept.
    """
    base = (
        "SELECT p.* REPLACE (c.unit AS unit, c.standing AS standing, c.counted_from AS counted_from), p.person AS"
        f" subject, c.day FROM ({cases}) c JOIN span p ON p.person = c.subject AND p.since <= c.day AND c.day < p.until"
    )
    extra = ["s.day", "s.standing", "s.counted_from AS applied"]
    return _facts_of("person", {field.name: field for field in fields}, wanted, base, extra, "s.day")


def _facts_of(
    kind: str,
    declared: dict[str, Field],
    wanted: Iterable[str],
    base: str,
    extra: Iterable[str],
    day: str,
    narrowed: str = "",
) -> str:
    known = derived(kind)
    chosen = [
        f"{known[name].sql.replace('{at}', day)} AS {name}"
        if name in known
        else (f"s.{name}" if name in declared else f"NULL AS {name}")
        for name in wanted
        if name != "standing" or kind != "person"
    ]
    spells = "(SELECT * FROM spell WHERE gone IS NULL)"
    body = f"SELECT s.subject, s.unit{''.join(', ' + part for part in [*extra, *chosen])} FROM ({base}) s {narrowed}"
    return f"(WITH spell AS {spells} {body})" if "spell m" in body else f"({body})"


def _of_text(field: Field) -> str:
    kind = TYPES.get(field.type, "VARCHAR")
    return f"CAST(json_extract_string(f.facts, '$.{field.name}') AS {kind}) AS {field.name}"
