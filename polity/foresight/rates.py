"""Rates out of counts: how often something happens to those it can happen to, and how sure that is.

A count of events over months of exposure, cell by cell, is pooled: each cell's rate is drawn toward the rate of all
cells as far as the cells do not differ by more than chance (Gamma-Poisson, by moments). What is drawn is what is not
known: the rate itself, and how far whole years lie above or below it, by chance too. Luck in single lives is left out.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

FEW = 10  # events; a cell with fewer rests mostly on the others
SURE = 1000.0  # the most that a pooled rate weighs, in events
LOOSE = 0.5  # the least
MOST = 0.95  # of those exposed in a month; a rate is a share and stays below one
KEPT = 0.97  # of what the level of admissions has moved away is still there a month later: half of it after two years
LEAST_MOVE = 0.02  # a month, in logarithms; eight months of history do not show a smaller one
REASONABLE = 0.35  # the most that a month's level is taken to move


class Pooled(NamedTuple):
    """The rate of an event in each cell, as a Gamma distribution, and the spread of whole months around it."""

    shape: Floats
    exposure: Floats  # the inverse scale
    swing: float  # squared coefficient of variation of a year's level
    events: float  # of all cells: how sure the rate of all is
    prior: Floats  # the part of the exposure that stands for all cells

    @property
    def mean(self) -> Floats:
        return np.minimum(self.shape / self.exposure, MOST)


def pool(events: Floats, exposure: Floats, swing: float = 0.0) -> Pooled:
    """Pool cells of one event. Arrays of one shape; a cell without exposure has the rate of all."""
    total, months = float(events.sum()), float(exposure.sum())
    mean = (total if total else LOOSE) / max(months, 1.0)
    seen = exposure[exposure > 0]
    spread = float((seen * (events[exposure > 0] / seen - mean) ** 2).sum()) - (len(seen) - 1) * mean
    weight = months - float((seen**2).sum()) / months if months else 0.0
    variance = spread / weight if weight > 0 else 0.0
    prior = SURE if variance <= 0 else min(max(mean**2 / variance, LOOSE), SURE)
    return Pooled(prior + events, prior / mean + exposure, swing, total + LOOSE, np.full(events.shape, prior / mean))


def swing(events: Floats, expected: Floats) -> float:
    """How far years lie apart beyond chance: events of each month, and as expected at one rate.

    Months that follow each other are alike as far as they have been: if they are not, their differences cancel out over
    a year; if they are wholly, a year lies as far off as a month.
    """
    here = expected > 0
    if int(here.sum()) < 3:
        return 0.0
    ratio = events[here] / expected[here]
    beyond = max(float(ratio.var(ddof=1)) - float((1 / expected[here]).mean()), 0.0)
    centred = ratio - ratio.mean()
    alike = float((centred[1:] * centred[:-1]).sum()) / max(float((centred**2).sum()), 1e-12)
    alike = min(max(alike, 0.0), 0.8)
    return beyond * min((1 + alike) / (1 - alike) / 12, 1.0)


def few(events: Floats, exposure: Floats) -> tuple[int, int]:
    """Cells with exposure that rest on fewer than ten events, and cells with exposure."""
    here = exposure > 0
    return int((here & (events < FEW)).sum()), int(here.sum())


def drawn(pooled: Pooled, draws: int, years: int, generator: np.random.Generator) -> Floats:
    """Rates by draw and year: one rate a cell and draw, times a level of the year that all cells share.

    The rate of all, toward which cells are drawn, is itself not known for certain: its draw is common to them.
    """
    common = generator.gamma(pooled.events, 1 / pooled.events, (draws, *(1,) * pooled.shape.ndim))
    exposure = pooled.exposure - pooled.prior + pooled.prior / common
    rate = generator.gamma(pooled.shape, 1.0, (draws, *pooled.shape.shape)) / exposure
    level = np.ones((draws, years))
    if pooled.swing > 0:
        level = generator.gamma(1 / pooled.swing, pooled.swing, (draws, years))
    wide = level.reshape((draws, years) + (1,) * pooled.shape.ndim)
    return np.asarray(np.minimum(rate[:, None] * wide, MOST))


@dataclass(frozen=True)
class Coming:
    """How many come in a month: a level that moves, and the shares of the groups among those who come.

    level    people a month at the start
    move     standard deviation of a month's move of the level, in logarithms
    noise    squared coefficient of variation of a month around its level, beyond chance
    shares   Dirichlet weights of the groups
    """

    level: float
    move: float
    noise: float
    shares: Floats

    @property
    def mean(self) -> Floats:
        return np.asarray(self.level * self.shares / max(float(self.shares.sum()), 1e-9))


def coming(counts: Floats) -> Coming:
    """Estimate from counts by month and group, the oldest month first."""
    totals = counts.sum(axis=1)
    if totals.sum() == 0:
        return Coming(0.0, 0.0, 0.0, np.ones(counts.shape[1]))
    logs = np.log(np.maximum(totals, 0.5))
    steps = np.diff(logs)
    noise, move = 0.0, LEAST_MOVE
    if len(steps) >= 3:
        noise = max(-float(np.mean((steps[1:] - steps.mean()) * (steps[:-1] - steps.mean()))), 0.0)
        chance = float((1 / np.maximum(totals, 0.5)).mean())
        move = float(np.sqrt(max(float(steps.var(ddof=1)) - 2 * max(noise, chance), 0.0)))
        noise = max(noise - chance, 0.0)
    move = min(max(move, LEAST_MOVE), REASONABLE)
    ratio = move**2 / max(noise, 1e-4)
    gain = (-ratio + float(np.sqrt(ratio**2 + 4 * ratio))) / 2
    level = float(logs[0])
    for value in logs[1:]:
        level += gain * (float(value) - level)
    return Coming(float(np.exp(level)), move, noise, _shares(counts))


def _shares(counts: Floats) -> Floats:
    """Weights of the groups; less sure as far as months differ in their shares by more than chance."""
    by_group, by_month, total = counts.sum(axis=0), counts.sum(axis=1), counts.sum()
    expected = np.outer(by_month, by_group) / total
    here = expected > 0
    freedom = max((int((by_month > 0).sum()) - 1) * (int((by_group > 0).sum()) - 1), 1)
    excess = max(float(((counts - expected)[here] ** 2 / expected[here]).sum()) / freedom, 1.0)
    return np.asarray(by_group / excess)


def came(coming: Coming, draws: int, months: int, generator: np.random.Generator) -> Floats:
    """How many come, by draw, month and group."""
    groups = len(coming.shares)
    moved = generator.normal(0.0, 1.0, (draws, months)) * coming.move
    level = np.zeros((draws, months))
    now = np.zeros(draws)
    for month in range(months):
        now = now * KEPT + moved[:, month]
        level[:, month] = now
    people = coming.level * np.exp(level)
    if coming.level > 0:
        apart = coming.noise + 1 / coming.level  # chance too
        people = people * generator.gamma(1 / apart, apart, (draws, months))
    weights = generator.gamma(np.where(coming.shares > 0, coming.shares, 1.0), 1.0, (draws, groups))
    weights = np.where(coming.shares > 0, weights, 0.0)
    total = weights.sum(axis=1, keepdims=True)
    share = np.divide(weights, total, out=np.zeros_like(weights), where=total > 0)
    return np.asarray(people[:, :, None] * share[:, None, :])
