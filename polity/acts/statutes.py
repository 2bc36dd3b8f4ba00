"""Putting texts among the statutes: a first statute, and the reforms that change it from a day."""

from collections.abc import Iterator

from polity.acts import reforms
from polity.acts.act import Act, act
from polity.acts.checks import written
from polity.register.changes import AdoptText, Change
from polity.register.register import Register
from polity.words.objections import Objection, objection


class _Text(Act):
    statute: str
    text: str

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(statute=self.statute)
        yield from reforms.adoptable(register, self.statute, self.text, on=self.on)

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
