"""Re-registrations of units: how far they are, and how it stands with each person."""

from typing import Any

from polity.api.answers import there
from polity.api.asking import Asked
from polity.api.people import PLACE, iso, place, shown
from polity.api.routing import Scope, reading
from polity.api.schemas import COUNT, DAY, ID, TEXT, YES, Schema, many, obj, opt, table
from polity.readings import reregistration
from polity.words import ids

FAR: dict[str, Schema] = {
    "reregistration": ID, "unit": PLACE, "opened": DAY, "until": DAY, "closed": opt(DAY), "progress": table(COUNT),
}  # fmt: skip
ASKED: Schema = obj(
    person=opt(ID), name=TEXT, outcome=TEXT, day=DAY, grounds=opt(TEXT), standing=TEXT, here=YES, to_decide=YES
)  # fmt: skip


@reading("/reregistrations", name="reregistrations.list", scope=Scope.KEY, answer=obj(items=many(obj(**FAR))))
def listed(asked: Asked) -> Any:
    """The re-registrations of the key's part of the tree: those that run first, then the latest."""
    return {"items": [_far(one) for one in reregistration.rolls(asked.house, scope=asked.scope)]}


@reading(
    "/reregistrations/{roll}", name="reregistrations.one", scope=Scope.KEY, answer=obj(**FAR, people=many(ASKED)),
    example={"roll": "ROLL"},
)  # fmt: skip
def one(asked: Asked) -> Any:
    """A re-registration with everybody who was in the unit when it was opened, and who is left for decision."""
    found = there(reregistration.roll(asked.house, asked.id("roll"), scope=asked.scope))
    left = {each.person for each in found.to_decide}
    people = [
        {**each._asdict(), "person": shown(each.person), "day": iso(each.day), "to_decide": each.person in left}
        for each in found.people
    ]
    return {**_far(found), "people": people}


def _far(one: reregistration.Far | reregistration.Roll) -> dict[str, Any]:
    roll = one.reregistration
    return {
        "reregistration": ids.show(roll.reregistration), "unit": place(one.unit), "opened": iso(roll.opened),
        "until": iso(roll.until), "closed": iso(roll.closed), "progress": dict(one.progress),
    }  # fmt: skip
