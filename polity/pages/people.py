"""People: lists of those whom a figure counts, and the whole dated record of one."""

from collections.abc import Sequence
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from polity.pages import changes, figures, frame, labels, links, opened
from polity.pages import transfers as desk
from polity.pages.cursors import read_numbers, written_cursor
from polity.pages.questions import Asked, asked
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Cell, Column, Table
from polity.pages.units import person_cell
from polity.readings import cases, home, superseded, transfers
from polity.readings import people as reading
from polity.readings.law import rules
from polity.readings.units import Person
from polity.words import ids

type Listed = Sequence[tuple[Person, reading.At]]


@page("people/", name="people", scope=Scope.SIGNED_IN)
def people(request: HttpRequest) -> HttpResponse:
    """Those whom a question of the census counts."""
    question = asked(request)
    if isinstance(question, HttpResponse):
        return question
    scope = opened.scope_of(request)
    after = read_numbers(request.GET.get("after", ""))
    found, following = reading.listed(opened.house(), question.question, scope=scope, after=after)
    listed = people_table(request, found, _("People"))
    if (answer := taken(request, listed)) is not None:
        return answer
    return show(request, "people/list.html", _list(listed, following) | {"asked": question, "title": _title(question)})


def _title(question: Asked) -> str:
    said = ", ".join(", ".join(values) for _label, values in question.said)
    return said[:1].upper() + said[1:] if said else str(_("Everybody in the register"))


@page("waiting/<slug:what>/", name="waiting", scope=Scope.SIGNED_IN)
def waiting(request: HttpRequest, what: str) -> HttpResponse:
    """Those who wait for a decision."""
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    if what == "transfers":  # whoever is released to a desk has a name only there
        return HttpResponseRedirect(desk.DESK)
    titles = {
        "applied": _("Applications that the branch has yet to decide"),
        "decided": _("Applications that wait to be confirmed"),
        "may": _("Candidates who may now become members"),
        "may_not": _("Candidates whose period is not served yet"),
        "undecided": _("Candidates of whom too little is known to decide"),
    }
    if what not in titles:
        raise Http404
    after = read_numbers(request.GET.get("after", ""))
    if what in cases.VERDICTS:
        found, following = cases.candidates(opened.house(), what, on=day, scope=scope, after=after)
    else:
        found, following = home.waiting_people(opened.house(), what, scope=scope), None
    listed = people_table(request, found, titles[what])
    if (answer := taken(request, listed)) is not None:
        return answer
    return show(
        request, "people/list.html", _list(listed, following) | {"title": titles[what], "rule": cases.PROMOTION}
    )


def _list(listed: Table, following: tuple[int, int] | None) -> dict[str, object]:
    return {"listed": listed, "following": written_cursor(following)}


def people_table(request: HttpRequest, found: Listed, caption: str) -> Table:
    """People with their standings and units, each opening their record."""
    on = links.kept_day(request)
    columns = [
        Column("name", _("Name")), Column("standing", _("Standing")), Column("since", _("Counted from"), "day"),
        Column("unit", _("Unit")),
    ]  # fmt: skip
    rows = [
        (
            person_cell(request, one),
            labels.said(one.standing),
            one.counted_from,
            Cell(at.name, links.unit(at.code, on) if at.code and opened.sees_units(request) else ""),
        )
        for one, at in found
    ]
    return Table("people", caption, columns, rows, empty=_("Nobody within what you may see."))


@page("people/<str:person>/", name="person", scope=Scope.SIGNED_IN)
def person(request: HttpRequest, person: str) -> HttpResponse:
    """A person's record. Opening it is written down, and shown to the person."""
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    number = ids.read(person)
    found = None if number is None else reading.record(opened.house(), number, on=day, scope=scope)
    if found is None or number is None:
        raise Http404
    reader = request.reader  # type: ignore[attr-defined]
    own = number == reader.person
    with opened.house().register(scope=scope) as register:
        fields = register.fields("person")
    ways, may_correct = changes.offered(request, found)
    shown = {
        "record": found,
        "own": own,
        "facts": [
            (field.label, _value(found.facts.get(name), field.type), field.purpose) for name, field in fields.items()
        ],
        "stretches": [
            (
                stretch,
                [
                    (fields[name].label, _value(before, fields[name].type), _value(after, fields[name].type), evidence)
                    for name, before, after, evidence in stretch.changed
                    if name in fields
                ],
            )
            for stretch in found.stretches
        ],
        "numbers": found.numbers,
        "rules": [
            (name, title or name) for kind, name, title in rules(opened.house(), scope=scope) if kind == "person"
        ],
        "sees_units": opened.sees_units(request),
        "offers": ways,
        "may_correct": may_correct,
        "steps": [(desk.STEPS[step.state], step) for step in transfers.steps(opened.house(), number, scope=scope)],
        "corrections": superseded.corrections(opened.house(), number, scope=scope),
    }
    # Last, for whatever is read after it is read anew.
    shown["looks"] = reading.looked(
        opened.house(), number, at=frame.current().now(),
        operator=", ".join(part for part in (reader.title, reader.where) if part),
        office=f"{reader.office}@{ids.show(reader.unit)}" if reader.office and reader.unit else None,
        purpose="own record" if own else "record opened", scope=scope,
    )  # fmt: skip
    return show(request, "people/person.html", shown)


def _value(value: object, kind: str) -> str:
    """A recorded value in words; what is not recorded is not known."""
    if kind == "date" and value:
        return figures.day(date.fromisoformat(str(value)))
    if isinstance(value, list):
        return ", ".join(labels.said(one) for one in value)
    return labels.said(value)
