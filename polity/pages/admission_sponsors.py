"""Sponsors answer for themselves: those asked by name, and those who were given a code."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from polity.acts import sponsoring
from polity.pages import deeds, figures, links, opened
from polity.pages.routing import Scope, page
from polity.pages.shown import forward, show
from polity.readings import admission as reading
from polity.words import ids


@page("admission/code/", name="sponsor_code", scope=Scope.SIGNED_IN, methods=("GET", "HEAD", "POST"))
def code(request: HttpRequest) -> HttpResponse:
    """Take the code that an applicant passed on. One that serves nobody is answered alike, whatever it is."""
    written = request.POST.get("code", "").strip()
    if request.method == "POST":
        number = ids.read(written)
        found = reading.asked_of(opened.house(), scope=opened.scope_of(request), code=number or 0)
        if number is not None and found:
            return forward(request, links.to(f"/admission/asked/{ids.show(number)}/", links.kept_day(request)))
    return show(
        request, "admission/code.html", {"code": written, "unknown": request.method == "POST"},
        status=422 if request.method == "POST" else 200,
    )  # fmt: skip


def _asked(request: HttpRequest, asked: str) -> reading.Ask:
    number = ids.read(asked)
    scope = opened.scope_of(request)
    found = [] if not number else reading.asked_of(opened.house(), scope=scope, code=number)
    if not found:
        raise Http404
    return found[0]


@page("admission/asked/<str:asked>/", name="asked", scope=Scope.SIGNED_IN, methods=("GET", "HEAD", "POST"))
def asked(request: HttpRequest, asked: str) -> HttpResponse:
    """Recommend somebody, for oneself: what is shown of them is their name."""
    ask = _asked(request, asked)
    person = request.reader.person  # type: ignore[attr-defined]
    since = _("Asked on %(day)s.") % {"day": figures.day(ask.since)}
    about = _("By recommending you answer for this person before the branch that decides.") + " " + since
    decline = links.to(f"/admission/asked/{ids.show(ask.asked)}/decline/", links.kept_day(request))
    return deeds.deed(
        request, sponsoring.Recommend, fixed={"person": ask.person, "sponsor": person, "asked": ask.asked},
        title=_("Recommend %(name)s") % {"name": ask.name}, button=_("Recommend"), done=lambda _entered: "/inbox/",
        extra={"about": about, "decline": decline if ask.named else ""}, template="admission/asked.html",
    )  # fmt: skip


@page("admission/asked/<str:asked>/decline/", name="decline", scope=Scope.SIGNED_IN, methods=("GET", "HEAD", "POST"))
def decline(request: HttpRequest, asked: str) -> HttpResponse:
    """Say no to whoever asks, for oneself and without a reason."""
    ask = _asked(request, asked)
    if not ask.named:
        raise Http404
    person = request.reader.person  # type: ignore[attr-defined]
    return deeds.deed(
        request, sponsoring.Decline, fixed={"person": ask.person, "sponsor": person, "asked": ask.asked},
        title=_("Decline to recommend %(name)s") % {"name": ask.name}, button=_("Decline"),
        done=lambda _entered: "/inbox/", extra={"about": _("You need not say why. The applicant's branch sees it.")},
    )  # fmt: skip
