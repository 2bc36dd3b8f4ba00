"""The tree of units and its history: found, rename, move, merge, split, dissolve."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from polity.acts.act import Act, act
from polity.acts.checks import tier_order, unit_stands, unit_stands_on, values_fit, written
from polity.acts.membership import closed
from polity.register import transfers
from polity.register.changes import BeginSpell, BeginUnit, Change, Correspond, EndSpell, EndUnit, SetPlace
from polity.register.forms import PersonId, UnitId
from polity.register.links import EndTerm, RedirectTransfer
from polity.register.register import Register
from polity.register.rows import UnitVersion
from polity.words.objections import Objection, objection


def next_version(unit: UnitVersion, on: date, **altered: Any) -> Iterator[Change]:
    """End a unit's version on a day and let it stand on, altered, from that day."""
    version = unit._replace(**altered)
    yield EndUnit(unit.unit, on)
    yield BeginUnit(
        unit.unit, on, version.name, version.kind, version.tier, version.parent, version.code, dict(version.facts)
    )


def carried_over(
    register: Register, before: int, after: int, on: date, only: set[int] | None = None
) -> Iterator[Change]:
    """Move everybody of a unit (or those listed) into another on a day; their standing counts on.

    Their offices in the unit end.
    """
    for spell in register.people_of(before, on=on):
        if only is None or spell.person in only:
            yield EndSpell(spell.person, on)
            yield BeginSpell(spell.person, after, spell.standing, on, spell.counted_from, spell.reason)
    for term in transfers.terms_of_unit(register, before, on=on):
        if only is None or term.person in only:
            yield EndTerm(term.term, on)


def redirected(
    register: Register, moved: Mapping[int, int], on: date, only: set[int] | None = None
) -> Iterator[Change]:
    """Let transfers under way run between the units that people are now in; `moved` says which became which.

    One that would lead somebody to where they now are has come to its end. With `only`, a unit still stands that gave
    some of its people to another: their transfers set out from there.
    """
    under_way = {moving.transfer: moving for unit in moved for moving in transfers.of_unit(register, unit)}
    for _, moving in sorted(under_way.items()):
        goes = only is None or moving.person in only
        sending = moved.get(moving.sending, moving.sending) if goes else moving.sending
        receiving = moved.get(moving.receiving, moving.receiving) if only is None else moving.receiving
        if sending == receiving:
            yield from closed(moving, "received" if moving.state == "released" else "cancelled", on)
        elif (sending, receiving) != (moving.sending, moving.receiving):
            yield RedirectTransfer(moving.transfer, sending, receiving)


def _terms_may_end(register: Register, unit: int, on: date, only: set[int] | None = None) -> Iterator[Objection]:
    for term in transfers.terms_of_unit(register, unit, on=on):
        if term.since >= on and (only is None or term.person in only):
            yield objection("unit.offices", unit=unit, office=term.office, since=term.since)


def _unaltered_since(register: Register, unit: int, on: date) -> Iterator[Objection]:
    version = register.unit(unit, on=on)
    latest = register.later_days_of_unit(unit, on=on)
    if version is not None and version.since == on:
        latest = on
    elif version is not None and latest is None and version.until is not None:
        latest = version.until
    if latest is not None:
        yield objection("unit.later", unit=unit, latest=latest)


def _free_to_move(register: Register, unit: int, on: date) -> Iterator[Objection]:
    for place in register.places_of(unit, on=on):
        if place.since >= on:
            yield objection("unit.later", unit=unit, latest=place.since)
    for spell in register.people_of(unit, on=on):
        latest = register.latest_day(spell.person)
        if latest is not None and latest > on:
            yield objection("record.later", person=spell.person, latest=latest)
    if register.later_spells_of(unit, on=on):
        yield objection("unit.later", unit=unit, latest=on)
    yield from _terms_may_end(register, unit, on)


def _in_order(register: Register, unit: int, parent: int, on: date) -> Iterator[Objection]:
    below, above = register.unit(unit, on=on), register.unit(parent, on=on)
    if below is not None and above is not None:
        yield from tier_order(register, below.tier, above.tier)


