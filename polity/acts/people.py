"""People and other subjects: who they are, what is recorded of them, who keeps contact, and their erasure."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from polity.acts.act import Act, act
from polity.acts.checks import coerced, in_standing, person_known, unit_stands_on, values_fit, written
from polity.register.changes import (
    BeginSpell,
    Change,
    Erase,
    NewSubject,
    NoteEvidence,
    SetContact,
    SetFacts,
    SetName,
    SetPlace,
)
from polity.register.forms import PersonId, SubjectId, UnitId
from polity.register.links import BeginContact
from polity.register.register import Register
from polity.register.tables import KEPT, REGISTER
from polity.words.objections import Objection, objection


def home_of(register: Register, person: int, on: date) -> int | None:
    """The unit at which a person is at home on a day."""
    spell = register.spell(person, on=on)
    return spell.unit if spell else None


class OfPerson(Act):
    """An act about one person: done where they are at home, its particulars under their key."""

    person: PersonId

    def home(self, register: Register) -> int | None:
        return home_of(register, self.person, self.on)

    def concerns(self) -> int | None:
        return self.person


@act("person.record")
class Record(Act):
    """Enter somebody in the register of a unit as a sympathiser."""

    makes = ("person",)

    person: PersonId
    unit: UnitId
    family: str
    given: str
    middle: str = ""
    facts: dict[str, Any] | None = None

    def home(self, register: Register) -> int | None:
        return self.unit

    def concerns(self) -> int | None:
        return self.person

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(family=self.family)
        if register.kind_of(self.person) is not None:
            yield objection("person.known")
        yield from unit_stands_on(register, self.unit, on=self.on)
        fields = register.fields("person")
        yield from values_fit(fields, "person", coerced(fields, self.facts or {}))

    def changes(self, register: Register) -> Iterator[Change]:
        yield NewSubject(self.person, "person")
        yield SetName(self.person, self.family, self.given, self.middle)
        yield BeginSpell(self.person, self.unit, "sympathiser", self.on, self.on)
        facts = coerced(register.fields("person"), self.facts or {})
        yield SetFacts(self.person, self.on, {name: value for name, value in facts.items() if value is not None})


@act("person.amend")
class Amend(OfPerson):
    """Change what is recorded of a person from a day on; an empty value makes it unknown again.

    A name is put right or changed as a whole; names are not dated. What is left out stays as it was.
    """

    person: PersonId
    facts: dict[str, Any] | None = None
    evidence: str | None = None  # on what it rests; nothing for what is only declared
    family: str | None = None
    given: str | None = None
    middle: str | None = None

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from person_known(register, self.person)
        fields = register.fields("person")
        yield from values_fit(fields, "person", coerced(fields, self.facts or {}))
        if self.facts:
            yield from facts_unaltered_after(register, self.person, self.on)
        if self._renames() and register.kind_of(self.person) == "person":
            if register.name(self.person) is None:
                yield objection("person.erased", person=self.person)
            if self.family is not None and not self.family.strip():
                yield objection("field.value", field="family", value=self.family, expected="a name")

    def _renames(self) -> bool:
        return any(part is not None for part in (self.family, self.given, self.middle))

    def changes(self, register: Register) -> Iterator[Change]:
        if self._renames():
            before = register.name(self.person)
            assert before is not None
            new = (self.family, self.given, self.middle)
            yield SetName(self.person, *(was if now is None else now for was, now in zip(before, new, strict=True)))
        if not self.facts:
            return
        values = coerced(register.fields("person"), self.facts)
        yield SetFacts(self.person, self.on, merged(register.facts(self.person, on=self.on), values))
        for name in values:
            yield NoteEvidence(self.person, name, self.on, self.evidence or "declared")


def merged(before: Mapping[str, Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """Facts with some of them changed; None takes one away, which makes it unknown."""
    return {name: value for name, value in {**before, **values}.items() if value is not None}


def facts_unaltered_after(register: Register, subject: int, on: date) -> Iterator[Objection]:
    """No later change of the subject's facts is on record."""
    history = register.facts_history(subject)
    changes = [day for since, until, _, _ in history for day in (since, until) if day is not None and day > on]
    if changes:
        yield objection("record.later", person=subject, latest=max(changes))


@act("person.contact")
class Contact(OfPerson):
    """How a person can be reached. Kept apart; erased with the person."""

    person: PersonId
    details: dict[str, Any]

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from person_known(register, self.person)

    def changes(self, register: Register) -> Iterator[Change]:
        yield SetContact(self.person, self.details)


