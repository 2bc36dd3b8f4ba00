"""Many at once: who may, each exception with its article, and single acts entered one by one, with progress."""

import os
from collections.abc import Sequence
from datetime import date
from hashlib import blake2b
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from polity.access import offers
from polity.acts import Act, Refused, admission
from polity.journal import sealer
from polity.pages import deeds, links, opened
from polity.pages.cursors import read_numbers, written_cursor
from polity.pages.escaping import escaped
from polity.pages.routing import Scope, page
from polity.pages.shown import show
from polity.readings import admission as reading
from polity.readings import cases
from polity.words import ids
from polity.words.objections import Objection

AT_ONCE = 10  # acts entered before the page tells how far it has come


class Row(NamedTuple):
    """Somebody on the list: what stands in the way, or nothing."""

    person: int
    name: str
    where: str
    href: str
    objections: Sequence[Objection]


class Bulk(NamedTuple):
    """An act for many: what its page says."""

    kind: type[Act]
    title: str
    button: str
    empty: str


def _bulks() -> dict[str, Bulk]:
    return {
        "promotions": Bulk(admission.Promote, _("Candidates who may now become members"), _("Admit those ticked"),
                           _("Nobody's period is served on this day.")),
        "confirmations": Bulk(admission.Confirm, _("Applications that wait to be confirmed"),
                              _("Confirm those ticked"), _("No application waits to be confirmed.")),
    }  # fmt: skip


@page("admission/many/<slug:what>/", name="many", scope=Scope.OFFICE, methods=("GET", "HEAD", "POST"))
def many(request: HttpRequest, what: str) -> HttpResponse:
    """GET shows who may and each exception; POST enters for those ticked, a few at a time, until all are done."""
    bulk = _bulks().get(what)
    if bulk is None:
        raise Http404
    if request.method == "POST":
        return _entered(request, what, bulk)
    after = read_numbers(request.GET.get("after", ""))
    people, following = _listed(request, what, after)
    day: date = request.day  # type: ignore[attr-defined]
    rows = _rows(request, bulk.kind, day, people)
    shown: dict[str, Any] = {
        "bulk": bulk, "what": what, "may": [row for row in rows if not row.objections],
        "exceptions": [row for row in rows if row.objections], "following": written_cursor(following),
        "token": os.urandom(16).hex(), "others": what == "promotions",
    }  # fmt: skip
    return show(request, "admission/many.html", shown | {"ticks": _ticks(shown["may"])})


def _ticks(rows: Sequence[Row]) -> SafeString:
    """Those who may, each ticked, with the way to their desk. Written here, for there are many."""
    desk_of, desk = _("Desk of"), _("Desk")
    lines = [
        f'<div class="tick"><input type="checkbox" id="p{at}" name="person" value="{ids.show(row.person)}" checked>'
        f'<label for="p{at}">{escaped(row.name)} <span class="quiet">{escaped(row.where)}</span></label>'
        f' <a href="{escaped(row.href)}" aria-label="{desk_of} {escaped(row.name)}">{desk}</a></div>'
        for at, row in enumerate(rows, start=1)
    ]
    return mark_safe("".join(lines))


def _listed(
    request: HttpRequest, what: str, after: tuple[int, int] | None
) -> tuple[list[tuple[int, str, str]], tuple[int, int] | None]:
    """Whom it may concern: a page of them, and where the next begins."""
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    if what == "promotions":
        found, following = cases.candidates(opened.house(), "may", on=day, scope=scope, after=after)
        return [(one.person, one.name, at.name) for one, at in found], following
    waiting = reading.applications(opened.house(), "decided", scope=scope)[: cases.PAGE]
    return [(item.person, item.name, item.at.name) for item in waiting], None


def _rows(request: HttpRequest, kind: type[Act], on: date, people: Sequence[tuple[int, str, str]]) -> list[Row]:
    acts = [kind(on=on, person=person) for person, _name, _where in people]  # type: ignore[call-arg]
    found = offers.stands_in_the_way(acts, by=deeds.authority_of(request), house=opened.house())
    kept = links.kept_day(request)
    return [
        Row(person, name, where, links.to(f"/admission/{ids.show(person)}/", kept), objections)
        for (person, name, where), objections in zip(people, found, strict=True)
    ]


def _entered(request: HttpRequest, what: str, bulk: Bulk) -> HttpResponse:
    """Enter the acts of the next few. Each is whole or not at all, under a key of its own; asking again is harmless."""
    held = request.POST
    token, on = held.get("token", ""), _day(held.get("on", ""))
    waiting, done, refused = (_people(request, held.getlist(name)) for name in ("person", "done", "refused"))
    for person in list(waiting)[:AT_ONCE]:
        act = bulk.kind(on=on, person=person)  # type: ignore[call-arg]
        key = "page " + blake2b(f"{_reader(request)} {token} {what} {person}".encode(), digest_size=16).hexdigest()
        try:
            offers.enter(act, by=deeds.authority_of(request), house=opened.house(), key=key)
            done[person] = waiting[person]
        except Refused:
            refused[person] = waiting[person]
        del waiting[person]
    sealer.seal_pending(opened.house().database)
    last = [(person, name, "") for person, name in refused.items()] if not waiting else []
    rows = _rows(request, bulk.kind, on, last)
    shown: dict[str, Any] = {
        "bulk": bulk, "what": what, "token": token, "on": on, "waiting": list(waiting), "done": list(done),
        "refused": list(refused), "rows": rows, "finished": len(done) + len(refused),
        "of": len(done) + len(refused) + len(waiting),
        "entered": [(name, links.to(f"/admission/{ids.show(person)}/")) for person, name in done.items()],
    }  # fmt: skip
    return show(request, "admission/many_done.html#progress", shown)


def _reader(request: HttpRequest) -> int | None:
    person: int | None = request.reader.person  # type: ignore[attr-defined]
    return person


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Http404 from None


def _people(request: HttpRequest, written: Sequence[str]) -> dict[int, str]:
    """Those whom a form names, with their names; 404 as soon as one lies outside what the reader may see."""
    numbers = [ids.read(one) for one in dict.fromkeys(written)]
    if not numbers:
        return {}
    with opened.house().register(scope=opened.scope_of(request)) as register:
        known = register.names(number for number in numbers if number is not None)
        for number in numbers:
            if number is None or register.kind_of(number) != "person":
                raise Http404
    return {number: known.get(number, "") for number in numbers if number is not None}
