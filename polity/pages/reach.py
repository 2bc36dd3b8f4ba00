"""The search: a share to be reached, what may move, and the reforms that reach it with the least waiting and change."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from polity.access import runs
from polity.pages import figures, labels, opened
from polity.pages.charts import Bar, Chart, bars
from polity.pages.routing import Scope, page
from polity.pages.shown import forward, show, taken
from polity.pages.tables import Cell, Column, Table
from polity.readings import moving as reading
from polity.readings.census import Unanswerable
from polity.readings.ground import laws_on
from polity.readings.reach import Point, Reach
from polity.statutes import Faulty, Law
from polity.statutes.varying import present

MONTHS = 36
MOST_SIGNS = 20_000
ROWS = 4  # of what may move, on a page that nobody has filled in


@page("reach/", name="reach", scope=Scope.OFFICE, methods=("GET", "HEAD", "POST"))
def reach(request: HttpRequest) -> HttpResponse:
    """Ask for a search, follow it, and choose among the reforms that it found."""
    scope, house = opened.scope_of(request), opened.house()
    context: dict[str, Any] = {"asked": _asked(request.GET), "months": MONTHS}
    if request.method == "POST":
        asked = _asked(request.POST)
        try:
            return _begin(request, asked)
        except (Unanswerable, Faulty) as problem:
            context |= {"asked": asked, **_problem(problem)}
            return show(request, "reach/reach.html", {**context, **_offered(request)}, status=422)
    if key := request.GET.get("run", ""):
        job = runs.of(key, scope)
        if job is None:
            return forward(request, "/reach/")
        context |= {"job": job, "working": not job.ended, **_problem(job.problem)}
        if job.ended and job.found is not None:
            found: Reach = job.found
            names = _names(request, found)
            chart, table = _chart(found, names), _table(found, names)
            if (answer := taken(request, table, *([chart] if chart else []))) is not None:
                return answer
            context |= {"found": found, "chart": chart, "table": table, "best": _said(found, found.best, names),
                        "points": _points(found, names), "again": _again(found),
                        "value": labels.said(found.target.value)}  # fmt: skip
    part = "#work" if request.headers.get("HX-Request") == "true" and context.get("working") else ""
    if not part and request.headers.get("HX-Request") == "true":
        return forward(request, request.get_full_path())
    house.columns.refresh()
    return show(request, f"reach/reach.html{part}", {**context, **_offered(request)})


def _asked(sent: Any) -> dict[str, Any]:
    """What was filled in, or what stands there before anybody has."""
    moves = [one.strip()[:200] for one in sent.getlist("move") if one.strip()]
    return {
        "goal": sent.get("goal", ""), "per_mille": sent.get("per_mille", "500")[:8],
        "months": sent.get("months", str(MONTHS))[:8], "moves": moves[: reading.MOST_AXES],
        "rows": (moves + [""] * ROWS)[: max(ROWS, min(len(moves) + 1, reading.MOST_AXES))],
        "draft": sent.get("draft", "")[:MOST_SIGNS].replace("\r\n", "\n"),
    }  # fmt: skip


def _problem(problem: Unanswerable | Faulty | None) -> dict[str, Any]:
    return {
        "wrong": problem if isinstance(problem, Unanswerable) else None,
        "faults": problem.faults if isinstance(problem, Faulty) else [],
    }


def _offered(request: HttpRequest) -> dict[str, Any]:
    """Groups to aim at, and the parameters that may move with their values today."""
    house, today = opened.house(), request.today  # type: ignore[attr-defined]
    goals = [
        (f"{name}|{value}", f"{field.label}: {labels.said(value)}")
        for name, field in house.columns.fields.items()
        if field.type == "code"
        for value in field.options.get("values", ())
    ]
    law = laws_on(house, None, on=today, scope=opened.scope_of(request)).before
    known = [
        (f"{name}[{key}]" if key else name, value, _named(law, reading.Moving(name, key, (value,))))
        for name in reading.movable(law, today)
        for key, value in present(law, name, on=today).items()
    ]
    return {"goals": goals, "known": known}


def _begin(request: HttpRequest, asked: dict[str, Any]) -> HttpResponse:
    """Begin the search that was asked for, and go on to the page that follows it."""
    by, _bar, value = asked["goal"].partition("|")
    target, _months = reading.target_of(f"{by}={value}>={asked['per_mille']}")
    months = int(asked["months"]) if asked["months"].isdecimal() else 0
    moves = [reading.moving_of(one) for one in asked["moves"]]
    draft = asked["draft"] if asked["draft"].strip() else None
    scope, house, today = opened.scope_of(request), opened.house(), request.today  # type: ignore[attr-defined]
    reading.searched(house, draft, moves, target, since=today, months=months, scope=scope)
    job = runs.search(house, draft, target=target, moving=moves, since=today, months=months, scope=scope)
    if job is None:
        busy = {"asked": asked, "busy": True, **_offered(request)}
        return show(request, "reach/reach.html", busy, status=503)
    return forward(request, f"/reach/?run={job.key}")


def _names(request: HttpRequest, found: Reach) -> list[str]:
    """What may move, as the law calls it: "Least candidate period, peasants"."""
    today = request.today  # type: ignore[attr-defined]
    law = laws_on(opened.house(), None, on=today, scope=opened.scope_of(request)).before
    return [_named(law, one) for one in found.moving]


def _named(law: Law, one: reading.Moving) -> str:
    if one.param == reading.TERM and reading.TERM not in law.params:
        return _("Months of the draft")
    title = law.params[one.param].title or labels.headed(one.param)
    return f"{title}, {labels.said(one.key)}" if one.key else title


def _again(found: Reach) -> str:
    """The form as it was filled in, without a draft."""
    moves = [f"{one.name}={','.join(map(str, one.values))}" for one in found.moving if one.param != reading.TERM]
    target = found.target
    given = {"goal": f"{target.by}|{target.value}", "per_mille": target.per_mille, "months": found.months}
    return f"/reach/?{urlencode({**given, 'move': moves}, doseq=True)}"


def _said(found: Reach, point: Point, names: Sequence[str]) -> str:
    """The values of a combination that are not as they are now; nothing where all are."""
    return "; ".join(
        f"{name}: {figures.number(value)}"
        for name, value, now in zip(names, point.values, found.present.values, strict=True)
        if value != now
    )


def _opened(point: Point) -> str:
    """The page on which a reform can be opened as a draft."""
    return f"/resolutions/draft/?{urlencode({'reform': point.draft})}" if point.draft else ""


def _points(found: Reach, names: Sequence[str]) -> list[tuple[Point, str, str]]:
    return [(one, _said(found, one, names) or _("nothing is moved"), _opened(one)) for one in found.points]


def _table(found: Reach, names: Sequence[str]) -> Table:
    columns = [
        Column("at", _("Reform"), "count"),
        *(Column(f"v{at}", name, "count") for at, name in enumerate(names)),
        Column("reached", _("Reached"), "day"), Column("share", _("At the end, per 1,000"), "count"),
        Column("barred", _("Months of waiting"), "count"), Column("moved", _("Values moved"), "count"),
    ]  # fmt: skip
    rows = [
        (
            Cell(at, _opened(one)), *one.values, found.day(one.month) if one.month >= 0 else None, one.share,
            one.barred, one.moved,
        )
        for at, one in enumerate(found.points, start=1)
    ]  # fmt: skip
    return Table("front", _("Reforms that nothing beats, from the least change to the least waiting"), columns, rows)


def _chart(found: Reach, names: Sequence[str]) -> Chart | None:
    """The front as bars: the waiting of each reform, from the least change on."""
    if not found.points:
        return None
    rows = [
        Bar(f"{at}. {_said(found, one, names) or _('nothing is moved')}", one.barred, _opened(one))
        for at, one in enumerate(found.points, start=1)
    ]
    says = _("The first changes least; each further one changes more and lets people wait less. Until %(day)s.") % {
        "day": figures.day(found.day(found.months))
    }
    return bars(
        "waiting", _("Months that people wait who might become members by the present rules"), rows,
        head=_("Reform"), says=says, measure=_("Months of waiting"),
    )  # fmt: skip
