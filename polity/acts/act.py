"""The shape of an act: particulars as fields, who is competent, what stands in the way, what follows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any, ClassVar, dataclass_transform

from polity.register.changes import Change
from polity.register.register import Register
from polity.words.objections import Objection

ACTS: dict[str, type["Act"]] = {}


@dataclass_transform(kw_only_default=True, frozen_default=True)
def act[T: "Act"](name: str) -> Callable[[type[T]], type[T]]:
    """Give an act the name under which statutes, commands and the journal know it."""

    def named(kind: type[T]) -> type[T]:
        made = dataclass(frozen=True, kw_only=True)(kind)
        made.name = name
        ACTS[name] = made
        return made

    return named


@dataclass(frozen=True, kw_only=True)
class Act:
    """A proposed change. `on` is its day of effect; an act never reads the clock."""

    on: date

    name: ClassVar[str]
    articles: ClassVar[tuple[str, ...]] = ()  # rules of the statutes that the case must satisfy
    tier_rule: ClassVar[str | None] = None  # a rule of the statutes that names the tier at which this is decided
    makes: ClassVar[tuple[str, ...]] = ()  # fields that hold the id of something new; a face makes it up at random
    unseen: ClassVar[tuple[str, ...]] = ()  # fields whose ids may lie outside what one sees: all are answered alike
    founding: ClassVar[bool] = False  # done by whoever keeps the records, before or beside any office

    def home(self, register: Register) -> int | None:
        """The unit whose officers may do this; None where it concerns the whole organisation."""
        return None

    def concerns(self) -> int | None:
        """The subject under whose key the particulars lie, and on whose case the articles are decided."""
        return None

    def own(self) -> int | None:
        """The person who may do this for themselves, in no office; None where only an office may."""
        return None

    def actor(self) -> int | None:
        """The person in whose name an officer does this, who must be that officer; None where the act names nobody."""
        return None

    def dates(self, register: Register) -> Mapping[str, date]:
        """The days that may select the version of the law: applied, decided."""
        return {"decided": self.on}

    def impediments(self, register: Register) -> Iterator[Objection]:
        """What is so and stands in the way, all of it."""
        yield from ()

    def changes(self, register: Register) -> Iterator[Change]:
        """What follows for the register."""
        yield from ()

    def particulars(self) -> Sequence[tuple[int, bytes]]:
        """Further rows of particulars, for a batch: the subject of each and its canonical bytes."""
        return ()

    def plain(self) -> Mapping[str, Any]:
        """The fields that make up the act, for its particulars."""
        return {one.name: getattr(self, one.name) for one in fields(self)}


@dataclass(frozen=True)
class Authority:
    """Who acts, when it is recorded, and where randomness comes from: all passed in, for the kernel has neither.

    operator    who has the data folder open, or the account that is signed in; entered in the journal
    recorded    the moment of recording, ISO
    randomness  gives so many random bytes
    office      the office acted in, such as `secretary`; None for whoever keeps the records
    unit        the unit of that office
    person      who is signed in; must hold the office on the day. None for the operator, who vouches for it
    """

    operator: str
    recorded: str
    randomness: Callable[[int], bytes] = field(repr=False)
    office: str | None = None
    unit: int | None = None
    person: int | None = None


class Refused(Exception):
    """An act that was not entered, with everything that stands in its way. Nothing was changed."""

    def __init__(self, refused: Act, objections: Sequence[Objection]) -> None:
        self.act = refused
        self.objections = tuple(objections)
        super().__init__(f"{refused.name}: " + "; ".join(objection.says for objection in objections))
