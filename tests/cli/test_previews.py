"""Previews at the prompt: equal to every person decided alone, over the whole small demonstration; stable keys."""

from datetime import date
from pathlib import Path

import pytest

from polity.cli.opening import opened
from polity.readings.house import Scope
from polity.readings.preview import preview
from tests.cli.prompt import Prompt
from tests.readings.brute import decided, flows, of

BAR = """reform: one-year-bar
title: One-year bar
from: 1923-04-25
to: 1924-04-25
add: {rule: may_become_member, clause: {id: "R1.1", need: "class = industrial_worker", say: "Barred for a year."}}
"""
SOLDIERS = """reform: soldiers
from: 1923-04-25
replace: {rule: category, clause: ST03.1, with: {id: S1, when: "class in working", then: workers, say: "A worker."}}
"""
POSTS = """reform: posts
from: 1923-04-25
set: {param: years_required, to: {uezd_secretary: 6}}
"""
DAY = date(1923, 4, 25)


@pytest.fixture
def bar(tmp_path: Path) -> str:
    """The file of a draft."""
    file = tmp_path / "bar.yaml"
    file.write_text(BAR, encoding="utf-8")
    return str(file)


@pytest.mark.parametrize(
    ("draft", "rule", "standings"),
    [
        pytest.param(BAR, "may_become_member", ("candidate",), id="bar"),
        pytest.param(SOLDIERS, "recommendations_renewed", ("candidate",), id="sponsors"),
        pytest.param(SOLDIERS, "may_become_candidate", ("sympathiser", "former"), id="admission"),
    ],
)
def test_a_preview_of_the_demonstration_is_what_everybody_would_be_told(
    demo: Prompt, draft: str, rule: str, standings: tuple[str, ...]
) -> None:
    with opened(demo.folder, demo.dsn) as house:
        one = of(preview(house.house, draft, scope=house.scope), rule)
        alone = decided(house.house, draft, rule, on=DAY, scope=house.scope, standings=standings)

    assert (one.asked, flows(one)) == (standings, alone)


def test_for_everybody_what_is_left_out_cannot_be_worked_out(demo: Prompt) -> None:
    with opened(demo.folder, demo.dsn) as house:
        shown = of(preview(house.house, BAR, scope=Scope(day=house.today), by=("class",)), "may_become_member")
        whole = of(preview(house.house, BAR, scope=house.scope, by=("class",)), "may_become_member")

    lost = {part.value: part.people for part in whole.parts if part.key == "true:0:false:2"}
    seen = {part.value: part.people for part in shown.parts if part.key == "true:0:false:2"}
    left_out = {value for value, people in seen.items() if people is None}
    assert {value for value, people in lost.items() if people < 10} <= left_out
    assert sum(lost[value] for value in left_out) >= 10
    assert {value: lost[value] for value in lost if value not in left_out} == {
        value: people for value, people in seen.items() if people is not None
    }


def test_its_json_has_stable_keys(demo: Prompt, bar: str) -> None:
    asked = ["--by", "class", "--kinds", "may_become_member", "--had-been", "1922-12-01", "--format", "json"]
    found = demo.done("preview", bar, *asked).json
    rule = found["rules"][0]

    assert list(found) == [
        "on", "since", "reforms", "law", "small_groups_left_out", "under", "by", "rules", "clauses", "warnings",
        "kinds", "had_been", "collisions",
    ]  # fmt: skip
    assert list(rule) == [
        "rule", "subject", "title", "measure", "digits", "asked", "total", "otherwise", "other_grounds", "changes",
        "by", "clauses", "sums",
    ]  # fmt: skip
    assert (rule["total"], rule["otherwise"]) == (1170, 253)
    assert sum(one["count"] for one in found["kinds"]["kinds"] if one["outcome_changes"]) == 253
    assert [one["taken"] for one in found["had_been"]["rules"]] == [29]
    assert (found["collisions"], found["warnings"]) == ([], [])


def test_posts_are_previewed_like_people(demo: Prompt, tmp_path: Path) -> None:
    file = tmp_path / "posts.yaml"
    file.write_text(POSTS, encoding="utf-8")

    (rule,) = demo.done("preview", str(file), "--format", "json").json["rules"]

    assert (rule["rule"], rule["subject"], rule["total"]) == ("may_hold", "post", 82)
    assert rule["otherwise"] == sum(one["count"] for one in rule["changes"] if one["way"] == "loses")


def test_what_cannot_be_previewed_is_said(demo: Prompt, bar: str, tmp_path: Path) -> None:
    file = tmp_path / "faulty.yaml"
    file.write_text(BAR.replace("may_become_member", "may_becom_member"), encoding="utf-8")
    faulty, hat = demo("preview", str(file)), demo("preview", bar, "--by", "hat")
    none, nobody = demo("preview", "3F7K-9QWE-2ZXM"), demo("preview", str(tmp_path / "gone.yaml"))

    assert (faulty.status, faulty.refused) == (
        1,
        [
            "draft, line 5, column 6: There is no rule may_becom_member.",
            "Did you mean may_become_member?",
        ],
    )
    assert (hat.status, hat.refused[0]) == (2, "People cannot be counted by “hat”.")
    assert (none.status, none.refused[0]) == (2, "No resolution bears the id 3F7K-9QWE-2ZXM.")
    assert (nobody.status, nobody.refused[0]) == (
        2,
        f"The file {tmp_path / 'gone.yaml'} cannot be read: No such file or directory.",
    )


def test_an_entry_that_rests_on_no_rules_is_not_decided_again(demo: Prompt) -> None:
    answer = demo("statutes", "redecide", "1")

    assert (answer.status, answer.refused[0]) == (2, "Entry 1 rests on no rules, or there is none.")
