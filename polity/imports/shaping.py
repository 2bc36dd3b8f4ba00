"""From an untrusted file to clean rows: every row numbered, of the header's width, every fault of writing noted.

Clean rows are handed on as text, many at a time, in a form that can be loaded without another look at them. A cell
that cannot be read is emptied and named as spoilt, so that the rest of its row is still examined.
"""

import json
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, BinaryIO

from polity.imports.cells import CONTROL, SEPARATORS, SPACE, Misplaced, Open, Splitter, joined
from polity.imports.faults import Fault, cut
from polity.imports.limits import Limits
from polity.imports.lines import Block, Refusal, blocks
from polity.imports.shape import Shape, as_day
from polity.words.sheets import unguarded

CHUNK = 100_000  # rows handed on at a time
MOST_OPEN = 1_000  # quotation marks never closed, after which no more cells that span lines are looked for


@dataclass(frozen=True)
class Columns:
    """What may stand in a file.

    needed  columns that must be there and filled in
    known   all columns, in their order
    days    those of them that hold days
    """

    needed: tuple[str, ...]
    known: tuple[str, ...]
    days: tuple[str, ...] = ()

    def remedy(self, name: str) -> str:
        """What to do about a column that is not known."""
        near = get_close_matches(name, self.known, 1)
        if near:
            return f"Perhaps {near[0]} is meant."
        return f"Leave it out. Known are: {', '.join(self.known)}."


@dataclass
class Chunk:
    """Rows ready to be loaded: `number, spoilt columns, cells`, and the faults found on the way."""

    separator: str
    names: tuple[str, ...]  # of the cells; a column that is not known has an empty name
    rows: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    seen: int = 0  # rows read, those left out too
    header: int = 0  # the line on which the header stands; 0 where there is none


class _Pending:
    """The lines not yet taken, with more added as they are wanted."""

    def __init__(self, source: Iterator[Block]) -> None:
        self._source = source
        self.first = 1
        self.lines: list[str] = []
        self.bad: dict[int, tuple[int, str]] = {}
        self.long: set[int] = set()

    def more(self) -> bool:
        """Add another block. False at the end."""
        block = next(self._source, None)
        if block is None:
            return False
        self.lines += block.lines
        self.bad |= block.bad
        self.long |= block.long
        return True

    def let_go(self, taken: int) -> None:
        """Forget lines from the front."""
        self.first += taken
        del self.lines[:taken]
        if self.bad or self.long:
            self.bad = {number: bad for number, bad in self.bad.items() if number >= self.first}
            self.long = {number for number in self.long if number >= self.first}


def chunks(
    file: BinaryIO,
    columns: Columns,
    limits: Limits,
    *,
    json_lines: bool,
    shape: Shape | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Chunk]:
    """Read a file into chunks of clean rows. Raises Refusal where nothing of it can be read."""
    yield from shaped(
        blocks(file, limits), columns, limits, json_lines=json_lines, shape=shape or Shape(), progress=progress
    )


def shaped(
    source: Iterator[Block],
    columns: Columns,
    limits: Limits,
    *,
    json_lines: bool,
    shape: Shape,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Chunk]:
    """Shape lines, wherever they come from, into chunks of clean rows."""
    pending = _Pending(source)
    pending.more()
    reader: _Rows
    if json_lines:
        reader = _Objects(pending, columns, limits, shape)
    else:
        reader = _Sheet(pending, columns, limits, shape)
    rows = 0
    for chunk in reader.read():
        rows += chunk.seen
        yield chunk
        if progress:
            progress(rows)


