"""Run benchmarks one after another and gather what they say."""

import os
import platform
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from traceback import format_exc
from typing import Any

from bench.measure import load
from bench.report import Row, Wrong
from bench.stage import Stage

# What there is, in the order in which all of it runs, and where each lives.
BENCHMARKS = {
    "census": "bench.census",
    "rules": "bench.rules",
    "previews": "bench.previews",
    "forecasts": "bench.forecasts",
    "start": "bench.start",
    "journal": "bench.journal",
    "import": "bench.importing",
    "build": "bench.build",
    "pages": "bench.pages",
}
RIVAL = "POLITY_BENCH_PYTHON"  # names the interpreter of the environment that holds OpenFisca

TOLD = (Wrong, RuntimeError, OSError)  # these say in words what happened


@contextmanager
def staged(data: Path, dsn: str, *, size: str, people: int, quick: bool, long: bool) -> Iterator[Stage]:
    """Make ready where a run takes place: a scratch folder that goes afterwards."""
    rival = os.environ.get(RIVAL) or None
    with tempfile.TemporaryDirectory(prefix="polity-bench-") as folder:
        scratch = Path(folder).resolve()
        scratch.chmod(0o755)  # PostgreSQL, under its own account, has a folder of its own in it
        yield Stage(data.resolve(), dsn, size, people, scratch, quick, long, rival)


def run(
    stage: Stage, names: Sequence[str], tell: Callable[[str], None], show: Callable[[Row], None]
) -> tuple[list[Row], list[dict[str, str]]]:
    """Run the named benchmarks. Gives their rows, and what went wrong by name: one does not stop the next.

    tell  is told each name before it is measured
    show  is given each row as soon as it is measured
    """
    rows: list[Row] = []
    wrong: list[dict[str, str]] = []
    for name in names:
        tell(name)
        folder = stage.scratch / name
        folder.mkdir(mode=0o755)
        try:
            found: list[Row] = import_module(BENCHMARKS[name]).rows(replace(stage, scratch=folder))
        except Exception as problem:  # whatever it is, it must not cost what others have measured
            wrong.append({"name": name, "says": str(problem) if isinstance(problem, TOLD) else format_exc()})
            continue
        for row in found:
            row.judged = stage.size == "full" and not stage.quick
            show(row)
        rows += found
    return rows, wrong


def plain(stage: Stage, rows: Sequence[Row], wrong: Sequence[dict[str, str]]) -> dict[str, Any]:
    """A run as JSON shows it, with stable keys."""
    return {
        "size": stage.size,
        "people": stage.people,
        "quick": stage.quick,
        "machine": {
            "processors": os.cpu_count() or 1,
            "system": platform.platform(),
            "python": sys.version.split()[0],
            "load": load(),
        },
        "rows": [row.plain() for row in rows],
        "wrong": list(wrong),
    }
