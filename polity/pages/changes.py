"""What may be done from a person's record: each act with its own form, and corrections with what was known before."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.access import offers
from polity.acts import Act, correction, membership, offices, people
from polity.pages import figures, labels, links, opened
from polity.pages.deeds import authority_of, deed
from polity.pages.routing import Scope, page
from polity.pages.shown import show
from polity.pages.transfers import METHODS, named
from polity.readings import law, superseded
from polity.readings.people import Record
from polity.words import ids

PRESENT = ("sympathiser", "candidate", "member")
LEAVING = "people/<str:person>/leave/"


class Offer(NamedTuple):
    """An act that the reader may do from here: what it is called, and where its form is."""

    label: str
    href: str


class _Way(NamedTuple):
    label: str | Promise
    path: str  # after the person's own address, or an address of its own with the id in its place
    standings: tuple[str, ...]
    act: Callable[[int, int, date], Act]  # person, the unit of the reader, day


WAYS = (
    _Way(gettext_lazy("Release to another unit"), "/transfers/{id}/release/", PRESENT,
         lambda person, unit, on: membership.Transfer(on=on, member=person, receiving=unit, transfer=0)),
    _Way(gettext_lazy("Assign who keeps contact"), "/contacts/{id}/assign/", ("sympathiser",),
         lambda person, unit, on: people.Assign(on=on, person=person, contact=0)),
    _Way(gettext_lazy("Change what is recorded"), "amend/", (*PRESENT, "former"),
         lambda person, unit, on: people.Amend(on=on, person=person)),
    _Way(gettext_lazy("Change the name"), "name/", (*PRESENT, "former"),
         lambda person, unit, on: people.Amend(on=on, person=person)),
    _Way(gettext_lazy("Change how they can be reached"), "contact/", (*PRESENT, "former"),
         lambda person, unit, on: people.Contact(on=on, person=person, details={})),
    _Way(gettext_lazy("Appoint to an office"), "/offices/appoint/?person={id}", ("member",),
         lambda person, unit, on: offices.Appoint(on=on, term=0, office="x", unit=unit, person=person)),
    _Way(gettext_lazy("Record that they leave"), "leave/", PRESENT,
         lambda person, unit, on: membership.Leave(on=on, person=person)),
    _Way(gettext_lazy("Exclude"), "exclude/", PRESENT,
         lambda person, unit, on: membership.Exclude(on=on, person=person, grounds="x")),
    _Way(gettext_lazy("Record that they have died"), "died/", (*PRESENT, "former"),
         lambda person, unit, on: membership.Died(on=on, person=person)),
    _Way(gettext_lazy("Readmit as a candidate"), "readmit/", ("former",),
         lambda person, unit, on: membership.Readmit(on=on, person=person, unit=unit)),
)  # fmt: skip


def offered(request: HttpRequest, record: Record) -> tuple[list[Offer], bool]:
    """The acts that the reader may do from a record, today; and whether they may put it right."""
    reader, today = request.reader, request.today  # type: ignore[attr-defined]
    ways = list(_of_oneself(request, record))
    if not reader.office or not record.name:
        return ways, False
    fitting: list[_Way] = []
    if reader.unit is not None and record.now is not None:
        died = record.now.reason == "died"
        fitting = [
            way
            for way in WAYS
            if record.now.standing in way.standings and not (died and way.path in ("died/", "readmit/"))
        ]
    acts = [way.act(record.person, reader.unit, today) for way in fitting]
    right = correction.Correct(on=today, person=record.person, since=today, grounds="x")
    *may, may_correct = offers.may_offer_each([*acts, right], by=authority_of(request), house=opened.house())
    ways += [
        Offer(str(way.label), _address(record.person, way.path)) for way, fits in zip(fitting, may, strict=True) if fits
    ]
    return ways, may_correct


def _of_oneself(request: HttpRequest, record: Record) -> Iterator[Offer]:
    """What the person themself may do, and the way in that is open."""
    reader = request.reader  # type: ignore[attr-defined]
    under_way = any(move.state in ("asked", "released") for move in record.transfers)
    present = record.now is not None and record.now.standing in PRESENT
    if record.person == reader.person and present:
        written = ids.show(record.person)
        if under_way:
            yield Offer(_("Take the transfer back"), f"/transfers/{written}/withdraw/")
        else:
            yield Offer(_("Ask to be moved to another unit"), "/transfers/ask/")
    if (reader.office or record.person == reader.person) and record.now is not None and record.name:
        if any(application.state in ("applied", "decided") for application, _at in record.applications):
            yield Offer(_("The application that is open"), f"/admission/{ids.show(record.person)}/")
        elif record.now.standing == "candidate":
            yield Offer(_("The candidate period and what it asks for"), f"/admission/{ids.show(record.person)}/")


def _address(person: int, path: str) -> str:
    return path.format(id=ids.show(person)) if path.startswith("/") else links.person(person) + path


def _on_person(
    request: HttpRequest, person: str, kind: type[Act], title: str, button: str, **more: Any
) -> HttpResponse:
    number, name = named(request, person)
    fixed = {"person": number, **more.pop("fixed", {})}
    return deed(
        request, kind, fixed=fixed, title=title % {"name": name}, button=button,
        done=lambda _entered: links.person(number), **more,
    )  # fmt: skip


@page(LEAVING, name="leave", scope=Scope.OFFICE, methods=METHODS)
def leave(request: HttpRequest, person: str) -> HttpResponse:
    """Somebody leaves of their own accord."""
    about = _("They stay on the register as former. Their offices end on the day, and what they applied for lapses.")
    return _on_person(
        request, person, membership.Leave, _("%(name)s leaves"), _("Record that they leave"), extra={"about": about}
    )


@page("people/<str:person>/exclude/", name="exclude", scope=Scope.OFFICE, methods=METHODS)
def exclude(request: HttpRequest, person: str) -> HttpResponse:
    """Somebody is excluded, with the grounds of the hearing; the way of appeal stands beside."""
    today = request.today  # type: ignore[attr-defined]
    powers = law.powers(opened.house(), ["membership.readmit"], on=today, scope=opened.scope_of(request))
    return _on_person(
        request, person, membership.Exclude, _("Exclude %(name)s"), _("Exclude with these grounds"),
        labels={"grounds": _("Grounds, as found at the hearing"), "heard": _("Day of the hearing")},
        hints={"grounds": _("The person can read them.")},
        extra={"powers": powers}, template="changes/exclude.html",
    )  # fmt: skip


@page("people/<str:person>/died/", name="died", scope=Scope.OFFICE, methods=METHODS)
def died(request: HttpRequest, person: str) -> HttpResponse:
    """Somebody has died, a member or one who was."""
    return _on_person(
        request, person, membership.Died, _("Record that %(name)s has died"), _("Record the death"),
        labels={"on": _("Day of death")},
    )  # fmt: skip


@page("people/<str:person>/readmit/", name="readmit", scope=Scope.OFFICE, methods=METHODS)
def readmit(request: HttpRequest, person: str) -> HttpResponse:
    """A former member comes back as a candidate."""
    return _on_person(
        request, person, membership.Readmit, _("Readmit %(name)s as a candidate"), _("Readmit as a candidate"),
        hints={"unit": _("The code of the unit in which they will be a candidate.")},
    )  # fmt: skip


@page("people/<str:person>/amend/", name="amend", scope=Scope.OFFICE, methods=METHODS)
def amend(request: HttpRequest, person: str) -> HttpResponse:
    """What is recorded changes from a day on."""
    number, _name = named(request, person)
    scope = opened.scope_of(request)
    with opened.house().register(scope=scope) as register:
        facts = dict(register.facts(number, on=request.day))  # type: ignore[attr-defined]
    return _on_person(
        request, person, people.Amend, _("Change what is recorded of %(name)s"), _("Record the change"),
        fixed={"family": None, "given": None, "middle": None}, initial={"facts": facts},
        labels={"evidence": _("On what it rests"), "on": _("From which day it holds")},
        hints={"evidence": _("A paper that was seen; nothing for what is only declared.")},
        extra={"about": _("This is for what changed. What was wrong from the beginning is put right on the record, "
                          "with grounds.")},
    )  # fmt: skip


@page("people/<str:person>/name/", name="rename_person", scope=Scope.OFFICE, methods=METHODS)
def rename(request: HttpRequest, person: str) -> HttpResponse:
    """A name is put right or changed."""
    number, _name = named(request, person)
    with opened.house().register(scope=opened.scope_of(request)) as register:
        family, given, middle = register.name(number) or ("", "", "")
    return _on_person(
        request, person, people.Amend, _("Change the name of %(name)s"), _("Change the name"),
        fixed={"facts": None, "evidence": None}, initial={"family": family, "given": given, "middle": middle},
        labels={"family": _("Family name"), "given": _("Given name"), "middle": _("Middle name or patronymic")},
    )  # fmt: skip


@page("people/<str:person>/contact/", name="contact_data", scope=Scope.OFFICE, methods=METHODS)
def contact(request: HttpRequest, person: str) -> HttpResponse:
    """How somebody can be reached."""
    number, _name = named(request, person)
    with opened.house().register(scope=opened.scope_of(request)) as register:
        register.cursor.execute("SELECT details FROM person_contact WHERE person = %s", [number])
        row = register.cursor.fetchone()
    details = ", ".join(f"{name}={value}" for name, value in (row[0] if row else {}).items())
    return _on_person(
        request, person, people.Contact, _("How %(name)s can be reached"), _("Record how they can be reached"),
        initial={"details": details}, labels={"details": _("Ways to reach them")},
        hints={"details": _("Each with its name, as in: post=Lamp Lane 1, telephone=555 0100. "
                            "What stands here replaces what was recorded.")},
    )  # fmt: skip


@page("people/<str:person>/correct/<str:since>/", name="correct", scope=Scope.OFFICE, methods=METHODS)
def correct(request: HttpRequest, person: str, since: str) -> HttpResponse:
    """One spell of a person is put right."""
    number, _name = named(request, person)
    with opened.house().register(scope=opened.scope_of(request)) as register:
        spell = next((one for one in register.spells(number) if one.since == _day(since)), None)
        if spell is None:
            raise Http404
        unit = register.unit(spell.unit, on=spell.since)
    as_is = _("Recorded: %(value)s. Leave it empty if that is right.")
    until = figures.day(spell.until) if spell.until else _("no end")
    return _on_person(
        request, person, correction.Correct, _("Put right what is recorded of %(name)s"), _("Put it right"),
        fixed={"since": spell.since}, initial={"neighbours": True},
        choices={"standing": [(code, labels.said(code)) for code in correction.STANDINGS]},
        labels={"new_since": _("Begins on"), "new_until": _("Ends before"), "unit": _("Unit"),
                "standing": _("Standing"), "grounds": _("Grounds"), "on": _("Day of the decision"),
                "neighbours": _("Let the spells before and after end and begin where this one does")},
        hints={"new_since": as_is % {"value": figures.day(spell.since)}, "new_until": as_is % {"value": until},
               "unit": as_is % {"value": f"{unit.name}, {unit.code}" if unit else ids.show(spell.unit)},
               "standing": as_is % {"value": labels.said(spell.standing)},
               "grounds": _("On what the correction rests, such as minutes or a certificate.")},
        extra={"about": _("The record as it was known until now stays, and can still be asked for.")},
    )  # fmt: skip


@page("people/<str:person>/correct-facts/<str:since>/", name="correct_facts", scope=Scope.OFFICE, methods=METHODS)
def correct_facts(request: HttpRequest, person: str, since: str) -> HttpResponse:
    """What was recorded from a day on is put right."""
    number, _name = named(request, person)
    with opened.house().register(scope=opened.scope_of(request)) as register:
        found = [facts for begins, _u, facts, _e in register.facts_history(number) if begins and begins == _day(since)]
    if not found:
        raise Http404
    return _on_person(
        request, person, correction.CorrectFacts, _("Put right what is recorded of %(name)s"), _("Put it right"),
        fixed={"since": _day(since)}, initial={"facts": dict(found[0])},
        labels={"grounds": _("Grounds"), "on": _("Day of the decision")},
        hints={"grounds": _("On what the correction rests, such as minutes or a certificate.")},
        extra={"about": _("A wrong value is put right for as long as it held. The record as it was known until now "
                          "stays, and can still be asked for.")},
    )  # fmt: skip


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


@page("people/<str:person>/known/<int:number>/", name="known", scope=Scope.SIGNED_IN)
def known(request: HttpRequest, person: str, number: int) -> HttpResponse:
    """A person's record as it was known before a correction."""
    who, name = named(request, person)
    scope = opened.scope_of(request)
    found = superseded.known_before(opened.house(), who, number, scope=scope)
    if found is None:
        raise Http404
    with opened.house().register(scope=scope) as register:
        fields = register.fields("person")
    stretches = [
        (since, until, [(fields[key].label, labels.said(value)) for key, value in facts.items() if key in fields])
        for since, until, facts in found.stretches
    ]
    shown = {"known": found, "name": name, "person": who, "stretches": stretches}
    return show(request, "changes/known.html", shown)
