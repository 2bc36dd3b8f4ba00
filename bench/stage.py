"""Where a run takes place: the demonstration, a scratch folder, and how contenders are started."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.contender import MARK
from polity.postgres import Cluster

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Stage:
    """What every benchmark is given.

    data     the folder of the demonstration; it is only read
    dsn      the address of its database
    size     full or small
    people   how many people its register holds
    scratch  a folder that goes afterwards
    quick    small pieces and few runs: to see that everything works, not to learn how fast it is
    long     also what takes many minutes
    rival    the interpreter of the environment that holds OpenFisca; None where there is none
    """

    data: Path
    dsn: str
    size: str
    people: int
    scratch: Path
    quick: bool
    long: bool
    rival: str | None

    def times(self, many: int) -> int:
        """How often a piece of work is repeated."""
        return 1 if self.quick else many

    def run(self, target: str, *, python: str | None = None, **arguments: Any) -> dict[str, Any]:
        """Run a contender in a process of its own and take what it says.

        Raises RuntimeError, with its last words, if it does not come to its end.
        """
        command = [python or sys.executable, "-P", "-m", "bench.contender", target, json.dumps(arguments)]
        done = subprocess.run(command, cwd=self.scratch, env=environment(), capture_output=True, text=True, check=False)
        for line in done.stdout.splitlines():
            if line.startswith(MARK):
                found: dict[str, Any] = json.loads(line.removeprefix(MARK))
                return found
        raise RuntimeError(f"{target} did not come to its end. Its last words:\n{(done.stdout + done.stderr)[-3000:]}")

    @contextmanager
    def server(self, name: str) -> Iterator[str]:
        """A new, empty server in the scratch folder. Yields its address."""
        cluster = Cluster(self.scratch / name)
        address = cluster.start()
        try:
            yield address
        finally:
            cluster.stop()


def environment() -> dict[str, str]:
    """The environment of a child: this project on its path, and compiled modules kept as script/polity keeps them."""
    kept = {name: value for name, value in os.environ.items() if name not in ("PYTHONDONTWRITEBYTECODE", "POLITY_DSN")}
    return kept | {"PYTHONPATH": str(ROOT)}


def polity(data: Path, *arguments: str) -> list[str]:
    """The command polity as a process of its own."""
    return [sys.executable, "-P", "-m", "polity", "--data", str(data), *arguments]
