"""Open questions at the prompt: listed, shown with forecasts and scores, forecast by rule, and slips."""

import json

from tests.cli.prompt import Prompt

OUTCOMES = ("workers are half", "they are not")
PUT = (
    "act", "question.open", "--owner", "RKP", "--title", "Workers' majority", "--says", "H02 of the demonstration.",
    "--outcomes", json.dumps(OUTCOMES), "--settles", "The register.", "--due-from", "1925-04-15", "--due-to",
    "1926-04-15", "--where", "social_category=worker,standing=member", "--of", "standing=member", "--bound", "500",
    "--as", "secretary@RKP", "--on", "1923-04-15",
)  # fmt: skip


def test_a_question_is_put_forecast_by_rule_settled_and_scored(party: Prompt) -> None:
    number = party.done(*PUT, "--format", "json").json["made"]["question"]
    rule = party.done("question", "rule", number, "as_it_is", "--on", "1923-04-15").json
    assert rule == {
        "question": number, "rule": "as_it_is", "on": "1923-04-15", "chances": {OUTCOMES[0]: 0, OUTCOMES[1]: 1000},
    }  # fmt: skip
    entered = ("--question", number, "--by-rule", "as_it_is", "--chances", json.dumps(rule["chances"]))
    party.done("act", "question.forecast", *entered, "--as", "secretary@RKP", "--on", "1923-04-15")

    listed = [line.split() for line in party.done("question", "list").lines[2:]]
    assert [line[1:3] for line in listed if line[0] == number] == [["open", "1925-04-15"]]
    shown = party.done("question", "show", number, "--on", "1923-04-15", "--format", "json").json
    assert (shown["watched_now"], shown["watched"]["bound"], shown["mean"]) == ("443.9", 500, {})
    assert [(one["rule"], one["steps"][0]["chances"]) for one in shown["forecasts"]] == [("as_it_is", rule["chances"])]
    settled = ("--question", number, "--outcome", OUTCOMES[0], "--grounds", "Counted.", "--value", "501")
    party.done("act", "question.settle", *settled, "--as", "secretary@RKP", "--on", "1925-04-15")
    told = party.done("question", "show", number, "--on", "1923-04-15").lines
    assert told == [
        "Workers' majority", "H02 of the demonstration.", "Settled by: The register.",
        "Can be settled from 1925-04-15, and should be by 1926-04-15. Settled.",
        "The watched figure is 44.4 per cent; bound 500.", "Outcome: workers are half. Counted.",
        "as_it_is   score 2.0000 over 731 days", "  1923-04-15  workers are half 0, they are not 1000",
    ]  # fmt: skip
    assert party.done("question", "calibration", "--format", "json").json["forecasts"] == 0


def test_slips_are_told_with_their_remedy(demo: Prompt) -> None:
    assert demo("question", "show", "x").refused == [
        "No question is called x.", "Take its id from: polity question list.",
    ]  # fmt: skip
    assert demo.done("question", "list", "--state", "settled", "--format", "json").json == []
