"""Courses over time: lines with direct labels, and a band where the future is uncertain."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from polity.pages import figures
from polity.pages.charts import Chart, span_of
from polity.pages.figures import Number
from polity.pages.svg import element, join, share, ticks
from polity.pages.tables import FIGURES, Cell, Column, Kind, Table

TOP, PLOT = 22, 210  # pixels: room for the highest label, and the height of the plot
LEFT = 0.13  # part of the width for the figures at the side


class Course(NamedTuple):
    """A figure over days, in order; None where it is not known.

    `band` gives (day, low, high) where it is uncertain, `inner` a narrower band within it; the table gives both.
    """

    label: str | Promise
    points: Sequence[tuple[date, Number | None]]
    band: Sequence[tuple[date, Number, Number]] = ()
    href: str = ""
    inner: Sequence[tuple[date, Number, Number]] = ()


class Bound(NamedTuple):
    """A value that is to be reached or kept, drawn across the whole plot."""

    label: str | Promise
    value: Number


def lines(
    key: str, title: str | Promise, courses: Sequence[Course], *, says: str | Promise = "", kind: Kind = "count",
    from_zero: bool = True, bound: Bound | None = None,
) -> Chart:  # fmt: skip
    """Draw up to three courses, told apart by their dashes as well as their ink, each labelled at its end."""
    if not 1 <= len(courses) <= 3:
        raise ValueError("A chart of courses holds one to three of them; more cannot be told apart.")
    days = [day for course in courses for day in [*(p[0] for p in course.points), *(b[0] for b in course.band)]]
    values = [float(value) for course in courses for _day, value in course.points if value is not None]
    values += [float(value) for course in courses for band in (*course.band, *course.inner) for value in band[1:]]
    values += [float(bound.value)] if bound is not None else []
    first, last = span_of(days)
    marks = ticks(0 if from_zero else min(values, default=0), max(values, default=1))
    low, high = float(marks[0]), float(marks[-1])

    def along(day: date) -> float:
        return (day.toordinal() - first) / (last - first)

    def down(value: Number) -> float:
        return PLOT - (float(value) - low) / (high - low) * PLOT

    plot = []
    for place, course in enumerate(courses, start=1):
        ink = "band-1" if place == 1 and len(courses) > 1 else "band"
        for band in filter(None, (course.band, course.inner)):
            edge = [(day, most) for day, _least, most in band]
            edge += [(day, least) for day, least, _most in reversed(band)]
            outline = " ".join(f"{along(day) * 1000:.1f},{down(value):.1f}" for day, value in edge)
            plot.append(element("polygon", class_=ink, points=outline))
        for run in _unbroken(course.points):
            drawn = " ".join(f"{along(day) * 1000:.1f},{down(value):.1f}" for day, value in run)
            plot.append(element("polyline", class_=f"line-{place}", points=drawn, vector_effect="non-scaling-stroke"))
    stretched = element(
        "svg", *plot, x=share(LEFT), y=TOP, width=share(1 - LEFT), height=PLOT, viewBox=f"0 0 1000 {PLOT}",
        preserveAspectRatio="none", overflow="visible",
    )  # fmt: skip
    across = _across(bound, TOP + down(bound.value)) if bound is not None else []
    body = join(*_grid(marks, down, kind), *_feet(first, last), stretched, *across, *_ends(courses, down, kind))
    return Chart(key, title, says, _table(key, title, courses, kind), body, TOP + PLOT + 24)


def _across(bound: Bound, y: float) -> list[SafeString]:
    return [
        element("line", class_="line-3", x1=share(LEFT), x2="100%", y1=y, y2=y),
        element("text", bound.label, class_="tick halo", x=share(LEFT), dx=4, y=y - 5),
    ]


def _unbroken(points: Sequence[tuple[date, Number | None]]) -> list[list[tuple[date, Number]]]:
    """Cut a course where a value is not known, so that no line is drawn across."""
    runs: list[list[tuple[date, Number]]] = [[]]
    for day, value in points:
        if value is None:
            runs.append([])
        else:
            runs[-1].append((day, value))
    return [run for run in runs if run]


def _grid(marks: Sequence[float], down: object, kind: Kind) -> list[SafeString]:
    drawn = []
    for mark in marks:
        y = TOP + down(mark)  # type: ignore[operator]
        drawn.append(element("line", class_="base" if mark == marks[0] else "rule", x1=0, x2="100%", y1=y, y2=y))
        drawn.append(element("text", FIGURES[kind](mark), class_="tick", x=0, y=y - 4))
    return drawn


def _feet(first: int, last: int) -> list[SafeString]:
    """Write the first, middle and last month under the plot."""
    drawn = []
    for part, anchor in ((0.0, "start"), (0.5, "middle"), (1.0, "end")):
        day = date.fromordinal(round(first + part * (last - first)))
        x = share(LEFT + part * (1 - LEFT))
        drawn.append(element("text", figures.month(day), class_="tick", x=x, y=TOP + PLOT + 18, text_anchor=anchor))
    return drawn


def _ends(courses: Sequence[Course], down: object, kind: Kind) -> list[SafeString]:
    """Label each course above its last known point, moving a label down where two would meet."""
    wanted = []
    for course in courses:
        known = [value for _day, value in course.points if value is not None]
        if known:
            y = TOP + down(known[-1]) - 8  # type: ignore[operator]
            wanted.append((y, f"{course.label}  {FIGURES[kind](known[-1])}"))
    wanted.sort()
    drawn, above = [], -100.0
    for y, text in wanted:
        y = max(y, above + 17)
        above = y
        drawn.append(element("text", text, class_="label halo", x="100%", y=y, text_anchor="end"))
    return drawn


def _table(key: str, title: str | Promise, courses: Sequence[Course], kind: Kind) -> Table:
    days = sorted({day for course in courses for day, _value in course.points})
    columns = [Column("day", _("Day"), "day")]
    cells: list[dict[date, Any]] = []
    for place, course in enumerate(courses, start=1):
        columns.append(Column(f"course-{place}", course.label, kind))
        cells.append({day: Cell(value, course.href) for day, value in course.points})
        for name, band in (("inner", course.inner), ("band", course.band)):
            for side, at in ((_("from"), 1), (_("to"), 2)) if band else ():
                whose = _("half of the runs") if name == "inner" else _("nine of ten runs") if course.inner else ""
                head = f"{course.label}: {whose} {side}".replace(":  ", ": ")
                columns.append(Column(f"{name}-{place}-{at}", head, kind))
                cells.append({each[0]: each[at] for each in band})
    return Table(key, title, columns, [(day, *(held.get(day) for held in cells)) for day in days])
