"""Examine a whole file: the fate of every row, before anything is entered."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal

import duckdb

from polity.acts import Authority
from polity.imports import amending, comparing, people, units
from polity.imports.desk import FAULT, Desk, fault_rows
from polity.imports.faults import Fault
from polity.imports.limits import Limits
from polity.imports.lines import Refusal
from polity.imports.shaping import chunks
from polity.readings.house import House, Scope
from polity.words import ids

type What = Literal["people", "units"]
LISTED = 100_000  # faults that JSON lists; all are counted


@dataclass
class Examination:
    """What a file says beside what the register says. Rows are counted; nothing has been entered.

    rows     rows in the file, the header and blank lines left out
    new      rows about people, or units, that the register does not have
    same     rows that say what the register says
    changed  rows that an act would make true
    refused  rows that cannot be entered
    faults   what is wrong, counted; a row may have several
    digest   stands for the file's bytes: the same file, entered again, enters nothing twice
    """

    what: What
    on: date
    desk: Desk
    digest: str
    name: str
    rows: int = 0
    new: int = 0
    same: int = 0
    changed: int = 0
    refused: int = 0
    faults: int = 0
    acts: list[amending.Planned] = field(default_factory=list)
    plan: units.Plan = field(default_factory=units.Plan)
    given: set[str] = field(default_factory=set)
    header: int = 0  # the line on which the header stands; none in JSON Lines
    listing: Sequence[Fault] = ()

    def listed(self, most: int = LISTED) -> list[Fault]:
        """What is wrong, by row and column, up to a number of faults."""
        return list(self.listing[:most])

    def plain(self) -> dict[str, Any]:
        """As JSON shows it."""
        return {
            "file": self.name,
            "what": self.what,
            "on": self.on.isoformat(),
            "rows": self.rows,
            "new": self.new,
            "same": self.same,
            "changed": self.changed,
            "refused": self.refused,
            "faults": self.faults,
            "refusals": [fault.plain() for fault in self.listing],
        }


@contextmanager
def examined(
    file: Path,
    what: What,
    *,
    house: House,
    on: date,
    by: Authority,
    limits: Limits | None = None,
    scratch: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Examination]:
    """Examine a file of people or of units; JSON Lines where its name ends so, separated values otherwise.

    on       the day of the import: from it changed facts hold, where the file names no day of its own
    by       who would enter the changes of what is on the register already
    scratch  a folder for what does not fit into memory; the system's own by default
    progress is told now and then how many rows were read
    """
    bounds = limits or Limits()
    desk = Desk(bounds, scratch)
    try:
        found = Examination(what, on, desk, "", file.name)
        try:
            found.digest = _digest(file)
            (_people if what == "people" else _units)(found, file, house, by, bounds, progress)
        except Refusal as refusal:
            found.listing = sorted(refusal.faults, key=lambda fault: (fault.row, fault.column))
            found.faults = len(found.listing)
        except duckdb.OutOfMemoryException:
            found.listing, found.faults = [Fault(0, "", "file.memory", detail=str(bounds.memory >> 20))], 1
        except duckdb.IOException:
            found.listing, found.faults = [Fault(0, "", "file.room", detail=str(scratch or "the system's own"))], 1
        except OSError as problem:
            found.listing = [Fault(0, "", "file.none", detail=(problem.strerror or "it cannot be read").lower())]
            found.faults = 1
        yield found
    finally:
        desk.close()


def is_json(file: Path) -> bool:
    """Whether a file is JSON Lines by its name."""
    return file.suffix.lower() in (".jsonl", ".ndjson", ".jsonlines")


def _digest(file: Path) -> str:
    whole = blake2b(digest_size=16, person=b"polity import")
    with file.open("rb") as opened:
        while block := opened.read(1 << 20):
            whole.update(block)
    return whole.hexdigest()


def _whole(on: date) -> Scope:
    return Scope(day=on, whole=True)


def _people(
    found: Examination, file: Path, house: House, by: Authority, limits: Limits, progress: Callable[[int], None] | None
) -> None:
    desk, json_lines = found.desk, is_json(file)
    with house.register(scope=_whole(found.on)) as register:
        fields = register.fields("person")
        reader = people.Reader(desk, fields)
        reader.draw(register)
        columns = people.columns(fields)
        with file.open("rb") as opened, ThreadPoolExecutor(1) as beside:
            taken: Future[None] | None = None
            for chunk in chunks(opened, columns, limits, json_lines=json_lines, progress=progress):
                if taken is not None:
                    taken.result()
                taken = beside.submit(reader.add, chunk)  # while it is taken in, the next one is read
            if taken is not None:
                taken.result()
        reader.finish()
        desk.make("fault_written", "SELECT * FROM fault")
        parts = ["fault_written", "fault_beside"]
        comparing.beside_each_other(desk, reader.rows)
        there = comparing.draw_people(desk, register)
    if there:
        comparing.find_people(desk, reader.fields)
        parts += ["fault_known", "fault_found"]
        _faults(desk, parts)
        comparing.compare(desk, reader.fields, reader.given, found.on)
        desk.load("fault_acts", FAULT, fault_rows(amending.people(found, house, by)))
        parts += ["fault_spell", "fault_acts"]
    else:
        desk.make("row_of", "SELECT 0::BIGINT AS line, 0::BIGINT AS person WHERE false")
        desk.make("differs", "SELECT 0::BIGINT AS line WHERE false")
    _faults(desk, parts)
    found.given, found.header = reader.given, reader.header
    found.rows = reader.rows
    _count(found)


def _faults(desk: Desk, parts: Sequence[str]) -> None:
    desk.view("fault", " UNION ALL ".join(f"SELECT * FROM {part}" for part in parts))


def _count(found: Examination) -> None:
    desk = found.desk
    wrong = f"SELECT DISTINCT line FROM fault WHERE line > 0 AND line <> {found.header} AND line {{part}}"
    desk.make_in_parts("refused", wrong, found.rows)
    found.faults = desk.one("SELECT count(*) FROM fault")
    found.refused = desk.one("SELECT count(*) FROM refused")
    found.changed = desk.one("SELECT count(*) FROM differs ANTI JOIN refused USING (line)")
    found.same = desk.one("SELECT count(*) FROM row_of ANTI JOIN refused USING (line)") - found.changed
    found.new = max(found.rows - found.refused - found.same - found.changed, 0)
    found.listing = listing(desk)


def listing(desk: Desk) -> list[Fault]:
    """The faults on a desk, by row and column, as many as are ever listed."""
    rows = desk.ask(
        "SELECT line, coalesce(col, ''), code, coalesce(value, ''), coalesce(detail, '') FROM fault"
        f" ORDER BY line, col, code LIMIT {LISTED}"
    )
    return [Fault(row[0], row[1], row[2], _id_shown(row[2], row[3]), row[4]) for row in rows]


def _id_shown(code: str, value: str) -> str:
    return ids.show(int(value)) if code in ("id.kind", "id.erased") and value.isdecimal() else value


def _units(
    found: Examination, file: Path, house: House, by: Authority, limits: Limits, progress: Callable[[int], None] | None
) -> None:
    with house.register(scope=_whole(found.on)) as register:
        plan = units.examine(found.desk, register, file, limits, json_lines=is_json(file), progress=progress)
    refusals = list(plan.faults)
    refusals += amending.units(plan, house, by)
    found.plan = plan
    found.rows, found.faults = plan.rows, len(refusals)
    lines = {fault.row for fault in refusals}
    found.refused = len({line for line in lines if line not in (0, plan.header)})
    found.new = len([1 for row in plan.new if row.line not in lines])
    found.changed = len([1 for change in plan.changes if change.line not in lines])
    found.same = found.rows - found.refused - found.new - found.changed
    found.listing = sorted(refusals, key=lambda fault: (fault.row, fault.column, fault.code))[:LISTED]
