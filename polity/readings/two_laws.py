"""The law as it is and as a draft would make it, both asked of everybody in one scan of the columns."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from polity.readings.house import House, Scope
from polity.readings.tally import Everybody, governed
from polity.register.asked import ASKED
from polity.statutes import Law, Reform, Statute, read, store
from polity.statutes.compared import differing
from polity.statutes.faults import Fault, Faulty

DRAFT = "draft"  # what faults in the text of a draft are told to stand in
BEFORE = "before__"  # goes before the columns of the law as it is
FACT = "fact__"  # goes before the columns of facts, where they are wanted


class Laws(NamedTuple):
    """The law without a draft and with it."""

    before: Law
    after: Law
    reforms: tuple[Reform, ...]  # of the draft

    @property
    def since(self) -> date | None:
        """The first day on which the draft binds."""
        return min((reform.since for reform in self.reforms), default=None)

    def kinds(self) -> list[str]:
        """The kinds of subject that either governs."""
        return list(dict.fromkeys([*self.before.subjects(), *self.after.subjects()]))

    def differing(self, kind: str) -> list[str]:
        """The rules over a kind that the draft can make decide otherwise."""
        return differing(self.before, self.after, kind)

    def had(self, rule: str, kind: str) -> bool:
        """Whether the law without the draft has a rule."""
        return rule in self.before.rules(kind)


def laws_of(house: House, draft: str, *, scope: Scope, earlier: Sequence[str] = ()) -> Laws:
    """The law as adopted, and with a draft. Raises Faulty with all that keeps the draft from being law.

    Where the draft itself was adopted already, the law as it is means the law without it.

    earlier  other drafts, taken as adopted before: both laws hold them, and this one comes after them
    """
    with house.register(scope=scope) as register:
        adopted = store.adopted(register)
    return _laws(adopted, draft, tuple(earlier))


@lru_cache(maxsize=32)
def _laws(adopted: Law, draft: str, earlier: tuple[str, ...]) -> Laws:
    drafted = documents(draft)
    first = [one for text in earlier for one in documents(text)]
    names = {one.name for one in [*first, *drafted] if isinstance(one, Reform)}
    base = [one for one in adopted.documents if not (isinstance(one, Reform) and one.name in names)]
    before = Law.of([*base, *first]) if first or len(base) < len(adopted.documents) else adopted
    known = tuple(one.name for one in first if isinstance(one, Reform))
    drafted = [
        replace(one, after=tuple(dict.fromkeys([*one.after, *known]))) if isinstance(one, Reform) else one
        for one in drafted
    ]
    return Laws(before, Law.of([*before.documents, *drafted]), tuple(r for r in drafted if isinstance(r, Reform)))


def documents(draft: str) -> list[Statute | Reform]:
    """The reforms of a draft. Raises Faulty; an empty text is a fault too."""
    found = read(draft, name=DRAFT)
    if not found:
        says = "The text holds neither a statute nor a reform."
        raise Faulty([Fault("document.none", DRAFT, 0, 0, says, "Begin it with a line such as: reform: our-reform")])
    return found


def without(adopted: Law, draft: str) -> Law:
    """The law without the reforms of a draft, should they have been adopted already."""
    names = {one.name for one in documents(draft) if isinstance(one, Reform)}
    base = [one for one in adopted.documents if not (isinstance(one, Reform) and one.name in names)]
    return Law.of(base) if len(base) < len(adopted.documents) else adopted


def with_draft_from(adopted: Law, draft: str, since: date) -> Law:
    """The law as though a draft had been in force from a day, without an end. Raises Faulty where it could not be."""
    moved: list[Statute | Reform] = []
    for one in documents(draft):
        if isinstance(one, Reform):
            pilot = one.pilot and replace(one.pilot, frozen_at=since if one.pilot.frozen_at else None)
            moved.append(replace(one, since=since, until=None, adopted=since, pilot=pilot))
        else:
            moved.append(one)
    return Law.of([*without(adopted, draft).documents, *moved])


def asked_of(rule: str, kind: str) -> tuple[str, ...]:
    """The standings of those whose case a rule decides; empty where it may be asked of anybody."""
    return ASKED.get(rule, ()) if kind == "person" else ()


def both_sql(
    house: House,
    laws: Laws,
    rules: Sequence[str],
    everybody: Everybody,
    *,
    scope: Scope,
    also: Mapping[str, str],
    facts_too: bool = False,
) -> str:
    """SQL that decides rules for everybody under both laws: a row a subject, its facts read once.

    Gives the columns of `Law.sql` for the law with the draft; the same with BEFORE before their names for the law
    without it, where it has the rule; those of `also`; and the facts, with FACT before their names, if wanted.
    """
    kind, on = everybody.kind, everybody.on
    old = [rule for rule in rules if laws.had(rule, kind)]
    facts = dict.fromkeys([*laws.after.reads(rules, kind), *(laws.before.reads(old, kind) if old else ())])
    source = everybody.sql(house, facts, scope=scope, also=also)
    told = governed(house, (laws.before, laws.after), everybody, scope=scope)
    carried = list(dict.fromkeys([*facts, *also, *(["standing", "applied"] if kind == "person" else [])]))
    if old:
        inner = laws.before.sql(
            old, at=on, source=source, subject=kind, keep={name: f"in_{name}" for name in carried}, **told
        )
        answers = ", ".join(f"{name} AS {BEFORE}{name}" for rule in old for name in columns(laws.before, rule, kind))
        source = f"(SELECT subject, {', '.join(f'in_{name} AS {name}' for name in carried)}, {answers} FROM ({inner}))"
    answered = [f"{BEFORE}{name}" for rule in old for name in columns(laws.before, rule, kind)]
    keep = {name: name for name in [*also, *answered]} | {name: f"{FACT}{name}" for name in facts if facts_too}
    return laws.after.sql(rules, at=on, source=source, subject=kind, keep=keep, **told)


def columns(law: Law, rule: str, kind: str) -> list[str]:
    """The columns that `Law.sql` gives for a rule."""
    failed = [f"{rule}__failed"] if law.rules(kind)[rule].shape == "all_of" else []
    return [rule, f"{rule}__clause", *failed, f"{rule}__unknown"]
