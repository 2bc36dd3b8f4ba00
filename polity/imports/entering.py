"""Enter what was examined: new people in batches, new units in one act, changes as acts of their own.

A batch is entered whole or not at all, under a key made of the file's digest and the lines it holds. An import that was
stopped is continued by starting it again: what was entered is the same by then, and what was not is entered.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from typing import Any

from polity.acts import Authority, Refused, enact
from polity.acts.imports import EnterPeople
from polity.acts.record import AsFound, UnitsAsFound
from polity.imports.examining import Examination
from polity.imports.units import END
from polity.journal import entries
from polity.journal.entries import Receipt
from polity.postgres.database import Database
from polity.register.batch import Batch, Facts, People, Spells, UnitRecord
from polity.register.forms import UnitId
from polity.words import ids
from polity.words.objections import Objection

BATCH = 10_000  # people


@dataclass
class Entered:
    """What was entered: receipts in their order, counts of people or units and of changes.

    stopped  what stood in the way of going on, where the register changed since the examination; what is in
             `receipts` stays entered
    """

    receipts: list[Receipt] = field(default_factory=list)
    new: int = 0
    changed: int = 0
    stopped: tuple[Objection, ...] = ()

    def plain(self) -> dict[str, Any]:
        """As JSON shows it."""
        return {
            "new": self.new,
            "changed": self.changed,
            "receipts": [receipt.receipt for receipt in self.receipts],
            "stopped": [objection.plain() for objection in self.stopped],
        }


def enter(
    found: Examination,
    *,
    database: Database,
    by: Authority,
    changes_by: Authority,
    size: int = BATCH,
    progress: Callable[[int], None] | None = None,
    unit: int | None = None,
    name: str = "",
) -> Entered:
    """Enter all rows of a file that was examined without a fault; a file with a fault enters nothing.

    by          whoever keeps the records: enters what is new, as it was found
    changes_by  who changes what is there, in the office that is competent
    size        people in a batch
    progress    is told now and then how many people were entered
    unit        the unit whose officers import; none where whoever keeps the records does
    name        of this import: its entries are found again by it. Without it, those of the file
    """
    entered = Entered()
    by_name = name or found.digest
    if found.faults:
        return entered
    try:
        if found.what == "people":
            _enter_people(found, entered, database, by, size, progress, _Import(by_name, unit))
        elif found.plan.new:
            entered.receipts.append(_once(_founded(found, by), database, by))
            entered.new = found.new
        for planned in found.acts or found.plan.changes:
            key = f"import {name} line {planned.line}" if name else None
            entered.receipts.append(enact(planned.act, by=changes_by, database=database, key=key))
        entered.changed = found.changed
    except Refused as refusal:
        entered.stopped = refusal.objections
    return entered


# --- people ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Import:
    name: str
    unit: int | None = None

    def act(self, on: date, batch: Batch) -> AsFound:
        if self.unit is None:
            return AsFound(on=on, batch=batch)
        return EnterPeople(on=on, batch=batch, unit=UnitId(self.unit))


@dataclass
class _Prepared:
    act: AsFound | UnitsAsFound
    key: str
    people: int
    rows: int


def _enter_people(
    found: Examination,
    entered: Entered,
    database: Database,
    by: Authority,
    size: int,
    progress: Callable[[int], None] | None,
    of: _Import,
) -> None:
    batches = _prepared(found, by, size, of)
    people = 0
    # While the database writes one batch, the next is put together.
    with ThreadPoolExecutor(1) as beside:
        ready = beside.submit(next, batches, None)
        while (batch := ready.result()) is not None:
            ready = beside.submit(next, batches, None)
            receipt = _once(batch, database, by)
            entered.receipts.append(receipt)
            entered.new += batch.rows
            people += batch.people
            if progress:
                progress(people)


def _once(batch: _Prepared, database: Database, by: Authority) -> Receipt:
    try:
        return enact(batch.act, by=by, database=database, key=batch.key)
    except Refused as refusal:
        if [objection.code for objection in refusal.objections] != ["key.other"]:
            raise
    # The same lines of the same file were entered by another run a moment ago, under ids made there.
    with database.acting() as cursor:
        before = entries.earlier(cursor, batch.key)
    assert before is not None
    return before[0]


_NEW = """
SELECT k.line, k.id, k.family, k.given, k.middle, k.unit, k.standing, k.since, k.until,
  coalesce(k.counted_from, k.since), k.reason, coalesce(k.facts_since, k.since), nullif(k.facts, '{{}}'){first}
