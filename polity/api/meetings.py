"""Meetings: what is before a part of the tree, those of a unit, and one with its minutes."""

from datetime import date
from typing import Any

from polity.api.answers import there
from polity.api.asking import Asked
from polity.api.people import PAGED, PLACE, iso, place, shown
from polity.api.routing import Scope, reading
from polity.api.schemas import COUNT, DAY, ID, TEXT, YES, Schema, many, obj, opt, page_of, table
from polity.readings import meetings as found_of
from polity.words import ids

MEETING: dict[str, Schema] = {
    "meeting": ID, "unit": PLACE, "day": DAY, "hour": TEXT, "place": TEXT, "agenda": many(TEXT), "state": TEXT,
    "present": table(COUNT), "guests": table(COUNT), "decisions": COUNT,
}  # fmt: skip
VOTES: dict[str, Schema] = {"votes_for": COUNT, "votes_against": COUNT, "abstained": COUNT}
DECISION: Schema = obj(decision=ID, title=TEXT, text=TEXT, **VOTES, number=opt(COUNT))
MINUTES: Schema = obj(
    **{**MEETING, "decisions": many(DECISION)}, people=many(obj(person=opt(ID), name=TEXT, standing=TEXT)),
    grounds=opt(TEXT), number=opt(COUNT),
)  # fmt: skip
LISTED = many(obj(**MEETING))


@reading(
    "/meetings", name="meetings.list", scope=Scope.KEY, query={"on": DAY},
    answer=obj(on=DAY, ahead=LISTED, unentered=LISTED, held=LISTED),
)  # fmt: skip
def agenda(asked: Asked) -> Any:
    """The meetings of the key's part of the tree around a day: to come, those whose presence nobody has entered yet,
    and those held last."""
    found = found_of.agenda(asked.house, on=asked.day, scope=asked.scope)
    parts = {"ahead": found.ahead, "unentered": found.unentered, "held": found.held}
    return {"on": asked.day.isoformat(), **{name: list(map(_listed, part)) for name, part in parts.items()}}


@reading(
    "/units/{unit}/meetings", name="meetings.unit", scope=Scope.KEY, answer=page_of(obj(**MEETING)),
    query={"cursor": PAGED["cursor"]}, example={"unit": "UNIT"},
)  # fmt: skip
def of_unit(asked: Asked) -> Any:
    """The meetings of a unit, the latest first."""
    held = asked.place().get("after")
    before = None if held is None else (date.fromisoformat(held[0]), int(held[1]))
    found, following = found_of.of_unit(asked.house, asked.unit(), scope=asked.scope, before=before)
    after = None if following is None else [following[0].isoformat(), following[1]]
    return {"items": list(map(_listed, found)), "next": asked.following(after)}


@reading(
    "/meetings/{meeting}", name="meetings.one", scope=Scope.KEY, answer=MINUTES, example={"meeting": "MEETING"}
)  # fmt: skip
def one(asked: Asked) -> Any:
    """A meeting with its minutes: who was present as far as they may be named, and what was decided."""
    found = there(found_of.minutes(asked.house, asked.id("meeting"), scope=asked.scope))
    return {
        **_listed(found.listed),
        "decisions": [
            {
                "decision": ids.show(each.decision), "title": each.title, "text": each.text,
                "votes_for": each.votes_for, "votes_against": each.votes_against, "abstained": each.abstained,
                "number": found.numbers.get(each.entry),
            }
            for each in found.decisions
        ],
        "people": [
            {"person": shown(each.person), "name": each.name, "standing": each.standing} for each in found.people
        ],
        "grounds": found.meeting.grounds, "number": found.numbers.get(found.meeting.entry),
    }  # fmt: skip


@reading(
    "/meetings/{meeting}/expected", name="meetings.expected", scope=Scope.KEY, example={"meeting": "MEETING"},
    answer=obj(items=many(obj(person=ID, name=TEXT, standing=TEXT, present=YES))),
)  # fmt: skip
def expected(asked: Asked) -> Any:
    """Who can be present at a meeting as one of the unit, by name, and whether they are entered as present."""
    number, scope = asked.id("meeting"), asked.scope
    found = there(found_of.minutes(asked.house, number, scope=scope))
    return {
        "items": [
            {"person": ids.show(person), "name": name, "standing": standing, "present": present}
            for person, name, standing, present in found_of.expected(asked.house, found.meeting, scope=scope)
        ]
    }


def _listed(one: found_of.Listed) -> dict[str, Any]:
    meeting = one.meeting
    return {
        "meeting": ids.show(meeting.meeting), "unit": place(one.unit), "day": iso(meeting.day), "hour": meeting.hour,
        "place": meeting.place, "agenda": list(meeting.agenda), "state": meeting.state, "present": dict(one.present),
        "guests": dict(meeting.guests), "decisions": one.decisions,
    }  # fmt: skip
