"""Random histories of the league: acts that fit and acts that do not, offered one after another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random

from hypothesis import strategies as st

from polity.acts import Act, Refused, admission, correction, membership, offices, organisation, people, record, units
from polity.register.batch import Batch, Facts, People, Spells
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, League

EAST, WEST = 1004, 1005
FIRST = date(2023, 6, 1)
DAYS = [FIRST + timedelta(days=91 * at) for at in range(12)]
PEOPLE = [ANNA, BORIS, CLARA, DAVID, 2005]
UNITS = [NORTH, SOUTH, EAST, WEST, CENTRE]
FACTS = ({"sex": "female"}, {"class": "peasant", "born": "1980-02-29"}, {"class": None}, {"workplace": 'a, "b"\nc'}, {})

Move = Callable[[Random, date, Iterator[int]], list[Act]]  # chance, the day, and new ids


def _person(chance: Random) -> int:
    return chance.choice(PEOPLE)


def _unit(chance: Random) -> int:
    return chance.choice(UNITS)


def record_one(chance: Random, on: date, ids: Iterator[int]) -> list[Act]:
    person = _person(chance)
    return [people.Record(on=on, person=person, unit=_unit(chance), family=f"Name {person}", given="G")]


def way_in(chance: Random, on: date, ids: Iterator[int]) -> list[Act]:
    person = _person(chance)
    acts: list[Act] = [
        admission.Apply(on=on, person=person, application=next(ids)),
        admission.Decide(on=on, person=person, present=5, votes_for=4, votes_against=1),
        admission.Confirm(on=on, person=person),
    ]
    return acts[: chance.choice([1, 3, 3, 3])]


def moved(chance: Random, on: date, ids: Iterator[int]) -> list[Act]:
    person, receiving = _person(chance), _unit(chance)
    acts: list[Act] = [
        membership.Transfer(on=on, member=person, receiving=receiving, transfer=next(ids)),
        membership.Receive(on=on + timedelta(days=chance.choice([0, 0, 20, -20])), member=person),
    ]
    return acts[: chance.choice([1, 2, 2, 2])]


def appointed(chance: Random, on: date, ids: Iterator[int]) -> list[Act]:
    until = chance.choice([None, None, on + timedelta(days=30), on + timedelta(days=200)])
    term, person = next(ids), _person(chance)
    acts: list[Act] = [
        offices.Appoint(on=on, term=term, office="treasurer", unit=_unit(chance), person=person, until=until),
        offices.End(on=on + timedelta(days=70), term=term),
    ]
    return acts[: chance.choice([1, 1, 2])]


def found_again(chance: Random, on: date, ids: Iterator[int]) -> list[Act]:
    """Two people as they were found, in one batch."""
    both, since, unit = [next(ids), next(ids)], date(chance.choice([2018, 2020]), 1, 1), _unit(chance)
    standing = chance.choice(["member", "candidate", "sympathiser"])
    batch = Batch(
        f"Found {both[0]}",
        people=People(both, ["Ford", "Frost"], ["F", "G"], ["", "H"]),
        spells=Spells(both, [unit] * 2, [standing] * 2, [since] * 2, [None] * 2, [since] * 2, [None] * 2),
        facts=Facts(both, ["person"] * 2, [since] * 2, [None] * 2, ['{"sex":"male"}', "{}"]),
    )
    return [record.AsFound(on=on, batch=batch)]


def found_unit(chance: Random, on: date, ids: Iterator[int]) -> list[Act]:
    unit, tier = chance.choice([(EAST, "branch"), (WEST, "cell"), (next(ids), "cell")])
    parent = chance.choice([CENTRE, NORTH, SOUTH, EAST])
    code = f"U{unit}"
    acts: list[Act] = [units.Found(on=on, unit=unit, title="New", tier=tier, kind="office", code=code, parent=parent)]
    return [*acts, people.Declare(on=on, subject=next(ids), kind="post", label="Porter", unit=unit)]


def split(chance: Random, on: date, ids: Iterator[int]) -> list[Act]:
    new, taken = next(ids), chance.sample(PEOPLE, chance.choice([0, 1, 1, 2]))
    return [units.Split(on=on, unit=_unit(chance), new=new, title="Split", code=f"T{new}", people=tuple(taken))]


def merged(chance: Random, on: date, ids: Iterator[int]) -> list[Act]:
    return [units.Merge(on=on, units=tuple(chance.sample(UNITS, chance.choice([1, 1, 2, 0]))), into=_unit(chance))]


def corrected(chance: Random, on: date, ids: Iterator[int]) -> list[Act]:
    return [
        correction.Correct(
            on=on,
            person=_person(chance),
            since=chance.choice([*DAYS, date(2023, 1, 1), date(2021, 1, 1)]),
            grounds="the minutes say so",
            new_since=chance.choice([None, None, *DAYS, date(2023, 3, 1)]),
            unit=chance.choice([None, *UNITS]),
            standing=chance.choice([None, None, "member", "former"]),
        )
    ]


def _one(make: Callable[..., Act], **fields: Callable[[Random], object]) -> Move:
    return lambda chance, on, ids: [make(on=on, **{name: draw(chance) for name, draw in fields.items()})]


def _of(*values: object) -> Callable[[Random], object]:
    return lambda chance: chance.choice(values)


# How often each is offered, beside the others.
MOVES: dict[Move, int] = {
    record_one: 6,
    way_in: 8,
    _one(admission.Promote, person=_person): 5,
    _one(admission.Extend, person=_person, months=_of(2, -1, 130), grounds=_of("ill")): 2,
    _one(admission.Withdraw, person=_person): 1,
    _one(admission.Refuse, person=_person, grounds=_of("no")): 1,
    moved: 7,
    _one(people.Amend, person=_person, facts=_of(*FACTS)): 5,
    _one(people.Contact, person=_person, details=_of({"post": "Lamp Lane 1"})): 1,
    _one(people.Assign, person=_person, contact=_person): 2,
    _one(admission.Sponsor, person=_person, sponsor=_person): 2,
    appointed: 3,
    _one(membership.Leave, person=_person): 1,
    _one(membership.Died, person=_person): 1,
    _one(membership.Exclude, person=_person, grounds=_of("theft", "theft", " ")): 1,
    _one(membership.Readmit, person=_person, unit=_unit): 2,
    found_unit: 3,
    _one(units.Rename, unit=_unit, title=_of("New"), code=_of(None, "N", "Q")): 1,
    _one(units.Move, unit=_unit, parent=_unit): 2,
    merged: 2,
    split: 3,
    _one(units.Dissolve, unit=_unit): 2,
    found_again: 2,
    _one(people.EraseAct, person=_person, grounds=_of("asked")): 1,
}


def histories_of(seed: int, corrections: bool = False, steps: int = 40) -> list[Act]:
    """The history that a seed stands for."""
    chance, ids = Random(seed), count(7000)
    moves = MOVES | ({corrected: 4} if corrections else {})
    days = [chance.choice(DAYS) for _ in range(steps)]
    if chance.random() < 0.8:
        days.sort()
    chosen = chance.choices(list(moves), list(moves.values()), k=steps)
    return _begun(chance) + [act for on, move in zip(days, chosen, strict=True) for act in move(chance, on, ids)]


def _begun(chance: Random) -> list[Act]:
    """Two more units, and three more people somewhere in the tree, one of them a candidate."""
    homes = [chance.choice(UNITS) for _ in range(3)]
    begun: list[Act] = [
        organisation.Declare(on=FIRST, kind="post", label="Post"),
        units.Found(on=FIRST, unit=EAST, title="East", tier="branch", kind="office", code="E", parent=CENTRE),
        units.Found(on=FIRST, unit=WEST, title="West", tier="cell", kind="office", code="W", parent=EAST),
    ]
    for person, unit in zip(PEOPLE[2:], homes, strict=True):
        begun.append(people.Record(on=FIRST, person=person, unit=unit, family=f"Name {person}", given="G"))
    day = FIRST + timedelta(days=1)
    return [
        *begun,
        admission.Apply(on=day, person=CLARA, application=6999),
        admission.Decide(on=day, person=CLARA, present=5, votes_for=4, votes_against=1),
        admission.Confirm(on=day, person=CLARA),
    ]


def histories(*, corrections: bool = True, steps: int = 40) -> st.SearchStrategy[list[Act]]:
    """Acts in the order in which they are offered: mostly by their days, now and then late."""
    return st.builds(histories_of, st.integers(0, 2**48), st.just(corrections), st.just(steps))


@dataclass
class Outcome:
    """What became of a history."""

    enacted: list[Act] = field(default_factory=list)
    refused: list[tuple[Act, Refused]] = field(default_factory=list)


def offer(league: League, history: list[Act], after: Callable[[Act, bool], None] = lambda act, done: None) -> Outcome:
    """Offer every act; some are enacted, some refused. Anything but a refusal in words fails the test."""
    outcome = Outcome()
    for act in history:
        try:
            league.enact(act)
        except Refused as refused:
            outcome.refused.append((act, refused))
            after(act, False)
        else:
            outcome.enacted.append(act)
            after(act, True)
    return outcome


def _leaves(act: Act) -> int | None:
    return act.person if isinstance(act, (membership.Leave, membership.Died, membership.Exclude)) else None


def _comes(act: Act) -> list[int]:
    if isinstance(act, people.Record | admission.Confirm | membership.Readmit):
        return [act.person]
    return act.batch.people.person if isinstance(act, record.AsFound) else []


def joined_and_not_left(enacted: list[Act], *, on: date) -> list[int]:
    """Who is counted on a day, from what was enacted; knows nothing of transfers, units or spells."""
    here = {ANNA, BORIS}
    for act in sorted(enacted, key=lambda act: act.on):  # stable: two acts of one day keep their order
        if (min(act.batch.spells.since) if isinstance(act, record.AsFound) else act.on) > on:
            continue
        here |= set(_comes(act))
        here -= {_leaves(act)}
    return sorted(person for person in here if person is not None)
