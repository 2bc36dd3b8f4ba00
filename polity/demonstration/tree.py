"""The tree of units as arrays: guberniyas, uezds and city districts, volosts, nuclei, and what became of them.

Days of founding of volosts and nuclei follow from the lives of their people and are set by `found`.
"""

from dataclasses import dataclass

import numpy as np

from polity.demonstration import sizes
from polity.demonstration.draws import Flags, Ints, Random, apportion, between, day, scattered
from polity.demonstration.sizes import FAR, FIRST, KINDS, MISCELLANEOUS, UNSTATED, Size
from polity.demonstration.sources import guberniyas

MOSCOW, PETROGRAD, UFA, BASHKIR = "MOS", "PET", "UFA", "BSH"
UFA_JOINED = day(1922, 6, 15)  # the source says: until June 1922; the day is ours


@dataclass
class Tree:
    """Units by tier. A parent is that of today; `former_*` is the parent before the day of a change."""

    rows: list[dict[str, str]]  # guberniyas, as in our list
    # uezds and city districts; those gone before today stand last
    uezd_guberniya: Ints
    uezd_is_city: Flags
    uezd_since: Ints
    uezd_until: Ints
    uezd_change: Ints  # the day on which it was made by a merge or a split; 0 if it was not
    # volosts; those gone before today stand last
    volost_uezd: Ints
    volost_since: Ints
    volost_until: Ints
    volost_change: Ints
    volost_former_uezd: Ints  # before the volost was moved, or its uezd made; -1 if there is none
    volost_moved: Ints  # the day of that; 0 if there is none
    # nuclei; those dissolved before today stand last
    kind: Ints
    town: Flags
    uezd: Ints
    volost: Ints  # -1 in towns
    since: Ints
    until: Ints
    roll_uezd: Ints  # the uezd that kept its records before uezd_change[uezd]

    @property
    def standing(self) -> int:
        """How many nuclei stand today."""
        return int((self.until == FAR).sum())

    @property
    def uezd_guberniya_today(self) -> Ints:
        """The guberniya of each uezd today: those of Ufa are under Bashkir by now."""
        ufa, bashkir = self.index(UFA), self.index(BASHKIR)
        return np.where(self.uezd_guberniya == ufa, bashkir, self.uezd_guberniya)

    @property
    def guberniya(self) -> Ints:
        """The guberniya under which each nucleus was founded."""
        return self.uezd_guberniya[self.uezd]

    def index(self, code: str) -> int:
        """Where a guberniya stands in the list."""
        return [row["code"] for row in self.rows].index(code)

    def uezd_at(self, nucleus: Ints, at: Ints) -> Ints:
        """The uezd that kept the records of a nucleus on a day."""
        today = self.uezd[nucleus]
        return np.where(at < self.uezd_change[today], self.roll_uezd[nucleus], today)


def listed(size: Size) -> list[dict[str, str]]:
    """The guberniyas of a size."""
    return [row for row in guberniyas() if size.parts == 1 or row["small"]]


