"""What draws say, in whole numbers: bands, chances in a hundred, outcomes that are equally likely.

Here floats end. Shares are ten-thousandths (hundredths of a per cent), chances are runs of a hundred.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from polity.foresight.rates import Floats

WHOLE = 10_000  # a share of everybody
DOTS = 20


class Fan(NamedTuple):
    """A value in each month: the middle, and the bands that hold 50 and 90 of 100 runs."""

    median: tuple[int, ...]
    low50: tuple[int, ...]
    high50: tuple[int, ...]
    low90: tuple[int, ...]
    high90: tuple[int, ...]


_AT = {"median": 0.5, "low50": 0.25, "high50": 0.75, "low90": 0.05, "high90": 0.95}


def fan(values: Floats) -> Fan:
    """Bands of values by draw and month."""
    found = np.rint(np.quantile(values, list(_AT.values()), axis=0)).astype(np.int64)
    return Fan(*(tuple(row.tolist()) for row in found))


def share(part: Floats, whole: Floats) -> Floats:
    """Parts of a whole, in ten-thousandths; nothing of nothing is none."""
    return np.asarray(np.divide(part * WHOLE, whole, out=np.zeros_like(part), where=whole > 0))


def reached(values: Floats, bound: int, *, most: bool = False) -> tuple[int, ...]:
    """In how many of a hundred runs the bound was reached in some month up to each. Values by draw and month."""
    there = values <= bound if most else values >= bound
    ever = np.logical_or.accumulate(there, axis=1)
    return tuple(np.rint(ever.mean(axis=0) * 100).astype(np.int64).tolist())


def above(values: Floats, others: Floats) -> int:
    """In how many of a hundred runs one is above the other."""
    return int(np.rint((values > others).mean() * 100))


def equally_likely(values: Floats) -> tuple[int, ...]:
    """Twenty outcomes, each as likely as any other, in order."""
    at = (np.arange(DOTS) + 0.5) / DOTS
    return tuple(np.rint(np.quantile(values, at)).astype(np.int64).tolist())


def whole(values: Floats) -> tuple[int, ...]:
    """Whole numbers of an array, flat."""
    return tuple(np.rint(values).astype(np.int64).ravel().tolist())


def total(values: Floats) -> int:
    """The sum, as a whole number."""
    return int(np.rint(values.sum()))


def thousandths(part: int, of: int) -> int:
    """A part in thousandths, half up; none of none."""
    return (part * 2000 + of) // (2 * of) if of else 0


def within(draws: Floats, observed: float, shares: Sequence[int]) -> tuple[bool, ...]:
    """Whether middle bands of so many in a hundred hold what was observed."""
    found = []
    for one in shares:
        low, high = np.quantile(draws, [0.5 - one / 200, 0.5 + one / 200])
        found.append(bool(low <= observed <= high))
    return tuple(found)
