"""The admission desk: somebody's way in with what the articles say of its next step, appeals, and what comes due."""

from typing import Any

from polity.api.answers import there
from polity.api.asking import Asked
from polity.api.people import PLACE, iso, looked, place, placed, shown
from polity.api.routing import Scope, reading
from polity.api.schemas import COUNT, DAY, ID, TEXT, YES, Schema, many, obj, opt
from polity.readings import admission
from polity.register.admission import Appeal
from polity.words import ids

NO_PLACE: Schema = opt(PLACE)
LINE: Schema = obj(article=TEXT, says=TEXT, remedy=TEXT, day=opt(DAY))
RULE: Schema = obj(
    rule=TEXT, title=TEXT, outcome=opt(YES), lines=many(LINE), missing=many(TEXT), would=many(TEXT), day=opt(DAY)
)  # fmt: skip
APPLICATION: Schema = obj(application=ID, applied=DAY, state=TEXT, state_since=DAY, grounds=opt(TEXT))
DECIDED: Schema = obj(day=DAY, outcome=TEXT, present=COUNT, votes_for=COUNT, votes_against=COUNT, meeting=opt(ID))
APPEAL: dict[str, Schema] = {
    "appeal": ID, "person": ID, "against": TEXT, "lodged": DAY, "grounds": opt(TEXT), "state": TEXT,
    "state_since": DAY, "reply": opt(TEXT), "reasons": opt(TEXT),
}  # fmt: skip
WAY: Schema = obj(
    person=ID, name=TEXT, on=DAY, standing=opt(TEXT), counted_from=opt(DAY), unit=NO_PLACE,
    application=opt(APPLICATION), meetings=many(DECIDED),
    asked=many(obj(asked=ID, sponsor=opt(ID), name=TEXT, since=DAY, state=TEXT, state_since=DAY)),
    sponsors=many(obj(name=TEXT, since=DAY)),
    refusals=many(obj(refusal=ID, since=DAY, grounds=opt(TEXT), state=TEXT)), appeals=many(obj(**APPEAL)),
    rules=many(RULE), confirms=opt(obj(tier=TEXT, article=opt(TEXT), says=TEXT)),
)  # fmt: skip
ITEM: Schema = obj(what=TEXT, id=ID, person=ID, name=TEXT, unit=PLACE, since=DAY, due=opt(DAY))


@reading(
    "/people/{person}/admission", name="admission.way", scope=Scope.KEY, answer=WAY, query={"on": DAY},
    example={"person": "PERSON"},
)  # fmt: skip
def way(asked: Asked) -> Any:
    """Somebody's way in, and what the articles say of the next step: which clause is not met, what would do, and from
    which day. Opening it is written down, and shown to the person."""
    found = there(admission.way(asked.house, asked.id("person"), on=asked.day, scope=asked.scope))
    looked(asked, found.person, "admission desk")
    spell, unit, tier = found.spell, found.unit, found.tier
    return {
        "person": ids.show(found.person), "name": found.name, "on": asked.day.isoformat(),
        "standing": None if spell is None else spell.standing,
        "counted_from": None if spell is None else iso(spell.counted_from),
        "unit": placed(unit), "application": _application(found),
        "meetings": [
            {
                "day": iso(one.since), "outcome": one.outcome, "present": one.present, "votes_for": one.votes_for,
                "votes_against": one.votes_against, "meeting": shown(one.meeting),
            }
            for one in found.meetings
        ],
        "asked": [
            {
                "asked": ids.show(one.asked), "sponsor": shown(one.sponsor) if name else None, "name": name,
                "since": iso(one.since), "state": one.state, "state_since": iso(one.state_since),
            }
            for one, name in found.asked
        ],
        "sponsors": [{"name": name, "since": iso(since)} for name, since in found.sponsors],
        "refusals": [
            {"refusal": ids.show(one.refusal), "since": iso(one.since), "grounds": one.grounds, "state": one.state}
            for one in found.refusals
        ],
        "appeals": list(map(_appeal, found.appeals)), "rules": list(map(_rule, found.rules)),
        "confirms": None if tier is None else tier._asdict(),
    }  # fmt: skip


def _application(found: admission.Way) -> dict[str, Any] | None:
    one = found.application
    if one is None:
        return None
    return {
        "application": ids.show(one.application), "applied": iso(one.applied), "state": one.state,
        "state_since": iso(one.state_since), "grounds": one.grounds,
    }  # fmt: skip


def _rule(one: admission.Foreseen) -> dict[str, Any]:
    return {
        "rule": one.rule, "title": one.title, "outcome": one.outcome,
        "lines": [{**line._asdict(), "day": iso(line.day)} for line in one.lines],
        "missing": list(one.missing), "would": list(one.would), "day": iso(one.day),
    }  # fmt: skip


@reading(
    "/admission/asked", name="admission.asked", scope=Scope.KEY,
    answer=obj(items=many(obj(asked=ID, name=TEXT, since=DAY, by_name=YES))),
)  # fmt: skip
def asked_of(asked: Asked) -> Any:
    """Whom the key's person is asked to recommend: names, and nothing else of them."""
    found = admission.asked_of(asked.house, scope=asked.scope)
    return {
        "items": [
            {"asked": ids.show(one.asked), "name": one.name, "since": iso(one.since), "by_name": one.named}
            for one in found
        ]
    }


@reading("/admission/due", name="admission.due", scope=Scope.KEY, answer=obj(items=many(ITEM)), query={"on": DAY})
def due(asked: Asked) -> Any:
    """What waits at the desk of the key's part of the tree, with the day by which it is due: applications, appeals,
    and the first candidates whose period is served within thirty days of a day."""
    found = [
        *admission.applications(asked.house, scope=asked.scope),
        *admission.appeals(asked.house, scope=asked.scope),
        *admission.coming_due(asked.house, on=asked.day, scope=asked.scope),
    ]
    return {
        "items": [
            {
                "what": one.what, "id": ids.show(one.key), "person": ids.show(one.person), "name": one.name,
                "unit": place(one.at), "since": iso(one.since), "due": iso(one.due),
            }
            for one in found
        ]
    }  # fmt: skip


@reading(
    "/appeals/{appeal}", name="admission.appeal", scope=Scope.KEY, example={"appeal": "APPEAL"},
    answer=obj(**APPEAL, name=TEXT, unit=NO_PLACE, above=NO_PLACE),
)  # fmt: skip
def appeal(asked: Asked) -> Any:
    """An appeal: against what, on what grounds, the answer of the body that decided, and the decision above it."""
    found = there(admission.appeal(asked.house, asked.id("appeal"), scope=asked.scope))
    one, name, unit, above = found
    return {
        **_appeal(one), "name": name, "unit": placed(unit),
        "above": placed(above),
    }  # fmt: skip


def _appeal(one: Appeal) -> dict[str, Any]:
    return {
        "appeal": ids.show(one.appeal), "person": ids.show(one.person), "against": one.against,
        "lodged": iso(one.lodged), "grounds": one.grounds, "state": one.state, "state_since": iso(one.state_since),
        "reply": one.reply, "reasons": one.reasons,
    }  # fmt: skip
