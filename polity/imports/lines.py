"""The lines of an untrusted file, numbered, decoded and capped, a block at a time.

UTF-8 with or without a mark is expected; UTF-16 is read where its mark says so. A line that is not UTF-8 is handed on
with its bad bytes replaced, and said to be bad, so that the rest of the file can still be examined.
"""

import codecs
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import BinaryIO

from polity.imports.faults import Fault
from polity.imports.limits import Limits

BLOCK = 1 << 20
MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"\xd0\xcf\x11\xe0", "an old Excel sheet"),
    (b"PAR1", "a Parquet file"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file (gzip)"),
    (b"\x89PNG", "a picture"),
    (b"SQLite format 3", "a database"),
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
)


class Refusal(Exception):
    """A file that cannot be read at all, with everything that is wrong with it as a whole."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("; ".join(fault.says for fault in faults))


@dataclass
class Block:
    """Some lines in a row, without their ends.

    first  number of the first of them
    bad    for lines that are not UTF-8, the place in the file of the first bad byte, counted from 1, and the encoding
           that the line is probably in
    long   numbers of the lines that were too long and left out (an empty line stands for them)
    """

    first: int
    lines: list[str]
    bad: dict[int, tuple[int, str]] = field(default_factory=dict)
    long: set[int] = field(default_factory=set)


def blocks(file: BinaryIO, limits: Limits, size: int = BLOCK) -> Iterator[Block]:
    """Read a file, so many bytes at a time. Raises Refusal where nothing in it could be read as lines."""
    start = file.read(size)
    if not start.strip(b"\r\n\t \xef\xbb\xbf"):
        raise Refusal(Fault(0, "", "file.empty"))
    for magic, what in MAGIC:
        if start.startswith(magic):
            raise Refusal(Fault(0, "", "file.kind", detail=what))
    for mark, encoding in ((codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be")):
        if start.startswith(mark):
            yield from _of_utf16(start[2:], file, limits, encoding, size)
            return
    if b"\n" not in start and b"\r" in start:
        raise Refusal(Fault(0, "", "file.ends"))
    if _is_binary(start):
        raise Refusal(Fault(0, "", "file.kind", detail="a file of bytes"))
    yield from _of_utf8(start, file, limits, size)


def _is_binary(start: bytes) -> bool:
    head = start.split(b"\n", 1)[0][:4096]
    odd = sum(byte < 32 and byte not in (9, 13) for byte in head)
    return odd > 0 and (odd * 10 > len(head) or b"," not in head)


def _of_utf8(start: bytes, file: BinaryIO, limits: Limits, size: int) -> Iterator[Block]:
    mark = len(codecs.BOM_UTF8) if start.startswith(codecs.BOM_UTF8) else 0
    number, offset, rest, skipping, total = 1, mark, b"", False, len(start)
    chunk = start[mark:]
    while chunk or rest:
        last = not chunk
        data = rest + chunk
        cut = len(data) if last else data.rfind(b"\n") + 1
        whole, rest = data[:cut], data[cut:]
        if skipping and whole:  # the tail of a line that was too long
            gone = whole.find(b"\n") + 1 or len(whole)
            offset, whole, skipping = offset + gone, whole[gone:], False
        if whole:
            block = _decoded(whole, number, offset, limits)
            number, offset = number + len(block.lines), offset + len(whole)
            yield block
        if skipping or len(rest) > limits.line:
            if not skipping:
                yield Block(number, [""], long={number})
                number += 1
            offset, rest, skipping = offset + len(rest), b"", True
        if last:
            return
        chunk = file.read(size)
        total += len(chunk)
        if total > limits.size:
            raise Refusal(Fault(0, "", "file.size", detail=str(limits.size)))


def _decoded(data: bytes, number: int, offset: int, limits: Limits) -> Block:
    block = Block(number, [])
    try:
        text = data.decode()
    except UnicodeDecodeError:
        lines = []
        for at, line in enumerate(data.removesuffix(b"\n").split(b"\n"), number):
            try:
                lines.append(line.decode())
            except UnicodeDecodeError as problem:
                block.bad[at] = (offset + problem.start + 1, guess(line))
                lines.append(line.decode(errors="replace"))
            offset += len(line) + 1
        text = "\n".join(lines) + "\n"
    _split(text, block, limits)
    return block


def _split(text: str, block: Block, limits: Limits) -> None:
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
    if not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    block.lines = text.removesuffix("\n").removesuffix("\r").split("\n")
    if len(text) > limits.line:
        for at, line in enumerate(block.lines):
            if len(line) > limits.line:
                block.long.add(block.first + at)
                block.lines[at] = ""


def _of_utf16(start: bytes, file: BinaryIO, limits: Limits, encoding: str, size: int) -> Iterator[Block]:
    decoder = codecs.getincrementaldecoder(encoding)()
    number, rest, chunk, read = 1, "", start, 2
    while True:
        try:
            text = rest + decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as problem:
            place = read + problem.start + 1
            raise Refusal(Fault(0, "", "file.encoding", detail=f"{place}\x1f{encoding.upper()}")) from None
        read += len(chunk)
        if read > limits.size:
            raise Refusal(Fault(0, "", "file.size", detail=str(limits.size)))
        cut = text.rfind("\n") + 1 if chunk else len(text)
        whole, rest = text[:cut], text[cut:]
        if len(rest) > BLOCK + limits.line:
            raise Refusal(Fault(number, "", "row.long", detail=str(limits.line)))
        if whole:
            block = Block(number, [])
            _split(whole, block, limits)
            number += len(block.lines)
            yield block
        if not chunk:
            return
        chunk = file.read(size)


def guess(line: bytes) -> str:
    """Which encoding a line is probably in that is not UTF-8.

    Cyrillic words in Windows-1251 are runs of high bytes; Western words in Windows-1252 have single ones.
    """
    high = sum(byte >= 0x80 for byte in line)
    runs = sum(a >= 0x80 and b >= 0x80 for a, b in pairwise(line))
    return "Windows-1251" if runs * 2 >= high else "Windows-1252"