FROM kept k{joins} ORDER BY {order}"""


def _prepared(found: Examination, by: Authority, size: int, of: _Import) -> Iterator[_Prepared | None]:
    joins, first, order = "", "", "k.line"
    if found.desk.one("SELECT count(*) FROM row_of"):
        joins += " ANTI JOIN row_of USING (line)"
    several = found.desk.one("SELECT count(*) FROM several") > 0
    if several:
        joins = " LEFT JOIN several m USING (key)" + joins
        first = ", coalesce(m.first, k.line) AS first"
        order = "first, k.since"
    people: list[list[Any]] = []
    last = None
    for part in found.desk.stream(_NEW.format(first=first, joins=joins, order=order), size):
        for row in part:
            who = row[13] if several else row[0]
            if who == last:
                people[-1].append(row)
            else:
                if len(people) == size:
                    yield _batch(found, people, by, of)
                    people = []
                people.append([row])
            last = who
    if people:
        yield _batch(found, people, by, of)
    yield None


def _batch(found: Examination, people: list[list[Any]], by: Authority, of: _Import) -> _Prepared:
    made = by.randomness(8 * len(people))
    lines = blake2b(digest_size=12, person=b"polity lines")
    listed: list[tuple[int, list[Any]]] = []
    for at, rows in enumerate(people):
        number = rows[0][1]
        if number is None:
            number = ids.of_bytes(made[8 * at : 8 * at + 8])
        listed.append((number, rows))
        for row in rows:
            lines.update(b"%d," % row[0])
    listed.sort(key=lambda one: one[0])
    first, last = people[0][0][0], people[-1][-1][0]
    batch = Batch(
        label=f"{found.name}, rows {first} to {last}",
        people=People(
            [number for number, _ in listed],
            [rows[0][2] for _, rows in listed],
            [rows[0][3] for _, rows in listed],
            [rows[0][4] for _, rows in listed],
        ),
        facts=_facts(listed),
        spells=_spells(listed),
    )
    act = of.act(found.on, batch)
    act.prepare()
    return _Prepared(act, f"import {of.name} {lines.hexdigest()}", len(people), sum(len(rows) for rows in people))


def _spells(listed: Sequence[tuple[int, list[Any]]]) -> Spells:
    flat = [(number, *row[5:11]) for number, rows in listed for row in rows]
    return Spells(*(list(column) for column in zip(*flat, strict=True)))


def _facts(listed: Sequence[tuple[int, list[Any]]]) -> Facts:
    """Facts hold from their own day up to the day of the person's next facts."""
    flat: list[tuple[int, str, date, date | None, str]] = []
    for number, rows in listed:
        if len(rows) == 1:
            if rows[0][12] is not None:
                flat.append((number, "person", rows[0][11], None, rows[0][12]))
            continue
        by_day = {row[11]: row[12] for row in rows}
        days = sorted(by_day)
        for day, until in zip(days, [*days[1:], None], strict=True):
            if by_day[day] is not None:
                flat.append((number, "person", day, until, by_day[day]))
    return Facts(*(list(column) for column in zip(*flat, strict=True))) if flat else Facts()


# --- units -----------------------------------------------------------------------------------------------------------


def _founded(found: Examination, by: Authority) -> _Prepared:
    rows = found.plan.new
    made = by.randomness(8 * len(rows))
    lines = blake2b(digest_size=12, person=b"polity lines")
    of_code: dict[str, int] = {}
    for at, row in enumerate(rows):
        number = row.id if row.id is not None else ids.of_bytes(made[8 * at : 8 * at + 8])
        of_code.setdefault(row.code or "", number)
        lines.update(b"%d," % row.line)
    records = []
    for row in rows:
        above = found.plan.parents.get(row.line)
        records.append(
            UnitRecord(
                row.id if row.id is not None else of_code[row.code or ""],
                row.since or END,
                row.until,
                row.name or "",
                row.kind,
                row.tier or "",
                of_code[above] if isinstance(above, str) else above,
                row.code or "",
                row.facts,
            )
        )
    act = UnitsAsFound(on=found.on, label=found.name, units=records)
    return _Prepared(act, f"import {found.digest} {lines.hexdigest()}", len(records), len(records))
