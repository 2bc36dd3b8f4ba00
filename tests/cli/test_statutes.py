"""The law at the prompt: checked, shown, compared, explained, counted, and a reform tried on every kind of case."""

from pathlib import Path

import pytest

from polity.demonstration.sources import statutes as texts
from tests.cli.prompt import Prompt

FAULTY = """statute: ours
rules:
  may_sing:
    all_of:
      - id: "1"
        need: "voices > 3"
        say: "Four voices are needed."
"""
LONGER = """reform: longer
from: 1924-05-01
set: {param: candidate_months, to: {workers: 9}}
"""


@pytest.fixture
def person(party: Prompt) -> str:
    """Somebody new on the register of Moscow, a peasant who was a candidate for eight months on 1923-04-15."""
    record = party.done(
        "act", "person.record", "--unit", "MOS", "--family", "New", "--given", "One", "--on", "1922-08-07",
        "--as", "secretary@MOS", "--facts",
        '{"class": "peasant", "origin": "peasant", "occupation": "farming", "former_party": "none"}',
        "--format", "json",
    )  # fmt: skip
    return str(record.json["made"]["person"])


def test_a_faulty_text_is_said_with_file_line_column_and_remedy(own: Prompt, tmp_path: Path) -> None:
    faulty = tmp_path / "faulty.yaml"
    faulty.write_text(FAULTY, encoding="utf-8")
    answer = own("statutes", "check", str(faulty))

    assert answer.status == 1
    assert answer.refused == [
        f"{faulty}: rule may_sing, clause 1, line 6, column 16: Nothing is called voices.",
        "Declare it under facts, rules or params.",
    ]


def test_a_file_that_is_no_text_is_said(own: Prompt, tmp_path: Path) -> None:
    picture = tmp_path / "picture.yaml"
    picture.write_bytes(b"statute: \xff\xfe")
    answer = own("statutes", "check", str(picture))

    assert answer.status == 2
    assert answer.refused == [f"The file {picture} is not a text in UTF-8: byte 9 cannot be read.", "Save it as UTF-8."]


def test_texts_that_hold_together(demo: Prompt, tmp_path: Path) -> None:
    files = []
    for name, text in texts():
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        files.append(str(tmp_path / f"{name}.yaml"))

    assert demo.done("statutes", "check", "--alone", *files).lines == [
        "6 texts hold together: 15 rules over person, unit, post, decision."
    ]
    assert demo.done("statutes", "check", *files).lines == [
        "6 texts hold together with the law in force: 15 rules over person, unit, post, decision."
    ]


def test_the_articles_in_force_have_sources(demo: Prompt) -> None:
    answer = demo.done("statutes", "show", "--format", "json").json
    keys = ["subject", "rule", "article", "text", "says", "source", "status", "reform", "since", "until"]

    assert list(answer) == ["on", "law", "articles"]
    assert {tuple(article) for article in answer["articles"]} == {tuple(keys)}
    assert [article["article"] for article in answer["articles"] if article["rule"] == "category"] == [
        "ST07", "ST03.1", "ST03.2", "ST03.3",
    ]  # fmt: skip
    assert [article for article in answer["articles"] if not article["source"] or not article["status"]] == []


def test_before_the_first_statute_nothing_was_in_force(demo: Prompt) -> None:
    assert demo.done("statutes", "show", "--on", "1921-01-01", "--format", "json").json["articles"] == []


def test_what_two_laws_say_differently(own: Prompt, tmp_path: Path) -> None:
    for name, least in (("a", 4), ("b", 6)):
        text = FAULTY.replace("voices > 3", f"voices >= {least}").replace(
            "rules:", "facts:\n  voices: {type: int, range: [0, 99]}\nrules:", 1
        )
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    a, b = str(tmp_path / "a.yaml"), str(tmp_path / "b.yaml")

    assert own.done("statutes", "diff", a, a).lines == ["They say the same."]
    assert len(own.done("statutes", "diff", a, b).lines) == 1
    assert len(own.done("statutes", "diff", a, b, "--format", "json").json) == 1


def test_what_a_reform_changes_of_a_law(own: Prompt, tmp_path: Path) -> None:
    law, reform = tmp_path / "law.yaml", tmp_path / "reform.yaml"
    law.write_text("statute: s\nparams: {least_age: {type: int, unit: years, values: {always: 16}}}\n")
    reform.write_text("reform: r\nfrom: 2026-01-01\nset: {param: least_age, to: 18}\n")

    words = "Least age: from 1 January 2026 until repealed, 18 years instead of 16."
    assert own.done("statutes", "diff", str(law), str(reform)).lines == [words]
    assert [one["words"] for one in own.done("statutes", "diff", str(law), str(reform), "--format", "json").json] == [
        words
    ]


