"""The way in: application, sponsors, the branch's decision, confirmation, the candidate period, and what ends it."""

from collections.abc import Iterator, Mapping
from datetime import date

from polity.acts.act import act
from polity.acts.checks import cited, id_free, in_standing, values_fit
from polity.acts.people import OfPerson, facts_unaltered_after, home_of, merged
from polity.register import admission as desk
from polity.register.asked import ASKED
from polity.register.changes import BeginSpell, Change, EndSpell, SetFacts
from polity.register.forms import PersonId, SubjectId
from polity.register.links import BeginSponsor, MoveApplication, OpenApplication
from polity.register.register import Register
from polity.words.objections import Objection, objection


def already(register: Register, person: int, state: str, since: date, entry: int) -> Objection:
    """What somebody else did meanwhile: in which office, when, by which act and entry of the journal."""
    by = desk.author(register, entry)
    assert by is not None  # every row names the entry that made it
    said = {"person": person, "state": state, "since": since, "act": by.act, "recorded": by.recorded}
    if by.unit is None:
        return objection("already.done_own", **said, number=by.number or "-")
    versions = register.unit_history(by.unit)
    said |= {"office": by.office, "where": versions[-1].name if versions else ""}
    if by.number is None:
        return objection("already.done_now", **said)
    return objection("already.done", **said, number=by.number)


def given(**texts: str) -> Iterator[Objection]:
    """Grounds are given."""
    if any(not text.strip() for text in texts.values()):
        yield objection("record.grounds")


def new_id(register: Register, number: int) -> Iterator[Objection]:
    """No other record bears the id that this act would give."""
    yield from id_free(register, number)
    if desk.id_taken(register, number):
        yield objection("id.known")


class _OnApplication(OfPerson):
    """An act on an open application, by its state."""

    def dates(self, register: Register) -> Mapping[str, date]:
        application = register.application(self.person)
        return {"decided": self.on, "applied": application.applied if application else self.on}

    def open_in(self, register: Register, states: tuple[str, ...]) -> Iterator[Objection]:
        application = register.application(self.person)
        if application is None:
            yield self._ended(register)
        elif application.state not in states and application.state == "decided":
            yield already(register, self.person, application.state, application.state_since, application.entry)
        elif application.state not in states:
            yield objection("application.state", person=self.person, state=application.state, needed=states)
        elif application.state_since > self.on:
            yield objection("application.early", since=application.state_since)

    def _ended(self, register: Register) -> Objection:
        """Whoever comes second is told what the first one did; whoever is a member has no application any more."""
        last, spell = desk.latest_application(register, self.person), register.spell(self.person, on=self.on)
        if last is None or (spell is not None and spell.standing == "member"):
            return objection("application.none", person=self.person)
        return already(register, self.person, last.state, last.state_since, last.entry)

    def at_meeting(self, register: Register, meeting: int | None) -> Iterator[Objection]:
        """Where a meeting is cited, it is one that the unit of the application held."""
        application = register.application(self.person)
        if application is not None:
            yield from cited(register, meeting, application.unit, on=self.on)

    def moved(self, register: Register, state: str, grounds: str | None = None) -> Iterator[Change]:
        application = register.application(self.person)
        assert application is not None
        yield MoveApplication(application.application, state, self.on, grounds)


def counted(present: int, votes_for: int, votes_against: int) -> Iterator[Objection]:
    """Counts of people at a meeting hold together."""
    if min(present, votes_for, votes_against) < 0:
        yield objection("count.positive", count=min(present, votes_for, votes_against))
    if votes_for + votes_against > present:
        yield objection("present.quorum", votes=votes_for + votes_against, present=present)


@act("admission.apply")
class Apply(OfPerson):
    """Somebody on the register of a unit asks to be admitted as a candidate."""

    makes = ("application",)

    person: PersonId
    application: SubjectId

    def own(self) -> int | None:
        return self.person

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from in_standing(register, self.person, on=self.on, needed=ASKED["may_become_candidate"])
        if (before := register.application(self.person)) is not None:
            yield objection("application.open", person=self.person, applied=before.applied)
        yield from id_free(register, self.application)

    def changes(self, register: Register) -> Iterator[Change]:
        unit = home_of(register, self.person, self.on)
        assert unit is not None
        yield OpenApplication(self.application, self.person, unit, self.on)


@act("admission.sponsor")
class Sponsor(OfPerson):
    """A member recommends somebody."""

    person: PersonId
    sponsor: PersonId

    def impediments(self, register: Register) -> Iterator[Objection]:
        if register.spell(self.person, on=self.on) is None:
            yield objection("standing.none", person=self.person, on=self.on)
        if self.sponsor == self.person:
            yield objection("person.self", person=self.person)
        spell = register.spell(self.sponsor, on=self.on)
        if spell is None or spell.standing != "member":
            yield objection("sponsor.member", sponsor=self.sponsor, on=self.on)
        if register.recommends(self.sponsor, self.person, since=self.on):
            yield objection("sponsor.twice", sponsor=self.sponsor, person=self.person)

    def changes(self, register: Register) -> Iterator[Change]:
        yield BeginSponsor(self.person, self.sponsor, self.on)


