"""Notices: what one was told, what the desk of one's office was told, and what is due by day."""

from collections.abc import Callable
from typing import Any

from polity.api.answers import there
from polity.api.asking import Asked
from polity.api.people import PAGED, iso, looked, shown
from polity.api.routing import Scope, reading
from polity.api.schemas import COUNT, DAY, ID, TEXT, Schema, many, obj, opt, page_of
from polity.readings import notices

NOTICE: Schema = obj(number=COUNT, act=TEXT, on=DAY, subject=TEXT, text=TEXT, person=opt(ID), name=TEXT)
DUE: Schema = obj(on=DAY, what=TEXT, unit=TEXT, many=COUNT)


@reading(
    "/notices", name="notices.own", scope=Scope.KEY, answer=page_of(NOTICE), query={"cursor": PAGED["cursor"]}
)  # fmt: skip
def own(asked: Asked) -> Any:
    """What the key's person was told, the latest first."""
    return {"items": [], "next": None} if asked.scope.person is None else _page(asked, notices.own)


@reading(
    "/notices/desk", name="notices.desk", scope=Scope.KEY, answer=page_of(NOTICE), query={"cursor": PAGED["cursor"]}
)  # fmt: skip
def desk(asked: Asked) -> Any:
    """What the desk of the key's office was told, the latest first; nothing to a key of no office."""
    return _page(asked, notices.desk)


@reading(
    "/people/{person}/notices", name="notices.letters", scope=Scope.KEY, answer=obj(name=TEXT, items=many(NOTICE)),
    example={"person": "PERSON"},
)  # fmt: skip
def letters(asked: Asked) -> Any:
    """What a person was told, the latest first, to be printed and sent. Opening it is written down."""
    number = asked.id("person")
    found = there(notices.letters(asked.house, number, scope=asked.scope))
    looked(asked, number, "letters opened")
    return {"name": found[0], "items": list(map(_notice, found[1]))}


def _page(asked: Asked, read: Callable[..., tuple[list[notices.Notice], int | None]]) -> Any:
    found, following = read(asked.house, scope=asked.scope, before=asked.place().get("after", [None])[0])
    after = None if following is None else [following]
    return {"items": list(map(_notice, found)), "next": asked.following(after)}


def _notice(one: notices.Notice) -> dict[str, Any]:
    return {
        "number": one.number, "act": one.act, "on": iso(one.on), "subject": one.subject, "text": one.text,
        "person": shown(one.person), "name": one.name,
    }  # fmt: skip


@reading("/notices/due", name="notices.due", scope=Scope.KEY, answer=obj(items=many(DUE)))
def due(asked: Asked) -> Any:
    """What waits or comes due in the key's part of the tree, by day and unit, with nobody named: as its calendar."""
    found = notices.due(asked.house, scope=asked.scope)
    return {"items": [{"on": iso(one.on), "what": one.what, "unit": one.unit, "many": one.many} for one in found]}
