"""Cells go through the months as people would, and nobody is lost on the way."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.individuals import live
from polity.foresight.counting import merged
from polity.foresight.projection import OLDEST, SERVED, STANDING, WAITED, Lumps, Rates, band, project

GROUPS, MONTHS = 2, 30
BANDS = (len(SERVED) + 1, len(WAITED) + 1, len(STANDING) + 1)


def lumps_of(random: np.random.Generator, there: int = 12, *, bar: range = range(0)) -> Lumps:
    """Some candidates who may from some month on, and entrants of each month who may half a year later."""
    group = random.integers(0, GROUPS, there)
    begins = random.integers(0, MONTHS, there)
    entry = np.repeat(np.arange(MONTHS), GROUPS)
    months = np.arange(MONTHS)
    may = np.concatenate([months >= begins[:, None], months >= entry[:, None] + 6])
    may[:, bar] = False
    coming = len(entry)
    return Lumps(
        group=np.concatenate([group, np.tile(np.arange(GROUPS), MONTHS)]),
        start=np.concatenate([random.integers(1, 400, there).astype(np.float64), np.zeros(coming)]),
        entry=np.concatenate([np.full(there, -1), entry]),
        weight=np.concatenate([np.zeros(there), np.ones(coming)]),
        served=np.concatenate([random.integers(0, 30, there), -entry - 1]),
        waited=np.concatenate([random.integers(0, 3, there), np.zeros(coming, np.int64)]),
        may=may,
    ).ordered()


def rates_of(random: np.random.Generator, draws: int = 1) -> Rates:
    years = (MONTHS + 11) // 12
    served, waited, standing = BANDS
    return Rates(
        leaving=random.uniform(0, 0.05, (draws, years, GROUPS, served)),
        promoting=random.uniform(0, 0.3, (draws, years, GROUPS, waited)),
        parting=random.uniform(0, 0.03, (draws, years, GROUPS, standing)),
        applying=random.uniform(5, 60, (draws, MONTHS, GROUPS)),
        returning=random.uniform(0, 5, (draws, MONTHS, GROUPS)),
    )


def members_of(random: np.random.Generator) -> np.ndarray:
    return random.integers(0, 60, (GROUPS, OLDEST + 1)).astype(np.float64)


@pytest.mark.parametrize("bar", [range(0), range(3, 15)], ids=["present rules", "a bar of a year"])
def test_cells_equal_people_within_the_error_of_two_hundred_runs(bar: range) -> None:
    random = np.random.default_rng(1923)
    lumps, rates, members = lumps_of(random, bar=bar), rates_of(random), members_of(random)
    course = project(lumps, members, rates)
    runs = np.array([live(lumps, members, rates, random) for _ in range(200)], np.float64)
    cells = np.stack([course.members[0], course.candidates[0]])
    error = runs.std(axis=0, ddof=1) / np.sqrt(len(runs))
    apart = np.abs(runs.mean(axis=0) - cells) / np.maximum(error, 1e-9)
    assert (apart[:, 1:] < 4.5).all(), apart.max()
    assert (runs[:, :, 0] == cells[:, 0]).all()
    assert np.sqrt((apart[:, 1:] ** 2).mean()) < 1.6  # and on the whole no farther apart than chance puts them


@given(seed=st.integers(0, 2**32), bar=st.integers(0, MONTHS), proportional=st.booleans())
@settings(max_examples=40)
def test_nobody_is_lost_and_nobody_made(seed: int, bar: int, proportional: bool) -> None:
    random = np.random.default_rng(seed)
    lumps, members = lumps_of(random, bar=range(bar)), members_of(random)
    course = project(lumps, members, rates_of(random, 3), proportional=proportional)
    np.testing.assert_allclose(
        np.diff(course.members, axis=1), course.promoted + course.returned - course.parted, atol=1e-8
    )
    np.testing.assert_allclose(
        np.diff(course.candidates, axis=1), course.admitted - course.promoted - course.left, atol=1e-8
    )
    assert min(part.min() for part in course) >= 0
    assert (course.promoted[:, :bar] == 0).all()


@given(seed=st.integers(0, 2**32))
@settings(max_examples=20)
def test_lumps_that_are_alike_may_be_put_together_or_not(seed: int) -> None:
    random = np.random.default_rng(seed)
    lumps, members, rates = lumps_of(random, 30), members_of(random), rates_of(random, 2)
    twice = Lumps(*(np.concatenate([getattr(lumps, name)] * 2) for name in lumps.__dataclass_fields__))
    halved = replace(twice, start=twice.start / 2, weight=twice.weight / 2)
    one, other = project(lumps, members, rates), project(merged(halved), members, rates)
    assert len(merged(halved).group) <= len(lumps.group)
    for mine, theirs in zip(one, other, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-9, atol=1e-9)


def test_the_same_law_twice_makes_no_difference_at_all() -> None:
    random = np.random.default_rng(7)
    lumps, rates, members = lumps_of(random), rates_of(random, 5), members_of(random)
    one, other = project(lumps, members, rates), project(lumps, members, rates)
    assert all((mine == theirs).all() for mine, theirs in zip(one, other, strict=True))


def test_a_month_goes_leave_then_become_then_come_in() -> None:
    """One month by hand: of 100 candidates a tenth leave, half of the rest become members, 40 come in."""
    lumps = Lumps(
        group=np.array([0, 0]),
        start=np.array([100.0, 0.0]),
        entry=np.array([-1, 0]),
        weight=np.array([0.0, 1.0]),
        served=np.array([6, -1]),
        waited=np.array([0, 0]),
        may=np.array([[True, True], [False, True]]),
    )
    rates = Rates(
        leaving=np.full((1, 1, 1, BANDS[0]), 0.1),
        promoting=np.full((1, 1, 1, BANDS[1]), 0.5),
        parting=np.full((1, 1, 1, BANDS[2]), 0.2),
        applying=np.full((1, 2, 1), 40.0),
        returning=np.zeros((1, 2, 1)),
    )
    members = np.zeros((1, OLDEST + 1))
    members[0, 20] = 10.0
    course = project(lumps, members, rates)
    assert course.candidates[0, :, 0].tolist() == pytest.approx([100.0, 85.0, 38.25])
    assert course.members[0, :, 0].tolist() == pytest.approx([10.0, 53.0, 80.65])
    assert course.admitted[0, :, 0].tolist() == pytest.approx([40.0, 0.0])


def test_bands_begin_at_their_edges() -> None:
    assert band(np.array([0, 5, 6, 11, 12, 23, 24, 90]), SERVED).tolist() == [0, 0, 1, 1, 2, 2, 3, 3]


def test_admissions_can_follow_the_number_of_members() -> None:
    random = np.random.default_rng(3)
    lumps, rates, members = lumps_of(random), rates_of(random), members_of(random)
    course = project(lumps, members, rates, proportional=True)
    total = course.members.sum(axis=2)
    expected = rates.applying * (total[:, :-1] / total[:, :1])[:, :, None]
    np.testing.assert_allclose(course.admitted, expected)
