"""What the frame of every page says about the organisation: its name, its today, its journal's head.

The pages are told once, at start, by whoever serves them; they look nothing up by themselves.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import NamedTuple

from polity.readings.sources import Book


class Head(NamedTuple):
    """The last sealed entry of the journal, as it is announced in minutes."""

    number: int
    seal: str  # 64 hexadecimal digits


class Officer(NamedTuple):
    """One of those as whom a visitor of the demonstration may look around."""

    key: str  # stands in the form; letters, digits and hyphens
    title: str  # "Branch secretary"
    where: str  # "Bauman district, Moscow"
    person: int | None
    office: str
    unit: int | None


def _nobody() -> Sequence[Officer]:
    return ()


def _no_head() -> Head | None:
    return None


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True)
class Organisation:
    """The organisation whose pages these are.

    `today` gives the day that a page answers for when none is asked. `head` gives the last sealed entry, or None
    before the first. `officers` are offered for sign-in only where `demonstration` is true. `book` is what the sources
    of a demonstration state. `now` gives the moment that a look at a person is written down with.
    """

    name: str
    today: Callable[[], date] = date.today
    head: Callable[[], Head | None] = _no_head
    officers: Callable[[], Sequence[Officer]] = _nobody
    demonstration: bool = False
    book: Book | None = None
    now: Callable[[], datetime] = _now


_current = Organisation(name="Polity")


def use(organisation: Organisation) -> None:
    """Name the organisation whose pages are served from now on."""
    global _current
    _current = organisation


def current() -> Organisation:
    """The organisation whose pages are served."""
    return _current
