"""Examine a whole file: the fate of every row, before anything is entered."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal

import duckdb

from polity.acts import Authority
from polity.imports import amending, apart, comparing, people, units
from polity.imports.desk import FAULT, Desk, fault_rows
from polity.imports.faults import Fault
from polity.imports.limits import Limits
from polity.imports.lines import Refusal
from polity.imports.shape import Shape
from polity.imports.shaping import Chunk, Columns
from polity.readings.house import House, Scope
from polity.words import ids

type What = Literal["people", "units"]
LISTED = 100_000  # faults that JSON lists; all are counted
PART = 100_000_000  # lines of a correction are numbered from a multiple of this on


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
    headers: set[int] = field(default_factory=set)  # lines on which headers stand; none in JSON Lines
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
    shape: Shape | None = None,
    corrections: Sequence[tuple[Path, Shape]] = (),
    scope: Scope | None = None,
) -> Iterator[Examination]:
    """Examine a file of people or of units: a sheet, JSON Lines where its name ends so, separated values otherwise.

    on       the day of the import: from it changed facts hold, where the file names no day of its own
    by       who would enter the changes of what is on the register already
    scratch  a folder for what does not fit into memory; the system's own by default
    progress is told now and then how many rows were read
    shape    how its columns become those of the register, where they are not called the same
    corrections  further files, whose rows stand in for those that the shape skips; lines of the first are numbered
             from PART on, of the second from twice PART
    scope    the part of the tree that whoever imports may see: what lies outside is answered as if it were not there.
             The whole, and new people under given ids, where it is left out
    """
    bounds = limits or Limits()
    desk = Desk(bounds, scratch)
    try:
        found = Examination(what, on, desk, "", file.name)
        try:
            found.digest = _digest(file)
            if what == "people":
                files = [(file, shape or Shape()), *corrections]
                _people(found, files, house, by, bounds, progress, scope)
            else:
                _units(found, file, house, by, bounds, progress)
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


def _digest(file: Path) -> str:
    whole = blake2b(digest_size=16, person=b"polity import")
    with file.open("rb") as opened:
        while block := opened.read(1 << 20):
            whole.update(block)
    return whole.hexdigest()


def _whole(on: date) -> Scope:
    return Scope(day=on, whole=True)


def _people(
    found: Examination,
    files: Sequence[tuple[Path, Shape]],
    house: House,
    by: Authority,
    limits: Limits,
    progress: Callable[[int], None] | None,
    scope: Scope | None,
) -> None:
    desk = found.desk
    with house.register(scope=scope or _whole(found.on)) as register:
        fields = register.fields("person")
        reader = people.Reader(desk, fields)
        reader.draw(register, within=scope is not None and not scope.whole)
        columns = people.columns(fields)
        with ThreadPoolExecutor(1) as beside:
            taken: Future[None] | None = None
            for chunk in _read(files, columns, limits, progress):
                if taken is not None:
                    taken.result()
                taken = beside.submit(reader.add, chunk)  # while it is taken in, the next one is read
            if taken is not None:
                taken.result()
        reader.finish()
        desk.make("fault_written", "SELECT * FROM fault")
        parts = ["fault_written", "fault_beside"]
        comparing.beside_each_other(desk, reader.rows)
        there = comparing.draw_people(desk, register, always=scope is not None)
    if there:
        comparing.find_people(desk, reader.fields, known_ids=scope is not None)
        parts += ["fault_known", "fault_found"]
        _faults(desk, parts)
        comparing.compare(desk, reader.fields, reader.given, found.on)
        desk.load("fault_acts", FAULT, fault_rows(amending.people(found, house, by)))
        parts += ["fault_spell", "fault_acts"]
    else:
        desk.make("row_of", "SELECT 0::BIGINT AS line, 0::BIGINT AS person WHERE false")
        desk.make("differs", "SELECT 0::BIGINT AS line WHERE false")
    _faults(desk, parts)
    found.given, found.headers = reader.given, reader.headers
    found.rows = reader.rows
    _count(found)


def _read(
    files: Sequence[tuple[Path, Shape]], columns: Columns, limits: Limits, progress: Callable[[int], None] | None
) -> Iterator[Chunk]:
    for part, (file, shape) in enumerate(files):
        for chunk in apart.chunks(file, columns, limits, shape=shape, progress=progress):
            if part:
                _numbered_from(chunk, part * PART)
            yield chunk


def _numbered_from(chunk: Chunk, first: int) -> None:
    for at, row in enumerate(chunk.rows):
        line, _, rest = row.partition(chunk.separator)
        chunk.rows[at] = f"{first + int(line)}{chunk.separator}{rest}"
    chunk.faults = [replace(fault, row=first + fault.row) for fault in chunk.faults]
    chunk.header += first


def _faults(desk: Desk, parts: Sequence[str]) -> None:
    desk.view("fault", " UNION ALL ".join(f"SELECT * FROM {part}" for part in parts))


def _count(found: Examination) -> None:
    desk = found.desk
    heads = ", ".join(map(str, found.headers | {0}))
    wrong = f"SELECT DISTINCT line FROM fault WHERE line > 0 AND line NOT IN ({heads}) AND line {{part}}"
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
    return [Fault(row[0], row[1], row[2], id_shown(row[2], row[3]), row[4]) for row in rows]


def id_shown(code: str, value: str) -> str:
    """A value as people read it: the desk holds ids as numbers."""
    return ids.show(int(value)) if code in ("id.kind", "id.erased", "id.unknown") and value.isdecimal() else value


def _units(
    found: Examination, file: Path, house: House, by: Authority, limits: Limits, progress: Callable[[int], None] | None
) -> None:
    with house.register(scope=_whole(found.on)) as register:
        plan = units.examine(found.desk, register, file, limits, progress=progress)
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
