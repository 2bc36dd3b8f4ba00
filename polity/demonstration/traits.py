"""What people are and do: attributes, with one change for some of them, as canonical JSON.

Exact are social categories, former parties (both set with the lives) and work at the bench on 1 January 1922, in all,
in Moscow and in Petrograd. Everything else is synthetic.
"""

from dataclasses import dataclass

import numpy as np

from polity.demonstration import sizes
from polity.demonstration.draws import Flags, Ints, Random, between, day, pick, pick_rows
from polity.demonstration.homes import Spells
from polity.demonstration.lives import WORKER, Lives
from polity.demonstration.names import MIXTURES, NATIONALITIES
from polity.demonstration.people import MEMBER, People
from polity.demonstration.sizes import FACTORY, FAR, NEW_YEAR_1922, TRANSPORT, Size
from polity.demonstration.sources import stated
from polity.demonstration.tree import MOSCOW, PETROGRAD, Tree

CLASSES = ("industrial_worker", "other_worker", "peasant", "artisan", "employee", "other", "unascertained")
ORIGINS = ("worker", "peasant", "employee", "other", "unascertained")
OCCUPATIONS = ("production", "transport", "soldier", "farming", "office", "studying", "household", "other")
PRODUCTION, TRANSPORTING, SOLDIER = range(3)
EDUCATIONS = ("none", "elementary", "secondary", "higher", "")  # the last is unknown
PARTIES = ("none", "sr", "menshevik", "anarchist", "other")

CLASS_OF = np.array(
    [[72, 28, 0, 0, 0, 0, 0], [0, 0, 88, 12, 0, 0, 0], [0, 0, 0, 0, 100, 0, 0], [0, 0, 0, 0, 0, 40, 60.0]]
)
ORIGIN_OF = np.array([[62, 30, 3, 3, 2], [6, 90, 1, 2, 1], [28, 34, 28, 8, 2], [20, 32, 10, 20, 18.0]])
EDUCATION_OF = np.array([[7, 82, 9, 0.5, 1.5], [16, 79, 3.5, 0, 1.5], [1, 57, 35, 5.5, 1.5], [8, 70, 15, 4, 3.0]])
OCCUPATION_IN = np.array(  # by kind of nucleus
    [
        [78, 2, 0, 1, 14, 1, 1, 3],
        [6, 74, 0, 1, 14, 1, 1, 3],
        [2, 1, 0, 78, 13, 1, 2, 3],
        [0, 1, 88, 0, 8, 1, 0, 2],
        [2, 2, 0, 2, 86, 2, 2, 4],
        [1, 0, 0, 0, 15, 82, 0, 2],
        [14, 5, 2, 8, 44, 4, 11, 12],
        [14, 6, 2, 18, 40, 3, 5, 12.0],
    ]
)
UNKNOWN_NATIONALITY, UNKNOWN_BIRTH = 0.01, 0.003
DEMOBILISED = 0.14  # of those who came by the middle of 1921: synthetic


@dataclass
class Traits:
    """Attributes in the order of `People`; the first version holds until `changed`, the second from it on."""

    female: Flags
    born: Ints  # 0 is unknown
    nationality: Ints
    nationality_known: Flags
    social_class: Ints
    origin: Ints
    education: Ints
    party: Ints
    bench: Flags
    occupation: Ints
    changed: Ints  # FAR where nothing changed
    bench_then: Flags  # before the change
    occupation_then: Ints


def describe(people: People, lives: Lives, homes: Spells, tree: Tree, size: Size, random: Random) -> Traits:
    """Draw the attributes of all."""
    count = len(people)
    kinds = tree.kind[people.nucleus]
    mixtures = np.array([[MIXTURES[row["names"]].get(name, 0.0) for name in NATIONALITIES] for row in tree.rows])
    at_entry = 17 * 365 + (random.gamma(2.6, 4.1, count) * 365).astype(np.int64)
    at_entry = np.minimum(at_entry, 52 * 365)
    known = random.random(count) >= UNKNOWN_BIRTH
    party = np.where(lives.other_party, 1 + pick(random, [45, 38, 6, 11], count), 0)
    then, now, bench_then, bench_now, changed = _work(people, lives, homes, tree, size, random)
    female_odds = np.array([0.11, 0.08, 0.03, 0.02, 0.12, 0.16, 0.14, 0.07])
    return Traits(
        female=random.random(count) < female_odds[kinds],
        born=np.where(known, lives.first - at_entry, 0),
        nationality=pick_rows(random, mixtures[tree.guberniya[people.nucleus]]),
        nationality_known=random.random(count) >= UNKNOWN_NATIONALITY,
        social_class=pick_rows(random, CLASS_OF[lives.social]),
        origin=pick_rows(random, ORIGIN_OF[lives.social]),
        education=pick_rows(random, EDUCATION_OF[lives.social]),
        party=party,
        bench=bench_now,
        occupation=now,
        changed=changed,
        bench_then=bench_then,
        occupation_then=then,
    )


