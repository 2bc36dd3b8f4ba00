"""Rows written out to a file: separated values, JSON Lines, a sheet or Parquet. It is there whole, or not at all."""

import csv
import json
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import xlsxwriter  # type: ignore[import-untyped]

from polity.columns.shape import quoted
from polity.words.sheets import guarded

SHEET_ROWS = 1_048_575  # a sheet holds no more, its header left out
PARQUET = {"code": "VARCHAR", "date": "DATE", "int": "BIGINT", "money": "BIGINT", "bool": "BOOLEAN"}

type Writer = Callable[[Path, Mapping[str, str], Iterable[Sequence[Any]], date], int]


class Unwritable(ValueError):
    """A file that cannot be written so; `says` and `remedy` are for whoever asked."""

    def __init__(self, says: str, remedy: str) -> None:
        self.says, self.remedy = says, remedy
        super().__init__(says)


def write(to: Path, heads: Mapping[str, str], rows: Iterable[Sequence[Any]], *, on: date) -> int:
    """Write rows to a file whose ending says in which form. Returns how many there were.

    heads  names and the types of their values: text, code, date, int, money, bool, list, subject
    on     the day that the rows tell of; a sheet bears it as the day it was made
    """
    writer = WRITERS.get(to.suffix.lower())
    if writer is None:
        raise Unwritable(f"“{to.name}” does not end in a known form.", f"Let it end in one of: {', '.join(WRITERS)}.")
    with whole(to) as made:
        return writer(made, heads, rows, on)


@contextmanager
def whole(to: Path) -> Iterator[Path]:
    """A file beside the one wanted, which takes its place when all is written."""
    try:
        handle, name = tempfile.mkstemp(prefix=f".{to.name[:40]}-", suffix=to.suffix, dir=to.parent)
    except OSError as problem:
        raise Unwritable(f"{to} cannot be written: {_reason(problem)}.", "Name a folder that may be written.") from None
    os.close(handle)
    made = Path(name)
    try:
        yield made
        made.chmod(0o600)
        made.replace(to)
    except OSError as problem:
        raise Unwritable(f"{to} cannot be written: {_reason(problem)}.", "Make room, or name another place.") from None
    finally:
        made.unlink(missing_ok=True)


def _reason(problem: OSError) -> str:
    return (problem.strerror or "the system does not say why").lower()


def as_text(value: Any) -> str:
    """A value as a cell has it, and as an import reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, tuple)):
        return ";".join(map(str, value))
    return str(value)


def _guarded(value: Any) -> str:
    # Only texts can be taken for formulas: a number below nothing is no formula.
    return guarded(as_text(value)) if isinstance(value, (str, list, tuple)) else as_text(value)


def _separated(to: Path, heads: Mapping[str, str], rows: Iterable[Sequence[Any]], on: date) -> int:
    count = 0
    with to.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(heads)
        for row in rows:
            out.writerow([_guarded(value) for value in row])
            count += 1
    return count


def _lines(to: Path, heads: Mapping[str, str], rows: Iterable[Sequence[Any]], on: date) -> int:
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=date.isoformat).encode
    count = 0
    with to.open("w", encoding="utf-8", newline="") as file:
        for row in rows:
            file.write(
                encode({name: value for name, value in zip(heads, row, strict=True) if value is not None}) + "\n"
            )
            count += 1
    return count


def _sheet(to: Path, heads: Mapping[str, str], rows: Iterable[Sequence[Any]], on: date) -> int:
    count = 0
    book = xlsxwriter.Workbook(
        str(to),
        {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False},
    )
    book.set_properties({"created": datetime(on.year, on.month, on.day)})
    sheet = book.add_worksheet()
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, list(heads), book.add_format({"bold": True}))
    try:
        for row in rows:
            count += 1
            if count > SHEET_ROWS:
                raise Unwritable(
                    f"A sheet holds {SHEET_ROWS:,} rows, and there are more.", "Write them as csv, jsonl or parquet."
                )
            for at, value in enumerate(row):
                if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**15:
                    sheet.write_number(count, at, value)
                elif value is not None:
                    sheet.write_string(count, at, _guarded(value))
    finally:
        book.close()
    return count


def _parquet(to: Path, heads: Mapping[str, str], rows: Iterable[Sequence[Any]], on: date) -> int:
    with tempfile.TemporaryDirectory(prefix="polity-export-", dir=to.parent) as folder:
        between = Path(folder) / "rows.jsonl"
        count = _lines(between, heads, rows, on)
        kinds = ", ".join(
            f"{quoted(name)}: {quoted('VARCHAR[]' if kind == 'list' else PARQUET.get(kind, 'VARCHAR'))}"
            for name, kind in heads.items()
        )
        duck = duckdb.connect(":memory:", config={"temp_directory": folder, "memory_limit": "512MB"})
        try:
            duck.execute(
                f"COPY (SELECT * FROM read_json({quoted(str(between))}, format='newline_delimited',"
                f" columns={{{kinds}}})) TO {quoted(str(to))} (FORMAT parquet, COMPRESSION zstd)"
            )
        finally:
            duck.close()
    return count


WRITERS: dict[str, Writer] = {".csv": _separated, ".jsonl": _lines, ".xlsx": _sheet, ".parquet": _parquet}
