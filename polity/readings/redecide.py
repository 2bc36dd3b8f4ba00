"""A past decision, decided again: on the register, the tree and the law as they were known when it was entered."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from polity.journal import keys
from polity.readings.census import Unanswerable
from polity.readings.explained import plain as explained_plain
from polity.readings.house import House, Scope
from polity.readings.people import seen
from polity.readings.two_laws import with_draft_from
from polity.register.asked import Case
from polity.register.facts import of_case
from polity.register.known import Known
from polity.register.register import Register
from polity.statutes import Explanation, Law, store
from polity.words import ids

type CaseOf = Callable[[str, Mapping[str, Any], Register], Case | None]


class Again(NamedTuple):
    """A decision that was entered, and what the rules it rests on make of it.

    then    what they say on everything as it was known at the entry; entered, so each of them said yes
    under   what they would have said with a draft in force on that day; none where no draft is named
    same    whether the same comes out again
    law     whether the law is the same to the letter as the one that the entry names
    """

    number: int
    act: str
    on: date
    subject: int
    kind: str
    then: tuple[Explanation, ...]
    under: tuple[Explanation, ...]
    same: bool
    law: bool

    def plain(self) -> dict[str, Any]:
        """As JSON shows it, with stable keys."""
        return {
            "number": self.number,
            "act": self.act,
            "on": self.on.isoformat(),
            "subject": ids.show(self.subject),
            "same": self.same,
            "same_law": self.law,
            "then": [explained_plain(one) for one in self.then],
            "under": [explained_plain(one) for one in self.under],
        }


def redecide(house: House, number: int, *, case_of: CaseOf, scope: Scope, draft: str | None = None) -> Again | None:
    """Decide an entry of the journal again. None where there is none, it rests on no rules, or its case is not seen.

    case_of  what an act of a name, with its particulars, puts to the statutes
    draft    a reform, taken as in force from the day of the decision, to compare with

    Facts that others know of (the standing of sponsors) are taken as the act took them, wherever they lie.

    Raises Faulty where the draft would not have been law then.
    """
    found = _entry(house, number, scope)
    if found is None:
        return None
    entry, act, law, particulars = found
    with house.register(scope=Scope(day=scope.day, whole=True)) as register:
        known = Known(register, entry)
        case = case_of(act, particulars, known)
        if case is None:
            return None
        kind = known.kind_of(case.subject) or "person"
        adopted = store.adopted(known)
        then = _decided(known, adopted, case, kind)
        under = _decided(known, with_draft_from(adopted, draft, case.on), case, kind) if draft is not None else ()
    same = all(one.verdict.outcome is True for one in then)
    return Again(number, act, case.on, case.subject, kind, then, under, same, adopted.fingerprint == law)


def _entry(house: House, number: int, scope: Scope) -> tuple[int, str, str | None, Mapping[str, Any]] | None:
    """The entry, its act, the law it names and its particulars, where the reader sees whom it concerns."""
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT e.entry, e.act, e.law FROM journal_seal s JOIN journal_entry e USING (entry) WHERE s.number = %s",
            [number],
        )
        row = register.cursor.fetchone()
    if row is None:
        return None
    with house.database.acting() as cursor:  # readers have no way to keys: whether they see the case is asked below
        cursor.execute("SELECT person, sealed FROM particulars WHERE entry = %s AND row = 0", [row[0]])
        sealed = cursor.fetchone()
        if sealed is None or sealed[0] == keys.ORGANISATION:
            return None
        key = keys.find(cursor, [sealed[0]]).get(sealed[0])
    with house.register(scope=scope) as register:
        if seen(register, sealed[0], scope=scope) is None and register.place(sealed[0], on=scope.day) is None:
            return None
    text = None if key is None else keys.reveal(key, bytes(sealed[1]), entry=row[0], row=0)
    if text is None:
        raise Unanswerable("The particulars of this entry were erased.", "What was decided cannot be decided again.")
    said = json.loads(text)
    return int(row[0]), str(row[1]), row[2], said.get("act", {})


def _decided(register: Register, law: Law, case: Case, kind: str) -> tuple[Explanation, ...]:
    rules = [name for name in case.rules if kind in law.subjects() and name in law.rules(kind)]
    facts = of_case(register, case.subject, kind, at=case.on, wanted=law.reads(rules, kind)) if rules else {}
    lies = store.within(register, case.subject, kind, at=case.on)
    return tuple(
        law.explain(name, facts, subject=kind, at=case.on, dates=dict(case.dates), within=lies) for name in rules
    )
