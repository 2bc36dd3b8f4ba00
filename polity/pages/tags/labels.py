"""Filters: codes of the register as people read them."""

import re
from collections.abc import Mapping

from django import template

from polity.pages import labels

register = template.Library()


@register.filter
def said(code: object) -> str:
    """`{{ spell.standing|said }}`: a code in words."""
    return labels.said(code)


@register.filter
def headed(code: object) -> str:
    """`{{ unit.tier|headed }}`: a code in words, at the beginning of a line."""
    return labels.headed(code)


@register.filter
def number_of(entry: int, numbers: dict[int, int]) -> int | None:
    """`{{ spell.entry|number_of:record.numbers }}`: the sealed number of an entry."""
    return numbers.get(entry)


@register.filter
def among(name: str, found: Mapping[str, object]) -> object:
    """`{{ clause.reform|among:resolutions }}`: what stands under a name; nothing where nothing does."""
    return found.get(name)


@register.filter
def unfilled(words: str) -> str:
    """`{{ clause.say|unfilled }}`: an article's words as the law has them, naming what each case fills in."""
    return re.sub(r"\{(\w+)\}", lambda found: f"‹{found[1].replace('_', ' ')}›", words)
