"""Drafts that cannot both be law as they are: told apart before the vote, in words that their authors understand."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from polity.readings.house import House, Scope
from polity.readings.two_laws import documents, laws_of
from polity.register import resolutions
from polity.statutes import Faulty, Law, Pilot, Reform, store
from polity.statutes.faults import Fault
from polity.statutes.union import Window, touches
from polity.words import ids


class Collision(NamedTuple):
    """Something that a draft changes and that the law, or another open draft, changes too.

    other     the resolution whose draft it is; None for the law as it is
    title     of that resolution
    things    what both change, clauses and parameters; empty where the law itself stands against it
    days      the days on which both would hold; since may be open at the start, until at the end
    units     the units in which both would hold; empty: everywhere
    says      in words; remedy: what the author can do
    refused   whether the two cannot both be adopted as they stand; otherwise the later one goes before
    """

    other: int | None
    title: str
    things: tuple[str, ...]
    since: str | None
    until: str | None
    units: tuple[str, ...]
    says: str
    remedy: str
    refused: bool

    def plain(self) -> dict[str, Any]:
        """As JSON shows it, with stable keys."""
        return {**self._asdict(), "other": None if self.other is None else ids.show(self.other),
                "things": list(self.things), "units": list(self.units)}  # fmt: skip


def collisions(house: House, draft: str, *, scope: Scope, leave_out: int | None = None) -> list[Collision]:
    """What stands against a draft in the law as it is, and in every other open draft of a resolution.

    leave_out  the resolution whose draft this is

    What `preview` shows with `earlier` is what the draft would do once another is adopted.
    """
    with house.register(scope=scope) as register:
        adopted = store.adopted(register)
        others = [
            one
            for one in resolutions.resolutions(register, resolutions.OPEN)
            if one.reform and one.resolution != leave_out
        ]
    try:
        mine = [one for one in documents(draft) if isinstance(one, Reform)]
    except Faulty as faulty:
        return [_against_law(fault) for fault in faulty.faults]
    found = list(_overtaken(adopted, mine))
    try:
        own = laws_of(house, draft, scope=scope).reforms
    except Faulty as faulty:
        told = {"reform.collides"} if any(one.refused for one in found) else set()
        return found + [_against_law(fault) for fault in faulty.faults if fault.code not in told]
    for other in others:
        if other.amends is not None and other.amends == leave_out:
            continue
        assert other.reform is not None
        try:
            theirs = laws_of(house, other.reform, scope=scope).reforms
        except Faulty:
            continue  # a draft that is not law by itself is told to its own author
        found += _between(adopted, own, theirs, other)
    return found


def _against_law(fault: Fault) -> Collision:
    return Collision(None, "", (), None, None, (), fault.says, fault.remedy, True)


def _overtaken(adopted: Law, own: Sequence[Reform]) -> Iterator[Collision]:
    """Reforms adopted already that change what the draft changes: it must say that it comes after them."""
    for reform in own:
        for other in (one for one in adopted.documents if isinstance(one, Reform) and one.name != reform.name):
            shared, days = _shared(adopted, reform, other), _days(reform, other)
            if shared and days is not None:
                after = other.name in reform.after
                remedy = "The draft says that it comes after it, and goes before it where both hold."
                says, told = _also(other.called, shared, days, other.name)
                yield Collision(None, other.called, tuple(shared), *days, says, remedy if after else told, not after)


def _also(
    called: str, shared: list[str], days: tuple[str | None, str | None, tuple[str, ...]], name: str
) -> tuple[str, str]:
    """What is wrong, and what can be done."""
    remedy = (
        f"If both are wanted, say which goes before: after: {name}. Or let them hold on other days or in other units."
    )
    return f"“{called}” also changes {_listed(shared)}{_when(*days)}.", remedy


def _between(
    adopted: Law, own: Sequence[Reform], theirs: Sequence[Reform], other: resolutions.Resolution
) -> list[Collision]:
    """What a draft and another open one both change, and whether they can both be law as they are."""
    refused: list[Fault] = []
    names = {one.name for one in (*own, *theirs)}
    base = [one for one in adopted.documents if not (isinstance(one, Reform) and one.name in names)]
    try:
        Law.of([*base, *theirs, *own])
    except Faulty as faulty:
        refused = faulty.faults
    found = []
    for reform in own:
        for its in theirs:
            shared, days = _shared(adopted, reform, its), _days(reform, its)
            if shared and days is not None:
                says, remedy = _also(other.title, shared, days, its.name)
                found.append(
                    Collision(other.resolution, other.title, tuple(shared), *days, says, remedy, bool(refused))
                )
    if refused and not found:
        for fault in refused:
            says = f"With “{other.title}”: {fault.says}"
            found.append(Collision(other.resolution, other.title, (), None, None, (), says, fault.remedy, True))
    return found


def _shared(law: Law, one: Reform, other: Reform) -> list[str]:
    """What two reforms both change, each named once, as people name it."""
    mine, theirs = _touched(law, one), _touched(law, other)
    return [said for key, said in mine.items() if key in theirs]


def _touched(law: Law, reform: Reform) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for operation in reform.operations:
        kind = next((k for k in law.subjects() if operation.target in law.rules(k)), "")
        title = law.rules(kind)[operation.target].title if kind else ""
        for key in touches(operation, kind):
            if key[0] == "param":
                param = law.params.get(key[1])
                found[key] = (param.title if param else "") or key[1]
                found[key] += f" for {key[2]}" if key[2] else ""
            elif key[0] == "competence":
                found[key] = f"who may do {key[1]}"
            else:
                found[key] = f"clause {key[3]} of {title or key[2]}"
        if operation.op == "add" and operation.new is not None:
            found["added", kind, operation.target, operation.new.id] = (
                f"clause {operation.new.id} of {title or operation.target}"
            )
    return found


def _days(one: Reform, other: Reform) -> tuple[str | None, str | None, tuple[str, ...]] | None:
    """The days and units in which two reforms both hold; None where there is no such day or unit."""
    windows = [Window(each.since, each.until, each.pilot) for each in (one, other)]
    if not windows[0].meets(windows[1]):
        return None
    until = min((each.until for each in (one, other) if each.until is not None), default=None)
    return max(one.since, other.since).isoformat(), until.isoformat() if until else None, _units(one.pilot, other.pilot)


def _units(one: Pilot | None, other: Pilot | None) -> tuple[str, ...]:
    if one is None or other is None:
        held = one or other
        return held.units if held else ()
    return tuple(code for code in one.units if code in other.units)


def _listed(things: list[str]) -> str:
    return things[0] if len(things) == 1 else f"{', '.join(things[:-1])} and {things[-1]}"


def _when(since: str | None, until: str | None, units: tuple[str, ...]) -> str:
    told = f", from {since}" if since else ""
    told += f" until {until}" if until else ""
    return told + (f", in {_listed(list(units))}" if units else "")
