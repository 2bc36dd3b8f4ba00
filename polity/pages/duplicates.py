"""Records that look like one person: the desk that sees both settles whether they are."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from polity.acts.exports import Settle
from polity.pages import labels, opened
from polity.pages.deeds import deed
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Cell, Column, Table
from polity.readings.duplicates import Pair, Side, pairs
from polity.words import ids


@page("duplicates/", name="duplicates", scope=Scope.OFFICE)
def duplicates(request: HttpRequest) -> HttpResponse:
    """The pairs that wait at this desk."""
    table = _table(pairs(opened.house(), scope=opened.scope_of(request)))
    return taken(request, table) or show(request, "imports/duplicates.html", {"table": table})


def _table(found: list[Pair]) -> Table:
    columns = [
        Column("name", _("Name")), Column("born", _("Born")), Column("first", _("One record")),
        Column("second", _("The other record")),
    ]  # fmt: skip
    rows = [
        (Cell(pair.name, _at(pair)), pair.born, _said(pair.first), _said(pair.second))
        for pair in found
    ]  # fmt: skip
    return Table("duplicates", _("Possibly one person"), columns, rows, empty=_("No two records look like one person."))


def _at(pair: Pair) -> str:
    return f"/duplicates/{pair.first.id}/{pair.second.id}/"


def _said(side: Side) -> str:
    return _("%(standing)s in %(unit)s since %(since)s") % {
        "standing": labels.said(side.standing), "unit": side.code, "since": side.since,
    }  # fmt: skip


@page("duplicates/<str:person>/<str:other>/", name="duplicate", scope=Scope.OFFICE, methods=("GET", "HEAD", "POST"))
def settle(request: HttpRequest, person: str, other: str) -> HttpResponse:
    """Settle whether two records are of one person."""
    first, second = ids.read(person), ids.read(other)
    found = [
        pair
        for pair in pairs(opened.house(), scope=opened.scope_of(request), person=first)
        if first is not None and (pair.first.person, pair.second.person) == (first, second)
    ]
    if not found:
        raise Http404
    return deed(
        request,
        Settle,
        fixed={"person": first, "other": second},
        title=_("Is %(name)s one person?") % {"name": found[0].name},
        button=_("Settle"),
        done=lambda entered: "/duplicates/",
        labels={"same": _("Both records are of one person"), "grounds": _("On what does that rest?")},
        extra={"pair": found[0], "sides": [found[0].first, found[0].second]},
        template="imports/duplicate.html",
    )
