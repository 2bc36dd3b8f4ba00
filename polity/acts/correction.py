"""Putting a wrong record right: the old version is superseded, and what was known then can still be asked for."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from polity.acts.act import act
from polity.acts.checks import person_known
from polity.acts.people import OfPerson
from polity.register.changes import BeginSpell, Change, RemoveSpell
from polity.register.forms import PersonId, UnitId
from polity.register.register import Register
from polity.register.rows import Spell
from polity.words.objections import Objection, objection


@act("record.correct")
class Correct(OfPerson):
    """Replace one spell of a person by what it should have been. `on` is the day of the decision.

    since      the day on which the wrong spell begins
    new_since, new_until, unit, standing: what is right; what is left out stays as it was
    """

    person: PersonId
    since: date
    grounds: str
    new_since: date | None = None
    new_until: date | None = None
    unit: UnitId | None = None
    standing: str | None = None

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from person_known(register, self.person)
        if not self.grounds.strip():
            yield objection("record.grounds")
        spells = register.spells(self.person)
        if all(spell.since != self.since for spell in spells):
            yield objection("record.spell", person=self.person, since=self.since)
            return
        if self.standing is not None and self.standing not in ("sympathiser", "candidate", "member", "former"):
            yield objection(
                "field.value", field="standing", value=self.standing, expected="sympathiser, candidate, member, former"
            )
        right = self._corrected(spells)
        for spell in right:
            if spell.until is not None and spell.until <= spell.since:
                yield objection("record.days", since=spell.since, until=spell.until)
        for before, after in pairwise(right):
            if before.until is None or before.until > after.since:
                yield objection("record.overlap", person=self.person, until=before.until or "no day", since=after.since)
        new = next(spell for spell in right if spell.since == (self.new_since or self.since))
        until = register.stands_until(new.unit, since=new.since)
        if until == new.since:
            yield objection("unit.none", unit=new.unit, on=new.since)
        elif until is not None and (new.until is None or new.until > until):
            yield objection("unit.ends", unit=new.unit, until=until)

    def _corrected(self, spells: list[Spell]) -> list[Spell]:
        return sorted(
            (self._right(spell) if spell.since == self.since else spell for spell in spells),
            key=lambda spell: spell.since,
        )

    def _right(self, wrong: Spell) -> Spell:
        since = self.new_since or wrong.since
        kept = wrong.counted_from if self.standing is None and wrong.counted_from != wrong.since else since
        return wrong._replace(
            since=since,
            until=self.new_until or wrong.until,
            unit=self.unit or wrong.unit,
            standing=self.standing or wrong.standing,
            counted_from=min(kept, since),
            reason=wrong.reason if (self.standing or wrong.standing) == "former" else None,
        )

    def changes(self, register: Register) -> Iterator[Change]:
        wrong = next(spell for spell in register.spells(self.person) if spell.since == self.since)
        right = self._right(wrong)
        yield RemoveSpell(self.person, self.since)
        yield BeginSpell(
            self.person, right.unit, right.standing, right.since, right.counted_from, right.reason, right.until
        )
