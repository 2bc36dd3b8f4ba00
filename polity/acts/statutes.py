"""Putting texts among the statutes: a first statute, and the reforms that change it from a day."""

from collections.abc import Iterator

from polity.acts.act import Act, act
from polity.acts.checks import written
from polity.register.changes import AdoptText, Change
from polity.register.register import Register
from polity.statutes import Faulty, Reform, read, store
from polity.words.objections import Objection, objection


class _Text(Act):
    statute: str
    text: str

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(statute=self.statute)
        texts = register.statutes()
        if any(name == self.statute for name, _ in texts):
            yield objection("statute.known", name=self.statute)
        try:
            documents = read(self.text, name=self.statute)
            store.law_of([*texts, (self.statute, self.text)])
        except Faulty as faulty:
            for fault in faulty.faults:
                yield objection("statute.faulty", says=f"{fault.where}: {fault.says}", remedy=fault.remedy)
            return
        if not documents:
            says = f"{self.statute}: The text holds neither a statute nor a reform."
            yield objection("statute.faulty", says=says, remedy="Begin it with statute: NAME, or with reform: NAME.")
        for document in documents:
            if isinstance(document, Reform) and document.since < self.on:
                yield objection("statute.back", adopted=self.on, since=document.since)

    def changes(self, register: Register) -> Iterator[Change]:
        yield AdoptText(self.statute, self.text, self.on)


@act("statutes.adopt")
class Adopt(_Text):
    """Adopt a statute. It is stored as written; its rules hold from the days they name."""

    statute: str
    text: str


@act("statutes.reform")
class Enacted(_Text):
    """Adopt a reform by the decision of a competent body: it enters the statutes and binds from its day of effect."""

    statute: str
    text: str
    votes_for: int
    votes_against: int = 0

    def impediments(self, register: Register) -> Iterator[Objection]:
        if self.votes_for < 0 or self.votes_against < 0:
            yield objection("count.positive", count=min(self.votes_for, self.votes_against))
        if self.votes_for <= self.votes_against:
            yield objection("statute.votes", votes_for=self.votes_for, votes_against=self.votes_against)
        yield from super().impediments(register)
