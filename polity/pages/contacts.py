"""Contacts with sympathisers: one's own, those of a unit, what is due, and the report of a conversation."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.acts import contacts as acts
from polity.acts import people as of_people
from polity.pages import labels, links, opened
from polity.pages.deeds import deed
from polity.pages.meetings import may, unit_of
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Cell, Column, Table
from polity.pages.transfers import named
from polity.readings import contacts as reading
from polity.readings import units as of_units
from polity.words import ids

KEEPERS = ("member", "candidate")  # who may keep contact
MOST = 400  # people among whom one chooses


def report_address(person: int) -> str:
    """The form for a conversation with somebody."""
    return f"/contacts/{ids.show(person)}/report/"


def _table(
    request: HttpRequest, key: str, caption: str, found: list[reading.Kept], *, own: bool, on: date, empty: str
) -> Table:
    """Sympathisers with the last conversation and the next step. `own`: those of the reader, who need no contact's
    name and find no records behind the names."""
    columns = [
        Column("name", _("Sympathiser")), Column("report", _("Report")), Column("due", _("How it stands")),
        Column("step", _("Next step")), Column("by", _("By"), "day"), Column("last", _("Last conversation"), "day"),
        Column("kind", _("How")),
    ]  # fmt: skip
    columns += [] if own else [Column("unit", _("Unit")), Column("contact", _("Who keeps contact"))]
    rows = []
    for one in found:
        last = one.last
        name = one.name or ids.show(one.person)
        open_to = "" if own else links.person(one.person, links.kept_day(request))
        rows.append(
            (
                Cell(name, open_to),
                Cell(_("Report"), report_address(one.person)) if one.contact is not None else "",
                _stands(one, on),
                (last.next_step or "") if last else "",
                last.next_by if last else None,
                last.day if last else None,
                labels.said(last.kind) if last else "",
                *(() if own else (one.unit.name if one.unit else "", _keeper(one))),
            )
        )
    return Table(key, caption, columns, rows, empty=empty)


def _keeper(one: reading.Kept) -> str:
    if not one.assigned:
        return str(_("nobody yet"))
    return one.contact_name or str(_("somebody outside what you may see"))


def _stands(one: reading.Kept, on: date) -> str:
    if one.due(on):
        return str(_("overdue"))
    if one.last is None:
        return str(_("not spoken with yet"))
    return str(_("as agreed")) if one.last.next_by else str(_("nothing agreed"))


@page("contacts/", name="contacts", scope=Scope.SIGNED_IN, section=gettext_lazy("Contacts"), order=26)
def contacts(request: HttpRequest) -> HttpResponse:
    """The reader's own contacts, and what is overdue in their part of the tree."""
    scope, day, house = opened.scope_of(request), request.day, opened.house()  # type: ignore[attr-defined]
    mine = _table(
        request, "mine", _("My contacts"), reading.mine(house, on=day, scope=scope), own=True, on=day,
        empty=_("A sympathiser stands here as soon as a branch assigns you to keep contact with them."),
    )  # fmt: skip
    overdue = reading.due(house, on=day, scope=scope) if opened.sees_units(request) else []
    late = _table(
        request, "overdue", _("Next steps that are overdue"), overdue, own=False, on=day,
        empty=_("No next step is overdue in your part of the organisation."),
    )  # fmt: skip
    if (answer := taken(request, mine, late)) is not None:
        return answer
    shown = {"mine": mine, "late": late, "by_unit": _counted(overdue), "sees_units": opened.sees_units(request)}
    return show(request, "contacts/contacts.html", shown)


def _counted(overdue: list[reading.Kept]) -> list[tuple[str, int, str]]:
    """How many steps are overdue in each unit, the most first, with the unit's page."""
    found: dict[tuple[str, str], int] = {}
    for one in overdue:
        if one.unit is not None:
            key = (one.unit.name, one.unit.code)
            found[key] = found.get(key, 0) + 1
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return [(name, count, links.unit(code) + "contacts/") for (name, code), count in ordered]


