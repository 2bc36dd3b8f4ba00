"""What a text of law says, part by part: statutes and reforms as they were written, before they are put together."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from polity.statutes.faults import Spot
from polity.statutes.language import Part
from polity.statutes.loading import Text, Value

NOWHERE = Spot()
KINDS = ("code", "int", "bool", "date", "money")
SHAPES = ("all_of", "first_of", "formula", "scale")
FORECASTS = ("key", "rate", "refuse")


@dataclass(frozen=True)
class Expression:
    """A piece of the language. Two are equal if they differ in spacing only."""

    canonical: str
    text: Text = field(compare=False)
    tree: Part = field(compare=False)

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True)
class Fact:
    """A fact of a case, as the register gives it.

    `low` and `high` bound it: whole numbers for int, minor units for money, day numbers (ordinals) for dates.
    A value outside them, or a code that is not declared, counts as unknown.
    """

    name: str
    kind: str  # one of KINDS
    values: tuple[str, ...] = ()
    low: int = 0
    high: int = 0
    forecast: str = "refuse"  # key: a forecast is made once per value; rate: drawn; refuse: no forecast can use it
    missing: int | str | bool | None = None  # taken where the register has nothing; dates as ordinals
    never: bool = False  # a case without it cannot be decided
    unit: str = ""
    label: str = ""
    place: Spot = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Written:
    """A value of a parameter as written: from a day, for one key ('' if the parameter has no keys)."""

    key: str
    since: date | None
    value: Value
    source: str = ""
    status: str = ""
    place: Spot = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Param:
    """A dated parameter: a number, date, code, truth or scale that a reform can set."""

    name: str
    kind: str  # one of KINDS, or scale
    by: str = ""  # the fact or rule whose value selects the cell
    values: tuple[str, ...] = ()
    written: tuple[Written, ...] = ()
    unit: str = ""
    title: str = ""
    place: Spot = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Exemption:
    """An exception attached to a clause: where it holds, the clause does not apply."""

    id: str
    when: Expression
    say: str = ""
    source: str = ""
    status: str = ""
    since: date | None = None
    until: date | None = None
    place: Spot = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Clause:
    """One clause of a rule: a need, a when with its then, an otherwise, a formula or a scale."""

    id: str
    kind: str  # need, when, otherwise, formula, scale
    test: Expression | None = None  # what is needed, or when it applies
    then: Expression | None = None  # the value; the base of a scale
    table: str = ""  # the parameter of a scale
    say: str = ""
    remedy: str = ""
    exemptions: tuple[Exemption, ...] = ()
    source: str = ""
    status: str = ""
    since: date | None = None
    until: date | None = None
    place: Spot = field(default=NOWHERE, compare=False)

    @property
    def text(self) -> str:
        """The clause in its own words."""
        if self.kind == "when":
            return f"when {self.test} then {self.then}"
        if self.kind == "scale":
            return f"scale of {self.then} by {self.table}"
        return str(self.test if self.kind == "need" else self.then)


@dataclass(frozen=True)
class Rule:
    """A rule: its shape, its clauses in order, and the date of a case that selects the version of the law."""

    name: str
    shape: str  # one of SHAPES
    clauses: tuple[Clause, ...]
    governed_by: str = ""
    values: tuple[str, ...] = ()  # the codes it may give
    title: str = ""
    source: str = ""
    status: str = ""
    place: Spot = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Power:
    """Who may do an act, from a day: the offices, and the tier whose confirmation it needs."""

    act: str
    offices: tuple[str, ...]
    tier: str | None
    since: date | None
    source: str = ""
    status: str = ""
    place: Spot = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Sections:
    """The declarations a statute makes, or a reform adds."""

    facts: dict[str, Fact] = field(default_factory=dict)
    lists: dict[str, tuple[str, ...]] = field(default_factory=dict)
    params: dict[str, Param] = field(default_factory=dict)
    rules: dict[str, Rule] = field(default_factory=dict)
    powers: tuple[Power, ...] = ()


@dataclass(frozen=True)
class Statute:
    """A statute: the law for one kind of subject."""

    name: str
    subject: str
    sections: Sections
    title: str = ""
    since: date | None = None
    source: str = ""
    status: str = ""
    status_note: str = ""
    document: str = ""
    place: Spot = field(default=NOWHERE, compare=False)

    @property
    def called(self) -> str:
        """How a source names it: by its title, or by its name."""
        return self.title or self.name


@dataclass(frozen=True)
class Pilot:
    """The scope of a reform on trial: the units, and the day on which belonging to them is looked up."""

    reform: str
    units: tuple[str, ...]
    frozen_at: date | None  # None: membership on the day of the case, not frozen


@dataclass(frozen=True)
class Operation:
    """One thing a reform does. Which fields are filled depends on `op`."""

    op: str  # set, add, replace, repeal, except
    target: str  # a parameter, rule or act
    kind: str  # param, rule or competence
    clause: str = ""  # the id of the clause it changes
    before: str = ""  # an added clause stands before this one
    new: Clause | None = None
    exemption: Exemption | None = None
    written: tuple[Written, ...] = ()
    power: Power | None = None
    place: Spot = field(default=NOWHERE, compare=False)


@dataclass(frozen=True)
class Reform:
    """A dated list of changes to statutes, for everybody or for the units of a trial."""

    name: str
    since: date
    until: date | None = None
    adopted: date | None = None
    statute: str = ""
    subject: str = ""
    pilot: Pilot | None = None
    after: tuple[str, ...] = ()
    operations: tuple[Operation, ...] = ()
    sections: Sections = field(default_factory=Sections)
    title: str = ""
    source: str = ""
    status: str = ""
    status_note: str = ""
    document: str = ""
    place: Spot = field(default=NOWHERE, compare=False)

    @property
    def called(self) -> str:
        """How a source names it: its title or name, and the day it was adopted."""
        name = self.source or self.title or self.name
        return f"{name}, {self.adopted.isoformat()}" if self.adopted else name
