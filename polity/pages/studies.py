"""What-if studies: every forecast that is kept, at an address that can be passed on."""

from typing import NamedTuple

from django.http import HttpRequest, HttpResponse

from polity.pages import opened
from polity.pages.resolutions import ONE, address
from polity.pages.resolutions_forecast import plainly
from polity.pages.routing import Scope, page
from polity.pages.shown import show
from polity.readings import studies as reading
from polity.readings.studies import Study
from polity.words import ids


class Line(NamedTuple):
    """A study as the list shows it."""

    study: Study
    says: list[str]
    href: str
    resolution: str
    preview: str
    state: str


@page("studies/", name="studies", scope=Scope.OPEN)
def studies(request: HttpRequest) -> HttpResponse:
    """Forecasts that are kept, each with what it says, where it is shown whole, and the preview of its draft."""
    found = reading.studies(opened.house(), scope=opened.scope_of(request))
    return show(request, "resolutions/studies.html", {"lines": [_line(one) for one in found if one.resolution]})


def _line(one: Study) -> Line:
    assert one.resolution is not None
    number = one.resolution.resolution
    run = {"by": one.by, "headline": one.values[0] if one.values else "", "target": None}
    if len(one.values) > 1:
        run["target"] = {"value": one.values[1]}
    says = [plainly(run, sentence) for sentence in one.says[:3]]
    preview = address(number, "preview/") if one.resolution.reform is not None else ""
    kept = f"{address(number, 'forecast/')}?kept={ids.show(one.forecast)}"
    return Line(one, says, kept, address(number), preview, str(ONE[one.resolution.state]))
