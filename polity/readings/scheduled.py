"""Ask a law of every cell, month by month: when its people may become members, and when entrants are admitted."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from polity.columns.shape import quoted
from polity.readings.collapsing import Collapsed, Tables
from polity.readings.eligible import ADMISSION, PROMOTION, ROWS, Read, ask, days
from polity.readings.house import House, Scope
from polity.statutes import Law

PROFILES = 4096  # more profiles than there can be


class Schedules(NamedTuple):
    """Months in which a law lets people become members, as bits. The number of a cell or kind of entrant and a profile
    is the first times PROFILES, plus the profile's.

    there    of the cells, from the first month asked about
    coming   of kinds of entrants, from month 0, by the month in which they come in, as far as the law tells them apart
    """

    there: Mapping[int, int]
    coming: Sequence[Mapping[int, int]]

    def entering(self, month: int, number: int) -> int:
        """The months of a kind of entrant and profile that comes in in a month."""
        last = len(self.coming) - 1
        return self.coming[min(month, last)].get(number, 0) << max(month - last, 0)


def schedules(
    house: House, tables: Tables, collapsed: Collapsed, law: Law, *, months: int, first: int, still: int,
    pilots: Mapping[str, str], scope: Scope,
) -> Schedules:  # fmt: skip
    """Ask a law of every cell and profile in every month from `first` on, and of those who come in.

    still  the month from which on entrants are treated alike, whenever they come in
    """
    grid = days(collapsed.on, first + 1, months)
    read, entries = collapsed.read, min(still, months - 1) + 1
    when = ", ".join(f"({at}, DATE '{day}')" for at, day in enumerate(grid))
    house.columns.run(f"CREATE OR REPLACE TABLE {tables.days} AS SELECT * FROM (VALUES {when}) d (m, day)")
    there = ", ".join(
        ["c.cell", "c.since", *(f"c.{key.name}" for key in read.keys), *(["c.born_in"] if read.ages else [])]
    )
    top = len(collapsed.cells) + 1
    coming = ", ".join(
        [
            f"{top} + e.kind * {entries} + n.m - {-first} AS cell",
            "n.day AS since",
            *(f"e.{key.name}" for key in read.keys),
        ]
        + ([f"e.born_in + n.m - {-first} + 1"] if read.ages else [])
    )
    source = (
        f"SELECT {there} FROM {tables.cells} c UNION ALL SELECT {coming} FROM {tables.entrants} e JOIN {tables.days} n"
        f" ON n.m BETWEEN {-first} AND {entries - 1 - first}"
    )
    facts = _columns(law, PROMOTION, read, "candidate", since="c.since", age=f"(d.m + {first} + 1 - c.born_in) // 12")
    asked = (
        f"SELECT (c.cell * {PROFILES} + r.profile) * {ROWS} + d.m AS row, d.day AS day, c.since AS applied{facts}"
        f" FROM ({source}) c JOIN {tables.days} d ON d.day > c.since CROSS JOIN {tables.profiles} r"
    )
    found = ask(house, law, PROMOTION, source=asked, decided=grid, pilots=pilots, scope=scope)
    there_in: dict[int, int] = {}
    coming_in: list[dict[int, int]] = [{} for _ in range(entries)]
    for number_of, bits in found.items():
        cell, profile = divmod(number_of, PROFILES)
        if cell < top:
            there_in[number_of] = bits
        else:
            kind, month = divmod(cell - top, entries)
            coming_in[month][kind * PROFILES + profile] = bits >> -first
    return Schedules(there_in, coming_in)


def admissions(
    house: House,
    tables: Tables,
    collapsed: Collapsed,
    law: Law,
    *,
    months: int,
    pilots: Mapping[str, str],
    scope: Scope,
) -> dict[int, int]:
    """For each kind of entrant and profile the months, from the window's first, in which the law admits it, as bits."""
    first = -collapsed.window
    grid = days(collapsed.on, first + 1, months)
    when = ", ".join(f"({at}, DATE '{day}')" for at, day in enumerate(grid))
    house.columns.run(f"CREATE OR REPLACE TABLE {tables.days} AS SELECT * FROM (VALUES {when}) d (m, day)")
    age = "c.aged" if collapsed.read.aged else "-c.born_in // 12"
    facts = _columns(law, ADMISSION, collapsed.read, "sympathiser", since="NULL", age=age)
    asked = (
        f"SELECT (c.kind * {PROFILES} + r.profile) * {ROWS} + d.m AS row, d.day AS day, d.day AS applied{facts}"
        f" FROM {tables.entrants} c CROSS JOIN {tables.days} d CROSS JOIN {tables.profiles} r"
    )
    return ask(house, law, ADMISSION, source=asked, decided=grid, pilots=pilots, scope=scope)


def _columns(law: Law, rules: Sequence[str], read: Read, standing: str, *, since: str, age: str) -> str:
    """The columns of facts that rules read, of a cell `c` and a profile `r`."""
    here = [rule for rule in rules if rule in law.rules()]
    known: dict[str, str] = {key.name: f"c.{key.name}" for key in read.keys}
    known |= {key.name: f"r.{key.name}" for key in read.rates}
    known |= {"standing": quoted(standing), "candidate_since": f"CAST({since} AS DATE)"}
    if read.ages or read.aged:
        known["age"] = age
    wanted = law.reads(here) if here else ()
    return "".join(f", {known.get(name, 'NULL')} AS {name}" for name in wanted)
