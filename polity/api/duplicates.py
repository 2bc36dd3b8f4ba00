"""Records that look like one person, for the desk that may see both."""

from typing import Any

from polity.api.asking import Asked
from polity.api.people import iso
from polity.api.routing import Scope, reading
from polity.api.schemas import DAY, ID, TEXT, Schema, many, obj
from polity.readings import duplicates

SIDE: Schema = obj(person=ID, unit=TEXT, code=TEXT, standing=TEXT, since=DAY)


@reading(
    "/duplicates", name="duplicates.list", scope=Scope.KEY,
    answer=obj(items=many(obj(name=TEXT, born=TEXT, first=SIDE, second=SIDE))),
)  # fmt: skip
def listed(asked: Asked) -> Any:
    """The pairs of records of one name and birthday that wait in the key's part of the tree, by name."""
    return {
        "items": [
            {"name": one.name, "born": one.born, "first": _side(one.first), "second": _side(one.second)}
            for one in duplicates.pairs(asked.house, scope=asked.scope)
        ]
    }


def _side(one: duplicates.Side) -> dict[str, Any]:
    return {**one._asdict(), "person": one.id, "since": iso(one.since)}
