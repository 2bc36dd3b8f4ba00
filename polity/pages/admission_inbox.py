"""The inbox: whatever waits for the reader, by what is due, each opening its desk."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.pages import labels, links, opened
from polity.pages.home import desk_lines
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Cell, Column, Table
from polity.readings import admission as reading
from polity.readings import home
from polity.readings.cases import SOON
from polity.words import ids


@page("inbox/", name="inbox", scope=Scope.SIGNED_IN, section=gettext_lazy("Inbox"), order=10)
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits: recommendations asked, applications, appeals, candidacies, and a line for each other desk."""
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    waiting = home.waiting(opened.house(), on=day, scope=scope)
    # Only what is counted is listed.
    open_now = reading.applications(opened.house(), scope=scope) if waiting.applied or waiting.decided else []
    appeals = reading.appeals(opened.house(), scope=scope) if waiting.appeals else []
    asks = reading.asked_of(opened.house(), scope=scope) if waiting.asked else []
    tables = [
        _applications(request, "applied", _("Applications that the branch has yet to decide"), open_now),
        _applications(request, "decided", _("Applications that wait to be confirmed"), open_now),
        _appeals(request, appeals), _coming(request),
    ]  # fmt: skip
    if (answer := taken(request, *tables)) is not None:
        return answer
    on = links.kept_day(request)
    shown = {
        "asks": [(one, links.to(f"/admission/asked/{ids.show(one.asked)}/", on)) for one in asks],
        "desks": desk_lines(request),
        "tables": [(table, _counted(table.key, waiting)) for table in tables if table.rows],
        "served": waiting.served,
        "office": bool(request.reader.office),  # type: ignore[attr-defined]
        "soon": SOON,
        "listed": reading.LISTED,
    }
    return show(request, "home/inbox.html", shown)


def _counted(key: str, waiting: home.Waiting) -> int:
    counts: dict[str, Any] = waiting._asdict()
    return int(counts[key])


def _desk(request: HttpRequest, item: reading.Item) -> Cell:
    address = links.to(f"/admission/{ids.show(item.person)}/", links.kept_day(request))
    return Cell(item.name or ids.show(item.person), address)


def _applications(request: HttpRequest, state: str, caption: str, found: list[reading.Item]) -> Table:
    day: date = request.day  # type: ignore[attr-defined]
    rows = [
        (_desk(request, item), item.at.name, item.since, max(0, (day - item.since).days), item.due)
        for item in found
        if item.what == state
    ]
    dated = any(row[4] is not None for row in rows)
    columns = [
        Column("name", _("Name")), Column("unit", _("Unit")), Column("applied", _("Applied"), "day"),
        Column("age", _("Days waiting"), "count"), Column("due", _("Due"), "day"),
    ]  # fmt: skip
    return Table(state, caption, columns if dated else columns[:4], rows if dated else [row[:4] for row in rows])


def _appeals(request: HttpRequest, found: list[reading.Item]) -> Table:
    on = links.kept_day(request)
    rows = [
        (
            Cell(item.name or ids.show(item.person), links.to(f"/admission/appeals/{ids.show(item.key)}/", on)),
            item.at.name, item.since, labels.said(item.what),
        )
        for item in found
    ]  # fmt: skip
    columns = [
        Column("name", _("Name")), Column("unit", _("Against a decision of")), Column("lodged", _("Lodged"), "day"),
        Column("state", _("How it stands")),
    ]  # fmt: skip
    return Table("appeals", _("Appeals"), columns, rows)


def _coming(request: HttpRequest) -> Table:
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    rows = [
        (_desk(request, item), item.at.name, item.since, item.due)
        for item in reading.coming_due(opened.house(), on=day, scope=scope)
    ]
    columns = [
        Column("name", _("Name")), Column("unit", _("Unit")), Column("since", _("Candidate since"), "day"),
        Column("due", _("Period served on"), "day"),
    ]  # fmt: skip
    caption = _("Candidates whose period is served within %(days)s days") % {"days": SOON}
    return Table("coming", caption, columns, rows)
