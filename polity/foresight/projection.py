"""Project cells of people month by month: who leaves, who becomes a member, who comes in.

A month has an order, and it moves results by more than chance does, so it is fixed:

1. of those who are there at its beginning, some leave;
2. of the candidates who are left, those whom the rules allow it on the last day of the month may become members, and
   some do;
3. on that day those who come in come in, and everybody is a month older.

Whoever comes in has thus served a month on the last day of the next. Rates of a history are counted in the same order,
so a forecast of a month that lies in the history gives it back.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from polity.foresight.rates import Floats, Ints

Bools = NDArray[np.bool_]

SERVED = (6, 12, 24)  # months as a candidate at which a new band begins
WAITED = (1, 3)  # months in which one might have become a member before this one
STANDING = (12, 36, 60)  # months as a member
OLDEST = STANDING[-1]


def band(months: Ints, edges: tuple[int, ...]) -> Ints:
    """The band that a number of months lies in."""
    return np.searchsorted(np.array(edges), months, side="right")


@dataclass(frozen=True)
class Lumps:
    """Candidates who are alike in all that the forecast knows, a lump a row, ordered by group, then by entry.

    group   the group of each lump
    start   people in it at the beginning
    entry   the month in which it comes in; -1 where it is there at the beginning
    weight  the share of its group's entrants of that month; 0 where it is there at the beginning
    served  months as a candidate at the beginning of month 0; below 0 for those who come in
    waited  months before month 0 in which they might have become members
    may     whether the rules allow it on the last day of each month
    """

    group: Ints
    start: Floats
    entry: Ints
    weight: Floats
    served: Ints
    waited: Ints
    may: Bools

    def ordered(self) -> "Lumps":
        """The same lumps in the order that `project` needs."""
        order = np.lexsort((self.entry, self.group))
        return Lumps(*(getattr(self, name)[order] for name in self.__dataclass_fields__))


@dataclass(frozen=True)
class Rates:
    """What is drawn, the draw first. Shares a month of those exposed, and people a month who come.

    leaving    candidates who leave: draw, year, group, band of months served
    promoting  candidates who may and do become members: draw, year, group, band of months waited
    parting    members who leave: draw, year, group, band of months of standing
    applying   people admitted as candidates: draw, month, group
    returning  people who become members otherwise: draw, month, group
    """

    leaving: Floats
    promoting: Floats
    parting: Floats
    applying: Floats
    returning: Floats

    @property
    def draws(self) -> int:
        return len(self.leaving)


class Course(NamedTuple):
    """What came of it, by draw, month and group. Stocks have one month more than flows: the first is the beginning."""

    members: Floats
    candidates: Floats
    promoted: Floats
    admitted: Floats
    returned: Floats
    left: Floats  # candidates who left
    parted: Floats  # members who left


def project(lumps: Lumps, members: Floats, rates: Rates, *, proportional: bool = False) -> Course:
    """Go through the months.

    members       people by group and months of standing at the beginning, the last column for OLDEST and more
    proportional  whether those who come are so many for each member there is, rather than so many
    """
    months, groups, draws = lumps.may.shape[1], len(members), rates.draws
    course = Course(*(np.zeros((months + (at < 2), groups, draws)) for at in range(7)))
    here = [Candidates(lumps, group, draws) for group in range(groups)]
    stock = np.repeat(np.asarray(members, np.float64)[:, :, None], draws, axis=2)
    ages = band(np.arange(OLDEST + 1), STANDING)
    for month in range(months):
        course.members[month] = stock.sum(axis=1)
        course.candidates[month] = [one.total() for one in here]
        year = min(month // 12, rates.leaving.shape[1] - 1)
        parting = rates.parting[:, year].transpose(1, 2, 0)[:, ages]
        gone = stock * parting
        stock -= gone
        course.parted[month] = gone.sum(axis=1)
        for group, one in enumerate(here):
            left, promoted = one.step(month, rates.leaving[:, year, group].T, rates.promoting[:, year, group].T)
            course.left[month, group], course.promoted[month, group] = left, promoted
        scale = course.members[month].sum(axis=0) / course.members[0].sum(axis=0) if proportional else np.ones(draws)
        for group, one in enumerate(here):
            course.admitted[month, group] = one.enter(month, rates.applying[:, month, group] * scale)
        course.returned[month] = rates.returning[:, month].T * scale
        stock[:, -1] += stock[:, -2]
        stock[:, 1:-1] = stock[:, :-2]
        stock[:, 0] = course.promoted[month] + course.returned[month]
    course.members[months] = stock.sum(axis=1)
    course.candidates[months] = [one.total() for one in here]
    return Course(*(np.ascontiguousarray(part.transpose(2, 0, 1)) for part in course))


class Candidates:
    """The candidates of one group: those who are there, and those who come in, month after month."""

    def __init__(self, lumps: Lumps, group: int, draws: int) -> None:
        rows = np.flatnonzero(lumps.group == group)
        months = lumps.may.shape[1]
        self.entry, self.weight = lumps.entry[rows], lumps.weight[rows]
        self.people = np.repeat(lumps.start[rows][:, None], draws, axis=1)
        may = lumps.may[rows]
        before = lumps.waited[rows][:, None] + np.cumsum(may, axis=1) - may
        self.waited = np.where(may, band(before, WAITED), len(WAITED) + 1)
        self.served = band(np.maximum(lumps.served[rows][:, None] + np.arange(months), 0), SERVED)
        self.here = np.searchsorted(self.entry, np.arange(months + 1))  # rows that have come in before a month

    def total(self) -> Floats:
        return np.asarray(self.people.sum(axis=0))

    def step(self, month: int, leaving: Floats, promoting: Floats) -> tuple[Floats, Floats]:
        """Let some leave, and some of those who may become members. Tables are by band, then draw."""
        people = self.people[: self.here[month]]
        before = people.sum(axis=0)
        people *= np.take(1 - leaving, self.served[: self.here[month], month], axis=0)
        left = before - people.sum(axis=0)
        may = np.flatnonzero(self.waited[: self.here[month], month] <= len(WAITED))
        if not len(may):
            return left, np.zeros_like(left)
        promoted = people[may] * np.take(promoting, self.waited[may, month], axis=0)
        people[may] -= promoted
        return left, promoted.sum(axis=0)

    def enter(self, month: int, applying: Floats) -> Floats:
        """Let those of a month come in."""
        rows = slice(self.here[month], self.here[month + 1])
        self.people[rows] = self.weight[rows][:, None] * applying
        return np.asarray(self.people[rows].sum(axis=0))
