"""Units: the tree, one unit on a day with its history, the people at home in it, and who holds its offices."""

from datetime import date
from typing import Any

from polity.api.answers import there
from polity.api.asking import Asked
from polity.api.people import LISTED, PAGED, PLACE, iso, person_of, place
from polity.api.routing import Scope, reading
from polity.api.schemas import COUNT, DAY, ID, TEXT, YES, Schema, choice, many, obj, opt, page_of, table
from polity.readings import roll, units
from polity.readings.people import At
from polity.words import ids

UNIT_SHOWN: Schema = obj(unit=ID, name=TEXT, code=TEXT, kind=TEXT, tier=TEXT, parent=opt(ID))
BRANCH: Schema = obj(unit=ID, name=TEXT, code=TEXT, kind=TEXT, tier=TEXT, below=COUNT, people=table(COUNT))
EVENT: Schema = obj(day=DAY, how=TEXT, before=TEXT, after=TEXT, others=many(PLACE))
OFFICER: Schema = obj(office=TEXT, person=opt(ID), name=TEXT, since=DAY, until=opt(DAY))
CARD: Schema = obj(
    unit=ID, name=TEXT, code=TEXT, kind=TEXT, tier=TEXT, on=DAY, stands=YES, since=DAY, until=opt(DAY),
    above=many(PLACE), below=many(BRANCH), people=table(COUNT), own=table(COUNT), officers=many(OFFICER),
)  # fmt: skip
TERM: Schema = obj(term=ID, office=TEXT, unit=PLACE, person=opt(ID), name=TEXT, since=DAY, until=opt(DAY))
STANDING = choice("member", "candidate", "sympathiser", "former")


def began(asked: Asked) -> tuple[date, int, int]:
    """The day of a list, the id after which its page begins, and how many items it shows."""
    held = asked.place()
    day = date.fromisoformat(held["on"]) if "on" in held else asked.day
    return day, held.get("after", [-1])[0], asked.query.get("limit", 50)


@reading("/units", name="units.list", scope=Scope.KEY, answer=page_of(UNIT_SHOWN), query={"on": DAY, **PAGED})
def units_listed(asked: Asked) -> Any:
    """The units that stand on a day in the key's part of the tree, by id."""
    day, after, most = began(asked)
    found = roll.units(asked.house, on=day, scope=asked.scope, after=after, most=most + 1)
    items = [
        {
            "unit": ids.show(one.unit), "name": one.name, "code": one.code, "kind": one.kind, "tier": one.tier,
            "parent": None if one.parent is None else ids.show(one.parent),
        }
        for one in found[:most]
    ]  # fmt: skip
    return {"items": items, "next": asked.following([found[most - 1].unit] if len(found) > most else None, day)}


@reading("/units/tree", name="units.tree", scope=Scope.KEY, answer=obj(items=many(CARD)), query={"on": DAY})
def tree(asked: Asked) -> Any:
    """Where the key's part of the tree begins, each with the units directly below it."""
    tops = units.top(asked.house, on=asked.day, scope=asked.scope)
    cards = [units.card(asked.house, top, on=asked.day, scope=asked.scope) for top in tops]
    return {"items": [_card(card, asked) for card in cards if card is not None]}


@reading(
    "/units/{unit}", name="units.one", scope=Scope.KEY, answer=CARD, query={"on": DAY}, example={"unit": "UNIT"}
)  # fmt: skip
def unit(asked: Asked) -> Any:
    """A unit on a day: where it stands, what lies below it, how many people, and its officers."""
    card = there(units.card(asked.house, asked.unit(), on=asked.day, scope=asked.scope))
    return _card(card, asked)


def _card(card: units.Card, asked: Asked) -> dict[str, Any]:
    version, scope = card.version, asked.scope
    numbers = [above.unit for above in card.above]
    first = 0 if scope.whole else numbers.index(scope.unit) if scope.unit in numbers else len(numbers)
    return {
        "unit": ids.show(version.unit), "name": version.name, "code": version.code, "kind": version.kind,
        "tier": version.tier, "on": asked.day.isoformat(), "stands": card.stands, "since": iso(version.since),
        "until": iso(version.until), "above": [place(At(one.name, one.code)) for one in card.above[first:]],
        "below": [_branch(one) for one in card.branches], "people": dict(card.people), "own": dict(card.own),
        "officers": [
            {
                "office": one.office, "person": None if one.person is None else ids.show(one.person), "name": one.name,
                "since": iso(one.since), "until": iso(one.until),
            }
            for one in card.officers
        ],
    }  # fmt: skip


def _branch(one: units.Branch) -> dict[str, Any]:
    return {
        "unit": ids.show(one.unit), "name": one.name, "code": one.code, "kind": one.kind, "tier": one.tier,
        "below": one.below, "people": dict(one.people),
    }  # fmt: skip


@reading(
    "/units/{unit}/history", name="units.history", scope=Scope.KEY, answer=obj(items=many(EVENT)),
    example={"unit": "UNIT"},
)  # fmt: skip
def history(asked: Asked) -> Any:
    """What happened to a unit: founded, renamed, moved, merged, split, dissolved, by day."""
    card = there(units.card(asked.house, asked.unit(), on=asked.day, scope=asked.scope))
    items = [
        {
            "day": iso(one.day), "how": one.how, "before": one.before, "after": one.after,
            "others": [place(At(*other)) for other in one.others],
        }
        for one in card.history
    ]  # fmt: skip
    return {"items": items}


@reading(
    "/units/{unit}/people", name="units.people", scope=Scope.KEY, answer=page_of(LISTED),
    query={"on": DAY, "standing": many(STANDING), "cursor": PAGED["cursor"]}, example={"unit": "UNIT"},
)  # fmt: skip
def at_home(asked: Asked) -> Any:
    """Those at home in a unit on a day, by name; those present, unless other standings are named."""
    held = asked.place()
    day = date.fromisoformat(held["on"]) if "on" in held else asked.day
    number = asked.unit(day)
    card = there(units.card(asked.house, number, on=day, scope=asked.scope))
    after = tuple(held["after"]) if "after" in held else None
    found, following = units.people(
        asked.house, number, on=day, scope=asked.scope, standings=asked.query.get("standing") or units.PRESENT,
        after=after,
    )  # fmt: skip
    at = At(card.version.name, card.version.code)
    return {"items": [person_of(one, at) for one in found], "next": asked.following(following, day)}


@reading("/offices", name="offices.list", scope=Scope.KEY, answer=page_of(TERM), query={"on": DAY, **PAGED})
def offices(asked: Asked) -> Any:
    """The terms of office that run on a day in the key's part of the tree, by id; and one's own."""
    day, after, most = began(asked)
    found = roll.offices(asked.house, on=day, scope=asked.scope, after=after, most=most + 1)
    items = [
        {
            "term": ids.show(one.term.term), "office": one.term.office, "unit": place(one.at),
            "person": ids.show(one.term.person) if one.name else None, "name": one.name,
            "since": iso(one.term.since), "until": iso(one.term.until),
        }
        for one in found[:most]
    ]  # fmt: skip
    return {"items": items, "next": asked.following([found[most - 1].term.term] if len(found) > most else None, day)}
