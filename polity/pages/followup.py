"""What became of our resolutions: all of them, one with its rules, tasks and targets, and the reports on each part."""

from collections.abc import Sequence
from datetime import date
from itertools import compress
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.access import offers
from polity.acts import Act
from polity.acts import danger as danger_acts
from polity.acts import followup as acts
from polity.pages import courses, figures, indicators, labels, links, opened, watching
from polity.pages.charts import Chart
from polity.pages.dangers import name_danger
from polity.pages.deeds import authority_of, deed
from polity.pages.resolutions import ONE, address, resolution_of
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Cell, Column, Table
from polity.readings import dangers as dangers_of
from polity.readings import followup as reading
from polity.readings.followup import Followed, Standing
from polity.readings.then import Then
from polity.register.naming import called
from polity.register.resolutions import Resolution
from polity.words import ids

POST = ("GET", "HEAD", "POST")
WHOLE: dict[str, Promise] = {
    "late": gettext_lazy("late or missed"),
    "open": gettext_lazy("under way"),
    "done": gettext_lazy("done"),
    "nothing": gettext_lazy("nothing further to do"),
    "rejected": gettext_lazy("rejected"),
}
PARTS: dict[str, Promise] = {
    "open": gettext_lazy("under way"),
    "late": gettext_lazy("late"),
    "done": gettext_lazy("done"),
    "dropped": gettext_lazy("given up"),
    "reached": gettext_lazy("reached"),
    "missed": gettext_lazy("missed"),
}
LOOKS = {"done": "holds", "reached": "holds", "late": "fails", "missed": "fails"}
RULES: dict[str, Promise] = {
    "not_yet": gettext_lazy("not yet in force"),
    "in_force": gettext_lazy("in force"),
    "lapsed": gettext_lazy("lapsed"),
    "replaced": gettext_lazy("replaced by a later one"),
}
OFFERED = (
    ("report/", gettext_lazy("Report on it")),
    ("done/", gettext_lazy("It is done")),
    ("put-off/", gettext_lazy("Put it off")),
)


class Shown(NamedTuple):
    """A task or a target as a page shows it."""

    one: Standing
    state: str
    look: str  # the class under which the style sheet knows it
    figure: watching.Figure | None
    deeds: Sequence[tuple[str, str]]


def part_address(number: int, rest: str = "") -> str:
    """One of the forms of a task or a target."""
    return f"/followup/{ids.show(number)}/{rest}"


# --- all of them -----------------------------------------------------------------------------------------------------


@page("followup/", name="followup", scope=Scope.OPEN)
def followup(request: HttpRequest) -> HttpResponse:
    """What became of everything that was decided; and what the reader's own unit has to see to."""
    house, scope, day = opened.house(), opened.scope_of(request), request.day  # type: ignore[attr-defined]
    unit = request.reader.unit  # type: ignore[attr-defined]
    everything, owned = reading.overview(house, unit, on=day, scope=scope)
    asked = {name: request.GET.get(name, "") for name in ("body", "mover", "state", "year")}
    found = [one for one in everything if _wanted(one, asked)]
    listed = _listed(request, found)
    if (answer := taken(request, listed)) is not None:
        return answer
    years = sorted({one.decision.day.year for one in everything if one.decision}, reverse=True)
    context = {
        "listed": listed, "asked": asked, "states": WHOLE.items(), "years": years, "any": bool(everything),
        "bodies": sorted({one.body for one in everything}), "movers": sorted({one.mover for one in everything}),
        "owned": [
            (of, address(of.resolution, "followup/"), part)
            for (of, _one), part in zip(owned, shown(request, owned)[0], strict=True)
        ],
        "narrowed": any(asked.values()),
    }  # fmt: skip
    return show(request, "followup/followup.html", context)


def _wanted(one: Followed, asked: dict[str, str]) -> bool:
    year = str(one.decision.day.year) if one.decision else ""
    mine = {"body": one.body.code, "mover": one.mover.code, "state": one.state, "year": year}
    return all(not value or mine[name] == value for name, value in asked.items())


