"""Write a batch by COPY, and turn it into particulars and back: one row for each subject it concerns."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from psycopg import Cursor

from polity.postgres.database import Row
from polity.register import batch as shapes
from polity.register.batch import Batch, UnitRecord
from polity.words.names import sort_key

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False, default=date.isoformat).encode
_SHAPES: dict[str, Callable[..., Any]] = {
    "people": shapes.People,
    "facts": shapes.Facts,
    "spells": shapes.Spells,
    "sponsors": shapes.Sponsors,
    "contacts": shapes.Contacts,
    "places": shapes.Places,
    "offices": shapes.Offices,
    "evidence": shapes.Evidence,
}
_DAYS = {"since", "until", "counted_from"}


def load(cursor: Cursor[Row], entry: int, batch: Batch) -> None:
    """Write a batch, every row marked with the entry that brings it."""
    known = len(batch.people) + len(batch.places)
    if known:
        subjects = [(p, "person", entry) for p in batch.people.person]
        subjects += [(s, kind, entry) for s, kind in zip(batch.places.subject, batch.places.kind, strict=True)]
        _copy(cursor, "subject (subject, kind, entry)", subjects)
    _copy(
        cursor,
        "person_name (person, family, given, middle, sort, entry)",
        ((p, f, g, m, sort_key(f, g, m), entry) for p, f, g, m in batch.people.rows()),  # type: ignore[arg-type]
    )
    _copy(
        cursor,
        "facts (subject, valid, facts, entry)",
        ((s, _days(since, until), text, entry) for s, _, since, until, text in batch.facts.rows()),
    )
    _copy(
        cursor,
        "standing (person, valid, unit, standing, counted_from, reason, entry)",
        ((p, _days(a, z), u, s, c, r, entry) for p, u, s, a, z, c, r in batch.spells.rows()),
    )
    _copy(
        cursor,
        "sponsor (person, sponsor, valid, entry)",
        ((p, s, _days(since, None), entry) for p, s, since in batch.sponsors.rows()),
    )
    _copy(
        cursor,
        "contact (sympathiser, contact, valid, entry)",
        ((s, c, _days(a, z), entry) for s, c, a, z in batch.contacts.rows()),
    )
    _copy(
        cursor,
        "place (subject, valid, label, unit, entry)",
        ((s, _days(a, z), label, u, entry) for s, _, label, u, a, z in batch.places.rows()),
    )
    _copy(
        cursor,
        "office_term (term, office, unit, person, valid, entry)",
        ((t, o, u, p, _days(a, z), entry) for t, o, u, p, a, z in batch.offices.rows()),
    )
    _copy(
        cursor,
        "evidence (subject, field, since, evidence, entry)",
        ((s, f, since, e, entry) for s, f, e, since in batch.evidence.rows()),
    )


def load_units(cursor: Cursor[Row], entry: int, units: Iterable[UnitRecord]) -> None:
    """Write many versions of units at once."""
    _copy(
        cursor,
        "unit (unit, valid, name, kind, tier, parent, code, facts, entry)",
        ((u.unit, _days(u.since, u.until), u.name, u.kind, u.tier, u.parent, u.code, u.facts, entry) for u in units),
    )


def _days(since: object, until: object) -> str:
    return f"[{since},{until or ''})"


def _copy(cursor: Cursor[Row], into: str, rows: Iterable[Sequence[object]]) -> None:
    # Tables behind row security take no COPY, so rows are copied beside them and inserted from there.
    table, _, columns = into.partition(" ")
    cursor.execute(f"CREATE TEMP TABLE load_{table} ON COMMIT DROP AS SELECT {columns[1:-1]} FROM {table} WHERE false")
    with cursor.copy(f"COPY load_{table} FROM STDIN") as copy:
        write: list[str] = []
        for row in rows:
            write.append("\t".join([_cell(value) for value in row]))
            if len(write) == 4096:
                copy.write("\n".join(write) + "\n")
                write.clear()
        if write:
            copy.write("\n".join(write) + "\n")
    cursor.execute(f"INSERT INTO {table} {columns} SELECT {columns[1:-1]} FROM load_{table}")
    cursor.execute(f"DROP TABLE load_{table}")


def _cell(value: object) -> str:
    if value is None:
        return "\\N"
    text = str(value)
    if "\\" in text or "\t" in text or "\n" in text or "\r" in text:
        text = text.replace("\\", "\\\\").replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")
    return text


def particulars(batch: Batch) -> Iterator[tuple[int, bytes]]:
    """What a batch says of each subject, as canonical bytes, in ascending order of the subjects' ids.

    Rows of an office belong to its holder's particulars, so that they lie under the holder's key.
    """
    of: dict[int, dict[str, list[Sequence[object]]]] = {}
    for name, group in batch.groups().items():
        owner = 3 if name == "offices" else 0
        for row in group.rows():
            subject = row[owner]
            assert isinstance(subject, int)
            of.setdefault(subject, {}).setdefault(name, []).append(row)
    for subject in sorted(of):
        yield subject, _ENCODE(of[subject]).encode()


def of_particulars(label: str, rows: Iterable[bytes]) -> Batch:
    """Put a batch together again from what it says of each subject."""
    columns: dict[str, list[list[Any]]] = {name: [] for name in _SHAPES}
    for text in rows:
        for name, found in json.loads(text).items():
            columns[name].extend(found)
    groups: dict[str, Any] = {}
    for name, found in columns.items():
        names = list(_SHAPES[name]().__dataclass_fields__)
        found.sort(key=lambda row: row[0])
        values: list[list[Any]] = [list(column) for column in zip(*found, strict=True)] or [[] for _ in names]
        for at, field in enumerate(names):
            if field in _DAYS:
                values[at] = [None if day is None else date.fromisoformat(day) for day in values[at]]
        groups[name] = _SHAPES[name](*values)
    return Batch(label=label, **groups)
