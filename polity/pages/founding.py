"""Founding an organisation in the browser, where none is yet: whoever holds the secret that the terminal shows."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hmac import compare_digest

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.access import founding as steps
from polity.access.limits import ANSWERS
from polity.access.secrets import digest, secret
from polity.acts import Authority, Refused
from polity.journal import sealer
from polity.pages import frame, opened, signing_state
from polity.pages import signing_site as door
from polity.pages.forms import PlainForm
from polity.pages.middleware import Answer
from polity.pages.routing import Scope, page
from polity.pages.shown import show
from polity.statutes.templates import template
from polity.words.objections import Objection

OPEN_BEFORE = ("/founding/", "/static/")


def middleware(answer: Answer) -> Answer:
    """Before there is an organisation, every address leads to its founding."""

    def with_founding(request: HttpRequest) -> HttpResponse:
        if signing_state.gate() is not None and not request.path.startswith(OPEN_BEFORE):
            return HttpResponseRedirect("/founding/")
        return answer(request)

    return with_founding


class Founding(PlainForm):
    """What a founder says."""

    secret = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        label=gettext_lazy("Secret"),
        help_text=gettext_lazy("It stands in the terminal where the server was started."),
    )
    organisation = forms.CharField(label=gettext_lazy("Name of the organisation"), max_length=200)
    tiers = forms.CharField(
        label=gettext_lazy("Its tiers"),
        help_text=gettext_lazy("From the top down, separated by commas, such as: union, region, branch."),
        initial=gettext_lazy("union, branch"),
    )
    title = forms.CharField(
        label=gettext_lazy("Name of the first unit"),
        help_text=gettext_lazy("The one at the top. Left empty, it bears the organisation's name."),
        required=False,
        max_length=200,
    )
    statute = forms.ChoiceField(
        label=gettext_lazy("First statute"),
        help_text=gettext_lazy("A text to begin with. You change it by reforms, or adopt one of your own."),
        choices=lambda: [(name, name.replace("_", " ").capitalize()) for name in steps.templates()],
    )
    family = forms.CharField(label=gettext_lazy("Your family name"), max_length=100)
    given = forms.CharField(label=gettext_lazy("Your given name"), max_length=100)
    office = forms.CharField(
        label=gettext_lazy("Your office"),
        help_text=gettext_lazy("As the statute names it: it says what you may do."),
        initial="secretary",
        max_length=60,
    )

    def clean_tiers(self) -> list[str]:
        listed = [part.strip() for part in self.cleaned_data["tiers"].split(",") if part.strip()]
        if not listed or len(set(listed)) != len(listed):
            raise forms.ValidationError(_("Name each tier once, and at least one."))
        return listed


@page("founding/", name="founding", scope=Scope.OPEN, methods=("GET", "HEAD", "POST"))
def founding(request: HttpRequest) -> HttpResponse:
    """GET asks, POST founds and hands the founder their invitation. Nothing is here once there is an organisation."""
    gate = signing_state.gate()
    if gate is None:
        raise Http404
    if request.method != "POST":
        return show(request, "founding/founding.html", {"form": Founding()})
    form = Founding(request.POST)
    if not form.is_valid():
        return show(request, "founding/founding.html", {"form": form}, status=422)
    counted = (door.source(request), "founding")
    if seconds := door.limits().waits(ANSWERS, *counted):
        return show(request, "founding/founding.html", {"form": form, "problem": door.patience(seconds)}, status=429)
    if not compare_digest(digest(form.cleaned_data["secret"]), gate.expected):
        door.limits().count(ANSWERS, *counted)
        form.add_error("secret", _("This is not the secret that the terminal shows."))
        return show(request, "founding/founding.html", {"form": form}, status=403)
    return _founded(request, form, gate)


def _founded(request: HttpRequest, form: Founding, gate: signing_state.Gate) -> HttpResponse:
    said = form.cleaned_data
    plan = steps.Plan(
        said["organisation"], said["tiers"], said["family"], said["given"], said["statute"],
        template(said["statute"]), office=said["office"].strip().lower().replace(" ", "_"), title=said["title"],
    )  # fmt: skip
    made, day = secret(), request.today  # type: ignore[attr-defined]
    by = Authority("founder", frame.current().now().isoformat(timespec="seconds"), os.urandom)
    with gate.founding:
        if signing_state.gate() is not gate:  # somebody else with the secret was quicker
            raise Http404
        refused = _enter(plan, day, made, by)
        if refused:
            return show(request, "founding/founding.html", {"form": form, "objections": refused}, status=422)
        signing_state.found_by(None)
    frame.use(replace(frame.current(), name=plan.organisation))
    link = f"{door.site_of(request).origin}/invitation/#{made}"
    shown = {"name": plan.organisation, "link": link, "elsewhere": door.local_address(door.site_of(request))}
    shown["local"] = shown["elsewhere"] and f"{shown['elsewhere']}invitation/#{made}"
    return show(request, "founding/founded.html", shown)


def _enter(plan: steps.Plan, day: date, made: str, by: Authority) -> list[Objection]:
    house = opened.house()
    draw: Callable[[int], bytes] = os.urandom
    begun = steps.founding(plan, day, draw)
    try:
        steps.found(begun, house, by)
        steps.invite(house, begun.person, made, by, day=day)
    except Refused as refusal:
        return list(refusal.objections)
    sealer.seal_pending(house.database)
    return []
