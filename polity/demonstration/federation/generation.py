"""The whole federation from a size and a seed: the same size and seed give the same bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from polity.demonstration.draws import Ids
from polity.demonstration.federation import batches, changes, deeds, offices, tree
from polity.demonstration.federation import people as enrolment
from polity.demonstration.federation.chance import Chance
from polity.demonstration.federation.deeds import Deed, Drawn
from polity.demonstration.federation.fields import SIZES, Size, SizeName
from polity.demonstration.federation.people import Person
from polity.demonstration.federation.tree import Unit
from polity.register.batch import Batch, UnitEvent, UnitRecord

SEED = 2026


@dataclass(frozen=True)
class Federation:
    """The federation as it was taken over, and what was entered since, in order of days."""

    size: Size
    root: Unit
    units: list[UnitRecord]
    events: list[UnitEvent]
    people: list[Person]
    terms: list[offices.Term]
    posts: list[offices.Post]
    deeds: list[Deed]

    def batches(self) -> Iterator[Batch]:
        """A batch for each region."""
        yield from batches.batches(self.root, self.people, self.terms, self.posts)


def generate(size: SizeName = "full", seed: int = SEED) -> Federation:
    """Make the federation. Full size takes some seconds."""
    quotas = SIZES[size]
    ids = Ids(Chance(seed, 0).random, 60_000)
    root = tree.grow(quotas, Chance(seed, 1), ids)
    units, events = tree.records(root)
    everybody = enrolment.enrol(root, quotas, Chance(seed, 2), ids)
    chance = Chance(seed, 3)
    fillers = offices.Fillers(everybody)
    terms = offices.terms(root, fillers, chance, ids)
    posts = offices.posts(root, fillers, chance, ids)
    gone, into = changes.merged(root)
    kept = {gone.unit, into.unit, changes.divided(root).unit}
    drawn = Drawn(root, quotas, everybody, terms, posts, Chance(seed, 4), ids, set(), kept)
    found = chain(
        changes.maps(drawn), changes.endings(drawn), changes.officers(drawn), changes.transfers(drawn),
        changes.records(drawn), deeds.candidacies(drawn), deeds.admissions(drawn), deeds.newcomers(drawn),
    )  # fmt: skip
    in_order = sorted(found, key=lambda deed: deed.act.on)  # of one day in the order in which they were drawn
    return Federation(quotas, root, units, events, everybody, terms, posts, in_order)
