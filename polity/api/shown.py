"""The page at /api/: every operation as people read it, made from the same list as the description."""

import re
from collections.abc import Iterable
from html import escape
from itertools import groupby
from typing import Any

from polity.api.openapi import ABOUT
from polity.api.routing import ROOT, Operation

STYLE = b""":root { color-scheme: light dark; }
body { font: 1rem/1.55 system-ui, sans-serif; max-width: 62rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1 { font-weight: 600; } h2 { margin: 2.5rem 0 .5rem; padding-top: 1rem; border-top: 1px solid #8886; }
h3 { margin: 1.6rem 0 .2rem; font: 600 .95rem/1.5 ui-monospace, monospace; overflow-wrap: anywhere; }
p { margin: .2rem 0; max-width: 44rem; } code { font-family: ui-monospace, monospace; font-size: .92em; }
dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .15rem 1rem; margin: .4rem 0; }
dt { font-family: ui-monospace, monospace; font-size: .9em; } dd { margin: 0; }
nav ul { columns: 14rem; padding: 0; list-style: none; } nav a { display: inline-block; padding: .15rem 0; }
@media (max-width: 36rem) { dl { grid-template-columns: 1fr; } dd { margin: 0 0 .4rem 1rem; } }
"""


def page(operations: Iterable[Operation]) -> str:
    """The whole page."""
    ordered = sorted(operations, key=lambda one: (not one.name.startswith("readings"), one.name))
    families = [(name, list(found)) for name, found in groupby(ordered, key=_family)]
    links = "".join(f'<li><a href="#{escape(name)}"><code>{escape(name)}</code></a></li>' for name, _ in families)
    parts = "".join(
        f'<h2 id="{escape(name)}"><code>{escape(name)}</code></h2>{"".join(map(_shown, found))}'
        for name, found in families
    )
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>The API of Polity</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/api/api.css"></head><body><header><h1>The API</h1>'
        f'<p>{_marked(ABOUT)}</p><p>A key is made at <a href="/tokens/">your keys</a>. For programs: '
        f'<a href="{ROOT}/openapi.json">the OpenAPI description</a>.</p></header>'
        f'<nav aria-label="Operations"><ul>{links}</ul></nav><main>{parts}</main></body></html>'
    )


def _marked(text: str) -> str:
    """A text with what stands between backquotes as code."""
    return re.sub("`([^`]*)`", r"<code>\1</code>", escape(text))


def _family(one: Operation) -> str:
    return ".".join(one.name.split(".")[:2])


def _shown(one: Operation) -> str:
    said = f"<h3>{one.method} {escape(ROOT + one.path)}</h3><p>{_marked(one.says)}</p>"
    fields = [(name, schema, name in one.needed) for name, schema in one.query.items()]
    if one.body is not None:
        needed = one.body["required"]
        fields = [(name, schema, name in needed) for name, schema in one.body["properties"].items()]
        fields += [("?dry_run", {"type": "boolean"}, False)]
    if not fields:
        return said
    rows = "".join(
        f"<dt>{escape(name)}</dt><dd>{_marked(_kind(schema))}{', needed' if needed else ''}</dd>"
        for name, schema, needed in fields
    )
    return f"{said}<dl>{rows}</dl>"


def _kind(schema: dict[str, Any]) -> str:
    if "enum" in schema:
        return f"one of {', '.join(schema['enum'])}"
    if "description" in schema:
        return str(schema["description"]).rstrip(".")
    kinds = schema.get("type", "anything")
    said = " or ".join(kinds) if isinstance(kinds, list) else str(kinds)
    return f"list of {_kind(schema['items'])}" if said == "array" and "items" in schema else said
