"""What the lively league resolved and asks itself: a rule in force, what follows from it, drafts, open questions."""

import json
from datetime import date

from polity.acts import danger, followup, question, resolution
from polity.words import ids
from tests.league import ANNA, CENTRE, CLARA, NORTH, League
from tests.pages.offices import TODAY
from tests.pages.test_resolutions_forecast import RUN

ADOPTED, DRAFT, AMENDMENT, PUT, RUN_KEPT = 8201, 8202, 8203, 8204, 8205
TASK, TARGET, DANGER, QUESTION, WATCHED = 8211, 8212, 8213, 8214, 8215
MOVED, DUE = date(2025, 1, 10), date(2025, 6, 30)
REFORM = (
    'reform: {name}\nfrom: {since}\nadd: {{rule: may_become_member, clause: {{id: {id}, need: "months_owed = 0"}}}}'
)
SHARE = {"where": {"standing": "candidate"}, "of": {"standing": ["candidate", "member"]}}

# Of the pages about a resolution and what follows from it, who stands at which.
OTHERWISE: dict[str, list[dict[str, object]]] = {
    "resolution": [{"resolution": ids.show(one)} for one in (ADOPTED, DRAFT, AMENDMENT, PUT)],
    "accept_amendment": [{"resolution": ids.show(AMENDMENT)}],
    **{name: [{"resolution": ids.show(PUT)}] for name in ("count_votes", "decide_resolution")},
    "resolution_followup": [{"resolution": ids.show(one)} for one in (ADOPTED, DRAFT)],
    **{name: [{"resolution": ids.show(ADOPTED)}] for name in ("add_task", "add_target", "name_danger_of")},
    "annual_of": [{"year": 2024}],
}
GAPS: dict[str, object] = {
    "resolution": ids.show(DRAFT), "part": ids.show(TASK), "danger": ids.show(DANGER), "question": ids.show(QUESTION),
}  # fmt: skip


def drafted(league: League, number: int, reform: str | None, **more: int) -> None:
    """The centre moves something."""
    league.enact(
        resolution.Draft(on=MOVED, resolution=number, title=f"Resolution {number}", says="So be it.", body=CENTRE,
                         mover=CENTRE, reform=reform, **more)
    )  # fmt: skip


def resolved(league: League) -> None:
    """One resolution is adopted and followed up, one put, one drafted with an amendment and a forecast."""
    drafted(league, ADOPTED, REFORM.format(name="debts", since="2025-02-01", id="R1"))
    league.enact(resolution.Put(on=MOVED, resolution=ADOPTED))
    for teller in (ANNA, CLARA):
        league.enact(
            resolution.Counted(on=MOVED, resolution=ADOPTED, teller=teller, present=2, entitled=2, votes_for=2,
                               votes_against=0)
        )  # fmt: skip
    league.enact(resolution.Decide(on=MOVED, resolution=ADOPTED))
    drafted(league, DRAFT, REFORM.format(name="again", since="2025-04-01", id="R2"))
    drafted(league, AMENDMENT, REFORM.format(name="again", since="2025-05-01", id="R2"), amends=DRAFT)
    drafted(league, PUT, None)
    league.enact(resolution.Put(on=MOVED, resolution=PUT))
    kept = resolution.Keep(on=TODAY, forecast=RUN_KEPT, resolution=DRAFT, title="As moved", run=json.dumps(RUN))
    league.enact(kept)
    _followed(league)
    for number, watched in ((QUESTION, {}), (WATCHED, {**SHARE, "bound": 500})):
        league.enact(
            question.Open(on=MOVED, question=number, owner=CENTRE, title="Who lights the lamps?", says="It is asked.",
                          settles="We look.", outcomes=("yes", "no"), due_from=date(2025, 2, 1), due_to=DUE, **watched)
        )  # fmt: skip


def _followed(league: League) -> None:
    league.enact(
        followup.Task(on=MOVED, part=TASK, resolution=ADOPTED, says="Count the streets.", owner=NORTH, due=DUE)
    )
    league.enact(
        followup.Target(on=MOVED, part=TARGET, resolution=ADOPTED, says="Half are candidates.", owner=CENTRE, due=DUE,
                        measure="per_mille", bound=500, **SHARE)
    )  # fmt: skip
    league.enact(followup.Report(on=TODAY, report=league.id(), part=TASK, says="Half of them are counted."))
    league.enact(
        danger.Name(on=MOVED, danger=DANGER, says="Oil runs out.", sign="Ten barrels.", owner=NORTH,
                    precaution="Buy in summer.", resolution=ADOPTED, bound=10, side="least")
    )  # fmt: skip
