"""A resolution of the League and what may follow from it, for tests of acts, readings and pages."""

from datetime import date
from typing import Any

from polity.acts import Act, followup, resolution
from polity.acts.resolution import Draft
from tests.league import ANNA, CENTRE, DAVID, NORTH, SOUTH, League

LAMPS, TASK, TARGET, DANGER = 8501, 8511, 8512, 8531
MOVED, DUE = date(2025, 1, 10), date(2025, 6, 30)
WORKERS: dict[str, Any] = {
    "where": {"class": "worker"}, "of": {"standing": "sympathiser"}, "measure": "per_mille", "bound": 500,
}  # fmt: skip


def drafted(league: League, **changed: Any) -> None:
    """South moves that the Centre light every street."""
    fields = {"resolution": LAMPS, "title": "Every street", "says": "Every street has a lamp.", "body": CENTRE,
              "mover": SOUTH}  # fmt: skip
    league.enact(Draft(on=changed.pop("on", MOVED), **(fields | changed)))


def task(**changed: Any) -> Act:
    """North counts the streets."""
    fields = {"part": TASK, "resolution": LAMPS, "says": "Count the streets.", "owner": NORTH, "due": DUE}
    return followup.Task(on=changed.pop("on", MOVED), **(fields | changed))


def target(**changed: Any) -> Act:
    """Half of the sympathisers shall be workers."""
    fields = {"part": TARGET, "resolution": LAMPS, "says": "Half are workers.", "owner": CENTRE, "due": DUE, **WORKERS}
    return followup.Target(on=changed.pop("on", MOVED), **(fields | changed))


def report(**changed: Any) -> Act:
    fields = {"report": 8521, "part": TASK, "says": "Half of them are counted."}
    return followup.Report(on=changed.pop("on", date(2025, 2, 1)), **(fields | changed))


def put_off(**changed: Any) -> Act:
    fields = {"report": 8522, "part": TASK, "due": date(2025, 8, 31), "grounds": "Snow."}
    return followup.PutOff(on=changed.pop("on", date(2025, 3, 1)), **(fields | changed))


def done(**changed: Any) -> Act:
    fields = {"report": 8523, "part": TASK, "says": "Forty streets.", "evidence": "The list of the office."}
    return followup.Done(on=changed.pop("on", date(2025, 4, 1)), **(fields | changed))


def drop(**changed: Any) -> Act:
    fields = {"report": 8524, "part": TASK, "grounds": "The town counts them itself."}
    return followup.Drop(on=changed.pop("on", date(2025, 4, 1)), **(fields | changed))


def counting(league: League) -> None:
    """David is a member, too: with Anna there are two who can count votes."""
    league.member(DAVID, NORTH, "Dean", date(2023, 6, 1))


def decided(league: League, number: int = LAMPS, on: date = date(2025, 1, 20), votes_for: int = 40) -> None:
    """Put to the vote and counted by Anna and David, who agree: 40 of 60 for it, unless a test says otherwise."""
    league.enact(resolution.Put(on=on, resolution=number))
    for teller in (ANNA, DAVID):
        league.enact(
            resolution.Counted(
                on=on, resolution=number, teller=teller, present=60, entitled=100, votes_for=votes_for,
                votes_against=60 - votes_for,
            )
        )  # fmt: skip
    league.enact(resolution.Decide(on=on, resolution=number))
