"""Publishing figures: they become readable beyond the scope of whoever counted them, with small groups suppressed."""

from collections.abc import Iterator
from typing import Any

from polity.acts.act import Act, act
from polity.acts.checks import written
from polity.register.changes import Change
from polity.register.forms import SubjectId
from polity.register.links import Publish
from polity.register.register import Register
from polity.words.objections import Objection, objection

SMALLEST = 10


@act("release.publish")
class PublishFigures(Act):
    """Publish a table that was counted for release: its question and its figures, suppressed cells as null."""

    makes = ("release",)

    release: SubjectId
    title: str
    question: dict[str, Any]
    figures: dict[str, Any]
    known: int

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(title=self.title)
        rows = list(self.figures.get("rows", [])) + list(self.figures.get("margins", []))
        for row in rows:
            if row["count"] is not None and 0 < row["count"] < SMALLEST:
                yield objection("release.small", count=row["count"], smallest=SMALLEST)

    def changes(self, register: Register) -> Iterator[Change]:
        yield Publish(self.release, self.title, self.question, self.figures, self.on, self.known)
