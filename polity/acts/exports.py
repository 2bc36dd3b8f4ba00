"""What goes out in files: asked for with a purpose and an end, and by two officers where many people go out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from polity.acts.act import Act, act
from polity.acts.checks import person_known, unit_stands, written
from polity.acts.people import home_of
from polity.register.changes import Change
from polity.register.exports import ApproveExport, Export, MakeExport, SettleDouble, below, export_of, people_in
from polity.register.forms import PersonId, SubjectId, UnitId
from polity.register.register import Register
from polity.words.objections import Objection, objection

FORMS = {"people": ("csv", "xlsx", "jsonl", "popolo"), "units": ("csv", "xlsx", "jsonl", "popolo")}
PEOPLE = (
    "id", "family", "given", "middle", "unit", "standing", "since", "until", "counted_from", "reason", "facts_since",
)  # fmt: skip
UNITS = ("id", "code", "name", "kind", "tier", "parent", "since", "until")
LONGEST = 31  # days that a file is kept at most
ALONE = 100  # people whom one officer exports alone, where the organisation has not said otherwise


def alone(register: Register) -> int:
    """How many people one officer may export without a second one; the organisation's setting `export_alone`."""
    settings = (register.organisation() or ("", {}))[1]
    return int(settings.get("export_alone", ALONE))


def known_columns(register: Register, what: str) -> tuple[str, ...]:
    """The columns that a file may have."""
    own = PEOPLE if what == "people" else UNITS
    kind = "person" if what == "people" else "unit"
    return (*own, *(name for name in register.fields(kind) if name not in own))


@dataclass(frozen=True, kw_only=True)
class _Making(Act):
    """What both ways to an export have in common."""

    makes = ("export",)

    export: SubjectId
    what: str
    form: str
    purpose: str
    expires: date
    columns: tuple[str, ...] = ()  # none: all of them

    def _stands_in_the_way(self, register: Register) -> Iterator[Objection]:
        yield from written(purpose=self.purpose)
        if export_of(register.cursor, self.export) is not None:
            yield objection("export.known")
        if self.what not in FORMS:
            yield objection("export.what", what=self.what, known=tuple(FORMS))
            return
        known = known_columns(register, self.what)
        for column in self.columns:
            if column not in known:
                yield objection("export.columns", column=column, known=known)

    def _made(self, register: Register, unit: int | None, owner: int | None, people: int, approved: bool) -> MakeExport:
        columns = self.columns or known_columns(register, self.what)
        return MakeExport(
            self.export, self.what, unit, self.form, self.purpose, tuple(columns), people, owner, self.on, self.expires,
            approved,
        )  # fmt: skip


@act("export.make")
class Make(_Making):
    """Ask for a file of the people or the units of a part of the tree, for a purpose and until a day."""

    unit: UnitId
    owner: PersonId  # who asks for it, and alone may take the file away

    def home(self, register: Register) -> int | None:
        return self.unit

    def actor(self) -> int | None:
        return self.owner

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from self._stands_in_the_way(register)
        yield from unit_stands(register, self.unit, on=self.on)
        yield from person_known(register, self.owner)
        if self.what in FORMS and self.form not in FORMS[self.what]:
            yield objection("export.form", form=self.form, what=self.what, known=FORMS[self.what])
        latest = self.on + timedelta(days=LONGEST)
        if not self.on <= self.expires <= latest:
            yield objection("export.expiry", expires=self.expires, latest=latest)
        if self.what == "people" and not self._people(register):
            yield objection("export.nobody", unit=self.unit, on=self.on)

    def _people(self, register: Register) -> Sequence[int]:
        return people_in(register.cursor, below(register.cursor, self.unit, on=self.on), on=self.on)

    def changes(self, register: Register) -> Iterator[Change]:
        people = len(self._people(register)) if self.what == "people" else 0
        yield self._made(register, self.unit, self.owner, people, people <= alone(register))


@act("export.hand_out")
class HandOut(_Making):
    """Write a file as whoever keeps the records, in no office. It lies where they put it, and is theirs to guard."""

    founding = True

    people: int

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from self._stands_in_the_way(register)

    def changes(self, register: Register) -> Iterator[Change]:
        yield self._made(register, None, None, self.people, True)


@act("export.approve")
class Approve(Act):
    """Let an export of many people go ahead, as a second officer."""

    export: SubjectId
    second: PersonId

    def home(self, register: Register) -> int | None:
        found = export_of(register.cursor, self.export)
        return found.unit if found else None

    def actor(self) -> int | None:
        return self.second

    def impediments(self, register: Register) -> Iterator[Objection]:
        found = export_of(register.cursor, self.export)
        if found is None:
            yield objection("export.none")
            return
        yield from person_known(register, self.second)
        yield from self._of(found)

    def _of(self, found: Export) -> Iterator[Objection]:
        if found.approved:
            yield objection("export.approved")
        if found.owner == self.second:
            yield objection("export.same_person", people=found.people)
        if found.expires < self.on:
            yield objection("export.expired", expires=found.expires)

    def changes(self, register: Register) -> Iterator[Change]:
        yield ApproveExport(self.export, self.second)


@act("duplicate.settle")
class Settle(Act):
    """Decide whether two records that look like one person are of one."""

    person: PersonId
    other: PersonId
    same: bool
    grounds: str

    def home(self, register: Register) -> int | None:
        """The lowest unit that stands over both."""
        homes = [home_of(register, one, self.on) for one in (self.person, self.other)]
        if homes[0] is None or homes[1] is None:
            return homes[0] or homes[1]
        above = {unit.unit for unit in register.ancestors(homes[1], on=self.on)}
        return next((unit.unit for unit in register.ancestors(homes[0], on=self.on) if unit.unit in above), None)

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(grounds=self.grounds)
        yield from person_known(register, self.person)
        yield from person_known(register, self.other)
        if self.person == self.other:
            yield objection("duplicate.order")

    def changes(self, register: Register) -> Iterator[Change]:
        first, second = sorted((self.person, self.other))
        yield SettleDouble(first, second, self.same, self.grounds, self.on)
