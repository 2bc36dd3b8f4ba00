"""A resolution put to its body, counted by two tellers, decided; an amendment taken over; a resolution withdrawn."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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


@page("resolutions/<str:resolution>/put/", name="put_resolution", scope=Scope.OFFICE, methods=METHODS)
def put(request: HttpRequest, resolution: str) -> HttpResponse:
    """Put a draft to the body that decides."""
    one = resolution_of(request, resolution)
    return deed(
        request, acts.Put, fixed={"resolution": one.resolution}, done=lambda _entered: address(one.resolution),
        title=_("Put to the body: %(title)s") % {"title": one.title}, button=_("Put it to the body"),
        extra=_about(request, one), template="resolutions/deed.html", labels={"on": _("Put on")},
    )  # fmt: skip


@page("resolutions/<str:resolution>/withdraw/", name="withdraw_resolution", scope=Scope.OFFICE, methods=METHODS)
def withdraw(request: HttpRequest, resolution: str) -> HttpResponse:
    """Take a resolution back before it is decided."""
    one = resolution_of(request, resolution)
    return deed(
        request, acts.Withdraw, fixed={"resolution": one.resolution}, done=lambda _entered: address(one.resolution),
        title=_("Withdraw: %(title)s") % {"title": one.title}, button=_("Withdraw the resolution"),
        extra=_about(request, one), template="resolutions/deed.html", labels={"on": _("Withdrawn on")},
    )  # fmt: skip


@page("resolutions/<str:resolution>/accept/", name="accept_amendment", scope=Scope.OFFICE, methods=METHODS)
def accept(request: HttpRequest, resolution: str) -> HttpResponse:
    """Take an amendment over into the resolution that it amends."""
    one = resolution_of(request, resolution)
    return deed(
        request, acts.Accept, fixed={"amendment": one.resolution},
        done=lambda _entered: address(one.amends or one.resolution),
        title=_("Take over the amendment: %(title)s") % {"title": one.title}, button=_("Take the amendment over"),
        extra=_about(request, one), template="resolutions/deed.html", labels={"on": _("Taken over on")},
    )  # fmt: skip


@page("resolutions/<str:resolution>/count/", name="count_votes", scope=Scope.OFFICE, methods=METHODS)
def count(request: HttpRequest, resolution: str) -> HttpResponse:
    """Enter what one teller counted."""
    one = resolution_of(request, resolution)
    person = request.reader.person  # type: ignore[attr-defined]
    return deed(
        request, acts.Counted, fixed={"resolution": one.resolution}, done=lambda _entered: address(one.resolution),
        title=_("A teller's count: %(title)s") % {"title": one.title}, button=_("Enter the count"),
        initial={"teller": ids.show(person) if person is not None else "", "abstained": 0}, labels=COUNTED,
        hints={"teller": _("Id of the member who counted. Each of the two counts apart from the other.")},
        extra=_about(request, one), template="resolutions/deed.html",
    )  # fmt: skip


@page("resolutions/<str:resolution>/decide/", name="decide_resolution", scope=Scope.OFFICE, methods=METHODS)
def decide(request: HttpRequest, resolution: str) -> HttpResponse:
    """Enter the decision: adopted or rejected, as the counts and the articles on decisions have it."""
    one = resolution_of(request, resolution)
    return deed(
        request, acts.Decide, fixed={"resolution": one.resolution}, done=lambda _entered: address(one.resolution),
        title=_("The decision on: %(title)s") % {"title": one.title}, button=_("Enter the decision"),
        labels={"meeting": _("Meeting that decided"), "on": _("Decided on")},
        hints={"meeting": _("Its id, where the register holds the meeting."),
               "on": _("Whether it is adopted follows from the counts and the articles in force on this day.")},
        extra=_about(request, one), template="resolutions/deed.html",
    )  # fmt: skip
