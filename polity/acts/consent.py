"""Consent by purpose: what it can be given to, giving it, and withdrawing it as easily."""

from collections.abc import Iterator
from typing import ClassVar

from polity.acts.act import Act, act
from polity.acts.checks import person_known, written
from polity.acts.people import OfPerson, facts_unaltered_after, merged
from polity.acts.rights import settled
from polity.register import rights
from polity.register.changes import Change, DeclareField, SetFacts
from polity.register.forms import PersonId
from polity.register.register import Register
from polity.register.rights import BeginConsent, Consent, EndConsent
from polity.words.objections import Objection, objection


def fact_of(purpose: str) -> str:
    """The field in which rules, censuses and exports read whether somebody consents to a purpose."""
    return f"consent_{purpose}"


@act("consent.declare")
class DeclarePurpose(Act):
    """Declare a purpose to which people may consent, such as `email`: notices by e-mail.

    Rules, censuses and exports read the consent as the field consent_PURPOSE.
    """

    purpose: str
    label: str

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(label=self.label)
        if not self.purpose.isidentifier() or self.purpose != self.purpose.lower():
            yield objection("field.value", field="purpose", value=self.purpose, expected="small letters, digits and _")
        before = register.fields("person").get(fact_of(self.purpose))
        if before is not None and before.type != "bool":
            yield objection("field.clash", kind="person", field=before.name, type=before.type)

    def changes(self, register: Register) -> Iterator[Change]:
        yield settled(register, consents={**rights.purposes(register), self.purpose: self.label})
        yield DeclareField("person", fact_of(self.purpose), self.label, "bool", {}, self.label)


class _OfConsent(OfPerson):
    """An act on one's consent to a purpose; an office may write down what came on paper."""

    given: ClassVar[bool] = False

    person: PersonId
    purpose: str

    def own(self) -> int | None:
        return self.person

    def latest(self, register: Register) -> Consent | None:
        """The consent to this purpose that began last."""
        return next((one for one in rights.consents(register, self.person) if one.purpose == self.purpose), None)

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from person_known(register, self.person)
        known = rights.purposes(register)
        if self.purpose not in known:
            yield objection("consent.none", purpose=self.purpose, known=tuple(known))
            return
        before = self.latest(register)
        days = [day for day in (before.since, before.until) if day is not None] if before else []
        if days and max(days) > self.on:
            yield objection("consent.later", person=self.person, latest=max(days))
        holds = before is not None and before.until is None
        if holds and self.given:
            assert before is not None
            yield objection("consent.given", person=self.person, since=before.since)
        if not holds and not self.given:
            yield objection("consent.not_given", person=self.person, on=self.on)
        yield from facts_unaltered_after(register, self.person, self.on)

    def changes(self, register: Register) -> Iterator[Change]:
        begin = BeginConsent(self.person, self.purpose, self.on)
        yield begin if self.given else EndConsent(self.person, self.purpose, self.on)
        facts = merged(register.facts(self.person, on=self.on), {fact_of(self.purpose): self.given})
        yield SetFacts(self.person, self.on, facts)


@act("consent.give")
class Give(_OfConsent):
    """Somebody consents to a purpose, until they withdraw it."""

    given = True

    person: PersonId
    purpose: str


@act("consent.withdraw")
class WithdrawConsent(_OfConsent):
    """Somebody withdraws their consent to a purpose. What was done before stays lawful."""

    given = False

    person: PersonId
    purpose: str