def _listed(request: HttpRequest, found: Sequence[Followed]) -> Table:
    on = links.kept_day(request)
    columns = [
        Column("title", _("Resolution")), Column("decided", _("Decided on"), "day"),
        Column("state", _("How it stands")), Column("rules", _("Rules")),
        Column("done", _("Done or reached"), "count"), Column("of", _("Of"), "count"),
        Column("late", _("Late or missed"), "count"), Column("mover", _("Moved by")),
    ]  # fmt: skip
    rows = [
        (
            Cell(one.resolution.title, links.to(address(one.resolution.resolution, "followup/"), on)),
            one.decision.day if one.decision else None,
            str(WHOLE.get(one.state, one.state)),
            ", ".join(str(RULES[rule.state]) for rule in one.rules) or None,
            sum(part.state in ("done", "reached") for part in one.parts),
            len(one.parts),
            sum(part.state in ("late", "missed") for part in one.parts),
            Cell(one.mover.name, links.unit(one.mover.code, on)),
        )
        for one in found
    ]
    empty = _("Nothing that was decided is of this kind.")
    return Table("followup", str(_("What became of our resolutions")), columns, rows, empty=empty)


# --- one of them -----------------------------------------------------------------------------------------------------


@page("resolutions/<str:resolution>/followup/", name="resolution_followup", scope=Scope.OPEN)
def of_resolution(request: HttpRequest, resolution: str) -> HttpResponse:
    """What became of one resolution: its rules, tasks and targets with every report, its dangers, its forecasts."""
    house, scope, day = opened.house(), opened.scope_of(request), request.day  # type: ignore[attr-defined]
    number = ids.read(resolution)
    found = None if number is None else reading.one(house, number, on=day, scope=scope)
    if found is None:
        raise Http404
    parts, may = shown(request, [(found.resolution, one) for one in found.parts], besides=_additions(request, found))
    charts = [part.figure.chart for part in parts if part.figure and part.figure.chart]
    foretold = [(run, _foretold(run)) for run in found.forecasts]
    if (answer := taken(request, *charts, *(drawn for _run, drawn in foretold if drawn))) is not None:
        return answer
    one = found.resolution
    context = {
        "found": found, "one": one, "here": address(one.resolution), "page": "followup", "parts": parts,
        "state": WHOLE.get(found.state) or ONE[one.state],
        "rules": [(rule, RULES[rule.state]) for rule in found.rules],
        "dangers": [
            (watch, f"/dangers/{ids.show(watch.danger.danger)}/")
            for watch in dangers_of.dangers(house, on=day, scope=scope, resolution=one.resolution)
        ],
        "deeds": _deeds(one, may), "forecasts": foretold,
    }  # fmt: skip
    return show(request, "followup/resolution.html", context)


def _foretold(run: Then) -> Chart | None:
    """What a kept forecast said for the days that have come, and what came. None as long as it is fewer than two."""
    if run.what is None or len(run.points) < 2:
        return None
    by, value = run.what
    declared = {name: field.label for name, field in opened.house().columns.fields.items()}
    named = {"dimension": labels.dimension(by, declared), "value": labels.said(value)}
    expected = courses.Course(
        _("expected"),
        [(point.day, point.median) for point in run.points],
        band=[(point.day, point.low90, point.high90) for point in run.points],
        inner=[(point.day, point.low50, point.high50) for point in run.points],
    )
    came = courses.Course(_("came"), [(point.day, point.came) for point in run.points])
    title = _("Of 1,000 members: %(dimension)s, %(value)s") % named
    return courses.lines(f"forecast-{ids.show(run.forecast).lower()}", title, [expected, came], kind="per_mille")


def _additions(request: HttpRequest, found: Followed) -> list[Act]:
    """What can be added to a resolution: a task, as well as a target, and a danger. None without an office."""
    one, today = found.resolution, request.today  # type: ignore[attr-defined]
    if not request.reader.office or one.state not in acts.FOLLOWED:  # type: ignore[attr-defined]
        return []
    number: Any = one.resolution
    unit: Any = request.reader.unit or 0  # type: ignore[attr-defined]
    return [
        acts.Task(on=today, part=number, resolution=number, says="", owner=unit),
        danger_acts.Name(on=today, danger=number, says="", sign="", owner=unit, precaution=""),
    ]


