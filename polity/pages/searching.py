"""Search: people, units, articles, resolutions and entries of the journal, within what the reader may see."""

from django.http import HttpRequest, HttpResponse

from polity.pages import opened
from polity.pages.routing import Scope, page
from polity.pages.shown import show
from polity.readings.search import MOST, search


@page("search/", name="search", scope=Scope.OPEN)
def searching(request: HttpRequest) -> HttpResponse:
    """What answers to a few letters, each kind apart."""
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    text = request.GET.get("q", "").strip()[:100]
    found = search(opened.house(), text, on=day, scope=scope)
    shown = {
        "asked": text,
        "found": found,
        "most": MOST,
        "nothing": not (found.people or found.units or found.articles or found.entry or found.resolutions),
        "sees_units": opened.sees_units(request),
    }
    return show(request, "search/search.html", shown)