@page("units/<str:unit>/contacts/", name="contacts_of_unit", scope=Scope.SIGNED_IN)
def of_unit(request: HttpRequest, unit: str) -> HttpResponse:
    """The sympathisers of a unit, who keeps contact with them, and what comes next."""
    version = unit_of(request, unit)
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    found = reading.of_unit(opened.house(), version.unit, on=day, scope=scope)
    listed = _table(
        request, "contacts", _("Sympathisers and contact with them"), found, own=False, on=day,
        empty=_("The unit has no sympathisers on this day."),
    )  # fmt: skip
    if (answer := taken(request, listed)) is not None:
        return answer
    counts = {
        "overdue": sum(one.due(day) for one in found),
        "nobody": sum(not one.assigned for one in found),
        "silent": sum(one.assigned and one.last is None for one in found),
    }
    return show(request, "contacts/unit.html", {"unit": version, "listed": listed, **counts})


@page("contacts/<str:person>/assign/", name="assign_contact", scope=Scope.OFFICE, methods=("GET", "HEAD", "POST"))
def assign(request: HttpRequest, person: str) -> HttpResponse:
    """Say who keeps contact with a sympathiser: one of those at home in the same unit."""
    number, name = named(request, person)
    scope, day, house = opened.scope_of(request), request.day, opened.house()  # type: ignore[attr-defined]
    with house.register(scope=scope) as register:
        spell = register.spell(number, on=day)
    if spell is None or spell.standing != "sympathiser":
        raise Http404
    near, after = of_units.people(house, spell.unit, on=day, scope=scope, standings=KEEPERS)
    while after is not None and len(near) < MOST:
        more, after = of_units.people(house, spell.unit, on=day, scope=scope, standings=KEEPERS, after=after)
        near = [*near, *more]
    return deed(
        request, of_people.Assign, fixed={"person": number},
        title=_("Who keeps contact with %(name)s") % {"name": name}, button=_("Assign them"),
        done=lambda _entered: links.person(number),
        choices={"contact": [(ids.show(one.person), one.name) for one in near if one.name]},
        labels={"contact": _("Who"), "on": _("From")},
        hints={"contact": _("A member or candidate of the unit; whoever kept contact until now does so no longer.")},
    )  # fmt: skip


HINTS = {
    "text": gettext_lazy(
        "What matters for the next conversation. It belongs to the person's record: they may read it, and it goes"
        " when the record is erased."
    ),
    "next_step": gettext_lazy("What you will do next; left empty, nothing is due."),
}


@page("contacts/<str:person>/report/", name="report_contact", scope=Scope.SIGNED_IN, methods=("GET", "HEAD", "POST"))
def report(request: HttpRequest, person: str) -> HttpResponse:
    """Report a conversation with a sympathiser: by whoever keeps contact, or by the office of their unit."""
    scope, day, house = opened.scope_of(request), request.day, opened.house()  # type: ignore[attr-defined]
    number = ids.read(person)
    kept = None if number is None else reading.keeper(house, number, on=day, scope=scope)
    if kept is None or number is None:
        raise Http404
    name, contact = kept
    own = contact == request.reader.person  # type: ignore[attr-defined]
    act = acts.Report(on=day, report=0, person=number, contact=contact, day=day, kind="", text="")
    if not may(request, act):
        raise Http404
    return deed(
        request, acts.Report, fixed={"person": number, "contact": contact},
        title=_("A conversation with %(name)s") % {"name": name}, button=_("Enter the report"),
        done=lambda _entered: "/contacts/", initial={"day": day},
        choices={"kind": [(kind, labels.headed(kind)) for kind in acts.KINDS]},
        labels={"day": _("Day of the conversation"), "kind": _("How you spoke"), "text": _("What was said"),
                "next_step": _("Next step"), "next_by": _("By which day"), "on": _("Reported on")},
        hints=HINTS, extra={"reports": reading.reports(house, number, scope=scope), "own": own},
        template="contacts/report.html",
    )  # fmt: skip
