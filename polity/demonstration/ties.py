"""What binds people: sponsors of candidates, contacts of sympathisers, offices and posts. All of it is synthetic but
the number of contacts in Moscow.
"""

from dataclasses import dataclass

import numpy as np

from polity.demonstration import sizes
from polity.demonstration.draws import Flags, Ids, Ints, Random, apportion, between, day
from polity.demonstration.homes import Spells
from polity.demonstration.lives import WORKER, Lives
from polity.demonstration.people import CANDIDATE, MEMBER, SYMPATHISER, People
from polity.demonstration.sizes import FAR, TAKEN, Size
from polity.demonstration.sources import persons
from polity.demonstration.tree import MOSCOW, Tree
from polity.demonstration.units import Units

SPONSORED_SINCE = day(1922, 1, 1)
STANDING_DAYS = 731  # what most sponsors have: two years
SHORT = 0.07  # share of candidates whose sponsors were taken as they came
COMMISSIONERS, CENTRAL_COMMISSIONERS = 3, 5
RANKS = ("guberniya_secretary", "uezd_secretary", *sizes.POSTS)
SALARIES = (9_000, 7_200, 19_500, 15_000, 8_400)  # in kopeks a month, by rank


@dataclass
class Pairs:
    """Rows of two people, by their place in `People`, with a day."""

    row: Ints
    other: Ints
    since: Ints


@dataclass
class Held:
    """Offices, or posts, with who holds them, by their place in `People`."""

    number: Ints  # ids of terms, or of posts
    what: list[str]
    unit: Ints  # ids
    row: Ints
    since: Ints


