"""The whole demonstration from a size and a seed: the same size and seed give the same bytes."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from polity.demonstration import homes, lives, people, reshaping, sizes, ties, traits, tree, units, writing
from polity.demonstration.draws import Ids, Random
from polity.register.batch import Batch, UnitEvent, UnitRecord


def _random(seed: int, stage: int) -> Random:
    """A generator of its own for each stage, so that one stage may change without moving the others."""
    return np.random.default_rng([seed, stage])


@dataclass(frozen=True)
class Demonstration:
    """The organisation of April 1923: units with their past, and batches of people with theirs.

    `units` are in the order in which they can be founded, parents first. `batches` come by guberniya, large ones in
    several; sponsors, contacts and holders of office lie in the batch of the person or unit they belong to.
    """

    size: sizes.Size
    seed: int
    units: list[UnitRecord]
    events: list[UnitEvent]
    _parts: writing.Parts

    def batches(self) -> Iterator[Batch]:
        """Batches of some thousand people each."""
        yield from writing.batches(self._parts)

    @cached_property
    def counts(self) -> dict[str, int]:
        """How much of everything there is, for a progress bar: people, spells, units."""
        parts = self._parts
        return {"people": len(parts.people), "spells": len(parts.spells.row), "units": len(self.units)}


def generate(size: sizes.SizeName = "full", seed: int = 1923) -> Demonstration:
    """Make the demonstration. Full size takes some seconds and about a gigabyte; small is immediate."""
    quotas = sizes.size_named(size)
    ids = Ids(_random(seed, 0), quotas.part(900_000) + 3_000)
    grown = tree.grow(quotas, _random(seed, 1))
    reshaping.reshape(grown, quotas, _random(seed, 2))
    everybody = people.enrol(grown, quotas, _random(seed, 3), ids)
    lived = lives.live(everybody, grown, quotas, _random(seed, 4))
    moves = homes.settle(everybody, lived, grown, _random(seed, 5))
    written = units.chronicle(grown, quotas, _random(seed, 6), ids)
    spells = homes.spells(everybody, lived, moves, grown)
    described = traits.describe(everybody, lived, spells, grown, quotas, _random(seed, 7))
    random = _random(seed, 8)
    offices = ties.offices(everybody, lived, spells, grown, written, ids, random)
    parts = writing.Parts(
        tree=grown,
        units=written,
        people=everybody,
        lives=lived,
        spells=spells,
        traits=described,
        sponsors=ties.sponsors(everybody, lived, grown, random),
        contacts=ties.contacts(everybody, lived, spells, grown, quotas, random),
        offices=offices,
        posts=ties.posts(everybody, lived, grown, written, quotas, offices, ids, random),
    )
    return Demonstration(quotas, seed, written.records, written.events, parts)
