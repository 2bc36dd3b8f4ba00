"""What a part of the candidates comes to, apart from all others: who becomes a member, and who waits by a rule.

As long as so many come in, whoever is there, nobody's course depends on anybody else's: what comes of all is the sum of
what comes of each. So lumps can be projected in parts, and each part under its own variants. The sums are those of
`project`.
"""

from typing import NamedTuple

import numpy as np

from polity.foresight.projection import OLDEST, STANDING, Bools, Candidates, Lumps, Rates, band, project
from polity.foresight.rates import Floats


class Flow(NamedTuple):
    """Of a part, by month and group: who becomes a member; and who may not, though the present law would let them.

    Somebody who waits for three months counts three times: `barred` is in months of people.
    """

    promoted: Floats
    barred: Floats


def flow(lumps: Lumps, present: Bools, rates: Rates, groups: int) -> Flow:
    """Go through the months with one draw of rates.

    present  whether the present law would allow it on the last day of each month, a row for each lump
    """
    months = lumps.may.shape[1]
    promoted, barred = np.zeros((months, groups)), np.zeros((months, groups))
    for group in range(groups):
        rows = np.flatnonzero(lumps.group == group)
        if not len(rows):
            continue
        waits = present[rows] & ~lumps.may[rows]
        here = Candidates(lumps, group, 1)
        for month in range(months):
            year = min(month // 12, rates.leaving.shape[1] - 1)
            _, became = here.step(month, rates.leaving[:, year, group].T, rates.promoting[:, year, group].T)
            promoted[month, group] = became[0]
            there = slice(0, here.here[month])
            barred[month, group] = here.people[there, 0] @ waits[there, month]  # none of these was promoted now
            here.enter(month, rates.applying[:, month, group])
    return Flow(promoted, barred)


def staying(rates: Rates, groups: int, months: int) -> Floats:
    """Of one who becomes a member in a month, how much is one at the beginning of another: group, month, month."""
    ages = band(np.arange(OLDEST + 1), STANDING)
    found = np.zeros((groups, months, months + 1))
    for entered in range(months):
        stays = np.ones(groups)
        for month in range(entered + 1, months + 1):
            found[:, entered, month] = stays
            year = min(month // 12, rates.parting.shape[1] - 1)
            stays = stays * (1 - rates.parting[0, year][:, ages[min(month - entered - 1, OLDEST)]])
    return found


def without(lumps: Lumps, members: Floats, rates: Rates) -> Floats:
    """The members there are at the beginning of each month if no candidate becomes one: month, group."""
    none = Lumps(*(getattr(lumps, name)[:0] for name in lumps.__dataclass_fields__))
    return np.asarray(project(none, members, rates).members[0])


def members_of(flows: Floats, stays: Floats) -> Floats:
    """The members that come of those who became one, at the beginning of each month: month, group."""
    return np.asarray(np.einsum("mg,gmt->tg", flows, stays))
