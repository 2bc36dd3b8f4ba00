"""The search finds the same front as trying every reform by itself; what cannot be searched is said."""

from collections.abc import Iterator
from datetime import date
from itertools import product
from typing import NamedTuple

import numpy as np
import pytest

from polity.foresight.counting import expected
from polity.foresight.split import flow
from polity.postgres import Cluster
from polity.readings.census import Unanswerable
from polity.readings.forecast import Target
from polity.readings.ground import ground
from polity.readings.house import House, Scope
from polity.readings.moving import Moving, moving_of, searched, target_of
from polity.readings.parted import everybody, lumps_of
from polity.readings.reach import Reach, reach
from polity.statutes import Faulty, read
from tests.cli.prompt import looked_at

DAY = date(1923, 4, 15)
WHOLE = Scope(day=DAY, whole=True)
MONTHS = 24
BAR = """
reform: bar
title: A bar
from: 1923-05-01
to: 1924-05-01
add: {rule: may_become_member, clause: {id: "B1", need: "class = industrial_worker", say: "Barred.", remedy: "Wait."}}
"""
MOVES = ("candidate_months[workers]=3,9", "sponsors_needed[workers]=1", "candidate_months[peasants]=24", "term=0,6,14")


@pytest.fixture(scope="module")
def house(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The small demonstration."""
    with looked_at(cluster, tmp_path_factory.mktemp("columns")) as house:
        yield house


def found(house: House, per_mille: int, moves: tuple[str, ...] = MOVES, draft: str | None = BAR) -> Reach:
    moving = [moving_of(one) for one in moves]
    target = Target("class", "industrial_worker", per_mille)
    return reach(house, draft, target=target, moving=moving, since=DAY, scope=WHOLE, months=MONTHS)


class Row(NamedTuple):
    """A combination forecast as a whole: the shares by month, the waiting, how many are moved, and how far."""

    values: tuple[int, ...]
    shares: np.ndarray
    barred: float
    moved: int
    apart: float

    def month(self, per_mille: int) -> int:
        """When it reaches so much; -1 for never."""
        return next((at for at, share in enumerate(self.shares) if share * 1000 >= per_mille), -1)


def brute(house: House, moves: tuple[str, ...], draft: str | None) -> list[Row]:
    """Every combination forecast as a whole, each under its own law."""
    wanted = Target("class", "industrial_worker", 500)
    asked = searched(house, draft, list(map(moving_of, moves)), wanted, since=DAY, months=MONTHS, scope=WHOLE)
    every = list(product(*(one.values for one in asked.moving)))
    rows: list[Row] = []
    laws = [asked.present, *map(asked.law, every)]
    with ground(house, laws, on=DAY, by="class", months=MONTHS, scope=WHOLE) as here:
        rates = expected(here.found, months=here.months)
        at = here.collapsed.values.index("industrial_worker")
        for values, law in zip(every, laws[1:], strict=True):
            one = here.ask(law)
            members = here.course(here.lumps(one), rates).members[0]
            barred = flow(*lumps_of(here, one, everybody(here)), rates, len(here.collapsed.values)).barred.sum()
            apart = [
                abs(value - now) / (max(moving.values) - min(moving.values))
                for value, now, moving in zip(values, asked.now, asked.moving, strict=True)
            ]
            moved = sum(value != now for value, now in zip(values, asked.now, strict=True))
            rows.append(Row(values, members[:, at] / members.sum(axis=1), float(barred), moved, sum(apart)))
    return rows


def best(rows: list[Row], per_mille: int) -> list[tuple[int, ...]]:
    """The combinations that reach and that no other beats, in the order of change."""
    there = [
        (round(row.barred, 6), (row.moved, round(row.apart, 9)), row.values)
        for row in rows
        if row.month(per_mille) >= 0
    ]

    def beaten(one: tuple[float, tuple[int, float], tuple[int, ...]]) -> bool:
        return any(o[0] <= one[0] and o[1] <= one[1] and o[:2] != one[:2] for o in there)

    return [one[2] for one in sorted((one for one in there if not beaten(one)), key=lambda one: one[1])]


@pytest.mark.parametrize(
    ("moves", "draft"),
    [
        pytest.param(MOVES, BAR, id="a bar whose term moves"),
        pytest.param(MOVES[:3], None, id="values alone"),
        pytest.param((*MOVES[:3], "least_age=18,21"), BAR, id="a value that all read"),
    ],
)
def test_the_front_is_that_of_trying_everything(house: House, moves: tuple[str, ...], draft: str | None) -> None:
    rows = brute(house, moves, draft)
    peaks = sorted({round(float(row.shares.max()) * 1000, 3) for row in rows})
    for peak in (peaks[len(peaks) // 3], peaks[-1]):
        per_mille = int(peak) + (peak is not peaks[-1])
        one = found(house, per_mille, moves, draft)

        assert (one.tried, one.reaching) == (len(rows), sum(row.month(per_mille) >= 0 for row in rows))
        assert [point.values for point in one.points] == best(rows, per_mille)
        by = {row.values: row for row in rows}
        for point in one.points:
            row = by[point.values]
            assert (point.month, point.moved, point.barred) == (row.month(per_mille), row.moved, round(row.barred))
            assert (point.apart, point.share) == (pytest.approx(row.apart), round(float(row.shares[-1]) * 1000))
        assert one.laws < one.tried


def test_parts_are_asked_apart_and_every_point_is_a_reform_that_can_be_opened(house: House) -> None:
    one = found(house, found(house, 999).best.share - 1)

    assert one.parts == (("candidate_months[workers]", "sponsors_needed[workers]"), ("candidate_months[peasants]",))
    assert [moving.values for moving in one.moving] == [(3, 6, 9), (1, 2), (12, 24), (0, 6, 14)]
    assert len(one.points) > 0
    assert [len(read(point.draft)) for point in one.points] == [1] * len(one.points)
    assert (one.present.draft, one.present.moved, one.present.barred) == ("", 0, 0)
    assert [point["draft"] for point in one.plain()["front"]] == [point.draft for point in one.points]
    assert one.plain() == found(house, one.target.per_mille).plain()


def test_what_nothing_reaches_shows_what_comes_nearest(house: House) -> None:
    one = found(house, 900, MOVES[:1], None)

    assert (one.reaching, one.points, one.best.values, one.best.month) == (0, (), (3,), -1)


@pytest.mark.parametrize(
    ("move", "draft", "says"),
    [
        pytest.param("candidate_months=3..6", None, "candidate_months has a value for each of several.", id="no key"),
        pytest.param(
            "candidate_months[nobody]=3..6", None, "candidate_months has no value for “nobody”.", id="no such key"
        ),
        pytest.param(
            "patience=3..6", None, "patience is no whole number on 1923-04-15 that admission or promotion rests on.",
            id="no such parameter",
        ),
        pytest.param("term=0..6", None, "There is no draft with clauses whose term could move.", id="no draft"),
        pytest.param("least_age=1..100", None, "least_age would take 100 values; 60 are the most.", id="too many"),
        pytest.param("least_age", None, "“least_age” does not say what moves.", id="no values"),
    ],
)  # fmt: skip
def test_what_cannot_move_is_said(house: House, move: str, draft: str | None, says: str) -> None:
    with pytest.raises(Unanswerable) as problem:
        found(house, 500, (move,), draft)
    assert (problem.value.says, bool(problem.value.remedy)) == (says, True)


def test_targets_and_drafts_that_are_none_are_said(house: House) -> None:
    for target in ("class=industrial_worker", "class>=5", "class=peasant>=5 within long"):
        with pytest.raises(Unanswerable, match="names no target"):
            target_of(target)
    for target, months in ((Target("class", "x", 5), 9), (Target("class", "peasant", 5), 999)):
        with pytest.raises(Unanswerable):
            reach(house, None, target=target, moving=[moving_of(MOVES[0])], since=DAY, scope=WHOLE, months=months)
    assert target_of("class=other_worker >= 50 within 12 months") == (Target("class", "other_worker", 50), 12)
    with pytest.raises(Unanswerable, match="at least 1 to 1000"):
        found(house, 2000, MOVES[:1], None)
    with pytest.raises(Faulty):
        found(house, 500, MOVES[:1], BAR.replace("class =", "klass ="))
    with pytest.raises(Unanswerable, match="named twice"):
        found(house, 500, (MOVES[0], MOVES[0]), None)
    with pytest.raises(Unanswerable, match="combinations"):
        found(house, 500, tuple(f"candidate_months[{key}]=1..50" for key in
              ("workers", "peasants", "others", "other_party")), None)  # fmt: skip


def test_moves_are_read() -> None:
    assert moving_of(" a_b[c] = 6..36:6 ") == Moving("a_b", "c", (6, 12, 18, 24, 30, 36))
    assert moving_of("x=9,3,3..4") == Moving("x", "", (3, 4, 9))
    assert np.all([moving_of("x=5").values == (5,)])
