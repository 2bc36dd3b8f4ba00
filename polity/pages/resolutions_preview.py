"""What a resolution would do before anybody votes: who would be treated otherwise, by which clause, and where."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from polity.pages import charts, figures, labels, links, opened, refusals
from polity.pages.cursors import read_numbers, written_cursor
from polity.pages.people import people_table
from polity.pages.resolutions import address, resolution_of, shared, words_of
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Cell, Column, Table
from polity.readings import collisions, had_been, kinds, preview
from polity.readings.cases import law_of
from polity.readings.census import Unanswerable, dimensions
from polity.readings.treated import Flow, RuleChange, Side
from polity.readings.tree import tiers_of
from polity.register.resolutions import Resolution
from polity.statutes import Faulty, add_months
from polity.words import ids

KINDS_SHOWN = 40  # of a rule
PARTS_SHOWN = 60


class Shown(NamedTuple):
    """One rule of a preview, ready for the page."""

    rule: RuleChange
    title: str
    says: str
    chart: charts.Chart
    parts: Table | None


def drafted(request: HttpRequest, text: str) -> Resolution:
    """The resolution that an address names, which changes a rule."""
    one = resolution_of(request, text)
    if one.reform is None:
        raise Http404
    return one


def context_of(request: HttpRequest, one: Resolution, page: str) -> dict[str, object]:
    """What every page about the effect of a resolution says of it first."""
    words = words_of(law_of(opened.house(), scope=opened.scope_of(request)), one.reform)
    return {"one": one, "here": address(one.resolution), "words": words, "shared": shared(words), "page": page}


def faulty(request: HttpRequest, one: Resolution, problem: Faulty, page: str) -> HttpResponse:
    """The page of a resolution whose text is no law as things stand: what is wrong with it, and the remedy."""
    context = {**context_of(request, one, page), "faults": problem.faults}
    return show(request, "resolutions/faulty.html", context)


def day_asked(request: HttpRequest) -> date | None:
    """The day that was asked for; None for the draft's own first day. Readers of everybody's figures have no choice."""
    scope = opened.scope_of(request)
    everybody = not scope.whole and scope.unit is None
    return None if everybody else links.kept_day(request)


@page("resolutions/<str:resolution>/preview/", name="resolution_preview", scope=Scope.OPEN)
def previewed(request: HttpRequest, resolution: str) -> HttpResponse:
    """Everybody decided under the law as it is and as the draft would make it, and what differs."""
    one = drafted(request, resolution)
    scope, house, draft = opened.scope_of(request), opened.house(), one.reform or ""
    by, first = request.GET.get("by", ""), _other(request)
    earlier = [first.reform] if first is not None and first.reform else []
    try:
        found = preview.preview(
            house, draft, scope=scope, on=day_asked(request), by=(by,) if by else (), earlier=earlier
        )
        against = collisions.collisions(house, draft, scope=scope, leave_out=one.resolution)
    except Faulty as problem:
        return faulty(request, one, problem, "preview")
    except Unanswerable as wrong:
        return refusals.not_understood(request, says=wrong.says, remedy=wrong.remedy)
    rules = [_shown(request, one, found, rule, by) for rule in found.rules]
    offered = [thing for rule in rules for thing in (rule.chart, rule.parts) if thing is not None]
    if (answer := taken(request, *offered)) is not None:
        return answer
    context = {
        **context_of(request, one, "preview"), "found": found, "rules": rules, "by": by, "first": first,
        "collisions": [(each, ids.show(each.other) if each.other is not None else "") for each in against],
        "dimensions": sorted(_dimensions(request).items(), key=lambda pair: pair[1]),
        "touched": [rule for rule in rules if rule.rule.otherwise or rule.rule.otherwise is None],
        "public": found.everybody,
    }  # fmt: skip
    return show(request, "resolutions/preview.html", context)


def _other(request: HttpRequest) -> Resolution | None:
    """The draft that is taken as adopted before, if one is named."""
    written = request.GET.get("with", "")
    return resolution_of(request, written) if written else None


def _dimensions(request: HttpRequest) -> dict[str, str]:
    house = opened.house()
    declared = {name: field.label for name, field in house.columns.fields.items()}
    allowed = dimensions(house.columns.fields, tiers_of(house, scope=opened.scope_of(request)))
    return {name: labels.dimension(name, declared) for name in allowed if name not in ("standing", "reason")}


def told(rule: RuleChange, side: Side) -> str:
    """An outcome of a rule in words."""
    if rule.measure in ("number", "day"):
        return ""
    if side.outcome is None:
        return _("cannot be decided")
    if rule.measure == "value":
        return labels.said(side.outcome)
    if rule.rule.startswith("may_"):
        return _("allowed") if side.outcome == "true" else _("not allowed")
    return _("met") if side.outcome == "true" else _("not met")


def way(rule: RuleChange, flow: Flow) -> str:
    """How a flow is treated now and under the draft, in one line."""
    if rule.measure in ("number", "day"):
        return {
            "more": _("more, or later, under the draft"), "less": _("less, or earlier, under the draft"),
            "same": _("as now"), "new": _("a new rule"),
        }.get(flow.way, _("decided otherwise than now"))  # fmt: skip
    before, after = told(rule, flow.before), told(rule, flow.after)
    if flow.way == "same":
        return _("%(before)s, as now") % {"before": after}
    if flow.way == "grounds":
        return _("%(before)s as now, on other grounds") % {"before": after}
    if flow.way == "new":
        return _("%(after)s under the draft") % {"after": after}
    return _("%(before)s now, %(after)s under the draft") % {"before": before, "after": after}


def _shown(request: HttpRequest, one: Resolution, found: preview.Preview, rule: RuleChange, by: str) -> Shown:
    title = rule.title or labels.headed(rule.rule)
    persons = _("Persons") if rule.kind == "person" else labels.headed(rule.kind)
    columns = [
        Column("way", _("How they are treated")), Column("now", _("Clause now")),
        Column("then", _("Clause under the draft")), Column("people", persons, "count"),
    ]  # fmt: skip
    rows = []
    for flow in rule.flows:
        href = _people(request, one, rule, flow, found)
        now = Cell(flow.before.clause or "", links.article(flow.before.clause) if flow.before.clause else "")
        rows.append((way(rule, flow), now, flow.after.clause or "", Cell(flow.people, href)))
    table = Table(f"rule-{rule.rule}", title, columns, rows, total=(_("Together"), None, None, rule.total))
    return Shown(rule, title, _says(rule), _chart(rule, title, table), _parts(rule, by))


def _says(rule: RuleChange) -> str:
    """The finding in one sentence."""
    if rule.total is None or rule.otherwise is None:
        return _("Too few are concerned for figures that everybody may see.")
    many = [str(labels.MANY.get(one, one)).lower() for one in rule.asked] if rule.kind == "person" else []
    who = str(_(" and ")).join(many)
    said = {"otherwise": figures.number(rule.otherwise), "total": f"{figures.number(rule.total)} {who}".strip()}
    if not rule.total:
        return _("Nobody's case is decided by this rule on the day.")
    if not rule.otherwise:
        return _("Of %(total)s, nobody would be treated otherwise.") % said
    return _("Of %(total)s, %(otherwise)s would be treated otherwise.") % said


def _chart(rule: RuleChange, title: str, table: Table) -> charts.Chart:
    """The flows drawn, those treated alike together, over the table that tells them apart."""
    summed: dict[str, int] = {}
    for flow in rule.flows:
        if flow.people is not None:
            label = way(rule, flow)
            summed[label] = summed.get(label, 0) + flow.people
    drawn = charts.bars(table.key, title, [charts.Bar(*each) for each in summed.items()], head="", says=_says(rule))
    return replace(drawn, table=table)


def _parts(rule: RuleChange, by: str) -> Table | None:
    """Those treated otherwise, by a dimension."""
    moved = {flow.key: way(rule, flow) for flow in rule.flows if flow.way not in ("same", "grounds")}
    found = [part for part in rule.parts if part.key in moved]
    if not by or not found:
        return None
    columns = [
        Column("value", _("By")),
        Column("way", _("How they are treated")),
        Column("people", _("Persons"), "count"),
    ]
    ordered = sorted(found, key=lambda part: -(part.people or 0))[:PARTS_SHOWN]
    rows = [
        (labels.headed(part.value) if part.value else _("not known"), moved[part.key], part.people) for part in ordered
    ]
    return Table(f"by-{rule.rule}", str(_("Of whom are treated otherwise")), columns, rows)


def _people(request: HttpRequest, one: Resolution, rule: RuleChange, flow: Flow, found: preview.Preview) -> str:
    """The list of those whom a figure counts, for whoever sees a part of the tree."""
    if found.everybody or rule.kind != "person" or not flow.people:
        return ""
    path = address(one.resolution, "preview/people/")
    return links.to(path, links.kept_day(request), rule=rule.rule, change=flow.key, **_with(request))


def _with(request: HttpRequest) -> dict[str, str]:
    return {"with": request.GET["with"]} if request.GET.get("with") else {}


@page("resolutions/<str:resolution>/preview/people/", name="resolution_people", scope=Scope.OFFICE)
def people(request: HttpRequest, resolution: str) -> HttpResponse:
    """Those of the reader's part of the tree whom a figure of the preview counts."""
    one = drafted(request, resolution)
    after, first = read_numbers(request.GET.get("after", "")), _other(request)
    if not request.GET.get("change"):
        return HttpResponseRedirect(links.to(address(one.resolution, "preview/"), links.kept_day(request)))
    try:
        found, following = preview.people(
            opened.house(), one.reform or "", request.GET.get("rule", ""), request.GET.get("change", ""),
            on=day_asked(request), scope=opened.scope_of(request), after=after,
            earlier=[first.reform] if first is not None and first.reform else [],
        )  # fmt: skip
    except Faulty as problem:
        return faulty(request, one, problem, "preview")
    except (Unanswerable, LookupError) as wrong:
        says = wrong.says if isinstance(wrong, Unanswerable) else str(wrong)
        remedy = wrong.remedy if isinstance(wrong, Unanswerable) else _("Follow a figure of the preview.")
        return refusals.not_understood(request, says=says, remedy=remedy)
    listed = people_table(request, found, _("Whom the figure counts"))
    if (answer := taken(request, listed)) is not None:
        return answer
    context = {**context_of(request, one, "preview"), "listed": listed, "following": written_cursor(following)}
    return show(request, "resolutions/people.html", context)


