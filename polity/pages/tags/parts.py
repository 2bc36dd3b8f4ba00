"""Parts of pages: tags that draw one thing each, from templates/parts."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import Context
from django.template.defaulttags import querystring
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from polity.pages import figures, links, opened
from polity.pages.charts import Chart, sparkline
from polity.pages.escaping import escaped
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
    heads = mark_safe("".join([_head(context, column, order) for column in shown.columns]))
    return {"table": shown, "heads": heads, "bare": bare, "request": request}


def _head(context: Context, column: Column, order: str) -> str:
    """The head of a column; of one that can be sorted, how it is sorted now, and a link to the order that is next."""
    text, look = escaped(column.head), f' class="{column.look}"' if column.look else ""
    up, down = order == column.key, order == f"-{column.key}"
    sorted_now = f' aria-sort="{"ascending" if up else "descending"}"' if up or down else ""
    if column.sortable:
        asked = querystring(context, sort=f"-{column.key}" if up else column.key, page=None)
        text = f'<a href="{escaped(asked)}">{text}</a>'
    return f'<th scope="col"{look}{sorted_now}>{text}</th>'


@register.simple_tag(takes_context=True)
def sections_of_pages(context: Context) -> Sequence[Section]:
    """`{% sections_of_pages as sections %}`: the sections that the reader may open."""
    request = context.get("request")
    return sections(request.reader) if request else []  # type: ignore[attr-defined]


@register.simple_tag(takes_context=True)
def section_links(context: Context, shown: Sequence[Section]) -> SafeString:
    """`{% section_links sections %}`: each section as a link that keeps the day; the one that is open is marked."""
    request = context.get("request")
    path, on = (request.path, links.kept_day(request)) if request else ("", None)
    lines = []
    for section in shown:
        here = ' aria-current="page"' if path == section.url else ""
        lines.append(f'\n    <li><a href="{escaped(links.to(section.url, on))}"{here}>{escaped(section.name)}</a></li>')
    return mark_safe("".join(lines))


@register.simple_tag
def options(pairs: Sequence[tuple[object, object]], picked: object = ()) -> SafeString:
    """`{% options names chosen %}`: what a list offers, by value and label; `picked` is one value, or several."""
    chosen = picked if isinstance(picked, list | tuple) else (picked,)
    lines = [
        f'<option value="{escaped(value)}"{" selected" if value in chosen else ""}>{escaped(label)}</option>'
        for value, label in pairs
    ]
    return mark_safe("".join(lines))


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


@register.simple_tag
def tree(nodes: Sequence[Any], key: str = "tree") -> SafeString:
    """`{% tree units key="units" %}`: nodes have name, href, count, open, children; `more` where they are fetched."""
    return mark_safe(f'<ul class="tree" data-remember="{escaped(key)}">{twigs(nodes)}</ul>\n')


@register.simple_tag
def twigs(nodes: Sequence[Any]) -> SafeString:
    """`{% twigs nodes %}`: the lines of a tree without the tree around them. Written here, for there are many."""
    return mark_safe("".join([_twig(node) for node in nodes]))


def _twig(node: Any) -> str:
    name, href = escaped(node.name), escaped(node.href)
    count = "" if node.count is None else f' <span class="figure">{figures.number(node.count)}</span>'
    fetched = getattr(node, "more", "")
    if not (node.children or fetched):
        return f'<li><span class="leaf"><a href="{href}">{name}</a>{count}</span></li>\n'
    more = f' data-more="{escaped(fetched)}"' if fetched else ""
    leaf = f'<li class="leaf"><a href="{href}">{_("Open %(name)s") % {"name": name}}</a></li>'
    return (
        f'<li><details{" open" if node.open else ""} data-node="{href}">'
        f'<summary><span class="twig">{name}</span>{count}</summary>\n'
        f"<ul{more}>{leaf}{twigs(node.children)}</ul></details>\n</li>\n"
    )


@register.simple_tag
def standing(
    name: str, value: Any, href: str = "", course: Sequence[Any] = (), change: Any = None, since: str = ""
) -> SafeString:
    """`{% standing "Members" 410000 href=address course=values change=12 since="since May" %}`: one line each."""
    changed = ""
    if change is not None:
        words = f" {escaped(since)}" if since else ""
        changed = f' <span class="change">{figures.number(change, signed=True)}{words}</span>'
    return mark_safe(
        f'<div class="standing"><span class="standing-name">{escaped(name)}</span> {figure(value, href)}{changed}'
        f"{sparkline(course) if course else ''}</div>\n"
    )


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
