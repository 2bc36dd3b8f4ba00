"""What comes of deciding one case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from polity.statutes.closures import Answer, Instance, Program, Slots


class Verdict(NamedTuple):
    """The outcome of one rule for one case.

    `outcome` is True, False or a value; None if it cannot be decided. `clause` is the id of the clause that decided:
    of an all_of the first that failed, and None if all are met; of a first_of the one that applied.
    """

    rule: str
    subject: str
    at: date
    outcome: Any
    clause: str | None
    failed: tuple[str, ...]
    unknown: tuple[str, ...]  # clauses that cannot be decided
    missing: tuple[str, ...]  # facts, and parameters without a value, for want of which they cannot
    governing: date  # the date that selected the version of the law
    fingerprint: str  # of the law

    def __bool__(self) -> bool:
        raise TypeError("A verdict can be yes, no or undecided: ask for its outcome.")


def ids(instance: Instance, mask: int) -> tuple[str, ...]:
    """The ids of the clauses in a mask."""
    if not mask:
        return ()
    return tuple(clause.id for clause in instance.meant.clauses if mask >> (clause.number - 1) & 1)


def verdict(
    program: Program,
    slots: Slots,
    answer: Answer,
    subject: str,
    at: date,
    fingerprint: str,
    dates: Mapping[str, date] | None,
) -> Verdict:
    """The verdict from the answer of a program."""
    value, clause, failed, unknown = answer
    last = program.last
    missing = tuple(program.lacking(last, slots)) if value is None else ()
    return Verdict(
        rule=last.meant.name,
        subject=subject,
        at=at,
        outcome=value,
        clause=last.meant.clauses[clause - 1].id if clause else None,
        failed=ids(last, failed),
        unknown=ids(last, unknown),
        missing=missing,
        governing=(dates or {}).get(last.governing, at),
        fingerprint=fingerprint,
    )
