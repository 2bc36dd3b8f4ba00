"""Dangers: named in time, with the sign by which they would be known, a precaution, and whether it worked."""

from collections.abc import Iterator
from typing import Any, ClassVar

from polity.acts.act import Act, act
from polity.acts.checks import id_free, unit_stands, written
from polity.acts.watching import reported, watchable
from polity.register import followup, resolutions
from polity.register.changes import Change
from polity.register.followup import WORKED, MoveDanger, NameDanger, ReportDanger
from polity.register.forms import SubjectId, UnitId
from polity.register.register import Register
from polity.register.watching import asked
from polity.words.objections import Objection, objection


@act("danger.name")
class Name(Act):
    """Name a danger before it comes: the early sign, who watches for it, and what is done against it.

    resolution  the resolution that brings the danger, or none
    sign        the early sign by which it would be known, in words
    where       whom the figure of the sign counts, as dimension=value; several values separated by semicolons. Without
                it the owner reports the value
    of          of whom a share is taken; only where measure is per_mille
    bound       the threshold: what the figure should be at least or at most. Past it the danger is near
    side        least or most
    """

    makes: ClassVar[tuple[str, ...]] = ("danger",)
    unseen: ClassVar[tuple[str, ...]] = ("resolution",)  # resolutions are open to everybody

    danger: SubjectId
    says: str
    sign: str
    owner: UnitId
    precaution: str
    resolution: SubjectId | None = None
    where: dict[str, Any] | None = None
    of: dict[str, Any] | None = None
    measure: str = "count"
    bound: int | None = None
    side: str = "most"

    def home(self, register: Register) -> int | None:
        return self.owner

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from id_free(register, self.danger)
        yield from written(says=self.says, sign=self.sign, precaution=self.precaution)
        yield from unit_stands(register, self.owner, on=self.on)
        yield from of_record(register, self.resolution)
        yield from watchable(
            register, where=self.where, of=self.of, measure=self.measure, bound=self.bound, side=self.side
        )

    def changes(self, register: Register) -> Iterator[Change]:
        yield NameDanger(
            self.danger, self.resolution, self.says, self.sign, asked(self.where, self.of), self.measure, self.bound,
            self.side, self.owner, self.precaution, self.on,
        )  # fmt: skip


def of_record(register: Register, resolution: int | None) -> Iterator[Objection]:
    """A resolution that is named is on record."""
    if resolution is not None and resolutions.resolution(register, resolution) is None:
        yield objection("part.resolution")


class _OfDanger(Act):
    """Something is said of a danger, by the office of the unit that watches for it."""

    makes: ClassVar[tuple[str, ...]] = ("report",)
    unseen: ClassVar[tuple[str, ...]] = ("danger", "resolution")  # dangers are open to everybody
    from_states: ClassVar[tuple[str, ...]] = ("watched", "come")

    report: SubjectId
    danger: SubjectId

    def home(self, register: Register) -> int | None:
        found = followup.danger(register, self.danger)
        return found.owner if found else None

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from id_free(register, self.report)
        one = followup.danger(register, self.danger)
        if one is None:
            yield objection("danger.none")
        elif one.state not in self.from_states:
            yield objection(f"danger.{one.state}", since=one.state_since)
        else:
            latest = max([one.named, *(said.day for said in followup.danger_reports(register, [one.danger]))])
            if self.on < latest:
                yield objection("danger.before", since=latest)


@act("danger.report")
class Report(_OfDanger):
    """How it stands with a danger: what is seen of the sign, and which resolution answers it.

    evidence    where it can be seen: the number of an entry of the journal, an address, a document
    value       what was counted, where the register does not count it itself
    resolution  a resolution that was decided about the danger
    """

    report: SubjectId
    danger: SubjectId
    says: str
    evidence: str | None = None
    value: int | None = None
    resolution: SubjectId | None = None

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(says=self.says, evidence=self.evidence)
        yield from super().impediments(register)
        yield from of_record(register, self.resolution)
        one = followup.danger(register, self.danger)
        yield from reported(one is not None and one.watched.asks is not None, self.value)

    def changes(self, register: Register) -> Iterator[Change]:
        one = followup.danger(register, self.danger)
        assert one is not None
        yield ReportDanger(
            self.report, self.danger, self.on, one.state, self.says, self.evidence or None, self.value, self.resolution
        )


@act("danger.come")
class Come(_OfDanger):
    """The danger came: what happened, and where it can be seen."""

    from_states = ("watched",)

    report: SubjectId
    danger: SubjectId
    says: str
    evidence: str | None = None

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(says=self.says, evidence=self.evidence)
        yield from super().impediments(register)

    def changes(self, register: Register) -> Iterator[Change]:
        yield ReportDanger(self.report, self.danger, self.on, "come", self.says, self.evidence or None)
        yield MoveDanger(self.danger, "come", self.on)


class _Over(_OfDanger):
    """A danger is over, one way or the other, and the precaution is judged."""

    ends_as: ClassVar[str]

    report: SubjectId
    danger: SubjectId
    worked: str
    says: str
    evidence: str | None

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(says=self.says, evidence=self.evidence)
        if self.worked not in WORKED:
            yield objection("field.value", field="worked", value=self.worked, expected=", ".join(WORKED))
        yield from super().impediments(register)

    def changes(self, register: Register) -> Iterator[Change]:
        yield ReportDanger(self.report, self.danger, self.on, self.ends_as, self.says, self.evidence or None)
        yield MoveDanger(self.danger, self.ends_as, self.on, self.worked, self.says)


@act("danger.avert")
class Avert(_Over):
    """The danger did not come and is over.

    worked  whether the precaution worked: yes, partly or no
    says    how one can tell
    """

    from_states = ("watched",)
    ends_as = "averted"

    report: SubjectId
    danger: SubjectId
    worked: str
    says: str
    evidence: str | None = None


@act("danger.close")
class Close(_Over):
    """The danger is watched no longer: it came and is past, or no longer matters.

    worked  whether the precaution worked: yes, partly or no
    says    how one can tell
    """

    ends_as = "closed"

    report: SubjectId
    danger: SubjectId
    worked: str
    says: str
    evidence: str | None = None
