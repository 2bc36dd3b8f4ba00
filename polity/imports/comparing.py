"""Rows beside each other and beside the register: who is new, who is there already, and what differs.

Works on a desk on which `people.Reader` has laid `kept` and `fault`; adds to `fault`, and makes `row_of` (the person
of each row that is already on the register) and `differs` (rows whose name or facts are to be changed).
"""

from collections.abc import Mapping
from datetime import date

from polity.columns.shape import quoted
from polity.imports.desk import Desk, tidy
from polity.imports.people import FOREVER, key_of
from polity.register.register import Register
from polity.register.rows import Field

MOST_ROWS = 64  # of one person in one file


def beside_each_other(desk: Desk, rows: int) -> None:
    """Find rows of the same person: twice the same, of another name, or with spells that overlap."""
    name = "family || chr(31) || given || chr(31) || middle"
    desk.make_in_parts(
        "several",
        "WITH keys AS (SELECT key FROM kept WHERE sound AND hash(key) {part} GROUP BY key HAVING count(*) > 1)"
        f" SELECT key, min(line) AS first, arg_min({name}, line) AS called FROM kept SEMI JOIN keys USING (key)"
        " WHERE sound AND hash(key) {part} GROUP BY key",
        rows,
    )
    # Rows under one id but of another name than the first are set apart, so that they blame nobody else.
    desk.make(
        "beside",
        f"""SELECT k.line, k.key, k.id, k.family, k.since, k.until, coalesce(k.until, {FOREVER}) AS last, k.facts,
  m.first, m.called <> {name} AS renamed, coalesce(k.facts_since, k.since) AS from_day,
  row_number() OVER (PARTITION BY key ORDER BY line) AS place FROM kept k JOIN several m USING (key) WHERE k.sound""",
    )
    desk.make(
        "pair",
        f"""SELECT a.line, a.id, a.family, a.since,
  min((CASE WHEN a.id IS NULL OR a.since = b.since THEN 1 WHEN a.since < b.last AND b.since < a.last THEN 2 ELSE 3 END,
    b.line, b.since, b.until)) AS found
FROM beside a JOIN beside b ON a.key = b.key AND b.line < a.line AND a.place <= {MOST_ROWS} AND NOT a.renamed
  AND NOT b.renamed AND (a.id IS NULL OR (a.since < b.last AND b.since < a.last)
    OR (a.from_day = b.from_day AND a.facts <> b.facts))
GROUP BY a.line, a.id, a.family, a.since""",
    )
    desk.make(
        "fault_beside",
        f"""WITH p AS (SELECT line, id, family, since, found[1] AS kind, found[2] AS other, found[3] AS began,
    found[4] AS ended FROM pair)
SELECT line, 'family' AS col, 'person.other' AS code, family AS value, first::VARCHAR AS detail
 FROM beside WHERE renamed
UNION ALL SELECT line, 'id', 'person.many', '', {MOST_ROWS}::VARCHAR FROM beside
 WHERE place > {MOST_ROWS} AND NOT renamed
UNION ALL SELECT line, CASE WHEN kind = 1 AND id IS NULL THEN 'family' ELSE ['id', 'since', 'facts_since'][kind] END,
  ['person.twice', 'spell.overlap', 'facts.clash'][kind], CASE WHEN id IS NULL THEN family ELSE since::VARCHAR END,
  other::VARCHAR || CASE WHEN kind = 2 THEN chr(31) || coalesce('ends on ' || ended, 'has no end') ELSE '' END
FROM p""",
    )