@page("resolutions/<str:resolution>/preview/kinds/", name="resolution_kinds", scope=Scope.OPEN)
def kinds_of_case(request: HttpRequest, resolution: str) -> HttpResponse:
    """Every kind of case that a draft changes under one rule, and how many on the register each holds."""
    one = drafted(request, resolution)
    rule, kind = request.GET.get("rule", ""), request.GET.get("subject", "person")
    if not rule:
        return HttpResponseRedirect(links.to(address(one.resolution, "preview/"), links.kept_day(request)))
    try:
        found = kinds.kinds(
            opened.house(), one.reform or "", rule, scope=opened.scope_of(request), on=day_asked(request), kind=kind
        )
    except Faulty as problem:
        return faulty(request, one, problem, "preview")
    except (Unanswerable, LookupError, KeyError) as wrong:
        says = wrong.says if isinstance(wrong, Unanswerable) else _("There is no such rule.")
        remedy = wrong.remedy if isinstance(wrong, Unanswerable) else _("Choose one that the preview names.")
        return refusals.not_understood(request, says=says, remedy=remedy)
    columns = [
        Column("case", _("Kind of case")), Column("before", _("Now")), Column("after", _("Under the draft")),
        Column("people", _("Persons"), "count"),
    ]  # fmt: skip
    rows = [
        (_case(each.kind.case), _outcome(each.kind.before), _outcome(each.kind.after), each.people)
        for each in sorted(found.held, key=lambda one: not one.kind.outcome_changes)[:KINDS_SHOWN]
    ]
    table = Table("kinds", str(_("Kinds of case that change")), columns, rows, empty=_("No kind of case changes."))
    if (answer := taken(request, table)) is not None:
        return answer
    context = {
        **context_of(request, one, "preview"), "found": found, "table": table,
        "more": max(len(found.held) - KINDS_SHOWN, 0),
        "title": law_of(opened.house(), scope=opened.scope_of(request)).rules(kind)[rule].title or labels.headed(rule),
    }  # fmt: skip
    return show(request, "resolutions/kinds.html", context)


