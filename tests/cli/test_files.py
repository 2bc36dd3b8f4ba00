"""polity import and export at the prompt: statuses, JSON, and files that are refused whole."""

import json
from pathlib import Path

import pytest

from tests.cli.prompt import Prompt

HEADER = "family,given,unit,standing,since"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of two people for the organisation of one's own."""
    path = tmp_path / "members.csv"
    path.write_text(f"{HEADER}\nKlein,Eva,1,member,2024-02-15\nSommer,Jan,1,member,2024-02-28\n")
    return path


def test_json_says_every_count_and_the_receipts(own: Prompt, file: Path) -> None:
    first = own.done("import", "people", str(file), "--on", "2024-03-01", "--format", "json").json
    again = own.done("import", "people", str(file), "--on", "2024-03-01", "--format", "json").json

    assert [len(first["entered"].pop("receipts")), first] == [
        1,
        {
            "file": "members.csv", "what": "people", "on": "2024-03-01", "rows": 2, "new": 2, "same": 0, "changed": 0,
            "refused": 0, "faults": 0, "refusals": [], "entered": {"new": 2, "changed": 0, "stopped": []},
        },
    ]  # fmt: skip
    assert [again["new"], again["same"], again["entered"]["receipts"]] == [0, 2, []]


def test_a_refused_file_ends_with_status_1_and_enters_nothing(own: Prompt, file: Path) -> None:
    before = own.done("journal", "head").out
    file.write_text(file.read_text() + "Wolf,Uta,1,king,2024-02-15\n")

    answer = own("import", "people", str(file), "--on", "2024-03-01", "--format", "json")

    assert answer.status == 1
    assert [(one["row"], one["column"], one["code"]) for one in answer.json["refusals"]] == [
        (4, "standing", "standing.value")
    ]
    assert (answer.json["entered"], own.done("journal", "head").out) == (None, before)


def test_a_dry_run_enters_nothing(own: Prompt, file: Path) -> None:
    before = own.done("journal", "head").out

    said = own.done("import", "people", str(file), "--on", "2024-03-01", "--dry-run").lines

    assert said == ["members.csv: 2 rows. New 2, same 0, changed 0, refused 0.", "Nothing was entered, as asked."]
    assert own.done("journal", "head").out == before


def test_an_export_in_an_unknown_form_is_refused(own: Prompt, tmp_path: Path) -> None:
    answer = own("export", "people", "--to", str(tmp_path / "people.doc"))

    assert (answer.status, answer.refused) == (
        1,
        ["“people.doc” does not end in a known form.", "Let it end in one of: .csv, .jsonl, .xlsx, .parquet."],
    )


def test_what_goes_out_is_entered_with_its_purpose(own: Prompt, file: Path, tmp_path: Path) -> None:
    own.done("import", "people", str(file), "--on", "2024-03-01")
    own.done("export", "people", "--to", str(tmp_path / "people.json"), "--purpose", "Letters", "--on", "2024-03-01")
    own.done("export", "journal", "--to", str(tmp_path / "journal.jsonl"))

    acts = [json.loads(line)["body"]["act"] for line in (tmp_path / "journal.jsonl").read_text().splitlines()]
    assert acts[-1:] == ["export.hand_out"]
    told = json.loads((tmp_path / "people.json").read_text())
    names = {person["family_name"] for person in told["persons"]}
    assert names & {"Klein", "Sommer"} == {"Klein", "Sommer"}


def test_an_export_without_a_purpose_that_says_something_is_refused(own: Prompt, tmp_path: Path) -> None:
    answer = own("export", "people", "--to", str(tmp_path / "people.csv"), "--purpose", " ")

    assert (answer.status, list(tmp_path.glob("people.csv"))) == (1, [])
