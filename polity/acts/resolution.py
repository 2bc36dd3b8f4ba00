"""Resolutions: drafted, amended, put to a body, counted by two tellers, decided by the articles on decisions."""

import json
from collections.abc import Iterator
from datetime import date

from polity.acts import decisions, reforms
from polity.acts.act import Act, act
from polity.acts.checks import cited, id_free, in_standing, unit_stands, written
from polity.register import resolutions
from polity.register.changes import AdoptText, Change
from polity.register.forms import PersonId, SubjectId, UnitId
from polity.register.register import Register
from polity.register.resolutions import (
    CountVotes,
    DecideResolution,
    Figures,
    KeepForecast,
    MoveResolution,
    OpenResolution,
    Resolution,
    RewordResolution,
)
from polity.words.objections import Objection, objection

LARGEST = 400_000  # letters of a run of a forecast that is kept


@act("resolution.draft")
class Draft(Act):
    """Draft a resolution: what it says, and the reform that it makes of the law, if it changes a rule.

    reform  the text of one reform; none for a resolution that changes no rule
    body    the unit whose office enters the decision
    mover   the unit that moves it, and may amend and withdraw it
    amends  the resolution that it would change, if it is an amendment: its texts would take the place of those
    """

    makes = ("resolution",)
    unseen = ("amends",)

    resolution: SubjectId
    title: str
    says: str
    body: UnitId
    mover: UnitId
    reform: str | None = None
    amends: SubjectId | None = None

    def home(self, register: Register) -> int | None:
        return self.mover

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(title=self.title, says=self.says)
        yield from unit_stands(register, self.body, on=self.on)
        yield from unit_stands(register, self.mover, on=self.on)
        yield from id_free(register, self.resolution)
        yield from _meant(register, self.reform, self.body, on=self.on)
        if self.amends is not None:
            amended = resolutions.resolution(register, self.amends)
            yield from _open(amended, on=self.on)
            if amended is not None and amended.amends is not None:
                yield objection("resolution.amends_amendment")

    def changes(self, register: Register) -> Iterator[Change]:
        yield OpenResolution(
            self.resolution, self.title, self.says, self.reform, self.body, self.mover, self.amends, self.on
        )


def _meant(register: Register, text: str | None, body: int, *, on: date) -> Iterator[Objection]:
    """The text of a reform can be meant, and the body is one that decides on rules."""
    if text is None:
        return
    yield from reforms.looked_through(register, text, on=on).cannot
    roots = register.roots(on=on)
    if roots and all(root.unit != body for root in roots):
        deciding = register.unit(body, on=on)
        yield objection("resolution.body", whole=roots[0].name, body=deciding.name if deciding else body)


def _open(found: Resolution | None, *, on: date, needed: tuple[str, ...] = resolutions.OPEN) -> Iterator[Objection]:
    if found is None:
        yield objection("resolution.none")
    elif found.state not in needed:
        yield objection("resolution.state", state=found.state, since=found.state_since, needed=needed)
    elif on < found.state_since:
        yield objection("resolution.early", state=found.state, since=found.state_since)


def _uncounted(register: Register, number: int) -> Iterator[Objection]:
    counted = resolutions.counts(register, number)
    if counted:
        yield objection("resolution.counted", day=counted[0].day)


class _OfResolution(Act):
    """An act on a resolution, done where whoever moves it answers."""

    unseen = ("resolution",)

    resolution: SubjectId

    def home(self, register: Register) -> int | None:
        found = resolutions.resolution(register, self.resolution)
        return found.mover if found else None

    def found(self, register: Register) -> Resolution:
        """The resolution, which is known to be there."""
        one = resolutions.resolution(register, self.resolution)
        assert one is not None
        return one


class _AtTheBody(_OfResolution):
    """An act on a resolution, done where the body that decides on it answers."""

    def home(self, register: Register) -> int | None:
        found = resolutions.resolution(register, self.resolution)
        return found.body if found else None


