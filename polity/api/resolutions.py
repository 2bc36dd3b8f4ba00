"""Resolutions: all of them, one with everything entered of it, and its versions."""

from typing import Any

from polity.api.answers import there
from polity.api.asking import Asked
from polity.api.people import PLACE
from polity.api.routing import Scope, reading
from polity.api.schemas import COUNT, DAY, ID, TEXT, UNIT, YES, Schema, choice, many, obj, opt
from polity.readings import resolutions as found_of
from polity.register.resolutions import STATES
from polity.words import ids

FIGURES: dict[str, Schema] = {
    "present": COUNT, "entitled": COUNT, "votes_for": COUNT, "votes_against": COUNT, "abstained": COUNT,
}  # fmt: skip
DECISION: Schema = {
    **obj(day=DAY, **FIGURES, adopted=YES, clauses=many(TEXT), statute=opt(TEXT), effect=opt(DAY)),
    "type": ["object", "null"],
}  # fmt: skip
RESOLUTION: dict[str, Schema] = {
    "resolution": ID, "title": TEXT, "says": TEXT, "state": TEXT, "state_since": DAY, "version": COUNT, "opened": DAY,
    "body": PLACE, "mover": PLACE, "amends": opt(ID), "reform": opt(TEXT), "decision": DECISION,
}  # fmt: skip
VERSION: Schema = obj(
    version=COUNT, state=TEXT, state_since=DAY, title=TEXT, says=TEXT, reform=opt(TEXT), number=opt(COUNT)
)  # fmt: skip
ONE: Schema = obj(
    **RESOLUTION, versions=many(VERSION), amendments=many(obj(**RESOLUTION)),
    counts=many(obj(teller=opt(ID), name=TEXT, day=DAY, **FIGURES)),
    articles=many(obj(article=TEXT, met=opt(YES), says=TEXT, source=TEXT)),
    forecasts=many(obj(forecast=ID, title=TEXT, day=DAY)),
)  # fmt: skip


@reading(
    "/resolutions", name="resolutions.list", scope=Scope.KEY, answer=obj(items=many(obj(**RESOLUTION))),
    query={"state": choice(*STATES), "body": UNIT, "mover": UNIT},
)  # fmt: skip
def listed(asked: Asked) -> Any:
    """Resolutions, the latest first: all, or those in a state, before a body, or of a unit that moves them."""
    state, code = asked.query.get("state"), {name: asked.query.get(name) for name in ("body", "mover")}
    found = found_of.listed(asked.house, scope=asked.scope, states=None if state is None else [state])
    return {
        "items": [
            found_of.plain(one)
            for one in found
            if code["body"] in (None, one.body.code, ids.show(one.resolution.body))
            and code["mover"] in (None, one.mover.code, ids.show(one.resolution.mover))
        ]
    }


def _one(asked: Asked) -> dict[str, Any]:
    found = there(found_of.one(asked.house, asked.id("resolution"), scope=asked.scope))
    return found_of.plain_one(found)


@reading(
    "/resolutions/{resolution}", name="resolutions.one", scope=Scope.KEY, answer=ONE,
    example={"resolution": "RESOLUTION"},
)  # fmt: skip
def one(asked: Asked) -> Any:
    """One resolution: versions, amendments, counts, the decision with its articles; tellers as far as they are seen."""
    return _one(asked)


@reading(
    "/resolutions/{resolution}/versions", name="resolutions.versions", scope=Scope.KEY,
    answer=obj(items=many(VERSION)), example={"resolution": "RESOLUTION"},
)  # fmt: skip
def versions(asked: Asked) -> Any:
    """One resolution as it stood after each change, the first one first."""
    return {"items": _one(asked)["versions"]}
