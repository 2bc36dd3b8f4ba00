"""Outcomes that are equally likely, each a dot over the scale it lies on: chances that can be counted."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from polity.pages.charts import Chart
from polity.pages.courses import Bound
from polity.pages.figures import Number
from polity.pages.svg import element, join, share, ticks
from polity.pages.tables import FIGURES, Column, Kind, Table

BINS = 24  # places along the width in which dots stand on each other
STEP = 17  # pixels from one dot to the one above
EDGE = 0.03  # part of the width left free on both sides


def dots(
    key: str, title: str | Promise, values: Sequence[Number], *, says: str | Promise = "", kind: Kind = "count",
    bound: Bound | None = None, beside: Sequence[Number] = (),
) -> Chart:  # fmt: skip
    """Draw each value as a dot; those of a bin are piled up. Those that keep a bound are filled.

    beside  values of the charts that stand beside this one, so that all have one scale
    """
    known = sorted(float(value) for value in values)
    spread = [*known, *map(float, beside), *([float(bound.value)] if bound is not None else [])] or [0.0]
    marks = ticks(min(spread), max(spread), 4)
    low, high = float(marks[0]), float(marks[-1])
    piles: dict[int, list[float]] = {}
    for value in known:
        piles.setdefault(round((value - low) / (high - low) * BINS), []).append(value)
    floor = STEP * max((len(pile) for pile in piles.values()), default=1) + 20

    def along(part: float) -> str:
        return share(EDGE + part * (1 - 2 * EDGE))

    drawn = [element("line", class_="base", x1=0, x2="100%", y1=floor, y2=floor)]
    for mark in marks:
        x = along((float(mark) - low) / (high - low))
        drawn.append(element("line", class_="rule", x1=x, x2=x, y1=floor, y2=floor + 5))
        text = FIGURES[kind](mark)
        drawn.append(element("text", text, class_="tick", x=x, y=floor + 19, text_anchor="middle"))
    if bound is not None:
        x = along((float(bound.value) - low) / (high - low))
        drawn.append(element("line", class_="line-3", x1=x, x2=x, y1=14, y2=floor))
        drawn.append(element("text", bound.label, class_="tick halo", x=x, y=10, text_anchor="middle"))
    for place, pile in piles.items():
        for height, value in enumerate(pile):
            reached = bound is None or value >= float(bound.value)
            drawn.append(
                element("circle", class_="ink-2" if reached else "hollow", cx=along(place / BINS),
                        cy=floor - 9 - height * STEP, r=7)
            )  # fmt: skip
    columns = (Column("outcome", _("Outcome")), Column("value", title, kind))
    rows = [(number, value) for number, value in enumerate(known, start=1)]
    return Chart(key, title, says, Table(key, title, columns, rows), join(*drawn), floor + 24)
