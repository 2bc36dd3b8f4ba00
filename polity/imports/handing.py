"""A file goes out: made where it does not lie yet, for its owner alone, and written down before it is given."""

from datetime import date, datetime
from pathlib import Path
from typing import NamedTuple

from polity.imports import takings
from polity.imports.sweeping import lying, sweep_exports
from polity.readings import exports
from polity.readings.house import House, Scope
from polity.register.exports import Export


class Taker(NamedTuple):
    """Who takes a file, as the record of it says.

    operator  the office in words, as people read who looked
    office    the office and its unit, as `secretary@3F7K-9QWE-2ZXM`; None where somebody acts in none
    """

    person: int | None
    operator: str
    office: str | None


def handed(house: House, export: Export, by: Taker, *, today: date, at: datetime, scope: Scope) -> Path | None:
    """The file of an export. None for anybody but its owner, before it is approved, and after its last day."""
    if by.person is None or export.owner != by.person or not export.approved or export.expires < today:
        return None
    sweep_exports(house, today=today)
    path = lying(export)
    if not path.exists():
        _make(house, export, path, by, at=at, scope=scope)
    takings.note(house.database, export.export, at=at, person=by.person, operator=by.operator)
    return path


def _make(house: House, export: Export, path: Path, by: Taker, *, at: datetime, scope: Scope) -> None:
    """Make the file, and write down for everybody in it that their record goes out, and what for."""
    with house.register(scope=scope) as register:
        version = register.unit(export.unit or 0, on=export.made)
    narrowed = Scope(day=export.made, whole=version is not None and version.parent is None, unit=export.unit)
    if export.what == "people":
        exports.noted(
            house, on=export.made, at=at, operator=by.operator, looker=by.person, office=by.office,
            purpose=f"exported: {export.purpose}", scope=narrowed,
        )  # fmt: skip
    exports.export(house, export.what, path, on=export.made, scope=narrowed, only=export.columns)
