"""Units: the tree that opens in place, and the page of each unit on a day."""

from types import SimpleNamespace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.pages import labels, links, opened
from polity.pages.cursors import read_cursor, written_cursor
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Cell, Column, Table
from polity.readings import reregistration
from polity.readings import units as reading
from polity.readings.house import Scope as Seen
from polity.register.rows import UnitVersion

COUNTED = ("member", "candidate", "sympathiser")


def nodes_of(request: HttpRequest, branches: list[reading.Branch]) -> list[SimpleNamespace]:
    """Branches as twigs of a tree: those with units below them are fetched when they are opened."""
    on = links.kept_day(request)
    return [
        SimpleNamespace(
            name=branch.name,
            count=branch.people["member"] + branch.people["candidate"],
            href=links.unit(branch.code, on),
            more=links.to(f"/units/{branch.code}/below/", on) if branch.below else "",
            children=(),
            open=False,
        )
        for branch in branches
    ]


@page("units/", name="units", scope=Scope.SIGNED_IN, section=gettext_lazy("Units"), order=20)
def units(request: HttpRequest) -> HttpResponse:
    """Where the reader's part of the tree begins."""
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    tops = reading.top(opened.house(), on=day, scope=scope)
    cards = [reading.card(opened.house(), top, on=day, scope=scope) for top in tops]
    found = [card for card in cards if card is not None]
    trees = [(card.version, nodes_of(request, list(card.branches)), card) for card in found]
    return show(request, "units/units.html", {"trees": trees})


@page("units/<str:unit>/below/", name="below", scope=Scope.SIGNED_IN)
def below(request: HttpRequest, unit: str) -> HttpResponse:
    """The units directly below one, as a part of the tree; without scripts, the unit's own page shows the same."""
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    number = reading.found(opened.house(), unit, on=day, scope=scope)
    if number is None:
        raise Http404
    nodes = nodes_of(request, reading.branches(opened.house(), number, on=day, scope=scope))
    return show(request, "units/below.html", {"nodes": nodes})


@page("units/<str:unit>/", name="unit", scope=Scope.SIGNED_IN)
def unit(request: HttpRequest, unit: str) -> HttpResponse:
    """A unit on a day."""
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    number = reading.found(opened.house(), unit, on=day, scope=scope)
    card = None if number is None else reading.card(opened.house(), number, on=day, scope=scope)
    if card is None or number is None:
        raise Http404
    chosen = request.GET.get("standing", "")
    standings = (chosen,) if chosen in labels.MANY else COUNTED
    after = read_cursor(request.GET.get("after", ""))
    people, following = reading.people(
        opened.house(), number, on=day, scope=scope, standings=standings, after=after and (str(after[0]), int(after[1]))
    )
    listed = _people(request, people)
    branches = _branches(request, card)
    if (answer := taken(request, listed, branches)) is not None:
        return answer
    office = bool(request.reader.office) and links.kept_day(request) is None  # type: ignore[attr-defined]
    shown = {
        "card": card,
        "unit": card.version,
        "path": _path(card, scope),
        "counts": _counts(request, card),
        "listed": listed,
        "branches": branches,
        "nodes": nodes_of(request, list(card.branches)),
        "chosen": chosen if chosen in labels.MANY else "",
        "following": written_cursor(following),
        "own_former": card.own.get("former", 0),
        "homes": sum(card.own.values()),
        "may_change": office,
        "running": _running(number, scope) if office else "",
    }
    return show(request, "units/unit.html", shown)


def _running(unit: int, scope: Seen) -> str:
    """The id of the re-registration of a unit that runs; empty where none does."""
    rolls = reregistration.rolls(opened.house(), scope=scope, unit=unit)
    return next(
        (links.ids.show(one.reregistration.reregistration) for one in rolls if one.reregistration.closed is None), ""
    )


def _path(card: reading.Card, scope: Seen) -> list[tuple[UnitVersion, bool]]:
    """The units above, each with whether the reader may open it: those from their own unit down."""
    numbers = [above.unit for above in card.above]
    first = 0 if scope.whole else numbers.index(scope.unit) if scope.unit in numbers else len(numbers)
    return [(above, place >= first) for place, above in enumerate(card.above)]


def _counts(request: HttpRequest, card: reading.Card) -> list[dict[str, Any]]:
    on = links.kept_day(request)
    return [
        {
            "name": labels.MANY[standing],
            "value": card.people.get(standing, 0),
            "href": links.to("/people/", on, under=card.version.code, standing=standing),
        }
        for standing in (*COUNTED, "former")
    ]


def _people(request: HttpRequest, people: list[reading.Person]) -> Table:
    on = links.kept_day(request)
    columns = [Column("name", _("Name")), Column("standing", _("Standing")), Column("since", _("Counted from"), "day")]
    rows = [(person_cell(request, one), labels.said(one.standing), one.counted_from) for one in people]
    empty = _("Whoever is at home in this unit on the day stands here, by name.") if on is None else _("Nobody then.")
    return Table("people", _("People at home in this unit"), columns, rows, empty=empty, synthetic=False)


def person_cell(request: HttpRequest, one: reading.Person) -> Cell:
    """A person in a list: the name opens the record; where there is no name to show, the id stands for it."""
    written = links.ids.show(one.person)
    if one.name or opened.scope_of(request).whole:
        return Cell(one.name or written, links.person(written, links.kept_day(request)))
    return Cell(written)


def _branches(request: HttpRequest, card: reading.Card) -> Table:
    on = links.kept_day(request)
    columns = [
        Column("name", _("Unit")), Column("kind", _("Kind")), Column("member", _("Members"), "count"),
        Column("candidate", _("Candidates"), "count"), Column("sympathiser", _("Sympathisers"), "count"),
        Column("below", _("Units below"), "count"),
    ]  # fmt: skip
    rows = [
        (
            Cell(branch.name, links.unit(branch.code, on)),
            labels.said(branch.kind),
            *(
                Cell(branch.people[standing], links.to("/people/", on, under=branch.code, standing=standing))
                for standing in COUNTED
            ),
            branch.below,
        )
        for branch in card.branches
    ]
    return Table("branches", _("Units directly below"), columns, rows)
