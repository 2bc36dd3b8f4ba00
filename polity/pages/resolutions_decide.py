"""A resolution put to its body, counted by two tellers, decided; an amendment taken over; a resolution withdrawn."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.acts import Act
from polity.acts import resolution as acts
from polity.pages import opened
from polity.pages.deeds import deed
from polity.pages.resolutions import address, resolution_of, shared, words_of
from polity.pages.routing import Scope, page
from polity.readings.cases import law_of
from polity.register.resolutions import Resolution
from polity.words import ids

METHODS = ("GET", "HEAD", "POST")
COUNTED = {
    "teller": gettext_lazy("Teller"),
    "present": gettext_lazy("Present"),
    "entitled": gettext_lazy("Entitled to vote"),
    "votes_for": gettext_lazy("For"),
    "votes_against": gettext_lazy("Against"),
    "abstained": gettext_lazy("Abstained"),
    "on": gettext_lazy("Counted on"),
}


def _about(request: HttpRequest, one: Resolution) -> dict[str, object]:
    """What a form about a resolution says of it: its words, as they stand now."""
    words = words_of(law_of(opened.house(), scope=opened.scope_of(request)), one.reform)
    return {"one": one, "here": address(one.resolution), "words": words, "shared": shared(words)}


def _deed(request: HttpRequest, one: Resolution, kind: type[Act], title: str, button: str, **more: Any) -> HttpResponse:
    """A form for an act on a resolution, beside its words. `title` has a gap for the resolution's own."""
    usual = {"fixed": {"resolution": one.resolution}, "done": lambda _entered: address(one.resolution)}
    return deed(
        request, kind, title=title % {"title": one.title}, button=button, extra=_about(request, one),
        template="resolutions/deed.html", **(usual | more),
    )  # fmt: skip


@page("resolutions/<str:resolution>/put/", name="put_resolution", scope=Scope.OFFICE, methods=METHODS)
def put(request: HttpRequest, resolution: str) -> HttpResponse:
    """Put a draft to the body that decides."""
    title, button = _("Put to the body: %(title)s"), _("Put it to the body")
    return _deed(request, resolution_of(request, resolution), acts.Put, title, button, labels={"on": _("Put on")})


@page("resolutions/<str:resolution>/withdraw/", name="withdraw_resolution", scope=Scope.OFFICE, methods=METHODS)
def withdraw(request: HttpRequest, resolution: str) -> HttpResponse:
    """Take a resolution back before it is decided."""
    title, button = _("Withdraw: %(title)s"), _("Withdraw the resolution")
    one = resolution_of(request, resolution)
    return _deed(request, one, acts.Withdraw, title, button, labels={"on": _("Withdrawn on")})


@page("resolutions/<str:resolution>/accept/", name="accept_amendment", scope=Scope.OFFICE, methods=METHODS)
def accept(request: HttpRequest, resolution: str) -> HttpResponse:
    """Take an amendment over into the resolution that it amends."""
    title, button = _("Take over the amendment: %(title)s"), _("Take the amendment over")
    one = resolution_of(request, resolution)
    return _deed(
        request, one, acts.Accept, title, button, labels={"on": _("Taken over on")},
        fixed={"amendment": one.resolution}, done=lambda _entered: address(one.amends or one.resolution),
    )  # fmt: skip


@page("resolutions/<str:resolution>/count/", name="count_votes", scope=Scope.OFFICE, methods=METHODS)
def count(request: HttpRequest, resolution: str) -> HttpResponse:
    """Enter what one teller counted."""
    person = request.reader.person  # type: ignore[attr-defined]
    title, button = _("A teller's count: %(title)s"), _("Enter the count")
    return _deed(
        request, resolution_of(request, resolution), acts.Counted, title, button,
        initial={"teller": ids.show(person) if person is not None else "", "abstained": 0}, labels=COUNTED,
        hints={"teller": _("Id of the member who counted. Each of the two counts apart from the other.")},
    )  # fmt: skip


@page("resolutions/<str:resolution>/decide/", name="decide_resolution", scope=Scope.OFFICE, methods=METHODS)
def decide(request: HttpRequest, resolution: str) -> HttpResponse:
    """Enter the decision: adopted or rejected, as the counts and the articles on decisions have it."""
    title, button = _("The decision on: %(title)s"), _("Enter the decision")
    return _deed(
        request, resolution_of(request, resolution), acts.Decide, title, button,
        labels={"meeting": _("Meeting that decided"), "on": _("Decided on")},
        hints={"meeting": _("Its id, where the register holds the meeting."),
               "on": _("Whether it is adopted follows from the counts and the articles in force on this day.")},
    )  # fmt: skip
