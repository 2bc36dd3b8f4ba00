"""Putting a wrong record right: the old version is superseded, and what was known then can still be asked for."""

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from polity.acts.act import act
from polity.acts.checks import coerced, person_known, values_fit
from polity.acts.people import OfPerson
from polity.register.changes import BeginSpell, Change, NoteEvidence, RemoveSpell, SetFacts
from polity.register.forms import PersonId, UnitId
from polity.register.register import Register
from polity.register.rows import Spell
from polity.words.objections import Objection, objection

STANDINGS = ("sympathiser", "candidate", "member", "former")


@act("record.correct")
class Correct(OfPerson):
    """Replace one spell of a person by what it should have been. `on` is the day of the decision.

    since       the day on which the wrong spell begins
    new_since, new_until, unit, standing: what is right; what is left out stays as it was
    neighbours  let the spell before end where the corrected one now begins, and the one after begin where it ends

    Later spells of the same standing that counted from the same day, as after a transfer, count from the right one.
    """

    person: PersonId
    since: date
    grounds: str
    new_since: date | None = None
    new_until: date | None = None
    unit: UnitId | None = None
    standing: str | None = None
    neighbours: bool = False

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from person_known(register, self.person)
        if not self.grounds.strip():
            yield objection("record.grounds")
        spells = register.spells(self.person)
        if all(spell.since != self.since for spell in spells):
            yield objection("record.spell", person=self.person, since=self.since)
            return
        if self.standing is not None and self.standing not in STANDINGS:
            yield objection("field.value", field="standing", value=self.standing, expected=", ".join(STANDINGS))
        right = sorted(self._corrected(spells), key=lambda spell: spell.since)
        for spell in right:
            if spell.until is not None and spell.until <= spell.since:
                yield objection("record.days", since=spell.since, until=spell.until)
        for before, after in pairwise(right):
            if before.until is None or before.until > after.since:
                yield objection("record.overlap", person=self.person, until=before.until or "no day", since=after.since)
        for spell in right:
            if spell not in spells:
                yield from _stands_throughout(register, spell)

    def _corrected(self, spells: list[Spell]) -> list[Spell]:
        """The spells as they should be, in the order in which they stand."""
        at = next(place for place, spell in enumerate(spells) if spell.since == self.since)
        wrong = spells[at]
        right = self._right(wrong)
        found = [*spells[:at], right, *spells[at + 1 :]]
        if self.neighbours and at and (spells[at - 1].until or right.since) in (wrong.since, right.since):
            found[at - 1] = spells[at - 1]._replace(until=right.since)
        for later in range(at + 1, len(spells)):
            before, spell = spells[later - 1], found[later]
            if before.until != spell.since or (spell.standing, spell.counted_from) != (
                wrong.standing, wrong.counted_from
            ):  # fmt: skip
                break
            if right.standing == wrong.standing:
                found[later] = spell._replace(counted_from=min(right.counted_from, spell.since))
        if self.neighbours and at + 1 < len(spells) and right.until and spells[at + 1].since == wrong.until:
            found[at + 1] = _begun(found[at + 1], right.until)
        return found

    def _right(self, wrong: Spell) -> Spell:
        since = self.new_since or wrong.since
        same = self.standing in (None, wrong.standing)
        kept = wrong.counted_from if same and wrong.counted_from != wrong.since else since
        return wrong._replace(
            since=since,
            until=self.new_until or wrong.until,
            unit=self.unit or wrong.unit,
            standing=self.standing or wrong.standing,
            counted_from=min(kept, since),
            reason=wrong.reason if (self.standing or wrong.standing) == "former" else None,
        )

    def changes(self, register: Register) -> Iterator[Change]:
        spells = register.spells(self.person)
        pairs = zip(spells, self._corrected(spells), strict=True)
        altered = [(was, now) for was, now in pairs if was != now or was.since == self.since]
        for was, _ in altered:
            yield RemoveSpell(self.person, was.since)
        for _, now in altered:
            yield BeginSpell(self.person, now.unit, now.standing, now.since, now.counted_from, now.reason, now.until)


def _begun(spell: Spell, since: date) -> Spell:
    """The same spell, beginning on another day; it counts from then if it counted from its own beginning."""
    counted = since if spell.counted_from == spell.since else min(spell.counted_from, since)
    return spell._replace(since=since, counted_from=counted)


def _stands_throughout(register: Register, spell: Spell) -> Iterator[Objection]:
    until = register.stands_until(spell.unit, since=spell.since)
    if until == spell.since:
        yield objection("unit.none", unit=spell.unit, on=spell.since)
    elif until is not None and (spell.until is None or spell.until > until):
        yield objection("unit.ends", unit=spell.unit, until=until)


type Stretch = tuple[date | None, date | None, Mapping[str, Any], int]


@act("record.correct_facts")
class CorrectFacts(OfPerson):
    """Put right what was recorded of a person from a day on. `on` is the day of the decision.

    since  the day from which the wrong values hold
    facts  what is right; an empty value makes it unknown. What is left out stays as it was

    A wrong value is put right as long as it holds: up to the day on which another was recorded.
    """

    person: PersonId
    since: date
    grounds: str
    facts: dict[str, Any] | None = None

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from person_known(register, self.person)
        if not self.grounds.strip():
            yield objection("record.grounds")
        fields = register.fields("person")
        yield from values_fit(fields, "person", coerced(fields, self.facts or {}))
        stretches = register.facts_history(self.person)
        if all(since != self.since for since, _, _, _ in stretches):
            yield objection("record.facts", person=self.person, since=self.since)
        elif not list(self._corrected(register)):
            yield objection("record.same")

    def _corrected(self, register: Register) -> Iterator[tuple[Stretch, dict[str, Any]]]:
        """Each stretch that changes, with its facts as they should be."""
        values = coerced(register.fields("person"), self.facts or {})
        stretches = [one for one in register.facts_history(self.person) if one[0] and one[0] >= self.since]
        still_wrong = {name: stretches[0][2].get(name) for name in values} if stretches else {}
        ended: date | None = self.since
        for stretch in stretches:
            still_wrong = {
                name: was for name, was in still_wrong.items() if stretch[2].get(name) == was and stretch[0] == ended
            }
            right = {**stretch[2], **{name: values[name] for name in still_wrong}}
            kept = {name: value for name, value in right.items() if value is not None}
            if kept != dict(stretch[2]):
                yield stretch, kept
            ended = stretch[1]

    def changes(self, register: Register) -> Iterator[Change]:
        for (since, until, _, _), facts in list(self._corrected(register)):
            assert since is not None
            yield SetFacts(self.person, since, facts, until)
        for name in coerced(register.fields("person"), self.facts or {}):
            yield NoteEvidence(self.person, name, self.since, self.grounds)
