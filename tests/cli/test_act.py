"""Acts at the prompt: entered, refused with articles, tried dry, asked twice, and put wrongly."""

import json
from pathlib import Path

import pytest

from polity.acts import ACTS
from tests.cli.prompt import Prompt

HAMBURG = ("--title", "Hamburg", "--tier", "branch", "--kind", "branch", "--code", "HH", "--parent", "1")
FOUND = ("act", "unit.found", *HAMBURG, "--as", "secretary@1", "--on", "2024-02-01")
BRANDT = ("--unit", "1", "--family", "Brandt", "--given", "Otto")
RECORD = ("act", "person.record", *BRANDT, "--as", "secretary@1", "--on", "2024-02-01")


def test_an_act_is_entered_and_seen(own: Prompt) -> None:
    answer = own.done(*FOUND, "--format", "json").json
    counted = own.done("census", "--on", "2024-02-01", "--by", "unit", "--format", "json").json

    assert list(answer) == ["entered", "on", "receipt", "number", "made"]
    assert (answer["entered"], answer["on"], list(answer["made"])) == ("unit.found", "2024-02-01", ["unit"])
    assert counted["rows"] == [{"unit": "1", "count": 1}]


def test_an_act_says_its_number_and_what_it_made(own: Prompt) -> None:
    made = own.done(*FOUND, "--format", "json").json
    said = own.done(*RECORD).lines

    assert said[0].split(". Receipt ")[0] == (
        f"Entered: person.record on 2024-02-01, number {made['number'] + 1} in the journal"
    )
    assert said[1].split(": ")[0] == "  person"


def test_a_refusal_names_the_article_and_the_remedy(own: Prompt) -> None:
    person = own.done(*RECORD, "--facts", '{"born": "1990-05-05"}', "--format", "json").json["made"]["person"]
    own.done("act", "admission.apply", "--person", person, "--as", "secretary@1", "--on", "2024-02-02")
    head = own.done("journal", "head").out
    decide = ("act", "admission.decide", "--person", person, "--present", "5", "--votes-for", "4",
              "--as", "secretary@1", "--on", "2024-02-02")  # fmt: skip

    answer = own(*decide, "--format", "json")
    assert (answer.status, answer.json["refused"]) == (1, "admission.decide")
    assert [(one["code"], one["article"], one["says"]) for one in answer.json["objections"]] == [
        ("article", "1.2", "2 sponsors of sufficient membership are needed; there are 0.")
    ]
    assert own(*decide).refused == [
        "Not entered: admission.decide on 2024-02-02. Nothing was changed.",
        "1. 2 sponsors of sufficient membership are needed; there are 0. (Article 1.2)",
        "Ask further members to recommend the applicant.",
    ]
    assert own.done("journal", "head").out == head


def test_whoever_acts_in_no_office_or_in_another_is_told_who_may(own: Prompt) -> None:
    own.done(*FOUND)
    unnamed, other = own(*FOUND[:-4], "--on", "2024-02-03"), own(*FOUND[:-4], "--as", "treasurer@HH")

    assert (unnamed.status, other.status) == (1, 1)
    assert unnamed.refused[1:] == [
        "1. Nobody is named who acts. Competent: secretary, committee.",
        "Name the office and its unit, as in secretary@1.",
    ]
    assert other.refused[1:] == [
        "1. The office of treasurer may not do this. Competent: secretary, committee.",
        "Ask one of the competent offices to act.",
    ]


def test_a_dry_run_enters_nothing(own: Prompt) -> None:
    head = own.done("journal", "head").out

    assert own.done(*FOUND, "--dry-run", "--format", "json").json == {
        "may_be_entered": "unit.found", "on": "2024-02-01", "objections": [],
    }  # fmt: skip
    assert own(*FOUND, "--code", "1", "--dry-run").refused == [
        "Not entered: unit.found on 2024-02-01. Nothing was changed.",
        "1. The code 1 is borne by another unit on 2024-02-01.",
        "Choose another code.",
    ]
    assert own.done("journal", "head").out == head


def test_asked_twice_with_a_key_it_is_entered_once(own: Prompt) -> None:
    first, second = (own.done(*FOUND, "--key", "hamburg", "--format", "json").json for _ in range(2))
    other = own(*FOUND, "--title", "Altona", "--key", "hamburg")

    assert first == second
    assert (other.status, other.refused[1]) == (1, "1. The key hamburg was given to another act.")


