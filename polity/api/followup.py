"""What became of resolutions, the register of dangers, and the annual report."""

from typing import Any

from polity.api.answers import there
from polity.api.asking import Asked
from polity.api.people import PLACE
from polity.api.routing import Scope, reading
from polity.api.schemas import COUNT, DAY, ID, TEXT, UNIT, WHOLE, YES, Schema, choice, many, obj, opt, table
from polity.readings import dangers as dangers_of
from polity.readings import followup as found_of
from polity.readings.annual import annual as report_of
from polity.words import ids

WATCHED: Schema = obj(asks={"type": ["object", "null"]}, measure=TEXT, bound=opt(WHOLE), side=TEXT)
VALUE: Schema = {"type": ["string", "integer", "null"]}
REPORT: dict[str, Schema] = {"day": DAY, "state": TEXT, "says": TEXT, "evidence": opt(TEXT), "value": opt(WHOLE)}
PART: dict[str, Schema] = {
    "part": ID, "kind": TEXT, "says": TEXT, "owner": PLACE, "state": TEXT, "due": opt(DAY), "first_due": opt(DAY),
    "watched": opt(WATCHED), "value": VALUE, "valued": opt(DAY), "keeps": opt(YES),
    "reports": many(obj(**REPORT, was_due=opt(DAY), due=opt(DAY), entry=opt(COUNT))),
}  # fmt: skip
RULE: Schema = obj(
    reform=TEXT, title=TEXT, state=TEXT, since=DAY, until=opt(DAY), touches=many(TEXT), units=many(TEXT)
)  # fmt: skip
FOLLOWED: Schema = obj(
    resolution=ID, title=TEXT, says=TEXT, decided=TEXT, on=opt(DAY), state=TEXT, body=PLACE, mover=PLACE,
    rules=many(RULE), parts=many(obj(**PART)), dangers=many(ID), forecasts=many({"type": "object"}),
)  # fmt: skip
DANGER: Schema = obj(
    danger=ID, says=TEXT, sign=TEXT, precaution=TEXT, owner=PLACE, named=DAY, state=TEXT, since=DAY, watched=WATCHED,
    value=VALUE, valued=opt(DAY), past=opt(YES), worked=opt(TEXT), verdict=opt(TEXT), resolution=opt(ID),
    answers=many(ID), reports=many(obj(**REPORT, entry=opt(COUNT))),
)  # fmt: skip
OF_RESOLUTION: Schema = obj(resolution=ID, title=TEXT, **PART)
FLOWS: Schema = obj(
    standing=TEXT, since=DAY, until=DAY, start=opt(COUNT), came=table(opt(COUNT)), went=table(opt(COUNT)),
    end=opt(COUNT), closes=YES,
)  # fmt: skip
ANNUAL: Schema = obj(
    organisation=TEXT, year=COUNT, since=DAY, until=DAY, resolved=many(FOLLOWED), done=many(OF_RESOLUTION),
    missed=many(OF_RESOLUTION), open=many(OF_RESOLUTION), flows=many(FLOWS), dangers=many(DANGER),
    questions=many(obj(question=ID, title=TEXT, due_from=DAY, due_to=DAY, state=TEXT, outcome=opt(TEXT))),
    acts=table(COUNT),
)  # fmt: skip


@reading(
    "/followup", name="followup.list", scope=Scope.KEY, answer=obj(items=many(FOLLOWED)),
    query={"on": DAY, "body": UNIT, "mover": UNIT, "state": choice(*found_of.STATES), "year": COUNT},
)  # fmt: skip
def listed(asked: Asked) -> Any:
    """What became of what was decided, the latest first: by the unit that decided or moved, by state, by year."""
    body, mover, year = (asked.query.get(name) for name in ("body", "mover", "year"))
    found = found_of.followed(
        asked.house, on=asked.day, scope=asked.scope, state=asked.query.get("state"),
        year=None if year is None else int(year),
    )  # fmt: skip
    return {
        "items": [
            one.plain()
            for one in found
            if body in (None, one.body.code, ids.show(one.resolution.body))
            and mover in (None, one.mover.code, ids.show(one.resolution.mover))
        ]
    }


@reading(
    "/resolutions/{resolution}/followup", name="followup.one", scope=Scope.KEY, answer=FOLLOWED, query={"on": DAY},
    example={"resolution": "RESOLUTION"},
)  # fmt: skip
def one(asked: Asked) -> Any:
    """What became of one resolution: its rules, tasks and targets, with every report and delay."""
    return there(found_of.one(asked.house, asked.id("resolution"), on=asked.day, scope=asked.scope)).plain()


@reading(
    "/dangers", name="followup.dangers", scope=Scope.KEY, answer=obj(items=many(DANGER)),
    query={"on": DAY, "state": choice(*dangers_of.STATES)},
)  # fmt: skip
def dangers(asked: Asked) -> Any:
    """The dangers that were named, those past their threshold first."""
    found = dangers_of.dangers(asked.house, on=asked.day, scope=asked.scope, state=asked.query.get("state"))
    return {"items": [one.plain() for one in found]}


@reading(
    "/dangers/{danger}", name="followup.danger", scope=Scope.KEY, answer=DANGER, query={"on": DAY},
    example={"danger": "DANGER"},
)  # fmt: skip
def danger(asked: Asked) -> Any:
    """One danger: its sign and precaution, whether it is past its threshold, and every report of it."""
    return there(dangers_of.one(asked.house, asked.id("danger"), on=asked.day, scope=asked.scope)).plain()


@reading(
    "/annual", name="followup.annual", scope=Scope.KEY, answer=ANNUAL, query={"on": DAY, "year": COUNT},
)  # fmt: skip
def annual(asked: Asked) -> Any:
    """The report of a year, of the present one by default: resolved, done, missed, flows, dangers, questions."""
    return report_of(asked.house, int(asked.query.get("year", asked.day.year)), on=asked.day, scope=asked.scope).plain()
