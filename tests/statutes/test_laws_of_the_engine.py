"""What holds for every date, every number and every text, however made."""

import random
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import duckdb
import psycopg
from hypothesis import given
from hypothesis import strategies as st

from polity.statutes import Faulty, Law, add_months, months_between, read
from polity.statutes.closures import marginal
from polity.statutes.meaning import check_limits
from polity.statutes.sqltext import elapsed, rounding

DAYS = st.dates(date(1800, 1, 1), date(2199, 12, 31))
MODEL = (Path(__file__).parent / "rules_model.yaml").read_text(encoding="utf-8")
PIECES = (
    "age class worker born least keyed scale at and or not in between is unknown greatest ( ) [ ] , least("
    " months_between( round2( add_months( = <> < <= > >= + - * 1 0.5 999999999999999999 9223372036854775807 1923-04-25"
    " 'peasant' ' true false / é \t"
).split(" ")


@given(since=DAYS, until=DAYS)
def test_months_between_is_the_most_that_can_be_added(since: date, until: date) -> None:
    months = months_between(since, until)

    assert add_months(since, months) <= until < add_months(since, months + 1)


def test_months_are_counted_alike_in_sql(pg: psycopg.Connection[Any]) -> None:
    """Every pair of days near the ends of months, in leap years and others."""
    days = [date(year, 1, 1) + timedelta(days=n) for year in (1899, 1900, 1923, 1924, 2000) for n in range(-4, 64)]
    draw = random.Random(3)
    pairs = [(draw.choice(days), draw.choice(days)) for _ in range(3000)]
    text = f"SELECT {elapsed('a', 'b')} FROM pairs ORDER BY n"
    lines = ", ".join(f"({n}, DATE '{a}', DATE '{b}')" for n, (a, b) in enumerate(pairs))
    counted = [months_between(a, b) for a, b in pairs]

    with duckdb.connect(":memory:") as db:
        db.execute("CREATE TABLE pairs (n INTEGER, a DATE, b DATE)")
        db.execute(f"INSERT INTO pairs VALUES {lines}")
        assert [row[0] for row in db.execute(text).fetchall()] == counted
    pg.execute("CREATE TABLE pairs (n INTEGER, a DATE, b DATE)")
    pg.execute(f"INSERT INTO pairs VALUES {lines}")
    assert [row[0] for row in pg.execute(text).fetchall()] == counted


def test_rounding_is_half_up_everywhere_up_to_the_largest_number(pg: psycopg.Connection[Any]) -> None:
    numbers = [0, 4, 5, -4, -5, -6, 49, 50, 51, -50, -51, 2**63 - 6, -(2**63) + 1, 10**18 + 5, 123_456_785]
    lines = ", ".join(f"({n}, CAST({number} AS BIGINT))" for n, number in enumerate(numbers))
    text = f"SELECT {rounding('x', 1)} FROM (VALUES {lines}) AS v(n, x) ORDER BY n"

    rounded = [(number + 5) // 10 for number in numbers]

    with duckdb.connect(":memory:") as db:
        assert [row[0] for row in db.execute(text).fetchall()] == rounded
    assert [row[0] for row in pg.execute(text).fetchall()] == rounded


@given(st.integers(-(10**12), 10**12), st.integers(0, 10**12))
def test_marginal_rates_never_fall_and_leave_no_step(base: int, more: int) -> None:
    table = ((0, 5000), (30_000, 10_000), (100_000, 20_000))

    assert 0 <= marginal(base + more, table) - marginal(base, table) <= more * 20_000


def test_every_number_of_a_law_is_bounded(rules: Law, every_shape: Law) -> None:
    for law in (rules, every_shape):
        for body in law.bodies.values():
            assert [name for name, meant in body.rules.items() if not check_limits(meant)] == []


def lawful(text: str) -> bool:
    """Whether a text is law; anything but Faulty, or more than a moment, is a failure of the reader."""
    began = time.process_time()
    try:
        Law.of(read(text))
        sound = True
    except Faulty as faulty:
        sound = False
        assert faulty.faults
        assert [fault for fault in faulty.faults if not fault.says or not fault.remedy] == []
    assert time.process_time() - began < 0.5, "a text kept the reader busy"
    return sound


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    lawful(data.decode("utf-8", errors="replace"))


@given(st.lists(st.sampled_from(PIECES), max_size=60), st.sampled_from([" ", ""]))
def test_no_condition_breaks_the_reader(pieces: list[str], between: str) -> None:
    need = between.join(pieces).replace("\\", "").replace('"', "")
    lawful(
        "statute: s\nfacts: {age: {type: int}, class: {type: code, values: [worker, peasant]}, born: {type: date}}\n"
        "params: {least: {type: int, values: {always: 1}}}\n"
        f'rules: {{r: {{all_of: [{{id: "1", need: "{need}"}}]}}}}\n'
    )


@given(st.data())
def test_no_slip_of_the_pen_breaks_the_reader(data: st.DataObject) -> None:
    """The model law with a stretch of it lost, doubled, or replaced by something else."""
    start = data.draw(st.integers(0, len(MODEL) - 1))
    end = min(len(MODEL), start + data.draw(st.integers(0, 40)))
    piece = data.draw(
        st.sampled_from(["", MODEL[start:end] * 2, ":", "{", "]", "\n", "'", "- ", "&a ", "é", "0", "null"])
    )
    lawful(MODEL[:start] + piece + MODEL[end:])


def test_texts_made_to_overload_a_reader_are_refused_at_once() -> None:
    bombs = [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]",
        "[" * 100_000,
        "{a: " * 50_000,
        "- " * 100_000,
        "statute: s\n" + "x: 1\n" * 150_000,
        "statute: '" + "x" * 1_000_000 + "'",
        'statute: s\nrules: {r: {all_of: [{id: "1", need: "' + "((((" * 200_000 + '"}]}}',
        "? " * 100_000,
    ]

    assert [lawful(bomb) for bomb in bombs] == [False] * 5 + [True] + [False] * 2