def _guberniya_on(day_asked: int, people: People, homes: Spells, tree: Tree) -> Ints:
    """The guberniya in which each person was a member on a day; -1 for those who were not."""
    here = (homes.since <= day_asked) & (day_asked < homes.until) & (homes.standing == MEMBER)
    home = homes.home[here]
    uezds = len(tree.uezd_since)
    uezd = np.where(home < uezds, home, tree.uezd[np.maximum(home - uezds, 0)])
    guberniya = np.full(len(people), -1)
    guberniya[homes.row[here]] = tree.uezd_guberniya[uezd]
    return guberniya


def _at_bench_in_1922(people: People, lives: Lives, homes: Spells, tree: Tree, random: Random) -> tuple[Flags, Flags]:
    """Who was a member at the bench on 1 January 1922, and who was a member at all.

    The source leaves the base of its percentages open; here it is all members.
    """
    guberniya = _guberniya_on(NEW_YEAR_1922, people, homes, tree)
    shares = {"C036": None, "C037": tree.index(MOSCOW), "C070": tree.index(PETROGRAD)}
    numbers = {
        record: round(float(stated(record)) / 100 * int((guberniya >= 0 if at is None else guberniya == at).sum()))
        for record, at in shares.items()
    }
    numbers["C036"] -= numbers["C037"] + numbers["C070"]
    kinds = tree.kind[people.nucleus]
    likely = np.where(lives.social == WORKER, 12.0, 0.6) * np.where(kinds == FACTORY, 8.0, 1.0)
    likely *= np.where(kinds == TRANSPORT, 5.0, 1.0)
    keys = np.log(likely) + random.gumbel(size=len(people))
    bench = np.zeros(len(people), np.bool_)
    named = [tree.index(MOSCOW), tree.index(PETROGRAD)]
    for record, at in shares.items():
        here = np.flatnonzero((guberniya >= 0) & ~np.isin(guberniya, named) if at is None else guberniya == at)
        bench[here[np.argsort(-keys[here], kind="stable")[: numbers[record]]]] = True
    return bench, guberniya >= 0


def _work(
    people: People, lives: Lives, homes: Spells, tree: Tree, size: Size, random: Random
) -> tuple[Ints, Ints, Flags, Flags, Ints]:
    """Occupation and work at the bench, before a change and after it, and the day of the change."""
    count, kinds = len(people), tree.kind[people.nucleus]
    benched, asked = _at_bench_in_1922(people, lives, homes, tree, random)
    others = np.where(lives.social == WORKER, 0.55, 0.05) * np.where(np.isin(kinds, (FACTORY, TRANSPORT)), 1.0, 0.15)
    bench_now = np.where(asked, benched, random.random(count) < others)
    bench_then = bench_now.copy()
    changed = np.full(count, FAR)
    # some left the bench after that day, and more came to it
    stays = (people.standing == MEMBER) & asked & (lives.out_from == FAR)
    left = stays & benched & (random.random(count) < 0.05)
    aim = round(sizes.BENCH_TODAY * size.members) - int((bench_now & ~left & (people.standing == MEMBER)).sum())
    free = np.flatnonzero(stays & ~benched & (lives.social == WORKER))
    came = np.zeros(count, np.bool_)
    came[random.choice(free, min(max(aim, 0), len(free)), replace=False)] = True
    bench_now = (bench_now & ~left) | came
    turned = np.flatnonzero(left | came)
    changed[turned] = between(random, day(1922, 2, 1), day(1923, 4, 1), len(turned))
    now = pick_rows(random, OCCUPATION_IN[kinds])
    at_work = np.where(kinds == TRANSPORT, TRANSPORTING, PRODUCTION)
    now = np.where(bench_now, at_work, now)
    then = np.where(bench_then, at_work, now)
    aside = (now == PRODUCTION) | (now == TRANSPORTING)
    then = np.where(came & aside, OCCUPATIONS.index("other"), then)
    now = np.where(left, OCCUPATIONS.index("office"), now)
    # soldiers of the civil war went home, before anybody was asked about the bench
    soldiers = (lives.first < day(1921, 6, 1)) & (changed == FAR) & (now != SOLDIER)
    home_by = between(random, np.maximum(day(1921, 1, 5), lives.first + 20), day(1921, 12, 20), count)
    soldiers &= (random.random(count) < DEMOBILISED) & (home_by < np.minimum(lives.left, NEW_YEAR_1922))
    changed[soldiers] = home_by[soldiers]
    return np.where(soldiers, SOLDIER, then), now, bench_then & ~soldiers, bench_now, changed
