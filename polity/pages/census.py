"""The census explorer: any day, by anything known of people, as a table and a chart with permanent links."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.pages import charts, figures, labels, links, opened, refusals
from polity.pages.questions import Asked, asked
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Cell, Column, Table
from polity.readings.census import Census, Unanswerable
from polity.readings.census import census as count
from polity.readings.journal import known_on
from polity.readings.tree import tiers_of
from polity.readings.units import names_on

DRAWN = 24  # bars in a chart; a longer table stands alone
LISTED = 500  # rows on a page; the CSV holds them all
type Values = tuple[str | None, ...]


@page("census/", name="census", scope=Scope.SIGNED_IN, section=gettext_lazy("Census"), order=30)
def census(request: HttpRequest) -> HttpResponse:
    """Count people as the address asks; without a question, members by standing of the reader's part."""
    by = [name for name in request.GET.getlist("by") if name][:2]
    known = _day_of(request, "known")
    against = _day_of(request, "against")
    if isinstance(known, HttpResponse):
        return known
    if isinstance(against, HttpResponse):
        return against
    number = None if known is None else known_on(opened.house(), known, scope=opened.scope_of(request))
    question = asked(request, by=by or ["standing"], known=number)
    if isinstance(question, HttpResponse):
        return question
    try:
        found = count(opened.house(), question.question, scope=opened.scope_of(request))
        other = None
        if against is not None:
            before = asked(request, by=by or ["standing"], on=against, known=number)
            if isinstance(before, HttpResponse):
                return before
            other = count(opened.house(), before.question, scope=opened.scope_of(request))
    except Unanswerable as wrong:
        return refusals.not_understood(request, says=wrong.says, remedy=wrong.remedy)
    return _shown(request, question, found, other, against)


def _day_of(request: HttpRequest, name: str) -> date | HttpResponse | None:
    written = request.GET.get(name, "").strip()
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        return refusals.not_understood(
            request,
            says=_("“%(written)s” is not a day of the calendar.") % {"written": written[:40]},
            remedy=_("Give the year, the month and the day, as in 1923-04-15."),
        )


def _shown(
    request: HttpRequest, question: Asked, found: Census, other: Census | None, against: date | None
) -> HttpResponse:
    full = _table(request, question, found, other, against)
    chart = _chart(request, question, found) if other is None else None
    if (answer := taken(request, *([chart] if chart else []), full)) is not None:
        return answer
    listed = Table(full.key, full.caption, full.columns, full.rows[:LISTED], full.total, full.synthetic, full.empty)
    fields = opened.house().columns.fields
    shown = {
        "asked": question,
        "listed": listed,
        "cut": len(full.rows) - len(listed.rows),
        "chart": chart,
        "total": found.total,
        "names": sorted(question.names.items(), key=lambda pair: pair[1]),
        "chosen": [*question.question.by, "", ""][:2],
        "filters": [
            (name, label, [(value, labels.said(value)) for value in values], request.GET.getlist(name))
            for name, label, values in [
                ("standing", question.names["standing"], ("member", "candidate", "sympathiser", "former")),
                *(
                    (name, field.label, field.options.get("values", ("true", "false")))
                    for name, field in fields.items()
                    if field.type in ("code", "bool")
                ),
            ]
        ],
        "map_of": request.GET.get("map", ""),
        "known": request.GET.get("known", ""),
        "against": request.GET.get("against", ""),
        "per_mille": bool(request.GET.get("per_mille")),
    }
    return show(request, "census/census.html", shown)


def _caption(question: Asked) -> str:
    return _("People by %(dimensions)s") % {
        "dimensions": ", ".join(question.names[name].lower() for name in question.question.by)
    }


