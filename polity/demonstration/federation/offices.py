"""Terms of office and posts, filled by turns so that neither men nor women have them all."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from polity.demonstration.draws import Ids
from polity.demonstration.federation.chance import Chance
from polity.demonstration.federation.fields import FOUNDED, TAKEN, TODAY
from polity.demonstration.federation.people import Person
from polity.demonstration.federation.tree import Unit, everything

OF_TIER = {
    "federation": ("secretary", "chair", "chair", "treasurer", *["control_commissioner"] * 5),
    "region": ("secretary", "chair", "chair", "treasurer", *["control_commissioner"] * 3),
    "branch": ("secretary", "chair", "treasurer"),
    "group": ("secretary",),
}
COMMITTEES = {"federation": 16, "region": 8}
ROLE_LABELS = {
    "committee_seat": "Seat {} of the committee",
    "delegate": "Delegate {} to the congress",
    "safety_representative": "Safety representative",
    "trainer": "Trainer {}",
}
ALLOWANCES = {"committee_seat": 120_00, "delegate": 0, "safety_representative": 60_00, "trainer": 240_00}
AMISS = 0.06  # share of reserved seats held by somebody for whom they are not


class Term(NamedTuple):
    """A term of office, of which the last may end soon."""

    term: int
    office: str
    unit: Unit
    holder: Person
    since: date
    until: date


@dataclass(eq=False)
class Post:
    """A seat or another post, with who holds it."""

    post: int
    unit: Unit
    role: str
    label: str
    seat: str
    holder: Person
    since: date

    @property
    def facts(self) -> dict[str, object]:
        """What is recorded of it."""
        gender = self.holder.traits.get("gender")
        held = {"held_as": gender} if gender and gender != "not_stated" else {}
        return {
            "role": self.role, "seat": self.seat, "holder": self.holder.person, "allowance": ALLOWANCES[self.role],
            **held,
        }  # fmt: skip


class Fillers:
    """Members who may hold an office, unit by unit; nobody is asked twice while others are there."""

    def __init__(self, people: list[Person]) -> None:
        self.served: set[int] = set()  # held an office once, and are not asked again
        self._free: dict[int, list[Person]] = {}
        for person in people:
            if person.member_for(14, TAKEN) and person.owes(TODAY) == 0:
                for unit in {person.home, person.home.branch, person.home.region}:
                    self._free.setdefault(unit.unit, []).append(person)

    def take(self, unit: Unit, chance: Chance, genders: tuple[str, ...] = ()) -> Person | None:
        """Somebody of a unit, of one of the genders if there is one."""
        here = [one for one in self._free.get(unit.unit, ()) if not one.officer and one.person not in self.served]
        fit = [one for one in here if one.traits.get("gender") in genders] if genders else []
        if not here:
            return None
        chosen = chance.of(fit or here)
        chosen.officer = True
        return chosen


def terms(root: Unit, fillers: Fillers, chance: Chance, ids: Ids) -> list[Term]:
    """Who holds which office, and in a third of the cases who held it before."""
    found: list[Term] = []
    for unit in everything(root):
        turn = chance.below(2)
        for at, office in enumerate(OF_TIER[unit.tier]):
            if unit.small and office == "chair":
                continue
            wanted = ("woman", "non_binary") if (at + turn) % 2 == 0 else ("man",)
            holder = fillers.take(chance.of(unit.below) if unit.tier == "federation" else unit, chance, wanted)
            if holder is not None:
                found += _terms(unit, office, holder, fillers, chance, ids)
    return found


def _terms(unit: Unit, office: str, holder: Person, fillers: Fillers, chance: Chance, ids: Ids) -> list[Term]:
    since = chance.day(date(2024, 6, 20), date(2024, 9, 10)) if chance.yes(0.22) else None
    since = since or chance.day(date(2025, 2, 1), date(2025, 6, 1))
    since = max(since, unit.since, holder.since + timedelta(30))
    until = date(since.year + 2, since.month, min(since.day, 28))
    found = [Term(int(ids.take(1)[0]), office, unit, holder, since, max(until, TODAY + timedelta(5)))]
    if since > unit.since + timedelta(400) and chance.yes(0.35):
        before = fillers.take(chance.of(unit.below) if unit.tier == "federation" else unit, chance)
        begun = max(unit.since, FOUNDED, since - timedelta(730))
        if before is not None:
            before.officer = False
            fillers.served.add(before.person)
            if before.since + timedelta(60) < since - timedelta(60):
                found.append(
                    Term(int(ids.take(1)[0]), office, unit, before, max(begun, before.since + timedelta(60)), since)
                )
    return found


def posts(root: Unit, fillers: Fillers, chance: Chance, ids: Ids) -> list[Post]:
    """Seats on committees, half of them reserved; delegates, safety representatives and trainers."""
    found: list[Post] = []
    for unit in everything(root):
        for number in range(1, COMMITTEES.get(unit.tier, 0) + 1):
            where = unit.below[number % len(unit.below)] if unit.tier == "federation" else unit
            seat = "open" if number % 2 else ("women" if number % 4 else "other_than_men")
            _add(found, unit, where, "committee_seat", number, seat, fillers, chance, ids)
        if unit.tier == "region":
            for number in (1, 2):
                _add(found, unit, unit, "trainer", number, "open", fillers, chance, ids)
        if unit.tier == "branch" and not unit.small:
            _add(found, unit, unit, "delegate", 1, "women" if unit.number % 2 else "open", fillers, chance, ids)
            if unit.kind == "union_branch":
                _add(found, unit, unit, "safety_representative", 1, "open", fillers, chance, ids)
    return found


def _add(
    found: list[Post], unit: Unit, where: Unit, role: str, number: int, seat: str, fillers: Fillers, chance: Chance,
    ids: Ids,
) -> None:  # fmt: skip
    wanted = {"open": (), "women": ("woman",), "other_than_men": ("woman", "non_binary")}[seat]
    amiss = seat != "open" and chance.yes(AMISS)
    holder = fillers.take(where, chance, ("man",) if amiss else wanted)
    if holder is not None:
        label = ROLE_LABELS[role].format(number)
        since = max(chance.day(date(2024, 10, 1), date(2025, 12, 1)), unit.since, holder.first)
        found.append(Post(int(ids.take(1)[0]), unit, role, label, seat, holder, since))
