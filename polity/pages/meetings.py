"""Meetings: what is before the reader's part of the tree, the meetings of a unit, and each with its minutes."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.access import offers
from polity.acts import Act
from polity.acts import meetings as acts
from polity.acts import reregistration as roll_acts
from polity.pages import figures, labels, links, opened
from polity.pages.cursors import read_cursor, written_cursor
from polity.pages.deeds import Entered, authority_of, deed
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Cell, Column, Table
from polity.readings import contacts, reregistration, units
from polity.readings import meetings as reading
from polity.register.rows import UnitVersion
from polity.words import ids


def may(request: HttpRequest, act: Act) -> bool:
    """Whether the reader is competent for an act, so that a page offers it."""
    return offers.may_offer(act, by=authority_of(request), house=opened.house())


def unit_of(request: HttpRequest, text: str) -> UnitVersion:
    """The unit that an address names, as it stands on the day. 404 where there is none within the reader's scope."""
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    number = units.found(opened.house(), text, on=day, scope=scope)
    if number is None:
        raise Http404
    with opened.house().register(scope=scope) as register:
        version = register.unit(number, on=day)
    if version is None:
        raise Http404
    return version


def meeting_of(request: HttpRequest, text: str) -> reading.Minutes:
    """The meeting that an address names. 404 where there is none within the reader's scope."""
    scope = opened.scope_of(request)
    return opened.named(text, lambda number: reading.minutes(opened.house(), number, scope=scope))


def address(number: int, rest: str = "") -> str:
    """The page of a meeting, or one of its forms."""
    return f"/meetings/{ids.show(number)}/{rest}"


def listing(request: HttpRequest, key: str, caption: str, found: list[reading.Listed], *, empty: str) -> Table:
    """Meetings as a table: day, unit, who was present by standing, guests, decisions."""
    on = links.kept_day(request)
    columns = [
        Column("day", _("Day"), "day"), Column("unit", _("Unit")), Column("state", _("How it stands")),
        Column("member", _("Members"), "count"), Column("candidate", _("Candidates"), "count"),
        Column("sympathiser", _("Sympathisers"), "count"), Column("guests", _("Guests"), "count"),
        Column("decisions", _("Decisions"), "count"),
    ]  # fmt: skip
    rows = []
    for one in found:
        held = one.meeting.state == "held"
        rows.append(
            (
                Cell(one.meeting.day, address(one.meeting.meeting)),
                Cell(one.unit.name, links.to(links.unit(one.unit.code) + "meetings/", on)),
                labels.said(one.meeting.state),
                *(one.present[standing] if held else None for standing in reading.BELONGING),
                one.guests if held else None,
                one.decisions if held else None,
            )
        )
    return Table(key, caption, columns, rows, empty=empty)


def ahead(request: HttpRequest, found: list[reading.Listed]) -> Table:
    """Meetings that were called, as a table: day, hour, unit, place."""
    columns = [
        Column("day", _("Day"), "day"), Column("hour", _("Hour")), Column("unit", _("Unit")),
        Column("place", _("Place")),
    ]  # fmt: skip
    rows = [
        (
            Cell(one.meeting.day, address(one.meeting.meeting)),
            one.meeting.hour,
            Cell(one.unit.name, links.to(links.unit(one.unit.code) + "meetings/", links.kept_day(request))),
            one.meeting.place,
        )
        for one in found
    ]
    empty = _("A meeting stands here as soon as it is called.")
    return Table("ahead", str(_("Meetings to come")), columns, rows, empty=empty)


@page("meetings/", name="meetings", scope=Scope.OFFICE, section=gettext_lazy("Meetings"), order=25)
def meetings(request: HttpRequest) -> HttpResponse:
    """What is before the reader's part of the tree: meetings, presence to enter, contacts due, re-registrations."""
    scope, day, house = opened.scope_of(request), request.day, opened.house()  # type: ignore[attr-defined]
    found = reading.agenda(house, on=day, scope=scope)
    coming = ahead(request, list(found.ahead))
    empty = _("A meeting stands here once who was present is entered.")
    held = listing(request, "held", _("Meetings held last"), list(found.held), empty=empty)
    if (answer := taken(request, coming, held)) is not None:
        return answer
    tops = units.top(house, on=day, scope=scope)
    own = None
    if len(tops) == 1:
        with house.register(scope=scope) as register:
            own = register.unit(tops[0], on=day)
    shown = {
        "own": own,
        "ahead": coming,
        "unentered": [(one, address(one.meeting.meeting, "presence/")) for one in found.unentered],
        "held": held,
        "due": len(contacts.due(house, on=day, scope=scope)),
        "rolls": [one for one in reregistration.rolls(house, scope=scope) if one.reregistration.closed is None],
    }
    return show(request, "meetings/meetings.html", shown)


