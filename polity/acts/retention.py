"""For how long after leaving what is recorded of people is kept, and making it unknown when that time is over."""

from collections.abc import Iterator

from polity.acts.act import Act, act
from polity.acts.checks import unit_stands
from polity.acts.people import residue
from polity.acts.rights import settled
from polity.register import rights
from polity.register.changes import Change, Erase
from polity.register.forms import UnitId
from polity.register.register import Register
from polity.register.rights import IDENTITY, ExpireFacts
from polity.words.objections import Objection, objection

MOST = 500  # people whose time is over that one act takes; the next act takes the next


@act("organisation.retain")
class Retain(Act):
    """Say for how many months after leaving a field is kept; `identity` is the person at all.

    Fields are kept no longer than the identity: what the journal holds of a person lies under one key, which goes with
    the person. Without a number of months a field is kept as long as the identity, and the identity without end.
    """

    field: str
    months: int | None = None

    def impediments(self, register: Register) -> Iterator[Objection]:
        known = (IDENTITY, *register.fields("person"))
        if self.field not in known:
            yield objection("field.none", kind="person", field=self.field, known=known)
        if self.months is not None and not 0 <= self.months <= 1200:
            yield objection("retain.months", field=self.field, months=self.months)
        after = self._after(register)
        identity = after.get(IDENTITY)
        for field, months in after.items():
            if identity is None or months > identity:
                shown = "a time without end" if identity is None else f"{identity} months"
                yield objection("retain.longer", field=field, months=months, identity=shown)

    def _after(self, register: Register) -> dict[str, int]:
        after = {name: months for name, months in rights.retention(register).items() if name != self.field}
        return after if self.months is None else {**after, self.field: self.months}

    def changes(self, register: Register) -> Iterator[Change]:
        yield settled(register, retention=self._after(register))


@act("record.expire")
class Expire(Act):
    """Let what is kept longer than the organisation says become unknown, for people who left: at most 500 at a time.

    Fields go from every day and from all that was known before. Whoever is not to be kept at all is erased.

    unit  only for those at home in this unit or below it
    """

    unit: UnitId | None = None

    def home(self, register: Register) -> int | None:
        return self.unit

    def impediments(self, register: Register) -> Iterator[Objection]:
        if self.unit is not None:
            yield from unit_stands(register, self.unit, on=self.on)
        if not rights.over(register, on=self.on, unit=self.unit, most=1):
            yield objection("expire.none", on=self.on)

    def changes(self, register: Register) -> Iterator[Change]:
        for one in rights.over(register, on=self.on, unit=self.unit, most=MOST):
            if one.wholly:
                yield Erase(one.person, residue(register, one.person))
            else:
                yield ExpireFacts(one.person, one.fields)
