"""What a file of people says, row by row: read into types, each cell that cannot be recorded noted by its column."""

from collections.abc import Mapping

from polity.acts.checks import expected
from polity.columns.shape import quoted
from polity.imports.desk import FAULT as FAULT_COLUMNS
from polity.imports.desk import Desk, as_day, as_id, fault_rows
from polity.imports.fields import literal
from polity.imports.shaping import Chunk, Columns
from polity.register.register import Register
from polity.register.rows import Field

STANDINGS = ("sympathiser", "candidate", "member", "former")
OWN = (
    "id", "family", "given", "middle", "unit", "standing", "since", "until", "counted_from", "reason", "facts_since",
)  # fmt: skip
NEEDED = ("family", "unit", "standing", "since")
DAYS = ("since", "until", "counted_from", "facts_since")
FOREVER = "DATE '9999-12-31'"

# Columns on which it rests who a row is about and on which days; a row spoilt elsewhere is still compared with others.
PLACING = ("id", "family", "given", "middle", "unit", "standing", "since", "until", "born", "")


def columns(fields: Mapping[str, Field]) -> Columns:
    """What may stand in a file of people."""
    days = (*DAYS, *(name for name, field in fields.items() if field.type == "date"))
    return Columns(NEEDED, (*OWN, *(name for name in fields if name not in OWN)), days)


