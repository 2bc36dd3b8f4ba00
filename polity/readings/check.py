"""The proof that the organisation's records hold: the chain, the particulars, the tables and the columns."""

import json
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from psycopg import Connection, Cursor, errors

from polity.columns import Columns
from polity.columns.store import TABLES as COLUMN_TABLES
from polity.journal import keys, merkle
from polity.journal.seal import FIRST, seal
from polity.journal.sealer import body_of
from polity.postgres.database import Row
from polity.readings.house import House, Scope
from polity.register import changes, links
from polity.register.batches import OF_ROWS
from polity.register.tables import ERASING, REGISTER


class Finding(NamedTuple):
    """One thing that was proved, or one place where the records do not hold."""

    what: str
    holds: bool
    says: str

    def plain(self) -> dict[str, Any]:
        return {"what": self.what, "holds": self.holds, "says": self.says}


def check(house: House, *, scope: Scope, progress: Callable[[str], None] = lambda _: None) -> Iterator[Finding]:
    """Prove the records, one finding after another. Only a scope over the whole may ask.

    The journal's chain; its particulars against their commitments; the register rebuilt from the particulars alone
    against the tables; the columns against columns drawn anew.
    """
    if not scope.whole:
        yield Finding("scope", False, "The records can be checked only as a whole.")
        return
    with house.database.owner() as connection:
        progress("Reading the chain of seals")
        yield from _chain(connection)
        progress("Rebuilding the register from the journal")
        yield from _replay(connection, progress)
        connection.rollback()
    progress("Drawing the columns anew")
    yield from _columns(house)


def _chain(connection: Connection[Row]) -> Iterator[Finding]:
    previous, wrong, number = FIRST, [], 0
    with connection.cursor(name="chain") as cursor:
        cursor.execute(
            "SELECT s.number, s.body, s.seal, e.entry, e.act, e.valid_on, e.recorded, e.operator, e.office, e.law,"
            " e.receipt, e.root, e.rows FROM journal_seal s JOIN journal_entry e USING (entry) ORDER BY s.number"
        )
        for stated, body, sealed, *row in cursor:
            number += 1
            expected = body_of(tuple(row), number)
            if stated != number or body.encode() != expected or sealed != seal(previous, body.encode()):
                wrong.append(str(stated))
            previous = sealed
    says = f"{number} entries fit, from the first to the head {previous[:12]}…"
    yield Finding("journal", not wrong, says if not wrong else f"Entries that do not fit: {', '.join(wrong[:20])}.")
    waiting = connection.execute(
        "SELECT count(*) FROM journal_entry e WHERE NOT EXISTS (SELECT FROM journal_seal s WHERE s.entry = e.entry)"
    ).fetchone()
    count = int(waiting[0]) if waiting else 0
    yield Finding(
        "sealed", count == 0, "Every entry is sealed." if not count else f"{count} entries wait to be sealed."
    )


class _Erased(NamedTuple):
    """People whose keys were destroyed, and the entry that erased each: until it, what concerned them is passed over.

    terms  their terms of office, which others may have ended: entries under the organisation's own key
    """

    until: dict[int, int]
    terms: dict[int, int]

    def pending(self, person: Any, entry: int) -> bool:
        return person in self.until and entry < self.until[person]

    def passes_over(self, change: changes.Change, entry: int) -> bool:
        if isinstance(change, changes.Erase):
            return False
        if isinstance(change, links.EndTerm):
            return entry < self.terms.get(change.term, 0)
        about = getattr(change, "person", getattr(change, "subject", getattr(change, "sympathiser", None)))
        return self.pending(about, entry)


def _erased(connection: Connection[Row]) -> _Erased:
    organisation = keys.find(connection.cursor(), [keys.ORGANISATION]).get(keys.ORGANISATION, b"")
    found = _Erased({}, {})
    rows = connection.execute(
        "SELECT p.entry, p.sealed FROM particulars p JOIN journal_entry e USING (entry)"
        " WHERE e.act = ANY(%s) AND p.row = 0",
        [list(ERASING)],
    ).fetchall()
    for entry, text in rows:
        plain = keys.reveal(organisation, bytes(text), entry=entry, row=0)
        for step in json.loads(plain)["changes"] if plain is not None else ():
            if step["change"] == changes.Erase.name:
                found.until[int(step["person"])] = entry
                for term in (*step["rows"]["office_term"], *step["rows"]["office_term_past"]):
                    found.terms[int(term["term"])] = entry
    return found


