"""Sheets (xlsx) as lines: looked over as an archive first, so that nothing in them swells, then read cell by cell."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

import python_calamine

from polity.imports.cells import joined
from polity.imports.faults import Fault
from polity.imports.limits import Limits
from polity.imports.lines import Block, Refusal

PARTS = 2_000  # files in the archive of a sheet
SMALL = 1 << 20  # bytes under which no ratio is asked about
ENTITY = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
AT_ONCE = 5_000  # rows in a block


def is_sheet(start: bytes) -> bool:
    """Whether a file begins as a sheet or another archive does."""
    return start.startswith(b"PK\x03\x04")


def blocks(file: BinaryIO, limits: Limits) -> Iterator[Block]:
    """The first sheet that holds anything, a row a line, under the numbers that the rows have there."""
    _look_over(file, limits)
    file.seek(0)
    rows = _rows(file, limits)
    for first in range(0, len(rows), AT_ONCE):
        lines = [joined([_text(cell) for cell in row], ",") for row in rows[first : first + AT_ONCE]]
        block = Block(first + 1, ["" if not line.strip(",") else line for line in lines])
        for at, line in enumerate(block.lines):
            if len(line) > limits.line:
                block.long.add(first + 1 + at)
                block.lines[at] = ""
        yield block


def _rows(file: BinaryIO, limits: Limits) -> list[list[Any]]:
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(file)
        for at in range(len(book.sheet_names)):
            sheet = book.get_sheet_by_index(at)
            if sheet.end is not None:
                break
        else:
            raise Refusal(Fault(0, "", "file.empty"))
        last_row, last_column = sheet.end  # counted from 0
        if last_row >= min(limits.rows, 1_048_576):
            raise Refusal(Fault(0, "", "file.many", detail=f"{limits.rows:,}"))
        if last_column >= limits.columns:
            raise Refusal(Fault(0, "", "header.wide", detail=str(limits.columns)))
        return sheet.to_python(skip_empty_area=False)
    except (python_calamine.CalamineError, MemoryError, OSError, ValueError):
        raise Refusal(Fault(0, "", "sheet.broken")) from None


def _look_over(file: BinaryIO, limits: Limits) -> None:
    """Refuse an archive that swells, hides entities or is no sheet; a part is taken out only up to what it states."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            names = {part.filename for part in parts}
            stated = sum(part.file_size for part in parts)
            if not any(name.startswith("xl/workbook") for name in names):
                raise Refusal(Fault(0, "", "file.kind", detail="an archive (zip), or a sheet of another program"))
            if len(parts) > PARTS or len(names) < len(parts) or stated > limits.unzipped:
                raise Refusal(Fault(0, "", "sheet.swells", detail=f"{limits.unzipped >> 20}"))
            if sum(part.compress_size for part in parts) > file.seek(0, 2):
                raise Refusal(Fault(0, "", "sheet.swells", detail=f"{limits.unzipped >> 20}"))
            for part in parts:
                if part.file_size > SMALL and part.file_size > limits.ratio * max(part.compress_size, 1):
                    raise Refusal(Fault(0, "", "sheet.swells", detail=f"{limits.unzipped >> 20}"))
            for part in parts:
                _look_into(archive, part)
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, OSError, ValueError):
        raise Refusal(Fault(0, "", "sheet.broken")) from None


def _look_into(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    if not part.filename.endswith((".xml", ".rels")):
        return
    with archive.open(part) as inside:
        before = b""
        while block := inside.read(1 << 20):
            text = before + block
            if ENTITY.search(text.replace(b"\0", b"")):
                raise Refusal(Fault(0, "", "sheet.entities"))
            before = text[-16:]


def _text(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time.min else cell.isoformat(sep=" ")
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    if isinstance(cell, timedelta):
        return str(cell)
    return " ".join(str(cell).split("\n")).replace("\r", " ").strip() if cell is not None else ""
