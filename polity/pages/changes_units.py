"""Changes to units: each with both maps, what would be affected, and what stands in the way, before the act."""

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.access import offers
from polity.acts import Act, units
from polity.pages import labels, links, opened
from polity.pages.deeds import Entered, authority_of, deed
from polity.pages.routing import Scope, page
from polity.pages.shown import show
from polity.pages.transfers import METHODS
from polity.readings import previews
from polity.readings import units as reading
from polity.readings.house import Scope as Seen
from polity.register.forms import Unreadable
from polity.register.register import Register
from polity.register.rows import UnitVersion

MOST = 300  # people of a unit offered to be ticked


class Place(NamedTuple):
    """A unit that the reader may see, with those around it, today."""

    version: UnitVersion
    beside: Sequence[UnitVersion]  # under the same unit, as far as the reader may see
    below: Sequence[UnitVersion]


WAYS: tuple[tuple[str | Promise, str], ...] = (
    (gettext_lazy("Found a unit below it"), "found"),
    (gettext_lazy("Give it another name or code"), "rename"),
    (gettext_lazy("Put it under another unit"), "move"),
    (gettext_lazy("Merge other units into it"), "merge"),
    (gettext_lazy("Split it"), "split"),
    (gettext_lazy("Dissolve it"), "dissolve"),
)


def place_of(request: HttpRequest, code: str) -> Place:
    """A unit that stands today within the reader's part of the tree."""
    scope, today = opened.scope_of(request), request.today  # type: ignore[attr-defined]
    number = reading.found(opened.house(), code, on=today, scope=scope)
    if number is None:
        raise Http404
    with opened.house().register(scope=scope) as register:
        version = register.unit(number, on=today)
        if version is None:
            raise Http404
        beside = register.children(version.parent, on=today) if version.parent is not None else []
        seen = [one for one in beside if one.unit != number and reading.lies_within(register, one.unit, scope=scope)]
        return Place(version, seen, register.children(number, on=today))


@page("units/<str:unit>/changes/", name="unit_changes", scope=Scope.OFFICE)
def changes(request: HttpRequest, unit: str) -> HttpResponse:
    """What may be changed about a unit."""
    place = place_of(request, unit)
    ways = [(label, f"{links.unit(place.version.code)}{path}/") for label, path in WAYS]
    return show(request, "changes/unit.html", {"unit": place.version, "ways": ways})


def _chosen(offered: Sequence[UnitVersion]) -> list[tuple[str, str]]:
    return [(one.code, f"{one.name}, {one.code}") for one in offered]


