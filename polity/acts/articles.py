"""What the articles say of a case: every clause in force on the day that stands in the way."""

from collections.abc import Callable, Iterator
from typing import Any

from polity.acts.act import Act
from polity.register.facts import of_case
from polity.register.register import Register
from polity.statutes import Law
from polity.words.objections import Objection, objection


def within(register: Register, unit: int | None) -> Callable[[Any], bool]:
    """Whether a unit lies in the scope of a pilot, on the day on which the pilot froze its map."""

    def decides(pilot: Any) -> bool:
        if unit is None:
            return False
        frozen = pilot.frozen_at or pilot.since
        above = register.ancestors(unit, on=frozen)
        return any(version.code in pilot.under for version in above)

    return decides


def objections(act: Act, register: Register, law: Law) -> Iterator[Objection]:
    """Decide the act's rules on the facts of its case and put the article's number on what comes back."""
    subject = act.concerns()
    if subject is None or not act.articles:
        return
    kind = register.kind_of(subject) or "person"
    rules = law.rules(kind)
    wanted = [name for name in act.articles if name in rules]
    if not wanted:
        return
    facts = of_case(register, subject, kind, at=act.on, wanted=law.facts(kind))
    spell = register.spell(subject, on=act.on)
    scope = within(register, spell.unit if spell else None)
    for name in wanted:
        explained = law.explain(
            name, facts, subject=kind, at=act.on, dates=dict(act.dates(register)), within=scope
        )
        yield from _of(explained)


def _of(explained: Any) -> Iterator[Objection]:
    if explained.verdict.outcome is None:
        yield objection("article.undecided", explained.verdict.clause, missing=explained.verdict.missing)
        return
    for clause in explained.failed:
        yield objection("article", clause.id, says=clause.says, remedy=clause.remedy or "")
