"""How much of an untrusted file is read. Everything here can be set otherwise by whoever calls."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """Caps on a file that is read.

    size     bytes of the whole file
    line     bytes of one line, and of one row that spans several
    cell     letters of one cell
    columns  columns of the header
    spanned  lines that one quoted cell may span
    rows     rows of the file
    unzipped bytes of a sheet when it is taken out of its archive
    ratio    how many times smaller a part of a sheet may be inside its archive
    seconds  of a processor that reading may take
    room     bytes of memory that whoever reads may take
    memory   bytes that the examination may take beside the program itself; what does not fit lies on disk
    """

    size: int = 8 << 30
    line: int = 64 << 10
    cell: int = 1_000
    columns: int = 200
    spanned: int = 50
    rows: int = 100_000_000
    unzipped: int = 256 << 20
    ratio: int = 200
    seconds: int = 3_600
    room: int = 2 << 30
    memory: int = 512 << 20
