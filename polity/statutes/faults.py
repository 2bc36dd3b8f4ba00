"""What is wrong with a law, said so that a statutes committee can put it right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Protocol

MOST_FAULTS = 100
"""So many faults are listed at once; more of them help nobody."""


class Place(Protocol):
    """Anything that knows the line and the column it was read from."""

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Spot:
    """A line and a column, both counted from 1; 0 where there is no text to point at."""

    line: int = 0
    column: int = 0
    document: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that keeps a text from being law: what, where, and the remedy."""

    code: str
    where: str  # the document, then the part of it: "rules.yaml: rule category, clause 4.1"
    line: int
    column: int
    says: str
    remedy: str

    def __str__(self) -> str:
        at = f", line {self.line}, column {self.column}" if self.line else ""
        return f"{self.where}{at}: {self.says} {self.remedy}".strip()


class Faulty(ValueError):
    """Raised with everything that is wrong, never with the first thing only."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults: list[Fault] = list(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


class Faults:
    """Collects faults, so that all of them can be shown at once."""

    def __init__(self, where: str = "") -> None:
        self.where = where
        self._found: list[Fault] = []

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def add(self, code: str, place: object, says: str, remedy: str, *, where: str = "") -> None:
        """Note a fault at the place a piece of text was read from (line 0 where it has none)."""
        line, column = int(getattr(place, "line", 0)), int(getattr(place, "column", 0))
        parts = [part for part in (self.where or str(getattr(place, "document", "")), where) if part]
        fault = Fault(code, ": ".join(parts), line, column, says, remedy)
        if fault not in self._found and len(self._found) < MOST_FAULTS:
            self._found.append(fault)

    def take(self, faults: Iterable[Fault]) -> None:
        """Add faults found elsewhere."""
        for fault in faults:
            if fault not in self._found and len(self._found) < MOST_FAULTS:
                self._found.append(fault)

    def raise_any(self) -> None:
        """Raise Faulty if anything was found."""
        if self._found:
            raise Faulty(sorted(self._found, key=lambda fault: (fault.where.split(":")[0], fault.line, fault.column)))


def did_you_mean(name: str, known: Iterable[str], otherwise: str) -> str:
    """Suggest the nearest known name, or say what else can be done."""
    near = get_close_matches(name[:60], list(known), n=1)
    return f"Did you mean {near[0]}?" if near else otherwise
