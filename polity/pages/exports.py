"""Files out: asked for with a purpose and an end, approved by a second officer where many people go out, and taken."""

from datetime import timedelta

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.acts import exports as acts
from polity.imports import takings
from polity.imports.handing import Taker, handed
from polity.imports.sweeping import ENDINGS, sweep_exports
from polity.pages import frame, opened
from polity.pages.deeds import deed
from polity.pages.imports_mapping import in_words
from polity.pages.routing import Scope, page
from polity.pages.shown import show
from polity.readings import exports as reading
from polity.readings import people as readings_of_people
from polity.readings import units as readings_of_units
from polity.register.exports import Export
from polity.words import ids

METHODS = ("GET", "HEAD", "POST")
DAYS = 7  # that a file is kept unless something else is said


@page("exports/", name="exports", scope=Scope.OFFICE, section=gettext_lazy("Files out"), order=71)
def exports(request: HttpRequest) -> HttpResponse:
    """The exports of this part of the tree, and how each stands."""
    scope, today = opened.scope_of(request), request.today  # type: ignore[attr-defined]
    sweep_exports(opened.house(), today=today)
    person = request.reader.person  # type: ignore[attr-defined]
    found = [
        {
            "export": one,
            "id": ids.show(one.export),
            "owner": name_of(request, one.owner),
            "own": one.owner == person,
            "state": state_of(one, today),
            "ready": one.approved and one.expires >= today,
            "waits": not one.approved and one.expires >= today,
            "taken": takings.of(opened.house().database, one.export),
        }
        for one in reading.exports(opened.house(), scope=scope)
    ]
    return show(request, "exports/list.html", {"found": found})


def state_of(export: Export, today: object) -> str:
    """How an export stands, in words."""
    if export.expires < today:  # type: ignore[operator]
        return _("ended; the file is gone")
    return _("ready") if export.approved else _("waits for a second officer")


def name_of(request: HttpRequest, person: int | None) -> str:
    """Who somebody is, as far as the reader may see."""
    if person is None:
        return _("whoever keeps the records")
    scope = opened.scope_of(request)
    found = readings_of_people.record(opened.house(), person, on=request.today, scope=scope)  # type: ignore[attr-defined]
    return ids.show(person) if found is None or not found.name else str(found.name)


@page("exports/new/", name="export_new", scope=Scope.OFFICE, methods=METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Ask for an export of the reader's unit, or of one below it (`?unit=`)."""
    reader, today = request.reader, request.today  # type: ignore[attr-defined]
    unit = reader.unit
    if request.GET.get("unit"):
        unit = readings_of_units.found(
            opened.house(), request.GET["unit"], on=today, scope=opened.scope_of(request)
        )  # fmt: skip
    if unit is None or reader.person is None:
        raise Http404
    with opened.house().register(scope=opened.scope_of(request)) as register:
        version = register.unit(unit, on=today)
        columns = acts.known_columns(register, "people")
        alone = acts.alone(register)
    if version is None:
        raise Http404
    return deed(
        request,
        acts.Make,
        fixed={"unit": unit, "owner": reader.person},
        initial={"what": "people", "form": "csv", "expires": today + timedelta(days=DAYS), "on": today},
        choices={
            "what": [("people", _("People")), ("units", _("Units"))],
            "form": [
                ("csv", _("CSV")), ("xlsx", _("Excel sheet")), ("jsonl", _("JSON Lines")),
                ("popolo", _("Popolo JSON, for exchange with other programs")),
            ],
            "columns": [(column, in_words(column)) for column in columns],
        },
        labels={
            "what": _("What"), "form": _("Form of the file"), "purpose": _("What is it for?"),
            "expires": _("Kept until"), "columns": _("Columns"),
        },
        hints={
            "purpose": _("Everybody in the file can read this sentence in their own record."),
            "expires": _("After this day the file is gone; a month at most."),
            "columns": _("Only those that the purpose needs. None chosen: all of them."),
        },
        title=_("Export from %(unit)s") % {"unit": version.name},
        button=_("Make the export"),
        done=lambda entered: "/exports/",
        extra={
            "about": _("More than %(count)s people go out only when a second officer has approved it.")
            % {"count": alone}
        },
    )  # fmt: skip


def _of(request: HttpRequest, export: str) -> Export:
    number = ids.read(export)
    scope = opened.scope_of(request)
    found = None if number is None else reading.one(opened.house(), number, scope=scope)
    if found is None:
        raise Http404
    return found


@page("exports/<str:export>/approve/", name="export_approve", scope=Scope.OFFICE, methods=METHODS)
def approve(request: HttpRequest, export: str) -> HttpResponse:
    """A second officer lets an export go ahead."""
    found = _of(request, export)
    reader = request.reader  # type: ignore[attr-defined]
    if reader.person is None:
        raise Http404
    return deed(
        request,
        acts.Approve,
        fixed={"export": found.export, "second": reader.person},
        title=_("Approve an export"),
        button=_("Approve the export"),
        done=lambda entered: "/exports/",
        extra={
            "about": _("%(people)s people, for: %(purpose)s. Columns: %(columns)s.")
            % {"people": found.people, "purpose": found.purpose, "columns": ", ".join(found.columns)}
        },
    )


@page("exports/<str:export>/file", name="export_file", scope=Scope.OFFICE)
def file(request: HttpRequest, export: str) -> FileResponse:
    """The file itself, for its owner, until it expires. Each taking is written down before it begins."""
    found = _of(request, export)
    today = request.today  # type: ignore[attr-defined]
    path = handed(
        opened.house(), found, _taker(request), today=today, at=frame.current().now(), scope=opened.scope_of(request)
    )
    if path is None:
        raise Http404
    name = f"{found.what}-{found.made}{ENDINGS[found.form]}"
    return FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")


def _taker(request: HttpRequest) -> Taker:
    reader = request.reader  # type: ignore[attr-defined]
    office = f"{reader.office}@{ids.show(reader.unit)}" if reader.office and reader.unit else None
    return Taker(reader.person, ", ".join(part for part in (reader.title, reader.where) if part), office)
