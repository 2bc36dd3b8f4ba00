"""Files that were made to do harm, and files that are only very odd."""

import io
import random
import zipfile
from collections.abc import Iterator
from typing import NamedTuple

import xlsxwriter  # type: ignore[import-untyped]

HEADER = b"family,given,unit,standing,since\n"
SOUND = b"Green,Ada,X,member,2021-01-01\n"
PAGE = "xl/worksheets/sheet1.xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ODD = (
    b"\0", b"\xff", b"\xfe\xff", b'"', b'""', b"'", b",", b";", b"\t", b"\r", b"\n", b"\r\n", b"\x1e", b"\x1f",
    b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xc0\xaf", b"=1+1", b"9" * 400, b"1e999", b"NaN",
    b"-0", "\u202e".encode(), "\u0301".encode() * 40, b"{", b"}", b"[", b"{{7*7}}", b"<script>", b"../../x", b"%s%n",
)  # fmt: skip


class Hostile(NamedTuple):
    """A file.

    refused  the code under which something in it is refused; empty where it may be read, or refused as one likes
    most     so many rows of it may be entered
    seconds  of a processor that reading may take
    """

    name: str
    body: bytes
    refused: str = ""
    most: int | None = 0
    seconds: float = 2.0


def hostile(few: bool) -> Iterator[Hostile]:
    """The files, or so few of them that a missing bound is seen."""
    yield Hostile("line.csv", HEADER + b"x" * (1 << 20) + b"\n", "row.long")
    yield Hostile("columns.csv", b",".join([b"family"] + [b"x%d" % at for at in range(2_000)]), "header.wide")
    yield Hostile("bomb.xlsx", _with(b" " * (200 << 20)), "sheet.swells")
    if few:
        return
    yield from _sheets()
    yield from _lines()
    yield from _encodings()


def _sheets() -> Iterator[Hostile]:
    sound = _sheet()
    laughs = b"".join(b'<!ENTITY l%d "%s">' % (at, b"&l%d;" % (at - 1) * 10) for at in range(1, 10))
    yield Hostile("large.xlsx", _with(b" " * (300 << 20)), "sheet.swells")
    yield Hostile("laughs.xlsx", _with(b'<!DOCTYPE x [<!ENTITY l0 "ha">' + laughs + b"]><x>&l9;</x>"), "sheet.entities")
    outside = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    yield Hostile("outside.xlsx", _with(outside), "sheet.entities")
    yield Hostile("wide16.xlsx", _with(outside.decode().encode("utf-16")), "sheet.entities")
    yield Hostile("deep.xlsx", _with(b"<x>" * 300_000), most=0)
    yield Hostile("million.xlsx", _with(_far("XFD9")), "header.wide")
    yield Hostile("corner.xlsx", _with(_far("XFD1048576")), most=0)
    yield Hostile("beyond.xlsx", _with(_far("ZZZZ99999999")), most=0)
    yield Hostile("cut.xlsx", sound[:-200], "sheet.broken")
    yield Hostile("head.xlsx", b"PK\x03\x04" + b"\0" * 100, "sheet.broken")
    yield Hostile("many.xlsx", _parts(3_000), "sheet.swells")
    yield Hostile("twice.xlsx", _overlapping(sound), most=0)
    yield Hostile("nested.xlsx", _parts(1, inside=_parts(1, inside=b" " * (10 << 20))), most=0)
    formula = '<c r="A2"><f>HYPERLINK("http://x")</f><v>1</v></c>'
    yield Hostile("formula.xlsx", _with(_rows(f'<row r="2">{formula}</row>')), most=0)
    number = f'<c r="A2"><v>{"9" * 100_000}</v></c>'
    yield Hostile("number.xlsx", _with(_rows(f'<row r="2">{number}</row>')), most=0)


