"""Where people stood on every day: moves between nuclei, days of founding, and the spells that follow from them.

Whoever came before their nucleus was founded stood on the roll of its uezd; who leaves stands there as former.
"""

from dataclasses import dataclass

import numpy as np

from polity.demonstration import sizes
from polity.demonstration.draws import Flags, Ints, Random, between, day, nth_smallest
from polity.demonstration.lives import Lives
from polity.demonstration.people import CANDIDATE, FORMER, MEMBER, SYMPATHISER, People
from polity.demonstration.sizes import FAR, TAKEN
from polity.demonstration.tree import Tree

MOVERS = 0.10  # of today's members and candidates: synthetic
VILLAGE, ARMY, TOWN = day(1917, 4, 1), day(1918, 2, 23), day(1903, 9, 1)  # no nucleus is older
FOUNDERS = 3  # a nucleus is founded when three have come


@dataclass
class Spells:
    """Rows in the order of people and days. Units are numbers: uezds first, then nuclei after them."""

    row: Ints  # of the person
    home: Ints  # below the number of uezds an uezd, otherwise a nucleus after them
    standing: Ints
    since: Ints
    until: Ints


@dataclass
class Moves:
    """The nucleus before the present one, and the day of the move; -1 and 0 where nobody moved."""

    nucleus: Ints
    on: Ints


def settle(people: People, lives: Lives, tree: Tree, random: Random) -> Moves:
    """Found the nuclei by their first people and let some people come from other nuclei."""
    stay = np.flatnonzero((people.standing == MEMBER) | (people.standing == CANDIDATE))
    standing = tree.standing
    founded, founder = nth_smallest(people.nucleus[stay], lives.first[stay], standing, FOUNDERS)
    oldest = np.where(tree.town, TOWN, VILLAGE)
    oldest = np.where(tree.kind == sizes.MILITARY, ARMY, oldest)
    tree.since[:standing] = np.maximum(founded, oldest[:standing])
    _rehouse_leavers(people, lives, tree, random)
    _befriend(people, lives, tree)
    movable = stay[~founder & (lives.out_from[stay] == FAR)]
    movers = np.sort(random.choice(movable, round(len(stay) * MOVERS), replace=False))
    moves = Moves(np.full(len(people), -1), np.zeros(len(people), np.int64))
    third = random.random(len(movers))
    _from_dissolved(movers[third < 0.45], people, lives, tree, random, moves)
    _from_standing(movers[third >= 0.45], people, lives, tree, random, moves)
    return moves


def _rehouse_leavers(people: People, lives: Lives, tree: Tree, random: Random) -> None:
    """Those who left after their nucleus was dissolved left another of its uezd."""
    formers = people.of(FORMER)
    late = formers[lives.left[formers] > tree.until[people.nucleus[formers]]]
    people.nucleus[late] = _one_of_uezd(tree, tree.uezd[people.nucleus[late]], random)


def _befriend(people: People, lives: Lives, tree: Tree) -> None:
    """A sympathiser comes to a nucleus that stands."""
    friends = people.of(SYMPATHISER)
    lives.candidate_since[friends] = np.maximum(lives.candidate_since[friends], tree.since[people.nucleus[friends]])


def _one_of_uezd(tree: Tree, uezd: Ints, random: Random) -> Ints:
    """A nucleus that stands today in each uezd: nuclei lie in the order of their uezds."""
    homes = tree.uezd[: tree.standing]
    low, high = np.searchsorted(homes, uezd), np.searchsorted(homes, uezd, side="right")
    return low + (random.random(len(uezd)) * (high - low)).astype(np.int64)


def _from_dissolved(rows: Ints, people: People, lives: Lives, tree: Tree, random: Random, moves: Moves) -> None:
    """People whose nucleus was dissolved moved first, on the day."""
    uezd = tree.uezd[people.nucleus[rows]]
    gone = tree.uezd[tree.standing :]
    low, high = np.searchsorted(gone, uezd), np.searchsorted(gone, uezd, side="right")
    nucleus = tree.standing + np.minimum(
        low + (random.random(len(rows)) * (high - low)).astype(np.int64), len(gone) - 1
    )
    on = tree.until[nucleus]
    fits = (high > low) & (on > lives.first[rows] + 40) & (on >= tree.since[people.nucleus[rows]])
    moves.nucleus[rows[fits]] = nucleus[fits]
    moves.on[rows[fits]] = on[fits]


def _from_standing(rows: Ints, people: People, lives: Lives, tree: Tree, random: Random, moves: Moves) -> None:
    """Others moved from a nucleus of the same uezd, or from anywhere."""
    nucleus = _one_of_uezd(tree, tree.uezd[people.nucleus[rows]], random)
    far = random.random(len(rows)) < 0.3
    nucleus[far] = random.integers(0, tree.standing, int(far.sum()))
    low = np.maximum(np.maximum(lives.first[rows], tree.since[nucleus]) + 30, tree.since[people.nucleus[rows]])
    fits = (low < TAKEN - 5) & (nucleus != people.nucleus[rows])
    moves.nucleus[rows[fits]] = nucleus[fits]
    moves.on[rows[fits]] = between(random, low, TAKEN - 4, len(rows))[fits]


def home_at(tree: Tree, nucleus: Ints, at: Ints, away: Flags) -> Ints:
    """The home of a person on a day: the nucleus once it stands, the uezd's roll before that and for those away."""
    roll = tree.uezd_at(nucleus, at)
    return np.where(away | (at < tree.since[nucleus]), roll, len(tree.uezd_since) + nucleus)


def spells(people: People, lives: Lives, moves: Moves, tree: Tree) -> Spells:
    """Every spell of everybody: days cut wherever standing or home changes, equal neighbours joined."""
    before = np.where(moves.nucleus >= 0, moves.nucleus, people.nucleus)
    none = np.int64(FAR)
    first = lives.first
    cuts = [
        first,
        np.where(people.standing == SYMPATHISER, none, lives.member_since),
        np.where(moves.nucleus >= 0, moves.on, none),
        lives.out_from,
        lives.out_to,
        lives.left,
        tree.since[before],
        tree.since[people.nucleus],
        tree.uezd_change[tree.uezd[before]],
        tree.uezd_change[tree.uezd[people.nucleus]],
    ]
    days = np.stack([np.where(cut < first, none, cut) for cut in cuts], axis=1).astype(np.int32)
    days.sort(axis=1)
    until = np.concatenate([days[:, 1:], np.full((len(days), 1), FAR, np.int32)], axis=1)
    row, column = np.nonzero(days < until)
    since = days[row, column].astype(np.int64)
    nucleus = np.where(since < moves.on[row], before[row], people.nucleus[row])
    out = (since >= lives.left[row]) | ((since >= lives.out_from[row]) & (since < lives.out_to[row]))
    home = home_at(tree, nucleus, since, out)
    standing = np.where(since >= lives.member_since[row], MEMBER, CANDIDATE)
    standing = np.where(out, FORMER, standing)
    standing = np.where(people.standing[row] == SYMPATHISER, SYMPATHISER, standing)
    changed = np.ones(len(row), np.bool_)
    changed[1:] = (np.diff(row) != 0) | (np.diff(home) != 0) | (np.diff(standing) != 0)
    starts = np.flatnonzero(changed)
    ends = np.append(starts[1:], len(row)) - 1
    return Spells(row[starts], home[starts], standing[starts], since[starts], until[row, column].astype(np.int64)[ends])
