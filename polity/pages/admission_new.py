"""Somebody new: recorded as a sympathiser and applying, two acts from one form."""

import os
from dataclasses import replace
from hashlib import blake2b

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from polity.access import offers
from polity.acts import Refused, admission, people
from polity.pages import deeds, links, opened
from polity.pages.routing import Scope, page
from polity.words import ids


@page("admission/new/", name="new_applicant", scope=Scope.OFFICE, methods=("GET", "HEAD", "POST"))
def new(request: HttpRequest) -> HttpResponse:
    """Record a sympathiser and, with `applies`, their application: each an act of its own, one after the other."""
    reader = request.reader  # type: ignore[attr-defined]
    with opened.house().register(scope=opened.scope_of(request)) as register:
        unit = register.unit(reader.unit, on=request.day) if reader.unit is not None else None  # type: ignore[attr-defined]

    def then(entered: deeds.Entered) -> str:
        return _applied(request, entered)

    return deeds.deed(
        request, people.Record, fixed={}, title=_("Somebody new"), button=_("Record them and enter their application"),
        labels={"family": _("Family name"), "given": _("Given name"), "middle": _("Middle name"), "unit": _("Unit")},
        hints={"unit": _("Code of the unit, as it stands on its page.")},
        initial={"unit": unit.code if unit else ""}, done=then,
        extra={"about": _("Two acts are entered, one after the other: the record of a sympathiser, then their"
                          " application as of the same day.")},
    )  # fmt: skip


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