@act("sympathiser.assign")
class Assign(OfPerson):
    """Assign a member or candidate to keep contact with a sympathiser."""

    person: PersonId
    contact: PersonId

    def impediments(self, register: Register) -> Iterator[Objection]:
        spell = register.spell(self.person, on=self.on)
        if spell is None or spell.standing != "sympathiser":
            yield from in_standing(register, self.person, on=self.on, needed=("sympathiser",))
        keeper = register.spell(self.contact, on=self.on)
        if keeper is None or keeper.standing not in ("member", "candidate"):
            yield objection("contact.member", contact=self.contact, on=self.on)
        latest = register.contact_since(self.person)
        if latest is not None and latest >= self.on:
            yield objection("contact.later", person=self.person, latest=latest)

    def changes(self, register: Register) -> Iterator[Change]:
        yield BeginContact(self.person, self.contact, self.on)


@act("person.erase")
class EraseAct(Act):
    """Erase a person: name, contact data, evidence and identifying facts go; spells without a name still count.

    The key of the person is destroyed: what the journal keeps of them can never be read again, and it still verifies.
    """

    founding = True

    person: PersonId
    grounds: str

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from person_known(register, self.person)
        if register.kind_of(self.person) == "person" and register.name(self.person) is None:
            yield objection("person.erased", person=self.person)

    def changes(self, register: Register) -> Iterator[Change]:
        yield Erase(self.person, residue(register, self.person))


IDENTIFYING = ("workplace", "languages")


def residue(register: Register, person: int) -> dict[str, Any]:
    """What stays of an erased person: spells and the facts that are counted, a birthday cut to its year."""
    register.cursor.execute("SELECT entry FROM subject WHERE subject = %s", [person])
    kept: dict[str, Any] = {"entry": register.cursor.fetchall()[0][0]}
    for table, column in KEPT.items():
        for stored in (table, f"{table}_past"):
            register.cursor.execute(
                f"SELECT to_jsonb(t) FROM {stored} t WHERE {column} = %s ORDER BY t::text",
                [person],
            )
            kept[stored] = [row[0] for row in register.cursor.fetchall()]
    for stored in ("facts", "facts_past"):
        for row in kept[stored]:
            row["facts"] = {name: value for name, value in row["facts"].items() if name not in IDENTIFYING}
            if "born" in row["facts"]:
                row["facts"]["born"] = row["facts"]["born"][:4] + "-01-01"
    for of in REGISTER:
        for row in (*kept.get(of.name, ()), *kept.get(f"{of.name}_past", ())):
            row |= dict.fromkeys(of.emptied)
    return kept


@act("subject.declare")
class Declare(Act):
    """Enter a subject that is not a person: a post, an enterprise, a holding."""

    makes = ("subject",)

    subject: SubjectId
    kind: str
    label: str
    unit: UnitId
    facts: dict[str, Any] | None = None

    def home(self, register: Register) -> int | None:
        return self.unit

    def impediments(self, register: Register) -> Iterator[Objection]:
        if register.kind_of(self.subject) is not None:
            yield objection("subject.known")
        if self.kind in ("person", "unit") or self.kind not in register.kinds():
            yield objection("kind.none", kind=self.kind)
        yield from unit_stands_on(register, self.unit, on=self.on)
        fields = register.fields(self.kind)
        yield from values_fit(fields, self.kind, coerced(fields, self.facts or {}))

    def changes(self, register: Register) -> Iterator[Change]:
        yield NewSubject(self.subject, self.kind)
        yield SetPlace(self.subject, self.on, self.label, self.unit)
        yield SetFacts(self.subject, self.on, merged({}, coerced(register.fields(self.kind), self.facts or {})))


@act("subject.amend")
class AmendSubject(Act):
    """Change what is recorded of a subject that is not a person, from a day on."""

    subject: SubjectId
    facts: dict[str, Any]

    def home(self, register: Register) -> int | None:
        place = register.place(self.subject, on=self.on)
        return place.unit if place else None

    def concerns(self) -> int | None:
        return self.subject

    def impediments(self, register: Register) -> Iterator[Objection]:
        kind = register.kind_of(self.subject)
        if kind is None or kind == "person":
            yield objection("subject.none", subject=self.subject)
            return
        fields = register.fields(kind)
        yield from values_fit(fields, kind, coerced(fields, self.facts))
        yield from facts_unaltered_after(register, self.subject, self.on)

    def changes(self, register: Register) -> Iterator[Change]:
        values = coerced(register.fields(register.kind_of(self.subject) or ""), self.facts)
        yield SetFacts(self.subject, self.on, merged(register.facts(self.subject, on=self.on), values))