def _deeds(one: Resolution, may: Sequence[bool]) -> list[tuple[str, str]]:
    """What the reader may add to a resolution, by whether they may do each of its additions."""
    here = address(one.resolution, "followup/")
    may_add, may_name = may or (False, False)
    found = [(here + "task/", _("Add a task")), (here + "target/", _("Add a target"))] if may_add else []
    return [*found, (here + "danger/", _("Name a danger"))] if may_name else found


def shown(
    request: HttpRequest, found: Sequence[tuple[Resolution, Standing]], *, besides: Sequence[Act] = ()
) -> tuple[list[Shown], list[bool]]:
    """Tasks and targets with their figures and what the reader may do with each; whether they may do acts besides."""
    reporting, dropping, may = _in_hand(request, found, besides)
    parts = [
        Shown(
            one,
            str(PARTS[one.state]),
            LOOKS.get(one.state, "open"),
            _figure(request, one),
            _part_deeds(one, may_report=one.part.owner in reporting, may_drop=of.body in dropping),
        )
        for of, one in found
    ]
    return parts, may


def _in_hand(
    request: HttpRequest, found: Sequence[tuple[Resolution, Standing]], besides: Sequence[Act]
) -> tuple[set[int], set[int], list[bool]]:
    """The units for whose parts the reader may report, the bodies whose parts they may give up; whether acts besides.

    Each is asked of one part alone: whoever may do so with one part of a unit may with all of them.
    """
    today, office = request.today, request.reader.office  # type: ignore[attr-defined]
    left = [(of, one) for of, one in found if office and one.part.state == "open"]
    owners: dict[int, Any] = {one.part.owner: one.part.part for _of, one in left}
    bodies: dict[int, Any] = {of.body: one.part.part for of, one in left}
    asked: list[Act] = [
        *(acts.Report(on=today, report=number, part=number, says="") for number in owners.values()),
        *(acts.Drop(on=today, report=number, part=number, grounds="") for number in bodies.values()),
        *besides,
    ]
    may = offers.may_offer_each(asked, by=authority_of(request), house=opened.house())
    reporting, dropping = may[: len(owners)], may[len(owners) : len(owners) + len(bodies)]
    return set(compress(owners, reporting)), set(compress(bodies, dropping)), may[len(owners) + len(bodies) :]


def _figure(request: HttpRequest, one: Standing) -> watching.Figure | None:
    key = f"part-{ids.show(one.part.part).lower()}"
    return watching.figure(request, key, one.part.watched, one.value, one.valued, since=one.part.added)


def _part_deeds(one: Standing, *, may_report: bool, may_drop: bool) -> list[tuple[str, str]]:
    if one.part.state != "open":
        return []
    counted = one.part.kind == "target" and one.part.watched.asks is not None
    offered = [(rest, str(words)) for rest, words in OFFERED if may_report and (not counted or rest != "done/")]
    if may_drop:
        offered.append(("drop/", _("Give it up")))
    return [(part_address(one.part.part, rest), words) for rest, words in offered]


# --- forms -----------------------------------------------------------------------------------------------------------


def _added(request: HttpRequest, resolution: str, kind: type[Act], title: str, button: str) -> HttpResponse:
    one = resolution_of(request, resolution)
    with opened.house().register(scope=opened.scope_of(request)) as register:
        _name, body = called(register, [one.body], on=request.day)[one.body]  # type: ignore[attr-defined]
    return deed(
        request, kind, fixed={"resolution": one.resolution}, title=title % {"title": one.title}, button=button,
        done=lambda _entered: address(one.resolution, "followup/"), choices=watching.CHOICES,
        initial={"owner": body, "side": "least", "measure": "per_mille" if kind is acts.Target else "count"},
        labels={"says": _("What is to be done") if kind is acts.Task else _("What is to be reached"),
                "owner": _("The unit that sees to it"), "due": _("Due on"), "on": _("Added on"), **watching.LABELS},
        hints={"owner": _("Its code. Its office reports, and finds it among what waits."), **watching.HINTS,
               "says": _("In plain words; everybody can read them. Name nobody.")},
    )  # fmt: skip


