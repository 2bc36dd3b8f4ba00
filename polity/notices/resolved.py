"""Who is told of resolutions: the desks that have to do with one, and those whose pending case one decides otherwise.

A resolution is open to everybody and is named. To a person nothing is said but their own case; to a desk, how many.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from polity.notices.rule import Rule, desk
from polity.register.facts import of_case
from polity.register.register import Register
from polity.statutes import Explanation, Law, store

RESOLVED: dict[str, tuple[Rule, ...]] = {
    "resolution.put": (
        desk("A resolution waits", "On {on} the resolution “{title}” was put to you.", "body", about=""),
    ),
    "resolution.draft": (
        desk("An amendment", "On {on} an amendment to a resolution of yours was moved: {title}", "amended", about=""),
    ),
    "resolution.accept": (
        desk("Your amendment", "On {on} your amendment “{title}” was taken over.", "amending", about=""),
    ),
    "resolution.withdraw": (
        desk("A resolution was withdrawn", "On {on} the resolution “{title}” was withdrawn.", "body", about=""),
    ),
    "resolution.decide": (
        desk("A resolution was decided", "On {on} the resolution “{title}” was decided: {state}.", "mover", about=""),
    ),
}
_OPEN = "stands on the page of the resolution, open to everybody"
RESOLVED_BY_NOBODY: dict[str, str] = {
    "resolution.amend": _OPEN,
    "resolution.count": "is entered by the office of the body itself; the counts stand on the page of the resolution",
    "resolution.keep_forecast": _OPEN,
}

MOST = 500  # pending cases that are looked at one by one; of more, the body alone is told
PEOPLE = 200  # people who are told each for themselves; of more, the desks alone
CANDIDATE, MEMBER = "may_become_candidate", "may_become_member"


class Told(NamedTuple):
    """A notice to a person, or to the desk of a unit."""

    person: int | None
    unit: int | None
    subject: str
    says: str


class _Pending(NamedTuple):
    """Somebody on the way in: the rule of the next step, and the day of application."""

    person: int
    unit: int
    rule: str
    applied: date


class _Changed(NamedTuple):
    case: _Pending
    outcome: Any
    says: str


def concerned(register: Register, said: Mapping[str, Any], written: Any) -> Iterator[Told]:
    """Whom a resolution that was adopted concerns today: pending cases that it decides otherwise from its day.

    written  writes a day as people do
    """
    if not isinstance(said.get("effect"), str) or not isinstance(said.get("statute"), str):
        return
    day = date.fromisoformat(said["effect"])
    law = store.adopted(register)
    title = said.get("title", "")
    pending = list(_pending(register, law, MOST + 1))
    if len(pending) > MOST:
        if isinstance(said.get("body"), int):
            says = f"“{title}” holds from {written(day)}. More than {MOST} cases are pending: its preview counts them."
            yield Told(None, said["body"], "Pending cases", says)
        return
    changed = [one for case in pending if (one := _changed(register, law, case, day)) is not None]
    since = f"From {written(day)} your case is decided otherwise, by the resolution “{title}”."
    if len(changed) <= PEOPLE:
        for one in changed:
            yield Told(one.case.person, None, "A resolution concerns your case", f"{since} {one.says}".strip())
    for unit, count in sorted(Counter(one.case.unit for one in changed).items()):
        cases = "1 pending case" if count == 1 else f"{count} pending cases"
        says = f"From {written(day)} the resolution “{title}” decides {cases} of yours otherwise."
        yield Told(None, unit, "Pending cases are decided otherwise", says)


def _pending(register: Register, law: Law, most: int) -> Iterator[_Pending]:
    rules = law.rules("person") if "person" in law.subjects() else {}
    register.cursor.execute(
        "SELECT person, unit, %(first)s, applied FROM application WHERE state IN ('applied', 'decided') UNION ALL"
        " SELECT person, unit, %(second)s, counted_from FROM standing WHERE standing = 'candidate' AND upper_inf(valid)"
        " ORDER BY 4, 1 LIMIT %(most)s",
        {"first": CANDIDATE, "second": MEMBER, "most": most},
    )
    yield from (case for row in register.cursor.fetchall() if (case := _Pending(*row)).rule in rules)


def _changed(register: Register, law: Law, case: _Pending, day: date) -> _Changed | None:
    """What becomes of a case on a day if the law does: the facts of the day are asked once, under both laws."""
    facts = of_case(register, case.person, "person", at=day, wanted=law.reads([case.rule], "person"))

    def told(on: date) -> Explanation:
        return law.explain(
            case.rule, facts, at=on, dates={"applied": case.applied, "decided": on},
            within=store.within(register, case.person, "person", at=on),
        )  # fmt: skip

    before, after = told(day - timedelta(1)), told(day)
    if before.verdict.outcome == after.verdict.outcome:
        return None
    stands = [note for note in after.failed if note.id not in before.verdict.failed]
    says = " ".join(f"Article {note.id}: {note.say or note.text}" for note in stands)
    return _Changed(case, after.verdict.outcome, says or "What stood in the way does so no longer.")