def _lines() -> Iterator[Hostile]:
    yield Hostile("million.csv", b"family" + b",x" * (1 << 20) + b"\n" + SOUND, most=0)
    yield Hostile("endless.csv", b"family," + b"x" * (32 << 20), most=0)
    yield Hostile("endless row.csv", HEADER + b"x" * (32 << 20) + b"\n" + SOUND, "row.long", most=1)
    yield Hostile("open.csv", HEADER + b'"' + b"x\n" * 100_000, "cell.open")
    yield Hostile("quotes.csv", HEADER + b'"a"b"c,d,e,f,g\n' * 20_000, "cell.quote", seconds=6.0)
    yield Hostile("marks.csv", HEADER + b'"' * 60_000 + b"\n", most=0)
    yield Hostile("cells.csv", HEADER + b"," * 60_000 + b"\n", "row.cells")
    yield Hostile("letters.csv", HEADER + b"x" * 60_000 + b",Ada,X,member,2021-01-01\n", "cell.long")
    yield Hostile("zero.csv", b"\0" * 1_000, "file.kind")
    yield Hostile("nul.csv", HEADER + b"Gr\0een,Ada,X,member,2021-01-01\n", "cell.control")
    yield Hostile("returns.csv", HEADER.strip() + b"\r" + SOUND.strip() + b"\r", "file.ends")
    yield Hostile("empty.csv", b"", "file.empty")
    yield Hostile("blank.csv", b"\n" * 1_000_000, "file.empty")
    yield Hostile("names.csv", b"family,family,given\n", "header.twice")
    yield Hostile("days.csv", HEADER + b"Green,Ada,X,member,99999-99-99\n", "day.form")
    yield Hostile("numbers.csv", HEADER + b"Green,Ada,X,member," + b"9" * 900 + b"\n", "day.form")
    yield Hostile("deep.jsonl", b"[" * 60_000, "row.json")
    yield Hostile("deeper.jsonl", b'{"family":' * 6_000, "row.json")
    yield Hostile("number.jsonl", b'{"family": ' + b"9" * 50_000 + b"}\n", most=0)
    yield Hostile("huge.jsonl", b'{"family": 1e999, "unit": NaN}\n', most=0)
    yield Hostile("half.jsonl", b'{"family": "\\ud800", "given": "\\udfff", "unit": "X"}\n', most=0)
    keys = b",".join(b'"k%d": 1' % at for at in range(5_000))
    yield Hostile("keys.jsonl", b"{" + keys + b"}\n", most=0)
    yield Hostile("rows.csv", HEADER + SOUND * 110_000, "file.many", seconds=20.0)


def _encodings() -> Iterator[Hostile]:
    text = "family,given,unit,standing,since\nЗелёный,Ada,X,member,2021-01-01\n"
    yield Hostile("old.csv", text.encode("cp1251"), "cell.encoding")
    yield Hostile("sixteen.csv", text.encode("utf-16"), most=1)
    yield Hostile("half.csv", text.encode("utf-16")[:-1], "file.encoding")
    yield Hostile("unmarked.csv", text.encode("utf-16-le"), most=0)
    yield Hostile("thirty-two.csv", text.encode("utf-32"), "file.kind")
    yield Hostile("endless16.csv", ("family," + "x" * (16 << 20)).encode("utf-16"), "row.long")
    yield Hostile("surrogate.csv", HEADER + b"\xed\xa0\x80,Ada,X,member,2021-01-01\n", "cell.encoding")
    yield Hostile("longer.csv", HEADER + b"\xc0\xaf,Ada,X,member,2021-01-01\n", "cell.encoding")
    for name, magic in (
        ("x.csv", b"\xd0\xcf\x11\xe0"),
        ("y.csv", b"PAR1"),
        ("z.csv", b"%PDF-1.7"),
        ("g.csv", b"\x1f\x8b"),
    ):
        yield Hostile(name, magic + b"\0" * 64, "file.kind")


def mixed(draw: random.Random, number: int) -> Hostile:
    """A sound file with anything put anywhere in it: it must be read or refused, and nothing else."""
    body = bytearray(HEADER + SOUND * 5)
    for _ in range(draw.randint(1, 6)):
        at = draw.randrange(len(body) + 1)
        body[at : at + draw.choice((0, 0, 1, 5))] = draw.choice(ODD) * draw.choice((1, 1, 1, 3))
    return Hostile(f"mixed {number}.{draw.choice(('csv', 'csv', 'jsonl'))}", bytes(body), most=5)


# --- sheets ----------------------------------------------------------------------------------------------------------


def _sheet() -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    page = book.add_worksheet()
    page.write_row(0, 0, ["family", "given"])
    page.write_row(1, 0, ["Green", "Ada"])
    book.close()
    return held.getvalue()


def _with(body: bytes) -> bytes:
    """A sheet whose page is something else."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_sheet())) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for part in before.infolist():
            after.writestr(part.filename, body if part.filename == PAGE else before.read(part))
    return made.getvalue()


def _parts(count: int, inside: bytes = b"x") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for at in range(count):
            archive.writestr(f"xl/{at}.zip", inside)
    return made.getvalue()


def _overlapping(sound: bytes) -> bytes:
    """An archive with its list of parts twice, as those have that say one thing and hold another."""
    at = sound.rfind(b"PK\x01\x02")
    return sound[:at] + sound[at:] + sound[at:]


def _rows(more: str) -> bytes:
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>family</t></is></c></row>'
    return (
        f'<?xml version="1.0"?><worksheet xmlns="{NAMESPACE}"><sheetData>{head}{more}</sheetData></worksheet>'.encode()
    )


def _far(cell: str) -> bytes:
    number = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return _rows(f'<row r="{number}"><c r="{cell}"><v>1</v></c></row>')
