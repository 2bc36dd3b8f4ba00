"""Texts in sheets: none of them is to be taken for a formula by whatever opens the file."""

import re

# The wide forms are taken for the narrow ones where sheets are set to some languages of East Asia.
_BEGINS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_GUARDED = re.compile(f"'+[{re.escape(''.join(_BEGINS))}]")


def guarded(text: str) -> str:
    """A text that no sheet takes for a formula: an apostrophe is put before what begins like one.

    >>> guarded("=1+1"), guarded("'=1"), guarded("Anna")
    ("'=1+1", "''=1", 'Anna')
    """
    return "'" + text if text.startswith(_BEGINS) or _GUARDED.match(text) else text


def unguarded(text: str) -> str:
    """A text as it was before it was guarded.

    >>> unguarded(guarded("'=1"))
    "'=1"
    """
    return text[1:] if _GUARDED.match(text) else text
