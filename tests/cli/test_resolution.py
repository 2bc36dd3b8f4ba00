"""Resolutions at the prompt: from a file of a reform to the decision, listed, shown and written out."""

import json
from pathlib import Path

import pytest

from tests.cli.prompt import Prompt

REFORM = "reform: younger\ntitle: Members from fourteen\nfrom: 2024-03-01\nset: {param: least_age, to: 14}\n"
BY = ("--as", "secretary@1", "--on", "2024-02-01")
MOVED = ("--title", "Younger", "--says", "From 1 March, members from fourteen.", "--body", "1", "--mover", "1")


@pytest.fixture
def reform(tmp_path: Path) -> Path:
    file = tmp_path / "younger.yaml"
    file.write_text(REFORM, encoding="utf-8")
    return file


def test_a_resolution_comes_into_force_at_the_prompt(own: Prompt, reform: Path, tmp_path: Path) -> None:
    made = own.done("resolution", "draft", str(reform), *MOVED, *BY, "--format", "json").json["made"]["resolution"]
    own.done("resolution", "amend", made, "--title", "Younger members", *BY)
    change = own.done("resolution", "draft", *MOVED, "--amends", made, *BY, "--format", "json").json
    own.done("resolution", "accept", change["made"]["resolution"], *BY)
    own.done("resolution", "put", made, *BY)
    refused = own("resolution", "decide", made, *BY)
    listed = own.done("resolution", "list", "--state", "put", "--body", "1", "--format", "json").json["resolutions"]
    shown = own.done("resolution", "show", made).lines

    assert (refused.status, refused.refused) == (1, [
        "Not entered: resolution.decide on 2024-02-01. Nothing was changed.",
        "1. 0 of two tellers counted.",
        "Let two tellers count, each apart, and enter both counts.",
    ])  # fmt: skip
    assert [(one["resolution"], one["title"], one["version"], one["reform"]) for one in listed] == [
        (made, "Younger", 3, REFORM)
    ]
    assert shown[:2] == ["Younger", "From 1 March, members from fourteen."]
    to = tmp_path / "resolutions.jsonl"
    own.done("export", "resolutions", "--on", "2024-02-01", "--to", str(to))
    rows = [json.loads(line) for line in to.read_text(encoding="utf-8").splitlines()]
    assert sorted((row["title"], row["state"], row["body"]) for row in rows) == [
        ("Younger", "accepted", "1"), ("Younger", "put", "1")
    ]  # fmt: skip


def test_a_fault_of_a_reform_is_said_with_its_line(own: Prompt, tmp_path: Path) -> None:
    file = tmp_path / "wrong.yaml"
    file.write_text(REFORM.replace("least_age", "least_agee"), encoding="utf-8")
    answer = own("resolution", "draft", str(file), *MOVED, *BY)
    assert (answer.status, answer.refused[1:]) == (1, [
        "1. the draft, line 4: There is no parameter least_agee.", "Did you mean least_age?",
    ])  # fmt: skip


def test_what_is_not_there_is_said(own: Prompt) -> None:
    for named in ("0000-0000-0001", "x"):
        answer = own("resolution", "show", named)
        assert (answer.status, answer.refused[0]) == (2, f"No resolution is called {named}.")