def test_a_peasant_is_told_twelve_months_and_a_worker_that_they_are_served(party: Prompt, person: str) -> None:
    explain = ("statutes", "explain", "may_become_member", "--person", person, "--suppose", "standing=candidate",
               "--suppose", "candidate_since=1922-08-15", "--on", "1923-04-24", "--format", "json")  # fmt: skip
    peasant = party.done(*explain).json
    worker = party.done(*explain, "--suppose", "class=industrial_worker").json

    assert list(peasant) == [
        "rule", "subject", "on", "governing", "outcome", "shown", "clause", "failed", "unknown", "missing", "law",
        "facts", "params", "steps", "would_change",
    ]  # fmt: skip
    assert (peasant["outcome"], peasant["clause"], peasant["failed"]) == (False, "ST08", ["ST08"])
    assert [step["clauses"][0]["says"] for step in peasant["steps"][-1:]] == [
        "For peasants the candidate period is 12 months; 8 have passed."
    ]
    assert [(p["name"], p["key"], p["value"], p["source"]) for p in peasant["params"]] == [
        ("candidate_months", "peasants", "12", "Rules of 1922: periods of candidates (ST08: S12, S13)")
    ]
    assert (worker["outcome"], worker["clause"], worker["params"][0]["value"]) == (True, None, "6")


def test_an_explanation_can_be_read(party: Prompt, person: str) -> None:
    lines = party.done(
        "statutes", "explain", "may_become_member", "--person", person, "--suppose", "candidate_since=1922-08-15",
        "--on", "1923-04-24",
    ).lines  # fmt: skip

    assert lines[0] == "may_become_member on 1923-04-24: no"
    assert [line.strip() for line in lines if line.startswith("    ")][-3:] == [
        "Article ST08 does not hold. For peasants the candidate period is 12 months; 8 have passed.",
        "months_served >= candidate_months[category]   [Rules of 1922 (ST08: S12, S13); confirmed_1922]",
        "Wait until 12 months have passed since 1922-08-15.",
    ]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        pytest.param(("explain", "may_vote"), "Nobody is named by that.", id="nobody named"),
        pytest.param(("explain", "may_vote", "--person", "Ada"), "Nobody is named by that.", id="a name for an id"),
        pytest.param(
            ("explain", "may_vote", "--person", "3F7K-9QWE-2ZXM"),
            "The register holds nobody under 3F7K-9QWE-2ZXM on 1923-04-26.",
            id="nobody there",
        ),
        pytest.param(("count", "may_sing"), "No rule is called may_sing.", id="no such rule"),
        pytest.param(("count", "may_hold"), "No rule is called may_hold.", id="a rule over another kind"),
        pytest.param(("count", "may_vote", "--under", "9"), "No unit is called 9 on 1923-04-26.", id="no such unit"),
        pytest.param(("check", "/nowhere.yaml"), "FILES...: File '/nowhere.yaml' does not exist.", id="no such file"),
    ],
)
def test_what_is_not_put_rightly_is_said(demo: Prompt, arguments: tuple[str, ...], says: str) -> None:
    answer = demo("statutes", *arguments)

    assert (answer.status, answer.refused[0], answer.out) == (2, says, "")


def test_a_rule_is_counted_over_people_and_posts(demo: Prompt) -> None:
    people = demo.done("statutes", "count", "may_become_member", "--standing", "candidate", "--format", "json").json
    posts = demo.done("statutes", "count", "may_hold", "--subject", "post", "--format", "json").json
    candidates = demo.done("census", "--where", "standing=candidate", "--format", "json").json

    assert [list(found) for found in (people, posts)] == [["rule", "subject", "on", "rows", "failed", "total"]] * 2
    assert people["total"] == candidates["total"]
    assert [(row["outcome"], row["clause"]) for row in people["rows"]] == [
        ("false", "ST08"), ("false", "R1.1"), ("true", None)
    ]  # fmt: skip
    assert [(row["outcome"], row["clause"]) for row in posts["rows"]] == [("false", "P2"), ("true", None)]


def test_the_kinds_of_case_that_a_reform_changes(demo: Prompt, tmp_path: Path) -> None:
    reform = tmp_path / "longer.yaml"
    reform.write_text(LONGER, encoding="utf-8")
    found = demo.done("statutes", "cases", str(reform), "--rule", "may_become_member", "--format", "json").json

    assert [list(one) for one in found] == [["rule", "possible", "tried", "capped", "says", "changed", "gaps", "idle"]]
    assert [one["rule"] for one in found] == ["may_become_member"]
    assert {kind["outcome_changes"] for kind in found[0]["changed"]} == {True}


def test_a_reform_that_names_no_rule_of_the_law(demo: Prompt, tmp_path: Path) -> None:
    reform = tmp_path / "longer.yaml"
    reform.write_text(LONGER, encoding="utf-8")
    answer = demo("statutes", "cases", str(reform), "--rule", "may_sing")

    assert (answer.status, answer.refused[0]) == (2, "No rule is called may_sing.")
