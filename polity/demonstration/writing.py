"""Arrays become batches: ids, dates, names and canonical JSON in place of numbers."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import numpy as np

from polity.demonstration.days import dates, ends
from polity.demonstration.describing import facts_of
from polity.demonstration.draws import Ints, Random
from polity.demonstration.homes import Spells
from polity.demonstration.lives import REASONS, Lives
from polity.demonstration.names import named
from polity.demonstration.people import FORMER, MEMBER, STANDINGS, People
from polity.demonstration.sizes import FAR
from polity.demonstration.ties import RANKS, SALARIES, Held, Pairs
from polity.demonstration.traits import Traits
from polity.demonstration.tree import Tree
from polity.demonstration.units import Units
from polity.register import batch
from polity.register.batch import Batch, canonical

EVIDENCE = (
    ("social_category", "declared by the person on the census form"),
    ("social_category", "certificate of the factory committee, seen"),
    ("social_category", "certificate of the volost executive, seen"),
    ("education", "declared by the person on the census form"),
    ("born", "extract of the parish register, seen"),
    ("former_party", "declared by the person on the census form"),
)
EVIDENCED = 0.03  # share of people for whom it is noted on what a fact rests
RANK_LABELS = (
    "Secretary of the guberniya",
    "Secretary of the uezd",
    "Director of trust",
    "Director of works",
    "Inspector",
)


@dataclass
class Parts:
    """Everything that was drawn."""

    tree: Tree
    units: Units
    people: People
    lives: Lives
    spells: Spells
    traits: Traits
    sponsors: Pairs
    contacts: Pairs
    offices: Held
    posts: Held


def batches(parts: Parts) -> Iterator[Batch]:
    """One batch after the other; rows of people are already in order."""
    batch_of = parts.people.batch
    counts = np.bincount(batch_of)
    labels = _labels(parts, len(counts))
    for number, label in enumerate(labels):
        low, high = np.searchsorted(batch_of, [number, number + 1]).tolist()
        if low < high:
            yield _batch(parts, label, low, high, number)


def _labels(parts: Parts, count: int) -> list[str]:
    """Batches named after their guberniya, and numbered where it has several."""
    tree, people = parts.tree, parts.people
    first = np.searchsorted(people.batch, np.arange(count))
    guberniya = tree.guberniya[people.nucleus[np.minimum(first, len(people) - 1)]].tolist()
    names = []
    for at, here in enumerate(guberniya):
        many = guberniya.count(here)
        name = tree.rows[here]["name"]
        names.append(name if many == 1 else f"{name}, {at - guberniya.index(here) + 1} of {many}")
    return names


def _batch(parts: Parts, label: str, low: int, high: int, number: int) -> Batch:
    """The people from row `low` up to `high` with all that is theirs."""
    random = np.random.default_rng([int(parts.people.person[low]), number])
    rows = np.arange(low, high)
    nationality = parts.traits.nationality[low:high]
    family, given, middle = named(random, nationality, parts.traits.female[low:high])
    person = parts.people.person
    places, post_facts = _posts(parts, low, high)
    return Batch(
        label=label,
        people=batch.People(person[low:high].tolist(), family, given, middle),
        facts=facts_of(parts.people, parts.lives, parts.traits, parts.tree, rows, post_facts),
        spells=_spells(parts, low, high),
        sponsors=batch.Sponsors(*_pairs(parts, parts.sponsors, low, high)),
        contacts=_contacts(parts, low, high),
        places=places,
        offices=_offices(parts, low, high),
        evidence=_evidence(parts, random, rows),
    )


def _spells(parts: Parts, low: int, high: int) -> batch.Spells:
    spells, lives = parts.spells, parts.lives
    start, end = np.searchsorted(spells.row, [low, high]).tolist()
    row, standing, since = spells.row[start:end], spells.standing[start:end], spells.since[start:end]
    former = standing == FORMER
    back = former & (lives.out_to[row] != FAR)
    counted = np.where(standing == MEMBER, lives.member_since[row], lives.candidate_since[row])
    counted = np.where(former, np.where(back, lives.out_from[row], lives.left[row]), counted)
    reason = np.where(back, REASONS.index("purged"), np.where(former, lives.reason[row], 0))
    reasons = [None, *REASONS[1:]]
    return batch.Spells(
        person=parts.people.person[row].tolist(),
        unit=parts.units.homes[spells.home[start:end]].tolist(),
        standing=[STANDINGS[number] for number in standing.tolist()],
        since=dates(since),
        until=ends(spells.until[start:end]),
        counted_from=dates(counted),
        reason=[reasons[number] for number in reason.tolist()],
    )


def _pairs(parts: Parts, pairs: Pairs, low: int, high: int) -> tuple[list[int], list[int], list[date]]:
    start, end = np.searchsorted(pairs.row, [low, high]).tolist()
    person = parts.people.person
    return person[pairs.row[start:end]].tolist(), person[pairs.other[start:end]].tolist(), dates(pairs.since[start:end])


def _contacts(parts: Parts, low: int, high: int) -> batch.Contacts:
    friends, others, since = _pairs(parts, parts.contacts, low, high)
    return batch.Contacts(friends, others, since, [None] * len(since))


def _offices(parts: Parts, low: int, high: int) -> batch.Offices:
    held = parts.offices
    here = np.flatnonzero((held.row >= low) & (held.row < high))
    here = here[np.argsort(held.number[here])]
    return batch.Offices(
        term=held.number[here].tolist(),
        office=[held.what[at] for at in here.tolist()],
        unit=held.unit[here].tolist(),
        person=parts.people.person[held.row[here]].tolist(),
        since=dates(held.since[here]),
        until=[None] * len(here),
    )


def _posts(parts: Parts, low: int, high: int) -> tuple[batch.Places, list[tuple[int, date, str]]]:
    """Posts held by people of a batch, as places, and their facts."""
    held = parts.posts
    here = np.flatnonzero((held.row >= low) & (held.row < high))
    here = here[np.argsort(held.number[here])]
    ranks = [held.what[at] for at in here.tolist()]
    since = dates(held.since[here])
    numbers = held.number[here].tolist()
    holders = parts.people.person[held.row[here]].tolist()
    facts = [
        canonical({"holder": holder, "rank": rank, "salary": SALARIES[RANKS.index(rank)] + number % 31 * 50})
        for number, rank, holder in zip(numbers, ranks, holders, strict=True)
    ]
    places = batch.Places(
        subject=numbers,
        kind=["post"] * len(numbers),
        label=[f"{RANK_LABELS[RANKS.index(rank)]} {number % 997}" for number, rank in zip(numbers, ranks, strict=True)],
        unit=held.unit[here].tolist(),
        since=since,
        until=[None] * len(numbers),
    )
    return places, list(zip(numbers, since, facts, strict=True))


def _evidence(parts: Parts, random: Random, rows: Ints) -> batch.Evidence:
    chosen = rows[random.random(len(rows)) < EVIDENCED]
    which = random.integers(0, len(EVIDENCE), len(chosen)).tolist()
    return batch.Evidence(
        subject=parts.people.person[chosen].tolist(),
        fact=[EVIDENCE[at][0] for at in which],
        evidence=[EVIDENCE[at][1] for at in which],
        since=dates(parts.lives.first[chosen]),
    )
