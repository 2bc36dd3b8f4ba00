"""Who is asking: the reader of a page, and the desk at which one signs in to the demonstration."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme

from polity.pages import frame
from polity.pages.middleware import Answer
from polity.pages.routing import Scope, page
from polity.pages.shown import show


@dataclass(frozen=True)
class Reader:
    """Who is asking, in which office, for which day. A visitor who has not signed in is nobody."""

    person: int | None
    office: str  # "" for a member without office, and for a visitor
    unit: int | None  # the unit of the office; the whole tree below it is the reader's scope
    day: date
    title: str = ""  # as it stands at the top of the page: "Branch secretary"
    where: str = ""

    @property
    def signed_in(self) -> bool:
        return self.person is not None or bool(self.office)


def reader_of(request: HttpRequest) -> Reader:
    """Say who is asking, from the session that the server keeps."""
    day: date = request.day  # type: ignore[attr-defined]
    held: Any = request.session
    return Reader(
        person=held.get("person"),
        office=held.get("office", ""),
        unit=held.get("unit"),
        day=day,
        title=held.get("title", ""),
        where=held.get("where", ""),
    )


def middleware(answer: Answer) -> Answer:
    """Put the reader on the request, looked up when first asked for."""

    def with_reader(request: HttpRequest) -> HttpResponse:
        request.reader = SimpleLazyObject(lambda: reader_of(request))  # type: ignore[attr-defined]
        return answer(request)

    return with_reader


def _back(request: HttpRequest) -> str:
    """The page to go on to: one of ours, or the first."""
    wanted = request.POST.get("back") or request.GET.get("back") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"


@page("acting-as/", name="acting_as", scope=Scope.OPEN, methods=("GET", "HEAD", "POST"))
def acting_as(request: HttpRequest) -> HttpResponse:
    """GET offers the officers of the demonstration, POST signs in as one of them."""
    organisation = frame.current()
    officers = {officer.key: officer for officer in organisation.officers()} if organisation.demonstration else {}
    desk = {"officers": list(officers.values()), "back": _back(request)}
    if request.method != "POST":
        return show(request, "readers/acting_as.html", desk)
    officer = officers.get(request.POST.get("officer", ""))
    if officer is None:
        raise Http404
    session: Any = request.session
    try:
        session.cycle_key()  # a key that was known before the sign-in is worth nothing after it
        session.update(officer._asdict())
        session.save()
    except (DatabaseError, ImproperlyConfigured):  # no store of sessions, or one that does not answer
        return show(request, "readers/acting_as.html", desk | {"unkept": True}, status=503)
    return HttpResponseRedirect(_back(request))


@page("sign-out/", name="sign_out", scope=Scope.OPEN, methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session on the server; its key is worth nothing from this moment."""
    request.session.flush()
    return HttpResponseRedirect("/acting-as/")