def counts(size: Size, rows: list[dict[str, str]]) -> tuple[Ints, Ints, Ints]:
    """How many uezds, city districts and (where a source states it) volosts each guberniya has; -1 is not stated."""
    small = size.parts > 1
    uezds = [int(row["uezds"]) for row in rows]
    cities = [int(row["cities"]) for row in rows]
    volosts = [int(row["volosts"]) if row["volosts"] and not small else -1 for row in rows]
    if small:
        uezds = [min(number, max(2, number // 5)) for number in uezds]
        cities = [min(number, 2) for number in cities]
    return np.array(uezds), np.array(cities), np.array(volosts)


def kinds_in_guberniyas(size: Size, random: Random, rows: list[dict[str, str]]) -> tuple[list[Ints], list[Ints]]:
    """The kinds of the nuclei of each guberniya, in town and in the country, with the quotas of the whole."""
    uezds, cities, volosts = counts(size, rows)
    town_weight = np.array([float(row["town"]) for row in rows])
    moscow = [row["code"] for row in rows].index(MOSCOW)
    quota = size.town_nuclei
    total = apportion(int(quota.sum()), town_weight, cities + 1)
    odds = quota.astype(np.float64)
    odds[[MISCELLANEOUS, UNSTATED]] = 0
    in_moscow = apportion(int(total[moscow]), odds, (odds > 0).astype(np.int64))
    rest = random.permutation(np.repeat(np.arange(len(KINDS)), quota - in_moscow))
    cuts = np.cumsum(np.delete(total, moscow))[:-1]
    town = np.split(rest, cuts)
    town.insert(moscow, random.permutation(np.repeat(np.arange(len(KINDS)), in_moscow)))
    quota = size.country_nuclei
    people = np.array([float(row["people"]) for row in rows])
    total = apportion(int(quota.sum()), people, np.maximum(volosts, uezds))
    country = np.split(random.permutation(np.repeat(np.arange(len(KINDS)), quota)), np.cumsum(total)[:-1])
    return town, country


def grow(size: Size, random: Random) -> Tree:
    """Draw the tree of today: how many units, of what kind, under which; no days yet."""
    rows = listed(size)
    uezds, cities, stated_volosts = counts(size, rows)
    town, country = kinds_in_guberniyas(size, random, rows)
    uezd_guberniya: list[int] = []
    uezd_is_city: list[bool] = []
    volost_uezd: list[int] = []
    nuclei: list[tuple[int, int, int, int]] = []  # uezd, volost, kind, town
    for at in range(len(rows)):
        first = len(uezd_guberniya)
        uezd_guberniya += [at] * int(uezds[at] + cities[at])
        uezd_is_city += [False] * int(uezds[at]) + [True] * int(cities[at])
        odds = np.concatenate(
            [np.full(uezds[at], 0.4 / max(uezds[at], 1)), np.full(cities[at], 0.6 / max(cities[at], 1))]
        )
        odds = odds * random.uniform(0.6, 1.4, len(odds))
        homes = apportion(
            len(town[at]), odds, np.concatenate([np.zeros(uezds[at]), np.ones(cities[at])]).astype(np.int64)
        )
        places = np.repeat(np.arange(first, first + len(odds)), homes)
        nuclei += zip(places.tolist(), [-1] * len(places), town[at].tolist(), [1] * len(places), strict=True)
        if uezds[at]:
            number = int(stated_volosts[at]) if stated_volosts[at] > 0 else max(len(country[at]) // 3, int(uezds[at]))
            of_uezds = apportion(number, random.uniform(0.5, 1.5, uezds[at]), 1)
            start = len(volost_uezd)
            volost_uezd += np.repeat(np.arange(first, first + uezds[at]), of_uezds).tolist()
            homes = scattered(random, len(country[at]), random.uniform(0.5, 1.5, number), 1)
            places = np.repeat(np.arange(start, start + number), homes)
            above = np.array(volost_uezd)[places]
            nuclei += zip(above.tolist(), places.tolist(), country[at].tolist(), [0] * len(places), strict=True)
    return planted(size, random, rows, np.array(uezd_guberniya), np.array(uezd_is_city), np.array(volost_uezd), nuclei)


def planted(
    size: Size,
    random: Random,
    rows: list[dict[str, str]],
    uezd_guberniya: Ints,
    uezd_is_city: Flags,
    volost_uezd: Ints,
    nuclei: list[tuple[int, int, int, int]],
) -> Tree:
    """Put the arrays of a tree together, nuclei in the order of their uezds, and add those dissolved before today."""
    table = np.array(sorted(nuclei), dtype=np.int64)
    gone = np.sort(random.integers(0, len(table), size.part(sizes.DISSOLVED_NUCLEI)))
    until = np.concatenate([np.full(len(table), FAR), between(random, day(1921, 6, 1), day(1923, 3, 25), len(gone))])
    since = np.concatenate(
        [np.zeros(len(table), np.int64), between(random, day(1918, 9, 1), day(1920, 9, 1), len(gone))]
    )
    table = np.concatenate([table, table[gone]])
    count = len(uezd_guberniya)
    return Tree(
        rows=rows,
        uezd_guberniya=uezd_guberniya,
        uezd_is_city=uezd_is_city,
        uezd_since=FIRST + random.integers(1, 80, count),
        uezd_until=np.full(count, FAR),
        uezd_change=np.zeros(count, np.int64),
        volost_uezd=volost_uezd,
        volost_since=np.zeros(len(volost_uezd), np.int64),
        volost_until=np.full(len(volost_uezd), FAR),
        volost_change=np.zeros(len(volost_uezd), np.int64),
        volost_former_uezd=np.full(len(volost_uezd), -1),
        volost_moved=np.zeros(len(volost_uezd), np.int64),
        kind=table[:, 2],
        town=table[:, 3] == 1,
        uezd=table[:, 0],
        volost=table[:, 1],
        since=since,
        until=until,
        roll_uezd=table[:, 0].copy(),
    )
