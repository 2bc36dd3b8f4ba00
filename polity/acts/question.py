"""Open questions: put with a horizon, forecast by people and rules, revised in public, settled when the day comes."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from polity.acts.act import Act, act
from polity.acts.checks import id_free, person_known, unit_stands, written
from polity.acts.watching import watchable
from polity.register import open_questions
from polity.register.changes import Change
from polity.register.forms import PersonId, SubjectId, UnitId
from polity.register.open_questions import (
    SURE,
    ForecastQuestion,
    OpenAQuestion,
    OpenQuestion,
    SettleQuestion,
    VoidQuestion,
    whole_chances,
)
from polity.register.register import Register
from polity.register.watching import Watched, asked
from polity.words.objections import Objection, objection

MOST = 8  # outcomes of a question; more cannot be weighed against each other
LONGEST = 80  # letters of an outcome
FORECASTERS = ("member",)  # whose forecasts count, by standing


@act("question.open")
class Open(Act):
    """Put a question that only time answers: its outcomes, by when, and what will settle it.

    where    whom a figure of the register counts, where one will decide, by dimension: class=industrial_worker
    of       of whom it is a share; a share is in thousandths
    bound    what the figure shall be at least, or at most by `side`; the question then has two outcomes, of which the
             first is that it is
    """

    makes = ("question",)

    question: SubjectId
    owner: UnitId
    title: str
    says: str
    outcomes: tuple[str, ...]
    settles: str
    due_from: date
    due_to: date
    where: dict[str, Any] | None = None
    of: dict[str, Any] | None = None
    bound: int | None = None
    side: str = "least"

    def home(self, register: Register) -> int | None:
        return self.owner

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from unit_stands(register, self.owner, on=self.on)
        yield from written(title=self.title, says=self.says, settles=self.settles)
        yield from id_free(register, self.question)
        if self.due_from <= self.on:
            yield objection("question.past", on=self.on, due_from=self.due_from)
        if self.due_to < self.due_from:
            yield objection("question.order", due_from=self.due_from, due_to=self.due_to)
        yield from self._outcomes()
        yield from self._figure(register)

    def _outcomes(self) -> Iterator[Objection]:
        named = self.named()
        if not 2 <= len(named) <= MOST:
            yield objection("question.outcomes", count=len(named), most=MOST)
        for one in dict.fromkeys(named):
            if named.count(one) > 1:
                yield objection("question.twice", outcome=one)
            if len(one) > LONGEST or not one:
                yield objection("question.long", outcome=one, longest=LONGEST)

    def watched(self) -> Watched:
        """The figure that decides the question, as far as one does."""
        return Watched(asked(self.where, self.of), "per_mille" if self.of else "count", self.bound, self.side)

    def _figure(self, register: Register) -> Iterator[Objection]:
        watched = self.watched()
        if (watched.asks is None) != (self.bound is None):
            yield objection("question.watched")
        elif watched.asks is not None and len(self.named()) != 2:
            yield objection("question.two", count=len(self.named()))
        yield from watchable(
            register, where=self.where, of=self.of, measure=watched.measure, bound=self.bound, side=self.side
        )

    def named(self) -> tuple[str, ...]:
        """The outcomes without the blanks around them."""
        return tuple(one.strip() for one in self.outcomes)

    def changes(self, register: Register) -> Iterator[Change]:
        watched = self.watched()
        yield OpenAQuestion(
            self.question, self.title.strip(), self.says, self.on, self.due_from, self.due_to, self.named(),
            self.settles, self.owner, asked(self.where, self.of), watched.measure, watched.bound, watched.side,
        )  # fmt: skip


class _OfQuestion(Act):
    """An act on a question: done where the unit that put it answers. Questions are open to everybody."""

    unseen: ClassVar[tuple[str, ...]] = ("question",)

    question: SubjectId

    def home(self, register: Register) -> int | None:
        found = open_questions.question(register, self.question)
        return found.owner if found else None

    def found(self, register: Register) -> OpenQuestion:
        """The question, which is known to be there."""
        one = open_questions.question(register, self.question)
        assert one is not None
        return one

    def still_open(self, register: Register) -> Iterator[Objection]:
        """The question is there and not settled; nothing of it is on record after the day."""
        one = open_questions.question(register, self.question)
        if one is None:
            yield objection("question.none")
        elif one.state != "open":
            yield objection(f"question.{one.state}", since=one.state_since)
        elif self.on < one.opened:
            yield objection("question.early", opened=one.opened)


@act("question.forecast")
class Forecast(_OfQuestion):
    """Say what each outcome of an open question is worth, in thousandths; what one said before stays.

    A member does so for themselves; the office of the unit that put the question enters what a named rule gives.
    """

    makes = ("forecast",)

    forecast: SubjectId
    question: SubjectId
    chances: dict[str, Any]
    forecaster: PersonId | None = None
    by_rule: str | None = None
    grounds: str | None = None

    def own(self) -> int | None:
        return self.forecaster

    def actor(self) -> int | None:
        return self.forecaster

    def concerns(self) -> int | None:
        return self.forecaster

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from id_free(register, self.forecast)
        yield from written(by_rule=self.by_rule)
        if (self.forecaster is None) == (self.by_rule is None):
            yield objection("question.whose")
        if self.forecaster is not None:
            yield from person_known(register, self.forecaster)
            spell = register.spell(self.forecaster, on=self.on)
            if spell is None or spell.standing not in FORECASTERS:
                yield objection("question.standing", person=self.forecaster, on=self.on)
        before = list(self.still_open(register))
        yield from before
        if not before:
            yield from self._of_this(self.found(register), register)

    def _of_this(self, one: OpenQuestion, register: Register) -> Iterator[Objection]:
        if self.on >= one.due_from:
            yield objection("question.closed", due_from=one.due_from)
        latest = open_questions.latest_of(register, self.question, self.forecaster, self.by_rule)
        if latest is not None and latest > self.on:
            yield objection("question.later", latest=latest)
        chances = whole_chances(self.chances)
        if chances is None or set(chances) != set(one.outcomes):
            yield objection("question.each", outcomes=one.outcomes)
        elif min(chances.values()) < 0 or sum(chances.values()) != SURE:
            yield objection("question.sum", total=sum(chances.values()), sure=SURE)

    def changes(self, register: Register) -> Iterator[Change]:
        chances = whole_chances(self.chances) or {}
        yield ForecastQuestion(
            self.forecast, self.question, self.on, chances, self.by_rule, self.forecaster, self.grounds or None
        )


@act("question.settle")
class Settle(_OfQuestion):
    """Time has answered: which outcome came, on what grounds, and the evidence.

    value      what the watched figure is, where one decides
    overrules  yes, to settle otherwise than the watched figure says, or where it cannot be told; the grounds say why
    """

    question: SubjectId
    outcome: str
    grounds: str
    evidence: str | None = None
    value: int | None = None
    overrules: bool = False

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(grounds=self.grounds)
        before = list(self.still_open(register))
        yield from before
        if before:
            return
        one = self.found(register)
        if self.on < one.due_from:
            yield objection("question.wait", due_from=one.due_from)
        if self.outcome not in one.outcomes:
            yield objection("question.outcome", outcome=self.outcome, outcomes=one.outcomes)
        elif one.by_figure:
            yield from self._by_figure(one)
        elif self.value is not None or self.overrules:
            yield objection("question.unwatched")

    def _by_figure(self, one: OpenQuestion) -> Iterator[Objection]:
        if self.value is None:
            if not self.overrules:
                yield objection("question.value")
            return
        said = one.said(self.value)
        if self.outcome != said and not self.overrules:
            yield objection("question.overruled", value=self.value, bound=one.watched.bound, said=said)
        if self.outcome == said and self.overrules:
            yield objection("question.agrees", value=self.value, said=said)

    def changes(self, register: Register) -> Iterator[Change]:
        overrules = self.overrules if self.found(register).by_figure else None
        yield SettleQuestion(
            self.question, self.on, self.outcome, self.grounds, self.evidence or None, self.value, overrules
        )


@act("question.void")
class Void(_OfQuestion):
    """The question cannot be answered, or was put wrongly. Its forecasts stay and are not scored."""

    question: SubjectId
    grounds: str

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(grounds=self.grounds)
        before = list(self.still_open(register))
        yield from before
        latest = None if before else open_questions.latest(register, self.question)
        if latest is not None and latest > self.on:
            yield objection("question.later", latest=latest)

    def changes(self, register: Register) -> Iterator[Change]:
        yield VoidQuestion(self.question, self.on, self.grounds)
