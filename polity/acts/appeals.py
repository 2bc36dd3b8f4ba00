"""Appeals: against a refusal, an exclusion or a refused promotion, to the unit above the one that decided."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from polity.acts.act import Act, act
from polity.acts.admission import given, new_id
from polity.acts.checks import in_standing
from polity.acts.people import OfPerson, home_of
from polity.register import admission as desk
from polity.register.changes import BeginSpell, Change, EndSpell
from polity.register.forms import PersonId, SubjectId
from polity.register.register import Register
from polity.statutes import Law, store
from polity.words.objections import Objection, objection

DAYS = "appeal_days"  # the parameter of the statutes that says how long one may appeal
AGAINST = ("application", "promotion", "exclusion")


class Decision(NamedTuple):
    """What may be appealed against: its entry, its day, the unit that decided, and the unit above that one."""

    against: str
    entry: int
    since: date
    unit: int
    above: int


def decisions(register: Register, person: int, *, on: date) -> list[Decision]:
    """The decisions about a person that stand on a day and may be appealed against."""
    found: list[tuple[str, int, date, int]] = []
    application = desk.latest_application(register, person)
    if application is not None and application.state == "refused":
        found.append(("application", application.entry, application.state_since, application.unit))
    spell = register.spell(person, on=on)
    standing = [one for one in desk.refusals(register, person) if one.state == "stands"]
    if standing and spell is not None and spell.standing == "candidate":
        last = standing[-1]
        found.append(("promotion", last.entry, last.since, last.unit))
    if spell is not None and spell.reason == "excluded":
        found.append(("exclusion", spell.entry, spell.since, spell.unit))
    return [Decision(what, entry, since, *_places(register, entry, unit, on)) for what, entry, since, unit in found]


def _places(register: Register, entry: int, unit: int, on: date) -> tuple[int, int]:
    """The unit in whose office the entry was made, and the one above it; the highest unit answers for itself."""
    by = desk.author(register, entry)
    decided = by.unit if by is not None and by.unit is not None else unit
    above = register.ancestors(decided, on=on)
    return decided, above[1].unit if len(above) > 1 else decided


def last_day(law: Law, decided: date) -> date | None:
    """The last day on which a decision may be appealed against, by the parameter in force when it was made."""
    for episode in reversed(law.history(DAYS)):
        if (episode.since is None or episode.since <= decided) and (episode.until is None or decided < episode.until):
            return decided + timedelta(days=int(episode.text)) if episode.text.isdecimal() else None
    return None


@act("appeal.lodge")
class Lodge(OfPerson):
    """Somebody appeals against a refusal, a refused promotion or their exclusion; the unit above decides.

    against  application, promotion or exclusion
    """

    makes = ("appeal",)

    person: PersonId
    against: str
    grounds: str
    appeal: SubjectId

    def own(self) -> int | None:
        return self.person

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from given(grounds=self.grounds)
        yield from new_id(register, self.appeal)
        decision = self._decision(register)
        if decision is None:
            yield objection("appeal.nothing", against=self.against, known=AGAINST)
            return
        for one in desk.appeals(register, self.person):
            if one.decision == decision.entry and one.state != "withdrawn":
                yield objection("appeal.known", lodged=one.lodged, state=one.state)
        if decision.since > self.on:
            yield objection("appeal.early", since=decision.since)
        last = last_day(store.adopted(register), decision.since)
        if last is not None and last < self.on:
            yield objection("appeal.late", since=decision.since, last=last)

    def _decision(self, register: Register) -> Decision | None:
        return next((d for d in decisions(register, self.person, on=self.on) if d.against == self.against), None)

    def changes(self, register: Register) -> Iterator[Change]:
        found = self._decision(register)
        assert found is not None
        yield desk.OpenAppeal(
            self.appeal, self.person, found.against, found.entry, found.unit, found.above, self.on, self.grounds
        )


class _OnAppeal(Act):
    """An act on an open appeal."""

    person: PersonId
    appeal: SubjectId

    def concerns(self) -> int | None:
        return self.person

    def found(self, register: Register) -> desk.Appeal | None:
        appeal = desk.appeal(register, self.appeal)
        return appeal if appeal is not None and appeal.person == self.person else None

    def home(self, register: Register) -> int | None:
        """The body whose decision is appealed against."""
        appeal = self.found(register)
        return appeal.unit if appeal else home_of(register, self.person, self.on)

    def impediments(self, register: Register) -> Iterator[Objection]:
        appeal = self.found(register)
        if appeal is None:
            yield objection("appeal.none")
        elif appeal.state not in desk.OPEN:
            yield objection("appeal.over", state=appeal.state, since=appeal.state_since)
        elif appeal.state_since > self.on:
            yield objection("appeal.early", since=appeal.state_since)


@act("appeal.reply")
class Reply(_OnAppeal):
    """The body that decided answers an appeal, for the unit above to read."""

    person: PersonId
    appeal: SubjectId
    reply: str

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from super().impediments(register)
        yield from given(reply=self.reply)

    def changes(self, register: Register) -> Iterator[Change]:
        yield desk.MoveAppeal(self.appeal, self.person, "replied", self.on, reply=self.reply)


@act("appeal.withdraw")
class Withdraw(_OnAppeal):
    """Whoever appealed takes the appeal back."""

    person: PersonId
    appeal: SubjectId

    def own(self) -> int | None:
        return self.person

    def changes(self, register: Register) -> Iterator[Change]:
        yield desk.MoveAppeal(self.appeal, self.person, "withdrawn", self.on)


@act("appeal.decide")
class Decide(_OnAppeal):
    """The unit above upholds an appeal or dismisses it, with reasons.

    Upheld, a refused application stands again as applied for, a refused promotion no longer stands, and whoever was
    excluded stands again as before. Offices that ended with an exclusion do not come back by themselves.
    """

    person: PersonId
    appeal: SubjectId
    upheld: bool
    grounds: str

    def home(self, register: Register) -> int | None:
        """The unit above the one that decided: nobody judges their own decision."""
        appeal = self.found(register)
        return appeal.above if appeal else home_of(register, self.person, self.on)

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from super().impediments(register)
        yield from given(grounds=self.grounds)
        appeal = self.found(register)
        if not self.upheld or appeal is None or appeal.state not in desk.OPEN:
            return
        if all(one.entry != appeal.decision for one in decisions(register, self.person, on=self.on)):
            yield objection("appeal.gone")
        elif appeal.against == "exclusion":
            yield from in_standing(register, self.person, on=self.on, needed=("former",))

    def changes(self, register: Register) -> Iterator[Change]:
        appeal = self.found(register)
        assert appeal is not None
        state = "upheld" if self.upheld else "dismissed"
        yield desk.MoveAppeal(self.appeal, self.person, state, self.on, reasons=self.grounds)
        if self.upheld:
            yield from self._effect(register, appeal.against)

    def _effect(self, register: Register, against: str) -> Iterator[Change]:
        if against == "application":
            application = desk.latest_application(register, self.person)
            assert application is not None
            yield desk.ReopenApplication(application.application, self.person, self.on)
        elif against == "promotion":
            standing = [one for one in desk.refusals(register, self.person) if one.state == "stands"]
            yield desk.OverturnRefusal(standing[-1].refusal, self.person)
        else:
            spells = register.spells(self.person)
            before, former = spells[-2], spells[-1]
            yield EndSpell(self.person, self.on)
            yield BeginSpell(self.person, former.unit, before.standing, self.on, before.counted_from)
