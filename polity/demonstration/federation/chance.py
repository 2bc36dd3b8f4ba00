"""Chance, drawn from a seed: the same seed gives the same draws."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

import numpy as np

from polity.demonstration.draws import Random

AT_ONCE = 8192


class Chance:
    """Draws one after the other. Each stage has its own, so that one may change without moving the others."""

    def __init__(self, seed: int, stage: int) -> None:
        self.random: Random = np.random.default_rng([seed, stage])
        self._left: Iterator[float] = iter(())

    def share(self) -> float:
        """A number from 0 up to but not including 1."""
        for drawn in self._left:
            return drawn
        self._left = iter(self.random.random(AT_ONCE).tolist())
        return next(self._left)

    def yes(self, share: float) -> bool:
        """Yes in so many of all cases."""
        return self.share() < share

    def below(self, number: int) -> int:
        """A whole number from 0 up to but not including this one."""
        return int(self.share() * number)

    def between(self, low: int, high: int) -> int:
        """A whole number, both ends among them."""
        return low + self.below(high - low + 1)

    def of[T](self, things: Sequence[T]) -> T:
        """One of several."""
        return things[self.below(len(things))]

    def odds(self, odds: Mapping[str, float]) -> str:
        """One of several, by their odds."""
        left = self.share() * sum(odds.values())
        for name, weight in odds.items():
            left -= weight
            if left < 0:
                return name
        return next(reversed(odds))

    def day(self, low: date, high: date) -> date:
        """A day from one up to but not including another; where there is none, the first."""
        return date.fromordinal(low.toordinal() + self.below(max((high - low).days, 1)))

    def some[T](self, things: Sequence[T], count: int) -> list[T]:
        """So many of several, in an order of chance; all of them where there are fewer."""
        left = list(things)
        found: list[T] = []
        while left and len(found) < count:
            at = self.below(len(left))
            left[at], left[-1] = left[-1], left[at]
            found.append(left.pop())
        return found
