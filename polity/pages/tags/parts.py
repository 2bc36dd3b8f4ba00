"""Parts of pages: tags that draw one thing each, from templates/parts."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from polity.pages import figures, links, opened
from polity.pages.charts import Chart, sparkline
from polity.pages.routing import Section, sections
from polity.pages.tables import Column, Table
from polity.readings import journal
from polity.readings.house import Scope

register = template.Library()

VERDICTS = {"may", "may_not", "undecided"}
ALERTS = {"done", "note", "warning", "refused"}


@register.inclusion_tag("parts/chart.html", takes_context=True)
def chart(context: Context, drawn: Chart, open_numbers: bool = False) -> dict[str, Any]:
    """`{% chart composition %}`: title, sentence, drawing, its numbers in a table, and both to take away."""
    return {"chart": drawn, "open": open_numbers, "table": drawn.table, "request": context.get("request")}


@register.inclusion_tag("parts/table.html", takes_context=True)
def table(context: Context, shown: Table, bare: bool = False) -> dict[str, Any]:
    """`{% table members %}`: a table with its caption and CSV beside it; `bare` leaves both out."""
    request = context.get("request")
    order = request.GET.get("sort", "") if request else ""
    heads = [_head(column, order) for column in shown.columns]
    return {"table": shown, "heads": heads, "bare": bare, "request": request}


def _head(column: Column, order: str) -> dict[str, Any]:
    """Say how a column is sorted now, and the order that its head asks for next."""
    up, down = order == column.key, order == f"-{column.key}"
    return {
        "column": column,
        "sorted": "ascending" if up else "descending" if down else "",
        "next": f"-{column.key}" if up else column.key,
    }


@register.simple_tag(takes_context=True)
def sections_of_pages(context: Context) -> Sequence[Section]:
    """`{% sections_of_pages as sections %}`: the sections that the reader may open."""
    request = context.get("request")
    return sections(request.reader) if request else []  # type: ignore[attr-defined]


@register.inclusion_tag("parts/verdict.html", takes_context=True)
def verdict(
    context: Context, outcome: str, says: str, articles: Sequence[Any] = (), missing: Sequence[str] = ()
) -> dict[str, Any]:
    """`{% verdict "may_not" says articles=found missing=facts %}`: may, may_not, or undecided."""
    if outcome not in VERDICTS:
        raise template.TemplateSyntaxError(f"A verdict is one of {sorted(VERDICTS)}, not {outcome!r}.")
    return {
        "outcome": outcome, "says": says, "articles": articles, "missing": missing, "request": context.get("request"),
    }  # fmt: skip


@register.inclusion_tag("parts/refusal.html", takes_context=True)
def refusal(context: Context, objections: Sequence[Any], on: Any = None) -> dict[str, Any]:
    """`{% refusal refusal.objections on=refusal.act.on %}`: what stands in the way, by which article, the remedy."""
    return {"objections": objections, "on": on, "request": context.get("request")}


@register.inclusion_tag("parts/tree.html", takes_context=True)
def tree(context: Context, nodes: Sequence[Any], key: str = "tree") -> dict[str, Any]:
    """`{% tree units key="units" %}`: nodes have name, href, count, open, children."""
    return {"nodes": nodes, "key": key, "request": context.get("request")}


@register.inclusion_tag("parts/standing.html")
def standing(
    name: str, value: Any, href: str = "", course: Sequence[Any] = (), change: Any = None, since: str = ""
) -> dict[str, Any]:
    """`{% standing "Members" 410000 href=address course=values change=12 since="since May" %}`: one line each."""
    drawn = sparkline(course) if course else ""
    return {"name": name, "value": value, "href": href, "course": drawn, "change": change, "since": since}


@register.inclusion_tag("parts/progress.html")
def progress(doing: str, done: int, of: int, left: str = "") -> dict[str, Any]:
    """`{% progress "Examining the file" 1200 5000 left="about a minute" %}`: long work, how far, how long yet."""
    return {"doing": doing, "done": done, "of": of, "left": left}


@register.inclusion_tag("parts/pager.html", takes_context=True)
def pager(context: Context, page: int, pages: int) -> dict[str, Any]:
    """`{% pager 3 40 %}`: the pages before and after, as permanent links."""
    return {"page": page, "pages": pages, "before": page - 1, "after": page + 1, "request": context.get("request")}


@register.simple_tag
def synthetic() -> SafeString:
    """`{% synthetic %}`: the mark of what no source gives. It opens an explanation."""
    return format_html(
        '<button type="button" class="synthetic" popovertarget="synthetic-note">{}</button>', _("synthetic")
    )


@register.simple_block_tag
def alert(content: str, kind: str = "note", title: str = "") -> SafeString:
    """`{% alert "done" title="Entered." %}…{% endalert %}`: done, note, warning or refused."""
    if kind not in ALERTS:
        raise template.TemplateSyntaxError(f"An alert is one of {sorted(ALERTS)}, not {kind!r}.")
    role = "alert" if kind == "refused" else "status"
    head = format_html('<p class="alert-title">{}</p>', title) if title else ""
    return format_html('<div class="alert {}" role="{}">{}{}</div>', kind, role, head, content)


@register.simple_block_tag
def empty(content: str, title: str = "") -> SafeString:
    """`{% empty "No transfers wait." %}…{% endempty %}`: what would be here, and how it comes."""
    return format_html('<div class="empty"><p class="empty-title">{}</p>{}</div>', title, content)


@register.simple_tag(takes_context=True)
def entered_note(context: Context) -> SafeString:
    """`{% entered_note %}`: after an act, that it was entered, and the entry that the journal made of it."""
    request = context.get("request")
    written = request.GET.get("entered", "") if request else ""
    if not (written.isascii() and written.isdigit() and len(written) < 18):
        return SafeString("")
    number = journal.sealed(opened.house(), int(written), scope=Scope(day=request.today))
    if number is None:
        return SafeString("")
    link = format_html('<a href="{}">{}</a>', links.entry(number), _("Entry %(number)s") % {"number": number})
    title = _("Entered in the journal.")
    return format_html(
        '<div class="alert done" role="status"><p class="alert-title">{}</p><p>{}</p></div>', title, link
    )


@register.simple_tag
def source(reference: str, name: str = "") -> SafeString:
    """`{% source "T1" "Report to the congress" %}`: the reference that a figure from a source carries."""
    return format_html('<a class="source" href="{}#{}">{}</a>', "/sources/", reference, name or reference)


@register.simple_tag(takes_context=True)
def carried_day(context: Context) -> str:
    """`{% carried_day %}`: the day that links carry, as 1923-04-15, or nothing when it is today."""
    kept = links.kept_day(context.get("request"))
    return kept.isoformat() if kept else ""


@register.simple_tag
def figure(value: Any, href: str = "") -> SafeString:
    """`{% figure 410000 href=address %}`: a number that opens what it counts."""
    text = figures.number(value)
    if not href:
        return format_html('<span class="figure">{}</span>', text)
    return format_html('<a class="figure" href="{}">{}</a>', href, text)
