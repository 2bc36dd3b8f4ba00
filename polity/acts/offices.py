"""Offices and their terms: competence and scope follow from them, and end with them."""

from collections.abc import Iterator
from datetime import date

from polity.acts.act import Act, act
from polity.acts.checks import id_free, unit_stands
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
        spell = register.spell(self.person, on=self.on)
        if spell is None:
            yield objection("standing.none", person=self.person, on=self.on)
        elif spell.standing != "member":
            yield objection("standing.is", person=self.person, standing=spell.standing, on=self.on, needed=("member",))
        for term in register.terms(self.person):
            meets = (term.until is None or term.until > self.on) and (self.until is None or term.since < self.until)
            if meets and (term.office, term.unit) == (self.office, self.unit):
                yield objection("office.held", person=self.person, office=self.office)
        yield from id_free(register, self.term)
        if self.until is not None and self.until <= self.on:
            yield objection("record.days", since=self.on, until=self.until)

    def changes(self, register: Register) -> Iterator[Change]:
        yield BeginTerm(self.term, self.office, self.unit, self.person, self.on, self.until)


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
        term = register.term(self.term)
        if term is None:
            yield objection("office.none")
        elif term.since >= self.on or (term.until is not None and term.until <= self.on):
            yield objection("office.over", on=self.on)

    def changes(self, register: Register) -> Iterator[Change]:
        yield EndTerm(self.term, self.on)
