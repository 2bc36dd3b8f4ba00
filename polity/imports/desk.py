"""The desk on which a file is examined: a DuckDB of its own in a folder that goes when the examination ends.

What does not fit into its memory lies on disk, so that a file of any length is examined in constant memory. Nothing
here touches the register; rows of the register are copied onto the desk to be compared.
"""

import fcntl
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb

from polity.columns.shape import quoted
from polity.imports.cells import joined
from polity.imports.limits import Limits
from polity.register.register import Register
from polity.words.ids import LETTERS

GROUPS = 1_000_000  # held in memory at a time
PREFIX = "polity-import-"
FAULT = {"line": "BIGINT", "col": "VARCHAR", "code": "VARCHAR", "value": "VARCHAR", "detail": "VARCHAR"}


class Desk:
    """Tables of one examination."""

    def __init__(self, limits: Limits, folder: Path | None = None) -> None:
        _sweep(Path(folder or tempfile.gettempdir()))
        self._folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=folder))
        self._held = (self._folder / "held").open("w")
        fcntl.flock(self._held, fcntl.LOCK_EX)
        self._duck = duckdb.connect(
            str(self._folder / "desk"),
            config={
                "memory_limit": f"{limits.memory // 1000}KB",
                "temp_directory": str(self._folder / "spilt"),
                "preserve_insertion_order": False,
                "threads": 2,
            },
        )
        self._files = 0

    def close(self) -> None:
        """Throw everything away."""
        self._duck.close()
        self._held.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def ask(self, text: str, values: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
        """Ask, and take the whole answer."""
        return self._duck.execute(text, values).fetchall() if values else self._duck.execute(text).fetchall()

    def one(self, text: str) -> int:
        """Ask for one number."""
        return int(self.ask(text)[0][0] or 0)

    def stream(self, text: str, size: int = 10_000) -> Iterator[list[tuple[Any, ...]]]:
        """Ask, and take the answer some rows at a time."""
        cursor = self._duck.cursor()
        try:
            cursor.execute(text)
            while rows := cursor.fetchmany(size):
                yield rows
        finally:
            cursor.close()

    def make(self, name: str, query: str, *, passing: bool = False) -> None:
        """Keep the answer to a question as a table; one that is only passing stays in memory while it fits."""
        self._duck.execute(f"CREATE OR REPLACE {'TEMP ' if passing else ''}TABLE {name} AS {query}")

    def make_in_parts(self, name: str, query: str, rows: int) -> None:
        """Keep the answer to a question whose groups would not fit into memory together, asked part by part.

        query  holds `{part}`, which takes the rows of one part: a remainder of a hash
        rows   how many groups there may be
        """
        parts = rows // GROUPS + 1
        for part in range(parts):
            self.make(f"{name}_{part}", query.replace("{part}", f"% {parts} = {part}"))
        self.make(name, " UNION ALL ".join(f"SELECT * FROM {name}_{part}" for part in range(parts)))
        self.drop(*(f"{name}_{part}" for part in range(parts)))

    def view(self, name: str, query: str) -> None:
        """Give a question a name."""
        self._duck.execute(f"CREATE OR REPLACE VIEW {name} AS {query}")

    def drop(self, *tables: str) -> None:
        """Let tables go."""
        for table in tables:
            self._duck.execute(f"DROP TABLE IF EXISTS {table}")

    def load(
        self, name: str, columns: Mapping[str, str], rows: Iterable[str], separator: str = ",", query: str = "{}"
    ) -> None:
        """Make a passing table of rows written as `cells.joined` writes them, or of what a query makes of `{}`."""
        with self._file() as path:
            with path.open("w", encoding="utf-8", newline="\n") as file:
                file.writelines(f"{row}\n" for row in rows)
            asked = query.replace("{}", f"(SELECT * FROM {_rows_in(path, columns, separator)})")
            self.make(name, asked if query != "{}" else asked[1:-1], passing=True)

    def draw(self, name: str, columns: Mapping[str, str], register: Register, query: str) -> None:
        """Make a table of what the register answers to a question."""
        with self._file() as path:
            with path.open("wb") as file, register.cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT csv)") as copy:
                for block in copy:
                    file.write(block)
            self.make(name, f"SELECT * FROM {_rows_in(path, columns, ',')}")

    def _file(self) -> "_Passing":
        self._files += 1
        return _Passing(self._folder / f"rows-{self._files}.csv")


def _rows_in(path: Path, columns: Mapping[str, str], separator: str) -> str:
    kinds = ", ".join(f"{quoted(column)}: {quoted(kind)}" for column, kind in columns.items())
    return (
        f"read_csv({quoted(str(path))}, columns={{{kinds}}}, delim={quoted(separator)}, quote='\"', escape='\"',"
        " header=false, auto_detect=false, nullstr='', strict_mode=false, new_line='\\n', max_line_size=16777216)"
    )


def _sweep(place: Path) -> None:
    """Throw away the desks of examinations that were killed: nobody holds them any more."""
    for folder in place.glob(f"{PREFIX}*"):
        try:
            with (folder / "held").open("a") as held:
                fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue


class _Passing:
    """A file that is there while it is read."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __enter__(self) -> Path:
        return self.path

    def __exit__(self, *_: object) -> None:
        self.path.unlink(missing_ok=True)


def fault_rows(faults: Iterable[Any]) -> Iterator[str]:
    """Faults as rows that a desk can load."""
    for fault in faults:
        yield joined([str(fault.row), fault.column, fault.code, fault.value, fault.detail], ",")


# --- pieces of SQL ---------------------------------------------------------------------------------------------------


def tidy(column: str) -> str:
    """A text of the register as `shaping` leaves the texts of a file: no space around it, one form of Unicode."""
    return f"nullif(nfc_normalize(trim({column}, ' \t\n\r')), '')"


def as_day(text: str) -> str:
    """The day that a text writes; NULL where it writes none."""
    day = f"try_cast({text} AS DATE)"
    return f"CASE WHEN length({text}) = 10 AND {text} >= '0001-01-01' AND {day}::VARCHAR = {text} THEN {day} END"


def as_id(text: str) -> str:
    """The id that a text writes; NULL where it writes none."""
    plain = f"translate(upper(replace({text}, '-', '')), 'OIL', '011')"
    digits = " + ".join(
        f"(strpos('{LETTERS}', substr({plain}, {at + 1}, 1)) - 1)::BIGINT * {32 ** (11 - at)}" for at in range(12)
    )
    letters = f"regexp_full_match({plain}, '[{LETTERS}]{{12}}')"
    return f"CASE WHEN length({text}) >= 12 THEN CASE WHEN {letters} THEN {digits} END END"
