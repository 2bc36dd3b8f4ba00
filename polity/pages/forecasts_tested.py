"""How forecasts from earlier days would have fared, beside a forecast: work of some seconds, and its table."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from polity.access import runs
from polity.access.runs import Job
from polity.pages import opened
from polity.pages.forecasts_shown import group
from polity.pages.resolutions_preview import context_of, drafted
from polity.pages.routing import Scope, page
from polity.pages.shown import forward, show, taken
from polity.pages.tables import Column, Kind, Table
from polity.readings.census import Unanswerable


def trial_of(request: HttpRequest, run: Mapping[str, Any]) -> Job | None:
    """The trial of what a run tells: the same for every draft. Begun if it was not; None where too much waits."""
    return runs.backtest(opened.house(), **_told(run), scope=opened.scope_of(request))


def found(request: HttpRequest, run: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """What a trial has found, if it was made and has ended."""
    scope = opened.scope_of(request)
    job = runs.of(runs.tested(opened.house(), **_told(run), scope=scope), scope)
    result: Mapping[str, Any] | None = job.found if job is not None and job.ended else None
    return result


def _told(run: Mapping[str, Any]) -> dict[str, Any]:
    return {"on": date.fromisoformat(run["run"]["on"]), "by": run["by"], "value": run["headline"]}


@page("resolutions/<str:resolution>/forecast/tested/", name="forecast_tested", scope=Scope.OFFICE)
def forecast_tested(request: HttpRequest, resolution: str) -> HttpResponse:
    """The trial beside a run: followed while it is made, then shown."""
    one = drafted(request, resolution)
    of = runs.of(request.GET.get("run", ""), opened.scope_of(request))
    if of is None or of.found is None:
        raise Http404
    job = trial_of(request, of.found)
    tables = tables_of(of.found, job.found) if job is not None and job.found is not None else []
    if (answer := taken(request, *tables)) is not None:
        return answer
    working = job is not None and not job.ended
    context = {
        **context_of(request, one, "forecast"), "run": of.key, "job": job, "working": working, "tables": tables,
        "busy": job is None, "wrong": job.problem if job and isinstance(job.problem, Unanswerable) else None,
        "left_out": [(date.fromisoformat(each["origin"]), each["why"]) for each in job.found["left_out"]]
        if job is not None and job.found is not None else [],
    }  # fmt: skip
    asked = request.headers.get("HX-Request") == "true"
    if asked and not working:
        return forward(request, request.get_full_path())
    part = "#work" if asked else ""
    return show(request, f"resolutions/tested.html{part}", context, status=503 if job is None else 200)


def tables_of(run: Mapping[str, Any], trial: Mapping[str, Any]) -> list[Table]:
    """Forecasts from days gone by against what came, by how far ahead: of shares, and of people."""
    names = {"share": group(run), "members": _("Members"), "candidates": _("Candidates")}
    shares = [each for each in trial["summaries"] if each["measure"] == "share"]
    people = [each for each in trial["summaries"] if each["measure"] != "share"]
    return [
        _table("tested-shares", _("Of 1,000 members"), "decimal", names, trial["bands"], shares),
        _table("tested-people", _("People"), "count", names, trial["bands"], people),
    ]


def _table(
    key: str, of: str, kind: Kind, names: Mapping[str, str], bands: Sequence[int], found: Sequence[Mapping[str, Any]]
) -> Table:
    columns = [
        Column("what", _("Of what")), Column("months", _("Months ahead"), "count"),
        Column("crosses", _("The rules changed")), Column("tried", _("Tried"), "count"),
        *(Column(f"in{band}", _("In band %(band)s") % {"band": band}, "count") for band in bands),
        Column("bias", _("Off by"), kind), Column("score", _("Score"), kind),
        Column("as_it_is", _("As it is: off by"), kind), Column("growth", _("On as before: off by"), kind),
    ]  # fmt: skip
    rows = []
    for each in found:
        off = [each[name] for name in ("bias", "score", "no_change", "growth")]
        told = off if kind == "count" else [Fraction(value, 10) for value in off]
        crosses = _("yes") if each["crosses"] else _("no")
        rows.append((names[each["measure"]], each["horizon"], crosses, each["tried"], *each["held"], *told))
    caption = _("Forecasts from earlier days, held against what came: %(of)s") % {"of": of}
    return Table(key, caption, columns, rows, empty=_("No earlier day could be tried."))
