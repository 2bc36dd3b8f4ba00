"""One's keys to the API: made for an office or for oneself, shown once, ended at once."""

import os
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.access import tokens
from polity.access.rights import Office, offices_of
from polity.pages import frame, labels, opened
from polity.pages.forms import PlainForm
from polity.pages.routing import Scope, page
from polity.pages.shown import forward, show
from polity.readings.units import found
from polity.words import ids

DAYS = 90  # for which a key runs unless another day is chosen
READINGS = {
    "admission": gettext_lazy("admissions and appeals"),
    "balance": gettext_lazy("who came and went"),
    "census": gettext_lazy("the census"),
    "contacts": gettext_lazy("contacts with sympathisers"),
    "duplicates": gettext_lazy("records that look like one person"),
    "exports": gettext_lazy("the files that go out"),
    "followup": gettext_lazy("tasks, targets and dangers"),
    "forecasts": gettext_lazy("forecasts that are kept"),
    "journal": gettext_lazy("the journal"),
    "meetings": gettext_lazy("meetings and their minutes"),
    "notices": gettext_lazy("notices"),
    "offices": gettext_lazy("who holds which office"),
    "organisation": gettext_lazy("the organisation and how it stands"),
    "own": gettext_lazy("your own matters, and a copy of your record"),
    "people": gettext_lazy("people and their records"),
    "questions": gettext_lazy("open questions and their forecasts"),
    "releases": gettext_lazy("published figures"),
    "reregistrations": gettext_lazy("re-registrations"),
    "resolutions": gettext_lazy("resolutions and what they would change"),
    "rights": gettext_lazy("requests of members, and what has had its time"),
    "search": gettext_lazy("the search"),
    "sources": gettext_lazy("the sources"),
    "statutes": gettext_lazy("the statutes, and cases explained"),
    "transfers": gettext_lazy("transfers"),
    "units": gettext_lazy("units and who is at home in them"),
    "waiting": gettext_lazy("what waits for a decision"),
}


class KeyForm(PlainForm):
    """What a new key is for."""

    label = forms.CharField(
        label=gettext_lazy("What it is for"), max_length=tokens.LABEL,
        help_text=gettext_lazy("A few words by which you know it again; no name of a person."),
    )  # fmt: skip
    office = forms.ChoiceField(label=gettext_lazy("It acts for"), required=False)
    allowed = forms.MultipleChoiceField(
        label=gettext_lazy("It may"), widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Choose as little as will do. Nothing else opens with this key."),
    )  # fmt: skip
    part = forms.CharField(
        label=gettext_lazy("Only this unit and those below it"), required=False, max_length=80,
        help_text=gettext_lazy("The code of a unit of your part; empty for all that the office covers."),
    )  # fmt: skip
    until = forms.DateField(
        label=gettext_lazy("Until"),
        help_text=gettext_lazy("From this day on it is worth nothing; a year at most. It ends with your term as well."),
    )

    def __init__(self, data: Any, held: list[Office], until: date) -> None:
        super().__init__(data, initial={"until": until, "office": _key(held[0]) if held else ""})
        choices = [(_key(one), f"{labels.said(one.office)}, {one.where}") for one in held]
        self.fields["office"].choices = [*choices, ("", _("Myself: my own record"))]  # type: ignore[attr-defined]
        self.fields["allowed"].choices = _allowed()  # type: ignore[attr-defined]


def _key(office: Office) -> str:
    return ids.show(office.term)


def _allowed() -> list[tuple[str, str]]:
    found = []
    for name in tokens.families():
        kind, _dot, family = name.partition(".")
        if kind == "readings":
            found.append((name, _("read: %(what)s") % {"what": READINGS.get(family) or labels.said(family)}))
        else:
            found.append((name, _("act: %(what)s") % {"what": labels.said(family)}))
    return found


def _person(request: HttpRequest) -> int:
    """The reader; who looks around without an account of their own has a person all the same."""
    person: int | None = request.reader.person  # type: ignore[attr-defined]
    if person is None:
        raise Http404
    return person


@page("tokens/", name="tokens", scope=Scope.SIGNED_IN, methods=("GET", "HEAD", "POST"))
def own_keys(request: HttpRequest) -> HttpResponse:
    """GET lists one's keys and offers a new one; POST makes it and shows it this once."""
    person, now = _person(request), frame.current().now()
    held = offices_of(opened.house(), person, day=request.today)  # type: ignore[attr-defined]
    form = KeyForm(request.POST if request.method == "POST" else None, held, (now + timedelta(days=DAYS)).date())
    key = _made(request, form, person, held, now) if form.is_bound and form.is_valid() else ""
    keys = [_line(one, now) for one in tokens.listed(opened.house().database, person=person)]
    if key:
        return show(request, "tokens/made.html", {"key": key, "made": keys[0]})
    status = 422 if form.is_bound else 200
    return show(request, "tokens/tokens.html", {"form": form, "keys": keys}, status=status)


def _made(request: HttpRequest, form: KeyForm, person: int, held: list[Office], now: datetime) -> str:
    """The new key, or nothing where the form now says what stands in its way."""
    wanted, today = form.cleaned_data, request.today  # type: ignore[attr-defined]
    office = next((one for one in held if _key(one) == wanted["office"]), None)
    name, unit = (office.office, office.unit) if office else (None, None)
    scope, part = tokens.seen_by(opened.house(), person, name, unit, today=today), None
    if code := wanted["part"].strip():
        part = found(opened.house(), code, on=today, scope=scope)
        if part is None or not tokens.may_be_part(opened.house(), part, scope=scope):
            form.add_error("part", _("No unit that this office covers is called so."))
            return ""
    try:
        return tokens.make(
            opened.house().database, label=wanted["label"], allowed=wanted["allowed"], made=now,
            until=datetime.combine(wanted["until"], time(), UTC), randomness=os.urandom, person=person, office=name,
            unit=unit, part=part,
        )[1]  # fmt: skip
    except tokens.Unfit as unfit:
        form.add_error(unfit.field, unfit.says)
        return ""


def _line(one: tokens.Token, now: datetime) -> dict[str, Any]:
    said = dict(_allowed())
    return {
        "token": one, "shown": ids.show(one.token), "runs": one.runs(now),
        "office": labels.said(one.office) if one.office else _("Myself"),
        "may": ", ".join(said.get(name, name) for name in one.allowed),
    }  # fmt: skip


@page("tokens/end/", name="end_token", scope=Scope.SIGNED_IN, methods=("POST",))
def end(request: HttpRequest) -> HttpResponse:
    """End one of one's keys at once."""
    number = ids.read(request.POST.get("token", ""))
    person = _person(request)
    now = frame.current().now()
    if number is None or not tokens.revoke(opened.house().database, number, at=now, by="account", person=person):
        raise Http404
    return forward(request, "/tokens/")
