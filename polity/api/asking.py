"""Who asks what of whom: the organisation that is asked, and one request, read and within its scope."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from polity.access.tokens import Token
from polity.api import cursors
from polity.api.answers import there, unreadable
from polity.api.limits import Limits
from polity.api.routing import Operation
from polity.readings import people
from polity.readings.house import House, Scope
from polity.readings.sources import Book
from polity.readings.units import found
from polity.words import ids


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Organisation:
    """The organisation that is asked.

    secret  what signs the places where lists go on
    book    what the sources of a demonstration state
    """

    house: House
    name: str
    secret: bytes = field(repr=False)
    today: Callable[[], date] = date.today
    now: Callable[[], datetime] = _now
    book: Book | None = None
    randomness: Callable[[int], bytes] = field(default=os.urandom, repr=False)
    limits: Limits = field(default_factory=Limits, repr=False)


@dataclass(frozen=True)
class Asked:
    """One request: everything in it has been read by its schema."""

    of: Organisation
    operation: Operation
    scope: Scope
    token: Token
    parts: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Mapping[str, Any]
    key: str | None = None  # the name under which an act is asked for, from its header

    @property
    def house(self) -> House:
        return self.of.house

    @property
    def operator(self) -> str:
        """Who asks, as people read who looked at them."""
        return f"{self.token.office or 'member'}, by a key"

    @property
    def office(self) -> str | None:
        """The office of the key and its unit, as `secretary@3F7K-9QWE-2ZXM`; None without one."""
        token = self.token
        return f"{token.office}@{ids.show(token.unit)}" if token.office and token.unit else None

    @property
    def day(self) -> date:
        """The day that is asked about: the organisation's today unless another is named."""
        return self.named_day("on") or self.scope.day

    def named_day(self, name: str) -> date | None:
        """A day of the query."""
        return date.fromisoformat(self.query[name]) if name in self.query else None

    def id(self, name: str) -> int:
        """An id of the path."""
        return there(ids.read(self.parts[name]))

    def person(self) -> int:
        """The person of the path, by their id; outside the scope there is nobody."""
        number = self.id("person")
        with self.house.register(scope=self.scope) as register:
            there(people.seen(register, number, scope=self.scope))
        return number

    def unit(self, on: date | None = None) -> int:
        """The unit of the path, by its id or its code; outside the scope there is none."""
        return there(found(self.house, self.parts["unit"], on=on or self.day, scope=self.scope))

    def under(self, on: date | None = None) -> int | None:
        """The unit of the query to which the question is confined, if any."""
        if "under" not in self.query:
            return None
        number = found(self.house, self.query["under"], on=on or self.day, scope=self.scope)
        if number is None:
            raise unreadable("under", "No unit that you may see is called so.")
        return number

    def place(self) -> dict[str, Any]:
        """Where the list goes on, by the cursor of the query; empty for its beginning."""
        if "cursor" not in self.query:
            return {}
        held = cursors.read(self.of.secret, self._question(), self.query["cursor"])
        if held is None:
            raise unreadable("cursor", "This was not given for this question; begin again without it.")
        return held

    def following(self, after: Sequence[Any] | None, on: date | None = None) -> str | None:
        """The cursor after a place; None where the list ends. The day is kept in it, for today may be another soon."""
        if after is None:
            return None
        place = {"after": list(after), **({"on": on.isoformat()} if on else {})}
        return cursors.written(self.of.secret, self._question(), place)

    def _question(self) -> dict[str, Any]:
        asked = {name: value for name, value in self.query.items() if name not in ("cursor", "limit")}
        reader = [self.token.person, self.token.office, self.token.unit, self.token.part]
        return {"operation": self.operation.name, "parts": dict(self.parts), "query": asked, "reader": reader}
