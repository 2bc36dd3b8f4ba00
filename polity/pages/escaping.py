"""Texts as they stand in a page."""

from html import escape

from django.utils.safestring import SafeString


def escaped(value: object) -> str:
    """A value as text that says nothing to the browser; what is made to say something stays as it is."""
    text = str(value)
    return text if isinstance(text, SafeString) else escape(text)
