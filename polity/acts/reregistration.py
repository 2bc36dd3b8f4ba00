"""Re-registration of a unit: everybody in it is asked whether they stay, and nobody is lost on the way.

Closing it changes nobody's standing. Whoever was not confirmed is a list for decision, by the acts that there are:
a lapse rests on its article, a move on a transfer.
"""

from collections.abc import Iterator
from datetime import date

from polity.acts.act import Act, act
from polity.acts.checks import id_free, unit_stands
from polity.acts.people import OfPerson, home_of
from polity.register import meetings
from polity.register.changes import Change
from polity.register.forms import PersonId, SubjectId, UnitId
from polity.register.meetings import CloseReregistration, ConfirmPeople, OpenReregistration, SetOutcome
from polity.register.register import Register
from polity.words.objections import Objection, objection

ASKED = ("member", "candidate")
OUTCOMES = ("confirmed", "asked", "moved", "not_reached")
WITH_GROUNDS = ("moved", "not_reached")


def asked_of(register: Register, unit: int, on: date) -> tuple[int, ...]:
    """The members and candidates at home in a unit on a day."""
    return tuple(spell.person for spell in register.people_of(unit, on=on) if spell.standing in ASKED)


@act("unit.reregister_open")
class Open(Act):
    """Open the re-registration of a unit: its members and candidates of the day are to be asked until a day."""

    makes = ("reregistration",)

    reregistration: SubjectId
    unit: UnitId
    until: date

    def home(self, register: Register) -> int | None:
        return self.unit

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from unit_stands(register, self.unit, on=self.on)
        if self.until <= self.on:
            yield objection("record.days", since=self.on, until=self.until)
        if (before := meetings.running(register, self.unit)) is not None:
            yield objection("reregistration.running", unit=self.unit, opened=before.opened)
        if not asked_of(register, self.unit, self.on):
            yield objection("reregistration.nobody", unit=self.unit, on=self.on)
        yield from id_free(register, self.reregistration)

    def changes(self, register: Register) -> Iterator[Change]:
        people = asked_of(register, self.unit, self.on)
        yield OpenReregistration(self.reregistration, self.unit, self.on, self.until, people)


@act("unit.reregister")
class Outcome(OfPerson):
    """Enter how it stands with one person: confirmed, asked, moved away, or not reached, with grounds for the last two.

    A later outcome takes the place of an earlier one; the earlier one is kept in the journal.
    """

    person: PersonId
    outcome: str
    grounds: str | None = None

    def home(self, register: Register) -> int | None:
        running = meetings.running_for(register, self.person)
        return running.unit if running else home_of(register, self.person, self.on)

    def impediments(self, register: Register) -> Iterator[Objection]:
        running = meetings.running_for(register, self.person)
        if running is None:
            yield objection("reregistration.not_asked", person=self.person)
        elif self.on < running.opened:
            yield objection("reregistration.early", opened=running.opened)
        if self.outcome not in OUTCOMES:
            yield objection("field.value", field="outcome", value=self.outcome, expected=", ".join(OUTCOMES))
        if self.outcome in WITH_GROUNDS and not (self.grounds or "").strip():
            yield objection("record.grounds")

    def changes(self, register: Register) -> Iterator[Change]:
        running = meetings.running_for(register, self.person)
        assert running is not None
        yield SetOutcome(running.reregistration, self.person, self.outcome, self.on, self.grounds or None)


class _OfRoll(Act):
    """An act on a re-registration that runs, as a whole."""

    reregistration: SubjectId

    def home(self, register: Register) -> int | None:
        found = meetings.reregistration(register, self.reregistration)
        return found.unit if found else None

    def running(self, register: Register) -> Iterator[Objection]:
        found = meetings.reregistration(register, self.reregistration)
        if found is None:
            yield objection("reregistration.none")
        elif found.closed is not None:
            yield objection("reregistration.closed", closed=found.closed)
        elif self.on < found.opened:
            yield objection("reregistration.early", opened=found.opened)


@act("unit.reregister_confirm")
class Confirm(_OfRoll):
    """Several people of a re-registration stay: everybody who came to one meeting, or answered one letter."""

    reregistration: SubjectId
    people: tuple[PersonId, ...]

    def impediments(self, register: Register) -> Iterator[Objection]:
        before = list(self.running(register))
        yield from before
        if before:
            return
        if not self.people:
            yield objection("reregistration.unnamed")
        asked = meetings.outcomes(register, self.reregistration)
        for person in dict.fromkeys(self.people):
            if person not in asked:
                yield objection("reregistration.not_asked", person=person)

    def changes(self, register: Register) -> Iterator[Change]:
        yield ConfirmPeople(self.reregistration, tuple(sorted(set(map(int, self.people)))), self.on)


@act("unit.reregister_close")
class Close(_OfRoll):
    """Close a re-registration. Before its day only when everybody has an outcome; after it, in any case."""

    reregistration: SubjectId

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from self.running(register)
        found = meetings.reregistration(register, self.reregistration)
        left = meetings.without_outcome(register, self.reregistration)
        if found is not None and found.closed is None and self.on < found.until and left:
            yield objection("reregistration.left", count=left, until=found.until)

    def changes(self, register: Register) -> Iterator[Change]:
        yield CloseReregistration(self.reregistration, self.on)
