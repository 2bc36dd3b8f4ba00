"""Count a history for rates: occurrence and exposure of what happens to candidates and members, month by month."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from polity.foresight.projection import SERVED, STANDING, WAITED, Bools, Lumps, Rates, band
from polity.foresight.rates import Coming, Floats, Ints, Pooled, came, coming, drawn, few, pool, swing

MANY, LONG = WAITED[-1], SERVED[-1]  # months waited, and served, from which on all are one


@dataclass(frozen=True)
class History:
    """What happened in the months of a window, as arrays.

    leaving    candidates who left: reason, month, group, band of months served; and who were there
    promoted   candidates who became members: month, group, band of months waited; and who might have
    parting    members who left: reason, month, group, band of standing; and who were there
    admitted   people admitted as candidates: month, group
    returned   people who became members otherwise: month, group
    against    promotions of people whom the rules barred by what the register knows
    """

    reasons: tuple[str, ...]
    left: Floats
    candidates: Floats
    promoted: Floats
    might: Floats
    parted: Floats
    members: Floats
    admitted: Floats
    returned: Floats
    against: int


class Estimated(NamedTuple):
    """Rates as distributions, by event; candidates and members leave for several reasons, each counted apart."""

    leaving: tuple[Pooled, ...]
    promoting: Pooled
    parting: tuple[Pooled, ...]
    applying: Coming
    returning: Coming


def estimate(history: History) -> Estimated:
    """Pool each event over groups and bands."""
    return Estimated(
        tuple(_pooled(one, history.candidates) for one in history.left),
        _pooled(history.promoted, history.might),
        tuple(_pooled(one, history.members) for one in history.parted),
        coming(history.admitted),
        coming(history.returned),
    )


def _pooled(events: Floats, exposure: Floats) -> Pooled:
    """By month first: the months say how far levels lie apart."""
    plain = pool(events.sum(axis=0), exposure.sum(axis=0))
    expected = (exposure * plain.mean).reshape(len(exposure), -1).sum(axis=1)
    chance = len(events) / (12 * plain.events)  # that a year brings more or fewer than the rate says
    return plain._replace(swing=swing(events.reshape(len(events), -1).sum(axis=1), expected) + chance)


def thin(history: History) -> tuple[int, int]:
    """Cells of rates that rest on fewer than ten events, and all cells of rates that rest on anything."""
    pairs = [(history.promoted, history.might)]
    pairs += [(history.left.sum(axis=0), history.candidates), (history.parted.sum(axis=0), history.members)]
    counts = [few(events.sum(axis=0), exposure.sum(axis=0)) for events, exposure in pairs]
    return sum(one for one, _ in counts), sum(all_of for _, all_of in counts)


def rates(found: Estimated, *, draws: int, months: int, seed: int) -> Rates:
    """Draw rates. The same seed gives the same draws, whatever law they are then used for."""
    years = (months + 11) // 12
    streams = [np.random.Generator(np.random.PCG64(one)) for one in np.random.SeedSequence(seed).spawn(5)]
    return Rates(
        leaving=_sum([drawn(one, draws, years, streams[0]) for one in found.leaving]),
        promoting=drawn(found.promoting, draws, years, streams[1]),
        parting=_sum([drawn(one, draws, years, streams[2]) for one in found.parting]),
        applying=came(found.applying, draws, months, streams[3]),
        returning=came(found.returning, draws, months, streams[4]),
    )


def expected(found: Estimated, *, months: int) -> Rates:
    """The rates themselves, as one draw."""
    return Rates(
        leaving=_sum([one.mean[None, None] for one in found.leaving]),
        promoting=found.promoting.mean[None, None],
        parting=_sum([one.mean[None, None] for one in found.parting]),
        applying=np.repeat(found.applying.mean[None, None], months, axis=1),
        returning=np.repeat(found.returning.mean[None, None], months, axis=1),
    )


def stacked(ways: list[Rates]) -> Rates:
    """Several rates as so many draws of one."""
    return Rates(*(np.concatenate([getattr(way, name) for way in ways]) for name in Rates.__dataclass_fields__))


def _sum(parts: list[Floats]) -> Floats:
    return np.asarray(np.minimum(np.sum(parts, axis=0), 1.0))


def by_month(first: Ints, last: Ints, counted: Ints, at: Ints, people: Ints, months: int, groups: int) -> Floats:
    """People in each month of a window, by group and band of standing. Months count from 0, the window's first."""
    found = np.zeros((months, groups, len(STANDING) + 1))
    for month in range(months):
        here = (first <= month) & (month < last)
        np.add.at(found[month], (at[here], band(month - counted[here], STANDING)), people[here])
    return found


def merged(lumps: Lumps) -> Lumps:
    """Lumps that are alike from here on, put together."""
    there = lumps.entry < 0
    served = np.where(there, np.minimum(lumps.served, LONG), lumps.served)
    waited = np.minimum(lumps.waited, MANY)
    packed = np.packbits(lumps.may, axis=1)
    keys = np.column_stack([lumps.group, lumps.entry, served, waited]).astype(np.int64)
    rows = np.concatenate([keys.view(np.uint8).reshape(len(keys), -1), packed], axis=1)
    whole = np.ascontiguousarray(rows).view([("", np.void, rows.shape[1])]).ravel()
    _, first, where = np.unique(whole, return_index=True, return_inverse=True)
    start, weight = np.zeros(len(first)), np.zeros(len(first))
    np.add.at(start, where.ravel(), lumps.start)
    np.add.at(weight, where.ravel(), lumps.weight)
    kept = (start > 0) | (weight > 0)
    first, start, weight = first[kept], start[kept], weight[kept]
    return Lumps(
        lumps.group[first], start, lumps.entry[first], weight, served[first], waited[first], lumps.may[first]
    ).ordered()


def bits(numbers: list[int], months: int, skipped: int) -> tuple[Ints, Bools]:
    """Months as bits of numbers: how many of the first ones are set, and each of the rest."""
    size = (skipped + months + 7) // 8
    mask = (1 << (skipped + months)) - 1
    raw = np.frombuffer(b"".join((number & mask).to_bytes(size, "little") for number in numbers), np.uint8)
    flags = np.unpackbits(raw.reshape(len(numbers), size), axis=1, bitorder="little")[:, : skipped + months]
    return flags[:, :skipped].sum(axis=1).astype(np.int64), flags[:, skipped:].astype(np.bool_)