@act("resolution.amend")
class Amend(_OfResolution):
    """Whoever moves a draft changes it: what is left out stays as it was. It is its next version.

    without_reform  the resolution is to change no rule any more
    """

    resolution: SubjectId
    title: str | None = None
    says: str | None = None
    reform: str | None = None
    without_reform: bool = False

    def _texts(self, now: Resolution) -> tuple[str, str, str | None]:
        title = now.title if self.title is None else self.title
        says = now.says if self.says is None else self.says
        return title, says, None if self.without_reform else (now.reform if self.reform is None else self.reform)

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(title=self.title, says=self.says)
        found = resolutions.resolution(register, self.resolution)
        yield from _open(found, on=self.on, needed=("draft",))
        if found is not None:
            texts = self._texts(found)
            yield from _meant(register, texts[2], found.body, on=self.on)
            if texts == (found.title, found.says, found.reform):
                yield objection("resolution.same")

    def changes(self, register: Register) -> Iterator[Change]:
        yield RewordResolution(self.resolution, *self._texts(self.found(register)))


@act("resolution.accept")
class Accept(Act):
    """Whoever moves a resolution takes an amendment over: its texts take the place of those that were moved.

    An amendment without a reform leaves the reform as it is.
    """

    unseen = ("amendment",)

    amendment: SubjectId

    def home(self, register: Register) -> int | None:
        amending = resolutions.resolution(register, self.amendment)
        amended = _amended(register, amending)
        return amended.mover if amended else None

    def impediments(self, register: Register) -> Iterator[Objection]:
        amending = resolutions.resolution(register, self.amendment)
        yield from _open(amending, on=self.on)
        if amending is not None:
            yield from _takes_over(register, amending, on=self.on)

    def changes(self, register: Register) -> Iterator[Change]:
        amending = resolutions.resolution(register, self.amendment)
        assert amending is not None
        yield _taken_over(register, amending)
        yield MoveResolution(self.amendment, "accepted", self.on)


def _amended(register: Register, amending: Resolution | None) -> Resolution | None:
    if amending is None or amending.amends is None:
        return None
    return resolutions.resolution(register, amending.amends)


def _takes_over(register: Register, amending: Resolution, *, on: date) -> Iterator[Objection]:
    """What an amendment changes is still open, and nobody has voted on it as it stands."""
    if amending.amends is None:
        yield objection("resolution.amends_nothing")
        return
    amended = _amended(register, amending)
    yield from _open(amended, on=on)
    yield from _uncounted(register, amending.amends)
    if amended is not None:
        yield from _meant(register, amending.reform, amended.body, on=on)


def _taken_over(register: Register, amending: Resolution) -> Change:
    amended = _amended(register, amending)
    assert amended is not None
    reform = amended.reform if amending.reform is None else amending.reform
    return RewordResolution(amended.resolution, amending.title, amending.says, reform)


@act("resolution.withdraw")
class Withdraw(_OfResolution):
    """Whoever moves a resolution takes it back before it is decided."""

    resolution: SubjectId

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from _open(resolutions.resolution(register, self.resolution), on=self.on)

    def changes(self, register: Register) -> Iterator[Change]:
        yield MoveResolution(self.resolution, "withdrawn", self.on)


@act("resolution.put")
class Put(_OfResolution):
    """Put a draft to the body that decides: from then on its text changes only by an amendment that is accepted."""

    resolution: SubjectId

    def impediments(self, register: Register) -> Iterator[Objection]:
        found = resolutions.resolution(register, self.resolution)
        yield from _open(found, on=self.on, needed=("draft",))
        if found is not None:
            yield from unit_stands(register, found.body, on=self.on)
            yield from _meant(register, found.reform, found.body, on=self.on)

    def changes(self, register: Register) -> Iterator[Change]:
        yield MoveResolution(self.resolution, "put", self.on)


@act("resolution.count")
class Counted(_AtTheBody):
    """What one teller counted. A teller counts once, and may correct the count before the decision."""

    resolution: SubjectId
    teller: PersonId
    present: int
    entitled: int
    votes_for: int
    votes_against: int
    abstained: int = 0

    def _figures(self) -> Figures:
        return Figures(self.present, self.entitled, self.votes_for, self.votes_against, self.abstained)

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from _open(resolutions.resolution(register, self.resolution), on=self.on, needed=("put",))
        spell = register.spell(self.teller, on=self.on)
        if spell is None or spell.standing != "member":
            yield from in_standing(register, self.teller, on=self.on, needed=("member",))
        yield from decisions.reckoned(self._figures())

    def changes(self, register: Register) -> Iterator[Change]:
        yield CountVotes(self.resolution, self.teller, self.on, *self._figures())


