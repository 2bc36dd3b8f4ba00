"""Whether a rule can still say yes to anybody, or only no and "cannot be decided": a reform must not leave it so."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date
from math import prod

from polity.statutes.cutting import Cutter, Input, Source
from polity.statutes.documents import Pilot
from polity.statutes.law import Law
from polity.statutes.review import _case, _cells


def undecidable(law: Law, rule: str, subject: str, *, at: date, absent: Collection[str] = ()) -> bool:
    """Whether a rule decides nothing though all is known of a case that anybody records: no case is a yes (or a
    value), and some cannot be decided.

    A rule that plainly says no to everybody is decided. Asked of a case in the units of every trial.

    absent  facts that nobody records: they are unknown in every case
    """

    def everywhere(pilot: Pilot) -> bool:
        return True

    program = law.program(rule, at=at, subject=subject, within=everywhere)
    cutter = Cutter([Source(law.bodies[subject], law.union.params)], at)
    inputs = [_recorded(each, law, subject, at, absent) for each in cutter.inputs(rule)]
    undecided = False
    for cell in _cells(inputs, prod(len(each.kinds) for each in inputs)):
        facts, instead = _case(inputs, cell)
        outcome = program.run(facts, at, instead or None)[1][0]
        if outcome is not None and outcome is not False:
            return False
        undecided = undecided or outcome is None
    return undecided


def _recorded(each: Input, law: Law, subject: str, at: date, absent: Collection[str]) -> Input:
    """An input with the kinds that occur: unknown alone where nobody records it, and everything else where they do."""
    if each.is_rule:
        reads_absent = any(name in absent for name in law.reads([each.name], subject))
        never = reads_absent and undecidable(law, each.name, subject, at=at, absent=absent)
    else:
        never = each.name in absent
    kinds = tuple(kind for kind in each.kinds if (kind.value is None) == never)
    return replace(each, kinds=kinds or each.kinds)


def left_undecidable(before: Law, after: Law, subject: str, *, at: date, absent: Collection[str] = ()) -> Iterator[str]:
    """The rules for a kind of subject that decide nothing any more, though they did before, or are new."""
    known = before.rules(subject) if subject in before.subjects() else {}
    for rule in after.rules(subject):
        new = rule not in known
        if undecidable(after, rule, subject, at=at, absent=absent) and (
            new or not undecidable(before, rule, subject, at=at, absent=absent)
        ):
            yield rule
