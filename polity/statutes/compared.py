"""Which rules two laws can decide differently: those that read otherwise, and those that read such a rule."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from polity.statutes.ir import Term
from polity.statutes.law import Law
from polity.statutes.meaning import Meant
from polity.statutes.union import Dated


def differing(before: Law, after: Law, subject: str) -> list[str]:
    """The rules for a kind of subject whose result can differ on some day, each after those it reads.

    A rule differs if one of its clauses, their days or exceptions do, or a parameter or rule that it reads; one that
    only the second law has differs from there being none.
    """
    old = before.bodies[subject].rules if subject in before.bodies else {}
    new = after.bodies[subject].rules if subject in after.bodies else {}
    params = {
        name
        for name, dated in after.union.params.items()
        if name not in before.union.params or _values(before.union.params[name]) != _values(dated)
    }
    found: dict[str, None] = {}
    for name, meant in new.items():
        read = list(_read(meant))
        if (
            name not in old
            or _told(old[name]) != _told(meant)
            or any(term.op == "rule" and str(term.value) in found for term in read)
            or any(term.op in ("param", "scale") and str(term.value) in params for term in read)
        ):
            found[name] = None
    return list(found)


def _read(meant: Meant) -> Iterator[Term]:
    for clause in meant.clauses:
        for root in (clause.test, clause.then, *(term for _, term in clause.exempted)):
            if root is not None:
                yield from root.walk()


def _told(meant: Meant) -> list[Any]:
    """What makes a rule decide as it does; words and sources are left out."""
    return [
        meant.draft.window,
        *(
            (
                [getattr(clause.version.clause, part) for part in ("id", "kind", "test", "then", "table")],
                clause.version.window,
                [window for window, _ in clause.version.suspended],
                [(held.exemption.when, held.window) for held, _ in clause.exempted],
            )
            for clause in meant.clauses
        ),
    ]


def _values(dated: Dated) -> list[Any]:
    return [(entry.key, entry.value, entry.window) for entry in dated.entries]
