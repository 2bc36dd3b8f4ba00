"""Who is asking: the reader of a page, and the desk at which one takes up an office."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from polity.access import rights
from polity.pages import frame, opened
from polity.pages import signing_site as door
from polity.pages.middleware import Answer
from polity.pages.routing import Scope, page
from polity.pages.shown import show
from polity.words import ids


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
    """Say who is asking, from the session that the server keeps, and only as far as it holds at this moment.

    An account that is closed, or that took a new invitation, ends its sessions; an office that has ended drops out.
    """
    day: date = request.day  # type: ignore[attr-defined]
    held: Any = request.session
    office, unit = held.get("office", ""), held.get("unit")
    if held.get("account") is not None:
        stood = rights.Held(held["person"], held["account"], held["invitation"], office, unit)
        today: date = request.today  # type: ignore[attr-defined]
        opens, acts = rights.stands(opened.house(), stood, day=today)
        if not opens:
            held.flush()
            return Reader(person=None, office="", unit=None, day=day)
        if office and not acts:
            return Reader(held["person"], "", None, day, str(_("Myself")))
    return Reader(held.get("person"), office, unit, day, held.get("title", ""), held.get("where", ""))


def middleware(answer: Answer) -> Answer:
    """Put the reader on the request, looked up when first asked for."""

    def with_reader(request: HttpRequest) -> HttpResponse:
        request.reader = SimpleLazyObject(lambda: reader_of(request))  # type: ignore[attr-defined]
        return answer(request)

    return with_reader


@page("acting-as/", name="acting_as", scope=Scope.OPEN, methods=("GET", "HEAD", "POST"))
def acting_as(request: HttpRequest) -> HttpResponse:
    """GET offers one's own offices, and in a demonstration its officers; POST takes one of them up."""
    organisation = frame.current()
    officers = {officer.key: officer for officer in organisation.officers()} if organisation.demonstration else {}
    own = _own_offices(request)
    desk = {"officers": list(officers.values()), "own": list(own.values()), "back": door.back(request),
            "account": request.session.get("account")}  # fmt: skip
    if request.method != "POST":
        return show(request, "readers/acting_as.html", desk)
    session: Any = request.session
    try:
        if "term" in request.POST:
            term = request.POST["term"]
            if session.get("account") is None or (term and term not in own):
                raise Http404
            door.act_in(request, own[term][0] if term else None)
        else:
            officer = officers.get(request.POST.get("officer", ""))
            if officer is None:
                raise Http404
            session.cycle_key()  # a key that was known before the sign-in is worth nothing after it
            for name in ("account", "invitation"):
                session.pop(name, None)
            session.update(officer._asdict())
        session.save()
    except (DatabaseError, ImproperlyConfigured):  # no store of sessions, or one that does not answer
        return show(request, "readers/acting_as.html", desk | {"unkept": True}, status=503)
    return HttpResponseRedirect(door.back(request))


def _own_offices(request: HttpRequest) -> dict[str, tuple[rights.Office, str, bool]]:
    """The offices that the reader holds today, by the id of the term, with their titles; whether acted in now."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    if request.session.get("account") is None or reader.person is None:
        return {}
    held = rights.offices_of(opened.house(), reader.person, day=request.today)  # type: ignore[attr-defined]
    return {
        ids.show(one.term): (one, door.titled(one), (one.office, one.unit) == (reader.office, reader.unit))
        for one in held
    }


@page("sign-out/", name="sign_out", scope=Scope.OPEN, methods=("POST",))
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session on the server; its key is worth nothing from this moment."""
    request.session.flush()
    return HttpResponseRedirect("/acting-as/" if frame.current().demonstration else "/sign-in/")
