"""Write a batch by COPY, and turn it into particulars and back: one row for each subject it concerns."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice, repeat
from json.encoder import encode_basestring
from typing import Any, NamedTuple

from psycopg import Cursor

from polity.postgres.database import Row
from polity.register import batch as shapes
from polity.register.batch import Batch, UnitRecord
from polity.words.names import sort_key

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


class Table(NamedTuple):
    """Rows of one table as COPY takes them, some thousands to a piece; the entry that brings them is added later."""

    name: str
    columns: str
    pieces: list[bytes]


def load(cursor: Cursor[Row], entry: int, tables: Iterable[Table]) -> None:
    """Write tables of rows, every row marked with the entry that brings it."""
    for table in tables:
        _copy(cursor, entry, table)


def tables(batch: Batch) -> Iterator[Table]:
    """What a batch writes, table by table. Needs no database: can be made ahead of time."""
    texts = _Texts()
    numbers, days, cells = texts.numbers, texts.ranges, texts.cells
    people, facts, spells, sponsors = batch.people, batch.facts, batch.spells, batch.sponsors
    contacts, places, offices, evidence = batch.contacts, batch.places, batch.offices, batch.evidence
    subjects, kinds = [*people.person, *places.subject], ["person"] * len(people) + places.kind
    sort = map(sort_key, people.family, people.given, people.middle)
    names = [cells(people.family), cells(people.given), cells(people.middle), cells(sort)]
    for (name, heads), columns in (
        (("subject", "subject, kind"), [numbers(subjects), cells(kinds)]),
        (("person_name", "person, family, given, middle, sort"), [numbers(people.person), *names]),
        (
            ("facts", "subject, valid, facts"),
            [numbers(facts.subject), days(facts.since, facts.until), cells(facts.facts)],
        ),
        (
            ("standing", "person, valid, unit, standing, counted_from, reason"),
            [numbers(spells.person), days(spells.since, spells.until), numbers(spells.unit), cells(spells.standing),
             map(str, spells.counted_from), cells(spells.reason)],
        ),
        (
            ("sponsor", "person, sponsor, valid"),
            [numbers(sponsors.person), numbers(sponsors.sponsor), days(sponsors.since, repeat(None, len(sponsors)))],
        ),
        (
            ("contact", "sympathiser, contact, valid"),
            [numbers(contacts.sympathiser), numbers(contacts.contact), days(contacts.since, contacts.until)],
        ),
        (
            ("place", "subject, valid, label, unit"),
            [numbers(places.subject), days(places.since, places.until), cells(places.label), numbers(places.unit)],
        ),
        (
            ("office_term", "term, office, unit, person, valid"),
            [numbers(offices.term), cells(offices.office), numbers(offices.unit), numbers(offices.person),
             days(offices.since, offices.until)],
        ),
        (
            ("evidence", "subject, field, since, evidence"),
            [numbers(evidence.subject), cells(evidence.fact), map(str, evidence.since), cells(evidence.evidence)],
        ),
    ):  # fmt: skip
        if pieces := _pieces(columns):
            yield Table(name, heads, pieces)


def _pieces(columns: Sequence[Iterable[str]]) -> list[bytes]:
    rows = map("\t".join, zip(*columns, strict=True))
    pieces = []
    while piece := list(islice(rows, 8192)):
        pieces.append(("\n".join(piece) + "\n").encode())
    return pieces


def load_units(cursor: Cursor[Row], entry: int, units: Iterable[UnitRecord]) -> None:
    """Write many versions of units at once."""
    texts, rows = _Texts(), list(units)
    columns = [
        texts.numbers([u.unit for u in rows]),
        texts.ranges([u.since for u in rows], [u.until for u in rows]),
        *(texts.cells([getattr(u, name) for u in rows]) for name in ("name", "kind", "tier")),
        texts.cells([None if u.parent is None else str(u.parent) for u in rows]),
        *(texts.cells([getattr(u, name) for u in rows]) for name in ("code", "facts")),
    ]
    _copy(cursor, entry, Table("unit", "unit, valid, name, kind, tier, parent, code, facts", _pieces(columns)))


class _Texts:
    """Columns as the text that COPY takes. The same day, and the same short text, is written out once."""

    def __init__(self) -> None:
        self._days: dict[tuple[date, date | None], str] = {}
        self._cells: dict[str | None, str] = {None: "\\N"}

    def numbers(self, column: Iterable[int]) -> Iterator[str]:
        return map(str, column)

    def ranges(self, since: Iterable[date], until: Iterable[date | None]) -> Iterator[str]:
        known = self._days
        for stretch in zip(since, until, strict=True):
            text = known.get(stretch)
            if text is None:
                text = known[stretch] = f"[{stretch[0]},{stretch[1] or ''})"
            yield text

    def cells(self, column: Iterable[str | None]) -> Iterator[str]:
        known = self._cells
        for value in column:
            text = known.get(value)
            if text is None:
                assert value is not None
                text = known[value] = value.translate(_ESCAPES) if _ESCAPED.search(value) else value
            yield text


_ESCAPED = re.compile(r"[\\\t\n\r]")
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def _copy(cursor: Cursor[Row], entry: int, table: Table) -> None:
    # Tables behind row security take no COPY, so rows are copied beside them and inserted from there.
    name, columns = table.name, table.columns
    cursor.execute(f"CREATE TEMP TABLE load_{name} ON COMMIT DROP AS SELECT {columns} FROM {name} WHERE false")
    with cursor.copy(f"COPY load_{name} FROM STDIN") as copy:
        for piece in table.pieces:
            copy.write(piece)
    cursor.execute(f"INSERT INTO {name} ({columns}, entry) SELECT {columns}, {entry} FROM load_{name}")
    cursor.execute(f"DROP TABLE load_{name}")


def particulars(batch: Batch) -> Iterator[tuple[int, bytes]]:
    """What a batch says of each subject, as canonical bytes, in ascending order of the subjects' ids.

    Rows of an office belong to its holder's particulars, so that they lie under the holder's key.
    """
    of: dict[int, dict[str, list[str]]] = {}
    written: dict[object, str] = {None: "null"}
    for name, group in batch.groups().items():
        if not len(group):
            continue
        columns = [getattr(group, column) for column in group.__dataclass_fields__]
        owners = columns[3 if name == "offices" else 0]
        texts = [_as_json(column, written) for column in columns]
        for subject, row in zip(owners, zip(*texts, strict=True), strict=True):
            of.setdefault(subject, {}).setdefault(name, []).append(",".join(row))
    for subject in sorted(of):
        groups = ",".join([f'"{name}":[[{"],[".join(rows)}]]' for name, rows in of[subject].items()])
        yield subject, f"{{{groups}}}".encode()


def _as_json(
    column: Sequence[int] | Sequence[str | None] | Sequence[date | None], written: dict[object, str]
) -> list[str]:
    """A column's values as JSON, each as `json` writes it without spaces and with letters as they are."""
    if column and isinstance(column[0], int):
        return list(map(str, column))
    texts = []
    for value in column:
        text = written.get(value)
        if text is None:
            said = value if isinstance(value, str) else str(value)
            text = encode_basestring(said)
            if len(said) <= 32:
                written[value] = text
        texts.append(text)
    return texts


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
