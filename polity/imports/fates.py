"""The fate of every row of a file that was examined, written beside the file, so that any page of it opens at once."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from polity.imports.examining import PART, Examination, id_shown
from polity.imports.faults import Fault

FATES = ("refused", "changed", "new", "same")
SHOWN = 100  # rows on a page
REFUSED = (
    "SELECT f.line, coalesce(k.family || ' ' || k.given, ''), coalesce(f.col, ''), f.code, coalesce(f.value, ''),"
    " coalesce(f.detail, '') FROM every_fault f LEFT JOIN kept k USING (line) ORDER BY f.line, f.col, f.code"
)
OTHERS = {
    "changed": "SELECT k.line, k.family || ' ' || k.given, array_to_string(d.columns, ', ') FROM kept k"
    " JOIN differs d USING (line) ANTI JOIN refused r USING (line) ORDER BY k.line",
    "same": "SELECT k.line, k.family || ' ' || k.given, '' FROM kept k JOIN row_of w USING (line)"
    " ANTI JOIN refused r USING (line){differs} ORDER BY k.line",
    "new": "SELECT k.line, k.family || ' ' || k.given, '' FROM kept k ANTI JOIN refused r USING (line)"
    " ANTI JOIN row_of w USING (line) ORDER BY k.line",
}


@dataclass(frozen=True)
class Fate:
    """What becomes of a row: who it is about, the column it rests on, and why."""

    line: int
    who: str
    column: str
    says: str
    remedy: str

    @property
    def part(self) -> int:
        """0 for the file itself, 1 for the first correction."""
        return self.line // PART

    @property
    def row(self) -> int:
        """The row of that file."""
        return self.line % PART


def write(found: Examination, folder: Path) -> dict[str, list[int]]:
    """Write all fates into a folder. Gives, for each fate, where in its file each page begins, and last its end."""
    places = {"refused": _written(folder / "refused.jsonl", _refused(found))}
    whole = bool(found.given)
    for fate, query in OTHERS.items():
        asked = query.format(differs=" ANTI JOIN differs d USING (line)")
        rows = (row for part in found.desk.stream(asked) for row in part) if whole else iter(())
        places[fate] = _written(folder / f"{fate}.jsonl", ((*row, "", "") for row in rows))
    return places


def _refused(found: Examination) -> Iterator[Sequence[Any]]:
    if not found.given:  # the file could not be read as a whole
        for fault in found.listing:
            yield fault.row, "", fault.column, fault.says, fault.remedy
        return
    found.desk.make("every_fault", "SELECT * FROM fault")  # some of it lies where no second look reaches
    for part in found.desk.stream(REFUSED):
        for line, who, column, code, value, detail in part:
            fault = Fault(line, column, code, id_shown(code, value), detail)
            yield line, who, column, fault.says, fault.remedy


def _written(path: Path, rows: Iterator[Sequence[Any]]) -> list[int]:
    places, count, at = [0], 0, 0
    with path.open("wb") as file:
        for row in rows:
            line = json.dumps(row, ensure_ascii=False).encode() + b"\n"
            file.write(line)
            at += len(line)
            count += 1
            if count % SHOWN == 0:
                places.append(at)
    if places[-1] != at:
        places.append(at)
    return places


def page(folder: Path, fate: str, places: Mapping[str, Sequence[int]], number: int) -> list[Fate]:
    """One page of the rows of a fate, from 1 on."""
    found = places.get(fate, (0,))
    if fate not in FATES or not 1 <= number < len(found):
        return []
    with (folder / f"{fate}.jsonl").open("rb") as file:
        file.seek(found[number - 1])
        lines = file.read(found[number] - found[number - 1]).splitlines()
    return [Fate(*json.loads(line)) for line in lines]


def every(folder: Path, fate: str) -> Iterator[Fate]:
    """All rows of a fate."""
    with (folder / f"{fate}.jsonl").open("rb") as file:
        for line in file:
            yield Fate(*json.loads(line))
