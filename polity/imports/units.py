"""A file of units: read as a whole, each version of a unit beside the others and beside the register."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from polity.acts.checks import expected
from polity.acts.units import Move, Rename
from polity.imports.amending import Planned
from polity.imports.apart import chunks
from polity.imports.desk import Desk, as_day, as_id
from polity.imports.faults import Fault, cut
from polity.imports.fields import literal
from polity.imports.limits import Limits
from polity.imports.lines import Refusal
from polity.imports.people import quoted_name
from polity.imports.shape import Shape
from polity.imports.shaping import Chunk, Columns
from polity.register.forms import UnitId
from polity.register.register import Register
from polity.register.rows import Field, UnitVersion
from polity.words import ids

OWN = ("id", "code", "name", "kind", "tier", "parent", "since", "until")
NEEDED = ("code", "name", "tier", "since")
MOST = 1_000_000  # units in a file
END = date.max


class Row(NamedTuple):
    """One version of a unit as a file has it. What could not be read is None."""

    line: int
    id: int | None
    code: str | None
    name: str | None
    kind: str
    tier: str | None
    parent: str | None
    parent_id: int | None
    since: date | None
    until: date | None
    facts: str


@dataclass
class Plan:
    """What a file of units comes to."""

    rows: int = 0
    header: int = 0
    new: list[Row] = field(default_factory=list)
    changes: list[Planned] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    parents: dict[int, int | str] = field(default_factory=dict)  # by line: a unit, or a code that the file founds


def examine(
    desk: Desk,
    register: Register,
    file: Path,
    limits: Limits,
    *,
    progress: Callable[[int], None] | None = None,
) -> Plan:
    """Examine a file of units against the register."""
    fields = {name: kind for name, kind in register.fields("unit").items() if name not in OWN}
    plan, rows, given = Plan(), [], set[str]()
    for chunk in chunks(file, Columns(NEEDED, (*OWN, *fields)), limits, shape=Shape(), progress=progress):
        plan.header = chunk.header
        given |= {name for name in chunk.names if name}
        plan.faults += chunk.faults
        plan.rows += chunk.seen - len(chunk.rows)
        found = list(_read(desk, chunk, fields, plan))
        plan.rows += len(found)
        rows += found
        if plan.rows > MOST:
            raise Refusal(Fault(0, "", "file.rows", detail=str(MOST)))
    _Beside(register, plan, given).compare(rows)
    return plan


def _read(desk: Desk, chunk: Chunk, fields: Mapping[str, Field], plan: Plan) -> Iterator[Row]:
    raw = {"line": "BIGINT", "spoilt": "VARCHAR"}
    raw |= {name or f"_{at}": "VARCHAR" for at, name in enumerate(chunk.names)}
    desk.load("raw", raw, chunk.rows, chunk.separator)
    names = [*OWN, *fields]
    cells = ", ".join(
        f"{quoted_name(name)} AS t_{name}" if name in raw else f"NULL::VARCHAR AS t_{name}" for name in names
    )
    facts = "".join(f", {literal(kind, f't_{name}')} AS f_{name}" for name, kind in fields.items())
    chosen = ", ".join(f"t_{name}" for name in names) + "".join(f", f_{name}" for name in fields)
    query = (
        f"WITH t AS (SELECT line, coalesce(spoilt, '') AS spoilt, {cells} FROM raw)"
        f" SELECT line, spoilt, {as_id('t_id')} AS id, {as_id('t_parent')} AS parent, {as_day('t_since')} AS since,"
        f" {as_day('t_until')} AS until, {chosen} FROM (SELECT *{facts} FROM t) ORDER BY line"
    )
    for line, spoilt, number, parent, since, until, *rest in desk.ask(query):
        text = dict(zip(names, rest, strict=False))
        if not spoilt and all(value is None for value in text.values()):
            continue
        values = dict(zip(fields, rest[len(names) :], strict=True))
        plan.faults += _cell_faults(line, spoilt, text, values, fields, (number, since, until))
        written = sorted((name, value) for name, value in values.items() if value is not None)
        facts_text = "{" + ",".join(f'"{name}":{value}' for name, value in written) + "}"
        yield Row(
            line, number, text["code"], text["name"], text["kind"] or "", text["tier"], text["parent"], parent,
            since, until, facts_text,
        )  # fmt: skip


def _cell_faults(
    line: int,
    spoilt: str,
    text: Mapping[str, str | None],
    values: Mapping[str, str | None],
    fields: Mapping[str, Field],
    read: tuple[int | None, date | None, date | None],
) -> Iterator[Fault]:
    for name in NEEDED:
        if text[name] is None and f"/{name}/" not in spoilt:
            yield Fault(line, name, "cell.empty")
    for name, value in zip(("id", "since", "until"), read, strict=True):
        if text[name] is not None and value is None:
            yield Fault(line, name, "id.form" if name == "id" else "day.form", cut(text[name] or ""))
    _, since, until = read
    if since and until and until <= since:
        yield Fault(line, "until", "days.order", str(until), str(since))
    for name, kind in fields.items():
        if text[name] is not None and values[name] is None:
            yield Fault(line, name, "field.value", cut(text[name] or ""), expected(kind))


class _Beside:
    """Sets the rows of a file beside each other and beside the register."""

    def __init__(self, register: Register, plan: Plan, given: set[str]) -> None:
        self.register, self.plan, self.given = register, plan, given
        register.cursor.execute(
            "SELECT unit, name, kind, tier, parent, code, facts, lower(valid), upper(valid), entry"
            " FROM unit ORDER BY valid"
        )
        self.known: dict[int, list[UnitVersion]] = {}
        self.by_code: dict[str, list[UnitVersion]] = {}
        for row in register.cursor.fetchall():
            version = UnitVersion(*row)
            self.known.setdefault(version.unit, []).append(version)
            self.by_code.setdefault(version.code, []).append(version)
        self.tiers = list((register.organisation() or ("", {}))[1].get("tiers", []))

    def fault(self, row: Row, column: str, code: str, value: object = "", detail: object = "") -> None:
        self.plan.faults.append(Fault(row.line, column, code, cut(str(value)), str(detail)))

    def compare(self, rows: Sequence[Row]) -> None:
        """Say of every row whether it is new, the same, or a change."""
        faulty = {fault.row for fault in self.plan.faults}
        sound = [row for row in rows if row.line not in faulty]
        # What stands under a row that is faulty itself is not blamed for it.
        loose = [row for row in rows if row.line in faulty]
        self.loose: set[int | str | None] = {one for row in loose for one in (row.code, row.id)}
        groups: dict[int | str, list[Row]] = {}
        for row in sound:
            assert row.code is not None
            groups.setdefault(self._who(row) or row.id or row.code, []).append(row)
        self.new = {who: group for who, group in groups.items() if who not in self.known}
        self.in_file: dict[str, list[Row]] = {}
        self.in_file_by_id: dict[int, list[Row]] = {}
        for group in self.new.values():
            for row in group:
                self.in_file.setdefault(row.code or "", []).append(row)
                if row.id is not None:
                    self.in_file_by_id.setdefault(row.id, []).append(row)
        for who, group in groups.items():
            group.sort(key=lambda row: (row.since or END, row.line))
            self._in_order(group)
            for row in group:
                if who in self.new:
                    self._fits(row)
                else:
                    assert isinstance(who, int)
                    self._against(row, self.known[who])
        self._roots()
        self._codes()
        faulty = {fault.row for fault in self.plan.faults}
        self.plan.new = [row for group in self.new.values() for row in group if row.line not in faulty]
        self.plan.changes = [change for change in self.plan.changes if change.line not in faulty]

    def _who(self, row: Row) -> int | None:
        """The unit of the register that a row is about: by its id, or by its code on the day."""
        if row.id is not None:
            return row.id if row.id in self.known else None
        assert row.since is not None
        bearers = [v for v in self.by_code.get(row.code or "", []) if v.since <= row.since < (v.until or END)]
        return bearers[0].unit if bearers else None

    def _in_order(self, group: Sequence[Row]) -> None:
        for before, after in pairwise(group):
            assert before.since is not None and after.since is not None
            first, later = sorted((before.line, after.line))
            blamed = after if after.line == later else before
            if before.since == after.since:
                self.fault(blamed, "id" if blamed.id else "code", "unit.twice", blamed.code, first)
            elif (before.until or END) > after.since:
                self.fault(blamed, "since", "unit.overlap", after.since, first)

    # --- what is new ------------------------------------------------------------------------------------------------

    def _fits(self, row: Row) -> None:
        if row.tier not in self.tiers:
            self.fault(row, "tier", "unit.tier", row.tier, ", ".join(self.tiers))
        if row.parent is None or row.parent in self.loose or (row.parent_id and row.parent_id in self.loose):
            return
        assert row.since is not None
        versions = self._versions_above(row)
        if not versions:
            self.fault(row, "parent", "unit.unknown", row.parent)
            return
        standing = [v for v in versions if v[0] <= row.since < v[1]]
        if not standing:
            self.fault(row, "parent", "unit.day", row.parent, row.since)
            return
        reached = row.since
        for since, until, _ in sorted(versions):
            reached = until if since <= reached < until else reached
        if reached < (row.until or END):
            self.fault(row, "parent", "unit.until", row.parent, reached)
        above = standing[0][2]
        wrong = row.tier in self.tiers and above in self.tiers and self._place(above) >= self._place(row.tier)
        if wrong and not self._cycle(row):
            self.fault(row, "tier", "unit.order", row.tier, above)

    def _place(self, tier: str | None) -> int:
        return self.tiers.index(tier) if tier in self.tiers else -1

    def _versions_above(self, row: Row) -> list[tuple[date, date, str]]:
        """The days and tiers of the unit that a row names as its parent: in the file, or on the register."""
        named, number = row.parent or "", row.parent_id
        rows: list[Row] = []
        versions: list[UnitVersion] = []
        if number is not None and number in self.in_file_by_id:
            rows, self.plan.parents[row.line] = self.in_file_by_id[number], number
        elif number is not None and number in self.known:
            versions, self.plan.parents[row.line] = self.known[number], number
        elif named in self.in_file:
            rows, self.plan.parents[row.line] = self._of_code(named), named
        elif versions := self.by_code.get(named, []):
            bearers = [v.unit for v in versions if row.since and v.since <= row.since < (v.until or END)]
            self.plan.parents[row.line] = (bearers or [versions[0].unit])[0]
        return [(r.since or END, r.until or END, r.tier or "") for r in rows] + [
            (v.since, v.until or END, v.tier) for v in versions
        ]

    def _of_code(self, code: str) -> list[Row]:
        rows = self.in_file[code]
        number = rows[0].id
        return self.in_file_by_id[number] if number is not None else rows

    def _cycle(self, row: Row) -> bool:
        """Whether going up from a row comes back to it; said of each unit of the circle."""
        path, at = [row.code or ""], row
        for _ in range(64):
            if at.parent is None:
                return False
            rows = self.in_file_by_id.get(at.parent_id or -1) or self.in_file.get(at.parent, [])
            assert row.since is not None
            at_next = next((r for r in rows if (r.since or END) <= row.since < (r.until or END)), None)
            if at_next is None:
                return False
            at = at_next
            path.append(at.code or "")
            if at.line == row.line:
                self.fault(row, "parent", "unit.cycle", row.parent, " → ".join(path))
                return True
        return False

    def _roots(self) -> None:
        roots = [row for group in self.new.values() for row in group if row.parent is None]
        there = [v for versions in self.known.values() for v in versions if v.parent is None]
        spans = [(v.since, v.until or END, v.code) for v in there]
        for row in sorted(roots, key=lambda row: row.line):
            since, until = row.since or END, row.until or END
            for a, z, code in spans:
                if since < z and a < until and code != row.code:
                    self.fault(row, "parent", "unit.root", "", code)
                    break
            else:
                spans.append((since, until, row.code or ""))

    def _codes(self) -> None:
        borne: dict[str, list[Row]] = {}
        for who, group in self.new.items():
            for row in group:
                if any(v.unit != who for v in self.by_code.get(row.code or "", [])):
                    other = self.by_code[row.code or ""][0]
                    self.fault(row, "code", "unit.code", row.code, f"{other.name} ({ids.show(other.unit)})")
                for other_row in borne.get(row.code or "", []):
                    overlaps = (row.since or END) < (other_row.until or END) and (other_row.since or END) < (
                        row.until or END
                    )
                    if other_row.id != row.id and overlaps:
                        self.fault(row, "code", "unit.code", row.code, f"row {other_row.line}")
                        break
                borne.setdefault(row.code or "", []).append(row)

    # --- what is there already --------------------------------------------------------------------------------------

    def _against(self, row: Row, versions: Sequence[UnitVersion]) -> None:
        assert row.since is not None
        version = next((v for v in versions if v.since <= row.since < (v.until or END)), None)
        if version is None:
            self.fault(row, "since", "unit.day", row.code, row.since)
            return
        differs = dict(self._differences(row, version))
        for name, (there, here) in differs.items():
            if name in ("name", "code", "parent") and version.since < row.since:
                continue
            code = "unit.differs" if name in ("name", "code", "parent", "until") else "unit.fixed"
            self.fault(row, name, code, here, there)
        if "name" in differs or "code" in differs:
            renamed = Rename(on=row.since, unit=UnitId(version.unit), title=row.name or "", code=row.code)
            self.plan.changes.append(Planned(row.line, [n for n in ("name", "code") if n in differs], renamed))
        if "parent" in differs:
            above = self._known_parent(row)
            if above is not None:
                moved = Move(on=row.since, unit=UnitId(version.unit), parent=UnitId(above))
                self.plan.changes.append(Planned(row.line, ["parent"], moved))

    def _differences(self, row: Row, version: UnitVersion) -> Iterator[tuple[str, tuple[object, object]]]:
        for name in ("name", "code", "tier"):
            if getattr(row, name) != getattr(version, name):
                yield name, (getattr(version, name), getattr(row, name))
        if "kind" in self.given and row.kind != version.kind:
            yield "kind", (version.kind, row.kind)
        if "parent" in self.given and (row.parent or version.parent):
            above = self._known_parent(row)
            if above != version.parent or above is None:
                shown = ids.show(version.parent) if version.parent else "nothing"
                yield "parent", (shown, row.parent or "nothing")
        for name, value in json.loads(row.facts).items():
            if version.facts.get(name) != value:
                yield name, (version.facts.get(name, "nothing"), value)
        if "until" in self.given and row.until != version.until:
            yield "until", (version.until or "nothing", row.until or "nothing")

    def _known_parent(self, row: Row) -> int | None:
        if row.parent is None or row.since is None:
            return None
        if row.parent_id is not None and row.parent_id in self.known:
            return row.parent_id
        bearers = [v for v in self.by_code.get(row.parent, []) if v.since <= row.since < (v.until or END)]
        if not bearers:
            self.fault(row, "parent", "unit.unknown", row.parent)
            return None
        return bearers[0].unit