@act("unit.found")
class Found(Act):
    """Found a unit under another (the first one under none)."""

    makes = ("unit",)

    unit: UnitId
    title: str
    tier: str
    kind: str
    code: str
    parent: UnitId | None = None
    facts: dict[str, Any] | None = None

    def home(self, register: Register) -> int | None:
        return self.parent

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(title=self.title, code=self.code)
        if register.unit_history(self.unit):
            yield objection("unit.known")
        if register.unit_by_code(self.code, on=self.on) is not None:
            yield objection("unit.code", code=self.code, on=self.on)
        settings = (register.organisation() or ("", {}))[1]
        tiers = list(settings.get("tiers", []))
        if self.tier not in tiers:
            yield objection("unit.tier", tier=self.tier, known=tuple(tiers))
        kinds = list(settings.get("unit_kinds", []))
        if kinds and self.kind not in kinds:
            yield objection("unit.kind", kind=self.kind, known=tuple(kinds))
        yield from values_fit(register.fields("unit"), "unit", self.facts or {})
        if self.parent is None:
            if register.roots(on=self.on):
                yield objection("unit.root")
            return
        yield from unit_stands_on(register, self.parent, on=self.on)
        if (above := register.unit(self.parent, on=self.on)) is not None:
            yield from tier_order(register, self.tier, above.tier)

    def changes(self, register: Register) -> Iterator[Change]:
        yield BeginUnit(
            self.unit, self.on, self.title, self.kind, self.tier, self.parent, self.code, dict(self.facts or {})
        )


@act("unit.rename")
class Rename(Act):
    """Give a unit another name, or another code, from a day."""

    unit: UnitId
    title: str
    code: str | None = None

    def home(self, register: Register) -> int | None:
        return self.unit

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(title=self.title, code=self.code)
        yield from unit_stands(register, self.unit, on=self.on)
        yield from _unaltered_since(register, self.unit, self.on)
        bearer = register.unit_by_code(self.code, on=self.on) if self.code else None
        if bearer is not None and bearer.unit != self.unit:
            yield objection("unit.code", code=self.code, on=self.on)

    def changes(self, register: Register) -> Iterator[Change]:
        unit = register.unit(self.unit, on=self.on)
        assert unit is not None
        yield from next_version(unit, self.on, name=self.title, code=self.code or unit.code)


@act("unit.move")
class Move(Act):
    """Put a unit, with all below it, under another from a day."""

    unit: UnitId
    parent: UnitId

    def home(self, register: Register) -> int | None:
        return shared_above(register, [self.unit, self.parent], self.on)

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from unit_stands(register, self.unit, on=self.on)
        yield from unit_stands_on(register, self.parent, on=self.on)
        yield from _unaltered_since(register, self.unit, self.on)
        if self.unit in register.above_from(self.parent, since=self.on):
            yield objection("unit.cycle", unit=self.unit, parent=self.parent, on=self.on)
        yield from _in_order(register, self.unit, self.parent, self.on)

    def changes(self, register: Register) -> Iterator[Change]:
        unit = register.unit(self.unit, on=self.on)
        assert unit is not None
        yield from next_version(unit, self.on, parent=self.parent)


@act("unit.merge")
class Merge(Act):
    """Merge units into one that stands already: their people, posts and the units below them come under it.

    Offices in the merged units end; transfers to them or from them go on to, or from, the one that stands.
    """

    units: tuple[UnitId, ...]
    into: UnitId

    def home(self, register: Register) -> int | None:
        return shared_above(register, [*self.units, self.into], self.on)

    def impediments(self, register: Register) -> Iterator[Objection]:
        if not self.units:
            yield objection("unit.few")
        yield from unit_stands_on(register, self.into, on=self.on)
        above = register.above_from(self.into, since=self.on)
        for unit in dict.fromkeys(self.units):
            yield from unit_stands(register, unit, on=self.on)
            if unit in above:
                yield objection("unit.cycle", unit=unit, parent=self.into, on=self.on)
            yield from _unaltered_since(register, unit, self.on)
            yield from _free_to_move(register, unit, self.on)
            for child in register.children(unit, on=self.on):
                if child.unit in self.units:
                    yield objection("unit.nested", unit=child.unit, other=unit)
                elif child.unit in above:
                    yield objection("unit.cycle", unit=child.unit, parent=self.into, on=self.on)
                yield from _unaltered_since(register, child.unit, self.on)
                yield from _in_order(register, child.unit, self.into, self.on)

    def changes(self, register: Register) -> Iterator[Change]:
        for unit in dict.fromkeys(self.units):
            for child in register.children(unit, on=self.on):
                yield from next_version(child, self.on, parent=self.into)
            yield from carried_over(register, unit, self.into, self.on)
            for place in register.places_of(unit, on=self.on):
                yield SetPlace(place.subject, self.on, place.label, self.into)
            yield EndUnit(unit, self.on)
            yield Correspond(self.on, unit, self.into, "merge")
        yield from redirected(register, dict.fromkeys(self.units, self.into), self.on)


