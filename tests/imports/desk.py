"""Short names for what the tests of imports do: write a file, examine it, enter it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from polity.acts import Authority
from polity.imports import Entered, Examination, Limits, enter, examined
from polity.imports.examining import What
from polity.journal import sealer
from tests.league import League

DAY = date(2025, 3, 1)
HEADER = "family,given,unit,standing,since,sex,born"


class Importing:
    """Files of one test, imported into the league."""

    def __init__(self, league: League, folder: Path) -> None:
        self.league, self.folder = league, folder

    def file(self, *lines: str, name: str = "people.csv") -> Path:
        path = self.folder / name
        path.write_bytes("".join(f"{line}\n" for line in lines).encode())
        return path

    @contextmanager
    def opened(
        self, path: Path, what: What = "people", limits: Limits | None = None, by: Authority | None = None
    ) -> Iterator[Examination]:
        """Examine a file on the league's day, by the secretary unless somebody else is named."""
        with examined(
            path,
            what,
            house=self.league.house,
            on=DAY,
            by=by or self.league.by(),
            limits=limits,
            scratch=self.folder,
        ) as found:
            yield found

    def seal(self) -> None:
        sealer.seal_pending(self.league.database)

    def counts(self, path: Path, what: What = "people") -> dict[str, int]:
        """How many rows are new, the same, changed and refused; nothing is entered."""
        with self.opened(path, what) as found:
            return counts(found)

    def faults(self, path: Path, what: What = "people", limits: Limits | None = None) -> list[tuple[int, str, str]]:
        """Row, column and code of everything that is wrong."""
        with self.opened(path, what, limits) as found:
            return [(fault.row, fault.column, fault.code) for fault in found.listed()]

    def says(self, path: Path, what: What = "people") -> list[str]:
        with self.opened(path, what) as found:
            return [f"{fault.says} {fault.remedy}" for fault in found.listed()]

    def enter(self, path: Path, what: What = "people", **options: Any) -> tuple[dict[str, int], Entered]:
        """Examine and enter."""
        with self.opened(path, what) as found:
            entered = enter(
                found,
                database=self.league.database,
                by=self.league.by(None),
                changes_by=self.league.by(),
                **options,
            )
            self.seal()
            return counts(found), entered


def counts(found: Examination) -> dict[str, int]:
    return {"new": found.new, "same": found.same, "changed": found.changed, "refused": found.refused}


def row(*cells: str) -> str:
    return ",".join(cells)


def many(count: int, *, unit: str = "S") -> Sequence[str]:
    """Rows about people who are all different."""
    return [f"Family{at},G{at % 7},{unit},member,2021-01-{at % 28 + 1:02},female,1980-01-01" for at in range(count)]
