"""Words of pages: codes of the register as people read them, and the texts of templates in the reader's language."""

import re
from collections.abc import Mapping

from django import template
from django.template import Context
from django.template.base import Node, Parser, Token
from django.templatetags.i18n import TranslateNode, do_translate
from django.utils.translation import get_language

from polity.pages import labels

register = template.Library()


class Said(Node):
    """A text that a template holds, looked up once for each language: pages say the same many times over."""

    def __init__(self, words: TranslateNode) -> None:
        self._words = words
        self._said: dict[str | None, str] = {}

    def render(self, context: Context) -> str:
        language = get_language()
        if language not in self._said:
            self._said[language] = self._words.render(context)
        return self._said[language]


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    """`{% translate "Help" %}`: as Django's own, which it stands in for."""
    words = do_translate(parser, token)
    text = words.filter_expression
    varies = text.filters or getattr(text.var, "lookups", None) or words.asvar or words.message_context
    return words if varies else Said(words)


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
