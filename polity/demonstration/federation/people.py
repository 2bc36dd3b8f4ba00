"""Who there is when the register is taken over: their lives in the federation, and what is recorded of them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from polity.demonstration.draws import Ids, apportion
from polity.demonstration.federation import describing
from polity.demonstration.federation.chance import Chance
from polity.demonstration.federation.fields import ROLL, TAKEN, Size
from polity.demonstration.federation.months import months_after
from polity.demonstration.federation.names import LANGUAGES, named
from polity.demonstration.federation.tree import Unit

NEIGHBOURS = 0.12  # share of people whose language is not that of their region
MOVED = 0.06  # share of members who came from another branch
FAR_MOVED = 0.25  # share of those who came from another region
ON_FOUNDING = 0.3  # share of members who were there when their branch was founded
REASONS = {"left": 55.0, "lapsed": 26.0, "died": 14.0, "excluded": 5.0}


@dataclass(frozen=True)
class Spell:
    """A standing in a unit for some days."""

    unit: Unit
    standing: str
    since: date
    until: date | None
    counted: date
    reason: str | None = None


@dataclass(eq=False)
class Person:
    """Somebody who does not exist."""

    person: int
    family: str
    given: str
    home: Unit
    standing: str
    since: date  # from which the standing counts
    traits: dict[str, Any]  # what is recorded of them now, dues included
    before: dict[str, Any] | None = None  # what was otherwise before `changed`
    changed: date | None = None
    spells: list[Spell] = field(default_factory=list)
    sponsors: list[tuple["Person", date]] = field(default_factory=list)
    contact: tuple["Person", date] | None = None
    reason: str | None = None  # why one is former
    officer: bool = False

    @property
    def first(self) -> date:
        """The first day with a standing."""
        return self.spells[0].since

    def owes(self, on: date) -> int:
        """Months of dues owed on a day."""
        paid = self.traits.get("dues_paid_until")
        return 0 if paid is None else describing.months_owed(date.fromisoformat(paid), on)

    def member_for(self, months: int, on: date) -> bool:
        """Whether they have been a member for so many months on a day."""
        return self.standing == "member" and months_after(self.since, months) <= on


def enrol(root: Unit, size: Size, chance: Chance, ids: Ids) -> list[Person]:
    """Everybody, by region and branch."""
    branches = [branch for region in root.below for branch in region.below]
    weights = [0.35 if branch.small else 0.9 + 0.9 * chance.share() for branch in branches]
    members = apportion(size.members - sum(_small(b) for b in branches if b.small),
                        [0.0 if b.small else w for b, w in zip(branches, weights, strict=True)]).tolist()  # fmt: skip
    members = [_small(b) if b.small else number for b, number in zip(branches, members, strict=True)]
    others = [apportion(number, weights).tolist() for number in (size.candidates, size.sympathisers, size.formers)]
    found: list[Person] = []
    for branch, *numbers in zip(branches, members, *others, strict=True):
        here: list[Person] = []
        for standing, number in zip(("member", "candidate", "sympathiser", "former"), numbers, strict=True):
            here += [_person(branch, standing, branches, chance, ids) for _ in range(number)]
        _ties(here, chance)
        found += here
    return found


def _small(branch: Unit) -> int:
    return 10 + (branch.number * 7 + sum(map(ord, branch.code))) % 12


def _person(branch: Unit, standing: str, branches: list[Unit], chance: Chance, ids: Ids) -> Person:
    language = chance.of(LANGUAGES) if chance.yes(NEIGHBOURS) else branch.language
    gender = chance.odds({"woman": 49, "man": 42, "non_binary": 2.2, "not_stated": 4.8, "": 2})
    family, given = named(chance, language, gender)
    home = chance.of(branch.homes) if standing != "former" else branch
    person = Person(int(ids.take(1)[0]), family, given, home, standing, TAKEN, {})
    _live(person, branch, branches, chance)
    describing.describe(person, language, gender, chance)
    return person


def _live(person: Person, branch: Unit, branches: list[Unit], chance: Chance) -> None:
    """Draw when somebody came, and what they were."""
    stages: list[tuple[str, date, str | None]] = []
    if person.standing == "sympathiser":
        stages.append(("sympathiser", chance.day(max(branch.since, date(2024, 6, 1)), TAKEN - timedelta(10)), None))
    elif person.standing == "candidate":
        if chance.yes(0.4):
            stages.append(("sympathiser", chance.day(date(2025, 1, 10), date(2025, 9, 1)), None))
        late = chance.yes(0.08)
        stages.append(
            ("candidate", chance.day(date(2025, 9, 5) if late else date(2025, 11, 25), TAKEN - timedelta(3)), None)
        )
    else:
        stages += _membership(branch, chance, leaving=person.standing == "former")
        if person.standing == "former":
            person.reason = reason = chance.odds(REASONS)
            stages.append(("former", chance.day(stages[-1][1] + timedelta(90), TAKEN - timedelta(5)), reason))
    person.since = stages[-1][1]
    person.spells = _spells(stages, _homes(person, branch, branches, stages, chance))


def _membership(branch: Unit, chance: Chance, *, leaving: bool) -> list[tuple[str, date, str | None]]:
    if chance.yes(ON_FOUNDING):
        return [("member", branch.since, None)]
    first = branch.since + timedelta(20)
    last = date(2025, 6, 1) if leaving else date(2025, 11, 10)
    span = (last - first).days
    applied = first + timedelta(int(span * chance.share() ** 0.8))  # more of them of late
    admitted = months_after(applied, 3) + timedelta(chance.below(25))
    return [("candidate", applied, None), ("member", min(admitted, TAKEN - timedelta(2)), None)]


def _homes(
    person: Person, branch: Unit, branches: list[Unit], stages: list[tuple[str, date, str | None]], chance: Chance
) -> list[tuple[Unit, date]]:
    """Where somebody was at home, from which day: the branch before the group, and sometimes another branch first."""
    first, last = stages[0][1], person.since if person.standing == "former" else TAKEN - timedelta(20)
    homes = [(branch, first)]
    came = first
    if person.standing == "member" and chance.yes(MOVED):
        near = [other for other in branches if other.parent is branch.parent]
        other = chance.of(branches if chance.yes(FAR_MOVED) else near)
        came = chance.day(first + timedelta(30), last)
        if other is not branch and other.since <= first < came < last:
            homes = [(other, first), (branch, came)]
        else:
            came = first
    if person.home is not branch:
        begins = max(person.home.since, came)
        if begins <= homes[-1][1]:
            homes[-1] = (person.home, homes[-1][1])
        else:
            homes.append((person.home, begins))
    return homes


def _spells(stages: list[tuple[str, date, str | None]], homes: list[tuple[Unit, date]]) -> list[Spell]:
    days = sorted({since for _, since, _ in stages} | {since for _, since in homes})
    found = []
    for since, until in zip(days, [*days[1:], None], strict=True):
        standing, counted, reason = [stage for stage in stages if stage[1] <= since][-1]
        unit = [unit for unit, begun in homes if begun <= since][-1]
        found.append(Spell(unit, standing, since, until, counted, reason))
    return found


def _ties(here: list[Person], chance: Chance) -> None:
    """Who recommends the candidates of a branch, and who keeps contact with its sympathisers."""
    members = [person for person in here if person.standing == "member"]
    for person in here:
        if person.standing == "candidate" or (person.standing == "member" and person.since >= date(2025, 1, 1)):
            applied = next(spell.since for spell in person.spells if spell.standing in ("candidate", "member"))
            known = [other for other in members if other is not person and other.member_for(12, applied)]
            wanted = 1 if person.traits["employment"] in describing.AT_WORK else 2
            person.sponsors = [(other, applied) for other in chance.some(known, wanted)]
        elif person.standing == "sympathiser" and chance.yes(0.7):
            known = [other for other in members if other.first < person.since]
            if known:
                person.contact = (chance.of(known), person.since + timedelta(chance.below(8)))


def roll_day(person: Person) -> date:
    """From which day the dues of this year are entered for somebody."""
    return max(ROLL, person.first)
