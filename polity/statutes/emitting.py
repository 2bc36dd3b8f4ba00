"""Write trees of texts as YAML, so that reading them again gives the same texts."""

from __future__ import annotations

import json
import re

from polity.statutes.loading import Value

_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*(?: [A-Za-z0-9_(][A-Za-z0-9_.()-]*)*")
_SIGNS = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
_SHORT = 88  # a mapping or list that fits into so many signs stands on one line


def scalar(text: str) -> str:
    """A text as it stands in YAML: in quotes wherever it could be taken for anything else."""
    if text != "null" and _PLAIN.fullmatch(text):
        return text
    return _SIGNS.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False))


def emitted(tree: Value, indent: int = 0) -> str:
    """A tree as lines of YAML, each ended."""
    pad = " " * indent
    if isinstance(tree, dict):
        return "".join(f"{pad}{scalar(key)}:{_below(value, indent)}" for key, value in tree.items())
    if isinstance(tree, list):
        return "".join(f"{pad}- {_item(value, indent)}" for value in tree)
    return f"{pad}{_inline(tree)}\n"


def _below(value: Value, indent: int) -> str:
    if isinstance(value, (dict, list)):
        short = _inline(value)
        if len(short) <= _SHORT - indent or not value:
            return f" {short}\n"
        return "\n" + emitted(value, indent + 2)
    return f" {_inline(value)}\n"


def _item(value: Value, indent: int) -> str:
    short = _inline(value)
    if not isinstance(value, (dict, list)) or len(short) <= _SHORT - indent or not value:
        return f"{short}\n"
    return emitted(value, indent + 2).removeprefix(" " * (indent + 2))


def _inline(value: Value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{scalar(key)}: {_inline(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_inline(inner) for inner in value) + "]"
    return "null" if value is None else scalar(value)
