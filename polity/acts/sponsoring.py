"""Sponsors who answer for themselves, wherever they belong, and without either side learning more than it needs."""

from collections.abc import Iterator

from polity.acts.act import Act, act
from polity.acts.admission import new_id
from polity.acts.people import OfPerson
from polity.register import admission as desk
from polity.register.changes import Change
from polity.register.forms import PersonId, SubjectId
from polity.register.links import BeginSponsor
from polity.register.register import Register
from polity.words.objections import Objection, objection


class _OfApplicant(OfPerson):
    """Done by the applicant or by the office of their unit, while the application is open."""

    def own(self) -> int | None:
        return self.person

    def impediments(self, register: Register) -> Iterator[Objection]:
        application = register.application(self.person)
        if application is None:
            yield objection("application.none", person=self.person)
        elif application.applied > self.on:
            yield objection("application.early", since=application.applied)


@act("admission.ask_sponsor")
class AskSponsor(_OfApplicant):
    """Ask somebody, by their id, to recommend an applicant. They find it in their inbox and answer for themselves.

    The id is recorded as it was given, whether anybody bears it or not: whoever asks must not learn that.
    """

    makes = ("asked",)
    unseen = ("sponsor",)

    person: PersonId
    sponsor: SubjectId
    asked: SubjectId

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from super().impediments(register)
        if int(self.sponsor) == int(self.person):
            yield objection("person.self", person=self.person)
        application = register.application(self.person)
        for one in desk.asked_for(register, application.application) if application else ():
            if one.sponsor == self.sponsor and one.state == "asked":
                yield objection("asked.open", since=one.since)
        yield from new_id(register, self.asked)

    def changes(self, register: Register) -> Iterator[Change]:
        application = register.application(self.person)
        assert application is not None
        yield desk.AskSponsor(self.asked, application.application, self.person, self.sponsor, self.on)


@act("admission.open_to_sponsors")
class OpenToSponsors(_OfApplicant):
    """Make a code that an applicant passes on by hand: whoever has it may offer to recommend them."""

    makes = ("asked",)

    person: PersonId
    asked: SubjectId

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from super().impediments(register)
        yield from new_id(register, self.asked)

    def changes(self, register: Register) -> Iterator[Change]:
        application = register.application(self.person)
        assert application is not None
        yield desk.AskSponsor(self.asked, application.application, self.person, None, self.on)


@act("admission.unask")
class Unask(_OfApplicant):
    """A sponsor is asked no longer, or a code no longer serves."""

    person: PersonId
    asked: SubjectId

    def impediments(self, register: Register) -> Iterator[Objection]:
        found = desk.asked(register, self.asked)
        if found is None or found.person != self.person or found.state != "asked":
            yield objection("asked.none")
        elif found.since > self.on:
            yield objection("application.early", since=found.since)

    def changes(self, register: Register) -> Iterator[Change]:
        yield desk.AnswerAsked(self.asked, self.person, "withdrawn", self.on)


class _OfSponsor(Act):
    """An answer of whoever was asked. The applicant may lie outside what they see, so that nobody is looked up by it:
    it must be whom they are asked about, and whatever does not fit is answered alike.
    """

    unseen = ("person", "asked")

    person: SubjectId
    sponsor: PersonId
    asked: SubjectId

    def concerns(self) -> int | None:
        return self.person

    def own(self) -> int | None:
        return self.sponsor

    def question(self, register: Register) -> desk.Asked | None:
        """What this answers; None where nobody asked it of this sponsor, or no longer."""
        found = desk.asked(register, self.asked)
        if found is None or found.state != "asked" or found.person != self.person or found.person == self.sponsor:
            return None
        application = register.application(found.person)
        wanted = application is not None and application.application == found.application
        return found if wanted and found.sponsor in (None, self.sponsor) else None

    def impediments(self, register: Register) -> Iterator[Objection]:
        found = self.question(register)
        if found is None:
            yield objection("asked.none")
        elif found.since > self.on:
            yield objection("application.early", since=found.since)


@act("admission.recommend")
class Recommend(_OfSponsor):
    """Whoever was asked, or was given the code, recommends the applicant."""

    person: SubjectId
    sponsor: PersonId
    asked: SubjectId

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from super().impediments(register)
        if self.question(register) is None:
            return
        spell = register.spell(self.sponsor, on=self.on)
        if spell is None or spell.standing != "member":
            yield objection("sponsor.member", sponsor=self.sponsor, on=self.on)
        if register.recommends(self.sponsor, self.person, since=self.on):
            yield objection("asked.given")

    def changes(self, register: Register) -> Iterator[Change]:
        found = self.question(register)
        assert found is not None
        yield BeginSponsor(self.person, self.sponsor, self.on)
        if found.sponsor is not None:  # a code goes on serving others
            yield desk.AnswerAsked(self.asked, self.person, "confirmed", self.on)


@act("admission.decline")
class Decline(_OfSponsor):
    """Whoever was asked does not recommend the applicant, and need not say why."""

    person: SubjectId
    sponsor: PersonId
    asked: SubjectId

    def impediments(self, register: Register) -> Iterator[Objection]:
        found = self.question(register)
        if found is not None and found.sponsor is None:
            yield objection("asked.none")
        else:
            yield from super().impediments(register)

    def changes(self, register: Register) -> Iterator[Change]:
        yield desk.AnswerAsked(self.asked, self.person, "declined", self.on)
