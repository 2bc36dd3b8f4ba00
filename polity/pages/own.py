"""One's own page: what the register holds of oneself, who looked, what one may ask for, and what one consents to."""

import csv
import io
import json
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.acts import consent, rights
from polity.pages import figures, frame, labels, opened
from polity.pages.deeds import deed
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Column, Table
from polity.readings import people as records
from polity.readings import rights as reading
from polity.readings.house import Scope as Seen
from polity.words import ids
from polity.words.sheets import guarded

POST = ("GET", "HEAD", "POST")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
KINDS = {
    "correction": gettext_lazy("Correction"), "erasure": gettext_lazy("Erasure"),
    "access": gettext_lazy("Copy of the record"),
}  # fmt: skip
STATES = {
    "asked": gettext_lazy("waits for an answer"), "granted": gettext_lazy("granted"),
    "refused": gettext_lazy("refused"), "withdrawn": gettext_lazy("taken back"), "done": gettext_lazy("carried out"),
}  # fmt: skip

# What stays of somebody erased, by the register's tables, and why: said before anybody decides.
STAYS = {
    "standing": gettext_lazy("Days in units and standings, without a name: past counts rest on them."),
    "facts": gettext_lazy("What is counted, such as the year of birth, without a name: past counts rest on it."),
    "office_term": gettext_lazy("Which offices were held and when, without a name: acts done in them rest on it."),
    "application": gettext_lazy("That somebody applied, and when, without a name and without grounds."),
    "sponsor": gettext_lazy("That somebody was recommended, without a name: admissions rest on it."),
    "sponsor_asked": gettext_lazy("That somebody was asked to recommend, without a name."),
    "branch_decision": gettext_lazy("What a meeting decided on an application, by votes, without a name."),
    "promotion_refused": gettext_lazy("That somebody was not made a member, without a name and without grounds."),
    "appeal": gettext_lazy("That somebody appealed and how it ended, without a name and without its words."),
    "transfer": gettext_lazy("That somebody moved from one unit to another, without a name."),
    "transfer_step": gettext_lazy("The steps of that move, without a name and without grounds."),
    "contact": gettext_lazy("That contact was kept with somebody, without a name."),
    "attendance": gettext_lazy("That somebody was present at a meeting, without a name: its decisions rest on it."),
    "reregistration_outcome": gettext_lazy("How a re-registration ended for somebody, without a name."),
    "duplicate_case": gettext_lazy("That two records were compared, without a name and without grounds."),
    "resolution_count": gettext_lazy("What somebody counted as a teller, without a name: a decision rests on it."),
    "question_forecast": gettext_lazy("What somebody forecast of an open question, without a name and its grounds."),
    "request": gettext_lazy("That this was asked for and answered, and when, without its words."),
}


def oneself(request: HttpRequest) -> int:
    """The person who is signed in, who sees here what is their own alone. Whoever is not a person sees nothing."""
    reader = request.reader  # type: ignore[attr-defined]
    if reader.person is None:
        raise Http404
    request.covered = Seen(day=request.today, person=reader.person)  # type: ignore[attr-defined]
    return int(reader.person)


def looked(request: HttpRequest, person: int, purpose: str) -> None:
    """Write down that the reader sees what is held of a person, and what for."""
    reader = request.reader  # type: ignore[attr-defined]
    in_office = reader.office and reader.unit and person != reader.person
    records.look(
        opened.house(), person, at=frame.current().now(),
        operator=", ".join(part for part in (reader.title, reader.where) if part) or "account",
        office=f"{reader.office}@{ids.show(reader.unit)}" if in_office else None,
        purpose=purpose, scope=opened.scope_of(request),
    )  # fmt: skip


