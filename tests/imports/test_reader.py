"""The reader of untrusted files: whatever it is given, it says what is wrong, and raises nothing else."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from polity.imports.cells import Splitter, joined
from polity.imports.desk import Desk
from polity.imports.limits import Limits
from polity.imports.lines import Refusal, blocks
from polity.imports.shaping import Chunk, Columns, chunks

COLUMNS = Columns(("family", "unit"), ("family", "given", "unit", "since"))
SMALL = Limits(size=20_000, line=200, cell=50, columns=10, spanned=5)
PIECES = st.sampled_from(
    [b"family", b"given", b"unit", b"since", b",", b";", b"\t", b"\n", b"\r\n", b"\r", b'"', b'""', b"'", b"=", b" ",
     b"\0", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"{", b"}", b":", b"[", b"]", b"\\u0000", b"\\ud800",
     b"a", b"\xd0\x96", b"1e999", b"NaN", b"null", b"9" * 60, b"family,unit\n", b'{"family":"a","unit":"b"}\n']
)  # fmt: skip


def read(data: bytes, *, json_lines: bool = False) -> list[Chunk] | str:
    """What the reader makes of some bytes; the first word of its refusal where there is nothing to make."""
    try:
        return list(chunks(io.BytesIO(data), COLUMNS, SMALL, json_lines=json_lines))
    except Refusal as refusal:
        return refusal.faults[0].code


@given(pieces=st.lists(PIECES | st.binary(max_size=20), max_size=60), json_lines=st.booleans())
@example(pieces=[b"family,unit\n", b'"' * 500], json_lines=False)
@example(pieces=[b"\xff\xfe"], json_lines=False)
@example(pieces=[b"[" * 5_000], json_lines=True)
@example(pieces=[b'{"family":', b"9" * 5_000, b"}"], json_lines=True)
def test_whatever_is_read_every_row_is_kept_or_named(pieces: list[bytes], json_lines: bool) -> None:
    found = read(b"".join(pieces), json_lines=json_lines)

    for chunk in [] if isinstance(found, str) else found:
        rows = [next(csv.reader([row], delimiter=chunk.separator)) for row in chunk.rows if "\n" not in row]
        assert {len(row) for row in rows} <= {len(chunk.names) + 2}
        named = {fault.row for fault in chunk.faults} - {chunk.header}
        kept = {int(row.split(chunk.separator, 1)[0]) for row in chunk.rows}
        assert (chunk.seen, all(fault.says and fault.remedy for fault in chunk.faults)) == (len(named | kept), True)


@given(
    cells=st.lists(st.lists(st.text(max_size=12), min_size=4, max_size=4), min_size=1, max_size=8),
    separator=st.sampled_from([",", ";", "\t"]),
)
def test_cells_that_are_written_are_read_as_they_were(cells: list[list[str]], separator: str) -> None:
    split = Splitter(separator)
    for row in cells:
        assert split(joined(row, separator)) == row


LETTERS = st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from(
    ["\n", "\t", "\r", '"', ",", "'", "=", "\\", " "]
)


@given(rows=st.lists(st.lists(st.text(LETTERS, max_size=10), min_size=4, max_size=4), min_size=1, max_size=12))
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_what_is_handed_on_is_loaded_as_it_is(rows: list[list[str]], separator: str) -> None:
    names = {"line": "BIGINT", "a": "VARCHAR", "b": "VARCHAR", "c": "VARCHAR", "d": "VARCHAR"}
    written = [joined([str(at), *row], separator) for at, row in enumerate(rows)]
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk(Limits(), Path(folder))
        desk.load("t", names, written, separator)
        found = desk.ask("SELECT * FROM t ORDER BY line")
        desk.close()

    assert found == [(at, *(cell or None for cell in row)) for at, row in enumerate(rows)]


@given(pieces=st.lists(PIECES | st.binary(max_size=20), max_size=40), size=st.integers(16, 60))
def test_lines_are_the_same_however_they_are_read(pieces: list[bytes], size: int) -> None:
    data = b"family,unit\nA,B\n" + b"".join(pieces)

    def lines(at_a_time: int) -> list[tuple[int, str]]:
        found = [(block.first, block.lines) for block in blocks(io.BytesIO(data), Limits(), at_a_time)]
        return [(first + at, line) for first, part in found for at, line in enumerate(part)]

    assert lines(size) == lines(1 << 20)
