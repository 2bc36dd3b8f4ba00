"""What the pages of the door share: the site that passkeys are bound to, who is counted, and how one is let in."""

from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from polity.access import rights, sessions
from polity.access.limits import Limits, place
from polity.access.passkeys import Site
from polity.pages import frame, opened
from polity.register.accounts import Account


def site_of(request: HttpRequest) -> Site:
    """The site that a request is for: the one that is set, or the address that the browser names, which is ours."""
    origin = settings.ORIGIN or f"{request.scheme}://{request.get_host()}"
    return Site(urlsplit(origin).hostname or "", origin, frame.current().name)


def local_address(site: Site) -> str:
    """Where passkeys work, if they do not at this address: they are bound to a name, and 127.0.0.1 is none."""
    try:
        ip_address(site.host)
    except ValueError:
        return ""
    port = urlsplit(site.origin).port
    return f"http://localhost{f':{port}' if port else ''}/"


def limits() -> Limits:
    """What is counted, and kept from being read."""
    return Limits(opened.house().database, settings.SECRET_KEY.encode())


def source(request: HttpRequest) -> str:
    """The place that asks. Behind servers of one's own it stands in what the outermost of them has added."""
    passed = [one.strip() for one in request.headers.get("X-Forwarded-For", "").split(",") if one.strip()]
    if settings.PROXIES and len(passed) >= settings.PROXIES:
        return place(passed[-settings.PROXIES])
    return place(request.META.get("REMOTE_ADDR", ""))


def back(request: HttpRequest) -> str:
    """The page to go on to: one of ours, or the first."""
    wanted = request.POST.get("back") or request.GET.get("back") or "/"
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else "/"


def let_in(request: HttpRequest, account: Account) -> None:
    """Begin a session on the server. A key that was known before is worth nothing after it."""
    day = request.today  # type: ignore[attr-defined]
    session: Any = request.session
    session.flush()
    session.update(
        {
            "person": account.person,
            "account": account.account,
            "invitation": account.invitation,
            "agent": sessions.agent(request.headers.get("User-Agent", "")),
        }
    )
    held = rights.offices_of(opened.house(), account.person, day=day)
    act_in(request, held[0] if len(held) == 1 else None)
    session.save()


def act_in(request: HttpRequest, office: rights.Office | None) -> None:
    """Take up one of one's offices for this session, or none."""
    session: Any = request.session
    if office is None:
        day = request.today  # type: ignore[attr-defined]
        name = rights.name_of(opened.house(), session["person"], day=day)
        session.update({"office": "", "unit": None, "title": str(_("Myself")), "where": name})
    else:
        session.update({"office": office.office, "unit": office.unit, "title": titled(office), "where": office.where})


def titled(office: rights.Office) -> str:
    """An office as it stands at the top of the page."""
    return f"{office.tier} {office.office}".replace("_", " ").capitalize()


WHY = {
    "challenge": lambda: _("The answer came too late, or came twice. Try again: each question is good for one answer."),
    "origin": lambda: _("The passkey was asked for by another address than this one. Nobody was let in."),
    "answer": lambda: _("The answer of this device could not be verified. Try again, or use another passkey."),
    "unknown": lambda: _("No account has this passkey. It may have been removed. Use another one."),
    "account": lambda: _("The account of this passkey is closed, or its way in was restored. Ask an officer of yours."),
    "invitation": lambda: _("This invitation was used already, or has run out. Ask for another one."),
    "many": lambda: _("An account has at most 20 passkeys. Remove one first."),
}


def why(reason: str) -> str:
    """Why somebody was not let in, and what helps."""
    return WHY[reason]()


def patience(seconds: int) -> str:
    """That something was tried too often, and for how long to wait."""
    return _("This was tried too often from here. Try again in %(seconds)s seconds. Nobody else is kept out.") % {
        "seconds": seconds
    }


def told(says: str, status: int) -> JsonResponse:
    """An answer for the script that asks for a passkey."""
    return JsonResponse({"says": says}, status=status)
