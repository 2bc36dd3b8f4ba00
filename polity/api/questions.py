"""Open questions: all of them, one with everybody's forecasts, and how well forecasts did."""

from typing import Any

from polity.api.answers import not_here, there
from polity.api.asking import Asked
from polity.api.people import PLACE
from polity.api.routing import Scope, reading
from polity.api.schemas import COUNT, DAY, ID, TEXT, WHOLE, YES, Schema, choice, many, obj, opt, table
from polity.readings import open_questions as found_of

WATCHED: Schema = {
    **obj(asks={"type": ["object", "null"]}, measure=TEXT, bound=opt(WHOLE), side=TEXT), "type": ["object", "null"],
}  # fmt: skip
QUESTION: dict[str, Schema] = {
    "question": ID, "title": TEXT, "says": TEXT, "owner": PLACE, "opened": DAY, "due_from": DAY, "due_to": DAY,
    "outcomes": many(TEXT), "settles": TEXT, "watched": WATCHED, "state": TEXT, "state_since": DAY,
    "outcome": opt(TEXT), "grounds": opt(TEXT), "evidence": opt(TEXT), "value": opt(WHOLE), "overrules": opt(YES),
    "forecasters": COUNT, "mean": table(TEXT),
}  # fmt: skip
FORECAST: Schema = obj(
    number=COUNT, rule=opt(TEXT), person=opt(ID), name=TEXT, brier=opt(TEXT), days=opt(COUNT),
    steps=many(obj(day=DAY, chances=table(COUNT), grounds=opt(TEXT))),
)  # fmt: skip
ONE: Schema = obj(
    **QUESTION, watched_now={"type": ["string", "integer", "null"]}, forecasts=many(FORECAST),
    mean_course=many(obj(day=DAY, chances=table(TEXT))), mean_brier=opt(TEXT), equal_brier=opt(TEXT),
)  # fmt: skip
CALIBRATION: Schema = obj(
    questions=COUNT, forecasts=COUNT, brier=opt(TEXT), equal=opt(TEXT),
    bins=many(obj(low=COUNT, high=COUNT, count=COUNT, said=opt(TEXT), came=opt(TEXT))),
)  # fmt: skip


@reading(
    "/open-questions", name="questions.list", scope=Scope.KEY, answer=obj(items=many(obj(**QUESTION))),
    query={"state": choice("open", "settled", "void")},
)  # fmt: skip
def listed(asked: Asked) -> Any:
    """Open questions by the day from which they can be settled, each with the mean of what members hold."""
    state = asked.query.get("state")
    found = found_of.listed(asked.house, scope=asked.scope, states=None if state is None else [state])
    return {"items": [found_of.plain(one) for one in found]}


@reading("/open-questions/calibration", name="questions.calibration", scope=Scope.KEY, answer=CALIBRATION)
def calibration(asked: Asked) -> Any:
    """Of what members gave a chance, how much came, over all settled questions."""
    return found_of.calibrated(asked.house, scope=asked.scope).plain()


@reading(
    "/open-questions/{question}", name="questions.one", scope=Scope.KEY, answer=ONE, query={"on": DAY},
    example={"question": "QUESTION"},
)  # fmt: skip
def one(asked: Asked) -> Any:
    """One open question: who forecast what and when, as far as the key may see them, and the scores once settled."""
    found = there(found_of.one(asked.house, asked.id("question"), on=asked.day, scope=asked.scope))
    return found_of.plain_one(found)


@reading(
    "/open-questions/{question}/chances", name="questions.chances", scope=Scope.KEY, needed=("rule",),
    answer=obj(chances=table(COUNT)), query={"rule": choice(*found_of.RULES), "on": DAY},
    example={"question": "FIGURED", "query": {"rule": "as_it_is"}},
)  # fmt: skip
def chances(asked: Asked) -> Any:
    """The chances, in thousandths, that a rule gives on a day for a question that a figure decides: as it is, by the
    last year's growth, or by how often it was so. Nothing where it cannot be told."""
    found = found_of.one(asked.house, asked.id("question"), on=asked.day, scope=asked.scope)
    if found is None or not found.question.by_figure:
        raise not_here()
    given = found_of.by_rule(asked.house, found.question, asked.query["rule"], on=asked.day, scope=asked.scope)
    return {"chances": given or {}}
