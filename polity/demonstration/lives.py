"""When people came, were admitted, moved and left: their lives in the organisation as days.

The years of entry of today's members are those stated; everything else about their lives is synthetic.
"""

from dataclasses import dataclass

import numpy as np

from polity.demonstration import sizes
from polity.demonstration.draws import Flags, Floats, Ints, Random, apportion, between, day, pick, ranked
from polity.demonstration.people import CANDIDATE, FORMER, MEMBER, SYMPATHISER, People
from polity.demonstration.sizes import (
    BEFORE_PURGE,
    CANDIDATE_PERIODS_SINCE,
    EDUCATIONAL,
    FACTORY,
    FAR,
    FIRST,
    MILITARY,
    NEW_YEAR_1922,
    PEASANT,
    RULES_1922,
    SOVIET,
    TAKEN,
    TRANSPORT,
    Size,
)
from polity.demonstration.sources import persons, stated
from polity.demonstration.tree import Tree

WORKER, PEASANT_CATEGORY, EMPLOYEE, UNASCERTAINED = range(4)
REASONS = ("", "purged", "left", "excluded", "died", "lapsed")
PURGED, LEFT, EXCLUDED, DIED, LAPSED = range(1, 6)
PURGE = (day(1921, 8, 15), day(1921, 12, 21))
LEAVERS_BY_YEAR = {1916: 0.005, 1917: 0.04, 1918: 0.14, 1919: 0.36, 1920: 0.38, 1921: 0.075}  # synthetic


@dataclass
class Lives:
    """Days of each person, in the order of `People`; FAR is never, 0 is not at all."""

    social: Ints  # social category
    other_party: Flags  # was once in another party
    candidate_since: Ints
    member_since: Ints
    left: Ints
    reason: Ints
    out_from: Ints  # the stretch between a purge and readmission
    out_to: Ints

    @property
    def first(self) -> Ints:
        """The first day with a standing."""
        return np.where(self.candidate_since > 0, self.candidate_since, self.member_since)


def live(people: People, tree: Tree, size: Size, random: Random) -> Lives:
    """Draw the lives of all."""
    count = len(people)
    zeros, never = np.zeros(count, np.int64), np.full(count, FAR)
    none = np.zeros(count, np.bool_)
    lives = Lives(zeros.copy(), none, zeros.copy(), zeros.copy(), never, zeros.copy(), never.copy(), never.copy())
    members, candidates, formers = people.of(MEMBER), people.of(CANDIDATE), people.of(FORMER)
    _enter(lives, people, tree, size, random, members)
    _leave(lives, people, size, random, formers)
    _categorise(lives, people, tree, size, random)
    _from_other_parties(lives, size, random, members, candidates, formers)
    _serve(lives, random, np.concatenate([members, formers]))
    _apply(lives, random, candidates)
    friends = people.of(SYMPATHISER)
    lives.candidate_since[friends] = between(random, day(1922, 9, 1), day(1923, 3, 20), len(friends))
    lives.member_since[friends] = lives.member_since[candidates] = FAR
    return lives


def days_of_years(random: Random, years: Ints) -> Ints:
    """A day in each year; 1916 is any before 1917."""
    days = np.zeros(len(years), np.int64)
    spread = {
        1917: ((day(1917, 1, 10), day(1917, 3, 1), 0.04), (day(1917, 3, 1), day(1918, 1, 1), 0.96)),
        1918: ((day(1918, 1, 1), day(1919, 1, 1), 1.0),),
        1919: ((day(1919, 1, 1), day(1919, 9, 15), 0.5), (day(1919, 9, 15), day(1920, 1, 1), 0.5)),
        1920: ((day(1920, 1, 1), day(1921, 1, 1), 1.0),),
        1921: ((day(1921, 1, 1), BEFORE_PURGE, 0.85), (BEFORE_PURGE + 1, day(1921, 12, 28), 0.15)),
        1922: ((day(1922, 1, 3), day(1923, 1, 1), 1.0),),
        1923: ((day(1923, 1, 1), day(1923, 4, 8), 1.0),),
        1916: ((FIRST + 90, day(1905, 1, 1), 0.2), (day(1905, 1, 1), day(1917, 1, 1), 0.8)),
    }
    for year, stretches in spread.items():
        here = np.flatnonzero(years == year)
        which = pick(random, [odds for _, _, odds in stretches], len(here))
        low = np.array([start for start, _, _ in stretches])[which]
        high = np.array([end for _, end, _ in stretches])[which]
        days[here] = between(random, low, high, len(here))
    return days


def _enter(lives: Lives, people: People, tree: Tree, size: Size, random: Random, members: Ints) -> None:
    """Today's members: so many of each year as is stated, those of town nuclei a little earlier."""
    years = np.repeat(list(size.entered), list(size.entered.values()))
    order = np.argsort(random.random(len(members)) - 0.1 * tree.town[people.nucleus[members]], kind="stable")
    lives.member_since[members[order]] = days_of_years(random, years)
    early = members[lives.member_since[members] < day(1921, 5, 1)]
    back = random.choice(early, size.part(sizes.READMITTED), replace=False)
    lives.out_from[back] = between(random, *PURGE, len(back))
    lives.out_to[back] = between(random, day(1922, 3, 1), day(1923, 2, 28), len(back))


