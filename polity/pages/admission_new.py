"""Somebody new: recorded as a sympathiser and applying, two acts from one form."""

import os
from dataclasses import replace
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.access import offers
from polity.acts import Refused, admission, people
from polity.pages import deeds, links, opened
from polity.pages.routing import Scope, page
from polity.words import ids

LABELS = {
    "family": gettext_lazy("Family name"), "given": gettext_lazy("Given name"), "middle": gettext_lazy("Middle name"),
    "unit": gettext_lazy("Unit"),
}  # fmt: skip
HINTS = {"unit": gettext_lazy("Code of the unit, as it stands on its page.")}


@page("admission/new/", name="new_applicant", scope=Scope.OFFICE, methods=("GET", "HEAD", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Record a sympathiser and their application: each an act of its own, one after the other."""

    def then(entered: deeds.Entered) -> str:
        return _applied(request, entered)

    return deeds.deed(
        request, people.Record, fixed={}, title=_("Somebody new"), button=_("Record them and enter their application"),
        labels=LABELS, hints=HINTS, initial={"unit": _own_unit(request)}, done=then,
        extra={"about": _("Two acts are entered, one after the other: the record of a sympathiser, then their"
                          " application as of the same day.")},
    )  # fmt: skip


@page("people/new/", name="new_sympathiser", scope=Scope.OFFICE, methods=("GET", "HEAD", "POST"))
def sympathiser(request: HttpRequest) -> HttpResponse:
    """Record a sympathiser, who applies for nothing yet."""
    return deeds.deed(
        request, people.Record, fixed={}, title=_("A new sympathiser"), button=_("Record the sympathiser"),
        labels=LABELS, hints=HINTS, initial={"unit": _own_unit(request)},
        done=lambda entered: links.person(entered.act.person),  # type: ignore[attr-defined]
        extra={"about": _("They are recorded in the unit. Who keeps contact with them is said on their record.")},
    )  # fmt: skip


def _own_unit(request: HttpRequest) -> str:
    """The code of the unit in whose office the reader acts."""
    reader = request.reader  # type: ignore[attr-defined]
    with opened.house().register(scope=opened.scope_of(request)) as register:
        unit = register.unit(reader.unit, on=request.day) if reader.unit is not None else None  # type: ignore[attr-defined]
    return unit.code if unit else ""


def _applied(request: HttpRequest, entered: deeds.Entered) -> str:
    """Enter the application of whoever was just recorded. If it is refused, their desk says what stands in the way."""
    record = entered.act
    assert isinstance(record, people.Record)
    name = f"page new {entered.entry}"
    application = ids.of_bytes(blake2b(name.encode(), digest_size=8, person=b"application").digest())
    act = admission.Apply(on=record.on, person=record.person, application=application)  # type: ignore[arg-type]
    desk = links.to(f"/admission/{ids.show(record.person)}/", links.kept_day(request))
    by = replace(deeds.authority_of(request), randomness=os.urandom)
    try:
        offers.enter(act, by=by, house=opened.house(), key=name)
    except Refused:
        return links.to(f"/admission/{ids.show(record.person)}/apply/", links.kept_day(request))
    return desk
