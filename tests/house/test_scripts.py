"""The scripts on a machine that has less than they want: what is missing is named, and nothing is half made."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.house.code import ROOT

TOOLS = ("bash", "env", "readlink", "dirname", "cmp", "flock", "cat", "mkdir", "cp")


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A clone on a bare machine: the shell and its usual tools, no Python and no uv."""
    for folder in ("script", "requirements"):
        shutil.copytree(ROOT / folder, tmp_path / "clone" / folder)
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        if found := shutil.which(tool):
            (tmp_path / "bin" / tool).symlink_to(found)
    return tmp_path / "clone"


def program(clone: Path, name: str, *lines: str) -> None:
    file = clone.parent / "bin" / name
    file.write_text("\n".join(["#!" + str(shutil.which("bash")), *lines, ""]))
    file.chmod(0o755)


def run(clone: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    env = {"PATH": str(clone.parent / "bin"), "HOME": str(clone.parent)}
    return subprocess.run(command, cwd=clone, env=env, stdin=subprocess.DEVNULL, capture_output=True, text=True)


def test_without_python_and_uv_what_is_missing_is_named(bare: Path) -> None:
    said = run(bare, "script/setup")
    assert (said.returncode, said.stdout, said.stderr.split(":")[1].strip()) == (
        1,
        "",
        "No Python 3.12 or newer was found",
    )
    assert not (bare / ".venv").exists()


def test_shims_that_answer_nothing_are_passed_over(bare: Path) -> None:
    for name in ("python3", "python", "uv"):
        program(bare, name, f"echo '{name}: command not found' >&2", "exit 127")
    said = run(bare, "script/setup")
    assert said.stderr.splitlines()[0].split(":")[1].strip() == "No Python 3.12 or newer was found"


def test_a_python_without_venv_is_told_what_to_install(bare: Path) -> None:
    program(bare, "python3", '[ "$1" = -c ] || { echo "No module named venv" >&2; exit 1; }')
    said = run(bare, "script/setup")
    assert said.returncode == 1
    assert [line for line in said.stderr.splitlines() if line.startswith("setup: On")] == [
        "setup: On Debian: apt-get install python3-venv. Or install uv, which needs neither."
    ]


def test_what_is_set_up_is_left_alone_until_its_pins_change(bare: Path) -> None:
    (bare / ".venv" / "bin").mkdir(parents=True)
    (bare / ".venv" / "bin" / "python").symlink_to(shutil.which("true") or "")
    (bare / ".venv" / ".polity" / "test").mkdir(parents=True)
    for name in ("run", "test"):
        shutil.copy(bare / "requirements" / f"{name}.txt", bare / ".venv" / ".polity" / "test")
    for group in ("run", "test"):
        said = run(bare, "script/setup", group)
        assert (said.returncode, said.stdout, said.stderr) == (0, "", "")

    (bare / "requirements" / "run.txt").write_text("changed\n")
    assert run(bare, "script/setup", "run").returncode == 1


def test_a_group_that_does_not_exist_is_refused(bare: Path) -> None:
    said = run(bare, "script/setup", "everything")
    assert (said.returncode, said.stderr) == (2, "script/setup takes run, test or bench, not everything.\n")


def test_the_demonstration_passes_its_data_folder_to_polity(bare: Path) -> None:
    (bare / "script" / "polity").write_text("#!/usr/bin/env bash\nprintf '<%s>' \"$@\"\n")
    said = run(bare, "script/demo", "--size", "small", "--data", "my data", "--no-serve")
    assert said.stdout == "<--data><my data><demo><--size><small><--no-serve>"
