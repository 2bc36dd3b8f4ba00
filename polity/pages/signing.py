"""The door: signing in by passkey or by a link, and answering an invitation."""

import json
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.access import links, passkeys, rights
from polity.access.limits import ANSWERS, CHALLENGES, LINKS_ASKED
from polity.access.secrets import digest
from polity.pages import frame, opened, signing_state
from polity.pages import signing_site as door
from polity.pages.forms import PlainForm
from polity.pages.routing import Scope, page
from polity.pages.shown import forward, show

BOTH = ("GET", "HEAD", "POST")


class Address(PlainForm):
    """Where a link is sent."""

    address = forms.EmailField(label=gettext_lazy("Your e-mail address"), max_length=254)


class Invitation(PlainForm):
    """An invitation as it was handed over, and a name for the passkey."""

    secret = forms.CharField(label=gettext_lazy("Invitation"), max_length=60)
    name = forms.CharField(
        label=gettext_lazy("Name of this passkey"),
        help_text=gettext_lazy("So that you know it again, such as “my telephone”."),
        max_length=60,
        initial=gettext_lazy("My first passkey"),
    )


def _day(request: HttpRequest) -> Any:
    return request.today  # type: ignore[attr-defined]


@page("sign-in/", name="sign_in", scope=Scope.OPEN, methods=BOTH)
def sign_in(request: HttpRequest) -> HttpResponse:
    """GET offers the ways in, POST takes the answer of a passkey."""
    if request.method != "POST":
        return _door(request)
    answer = request.POST.get("answer", "")
    counted = (door.source(request), passkeys.credential_of(answer))
    if seconds := door.limits().waits(ANSWERS, *counted):
        return _door(request, problem=door.patience(seconds), status=429)
    try:
        found = passkeys.sign_in(opened.house().database, door.site_of(request), answer, day=_day(request))
    except passkeys.NotLetIn as reason:
        door.limits().count(ANSWERS, *counted)
        return _door(request, problem=door.why(reason.why), status=403)
    door.let_in(request, found)
    return HttpResponseRedirect(door.back(request))


def _door(request: HttpRequest, *, problem: str = "", status: int = 200, **more: Any) -> HttpResponse:
    site = door.site_of(request)
    shown = {
        "problem": problem,
        "back": door.back(request),
        "elsewhere": door.local_address(site),
        "by_mail": Address(prefix="") if signing_state.sends() and links.allowed(opened.house()) else None,
        **more,
    }
    return show(request, "signing/sign_in.html", shown, status=status)


@page("sign-in/challenge/", name="sign_in_challenge", scope=Scope.OPEN, methods=("POST",))
def challenge(request: HttpRequest) -> HttpResponse:
    """What the browser is to ask a passkey."""
    if seconds := door.limits().count(CHALLENGES, door.source(request)):
        return door.told(door.patience(seconds), 429)
    wanted = passkeys.wanted_at_the_door(opened.house().database, door.site_of(request))
    return JsonResponse(json.loads(wanted))


@page("sign-in/by-mail/", name="sign_in_by_mail", scope=Scope.OPEN, methods=("POST",))
def by_mail(request: HttpRequest) -> HttpResponse:
    """Ask for a link. The answer is the same whether the address is somebody's or nobody's."""
    if not signing_state.sends() or not links.allowed(opened.house()):
        return _door(request, problem=_("Nobody signs in by e-mail here. Use a passkey."), status=403)
    asked = Address(request.POST)
    if not asked.is_valid():
        return _door(request, by_mail=asked, status=422)
    if seconds := door.limits().count(LINKS_ASKED, door.source(request)):
        return _door(request, by_mail=asked, problem=door.patience(seconds), status=429)
    site = door.site_of(request)

    def worded(secret: str) -> tuple[str, str]:
        return str(_("Your link")), _(
            "Open this link to sign in. It lets you in once, within 15 minutes:\n\n%(address)s\n\n"
            "If you did not ask for it, leave it alone: nobody is let in without it.\n"
        ) % {"address": f"{site.origin}/sign-in/link/{secret}/"}

    signing_state.letters().ask(asked.cleaned_data["address"], worded, day=_day(request))
    return _door(request, sent=True)


@page("sign-in/link/<str:secret>/", name="sign_in_link", scope=Scope.OPEN, methods=BOTH)
def link(request: HttpRequest, secret: str) -> HttpResponse:
    """GET only shows whom a link lets in, for programs open links, too; POST uses it up and lets them in."""
    database = opened.house().database
    if not links.allowed(opened.house()):
        return show(request, "signing/link.html", {"found": None}, status=404)
    if request.method == "POST":
        found = links.used(database, secret, day=_day(request))
        if found is not None:
            door.let_in(request, found)
            return forward(request, "/")
    else:
        found = links.reader_of(database, secret, day=_day(request))
    name = rights.name_of(opened.house(), found.person, day=_day(request)) if found else ""
    return show(request, "signing/link.html", {"found": found, "name": name}, status=200 if found else 404)


@page("invitation/", name="invitation", scope=Scope.OPEN, methods=BOTH)
def invitation(request: HttpRequest) -> HttpResponse:
    """Answer an invitation with a passkey, and be signed in. The secret comes in the part that no server is sent."""
    if request.method != "POST":
        return _invitation(request, Invitation())
    form = Invitation(request.POST)
    if not form.is_valid():
        return _invitation(request, form, status=422)
    secret, name = form.cleaned_data["secret"], form.cleaned_data["name"]
    counted = (door.source(request), digest(secret))
    if seconds := door.limits().waits(ANSWERS, *counted):
        return _invitation(request, form, problem=door.patience(seconds), status=429)
    database, site = opened.house().database, door.site_of(request)
    try:
        found = passkeys.answer_invitation(
            database, site, secret, request.POST.get("answer", ""), name, day=_day(request)
        )
    except passkeys.NotLetIn as reason:
        door.limits().count(ANSWERS, *counted)
        return _invitation(request, form, problem=door.why(reason.why), status=403)
    door.let_in(request, found)
    return HttpResponseRedirect("/acting-as/")


def _invitation(request: HttpRequest, form: Invitation, *, problem: str = "", status: int = 200) -> HttpResponse:
    elsewhere = door.local_address(door.site_of(request))
    shown = {"form": form, "problem": problem, "elsewhere": elsewhere and f"{elsewhere}invitation/"}
    return show(request, "signing/invitation.html", shown, status=status)


@page("invitation/challenge/", name="invitation_challenge", scope=Scope.OPEN, methods=("POST",))
def invitation_challenge(request: HttpRequest) -> HttpResponse:
    """What the browser is to make a passkey for. Whether there is such an invitation, only its secret can ask."""
    if seconds := door.limits().count(CHALLENGES, door.source(request)):
        return door.told(door.patience(seconds), 429)
    secret = request.POST.get("secret", "")
    house = opened.house()
    found = passkeys.invited(house.database, secret, day=_day(request))
    if found is None:
        return door.told(door.why("invitation"), 403)
    name = rights.name_of(house, found.person, day=_day(request)) or frame.current().name
    purpose = passkeys.for_invitation(digest(secret))
    wanted = passkeys.wanted_for(house.database, door.site_of(request), found, name, purpose=purpose)
    return JsonResponse(json.loads(wanted))
