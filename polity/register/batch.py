"""Rows of the register as columns: the shape in which many people, or many units, travel at once.

A batch is what one act takes when it concerns thousands of people: imports and the demonstration make batches, the
batch acts examine them as a whole and write them by COPY. This module knows shapes only; it reads and writes nothing.

Every group is a set of plain lists of one length, row `i` being item `i` of each. Ids are `int` (below 2**60), days
are `datetime.date`, an open end is `None`, and facts are canonical JSON text (see `canonical`), so that a row can be
copied to `jsonb` and hashed without being encoded again. Days and short texts are usually shared objects: a
list of a million days holds a few thousand of them.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from itertools import pairwise


def canonical(facts: Mapping[str, object]) -> str:
    """Facts as JSON text in the one form that is stored and hashed: keys sorted, no spaces, letters as they are."""
    return json.dumps(facts, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


class Uneven(ValueError):
    """The columns of a group differ in length, or its rows are not in the order the group promises."""


@dataclass(frozen=True, slots=True)
class Columns:
    """A group of columns of one length; its first column is the one it is sorted by."""

    def __post_init__(self) -> None:
        lengths = {column.name: len(getattr(self, column.name)) for column in fields(self)}
        if len(set(lengths.values())) > 1:
            listed = ", ".join(f"{name} {length}" for name, length in lengths.items())
            raise Uneven(f"The columns of {type(self).__name__} differ in length: {listed}. Give each row every value.")

    def __len__(self) -> int:
        return len(getattr(self, fields(self)[0].name))

    def rows(self) -> Iterator[tuple[object, ...]]:
        """Its rows, each with the values in the order of the columns."""
        return zip(*(getattr(self, column.name) for column in fields(self)), strict=True)

    def in_order(self, *, strictly: bool = False) -> bool:
        """Whether the first column ascends (strictly: without repeating a value)."""
        first: list[int] = getattr(self, fields(self)[0].name)
        return all(a < b if strictly else a <= b for a, b in pairwise(first))


@dataclass(frozen=True, slots=True)
class People(Columns):
    """Who the batch brings: one row a person."""

    person: list[int] = field(default_factory=list)
    family: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)
    middle: list[str] = field(default_factory=list)  # empty where there is none


@dataclass(frozen=True, slots=True)
class Facts(Columns):
    """Dated attributes of people and of other subjects: one row a stretch of days on which they are all constant."""

    subject: list[int] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)  # person, post, ...
    since: list[date] = field(default_factory=list)
    until: list[date | None] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)  # canonical JSON; a missing key is unknown


@dataclass(frozen=True, slots=True)
class Spells(Columns):
    """Standings: a person has one home unit and one standing on a day."""

    person: list[int] = field(default_factory=list)
    unit: list[int] = field(default_factory=list)
    standing: list[str] = field(default_factory=list)  # sympathiser, candidate, member, former
    since: list[date] = field(default_factory=list)
    until: list[date | None] = field(default_factory=list)
    counted_from: list[date] = field(default_factory=list)  # from which day the standing counts; a transfer keeps it
    reason: list[str | None] = field(default_factory=list)  # why one is former; None otherwise


@dataclass(frozen=True, slots=True)
class Sponsors(Columns):
    """Who recommended a candidate, from which day."""

    person: list[int] = field(default_factory=list)
    sponsor: list[int] = field(default_factory=list)
    since: list[date] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Contacts(Columns):
    """Who keeps in touch with a sympathiser."""

    sympathiser: list[int] = field(default_factory=list)
    contact: list[int] = field(default_factory=list)
    since: list[date] = field(default_factory=list)
    until: list[date | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Places(Columns):
    """Subjects that are not people (posts, enterprises, holdings), with the unit they belong to."""

    subject: list[int] = field(default_factory=list)
    kind: list[str] = field(default_factory=list)
    label: list[str] = field(default_factory=list)
    unit: list[int] = field(default_factory=list)
    since: list[date] = field(default_factory=list)
    until: list[date | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Offices(Columns):
    """Terms of office."""

    term: list[int] = field(default_factory=list)
    office: list[str] = field(default_factory=list)
    unit: list[int] = field(default_factory=list)
    person: list[int] = field(default_factory=list)
    since: list[date] = field(default_factory=list)
    until: list[date | None] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Evidence(Columns):
    """On what a fact rests: declared, or seen in a named paper."""

    subject: list[int] = field(default_factory=list)
    fact: list[str] = field(default_factory=list)  # the name of the fact
    evidence: list[str] = field(default_factory=list)
    since: list[date] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Batch:
    """Everything that one batch act brings. Groups that it does not bring are empty.

    Rows of one person stand together and persons ascend: `people` strictly, the other groups by their first column.
    Sponsors, contacts and holders of office are people of the same batch or people already on the register.
    """

    label: str  # what the batch is, for people: "Tver, 3 of 4"
    people: People = field(default_factory=People)
    facts: Facts = field(default_factory=Facts)
    spells: Spells = field(default_factory=Spells)
    sponsors: Sponsors = field(default_factory=Sponsors)
    contacts: Contacts = field(default_factory=Contacts)
    places: Places = field(default_factory=Places)
    offices: Offices = field(default_factory=Offices)
    evidence: Evidence = field(default_factory=Evidence)

    def __post_init__(self) -> None:
        for name, group in self.groups().items():
            if not group.in_order(strictly=name in ("people", "places", "offices")):
                raise Uneven(
                    f"The rows of {name} in batch {self.label!r} are not in ascending order of their first column."
                )

    def groups(self) -> dict[str, Columns]:
        """Its groups by name."""
        return {item.name: getattr(self, item.name) for item in fields(self) if item.name != "label"}

    def sizes(self) -> dict[str, int]:
        """How many rows each group holds."""
        return {name: len(group) for name, group in self.groups().items()}


@dataclass(frozen=True, slots=True)
class UnitRecord:
    """One dated version of a unit: what it was called and where it stood in the tree from `since` up to `until`."""

    unit: int
    since: date
    until: date | None
    name: str
    kind: str
    tier: str
    parent: int | None  # None for the root only
    code: str
    facts: str  # canonical JSON


@dataclass(frozen=True, slots=True)
class UnitEvent:
    """What happened to units on a day. Versions say what is so; events say how it came about.

    `how` is founded, renamed, moved, merged, split or dissolved. `before` and `after` are the units concerned on
    either side of the day: merged many to one, split one to many, renamed and moved the unit itself. For a merge and a
    split they are the correspondences, every unit of `before` with every unit of `after`.
    """

    day: date
    how: str
    before: tuple[int, ...]
    after: tuple[int, ...]