def _case(case: Sequence[tuple[str, tuple[str, ...]]]) -> str:
    said = "; ".join(f"{labels.said(name)}: {' / '.join(map(labels.said, values))}" for name, values in case)
    return said[:1].upper() + said[1:] or str(_("Every case"))


def _outcome(outcome: Any) -> str:
    grounds = ", ".join(outcome.failed or outcome.unknown or ((outcome.clause,) if outcome.clause else ()))
    shown = _("cannot be decided") if outcome.shown == "unknown" else labels.said(outcome.shown)
    return f"{shown} ({grounds})" if grounds else shown


@page("resolutions/<str:resolution>/preview/past/", name="resolution_past", scope=Scope.OPEN)
def past(request: HttpRequest, resolution: str) -> HttpResponse:
    """Had this been the rule already: the decisions of past months, decided again under the draft."""
    one = drafted(request, resolution)
    today: date = request.today  # type: ignore[attr-defined]
    try:
        months = min(max(int(request.GET.get("months", "12")), 1), 120)
    except ValueError:
        months = 12
    since = add_months(today, -months)
    try:
        found = had_been.had_been(
            opened.house(), one.reform or "", since=since, until=today, scope=opened.scope_of(request)
        )
    except Faulty as problem:
        return faulty(request, one, problem, "preview")
    except Unanswerable as wrong:
        context = {**context_of(request, one, "preview"), "wrong": wrong}
        return show(request, "resolutions/past.html", context)
    columns = [
        Column("month", _("Month")), Column("clause", _("Clause that would have decided")),
        Column("people", _("Persons"), "count"),
    ]  # fmt: skip
    told = [
        (
            rule,
            Table(
                f"past-{rule.rule}", rule.title or labels.headed(rule.rule), columns,
                [(row.month, Cell(row.clause or "", links.article(row.clause) if row.clause else ""), row.people)
                 for row in rule.rows],
                empty=_("None would have gone another way."),
            ),
        )
        for rule in found.rules
    ]  # fmt: skip
    if (answer := taken(request, *(table for _rule, table in told))) is not None:
        return answer
    context = {**context_of(request, one, "preview"), "found": found, "told": told, "months": months}
    return show(request, "resolutions/past.html", context)