@page("resolutions/<str:resolution>/followup/task/", name="add_task", scope=Scope.OFFICE, methods=POST)
def task(request: HttpRequest, resolution: str) -> HttpResponse:
    """Give a unit a task from a resolution."""
    return _added(request, resolution, acts.Task, _("A task from: %(title)s"), _("Add the task"))


@page("resolutions/<str:resolution>/followup/target/", name="add_target", scope=Scope.OFFICE, methods=POST)
def target(request: HttpRequest, resolution: str) -> HttpResponse:
    """Attach a target to a resolution."""
    return _added(request, resolution, acts.Target, _("A target of: %(title)s"), _("Add the target"))


def part_of(request: HttpRequest, text: str) -> tuple[Resolution, Standing]:
    """The task or target that an address names, with its resolution. 404 where there is none."""
    day: date = request.day  # type: ignore[attr-defined]
    scope = opened.scope_of(request)
    return opened.named(text, lambda number: reading.of_part(opened.house(), number, on=day, scope=scope))


def _said(request: HttpRequest, part: str, kind: type[Act], title: str, button: str) -> HttpResponse:
    of, one = part_of(request, part)
    fixed: dict[str, Any] = {"part": one.part.part}
    if kind in (acts.Report, acts.Done) and not one.part.watched.by_people:
        fixed["value"] = None  # the register counts it, or there is nothing to count
    about = _("%(says)s From: %(title)s.") % {"says": one.part.says, "title": of.title}
    if one.due is not None:
        about += " " + _("Due on %(day)s.") % {"day": figures.day(one.due)}
    if one.part.watched.bound is not None:
        about += " " + indicators.said(one.part.watched)
    return deed(
        request, kind, fixed=fixed, title=title, button=button, extra={"about": about},
        done=lambda _entered: address(of.resolution, "followup/"),
        labels={**watching.REPORT_LABELS, "says": _("What was done"), "due": _("The new day"), "grounds": _("Grounds")},
        hints={**watching.REPORT_HINTS, "grounds": _("Everybody can read them. Name nobody.")},
    )  # fmt: skip


@page("followup/<str:part>/report/", name="report_part", scope=Scope.OFFICE, methods=POST)
def report(request: HttpRequest, part: str) -> HttpResponse:
    """How it stands with a task or a target."""
    return _said(request, part, acts.Report, _("Report on what follows from a resolution"), _("Enter the report"))


@page("followup/<str:part>/done/", name="part_done", scope=Scope.OFFICE, methods=POST)
def done(request: HttpRequest, part: str) -> HttpResponse:
    """A task is done, or a target that people count is reached."""
    return _said(request, part, acts.Done, _("It is done"), _("Enter that it is done"))


@page("followup/<str:part>/put-off/", name="put_part_off", scope=Scope.OFFICE, methods=POST)
def put_off(request: HttpRequest, part: str) -> HttpResponse:
    """A task or a target gets another day; the delay stays to be seen."""
    return _said(request, part, acts.PutOff, _("Put it off"), _("Enter the new day"))


@page("followup/<str:part>/drop/", name="drop_part", scope=Scope.OFFICE, methods=POST)
def drop(request: HttpRequest, part: str) -> HttpResponse:
    """A task or a target is given up."""
    return _said(request, part, acts.Drop, _("Give it up"), _("Enter that it is given up"))


@page("resolutions/<str:resolution>/followup/danger/", name="name_danger_of", scope=Scope.OFFICE, methods=POST)
def danger(request: HttpRequest, resolution: str) -> HttpResponse:
    """Name a danger that a resolution brings."""
    one = resolution_of(request, resolution)
    about = _("A danger of: %(title)s") % {"title": one.title}
    return name_danger(request, {"resolution": one.resolution}, about)
