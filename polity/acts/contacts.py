"""Contacts with sympathisers: what was said, and what comes next by which day."""

from collections.abc import Iterator
from datetime import date

from polity.acts.act import act
from polity.acts.checks import id_free, written
from polity.acts.people import OfPerson
from polity.register.changes import Change
from polity.register.forms import PersonId, SubjectId
from polity.register.meetings import ReportContact
from polity.register.register import Register
from polity.words.objections import Objection, objection

KINDS = ("visit", "meeting", "call", "letter", "message", "not_met")


@act("sympathiser.report")
class Report(OfPerson):
    """Whoever keeps contact with a sympathiser reports a conversation, and the next step with its day.

    The latest report says what is due: a step of an earlier one is settled by it. The text belongs to the
    sympathiser's record and goes with it when it is erased.
    """

    makes = ("report",)

    report: SubjectId
    person: PersonId
    contact: PersonId
    day: date
    kind: str
    text: str
    next_step: str | None = None
    next_by: date | None = None

    def own(self) -> int | None:
        return self.contact

    def impediments(self, register: Register) -> Iterator[Objection]:
        # First of all, so that nobody learns of anybody by reporting on them.
        if register.contact(self.person, on=self.day) != self.contact:
            yield objection("report.contact", contact=self.contact, person=self.person, day=self.day)
            return
        if self.day > self.on:
            yield objection("report.ahead", day=self.day, on=self.on)
        if self.kind not in KINDS:
            yield objection("field.value", field="kind", value=self.kind, expected=", ".join(KINDS))
        yield from written(text=self.text, next_step=self.next_step)
        if (self.next_step is None) != (self.next_by is None):
            yield objection("report.step")
        if self.next_by is not None and self.next_by < self.day:
            yield objection("report.early", next_by=self.next_by, day=self.day)
        yield from id_free(register, self.report)

    def changes(self, register: Register) -> Iterator[Change]:
        yield ReportContact(
            self.report, self.person, self.contact, self.day, self.kind, self.text, self.next_step, self.next_by
        )
