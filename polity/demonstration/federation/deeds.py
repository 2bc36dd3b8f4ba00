"""What was entered act by act since the register was taken over: admissions, and all that follows from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from polity.acts import Act, admission, people
from polity.demonstration.draws import Ids
from polity.demonstration.federation import describing
from polity.demonstration.federation.chance import Chance
from polity.demonstration.federation.fields import TAKEN, TODAY, Size
from polity.demonstration.federation.months import months_after
from polity.demonstration.federation.names import LANGUAGES, named
from polity.demonstration.federation.offices import Post, Term
from polity.demonstration.federation.people import Person
from polity.demonstration.federation.tree import Unit
from polity.register.forms import PersonId, SubjectId, UnitId

GROUNDS = {
    "en": ("The branch could not reach the applicant.", "The applicant asked to wait for a year."),
    "es": ("La sección no pudo localizar a la persona.", "La persona pidió esperar un año."),
    "pl": ("Koło nie mogło skontaktować się z osobą.", "Osoba poprosiła o rok przerwy."),
}
EXTENDED = {
    "en": "Was ill for most of the probation.",
    "es": "Estuvo de baja gran parte del periodo.",
    "pl": "Przez większość okresu próbnego na zwolnieniu.",
}


class Deed(NamedTuple):
    """An act, and in which office of which unit it was done."""

    act: Act
    office: str
    unit: Unit


@dataclass
class Drawn:
    """The federation as taken over, and what is still free to take part in something."""

    root: Unit
    size: Size
    people: list[Person]
    terms: list[Term]
    posts: list[Post]
    chance: Chance
    ids: Ids
    busy: set[int]  # people to whom something happens already; one story a person
    kept: set[int]  # branches that are merged or split, where nothing else happens

    @cached_property
    def _of_branch(self) -> dict[int, list[Person]]:
        found: dict[int, list[Person]] = {}
        for one in self.people:
            if one.standing == "member":
                found.setdefault(one.home.branch.unit, []).append(one)
        return found

    def number(self, full: int) -> int:
        """How many at this size."""
        return max(round(full / self.size.parts), 1)

    def free(self, standing: str, count: int, *, settled: bool = True) -> list[Person]:
        """Some people of a standing in no office, to whom nothing happens yet."""
        fit = [
            one for one in self.people
            if one.standing == standing and not one.officer and one.person not in self.busy
            and one.home.branch.unit not in self.kept and (not settled or one.spells[-1].since < TAKEN - timedelta(9))
        ]  # fmt: skip
        chosen = self.chance.some(fit, count)
        self.busy |= {one.person for one in chosen}
        return chosen

    def day(self, last: int = 3) -> date:
        """A day since taking over, so many before today at the latest."""
        return self.chance.day(TAKEN + timedelta(1), TODAY - timedelta(last))

    def lately(self, days: int) -> date:
        """One of the last so many days before today."""
        return self.chance.day(TODAY - timedelta(days), TODAY - timedelta(1))

    def after(self, day: date, low: int, high: int) -> date:
        """A day so many after another."""
        return day + timedelta(self.chance.between(low, high))

    def id(self) -> SubjectId:
        """A new id."""
        return SubjectId(int(self.ids.take(1)[0]))

    def colleagues(self, person: Person, on: date) -> list[Person]:
        """Members of a year in the same branch, who will still be there."""
        return [
            one for one in self._of_branch.get(person.home.branch.unit, ())
            if one is not person and one.member_for(12, on) and one.person not in self.busy
        ]  # fmt: skip


def admissions(drawn: Drawn) -> Iterator[Deed]:
    """Sympathisers apply, and get as far as they have got by today."""
    for person in drawn.free("sympathiser", drawn.number(180)):
        on = drawn.day() if drawn.chance.yes(0.5) else drawn.lately(40)
        yield from _application(drawn, person, on)


def newcomers(drawn: Drawn) -> Iterator[Deed]:
    """People whom nobody knew ask for a form; some of them apply."""
    branches = [b for region in drawn.root.below for b in region.below if b.unit not in drawn.kept]
    for _ in range(drawn.number(50)):
        branch, on = drawn.chance.of(branches), drawn.lately(60)
        gender = drawn.chance.odds({"woman": 50, "man": 42, "non_binary": 3, "not_stated": 5})
        language = branch.language if drawn.chance.yes(0.85) else drawn.chance.of(LANGUAGES)
        family, given = named(drawn.chance, language, gender)
        person = Person(int(drawn.id()), family, given, branch, "sympathiser", on, {})
        person.spells = []
        traits = {
            "language": language, "gender": gender, "sector": branch.sector, "email_consent": drawn.chance.yes(0.7),
            "employment": drawn.chance.of(describing.AT_WORK), "born": f"{drawn.chance.between(1960, 2008)}-07-01",
        }  # fmt: skip
        person.traits = traits
        recorded = people.Record(
            on=on, person=PersonId(person.person), unit=UnitId(branch.unit), family=family, given=given, facts=traits
        )
        yield Deed(recorded, "secretary", branch)
        if drawn.chance.yes(0.55) and on < TODAY - timedelta(4):
            yield from _application(drawn, person, drawn.after(on, 1, 3))


def _application(drawn: Drawn, person: Person, on: date) -> Iterator[Deed]:
    """An application: sponsors, then the branch's decision, confirmation, dues, and admission after probation."""
    chance, branch = drawn.chance, person.home.branch
    yield Deed(admission.Apply(on=on, person=PersonId(person.person), application=drawn.id()), "secretary", branch)
    wanted = 1 if person.traits["employment"] in describing.AT_WORK else 2
    wanted -= chance.yes(0.12)
    sponsors = chance.some(drawn.colleagues(person, on), wanted)
    last = on
    for sponsor in sponsors:
        day = drawn.after(on, 0, 6)
        last = max(last, day)
        if day < TODAY:
            act = admission.Sponsor(on=day, person=PersonId(person.person), sponsor=PersonId(sponsor.person))
            yield Deed(act, "secretary", branch)
    decided = drawn.after(last, 5, 19)
    if decided >= TODAY:
        return
    ends = chance.share()
    if ends < 0.05:
        yield Deed(admission.Withdraw(on=decided, person=PersonId(person.person)), "secretary", branch)
    elif ends < 0.1:
        grounds = chance.of(GROUNDS[branch.language])
        yield Deed(admission.Refuse(on=decided, person=PersonId(person.person), grounds=grounds), "chair", branch)
    elif ends < 0.9 and _enough(person, len(sponsors)):
        yield from _decided(drawn, person, decided)


