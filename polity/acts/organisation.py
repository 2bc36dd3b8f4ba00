"""Founding an organisation and saying what its register holds."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from polity.acts.act import Act, act
from polity.acts.checks import written
from polity.register.changes import Change, DeclareField, DeclareKind, SetOrganisation
from polity.register.register import Register
from polity.words.objections import Objection, objection
from polity.words.reserved import reserved

TYPES = ("code", "bool", "date", "int", "money", "subject", "list", "text")


@act("organisation.found")
class Found(Act):
    """Found the organisation: its name, its tiers from the top down, and the kinds of its units."""

    founding = True

    organisation: str
    tiers: tuple[str, ...]
    kinds: tuple[str, ...] = ()
    demonstration: bool = False
    today: date | None = None  # a demonstration stands on a day of its own

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(
            organisation=self.organisation, **{f"tier {at}": tier for at, tier in enumerate(self.tiers, 1)}
        )
        if register.organisation() is not None:
            yield objection("organisation.founded")

    def changes(self, register: Register) -> Iterator[Change]:
        settings: dict[str, Any] = {
            "tiers": list(self.tiers),
            "unit_kinds": list(self.kinds),
            "founded": self.on.isoformat(),
            "demonstration": self.demonstration,
            "today": self.today.isoformat() if self.today else None,
        }
        yield SetOrganisation(self.organisation, settings)
        yield DeclareKind("person", "Person")
        yield DeclareKind("unit", "Unit")


@act("organisation.declare")
class Declare(Act):
    """Declare a kind of subject, or an attribute that subjects of a kind may have.

    options  for a code `{"values": [...]}`, for a whole number or money `{"range": [low, high]}`
    purpose  why the organisation keeps it: shown to whoever it is about
    """

    kind: str
    label: str
    field: str | None = None
    type: str = "text"
    options: dict[str, Any] | None = None
    purpose: str = ""

    def impediments(self, register: Register) -> Iterator[Objection]:
        kinds = register.kinds()
        yield from written(label=self.label, kind=self.kind)
        if self.field is None:
            if self.kind in ("person", "unit"):
                yield objection("kind.known", kind=self.kind)
            return
        if self.kind not in kinds:
            yield objection("kind.none", kind=self.kind)
        if self.type not in TYPES:
            yield objection("field.value", field="type", value=self.type, expected=", ".join(TYPES))
        yield from self._options()
        if not self.field.isidentifier() or self.field != self.field.lower():
            yield objection("field.value", field="field", value=self.field, expected="small letters, digits and _")
        elif reserved(self.field):
            yield objection("field.reserved", field=self.field)
        before = register.fields(self.kind).get(self.field)
        if before is not None and before.type != self.type:
            yield objection("field.clash", kind=self.kind, field=self.field, type=before.type)
        elif before is not None and self.type == "code":
            kept = (self.options or {}).get("values", [])
            before_it = before.options.get("values", []) if isinstance(kept, list) else []
            if missing := [value for value in before_it if value not in kept]:
                yield objection("field.narrowed", kind=self.kind, field=self.field, missing=missing)

    def _options(self) -> Iterator[Objection]:
        options = self.options or {}
        values, bounds = options.get("values", []), options.get("range", [0, 0])
        if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
            yield objection("field.value", field="values", value=values, expected="words in a list")
        whole = isinstance(bounds, list) and [type(bound) for bound in bounds] == [int, int]
        if not whole or bounds[0] > bounds[1]:
            yield objection(
                "field.value", field="range", value=bounds, expected="the least and the largest whole number"
            )

    def changes(self, register: Register) -> Iterator[Change]:
        if self.field is None:
            yield DeclareKind(self.kind, self.label)
        else:
            yield DeclareField(self.kind, self.field, self.label, self.type, self.options or {}, self.purpose)
