"""A chart shows the numbers of its table, in their proportions, and says them to whoever cannot see it."""

import re
from datetime import date
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polity.pages import charts, courses, dots, figures
from polity.pages.svg import ticks
from polity.pages.tables import Table

SPACE = {"svg": "http://www.w3.org/2000/svg"}
counts = st.lists(st.integers(0, 10**7), min_size=1, max_size=12)


def drawn(chart):
    return ElementTree.fromstring(chart.file())


def texts(chart, name):
    return [text.text for text in drawn(chart).iterfind(f".//svg:text[@class='{name}']", SPACE)]


def widths(chart, name):
    return [
        float(bar.get("width").rstrip("%")) for bar in drawn(chart).iterfind(f".//svg:rect[@class='{name}']", SPACE)
    ]


def column(table: Table, place: int):
    rows = [*table.shown_rows, *([table.shown_total] if table.shown_total else [])]
    return [row[place].text for row in rows]


@given(values=counts)
def test_bars_show_the_figures_of_their_table_in_proportion(values):
    chart = charts.bars("k", "T", [charts.Bar(f"row {n}", value) for n, value in enumerate(values)], head="Row")

    assert texts(chart, "figure") == column(chart.table, 1)
    assert texts(chart, "label") == column(chart.table, 0)
    most = max(values) or 1
    assert widths(chart, "ink-2") == pytest.approx([value / most * 100 for value in values if value], abs=0.01)


@given(values=counts.filter(any))
def test_shares_cover_the_whole_and_show_the_figures_of_their_table(values):
    parts = [charts.Part(f"part {n}", value) for n, value in enumerate(values)]
    chart = charts.shares("k", "T", parts, head="Part")

    named = {text.rsplit("  ", 1)[0]: text.rsplit("  ", 1)[1] for text in texts(chart, "label halo")}
    assert named == dict(zip(column(chart.table, 0), column(chart.table, 2), strict=True))
    whole = sum(sum(widths(chart, ink)) for ink in charts.INK)
    assert whole == pytest.approx(100, abs=0.01 * len(values))


@given(start=st.integers(0, 10**6), changes=st.lists(st.integers(0, 10**5) | st.integers(-100, 0), max_size=8))
def test_a_balance_shows_the_figures_of_its_table(start, changes):
    steps = [charts.Step(f"step {n}", change) for n, change in enumerate(changes)]
    chart = charts.flow("k", "T", charts.Bar("start", start), steps, charts.Bar("end", start + sum(changes)))
    shown = [text.lstrip("+") for text in texts(chart, "figure")]

    assert shown == column(chart.table, 1)


def test_a_balance_that_does_not_close_is_not_drawn():
    with pytest.raises(ValueError, match="the steps lead to 12, the end says 13"):
        charts.flow("k", "T", charts.Bar("start", 10), [charts.Step("came", 2)], charts.Bar("end", 13))


def test_a_pyramid_shows_the_figures_of_its_table():
    rows = [charts.Band("under 20", 820, 1240), charts.Band("20 and over", 2310, 7120)]
    chart = charts.pyramid("k", "T", rows, head="Age", left="Women", right="Men")
    spoken = texts(chart, "tick")

    assert [spoken[0::3][::-1], spoken[1::3][::-1], spoken[2::3][::-1]] == [column(chart.table, n) for n in (0, 1, 2)]


def test_a_course_is_drawn_at_its_values_and_broken_where_nothing_is_known():
    days = [date(1922, month, 1) for month in range(1, 6)]
    points = list(zip(days, [0, 10, None, 30, 40], strict=True))
    chart = courses.lines("k", "T", [courses.Course("Members", points)])
    lines = drawn(chart).iterfind(".//svg:polyline", SPACE)
    heights = [[float(y) for y in re.findall(r",([\d.]+)", line.get("points"))] for line in lines]

    plot = courses.PLOT
    assert heights == [[plot, plot * 0.75], [plot * 0.25, 0]]
    assert column(chart.table, 1) == ["0", "10", "\u2013", "30", "40"]
    assert texts(chart, "label halo") == ["Members  40"]


def test_a_fan_has_both_its_bands_in_the_table_and_a_bound_across_it():
    days = [date(1922, 1, 1), date(1923, 1, 1)]
    points = list(zip(days, [10, 20], strict=True))
    fan = courses.Course("Draft", points, [(days[1], 0, 40)], inner=[(days[1], 15, 25)])
    chart = courses.lines("k", "T", [fan], bound=courses.Bound("Goal", 30))

    plot = courses.PLOT
    edges = [line.get("points") for line in drawn(chart).iterfind(".//svg:polygon", SPACE)]
    assert edges == [
        f"1000.0,{0:.1f} 1000.0,{plot:.1f}", f"1000.0,{plot * 15 / 40:.1f} 1000.0,{plot * 25 / 40:.1f}",
    ]  # fmt: skip
    assert texts(chart, "tick halo") == ["Goal"]
    assert [str(column.head) for column in chart.table.columns] == [
        "Day", "Draft", "Draft: half of the runs from", "Draft: half of the runs to", "Draft: nine of ten runs from",
        "Draft: nine of ten runs to",
    ]  # fmt: skip
    assert [[cell.text for cell in row[1:]] for row in chart.table.shown_rows] == [
        ["10", "\u2013", "\u2013", "\u2013", "\u2013"], ["20", "15", "25", "0", "40"],
    ]  # fmt: skip


@given(values=st.lists(st.integers(0, 1000), min_size=1, max_size=20), bound=st.integers(0, 1000))
def test_every_outcome_is_a_dot_and_those_that_keep_the_bound_are_filled(values, bound):
    chart = dots.dots("k", "T", values, bound=courses.Bound("Goal", bound))
    marks = [dot.get("class") for dot in drawn(chart).iterfind(".//svg:circle", SPACE)]

    assert sorted(marks) == sorted("ink-2" if value >= bound else "hollow" for value in values)
    assert column(chart.table, 1) == list(map(figures.number, sorted(values)))


def test_a_chart_is_read_out_by_its_title_and_sentence():
    chart = charts.bars("k", "Branches <by kind>", [charts.Bar("North", 1)], head="Kind", says="North has one.")
    root = drawn(chart)
    spoken = [root.find(f".//*[@id='{name}']").text for name in root.get("aria-labelledby").split()]

    assert (root.get("role"), spoken) == ("img", ["Branches <by kind>", "North has one."])


@given(low=st.floats(0, 10**6), length=st.floats(0.01, 10**7))
def test_ticks_cover_the_range_in_even_steps(low, length):
    marks = ticks(low, low + length)
    steps = [after - before for before, after in pairwise(marks)]

    assert (marks[0] <= low, marks[-1] >= low + length - 1e-6, 1 <= len(steps) <= 9) == (True, True, True)
    assert steps == pytest.approx([steps[0]] * len(steps), rel=1e-6)
