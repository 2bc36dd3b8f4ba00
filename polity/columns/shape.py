"""The tables of the columns, and how each is drawn out of the register.

`spell`, `fact` and `unit_version` hold every version ever recorded, with `known` (the journal number from which it was
known) and `gone` (the number that replaced it). `span` holds what is so now: one row for each stretch of days on
which a person's unit, standing and facts are all constant. A census on a day is one scan of it.
"""

from collections.abc import Iterable

from polity.register.facts import END
from polity.register.rows import Field

STANDINGS = ("sympathiser", "candidate", "member", "former")
TYPES = {"bool": "BOOLEAN", "date": "DATE", "int": "BIGINT", "money": "BIGINT", "subject": "BIGINT"}


def column_type(field: Field) -> str:
    """The type of a field's column. Codes are enumerations: a byte a row, in the order of their declaration."""
    if field.type == "code":
        values = ", ".join(quoted(value) for value in field.options.get("values", []))
        return f"ENUM ({values})" if values else "VARCHAR"
    return TYPES.get(field.type, "VARCHAR")


def quoted(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def create(fields: Iterable[Field], tables: Iterable[str] = ()) -> list[str]:
    """SQL that makes the tables, or some of them, empty."""
    columns = "".join(f", {field.name} {column_type(field)}" for field in fields)
    standing = f"ENUM ({', '.join(quoted(value) for value in STANDINGS)})"
    when = "since DATE, until DATE"
    shapes = {
        "spell": f"person BIGINT, unit BIGINT, standing {standing}, {when}, counted_from DATE, reason VARCHAR,"
        " known BIGINT, gone BIGINT",
        "fact": f"subject BIGINT, {when}{columns}, known BIGINT, gone BIGINT",
        "span": f"person BIGINT, unit BIGINT, standing {standing}, {when}, counted_from DATE, reason VARCHAR,"
        f" entered DATE{columns}",
        "unit_version": f"unit BIGINT, {when}, name VARCHAR, kind VARCHAR, tier VARCHAR, parent BIGINT, code VARCHAR,"
        " facts VARCHAR, known BIGINT, gone BIGINT",
        "correspondence": "day DATE, before BIGINT, after BIGINT, how VARCHAR, known BIGINT",
        "sponsorship": f"person BIGINT, sponsor BIGINT, {when}",
        "attendance": "person BIGINT, day DATE",
        "meeting_held": "unit BIGINT, day DATE",
        "place": f"subject BIGINT, kind VARCHAR, label VARCHAR, unit BIGINT, {when}",
        "other_fact": f"subject BIGINT, {when}, facts VARCHAR",
    }
    wanted = list(tables) or list(shapes)
    return [f"CREATE OR REPLACE TABLE {name} ({shapes[name]})" for name in wanted]


_VERSIONS = """
SELECT {columns}, n.number AS known, NULL::bigint AS gone
  FROM {table} t JOIN journal_seal n ON n.entry = t.entry {where}
UNION ALL
SELECT {columns}, n.number, g.number
  FROM {table}_past t JOIN journal_seal n ON n.entry = t.entry LEFT JOIN journal_seal g ON g.entry = t.gone {where}
"""
_DAYS = f"coalesce(lower(t.valid), DATE '0001-01-01'), coalesce(upper(t.valid), {END})"


def draw(fields: Iterable[Field], table: str, *, only: str = "") -> str:
    """SQL for PostgreSQL that gives the rows of one table of the columns.

    only  a condition on the subject's column `{subject}`, to draw the rows of some subjects alone
    """
    person = only.replace("{subject}", "t.person")
    subject = only.replace("{subject}", "t.subject")
    wanted = "".join(f", t.facts->>{quoted(field.name)}" for field in fields)

    def versions(columns: str, name: str, where: str) -> str:
        return _VERSIONS.format(columns=columns, table=name, where=f"WHERE {where}" if where else "")

    people = "EXISTS (SELECT FROM subject k WHERE k.subject = t.subject AND k.kind = 'person')"
    texts = {
        "spell": versions(f"t.person, t.unit, t.standing, {_DAYS}, t.counted_from, t.reason", "standing", person),
        "fact": versions(f"t.subject, {_DAYS}{wanted}", "facts", " AND ".join(filter(None, [people, subject]))),
        "unit_version": versions(
            f"t.unit, {_DAYS}, t.name, t.kind, t.tier, t.parent, t.code, t.facts::text", "unit", ""
        ),
        "correspondence": "SELECT t.valid_on, t.before, t.after, t.how, n.number FROM correspondence t"
        " JOIN journal_seal n ON n.entry = t.entry",
        "sponsorship": f"SELECT t.person, t.sponsor, {_DAYS} FROM sponsor t JOIN journal_seal n ON n.entry = t.entry"
        + (f" WHERE {person}" if person else ""),
        "attendance": "SELECT t.person, t.day FROM attendance t JOIN journal_seal n ON n.entry = t.entry"
        + (f" WHERE {person}" if person else ""),
        "meeting_held": "SELECT t.unit, t.day FROM meeting_held t JOIN journal_seal n ON n.entry = t.entry",
        "place": f"SELECT t.subject, k.kind, t.label, t.unit, {_DAYS} FROM place t JOIN subject k USING (subject)"
        " JOIN journal_seal n ON n.entry = t.entry",
        "other_fact": f"SELECT t.subject, {_DAYS}, t.facts::text FROM facts t JOIN subject k USING (subject)"
        " JOIN journal_seal n ON n.entry = t.entry WHERE k.kind <> 'person'",
    }
    return texts[table]


def span_of(fields: Iterable[Field], *, spells: str = "spell", facts: str = "fact", only: str = "") -> str:
    """SQL that lays a person's spells over their facts. A day of standing without any facts keeps its row.

    spells, facts  relations that hold the versions to lay over each other; by default those not replaced
    only           a condition on `person`
    """
    names = [field.name for field in fields]
    chosen = "".join(f", f.{name}" for name in names)
    blank = "".join(f", NULL AS {name}" for name in names)
    where = f"WHERE {only}" if only else ""
    return f"""
WITH s AS (SELECT * FROM {spells} {where}),
 e AS (SELECT person, min(since) AS entered FROM s WHERE standing = 'member' GROUP BY person),
 f AS (SELECT *, max(until) OVER (PARTITION BY subject ORDER BY since
          ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before,
          lead(since) OVER (PARTITION BY subject ORDER BY since) AS next FROM {facts}),
 gap AS (SELECT subject, coalesce(before, DATE '0001-01-01') AS since, since AS until FROM f
           WHERE since > coalesce(before, DATE '0001-01-01')
         UNION ALL SELECT subject, until, {END} FROM f WHERE next IS NULL AND until < {END})
SELECT s.person, s.unit, s.standing, greatest(s.since, f.since) AS since, least(s.until, f.until) AS until,
       s.counted_from, s.reason, e.entered{chosen}
  FROM s JOIN f ON f.subject = s.person AND s.since < f.until AND f.since < s.until LEFT JOIN e ON e.person = s.person
UNION ALL
SELECT s.person, s.unit, s.standing, greatest(s.since, f.since), least(s.until, f.until),
       s.counted_from, s.reason, e.entered{blank}
  FROM s JOIN gap f ON f.subject = s.person AND s.since < f.until AND f.since < s.until
  LEFT JOIN e ON e.person = s.person
UNION ALL
SELECT s.person, s.unit, s.standing, s.since, s.until, s.counted_from, s.reason, e.entered{blank}
  FROM s LEFT JOIN e ON e.person = s.person
  WHERE NOT EXISTS (SELECT 1 FROM f WHERE f.subject = s.person)"""
