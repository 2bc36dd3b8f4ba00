"""Links that keep the day. A name is escaped like every other text."""

from datetime import date
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from polity.pages import assets, links, opened
from polity.pages.figures import number
from polity.register.resolutions import Resolution
from polity.words import ids

register = template.Library()


def _day(context: Context, on: date | None) -> date | None:
    return on or links.kept_day(context.get("request"))


@register.simple_tag
def asset(name: str) -> str:
    """`{% asset "polity.css" %}`: the address of a file of ours, with its hash."""
    return assets.address(name)


@register.simple_tag(takes_context=True)
def to(context: Context, path: str, **query: Any) -> str:
    """`{% to "/census/" by="sex" %}`: an address that keeps the day of this page."""
    return links.to(path, _day(context, query.pop("on", None)), **query)


@register.simple_tag(takes_context=True)
def unit_link(context: Context, code: str, name: str = "", on: date | None = None) -> SafeString:
    """`{% unit_link unit.code unit.name %}`: the name alone for whoever sees no unit."""
    request = context.get("request")
    if request is not None and hasattr(request, "reader") and not opened.sees_units(request):
        return format_html("{}", name or code)
    return format_html('<a href="{}">{}</a>', links.unit(code, _day(context, on)), name or code)


@register.simple_tag(takes_context=True)
def person_link(context: Context, person: int, name: str = "", on: date | None = None) -> SafeString:
    """`{% person_link person.id person.name %}`: without a name, as after erasure, the id is shown."""
    address = links.person(person, _day(context, on))
    if name:
        return format_html('<a href="{}">{}</a>', address, name)
    return format_html('<a href="{}" class="id">{}</a>', address, ids.show(person))


@register.simple_tag(takes_context=True)
def article_link(context: Context, of: Any, on: date | None = None) -> SafeString:
    """`{% article_link objection on=act.on %}` or `{% article_link "12.3" %}`: nothing where no article speaks."""
    article = of if isinstance(of, str) else getattr(of, "article", None)
    if not article:
        return SafeString("")
    address = links.article(str(article), _day(context, on))
    return format_html('<a href="{}">{}</a>', address, _("Article %(number)s") % {"number": article})


@register.simple_tag(takes_context=True)
def resolution_link(context: Context, of: Any) -> SafeString:
    """`{% resolution_link objection %}` or `{% resolution_link resolution %}`: the resolution behind an article, by its
    title; nothing where none is.
    """
    if isinstance(of, Resolution):
        number, title = ids.show(of.resolution), of.title
    else:
        data = getattr(of, "data", {})
        number, title = data.get("resolution"), data.get("resolved")
    if not title:
        return SafeString("")
    address = links.to(f"/resolutions/{number}/", _day(context, None))
    return format_html('<span class="quiet">{} <a href="{}">{}</a></span>', _("by the resolution"), address, title)


@register.simple_tag
def journal_link(entry: int | None) -> SafeString:
    """`{% journal_link spell.entry %}`: the entry that made this so."""
    if entry is None:
        return SafeString("")
    name = _("Entry %(number)s") % {"number": number(entry)}
    return format_html('<a href="{}">{}</a>', links.entry(entry), name)
