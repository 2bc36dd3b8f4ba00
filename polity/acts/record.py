"""Recording facts as they were found: older than any statute, or kept elsewhere until now.

Nothing here pretends that a rule approved what was found: no article is asked. What is recorded must still make
sense (days in order, units that stand, values that fit), and it is examined as a whole before a row is written.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from hashlib import blake2b
from itertools import pairwise
from typing import Any

from polity.acts.act import Act, act
from polity.acts.checks import expected, fits
from polity.register import loading
from polity.register.batch import Batch, UnitEvent, UnitRecord
from polity.register.batches import LoadBatch, LoadUnits, unit_rows
from polity.register.changes import Change
from polity.register.register import Register
from polity.words import ids
from polity.words.objections import Objection, objection

STANDINGS = ("sympathiser", "candidate", "member", "former")
MOST = 1_000  # objections listed in full; a batch with more is refused all the same
FOREVER = date.max


def row_of(group: str, at: int, subject: int, inner: Objection) -> Objection:
    """Say in which row of a batch an objection arises."""
    where = f"{group}, row {at + 1} ({ids.show(subject)})"
    return objection("batch.row", inner.article, where=where, says=inner.says, remedy=inner.remedy)


@act("record.as_found")
class AsFound(Act):
    """Record people and other subjects as they were found, with their histories."""

    founding = True

    batch: Batch

    def plain(self) -> Mapping[str, Any]:
        return {"on": self.on, "label": self.batch.label, "sizes": self.batch.sizes(), "digest": self._digest}

    @cached_property
    def _rows(self) -> list[tuple[int, bytes]]:
        return list(loading.particulars(self.batch))

    @cached_property
    def _digest(self) -> str:
        whole = blake2b(digest_size=16)
        for _, text in self._rows:
            whole.update(text)
        return whole.hexdigest()

    def particulars(self) -> Sequence[tuple[int, bytes]]:
        return self._rows

    def impediments(self, register: Register) -> Iterator[Objection]:
        if register.organisation() is None:
            yield objection("organisation.none")
            return
        for at, found in enumerate(self._found(register)):
            if at == MOST:
                return
            yield found

    def _found(self, register: Register) -> Iterator[Objection]:
        yield from self._new(register)
        yield from self._ties(register)
        yield from self._spells(register)
        yield from self._facts(register)
        yield from self._places(register)

    def _new(self, register: Register) -> Iterator[Objection]:
        people = self.batch.people
        known = _known(register, [*people.person, *self.batch.places.subject])
        for at, person in enumerate(people.person) if known else ():
            if person in known:
                yield row_of("people", at, person, objection("person.known"))
        spoilt = any("\0" in "".join(names) for names in (people.family, people.given, people.middle))
        for at, names in enumerate(zip(people.family, people.given, people.middle, strict=True)) if spoilt else ():
            if "\0" in "".join(names):
                yield row_of("people", at, people.person[at], objection("text.letters", where="name", sign="U+0000"))
        known |= set(people.person)
        for at, subject in enumerate(self.batch.places.subject):
            if subject in known:
                yield row_of("places", at, subject, objection("subject.known"))

    def _ties(self, register: Register) -> Iterator[Objection]:
        """Everybody whom a row names is in the batch or on the register, and nobody is tied to themselves."""
        batch = self.batch
        named = {
            "facts": [batch.facts.subject],
            "spells": [batch.spells.person],
            "sponsors": [batch.sponsors.person, batch.sponsors.sponsor],
            "contacts": [batch.contacts.sympathiser, batch.contacts.contact],
            "offices": [batch.offices.person],
            "evidence": [batch.evidence.subject],
        }
        own = {*batch.people.person, *batch.places.subject}
        others = {
            subject for columns in named.values() for column in columns for subject in column if subject not in own
        }
        missing = others - _known(register, list(others)) if others else others
        for group, columns in named.items():
            if len(columns) == 1 and not missing:
                continue
            for at, row in enumerate(zip(*columns, strict=True)):
                for subject in row:
                    if subject in missing:
                        yield row_of(group, at, subject, objection("person.none", person=subject))
                if len(row) == 2 and row[0] == row[1]:
                    yield row_of(group, at, row[0], objection("person.self", person=row[0]))
        for group, (since, until) in {
            "contacts": (batch.contacts.since, batch.contacts.until),
            "offices": (batch.offices.since, batch.offices.until),
        }.items():
            for at, (first, last) in enumerate(zip(since, until, strict=True)):
                if last is not None and last <= first:
                    yield row_of(group, at, named[group][0][at], objection("record.days", since=first, until=last))

    def _spells(self, register: Register) -> Iterator[Objection]:
        spells = self.batch.spells
        standing = Standing(register, spells.unit)
        last_person, last_until = -1, FOREVER
        for at, (person, unit, kind, since, until, counted, _) in enumerate(spells.rows()):
            assert isinstance(person, int) and isinstance(unit, int) and isinstance(since, date)
            end = until if isinstance(until, date) else FOREVER
            if kind not in STANDINGS:
                clash = objection("field.value", field="standing", value=kind, expected=", ".join(STANDINGS))
                yield row_of("spells", at, person, clash)
            if end <= since or (isinstance(counted, date) and counted > since):
                yield row_of("spells", at, person, objection("record.days", since=since, until=end))
            if person == last_person and since < last_until:
                until_word = "no day" if last_until == FOREVER else last_until
                overlap = objection("record.overlap", person=person, until=until_word, since=since)
                yield row_of("spells", at, person, overlap)
            if not standing.throughout(unit, since, end):
                yield row_of("spells", at, person, objection("unit.none", unit=unit, on=since))
            last_person, last_until = person, end

    def _facts(self, register: Register) -> Iterator[Objection]:
        misfits = dict(self._misfits(register))
        last_subject, last_until = -1, FOREVER
        for at, (subject, kind, since, until, text) in enumerate(self.batch.facts.rows()):
            assert isinstance(subject, int) and isinstance(kind, str) and isinstance(text, str)
            assert isinstance(since, date)
            end = until if isinstance(until, date) else FOREVER
            if end <= since:
                yield row_of("facts", at, subject, objection("record.days", since=since, until=end))
            if subject == last_subject and since < last_until:
                yield row_of("facts", at, subject, objection("facts.overlap", until=last_until, since=since))
            last_subject, last_until = subject, end
            if misfits:
                for name, value in json.loads(text).items():
                    if (found := misfits.get((kind, name, str(value)))) is not None:
                        yield row_of("facts", at, subject, found)

    @cached_property
    def _values(self) -> dict[tuple[str, str, str], Any]:
        """Each value of each attribute, once: many people share one."""
        found: dict[tuple[str, str, str], Any] = {}
        for kind, text in zip(self.batch.facts.kind, self.batch.facts.facts, strict=True):
            for name, value in json.loads(text).items():
                found[kind, name, value if isinstance(value, str) else str(value)] = value
        return found

    def _misfits(self, register: Register) -> Iterator[tuple[tuple[str, str, str], Objection]]:
        fields = {kind: register.fields(kind) for kind in set(self.batch.facts.kind)}
        for (kind, name, text), value in self._values.items():
            field = fields[kind].get(name)
            if field is None:
                yield (kind, name, text), objection("field.none", kind=kind, field=name, known=tuple(fields[kind]))
            elif not fits(field, value):
                clash = objection("field.value", field=name, value=value, expected=expected(field))
                yield (kind, name, text), clash

    @cached_property
    def _change(self) -> LoadBatch:
        return LoadBatch(self.batch)

    def prepare(self) -> None:
        """Work out ahead of time what needs no register, such as beside another batch that is being written."""
        _ = self._rows, self._digest, self._values, self._change.tables

    def _places(self, register: Register) -> Iterator[Objection]:
        kinds = register.kinds()
        standing = Standing(register, self.batch.places.unit)
        for at, (subject, kind, _, unit, since, until) in enumerate(self.batch.places.rows()):
            assert isinstance(subject, int) and isinstance(unit, int) and isinstance(since, date)
            if kind not in kinds:
                yield row_of("places", at, subject, objection("kind.none", kind=kind))
            if not standing.throughout(unit, since, until if isinstance(until, date) else FOREVER):
                yield row_of("places", at, subject, objection("unit.none", unit=unit, on=since))

    def changes(self, register: Register) -> Iterator[Change]:
        yield self._change


def _known(register: Register, subjects: list[int]) -> set[int]:
    register.cursor.execute("SELECT subject FROM subject WHERE subject = ANY(%s::bigint[])", [_listed(subjects)])
    return {int(row[0]) for row in register.cursor.fetchall()}


def _listed(numbers: Iterable[int]) -> str:
    # Written out here: the driver takes half a second for a hundred thousand of them.
    return f"{{{','.join(map(str, numbers))}}}"


class Standing:
    """On which days each of some units stands, asked once."""

    def __init__(self, register: Register, units: Sequence[int]) -> None:
        # Never prepared: for so many units the planner must see how many, and read the table once.
        register.cursor.execute(
            "SELECT unit, lower(r), coalesce(upper(r), DATE '9999-12-31') FROM (SELECT unit, unnest(range_agg(valid)) r"
            " FROM unit WHERE unit = ANY(%s::bigint[]) GROUP BY unit) u ORDER BY unit, lower(r)",
            [_listed(set(units))],
            prepare=False,
        )
        self._days: dict[int, list[tuple[date, date]]] = {}
        for unit, since, until in register.cursor.fetchall():
            self._days.setdefault(unit, []).append((since, until))

    def throughout(self, unit: int, since: date, until: date) -> bool:
        """Whether the unit stands on every day from one up to another."""
        stretches = self._days.get(unit, [])
        at = bisect_right(stretches, (since, FOREVER)) - 1
        return at >= 0 and stretches[at][0] <= since and until <= stretches[at][1]


@act("record.units_as_found")
class UnitsAsFound(Act):
    """Record units as they were found: all their versions, and what became of them."""

    founding = True

    label: str
    units: Sequence[UnitRecord]
    events: Sequence[UnitEvent] = ()

    def plain(self) -> Mapping[str, Any]:
        whole = blake2b(digest_size=16)
        for text in self._rows:
            whole.update(text)
        return {"on": self.on, "label": self.label, "versions": len(self.units), "digest": whole.hexdigest()}

    @cached_property
    def _rows(self) -> list[bytes]:
        return unit_rows(self.units, self.events)

    def particulars(self) -> Sequence[tuple[int, bytes]]:
        return [(0, text) for text in self._rows]

    def impediments(self, register: Register) -> Iterator[Objection]:
        organisation = register.organisation()
        if organisation is None:
            yield objection("organisation.none")
            return
        tiers = list(organisation[1].get("tiers", []))
        if not self.units:
            yield objection("unit.few")
        register.cursor.execute("SELECT DISTINCT unit FROM unit WHERE unit = ANY(%s)", [[u.unit for u in self.units]])
        known = {row[0] for row in register.cursor.fetchall()}
        for at, unit in enumerate(self.units):
            if unit.unit in known:
                yield row_of("units", at, unit.unit, objection("unit.known"))
            if unit.tier not in tiers:
                yield row_of("units", at, unit.unit, objection("unit.tier", tier=unit.tier, known=tuple(tiers)))
            if unit.until is not None and unit.until <= unit.since:
                yield row_of("units", at, unit.unit, objection("record.days", since=unit.since, until=unit.until))
        yield from self._parents(register)
        yield from self._codes(register)

    def _parents(self, register: Register) -> Iterator[Objection]:
        own: dict[int, list[UnitRecord]] = {}
        for unit in self.units:
            own.setdefault(unit.unit, []).append(unit)
        for versions in own.values():
            versions.sort(key=lambda version: version.since)
        outside = Standing(register, [u.parent for u in self.units if u.parent is not None and u.parent not in own])
        for at, unit in enumerate(self.units):
            if unit.parent is None:
                continue
            if unit.parent in own:
                if not covered(own[unit.parent], unit.since, unit.until or FOREVER):
                    yield row_of("units", at, unit.unit, objection("unit.none", unit=unit.parent, on=unit.since))
                elif above_itself(unit, own):
                    cycle = objection("unit.cycle", unit=unit.unit, parent=unit.parent, on=unit.since)
                    yield row_of("units", at, unit.unit, cycle)
            elif not outside.throughout(unit.parent, unit.since, unit.until or FOREVER):
                yield row_of("units", at, unit.unit, objection("unit.none", unit=unit.parent, on=unit.since))

    def _codes(self, register: Register) -> Iterator[Objection]:
        register.cursor.execute("SELECT code FROM unit WHERE code = ANY(%s)", [[unit.code for unit in self.units]])
        known = {row[0] for row in register.cursor.fetchall()}
        for at, unit in enumerate(self.units):
            if unit.code in known:
                yield row_of("units", at, unit.unit, objection("unit.code", code=unit.code, on=unit.since))
        places = {id(unit): at for at, unit in enumerate(self.units)}
        for before, after in pairwise(sorted(self.units, key=lambda unit: (unit.code, unit.since))):
            if before.code == after.code and (before.until is None or before.until > after.since):
                clash = objection("unit.code", code=after.code, on=after.since)
                yield row_of("units", places[id(after)], after.unit, clash)
        for before, after in pairwise(sorted(self.units, key=lambda unit: (unit.unit, unit.since))):
            if before.unit == after.unit and (before.until is None or before.until > after.since):
                yield row_of(
                    "units", places[id(after)], after.unit, objection("unit.later", unit=after.unit, latest=after.since)
                )

    def changes(self, register: Register) -> Iterator[Change]:
        yield LoadUnits(self.units, self.events)


def covered(versions: Sequence[UnitRecord], since: date, until: date) -> bool:
    """Whether versions, in order of days, hold every day from one up to another."""
    reached = since
    for version in versions:
        if version.since <= reached < (version.until or FOREVER):
            reached = version.until or FOREVER
        if reached >= until:
            return True
    return reached >= until


def above_itself(unit: UnitRecord, own: Mapping[int, Sequence[UnitRecord]]) -> bool:
    """Whether going up from a unit on its first day comes back to it."""
    at, steps = unit.parent, 0
    while at is not None and at in own and steps < 64:
        if at == unit.unit:
            return True
        version = next((v for v in own[at] if v.since <= unit.since < (v.until or FOREVER)), None)
        at, steps = (version.parent if version else None), steps + 1
    return steps == 64
