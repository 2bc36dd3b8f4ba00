"""Standing that moves or ends: transfers acknowledged by both units, leaving, exclusion, death, re-entry."""

from collections.abc import Iterator

from polity.acts.act import Act, act
from polity.acts.checks import id_free, in_standing, unit_stands_on
from polity.acts.people import OfPerson, home_of
from polity.register.changes import BeginSpell, Change, EndSpell
from polity.register.forms import PersonId, SubjectId, UnitId
from polity.register.links import CloseTransfer, EndTerm, MoveApplication, OpenTransfer
from polity.register.register import Register
from polity.words.objections import Objection, objection

BELONGING = ("sympathiser", "candidate", "member")


@act("membership.transfer")
class Transfer(Act):
    """The sending unit releases somebody to another unit. They stay where they are until that unit acknowledges."""

    makes = ("transfer",)
    articles = ("may_be_transferred",)

    member: PersonId
    receiving: UnitId
    transfer: SubjectId

    def home(self, register: Register) -> int | None:
        return home_of(register, self.member, self.on)

    def concerns(self) -> int | None:
        return self.member

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from in_standing(register, self.member, on=self.on, needed=BELONGING)
        yield from unit_stands_on(register, self.receiving, on=self.on)
        spell = register.spell(self.member, on=self.on)
        if spell is not None and spell.unit == self.receiving:
            yield objection("unit.same", person=self.member, unit=self.receiving)
        if (before := register.transfer(self.member)) is not None:
            yield objection("transfer.open", person=self.member, receiving=before.receiving)
        yield from id_free(register, self.transfer)

    def changes(self, register: Register) -> Iterator[Change]:
        sending = home_of(register, self.member, self.on)
        assert sending is not None
        yield OpenTransfer(self.transfer, self.member, sending, self.receiving, self.on)


@act("membership.receive")
class Receive(Act):
    """The receiving unit acknowledges a transfer: from this day the person is counted there.

    The old spell ends on the day of effect and the new one begins on it, so on any day the person is counted in one
    unit: never in none, never in two. What their standing counts from goes with them.
    """

    member: PersonId

    def home(self, register: Register) -> int | None:
        transfer = register.transfer(self.member)
        return transfer.receiving if transfer else home_of(register, self.member, self.on)

    def concerns(self) -> int | None:
        return self.member

    def impediments(self, register: Register) -> Iterator[Objection]:
        transfer = register.transfer(self.member)
        if transfer is None:
            yield objection("transfer.none", person=self.member)
            return
        if transfer.asked > self.on:
            yield objection("transfer.early", since=transfer.asked)
        yield from unit_stands_on(register, transfer.receiving, on=self.on)
        yield from in_standing(register, self.member, on=self.on, needed=BELONGING)

    def changes(self, register: Register) -> Iterator[Change]:
        transfer, spell = register.transfer(self.member), register.spell(self.member, on=self.on)
        assert transfer is not None and spell is not None
        yield CloseTransfer(transfer.transfer, "received")
        yield EndSpell(self.member, self.on)
        yield BeginSpell(self.member, transfer.receiving, spell.standing, self.on, spell.counted_from)


class _Leaving(OfPerson):
    """Standing ends; the person stays in the register as former, with the reason, and their offices end with it."""

    reason = ""

    person: PersonId

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from in_standing(register, self.person, on=self.on, needed=BELONGING)
        for term in register.terms(self.person):
            if term.since >= self.on:
                yield objection("office.begins", person=self.person, office=term.office, since=term.since)

    def changes(self, register: Register) -> Iterator[Change]:
        spell = register.spell(self.person, on=self.on)
        assert spell is not None
        if (transfer := register.transfer(self.person)) is not None:
            yield CloseTransfer(transfer.transfer, "withdrawn")
        if (application := register.application(self.person)) is not None:
            yield MoveApplication(application.application, "lapsed", self.on)
        for term in register.terms(self.person):
            if term.until is None or term.until > self.on:
                yield EndTerm(term.term, self.on)
        yield EndSpell(self.person, self.on)
        yield BeginSpell(self.person, spell.unit, "former", self.on, self.on, type(self).reason)


@act("membership.leave")
class Leave(_Leaving):
    """Somebody leaves of their own accord."""

    reason = "left"

    person: PersonId


@act("membership.exclude")
class Exclude(_Leaving):
    """Somebody is excluded, with grounds; they may appeal."""

    reason = "excluded"
    articles = ("may_be_excluded",)

    person: PersonId
    grounds: str

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from super().impediments(register)
        if not self.grounds.strip():
            yield objection("record.grounds")


@act("membership.died")
class Died(_Leaving):
    """Somebody has died."""

    reason = "died"

    person: PersonId


@act("membership.lapse")
class Lapse(_Leaving):
    """A candidacy or membership lapses by the statutes."""

    reason = "lapsed"
    articles = ("may_lapse",)

    person: PersonId
    grounds: str


@act("membership.readmit")
class Readmit(Act):
    """A former member comes back as a candidate, in a unit of their choice."""

    articles = ("may_become_candidate",)

    person: PersonId
    unit: UnitId

    def home(self, register: Register) -> int | None:
        return self.unit

    def concerns(self) -> int | None:
        return self.person

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from in_standing(register, self.person, on=self.on, needed=("former",))
        yield from unit_stands_on(register, self.unit, on=self.on)

    def changes(self, register: Register) -> Iterator[Change]:
        yield EndSpell(self.person, self.on)
        yield BeginSpell(self.person, self.unit, "candidate", self.on, self.on)