@act("unit.split")
class Split(Act):
    """Split a unit: a new one beside it takes over the listed people and the listed units below."""

    makes = ("new",)

    unit: UnitId
    new: UnitId
    title: str
    code: str
    people: tuple[PersonId, ...] = ()
    units: tuple[UnitId, ...] = ()

    def home(self, register: Register) -> int | None:
        above = register.unit(self.unit, on=self.on)
        return above.parent if above and above.parent else self.unit

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(title=self.title, code=self.code)
        yield from unit_stands(register, self.unit, on=self.on)
        old = register.unit(self.unit, on=self.on)
        if old is not None and old.parent is None:
            yield objection("unit.root")
        elif old is not None and old.parent is not None:
            yield from unit_stands_on(register, old.parent, on=self.on)
        if register.unit_history(self.new):
            yield objection("unit.known")
        if register.unit_by_code(self.code, on=self.on) is not None:
            yield objection("unit.code", code=self.code, on=self.on)
        at_home = {spell.person: spell for spell in register.people_of(self.unit, on=self.on)}
        for person in self.people:
            if person not in at_home:
                yield objection("unit.listed", person=person, unit=self.unit, on=self.on)
            elif (register.latest_day(person) or self.on) > self.on:
                yield objection("record.later", person=person, latest=register.latest_day(person))
        yield from _terms_may_end(register, self.unit, self.on, set(self.people))
        below = {child.unit for child in register.children(self.unit, on=self.on)}
        for unit in self.units:
            if unit not in below:
                yield objection("unit.none", unit=unit, on=self.on)
            yield from _unaltered_since(register, unit, self.on)

    def changes(self, register: Register) -> Iterator[Change]:
        old = register.unit(self.unit, on=self.on)
        assert old is not None
        yield BeginUnit(self.new, self.on, self.title, old.kind, old.tier, old.parent, self.code, dict(old.facts))
        yield from carried_over(register, self.unit, self.new, self.on, only=set(self.people))
        yield from redirected(register, {self.unit: self.new}, self.on, only=set(self.people))
        for unit in dict.fromkeys(self.units):
            child = register.unit(unit, on=self.on)
            assert child is not None
            yield from next_version(child, self.on, parent=self.new)
        yield Correspond(self.on, self.unit, self.new, "split")
        yield Correspond(self.on, self.unit, self.unit, "split")


@act("unit.dissolve")
class Dissolve(Act):
    """Dissolve a unit in which nobody is at home any more and under which no other stands."""

    unit: UnitId

    def home(self, register: Register) -> int | None:
        return self.unit

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from unit_stands(register, self.unit, on=self.on)
        yield from _unaltered_since(register, self.unit, self.on)
        people = len(register.people_of(self.unit, on=self.on)) + register.later_spells_of(self.unit, on=self.on)
        if people:
            yield objection("unit.people", count=people, unit=self.unit, on=self.on)
        if places := register.places_of(self.unit, on=self.on):
            yield objection("unit.subjects", count=len(places), unit=self.unit, on=self.on)
        if children := register.children(self.unit, on=self.on):
            yield objection("unit.children", count=len(children), unit=self.unit, on=self.on)
        if moving := transfers.of_unit(register, self.unit):
            yield objection("unit.transfers", count=len(moving), unit=self.unit)
        yield from _terms_may_end(register, self.unit, self.on)

    def changes(self, register: Register) -> Iterator[Change]:
        for term in transfers.terms_of_unit(register, self.unit, on=self.on):
            yield EndTerm(term.term, self.on)
        yield EndUnit(self.unit, self.on)


def shared_above(register: Register, units: list[int], on: date) -> int | None:
    """The nearest unit under which all of several stand: its officers may move things between them."""
    chains = [[above.unit for above in register.ancestors(unit, on=on)] for unit in units]
    if not all(chains):
        return next((chain[0] for chain in chains if chain), None)
    return next((unit for unit in chains[0] if all(unit in chain for chain in chains[1:])), None)
