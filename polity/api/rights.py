"""Members' rights: one's own matters and a copy of everything held; requests, and what has had its time."""

from typing import Any

from polity.api.answers import not_here, there
from polity.api.asking import Asked
from polity.api.people import iso, looked
from polity.api.routing import Scope, reading
from polity.api.schemas import COUNT, DAY, ID, TEXT, Schema, many, obj, opt
from polity.readings import rights
from polity.readings.house import Scope as Seen
from polity.register.rights import Request
from polity.words import ids

REQUEST: dict[str, Schema] = {
    "request": ID, "kind": TEXT, "field": opt(TEXT), "wanted": opt(TEXT), "grounds": opt(TEXT), "asked": DAY,
    "due": DAY, "state": TEXT, "state_since": DAY, "answer": opt(TEXT),
}  # fmt: skip
ASKED: Schema = obj(**REQUEST, person=ID, name=TEXT, unit=TEXT, standing=TEXT)
OWN: Schema = obj(
    person=ID, requests=many(obj(**REQUEST)), purposes=many(obj(purpose=TEXT, label=TEXT, since=opt(DAY))),
    consents=many(obj(purpose=TEXT, since=DAY, until=opt(DAY))),
    kept=many(obj(field=TEXT, label=TEXT, purpose=TEXT, months=opt(COUNT))), identity_months=opt(COUNT),
    answer_months=COUNT,
)  # fmt: skip
SENT: Schema = obj(made=DAY, purpose=TEXT, unit=TEXT, expires=DAY)
ANY_LIST: Schema = many({"type": "object"})
PACKAGE: Schema = obj(
    person=ID, on=DAY, organisation=TEXT, fields=ANY_LIST, consent_purposes={"type": "object"},
    tables={"type": "object"}, looks=ANY_LIST, notices=ANY_LIST, entries=ANY_LIST,
)  # fmt: skip


def _oneself(asked: Asked) -> tuple[int, Seen]:
    """The key's person, and the scope of what is their own alone. A key of nobody has nothing of its own."""
    if asked.token.person is None:
        raise not_here()
    return asked.token.person, Seen(day=asked.scope.day, person=asked.token.person)


@reading("/own", name="own.rights", scope=Scope.KEY, answer=OWN)
def own(asked: Asked) -> Any:
    """What the key's person asked for and consents to; and what is kept of them, why, and for how long."""
    person, scope = _oneself(asked)
    found = there(rights.own(asked.house, person, scope=scope))
    return {
        "person": ids.show(person), "requests": list(map(_request, found.requests)),
        "purposes": [{"purpose": one.purpose, "label": one.label, "since": iso(one.since)} for one in found.purposes],
        "consents": [
            {"purpose": one.purpose, "since": iso(one.since), "until": iso(one.until)} for one in found.consents
        ],
        "kept": [one._asdict() for one in found.kept], "identity_months": found.identity,
        "answer_months": found.answer_months,
    }  # fmt: skip


@reading("/own/exports", name="own.exports", scope=Scope.KEY, answer=obj(items=many(SENT)))
def sent(asked: Asked) -> Any:
    """The files in which the key's person went out, the latest first: what for, and until when they are kept."""
    person, scope = _oneself(asked)
    found = rights.exports(asked.house, person, scope=scope)
    return {"items": [{**one._asdict(), "made": iso(one.made), "expires": iso(one.expires)} for one in found]}


@reading("/own/copy", name="own.copy", scope=Scope.KEY, answer=PACKAGE)
def copy(asked: Asked) -> Any:
    """Everything that is held of the key's person: every row, in force and superseded, the journal's entries with
    their particulars, who looked, and what they were told. There once it was asked for: acts.right.ask_access."""
    person, scope = _oneself(asked)
    mine = rights.own(asked.house, person, scope=scope)
    if mine is None or all(one.kind != "access" for one in mine.requests):
        raise not_here()
    looked(asked, person, "access package")
    return there(rights.package(asked.house, person, scope=scope))


@reading("/requests", name="rights.requests", scope=Scope.KEY, answer=obj(items=many(ASKED)))
def requests(asked: Asked) -> Any:
    """What people of the key's part of the tree ask for that waits for an answer, or for the second person."""
    return {"items": list(map(_asked, rights.waiting(asked.house, scope=asked.scope)))}


@reading("/requests/erased", name="rights.erased", scope=Scope.KEY, answer=obj(items=many(obj(**REQUEST))))
def erased(asked: Asked) -> Any:
    """The requests by which somebody was erased, the latest first. They name nobody any more."""
    return {"items": list(map(_request, rights.erased(asked.house, scope=asked.scope)))}


@reading(
    "/requests/{request}", name="rights.request", scope=Scope.KEY, answer=ASKED, example={"request": "REQUEST"}
)  # fmt: skip
def request(asked: Asked) -> Any:
    """One request, answered or not. Opening it is written down, and shown to the person."""
    found = there(rights.asked(asked.house, asked.id("request"), scope=asked.scope))
    looked(asked, found.request.person, "request opened")
    return _asked(found)


@reading(
    "/expiry", name="rights.expiry", scope=Scope.KEY, answer=obj(items=many(obj(field=TEXT, people=COUNT)))
)  # fmt: skip
def expiry(asked: Asked) -> Any:
    """What is kept of people who left longer ago than the organisation says: of how many, by field."""
    counted: dict[str, int] = {}
    for one in rights.expiring(asked.house, scope=asked.scope):
        for name in ("identity",) if one.wholly else one.fields:
            counted[name] = counted.get(name, 0) + 1
    return {"items": [{"field": name, "people": count} for name, count in sorted(counted.items())]}


def _request(one: Request) -> dict[str, Any]:
    return {
        "request": ids.show(one.request), "kind": one.kind, "field": one.field, "wanted": one.wanted,
        "grounds": one.grounds, "asked": iso(one.asked), "due": iso(one.due), "state": one.state,
        "state_since": iso(one.state_since), "answer": one.answer,
    }  # fmt: skip


def _asked(one: rights.Asked) -> dict[str, Any]:
    return {
        **_request(one.request), "person": ids.show(one.request.person), "name": one.name, "unit": one.unit,
        "standing": one.standing,
    }  # fmt: skip
