"""Helpers for tests of the ground: data folders of their own, and programs that use them from outside."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from polity.postgres import Cluster

collect_ignore = [] if os.geteuid() == 0 else ["test_as_root.py"]  # what root lends, only root can show

ROOT = Path(__file__).parents[2]
SMALL = {"shared_buffers": "16MB"}


@pytest.fixture
def data(tmp_path: Path) -> Iterator[Path]:
    """An empty data folder; a server that a test leaves behind is stopped."""
    folder = tmp_path / "data"
    yield folder
    Cluster(folder).stop()


@pytest.fixture
def outside() -> Iterator[Callable[[str, Path], "subprocess.Popen[str]"]]:
    """Run a few lines of Python in a process of its own, the data folder as its argument."""
    begun: list[subprocess.Popen[str]] = []

    def begin(lines: str, data: Path) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            [sys.executable, "-c", lines, str(data)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        begun.append(process)
        return process

    yield begin
    for process in begun:
        process.kill()
        process.communicate()
