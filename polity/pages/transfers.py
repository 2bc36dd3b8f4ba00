"""Transfers: whom a desk is to release or to acknowledge, and the acts that answer."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.acts import Act, membership
from polity.pages import labels, links, opened
from polity.pages.deeds import Entered, deed
from polity.pages.routing import Scope, page
from polity.pages.shown import show
from polity.pages.tables import Cell, Column, Table
from polity.readings import people as of_people
from polity.readings import transfers as reading
from polity.words import ids

METHODS = ("GET", "HEAD", "POST")
DESK = "/transfers/"
STEPS = {
    "asked": gettext_lazy("Asked for"),
    "released": gettext_lazy("Released"),
    "received": gettext_lazy("Acknowledged"),
    "declined": gettext_lazy("Declined"),
    "refused": gettext_lazy("Not released"),
    "withdrawn": gettext_lazy("Taken back"),
    "cancelled": gettext_lazy("Taken back before the release"),
}


@page("transfers/", name="transfers", scope=Scope.OFFICE, section=gettext_lazy("Transfers"), order=27)
def transfers(request: HttpRequest) -> HttpResponse:
    """What waits at this desk."""
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    found = reading.desk(opened.house(), on=day, scope=scope)
    tables = [
        _table("acknowledge", _("To be acknowledged here"), found.to_acknowledge, {
            _("Acknowledge"): "receive", _("Decline"): "decline"}),
        _table("release", _("Asked for by members, to be released"), found.to_release, {
            _("Release"): "release", _("Refuse"): "decline"}),
        _table("waiting", _("Released, to be acknowledged elsewhere"), found.waiting, {_("Take back"): "withdraw"}),
        _table("ended", _("The last that came to an end"), found.ended, {}),
    ]  # fmt: skip
    return show(request, "transfers/transfers.html", {"tables": [one for one in tables if one.rows], "found": found})


def _table(key: str, caption: str, found: Sequence[reading.Moving], acts: Mapping[str, str]) -> Table:
    # What is to be done stands beside the name, where a phone shows it too.
    columns = [
        Column("name", _("Name")), *(Column(act, head) for head, act in acts.items()), Column("from", _("From")),
        Column("to", _("To")), Column("standing", _("Standing")), Column("since", _("Since"), "day"),
        Column("state", _("How it stands")),
    ]  # fmt: skip
    rows = [
        (
            # Whoever is released to a desk has no record there yet: the name opens one only for their own unit.
            Cell(one.name or _("somebody outside what you may see"), _record(one)),
            *(Cell(head, f"/transfers/{ids.show(one.person)}/{act}/") for head, act in acts.items()),
            one.sending.name,
            one.receiving.name,
            labels.said(one.standing) if one.standing else "",
            one.since,
            labels.said(one.state) + (f": {one.grounds}" if one.grounds else ""),
        )
        for one in found
    ]
    return Table(key, caption, columns, rows)


def _record(one: reading.Moving) -> str:
    here = one.incoming if one.state == "received" else one.outgoing
    return links.person(one.person) if here and one.name else ""


def moving_of(request: HttpRequest, person: str) -> reading.Moving:
    """The transfer under way of somebody in which the reader has a part."""
    number = ids.read(person)
    scope = opened.scope_of(request)
    found = None if number is None else reading.under_way(opened.house(), number, on=scope.day, scope=scope)
    if found is None:
        raise Http404
    return found


def named(request: HttpRequest, person: str) -> tuple[int, str]:
    """Somebody within what the reader may see: id and name."""
    number, scope = ids.read(person), opened.scope_of(request)
    if number is None:
        raise Http404
    with opened.house().register(scope=scope) as register:
        if of_people.seen(register, number, scope=scope) is None:
            raise Http404
        return number, register.names([number]).get(number, ids.show(number))


def destination(request: HttpRequest) -> dict[str, Any]:
    """What the search for a unit shows above the form, and the unit that was chosen there."""
    text = request.GET.get("find", "")
    found = reading.destinations(
        opened.house(), text, on=request.today, scope=opened.scope_of(request),  # type: ignore[attr-defined]
    ) if text.strip() else []  # fmt: skip
    return {
        "find": text,
        "looked": bool(text.strip()),
        "destinations": [(one, f"{request.path}?{urlencode({'receiving': one.code})}") for one in found],
        "chosen": request.GET.get("receiving", ""),
    }


@page("transfers/ask/", name="ask_transfer", scope=Scope.SIGNED_IN, methods=METHODS)
def ask(request: HttpRequest) -> HttpResponse:
    """A member asks to be moved to another unit."""
    reader = request.reader  # type: ignore[attr-defined]
    if reader.person is None:
        raise Http404
    number, _name = named(request, ids.show(reader.person))
    extra = destination(request)
    return deed(
        request, membership.AskTransfer, fixed={"person": number},
        title=_("Ask to be moved to another unit"), button=_("Ask to be moved"),
        initial={"receiving": extra["chosen"]} if extra["chosen"] else None,
        labels={"receiving": _("Unit"), "grounds": _("Why"), "on": _("From which day it is asked")},
        hints={"receiving": _("Its code. Look it up above if you do not know it."),
               "grounds": _("If you wish. Both units can read it.")},
        extra=extra, template="transfers/towards.html", done=lambda _entered: links.person(number),
    )  # fmt: skip


@page("transfers/<str:person>/release/", name="release_transfer", scope=Scope.OFFICE, methods=METHODS)
def release(request: HttpRequest, person: str) -> HttpResponse:
    """The sending unit releases somebody."""
    number, name = named(request, person)
    scope = opened.scope_of(request)
    under_way = reading.under_way(opened.house(), number, on=scope.day, scope=scope)
    extra = destination(request)
    asked = under_way.receiving.code if under_way is not None and under_way.state == "asked" else ""
    chosen = extra["chosen"] or asked
    return deed(
        request, membership.Transfer, fixed={"member": number},
        title=_("Release %(name)s to another unit") % {"name": name}, button=_("Release"),
        initial={"receiving": chosen} if chosen else None,
        labels={"receiving": _("To which unit")},
        hints={"receiving": _("Its code. Look it up above if you do not know it.")},
        extra=extra | {"moving": under_way if asked else None, "what_follows": True},
        template="transfers/towards.html", done=lambda _entered: DESK,
    )  # fmt: skip


def _answer(
    request: HttpRequest, kind: type[Act], moving: reading.Moving, *, title: str, button: str, own: bool = False,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    said = {"name": moving.name, "from": moving.sending.name, "to": moving.receiving.name}

    def done(_entered: Entered) -> str:
        return links.person(moving.person) if own else DESK

    return deed(
        request, kind, fixed={"member": moving.person}, title=title % said, button=button, done=done,
        extra={"moving": moving, "what_follows": kind is membership.Receive}, template="transfers/answer.html", **more,
    )  # fmt: skip


@page("transfers/<str:person>/receive/", name="receive_transfer", scope=Scope.OFFICE, methods=METHODS)
def receive(request: HttpRequest, person: str) -> HttpResponse:
    """The receiving unit acknowledges."""
    moving = moving_of(request, person)
    if not moving.incoming or moving.state != "released":
        raise Http404
    return _answer(
        request, membership.Receive, moving, title=_("Acknowledge the transfer of %(name)s to %(to)s"),
        button=_("Acknowledge the transfer"), labels={"on": _("Counted here from")},
    )  # fmt: skip


@page("transfers/<str:person>/decline/", name="decline_transfer", scope=Scope.OFFICE, methods=METHODS)
def decline(request: HttpRequest, person: str) -> HttpResponse:
    """The receiving unit declines, or the sending unit does not release."""
    moving = moving_of(request, person)
    if not (moving.incoming if moving.state == "released" else moving.outgoing):
        raise Http404
    hint = _("The person and both units can read them.")
    return _answer(
        request, membership.Decline, moving, title=_("Decline the transfer of %(name)s to %(to)s"),
        button=_("Decline with these grounds"), labels={"grounds": _("Grounds")}, hints={"grounds": hint},
    )  # fmt: skip


@page("transfers/<str:person>/withdraw/", name="withdraw_transfer", scope=Scope.SIGNED_IN, methods=METHODS)
def withdraw(request: HttpRequest, person: str) -> HttpResponse:
    """The sending unit takes a release back, or somebody what they asked for."""
    moving = moving_of(request, person)
    own = moving.person == request.reader.person  # type: ignore[attr-defined]
    if not (moving.outgoing or own):
        raise Http404
    return _answer(
        request, membership.WithdrawTransfer, moving, title=_("Take back the transfer of %(name)s to %(to)s"),
        button=_("Take the transfer back"), labels={"grounds": _("Why")}, own=own,
    )  # fmt: skip
