"""What follows from a resolution: tasks with an owner and a day, targets with a figure, and what became of them."""

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar

from polity.acts.act import Act, act
from polity.acts.checks import id_free, unit_stands, written
from polity.acts.watching import reported, watchable
from polity.register import followup, resolutions
from polity.register.changes import Change
from polity.register.followup import AddPart, Part, ReportPart
from polity.register.forms import SubjectId, UnitId
from polity.register.register import Register
from polity.register.watching import asked
from polity.words.objections import Objection, objection

FOLLOWED = ("draft", "put", "adopted")  # states of a resolution from which something may follow


class _Added(Act):
    """Something follows from a resolution. The office of the body that decides on it says so."""

    makes: ClassVar[tuple[str, ...]] = ("part",)
    unseen: ClassVar[tuple[str, ...]] = ("resolution",)  # resolutions are open to everybody

    part: SubjectId
    resolution: SubjectId
    says: str
    owner: UnitId
    due: date | None
    where: dict[str, Any] | None
    of: dict[str, Any] | None
    measure: str
    bound: int | None
    side: str

    def home(self, register: Register) -> int | None:
        found = resolutions.resolution(register, self.resolution)
        return found.body if found else None

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from id_free(register, self.part)
        yield from written(says=self.says)
        yield from unit_stands(register, self.owner, on=self.on)
        found = resolutions.resolution(register, self.resolution)
        if found is None:
            yield objection("part.resolution")
        elif found.state not in FOLLOWED:
            yield objection("part.closed_resolution", state=found.state, since=found.state_since)
        elif self.on < found.opened:
            yield objection("part.before", since=found.opened)
        if self.due is not None and self.due < self.on:
            yield objection("part.due", due=self.due, on=self.on)
        yield from watchable(
            register, where=self.where, of=self.of, measure=self.measure, bound=self.bound, side=self.side
        )

    def changes(self, register: Register) -> Iterator[Change]:
        yield AddPart(
            self.part, self.resolution, self.name.rpartition(".")[2], self.says, self.owner, self.on, self.due,
            asked(self.where, self.of), self.measure, self.bound, self.side,
        )  # fmt: skip


@act("resolution.task")
class Task(_Added):
    """Something is to be done because of a resolution: by whom, and by when. A figure that shows it may be watched.

    owner    the unit whose office sees to it and reports
    where    whom the figure counts, as dimension=value; several values separated by semicolons
    of       of whom a share is taken; only where measure is per_mille
    measure  count (people) or per_mille (thousandths of those in `of`)
    bound    what the figure shall be at least or at most
    side     least or most
    """

    part: SubjectId
    resolution: SubjectId
    says: str
    owner: UnitId
    due: date | None = None
    where: dict[str, Any] | None = None
    of: dict[str, Any] | None = None
    measure: str = "count"
    bound: int | None = None
    side: str = "least"


@act("resolution.target")
class Target(_Added):
    """A resolution is to bring a figure to a bound by a day. What is watched is counted in the register, or reported.

    owner    the unit whose office answers for it
    where    whom the figure counts, as dimension=value; several values separated by semicolons. Without it the owner
             reports the value
    of       of whom a share is taken; only where measure is per_mille
    measure  count (people) or per_mille (thousandths of those in `of`)
    side     least or most: whether the figure shall be at least or at most the bound
    """

    part: SubjectId
    resolution: SubjectId
    says: str
    owner: UnitId
    bound: int
    due: date
    where: dict[str, Any] | None = None
    of: dict[str, Any] | None = None
    measure: str = "per_mille"
    side: str = "least"


class _OfPart(Act):
    """Something is said of a task or a target, by the office of its owner."""

    makes: ClassVar[tuple[str, ...]] = ("report",)
    unseen: ClassVar[tuple[str, ...]] = ("part",)  # what follows from resolutions is open to everybody

    report: SubjectId
    part: SubjectId

    def home(self, register: Register) -> int | None:
        found = followup.part(register, self.part)
        return found.owner if found else None

    def found(self, register: Register) -> Part:
        """The part, which is known to be there."""
        one = followup.part(register, self.part)
        assert one is not None
        return one

    def still_open(self, register: Register) -> Iterator[Objection]:
        """The part is there and open, and nothing later was said of it."""
        yield from id_free(register, self.report)
        one = followup.part(register, self.part)
        if one is None:
            yield objection("part.none")
        elif one.state != "open":
            yield objection(f"part.{one.state}", since=one.state_since)
        else:
            latest = max([one.added, *(said.day for said in followup.reports(register, [one.part]))])
            if self.on < latest:
                yield objection("part.before", since=latest)

    def by_hand(self, register: Register, value: int | None) -> Iterator[Objection]:
        """A value is reported only where the register does not count it."""
        one = followup.part(register, self.part)
        yield from reported(one is not None and one.watched.asks is not None, value)


@act("resolution.report")
class Report(_OfPart):
    """How it stands with a task or a target, by the office of its owner.

    evidence  where it can be seen: the number of an entry of the journal, an address, a document
    value     what was counted, where the register does not count it itself
    """

    report: SubjectId
    part: SubjectId
    says: str
    evidence: str | None = None
    value: int | None = None

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(says=self.says, evidence=self.evidence)
        yield from self.still_open(register)
        yield from self.by_hand(register, self.value)

    def changes(self, register: Register) -> Iterator[Change]:
        yield ReportPart(self.report, self.part, self.on, "open", self.says, self.evidence or None, self.value)


@act("resolution.put_off")
class PutOff(_OfPart):
    """A task or a target gets another day by which it is due, with the grounds. The delay stays to be seen."""

    report: SubjectId
    part: SubjectId
    due: date
    grounds: str

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(grounds=self.grounds)
        before = list(self.still_open(register))
        yield from before
        if self.due < self.on:
            yield objection("part.due", due=self.due, on=self.on)
        if not before and self.due == self.found(register).due:
            yield objection("part.same_due", due=self.due)

    def changes(self, register: Register) -> Iterator[Change]:
        was_due = self.found(register).due
        yield ReportPart(self.report, self.part, self.on, "open", self.grounds, was_due=was_due, due=self.due)


@act("resolution.done")
class Done(_OfPart):
    """A task is done, or a target that people count is reached; with the evidence.

    evidence  where it can be seen: the number of an entry of the journal, an address, a document
    value     what was counted, where the register does not count it itself
    """

    report: SubjectId
    part: SubjectId
    says: str
    evidence: str
    value: int | None = None

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(says=self.says, evidence=self.evidence)
        before = list(self.still_open(register))
        yield from before
        yield from self.by_hand(register, self.value)
        if not before:
            one = self.found(register)
            if one.kind == "target" and one.watched.asks is not None:
                yield objection("part.counted")

    def changes(self, register: Register) -> Iterator[Change]:
        yield ReportPart(self.report, self.part, self.on, "done", self.says, self.evidence, self.value)


@act("resolution.drop")
class Drop(_OfPart):
    """A task or a target is given up, by the office of the body that decided it, with the grounds."""

    report: SubjectId
    part: SubjectId
    grounds: str

    def home(self, register: Register) -> int | None:
        part = followup.part(register, self.part)
        found = resolutions.resolution(register, part.resolution) if part else None
        return found.body if found else None

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(grounds=self.grounds)
        yield from self.still_open(register)

    def changes(self, register: Register) -> Iterator[Change]:
        yield ReportPart(self.report, self.part, self.on, "dropped", self.grounds)
