"""Releases: what is published lets no group under ten be seen, or worked out from what is shown."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polity.acts import Refused, examine
from polity.acts.release import PublishFigures
from polity.readings.census import Census, Count, Question
from polity.readings.release import SMALLEST, counted, releases, suppressed
from polity.statutes import store
from tests.league import CENTRE, WHOLE, League

DAY = date(2025, 3, 1)


def table(cells: dict[tuple[str, ...], int]) -> Census:
    by = ("a", "b")[: len(next(iter(cells)))]
    rows = tuple(Count(values, people) for values, people in cells.items())
    return Census(Question(on=DAY, by=by), rows, sum(cells.values()))


def worked_out(cells: dict[tuple[str, ...], int], shown: dict[str, object]) -> list[tuple[str, ...]]:
    """Cells that a reader of the published table can work out although they are small: one unknown in one sum."""
    known = {tuple(row["values"]): row["count"] for row in shown["rows"]}  # type: ignore[attr-defined,union-attr]
    sums = [(list(known), shown["total"])]
    for margin in shown["margins"]:  # type: ignore[attr-defined,union-attr]
        line = [values for values in known if values[margin["dimension"]] == margin["value"]]
        sums.append((line, margin["count"]))
    found = []
    for line, total in sums:
        unknown = [values for values in line if known[values] is None]
        if total is not None and len(unknown) == 1:
            found.append(unknown[0])
    return [values for values in found if cells[values] < SMALLEST]


@given(
    st.integers(1, 4).flatmap(
        lambda rows: st.integers(1, 4).flatmap(
            lambda columns: st.lists(st.integers(1, 40), min_size=rows * columns, max_size=rows * columns).map(
                lambda counts: dict(
                    zip(product([f"r{r}" for r in range(rows)], [f"c{c}" for c in range(columns)]), counts, strict=True)
                )
            )
        )
    )
)
def test_no_small_group_is_shown_or_worked_out(cells: dict[tuple[str, ...], int]) -> None:
    shown = suppressed(table(cells))

    assert [row for row in shown["rows"] if row["count"] is not None and row["count"] < SMALLEST] == []
    assert [m for m in shown["margins"] if m["count"] is not None and m["count"] < SMALLEST] == []
    assert worked_out(cells, shown) == []


def test_a_small_group_takes_its_smallest_neighbour_with_it() -> None:
    shown = suppressed(table({("x",): 4, ("y",): 30, ("z",): 20}))

    assert shown["rows"] == [
        {"values": ["x"], "count": None},
        {"values": ["y"], "count": 30},
        {"values": ["z"], "count": None},
    ]


def test_large_groups_are_shown_as_they_are() -> None:
    shown = suppressed(table({("x",): 14, ("y",): 30}))

    assert [row["count"] for row in shown["rows"]] == [14, 30]


def test_published_figures_are_read_by_everybody(league: League) -> None:
    figures = counted(league.house, Question(on=DAY, by=("standing",)), scope=WHOLE)
    act = PublishFigures(on=DAY, release=7, title="Who we are", question={"by": ["standing"]}, figures=figures, known=1)
    league.enact(act)

    assert [one.title for one in releases(league.house, scope=WHOLE)] == ["Who we are"]
    assert [row["count"] for row in figures["rows"]] == [None, None]


def test_a_small_group_cannot_be_published_by_hand(league: League) -> None:
    figures = {"rows": [{"values": ["x"], "count": 3}], "total": 30, "margins": []}
    act = PublishFigures(on=DAY, release=7, title="Too small", question={}, figures=figures, known=1)

    with pytest.raises(Refused) as refused:
        league.enact(act)

    assert [objection.code for objection in refused.value.objections] == ["release.small"]


def test_a_branch_may_not_publish(league: League) -> None:
    act = PublishFigures(on=DAY, release=7, title="Ours", question={}, figures={"rows": []}, known=1)

    with league.database.acting() as cursor:
        from polity.register.register import Register

        register = Register(cursor)
        found = examine(act, by=league.by("secretary", 1002), register=register, law=store.adopted(register))

    assert [objection.code for objection in found] == ["competence.tier", "competence.scope"]
    assert CENTRE == 1001
