"""Both maps of a change to units: the tree and its people as they stand, and as they would stand after it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from polity.readings.house import House, Scope
from polity.register.changes import BeginSpell, BeginUnit, Change, EndSpell, EndUnit, SetPlace
from polity.register.links import CloseTransfer, EndTerm, RedirectTransfer
from polity.register.register import Register
from polity.words import names

PRESENT = ("member", "candidate", "sympathiser")


class Node(NamedTuple):
    """A unit on one of the maps, with those at home in it (the former left out), and the units shown below it."""

    unit: int
    name: str
    code: str
    people: int
    marked: str  # new, gone, altered, or nothing
    below: Sequence["Node"]


class Held(NamedTuple):
    """A term of office that ends with the change. `name` is empty where the reader may not see whose it is."""

    office: str
    name: str
    unit: str


class Preview(NamedTuple):
    """What a change to units would do. Nobody is lost: both totals are counted, each on its own map."""

    before: Sequence[Node]
    after: Sequence[Node]
    people_before: int
    people_after: int
    moved: int  # people who would be at home in another unit
    places: Sequence[str]  # posts and other subjects that would belong to another unit
    offices: Sequence[Held]
    transfers: int  # under way, which would run between other units, or come to their end


class _Unit(NamedTuple):
    unit: int
    name: str
    code: str
    parent: int | None


def preview(house: House, changes: Sequence[Change], named: Iterable[int], *, on: date, scope: Scope) -> Preview:
    """Draw both maps of the units that some changes concern, with their neighbours above and directly below.

    changes  as the act says them; nothing is entered
    named    units that the act names, shown even where nothing about them changes
    """
    with house.register(scope=scope) as register:
        before = _around(register, {*named, *_touched(changes)}, on)
        after = _altered(before, changes)
        counted = _counted(register, [*before, *after], on)
        then = _moved(register, counted, changes, on)
        offices = _offices(register, changes)
    marks = {unit: "altered" for unit in before if unit in after and before[unit] != after[unit]}
    return Preview(
        _tree(before, counted, marks | dict.fromkeys(before.keys() - after.keys(), "gone")),
        _tree(after, then, marks | dict.fromkeys(after.keys() - before.keys(), "new")),
        sum(counted.values()),
        sum(then.values()),
        sum(isinstance(change, EndSpell) for change in changes),
        [change.label for change in changes if isinstance(change, SetPlace)],
        offices,
        sum(isinstance(change, (RedirectTransfer, CloseTransfer)) for change in changes),
    )


def _touched(changes: Sequence[Change]) -> set[int]:
    found: set[int] = set()
    for change in changes:
        if isinstance(change, BeginUnit):
            found |= {change.unit} | ({change.parent} if change.parent is not None else set())
        elif isinstance(change, EndUnit | BeginSpell):
            found.add(change.unit)
    return found


def _around(register: Register, units: set[int], on: date) -> dict[int, _Unit]:
    """Units with those above them, and those directly below."""
    found: dict[int, _Unit] = {}
    for unit in sorted(units):
        for one in (*register.ancestors(unit, on=on), *register.children(unit, on=on)):
            found[one.unit] = _Unit(one.unit, one.name, one.code, one.parent)
    return found


def _altered(before: Mapping[int, _Unit], changes: Sequence[Change]) -> dict[int, _Unit]:
    after = dict(before)
    for change in changes:
        if isinstance(change, EndUnit):
            after.pop(change.unit, None)
        elif isinstance(change, BeginUnit):
            after[change.unit] = _Unit(change.unit, change.title, change.code, change.parent)
    return after


def _counted(register: Register, units: Iterable[int], on: date) -> Counter[int]:
    register.cursor.execute(
        "SELECT unit, count(*) FROM standing WHERE unit = ANY(%s) AND valid @> %s AND standing = ANY(%s) GROUP BY unit",
        [sorted(set(units)), on, list(PRESENT)],
    )
    return Counter({int(unit): int(count) for unit, count in register.cursor.fetchall()})


def _moved(register: Register, counted: Counter[int], changes: Sequence[Change], on: date) -> Counter[int]:
    """The people of each unit after the changes: every spell that ends takes one away, every one that begins adds."""
    then = Counter(counted)
    ending = [change.person for change in changes if isinstance(change, EndSpell)]
    register.cursor.execute(
        "SELECT unit, count(*) FROM standing WHERE person = ANY(%s) AND valid @> %s AND standing = ANY(%s)"
        " GROUP BY unit",
        [ending, on, list(PRESENT)],
    )
    for unit, count in register.cursor.fetchall():
        then[int(unit)] -= int(count)
    for change in changes:
        if isinstance(change, BeginSpell) and change.standing in PRESENT:
            then[change.unit] += 1
    return then


def _offices(register: Register, changes: Sequence[Change]) -> list[Held]:
    ending = [change.term for change in changes if isinstance(change, EndTerm)]
    register.cursor.execute(
        "SELECT o.office, n.family, n.given, n.middle, coalesce(u.name, '') FROM office_term o"
        " LEFT JOIN person_name n USING (person) LEFT JOIN LATERAL (SELECT name FROM unit v WHERE v.unit = o.unit"
        " ORDER BY v.valid DESC LIMIT 1) u ON true WHERE o.term = ANY(%s) ORDER BY u.name, o.office, n.sort",
        [ending],
    )
    return [
        Held(row[0], names.full(row[1], row[2], row[3]) if row[1] is not None else "", row[4])
        for row in register.cursor.fetchall()
    ]


def _tree(units: Mapping[int, _Unit], people: Mapping[int, int], marks: Mapping[int, str]) -> list[Node]:
    below: dict[int | None, list[_Unit]] = {}
    for one in sorted(units.values(), key=lambda one: one.code):
        below.setdefault(one.parent if one.parent in units else None, []).append(one)

    def drawn(parent: int | None) -> list[Node]:
        return [
            Node(one.unit, one.name, one.code, people.get(one.unit, 0), marks.get(one.unit, ""), drawn(one.unit))
            for one in below.get(parent, ())
        ]

    return drawn(None)


class Post(NamedTuple):
    """A running or coming term of office of a unit. `person` is None where the reader may not see who it is."""

    term: int
    office: str
    person: int | None
    name: str
    since: date
    until: date | None


def posts(house: House, unit: int, *, on: date, scope: Scope) -> list[Post]:
    """The officers of a unit on a day and those who take up an office later."""
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT o.term, o.office, o.person, n.family, n.given, n.middle, lower(o.valid), upper(o.valid)"
            " FROM office_term o LEFT JOIN person_name n USING (person)"
            " WHERE o.unit = %s AND o.valid && daterange(%s, NULL) ORDER BY o.office, lower(o.valid), o.term",
            [unit, on],
        )
        return [
            Post(row[0], row[1], row[2] if row[3] is not None else None,
                 names.full(row[3], row[4], row[5]) if row[3] is not None else "", row[6], row[7])
            for row in register.cursor.fetchall()
        ]  # fmt: skip
