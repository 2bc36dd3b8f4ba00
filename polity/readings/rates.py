"""What the register's own history says of how often things happen, and the lumps that a forecast moves."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import numpy as np

from polity.foresight.counting import History, bits, by_month, merged
from polity.foresight.projection import OLDEST, SERVED, STANDING, WAITED, Lumps, band
from polity.foresight.rates import Floats
from polity.readings.collapsing import Collapsed
from polity.readings.scheduled import PROFILES, Schedules

PRIOR = 10  # people by which a group's profiles are drawn toward those of all


class Shares(NamedTuple):
    """How often people of each group have each profile, in order."""

    profiles: tuple[int, ...]
    share: Floats  # group, profile


def shares(collapsed: Collapsed) -> Shares:
    """Profiles by group; a group of few is drawn toward all."""
    numbers = sorted({profile for rows in collapsed.profiles.values() for profile, _ in rows})
    counts = np.zeros((len(collapsed.values), len(numbers)))
    for group, rows in collapsed.profiles.items():
        for profile, people in rows:
            counts[group, numbers.index(profile)] += people
    everybody = counts.sum(axis=0) / counts.sum()
    pooled = counts + PRIOR * everybody
    return Shares(tuple(numbers), pooled / pooled.sum(axis=1, keepdims=True))


def history(collapsed: Collapsed, may: Mapping[int, int], told: Shares) -> History:
    """Occurrence and exposure in the window. `may`: months of each cell and profile, the window's first bit 0."""
    window, groups = collapsed.window, len(collapsed.values)
    served, standing = len(SERVED) + 1, len(STANDING) + 1
    reasons = sorted({one.what for one in (*collapsed.left, *collapsed.parted)} - {"promoted"})
    place = {reason: at for at, reason in enumerate(reasons)}
    left, parted = np.zeros((len(reasons), window, groups, served)), np.zeros((len(reasons), window, groups, standing))
    there: dict[int, Floats] = defaultdict(lambda: np.zeros(window))
    stayed: dict[int, Floats] = defaultdict(lambda: np.zeros(window))
    promoted: dict[int, Floats] = defaultdict(lambda: np.zeros(window))
    for stock in collapsed.candidates:
        there[stock.at][stock.first + window : min(stock.last, 0) + window] += stock.people
    for number, people in there.items():
        stayed[number] = people.copy()
    for event in collapsed.left:
        cell = collapsed.cells[event.at]
        month = event.month + window
        if event.what == "promoted":
            promoted[event.at][month] += event.people
            continue
        stayed[event.at][month] -= event.people
        left[place[event.what], month, cell.group, int(band(np.array(event.month - cell.since), SERVED))] += (
            event.people
        )
    candidates = np.zeros((window, groups, served))
    months = np.arange(window)
    for number, people in there.items():
        cell = collapsed.cells[number]
        candidates[months, cell.group, band(np.maximum(months - window - cell.since, 0), SERVED)] += people
    done, might, against = _promotions(collapsed, may, told, stayed, promoted)
    for event in collapsed.parted:
        standing_of = int(band(np.array(event.month - event.counted), STANDING))
        parted[place[event.what], event.month + window, event.at, standing_of] += event.people
    rows = np.array(collapsed.members, dtype=np.int64).reshape(-1, 5)
    members = by_month(
        rows[:, 2] + window, rows[:, 3] + window, rows[:, 1] + window, rows[:, 0], rows[:, 4], window, groups
    )
    flows = np.zeros((2, window, groups))
    for at, events in enumerate((collapsed.admitted, collapsed.returned)):
        for event in events:
            flows[at, event.month + window, event.at] += event.people
    return History(tuple(reasons), left, candidates, done, might, parted, members, flows[0], flows[1], against)


