"""What members ask for in their own matter, as the office answers it; and what is kept longer than it may be."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from polity.access import scrubbing
from polity.acts import retention, rights
from polity.pages import frame, labels, links, opened
from polity.pages.deeds import deed
from polity.pages.own import KINDS, POST, STATES, STAYS, looked
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Cell, Column, Table
from polity.readings import rights as reading
from polity.readings.house import Scope as Seen
from polity.words import ids


@page("requests/", name="requests", scope=Scope.OFFICE)
def requests(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, the earliest due first."""
    found = reading.waiting(opened.house(), scope=opened.scope_of(request))
    columns = [
        Column("due", _("Due by"), "day"), Column("kind", _("What")), Column("name", _("Who")),
        Column("unit", _("Unit")), Column("state", _("State")),
    ]  # fmt: skip
    rows = [
        (
            one.request.due,
            Cell(str(KINDS[one.request.kind]), f"/requests/{ids.show(one.request.request)}/"),
            Cell(one.name, links.person(one.request.person)),
            one.unit,
            str(STATES[one.request.state]) if one.request.state != "granted" else _("waits for the second person"),
        )
        for one in found
    ]
    empty = _("Requests of members for a correction or an erasure stand here until they are answered.")
    listed = Table("requests", _("What members ask for"), columns, rows, empty=empty)
    gone = _erased(request)
    if (answer := taken(request, listed, gone)) is not None:
        return answer
    return show(request, "rights/requests.html", {"listed": listed, "gone": gone if gone.rows else None})


def _erased(request: HttpRequest) -> Table:
    """Erasures that were carried out, and whether the database's files are free of what was erased."""
    reached = scrubbing.reached()
    columns = [
        Column("day", _("Carried out on"), "day"), Column("asked", _("Asked on"), "day"),
        Column("files", _("The database's files")),
    ]  # fmt: skip
    rows = [
        (
            one.state_since,
            one.asked,
            _("written anew: nothing is left in them")
            if one.entry <= reached
            else _("written anew within a few minutes, while the pages are served"),
        )
        for one in reading.erased(opened.house(), scope=opened.scope_of(request))
    ]
    return Table("erased", _("Erasures that were carried out"), columns, rows)


def _asked(request: HttpRequest, asked: str) -> reading.Asked:
    number = ids.read(asked)
    found = None if number is None else reading.asked(opened.house(), number, scope=opened.scope_of(request))
    if found is None:
        raise Http404
    return found


@page("requests/<str:asked>/", name="request", scope=Scope.OFFICE, methods=POST)
def answer(request: HttpRequest, asked: str) -> HttpResponse:
    """One request: what is asked and on what it rests, and the form of the answer while it waits."""
    found = _asked(request, asked)
    looked(request, found.request.person, "request opened")
    shown = {"asked": found, "kind": KINDS[found.request.kind], "state": STATES[found.request.state],
             "field": _field(found.request.field), "id": ids.show(found.request.request)}  # fmt: skip
    if found.request.state != "asked":
        return show(request, "rights/answered.html", shown)
    reader = request.reader  # type: ignore[attr-defined]
    return deed(
        request, rights.Answer,
        fixed={"person": found.request.person, "request": found.request.request, "answered_by": reader.person},
        title=str(KINDS[found.request.kind]), button=_("Answer the request"),
        done=lambda _entered: f"/requests/{ids.show(found.request.request)}/",
        choices={"decision": [("granted", _("grant it")), ("refused", _("refuse it"))]},
        labels={"decision": _("Answer"), "on": _("Day of the answer")},
        hints={"grounds": _("The person reads this.")}, extra=shown, template="rights/answer.html",
    )  # fmt: skip


def _field(name: str | None) -> str:
    if name is None:
        return ""
    with opened.house().register(scope=Seen(day=frame.current().today())) as register:
        declared = register.fields("person")
    return declared[name].label if name in declared else labels.headed(name)


@page("requests/<str:asked>/erase/", name="request_erase", scope=Scope.OFFICE, methods=POST)
def erase(request: HttpRequest, asked: str) -> HttpResponse:
    """Carry out an erasure that another officer granted."""
    found = _asked(request, asked)
    if found.request.kind != "erasure" or found.request.state != "granted":
        raise Http404
    reader = request.reader  # type: ignore[attr-defined]
    return deed(
        request, rights.EraseOnRequest,
        fixed={"person": found.request.person, "request": found.request.request, "second": reader.person},
        title=_("Carry out the erasure of %(name)s") % {"name": found.name}, button=_("Erase for good"),
        done=lambda _entered: "/requests/", template="rights/erasure.html",
        extra={"stays": list(STAYS.values()), "standing": found.standing, "second": True},
    )  # fmt: skip


@page("expiry/", name="expiry", scope=Scope.OFFICE, methods=POST)
def expiry(request: HttpRequest) -> HttpResponse:
    """What is kept of people who left longer than the organisation says, and letting it become unknown."""
    scope = opened.scope_of(request)
    found = reading.expiring(opened.house(), scope=scope)
    fields: dict[str, int] = {}
    for one in found:
        for name in ("identity",) if one.wholly else one.fields:
            fields[name] = fields.get(name, 0) + 1
    columns = [Column("field", _("What")), Column("people", _("Persons"), "count")]
    rows = [
        (_("everything: the person is erased") if name == "identity" else _field(name), count)
        for name, count in sorted(fields.items())
    ]
    listed = Table(
        "expiring", _("What is kept longer than it may be"), columns, rows,
        empty=_("Nothing is kept longer than the organisation says."),
    )  # fmt: skip
    if (answer := taken(request, listed)) is not None:
        return answer
    return deed(
        request, retention.Expire, fixed={"unit": None if scope.whole else scope.unit},
        title=_("Let what has had its time become unknown"), button=_("Let it become unknown"),
        done=lambda _entered: "/expiry/", extra={"listed": listed, "most": retention.MOST},
        template="rights/expiry.html",
    )  # fmt: skip
