"""Who there is: every person with a standing and the nucleus that is, or was last, theirs."""

from dataclasses import dataclass

import numpy as np

from polity.demonstration import sizes
from polity.demonstration.draws import Ids, Ints, Random, scattered
from polity.demonstration.sizes import FAR, KINDS, Size
from polity.demonstration.sources import persons
from polity.demonstration.tree import MOSCOW, PETROGRAD, Tree

STANDINGS = ("sympathiser", "candidate", "member", "former")
SYMPATHISER, CANDIDATE, MEMBER, FORMER = range(4)
BATCH = 12_000  # people in a batch, about


@dataclass
class People:
    """People in the order in which they are batched: by batch, and by id within it."""

    person: Ints  # ids
    batch: Ints
    standing: Ints  # of today
    nucleus: Ints

    def __len__(self) -> int:
        return len(self.person)

    def of(self, standing: int) -> Ints:
        """The rows of those with a standing today."""
        return np.flatnonzero(self.standing == standing)


def enrol(tree: Tree, size: Size, random: Random, ids: Ids) -> People:
    """Put people into nuclei so that the stated totals by town, country, kind and place come out exactly."""
    members = members_of_nuclei(tree, size, random)
    candidates = candidates_of_nuclei(tree, size, random)
    formers = size.part(_formers())
    odds = np.concatenate([members + 5.0, np.full(len(tree.kind) - tree.standing, 20.0)])
    former = random.multinomial(formers, odds / odds.sum())
    nowhere = np.zeros(len(tree.kind) - tree.standing, np.int64)
    sympathisers = sympathisers_of_nuclei(tree, size, random)
    by_standing = [
        np.concatenate([sympathisers, nowhere]),
        np.concatenate([candidates, nowhere]),
        np.concatenate([members, nowhere]),
        former,
    ]
    nucleus = np.concatenate([np.repeat(np.arange(len(tree.kind)), number) for number in by_standing])
    standing = np.repeat(np.arange(4), [number.sum() for number in by_standing])
    person = ids.take(len(nucleus))
    batch = batches_of_uezds(tree, np.bincount(tree.uezd[nucleus], minlength=len(tree.uezd_since)))[tree.uezd[nucleus]]
    order = np.lexsort((person, batch))
    return People(person[order], batch[order], standing[order], nucleus[order])


def _formers() -> int:
    """Former people at full size: those purged and not readmitted, and the other leavers. Synthetic."""
    entered_by_purge = persons("C004") - sizes.ENTERED[1922] - sizes.ENTERED[1923] - sizes.ENTERED[1921] // 6
    left_since = persons("C063") - persons("C004") + sizes.ENTERED[1922] + sizes.ENTERED[1923] + sizes.READMITTED
    stayed = entered_by_purge + left_since - sizes.READMITTED
    purged = round(stayed * sizes.PURGED_SHARE / (1 - sizes.PURGED_SHARE))
    return purged + left_since + sizes.LEFT_EARLY + sizes.LAPSED_CANDIDATES


def members_of_nuclei(tree: Tree, size: Size, random: Random) -> Ints:
    """Members of each standing nucleus, three at least."""
    number = tree.standing
    town, guberniya = tree.town[:number], tree.guberniya[:number]
    moscow, petrograd = guberniya == tree.index(MOSCOW), guberniya == tree.index(PETROGRAD)
    in_moscow = size.part(sizes.MOSCOW_MEMBERS)
    in_petrograd = size.part(persons("C069"))
    country = size.part(sizes.PETROGRAD_COUNTRY)
    parts = [
        (town & moscow, in_moscow),
        (town & petrograd, in_petrograd - country),
        (town & ~moscow & ~petrograd, size.part(persons("C005")) - in_moscow - in_petrograd + country),
        (~town & petrograd, country),
        (~town & ~petrograd, size.part(persons("C006")) - country),
    ]
    members = np.zeros(number, np.int64)
    for where, total in parts:
        members[where] = scattered(random, total, random.lognormal(0, 0.6, int(where.sum())), 3)
    return members


def candidates_of_nuclei(tree: Tree, size: Size, random: Random) -> Ints:
    """Candidates of each standing nucleus."""
    number = tree.standing
    town, kinds = tree.town[:number], tree.kind[:number]
    moscow = tree.guberniya[:number] == tree.index(MOSCOW)
    in_town, in_country = size.candidates_by_kind
    in_moscow = size.moscow_candidates
    candidates = np.zeros(number, np.int64)
    for kind in range(len(KINDS)):
        for where, total in (
            (town & moscow, in_moscow[kind]),
            (town & ~moscow, in_town[kind] - in_moscow[kind]),
            (~town, in_country[kind]),
        ):
            here = where & (kinds == kind)
            if total:
                candidates[here] = scattered(random, int(total), random.lognormal(0, 0.7, int(here.sum())))
    return candidates


def sympathisers_of_nuclei(tree: Tree, size: Size, random: Random) -> Ints:
    """Sympathisers: only Moscow's are stated; they are in its factory and transport nuclei."""
    number = tree.standing
    kinds = tree.kind[:number]
    here = (tree.guberniya[:number] == tree.index(MOSCOW)) & ((kinds == sizes.FACTORY) | (kinds == sizes.TRANSPORT))
    sympathisers = np.zeros(number, np.int64)
    sympathisers[here] = scattered(random, size.part(persons("C058")), random.lognormal(0, 0.5, int(here.sum())))
    return sympathisers


def batches_of_uezds(tree: Tree, people: Ints) -> Ints:
    """The batch of each uezd: a guberniya is one batch, or several where it is large; an uezd is never divided."""
    batch = np.zeros(len(people), np.int64)
    number, filled, last = -1, 0, -1
    for uezd, (guberniya, until) in enumerate(zip(tree.uezd_guberniya.tolist(), tree.uezd_until.tolist(), strict=True)):
        if until != FAR:
            continue
        if guberniya != last or filled + people[uezd] > BATCH:
            number, filled, last = number + 1, 0, guberniya
        batch[uezd] = number
        filled += int(people[uezd])
    return batch
