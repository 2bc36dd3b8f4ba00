"""What the articles say of a case: every clause in force on the day that stands in the way."""

from collections.abc import Iterator
from typing import Any

from polity.acts.act import Act
from polity.register import resolutions
from polity.register.facts import of_case
from polity.register.register import Register
from polity.statutes import Explanation, Law
from polity.statutes.store import within
from polity.words import ids
from polity.words.objections import Objection, objection


def objections(act: Act, register: Register, law: Law) -> Iterator[Objection]:
    """Decide the act's rules on the facts of its case and put the article's number on what comes back.

    An article that a resolution put into the law names that resolution.
    """
    subject = act.concerns()
    if subject is None or not act.articles:
        return
    kind = register.kind_of(subject) or "person"
    if kind not in law.subjects():
        return
    rules = law.rules(kind)
    wanted = [name for name in act.articles if name in rules]
    if not wanted:
        return
    facts = of_case(register, subject, kind, at=act.on, wanted=law.reads(wanted, kind))
    case: dict[str, Any] = {
        "subject": kind,
        "at": act.on,
        "dates": dict(act.dates(register)),
        "within": within(register, subject, kind, at=act.on),
    }
    for name in wanted:
        verdict = law.decide(name, facts, **case)
        if verdict.failed or verdict.outcome is None:  # only what stands in the way is put into words
            yield from _of(register, law.explain(name, facts, **case))


def _of(register: Register, explained: Explanation) -> Iterator[Objection]:
    verdict, asked = explained.verdict, explained.steps[-1]
    for clause in asked.clauses:
        if clause.id in verdict.failed:
            behind = resolutions.of_statute(register, clause.reform) if clause.reform else None
            by = {} if behind is None else {"resolution": ids.show(behind.resolution), "resolved": behind.title}
            yield objection("article", clause.id, says=clause.say or clause.text, remedy=clause.remedy, **by)
    if verdict.outcome is None:
        yield objection("article.undecided", next(iter(verdict.unknown), None), missing=verdict.missing)