@page("own/", name="own", scope=Scope.SIGNED_IN, section=gettext_lazy("My record"), order=12)
def own(request: HttpRequest) -> HttpResponse:
    """What is held of oneself, why and how long; who looked; what one asked for; what one consents to."""
    office = request.reader.office  # type: ignore[attr-defined]
    person = oneself(request)
    scope, house = opened.scope_of(request), opened.house()
    found = records.present(house, person, on=request.day, scope=scope)  # type: ignore[attr-defined]
    mine = reading.own(house, person, scope=scope)
    if found is None or mine is None:
        raise Http404
    kept, looks = _kept(mine, found.facts), _looks(person, scope)
    if (answer := taken(request, kept, looks)) is not None:
        return answer
    shown = {
        "record": found, "mine": mine, "kept": kept, "looks": looks, "kinds": KINDS, "states": STATES,
        "in_office": bool(office), "requests": [_line(one) for one in mine.requests],
        "due": [one for one in mine.requests if one.state == "asked"],
        "applications": [pair for pair in found.applications if pair[0].state in ("applied", "decided")],
    }  # fmt: skip
    return show(request, "rights/own.html", shown)


def _line(one: Any) -> dict[str, Any]:
    return {"one": one, "kind": KINDS[one.kind], "state": STATES[one.state], "id": ids.show(one.request)}


def _kept(mine: reading.Own, facts: Mapping[str, Any]) -> Table:
    """Every field: what is recorded, why, and until when."""
    columns = [
        Column("field", _("What")), Column("value", _("Recorded")), Column("purpose", _("Why it is kept")),
        Column("months", _("Months kept after leaving"), "count"),
    ]  # fmt: skip
    rows = [(one.label, _written(facts.get(one.field)), one.purpose or _("not said"), one.months) for one in mine.kept]
    return Table("kept", _("What is recorded, why, and for how long"), columns, rows)


def _written(value: Any) -> str:
    """What is recorded, in words; a day is written out, as on every page."""
    if isinstance(value, str) and DAY.fullmatch(value):
        return figures.day(date.fromisoformat(value))
    return labels.said(", ".join(map(str, value)) if isinstance(value, list) else value)


def _looks(person: int, scope: Seen) -> Table:
    """Who opened the record, and the files in which it went out."""
    columns = [Column("day", _("Day"), "day"), Column("who", _("Who")), Column("why", _("What for"))]
    looks = [(one.at.date(), one.operator, one.purpose) for one in records.looks(opened.house(), person, scope=scope)]
    sent = [
        (one.made, _("in a file of %(unit)s") % {"unit": one.unit or _("everybody")}, one.purpose)
        for one in reading.exports(opened.house(), person, scope=scope)
    ]
    rows = sorted([*looks, *sent], key=lambda row: row[0], reverse=True)
    return Table("looks", _("Who looked at your record"), columns, rows, empty=_("Nobody so far."))


@page("own/correction/", name="own_correction", scope=Scope.SIGNED_IN, methods=POST)
def correction(request: HttpRequest) -> HttpResponse:
    """Ask for a correction."""
    person = oneself(request)
    with opened.house().register(scope=opened.scope_of(request)) as register:
        fields = [(name, field.label) for name, field in register.fields("person").items()]
    named = [("family", _("Family name")), ("given", _("Given name")), ("middle", _("Middle name"))]
    return deed(
        request, rights.AskCorrection, fixed={"person": person}, title=_("Ask for a correction"),
        button=_("Ask for the correction"), done=lambda _entered: "/own/",
        choices={"field": [*named, *fields, (rights.OTHER, _("something else"))]},
        labels={"field": _("What is wrong"), "wanted": _("What should stand there"), "on": _("Day of your request")},
        hints={"grounds": _("On what it rests: a paper, a decision, your own knowledge.")},
        extra={"about": _("The office of your unit answers, with grounds. You are told, and it stands on your page.")},
    )  # fmt: skip


@page("own/erasure/", name="own_erasure", scope=Scope.SIGNED_IN, methods=POST)
def erasure(request: HttpRequest) -> HttpResponse:
    """Ask to be erased, having seen what must be kept and why."""
    person = oneself(request)
    found = records.present(opened.house(), person, on=request.today, scope=opened.scope_of(request))  # type: ignore[attr-defined]
    if found is None:
        raise Http404
    return deed(
        request, rights.AskErasure, fixed={"person": person}, title=_("Ask to be erased"),
        button=_("Ask to be erased"), done=lambda _entered: "/own/", labels={"on": _("Day of your request")},
        hints={"grounds": _("You need not give any.")}, template="rights/erasure.html",
        extra={"stays": list(STAYS.values()), "standing": found.now.standing if found.now else ""},
    )  # fmt: skip