def _enough(person: Person, sponsors: int) -> bool:
    return sponsors >= (1 if person.traits["employment"] in describing.AT_WORK else 2)


def _decided(drawn: Drawn, person: Person, on: date) -> Iterator[Deed]:
    chance, branch = drawn.chance, person.home.branch
    present = chance.between(7, 24)
    against = chance.below(3)
    decided = admission.Decide(
        on=on, person=PersonId(person.person), present=present, votes_for=present - against - chance.below(2),
        votes_against=against,
    )  # fmt: skip
    yield Deed(decided, "secretary", branch)
    confirmed = drawn.after(on, 1, 9)
    if confirmed >= TODAY or chance.yes(0.12):
        return
    by = branch.region if branch.small else branch
    yield Deed(admission.Confirm(on=confirmed, person=PersonId(person.person)), "secretary", by)
    entered = confirmed + timedelta(1)
    facts = {"dues_class": describing.class_by_income(person.traits), "dues_paid_until": "2026-06-30"}
    if entered < TODAY:
        yield Deed(people.Amend(on=entered, person=PersonId(person.person), facts=facts), "treasurer", branch)
        admitted = months_after(confirmed, 3) + timedelta(chance.between(1, 9))
        if admitted < TODAY:
            yield Deed(admission.Promote(on=admitted, person=PersonId(person.person)), "secretary", branch)


def candidacies(drawn: Drawn) -> Iterator[Deed]:
    """Candidates whose probation has passed become members, some after more time; some are still to be decided."""
    chance = drawn.chance
    for number, person in enumerate(drawn.free("candidate", 10_000, settled=False)):
        branch = person.home.branch
        due = months_after(person.since, 3)
        on = max(due, TAKEN) + timedelta(chance.between(1, 14))
        if on >= TODAY:
            continue
        if number % 20 == 3:
            act = admission.Extend(on=on, person=PersonId(person.person), months=2, grounds=EXTENDED[branch.language])
            yield Deed(act, "secretary", branch)
        elif chance.yes(0.8) and person.owes(on) == 0:
            yield Deed(admission.Promote(on=on, person=PersonId(person.person)), "secretary", branch)