@act("admission.decide")
class Decide(_OnApplication):
    """The meeting of the branch decides for admission as a candidate."""

    articles = ("may_become_candidate",)

    person: PersonId
    present: int
    votes_for: int
    votes_against: int = 0
    meeting: SubjectId | None = None  # the meeting that decided, where it is on record

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from self.open_in(register, ("applied",))
        yield from counted(self.present, self.votes_for, self.votes_against)
        yield from self.at_meeting(register, self.meeting)
        if self.votes_for <= self.votes_against:
            yield objection("decision.against", votes_for=self.votes_for, votes_against=self.votes_against)

    def changes(self, register: Register) -> Iterator[Change]:
        application = register.application(self.person)
        assert application is not None
        votes = (self.present, self.votes_for, self.votes_against, self.meeting)
        yield from self.moved(register, "decided")
        yield desk.NoteMeeting(application.application, self.person, self.on, "admitted", *votes)


@act("admission.confirm")
class Confirm(_OnApplication):
    """The committee that the statute names confirms: the person is a candidate from this day."""

    articles = ("may_become_candidate",)
    tier_rule = "confirmation_tier"

    person: PersonId

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from self.open_in(register, ("decided",))
        yield from in_standing(register, self.person, on=self.on, needed=ASKED["may_become_candidate"])

    def changes(self, register: Register) -> Iterator[Change]:
        yield from self.moved(register, "confirmed")
        spell = register.spell(self.person, on=self.on)
        assert spell is not None
        yield EndSpell(self.person, self.on)
        yield BeginSpell(self.person, spell.unit, "candidate", self.on, self.on)


@act("admission.promote")
class Promote(OfPerson):
    """A candidate whose period is served becomes a member."""

    articles = ("may_become_member", "recommendations_renewed")

    person: PersonId

    def dates(self, register: Register) -> Mapping[str, date]:
        spell = register.spell(self.person, on=self.on)
        return {"decided": self.on, "applied": spell.counted_from if spell else self.on}

    def impediments(self, register: Register) -> Iterator[Objection]:
        spell = register.spell(self.person, on=self.on)
        if spell is not None and spell.standing == "member":
            yield already(register, self.person, spell.standing, spell.counted_from, spell.entry)
        else:
            yield from in_standing(register, self.person, on=self.on, needed=ASKED["may_become_member"])

    def changes(self, register: Register) -> Iterator[Change]:
        spell = register.spell(self.person, on=self.on)
        assert spell is not None
        yield EndSpell(self.person, self.on)
        yield BeginSpell(self.person, spell.unit, "member", self.on, self.on)


@act("admission.refuse_promotion")
class RefusePromotion(OfPerson):
    """A candidate is not made a member for now, with grounds; they stay a candidate and may appeal."""

    makes = ("refusal",)

    person: PersonId
    grounds: str
    refusal: SubjectId

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from in_standing(register, self.person, on=self.on, needed=("candidate",))
        yield from given(grounds=self.grounds)
        yield from new_id(register, self.refusal)

    def changes(self, register: Register) -> Iterator[Change]:
        unit = home_of(register, self.person, self.on)
        assert unit is not None
        yield desk.RefusePromotion(self.refusal, self.person, unit, self.on, self.grounds)


@act("admission.extend")
class Extend(OfPerson):
    """The candidate period is prolonged by so many months, with grounds."""

    person: PersonId
    months: int
    grounds: str

    def impediments(self, register: Register) -> Iterator[Objection]:
        spell = register.spell(self.person, on=self.on)
        if spell is None or spell.standing != "candidate":
            yield from in_standing(register, self.person, on=self.on, needed=("candidate",))
        if self.months < 1:
            yield objection("count.positive", count=self.months)
        yield from values_fit(register.fields("person"), "person", self._extended(register))
        yield from facts_unaltered_after(register, self.person, self.on)

    def _extended(self, register: Register) -> dict[str, int]:
        before = register.facts(self.person, on=self.on).get("extension_months", 0)
        return {"extension_months": int(before) + self.months}

    def changes(self, register: Register) -> Iterator[Change]:
        yield SetFacts(self.person, self.on, merged(register.facts(self.person, on=self.on), self._extended(register)))


class _Ended(_OnApplication):
    state = ""

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from self.open_in(register, ("applied", "decided"))

    def changes(self, register: Register) -> Iterator[Change]:
        yield from self.moved(register, type(self).state, getattr(self, "grounds", None))


@act("admission.refuse")
class Refuse(_Ended):
    """The application is refused, with grounds; the person may appeal. With counts, where a meeting voted on it."""

    state = "refused"

    person: PersonId
    grounds: str
    present: int | None = None
    votes_for: int = 0
    votes_against: int = 0
    meeting: SubjectId | None = None

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from super().impediments(register)
        yield from given(grounds=self.grounds)
        if self.present is not None:
            yield from counted(self.present, self.votes_for, self.votes_against)
        yield from self.at_meeting(register, self.meeting)

    def changes(self, register: Register) -> Iterator[Change]:
        application = register.application(self.person)
        assert application is not None
        yield from super().changes(register)
        if self.present is not None:
            votes = (self.present, self.votes_for, self.votes_against, self.meeting)
            yield desk.NoteMeeting(application.application, self.person, self.on, "refused", *votes)


@act("admission.withdraw")
class Withdraw(_Ended):
    """The person takes the application back."""

    state = "withdrawn"

    person: PersonId

    def own(self) -> int | None:
        return self.person


@act("admission.lapse")
class Lapse(_Ended):
    """The application lapses, because nobody went on with it."""

    state = "lapsed"

    person: PersonId
    grounds: str

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from super().impediments(register)
        yield from given(grounds=self.grounds)