def draw_people(desk: Desk, register: Register, *, always: bool = False) -> bool:
    """Copy the people of the register whom its scope shows onto the desk. False where there are none.

    always  take the same way where there are none, so that the time it takes tells nothing about them
    """
    register.cursor.execute("SELECT EXISTS (SELECT FROM subject)")
    if register.cursor.fetchone() == (False,) and not always:
        return False
    desk.draw(
        "subject",
        {"subject": "BIGINT", "kind": "VARCHAR", "family": "VARCHAR", "given": "VARCHAR", "middle": "VARCHAR"},
        register,
        "SELECT s.subject, s.kind, n.family, n.given, n.middle FROM subject s"
        f" LEFT JOIN person_name n ON n.person = s.subject{_SEEN if always else ''}",
    )
    desk.draw(
        "spell",
        {"person": "BIGINT", "unit": "BIGINT", "standing": "VARCHAR", "since": "DATE", "until": "DATE",
         "counted_from": "DATE", "reason": "VARCHAR"},
        register,
        "SELECT person, unit, standing, lower(valid), upper(valid), counted_from, reason FROM standing",
    )  # fmt: skip
    desk.draw(
        "known_fact",
        {"subject": "BIGINT", "since": "DATE", "until": "DATE", "facts": "VARCHAR"},
        register,
        f"SELECT f.subject, coalesce(lower(f.valid), DATE '0001-01-01'), coalesce(upper(f.valid), {FOREVER}),"
        " f.facts::text FROM facts f JOIN subject s ON s.subject = f.subject AND s.kind = 'person'",
    )
    return True


_SEEN = " WHERE polity_all() OR s.subject IN (SELECT polity_people())"


def find_people(desk: Desk, fields: Mapping[str, Field], *, known_ids: bool = False) -> None:
    """Say of each row whose person the register has who that is: by id, or by name, birthday and unit.

    known_ids  an id that is not among those on the desk is refused: nobody makes ids up but the register
    """
    unknown = (
        "SELECT line, 'id' AS col, 'id.unknown' AS code, id::VARCHAR AS value, '' AS detail FROM kept"
        " WHERE id IS NOT NULL AND id NOT IN (SELECT subject FROM subject) UNION ALL "
    )
    desk.make(
        "fault_known",
        (unknown if known_ids else "")
        + "SELECT k.line, 'id' AS col, CASE WHEN s.kind <> 'person' THEN 'id.kind' ELSE 'id.erased' END AS code,"
        " k.id::VARCHAR AS value, s.kind AS detail FROM kept k JOIN subject s ON s.subject = k.id"
        " WHERE s.kind <> 'person' OR s.family IS NULL",
    )
    desk.make("named", _named(fields) if desk.one("SELECT count(*) FROM kept WHERE id IS NULL") else _NOBODY)
    desk.make(
        "row_of",
        "SELECT k.line, k.id AS person FROM kept k SEMI JOIN subject s ON s.subject = k.id WHERE k.sound"
        " UNION ALL SELECT k.line, n.person FROM kept k JOIN named n USING (key)"
        " WHERE k.sound AND k.id IS NULL AND n.people = 1",
    )
    desk.make(
        "fault_found",
        "SELECT k.line, 'family' AS col, 'person.several' AS code, k.family AS value, n.people::VARCHAR AS detail"
        " FROM kept k JOIN named n USING (key) WHERE k.sound AND k.id IS NULL AND n.people > 1"
        " UNION ALL SELECT * FROM (SELECT k.line, 'family', 'person.twice', k.family, min(o.line)::VARCHAR FROM kept k"
        " JOIN row_of r USING (line) JOIN row_of o ON o.person = r.person AND o.line <> r.line"
        " WHERE k.id IS NULL AND k.line NOT IN (SELECT line FROM fault_beside) GROUP BY k.line, k.family)"
        " WHERE EXISTS (SELECT 1 FROM named)",
    )


_NOBODY = "SELECT 0::UHUGEINT AS key, 0::BIGINT AS person, 0 AS people WHERE false"


def _named(fields: Mapping[str, Field]) -> str:
    born = "coalesce(b.born, '')" if "born" in fields else "''"
    key = key_of(*(f"coalesce({tidy('s.' + name)}, '')" for name in ("family", "given", "middle")), born, "u.unit")
    return f"""
SELECT key, min(subject) AS person, count(DISTINCT subject) AS people FROM (
  SELECT {key} AS key, s.subject FROM subject s JOIN (SELECT DISTINCT person, unit FROM spell) u ON u.person = s.subject
   LEFT JOIN (SELECT DISTINCT subject, json_extract_string(facts, '$.born') AS born FROM known_fact) b
     ON b.subject = s.subject
  WHERE s.kind = 'person' AND s.family IS NOT NULL) GROUP BY key"""


