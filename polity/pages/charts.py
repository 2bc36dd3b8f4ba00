"""Charts drawn on the server: direct labels, few inks that survive colour blindness and print, numbers beside them.

Places along the width are parts of it, so that a chart fits a phone and a hall's screen with its letters at one size.
Every chart holds the table it was drawn from; whoever cannot see the one reads the other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from polity.pages import figures
from polity.pages.figures import Number
from polity.pages.svg import FILE_WIDTH, element, for_a_file, join, share
from polity.pages.tables import FIGURES, Cell, Column, Kind, Table

ROW = 42  # pixels from one labelled bar to the next
INK = ("ink-1", "ink-2", "ink-3", "ink-4")


@dataclass(frozen=True)
class Chart:
    """A drawing, what it says in one sentence, and the table it was drawn from.

    `height` is in pixels. `says` stands above the drawing and is read out in its place.
    """

    key: str
    title: str | Promise
    says: str | Promise
    table: Table
    body: SafeString
    height: int

    def _drawn(self, **attributes: object) -> SafeString:
        return element(
            "svg",
            element("title", self.title, id=f"{self.key}-title"),
            element("desc", self.says, id=f"{self.key}-says"),
            self.body,
            role="img",
            aria_labelledby=f"{self.key}-title {self.key}-says",
            height=self.height,
            **attributes,
        )

    def drawing(self) -> SafeString:
        """The drawing as it stands in a page, as wide as its place."""
        return self._drawn(class_="chart", width="100%")

    def file(self) -> str:
        """The drawing as a file of its own, in the colours of print."""
        drawn = self._drawn(
            xmlns="http://www.w3.org/2000/svg", width=FILE_WIDTH, viewBox=f"0 0 {FILE_WIDTH} {self.height}",
            font_family="Helvetica, Arial, sans-serif",
        )  # fmt: skip
        return for_a_file(drawn)


class Bar(NamedTuple):
    """A row: what it is, how much (None: not known), and the page that lists what it counts."""

    label: str | Promise
    value: Number | None
    href: str = ""


def _written(kind: Kind, value: Number | None) -> str:
    return str(FIGURES[kind](value))


def _row_head(top: float, label: object, figure: str) -> SafeString:
    return join(
        element("text", label, class_="label", x=0, y=top + 14),
        element("text", figure, class_="figure", x="100%", y=top + 14, text_anchor="end"),
    )


def bars(
    key: str, title: str | Promise, rows: Sequence[Bar], *, head: str | Promise, says: str | Promise = "",
    kind: Kind = "count", measure: str | Promise = "",
) -> Chart:  # fmt: skip
    """Draw horizontal bars from zero, each under its label and figure. `head` and `measure` head the table."""
    most = max((float(row.value) for row in rows if row.value is not None), default=0) or 1
    drawn = []
    for place, row in enumerate(rows):
        top = place * ROW
        drawn.append(_row_head(top, row.label, _written(kind, row.value)))
        drawn.append(element("rect", class_="track", x=0, y=top + 21, width="100%", height=10))
        if row.value:
            width = share(max(float(row.value), 0) / most)
            drawn.append(element("rect", class_="ink-2", x=0, y=top + 21, width=width, height=10))
    columns = (Column("label", head), Column("value", measure or title, kind))
    table = Table(key, title, columns, [(row.label, Cell(row.value, row.href)) for row in rows])
    return Chart(key, title, says, table, join(*drawn), ROW * len(rows))


class Part(NamedTuple):
    """A part of a whole. `unknown` parts are hatched: nobody has ascertained what they are."""

    label: str | Promise
    value: Number
    href: str = ""
    unknown: bool = False


def shares(
    key: str, title: str | Promise, parts: Sequence[Part], *, head: str | Promise, says: str | Promise = "",
    measure: str | Promise = "", kind: Kind = "count",
) -> Chart:  # fmt: skip
    """Draw one bar cut into parts of a whole, at most four known ones, each with a line down to its label.

    The table gives values and parts per thousand.
    """
    total = sum(float(part.value) for part in parts) or 1
    hatch = f"{key}-hatch"
    drawn = [_hatching(hatch)]
    left, places = 0.0, []
    for part in parts:
        width = float(part.value) / total
        places.append((part, left, width))
        left += width
    known = 0
    for part, start, width in places:
        common = {"x": share(start), "y": 0, "width": share(width), "height": 28}
        if part.unknown:
            drawn.append(element("rect", fill=f"url(#{hatch})", **common))
        else:
            drawn.append(element("rect", class_=INK[known % len(INK)], **common))
            known += 1
    drawn += _named(places)
    columns = (
        Column("label", head),
        Column("value", measure or title, kind),
        Column("share", _("Per 1,000"), "per_mille"),
    )
    rows = [(part.label, Cell(part.value, part.href), float(part.value) * 1000 / total) for part in parts]
    return Chart(key, title, says, Table(key, title, columns, rows), join(*drawn), 28 + 23 * len(parts) + 4)


def _named(places: Sequence[tuple[Part, float, float]]) -> list[SafeString]:
    """Lead a line from the middle of each part down to its name: those on the right first, from left to right."""
    middles = [(part, start + width / 2, width) for part, start, width in places]
    right = [place for place in middles if place[1] >= 0.5]
    left = [place for place in middles if place[1] < 0.5]
    lines, names = [], []
    for depth, (part, at, width) in enumerate([*right, *reversed(left)], start=1):
        y = 28 + 23 * depth
        anchor, shift = ("start", 6) if at < 0.5 else ("end", -6)
        text = f"{part.label}  {figures.per_mille(width * 1000)}"
        lines.append(element("line", class_="leader", x1=share(at), x2=share(at), y1=28, y2=y - 1))
        names.append(element("text", text, class_="label halo", x=share(at), dx=shift, y=y - 3, text_anchor=anchor))
    return lines + names


def _hatching(name: str) -> SafeString:
    stroke = element("line", class_="hatch", x1=0, y1=0, x2=0, y2=6)
    turned = "rotate(45)"
    pattern = element(
        "pattern", stroke, id=name, width=5, height=6, patternUnits="userSpaceOnUse", patternTransform=turned
    )
    return element("defs", pattern)


class Step(NamedTuple):
    """What was added (positive) or taken away (negative) between two counts."""

    label: str | Promise
    change: int
    href: str = ""


def flow(
    key: str, title: str | Promise, start: Bar, steps: Sequence[Step], end: Bar, *, says: str | Promise = ""
) -> Chart:
    """Draw a balance: a count, what came and went, the count that follows.

    What came is filled, what went is hollow. Raises ValueError if the balance does not close.
    """
    opening, closing = int(start.value or 0), int(end.value or 0)
    if (reached := opening + sum(step.change for step in steps)) != closing:
        raise ValueError(f"The balance of {title} does not close: the steps lead to {reached}, the end says {closing}.")
    levels = [opening]
    for step in steps:
        levels.append(levels[-1] + step.change)
    high = max(levels)
    floor = 0.0 if min(levels) < high / 2 else min(levels) - (high - min(levels))  # else no step could be seen
    reach = (high - floor) or 1

    def at(level: float) -> float:
        return (level - floor) / reach

    drawn = [_row_head(0, start.label, figures.number(opening))]
    drawn.append(element("rect", class_="ink-1", x=0, y=21, width=share(at(opening)), height=10))
    for place, step in enumerate(steps, start=1):
        before, after = sorted(levels[place - 1 : place + 1])
        ink = "ink-2" if step.change >= 0 else "hollow"
        drawn.append(_row_head(place * ROW, step.label, figures.number(step.change, signed=True)))
        drawn.append(
            element(
                "rect",
                class_=ink,
                x=share(at(before)),
                y=place * ROW + 21,
                width=share(at(after) - at(before)),
                height=10,
            )
        )
    top = ROW * (len(steps) + 1)
    drawn.append(_row_head(top, end.label, figures.number(closing)))
    drawn.append(element("rect", class_="ink-1", x=0, y=top + 21, width=share(at(closing)), height=10))
    columns = (Column("label", _("Movement")), Column("value", _("Persons"), "count"))
    rows = [
        (start.label, Cell(opening, start.href)),
        *((step.label, Cell(step.change, step.href)) for step in steps),
    ]
    table = Table(key, title, columns, rows, total=(end.label, Cell(closing, end.href)))
    if floor:
        note = _("The bars begin at %(count)s, not at nothing.") % {"count": figures.number(floor)}
        drawn.append(element("text", note, class_="tick", x=0, y=top + ROW + 12))
    return Chart(key, title, says, table, join(*drawn), ROW * (len(steps) + 2) + (18 if floor else 0))


class Band(NamedTuple):
    """A row of a pyramid: a span of ages, and how many stand on either side."""

    label: str | Promise
    left: int
    right: int


def pyramid(
    key: str, title: str | Promise, rows: Sequence[Band], *, head: str | Promise, left: str | Promise,
    right: str | Promise, says: str | Promise = "",
) -> Chart:  # fmt: skip
    """Draw two sides against each other, one row for each span, the first row at the foot."""
    most = max((max(row.left, row.right) for row in rows), default=0) or 1
    middle, half, longest = 0.5, 0.125, 0.24  # parts of the width: the labels' column, and the longest bar
    drawn = [
        element("text", left, class_="label", x=share(middle - half), y=14, text_anchor="end"),
        element("text", right, class_="label", x=share(middle + half), y=14),
    ]
    for place, row in enumerate(reversed(rows)):
        top = 26 + place * 24
        drawn.append(element("text", row.label, class_="tick", x="50%", y=top + 14, text_anchor="middle"))
        for value, ink, side in ((row.left, "ink-1", -1), (row.right, "ink-3", 1)):
            width = value / most * longest
            edge = middle + side * half
            x = edge - width if side < 0 else edge
            drawn.append(element("rect", class_=ink, x=share(x), y=top, width=share(width), height=20))
            drawn.append(
                element(
                    "text",
                    figures.number(value),
                    class_="tick",
                    x=share(edge + side * width),
                    dx=side * 5,
                    y=top + 14,
                    text_anchor="end" if side < 0 else "start",
                )
            )
    columns = (Column("label", head), Column("left", left, "count"), Column("right", right, "count"))
    table = Table(key, title, columns, [tuple(row) for row in rows])
    return Chart(key, title, says, table, join(*drawn), 26 + 24 * len(rows))


def sparkline(values: Sequence[Number | None]) -> SafeString:
    """Draw a course in the size of a word, its last point marked. The figure beside it is what is read out."""
    known = [float(value) for value in values if value is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    step = 112 / max(len(values) - 1, 1)
    points = [
        (4 + place * step, 24 - (float(value) - low) / ((high - low) or 1) * 20)
        for place, value in enumerate(values)
        if value is not None
    ]
    line = element("polyline", class_="line-1", points=" ".join(f"{x:.1f},{y:.1f}" for x, y in points))
    dot = element("circle", class_="ink-2", cx=points[-1][0], cy=points[-1][1], r=3) if points else ""
    return element("svg", line, dot, class_="spark", width=120, height=28, aria_hidden="true", focusable="false")


def span_of(days: Sequence[date]) -> tuple[int, int]:
    """The first and last day of a course, as ordinals; a single day is given a width."""
    first, last = min(days).toordinal(), max(days).toordinal()
    return first, max(last, first + 1)
