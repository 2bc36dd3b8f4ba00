"""Courses over time: lines with direct labels, and a band where the future is uncertain."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from polity.pages import figures
from polity.pages.charts import Chart, span_of
from polity.pages.figures import Number
from polity.pages.svg import element, join, share, ticks
from polity.pages.tables import FIGURES, Cell, Column, Kind, Table

TOP, PLOT = 22, 210  # pixels: room for the highest label, and the height of the plot
LEFT = 0.13  # part of the width for the figures at the side


class Course(NamedTuple):
    """A figure over days, in order; None where it is not known. `band` gives (day, low, high) where it is uncertain."""

    label: str | Promise
    points: Sequence[tuple[date, Number | None]]
    band: Sequence[tuple[date, Number, Number]] = ()
    href: str = ""


def lines(
    key: str, title: str | Promise, courses: Sequence[Course], *, says: str | Promise = "", kind: Kind = "count",
    from_zero: bool = True,
) -> Chart:  # fmt: skip
    """Draw up to three courses, told apart by their dashes as well as their ink, each labelled at its end."""
    if not 1 <= len(courses) <= 3:
        raise ValueError("A chart of courses holds one to three of them; more cannot be told apart.")
    days = [day for course in courses for day in [*(p[0] for p in course.points), *(b[0] for b in course.band)]]
    values = [float(value) for course in courses for _day, value in course.points if value is not None]
    values += [float(value) for course in courses for band in course.band for value in band[1:]]
    first, last = span_of(days)
    marks = ticks(0 if from_zero else min(values, default=0), max(values, default=1))
    low, high = float(marks[0]), float(marks[-1])

    def along(day: date) -> float:
        return (day.toordinal() - first) / (last - first)

    def down(value: Number) -> float:
        return PLOT - (float(value) - low) / (high - low) * PLOT

    plot = []
    for place, course in enumerate(courses, start=1):
        if course.band:
            edge = [(day, most) for day, _least, most in course.band]
            edge += [(day, least) for day, least, _most in reversed(course.band)]
            outline = " ".join(f"{along(day) * 1000:.1f},{down(value):.1f}" for day, value in edge)
            plot.append(element("polygon", class_="band", points=outline))
        for run in _unbroken(course.points):
            drawn = " ".join(f"{along(day) * 1000:.1f},{down(value):.1f}" for day, value in run)
            plot.append(element("polyline", class_=f"line-{place}", points=drawn, vector_effect="non-scaling-stroke"))
    stretched = element(
        "svg", *plot, x=share(LEFT), y=TOP, width=share(1 - LEFT), height=PLOT, viewBox=f"0 0 1000 {PLOT}",
        preserveAspectRatio="none", overflow="visible",
    )  # fmt: skip
    body = join(*_grid(marks, down, kind), *_feet(first, last), stretched, *_ends(courses, down, kind))
    return Chart(key, title, says, _table(key, title, courses, kind), body, TOP + PLOT + 24)


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
    known = [dict(course.points) for course in courses]
    columns = [Column("day", _("Day"), "day")]
    columns += [Column(f"course-{place}", course.label, kind) for place, course in enumerate(courses, start=1)]
    rows = [
        (day, *(Cell(values.get(day), course.href) for values, course in zip(known, courses, strict=True)))
        for day in days
    ]
    return Table(key, title, columns, rows)
