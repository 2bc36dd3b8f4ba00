"""Standing that moves or ends: transfers answered by both units, leaving, exclusion, death, re-entry."""

from collections.abc import Iterator
from datetime import date
from typing import ClassVar

from polity.acts.act import Act, act
from polity.acts.checks import id_free, in_standing, unit_stands_on
from polity.acts.people import OfPerson, home_of
from polity.register import transfers
from polity.register.asked import BELONGING
from polity.register.changes import BeginSpell, Change, EndSpell
from polity.register.forms import PersonId, SubjectId, UnitId
from polity.register.links import (
    CloseTransfer,
    EndContact,
    EndTerm,
    MoveApplication,
    NoteTransfer,
    OpenTransfer,
    ReleaseTransfer,
    RequestTransfer,
)
from polity.register.register import Register
from polity.register.rows import Term
from polity.register.rows import Transfer as Moving
from polity.words.objections import Objection, objection


@act("membership.ask_transfer")
class AskTransfer(OfPerson):
    """Somebody asks to be moved to another unit, for themselves. Their unit then releases them, or refuses.

    The receiving unit learns nothing of it before the release.
    """

    makes = ("transfer",)

    person: PersonId
    receiving: UnitId
    transfer: SubjectId
    grounds: str = ""

    def own(self) -> int | None:
        return self.person

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from _may_go(register, self.person, self.receiving, on=self.on)
        if (before := transfers.under_way(register, self.person)) is not None:
            yield objection("transfer.open", person=self.person, receiving=before.receiving)
        yield from id_free(register, self.transfer)

    def changes(self, register: Register) -> Iterator[Change]:
        sending = home_of(register, self.person, self.on)
        assert sending is not None
        yield RequestTransfer(self.transfer, self.person, sending, self.receiving, self.on)
        yield NoteTransfer(self.transfer, self.person, "asked", self.on, self.grounds.strip() or None)


def _may_go(register: Register, person: int, receiving: int, *, on: date) -> Iterator[Objection]:
    yield from in_standing(register, person, on=on, needed=BELONGING)
    yield from unit_stands_on(register, receiving, on=on)
    spell = register.spell(person, on=on)
    if spell is not None and spell.unit == receiving:
        yield objection("unit.same", person=person, unit=receiving)


@act("membership.transfer")
class Transfer(Act):
    """The sending unit releases somebody to another unit. They stay where they are until that unit acknowledges.

    Where they asked for it themselves, this answers what they asked, and `transfer` is not used.
    """

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
        yield from _may_go(register, self.member, self.receiving, on=self.on)
        before = transfers.under_way(register, self.member)
        if before is not None and before.state == "released":
            yield objection("transfer.open", person=self.member, receiving=before.receiving)
        elif before is not None and before.receiving != self.receiving:
            yield objection("transfer.other", person=self.member, receiving=before.receiving)
        elif before is not None and before.asked > self.on:
            yield objection("transfer.early", since=before.asked)
        yield from id_free(register, self.transfer)

    def changes(self, register: Register) -> Iterator[Change]:
        sending = home_of(register, self.member, self.on)
        assert sending is not None
        asked = transfers.under_way(register, self.member)
        if asked is None:
            yield OpenTransfer(self.transfer, self.member, sending, self.receiving, self.on)
        else:
            yield ReleaseTransfer(asked.transfer, sending)
        number = asked.transfer if asked else self.transfer
        yield NoteTransfer(number, self.member, "released", self.on)


