"""Random histories of the league: acts that fit and acts that do not, offered one after another."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from hypothesis import strategies as st

from polity.acts import Act, Refused, admission, correction, membership, offices, people, record, units
from polity.register.batch import Batch, Facts, People, Spells
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, League

EAST, WEST = 1004, 1005
FIRST = date(2023, 6, 1)
DAYS = [FIRST + timedelta(days=61 * at) for at in range(14)]
PEOPLE = [ANNA, BORIS, CLARA, DAVID]
UNITS = [NORTH, SOUTH, EAST, WEST, CENTRE]
FACTS = ({"sex": "female"}, {"class": "peasant", "born": "1980-02-29"}, {"class": None}, {"workplace": 'a, "b"\nc'}, {})

Move = Callable[[date, Iterator[int]], list[Act]]  # the day, and new ids

persons, some_units = st.sampled_from(PEOPLE), st.sampled_from(UNITS)


def way_in(person: int) -> Move:
    return lambda on, ids: [
        admission.Apply(on=on, person=person, application=next(ids)),
        admission.Decide(on=on, person=person, present=5, votes_for=4, votes_against=1),
        admission.Confirm(on=on, person=person),
    ]


def moved(person: int, unit: int, wait: int) -> Move:
    return lambda on, ids: [
        membership.Transfer(on=on, member=person, receiving=unit, transfer=next(ids)),
        membership.Receive(on=on + timedelta(days=wait), member=person),
    ]


def appointed(person: int, unit: int, months: int | None) -> Move:
    def acts(on: date, ids: Iterator[int]) -> list[Act]:
        until = None if months is None else on + timedelta(days=30 * months)
        return [offices.Appoint(on=on, term=next(ids), office="treasurer", unit=unit, person=person, until=until)]

    return acts


def found_again(unit: int, standing: str, year: int) -> Move:
    """Two people as they were found, in one batch."""

    def acts(on: date, ids: Iterator[int]) -> list[Act]:
        first, second = next(ids), next(ids)
        since = date(year, 1, 1)
        both = [first, second]
        batch = Batch(
            f"Found {first}",
            people=People(both, ["Ford", "Frost"], ["F", "G"], ["", "H"]),
            spells=Spells(both, [unit] * 2, [standing] * 2, [since] * 2, [None] * 2, [since] * 2, [None] * 2),
            facts=Facts(both, ["person"] * 2, [since] * 2, [None] * 2, ['{"sex":"male"}', "{}"]),
        )
        return [record.AsFound(on=on, batch=batch)]

    return acts


def one(make: Callable[..., Act], *drawn: st.SearchStrategy[object], **fields: object) -> st.SearchStrategy[Move]:
    """A move of one act, whose further fields are drawn by name."""
    names = [name for name, value in fields.items() if isinstance(value, st.SearchStrategy)]
    fixed = {name: value for name, value in fields.items() if name not in names}

    def move(*values: object) -> Move:
        return lambda on, ids: [make(on=on, **fixed, **dict(zip(names, values, strict=True)))]

    return st.builds(move, *(fields[name] for name in names))  # type: ignore[arg-type]


def _named(unit: int) -> str:
    return {EAST: "E", WEST: "W"}.get(unit, "X")


IN = [
    st.builds(
        lambda person, unit: (
            lambda on, ids: [people.Record(on=on, person=person, unit=unit, family=f"Name {person}", given="G")]
        ),
        persons,
        some_units,
    ),
    st.builds(way_in, persons),
    one(admission.Promote, person=persons),
    one(membership.Readmit, person=persons, unit=some_units),
]
AROUND = [
    st.builds(moved, persons, some_units, st.sampled_from([0, 0, 20, -20])),
    one(people.Amend, person=persons, facts=st.sampled_from(FACTS)),
    one(admission.Sponsor, person=persons, sponsor=persons),
    one(people.Assign, person=persons, contact=persons),
    one(people.Contact, person=persons, details=st.just({"post": "Lamp Lane 1"})),
    st.builds(appointed, persons, some_units, st.sampled_from([None, 1, 6])),
    one(admission.Extend, person=persons, months=st.integers(-1, 130), grounds=st.just("ill")),
    one(admission.Withdraw, person=persons),
]
OUT = [
    one(membership.Leave, person=persons),
    one(membership.Died, person=persons),
    one(membership.Exclude, person=persons, grounds=st.sampled_from(["theft", " "])),
]
TREE = [
    st.builds(
        lambda unit, parent: (
            lambda on, ids: [
                units.Found(
                    on=on, unit=unit, title=f"U{unit}", tier="branch", kind="office", code=_named(unit), parent=parent
                )
            ]
        ),
        st.sampled_from([EAST, WEST]),
        st.sampled_from([CENTRE, CENTRE, NORTH, EAST]),
    ),
    one(units.Rename, unit=some_units, title=st.just("New"), code=st.sampled_from([None, "N", "Q"])),
    one(units.Move, unit=some_units, parent=some_units),
    one(units.Merge, units=st.lists(some_units, max_size=2).map(tuple), into=some_units),
    st.builds(
        lambda unit, new, taken: (
            lambda on, ids: [
                units.Split(on=on, unit=unit, new=new, title="Split", code=_named(new), people=tuple(taken))
            ]
        ),
        some_units,
        st.sampled_from([EAST, WEST]),
        st.lists(persons, max_size=2),
    ),
    one(units.Dissolve, unit=some_units),
]
BATCHES = [st.builds(found_again, some_units, st.sampled_from(["member", "candidate"]), st.sampled_from([2018, 2020]))]
ERASED = [one(people.EraseAct, person=persons, grounds=st.just("asked"))]
CORRECTED = [
    one(
        correction.Correct,
        person=persons,
        since=st.sampled_from([*DAYS, date(2023, 1, 1), date(2021, 1, 1)]),
        grounds=st.just("the minutes say so"),
        new_since=st.sampled_from([None, *DAYS, date(2023, 3, 1)]),
        unit=st.sampled_from([None, *UNITS]),
        standing=st.sampled_from([None, "member", "former"]),
    )
]


def histories(*, corrected: bool = True, most: int = 24) -> st.SearchStrategy[list[Act]]:
    """Acts in the order in which they are offered: mostly by their days, now and then late."""
    kinds = [*IN, *IN, *AROUND, *OUT, *TREE, *BATCHES, *ERASED, *(CORRECTED if corrected else [])]
    step = st.tuples(st.integers(0, len(DAYS) - 1), st.one_of(kinds))

    def laid_out(steps: list[tuple[int, Move]], late: bool) -> list[Act]:
        ids = count(7000)
        ordered = steps if late else sorted(steps, key=lambda step: step[0])
        return [offered for at, move in ordered for offered in move(DAYS[at], ids)]

    return st.builds(laid_out, st.lists(step, min_size=4, max_size=most), st.sampled_from([False, False, False, True]))


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
