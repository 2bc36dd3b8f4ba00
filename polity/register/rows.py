"""What the register answers with."""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple


class Spell(NamedTuple):
    """A stretch of days of one person's standing in one unit: since <= day < until; until None is open."""

    person: int
    unit: int
    standing: str
    since: date
    until: date | None
    counted_from: date
    reason: str | None
    entry: int


class UnitVersion(NamedTuple):
    """A unit as it stands on some days."""

    unit: int
    name: str
    kind: str
    tier: str
    parent: int | None
    code: str
    facts: Mapping[str, Any]
    since: date
    until: date | None
    entry: int


class Term(NamedTuple):
    """A person's term in an office of a unit."""

    term: int
    office: str
    unit: int
    person: int
    since: date
    until: date | None
    entry: int


class Application(NamedTuple):
    """Somebody's way into membership: applied, decided by the branch, confirmed above, or ended otherwise."""

    application: int
    person: int
    unit: int
    applied: date
    state: str
    state_since: date
    grounds: str | None
    entry: int


class Transfer(NamedTuple):
    """A move that the sending unit has released and the receiving unit has yet to acknowledge."""

    transfer: int
    person: int
    sending: int
    receiving: int
    asked: date
    state: str
    entry: int


class Place(NamedTuple):
    """Where a subject that is not a person belongs on some days."""

    subject: int
    kind: str
    label: str
    unit: int
    since: date
    until: date | None


class Field(NamedTuple):
    """A dated attribute that subjects of a kind may have.

    type     code, bool, date, int, money or text
    options  for a code its values in order, for an int its range
    """

    kind: str
    name: str
    label: str
    type: str
    options: Mapping[str, Any]
    purpose: str
