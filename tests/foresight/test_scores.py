"""Scores: equal to their definitions by brute force, and best for whoever says what they hold to be so."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polity.foresight.scores import Bin, band, brier, calibration, coverage, crps, equal_chances, over_time

VALUES = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))


@st.composite
def chances(draw: st.DrawFn, outcomes: int | None = None) -> list[int]:
    """Chances of some outcomes in thousandths, all of them together."""
    count = outcomes or draw(st.integers(2, 8))
    cuts = sorted(draw(st.lists(st.integers(0, 1000), min_size=count - 1, max_size=count - 1)))
    return [high - low for low, high in zip([0, *cuts], [*cuts, 1000], strict=True)]


@pytest.mark.parametrize(
    ("given_chances", "came", "score"),
    [
        pytest.param([1000, 0], 0, 0, id="certain and right"),
        pytest.param([1000, 0], 1, 2, id="certain and wrong"),
        pytest.param([500, 500], 1, Fraction(1, 2), id="as likely as not"),
        pytest.param([700, 200, 100], 0, Fraction(14, 100), id="three outcomes"),
    ],
)
def test_brier_by_hand(given_chances: list[int], came: int, score: Fraction) -> None:
    assert brier(given_chances, came) == score


@pytest.mark.parametrize("outcomes", [2, 4, 5, 8])
def test_equal_chances_score_the_same_whatever_comes(outcomes: int) -> None:
    same = [1000 // outcomes] * outcomes

    assert {brier(same, came) for came in range(outcomes)} == {equal_chances(outcomes)}


@given(data=st.data())
def test_nobody_expects_a_better_score_from_saying_what_they_do_not_hold(data: st.DataObject) -> None:
    held = data.draw(chances())
    said = data.draw(chances(len(held)))

    def expected(given_chances: list[int]) -> Fraction:
        return sum((chance * brier(given_chances, came) for came, chance in enumerate(held)), Fraction()) / 1000

    gap = Fraction(sum((a - b) ** 2 for a, b in zip(held, said, strict=True)), 1000**2)
    assert expected(said) - expected(held) == gap


@given(st.lists(st.tuples(chances(2), st.integers(0, 400)), max_size=6))
def test_over_time_each_forecast_counts_by_its_days(stood: list[tuple[list[int], int]]) -> None:
    daily = [brier(given_chances, 0) for given_chances, days in stood for _ in range(days)]

    found = over_time((brier(given_chances, 0), days) for given_chances, days in stood)
    assert found == (sum(daily, Fraction()) / len(daily) if daily else None)


@given(st.lists(VALUES, min_size=1, max_size=40), VALUES)
def test_crps_is_what_its_definition_says(samples: list[float], observed: float) -> None:
    count = len(samples)
    apart = sum(abs(x - observed) for x in samples) / count
    among = sum(abs(x - y) for x in samples for y in samples) / count**2

    assert crps(samples, observed) == pytest.approx(apart - among / 2, rel=1e-9, abs=1e-6)


@given(st.lists(VALUES, min_size=1, max_size=12), st.lists(VALUES, min_size=1, max_size=12))
def test_the_samples_that_what_comes_is_drawn_from_have_the_best_crps(held: list[float], said: list[float]) -> None:
    def expected(samples: list[float]) -> float:
        return sum(crps(samples, observed) for observed in held) / len(held)

    scale = 1e-9 * (1 + max(map(abs, [*held, *said])))
    assert expected(held) <= expected(said) + scale


def test_crps_of_one_sample_is_how_far_off_it_is_and_of_none_is_refused() -> None:
    assert crps([3.0], 5.0) == 2.0
    with pytest.raises(ValueError, match="no samples"):
        crps([], 1.0)


def test_a_band_holds_its_share_and_coverage_counts_what_it_held() -> None:
    samples = list(range(101))

    assert band(samples, 0.9) == pytest.approx((5, 95))
    assert coverage([samples] * 4, [4, 5, 95, 96], 0.9) == 0.5
    assert coverage([], [], 0.9) is None


@given(st.lists(st.tuples(st.integers(0, 1000), st.booleans()), max_size=60))
def test_calibration_puts_every_forecast_into_one_bin(said: list[tuple[int, bool]]) -> None:
    bins = calibration(said)

    assert [(one.low, one.high) for one in bins] == [(low, low + 100) for low in range(0, 1000, 100)]
    assert sum(one.times for one in bins) == len(said)
    assert sum((one.said or 0) * one.times for one in bins) == sum(chance for chance, _ in said)
    assert sum((one.came or 0) * one.times for one in bins) == 1000 * sum(came for _, came in said)
    assert [one.times for one in bins if one.said is not None and not one.low <= one.said <= one.high] == []


def test_calibration_by_hand() -> None:
    bins = calibration([(1000, True), (950, False), (100, False), (199, True)])

    assert [one for one in bins if one.times] == [
        Bin(100, 200, 2, Fraction(299, 2), Fraction(500)),
        Bin(900, 1000, 2, Fraction(975), Fraction(500)),
    ]
