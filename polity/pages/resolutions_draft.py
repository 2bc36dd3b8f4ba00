"""Drafting a resolution, changing a draft and moving an amendment: one page, the reform as a form or as text."""

import copy
from contextlib import suppress
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.acts import Act
from polity.acts import resolution as acts
from polity.pages import opened
from polity.pages.deeds import Entered, deed
from polity.pages.drafting import MOST_SIGNS, Draft, kept_of
from polity.pages.resolutions import address, resolution_of, shared
from polity.pages.routing import Scope, page
from polity.readings.cases import law_of
from polity.register.resolutions import Resolution

METHODS = ("GET", "HEAD", "POST")
LABELS = {
    "title": gettext_lazy("Title"),
    "says": gettext_lazy("What is resolved, in its own words"),
    "body": gettext_lazy("Who decides"),
    "on": gettext_lazy("Moved on"),
}
HINTS = {"says": gettext_lazy("As it is read out and stands in the minutes. Name no person here: it is public.")}


@page("resolutions/draft/", name="draft_resolution", scope=Scope.OFFICE, methods=METHODS)
def draft(request: HttpRequest) -> HttpResponse:
    """Draft a resolution of the reader's own unit; `?reform=` begins it with a text, such as a search has found."""
    text = request.GET.get("reform", "")[:MOST_SIGNS]
    return _composed(
        request, acts.Draft, fixed={"mover": _own(request)}, text=text, initial={},
        title=_("Draft a resolution"), button=_("Enter the draft"),
    )  # fmt: skip


@page("resolutions/<str:resolution>/amendment/", name="move_amendment", scope=Scope.OFFICE, methods=METHODS)
def amendment(request: HttpRequest, resolution: str) -> HttpResponse:
    """Move an amendment to a resolution: the same page, begun with the text that it would change."""
    one = resolution_of(request, resolution)
    fixed = {"mover": _own(request), "amends": one.resolution, "body": one.body}
    return _composed(
        request, acts.Draft, fixed=fixed, text=one.reform or "", initial={"title": one.title, "says": one.says},
        title=_("Move an amendment to: %(title)s") % {"title": one.title}, button=_("Enter the amendment"), one=one,
    )  # fmt: skip


@page("resolutions/<str:resolution>/amend/", name="amend_resolution", scope=Scope.OFFICE, methods=METHODS)
def amend(request: HttpRequest, resolution: str) -> HttpResponse:
    """Change a draft: the next version of it."""
    one = resolution_of(request, resolution)
    return _composed(
        request, acts.Amend, fixed={"resolution": one.resolution}, text=one.reform or "",
        initial={"title": one.title, "says": one.says},
        title=_("Change the draft: %(title)s") % {"title": one.title}, button=_("Enter the next version"), one=one,
    )  # fmt: skip


def _own(request: HttpRequest) -> int:
    unit: int | None = request.reader.unit  # type: ignore[attr-defined]
    if unit is None:
        raise Http404
    return unit


def _bodies(request: HttpRequest) -> list[tuple[str, str]]:
    """The units that can decide: the whole organisation first, then down to the reader's own."""
    day = request.day  # type: ignore[attr-defined]
    with opened.house().register(scope=opened.scope_of(request)) as register:
        above = register.ancestors(_own(request), on=day)
        roots = register.roots(on=day)
    found = {one.unit: one for one in [*roots, *above]}
    return [(one.code, f"{one.name} ({one.code})") for one in found.values()]


def _composed(
    request: HttpRequest, kind: type[Act], *, fixed: dict[str, Any], text: str, initial: dict[str, Any], title: str,
    button: str, one: Resolution | None = None,
) -> HttpResponse:  # fmt: skip
    """The page of a draft. Pressing anything but its last button changes what stands on it and enters nothing."""
    law = law_of(opened.house(), scope=opened.scope_of(request))
    called = request.POST.get("title", initial.get("title", "")).strip()
    made = Draft(request, law, request.day, text=text, title=called)  # type: ignore[attr-defined]
    settled = dict(fixed)
    if made.text.strip():
        settled["reform"] = made.text
    if kind is acts.Amend:
        settled["without_reform"] = not made.text.strip() and bool(text)
    extra = {
        "draft": made, "head": made.head, "rows": list(made.rows), "kept_of_form": kept_of(made.form, called),
        "words": made.words, "shared": shared(made.words), "one": one,
        "here": address(one.resolution) if one is not None else "",
    }  # fmt: skip
    asked, begun = request, dict(initial)
    wanting = not (request.POST.get("title", "").strip() and request.POST.get("says", "").strip())
    if request.method == "POST" and (made.turned or (wanting and "check" in request.POST)):
        asked = copy.copy(request)
        asked.method = "GET"
        begun |= {name: request.POST[name] for name in ("title", "says", "body") if name in request.POST}
        with suppress(KeyError, ValueError):
            begun["on"] = date.fromisoformat(request.POST["on"])
    choices = {} if "body" in fixed or kind is acts.Amend else {"body": _bodies(request)}
    return deed(
        asked, kind, fixed=settled, initial=begun, choices=choices, labels=LABELS, hints=HINTS, title=title,
        button=button, extra=extra, template="resolutions/draft.html", part="resolutions/draft.html#checked",
        done=lambda entered: _after(entered, one),
    )  # fmt: skip


def _after(entered: Entered, one: Resolution | None) -> str:
    act = entered.act
    if isinstance(act, acts.Draft):
        return address(act.resolution)
    assert one is not None
    return address(one.resolution)
