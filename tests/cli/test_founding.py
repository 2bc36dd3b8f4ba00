"""An organisation of one's own, founded at the prompt; and the same through the shell, with its own server."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from polity.statutes.templates import template
from tests.cli.prompt import Prompt

INIT = ("init", "--name", "Friends of the River", "--tiers", "centre, branch", "--officer", "Weber, Ada",
        "--on", "2024-01-01")  # fmt: skip


def shell(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command as the shell does, without a server's address."""
    surroundings = {name: value for name, value in os.environ.items() if name != "POLITY_DSN"}
    return subprocess.run(
        [sys.executable, "-m", "polity", "--data", str(folder), *arguments],
        capture_output=True, text=True, timeout=120, env=surroundings, stdin=subprocess.DEVNULL, check=False,
    )  # fmt: skip


def test_what_is_founded_can_be_seen(own: Prompt) -> None:
    counted = own.done("census", "--on", "2024-01-01", "--by", "standing,unit", "--format", "json").json
    rules = own.done("statutes", "show", "--format", "json").json

    assert counted["rows"] == [{"standing": "member", "unit": "1", "count": 1}]
    assert [article["article"] for article in rules["articles"]][:2] == ["1.1", "1.2"]


def test_it_says_what_it_made_and_what_comes_next(empty: Prompt) -> None:
    lines = empty.done(*INIT).lines

    assert lines[0].split(" and the id ")[0] == "Friends of the River is founded: its centre has the code 1"
    assert lines[1].split(" (")[0] == "Weber, Ada"
    assert lines[2] == f"The journal's head: {empty.done('journal', 'head').out.strip()}"
    assert lines[3].startswith("Next: polity act unit.found ") is True


def test_the_next_step_that_it_names_can_be_taken(empty: Prompt) -> None:
    step = empty.done(*INIT).lines[3].removeprefix("Next: polity ").split()

    assert empty.done(*step, "--format", "json").json["entered"] == "unit.found"


def test_it_is_founded_once(own: Prompt) -> None:
    head = own.done("journal", "head").out
    answer = own(*INIT)

    assert (answer.status, answer.refused) == (
        1,
        [
            "Not entered: organisation.found on 2024-01-01. Nothing was changed.",
            "1. The organisation was founded already.",
            "Found another one in an empty data folder.",
        ],
    )
    assert own.done("journal", "head").out == head


def test_a_statute_of_ones_own(empty: Prompt, tmp_path: Path) -> None:
    ours = tmp_path / "ours.yaml"
    ours.write_text(template().replace("values: {always: 6}", "values: {always: 9}"), encoding="utf-8")
    empty.done(*INIT, "--statute", str(ours))
    counted = empty.done("statutes", "explain", "months_served", "--person", _ada(empty), "--format", "json").json

    assert counted["rule"] == "months_served"


@pytest.mark.parametrize(
    ("text", "status", "says"),
    [
        pytest.param(None, 2, "The file {file} cannot be read: No such file or directory.", id="not there"),
        pytest.param(b"statute: \xff", 2, "The file {file} is not a text in UTF-8: byte 9 cannot be read.", id="bytes"),
        pytest.param(
            b"statute: ours\nrules:\n  sing: {all_of: [{id: '1', need: voices > 3}]}\n",
            1,
            "{file}: rule sing, clause 1, line 3, column 35: Nothing is called voices.",
            id="faulty",
        ),
    ],
)
def test_a_statute_that_cannot_be_had_stops_it_before_anything_is_founded(
    empty: Prompt, tmp_path: Path, text: bytes | None, status: int, says: str
) -> None:
    file = tmp_path / "ours.yaml"
    if text is not None:
        file.write_bytes(text)
    answer = empty(*INIT, "--statute", str(file))

    assert (answer.status, answer.refused[0]) == (status, says.format(file=file))
    assert empty("census").refused[0] == "There is no organisation here yet."


def test_every_command_says_plainly_that_there_is_no_organisation(empty: Prompt) -> None:
    commands = [
        ("census",), ("balance", "--since", "2024-01-01", "--until", "2024-02-01"), ("act", "unit.found"),
        ("statutes", "show"), ("statutes", "count", "may_vote"), ("release", "list"),
        ("check",), ("erase", "3F7K-9QWE-2ZXM"),
    ]  # fmt: skip
    said = {command: empty(*command) for command in commands}

    assert {command: answer.status for command, answer in said.items()} == dict.fromkeys(commands, 1)
    assert {command: tuple(answer.refused) for command, answer in said.items()} == dict.fromkeys(
        commands, ("There is no organisation here yet.", "Found one with: polity init. Or look at one: polity demo.")
    )


def test_the_demonstration_is_not_built_over_an_organisation(own: Prompt) -> None:
    assert own("demo", "--size", "small", "--no-serve").refused == [
        "Friends of the River lives in this folder.",
        "Choose another folder: polity --data DIR demo.",
    ]


def test_a_demonstration_that_stands_is_not_built_again(demo: Prompt) -> None:
    head = demo.done("journal", "head").out
    demo.done("demo", "--size", "small", "--no-serve")

    assert demo.done("journal", "head").out == head


def test_through_the_shell_with_a_server_of_its_own(tmp_path: Path) -> None:
    founded = shell(tmp_path / "river", *INIT)
    counted = shell(tmp_path / "river", "census", "--on", "2024-01-01", "--format", "csv")
    slip = shell(tmp_path / "river", "censuss")
    nowhere = shell(Path("/proc/nowhere"), "census")

    assert (founded.returncode, founded.stderr) == (0, "")
    assert (counted.returncode, counted.stdout, counted.stderr) == (0, "count\n1\n", "")
    assert (slip.returncode, slip.stdout) == (2, "")
    assert slip.stderr.splitlines()[-1] == "     See: polity --help."
    assert (nowhere.returncode, nowhere.stderr.splitlines()[-1]) == (
        1,
        "     Name a folder of your own: polity --data DIR.",
    )


def _ada(prompt: Prompt) -> str:
    made = prompt.done(
        "act", "person.record", "--unit", "1", "--family", "Weber", "--given", "Ida", "--as", "secretary@1",
        "--format", "json",
    )  # fmt: skip
    return str(made.json["made"]["person"])
