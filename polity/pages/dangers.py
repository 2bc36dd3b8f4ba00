"""The register of dangers: each with its early sign, its figure, what is done against it, and whether that worked."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.acts import Act
from polity.acts import danger as acts
from polity.pages import opened, watching
from polity.pages.deeds import Entered, deed
from polity.pages.meetings import may
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.readings import dangers as reading
from polity.readings.dangers import Watch
from polity.register.naming import called
from polity.words import ids

POST = ("GET", "HEAD", "POST")
STATES: dict[str, Promise] = {
    "near": gettext_lazy("Past their threshold"),
    "watched": gettext_lazy("Watched for"),
    "come": gettext_lazy("Come"),
    "averted": gettext_lazy("Averted"),
    "closed": gettext_lazy("Watched no longer"),
}
ONE: dict[str, Promise] = {
    "near": gettext_lazy("past its threshold"),
    "watched": gettext_lazy("watched for"),
    "come": gettext_lazy("came"),
    "averted": gettext_lazy("averted"),
    "closed": gettext_lazy("watched no longer"),
}
WORKED: dict[str, Promise] = {
    "yes": gettext_lazy("The precaution worked."),
    "partly": gettext_lazy("The precaution worked in part."),
    "no": gettext_lazy("The precaution did not work."),
}


class Line(NamedTuple):
    """A danger as a list shows it."""

    watch: Watch
    href: str
    figure: watching.Figure | None
    worked: str


def address(number: int, rest: str = "") -> str:
    """The page of a danger, or one of its forms."""
    return f"/dangers/{ids.show(number)}/{rest}"


def danger_of(request: HttpRequest, text: str) -> Watch:
    """The danger that an address names. 404 where there is none."""
    day: date = request.day  # type: ignore[attr-defined]
    scope = opened.scope_of(request)
    return opened.named(text, lambda number: reading.one(opened.house(), number, on=day, scope=scope))


def group_of(watch: Watch) -> str:
    """Under which heading a danger stands."""
    return "near" if watch.near else watch.state


def line(watch: Watch, figure: watching.Figure | None = None) -> Line:
    """A danger, with its figure where that is drawn."""
    return Line(watch, address(watch.danger.danger), figure, str(WORKED[watch.worked]) if watch.worked else "")


def with_figure(request: HttpRequest, watch: Watch) -> Line:
    """A danger with its figure."""
    key = f"danger-{ids.show(watch.danger.danger).lower()}"
    danger = watch.danger
    return line(watch, watching.figure(request, key, danger.watched, watch.value, watch.valued, since=danger.named))


@page("dangers/", name="dangers", scope=Scope.OPEN)
def dangers(request: HttpRequest) -> HttpResponse:
    """Every danger that was named, those past their threshold first."""
    day: date = request.day  # type: ignore[attr-defined]
    every = reading.dangers(opened.house(), on=day, scope=opened.scope_of(request))
    found = [with_figure(request, one) for one in every]
    groups: list[tuple[str, Promise, Sequence[Line]]] = [
        (code, name, held)
        for code, name in STATES.items()
        if (held := [one for one in found if group_of(one.watch) == code])
    ]
    return show(request, "followup/dangers.html", {"groups": groups, "may_name": _may_name(request)})


def _may_name(request: HttpRequest) -> bool:
    unit: Any = request.reader.unit  # type: ignore[attr-defined]
    if not request.reader.office or unit is None:  # type: ignore[attr-defined]
        return False
    today: date = request.today  # type: ignore[attr-defined]
    number: Any = 0
    return may(request, acts.Name(on=today, danger=number, says="", sign="", owner=unit, precaution=""))


@page("dangers/name/", name="name_danger", scope=Scope.OFFICE, methods=POST)
def name(request: HttpRequest) -> HttpResponse:
    """Name a danger, of a resolution or of none."""
    return name_danger(request, {}, _("A danger is named before it comes, with the sign by which it would be known."))


def name_danger(request: HttpRequest, fixed: Mapping[str, Any], about: str) -> HttpResponse:
    """The form in which a danger is named."""

    def done(entered: Entered) -> str:
        assert isinstance(entered.act, acts.Name)
        return address(entered.act.danger)

    unit = request.reader.unit  # type: ignore[attr-defined]
    with opened.house().register(scope=opened.scope_of(request)) as register:
        own = called(register, [unit], on=request.day)[unit][1] if unit is not None else ""  # type: ignore[attr-defined]
    return deed(
        request, acts.Name, fixed=fixed, title=_("Name a danger"), button=_("Name the danger"), done=done,
        choices=watching.CHOICES, initial={"owner": own, "side": "most", "measure": "count"}, extra={"about": about},
        labels={"says": _("The danger"), "sign": _("The early sign"), "precaution": _("What is done against it"),
                "owner": _("The unit that watches for it"), "resolution": _("Resolution"), "on": _("Named on"),
                **watching.LABELS, "side": _("The figure should be")},
        hints={"says": _("In plain words; everybody can read them. Name nobody."),
               "sign": _("By what it would be known before it comes."), "owner": _("Its code."),
               "resolution": _("The id of the resolution that brings it, if one does."), **watching.HINTS},
    )  # fmt: skip


@page("dangers/<str:danger>/", name="danger", scope=Scope.OPEN)
def danger(request: HttpRequest, danger: str) -> HttpResponse:
    """A danger: its sign and figure, what is done against it, every report, and whether the precaution worked."""
    found = with_figure(request, danger_of(request, danger))
    charts = [found.figure.chart] if found.figure and found.figure.chart else []
    if (answer := taken(request, *charts)) is not None:
        return answer
    watch = found.watch
    context = {
        "line": found, "watch": watch, "one": watch.danger, "figure": found.figure, "here": found.href,
        "state": ONE[group_of(watch)], "deeds": _deeds(request, watch),
        "with_it": watch.with_it and ids.show(watch.with_it.resolution),
        "answers": [(answer, ids.show(answer.resolution)) for answer in watch.answers],
        "reports": [(report, ONE[report.state]) for report in watch.said],
    }  # fmt: skip
    return show(request, "followup/danger.html", context)


def _deeds(request: HttpRequest, watch: Watch) -> list[tuple[str, str]]:
    number: Any = watch.danger.danger
    today: date = request.today  # type: ignore[attr-defined]
    if not request.reader.office or watch.danger.state in reading.OVER:  # type: ignore[attr-defined]
        return []
    here = address(number)
    kinds: list[tuple[Act, str, str]] = [
        (acts.Report(on=today, report=number, danger=number, says=""), "report/", _("Report on it")),
    ]
    if watch.danger.state == "watched":
        kinds.append((acts.Come(on=today, report=number, danger=number, says=""), "come/", _("It came")))
        kinds.append(
            (acts.Avert(on=today, report=number, danger=number, worked="", says=""), "avert/", _("It was averted"))
        )
    close = acts.Close(on=today, report=number, danger=number, worked="", says="")
    kinds.append((close, "close/", _("Watch for it no longer")))
    return [(here + rest, words) for act, rest, words in kinds if may(request, act)]


def _said(request: HttpRequest, danger: str, kind: type[Act], title: str, button: str) -> HttpResponse:
    watch = danger_of(request, danger)
    one = watch.danger
    fixed: dict[str, Any] = {"danger": one.danger}
    if kind is acts.Report and not one.watched.by_people:
        fixed["value"] = None  # the register counts it, or there is nothing to count
    return deed(
        request, kind, fixed=fixed, title=title, button=button, extra={"about": one.says},
        done=lambda _entered: address(one.danger),
        choices={"worked": [("yes", _("yes")), ("partly", _("in part")), ("no", _("no"))]},
        labels={**watching.REPORT_LABELS, "says": _("What is to be said"), "worked": _("Did the precaution work?"),
                "resolution": _("Decided about it")},
        hints={**watching.REPORT_HINTS, "resolution": _("The id of a resolution that was decided about the danger.")},
    )  # fmt: skip


@page("dangers/<str:danger>/report/", name="report_danger", scope=Scope.OFFICE, methods=POST)
def report(request: HttpRequest, danger: str) -> HttpResponse:
    """How it stands with a danger."""
    return _said(request, danger, acts.Report, _("Report on a danger"), _("Enter the report"))


@page("dangers/<str:danger>/come/", name="danger_came", scope=Scope.OFFICE, methods=POST)
def come(request: HttpRequest, danger: str) -> HttpResponse:
    """The danger came."""
    return _said(request, danger, acts.Come, _("The danger came"), _("Enter that it came"))


@page("dangers/<str:danger>/avert/", name="danger_averted", scope=Scope.OFFICE, methods=POST)
def avert(request: HttpRequest, danger: str) -> HttpResponse:
    """The danger did not come and is over."""
    return _said(request, danger, acts.Avert, _("The danger was averted"), _("Enter that it was averted"))


@page("dangers/<str:danger>/close/", name="danger_closed", scope=Scope.OFFICE, methods=POST)
def close(request: HttpRequest, danger: str) -> HttpResponse:
    """The danger is watched no longer."""
    return _said(request, danger, acts.Close, _("Watch for a danger no longer"), _("Close the danger"))
