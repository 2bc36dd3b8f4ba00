"""Follow-up, dangers and the annual report at the prompt, on the small demonstration."""

from datetime import date
from pathlib import Path

import pytest

from polity.postgres.database import Database
from polity.readings.house import House, Scope
from polity.words import ids
from tests.cli.prompt import Prompt

DAY = "1923-04-27"
BY = ("--as", "secretary@RKP", "--on", DAY)


def members(prompt: Prompt) -> list[str]:
    """Two members, who can count votes."""
    database = Database(prompt.dsn)
    try:
        with House(database, asked_once=True).register(
            scope=Scope(day=date.fromisoformat(DAY), whole=True)
        ) as register:
            register.cursor.execute(
                "SELECT person FROM standing WHERE standing = 'member' AND valid @> %s ORDER BY person LIMIT 2",
                [date.fromisoformat(DAY)],
            )
            return [ids.show(row[0]) for row in register.cursor.fetchall()]
    finally:
        database.close()


@pytest.fixture
def tasked(party: Prompt) -> tuple[Prompt, str, str]:
    """A resolution on lamps with a task and a target, adopted."""

    def made(*arguments: str) -> str:
        answer = party.done(*arguments, *BY, "--format", "json").json["made"]
        return str(answer.get("resolution") or answer.get("part") or answer.get("danger"))

    lamps = made("resolution", "draft", "--title", "Lamps", "--says", "Every street has a lamp.", "--body", "RKP",
                 "--mover", "RKP")  # fmt: skip
    task = made("act", "resolution.task", "--resolution", lamps, "--says", "Count the streets.", "--owner", "RKP",
                "--due", "1923-06-30")  # fmt: skip
    made("act", "resolution.target", "--resolution", lamps, "--says", "Half are workers.", "--owner", "RKP", "--bound",
         "500", "--due", "1925-04-15", "--where", "social_category=worker,standing=member", "--of",
         "standing=member")  # fmt: skip
    made("act", "danger.name", "--says", "Oil runs out.", "--sign", "Few barrels.", "--owner", "RKP", "--precaution",
         "Buy in summer.", "--resolution", lamps)  # fmt: skip
    party.done("resolution", "put", lamps, *BY)
    for teller in members(party):
        party.done("resolution", "count", lamps, "--teller", teller, "--present", "400", "--entitled", "408", "--for",
                   "390", "--against", "10", *BY)  # fmt: skip
    party.done("resolution", "decide", lamps, *BY)
    return party, lamps, task


def test_what_became_of_a_resolution_is_told(tasked: tuple[Prompt, str, str], tmp_path: Path) -> None:
    party, lamps, task = tasked
    party.done("act", "resolution.put_off", "--part", task, "--due", "1923-09-30", "--grounds", "Snow.", *BY)
    told = party.done("followup", lamps, "--on", "1923-10-01").lines
    listed = party.done("followup", "--on", DAY, "--year", "1923", "--format", "json").json
    owned = party.done("followup", "--owner", "RKP", "--on", "1923-10-01", "--format", "json").json
    dangers = party.done("dangers", "--resolution", lamps, "--format", "json", "--on", DAY).json
    to = tmp_path / "1923.md"
    party.done("annual", "1923", "--on", DAY, "--to", str(to))
    annual = party.done("annual", "1923", "--on", DAY, "--format", "json").json

    assert told[:3] == [
        "Lamps", "Every street has a lamp.", f"Moved by {listed[0]['mover']['name']}; adopted on {DAY} by"
        f" {listed[0]['body']['name']}.",
    ]  # fmt: skip
    assert f"Task {task} (late, due 1923-09-30): Count the streets." == told[3]
    assert told[5] == "  1923-04-27 open: Snow. Put off from 1923-06-30 to 1923-09-30."
    assert [(one["resolution"], one["state"]) for one in listed if one["title"] == "Lamps"] == [(lamps, "open")]
    assert [(one["says"], one["state"]) for one in owned if one["resolution"] == lamps] == [
        ("Count the streets.", "late"), ("Half are workers.", "open"),
    ]  # fmt: skip
    assert [(one["says"], one["state"]) for one in dangers] == [("Oil runs out.", "watched")]
    assert to.read_text(encoding="utf-8").splitlines()[4] == "## What was resolved"
    assert [flows["closes"] for flows in annual["flows"]] == [True, True]


def test_slips_are_told_with_their_remedy(demo: Prompt) -> None:
    assert demo("followup", "x").refused == ["No resolution is called x.", "Take its id from: polity resolution list."]
    assert demo("dangers", "x").refused == ["No danger is called x.", "Take its id from: polity dangers."]
    assert demo("annual", "2500").status == 1
