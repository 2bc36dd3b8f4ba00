"""Rates out of counts: pooled, drawn, and as sure as they are."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polity.foresight.rates import came, coming, drawn, few, pool, swing


def test_cells_that_do_not_differ_share_one_rate() -> None:
    pooled = pool(np.array([10.0, 20.0, 30.0]), np.array([1000.0, 2000.0, 3000.0]))
    assert pooled.mean.tolist() == pytest.approx([0.01, 0.01, 0.01])


def test_cells_that_differ_keep_their_own_rate() -> None:
    pooled = pool(np.array([100.0, 900.0]), np.array([10_000.0, 10_000.0]))
    assert pooled.mean.tolist() == pytest.approx([0.01, 0.09], rel=0.02)


def test_a_cell_without_events_is_drawn_toward_all() -> None:
    pooled = pool(np.array([50.0, 60.0, 0.0]), np.array([1000.0, 1000.0, 10.0]))
    assert 0.03 < pooled.mean[2] < 0.06


def test_an_event_that_never_happened_is_rare_and_not_impossible() -> None:
    pooled = pool(np.zeros(3), np.full(3, 1000.0))
    assert pooled.mean.tolist() == pytest.approx([0.5 / 3000] * 3, rel=0.001)


@given(
    events=st.lists(st.integers(0, 500), min_size=2, max_size=12),
    seed=st.integers(0, 2**32),
    swung=st.floats(0, 2, allow_nan=False),
)
@settings(max_examples=60)
def test_draws_are_shares_of_those_exposed(events: list[int], seed: int, swung: float) -> None:
    pooled = pool(np.array(events, np.float64), np.full(len(events), 600.0), swung)
    rates = drawn(pooled, 20, 3, np.random.default_rng(seed))
    assert rates.shape == (20, 3, len(events))
    assert rates.min() >= 0
    assert rates.max() <= 0.95


def test_draws_lie_around_the_rate() -> None:
    pooled = pool(np.array([200.0, 400.0]), np.array([10_000.0, 10_000.0]), 0.05)
    rates = drawn(pooled, 20_000, 1, np.random.default_rng(1))
    assert rates.mean(axis=(0, 1)).tolist() == pytest.approx(pooled.mean.tolist(), rel=0.02)


def test_months_that_differ_by_chance_alone_do_not_swing() -> None:
    random = np.random.default_rng(5)
    spread = [swing(random.poisson(100, 24).astype(np.float64), np.full(24, 100.0)) for _ in range(200)]
    assert np.mean(spread) < 0.002


def test_years_swing_more_where_months_that_follow_each_other_are_alike() -> None:
    apart = np.array([150.0, 50.0] * 6)
    alike = np.array([150.0] * 6 + [50.0] * 6)
    assert swing(apart, np.full(12, 100.0)) == pytest.approx(0.0219, abs=0.0002)
    assert swing(alike, np.full(12, 100.0)) == pytest.approx(0.1533, abs=0.0002)


def test_too_few_months_say_nothing_of_swings() -> None:
    assert swing(np.array([1.0, 90.0]), np.array([10.0, 10.0])) == 0


def test_few_counts_cells_under_ten_events() -> None:
    assert few(np.array([0.0, 9.0, 10.0, 0.0]), np.array([5.0, 5.0, 50.0, 0.0])) == (2, 3)


def test_those_who_come_are_as_many_as_of_late_in_the_shares_of_the_window() -> None:
    counts = np.array([[30.0, 10.0]] * 12)
    found = coming(counts)
    assert found.level == pytest.approx(40, rel=0.01)
    assert found.mean.tolist() == pytest.approx([30, 10], rel=0.01)
    drawn_ = came(found, 4000, 24, np.random.default_rng(1))
    assert drawn_.sum(axis=2).mean() == pytest.approx(40, rel=0.03)
    assert (drawn_[:, :, 0].sum() / drawn_.sum()) == pytest.approx(0.75, abs=0.01)


def test_the_level_follows_a_rise() -> None:
    rising = coming(np.array([[float(10 * 2**month)] for month in range(6)]))
    assert rising.level > 150


def test_nobody_came_so_nobody_comes() -> None:
    found = coming(np.zeros((8, 3)))
    assert (found.level, found.move, found.noise) == (0.0, 0.0, 0.0)
    assert came(found, 3, 5, np.random.default_rng(0)).sum() == 0


def test_a_group_of_which_nobody_came_stays_away() -> None:
    found = coming(np.array([[20.0, 0.0]] * 8))
    assert (came(found, 10, 6, np.random.default_rng(0))[:, :, 1] == 0).all()
