"""Who came and went: the balance of a unit over a period, which closes."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.pages import charts, figures, labels, links, opened, refusals
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Cell, Column, Table
from polity.readings.balance import IN, Balance, balance
from polity.readings.census import Unanswerable
from polity.readings.house import Scope as Seen
from polity.readings.kept import kept
from polity.readings.tree import tiers_of
from polity.readings.units import found, names_on

FLOWS = {
    "admitted": gettext_lazy("Admitted"),
    "readmitted": gettext_lazy("Admitted again"),
    "promoted": gettext_lazy("Promoted into it"),
    "moved_in": gettext_lazy("Moved in"),
    "moved_out": gettext_lazy("Moved out"),
    "promoted_out": gettext_lazy("Promoted out of it"),
    "left": gettext_lazy("Left"),
    "excluded": gettext_lazy("Excluded"),
    "died": gettext_lazy("Died"),
    "lapsed": gettext_lazy("Lapsed"),
    "other_out": gettext_lazy("Out for another reason"),
}


@page("balance/", name="balance", scope=Scope.SIGNED_IN)
def page_of_balance(request: HttpRequest) -> HttpResponse:
    """One balance as a drawing, and the same for each unit of a tier as a table."""
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    house = opened.house()
    house.columns.refresh()
    standing = request.GET.get("standing", "member")
    tiers = tiers_of(house, scope=scope)
    by = request.GET.get("by", "")
    try:
        since = date.fromisoformat(request.GET.get("since") or date(day.year, 1, 1).isoformat())
    except ValueError:
        return refusals.not_understood(
            request, says=_("The first day of the period could not be read."),
            remedy=_("Give the year, the month and the day, as in 1923-04-15."),
        )  # fmt: skip
    code = request.GET.get("under", "").strip()
    unit = found(house, code, on=day, scope=scope) if code else None
    if code and unit is None:
        return refusals.not_understood(
            request,
            says=_("No unit that you may see is called “%(code)s”.") % {"code": code[:40]},
            remedy=_("Give the code of a unit, as it stands beside its name, or leave it out."),
        )
    try:
        whole = _balanced(scope, since, day, standing, unit, None)
        parts = _balanced(scope, since, day, standing, unit, by) if by else None
    except Unanswerable as wrong:
        return refusals.not_understood(request, says=wrong.says, remedy=wrong.remedy)
    drawn = (
        _drawn(request, standing, since, day, dict(zip(whole.heads, whole.rows[0], strict=True)), code)
        if whole.rows
        else None
    )
    table = _table(request, parts, by) if parts else None
    if (answer := taken(request, *(thing for thing in (drawn, table) if thing))) is not None:
        return answer
    shown = {
        "drawn": drawn, "table": table, "closes": whole.closes and (parts is None or parts.closes), "since": since,
        "standing": standing, "standings": list(labels.MANY.items()), "under": code, "by": by, "tiers": tiers,
    }  # fmt: skip
    return show(request, "balance/balance.html", shown)


def _balanced(scope: Seen, since: date, until: date, standing: str, under: int | None, by: str | None) -> Balance:
    house = opened.house()
    return kept(
        house,
        ("balance", since, until, standing, under, by),
        lambda: balance(house, since=since, until=until, scope=scope, standing=standing, under=under, by=by),
        scope=scope,
    )


def _drawn(
    request: HttpRequest, standing: str, since: date, until: date, row: dict[str, int], code: str
) -> charts.Chart:
    on = links.kept_day(request)
    steps = [
        charts.Step(name, row[flow] if flow in IN else -row[flow]) for flow, name in FLOWS.items() if row.get(flow)
    ]
    end = charts.Bar(figures.day(until), row["end"], links.to("/people/", on, standing=standing, under=code))
    start = charts.Bar(figures.day(since), row["start"], links.to("/people/", since, standing=standing, under=code))
    title = _("%(standing)s: who came and went") % {"standing": labels.MANY[standing]}
    change = figures.number(row["end"] - row["start"], signed=True)
    says = _("In this period the number changed by %(change)s.") % {"change": change}
    return charts.flow("balance", title, start, steps, end, says=says)


def _table(request: HttpRequest, parts: Balance, by: str) -> Table:
    heads, rows = parts.heads, parts.rows
    codes = [row[0] for row in rows if row[0]]
    names = names_on(opened.house(), codes, on=parts.until, scope=opened.scope_of(request))
    flows = [flow for flow in FLOWS if any(row[heads.index(flow)] for row in rows)]
    columns = [Column("unit", labels.headed(by)), Column("start", _("At first"), "count")]
    columns += [Column(flow, FLOWS[flow], "count") for flow in flows]
    columns.append(Column("end", _("At last"), "count"))
    shown = [
        (_cell(request, row[0], names), row[1], *(row[heads.index(flow)] for flow in flows), row[heads.index("end")])
        for row in rows
        if any(row[1:])
    ]
    return Table("balances", _("Each balance apart"), columns, shown)


def _cell(request: HttpRequest, code: str, names: dict[str, str]) -> Cell:
    """A unit by its name; people at home above the tier belong to none of it."""
    if not code:
        return Cell(_("under none"))
    return Cell(names.get(code, code), links.unit(code, links.kept_day(request)))
