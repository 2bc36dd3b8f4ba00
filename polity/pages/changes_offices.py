"""Offices of a unit: who holds them and until when, what each may do, and the acts that appoint, end and hand over."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from polity.access import offers
from polity.acts import ACTS, offices
from polity.pages import acts_said, labels, links, opened
from polity.pages.changes_units import Place, place_of
from polity.pages.deeds import authority_of, deed
from polity.pages.routing import Scope, page
from polity.pages.shown import show
from polity.pages.tables import Cell, Column, Table
from polity.pages.transfers import METHODS, named
from polity.readings import law, previews
from polity.readings import units as of_units
from polity.statutes import Competence
from polity.words import ids


def _address(place: Place) -> str:
    return f"{links.unit(place.version.code)}officers/"


def _powers(request: HttpRequest) -> list[Competence]:
    scope, today = opened.scope_of(request), request.today  # type: ignore[attr-defined]
    return law.powers(opened.house(), sorted(ACTS), on=today, scope=scope)


@page("units/<str:unit>/officers/", name="officers", scope=Scope.OFFICE)
def officers(request: HttpRequest, unit: str) -> HttpResponse:
    """The officers of a unit, those to come, and what each may do."""
    place = place_of(request, unit)
    scope, today = opened.scope_of(request), request.today  # type: ignore[attr-defined]
    held = previews.posts(opened.house(), place.version.unit, on=today, scope=scope)
    act = offices.Appoint(on=today, term=0, office="x", unit=place.version.unit, person=0)
    may = offers.may_offer(act, by=authority_of(request), house=opened.house())
    powers = [
        (office, _may(office, _powers(request), place, request)) for office in sorted({post.office for post in held})
    ]
    shown = {"unit": place.version, "terms": _terms(place, held, may=may), "powers": powers, "may": may,
             "appoint": f"/offices/appoint/?unit={place.version.code}"}  # fmt: skip
    return show(request, "changes/officers.html", shown)


def _terms(place: Place, held: Sequence[previews.Post], *, may: bool) -> Table:
    acts = [Column("hand", _("Hand over")), Column("end", _("End"))] if may else []
    columns = [Column("office", _("Office")), Column("name", _("Who")), *acts, Column("since", _("Since"), "day"),
               Column("until", _("Until"), "day")]  # fmt: skip
    rows = []
    for post in held:
        hidden = Cell(_("somebody outside what you may see"))
        who = Cell(post.name, links.person(post.person)) if post.person else hidden
        written = f"{_address(place)}{ids.show(post.term)}/"
        ways = [Cell(_("Hand over"), written + "hand-over/"), Cell(_("End the term"), written + "end/")] if may else []
        rows.append([labels.headed(post.office), who, *ways, post.since, post.until])
    return Table("officers", _("Officers"), columns, rows, empty=_("Nobody holds an office of this unit."))


def _may(office: str, powers: Sequence[Competence], place: Place, request: HttpRequest) -> list[str]:
    """The acts that an office of this unit may do: those whose article names it, at this tier or a lower one."""
    with opened.house().register(scope=opened.scope_of(request)) as register:
        tiers = list((register.organisation() or ("", {}))[1].get("tiers", ()))

    def high_enough(tier: str | None) -> bool:
        if tier is None or tier not in tiers or place.version.tier not in tiers:
            return True
        return tiers.index(place.version.tier) <= tiers.index(tier)

    return [acts_said.said(power.act) for power in powers if office in power.offices and high_enough(power.tier)]


def _known(request: HttpRequest, powers: Sequence[Competence]) -> list[tuple[str, str]]:
    """The offices there are: those that the statutes name."""
    return [(office, labels.headed(office)) for office in sorted({name for power in powers for name in power.offices})]


def _members(request: HttpRequest, place: Place) -> list[tuple[str, str]]:
    """Members at home in a unit, as answers to choose from."""
    scope, today = opened.scope_of(request), request.today  # type: ignore[attr-defined]
    found: list[tuple[str, str]] = []
    after: tuple[str, int] | None = None
    for _page in range(8):
        listed, after = of_units.people(
            opened.house(), place.version.unit, on=today, scope=scope, standings=("member",), after=after
        )
        found += [(ids.show(one.person), one.name) for one in listed if one.name]
        if after is None:
            break
    return found


@page("offices/appoint/", name="appoint", scope=Scope.OFFICE, methods=METHODS)
def appoint(request: HttpRequest) -> HttpResponse:
    """Somebody takes up an office: of the unit, or the person, that the address names."""
    reader = request.reader  # type: ignore[attr-defined]
    place = place_of(request, request.GET.get("unit", "") or ids.show(reader.unit or 0))
    choices: dict[str, Any] = {"office": _known(request, _powers(request))}
    fixed: dict[str, Any] = {"unit": place.version.unit}
    title, hints = _("Appoint to an office of %(unit)s") % {"unit": place.version.name}, {}
    if request.GET.get("person"):
        fixed["person"], name = named(request, request.GET["person"])
        title = _("Appoint %(name)s to an office of %(unit)s") % {"name": name, "unit": place.version.name}
    else:
        hints = _whom(request, place, choices)
    return deed(
        request, offices.Appoint, fixed=fixed, choices=choices, hints=hints,
        title=title, button=_("Appoint"),
        labels={"person": _("Who"), "until": _("Until"), "on": _("Takes up the office on")},
        done=lambda _entered: _address(place),
    )  # fmt: skip


def _whom(request: HttpRequest, place: Place, choices: dict[str, Any]) -> Mapping[str, Any]:
    """Let one choose among the members of the unit; where nobody is at home in it, somebody is named by their id."""
    members = _members(request, place)
    if not members:
        return {"person": _("The id that stands on their record.")}
    choices["person"] = members
    return {"person": _("Members at home in this unit. Somebody else is appointed from their own record.")}


def _term(request: HttpRequest, place: Place, written: str) -> previews.Post:
    scope, today = opened.scope_of(request), request.today  # type: ignore[attr-defined]
    held = previews.posts(opened.house(), place.version.unit, on=today, scope=scope)
    found = next((post for post in held if post.term == ids.read(written)), None)
    if found is None:
        raise Http404
    return found


@page("units/<str:unit>/officers/<str:term>/end/", name="end_term", scope=Scope.OFFICE, methods=METHODS)
def end(request: HttpRequest, unit: str, term: str) -> HttpResponse:
    """A term of office ends before its time."""
    place = place_of(request, unit)
    post = _term(request, place, term)
    said = {"office": labels.said(post.office), "name": post.name, "unit": place.version.name}
    return deed(
        request, offices.End, fixed={"term": post.term},
        title=_("End the term of %(name)s as %(office)s of %(unit)s") % said, button=_("End the term"),
        labels={"on": _("First day on which it is no longer held")}, done=lambda _entered: _address(place),
    )  # fmt: skip


@page("units/<str:unit>/officers/<str:term>/hand-over/", name="hand_over", scope=Scope.OFFICE, methods=METHODS)
def hand_over(request: HttpRequest, unit: str, term: str) -> HttpResponse:
    """An office passes from one to another on a day."""
    place = place_of(request, unit)
    post = _term(request, place, term)
    choices: dict[str, Any] = {}
    hints = _whom(request, place, choices)
    if "person" in choices and post.person is not None:
        choices["person"] = [one for one in choices["person"] if one[0] != ids.show(post.person)]
    said = {"office": labels.said(post.office), "name": post.name, "unit": place.version.name}
    return deed(
        request, offices.HandOver, fixed={"term": post.term}, choices=choices, hints=hints,
        title=_("Hand over from %(name)s as %(office)s of %(unit)s") % said, button=_("Hand over"),
        labels={"person": _("To whom"), "until": _("Until"), "on": _("On which day")},
        done=lambda _entered: _address(place),
    )  # fmt: skip