def _table(request: HttpRequest, question: Asked, found: Census, other: Census | None, against: date | None) -> Table:
    by = question.question.by
    share = bool(request.GET.get("per_mille"))
    columns = [Column(name, question.names[name]) for name in by]
    columns.append(Column("count", _("Persons"), "count", sortable=True))
    columns += [Column("per_mille", _("Per 1,000"), "per_mille")] if share else []
    if other is not None and against is not None:
        columns.append(Column("against", figures.day(against), "count"))
        columns.append(Column("change", _("Change"), "signed", sortable=True))
    counts: dict[Values, int] = {row.values: row.people for row in found.rows}
    before: dict[Values, int] = {row.values: row.people for row in other.rows} if other else {}
    keys = sorted({*counts, *before}, key=_order)
    match request.GET.get("sort", ""):
        case "count" | "-count" as way:
            keys.sort(key=lambda key: counts.get(key, 0), reverse=way.startswith("-"))
        case "change" | "-change" as way:
            keys.sort(key=lambda key: counts.get(key, 0) - before.get(key, 0), reverse=way.startswith("-"))

    named = _units(request, question, keys)

    def row(key: Values) -> list[object]:
        people = counts.get(key, 0)
        cells: list[object] = [
            Cell(named[value], links.unit(value, links.kept_day(request))) if value in named else labels.headed(value)
            for value in key
        ]
        cells.append(Cell(people, _href(request, question, key) if people else ""))
        cells += [Fraction(people * 1000, found.total) if found.total else None] if share else []
        cells += [before.get(key, 0), people - before.get(key, 0)] if other is not None else []
        return cells

    total: list[object] = [_("Together"), *([None] * (len(by) - 1)), found.total]
    total += [Fraction(1000) if found.total else None] if share else []
    total += [other.total, found.total - other.total] if other is not None else []
    return Table(
        "census", _caption(question), columns, [row(key) for key in keys], total=total,
        empty=_("Nobody within what you may see answers to this on the day."),
    )  # fmt: skip


def _units(request: HttpRequest, question: Asked, keys: Sequence[Values]) -> dict[str | None, str]:
    """The names of units that stand as codes in the table."""
    scope = opened.scope_of(request)
    places = [
        at for at, name in enumerate(question.question.by) if name in ("unit", *tiers_of(opened.house(), scope=scope))
    ]
    codes = sorted({value for key in keys for at in places if (value := key[at]) is not None})
    day = question.question.map_of or question.question.on
    return dict(names_on(opened.house(), codes, on=day, scope=scope))


def _order(key: Values) -> tuple[tuple[bool, int, str], ...]:
    """Known values before unknown ones, numbers by size."""
    return tuple(
        (value is None, int(value) if value is not None and value.isdecimal() else 0, value or "") for value in key
    )


def _href(request: HttpRequest, question: Asked, key: Sequence[str | None]) -> str:
    """The list of those whom a cell counts, with every condition of the question. Not as known on another day."""
    if question.question.known is not None:
        return ""
    values: dict[str, object] = dict(question.question.where)
    values |= {
        name: (value if value is not None else "unknown",)
        for name, value in zip(question.question.by, key, strict=True)
    }
    values |= {"under": question.under, "map": request.GET.get("map", "")}
    return links.to("/people/", links.kept_day(request), **values)


def _chart(request: HttpRequest, question: Asked, found: Census) -> charts.Chart | None:
    if len(question.question.by) != 1 or not 1 < len(found.rows) <= DRAWN:
        return None
    rows = sorted(found.rows, key=lambda row: _order(row.values))
    drawn = [charts.Bar(labels.headed(row.values[0]), row.people, _href(request, question, row.values)) for row in rows]
    most = max(found.rows, key=lambda row: row.people)
    says = _("The largest group of %(total)s: %(group)s, %(count)s.") % {
        "total": figures.number(found.total),
        "group": labels.said(most.values[0]),
        "count": figures.number(most.people),
    }
    head = question.names[question.question.by[0]]
    return charts.bars("census-chart", _("Drawn"), drawn, head=head, measure=_("Persons"), says=says)
