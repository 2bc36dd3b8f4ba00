"""Members' rights: asking for a correction, an erasure or a copy of one's record, and what is answered."""

from collections.abc import Iterator
from typing import Any, ClassVar

from polity.acts.act import Act, act
from polity.acts.checks import person_known, written
from polity.acts.people import OfPerson, home_of, residue
from polity.register import rights
from polity.register.changes import Change, Erase, SetOrganisation
from polity.register.forms import PersonId, SubjectId
from polity.register.register import Register
from polity.register.rights import MoveRequest, OpenRequest, Request
from polity.words.objections import Objection, objection

NAMES = ("family", "given", "middle")
OTHER = "other"  # of what no field speaks, such as a spell
DECISIONS = ("granted", "refused")
BELONGING = ("sympathiser", "candidate", "member")


class _Asked(OfPerson):
    """An act by which somebody asks for something in their own matter; an office may write down what came on paper."""

    kind: ClassVar[str] = ""
    state: ClassVar[str] = "asked"
    makes = ("request",)

    person: PersonId
    request: SubjectId

    def own(self) -> int | None:
        return self.person

    def about(self) -> dict[str, Any]:
        """What the request says beside its kind."""
        return {}

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from person_known(register, self.person)
        if register.kind_of(self.person) == "person" and register.name(self.person) is None:
            yield objection("person.erased", person=self.person)
        if rights.request(register, self.request) is not None:
            yield objection("id.known")
        for before in rights.requests(register, self.person):
            if (before.kind, before.state, before.field) == (self.kind, "asked", self.about().get("field")):
                yield objection("request.open", person=self.person, asked=before.asked)

    def changes(self, register: Register) -> Iterator[Change]:
        due = rights.months_after(self.on, rights.answer_months(register))
        yield OpenRequest(self.request, self.person, self.kind, self.on, due, self.state, **self.about())


@act("right.ask_correction")
class AskCorrection(_Asked):
    """Somebody asks that what is recorded of them be put right.

    field    the name of a declared field, `family`, `given` or `middle`, or `other`
    wanted   what should be there
    grounds  on what that rests
    """

    kind = "correction"

    person: PersonId
    request: SubjectId
    field: str
    wanted: str
    grounds: str

    def about(self) -> dict[str, Any]:
        return {"field": self.field, "wanted": self.wanted, "grounds": self.grounds}

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from super().impediments(register)
        known = (*register.fields("person"), *NAMES, OTHER)
        if self.field not in known:
            yield objection("field.none", kind="person", field=self.field, known=known)
        yield from written(wanted=self.wanted, grounds=self.grounds)


@act("right.ask_erasure")
class AskErasure(_Asked):
    """Somebody asks to be erased from the register. What must be kept stays, without a name."""

    kind = "erasure"

    person: PersonId
    request: SubjectId
    grounds: str = ""

    def about(self) -> dict[str, Any]:
        return {"grounds": self.grounds.strip() or None}


@act("right.ask_access")
class AskAccess(_Asked):
    """Somebody asks for everything that is held of them. It is given at once."""

    kind = "access"
    state = "granted"

    person: PersonId
    request: SubjectId


class _OnRequest(OfPerson):
    """An act on a request that is in a state."""

    def in_state(self, register: Register, number: int, state: str, kinds: tuple[str, ...] = ()) -> Iterator[Objection]:
        found = self.found(register, number)
        if found is None or (kinds and found.kind not in kinds):
            yield objection("request.none", person=self.person)
        elif found.state != state:
            yield objection("request.state", state=found.state, needed=state)
        elif found.state_since > self.on:
            yield objection("request.early", asked=found.state_since)

    def found(self, register: Register, number: int) -> Request | None:
        """The request, if it is this person's."""
        found = rights.request(register, number)
        return found if found is not None and found.person == self.person else None


@act("right.withdraw")
class Withdraw(_OnRequest):
    """Somebody takes a request back."""

    person: PersonId
    request: SubjectId

    def own(self) -> int | None:
        return self.person

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from self.in_state(register, self.request, "asked")

    def changes(self, register: Register) -> Iterator[Change]:
        yield MoveRequest(self.person, self.request, "withdrawn", self.on)


@act("right.answer")
class Answer(_OnRequest):
    """The office answers a request, with grounds.

    A correction that is granted is then carried out by person.amend or record.correct. An erasure that is granted
    waits for a second person, who carries it out by right.erase.

    answered_by  who decides; must be named to grant an erasure, for it takes two people
    """

    person: PersonId
    request: SubjectId
    decision: str
    grounds: str
    answered_by: PersonId | None = None

    def actor(self) -> int | None:
        return self.answered_by

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from self.in_state(register, self.request, "asked")
        if self.decision not in DECISIONS:
            expected = ", ".join(DECISIONS)
            yield objection("field.value", field="decision", value=self.decision, expected=expected)
        if not self.grounds.strip():
            yield objection("record.grounds")
        found = self.found(register, self.request)
        if found is not None and found.kind == "erasure" and self.decision == "granted":
            yield from belongs_no_longer(register, self.person, self)
            if self.answered_by is None:
                yield objection("right.officer", on=self.on)

    def changes(self, register: Register) -> Iterator[Change]:
        yield MoveRequest(self.person, self.request, self.decision, self.on, self.grounds, self.answered_by)


@act("right.erase")
class EraseOnRequest(Act):
    """A second person carries out an erasure that another granted: the key is destroyed, what must be kept stays.

    second  who carries it out; not the one who granted it
    """

    person: PersonId
    request: SubjectId
    second: PersonId

    def actor(self) -> int | None:
        return self.second

    def home(self, register: Register) -> int | None:
        return home_of(register, self.person, self.on)

    def impediments(self, register: Register) -> Iterator[Objection]:
        found = rights.request(register, self.request)
        if found is None or found.person != self.person or found.kind != "erasure":
            yield objection("request.none", person=self.person)
            return
        if found.state != "granted":
            yield objection("request.state", state=found.state, needed="granted")
        elif found.state_since > self.on:
            yield objection("request.early", asked=found.state_since)
        yield from belongs_no_longer(register, self.person, self)
        if found.answered_by is not None and found.answered_by == self.second:
            yield objection("right.two", person=self.second)

    def changes(self, register: Register) -> Iterator[Change]:
        kept = residue(register, self.person)
        for row in kept["request"]:
            if row["request"] == self.request:
                row["state"] = "done"
        yield Erase(self.person, kept)


def belongs_no_longer(register: Register, person: int, offered: Act) -> Iterator[Objection]:
    """The person is neither member nor candidate on the day: the record is not needed for that any more."""
    spell = register.spell(person, on=offered.on)
    if spell is not None and spell.standing in ("candidate", "member"):
        yield objection("right.belongs", person=person, standing=spell.standing, on=offered.on)


@act("right.term")
class AnswerWithin(Act):
    """Say in how many months what members ask for in their own matter is answered."""

    months: int

    def impediments(self, register: Register) -> Iterator[Objection]:
        if not 1 <= self.months <= 12:
            yield objection("field.value", field="months", value=self.months, expected="a whole number from 1 to 12")

    def changes(self, register: Register) -> Iterator[Change]:
        yield settled(register, answer_months=self.months)


def settled(register: Register, **values: Any) -> SetOrganisation:
    """The organisation with some of its settings changed."""
    found = register.organisation()
    assert found is not None
    return SetOrganisation(found[0], {**found[1], **values})
