"""What one was told; the letters of a desk; and the address of a calendar that says what is due."""

from datetime import UTC
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.access import feeds
from polity.pages import frame, links, opened
from polity.pages.own import looked
from polity.pages.routing import Scope, page
from polity.pages.shown import show
from polity.readings import notices as reading
from polity.readings.desks import covered
from polity.readings.house import Scope as Seen
from polity.words import ids


@page("notices/", name="notices", scope=Scope.SIGNED_IN, section=gettext_lazy("Notices"), order=11)
def notices(request: HttpRequest) -> HttpResponse:
    """What oneself was told, and what the desk of one's office was told."""
    scope, house = opened.scope_of(request), opened.house()
    before, below = _before(request, "before"), _before(request, "desk")
    mine, more = reading.own(house, scope=scope, before=before) if scope.person is not None else ([], None)
    desk, more_desk = reading.desk(house, scope=scope, before=below)
    latest = max((one.notice for one in (*mine, *desk)), default=0)
    if latest > request.session.get("told", 0):
        request.session["told"] = latest
    shown = {
        "mine": mine, "more": more, "desk": [(one, _person(one)) for one in desk], "more_desk": more_desk,
        "in_office": scope.unit is not None, "own": ids.show(scope.person) if scope.person is not None else "",
    }  # fmt: skip
    return show(request, "notices/notices.html", shown)


def _before(request: HttpRequest, name: str) -> int | None:
    given = request.GET.get(name, "")
    return int(given) if given.isascii() and given.isdecimal() and len(given) < 18 else None


def _person(one: reading.Notice) -> str:
    return links.person(one.person) if one.person is not None else ""


@page("notices/letters/<str:person>/", name="letters", scope=Scope.SIGNED_IN)
def letters(request: HttpRequest, person: str) -> HttpResponse:
    """What a person was told, in one letter to print; as plain text with ?as=text."""
    number = ids.read(person)
    scope = opened.scope_of(request)
    found = None if number is None else reading.letters(opened.house(), number, scope=scope)
    if found is None:
        raise Http404
    if number is not None and number != scope.person:
        looked(request, number, "letters opened")
    name, told = found
    if request.GET.get("as") == "text":
        text = reading.text_of(frame.current().name, name, told, on=request.today)  # type: ignore[attr-defined]
        return HttpResponse(text, content_type="text/plain; charset=utf-8")
    return show(request, "notices/letter.html", {"name": name, "told": told, "person": person})


# --- the calendar -----------------------------------------------------------------------------------------------------


@page("notices/calendar/", name="calendar", scope=Scope.OFFICE, methods=("GET", "HEAD", "POST"))
def calendar(request: HttpRequest) -> HttpResponse:
    """What is due in one's part of the tree; POST makes the feed a new secret address, or revokes it."""
    scope, house = opened.scope_of(request), opened.house()
    reader: Any = request.reader  # type: ignore[attr-defined]
    if reader.person is None or scope.unit is None:
        raise Http404
    feed = feeds.Feed(reader.person, reader.office, scope.unit)
    shown: dict[str, Any] = {"due": reading.due(house, scope=scope)}
    if request.method == "POST":
        if "revoke" in request.POST:
            feeds.end(house.database, feed)
            shown["revoked"] = True
        else:
            secret = feeds.make(house.database, feed, at=frame.current().now())
            shown["address"] = request.build_absolute_uri(f"/notices/feed/{secret}.ics")
    shown["made"] = feeds.made(house.database, feed)
    return show(request, "notices/calendar.html", shown)


@page("notices/feed/<str:secret>.ics", name="feed", scope=Scope.OPEN)
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of an office, for whoever has its secret address, as long as the term of office runs."""
    house = opened.house()
    found = feeds.find(house.database, secret)
    if found is None:
        raise Http404
    own = Seen(day=request.today, person=found.person)  # type: ignore[attr-defined]
    scope = covered(house, office=found.office, unit=found.unit, scope=own)
    if scope.unit is None:
        raise Http404  # the term has ended, and with it what it let one see
    name = _("%(organisation)s: what is due") % {"organisation": frame.current().name}
    at = frame.current().now().astimezone(UTC)
    return HttpResponse(
        reading.calendar(reading.due(house, scope=scope), name=name, at=at),
        content_type="text/calendar; charset=utf-8",
    )
