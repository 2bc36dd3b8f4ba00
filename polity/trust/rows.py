"""Rows of the trust suite: a name, what is tried, and the faults that it must find."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal, NamedTuple

from polity.trust.world import World

type Size = Literal["planted", "quick", "full"]  # planted: as little as finds a fault
type Tried = tuple[int, Sequence[str]]  # how much was tried, and every break that was found, in words

SUBJECTS = ("kill", "double", "tampering", "restore", "disk", "files", "statutes", "clock", "web", "worlds", "access")


class Fault(NamedTuple):
    """A fault that is planted for a while: the row must find it. `planted` takes the world and undoes itself."""

    name: str
    planted: Callable[[World], AbstractContextManager[Any]]


class Finding(NamedTuple):
    """What came of a row: how much was tried, what broke, and how long it took."""

    row: str
    says: str
    tried: int
    broken: Sequence[str]
    seconds: float
    fault: str = ""  # the fault that was planted; then a break is what is wanted

    @property
    def holds(self) -> bool:
        """Whether the row says what it should: nothing broke, or the planted fault was found."""
        return bool(self.broken) == bool(self.fault)

    def plain(self) -> dict[str, Any]:
        """As JSON shows it."""
        return {
            "row": self.row, "says": self.says, "tried": self.tried, "fault": self.fault or None,
            "holds": self.holds, "broken": list(self.broken), "seconds": round(self.seconds, 1),
        }  # fmt: skip


@contextmanager
def replaced(owner: Any, name: str, by: Any) -> Iterator[None]:
    """Put something else in the place of a part of the program, for a while."""
    before = getattr(owner, name)
    setattr(owner, name, by)
    try:
        yield
    finally:
        setattr(owner, name, before)


@dataclass(frozen=True)
class Row:
    """One thing that must hold.

    key     as in the table of docs/developers/trust.md: T1, T4 ...
    says    what must hold, in a sentence
    tries   does it, once: gives how much was tried and what broke
    faults  what it must find
    """

    key: str
    name: str
    says: str
    tries: Callable[[World, Size], Tried]
    faults: Sequence[Fault]


ROWS: dict[str, Row] = {}


def row(made: Row) -> Row:
    """Put a row into the suite."""
    ROWS[made.key] = made
    return made


def all_rows() -> list[Row]:
    """Every row, in the order of their keys."""
    for subject in SUBJECTS:
        import_module(f"polity.trust.{subject}")
    return sorted(ROWS.values(), key=lambda one: int(one.key.removeprefix("T")))


def tried(one: Row, world: World, size: Size, fault: Fault | None = None) -> Finding:
    """Try one row, with a fault planted or without."""
    began = time.monotonic()
    if fault is None:
        count, broken = one.tries(world, size)
    else:
        with fault.planted(world):
            count, broken = one.tries(world, "planted")
    name = fault.name if fault else ""
    return Finding(one.key, one.says, count, tuple(broken), time.monotonic() - began, name)


def run(world: World, size: Size, *, only: Sequence[str] = (), faults: bool = True) -> Iterator[Finding]:
    """Try the rows, each as it is and then with each of its planted faults."""
    for one in all_rows():
        if only and one.key not in only:
            continue
        yield tried(one, world, size)
        for fault in one.faults if faults else ():
            yield tried(one, world, size, fault)