@page("units/<str:unit>/meetings/", name="meetings_of_unit", scope=Scope.SIGNED_IN)
def of_unit(request: HttpRequest, unit: str) -> HttpResponse:
    """The meetings of a unit, the latest first."""
    version = unit_of(request, unit)
    scope, house, today = opened.scope_of(request), opened.house(), request.today  # type: ignore[attr-defined]
    cursor = read_cursor(request.GET.get("after", ""))
    before = (_day(cursor[0]), cursor[1]) if cursor else None
    found, following = reading.of_unit(house, version.unit, scope=scope, before=before)
    empty = _("The unit has not met yet, or nobody has entered it.")
    listed = listing(request, "meetings", _("Meetings"), found, empty=empty)
    if (answer := taken(request, listed)) is not None:
        return answer
    call = acts.Call(on=today, meeting=0, unit=version.unit, day=today, hour="", place="", agenda="")
    start = roll_acts.Open(on=today, reregistration=0, unit=version.unit, until=today)
    shown = {
        "unit": version,
        "listed": listed,
        "following": written_cursor(following and (following[0].isoformat(), following[1])),
        "may_call": may(request, call),
        "may_open": may(request, start),
        "rolls": reregistration.rolls(house, scope=scope, unit=version.unit),
    }
    return show(request, "meetings/unit.html", shown)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


@page("units/<str:unit>/meetings/call/", name="call_meeting", scope=Scope.OFFICE, methods=("GET", "HEAD", "POST"))
def call(request: HttpRequest, unit: str) -> HttpResponse:
    """Call a unit to a meeting."""
    version = unit_of(request, unit)

    def done(entered: Entered) -> str:
        assert isinstance(entered.act, acts.Call)
        return address(entered.act.meeting)

    return deed(
        request, acts.Call, fixed={"unit": version.unit}, done=done,
        title=_("Call a meeting of %(unit)s") % {"unit": version.name}, button=_("Call the meeting"),
        labels={"day": _("Day of the meeting"), "hour": _("Hour"), "place": _("Place"), "agenda": _("Agenda"),
                "on": _("Called on")},
        hints={"hour": _("As you would say it, such as 19:00."), "agenda": _("One item a line.")},
    )  # fmt: skip


@page("meetings/<str:meeting>/", name="meeting", scope=Scope.SIGNED_IN)
def meeting(request: HttpRequest, meeting: str) -> HttpResponse:
    """A meeting: called, or held with who was present and what was decided."""
    found = meeting_of(request, meeting)
    one, today = found.meeting, request.today  # type: ignore[attr-defined]
    columns = [
        Column("standing", _("Standing")), Column("present", _("Of the unit"), "count"),
        Column("guests", _("Guests"), "count"),
    ]  # fmt: skip
    rows: list[tuple[Any, ...]] = [
        (labels.MANY[standing], found.listed.present[standing], one.guests.get(standing, 0))
        for standing in reading.BELONGING
    ]
    rows.append((_("Others"), None, one.guests.get("other", 0)))
    total = (_("Together"), sum(found.listed.present.values()), found.listed.guests)
    counts = Table("presence", str(_("Who was present, by standing")), columns, rows, total=total)
    if (answer := taken(request, counts)) is not None:
        return answer
    return show(
        request,
        "meetings/meeting.html",
        {
            "found": found,
            "meeting": one,
            "unit": found.listed.unit,
            "counts": counts,
            "here": address(one.meeting),
            "unseen": sum(person.person is None for person in found.people),
            "may_act": may(request, acts.Cancel(on=today, meeting=one.meeting, grounds="")),
        },
    )


def _named(found: reading.Minutes) -> dict[str, str]:
    """What the title of a form says of its meeting."""
    return {"unit": found.listed.unit.name, "day": figures.day(found.meeting.day)}


def _ticks(people: list[tuple[int, str, str, bool]]) -> list[tuple[str, str]]:
    return [(ids.show(person), f"{name}, {labels.said(standing)}") for person, name, standing, _listed in people]


