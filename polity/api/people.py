"""People: those whom a question counts, and the whole dated record of one."""

from collections.abc import Mapping
from typing import Any

from polity.api.answers import there, unreadable
from polity.api.asking import Asked
from polity.api.routing import Scope, reading
from polity.api.schemas import ANYTHING, COUNT, DAY, ID, TEXT, UNIT, Schema, choice, many, obj, opt, page_of, table
from polity.readings import people, roll, superseded
from polity.readings.census import Question
from polity.readings.people import At, Other
from polity.readings.units import Person
from polity.register.rows import Spell
from polity.words import ids

LIMIT: Schema = {"type": "integer", "minimum": 1, "maximum": roll.MOST, "description": "Items on a page; 50 if none."}
CURSOR: Schema = {
    "type": "string",
    "maxLength": 2000,
    "description": "Where the list goes on: `next` of the page before.",
}
WHERE: Schema = {
    "type": "array",
    "items": {"type": "string", "maxLength": 200},
    "maxItems": 20,
    "description": "DIMENSION:VALUE, such as standing:member; several values of one dimension are alternatives.",
}
PAGED: dict[str, Schema] = {"cursor": CURSOR, "limit": LIMIT}
FIELDS = ("person", "name", "standing", "counted_from", "unit", "code")

PLACE: Schema = obj(name=TEXT, code=TEXT)
PERSON: Schema = obj(person=ID, name=TEXT, standing=opt(TEXT), counted_from=opt(DAY), unit=TEXT, code=TEXT)
LISTED: Schema = {**PERSON, "required": []}
TIE: Schema = obj(person=opt(ID), name=TEXT, since=opt(DAY), until=opt(DAY))
SPELL: Schema = obj(unit=PLACE, standing=TEXT, since=DAY, until=opt(DAY), counted_from=DAY, reason=opt(TEXT),
                    number=opt(COUNT))  # fmt: skip
CHANGE: Schema = obj(field=TEXT, before=ANYTHING, after=ANYTHING, evidence=TEXT)
RECORD: Schema = obj(
    person=ID, name=TEXT, on=DAY, standing=opt(TEXT), unit=opt(PLACE), facts=table(ANYTHING),
    reach=table(ANYTHING), spells=many(SPELL),
    changes=many(obj(since=opt(DAY), changed=many(CHANGE), number=opt(COUNT))),
    sponsors=many(TIE), sponsored=many(TIE), contacts=many(TIE), kept=many(TIE),
    applications=many(obj(application=ID, unit=PLACE, applied=DAY, state=TEXT, state_since=DAY, grounds=opt(TEXT))),
    transfers=many(obj(sending=PLACE, receiving=PLACE, asked=DAY, state=TEXT)),
    offices=many(obj(term=ID, office=TEXT, unit=PLACE, since=DAY, until=opt(DAY))),
)  # fmt: skip
FACTS: Schema = obj(since=opt(DAY), until=opt(DAY), facts=table(ANYTHING))
LOOK: Schema = obj(at=TEXT, operator=TEXT, office=opt(TEXT), purpose=TEXT)


def shown(number: int | None) -> str | None:
    """An id as JSON writes it; null where there is none, or nobody who may be named."""
    return None if number is None else ids.show(number)


def iso(day: Any) -> str | None:
    """A day or a moment as JSON writes it."""
    return None if day is None else str(day.isoformat())


def place(at: At) -> dict[str, str]:
    """A unit by its name and code."""
    return {"name": at.name, "code": at.code}


def placed(at: At | None) -> dict[str, str] | None:
    """The same; null where there is none."""
    return None if at is None else place(at)


def person_of(one: Person, at: At) -> dict[str, Any]:
    """A person in a list."""
    return {
        "person": ids.show(one.person), "name": one.name, "standing": one.standing or None,
        "counted_from": iso(one.counted_from), "unit": at.name, "code": at.code,
    }  # fmt: skip


def where(asked: Asked) -> dict[str, tuple[str, ...]]:
    """The filters of a query: values by dimension. What dimensions there are, the census says."""
    found: dict[str, list[str]] = {}
    for text in asked.query.get("where", ()):
        name, colon, value = text.partition(":")
        if not colon or not name or not value:
            raise unreadable("where", "Write it as standing:member.")
        found.setdefault(name, []).append(value)
    return {name: tuple(values) for name, values in found.items()}


@reading(
    "/people", name="people.list", scope=Scope.KEY, answer=page_of(LISTED),
    query={"on": DAY, "under": UNIT, "where": WHERE, "fields": many(choice(*FIELDS)), **PAGED},
    example={"query": {"where": "standing:member"}},
)  # fmt: skip
def people_listed(asked: Asked) -> Any:
    """Those whom a question of the census counts, by id, within what the key may see."""
    held = asked.place()
    day = asked.day if "on" not in held else asked.day.fromisoformat(held["on"])
    most = asked.query.get("limit", 50)
    question = Question(on=day, where=where(asked), under=asked.under(day))
    found = roll.people(
        asked.house, question, scope=asked.scope, after=held.get("after", [-1])[0], most=most + 1
    )  # fmt: skip
    shown = found[:most]
    wanted = asked.query.get("fields") or FIELDS
    items = [{name: value for name, value in person_of(*one).items() if name in wanted} for one in shown]
    return {"items": items, "next": asked.following([shown[-1][0].person] if len(found) > most else None, day)}