@act("resolution.decide")
class Decide(_AtTheBody):
    """Enter the decision of the body: adopted or rejected, by the counts of two tellers and the articles in force.

    A reform that is adopted enters the statutes with the day from which it says that it holds.
    """

    resolution: SubjectId
    meeting: SubjectId | None = None

    def impediments(self, register: Register) -> Iterator[Objection]:
        found = resolutions.resolution(register, self.resolution)
        before = list(_open(found, on=self.on, needed=("put",)))
        yield from before
        if before or found is None:
            return
        yield from cited(register, self.meeting, found.body, on=self.on)
        votes = list(decisions.agreed(resolutions.counts(register, self.resolution), on=self.on))
        yield from votes
        if votes:
            return
        outcome = self._outcome(register)
        yield from outcome.undecided
        if outcome.adopted:
            yield from self._adoptable(register, found)

    def _outcome(self, register: Register) -> decisions.Outcome:
        figures = resolutions.counts(register, self.resolution)[0].figures
        return decisions.outcome(register, figures, on=self.on)

    def _adoptable(self, register: Register, found: Resolution) -> Iterator[Objection]:
        if found.amends is not None:
            yield from _takes_over(register, found, on=self.on)
        elif found.reform is not None:
            looked = reforms.looked_through(register, found.reform, on=self.on)
            yield from looked.cannot
            yield from looked.may_mend
            yield from (one for one in _meant(register, found.reform, found.body, on=self.on)
                        if one.code == "resolution.body")  # fmt: skip
            if looked.reform is not None and looked.reform.since >= self.on:
                days = (looked.reform.since - self.on).days
                figures = resolutions.counts(register, self.resolution)[0].figures
                yield from decisions.stays(register, figures, days, on=self.on)

    def changes(self, register: Register) -> Iterator[Change]:
        found, outcome = self.found(register), self._outcome(register)
        figures = resolutions.counts(register, self.resolution)[0].figures
        state = "adopted" if outcome.adopted else "rejected"
        looked = None
        if outcome.adopted and found.amends is not None:
            yield _taken_over(register, found)
        elif outcome.adopted and found.reform is not None:
            looked = reforms.looked_through(register, found.reform, on=self.on).reform
        yield MoveResolution(self.resolution, state, self.on)
        name, effect = (looked.name, looked.since) if looked is not None else (None, None)
        yield DecideResolution(
            self.resolution, self.on, *figures, outcome.adopted, outcome.clauses, name, effect, self.meeting
        )
        if looked is not None and found.reform is not None:
            yield AdoptText(looked.name, found.reform, self.on)


@act("resolution.keep_forecast")
class Keep(Act):
    """Keep a run of a forecast with a resolution, so that what was expected can be held against what came.

    run  the run as JSON text, as the forecast gives it
    """

    makes = ("forecast",)
    unseen = ("resolution",)

    forecast: SubjectId
    resolution: SubjectId
    title: str
    run: str

    def home(self, register: Register) -> int | None:
        found = resolutions.resolution(register, self.resolution)
        return found.mover if found else None

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(title=self.title)
        if resolutions.resolution(register, self.resolution) is None:
            yield objection("resolution.none")
        yield from id_free(register, self.forecast)
        if len(self.run) > LARGEST:
            yield objection("forecast.large", letters=len(self.run), most=LARGEST)
            return
        try:
            is_run = isinstance(json.loads(self.run), dict)
        except (ValueError, RecursionError):
            is_run = False
        if not is_run:
            yield objection("forecast.run", expected="a JSON object")

    def changes(self, register: Register) -> Iterator[Change]:
        yield KeepForecast(self.forecast, self.resolution, self.title, self.on, self.run)