@act("membership.receive")
class Receive(Act):
    """The receiving unit acknowledges a transfer: from this day the person is counted there.

    The old spell ends on the day of effect and the new one begins on it, so on any day the person is counted in one
    unit: never in none, never in two.

    With the person go their name, standing and the day it counts from, all that is recorded of them, the
    recommendations given to them, and an application that is open: the receiving unit goes on with it. What stays
    behind are their offices in units under which they stand no longer, which end on this day, and contact with
    sympathisers, on either side of it. The old unit keeps what it saw until then, and sees nothing new.
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
        latest = transfers.latest_step(register, transfer)
        if latest > self.on:
            yield objection("transfer.early", since=latest)
        yield from unit_stands_on(register, transfer.receiving, on=self.on)
        yield from in_standing(register, self.member, on=self.on, needed=BELONGING)
        spell = register.spell(self.member, on=self.on)
        if spell is not None and spell.unit == transfer.receiving:
            yield objection("unit.same", person=self.member, unit=transfer.receiving)
        for term in self._left(register):
            if term.since >= self.on:
                yield objection("office.begins", person=self.member, office=term.office, since=term.since)

    def _left(self, register: Register) -> list[Term]:
        transfer, spell = register.transfer(self.member), register.spell(self.member, on=self.on)
        if transfer is None or spell is None:
            return []
        return transfers.terms_left(register, self.member, spell.unit, transfer.receiving, on=self.on)

    def changes(self, register: Register) -> Iterator[Change]:
        transfer, spell = register.transfer(self.member), register.spell(self.member, on=self.on)
        assert transfer is not None and spell is not None
        yield from closed(transfer, "received", self.on)
        for term in self._left(register):
            yield EndTerm(term.term, self.on)
        if register.contact_since(self.member) is not None:
            yield EndContact(self.member, self.on)
        for sympathiser in transfers.in_contact_with(register, self.member):
            yield EndContact(sympathiser, self.on)
        yield EndSpell(self.member, self.on)
        yield BeginSpell(self.member, transfer.receiving, spell.standing, self.on, spell.counted_from)


def closed(transfer: Moving, state: str, on: date, grounds: str | None = None) -> Iterator[Change]:
    """End a transfer, and note the step with its day and grounds."""
    yield CloseTransfer(transfer.transfer, state)
    yield NoteTransfer(transfer.transfer, transfer.person, state, on, grounds)


class _Ending(Act):
    """A transfer under way comes to nothing: the person stays where they are."""

    member: PersonId

    def concerns(self) -> int | None:
        return self.member

    def impediments(self, register: Register) -> Iterator[Objection]:
        transfer = transfers.under_way(register, self.member)
        if transfer is None:
            yield objection("transfer.not_open", person=self.member)
        elif (latest := transfers.latest_step(register, transfer)) > self.on:
            yield objection("transfer.early", since=latest)


@act("membership.decline")
class Decline(_Ending):
    """A transfer is declined with grounds: by the receiving unit once released, by the person's own unit before."""

    member: PersonId
    grounds: str

    def home(self, register: Register) -> int | None:
        transfer = register.transfer(self.member)
        return transfer.receiving if transfer else home_of(register, self.member, self.on)

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from super().impediments(register)
        if not self.grounds.strip():
            yield objection("record.grounds")

    def changes(self, register: Register) -> Iterator[Change]:
        transfer = transfers.under_way(register, self.member)
        assert transfer is not None
        state = "declined" if transfer.state == "released" else "refused"
        yield from closed(transfer, state, self.on, self.grounds)


@act("membership.withdraw_transfer")
class WithdrawTransfer(_Ending):
    """A transfer is taken back before it is acknowledged: by the sending unit, or by the person themselves."""

    member: PersonId
    grounds: str = ""

    def home(self, register: Register) -> int | None:
        return home_of(register, self.member, self.on)

    def own(self) -> int | None:
        return self.member

    def changes(self, register: Register) -> Iterator[Change]:
        transfer = transfers.under_way(register, self.member)
        assert transfer is not None
        yield from closed(transfer, ended(transfer), self.on, self.grounds.strip() or None)


def ended(transfer: Moving) -> str:
    """The state of a transfer that is taken back: what was never released stays unseen by the receiving unit."""
    return "withdrawn" if transfer.state == "released" else "cancelled"


class _Leaving(OfPerson):
    """Standing ends; the person stays in the register as former, with the reason, and their offices end with it."""

    reason = ""
    needed: ClassVar[tuple[str, ...]] = BELONGING

    person: PersonId

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from in_standing(register, self.person, on=self.on, needed=self.needed)
        for term in register.terms(self.person):
            if term.since >= self.on:
                yield objection("office.begins", person=self.person, office=term.office, since=term.since)

    def changes(self, register: Register) -> Iterator[Change]:
        spell = register.spell(self.person, on=self.on)
        assert spell is not None
        if (transfer := transfers.under_way(register, self.person)) is not None:
            yield from closed(transfer, ended(transfer), self.on)
        if (application := register.application(self.person)) is not None:
            yield MoveApplication(application.application, "lapsed", self.on)
        for term in register.terms(self.person):
            if term.until is None or term.until > self.on:
                yield EndTerm(term.term, self.on)
        since = spell.counted_from if spell.standing == "former" else self.on
        yield EndSpell(self.person, self.on)
        yield BeginSpell(self.person, spell.unit, "former", self.on, since, type(self).reason)


@act("membership.leave")
class Leave(_Leaving):
    """Somebody leaves of their own accord."""

    reason = "left"

    person: PersonId


@act("membership.exclude")
class Exclude(_Leaving):
    """Somebody is excluded, with grounds, after they were heard; they may appeal.

    heard  the day of the hearing at which they could answer the grounds
    """

    reason = "excluded"
    articles = ("may_be_excluded",)

    person: PersonId
    grounds: str
    heard: date | None = None

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from super().impediments(register)
        if self.heard is not None and self.heard > self.on:
            yield objection("hearing.later", heard=self.heard, on=self.on)
        if not self.grounds.strip():
            yield objection("record.grounds")


@act("membership.died")
class Died(_Leaving):
    """Somebody has died, a member or one who was; what ended their membership before stays on record."""

    reason = "died"
    needed = (*BELONGING, "former")

    person: PersonId

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from super().impediments(register)
        yield from alive(register, self.person, on=self.on)


def alive(register: Register, person: int, *, on: date) -> Iterator[Objection]:
    """The register does not say that the person has died."""
    spell = register.spell(person, on=on)
    if spell is not None and spell.reason == "died":
        yield objection("person.died", person=person)


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
        yield from alive(register, self.person, on=self.on)
        yield from unit_stands_on(register, self.unit, on=self.on)

    def changes(self, register: Register) -> Iterator[Change]:
        yield EndSpell(self.person, self.on)
        yield BeginSpell(self.person, self.unit, "candidate", self.on, self.on)
