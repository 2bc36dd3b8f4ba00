"""Put what parts of a whole come to together, for every combination of their choices, and keep the best of them.

What is searched falls into parts that do not touch each other: what comes of one depends on its own choices and on
those that all share. So each part is worked out alone, under the product of its own choices, and a combination is a sum
of rows: thousands of combinations cost no more than the parts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

AT_ONCE = 20_000  # combinations that are summed in one piece


@dataclass(frozen=True)
class Axis:
    """Something that may move: its values in order, and the place of the one that it has now, which need not be one.

    now    the place of the present value among them; -1 where it is not among them
    apart  how far each value lies from the present one, as a share of the whole range
    """

    values: tuple[int, ...]
    now: int
    apart: tuple[float, ...]

    @classmethod
    def of(cls, values: Sequence[int], present: int) -> "Axis":
        """An axis of some values, with the present one."""
        span = max(max(*values, present) - min(*values, present), 1) if values else 1
        apart = tuple(abs(value - present) / span for value in values)
        return cls(tuple(values), values.index(present) if present in values else -1, apart)


@dataclass(frozen=True)
class Share:
    """A part: the axes that it alone reads, and what comes of each combination of the shared ones and of its own.

    axes   places of its own axes
    comes  shared combinations, own combinations in the order of `product`, and what is summed
    """

    axes: tuple[int, ...]
    comes: Floats


class Combined(NamedTuple):
    """Some combinations: the place of each axis' value, and what comes of them."""

    choice: Ints  # combination, axis
    comes: Floats  # combination, what is summed


def combined(axes: Sequence[Axis], shared: Sequence[int], parts: Sequence[Share], rest: Floats) -> Iterator[Combined]:
    """Every combination with the sum of its parts, in pieces.

    shared  places of the axes that every part reads
    rest    what comes of everything that reads only the shared axes: shared combinations, and what is summed
    """
    owned = sorted(at for part in parts for at in part.axes)
    if sorted([*owned, *shared]) != list(range(len(axes))):
        raise ValueError("Every axis is read by one part or shared by all.")
    sizes = [len(axes[at].values) for part in parts for at in part.axes]
    order = [*shared, *(at for part in parts for at in part.axes)]
    own = np.array(list(product(*(range(size) for size in sizes))), dtype=np.int64).reshape(prod(sizes), len(sizes))
    for number, common in enumerate(product(*(range(len(axes[at].values)) for at in shared))):
        for first in range(0, len(own), AT_ONCE):
            piece = own[first : first + AT_ONCE]
            comes = np.repeat(rest[number][None], len(piece), axis=0)
            at = 0
            for part in parts:
                width = [len(axes[axis].values) for axis in part.axes]
                row = np.ravel_multi_index(tuple(piece[:, at : at + len(width)].T), width) if width else 0
                comes += part.comes[number][row]
                at += len(width)
            choice = np.empty((len(piece), len(axes)), dtype=np.int64)
            choice[:, order] = np.concatenate([np.broadcast_to(common, (len(piece), len(shared))), piece], axis=1)
            yield Combined(choice, comes)


class Change(NamedTuple):
    """How far a combination lies from the present: how many axes are moved, then how far, together."""

    moved: Ints
    apart: Floats


def change(axes: Sequence[Axis], choice: Ints) -> Change:
    """The change of each combination."""
    moved = np.zeros(len(choice), dtype=np.int64)
    apart = np.zeros(len(choice))
    for at, axis in enumerate(axes):
        moved += choice[:, at] != axis.now
        apart += np.array(axis.apart)[choice[:, at]]
    return Change(moved, apart)


def reached(part: Floats, whole: Floats, per_mille: float) -> Ints:
    """The first month in which a part is so much of a whole, by row; -1 where it never is."""
    there = (whole > 0) & (part * 1000 >= per_mille * whole)
    return np.where(there.any(axis=1), there.argmax(axis=1), -1)


def front(cost: Floats, moved: Ints, apart: Floats) -> Ints:
    """The rows that no other row beats: none costs less without more change. In the order of change.

    Change is counted by how many are moved, then by how far; of rows that are alike the first is kept.
    """
    order = np.lexsort((np.arange(len(cost)), cost, apart, moved))
    kept, least = [], np.inf
    for row in order.tolist():
        if cost[row] < least:
            kept.append(row)
            least = cost[row]
    return np.array(kept, dtype=np.int64)
