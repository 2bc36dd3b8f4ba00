"""What the sources of a demonstration state, set beside what the register counts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from polity.readings.house import House, Scope
from polity.readings.kept import kept


class Asked(Protocol):
    """What a stated figure is checked by: what to count, and of a share the whole that it is a share of."""

    @property
    def where(self) -> Mapping[str, Sequence[str]]: ...
    @property
    def day(self) -> date: ...
    @property
    def under(self) -> str | None: ...
    @property
    def of(self) -> str: ...


class Figure(Protocol):
    """A figure as a source prints it, beside the register's at the same precision."""

    @property
    def record(self) -> str: ...
    @property
    def about(self) -> str: ...
    @property
    def place(self) -> str: ...
    @property
    def as_of(self) -> str: ...
    @property
    def source(self) -> str: ...
    @property
    def stated(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def register(self) -> str | None: ...
    @property
    def verdict(self) -> str: ...
    @property
    def note(self) -> str: ...
    @property
    def question(self) -> Asked | None: ...


@dataclass(frozen=True)
class Book:
    """The sources of a demonstration, as whoever builds it gives them.

    figures        every stated figure, counted in a house within a scope over the whole
    discrepancies  where sources contradict each other or themselves: number, topic, one, one_source, other,
                   other_source, difference, treatment
    rivals         facts for which sources give different values: topic, item, unit, values
    references     the sources: source_id, says, kind, grade
    """

    figures: Callable[[House, Scope], Sequence[Figure]]
    discrepancies: Callable[[], Sequence[Any]]
    rivals: Callable[[], Sequence[Any]]
    references: Callable[[], Sequence[Mapping[str, str]]]


def stated(house: House, book: Book, *, scope: Scope) -> Sequence[Figure]:
    """Every figure that the sources state, beside the register's; nothing for a scope that is not over the whole."""
    if not scope.whole:
        return []
    return kept(house, ("sources", id(book)), lambda: list(book.figures(house, scope)), scope=scope)
