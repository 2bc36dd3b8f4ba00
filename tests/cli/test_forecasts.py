"""`polity forecast`: sentences first, one table, JSON that is a contract, and words where there is no forecast."""

from pathlib import Path

import pytest

from polity.postgres import Cluster
from tests.cli.prompt import Prompt, database, demonstrated

BAR = str(Path(__file__).parents[2] / "polity" / "demonstration" / "drafts" / "one_year_bar.yaml")
FROM = ("forecast", "--from", "1923-04-15")


@pytest.fixture
def prompt(cluster: Cluster, tmp_path: Path) -> Prompt:
    return Prompt(cluster.dsn(demonstrated(cluster)), tmp_path)


def test_sentences_come_first_and_the_last_line_says_what_it_is_not(prompt: Prompt) -> None:
    said = prompt.done(*FROM, BAR, "--years", "2", "--draws", "20", "--target", "class=industrial_worker>=330").lines
    assert said[0] == (
        "Entry of people who are not industrial workers is barred for a year: 1923-04-15 to 1925-04-15, class"
    )
    assert said[1].startswith(
        "  Within 2 years class = industrial_worker reaches at least 33.0 per cent of the members"
    )
    assert said[-1] == "These are synthetic people: the figures illustrate, they do not answer."


def test_json_is_a_contract(prompt: Prompt) -> None:
    found = prompt.done(*FROM, "--years", "1", "--draws", "5", "--by", "class", "--format", "json").json
    assert list(found) == [
        "title", "says", "by", "values", "headline", "now", "days", "target", "lines", "difference", "assumptions",
        "run", "demonstration", "closing",
    ]  # fmt: skip
    assert list(found["lines"][0]) == [
        "law", "admissions", "behaviour", "says", "draws", "members", "candidates", "shares", "runs_reached",
        "outcomes",
    ]  # fmt: skip
    assert (len(found["days"]), found["days"][0], found["days"][-1]) == (13, "1923-04-15", "1924-04-15")
    assert found["difference"] is None


def test_a_backtest_stands_beside_it(prompt: Prompt) -> None:
    asked = (*FROM, "--years", "1", "--draws", "5", "--by", "class", "--backtest", "--format", "json")
    found = prompt.done(*asked).json["backtest"]
    assert list(found) == ["value", "window_months", "bands", "summaries", "rows", "left_out"]
    assert {row["crosses"] for row in found["rows"]} == {True, False}


def test_a_target_is_written_in_one_way(prompt: Prompt) -> None:
    answer = prompt("forecast", "--target", "half of them")
    assert (answer.status, answer.refused[0]) == (
        2, "--target: “half of them” is no target. Write it as social_category=worker>=500."
    )  # fmt: skip


def test_where_there_is_no_forecast_it_says_why(prompt: Prompt) -> None:
    answer = prompt("forecast", "--by", "born")
    assert (answer.status, answer.refused[-2]) == (2, "A forecast cannot be broken down by “born”.")


def test_on_an_organisation_without_history_it_says_so(cluster: Cluster, tmp_path: Path) -> None:
    with database(cluster, demonstrated(cluster)) as name:
        answer = Prompt(cluster.dsn(name), tmp_path)("forecast", "--from", "1905-01-01", "--by", "class")
    assert answer.status == 2
    assert answer.refused[-2].startswith("There is almost nothing to forecast from: from 1903-01-01 to 1905-01-01")
