"""Offices and their terms: competence and scope follow from them, and end with them."""

from collections.abc import Iterator
from datetime import date

from polity.acts.act import Act, act
from polity.acts.checks import id_free, unit_stands, written
from polity.register.changes import Change
from polity.register.forms import PersonId, SubjectId, UnitId
from polity.register.links import BeginTerm, EndTerm
from polity.register.register import Register
from polity.words.objections import Objection, objection


@act("office.appoint")
class Appoint(Act):
    """Somebody takes up an office of a unit, until a day or until it is ended."""

    makes = ("term",)
    articles = ("may_hold_office",)

    term: SubjectId
    office: str
    unit: UnitId
    person: PersonId
    until: date | None = None

    def home(self, register: Register) -> int | None:
        return self.unit

    def concerns(self) -> int | None:
        return self.person

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from unit_stands(register, self.unit, on=self.on)
        yield from _may_take_up(register, self.person, self.office, self.unit, on=self.on, until=self.until)
        yield from id_free(register, self.term)

    def changes(self, register: Register) -> Iterator[Change]:
        yield BeginTerm(self.term, self.office, self.unit, self.person, self.on, self.until)


def _may_take_up(
    register: Register, person: int, office: str, unit: int, *, on: date, until: date | None
) -> Iterator[Objection]:
    yield from written(office=office)
    spell = register.spell(person, on=on)
    if spell is None:
        yield objection("standing.none", person=person, on=on)
    elif spell.standing != "member":
        yield objection("standing.is", person=person, standing=spell.standing, on=on, needed=("member",))
    for term in register.terms(person):
        meets = (term.until is None or term.until > on) and (until is None or term.since < until)
        if meets and (term.office, term.unit) == (office, unit):
            yield objection("office.held", person=person, office=office)
    if until is not None and until <= on:
        yield objection("record.days", since=on, until=until)


def _running(register: Register, number: int, *, on: date) -> Iterator[Objection]:
    term = register.term(number)
    if term is None:
        yield objection("office.none")
    elif term.since >= on or (term.until is not None and term.until <= on):
        yield objection("office.over", on=on)


@act("office.end")
class End(Act):
    """A term of office ends before its time."""

    term: SubjectId

    def home(self, register: Register) -> int | None:
        term = register.term(self.term)
        return term.unit if term else None

    def concerns(self) -> int | None:
        return None

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from _running(register, self.term, on=self.on)

    def changes(self, register: Register) -> Iterator[Change]:
        yield EndTerm(self.term, self.on)


@act("office.hand_over")
class HandOver(Act):
    """One person's term in an office ends and another's begins on the same day, so that the office is never empty."""

    makes = ("new",)
    articles = ("may_hold_office",)

    term: SubjectId
    person: PersonId
    new: SubjectId
    until: date | None = None

    def home(self, register: Register) -> int | None:
        term = register.term(self.term)
        return term.unit if term else None

    def concerns(self) -> int | None:
        return self.person

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from _running(register, self.term, on=self.on)
        if (term := register.term(self.term)) is not None:
            yield from unit_stands(register, term.unit, on=self.on)
            yield from _may_take_up(register, self.person, term.office, term.unit, on=self.on, until=self.until)
        yield from id_free(register, self.new)

    def changes(self, register: Register) -> Iterator[Change]:
        term = register.term(self.term)
        assert term is not None
        yield EndTerm(self.term, self.on)
        yield BeginTerm(self.new, term.office, term.unit, self.person, self.on, self.until)
