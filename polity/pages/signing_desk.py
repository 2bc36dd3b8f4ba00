"""An officer's page on the account of a person: invite, close, ask for recovery, grant it. Each is an act."""

import os
from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from polity.access import links, offers, rights
from polity.access.outbox import NotSent
from polity.access.secrets import digest, secret
from polity.acts import Act, Refused, accounts
from polity.pages import frame, opened, signing_state
from polity.pages import signing_site as door
from polity.pages.deeds import authority_of
from polity.pages.routing import Scope, page
from polity.pages.shown import show
from polity.register.accounts import Account, Recovery, account_of, recovery_of
from polity.register.forms import PersonId, SubjectId
from polity.words import ids


class Found(NamedTuple):
    """What is known of a person's account."""

    person: int
    name: str
    account: Account | None
    recovery: Recovery | None


@page("people/<str:person>/account/", name="person_account", scope=Scope.OFFICE, methods=("GET", "HEAD", "POST"))
def person_account(request: HttpRequest, person: str) -> HttpResponse:
    """GET shows the account and what may be done, POST does one of it."""
    found = _found(request, person)
    if request.method != "POST":
        return _shown(request, found)
    wanted = request.POST.get("act", "")
    if wanted not in ACTS:
        raise Http404
    made = secret()
    act = ACTS[wanted](request, found, made)
    try:
        receipt = offers.enter(
            act, by=authority_of(request), house=opened.house(), key=f"account {os.urandom(12).hex()}"
        )
    except Refused as refused:
        return _shown(request, found, refused=list(refused.objections), status=422)
    after = _found(request, person)
    handed = after.account is not None and after.account.invitation == digest(made)
    told = _hand_over(request, after, made) if handed else {}
    return _shown(request, after, done=wanted, entry=receipt.entry, **told)


def _found(request: HttpRequest, person: str) -> Found:
    number, scope = ids.read(person), opened.scope_of(request)
    if number is None:
        raise Http404
    with opened.house().register(scope=scope) as register:
        if register.kind_of(number) != "person":
            raise Http404
        found, waiting = account_of(register, number), recovery_of(register, number)
        named = register.names([number])
    return Found(number, named.get(number, ids.show(number)), found, waiting)


def _day(request: HttpRequest) -> date:
    day: date = request.today  # type: ignore[attr-defined]
    return day


def _new(size: int = 8) -> SubjectId:
    return SubjectId(ids.of_bytes(os.urandom(size)))


def _invite(request: HttpRequest, found: Found, made: str) -> Act:
    return accounts.Invite(on=_day(request), person=PersonId(found.person), account=_new(), invitation=digest(made))


def _close(request: HttpRequest, found: Found, made: str) -> Act:
    return accounts.Close(on=_day(request), person=PersonId(found.person))


def _recover(request: HttpRequest, found: Found, made: str) -> Act:
    grounds = request.POST.get("grounds", "")
    return accounts.AskForRecovery(on=_day(request), person=PersonId(found.person), recovery=_new(), grounds=grounds)


def _grant(request: HttpRequest, found: Found, made: str) -> Act:
    officer = PersonId(request.reader.person or 0)  # type: ignore[attr-defined]
    return accounts.GrantRecovery(
        on=_day(request), person=PersonId(found.person), officer=officer, invitation=digest(made)
    )


def _drop(request: HttpRequest, found: Found, made: str) -> Act:
    return accounts.DropTheRecovery(on=_day(request), person=PersonId(found.person))


ACTS: dict[str, Callable[[HttpRequest, Found, str], Act]] = {
    "invite": _invite,
    "close": _close,
    "recover": _recover,
    "grant": _grant,
    "drop": _drop,
}


def _offered(found: Found, day: date) -> list[str]:
    """What comes into question as things stand."""
    if found.account is None or not found.account.open_on(day):
        return ["invite"]
    return ["grant", "drop", "close"] if found.recovery else ["recover", "close"]


def _hand_over(request: HttpRequest, found: Found, made: str) -> dict[str, Any]:
    """Show a secret once, or send it to where the person is reached."""
    address = f"{door.site_of(request).origin}/invitation/#{made}"
    reached = links.address_of(opened.house(), found.person, scope=opened.scope_of(request))
    if not (request.POST.get("mail") and reached and signing_state.sends()):
        return {"link": address}
    text = _(
        "You are invited to sign in to %(organisation)s. Open this link on your own device and make a passkey. It is"
        " good for 14 days and for you alone:\n\n%(address)s\n"
    ) % {"organisation": frame.current().name, "address": address}
    try:
        signing_state.letters().send(reached, str(_("Your invitation")), text)
    except NotSent:
        return {"link": address, "unsent": True}
    return {"sent": True}


def _shown(request: HttpRequest, found: Found, *, status: int = 200, **more: Any) -> HttpResponse:
    by, day = authority_of(request), _day(request)
    offered = []
    for key in _offered(found, day):
        act = ACTS[key](request, found, secret())
        objections = offers.standing_in_the_way(act, by=by, house=opened.house())
        # Grounds are still to be written; what else stands in the way is said before anybody writes.
        offered.append((key, [one for one in objections if one.code != "record.grounds"]))
    reached = (
        bool(links.address_of(opened.house(), found.person, scope=opened.scope_of(request))) and signing_state.sends()
    )
    first = found.recovery.first if found.recovery else None
    shown = {
        "found": found,
        "shown": ids.show(found.person),
        "open": found.account is not None and found.account.open_on(day),
        "offered": offered,
        "reached": reached,
        "granted_by": rights.name_of(opened.house(), first, day=day) if first and _may_see(request, first) else "",
        "grounds": request.POST.get("grounds", ""),
        **more,
    }
    return show(request, "signing/desk.html", shown, status=status)


def _may_see(request: HttpRequest, person: int) -> bool:
    with opened.house().register(scope=opened.scope_of(request)) as register:
        return register.kind_of(person) == "person"
