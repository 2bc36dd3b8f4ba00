"""Every benchmark runs, on small pieces: its answers are right, its JSON has the documented keys."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bench.run import BENCHMARKS
from bench.stage import environment

CONTENDERS = {
    "census": ["Polity", "Django ORM", "DuckDB"],
    "census by place": ["Polity", "Django ORM", "DuckDB"],
    "rules": ["Polity", "NumPy by hand", "DuckDB by hand"],
    "preview": ["Polity", "NumPy by hand", "DuckDB by hand"],
    "forecast": ["Polity", "cells once", "people in NumPy"],
    "one case": ["Polity"],
    "one rule": ["Polity", "Python by hand"],
    "first start": ["Polity", "initdb and pg_ctl"],
    "second start": ["Polity"],
    "census command": ["Polity", "Django ORM"],
    "journal": ["Polity", "plain loop", "blake2b alone"],
    "import": ["Polity", "Django bulk_create", "DuckDB read_csv"],
    "build": ["Polity", "Django bulk_create"],
    "pages": ["Polity", "Django ORM"],
}
RIVAL = "OpenFisca-core"


def bench(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command, as it is called in a clone without the environment of the benchmarks."""
    kept = {name: value for name, value in environment().items() if name != "POLITY_BENCH_PYTHON"}
    command = [sys.executable, "-P", "-m", "polity", "--data", str(data), "bench", *arguments]
    return subprocess.run(command, cwd=data.parent, env=kept, capture_output=True, text=True)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What a quick run of everything says."""
    ran = bench(tmp_path_factory.mktemp("bench") / "data", "--quick", "--format", "json")
    assert (ran.returncode, ran.stdout[:1]) == (0, "{"), ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


def test_every_benchmark_runs_and_answers_rightly(told: dict[str, Any]) -> None:
    assert (told["wrong"], {row["name"]: [one["who"] for one in row["contenders"]] for row in told["rows"]}) == (
        [],
        CONTENDERS,
    )


def test_what_is_not_installed_is_said_to_be_left_out(told: dict[str, Any]) -> None:
    left = {row["name"]: [one["who"] for one in row["left_out"]] for row in told["rows"] if row["left_out"]}

    assert left == {
        "rules": [RIVAL], "preview": [RIVAL, "PolicyEngine-core"], "one case": [RIVAL], "one rule": [RIVAL],
    }  # fmt: skip


def test_its_keys_are_those_of_the_documentation(told: dict[str, Any]) -> None:
    row = next(row for row in told["rows"] if row["name"] == "rules")

    assert [list(told), list(told["machine"]), list(row), list(row["contenders"][0])] == [
        ["size", "people", "quick", "machine", "rows", "wrong"],
        ["processors", "system", "python", "load"],
        ["name", "what", "budget_s", "budget_mib", "within_budget", "contenders", "checked", "left_out", "load"],
        ["who", "role", "how", "median_s", "best_s", "runs", "ratio", "peak_mib", "extrapolated", "more"],
    ]


def test_a_quick_run_judges_no_budget(told: dict[str, Any]) -> None:
    assert [row["within_budget"] for row in told["rows"]] == [None] * len(CONTENDERS)


def test_a_benchmark_that_there_is_not_is_answered_with_those_there_are(tmp_path: Path) -> None:
    ran = bench(tmp_path / "data", "sums")

    assert (ran.returncode, ran.stderr) == (
        1,
        f"No benchmark is called sums.\n     There are: {', '.join(BENCHMARKS)}.\n",
    )
    assert list(tmp_path.iterdir()) == []