def test_a_value_may_be_read_from_a_file(own: Prompt, tmp_path: Path) -> None:
    facts = tmp_path / "facts.json"
    facts.write_text(json.dumps({"sex": "female"}), encoding="utf-8")
    own.done(*RECORD, "--facts", f"@{facts}")

    answer = own.done(
        "census", "--on", "2024-02-01", "--where", "standing=sympathiser", "--by", "sex", "--format", "json"
    )  # fmt: skip
    assert answer.json["rows"] == [{"sex": "female", "count": 1}]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(("unit.fond",), "No act is called unit.fond.", id="no such act"),
        pytest.param(("record.as_found",), "No act is called record.as_found.", id="an act that imports make"),
        pytest.param(("unit.found",), "unit.found: title is needed, and it is not given.", id="nothing given"),
        pytest.param((*FOUND[1:], "--colour", "red"), "unit.found: colour is not among its particulars.", id="unknown"),
        pytest.param((*FOUND[1:], "red"), "“red” stands alone.", id="a value alone"),
        pytest.param((*FOUND[1:], "--facts"), "--facts is given no value.", id="a name alone"),
        pytest.param((*FOUND[1:], "--parent", "9"), "No unit is called 9 on 2024-02-01.", id="no such unit"),
        pytest.param((*FOUND[1:], "--as", "secretary"), "“secretary” names no office.", id="an office of nowhere"),
        pytest.param((*FOUND[1:], "--as", "secretary@9"), "No unit is called 9 on 2024-02-01.", id="office nowhere"),
        pytest.param(
            (*FOUND[1:], "--unit", "seven"),
            "No unit is called seven on 2024-02-01.",
            id="an id that is none",
        ),
        pytest.param(
            ("admission.decide", "--person", "3F7K-9QWE-2ZXM", "--present", "five", "--votes-for", "3"),
            "admission.decide: present: “five” is not a whole number.",
            id="a word for a number",
        ),
        pytest.param(
            ("admission.promote", "--person", "Ada"),
            "admission.promote: person: “Ada” is not an id: twelve letters and digits, such as 3F7K-9QWE-2ZXM.",
            id="a name for an id",
        ),
        pytest.param(
            (*FOUND[1:], "--title", "@/nowhere/at/all"),
            "The file /nowhere/at/all cannot be read: No such file or directory.",
            id="no such file",
        ),
    ],
)
def test_what_is_not_put_rightly_is_said(own: Prompt, arguments: tuple[str, ...], says: str) -> None:
    answer = own("act", *arguments)

    assert (answer.status, answer.refused[0], answer.out) == (2, says, "")


def test_every_act_that_can_be_typed_is_listed(own: Prompt) -> None:
    listed = [line for line in own.done("act", "list").lines if not line.startswith(" ")]

    assert listed == sorted(name for name in ACTS if name not in ("record.as_found", "record.units_as_found"))


def test_the_list_says_what_each_act_needs(own: Prompt) -> None:
    lines = own.done("act", "list").lines
    at = lines.index("admission.decide")

    assert lines[at + 1 : at + 3] == [
        "    The meeting of the branch decides for admission as a candidate.",
        "    --person --present --votes-for [--votes-against] [--meeting]",
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(
            ("unit.found", *HAMBURG, "--title", " "),
            "1. title: “ ” is not among what can be recorded: a text that is not empty.",
            id="a unit without a name",
        ),
        pytest.param(
            ("person.record", *BRANDT, "--family", ""),
            "1. family: “” is not among what can be recorded: a text that is not empty.",
            id="a person without a name",
        ),
        pytest.param(
            ("statutes.adopt", "--statute", "empty", "--text", "# nothing yet"),
            "1. empty: The text holds neither a statute nor a reform.",
            id="a statute that says nothing",
        ),
        pytest.param(
            ("organisation.declare", "--kind", "person", "--label", "Hat", "--field", "hat", "--type", "code",
             "--options", '{"values": 3}'),
            "1. values: “3” is not among what can be recorded: words in a list.",
            id="values that are no list",
        ),
        pytest.param(
            ("organisation.declare", "--kind", "person", "--label", "Hats", "--field", "hats", "--type", "int",
             "--options", '{"range": [3]}'),
            "1. range: “3” is not among what can be recorded: the least and the largest whole number.",
            id="half a range",
        ),
    ],
)  # fmt: skip
def test_what_would_say_nothing_is_refused(own: Prompt, arguments: tuple[str, ...], says: str) -> None:
    answer = own("act", *arguments, "--as", "secretary@1", "--on", "2024-02-01")

    assert (answer.status, answer.refused[1]) == (1, says)
