"""The columns of one organisation: drawn whole or in part from the register, kept in step, saved as Parquet."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

import duckdb
from psycopg import Cursor

from polity.columns import shape
from polity.postgres.database import Database, Row
from polity.register.register import Register
from polity.register.rows import Field
from polity.register.tables import ERASING

FORM = 3  # of the saved files; another form is drawn anew
TABLES = (
    "spell", "fact", "unit_version", "correspondence", "sponsorship", "attendance", "meeting_held", "place",
    "other_fact",
)  # fmt: skip
OF_PEOPLE = (("spell", "person"), ("fact", "subject"), ("sponsorship", "person"), ("attendance", "person"))
FEW = 20_000  # changed subjects up to which the columns are mended rather than drawn anew
SAVE_AFTER = 200  # entries after which the saved files are written anew


class Columns:
    """The register as columns, as of a sealed number. `refresh` before asking; `query` asks.

    lazily  saved files are looked through at, not read whole: for a command that asks once
    """

    def __init__(self, database: Database, folder: Path | None = None, *, lazily: bool = False) -> None:
        self.database = database
        self.folder = folder
        self._lazily = lazily
        self._views: list[str] = []
        self.number = -1
        self.epoch = 0  # grows whenever anything in the columns changes
        self.fields: dict[str, Field] = {}
        self._saved = -1
        self._lock = RLock()
        self._duck = duckdb.connect(":memory:", config={"enable_external_access": True, "threads": os.cpu_count() or 1})

    def query(self, text: str, values: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        """Ask the columns. Only readings do, with their scope in the text."""
        with self._lock:
            cursor = self._duck.cursor()
        try:
            return cursor.execute(text, values).fetchall() if values else cursor.execute(text).fetchall()
        except duckdb.IOException:
            if not self._views:  # else the files were written anew by another process, and are to be read again
                raise
            self._look_away()
            self.refresh()
            return self.query(text, values)
        finally:
            cursor.close()

    def run(self, text: str) -> None:
        """Make or drop a table of a reading's own, such as a tree on a day."""
        with self._lock:
            self._duck.execute(text)

    def close(self) -> None:
        """Let go of the memory."""
        self._duck.close()

    def refresh(self) -> int:
        """Follow the journal to its head. Returns the sealed number that the columns now stand at."""
        if self.database.once("head", self._head) <= self.number:
            return self.number  # nobody waits in line where there is nothing to follow
        with self._lock, self._everything() as (cursor, head):
            if head <= self.number:  # a look that began before may know less than the columns
                return self.number
            if self.number < 0 and self._read_saved() and self.number == head:
                return head
            self._hold()
            if self.number < 0 or not self._mend(cursor, head):
                self._saved = -1  # what is drawn anew is saved anew: the old files may hold what was erased
                self._draw(cursor)
            self.number = head
            self.epoch += 1
            self._save(head)
            return head

    def _head(self) -> int:
        with self._everything() as (_cursor, head):
            return head

    @contextmanager
    def _everything(self) -> Iterator[tuple[Cursor[Row], int]]:
        """A look at all of the register, and the sealed number at which it stands."""
        with self.database.reading(scope="all", scope_day="0001-01-01") as cursor:
            cursor.execute("SELECT coalesce(max(number), 0) FROM journal_seal")
            found = cursor.fetchone()
            yield cursor, int(found[0]) if found else 0

    # --- drawing ----------------------------------------------------------------------------------------------------

    def _draw(self, cursor: Cursor[Row]) -> None:
        fields, self.fields = self.fields, Register(cursor).fields("person")
        self._duck.execute("BEGIN")
        try:
            for statement in shape.create(self.fields.values()):
                self._duck.execute(statement)
            for table in TABLES:
                self._copy(cursor, table)
            self._spans()
            self._duck.execute("COMMIT")
        except BaseException:
            self._duck.execute("ROLLBACK")
            self.fields = fields
            raise

    def _copy(self, cursor: Cursor[Row], table: str, *, only: str = "") -> None:
        with tempfile.NamedTemporaryFile(suffix=".csv") as file:
            query = shape.draw(self.fields.values(), table, only=only)
            with cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)") as copy:
                for block in copy:
                    file.write(block)
            file.flush()
            described = self._duck.execute(f"DESCRIBE {table}").fetchall()
            columns = ", ".join(f"{shape.quoted(name)}: {shape.quoted(kind)}" for name, kind, *_ in described)
            self._duck.execute(
                f"INSERT INTO {table} SELECT * FROM read_csv({shape.quoted(file.name)}, header=false, delim=',',"
                " quote='\"', escape='\"', nullstr='', allow_quoted_nulls=false, auto_detect=false,"
                f" columns={{{columns}}})"
            )

    def _spans(self, people: Iterable[int] | None = None) -> None:
        only = "" if people is None else f"person IN ({', '.join(map(str, people))})"
        facts = "(SELECT * FROM fact WHERE gone IS NULL" + (
            "" if people is None else f" AND subject IN ({', '.join(map(str, people))})"
        )
        text = shape.span_of(
            self.fields.values(), spells="(SELECT * FROM spell WHERE gone IS NULL)", facts=facts + ")", only=only
        )
        if people is None:
            self._duck.execute(f"INSERT INTO span SELECT * FROM ({text}) ORDER BY unit, person, since")
        else:
            self._duck.execute(f"DELETE FROM span WHERE {only}")
            self._duck.execute(f"INSERT INTO span {text}")

    # --- mending ----------------------------------------------------------------------------------------------------

    def _mend(self, cursor: Cursor[Row], head: int) -> bool:
        """Draw anew only what entries since the last number touched. False where that is not worth it."""
        if Register(cursor).fields("person") != self.fields:
            return False
        news = f"(SELECT entry FROM journal_seal WHERE number > {self.number} AND number <= {head})"
        # An erasure leaves no version behind that would say whom it touched.
        cursor.execute(
            f"SELECT EXISTS (SELECT FROM journal_entry WHERE act = ANY(%s) AND entry IN {news})", [list(ERASING)]
        )
        if cursor.fetchone() == (True,):
            return False
        touched = " UNION ".join(
            f"SELECT {column} FROM {table} WHERE entry IN {news} UNION"
            f" SELECT {column} FROM {table}_past WHERE gone IN {news}"
            for table, column in (
                ("standing", "person"),
                ("facts", "subject"),
                ("sponsor", "person"),
                ("attendance", "person"),
            )
        )
        cursor.execute(f"SELECT * FROM ({touched}) t LIMIT {FEW + 1}")
        people = [int(row[0]) for row in cursor.fetchall()]
        if len(people) > FEW:
            return False
        cursor.execute(
            f"SELECT EXISTS (SELECT FROM unit WHERE entry IN {news}) OR EXISTS (SELECT FROM unit_past"
            f" WHERE gone IN {news}), EXISTS (SELECT FROM place WHERE entry IN {news})"
            f" OR EXISTS (SELECT FROM facts JOIN subject k USING (subject) WHERE facts.entry IN {news}"
            f" AND k.kind <> 'person'), EXISTS (SELECT FROM meeting_held WHERE entry IN {news})"
        )
        units, others, met = cursor.fetchone() or (False, False, False)
        self._duck.execute("BEGIN")
        try:
            for table in (
                *(("unit_version", "correspondence") if units else ()),
                *(("place", "other_fact") if others else ()),
                *(("meeting_held",) if met else ()),
            ):
                self._duck.execute(f"DELETE FROM {table}")
                self._copy(cursor, table)
            if people:
                self._mend_people(cursor, people)
            self._duck.execute("COMMIT")
        except BaseException:
            self._duck.execute("ROLLBACK")
            raise
        return True

    def _mend_people(self, cursor: Cursor[Row], people: list[int]) -> None:
        listed = ", ".join(map(str, people))
        for table, column in OF_PEOPLE:
            self._duck.execute(f"DELETE FROM {table} WHERE {column} IN ({listed})")
            self._copy(cursor, table, only=f"{{subject}} IN ({listed})")
        self._spans(people)

    def save(self) -> None:
        """Write the files now, so that whoever opens them next finds the head in them."""
        with self._lock:
            if self.refresh() != self._saved:
                self._saved = -1
                self._save(self.number)

    # --- saving -----------------------------------------------------------------------------------------------------

    def _save(self, head: int) -> None:
        if self.folder is None or (self._saved >= 0 and head - self._saved < SAVE_AFTER):
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix="drawn-", dir=self.folder))
        for table in (*TABLES, "span"):
            self._duck.execute(
                f"COPY {table} TO {shape.quoted(str(made / table))} (FORMAT parquet, COMPRESSION snappy)"
            )
        about = {
            "form": FORM,
            "number": head,
            "seal": self._seal(head),
            "fields": [list(f) for f in self.fields.values()],
        }
        (made / "about.json").write_text(json.dumps(about))
        target = self.folder / f"at-{head}"
        shutil.rmtree(target, ignore_errors=True)
        made.rename(target)
        (self.folder / "newest").write_text(target.name)
        for old in self.folder.iterdir():
            if old.is_dir() and old != target:
                shutil.rmtree(old, ignore_errors=True)
        self._saved = head

    def _seal(self, number: int) -> str:
        """What tells this journal from any other: the seal at a number binds everything before it."""
        with self.database.reading(scope="all", scope_day="0001-01-01") as cursor:
            cursor.execute("SELECT seal FROM journal_seal WHERE number = %s", [number])
            found = cursor.fetchone()
            return str(found[0]) if found else ""

    def _read_saved(self) -> bool:
        if self.folder is None or not (self.folder / "newest").exists():
            return False
        target = self.folder / (self.folder / "newest").read_text()
        try:
            about = json.loads((target / "about.json").read_text())
            fields = {row[1]: Field(*row) for row in about["fields"]}
            if about["form"] != FORM or about["seal"] != self._seal(about["number"]):
                return False
            for statement in shape.create(fields.values()):
                self._duck.execute(statement)
            for table in (*TABLES, "span"):
                self._open(table, f"read_parquet({shape.quoted(str(target / table))})")
        except (OSError, ValueError, KeyError, TypeError, duckdb.Error):
            self._look_away()
            return False  # what cannot be read is drawn anew
        self.fields, self.number, self._saved = fields, about["number"], about["number"]
        self.epoch += 1
        return True

    def _open(self, table: str, file: str) -> None:
        """Read a saved table, or only look through at its file where a single question is to be asked."""
        if not self._lazily:
            self._duck.execute(f"INSERT INTO {table} SELECT * FROM {file}")
            return
        types = self._duck.execute(f"DESCRIBE {table}").fetchall()
        cast = ", ".join(f'CAST("{name}" AS {kind}) AS "{name}"' for name, kind, *_ in types)
        self._duck.execute(f"DROP TABLE {table}")
        self._duck.execute(f"CREATE VIEW {table} AS SELECT {cast} FROM {file}")
        self._views.append(table)

    def _hold(self) -> None:
        """Make tables of what was only looked through at, before any of it changes."""
        for table in self._views:
            self._duck.execute(f"CREATE TABLE held AS SELECT * FROM {table}")
            self._duck.execute(f"DROP VIEW {table}")
            self._duck.execute(f"ALTER TABLE held RENAME TO {table}")
        self._views.clear()

    def _look_away(self) -> None:
        with self._lock:
            for table in self._views:
                self._duck.execute(f"DROP VIEW {table}")
            self._views.clear()
            self._lazily, self.number = False, -1

    def forget(self) -> None:
        """Throw the saved files away, so that the next refresh draws everything anew."""
        with self._lock:
            self._look_away()
            self._saved = -1
            if self.folder is not None:
                shutil.rmtree(self.folder, ignore_errors=True)
