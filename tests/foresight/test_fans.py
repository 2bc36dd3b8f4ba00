"""What draws say, in whole numbers."""

import numpy as np

from polity.foresight.fans import above, equally_likely, fan, reached, share, thousandths, total, whole, within

DRAWS = np.arange(101, dtype=np.float64)[:, None] * np.array([1.0, 2.0])


def test_bands_hold_as_many_runs_as_they_say() -> None:
    found = fan(DRAWS)
    assert found._asdict() == {
        "median": (50, 100), "low50": (25, 50), "high50": (75, 150), "low90": (5, 10), "high90": (95, 190)
    }  # fmt: skip


def test_shares_are_ten_thousandths_and_nothing_of_nothing_is_none() -> None:
    assert share(np.array([1.0, 0.0]), np.array([3.0, 0.0])).tolist() == [10_000 / 3, 0.0]


def test_whoever_reached_it_once_has_reached_it() -> None:
    values = np.array([[1.0, 6.0, 2.0], [1.0, 2.0, 7.0], [1.0, 1.0, 1.0], [5.0, 1.0, 1.0]])
    assert reached(values, 5) == (25, 50, 75)
    assert reached(values, 1, most=True) == (75, 100, 100)


def test_above_counts_runs() -> None:
    assert above(np.array([1.0, 2.0, 3.0, 3.0]), np.array([0.0, 2.0, 4.0, 1.0])) == 50


def test_twenty_outcomes_are_equally_likely() -> None:
    assert equally_likely(np.arange(1001, dtype=np.float64)) == tuple(range(25, 1001, 50))


def test_whole_numbers() -> None:
    assert (whole(np.array([[1.4, 2.6]])), total(np.array([0.4, 0.4])), thousandths(1, 3), thousandths(1, 0)) == (
        (1, 3), 1, 333, 0
    )  # fmt: skip


def test_middle_bands_hold_or_do_not() -> None:
    assert within(np.arange(101, dtype=np.float64), 80.0, (50, 80, 90)) == (False, True, True)
