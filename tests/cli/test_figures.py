"""Releases and sources at the prompt."""

import csv
import io

from tests.cli.prompt import Prompt


def test_what_was_published_is_listed(demo: Prompt) -> None:
    found = demo.done("release", "list", "--format", "json").json
    members = [one for one in found if one["title"] == "Members by social category"]

    assert {tuple(one) for one in found} == {("release", "title", "on", "known", "question", "figures")}
    assert [one["question"] for one in members] == [{"where": {"standing": ["member"]}, "by": ["social_category"]}]
    assert [one["figures"]["total"] for one in members] == [4100]


def test_small_groups_are_left_out_of_what_is_published(party: Prompt) -> None:
    publish = ("release", "publish", "--title", "Members of Moscow by education", "--by", "uezd,education",
               "--where", "standing=member,guberniya=MOS", "--as", "secretary@RKP")  # fmt: skip
    figures = party.done(*publish).json
    shown = [row["count"] for row in figures["rows"] if row["count"] is not None]

    assert min(shown) >= 10
    assert [row for row in figures["rows"] if row["count"] is None] != []
    assert party.done("release", "list", "--format", "json").json[0]["figures"] == figures


def test_a_release_has_two_dimensions_at_most(demo: Prompt) -> None:
    answer = demo("release", "publish", "--title", "Too much", "--by", "sex,place,education")

    assert (answer.status, answer.refused) == (2, ["A release has one or two dimensions.", "Publish several tables."])


def test_every_stated_figure_is_held_against_the_register(demo: Prompt) -> None:
    found = demo.done("sources", "--format", "json").json
    keys = ["record", "about", "as_of", "source", "stated", "register", "verdict", "note"]

    assert list(found) == ["figures", "discrepancies", "rivals", "differs"]
    assert {tuple(figure) for figure in found["figures"]} == {tuple(keys)}
    assert [figure for figure in found["figures"] if figure["verdict"] == "differs"] == []
    assert found["differs"] == 0


def test_figures_of_sources_as_csv(demo: Prompt) -> None:
    rows = list(csv.DictReader(io.StringIO(demo.done("sources", "--format", "csv").out)))

    assert [(row["stated"], row["register"], row["verdict"]) for row in rows if row["record"] == "C004"] == [
        ("410000", "4100", "equal")
    ]
