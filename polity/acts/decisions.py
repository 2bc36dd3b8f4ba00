"""When a resolution is adopted: counts that agree, held against the articles on decisions in force on the day."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from polity.register.register import Register
from polity.register.resolutions import Count, Figures
from polity.statutes import deciding, store
from polity.words.objections import Objection, objection

TELLERS = 2


class Outcome(NamedTuple):
    """What the articles say of the votes: adopted or not, by which clauses not, and why it cannot be said."""

    adopted: bool
    clauses: tuple[str, ...]
    undecided: tuple[Objection, ...]


def reckoned(figures: Figures) -> Iterator[Objection]:
    """Figures that can be: none below zero, no more votes than people, no more people than are entitled."""
    least = min(figures)
    if least < 0:
        yield objection("count.positive", count=least)
    votes = figures.votes_for + figures.votes_against + figures.abstained
    if votes > figures.present:
        yield objection("present.quorum", votes=votes, present=figures.present)
    if figures.present > figures.entitled:
        yield objection("resolution.entitled", present=figures.present, entitled=figures.entitled)


def agreed(counts: Sequence[Count], *, on: date) -> Iterator[Objection]:
    """Two tellers counted, and all counts say the same."""
    if len(counts) < TELLERS:
        yield objection("resolution.tellers", count=len(counts))
        return
    differing = [
        f"{name} {' and '.join(map(str, sorted({getattr(one.figures, name) for one in counts})))}"
        for name in Figures._fields
        if len({getattr(one.figures, name) for one in counts}) > 1
    ]
    if differing:
        yield objection("resolution.differ", figures=differing)
    late = max(one.day for one in counts)
    if late > on:
        yield objection("resolution.early", state="counted", since=late)


def outcome(register: Register, figures: Figures, *, on: date) -> Outcome:
    """What the votes come to by the articles of the day. How soon it would take effect is another question."""
    found = deciding.asked(store.adopted(register), figures._asdict(), None, on=on)
    if found is None:
        return Outcome(False, (), (objection("resolution.no_law", on=on),))
    verdict = found.verdict
    if verdict.outcome is None:
        undecided = objection("article.undecided", next(iter(verdict.unknown), None), missing=verdict.missing)
        return Outcome(False, (), (undecided,))
    return Outcome(verdict.outcome is True, verdict.failed, ())


def stays(register: Register, figures: Figures, days: int, *, on: date) -> Iterator[Objection]:
    """The time that the articles demand between a decision and its effect, where what is adopted would come sooner."""
    found = deciding.asked(store.adopted(register), figures._asdict(), days, on=on)
    if found is None:
        return
    for clause in found.steps[-1].clauses:
        if clause.id in found.verdict.failed:
            yield objection("article", clause.id, says=clause.say or clause.text, remedy=clause.remedy)
