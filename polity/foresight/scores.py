"""How good forecasts were, once it is known what came: chances by Brier, samples by CRPS, bands by coverage.

Chances are whole thousandths, so their scores are exact. Lower is better, and whoever says what they hold to be so has
the best expected score: nothing is gained by sounding surer or less sure.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

SURE = 1000  # thousandths
TENTHS = 10  # bins of a calibration


def brier(chances: Sequence[Fraction | int], came: int) -> Fraction:
    """The score of chances over several outcomes, of which the one at `came` came: the sum of squared differences.

    Range   0 (certain, and right) to 2 (certain, and wrong)
    Source  G. W. Brier, Verification of forecasts expressed in terms of probability, 1950

    >>> brier([700, 300], 0)
    Fraction(9, 50)
    """
    return sum((Fraction(chance, SURE) - (at == came)) ** 2 for at, chance in enumerate(chances)) or Fraction()


def equal_chances(outcomes: int) -> Fraction:
    """The score of giving each of so many outcomes the same chance: what whoever knows nothing scores.

    >>> equal_chances(2)
    Fraction(1, 2)
    """
    return Fraction(outcomes - 1, outcomes)


def over_time(scores: Iterable[tuple[Fraction, int]]) -> Fraction | None:
    """The mean of scores by the number of days that each forecast stood; None where none stood for a day."""
    known = list(scores)
    days = sum(stood for _score, stood in known)
    return None if days == 0 else sum((score * stood for score, stood in known), Fraction()) / days


class Bin(NamedTuple):
    """Forecasts whose chance lay from `low` up to `high` thousandths: how many, what they said, what came of them."""

    low: int
    high: int
    times: int
    said: Fraction | None  # the mean chance, in thousandths
    came: Fraction | None  # so many of a thousand came


def calibration(said: Iterable[tuple[int, bool]], bins: int = TENTHS) -> list[Bin]:
    """Of what was given a chance, how much came: the chances in thousandths, by bins of equal width.

    The last bin holds certainty as well. Empty bins are rows without a mean.
    """
    width = SURE // bins
    found: list[list[tuple[int, bool]]] = [[] for _ in range(bins)]
    for chance, came in said:
        found[min(chance // width, bins - 1)].append((chance, came))
    return [
        Bin(
            at * width,
            (at + 1) * width,
            len(held),
            Fraction(sum(chance for chance, _ in held), len(held)) if held else None,
            Fraction(sum(came for _, came in held) * SURE, len(held)) if held else None,
        )
        for at, held in enumerate(found)
    ]


def crps(samples: ArrayLike, observed: float) -> float:
    """The continuous ranked probability score of equally likely samples, in the unit of what was observed.

    Formula  mean |x - y| - half the mean |x - x'| over all pairs of samples, here by one sort
    Source   T. Gneiting and A. Raftery, Strictly proper scoring rules, 2007

    >>> crps([1.0, 3.0], 2.0)
    0.5
    """
    held = np.sort(np.asarray(samples, dtype=np.float64))
    count = held.size
    if count == 0:
        raise ValueError("There are no samples to score.")
    place = np.arange(1, count + 1)
    weight = count * (observed < held) - place + 0.5
    return float(2.0 * np.sum((held - observed) * weight) / count**2)


def band(samples: ArrayLike, share: float) -> tuple[float, float]:
    """The middle band that holds so large a part of the samples, by linear interpolation."""
    held = np.asarray(samples, dtype=np.float64)
    low, high = np.quantile(held, [(1 - share) / 2, (1 + share) / 2])
    return float(low), float(high)


def coverage(forecasts: Sequence[ArrayLike], observed: Sequence[float], share: float) -> float | None:
    """In what part of the cases the middle band of the samples held what was observed; None where there are none."""
    if not observed:
        return None
    bands = [band(samples, share) for samples in forecasts]
    held = [low <= value <= high for (low, high), value in zip(bands, observed, strict=True)]
    return sum(held) / len(held)
