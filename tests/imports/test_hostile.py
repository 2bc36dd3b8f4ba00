"""Files made to do harm: each refused in a plain sentence, within a second of work, and nothing else is touched."""

import io
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from polity.imports import Fault, Limits, apart
from polity.imports.lines import Refusal
from polity.imports.shape import Shape
from polity.imports.shaping import Columns

COLUMNS = Columns(("family",), ("family", "given"))
MOST = 1.0  # seconds of a processor, however busy the machine is


def sheet(*rows: list[str]) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    page = book.add_worksheet()
    for at, row in enumerate(rows):
        page.write_row(at, 0, row)
    book.close()
    return held.getvalue()


def with_part(whole: bytes, name: str, body: bytes) -> bytes:
    """A sheet with one part put in place of its own."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            after.writestr(part.filename, body if part.filename == name else before.read(part))
    return made.getvalue()


SHEET = sheet(["family", "given"], ["Green", "Ada"])
PAGE = "xl/worksheets/sheet1.xml"


def far(cell: str) -> bytes:
    rows = f'<row r="1"><c r="A1" t="inlineStr"><is><t>family</t></is></c></row><row r="{cell.lstrip("XFD")}">'
    return (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'{rows}<c r="{cell}"><v>1</v></c></row></sheetData></worksheet>'
    ).encode()


def read(tmp_path: Path, name: str, body: bytes, limits: Limits | None = None) -> tuple[list[Fault], float]:
    """What is said against a file, and the seconds of a processor that it took."""
    path = tmp_path / name
    path.write_bytes(body)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    faults: list[Fault] = []
    try:
        for chunk in apart.chunks(path, COLUMNS, limits or Limits(), shape=Shape()):
            faults += chunk.faults
    except Refusal as refusal:
        faults += refusal.faults
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return faults, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("bomb.xlsx", with_part(SHEET, PAGE, b" " * (200 << 20)), "sheet.swells"),
        ("large.xlsx", with_part(SHEET, PAGE, b" " * (300 << 20)), "sheet.swells"),
        ("laughs.xlsx", with_part(SHEET, PAGE, b'<!DOCTYPE x [<!ENTITY a "ha">]><worksheet/>'), "sheet.entities"),
        ("wide.xlsx", with_part(SHEET, PAGE, far("XFD9")), "header.wide"),
        ("corner.xlsx", with_part(SHEET, PAGE, far("XFD1048576")), "file.lost"),
        ("cut.xlsx", SHEET[:-200], "sheet.broken"),
        ("other.zip", b"PK\x03\x04" + b"\0" * 100, "sheet.broken"),
        ("columns.csv", b",".join([b"family"] + [b"x"] * 5000), "header.wide"),
        ("line.csv", b"family\n" + b"x" * (1 << 20), "row.long"),
        ("deep.jsonl", b"[" * 60_000, "row.json"),
        ("zero.csv", b"\0" * 1000, "file.kind"),
    ],
)
def test_what_swells_or_hides_something_is_refused_at_once(tmp_path: Path, name: str, body: bytes, code: str) -> None:
    faults, seconds = read(tmp_path, name, body)

    assert ([fault.code for fault in faults], seconds < MOST) == ([code], True)


def test_a_file_with_more_rows_than_may_be_is_refused(tmp_path: Path) -> None:
    faults, _ = read(tmp_path, "many.csv", b"family\n" + b"Green\n" * 2_000, Limits(rows=1_000))

    assert [fault.says for fault in faults] == ["The file holds more than 1,000 rows."]


def test_a_file_larger_than_may_be_is_refused_unread(tmp_path: Path) -> None:
    faults, _ = read(tmp_path, "large.csv", b"family\n" + b"Green\n" * 2_000, Limits(size=5_000))

    assert [fault.says for fault in faults] == ["The file is larger than 5,000 bytes."]


def test_a_wrong_encoding_is_named_with_its_place_and_the_remedy(tmp_path: Path) -> None:
    faults, _ = read(tmp_path, "old.csv", b"family\nGreen\n" + "Зелёный\n".encode("cp1251"))

    assert [(fault.row, fault.column, fault.says, fault.remedy) for fault in faults] == [
        (3, "family", "Byte 14 of the file is not UTF-8, perhaps Windows-1251.", "Save the file as UTF-8.")
    ]


TRIES = """
import json, socket, sys
from polity.imports.child import _shut_in
from polity.imports.limits import Limits
_shut_in(Limits())
done = []
for name, attempt in (("file", lambda: open("/etc/hostname")), ("write", lambda: open(sys.argv[1], "w")),
                      ("net", socket.socket), ("memory", lambda: bytearray(4 << 30))):
    try:
        attempt()
        done.append(name)
    except (OSError, MemoryError):
        pass
print(done)
"""


def test_the_process_that_reads_opens_no_file_no_connection_and_takes_no_more_memory(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", TRIES, str(tmp_path / "made")], capture_output=True, text=True, check=True
    )

    assert told.stdout == "[]\n"
    assert list(tmp_path.iterdir()) == []


def test_a_sheet_of_one_column_and_one_row_is_read(tmp_path: Path) -> None:
    path = tmp_path / "one.xlsx"
    path.write_bytes(sheet(["family"], ["Green"]))

    rows = [row for chunk in apart.chunks(path, COLUMNS, Limits(), shape=Shape()) for row in chunk.rows]
    assert rows == ["2,,Green"]
