"""The organisation that the pages look into, and how much of it a reader may see."""

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest

from polity.readings.desks import covered
from polity.readings.house import House, Scope
from polity.words import ids

_opened: House | None = None


def use(house: House | None) -> None:
    """Name the house that the pages read in from now on."""
    global _opened
    _opened = house


def house() -> House:
    """The house that the pages read in."""
    if _opened is None:
        raise ImproperlyConfigured("The pages have nothing to look into. Start them with `polity serve`.")
    return _opened


def at_hand() -> House | None:
    """The house that the pages read in, or None where there is nothing to look into."""
    return _opened


def scope_of(request: HttpRequest) -> Scope:
    """What the reader may see today: the subtree of an office whose term runs, and their own record."""
    found: Scope | None = getattr(request, "covered", None)
    if found is None:
        reader = request.reader  # type: ignore[attr-defined]
        own = Scope(day=request.today, person=reader.person)  # type: ignore[attr-defined]
        found = covered(house(), office=reader.office, unit=reader.unit, scope=own) if reader.signed_in else own
        request.covered = found  # type: ignore[attr-defined]
    return found


def named[V](text: str, look: Callable[[int], V | None]) -> V:
    """What an id in an address names, as a look in the reader's scope finds it. 404 where there is nothing to see."""
    number = ids.read(text)
    found = None if number is None else look(number)
    if found is None:
        raise Http404
    return found


def sees_units(request: HttpRequest) -> bool:
    """Whether any part of the tree is open to the reader."""
    if at_hand() is None:  # as in the gallery of parts, where there is nothing to hide
        return True
    scope = scope_of(request)
    return scope.whole or scope.unit is not None
