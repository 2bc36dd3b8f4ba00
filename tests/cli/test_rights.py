"""Members' rights at the prompt: a copy of everything held, what has had its time, and notices worked off by hand."""

import json
from pathlib import Path

from tests.cli.prompt import Answer, Prompt


def act(own: Prompt, name: str, *arguments: str) -> Answer:
    return own.done("act", name, *arguments, "--as", "secretary@1", "--format", "json")


def gone(own: Prompt) -> str:
    """Somebody who left on 1 June 2024, and whose workplace is recorded."""
    act(own, "organisation.declare", "--kind", "person", "--label", "Workplace", "--field", "workplace")
    recorded = act(own, "person.record", "--unit", "1", "--family", "Marsh", "--given", "Meg", "--on", "2024-02-01")
    person = str(recorded.json["made"]["person"])
    act(own, "person.amend", "--person", person, "--facts", "workplace=Weir", "--on", "2024-03-01")
    act(own, "membership.leave", "--person", person, "--on", "2024-06-01")
    return person


def test_a_copy_of_everything_held_is_written_and_among_the_looks(own: Prompt, tmp_path: Path) -> None:
    person, file = gone(own), tmp_path / "copy.json"
    own.done("access-package", person, "--to", str(file))
    said = own.done("access-package", person, "--to", str(file)).lines
    found = json.loads(file.read_text(encoding="utf-8"))
    assert [one["purpose"] for one in found["looks"]] == ["access package written"]
    assert [row["facts"] for row in found["tables"]["facts"]][-1] == {"workplace": "Weir"}
    assert [one["act"] for one in found["entries"]] == ["person.record", "person.amend", "membership.leave"]
    rows = sum(map(len, found["tables"].values()))
    assert said == [f"{rows} rows and 3 entries about {person} are in {file}."]
    assert own("access-package", "0000-0000-0000", "--to", str(file)).status == 1


def test_what_has_had_its_time_goes_and_the_records_hold(own: Prompt) -> None:
    gone(own)
    for field, months in (("identity", "1200"), ("workplace", "3")):
        act(own, "organisation.retain", "--field", field, "--months", months)
    foreseen = own.done("expire", "--dry-run", "--format", "json").json
    refused = own("expire")
    done = own.done("expire", "--as", "secretary@1", "--format", "json").json
    again = own.done("expire", "--as", "secretary@1", "--format", "json").json
    assert [(one["people"], one["erased"], one["done"]) for one in (foreseen, done, again)] == [
        (1, 0, False), (1, 0, True), (0, 0, False),
    ]  # fmt: skip
    assert (refused.status, refused.refused[0][:13]) == (1, "Not entered: ")
    assert own.done("check", "--format", "json").json["holds"] is True


def test_whoever_is_kept_no_longer_is_erased(own: Prompt, tmp_path: Path) -> None:
    person = gone(own)
    act(own, "organisation.retain", "--field", "identity", "--months", "3")
    own.done("notices", "work")
    own.done("expire", "--as", "secretary@1")
    own.done("access-package", person, "--to", str(tmp_path / "copy.json"))
    found = json.loads((tmp_path / "copy.json").read_text(encoding="utf-8"))
    assert [name for name in found["tables"] if name.startswith(("person_name", "evidence"))] == []
    assert (found["entries"], found["notices"]) == ([], [])
    assert own.done("check", "--format", "json").json["holds"] is True


def test_notices_are_worked_off_once(own: Prompt) -> None:
    gone(own)
    first, second = (own.done("notices", "work", "--format", "json").json for _ in range(2))
    assert (first["notices"], second) == (4, {"entries": 0, "notices": 0, "sent": 0})
