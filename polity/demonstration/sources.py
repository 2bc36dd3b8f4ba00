"""What the sources say: the tables of `history/`, read once and never changed."""

import csv
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
HISTORY = HERE / "history"


@cache
def rows(table: str) -> tuple[dict[str, str], ...]:
    """The rows of a table of `history/`, by its name without the ending. An empty text means that it is not known."""
    with (HISTORY / f"{table}.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@cache
def guberniyas() -> tuple[dict[str, str], ...]:
    """Our own list of the units below the centre: which are named by which source, and synthetic weights."""
    with (HERE / "guberniyas.csv").open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


def stated(record: str) -> str:
    """The value of one record of the party census, as it is written in the table."""
    (value,) = (row["value"] for row in rows("census_1922") if row["record_id"] == record)
    return value


def persons(record: str) -> int:
    """The value of one record of the party census that counts people or nuclei."""
    return int(stated(record))


def statutes() -> tuple[tuple[str, str], ...]:
    """The statutes of the demonstration by name, in the order of their adoption.

    The first says who may adopt the others: the centre's secretary.
    """
    names = ("competences_synthetic", "rules_1922", "gaps_synthetic")
    return tuple((name, (HERE / "statutes" / f"{name}.yaml").read_text(encoding="utf-8")) for name in names)