@page("own/consent/<slug:purpose>/", name="own_consent", scope=Scope.SIGNED_IN, methods=POST)
def consenting(request: HttpRequest, purpose: str) -> HttpResponse:
    """Consent to a purpose, or withdraw it: one page, as easy the one way as the other."""
    person = oneself(request)
    mine = reading.own(opened.house(), person, scope=opened.scope_of(request))
    one = next((one for one in mine.purposes if one.purpose == purpose), None) if mine else None
    if one is None:
        raise Http404
    given = one.since is not None
    return deed(
        request, consent.WithdrawConsent if given else consent.Give, fixed={"person": person, "purpose": purpose},
        title=(_("Withdraw your consent: %(label)s") if given else _("Consent: %(label)s")) % {"label": one.label},
        button=_("Withdraw consent") if given else _("Consent"), done=lambda _entered: "/own/",
        labels={"on": _("From")},
        extra={"about": _("You can withdraw your consent here at any time, and give it again. What was done in the"
                          " meantime stays as it is.")},
    )  # fmt: skip


@page("own/requests/<str:asked>/withdraw/", name="own_withdraw", scope=Scope.SIGNED_IN, methods=POST)
def withdraw(request: HttpRequest, asked: str) -> HttpResponse:
    """Take a request back."""
    person = oneself(request)
    number = ids.read(asked)
    found = None if number is None else reading.asked(opened.house(), number, scope=opened.scope_of(request))
    if found is None or found.request.person != person:
        raise Http404
    return deed(
        request, rights.Withdraw, fixed={"person": person, "request": found.request.request},
        title=_("Take the request back"), button=_("Take it back"), done=lambda _entered: "/own/",
    )  # fmt: skip


# --- a copy of everything ---------------------------------------------------------------------------------------------


@page("own/copy/ask/", name="own_ask_copy", scope=Scope.SIGNED_IN, methods=POST)
def ask_copy(request: HttpRequest) -> HttpResponse:
    """Ask for a copy of everything; it is given at once, and that it was asked for is written down."""
    return deed(
        request, rights.AskAccess, fixed={"person": oneself(request)}, title=_("A copy of everything held of you"),
        button=_("Ask for the copy"), done=lambda _entered: "/own/copy/", labels={"on": _("Day of your request")},
        extra={"about": _("You are given it at once, to read here and to take away: every row, every entry of the"
                          " journal that concerns you, who looked, and what you were told.")},
    )  # fmt: skip


@page("own/copy/", name="own_copy", scope=Scope.SIGNED_IN)
def copied(request: HttpRequest) -> HttpResponse:
    """Everything held of oneself, for reading."""
    found = _package(request)
    parts: dict[str, list[tuple[str, str]]] = {}
    for part, name, value in reading.lines(found):
        parts.setdefault(part.replace("_", " "), []).append((name, value))
    return show(request, "rights/copy.html", {"parts": parts, "person": found["person"]})


@page("own/copy/<str:form>/", name="own_copy_file", scope=Scope.SIGNED_IN)
def copied_file(request: HttpRequest, form: str) -> HttpResponse:
    """Everything held of oneself, for programs and for sheets."""
    if form == "record.json":
        body = json.dumps(_package(request), ensure_ascii=False, indent=2)
        return _file(body, "application/json", form)
    if form == "record.csv":
        return _file(sheet(_package(request)), "text/csv; charset=utf-8", form)
    raise Http404


def _package(request: HttpRequest) -> dict[str, Any]:
    person = oneself(request)
    scope, house = opened.scope_of(request), opened.house()
    mine = reading.own(house, person, scope=scope)
    if mine is None or all(one.kind != "access" for one in mine.requests):
        raise Http404
    looked(request, person, "access package")
    found = reading.package(house, person, scope=scope)
    if found is None:
        raise Http404
    return found


def sheet(found: Mapping[str, Any]) -> str:
    """A package for a sheet; no text of it is taken for a formula."""
    file = io.StringIO()
    out = csv.writer(file, lineterminator="\r\n")
    out.writerow(["part", "name", "value"])
    out.writerows([guarded(text) for text in line] for line in reading.lines(found))
    return file.getvalue()


def _file(body: str, kind: str, name: str) -> HttpResponse:
    return HttpResponse(body, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})
