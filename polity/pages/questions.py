"""Questions to the census as they stand in an address, read by an allow-list and said in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from polity.pages import labels, opened, refusals
from polity.readings.census import Question, dimensions
from polity.readings.tree import tiers_of
from polity.readings.units import found


@dataclass(frozen=True)
class Asked:
    """A question, the code of the unit it is confined to, and what it says in words: dimension and values."""

    question: Question
    under: str
    said: Sequence[tuple[str, Sequence[str]]]
    names: Mapping[str, str]  # every dimension there is, and what it is called


def asked(
    request: HttpRequest, *, by: Sequence[str] = (), on: date | None = None, known: int | None = None
) -> Asked | HttpResponse:
    """Read the question of an address, or answer that it cannot be read, in words."""
    house, scope = opened.house(), opened.scope_of(request)
    house.columns.refresh()
    declared = {name: field.label for name, field in house.columns.fields.items()}
    allowed = dimensions(house.columns.fields, tiers_of(house, scope=scope))
    names = {name: labels.dimension(name, declared) for name in allowed}
    day: date = on or request.day  # type: ignore[attr-defined]
    where = {
        name: values
        for name in request.GET
        if name in allowed and (values := tuple(value for value in request.GET.getlist(name) if value))
    }
    under, code = None, request.GET.get("under", "").strip()
    if code:
        under = found(house, code, on=day, scope=scope)
        if under is None:
            return refusals.not_understood(
                request,
                says=_("No unit that you may see is called “%(code)s”.") % {"code": code[:40]},
                remedy=_("Give the code of a unit, as it stands beside its name, or leave it out."),
            )
    try:
        map_of = date.fromisoformat(request.GET["map"]) if request.GET.get("map") else None
    except ValueError:
        return refusals.not_understood(
            request,
            says=_("“%(written)s” is not a day of the calendar.") % {"written": request.GET["map"][:40]},
            remedy=_("Give the year, the month and the day, as in 1923-04-15."),
        )
    chosen = list(dict.fromkeys(by))
    question = Question(on=day, where=where, by=chosen, under=under, map_of=map_of, known=known)
    for name in chosen:
        names.setdefault(name, name)  # the census says what is wrong with it
    said = [(names[name], [labels.said(value) for value in values]) for name, values in where.items()]
    return Asked(question, code, said, names)
