"""Transfers: what waits at the two desks, somebody's steps, and where one may move."""

from typing import Any

from polity.api.asking import Asked
from polity.api.people import PLACE, iso, place
from polity.api.routing import Scope, reading
from polity.api.schemas import DAY, ID, TEXT, YES, Schema, many, obj, opt
from polity.readings import transfers
from polity.words import ids

MOVING: Schema = obj(
    person=ID, name=TEXT, standing=TEXT, counted_from=opt(DAY), sending=PLACE, receiving=PLACE, state=TEXT, since=DAY,
    grounds=TEXT, asked_because=TEXT, outgoing=YES, incoming=YES,
)  # fmt: skip
LISTED = many(MOVING)


@reading(
    "/transfers", name="transfers.desk", scope=Scope.KEY, query={"on": DAY},
    answer=obj(to_release=LISTED, to_acknowledge=LISTED, waiting=LISTED, ended=LISTED),
)  # fmt: skip
def desk(asked: Asked) -> Any:
    """The transfers of the key's part of the tree: whom it is to release, whom to acknowledge, who waits to be
    acknowledged elsewhere, and the last that came to an end. Of somebody who comes, what is needed to decide."""
    found = transfers.desk(asked.house, on=asked.day, scope=asked.scope)
    return {name: list(map(_moving, part)) for name, part in found._asdict().items()}


@reading(
    "/people/{person}/transfers", name="transfers.steps", scope=Scope.KEY,
    answer=obj(items=many(obj(state=TEXT, day=DAY, grounds=TEXT))), example={"person": "PERSON"},
)  # fmt: skip
def steps(asked: Asked) -> Any:
    """The steps of a person's transfers, in their order: asked, released, acknowledged, declined, taken back."""
    number = asked.person()
    found = transfers.steps(asked.house, number, scope=asked.scope)
    return {"items": [{"state": one.state, "day": iso(one.day), "grounds": one.grounds} for one in found]}


@reading(
    "/transfers/destinations", name="transfers.destinations", scope=Scope.KEY, needed=("q",),
    answer=obj(items=many(obj(name=TEXT, code=TEXT, above=TEXT))),
    query={"q": {"type": "string", "minLength": 1, "maxLength": 100}, "on": DAY}, example={"query": {"q": "south"}},
)  # fmt: skip
def destinations(asked: Asked) -> Any:
    """Units by their code or a part of their name, wherever they stand: that a unit stands is known to every member."""
    found = transfers.destinations(asked.house, asked.query["q"], on=asked.day, scope=asked.scope)
    return {"items": [one._asdict() for one in found]}


def _moving(one: transfers.Moving) -> dict[str, Any]:
    return {
        **one._asdict(), "person": ids.show(one.person), "counted_from": iso(one.counted_from),
        "sending": place(one.sending), "receiving": place(one.receiving), "since": iso(one.since),
    }  # fmt: skip
