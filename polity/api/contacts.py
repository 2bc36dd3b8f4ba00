"""Contacts with sympathisers: one's own, those of a unit, the steps that are late, and what was reported of one."""

from typing import Any

from polity.api.asking import Asked
from polity.api.people import PLACE, iso, looked, placed, shown
from polity.api.routing import Scope, reading
from polity.api.schemas import DAY, ID, TEXT, YES, Schema, many, obj, opt
from polity.readings import contacts
from polity.words import ids

REPORT: dict[str, Schema] = {
    "day": DAY, "kind": TEXT, "text": TEXT, "next_step": opt(TEXT), "next_by": opt(DAY), "by": TEXT,
}  # fmt: skip
KEPT: Schema = obj(
    person=ID, name=TEXT, unit=opt(PLACE), contact=opt(ID), contact_name=TEXT,
    assigned=YES, since=opt(DAY), last=opt(obj(**REPORT)), late=YES,
)  # fmt: skip
LISTED = obj(items=many(KEPT))


@reading("/contacts", name="contacts.own", scope=Scope.KEY, answer=LISTED, query={"on": DAY})
def own(asked: Asked) -> Any:
    """The sympathisers with whom the key's person keeps contact, the most urgent first: their names, no records."""
    return _listed(asked, contacts.mine(asked.house, on=asked.day, scope=asked.scope))


@reading("/contacts/late", name="contacts.late", scope=Scope.KEY, answer=LISTED, query={"on": DAY})
def late(asked: Asked) -> Any:
    """The sympathisers of the key's part of the tree whose next step should have been taken before a day."""
    return _listed(asked, contacts.due(asked.house, on=asked.day, scope=asked.scope))


@reading(
    "/units/{unit}/contacts", name="contacts.unit", scope=Scope.KEY, answer=LISTED, query={"on": DAY},
    example={"unit": "UNIT"},
)  # fmt: skip
def of_unit(asked: Asked) -> Any:
    """The sympathisers at home in a unit on a day, with whoever keeps contact, and those with whom nobody does."""
    return _listed(asked, contacts.of_unit(asked.house, asked.unit(), on=asked.day, scope=asked.scope))


@reading(
    "/people/{person}/contacts", name="contacts.reports", scope=Scope.KEY, answer=obj(items=many(obj(**REPORT))),
    example={"person": "PERSON"},
)  # fmt: skip
def reported(asked: Asked) -> Any:
    """What was reported of conversations with a person, the latest first. Opening it is written down."""
    number = asked.person()
    looked(asked, number, "contacts opened")
    return {"items": list(map(_report, contacts.reports(asked.house, number, scope=asked.scope)))}


def _listed(asked: Asked, found: list[contacts.Kept]) -> Any:
    return {
        "items": [
            {
                "person": ids.show(one.person), "name": one.name, "unit": placed(one.unit),
                "contact": shown(one.contact), "contact_name": one.contact_name, "assigned": one.assigned,
                "since": iso(one.since), "last": None if one.last is None else _report(one.last),
                "late": one.due(asked.day),
            }
            for one in found
        ]
    }  # fmt: skip


def _report(one: contacts.Report) -> dict[str, Any]:
    return {
        "day": iso(one.day), "kind": one.kind, "text": one.text, "next_step": one.next_step,
        "next_by": iso(one.next_by), "by": one.by,
    }  # fmt: skip