def compare(desk: Desk, fields: Mapping[str, Field], given: set[str], on: date) -> None:
    """Set the rows of known people beside their records: spells that differ are faults, names and facts are changes."""
    spell = [
        ("since", "s.person IS NULL"),
        ("unit", "s.unit <> k.unit"),
        ("standing", "s.standing <> k.standing"),
        ("until", "s.until IS DISTINCT FROM k.until"),
        ("counted_from", "s.counted_from <> k.counted_from"),
        ("reason", f"coalesce({tidy('s.reason')}, '') <> coalesce(k.reason, '')"),
    ]
    cases = " ".join(f"WHEN {test} THEN {quoted(name)}" for name, test in spell if name in given)
    shown = {"unit": ("coalesce((SELECT min(code) FROM unit_code c WHERE c.unit = {}), '')", "s.unit", "k.unit")}
    values = " ".join(_shown(name, "k", shown, given) for name, _ in spell)
    details = " ".join(_shown(name, "s", shown, given) for name, _ in spell)
    desk.make(
        "fault_spell",
        f"""WITH d AS (SELECT k.*, s.person AS known, s AS s, CASE {cases} END AS col
  FROM kept k JOIN row_of r USING (line) LEFT JOIN spell s ON s.person = r.person AND s.since = k.since)
SELECT line, col, CASE WHEN col = 'since' THEN 'spell.further' ELSE 'spell.differs' END AS code,
  CASE col {values} END AS value, CASE col {details} END AS detail
FROM d k WHERE col IS NOT NULL AND line NOT IN (SELECT line FROM fault_known)""",
    )
    at = f"coalesce(k.facts_since, CASE WHEN m.key IS NULL THEN greatest(k.since, DATE '{on}') ELSE k.since END)"
    asked = [name for name in fields if name in given]
    paths = ", ".join(quoted(f"$.{name}") for name in asked)
    names = [
        f"CASE WHEN coalesce({tidy('was.' + name)}, '') <> {name} THEN {quoted(name)} END"
        for name in ("family", "given", "middle")
        if name in given
    ]
    columns = f"list_filter([{', '.join(names)}], lambda name: name IS NOT NULL)" if names else "[]::VARCHAR[]"
    if asked:
        listed = ", ".join(quoted(name) for name in asked)
        there = tidy("json_extract_string(there[place], '$')")
        columns += (
            f" || list_filter([{listed}], lambda name, place: here[place] IS NOT NULL"
            " AND CASE WHEN here[place]::VARCHAR IS DISTINCT FROM there[place]::VARCHAR THEN"
            f" coalesce({there}, '') <> json_extract_string(here[place], '$') ELSE false END)"
        )
    both = f", json_extract(k.facts, [{paths}]) AS here, json_extract(f.facts, [{paths}]) AS there" if asked else ""
    desk.make(
        "differs",
        f"""SELECT * FROM (SELECT line, person, day, family, given, middle, facts, {columns} AS columns
 FROM (SELECT k.line, r.person, {at} AS day, k.family, k.given, k.middle, k.facts, s AS was{both}
FROM kept k JOIN row_of r USING (line) JOIN subject s ON s.subject = r.person LEFT JOIN several m USING (key)
  LEFT JOIN known_fact f ON f.subject = r.person AND f.since <= {at} AND {at} < f.until
WHERE line NOT IN (SELECT line FROM fault))) WHERE len(columns) > 0""",
    )


def _shown(name: str, of: str, shown: Mapping[str, tuple[str, str, str]], given: set[str]) -> str:
    if name not in given:
        return ""
    place = f"k.{name}" if of == "k" else f"k.s.{name}"
    if name == "unit":
        place = shown["unit"][0].format(place)
    elif name == "since" and of == "s":
        place = "''"
    return f"WHEN {quoted(name)} THEN coalesce(({place})::VARCHAR, 'nothing')"