def _leave(lives: Lives, people: People, size: Size, random: Random, formers: Ints) -> None:
    """Leavers: before the purge, in it, and after it; so many after that early 1922 has the members it is said to."""
    entered = size.entered
    since = size.members_early_1922 - size.members + entered[1922] + entered[1923] + size.part(sizes.READMITTED)
    early, lapsed = size.part(sizes.LEFT_EARLY), size.part(sizes.LAPSED_CANDIDATES)
    groups = np.split(random.permutation(formers), np.cumsum([since, early, lapsed]))
    years = list(LEAVERS_BY_YEAR)
    for group in (groups[0], groups[3]):
        drawn = np.array(years)[pick(random, list(LEAVERS_BY_YEAR.values()), len(group))]
        lives.member_since[group] = np.minimum(days_of_years(random, drawn), BEFORE_PURGE - 5)
    lives.left[groups[3]] = between(random, *PURGE, len(groups[3]))
    lives.reason[groups[3]] = PURGED
    lives.left[groups[0]] = between(random, NEW_YEAR_1922 + 1, TAKEN, len(groups[0]))
    lives.reason[groups[0]] = np.array([LEFT, EXCLUDED, DIED, LAPSED])[pick(random, [4, 3, 2, 1], len(groups[0]))]
    drawn = np.array([1917, 1918, 1919, 1920])[pick(random, [1, 3, 5, 3], early)]
    lives.member_since[groups[1]] = days_of_years(random, drawn)
    lives.left[groups[1]] = between(random, lives.member_since[groups[1]] + 60, BEFORE_PURGE - 30, early)
    lives.reason[groups[1]] = np.array([LEFT, EXCLUDED, DIED])[pick(random, [35, 20, 45], early)]
    lives.candidate_since[groups[2]] = between(random, day(1920, 1, 10), day(1922, 6, 1), lapsed)
    lives.left[groups[2]] = lives.candidate_since[groups[2]] + random.integers(60, 300, lapsed)
    lives.reason[groups[2]] = LAPSED
    lives.member_since[groups[2]] = FAR  # never reached


def likely_categories(kinds: Ints) -> Floats:
    """The odds of each social category by kind of nucleus."""
    odds = np.array([[40.0, 25, 25, 10]] * len(sizes.KINDS))
    odds[FACTORY] = [80, 4, 10, 6]
    odds[TRANSPORT] = [76, 6, 12, 6]
    odds[PEASANT] = [22, 62, 10, 6]
    odds[MILITARY] = [38, 42, 12, 8]
    odds[SOVIET] = [26, 12, 55, 7]
    odds[EDUCATIONAL] = [34, 14, 42, 10]
    return np.asarray(odds[kinds])


def _categorise(lives: Lives, people: People, tree: Tree, size: Size, random: Random) -> None:
    """Social categories: exact for today's members, near the stated shares on the days of which shares are stated."""
    likely = likely_categories(tree.kind[people.nucleus])
    lives.social[:] = (random.random(len(people))[:, None] * 100 >= np.cumsum(likely, axis=1)[:, :-1]).sum(axis=1)
    members = people.of(MEMBER)
    since = lives.member_since[members]
    back = lives.out_from[members] != FAR
    strata = [members[(since < BEFORE_PURGE) & ~back], members[(since >= BEFORE_PURGE) & (since < NEW_YEAR_1922)]]
    strata += [members[since >= NEW_YEAR_1922], members[back]]
    quotas = [apportion(len(stratum), size.social) for stratum in strata[1:]]
    quotas.insert(0, size.social - sum(quotas))
    formers = people.of(FORMER)
    here = formers[lives.member_since[formers] < BEFORE_PURGE]
    later = here[lives.left[here] >= NEW_YEAR_1922]
    purged = here[lives.reason[here] == PURGED]
    strata += [later, purged]
    quotas.append(apportion(len(later), size.social))
    share = int(stated("C024")) / 100  # of workers before the purge
    workers = round(share * (len(strata[0]) + len(strata[3]) + len(later) + len(purged)))
    workers -= sum(int(quotas[at][0]) for at in (0, 3, 4))
    rest = apportion(len(purged) - workers, [44, 46, 10])
    quotas.append(np.concatenate([[workers], rest]))
    for stratum, quota in zip(strata, quotas, strict=True):
        lives.social[stratum] = ranked(random, quota, likely[stratum])


def _from_other_parties(
    lives: Lives, size: Size, random: Random, members: Ints, candidates: Ints, formers: Ints
) -> None:
    """Who was once in another party: stated for members; of candidates and former people a synthetic share."""
    stratum = members[lives.member_since[members] >= day(1917, 3, 1)]
    for group, number in (
        (stratum, size.part(persons("C034"))),
        (candidates, len(candidates) // 40),
        (formers, len(formers) // 12),
    ):
        lives.other_party[random.choice(group, number, replace=False)] = True


def _serve(lives: Lives, random: Random, rows: Ints) -> None:
    """Candidate periods of those who became members: at least the period of the rules of the day."""
    rows = rows[(lives.member_since[rows] < FAR) & (lives.member_since[rows] > CANDIDATE_PERIODS_SINCE)]
    simple = lives.social[rows] <= PEASANT_CATEGORY
    early = np.where(simple, 61, 184)
    late = np.array([184, 366, 731, 731])[lives.social[rows]]
    late = np.where(lives.other_party[rows], 731, late)
    period = np.where(lives.member_since[rows] >= RULES_1922, late, early)
    start = lives.member_since[rows] - period - random.exponential(25, len(rows)).astype(np.int64)
    served = start >= CANDIDATE_PERIODS_SINCE
    lives.candidate_since[rows[served]] = start[served]


def _apply(lives: Lives, random: Random, rows: Ints) -> None:
    """Today's candidates: some have served the period of their category, most have not."""
    months = np.array([10.0, 17.0, 30.0, 26.0])[lives.social[rows]]
    months = np.where(lives.other_party[rows], 30.0, months)
    served = (random.beta(1.05, 1.35, len(rows)) * months * 30.44).astype(np.int64)
    lives.candidate_since[rows] = TAKEN - 3 - served
