"""The journal at the prompt: its head, its export, the proof that it is whole, the check, and an erasure."""

import json
from pathlib import Path

import pytest

from polity.words import ids
from tests.cli.prompt import Prompt


@pytest.fixture
def exported(demo: Prompt, tmp_path: Path) -> Path:
    """The demonstration's journal in a file."""
    file = tmp_path / "journal.jsonl"
    demo.done("journal", "export", "--to", str(file))
    return file


def test_the_head_is_a_bare_seal_and_the_last_of_the_export(demo: Prompt, exported: Path) -> None:
    head = demo.done("journal", "head").out
    last = json.loads(exported.read_text(encoding="utf-8").splitlines()[-1])

    assert head == f"{last['seal']}\n"
    assert (len(last["seal"]), set(last["seal"]) <= set("0123456789abcdef")) == (64, True)


def test_each_line_of_the_export_holds_a_body_and_a_seal(demo: Prompt, exported: Path) -> None:
    lines = [json.loads(line) for line in exported.read_text(encoding="utf-8").splitlines()]
    body = ["act", "as", "by", "law", "number", "on", "particulars", "receipt", "recorded", "rows"]

    assert {tuple(line) for line in lines} == {("body", "seal")}
    assert {tuple(line["body"]) for line in lines} == {tuple(body)}
    assert [line["body"]["number"] for line in lines] == list(range(1, len(lines) + 1))


def test_a_whole_journal_and_its_announced_head(demo: Prompt, exported: Path) -> None:
    head = demo.done("journal", "head").out.strip()

    assert demo.done("journal", "verify").lines == ["Whole."]
    assert demo.done("journal", "verify", str(exported)).lines == ["Whole."]
    assert demo.done("journal", "verify", str(exported), "--head", head).lines == ["Whole."]


@pytest.mark.parametrize("line", [1, 20, -1])
def test_an_altered_line_is_found(demo: Prompt, exported: Path, line: int) -> None:
    lines = exported.read_bytes().splitlines(keepends=True)
    lines[line] = lines[line].replace(b'"on":"1', b'"on":"2')
    exported.write_bytes(b"".join(lines))
    number = line + 1 if line > 0 else len(lines)
    answer = demo("journal", "verify", str(exported))

    assert answer.status == 1
    assert answer.lines == [f"Entry {number} does not fit the one before it.", "Not whole."]


def test_a_cut_journal_is_told_by_its_head(demo: Prompt, exported: Path) -> None:
    head = demo.done("journal", "head").out.strip()
    exported.write_bytes(b"".join(exported.read_bytes().splitlines(keepends=True)[:-1]))

    assert demo("journal", "verify", str(exported)).status == 0
    assert demo("journal", "verify", str(exported), "--head", head).status == 1


def test_a_file_is_verified_where_there_is_no_organisation(exported: Path, tmp_path: Path) -> None:
    nowhere = Prompt("postgresql://127.0.0.1:1/nothing", tmp_path / "nowhere")

    assert nowhere.done("journal", "verify", str(exported)).lines == ["Whole."]
    assert nowhere("journal", "head").status == 1
    assert (tmp_path / "nowhere").exists() is False


def test_the_check_holds_and_names_each_proof(demo: Prompt) -> None:
    found = demo.done("check", "--format", "json").json

    assert list(found) == ["holds", "findings"]
    assert {tuple(finding) for finding in found["findings"]} == {("what", "holds", "says")}
    assert [finding for finding in found["findings"] if not finding["holds"]] == []
    assert found["holds"] is True
    assert demo.done("check").lines[-1] == "Everything holds."


def test_a_person_who_is_erased_is_gone_and_still_counted(own: Prompt) -> None:
    made = own.done(
        "act", "person.record", "--unit", "1", "--family", "Brandt", "--given", "Otto", "--as", "secretary@1",
        "--on", "2024-02-01", "--format", "json",
    ).json["made"]["person"]  # fmt: skip
    before = own.done("census", "--by", "standing", "--format", "json").json

    own.done("act", "person.contact", "--person", made, "--details", '{"post": "Elbe 1"}', "--as", "secretary@1")
    assert own.done("erase", made).lines[0].split(". ")[0] == f"{made} is erased"
    assert own.done("census", "--by", "standing", "--format", "json").json == before
    assert own.done("journal", "verify").lines == ["Whole."]
    assert own.done("check", "--format", "json").json["holds"] is True
    again = own("erase", made)
    assert (again.status, again.refused[1]) == (1, f"1. The record of {made} was erased.")


def test_who_erased_alone_and_who_with_another_stands_in_the_journal(own: Prompt, tmp_path: Path) -> None:
    file = tmp_path / "journal.jsonl"
    for family, more in (("Brandt", ()), ("Conrad", ("--with", "ada"))):
        made = own.done(
            "act", "person.record", "--unit", "1", "--family", family, "--given", "O", "--as", "secretary@1",
            "--on", "2024-02-01", "--format", "json",
        ).json["made"]["person"]  # fmt: skip
        own.done("erase", made, *more)
    own.done("journal", "export", "--to", str(file))
    entries = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    operators = [entry["body"]["by"] for entry in entries if entry["body"]["act"] == "person.erase"]
    assert [one.rpartition(", ")[2] for one in operators] == ["alone", "with ada"]
    assert own("erase", made, "--with", "two words").status == 2


def test_nobody_can_be_erased_who_is_not_there(own: Prompt) -> None:
    slip, nobody = own("erase", "Otto Brandt"), own("erase", ids.show(7))

    assert (slip.status, slip.refused) == (
        2,
        ["“Otto Brandt” is not a person's id.", "It is twelve letters and digits, such as 3F7K-9QWE-2ZXM."],
    )
    assert (nobody.status, nobody.refused[1]) == (1, "1. There is no person 0000-0000-0007 on the register.")