def _replay(connection: Connection[Row], progress: Callable[[str], None]) -> Iterator[Finding]:
    cursor = connection.cursor()
    erased = _erased(connection)  # before the scratch tables hide the keys
    _scratch(cursor)
    wrong: list[str] = []
    entries = connection.execute(
        "SELECT s.number, e.entry, e.act, e.root, e.rows FROM journal_seal s JOIN journal_entry e USING (entry)"
        " ORDER BY s.number"
    ).fetchall()
    for at, (number, entry, act, root, rows) in enumerate(entries):
        if at % 20 == 0 or rows > 1000:
            progress(f"Rebuilding the register: entry {number} of {len(entries)}")
        plain, fault = _particulars(connection, entry, root, rows, erased)
        if fault:
            wrong.append(f"entry {number}: {fault}")
            continue
        try:
            with connection.transaction():
                _again(cursor, entry, act, plain, erased)
        except (changes.Unexpected, errors.IntegrityError) as problem:
            wrong.append(f"entry {number}: it cannot be entered again: {problem}")
    says = (
        f"The particulars of {len(entries)} entries answer to their commitments; {len(erased.until)} people are erased."
    )
    yield Finding("particulars", not wrong, "; ".join(wrong[:20]) if wrong else says)
    for table in REGISTER:
        yield _same(cursor, table.name)
        yield _same(cursor, f"{table.name}_past")


def _scratch(cursor: Cursor[Row]) -> None:
    cursor.execute("CREATE SCHEMA replay")
    for name, keyed in ((table.name, table.keyed) for table in REGISTER):
        including = "INCLUDING INDEXES" if keyed else ""
        cursor.execute(f"CREATE TABLE replay.{name} (LIKE public.{name} INCLUDING DEFAULTS {including})")
        cursor.execute(f"CREATE TABLE replay.{name}_past (LIKE public.{name}_past)")
        cursor.execute(
            f"CREATE TRIGGER keeps_the_past AFTER UPDATE OR DELETE ON replay.{name}"
            " FOR EACH ROW EXECUTE FUNCTION polity_keeps_the_past()"
        )
    for table, column in (("standing", "person"), ("facts", "subject"), ("unit", "unit"), ("sponsor", "person")):
        cursor.execute(f"CREATE INDEX ON replay.{table} ({column})")
    cursor.execute("CREATE TABLE replay.particular_key (LIKE public.particular_key)")
    cursor.execute("SET LOCAL search_path = replay, public")


def _particulars(
    connection: Connection[Row], entry: int, root: str, rows: int, erased: _Erased
) -> tuple[list[tuple[int, bytes]], str]:
    found = connection.execute(
        "SELECT p.row, p.person, p.commitment, p.sealed, k.key FROM particulars p"
        " LEFT JOIN public.particular_key k USING (person) WHERE p.entry = %s ORDER BY p.row",
        [entry],
    ).fetchall()
    if len(found) != rows or merkle.root([bytes(row[2]) for row in found]).hex() != root:
        return [], "its particulars are not those it was sealed with"
    plain: list[tuple[int, bytes]] = []
    for at, person, commitment, sealed, key in found:
        if erased.pending(person, entry):
            continue
        if key is None:
            return [], f"row {at} cannot be read: its key is missing, and nobody erased it"
        text = keys.reveal(bytes(key), bytes(sealed), entry=entry, row=at)
        if text is None or keys.commitment(bytes(key), text) != bytes(commitment):
            return [], f"row {at} does not answer to its commitment"
        plain.append((at, text))
    return plain, ""


def _again(cursor: Cursor[Row], entry: int, act: str, plain: list[tuple[int, bytes]], erased: _Erased) -> None:
    cursor.execute("SELECT set_config('polity.entry', %s, true)", [str(entry)])
    for at, text in plain:
        if at > 0:
            break
        for step in json.loads(text)["changes"]:
            change = changes.of_plain(step)
            if not erased.passes_over(change, entry):
                change.apply(cursor, entry)
    if act in OF_ROWS:
        OF_ROWS[act](text for at, text in plain if at > 0).apply(cursor, entry)


def _same(cursor: Cursor[Row], table: str) -> Finding:
    cursor.execute(
        f"SELECT (SELECT count(*) FROM public.{table}), (SELECT count(*) FROM ("
        f"(SELECT * FROM public.{table} EXCEPT ALL SELECT * FROM replay.{table}) UNION ALL"
        f" (SELECT * FROM replay.{table} EXCEPT ALL SELECT * FROM public.{table})) d)"
    )
    rows, different = cursor.fetchall()[0]
    says = f"{rows} rows, each as the journal alone rebuilds it."
    if different:
        says = f"{different} rows differ from what the journal rebuilds."
    return Finding(f"replay {table}", different == 0, says)


def _columns(house: House) -> Iterator[Finding]:
    house.columns.refresh()
    fresh = Columns(house.database)
    try:
        fresh.refresh()
        for table in (*COLUMN_TABLES, "span"):
            text = f"SELECT count(*), coalesce(bit_xor(hash(t)), 0), coalesce(sum(hash(t) % 1000003), 0) FROM {table} t"
            kept, drawn = house.columns.query(text), fresh.query(text)
            says = (
                f"{drawn[0][0]} rows, as drawn anew."
                if kept == drawn
                else f"Drawn anew: {drawn[0][0]}; kept: {kept[0][0]}."
            )
            yield Finding(f"columns {table}", kept == drawn, says)
        lost = fresh.query(
            "SELECT (SELECT sum(until - since) FROM spell WHERE gone IS NULL) - (SELECT sum(until - since) FROM span)"
        )
        yield Finding("columns days", lost[0][0] in (0, None), "Spans hold exactly the days of the spells.")
    finally:
        fresh.close()
