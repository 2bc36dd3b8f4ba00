"""The annual report as a page, and to take away as text or as data."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from polity.pages import (
    acts_said,
    dangers,
    figures,
    followup,
    labels,
    links,
    open_questions,
    opened,
    refusals,
    watching,
)
from polity.pages.balance import FLOWS
from polity.pages.resolutions import ONE, address
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Cell, Column, Table
from polity.readings.annual import Annual, Flows
from polity.readings.annual import annual as report_of
from polity.readings.annual_markdown import markdown
from polity.readings.census import Unanswerable
from polity.readings.followup import Standing
from polity.register.resolutions import Resolution


@page("annual/", name="annual", scope=Scope.OPEN)
def annual(request: HttpRequest) -> HttpResponse:
    """The annual report of this year so far, and the way to the years before."""
    day: date = request.day  # type: ignore[attr-defined]
    return annual_of(request, day.year)


@page("annual/<int:year>/", name="annual_of", scope=Scope.OPEN)
def of_year(request: HttpRequest, year: int) -> HttpResponse:
    """The annual report of a year."""
    return annual_of(request, year)


def annual_of(request: HttpRequest, year: int) -> HttpResponse:
    """The report of a year as a page, or as what is taken away."""
    house, scope, day = opened.house(), opened.scope_of(request), request.day  # type: ignore[attr-defined]
    take = request.GET.get("take")
    try:
        found = report_of(house, year, on=day, scope=scope, brief=take != "annual.json")
    except Unanswerable as wrong:
        return refusals.not_understood(request, says=wrong.says, remedy=wrong.remedy)
    if take == "annual.md":
        head = {"Content-Disposition": f'attachment; filename="annual-{year}.md"'}
        return HttpResponse(markdown(found), content_type="text/markdown; charset=utf-8", headers=head)
    if take == "annual.json":
        head = {"Content-Disposition": f'attachment; filename="annual-{year}.json"'}
        return JsonResponse(found.plain(), json_dumps_params={"ensure_ascii": False, "indent": 2}, headers=head)
    tables = {"resolved": _resolved(request, found), "targets": _targets(found), "entered": _entered(found)}
    flows = [_flows(one) for one in found.flows]
    if (answer := taken(request, *tables.values(), *flows)) is not None:
        return answer
    context = {
        "found": found, "year": year, "flows": flows, **tables,
        "before": year - 1, "before_year": str(year - 1), "after": year + 1 if year < day.year else None,
        "after_year": str(year + 1),
        "parts": [
            _parts(request, "done", _("Done and reached"), found.ended("done", "reached")),
            _parts(request, "missed", _("Missed, late, or given up"), found.ended("missed", "late", "dropped")),
            _parts(request, "open", _("Still to be done"), found.ended("open")),
        ],
        "dangers": [dangers.line(one) for one in found.dangers],
        "questions": [
            (one.question, open_questions.address(one.question.question), open_questions.STATES[one.question.state])
            for one in found.questions
        ],
        "left_out": any(
            count is None
            for one in found.flows
            for count in (one.start, one.end, *(count for _name, count in (*one.came, *one.went)))
        ),
        "opens": [one for one in found.flows if not one.closes],
    }  # fmt: skip
    return show(request, "followup/annual.html", context)


def _resolved(request: HttpRequest, found: Annual) -> Table:
    on = links.kept_day(request)
    columns = [
        Column("day", _("Decided on"), "day"), Column("title", _("Resolution")), Column("state", _("How it stands")),
        Column("for", _("For"), "count"), Column("against", _("Against"), "count"),
        Column("abstained", _("Abstained"), "count"), Column("rules", _("Rules")), Column("mover", _("Moved by")),
    ]  # fmt: skip
    rows = []
    for one in found.resolved:
        votes = one.decision.figures if one.decision else None
        rows.append(
            (
                one.decision.day if one.decision else None,
                Cell(one.resolution.title, links.to(address(one.resolution.resolution, "followup/"), on)),
                str(ONE[one.resolution.state]),
                *((votes.votes_for, votes.votes_against, votes.abstained) if votes else (None, None, None)),
                ", ".join(str(followup.RULES[rule.state]) for rule in one.rules) or None,
                Cell(one.mover.name, links.unit(one.mover.code, on)),
            )
        )
    return Table("resolved", str(_("What was resolved")), columns, rows, empty=_("Nothing was decided."))


def _parts(request: HttpRequest, key: str, title: str, found: Sequence[tuple[Resolution, Standing]]) -> Table:
    on = links.kept_day(request)
    columns = [
        Column("what", _("What")), Column("state", _("How it stands")), Column("due", _("Due on"), "day"),
        Column("late", _("Put off")), Column("owner", _("Seen to by")), Column("resolution", _("Resolution")),
    ]  # fmt: skip
    rows = [
        (
            one.part.says,
            str(followup.PARTS[one.state]),
            one.due,
            "; ".join(delay.says for delay in one.delays),
            one.owner.name,
            Cell(of.title, links.to(address(of.resolution, "followup/"), on)),
        )
        for of, one in found
    ]
    return Table(key, title, columns, rows)


def _targets(found: Annual) -> Table:
    columns = [
        Column("target", _("Target")), Column("figure", _("Stands at")), Column("due", _("Due on"), "day"),
        Column("state", _("How it stands")), Column("resolution", _("Resolution")),
    ]  # fmt: skip
    rows = [
        (
            one.part.says,
            watching.stands(one.part.watched, one.value),
            one.due,
            str(followup.PARTS[one.state]),
            Cell(of.title, address(of.resolution, "followup/")),
        )
        for of, one in found.targets
    ]
    return Table("targets", str(_("Targets")), columns, rows, empty=_("No resolution has a target."))


def _flows(one: Flows) -> Table:
    """Start, what came and went by cause, end: a row each."""
    name = labels.MANY[one.standing]
    columns = [Column("what", name), Column("people", _("People"), "count")]
    rows: list[tuple[Any, ...]] = [(figures.day(one.since), one.start)]
    rows += [(FLOWS[flow], count) for flow, count in one.came]
    rows += [(FLOWS[flow], None if count is None else -count) for flow, count in one.went]
    rows.append((figures.day(one.until), one.end))
    caption = _("%(standing)s from %(since)s to %(until)s") % {
        "standing": name, "since": figures.day(one.since), "until": figures.day(one.until),
    }  # fmt: skip
    return Table(f"flows-{one.standing}", caption, columns, rows)


def _entered(found: Annual) -> Table:
    columns = [Column("act", _("What was done")), Column("entries", _("Entries"), "count")]
    rows = [(Cell(acts_said.said(act), links.to("/journal/", act=act)), count) for act, count in found.acts]
    return Table("entered", str(_("What was entered in the journal")), columns, rows, empty=_("Nothing was entered."))