class Reader:
    """Puts chunk after chunk onto a desk: `kept_1` and so on with what is kept, `fault_1` ... with what is wrong."""

    def __init__(self, desk: Desk, fields: Mapping[str, Field]) -> None:
        self.desk = desk
        self.fields = {name: field for name, field in fields.items() if name not in OWN}
        self.given: set[str] = set()  # the columns that the file has
        self.chunks = 0
        self.headers: set[int] = set()
        self.rows = 0

    def draw(self, register: Register, *, within: bool = False) -> None:
        """Copy the units onto the desk: their codes by day, and on which days they stand; `within` only the scope's."""
        where = " WHERE unit = ANY (ARRAY(SELECT polity_units()))" if within else ""
        self.desk.draw(
            "unit_code",
            {"code": "VARCHAR", "unit": "BIGINT", "since": "DATE", "until": "DATE"},
            register,
            f"SELECT code, unit, lower(valid), coalesce(upper(valid), DATE '9999-12-31') FROM unit{where}",
        )
        self.desk.draw(
            "unit_days",
            {"unit": "BIGINT", "since": "DATE", "until": "DATE"},
            register,
            "SELECT unit, lower(r), coalesce(upper(r), DATE '9999-12-31')"
            f" FROM (SELECT unit, unnest(range_agg(valid)) r FROM unit{where} GROUP BY unit) u",
        )
        self.desk.make("known_code", "SELECT DISTINCT code FROM unit_code")
        self.desk.make("known_unit", "SELECT DISTINCT unit FROM unit_days")

    def add(self, chunk: Chunk) -> None:
        """Take one chunk in."""
        self.chunks += 1
        desk, number = self.desk, self.chunks
        self.headers.add(chunk.header)
        self.given |= {name for name in chunk.names if name}
        raw = {"line": "BIGINT", "spoilt": "VARCHAR"}
        raw |= {name or f"_{at}": "VARCHAR" for at, name in enumerate(chunk.names)}
        desk.load("wide", raw, chunk.rows, chunk.separator, self._wide(raw))
        desk.load("written", FAULT_COLUMNS, fault_rows(chunk.faults))
        desk.make(f"fault_{number}", f"SELECT * FROM written UNION ALL {self._faults()}")
        desk.make(f"kept_{number}", self._kept(number))
        self.rows += chunk.seen - len(chunk.rows) + desk.one("SELECT count(*) FROM wide")
        desk.drop("wide", "written")

    def finish(self) -> None:
        """Put the chunks together as `kept` and `fault`."""
        for name in ("kept", "fault"):
            parts = [f"SELECT * FROM {name}_{number + 1}" for number in range(self.chunks)]
            self.desk.view(name, " UNION ALL ".join(parts))

    # --- SQL --------------------------------------------------------------------------------------------------------

    def _wide(self, raw: Mapping[str, str]) -> str:
        names = [*OWN, *self.fields]
        tidied = ", ".join(
            f"{quoted_name(name)} AS t_{name}" if name in raw else f"NULL::VARCHAR AS t_{name}" for name in names
        )
        empty = " AND ".join(f"t_{name} IS NULL" for name in names)
        days = ", ".join(f"{as_day(f't_{name}')} AS {name}" for name in DAYS)
        facts = "".join(f", {literal(field, f't_{name}')} AS f_{name}" for name, field in self.fields.items())
        return f"""
WITH t AS (SELECT line, coalesce(spoilt, '') AS spoilt, {tidied} FROM {{}}),
 p AS (SELECT *, {days}, {as_id("t_id")} AS id, {as_id("t_unit")} AS unit_id{facts} FROM t
   WHERE NOT ({empty}) OR spoilt <> '')
SELECT p.*, coalesce(k.unit, c.unit) AS unit,
  d.until AS unit_until, k.unit IS NOT NULL OR e.code IS NOT NULL AS unit_known
FROM p LEFT JOIN known_unit k ON k.unit = p.unit_id
 LEFT JOIN known_code e ON e.code = p.t_unit
 LEFT JOIN unit_code c ON c.code = p.t_unit AND c.since <= p.since AND p.since < c.until
 LEFT JOIN unit_days d ON d.unit = coalesce(k.unit, c.unit) AND d.since <= p.since AND p.since < d.until"""

    def _faults(self) -> str:
        standings = ", ".join(quoted(name) for name in STANDINGS)
        checks = [
            *(fault(name, "cell.empty", f"t_{name} IS NULL AND NOT contains(spoilt, '/{name}/')") for name in NEEDED),
            fault("id", "id.form", "t_id IS NOT NULL AND id IS NULL"),
            *(fault(name, "day.form", f"t_{name} IS NOT NULL AND {name} IS NULL") for name in DAYS),
            fault("unit", "unit.unknown", "t_unit IS NOT NULL AND NOT unit_known"),
            fault("unit", "unit.day", "unit_known AND since IS NOT NULL AND unit_until IS NULL", "since::VARCHAR"),
            fault(
                "unit",
                "unit.until",
                f"unit_until < coalesce(until, {FOREVER}) AND (until > since OR t_until IS NULL)",
                "unit_until::VARCHAR",
            ),
            fault("standing", "standing.value", f"t_standing NOT IN ({standings})", quoted(", ".join(STANDINGS))),
            fault("until", "days.order", "until <= since", "since::VARCHAR"),
            fault("counted_from", "counted.late", "counted_from > since", "since::VARCHAR"),
            fault(
                "reason",
                "reason.standing",
                f"t_reason IS NOT NULL AND t_standing <> 'former' AND t_standing IN ({standings})",
                "t_standing",
            ),
            *(
                fault(
                    name,
                    "day.form" if field.type == "date" else "field.value",
                    f"t_{name} IS NOT NULL AND f_{name} IS NULL",
                    quoted(expected(field)),
                )
                for name, field in self.fields.items()
            ),
        ]
        return " UNION ALL ".join(checks)

    def _kept(self, number: int) -> str:
        pairs = ", ".join(
            f"CASE WHEN f_{name} IS NOT NULL THEN '\"{name}\":' || f_{name} END" for name in sorted(self.fields)
        )
        facts = f"'{{' || concat_ws(',', {pairs}) || '}}'" if pairs else "'{}'"
        born = "coalesce(t_born, '')" if "born" in self.fields else "''"
        key = key_of("t_family", "coalesce(t_given, '')", "coalesce(t_middle, '')", born, "unit")
        placing = ", ".join(quoted(name) for name in PLACING)
        return f"""
SELECT line, id, t_family AS family, coalesce(t_given, '') AS given, coalesce(t_middle, '') AS middle, unit,
  t_standing AS standing, since, until, counted_from, t_reason AS reason, facts_since, {facts} AS facts,
  coalesce(id::UHUGEINT, {key}) AS key,
  line NOT IN (SELECT line FROM fault_{number} WHERE col IN ({placing})) AS sound
FROM wide WHERE unit IS NOT NULL AND since IS NOT NULL"""


def quoted_name(name: str) -> str:
    """A column's name as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def fault(column: str, code: str, condition: str, detail: str = "''", *, of: str = "wide", value: str = "") -> str:
    """SQL for the faults of one kind in one column."""
    text = value or f"coalesce(t_{column}, '')"
    shown = f"CASE WHEN length({text}) > 80 THEN substr({text}, 1, 80) || '…' ELSE {text} END"
    return (
        f"SELECT line, {quoted(column)} AS col, {quoted(code)} AS code, {shown} AS value, {detail} AS detail"
        f" FROM {of} WHERE {condition}"
    )


def key_of(*parts: str) -> str:
    """SQL for a number that stands for some texts together: by it people without an id are told apart."""
    return f"md5_number(concat_ws(chr(31), {', '.join(f'({part})::VARCHAR' for part in parts)}))"
