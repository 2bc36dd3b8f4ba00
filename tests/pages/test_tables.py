"""A table on the page and the same table taken away."""

import csv
import io
from datetime import date
from fractions import Fraction

import pytest

from polity.pages.tables import Cell, Column, Table


def taken(*values):
    columns = [Column(f"c{place}", f"C{place}") for place, _value in enumerate(values)]
    return list(csv.reader(io.StringIO(Table("t", "T", columns, [values]).csv())))[1]


@pytest.mark.parametrize("text", ["=1+1", "+7", "-7", "@SUM(A1)", "\tx", "\rx"])
def test_no_text_becomes_a_formula(text):
    assert taken(text) == [f"'{text}"]


def test_numbers_and_days_are_taken_away_plain():
    assert taken(-7, None, date(1923, 4, 15), Fraction(1, 4), Cell(410000, "/x/"), 'a "b", c') == [
        "-7", "", "1923-04-15", "0.25", "410000", 'a "b", c',
    ]  # fmt: skip


def test_a_foot_leaves_blank_what_has_no_total():
    columns = [Column("a", "A"), Column("b", "B", "day"), Column("c", "C", "count")]
    table = Table("t", "T", columns, [("x", None, None)], total=("all", None, 12000))

    assert [cell.text for cell in table.shown_rows[0]] == ["x", "\u2013", "\u2013"]
    assert [cell.text for cell in table.shown_total] == ["all", "", "12\u202f000"]


def test_the_page_and_the_file_hold_the_same_rows(browser):
    answer = browser.get("/gallery/?take=sample-table.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode())))

    assert (answer["Content-Disposition"], [row[2] for row in rows]) == (
        'attachment; filename="sample-table.csv"', ["Members", "12480", "1043", "", "13523"],
    )  # fmt: skip


def test_cells_stand_in_the_page_escaped_under_their_looks():
    columns = [Column("a", "A", "count"), Column("b", "B"), Column("c", "C", "day")]
    table = Table("t", "T", columns, [(1000, Cell("<b>&", '/x/?a="1"&b=2'), None)], total=(1000, None, None))

    assert table.body == (
        '\n<tr><th scope="row" class="figure">1\u202f000</th>'
        '<td><a href="/x/?a=&quot;1&quot;&amp;b=2">&lt;b&gt;&amp;</a></td><td class="day">\u2013</td></tr>'
    )
    assert table.foot == '\n<tfoot><tr><th scope="row">1\u202f000</th><td></td><td class="day"></td></tr></tfoot>'
    assert Table("t", "T", columns, []).foot == ""
