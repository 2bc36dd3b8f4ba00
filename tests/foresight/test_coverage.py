"""Where history goes on as it was, bands hold what comes as often as they say."""

import numpy as np

from polity.foresight.counting import Estimated, History, estimate, rates
from polity.foresight.fans import within
from polity.foresight.projection import OLDEST, SERVED, STANDING, WAITED, Lumps, band, project

WINDOW, AHEAD, WORLDS = 24, 12, 150
LEAVING, PROMOTING, PARTING, APPLYING = 0.01, 0.08, 0.006, 70
SHAPES = (len(SERVED) + 1, len(WAITED) + 1, len(STANDING) + 1)


def world(random: np.random.Generator) -> tuple[Estimated, int, int, int]:
    """One group that lived by fixed rates: what its history says, where it stands, and what came a year later."""
    members, candidates = 4000, 600
    left, parted = np.zeros((1, WINDOW, 1, SHAPES[0])), np.zeros((1, WINDOW, 1, SHAPES[2]))
    done, might, there = (np.zeros((WINDOW, 1, size)) for size in (SHAPES[1], SHAPES[1], SHAPES[0]))
    stock, admitted = np.zeros((WINDOW, 1, SHAPES[2])), np.zeros((WINDOW, 1))
    now = (members, candidates)
    for month in range(WINDOW + AHEAD):
        if month == WINDOW:
            now = (members, candidates)
        gone, dropped = random.binomial(members, PARTING), random.binomial(candidates, LEAVING)
        became, came = random.binomial(candidates - dropped, PROMOTING), random.poisson(APPLYING)
        if month < WINDOW:
            left[0, month, 0, 0], there[month, 0, 0] = dropped, candidates
            parted[0, month, 0, 0], stock[month, 0, 0] = gone, members
            done[month, 0, 0], might[month, 0, 0], admitted[month, 0] = became, candidates - dropped, came
        members, candidates = members - gone + became, candidates - dropped - became + came
    history = History(("left",), left, there, done, might, parted, stock, admitted, np.zeros((WINDOW, 1)), 0)
    return estimate(history), *now, members


def test_bands_hold_what_came() -> None:
    random = np.random.default_rng(1923)
    entry = np.arange(-1, AHEAD)
    held = []
    for seed in range(WORLDS):
        found, members, candidates, came = world(random)
        lumps = Lumps(
            group=np.zeros(AHEAD + 1, np.int64), start=np.where(entry < 0, candidates, 0).astype(np.float64),
            entry=entry, weight=(entry >= 0).astype(np.float64), served=np.where(entry < 0, 0, -entry - 1),
            waited=np.zeros(AHEAD + 1, np.int64), may=np.arange(AHEAD) > entry[:, None],
        )  # fmt: skip
        drawn = rates(found, draws=200, months=AHEAD, seed=seed)
        there = np.zeros((1, OLDEST + 1))
        there[0, 0] = members
        course = project(lumps, there, drawn)
        held.append(within(course.members[:, -1, 0], came, (50, 80, 90)))
    share = np.array(held).mean(axis=0)
    assert (share >= [0.4, 0.7, 0.8]).all(), share
    assert (share <= [0.75, 0.95, 0.99]).all(), share


def test_a_band_begins_with_its_month() -> None:
    assert [int(band(np.array(month), STANDING)) for month in (0, 11, 12, 35, 36, 60)] == [0, 0, 1, 1, 2, 3]
