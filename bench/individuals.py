"""The same months gone through person by person: what cells are measured against, and proved equal to.

Nothing is shared with the projection but the order of a month: everybody is a row, everybody has luck of their own.
"""

from typing import Any

import numpy as np

SERVED, WAITED, STANDING = (6, 12, 24), (1, 3), (12, 36, 60)


def band(months: Any, edges: tuple[int, ...]) -> Any:
    return sum((months >= edge).astype(np.int8) for edge in edges)


class People:
    """Candidates with a row each, the rows of the rules' months beside them, and members with a row each."""

    def __init__(self, group: Any, served: Any, waited: Any, row: Any, members: Any, standing: Any) -> None:
        self.group, self.served, self.waited, self.row = group, served, waited, row
        self.members, self.standing = members, standing

    def month(self, at: int, rates: dict[str, Any], may: Any, coming: Any, random: Any) -> Any:
        """One month: leave, become members, come in. Gives those who left, became members and parted."""
        parted = random.random(len(self.members)) < rates["parting"][self.members, band(self.standing, STANDING)]
        gone = self.members[parted]
        self.members, self.standing = self.members[~parted], self.standing[~parted] + 1
        left = random.random(len(self.group)) < rates["leaving"][self.group, band(self.served, SERVED)]
        self._keep(~left)
        able = may[self.row, at]
        chance = np.where(able, rates["promoting"][self.group, band(self.waited, WAITED)], 0)
        became = random.random(len(self.group)) < chance
        new = self.group[became]
        self.waited = self.waited + able
        self._keep(~became)
        self.members = np.concatenate([self.members, new])
        self.standing = np.concatenate([self.standing, np.zeros(len(new), self.standing.dtype)])
        self.served = self.served + 1
        group, row = coming
        zeros = np.zeros(len(group), self.served.dtype)
        self.group, self.row = np.concatenate([self.group, group]), np.concatenate([self.row, row])
        self.served, self.waited = np.concatenate([self.served, zeros]), np.concatenate([self.waited, zeros])
        return gone, new

    def _keep(self, which: Any) -> None:
        for name in ("group", "served", "waited", "row"):
            setattr(self, name, getattr(self, name)[which])


def spread(lumps: Any, members: Any, scale: int = 1) -> People:
    """The people of cells, whole: `scale` times as many."""
    there = np.flatnonzero(lumps.entry < 0)
    each = np.rint(lumps.start[there] * scale).astype(int)
    row = np.repeat(there, each)
    groups, standing = members.shape
    counts = np.rint(members * scale).astype(int)
    group = np.repeat(np.arange(groups), counts.sum(axis=1))
    ages = np.concatenate([np.repeat(np.arange(standing), counts[one]) for one in range(groups)])
    kind = [lumps.group[row].astype(np.int16), lumps.served[row].astype(np.int16), lumps.waited[row].astype(np.int16)]
    return People(*kind, row, group.astype(np.int16), ages.astype(np.int16))


def live(
    lumps: Any, members: Any, rates: Any, random: Any, *, scale: int = 1, draw: int = 0, months: int | None = None
) -> Any:
    """Go through the months with the rates of a draw. Gives members and candidates by month and group."""
    groups = len(members)
    people = spread(lumps, members, scale)
    length = lumps.may.shape[1] if months is None else months
    stocks = np.zeros((2, length + 1, groups), np.int64)
    entering = [np.flatnonzero(lumps.entry == at) for at in range(length)]
    for at in range(length):
        stocks[:, at] = [np.bincount(one, minlength=groups) for one in (people.members, people.group)]
        year = min(at // 12, rates.leaving.shape[1] - 1)
        tables = {name: getattr(rates, name)[draw, year] for name in ("leaving", "promoting", "parting")}
        rows = entering[at]
        wanted = rates.applying[draw, at][lumps.group[rows]] * lumps.weight[rows] * scale
        each = _whole(wanted, random)
        coming = np.repeat(lumps.group[rows], each).astype(np.int16), np.repeat(rows, each)
        people.month(at, tables, lumps.may, coming, random)
        back = _whole(rates.returning[draw, at] * scale, random)
        people.members = np.concatenate([people.members, np.repeat(np.arange(groups), back).astype(np.int16)])
        people.standing = np.concatenate([people.standing, np.zeros(back.sum(), np.int16)])
    stocks[:, length] = [np.bincount(one, minlength=groups) for one in (people.members, people.group)]
    return stocks


def _whole(wanted: Any, random: Any) -> Any:
    """Whole people whose expectation is what is wanted."""
    floor = np.floor(wanted)
    return (floor + (random.random(len(wanted)) < wanted - floor)).astype(int)
