"""Changes that write many rows at once. Their rows are particulars of their own, not part of the entry's first row."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from psycopg import Cursor

from polity.postgres.database import Row
from polity.register import loading
from polity.register.batch import Batch, UnitEvent, UnitRecord
from polity.register.changes import Change, Correspond


@dataclass(frozen=True)
class LoadBatch(Change):
    """Enter many people, with their spells, facts and ties."""

    apart: ClassVar[bool] = True

    batch: Batch

    @cached_property
    def tables(self) -> list[loading.Table]:
        """Its rows, table by table, ready to be written."""
        return list(loading.tables(self.batch))

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        loading.load(cursor, entry, self.tables)


@dataclass(frozen=True)
class LoadUnits(Change):
    """Enter many units, with their versions and what became of them."""

    apart: ClassVar[bool] = True

    units: Sequence[UnitRecord]
    events: Sequence[UnitEvent]

    def apply(self, cursor: Cursor[Row], entry: int) -> None:
        loading.load_units(cursor, entry, self.units)
        for event in self.events:
            if event.how in ("merged", "split"):
                how = "merge" if event.how == "merged" else "split"
                for before in event.before:
                    for after in event.after:
                        Correspond(event.day, before, after, how).apply(cursor, entry)


def unit_rows(units: Iterable[UnitRecord], events: Iterable[UnitEvent]) -> list[bytes]:
    """What a batch of units says, a row a version and a row an event, as canonical bytes."""
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=date.isoformat).encode
    rows = [encode({"unit": [getattr(unit, name) for name in UnitRecord.__slots__]}).encode() for unit in units]
    rows += [encode({"event": [event.day, event.how, event.before, event.after]}).encode() for event in events]
    return rows


def _units(rows: Iterable[bytes]) -> LoadUnits:
    units, events = [], []
    for text in rows:
        said = json.loads(text)
        if "unit" in said:
            unit, since, until, *rest = said["unit"]
            units.append(
                UnitRecord(unit, date.fromisoformat(since), None if until is None else date.fromisoformat(until), *rest)
            )
        else:
            day, how, before, after = said["event"]
            events.append(UnitEvent(date.fromisoformat(day), how, tuple(before), tuple(after)))
    return LoadUnits(units, events)


def _people(rows: Iterable[bytes]) -> LoadBatch:
    return LoadBatch(loading.of_particulars("replayed", rows))


# By the name of the act that brings them: how its further rows of particulars become a change again.
OF_ROWS: dict[str, Callable[[Iterable[bytes]], Any]] = {
    "record.as_found": _people,
    "import.enter": _people,
    "record.units_as_found": _units,
}