def sponsors(people: People, lives: Lives, tree: Tree, random: Random) -> Pairs:
    """Two or three members of the candidate's uezd recommend each candidate since 1922; some lack the standing."""
    uezd = tree.uezd[people.nucleus]
    able = np.flatnonzero((people.standing == MEMBER) & (lives.out_from == FAR))
    span = 1 << 22
    keys = uezd[able] * span + lives.member_since[able]
    able, keys = able[np.argsort(keys, kind="stable")], np.sort(keys)
    rows = np.flatnonzero((people.standing == CANDIDATE) & (lives.candidate_since >= SPONSORED_SINCE))
    since = lives.candidate_since[rows]
    short = random.random(len(rows)) < SHORT
    low = np.searchsorted(keys, uezd[rows] * span)
    high = np.searchsorted(keys, uezd[rows] * span + since - np.where(short, 30, STANDING_DAYS))
    wanted = np.where(lives.social[rows] == WORKER, 2, 3) - (random.random(len(rows)) < 0.04)
    number = high - low
    start = (random.random(len(rows)) * number).astype(np.int64)
    step = 1 + (random.random(len(rows)) * np.maximum((number - 1) // 3, 0)).astype(np.int64)
    parts = []
    for nth in range(3):
        here = np.flatnonzero((nth < wanted) & (nth < number))
        chosen = low[here] + (start[here] + nth * step[here]) % number[here]
        parts.append((rows[here], able[chosen], since[here]))
    row, other, days = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(row, kind="stable")
    return Pairs(row[order], other[order], days[order])


def contacts(people: People, lives: Lives, homes: Spells, tree: Tree, size: Size, random: Random) -> Pairs:
    """So many members of Moscow as is stated keep in touch with its sympathisers, each of their own district."""
    uezd = tree.uezd[people.nucleus]
    friends = people.of(SYMPATHISER)
    districts = np.unique(uezd[friends])
    share = apportion(size.part(persons("C059")), np.bincount(uezd[friends])[districts], 1)
    moscow = tree.uezd_guberniya[uezd] == tree.index(MOSCOW)
    able = moscow & (people.standing == MEMBER) & (lives.member_since < day(1922, 6, 1)) & (lives.out_from == FAR)
    since = np.zeros(len(people), np.int64)
    parts = []
    for district, number in zip(districts.tolist(), share.tolist(), strict=True):
        here = friends[uezd[friends] == district]
        keep = random.choice(np.flatnonzero(able & (uezd == district)), number, replace=False)
        parts.append((here, keep[np.arange(len(here)) % number]))
        since[here] = np.minimum(lives.candidate_since[here] + random.integers(0, 20, len(here)), TAKEN - 5)
    row, other = (np.concatenate(column) for column in zip(*parts, strict=True))
    order = np.argsort(row, kind="stable")
    return Pairs(row[order], other[order], since[row[order]])


class _Choosing:
    """Choosing holders: the longest standing of each group first, nobody twice while others are left."""

    def __init__(self, people: People, lives: Lives, random: Random) -> None:
        fit = (people.standing == MEMBER) & (lives.out_from == FAR) & ~lives.other_party
        self.rows = np.flatnonzero((people.standing == MEMBER) & (lives.out_from == FAR))
        years = random.random(len(self.rows)) * 700
        self.keys = lives.member_since[self.rows] + years + np.where(fit[self.rows], 0, 50_000)
        self.taken: Flags = np.zeros(len(people), np.bool_)

    def each(self, group: Ints) -> tuple[Ints, Ints]:
        """One holder for every group (a number per person, -1 for none): the groups and the rows of the holders."""
        keys = self.keys + self.taken[self.rows] * 1_000_000
        order = np.lexsort((keys, group[self.rows]))
        ordered = group[self.rows][order]
        first = np.flatnonzero(np.append(True, np.diff(ordered) != 0) & (ordered >= 0))
        chosen = self.rows[order[first]]
        self.taken[chosen] = True
        return ordered[first], chosen


def offices(people: People, lives: Lives, homes: Spells, tree: Tree, units: Units, ids: Ids, random: Random) -> Held:
    """A secretary for every unit that stands, control commissioners for the guberniyas and the centre."""
    choosing = _Choosing(people, lives, random)
    nucleus = people.nucleus
    guberniya = tree.uezd_guberniya_today[tree.uezd[nucleus]]
    centre = np.where(guberniya == tree.index(MOSCOW), 0, -1)
    settled = np.zeros(len(people), np.int64)
    last = homes.until == FAR
    settled[homes.row[last]] = homes.since[last]
    levels = [
        ("secretary", centre, np.array([units.centre]), np.zeros(1, np.int64)),
        ("secretary", guberniya, units.guberniyas, np.zeros(len(units.guberniyas), np.int64)),
        ("secretary", tree.uezd[nucleus], units.uezds, tree.uezd_since),
        ("secretary", tree.volost[nucleus], units.volosts, tree.volost_since),
        ("secretary", nucleus, units.nuclei, tree.since),
    ]
    levels += [("control_commissioner", *levels[1][1:])] * COMMISSIONERS
    levels += [("control_commissioner", *levels[0][1:])] * CENTRAL_COMMISSIONERS
    what: list[str] = []
    unit, rows, since = [], [], []
    for office, group, numbers, stood in levels:
        where, chosen = choosing.each(group)
        what += [office] * len(where)
        unit.append(numbers[where])
        rows.append(chosen)
        started = between(random, day(1923, 1, 16), day(1923, 4, 8), len(where))
        since.append(np.maximum(np.maximum(started, stood[where]), settled[chosen]))
    row = np.concatenate(rows)
    return Held(ids.take(len(row)), what, np.concatenate(unit), row, np.concatenate(since))


def posts(
    people: People, lives: Lives, tree: Tree, units: Units, size: Size, held: Held, ids: Ids, random: Random
) -> Held:
    """Posts whose holders the statutes ask to be of some standing: the secretaries', and others in the guberniyas."""
    above = set(units.guberniyas.tolist()), set(units.uezds.tolist())
    what: list[str] = []
    unit, rows, since = [], [], []
    for rank, those in zip(RANKS, above, strict=False):
        here = [at for at, office in enumerate(held.what) if office == "secretary" and int(held.unit[at]) in those]
        what += [rank] * len(here)
        unit.append(held.unit[here])
        rows.append(held.row[here])
        since.append(held.since[here])
    able = np.flatnonzero((people.standing == MEMBER) & (lives.out_from == FAR))
    for rank, number in sizes.POSTS.items():
        chosen = random.choice(able, size.part(number), replace=False)
        what += [rank] * len(chosen)
        unit.append(units.guberniyas[tree.uezd_guberniya_today[tree.uezd[people.nucleus[chosen]]]])
        rows.append(chosen)
        since.append(np.maximum(between(random, day(1922, 9, 1), TAKEN - 20, len(chosen)), lives.member_since[chosen]))
    row = np.concatenate(rows)
    return Held(ids.take(len(row)), what, np.concatenate(unit), row, np.concatenate(since))