@reading(
    "/people/{person}", name="people.one", scope=Scope.KEY, answer=RECORD, query={"on": DAY},
    example={"person": "PERSON"},
)  # fmt: skip
def person(asked: Asked) -> Any:
    """A person's whole dated record. Opening it is written down, and shown to the person."""
    number = asked.id("person")
    found = there(people.record(asked.house, number, on=asked.day, scope=asked.scope))
    looked(asked, number, "record opened")
    return _record(found, asked)


def looked(asked: Asked, number: int, purpose: str) -> None:
    """Write down that a key opened what is held of a person, and what for; the person sees it."""
    people.look(
        asked.house, number, at=asked.of.now(), operator=asked.operator, office=asked.office,
        purpose="own record" if number == asked.token.person else purpose, scope=asked.scope,
    )  # fmt: skip


def _record(found: people.Record, asked: Asked) -> dict[str, Any]:
    def tied(ties: Any) -> list[dict[str, Any]]:
        return [_tie(one) for one in ties]

    return {
        "person": ids.show(found.person), "name": found.name, "on": asked.day.isoformat(),
        "standing": found.now.standing if found.now else None, "unit": placed(found.unit),
        "facts": dict(found.facts), "reach": dict(found.reach),
        "spells": [_spell(one, at, found.numbers) for one, at in found.spells],
        "changes": [
            {
                "since": iso(one.since), "number": found.numbers.get(one.entry),
                "changed": [dict(zip(("field", "before", "after", "evidence"), c, strict=True)) for c in one.changed],
            }
            for one in found.stretches
        ],
        "sponsors": tied(found.sponsors), "sponsored": tied(found.sponsored),
        "contacts": tied(found.contacts), "kept": tied(found.kept),
        "applications": [
            {
                "application": ids.show(one.application), "unit": place(at), "applied": iso(one.applied),
                "state": one.state, "state_since": iso(one.state_since), "grounds": one.grounds,
            }
            for one, at in found.applications
        ],
        "transfers": [
            {"sending": place(one.sending), "receiving": place(one.receiving), "asked": iso(one.asked),
             "state": one.state}
            for one in found.transfers
        ],
        "offices": [
            {"term": ids.show(one.term), "office": one.office, "unit": place(at), "since": iso(one.since),
             "until": iso(one.until)}
            for one, at in found.offices
        ],
    }  # fmt: skip


def _spell(one: Spell, at: At, numbers: Mapping[int, int]) -> dict[str, Any]:
    return {
        "unit": place(at), "standing": one.standing, "since": iso(one.since), "until": iso(one.until),
        "counted_from": iso(one.counted_from), "reason": one.reason, "number": numbers.get(one.entry),
    }  # fmt: skip


def _tie(one: Other) -> dict[str, Any]:
    return {"person": shown(one.person), "name": one.name, "since": iso(one.since), "until": iso(one.until)}


@reading(
    "/people/{person}/looks", name="people.looks", scope=Scope.KEY, answer=obj(items=many(LOOK)),
    example={"person": "PERSON"},
)  # fmt: skip
def looks(asked: Asked) -> Any:
    """Who looked at a person's record, when and why, the latest first."""
    number = asked.person()
    found = people.looks(asked.house, number, scope=asked.scope)
    items = [
        {"at": iso(one.at), "operator": one.operator, "office": one.office, "purpose": one.purpose} for one in found
    ]
    return {"items": items}


@reading(
    "/people/{person}/corrections", name="people.corrections", scope=Scope.KEY,
    answer=obj(items=many(obj(number=COUNT, day=DAY, act=TEXT, spells=many(SPELL), facts=many(FACTS)))),
    example={"person": "PERSON"},
)  # fmt: skip
def corrections(asked: Asked) -> Any:
    """What was put right in a person's record, the latest first, each with the record as it was known before it."""
    number = asked.person()
    items = []
    for one in superseded.corrections(asked.house, number, scope=asked.scope):
        known = superseded.known_before(asked.house, number, one.number, scope=asked.scope)
        spells, stretches = (known.spells, known.stretches) if known is not None else ((), ())
        items.append(
            {
                "number": one.number, "day": iso(one.day), "act": one.act,
                "spells": [_spell(spell, at, {}) for spell, at in spells],
                "facts": [{"since": iso(from_), "until": iso(to), "facts": facts} for from_, to, facts in stretches],
            }
        )  # fmt: skip
    if items:
        looked(asked, number, "what was known before")
    return {"items": items}
