"""How a page comes to be at an address, and who may open it. A page that does not say who is not served."""

from collections.abc import Callable, Iterable
from enum import Enum
from functools import wraps
from importlib import import_module
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.views.decorators.http import require_http_methods

from polity.pages import refusals

type View = Callable[..., HttpResponse]


class Scope(Enum):
    """Who may open a page. What it then shows is narrowed again by the readings it asks."""

    OPEN = "open"  # anyone: rules, released figures, the journal's heads; nothing about a person
    SIGNED_IN = "signed in"  # whoever is signed in, member or officer; shows what their reading allows
    OFFICE = "office"  # whoever acts in an office


class Section(NamedTuple):
    """An entry of the line of sections under the organisation's name."""

    name: str | Promise
    url: str
    order: int
    scope: Scope


_patterns: dict[str, list[URLPattern]] = {}
_sections: dict[str, Section] = {}


def page(
    route: str,
    *,
    name: str,
    scope: Scope,
    methods: Iterable[str] = ("GET", "HEAD"),
    section: str | Promise | None = None,
    order: int = 50,
) -> Callable[[View], View]:
    """Put a view at an address.

    `route` is Django's (`"units/<str:unit>/"`), without a first slash. Whoever is outside the scope is answered as
    if nothing were there; to a form that was filled in, with what was typed, for they may have been signed out
    meanwhile. With `section`, the page is offered in the line of sections, by `order`.
    """

    def put(view: View) -> View:
        @wraps(view)
        def within(request: HttpRequest, *args: Any, **particulars: Any) -> HttpResponse:
            reader = request.reader  # type: ignore[attr-defined]
            if not may_open(scope, reader):
                if request.method == "POST":
                    return refusals.signed_out(request)
                raise Http404
            return view(request, *args, **particulars)

        served = require_http_methods(list(methods))(within)
        served.scope = scope
        _patterns.setdefault(view.__module__, []).append(path(route, served, name=name))
        if section is not None:
            _sections[name] = Section(section, "/" + route, order, scope)
        return view

    return put


def may_open(scope: Scope, reader: Any) -> bool:
    """Whether a reader may open a page of a scope."""
    if scope is Scope.OPEN:
        return True
    return bool(reader.signed_in if scope is Scope.SIGNED_IN else reader.office)


def sections(reader: Any) -> list[Section]:
    """The sections that a reader may open, in their order."""
    found = (section for section in _sections.values() if may_open(section.scope, reader))
    return sorted(found, key=lambda section: section.order)


def collect(subjects: Iterable[str]) -> list[URLPattern]:
    """Import the modules of the given subjects and give the addresses of their pages."""
    found: list[URLPattern] = []
    for subject in subjects:
        module = import_module(f"polity.pages.{subject}")
        if module.__name__ not in _patterns:
            raise ImproperlyConfigured(f"{module.__name__} has no page. Decorate its views with @page.")
        found += _patterns[module.__name__]
    return found


def insist_on_scopes(patterns: Iterable[URLPattern]) -> None:
    """Stop the start if a page does not say who may open it."""
    for pattern in patterns:
        if not isinstance(getattr(pattern.callback, "scope", None), Scope):
            raise ImproperlyConfigured(f"The page at /{pattern.pattern} does not say who may open it.")