def _promotions(
    collapsed: Collapsed, may: Mapping[int, int], told: Shares, stayed: Mapping[int, Floats],
    promoted: Mapping[int, Floats],
) -> tuple[Floats, Floats, int]:  # fmt: skip
    """Promotions and those who might have been, by months waited; and promotions that the rules barred."""
    window, groups = collapsed.window, len(collapsed.values)
    done, might = (np.zeros((window, groups, len(WAITED) + 1)) for _ in range(2))
    if not stayed:
        return done, might, 0
    numbers, kinds = list(stayed), len(told.profiles)
    _, flags = bits([may.get(n * PROFILES + profile, 0) for n in numbers for profile in told.profiles], window, 0)
    before = band(np.cumsum(flags, axis=1) - flags, WAITED).reshape(len(numbers), kinds, window)
    group = np.array([collapsed.cells[number].group for number in numbers])
    known = np.arange(window) >= min(WAITED[-1], window // 2)  # before that nobody knows how long they had waited
    share = told.share[group][:, :, None] * (flags.reshape(before.shape) & known)
    able = share.sum(axis=1, keepdims=True)
    part = np.divide(share, able, out=np.zeros_like(share), where=able > 0)
    there = np.stack([stayed[number] for number in numbers])
    became = np.stack([promoted.get(number, np.zeros(window)) for number in numbers])
    place = (
        np.broadcast_to(np.arange(window), before.shape),
        np.broadcast_to(group[:, None, None], before.shape),
        before,
    )
    np.add.at(might, place, there[:, None] * share)
    np.add.at(done, place, became[:, None] * part)
    return done, might, round((became * (able[:, 0] == 0))[:, known].sum())


def lumps(
    collapsed: Collapsed, told: Shares, *, months: int, past: Mapping[int, int], coming: Schedules, shifted: int,
    admits: Mapping[int, int], admitted: Mapping[int, int], instead: Schedules | None = None,
) -> Lumps:  # fmt: skip
    """The candidates there are and those who will come, with the months in which each may become a member.

    past      months of the window in which cells might already have, by the present law
    coming    months by the law that is forecast; `shifted` of them lie before the day
    admits    months in which a kind of entrant is admitted, by the law that is forecast; the window's first is bit 0
    admitted  the same by the present law
    instead   months by the present law: then whoever would wait longer than by it stays away
    """
    window = collapsed.window
    stock: dict[int, int] = defaultdict(int)
    for one in collapsed.candidates:
        if one.first <= 0 < one.last:
            stock[one.at] += one.people
    rows: list[tuple[int, Any, int, Any, int, int]] = []
    flags: list[int] = []
    for number, people in stock.items():
        cell = collapsed.cells[number]
        for at, profile in enumerate(told.profiles):
            key = number * PROFILES + profile
            before = (past.get(key, 0) & ((1 << window) - 1)).bit_count()
            rows.append((cell.group, people * told.share[cell.group, at], -1, 0, -cell.since, before))
            flags.append(coming.there.get(key, 0) >> shifted)
    for group, key, weights in arriving(collapsed, told, months, admits, admitted):
        for month in np.flatnonzero(weights).tolist():
            may = coming.entering(month, key)
            if instead is None or not instead.entering(month, key) & ~may & ((1 << months) - 1):
                rows.append((group, 0, month, weights[month], -month - 1, 0))
                flags.append(may)
    columns = list(zip(*rows, strict=True)) or [()] * 6
    able = bits(flags, months, 0)[1] if flags else np.zeros((0, months), np.bool_)
    whole = [np.array(columns[at], np.int64) for at in (0, 2, 4, 5)]
    people_of = [np.array(columns[at], np.float64) for at in (1, 3)]
    return merged(Lumps(whole[0], people_of[0], whole[1], people_of[1], whole[2], whole[3], able))


def arriving(
    collapsed: Collapsed, told: Shares, months: int, admits: Mapping[int, int], admitted: Mapping[int, int]
) -> Iterator[tuple[int, int, Floats]]:
    """For each kind of entrant and profile its share of the group's entrants, month by month: against those so far."""
    window = collapsed.window
    for group, mix in collapsed.mixes.items():
        total = sum(mix.values())
        kept = {
            kind * PROFILES + profile: people * told.share[group, at] / total
            for kind, people in mix.items()
            for at, profile in enumerate(told.profiles)
        }
        so_far = sum(
            share * (admitted.get(key, 0) & ((1 << window) - 1)).bit_count() / window for key, share in kept.items()
        )
        for key, share in kept.items():
            if so_far == 0:  # they were admitted all the same: the rule says nothing of how many will be
                yield group, key, np.full(months, share)
            else:
                yield group, key, bits([admits.get(key, 0)], months, window)[1][0] * share / so_far


def members_by_age(collapsed: Collapsed) -> Floats:
    """Members on the day, by group and months of standing."""
    found = np.zeros((len(collapsed.values), OLDEST + 1))
    for one in collapsed.members:
        if one.first <= 0 < one.last:
            found[one.at, min(max(-one.counted, 0), OLDEST)] += one.people
    return found