GUESTS = {
    "guest_members": gettext_lazy("Guests who are members elsewhere"),
    "guest_candidates": gettext_lazy("Guests who are candidates elsewhere"),
    "guest_sympathisers": gettext_lazy("Guests who are sympathisers elsewhere"),
    "guest_others": gettext_lazy("Other guests"),
}


@page("meetings/<str:meeting>/presence/", name="presence", scope=Scope.OFFICE, methods=("GET", "HEAD", "POST"))
def presence(request: HttpRequest, meeting: str) -> HttpResponse:
    """Enter who was present: a tick beside each name, and how many guests."""
    found = meeting_of(request, meeting)
    people = reading.expected(opened.house(), found.meeting, scope=opened.scope_of(request))
    return deed(
        request, acts.Hold, fixed={"meeting": found.meeting.meeting}, choices={"present": _ticks(people)},
        title=_("Who was present at the meeting of %(unit)s on %(day)s") % _named(found),
        button=_("Enter who was present"), done=lambda _entered: address(found.meeting.meeting),
        initial=dict.fromkeys(GUESTS, 0) | {"on": max(found.meeting.day, request.today)},  # type: ignore[attr-defined]
        labels={"present": _("Of the unit"), **GUESTS},
        hints={"present": _("Tick whoever came.") if people else _("Nobody is at home in this unit on that day.")},
    )  # fmt: skip


@page("meetings/<str:meeting>/correct/", name="correct_presence", scope=Scope.OFFICE, methods=("GET", "HEAD", "POST"))
def correct(request: HttpRequest, meeting: str) -> HttpResponse:
    """Put right who was present."""
    found = meeting_of(request, meeting)
    people = reading.expected(opened.house(), found.meeting, scope=opened.scope_of(request))
    known = {person.person for person in found.people}
    away = [(one.person, one.name, one.standing, True) for one in found.people if one.person is not None]
    return deed(
        request, acts.Correct, fixed={"meeting": found.meeting.meeting},
        choices={"came": _ticks([one for one in people if one[0] not in known]), "went": _ticks(away)},
        title=_("Put right who was present at the meeting of %(unit)s on %(day)s") % _named(found),
        button=_("Put the presence right"), done=lambda _entered: address(found.meeting.meeting),
        initial={name: found.meeting.guests.get(name.removeprefix("guest_")[:-1], 0) for name in GUESTS},
        labels={"came": _("Were present and are not listed"), "went": _("Are listed and were not present"),
                "grounds": _("Grounds"), **GUESTS},
        hints={"grounds": _("On what the correction rests. Do not write about people here: it stays in the minutes.")},
    )  # fmt: skip


@page("meetings/<str:meeting>/decide/", name="decide_at_meeting", scope=Scope.OFFICE, methods=("GET", "HEAD", "POST"))
def decide(request: HttpRequest, meeting: str) -> HttpResponse:
    """Enter what the meeting decided, with the votes."""
    found = meeting_of(request, meeting)
    voting = found.listed.present["member"]
    return deed(
        request, acts.Decide, fixed={"meeting": found.meeting.meeting}, initial={"votes_against": 0, "abstained": 0},
        title=_("A decision of the meeting of %(unit)s on %(day)s") % _named(found),
        button=_("Enter the decision"), done=lambda _entered: address(found.meeting.meeting),
        labels={"title": _("What it is about"), "text": _("What was decided"), "votes_for": _("For"),
                "votes_against": _("Against"), "abstained": _("Abstained")},
        hints={"text": _("As it stands in the minutes. Name nobody here: acts about a person cite the decision."),
               "votes_for": _("Members of the unit who were present and can vote: %(voting)s.") % {"voting": voting}},
    )  # fmt: skip


@page("meetings/<str:meeting>/cancel/", name="cancel_meeting", scope=Scope.OFFICE, methods=("GET", "HEAD", "POST"))
def cancel(request: HttpRequest, meeting: str) -> HttpResponse:
    """A meeting that was called does not take place."""
    found = meeting_of(request, meeting)
    return deed(
        request, acts.Cancel, fixed={"meeting": found.meeting.meeting},
        title=_("Cancel the meeting of %(unit)s on %(day)s") % _named(found), button=_("Cancel the meeting"),
        done=lambda _entered: address(found.meeting.meeting), labels={"grounds": _("Grounds")},
    )  # fmt: skip
