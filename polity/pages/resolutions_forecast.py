"""What may come of a resolution: a forecast under the present rules and with it, run here or kept with it."""

import json
import re
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from polity.access import runs
from polity.acts import resolution as acts
from polity.pages import figures, forecasts_tested, labels, opened
from polity.pages.charts import Chart
from polity.pages.deeds import deed
from polity.pages.forecasts_shown import charts_of, tables_of
from polity.pages.meetings import may
from polity.pages.resolutions import address
from polity.pages.resolutions_preview import context_of, drafted
from polity.pages.routing import Scope, page
from polity.pages.shown import forward, show, taken
from polity.pages.tables import Table
from polity.readings import forecast as reading
from polity.readings import resolutions
from polity.readings.census import Unanswerable
from polity.register.resolutions import Resolution
from polity.statutes import Faulty
from polity.words import ids

METHODS = ("GET", "HEAD", "POST")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


@page("resolutions/<str:resolution>/forecast/", name="resolution_forecast", scope=Scope.OPEN, methods=METHODS)
def forecast(request: HttpRequest, resolution: str) -> HttpResponse:
    """A forecast: asked for by an office, followed while it is made, shown, or one that is kept."""
    one = drafted(request, resolution)
    office = bool(request.reader.office)  # type: ignore[attr-defined]
    found = resolutions.one(opened.house(), one.resolution, scope=opened.scope_of(request))
    kept = list(found.forecasts) if found is not None else []
    if request.method == "POST":
        if not office:
            raise Http404
        return _begin(request, one)
    context: dict[str, Any] = {**context_of(request, one, "forecast"), "kept": kept, "office": office}
    run: dict[str, Any] | None = None
    if (written := request.GET.get("kept", "")) or (kept and not office and "run" not in request.GET):
        chosen = next((each for each in kept if ids.show(each.forecast) == written), kept[-1] if not written else None)
        if chosen is None:
            raise Http404
        run, context["chosen"] = chosen.run, chosen
    elif key := request.GET.get("run", ""):
        job = runs.of(key, opened.scope_of(request)) if office else None
        if job is None:
            return forward(request, address(one.resolution, "forecast/"))
        context["job"] = job
        run = job.found if job.ended else None
    return _page(request, context, run)


def _page(request: HttpRequest, context: dict[str, Any], run: dict[str, Any] | None) -> HttpResponse:
    drawn = _drawn(run) if run is not None else None
    if drawn is not None:
        charts, tables, says = drawn
        if (answer := taken(request, *charts, *tables)) is not None:
            return answer
        context |= {"run": run, "charts": charts, "tables": tables, "says": says}
    elif run is not None:
        context["unread"] = json.dumps(run, ensure_ascii=False, indent=1)
    elif context["office"] and "job" not in context:
        context |= {"goals": _goals(), "since": request.today}  # type: ignore[attr-defined]
    job = context.get("job")
    if job is not None:
        number: Any = context["one"].resolution
        keeping = acts.Keep(on=request.today, forecast=0, resolution=number, title="", run="{}")  # type: ignore[attr-defined,arg-type]
        context |= {
            "working": not job.ended, "wrong": job.problem if isinstance(job.problem, Unanswerable) else None,
            "faults": job.problem.faults if isinstance(job.problem, Faulty) else [],
            "may_keep": job.ended and job.found is not None and may(request, keeping),
        }  # fmt: skip
    part = "#work" if request.headers.get("HX-Request") == "true" and job is not None and not job.ended else ""
    if not part and request.headers.get("HX-Request") == "true":
        return forward(request, request.get_full_path())
    return show(request, f"resolutions/forecast.html{part}", context)


def _drawn(run: dict[str, Any]) -> tuple[list[Chart], list[Table], list[str]] | None:
    """A run drawn. None where what was kept is not what a forecast of today gives."""
    try:
        tried = forecasts_tested.tables_of(run, run["backtest"]) if run.get("backtest") else []
        return charts_of(run), [*tables_of(run), *tried], [plainly(run, each) for each in run["says"]]
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, ArithmeticError):
        return None


def plainly(run: dict[str, Any], sentence: str) -> str:
    """A sentence of a forecast with values by their labels and days written out."""
    values = [run["headline"], *([run["target"]["value"]] if run.get("target") else [])]
    for value in dict.fromkeys(values):
        sentence = sentence.replace(f"{run['by']} = {value}", f"“{labels.said(value)}”")
    return _DAY.sub(lambda found: figures.day(date.fromisoformat(found.group())), sentence)


def _goals() -> list[tuple[str, str]]:
    """Groups of which a share can be aimed at: each value of each declared code."""
    house = opened.house()
    house.columns.refresh()
    return [
        (f"{name}|{value}", f"{field.label}: {labels.said(value)}")
        for name, field in house.columns.fields.items()
        if field.type == "code"
        for value in field.options.get("values", ())
    ]


def _whole(text: str, low: int, high: int, otherwise: int) -> int:
    return min(max(int(text), low), high) if text.isdecimal() and len(text) < 9 else otherwise


def _begin(request: HttpRequest, one: Resolution) -> HttpResponse:
    """Begin the run that was asked for, and go on to the page that follows it."""
    sent = request.POST
    years = _whole(sent.get("years", ""), 1, reading.MOST_YEARS, 10)
    by, _bar, value = sent.get("goal", "").partition("|")
    share = _whole(sent.get("per_mille", ""), 1, 1000, 500)
    target = reading.Target(by, value, share, most=sent.get("side") == "most") if by and value else None
    scope, today = opened.scope_of(request), request.today  # type: ignore[attr-defined]
    job = runs.forecast(opened.house(), one.reform, since=today, years=years, target=target, scope=scope)
    if job is None:
        context = {**context_of(request, one, "forecast"), "kept": [], "office": True, "busy": True}
        return show(request, "resolutions/forecast.html", context, status=503)
    return forward(request, f"{address(one.resolution, 'forecast/')}?run={job.key}")


@page("resolutions/<str:resolution>/forecast/keep/", name="keep_forecast", scope=Scope.OFFICE, methods=METHODS)
def keep(request: HttpRequest, resolution: str) -> HttpResponse:
    """Keep a run with its resolution, so that what was expected can be held against what comes."""
    one = drafted(request, resolution)
    job = runs.of(request.GET.get("run", ""), opened.scope_of(request))
    if job is None or job.found is None:
        raise Http404
    trial = forecasts_tested.found(request, job.found)
    run = {**job.found, "backtest": trial} if trial is not None else job.found
    return deed(
        request, acts.Keep, fixed={"resolution": one.resolution, "run": json.dumps(run, ensure_ascii=False)},
        title=_("Keep this forecast with the resolution"), button=_("Keep the forecast"),
        initial={"title": job.found["title"]}, labels={"title": _("Title"), "on": _("Kept on")},
        extra={"about": _("It stays with the resolution as it is now, open to everybody.")},
        done=lambda entered: f"{address(one.resolution, 'forecast/')}?kept={ids.show(_kept(entered.act))}",
    )  # fmt: skip


def _kept(act: object) -> int:
    assert isinstance(act, acts.Keep)
    return act.forecast
