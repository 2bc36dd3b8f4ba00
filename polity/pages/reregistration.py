"""Re-registration of a unit: opened, how far it is, how it stands with each person, and closed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from polity.acts import reregistration as acts
from polity.pages import labels, links, opened
from polity.pages.deeds import Entered, deed
from polity.pages.meetings import may, unit_of
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Cell, Column, Table
from polity.readings import reregistration as reading
from polity.words import ids


def address(number: int, rest: str = "") -> str:
    """The page of a re-registration, or one of its forms."""
    return f"/reregistrations/{ids.show(number)}/{rest}"


def _roll(request: HttpRequest, text: str) -> reading.Roll:
    scope = opened.scope_of(request)
    return opened.named(text, lambda number: reading.roll(opened.house(), number, scope=scope))


def said(outcome: str) -> str:
    """An outcome in words."""
    words = {
        "open": _("not asked yet"), "asked": _("asked, no answer yet"), "confirmed": _("confirmed"),
        "moved": _("moved away"), "not_reached": _("not reached"),
    }  # fmt: skip
    return str(words[outcome])


@page(
    "units/<str:unit>/reregistration/", name="open_reregistration", scope=Scope.OFFICE, methods=("GET", "HEAD", "POST")
)
def start(request: HttpRequest, unit: str) -> HttpResponse:
    """Open the re-registration of a unit."""
    version = unit_of(request, unit)

    def done(entered: Entered) -> str:
        assert isinstance(entered.act, acts.Open)
        return address(entered.act.reregistration)

    return deed(
        request, acts.Open, fixed={"unit": version.unit}, done=done,
        title=_("Re-register %(unit)s") % {"unit": version.name}, button=_("Open the re-registration"),
        labels={"until": _("To be done by"), "on": _("Opened on")},
        hints={"on": _("Whoever is a member or candidate of the unit on this day is asked.")},
        extra={"about": _("Everybody is asked whether they stay. Nobody's standing changes by it: whoever is not"
                          " confirmed becomes a list for decision.")},
    )  # fmt: skip


@page("reregistrations/<str:roll>/", name="reregistration", scope=Scope.SIGNED_IN)
def roll(request: HttpRequest, roll: str) -> HttpResponse:
    """How far a re-registration is, and how it stands with each person."""
    found = _roll(request, roll)
    one, on = found.reregistration, links.kept_day(request)
    chosen = request.GET.get("outcome", "")
    chosen = chosen if chosen in reading.OUTCOMES else ""
    act = acts.Close(on=request.today, reregistration=one.reregistration)  # type: ignore[attr-defined]
    acting = one.closed is None and may(request, act)
    entering = [Column("enter", _("Enter"))] if acting else []
    columns = [
        Column("name", _("Name")), *entering, Column("outcome", _("How it stands")), Column("day", _("Since"), "day"),
        Column("grounds", _("Grounds")), Column("standing", _("Standing today")),
    ]  # fmt: skip
    people = [person for person in found.people if chosen in ("", person.outcome)]
    rows = [
        (
            _name(request, person),
            *([_form(one.reregistration, person)] if acting else []),
            said(person.outcome),
            person.day,
            person.grounds or "",
            labels.said(person.standing) if person.standing else "",
        )
        for person in people
    ]
    listed = Table("roll", str(_("Everybody who was in the unit at the opening")), columns, rows, empty=_("Nobody."))
    decide = _to_decide(request, found)
    if (answer := taken(request, listed, decide)) is not None:
        return answer
    shown = {
        "found": found,
        "roll": one,
        "unit": found.unit,
        "counts": [(name, said(name), count) for name, count in found.progress.items()],
        "people": len(found.people),
        "chosen": said(chosen) if chosen else "",
        "listed": listed,
        "decide": decide,
        "acting": acting,
        "here": links.to(address(one.reregistration), on),
        "confirm": address(one.reregistration, "confirm/"),
        "close": address(one.reregistration, "close/"),
    }
    return show(request, "reregistration/roll.html", shown)


def _form(number: int, person: reading.Asked) -> Cell:
    """The way to the form for one person; for one who cannot be named there is none."""
    if person.person is None:
        return Cell("")
    return Cell(_("Enter"), address(number, f"{ids.show(person.person)}/"))


def _name(request: HttpRequest, person: reading.Asked) -> Cell:
    if person.person is None:
        return Cell(_("somebody outside what you may see"))
    return Cell(person.name, links.person(person.person, links.kept_day(request)))


def _to_decide(request: HttpRequest, found: reading.Roll) -> Table:
    columns = [Column("name", _("Name")), Column("outcome", _("How it stands")), Column("grounds", _("Grounds"))]
    rows = [(_name(request, one), said(one.outcome), one.grounds or "") for one in found.to_decide]
    empty = _("Everybody who is still in the unit is confirmed.")
    return Table("decide", str(_("Left for decision")), columns, rows, empty=empty)


@page("reregistrations/<str:roll>/close/", name="close_reregistration", scope=Scope.OFFICE,
      methods=("GET", "HEAD", "POST"))  # fmt: skip
def close(request: HttpRequest, roll: str) -> HttpResponse:
    """Close a re-registration."""
    found = _roll(request, roll)
    return deed(
        request, acts.Close, fixed={"reregistration": found.reregistration.reregistration},
        title=_("Close the re-registration of %(unit)s") % {"unit": found.unit.name},
        button=_("Close the re-registration"), done=lambda _entered: address(found.reregistration.reregistration),
        labels={"on": _("Closed on")},
        extra={"about": _("Confirmed: %(settled)s of %(people)s. Whoever is not confirmed keeps their standing and is"
                          " listed for decision.")
                        % {"settled": found.progress["confirmed"], "people": len(found.people)}},
    )  # fmt: skip


@page("reregistrations/<str:roll>/confirm/", name="confirm_reregistered", scope=Scope.OFFICE,
      methods=("GET", "HEAD", "POST"))  # fmt: skip
def confirm(request: HttpRequest, roll: str) -> HttpResponse:
    """Tick everybody who stays, at once."""
    found = _roll(request, roll)
    left = [one for one in found.people if one.person is not None and one.outcome != "confirmed"]
    return deed(
        request, acts.Confirm, fixed={"reregistration": found.reregistration.reregistration},
        title=_("Who stays in %(unit)s") % {"unit": found.unit.name}, button=_("Confirm those ticked"),
        done=lambda _entered: address(found.reregistration.reregistration),
        choices={"people": [(ids.show(one.person or 0), f"{one.name}, {said(one.outcome)}") for one in left]},
        labels={"people": _("Not confirmed yet"), "on": _("Confirmed on")},
        hints={"people": _("Tick whoever stays.") if left else _("Everybody is confirmed.")},
    )  # fmt: skip


@page("reregistrations/<str:roll>/<str:person>/", name="reregister", scope=Scope.OFFICE,
      methods=("GET", "HEAD", "POST"))  # fmt: skip
def outcome(request: HttpRequest, roll: str, person: str) -> HttpResponse:
    """Enter how it stands with one person."""
    found, number = _roll(request, roll), ids.read(person)
    asked = next((one for one in found.people if one.person is not None and one.person == number), None)
    if asked is None:
        raise Http404
    return deed(
        request, acts.Outcome, fixed={"person": number},
        title=_("%(name)s: how it stands") % {"name": asked.name}, button=_("Enter how it stands"),
        done=lambda _entered: address(found.reregistration.reregistration),
        choices={"outcome": [(name, said(name)) for name in acts.OUTCOMES]}, initial={"grounds": asked.grounds or ""},
        labels={"outcome": _("How it stands"), "grounds": _("Grounds")},
        hints={"grounds": _("Needed for whoever moved away or was not reached.")},
    )  # fmt: skip
