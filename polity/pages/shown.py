"""How a view answers: a whole page, a part of one, the next page, or a table and a drawing to take away."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string

from polity.pages.charts import Chart
from polity.pages.tables import Table


def show(request: HttpRequest, template: str, page: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """Show a page. Of `"unit/list.html#rows"`, a script is sent the part `rows`, and everyone else the whole."""
    name, _, part = template.partition("#")
    asked_for_part = bool(part) and request.headers.get("HX-Request") == "true"
    body = render_to_string(template if asked_for_part else name, page, request)
    return HttpResponse(body, status=status)


def forward(request: HttpRequest, address: str) -> HttpResponse:
    """Go on to another page of ours after an act was entered."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    response = HttpResponseRedirect(address)
    response.status_code = 303
    return response


def taken(request: HttpRequest, *offered: Chart | Table) -> HttpResponse | None:
    """Answer `?take=<key>.csv` or `?take=<key>.svg` with what the page offers under that key, else None.

    The numbers are those of the page, for the same day and the same reader: nothing is asked for anew.
    """
    key, _, kind = request.GET.get("take", "").rpartition(".")
    for thing in offered:
        table = thing.table if isinstance(thing, Chart) else thing
        if table.key != key:
            continue
        if kind == "csv":
            return _file(table.csv(), "text/csv; charset=utf-8", f"{key}.csv")
        if kind == "svg" and isinstance(thing, Chart):
            return _file(thing.file(), "image/svg+xml", f"{key}.svg")
    return None


def _file(body: str, kind: str, name: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
