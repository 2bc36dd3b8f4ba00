"""Forecasts: those that are kept, and runs of some seconds: a forecast, its trial on days gone by, a search."""

from collections.abc import Callable
from typing import Any

from polity.access import runs
from polity.access.runs import Job
from polity.api.answers import not_here, problem, there, unreadable
from polity.api.asking import Asked
from polity.api.people import iso, shown
from polity.api.previews import DRAFT, NAME
from polity.api.routing import Scope, reading
from polity.api.schemas import COUNT, DAY, ID, TEXT, YES, Schema, choice, many, obj, opt
from polity.readings import forecast, moving, studies
from polity.register import resolutions
from polity.words import ids

KEPT: dict[str, Schema] = {"forecast": ID, "title": TEXT, "kept": DAY, "resolution": opt(ID)}
STUDY: Schema = obj(**KEPT, says=many(TEXT), demonstration=YES)

MONTHS = 36  # within which a search looks, unless others are named
PATIENCE = 5.0  # seconds for which an answer waits for its run: whoever waits keeps others from being answered
RUN: Schema = obj(
    state=choice("waits", "made", "ended"), says=TEXT, done=COUNT, of=COUNT, found={"type": ["object", "null"]}
)  # fmt: skip
TARGET: Schema = {
    "type": "string", "minLength": 1, "maxLength": 200,
    "description": "A share to be reached, in thousandths: class=industrial_worker>=500.",
}  # fmt: skip
MOVE: Schema = {
    "type": "array", "items": {"type": "string", "minLength": 1, "maxLength": 200}, "minItems": 1,
    "maxItems": moving.MOST_AXES, "description": "A parameter that may move: candidate_months=3..12, or =6..36:6.",
}  # fmt: skip


@reading("/forecasts", name="forecasts.list", scope=Scope.KEY, answer=obj(items=many(STUDY)))
def listed(asked: Asked) -> Any:
    """The forecasts that are kept, those of drafts still open first, each with what it says."""
    return {"items": [_study(one) for one in studies.studies(asked.house, scope=asked.scope)]}


@reading(
    "/forecasts/{forecast}", name="forecasts.one", scope=Scope.KEY, answer=obj(**KEPT, run={"type": "object"}),
    example={"forecast": "FORECAST"},
)  # fmt: skip
def one(asked: Asked) -> Any:
    """A forecast that is kept, whole: its lines, the rates it rests on, its seed, and everything to make it again."""
    with asked.house.register(scope=asked.scope) as register:
        found = there(resolutions.forecast(register, asked.id("forecast")))
    return {
        "forecast": ids.show(found.forecast), "title": found.title, "kept": iso(found.day),
        "resolution": shown(found.resolution), "run": found.run,
    }  # fmt: skip


def _study(one: studies.Study) -> dict[str, Any]:
    return {
        "forecast": ids.show(one.forecast), "title": one.title, "kept": iso(one.day), "says": list(one.says),
        "demonstration": one.demonstration,
        "resolution": shown(None if one.resolution is None else one.resolution.resolution),
    }  # fmt: skip


# --- runs of some seconds ---------------------------------------------------------------------------------------------


@reading(
    "/forecasts/run", name="forecasts.run", scope=Scope.KEY, answer=RUN,
    query={"text": DRAFT, "resolution": ID, "years": {"type": "integer", "minimum": 1, "maximum": forecast.MOST_YEARS},
           "target": TARGET},
)  # fmt: skip
def run(asked: Asked) -> Any:
    """Forecast members and candidates under the present rules and with a draft: the text of a reform, or that of a
    resolution; neither forecasts the present rules alone. Asked again, the same question is answered from the same
    run: `state` says whether it waits, is made, or has ended with what was `found`."""
    _office(asked)
    wanted = asked.query.get("target")
    target = None if wanted is None else moving.target_of(wanted)[0]
    job = runs.forecast(
        asked.house, _draft(asked), since=asked.scope.day, years=asked.query.get("years", 10), target=target,
        scope=asked.scope,
    )  # fmt: skip
    return _job(job, lambda found: found)


@reading(
    "/forecasts/tested", name="forecasts.tested", scope=Scope.KEY, answer=RUN, needed=("by", "value"),
    query={"by": NAME, "value": NAME, "on": DAY}, example={"query": {"by": "sex", "value": "female"}},
)  # fmt: skip
def tested(asked: Asked) -> Any:
    """Forecasts of a value's share from days gone by, held against what came. A run, as a forecast is."""
    _office(asked)
    query = asked.query
    job = runs.backtest(asked.house, on=asked.day, by=query["by"], value=query["value"], scope=asked.scope)
    return _job(job, lambda found: found)


@reading(
    "/forecasts/search", name="forecasts.search", scope=Scope.KEY, answer=RUN, needed=("target", "move"),
    query={"target": TARGET, "move": MOVE, "text": DRAFT, "resolution": ID,
           "months": {"type": "integer", "minimum": 1, "maximum": 300}},
    example={"query": {"target": "sex=female>=500", "move": "candidate_months=3..6"}},
)  # fmt: skip
def search(asked: Asked) -> Any:
    """The reforms that reach a share within some months with the least waiting and change. A run, as a forecast is."""
    _office(asked)
    query, scope = asked.query, asked.scope
    target, within = moving.target_of(query["target"])
    moves = [moving.moving_of(one) for one in query["move"]]
    months, draft = query.get("months") or within or MONTHS, _draft(asked)
    moving.searched(asked.house, draft, moves, target, since=scope.day, months=months, scope=scope)
    job = runs.search(asked.house, draft, target=target, moving=moves, since=scope.day, months=months, scope=scope)
    return _job(job, lambda found: found.plain())


def _office(asked: Asked) -> None:
    """A run takes the program some seconds: offices may ask for one."""
    if not asked.scope.whole and asked.scope.unit is None:
        raise not_here()


def _draft(asked: Asked) -> str | None:
    if "resolution" not in asked.query:
        return None if "text" not in asked.query else str(asked.query["text"])
    number = ids.read(asked.query["resolution"])
    with asked.house.register(scope=asked.scope) as register:
        found = None if number is None else resolutions.resolution(register, number)
    if found is None:
        raise unreadable("resolution", "There is no such resolution.")
    return found.reform


def _job(job: Job | None, plain: Callable[[Any], Any]) -> Any:
    if job is None:
        raise problem(429, "Too many runs wait already.", "Ask again in a minute.", Retry_After="60")
    job.over.wait(PATIENCE)
    if job.problem is not None:
        raise job.problem
    if job.broken:
        raise RuntimeError(f"The run {job.key} broke off.")
    state = "ended" if job.ended else "made" if job.of else "waits"
    found = plain(job.found) if job.ended else None
    return {"state": state, "says": job.says, "done": job.of if job.ended else job.done, "of": job.of, "found": found}