def _changing(
    request: HttpRequest, kind: type[Act], place: Place, *, fixed: Mapping[str, Any], title: str, several: str = "",
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """Answer for a change to units: the form, and both maps once it is filled in."""
    offered = _filled(request, kind, fixed, several.split())
    drawn = None if offered is None else _drawn(request, offered, place)
    extra = {"unit": place.version, "drawn": drawn, "asked": request.method == "POST", **more.pop("extra", {})}

    def done(entered: Entered) -> str:
        return links.unit(str(getattr(entered.act, "code", None) or place.version.code))

    go_on = more.pop("done", done)
    return deed(
        request, kind, fixed=fixed, title=title % {"name": place.version.name}, template="changes/units.html",
        extra=extra, done=go_on, **more,
    )  # fmt: skip


def _filled(request: HttpRequest, kind: type[Act], fixed: Mapping[str, Any], several: Sequence[str]) -> Act | None:
    """The act as far as the form says it; None while it cannot be read."""
    if request.method != "POST":
        return None
    written: dict[str, Any] = {}
    for name, _hint, _needed in offers.particulars(kind):
        value = request.POST.getlist(name) if name in several else request.POST.get(name)
        if name not in fixed and value not in (None, "", []):
            written[name] = value
    try:
        on = date.fromisoformat(request.POST.get("on", ""))
        return offers.read(
            kind, {**{name: [] for name in several}, **written, **fixed}, on=on, house=opened.house(),
            scope=opened.scope_of(request), draw=os.urandom,
        ).act  # fmt: skip
    except (Unreadable, ValueError):
        return None


def _drawn(request: HttpRequest, act: Act, place: Place) -> SimpleNamespace | None:
    """Both maps. Whoever may not do the act, or names a unit that does not stand, is shown none."""
    scope = opened.scope_of(request)
    if not offers.may_offer(act, by=authority_of(request), house=opened.house()):
        return None
    with opened.house().register(scope=Seen(day=act.on, whole=True)) as register:
        named = list(_named(act))
        if not all(_stands(register, unit, act.on) for unit in named):
            return None
        follow = list(act.changes(register))
    found = previews.preview(opened.house(), follow, [place.version.unit, *named], on=act.on, scope=scope)
    return SimpleNamespace(
        maps=((_("As it stands"), _nodes(found.before), found.people_before),
              (_("After the change"), _nodes(found.after), found.people_after)),
        found=found, on=act.on,
    )  # fmt: skip


def _named(act: Act) -> Iterator[int]:
    for name in ("unit", "parent", "into"):
        if (value := getattr(act, name, None)) is not None and name not in act.makes:
            yield value
    yield from getattr(act, "units", ())


def _stands(register: Register, unit: int, on: date) -> bool:
    return register.stands(unit, on=on)


def _nodes(nodes: Sequence[previews.Node]) -> list[SimpleNamespace]:
    said = {"new": _("new"), "gone": _("no longer"), "altered": _("changed"), "": ""}
    return [
        SimpleNamespace(
            name=one.name, code=one.code, count=one.people, mark=said[one.marked], tone=one.marked,
            children=_nodes(one.below),
        )
        for one in nodes
    ]  # fmt: skip


@page("units/<str:unit>/found/", name="found_unit", scope=Scope.OFFICE, methods=METHODS)
def found(request: HttpRequest, unit: str) -> HttpResponse:
    """A unit is founded below another."""
    place = place_of(request, unit)
    with opened.house().register(scope=opened.scope_of(request)) as register:
        settings = (register.organisation() or ("", {}))[1]
    tiers = list(settings.get("tiers", ()))
    lower = tiers[tiers.index(place.version.tier) + 1 :] if place.version.tier in tiers else tiers
    kinds = list(settings.get("unit_kinds", ()))
    choices: dict[str, Any] = {"tier": [(tier, labels.said(tier)) for tier in lower]}
    if kinds:
        choices["kind"] = [(kind, labels.said(kind)) for kind in kinds]
    return _changing(
        request, units.Found, place, fixed={"parent": place.version.unit, "facts": None},
        title=_("Found a unit below %(name)s"), button=_("Found the unit"), choices=choices,
        labels={"title": _("Name"), "on": _("Stands from")},
        hints={"code": _("Short, and borne by no other unit, as on letters and lists.")},
    )  # fmt: skip


@page("units/<str:unit>/rename/", name="rename_unit", scope=Scope.OFFICE, methods=METHODS)
def rename(request: HttpRequest, unit: str) -> HttpResponse:
    """A unit is given another name, or another code."""
    place = place_of(request, unit)
    return _changing(
        request, units.Rename, place, fixed={"unit": place.version.unit},
        title=_("Give %(name)s another name or code"), button=_("Rename"),
        initial={"title": place.version.name, "code": place.version.code},
        labels={"title": _("Name"), "on": _("Called so from")},
    )  # fmt: skip


@page("units/<str:unit>/move/", name="move_unit", scope=Scope.OFFICE, methods=METHODS)
def move(request: HttpRequest, unit: str) -> HttpResponse:
    """A unit, with all below it, is put under another."""
    place = place_of(request, unit)
    return _changing(
        request, units.Move, place, fixed={"unit": place.version.unit},
        title=_("Put %(name)s under another unit"), button=_("Move the unit"),
        labels={"parent": _("Under which unit")}, hints={"parent": _("Its code. All below it comes along.")},
    )  # fmt: skip


@page("units/<str:unit>/merge/", name="merge_units", scope=Scope.OFFICE, methods=METHODS)
def merge(request: HttpRequest, unit: str) -> HttpResponse:
    """Other units are merged into this one."""
    place = place_of(request, unit)
    return _changing(
        request, units.Merge, place, fixed={"into": place.version.unit}, several="units",
        title=_("Merge other units into %(name)s"), button=_("Merge the units"),
        choices={"units": _chosen([*place.beside, *place.below])},
        labels={"units": _("Units that are merged into it"), "on": _("Merged from")},
        hints={"units": _("Their people, posts and units below come under this one; their offices end.")},
    )  # fmt: skip


@page("units/<str:unit>/split/", name="split_unit", scope=Scope.OFFICE, methods=METHODS)
def split(request: HttpRequest, unit: str) -> HttpResponse:
    """A new unit beside this one takes over some of its people and units."""
    place = place_of(request, unit)
    scope, today = opened.scope_of(request), request.today  # type: ignore[attr-defined]
    people: list[tuple[str, str]] = []
    after: tuple[str, int] | None = None
    while len(people) < MOST:
        listed, after = reading.people(opened.house(), place.version.unit, on=today, scope=scope, after=after)
        people += [(links.ids.show(one.person), one.name or links.ids.show(one.person)) for one in listed]
        if after is None:
            break
    return _changing(
        request, units.Split, place, fixed={"unit": place.version.unit}, several="people units",
        title=_("Split %(name)s"), button=_("Split the unit"),
        choices={"people": people, "units": _chosen(place.below)},
        labels={"title": _("Name of the new unit"), "code": _("Code of the new unit"),
                "people": _("People who go over to it"), "units": _("Units below that go over to it"),
                "on": _("Split from")},
    )  # fmt: skip


@page("units/<str:unit>/dissolve/", name="dissolve_unit", scope=Scope.OFFICE, methods=METHODS)
def dissolve(request: HttpRequest, unit: str) -> HttpResponse:
    """A unit is dissolved in which nobody is at home any more."""
    place = place_of(request, unit)
    above = place.version.parent
    with opened.house().register(scope=opened.scope_of(request)) as register:
        parent = register.unit(above, on=request.today) if above is not None else None  # type: ignore[attr-defined]

    def done(_entered: Entered) -> str:
        return links.to("/units/") if parent is None else links.unit(parent.code)

    return _changing(
        request, units.Dissolve, place, fixed={"unit": place.version.unit}, done=done,
        title=_("Dissolve %(name)s"), button=_("Dissolve the unit"), labels={"on": _("Stands no longer from")},
    )  # fmt: skip