class _Rows:
    def __init__(self, pending: _Pending, columns: Columns, limits: Limits, shape: Shape) -> None:
        self.pending, self.columns, self.limits, self.shape = pending, columns, limits, shape
        self.constants: list[str] = []  # what every row says in columns that the file does not have
        self.separator = ","
        self.names: tuple[str, ...] = columns.known
        self.header = 0
        self.chunk = Chunk(self.separator, self.names)

    def read(self) -> Iterator[Chunk]:
        """Go through all lines."""
        while True:
            at = self._take()
            self.pending.let_go(at)
            if len(self.chunk.rows) + len(self.chunk.faults) >= CHUNK:
                yield self._filled()
            if not self.pending.more():
                break
        yield self._filled()

    def _filled(self) -> Chunk:
        chunk, self.chunk = self.chunk, Chunk(self.separator, self.names)
        chunk.header = self.header
        return chunk

    def _take(self) -> int:
        raise TypeError("a kind of file says how its rows are taken")

    def fault(self, row: int, column: str, code: str, value: str = "", detail: str = "") -> None:
        self.chunk.faults.append(Fault(row, column, code, cut(value), detail))

    def too_long(self, number: int) -> bool:
        if number not in self.pending.long:
            return False
        self.chunk.seen += 1
        self.fault(number, "", "row.long", detail=str(self.limits.line))
        return True

    def tidy(self, cell: str) -> str:
        """A cell without space around it and without the guard that keeps sheets from seeing a formula."""
        return unguarded(cell.strip(SPACE)).strip(SPACE)

    def keep(self, number: int, cells: list[str]) -> None:
        """Put a row among the clean ones, what cannot be read in it emptied."""
        spoilt = []
        bad = self.pending.bad.get(number)
        cells = [*(self.tidy(cell) for cell in cells), *self.constants]
        for at, cell in enumerate(cells):
            if self.names[at] in self.columns.days:
                cells[at] = cell = as_day(cell, self.shape.days)
            name = self.names[at] or f"column {at + 1}"
            if bad and "\N{REPLACEMENT CHARACTER}" in cell:
                self.fault(number, name, "cell.encoding", cell, f"{bad[0]}\x1f, perhaps {bad[1]}")
            elif control := CONTROL.search(cell):
                self.fault(number, name, "cell.control", cell, f"U+{ord(control[0]):04X}")
            elif len(cell) > self.limits.cell:
                self.fault(number, name, "cell.long", str(len(cell)), str(self.limits.cell))
            else:
                continue
            cells[at] = ""
            spoilt.append(name)
        marks = "".join(f"/{name}/" for name in spoilt if self.separator not in name)
        self.chunk.rows.append(f"{number}{self.separator}{marks}{self.separator}{joined(cells, self.separator)}")


class _Sheet(_Rows):
    """Separated values: comma, semicolon or tab, as the header has it; RFC 4180 for the rest."""

    def __init__(self, pending: _Pending, columns: Columns, limits: Limits, shape: Shape) -> None:
        super().__init__(pending, columns, limits, shape)
        self.unclosed = 0
        if not pending.lines:
            raise Refusal(Fault(0, "", "file.empty"))
        blank = 0
        while blank < len(pending.lines) - 1 and not pending.lines[blank].strip():
            blank += 1
        header = pending.lines[blank]
        self.header = line = pending.first + blank
        if bad := pending.bad.get(line):
            raise Refusal(Fault(line, "", "file.encoding", detail=f"{bad[0]}\x1fUTF-8 (perhaps {bad[1]})"))
        if line in pending.long:
            raise Refusal(Fault(line, "", "row.long", detail=str(limits.line)))
        self.separator, found = self._separated(header)
        self.split = Splitter(self.separator)
        self._named(line, found)
        pending.let_go(blank + 1)
        self.chunk.separator, self.chunk.names = self.separator, self.names

    def _separated(self, header: str) -> tuple[str, list[str]]:
        best: tuple[int, str, list[str]] = (-1, ",", [])
        for separator in SEPARATORS:
            found = Splitter(separator)(header)
            if isinstance(found, list):
                names = [unicodedata.normalize("NFC", name).strip().lower() for name in found]
                known = sum(self._known(name) in self.columns.known for name in names)
                if known > best[0]:
                    best = (known, separator, names)
        return best[1], best[2]

    def _known(self, name: str) -> str | None:
        return self.shape.named(name, self.columns.known)

    def _named(self, line: int, heads: list[str]) -> None:
        faults = []
        self.width = len(heads)
        self.shown = [cut(name) for name in heads]
        # What is left out on purpose has a name that no column bears, and is no fault.
        named = [self._known(name) for name in heads]
        found = [f"\x1f{at}" if name is None else name for at, name in enumerate(named)]
        found += [name for name in self.shape.constants if name not in found]
        if len(found) > self.limits.columns:
            raise Refusal(Fault(line, "", "header.wide", detail=str(self.limits.columns)))
        if not any(name in self.columns.known for name in found):
            raise Refusal(Fault(line, "", "header.none", detail=", ".join(self.columns.known)))
        for at, name in enumerate(found):
            if name in found[:at]:
                faults.append(Fault(line, cut(name), "header.twice"))
            elif name not in self.columns.known and name[:1] != "\x1f":
                faults.append(Fault(line, cut(name), "header.unknown", cut(name), self.columns.remedy(name)))
        missing = [Fault(line, name, "header.missing") for name in self.columns.needed if name not in found]
        if missing:
            raise Refusal(*missing, *faults)
        known = [name if name in self.columns.known and name not in found[:at] else "" for at, name in enumerate(found)]
        self.names = tuple(known)
        self.constants = [self.shape.constants[name] for name in found[self.width :]]
        self.chunk.faults += faults

    def _take(self) -> int:
        lines, first = self.pending.lines, self.pending.first
        between, longest, mark = self.width - 1, self.limits.cell, self.separator
        before, after = f" {mark}", f"{mark} "
        keep, at = self.chunk.rows.append, 0
        turned = bool(self.shape.skip or self.constants or self.shape.days != "iso")
        slow = turned or bool(self.pending.long or self.pending.bad)
        while at < len(lines):
            line = lines[at]
            # Most lines are as they should be; this one look is all that they cost.
            if (
                '"' not in line
                and line.count(mark) == between
                and len(line) <= longest
                and line.isprintable()
                and "'" not in line
                and before not in line
                and after not in line
                and not slow
                and line[:1] > " "
                and line[-1] != " "
            ):
                keep(f"{first + at}{mark}{mark}{line}")
                self.chunk.seen += 1
                at += 1
            else:
                at += self._slowly(at)
                slow = turned or bool(self.pending.long or self.pending.bad)
        return at

    def _slowly(self, at: int) -> int:
        number, line = self.pending.first + at, self.pending.lines[at]
        if self.too_long(number) or not line.strip():
            return 1
        if number in self.shape.skip:
            spans = self._spanning(at, line) if isinstance(self.split(line), Open) else None
            return spans[0] if spans is not None else 1
        self.chunk.seen += 1
        cells = self.split(line)
        if isinstance(cells, Open):
            whole = self._spanning(at, line)
            if whole is not None:
                taken, cells = whole
                self.keep(number, cells)
                return taken
        if isinstance(cells, Open):
            self.unclosed += 1
            self.fault(number, self._name(cells.cell), "cell.open")
        elif isinstance(cells, Misplaced):
            self.fault(number, self._name(cells.cell), "cell.quote", cells.text)
        elif len(cells) != self.width:
            place = self._name(min(len(cells), self.width))
            self.fault(number, place, "row.cells", str(len(cells)), str(self.width))
        else:
            self.keep(number, cells)
        return 1

    def _name(self, at: int) -> str:
        return self.shown[at] if at < len(self.shown) else f"column {at + 1}"

    def _spanning(self, at: int, text: str) -> tuple[int, list[str]] | None:
        """A row whose quoted cells span lines: how many it takes, and its cells. None where that does not work out."""
        if self.unclosed >= MOST_OPEN:
            return None
        for further in range(1, self.limits.spanned):
            if at + further >= len(self.pending.lines) and not self.pending.more():
                return None
            line = self.pending.lines[at + further]
            text += "\n" + line
            if len(text) > self.limits.line:
                return None
            if '"' in line:
                cells = self.split(text)
                if isinstance(cells, list):
                    return (further + 1, cells) if len(cells) == self.width else None
                if isinstance(cells, Misplaced):
                    return None
        return None


