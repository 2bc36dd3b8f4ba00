"""One's own account: passkeys, and the places where one is signed in."""

import json
from dataclasses import replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _

from polity.access import offers, passkeys, rights
from polity.access.limits import CHALLENGES
from polity.acts import Refused, accounts
from polity.pages import opened, sessions
from polity.pages import signing_site as door
from polity.pages.deeds import authority_of
from polity.pages.routing import Scope, page
from polity.pages.shown import show
from polity.register.accounts import Account, account
from polity.register.forms import PersonId


def own_account(request: HttpRequest) -> Account | None:
    """The account by which the reader is signed in; None in a demonstration, where one looks around without."""
    number: int | None = request.session.get("account")
    if number is None:
        return None
    with opened.house().database.doors() as cursor:
        return account(cursor, number)


def _needed(request: HttpRequest) -> Account:
    found = own_account(request)
    if found is None:
        raise Http404
    return found


@page("account/", name="account", scope=Scope.SIGNED_IN)
def own(request: HttpRequest) -> HttpResponse:
    """Passkeys and sessions of the reader."""
    return _shown(request)


def _shown(request: HttpRequest, *, problem: str = "", status: int = 200, **more: Any) -> HttpResponse:
    reader: Any = request.reader  # type: ignore[attr-defined]
    found = own_account(request)
    shown = {
        "account": found,
        "passkeys": [(one, one.credential.hex()) for one in passkeys.of(opened.house().database, found.account)]
        if found
        else [],
        "sessions": sessions.of(reader.person, key=request.session.session_key) if reader.person else [],
        "elsewhere": door.local_address(door.site_of(request)),
        "problem": problem,
        **more,
    }
    return show(request, "signing/account.html", shown, status=status)


@page("account/passkeys/challenge/", name="passkey_challenge", scope=Scope.SIGNED_IN, methods=("POST",))
def challenge(request: HttpRequest) -> HttpResponse:
    """What the browser is to make another passkey for."""
    if seconds := door.limits().count(CHALLENGES, door.source(request)):
        return door.told(door.patience(seconds), 429)
    found, house = _needed(request), opened.house()
    name = rights.name_of(house, found.person, day=request.today)  # type: ignore[attr-defined]
    wanted = passkeys.wanted_for(
        house.database, door.site_of(request), found, name, purpose=passkeys.for_account(found.account)
    )
    return JsonResponse(json.loads(wanted))


@page("account/passkeys/", name="passkey_add", scope=Scope.SIGNED_IN, methods=("POST",))
def add(request: HttpRequest) -> HttpResponse:
    """Keep another passkey."""
    name = request.POST.get("name", "").strip() or _("Passkey")
    try:
        passkeys.add(
            opened.house().database, door.site_of(request), _needed(request), request.POST.get("answer", ""), name
        )
    except passkeys.NotLetIn as reason:
        return _shown(request, problem=door.why(reason.why), status=403)
    return HttpResponseRedirect("/account/")


@page("account/passkeys/remove/", name="passkey_remove", scope=Scope.SIGNED_IN, methods=("POST",))
def remove(request: HttpRequest) -> HttpResponse:
    """Take a passkey away; the last one stays, for without it nobody could come in."""
    try:
        credential = bytes.fromhex(request.POST.get("passkey", ""))
    except ValueError:
        raise Http404 from None
    if not passkeys.remove(opened.house().database, _needed(request).account, credential):
        return _shown(request, problem=_("The only passkey stays. Add another one first."), status=422)
    return HttpResponseRedirect("/account/")


@page("account/sessions/end/", name="session_end", scope=Scope.SIGNED_IN, methods=("POST",))
def end(request: HttpRequest) -> HttpResponse:
    """End one of one's sessions, or all but this one; at once, for every page asks."""
    reader: Any = request.reader  # type: ignore[attr-defined]
    if reader.person is None:
        raise Http404
    if request.POST.get("others"):
        sessions.end_all_of(reader.person, but=request.session.session_key)
    else:
        sessions.end(reader.person, request.POST.get("session", ""))
    return HttpResponseRedirect("/account/")


@page("account/close/", name="account_close", scope=Scope.SIGNED_IN, methods=("POST",))
def close(request: HttpRequest) -> HttpResponse:
    """Close one's own account. Membership is not touched."""
    found = _needed(request)
    if not request.POST.get("sure"):
        return _shown(request, problem=_("Tick the box if you want your account closed."), status=422)
    act = accounts.Close(on=request.today, person=PersonId(found.person))  # type: ignore[attr-defined]
    by = replace(authority_of(request), office=None, unit=None)
    try:
        offers.enter(act, by=by, house=opened.house(), key=f"close {found.account}")
    except Refused as refused:
        return _shown(request, objections=refused.objections, status=422)
    sessions.end_all_of(found.person)
    request.session.flush()
    return HttpResponseRedirect("/")
