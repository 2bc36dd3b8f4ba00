"""Drawings as text: elements, scales and ticks. Every value is escaped; no element carries a style."""

import math
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from polity.pages.escaping import escaped

# What the page's style sheet says by class, said again as attributes for a drawing that is taken away.
INKS = {
    "ink-1": 'fill="#26303d"',
    "ink-2": 'fill="#2b6a9b"',
    "ink-3": 'fill="#a9c3d9"',
    "ink-4": 'fill="#8b8f96"',
    "hollow": 'fill="#fff" stroke="#26303d" stroke-width="1.5"',
    "track": 'fill="#eceae5"',
    "rule": 'stroke="#d5d1c8" stroke-width="1"',
    "base": 'stroke="#26303d" stroke-width="1"',
    "leader": 'stroke="#8b8f96" stroke-width="1"',
    "line-1": 'fill="none" stroke="#26303d" stroke-width="2"',
    "line-2": 'fill="none" stroke="#2b6a9b" stroke-width="2" stroke-dasharray="7 3"',
    "line-3": 'fill="none" stroke="#6d7279" stroke-width="2" stroke-dasharray="2 3"',
    "band": 'fill="#2b6a9b" fill-opacity="0.18"',
    "band-1": 'fill="#26303d" fill-opacity="0.1"',
    "tick halo": 'font-size="12" fill="#5b6068" stroke="#fff" stroke-width="4" paint-order="stroke"',
    "label": 'font-size="14" fill="#26303d"',
    "label halo": 'font-size="14" fill="#26303d" stroke="#fff" stroke-width="4" paint-order="stroke"',
    "figure": 'font-size="14" fill="#26303d" font-weight="600"',
    "tick": 'font-size="12" fill="#5b6068"',
    "hatch": 'stroke="#26303d" stroke-width="1.5"',
}
FILE_WIDTH = 720  # pixels of a drawing that is taken away; on a page it takes the width it is given


def plain(value: Any) -> str:
    """Write an attribute: numbers short, everything else as it is."""
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)


def share(value: float) -> str:
    """A place or a length as a part of the width, from 0 to 1."""
    return f"{plain(value * 100)}%"


def element(name: str, *children: Any, **attributes: Any) -> SafeString:
    """Make an element. `class_` is written class, other underscores as hyphens; None leaves an attribute out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escaped(plain(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    inner = "".join([escaped(child) for child in children])
    return mark_safe(f"<{name}{written}>{inner}</{name}>" if children else f"<{name}{written}/>")


def join(*parts: Any) -> SafeString:
    """Put elements one after another."""
    return mark_safe("".join([escaped(part) for part in parts]))


def ticks(low: float, high: float, wanted: int = 4) -> list[float]:
    """Give round values that cover a range: steps of 1, 2, 2.5 or 5 times a power of ten.

    >>> ticks(0, 410000)
    [0, 200000, 400000, 600000]
    """
    if high <= low:
        high = low + 1
    rough = (high - low) / wanted
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough)
    first, last = math.floor(low / step), math.ceil(high / step)
    values = [number * step for number in range(first, last + 1)]
    return [int(value) if float(value).is_integer() else value for value in values]


def for_a_file(drawing: str) -> str:
    """Say with attributes what the page's style sheet says by class."""
    for name, attributes in INKS.items():
        drawing = drawing.replace(f'class="{name}"', f'class="{name}" {attributes}')
    return drawing
