"""Combining and the front: equal to trying every combination, and to comparing every pair."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polity.foresight.front import Axis, Share, change, combined, front, reached

WIDE = 3  # of what is summed


@st.composite
def splits(draw: st.DrawFn) -> tuple[list[Axis], list[int], list[Share], np.ndarray]:
    """Axes, those that are shared, parts with tables, and the rest."""
    axes = [Axis.of(range(low, low + size), low) for low, size in draw(
        st.lists(st.tuples(st.integers(0, 9), st.integers(1, 3)), min_size=1, max_size=5)
    )]  # fmt: skip
    owner = [draw(st.integers(0, 2)) for _ in axes]
    shared = [at for at, who in enumerate(owner) if who == 0]
    common = int(np.prod([len(axes[at].values) for at in shared]))
    generator = np.random.default_rng(draw(st.integers(0, 2**32)))
    parts = []
    for who in (1, 2):
        own = tuple(at for at, of in enumerate(owner) if of == who)
        size = int(np.prod([len(axes[at].values) for at in own]))
        parts.append(Share(own, generator.integers(0, 9, (common, size, WIDE)).astype(float)))
    return axes, shared, parts, generator.integers(0, 9, (common, WIDE)).astype(float)


@given(splits())
def test_every_combination_is_the_sum_of_its_parts(made: tuple[list[Axis], list[int], list[Share], np.ndarray]) -> None:
    axes, shared, parts, rest = made
    found = {
        tuple(row.tolist()): comes.tolist()
        for piece in combined(axes, shared, parts, rest)
        for row, comes in zip(piece.choice, piece.comes, strict=True)
    }

    tried = {}
    commons = list(product(*(range(len(axes[at].values)) for at in shared)))
    for choice in product(*(range(len(axis.values)) for axis in axes)):
        number = commons.index(tuple(choice[at] for at in shared))
        total = rest[number].copy()
        for part in parts:
            own = list(product(*(range(len(axes[at].values)) for at in part.axes)))
            total += part.comes[number][own.index(tuple(choice[at] for at in part.axes))]
        tried[choice] = total.tolist()
    assert found == tried


def test_pieces_are_put_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polity.foresight.front.AT_ONCE", 4)
    axes = [Axis.of(range(3), 0), Axis.of(range(5), 0)]
    parts = [Share((0,), np.arange(3.0).reshape(1, 3, 1)), Share((1,), 10 * np.arange(5.0).reshape(1, 5, 1))]

    pieces = list(combined(axes, [], parts, np.zeros((1, 1))))
    assert [len(piece.choice) for piece in pieces] == [4, 4, 4, 3]
    sums = [comes for piece in pieces for comes in piece.comes[:, 0].tolist()]
    assert sums == [one + 10 * other for one in range(3) for other in range(5)]


def test_an_axis_that_nobody_reads_is_refused() -> None:
    with pytest.raises(ValueError, match="Every axis"):
        list(combined([Axis.of([1], 1)], [], [], np.zeros((1, 1))))


def test_change_counts_what_is_moved_and_then_how_far() -> None:
    axes = [Axis.of([3, 6, 12], 6), Axis.of([1, 2], 5)]
    found = change(axes, np.array([[0, 0], [1, 1], [2, 1]]))

    assert found.moved.tolist() == [2, 1, 2]
    assert found.apart.tolist() == pytest.approx([3 / 9 + 1, 3 / 4, 6 / 9 + 3 / 4])


def test_reached_is_the_first_month_at_the_bound() -> None:
    whole = np.array([[100.0, 100, 100], [100, 100, 100], [0, 0, 0]])
    part = np.array([[49.0, 50, 49], [49, 49, 49.9], [0, 0, 0]])

    assert reached(part, whole, 500).tolist() == [1, -1, -1]


ROWS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=25)


@given(ROWS)
def test_the_front_holds_what_no_other_row_beats(rows: list[tuple[int, int, int]]) -> None:
    cost, moved, apart = (np.array(column, dtype=float) for column in zip(*rows, strict=True))

    def beats(one: tuple[int, int, int], other: tuple[int, int, int]) -> bool:
        return one != other and one[0] <= other[0] and one[1:] <= other[1:]

    kept = [rows[at] for at in front(cost, moved.astype(np.int64), apart)]
    best = {one for one in rows if not any(beats(other, one) for other in rows)}
    assert kept == sorted(best, key=lambda one: one[1:])
