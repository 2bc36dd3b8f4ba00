"""The steps by which an organisation is founded: the same at the prompt and in the browser."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from typing import Any

from polity.access.secrets import digest
from polity.acts import Act, Authority, accounts, enact, organisation, record, statutes, units
from polity.journal.entries import Receipt
from polity.readings.house import House, Scope
from polity.register.batch import Batch, Offices, People, Spells
from polity.register.forms import PersonId, SubjectId, UnitId
from polity.words import ids

PURPOSE = "The organisation counts by it, and its rules may read it."
FIELDS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("sex", "Sex", "code", {"values": ["female", "male", "other"]}),
    ("born", "Born", "date", {}),
    ("occupation", "Present occupation", "text", {}),
    ("workplace", "Place of work", "text", {}),
    ("education", "Education", "code", {"values": ["none", "elementary", "secondary", "higher"]}),
    ("nationality", "Nationality", "text", {}),
    ("languages", "Languages", "list", {}),
    ("months_owed", "Months of dues owed", "int", {"range": [0, 600]}),
    ("extension_months", "Months by which the candidate period was prolonged", "int", {"range": [0, 120]}),
)


@dataclass(frozen=True)
class Plan:
    """An organisation to be founded. `tiers` from the top down; the first unit is of the first of them."""

    organisation: str
    tiers: Sequence[str]
    family: str
    given: str
    statute: str
    text: str
    kinds: Sequence[str] = ()
    office: str = "secretary"
    title: str = ""  # of the first unit; the organisation's name where it is empty
    code: str = "1"


@dataclass(frozen=True)
class Founding:
    """A plan with the ids of what is new in it."""

    plan: Plan
    day: date
    root: int
    person: int
    term: int

    def steps(self) -> Iterator[Act]:
        """The acts, in order. The last adopts the statute: without one, a founding was begun and not finished."""
        plan, day, top = self.plan, self.day, self.plan.tiers[0]
        yield organisation.Found(
            on=day, organisation=plan.organisation, tiers=tuple(plan.tiers), kinds=tuple(plan.kinds)
        )
        for name, label, kind, options in FIELDS:
            yield organisation.Declare(
                on=day, kind="person", label=label, field=name, type=kind, options=options, purpose=PURPOSE
            )
        title = plan.title or plan.organisation
        yield units.Found(on=day, unit=UnitId(self.root), title=title, tier=top, kind=top, code=plan.code)
        yield record.AsFound(on=day, batch=self._first())
        yield statutes.Adopt(on=day, statute=plan.statute, text=plan.text)

    def _first(self) -> Batch:
        plan = self.plan
        return Batch(
            label="The first officer",
            people=People([self.person], [plan.family], [plan.given], [""]),
            spells=Spells([self.person], [self.root], ["member"], [self.day], [None], [self.day], [None]),
            offices=Offices([self.term], [plan.office], [self.root], [self.person], [self.day], [None]),
        )


def founding(plan: Plan, day: date, draw: Callable[[int], bytes]) -> Founding:
    """A plan with ids drawn for it."""
    root, person, term = (ids.of_bytes(draw(8)) for _ in range(3))
    return Founding(plan, day, root, person, term)


def found(begun: Founding, house: House, by: Authority) -> None:
    """Found an organisation, step by step. Raises Refused."""
    for step in begun.steps():
        enact(step, by=by, database=house.database)


def invite(house: House, person: int, secret: str, by: Authority, *, day: date) -> Receipt:
    """Whoever keeps the records invites somebody. Raises Refused."""
    number = ids.of_bytes(by.randomness(8))
    act = accounts.Open(on=day, person=PersonId(person), account=SubjectId(number), invitation=digest(secret))
    return enact(act, by=by, database=house.database)


def cut_off(house: House) -> bool:
    """Whether an earlier founding was begun and not finished."""
    with house.register(scope=Scope(day=date.min, whole=True)) as register:
        return register.organisation() is not None and not register.statutes()


def templates() -> list[str]:
    """The names of the first statutes that one can begin with."""
    folder = files("polity.statutes.templates")
    return sorted(file.name.removesuffix(".yaml") for file in folder.iterdir() if file.name.endswith(".yaml"))
