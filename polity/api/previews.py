"""Drafts before they are voted on: who would be treated otherwise, and what stands against them."""

from typing import Any

from polity.api.answers import not_here, there
from polity.api.asking import Asked
from polity.api.counts import BY
from polity.api.people import LISTED, PAGED, person_of
from polity.api.routing import Scope, reading
from polity.api.schemas import DAY, ID, TEXT, UNIT, Schema, many, obj, opt, page_of
from polity.readings import preview
from polity.readings.collisions import collisions
from polity.readings.had_been import had_been
from polity.readings.kinds import kinds
from polity.register import resolutions
from polity.statutes import add_months

DRAFT: Schema = {"type": "string", "minLength": 1, "maxLength": 20_000, "description": "The text of one reform."}
PREVIEW: Schema = {"type": ["object", "null"]}
COLLISION: Schema = obj(
    other=opt(ID), title=TEXT, things=many(TEXT), since=opt(DAY), until=opt(DAY), units=many(TEXT), says=TEXT,
    remedy=TEXT, refused={"type": "boolean"},
)  # fmt: skip
NAME: Schema = {"type": "string", "minLength": 1, "maxLength": 200}
KINDS: Schema = {"type": "object"}
PAST: Schema = obj(since=DAY, until=DAY, rules=many({"type": "object"}), notes=many(TEXT))
FOUND: Schema = obj(preview=PREVIEW, collisions=many(COLLISION))


@reading(
    "/statutes/preview", name="statutes.preview", scope=Scope.KEY, answer=FOUND,
    query={"text": DRAFT, "on": DAY, "by": BY, "under": UNIT}, needed=("text",),
    example={"query": {"text": "reform: shorter\nfrom: 2025-03-01\nset: {param: candidate_months, to: 3}\n"}},
)  # fmt: skip
def of_text(asked: Asked) -> Any:
    """Who would be treated otherwise under the text of a reform, within the key's part of the tree, and by which
    clause; and what the law or another open draft has against it. Of a text that is not law its faults."""
    if not asked.scope.whole and asked.scope.unit is None:
        raise not_here()  # whoever has no office previews what was drafted, not what they write themselves
    return _found(asked, asked.query["text"], None)


@reading(
    "/resolutions/{resolution}/preview", name="resolutions.preview", scope=Scope.KEY, answer=FOUND,
    query={"on": DAY, "by": BY, "under": UNIT}, example={"resolution": "RESOLUTION"},
)  # fmt: skip
def of_resolution(asked: Asked) -> Any:
    """Who would be treated otherwise under the draft of a resolution: within the key's part of the tree, or in the
    whole organisation without small groups. Nothing of a resolution that changes no rule."""
    number = asked.id("resolution")
    with asked.house.register(scope=asked.scope) as register:
        found = there(resolutions.resolution(register, number))
    return {"preview": None, "collisions": []} if found.reform is None else _found(asked, found.reform, number)


def _found(asked: Asked, text: str, own: int | None) -> dict[str, Any]:
    on = asked.named_day("on")
    found = preview.preview(
        asked.house, text, on=on, by=tuple(dict.fromkeys(asked.query.get("by", ()))), under=asked.under(on),
        scope=asked.scope,
    )  # fmt: skip
    against = collisions(asked.house, text, scope=asked.scope, leave_out=own)
    return {"preview": found.plain(), "collisions": [one.plain() for one in against]}


def _drafted(asked: Asked) -> str:
    """The reform of a resolution. One that changes no rule treats nobody otherwise."""
    with asked.house.register(scope=asked.scope) as register:
        found = resolutions.resolution(register, asked.id("resolution"))
    if found is None or found.reform is None:
        raise not_here()
    return found.reform


@reading(
    "/resolutions/{resolution}/preview/people", name="resolutions.people", scope=Scope.KEY, answer=page_of(LISTED),
    query={"rule": NAME, "change": NAME, "on": DAY, "cursor": PAGED["cursor"]}, needed=("rule", "change"),
    example={"resolution": "REFORM", "query": {"rule": "may_become_member", "change": "1:0:0:1"}},
)  # fmt: skip
def whom(asked: Asked) -> Any:
    """Those of the key's part of the tree whom a figure of a preview counts, by the figure's `key`."""
    held = asked.place()
    found, following = preview.people(
        asked.house, _drafted(asked), asked.query["rule"], asked.query["change"], on=asked.named_day("on"),
        scope=asked.scope, after=tuple(held["after"]) if "after" in held else None,
    )  # fmt: skip
    return {"items": [person_of(*one) for one in found], "next": asked.following(following)}


@reading(
    "/resolutions/{resolution}/preview/kinds", name="resolutions.kinds", scope=Scope.KEY, answer=KINDS,
    query={"rule": NAME, "subject": NAME, "on": DAY}, needed=("rule",),
    example={"resolution": "REFORM", "query": {"rule": "may_become_member"}},
)  # fmt: skip
def kinds_of_case(asked: Asked) -> Any:
    """Every kind of case that a draft changes under one rule, and how many on the register each holds."""
    return kinds(
        asked.house, _drafted(asked), asked.query["rule"], scope=asked.scope, on=asked.named_day("on"),
        kind=asked.query.get("subject", "person"),
    ).plain()  # fmt: skip


@reading(
    "/resolutions/{resolution}/preview/past", name="resolutions.past", scope=Scope.KEY, answer=PAST,
    query={"since": DAY, "until": DAY}, example={"resolution": "REFORM"},
)  # fmt: skip
def past(asked: Asked) -> Any:
    """Had it been the rule already: the decisions from one day (a year ago) to another (today), decided again."""
    until = asked.named_day("until") or asked.scope.day
    since = asked.named_day("since") or add_months(until, -12)
    return had_been(asked.house, _drafted(asked), since=since, until=until, scope=asked.scope).plain()
