"""Reading an untrusted file in a process of its own, which can be lost without anything else being lost."""

import dataclasses
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from polity.imports.child import BETWEEN
from polity.imports.faults import Fault
from polity.imports.limits import Limits
from polity.imports.lines import Refusal
from polity.imports.shape import Look, Shape
from polity.imports.shaping import Chunk, Columns

LONGEST = 256 << 20  # bytes of one answer


def is_json(file: Path) -> bool:
    """Whether a file is JSON Lines by its name."""
    return file.suffix.lower() in (".jsonl", ".ndjson", ".jsonlines")


def chunks(
    file: Path,
    columns: Columns,
    limits: Limits,
    *,
    shape: Shape,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Chunk]:
    """Read a file into chunks of clean rows. Raises Refusal where nothing of it can be read."""
    asked = {
        "look": False,
        "columns": [columns.needed, columns.known, columns.days],
        "shape": shape.plain(),
    }
    rows = 0
    for head, body in _answers(file, limits, asked):
        chunk = Chunk(head["separator"], tuple(head["names"]), seen=head["seen"], header=head["header"])
        chunk.faults = [Fault(*fault) for fault in head["faults"]]
        if head["rows"]:
            chunk.rows = body.decode("utf-8", "surrogatepass").split(BETWEEN)
        rows += chunk.seen
        yield chunk
        if progress:
            progress(rows)


def looked(file: Path, limits: Limits) -> Look:
    """Take the first look at a file. Raises Refusal where nothing of it can be read."""
    for head, _ in _answers(file, limits, {"look": True}):
        said = head["look"]
        return Look(tuple(said["header"]), said["rows"], tuple(tuple(sample) for sample in said["samples"]))
    raise Refusal(Fault(0, "", "file.lost"))


def _answers(file: Path, limits: Limits, asked: dict[str, Any]) -> Iterator[tuple[dict[str, Any], bytes]]:
    if file.stat().st_size > limits.size:
        raise Refusal(Fault(0, "", "file.size", detail=f"{limits.size:,}"))
    told = json.dumps({**asked, "json": is_json(file), "limits": dataclasses.asdict(limits)})
    ended = False
    with (
        file.open("rb") as opened,
        subprocess.Popen(
            [sys.executable, "-m", "polity.imports.child", told],
            stdin=opened,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": str(Path(__file__).parents[2]), "PYTHONUTF8": "1"},
            close_fds=True,
        ) as child,
    ):
        assert child.stdout is not None
        try:
            while line := child.stdout.readline(LONGEST):
                head = json.loads(line)
                body = child.stdout.read(head["bytes"]) if head["bytes"] else b""
                if "refused" in head:
                    raise Refusal(*(Fault(*fault) for fault in head["refused"]))
                if head.get("end"):
                    ended = True
                    break
                yield head, body
        finally:
            child.kill()
    if not ended:
        raise Refusal(Fault(0, "", "file.lost"))
