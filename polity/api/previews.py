"""Drafts before they are voted on: who would be treated otherwise, and what stands against them."""

from typing import Any

from polity.api.answers import not_here, problem
from polity.api.asking import Asked
from polity.api.counts import BY
from polity.api.routing import Scope, reading
from polity.api.schemas import DAY, ID, TEXT, UNIT, Schema, many, obj, opt
from polity.readings.collisions import collisions
from polity.readings.preview import preview
from polity.register import resolutions
from polity.statutes import Faulty

DRAFT: Schema = {"type": "string", "minLength": 1, "maxLength": 20_000, "description": "The text of one reform."}
PREVIEW: Schema = {"type": ["object", "null"]}
COLLISION: Schema = obj(
    other=opt(ID), title=TEXT, things=many(TEXT), since=opt(DAY), until=opt(DAY), units=many(TEXT), says=TEXT,
    remedy=TEXT, refused={"type": "boolean"},
)  # fmt: skip
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
        found = resolutions.resolution(register, number)
    if found is None:
        raise not_here()
    return {"preview": None, "collisions": []} if found.reform is None else _found(asked, found.reform, number)


def _found(asked: Asked, text: str, own: int | None) -> dict[str, Any]:
    on = asked.named_day("on")
    try:
        found = preview(
            asked.house, text, on=on, by=tuple(dict.fromkeys(asked.query.get("by", ()))), under=asked.under(on),
            scope=asked.scope,
        )  # fmt: skip
    except Faulty as faulty:
        says = "\n".join(str(fault) for fault in faulty.faults)
        raise problem(422, f"The text is not law. {says}", "Put right what is listed and ask again.", "text") from None
    against = collisions(asked.house, text, scope=asked.scope, leave_out=own)
    return {"preview": found.plain(), "collisions": [one.plain() for one in against]}
