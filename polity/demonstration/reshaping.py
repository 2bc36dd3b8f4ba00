"""Uezds that were merged and city districts that were split in 1922 and 1923. All of it is synthetic."""

import numpy as np

from polity.demonstration.draws import Ints, Random, day
from polity.demonstration.sizes import FAR, FIRST, Size
from polity.demonstration.tree import Tree

MERGES = {"TVE": day(1922, 10, 1), "TAM": day(1923, 1, 1), "POL": day(1922, 4, 1)}
SPLITS = {"PET": day(1922, 9, 1), "KHA": day(1923, 2, 1)}


def reshape(tree: Tree, size: Size, random: Random) -> None:
    """Give some of today's uezds and districts their past: two that became one, one that became two."""
    codes = {row["code"] for row in tree.rows}
    for code, on in MERGES.items():
        if code in codes:
            (merged, *_) = _districts(tree, code, cities=False)
            earlier = _gone(tree, random, [merged, merged], on)
            _assign(tree, merged, earlier, on, random)
    for code, on in SPLITS.items():
        if code in codes:
            first, second, *_ = _districts(tree, code, cities=True)
            earlier = _gone(tree, random, [first], on)
            for part in (first, second):
                _assign(tree, part, earlier, on, random)


def _districts(tree: Tree, code: str, *, cities: bool) -> list[int]:
    """The uezds or city districts of a guberniya that stand today."""
    in_guberniya = (tree.uezd_guberniya == tree.index(code)) & (tree.uezd_is_city == cities)
    return np.flatnonzero(in_guberniya & (tree.uezd_until == FAR)).tolist()


def _gone(tree: Tree, random: Random, like: list[int], on: int) -> list[int]:
    """Add uezds that stood until a day, in the guberniya of those they resemble."""
    first = len(tree.uezd_guberniya)
    number = len(like)
    tree.uezd_guberniya = np.append(tree.uezd_guberniya, tree.uezd_guberniya[like])
    tree.uezd_is_city = np.append(tree.uezd_is_city, tree.uezd_is_city[like])
    tree.uezd_since = np.append(tree.uezd_since, FIRST + random.integers(1, 80, number))
    tree.uezd_until = np.append(tree.uezd_until, np.full(number, on))
    tree.uezd_change = np.append(tree.uezd_change, np.zeros(number, np.int64))
    return list(range(first, first + number))


def _assign(tree: Tree, uezd: int, earlier: list[int], on: int, random: Random) -> None:
    """Say of everything in an uezd to which earlier uezd it belonged before the day."""
    tree.uezd_since[uezd] = tree.uezd_change[uezd] = on
    volosts = np.flatnonzero(tree.volost_uezd == uezd)
    tree.volost_former_uezd[volosts] = _shared(earlier, len(volosts), random)
    tree.volost_moved[volosts] = on
    nuclei = np.flatnonzero(tree.uezd == uezd)
    rural = tree.volost[nuclei] >= 0
    tree.roll_uezd[nuclei[~rural]] = _shared(earlier, int((~rural).sum()), random)
    tree.roll_uezd[nuclei[rural]] = tree.volost_former_uezd[tree.volost[nuclei[rural]]]


def _shared(earlier: list[int], count: int, random: Random) -> Ints:
    """Share a number of units out among the earlier uezds as evenly as it goes."""
    return random.permutation(np.array(earlier)[np.arange(count) % len(earlier)])
