"""The process in which an untrusted file is read: `python -m polity.imports.child`, its file on standard input.

It limits itself before it looks at the first byte: so much memory, so much time, no further file and no connection.
What it is to do stands in its only argument, as JSON; what it finds goes out on standard output, a line of JSON and as
many bytes as that line says, again and again.
"""

import codecs
import gc
import json
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from typing import Any, BinaryIO

from polity.imports import lines, sheets
from polity.imports.cells import Splitter
from polity.imports.faults import Fault
from polity.imports.limits import Limits
from polity.imports.lines import Block, Refusal
from polity.imports.shape import of_plain
from polity.imports.shaping import Columns, chunks, shaped

BETWEEN = "\x1e"  # parts rows; no cell that was cleaned holds it
SAMPLES = 40


def main() -> None:
    """Read standard input as the argument says."""
    asked = json.loads(sys.argv[1])
    limits = Limits(**asked["limits"])
    _shut_in(limits)
    try:
        if asked["look"]:
            _look(sys.stdin.buffer, limits, json_lines=asked["json"])
        else:
            _read(sys.stdin.buffer, limits, asked)
    except Refusal as refusal:
        _say({"refused": [_plain(fault) for fault in refusal.faults]})
    except MemoryError:
        gc.collect()
        _say({"refused": [_plain(Fault(0, "", "file.memory", detail=str(limits.room >> 20)))]})
    _say({"end": True})


def _shut_in(limits: Limits) -> None:
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp437"):  # no module can be fetched any more afterwards
        codecs.lookup(encoding)
    for what, most in (
        (resource.RLIMIT_AS, limits.room),
        (resource.RLIMIT_CPU, limits.seconds),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 3),  # the three that are open: nothing else is opened, and nothing is connected to
    ):
        resource.setrlimit(what, (most, most))
    with suppress(OSError):  # where the system allows it, the process has no network at all
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)


def _say(head: dict[str, Any], body: bytes = b"") -> None:
    out = sys.stdout.buffer
    out.write(json.dumps({**head, "bytes": len(body)}, ensure_ascii=True).encode() + b"\n" + body)
    out.flush()


def _plain(fault: Fault) -> list[Any]:
    return [fault.row, fault.column, fault.code, fault.value, fault.detail]


def _source(file: BinaryIO, limits: Limits) -> Iterator[Block]:
    start = file.read(4)
    file.seek(0)
    return sheets.blocks(file, limits) if sheets.is_sheet(start) else lines.blocks(file, limits)


def _read(file: BinaryIO, limits: Limits, asked: dict[str, Any]) -> None:
    columns = Columns(*(tuple(part) for part in asked["columns"]))
    shape = of_plain(asked["shape"])
    rows = 0
    if asked["json"]:
        found = chunks(file, columns, limits, json_lines=True, shape=shape)
    else:
        found = shaped(_source(file, limits), columns, limits, json_lines=False, shape=shape)
    for chunk in found:
        rows += chunk.seen
        if rows > limits.rows:
            raise Refusal(Fault(0, "", "file.many", detail=f"{limits.rows:,}"))
        head = {
            "separator": chunk.separator, "names": chunk.names, "faults": [_plain(fault) for fault in chunk.faults],
            "seen": chunk.seen, "header": chunk.header, "rows": len(chunk.rows),
        }  # fmt: skip
        _say(head, BETWEEN.join(chunk.rows).encode("utf-8", "surrogatepass"))


def _look(file: BinaryIO, limits: Limits, *, json_lines: bool) -> None:
    """Say what the columns are called, how many rows there are, and what stands in the first of them."""
    source = lines.blocks(file, limits) if json_lines else _source(file, limits)
    first = next(source)
    filled = [line for line in first.lines if line.strip()]
    if not filled:
        raise Refusal(Fault(0, "", "file.empty"))
    if json_lines:
        header, rows = _of_objects(filled)
    else:
        header, rows = _of_cells(filled)
    if len(header) > limits.columns:
        raise Refusal(Fault(1, "", "header.wide", detail=str(limits.columns)))
    count = sum(bool(line.strip()) for block in chain([first], source) for line in block.lines)
    if count > limits.rows:
        raise Refusal(Fault(0, "", "file.many", detail=f"{limits.rows:,}"))
    samples = [[row[at][:80] for row in rows if at < len(row)] for at in range(len(header))]
    _say({"look": {"header": header, "rows": count - (not json_lines), "samples": samples}})


def _of_cells(filled: list[str]) -> tuple[list[str], list[list[str]]]:
    best: tuple[list[str], Splitter] = ([filled[0]], Splitter(","))
    for separator in (",", ";", "\t"):
        split = Splitter(separator)
        cells = split(filled[0])
        if isinstance(cells, list) and len(cells) > len(best[0]):
            best = (cells, split)
    read = [best[1](line) for line in filled[1 : SAMPLES + 1]]
    return [cell.strip() for cell in best[0]], [row for row in read if isinstance(row, list)]


def _of_objects(filled: list[str]) -> tuple[list[str], list[list[str]]]:
    said = []
    for line in filled[:SAMPLES]:
        with suppress(ValueError, RecursionError):
            one = json.loads(line)
            if isinstance(one, dict):
                said.append(one)
    header = list(dict.fromkeys(str(name) for one in said for name in one))
    return header, [[str(one.get(name, "")) for name in header] for one in said]


if __name__ == "__main__":
    main()
