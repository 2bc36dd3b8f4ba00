"""People who come in a file: entered by an office for its part of the tree, taken back where nothing followed."""

from collections.abc import Iterator, Mapping
from typing import Any

from polity.acts.act import Act, act
from polity.acts.checks import written
from polity.acts.record import MOST, AsFound, row_of
from polity.register.changes import Change
from polity.register.exports import TakeBack, altered_since, below, entered_by
from polity.register.forms import PersonId, UnitId
from polity.register.register import Register
from polity.words.objections import Objection, objection


@act("import.enter")
class EnterPeople(AsFound):
    """Enter the people of a file, as they were found, into a unit and those below it."""

    founding = False

    unit: UnitId

    def home(self, register: Register) -> int | None:
        return self.unit

    def plain(self) -> Mapping[str, Any]:
        return {**super().plain(), "unit": self.unit}

    def impediments(self, register: Register) -> Iterator[Objection]:
        spells = self.batch.spells
        within = below(register.cursor, self.unit, on=self.on)
        outside = [at for at, unit in enumerate(spells.unit) if unit not in within]
        for at in outside[:MOST]:
            found = objection("import.outside", unit=spells.unit[at], on=self.on)
            yield row_of("spells", at, spells.person[at], found)
        if not outside:
            yield from super().impediments(register)


@act("import.withdraw")
class Withdraw(Act):
    """Take back what an import entered of people with whom nothing has been done since: their days and facts go.

    What was known until now can still be asked for. The name stays under the id until it is erased.
    """

    unit: UnitId
    entry: int
    people: tuple[PersonId, ...]
    grounds: str

    def home(self, register: Register) -> int | None:
        return self.unit

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(grounds=self.grounds)
        if not self.people:
            yield objection("import.nobody")
        entered = entered_by(register.cursor, self.entry, self.people)
        within = below(register.cursor, self.unit, on=self.on)
        altered = altered_since(register.cursor, self.entry, self.people)
        for person in self.people:
            if entered.get(person) is None or entered[person] not in within:
                yield objection("person.none", person=person)
            elif person in altered:
                yield objection("import.altered", person=person)

    def changes(self, register: Register) -> Iterator[Change]:
        yield TakeBack(self.people)