class _Objects(_Rows):
    """JSON Lines: one object a line, its keys the columns. Nothing in it is guarded."""

    def tidy(self, cell: str) -> str:
        return unicodedata.normalize("NFC", cell).strip(SPACE)

    def _take(self) -> int:
        for at, line in enumerate(self.pending.lines):
            number = self.pending.first + at
            if self.too_long(number) or not line.strip():
                continue
            self.chunk.seen += 1
            said = self._object(number, line)
            if said is not None:
                self._cells(number, said)
        return len(self.pending.lines)

    def _object(self, number: int, line: str) -> dict[str, Any] | None:
        try:
            pairs = json.loads(line, object_pairs_hook=tuple, parse_constant=str)
        except (ValueError, RecursionError):
            self.fault(number, "", "row.json", detail="it cannot be read as JSON")
            return None
        if not isinstance(pairs, tuple):
            self.fault(number, "", "row.json", detail="it is a value of another kind")
            return None
        said: dict[str, Any] = {}
        for name, value in pairs:
            if name in said:
                self.fault(number, cut(name), "header.twice")
            elif name not in self.columns.known:
                self.fault(number, cut(name), "header.unknown", cut(name), self.columns.remedy(name))
            said[name] = value
        return said

    def _cells(self, number: int, said: dict[str, Any]) -> None:
        cells, spoilt = [], []
        for name in self.names:
            text = _as_text(said.get(name))
            if text is None:
                self.fault(number, name, "cell.kind", _shown(said[name]))
                spoilt.append(name)
            cells.append(text or "")
        self.keep(number, cells)
        if spoilt:
            marks = "".join(f"/{name}/" for name in spoilt)
            head, before, rest = self.chunk.rows[-1].split(",", 2)
            self.chunk.rows[-1] = f"{head},{before}{marks},{rest}"


def _as_text(value: Any) -> str | None:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value)
    if isinstance(value, list) and all(isinstance(item, str) and ";" not in item for item in value):
        return ";".join(value)
    return None


def _shown(value: Any) -> str:
    return str(value) if isinstance(value, float) else ("a list" if isinstance(value, list) else "a value")
