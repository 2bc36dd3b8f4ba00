"""Drawing from a seeded generator so that totals come out exactly."""

from collections.abc import Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Random = np.random.Generator


def day(year: int, month: int, number: int) -> int:
    """A day as the number that the arrays hold."""
    return date(year, month, number).toordinal()


def apportion(total: int, weights: Sequence[float] | Floats | Ints, at_least: int | Ints = 0) -> Ints:
    """Divide a total by weights, in whole numbers that add up to it, by largest remainders.

    `at_least` is what each share gets first, one number or one a share; a share without weight gets no more.
    """
    weight = np.asarray(weights, dtype=np.float64)
    floor = np.broadcast_to(np.asarray(at_least, dtype=np.int64), weight.shape)
    rest = total - int(floor.sum())
    if rest < 0:
        raise ValueError(f"{total} cannot be divided so that the shares get at least {floor.sum()} together.")
    exact = weight / weight.sum() * rest if rest else np.zeros(len(weight))
    shares = np.floor(exact).astype(np.int64)
    short = rest - int(shares.sum())
    shares[np.argsort(shares - exact, kind="stable")[:short]] += 1
    return shares + floor


def scattered(random: Random, total: int, weights: Floats, at_least: int = 0) -> Ints:
    """Divide a total by chance, with the weights as odds."""
    rest = total - at_least * len(weights)
    return random.multinomial(rest, weights / weights.sum()) + at_least


def ranked(random: Random, quotas: Sequence[int] | Ints, likely: Floats) -> Ints:
    """Give every row one of the kinds, so that each kind has exactly its quota.

    `likely` has a row for each row and a column for each kind: the odds of that kind there. Kinds are handed out
    in turn to those who stand highest by their odds and by chance; the last kind takes the rest.
    """
    kinds = np.full(len(likely), len(quotas) - 1, dtype=np.int64)
    free = np.arange(len(likely))
    for kind, quota in enumerate(quotas[:-1]):
        keys = np.log(likely[free, kind]) + random.gumbel(size=len(free))
        order = np.argsort(-keys, kind="stable")
        kinds[free[order[:quota]]] = kind
        free = np.sort(free[order[quota:]])
    return kinds


def pick(random: Random, weights: Sequence[float] | Floats, count: int) -> Ints:
    """Draw kinds with the given odds, without a quota."""
    odds = np.asarray(weights, dtype=np.float64)
    return np.searchsorted(np.cumsum(odds / odds.sum())[:-1], random.random(count), side="right")


def pick_rows(random: Random, odds: Floats) -> Ints:
    """Draw a kind for each row, with the odds of that row."""
    heaps = np.cumsum(odds, axis=1)
    return (random.random(len(odds))[:, None] * heaps[:, -1:] >= heaps[:, :-1]).sum(axis=1)


def between(random: Random, low: Ints | int, high: Ints | int, count: int) -> Ints:
    """Days drawn evenly from `low` up to but not including `high`; where there is none, `low`."""
    width = np.maximum(np.asarray(high) - low, 1)
    return np.asarray(low + random.random(count) * width).astype(np.int64)


class Ids:
    """Ids of 60 bits, all different, in no order."""

    def __init__(self, random: Random, count: int) -> None:
        drawn = np.unique(random.integers(1, 1 << 60, size=count + count // 1000 + 16, dtype=np.int64))
        self._left = random.permutation(drawn)

    def take(self, count: int) -> Ints:
        """So many ids that were not taken before."""
        taken, self._left = np.split(self._left, [count])
        return taken


def nth_smallest(groups: Ints, values: Ints, count: int, nth: int) -> tuple[Ints, Flags]:
    """The nth smallest value of each of `count` groups, and which rows are among the n smallest of their group.

    A group with fewer rows gets its largest value; a group without rows gets 0.
    """
    order = np.lexsort((values, groups))
    starts = np.searchsorted(groups[order], np.arange(count + 1))
    rank = np.arange(len(groups)) - starts[groups[order]]
    among = np.zeros(len(groups), dtype=np.bool_)
    among[order] = rank < nth
    sizes = np.diff(starts)
    at = np.clip(starts[:-1] + np.minimum(sizes, nth) - 1, 0, max(len(groups) - 1, 0))
    return np.where(sizes > 0, values[order][at], 0), among
