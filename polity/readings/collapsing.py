"""Collapse the register to cells: who stands where on a day, who came and went in the months before, and what may be.

What is exact stays exact: sums over cells are the register's own. People are told apart only by what the rules read, by
the dimension asked about, and by the months that they have served.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import NamedTuple

from polity.readings.eligible import YEARS_BACK, Read, days, number, stretches
from polity.readings.house import House, Scope
from polity.readings.release import SMALLEST
from polity.readings.tree import homes, tree_on, within
from polity.statutes import Law, add_months

OTHERS = "others"  # values that fewer than ten people have, taken together
UNKNOWN = "unknown"
_TABLES = count(1)


class Stock(NamedTuple):
    """People of a cell or group who are counted on every first of a month from `first` up to before `last`."""

    at: int  # the cell, or the place of the group
    counted: int  # month from which the standing counts
    first: int
    last: int
    people: int


class Event(NamedTuple):
    """People of a cell or group to whom something happened in a month."""

    at: int
    counted: int
    month: int
    what: str  # promoted, a reason, or other; admitted, returned
    people: int


class Cell(NamedTuple):
    """Candidates whom nothing tells apart."""

    group: int
    since: int  # the month on whose first day the candidacy counts at the latest


class Collapsed(NamedTuple):
    """The register as cells, for so many months of history before a day."""

    on: date
    window: int
    values: tuple[str, ...]  # of the dimension, in order: the groups
    read: Read
    cells: Mapping[int, Cell]
    candidates: Sequence[Stock]
    members: Sequence[Stock]
    left: Sequence[Event]  # candidates: promoted, or gone
    parted: Sequence[Event]  # members
    admitted: Sequence[Event]  # by group
    returned: Sequence[Event]
    mixes: Mapping[int, Mapping[int, int]]  # group -> kind of entrant -> how many in the window
    profiles: Mapping[int, Sequence[tuple[int, int]]]  # group -> the number of a profile and how many have it


class Tables(NamedTuple):
    """Names of the tables that a forecast lays down in the columns and takes up again."""

    here: str
    candidates: str
    cells: str
    entrants: str
    profiles: str
    bins: str
    days: str


def word(value: object) -> str:
    """A value of the dimension as people read it."""
    return UNKNOWN if value is None else str(value).lower() if isinstance(value, bool) else str(value)


@contextmanager
def laid(house: House, *, scope: Scope) -> Iterator[Tables]:
    """Tables of one forecast's own, which go with it."""
    mark = next(_TABLES)
    tables = Tables(*(f"forecast_{name}_{mark}" for name in Tables._fields))
    try:
        yield tables
    finally:
        for name in tables:
            house.columns.run(f"DROP TABLE IF EXISTS {name}")


def collapse(
    house: House, tables: Tables, laws: Sequence[Law], read: Read, *, on: date, by: str, window: int, months: int,
    scope: Scope, under: int | None = None,
) -> Collapsed:  # fmt: skip
    """Lay the register down as cells, and count them.

    Source  the columns, at the journal's head
    Scope   people at home, on the day, in the reader's part of the tree and under the unit
    """
    values, groups = _people(
        house, tables, laws, read, on=on, by=by, window=window, months=months, scope=scope, under=under
    )
    cells, kinds = _cells(house, tables, read, groups, window=window, on=on)
    found = house.columns.query(f"SELECT cell, 0, js, ju, count(*) FROM {tables.candidates} GROUP BY ALL ORDER BY ALL")
    members = house.columns.query(
        f"SELECT g, greatest(jc, {-12 * YEARS_BACK}), js, ju, count(*) FROM {tables.here}"
        " WHERE standing = 'member' GROUP BY ALL ORDER BY ALL"
    )
    return Collapsed(
        on=on,
        window=window,
        values=values,
        read=read,
        cells=cells,
        candidates=[Stock(*map(int, row)) for row in found],
        members=[Stock(groups[word(row[0])], *map(int, row[1:])) for row in members],
        **_events(house, tables, groups, window),
        mixes=kinds,
        profiles=_profiles(house, tables, read, groups, on=on, window=window),
    )


def _people(
    house: House, tables: Tables, laws: Sequence[Law], read: Read, *, on: date, by: str, window: int, months: int,
    scope: Scope, under: int | None,
) -> tuple[tuple[str, ...], dict[str, int]]:  # fmt: skip
    """Everybody's standings as months; of candidates, their cell. Gives the groups, and the group of each value."""
    first = add_months(on, -window)
    tree = tree_on(house, on, scope=scope)
    limit = within(tree, scope, under)
    placed = (
        f" JOIN ({homes(tree, from_day=first)}) h ON h.unit = s.unit JOIN {tree.table} t ON t.unit = h.answers"
        if limit
        else ""
    )
    conditions = [f"s.until > DATE '{first}' AND s.since <= DATE '{on}'", *([limit] if limit else [])]
    group = f"s.{by}"
    source = f"FROM span s{placed} WHERE {' AND '.join(conditions)}"
    held = f"greatest({number(on, 's.since')}, {-window}) AS js, least({number(on, 's.until')}, 1) AS ju"
    grid = days(on, -window, months)
    back = add_months(on, -12 * YEARS_BACK)
    bins = ", ".join(
        f"(DATE '{low}', DATE '{high}')" for low, high in stretches(laws, grid_since(on, back, grid), back)
    )
    house.columns.run(f"CREATE TABLE {tables.bins} AS SELECT * FROM (VALUES {bins}) b (low, high)")
    house.columns.run(
        f"CREATE TABLE {tables.here} AS SELECT * FROM (SELECT s.person, s.standing, s.reason, {group} AS g,"
        f" {number(on, 's.counted_from')} AS jc, {held} {source}) WHERE js < ju"
    )
    keys = "".join(f", {key.sql} AS {key.name}" for key in read.keys)
    keys += f", {number(on, 's.born')} AS born_in" if read.ages else ""
    keys += f", {read.aged.sql.replace('{at}', 's.counted_from')} AS aged" if read.aged else ""
    named = [key.name for key in read.keys] + (["born_in"] if read.ages else [])
    raw = (
        f"SELECT c.*, b.high AS since_day FROM (SELECT s.person, s.counted_from, {group} AS g,"
        f" {number(on, 's.counted_from')} AS jc, {held}{keys} {source} AND s.standing = 'candidate') c"
        f" ASOF JOIN {tables.bins} b ON c.counted_from >= b.low WHERE c.js < c.ju"
    )
    house.columns.run(f"CREATE TABLE {tables.entrants} AS {raw}")
    cell = ["g", "since_day", *named]
    listed, same = ", ".join(cell), " AND ".join(f"c.{name} IS NOT DISTINCT FROM d.{name}" for name in cell)
    house.columns.run(
        f"CREATE TABLE {tables.cells} AS SELECT row_number() OVER (ORDER BY {listed}) AS cell, {listed},"
        f" since_day AS since FROM (SELECT DISTINCT {listed} FROM {tables.entrants})"
    )
    house.columns.run(
        f"CREATE TABLE {tables.candidates} AS SELECT c.*, d.cell FROM {tables.entrants} c"
        f" JOIN {tables.cells} d ON {same}"
    )
    house.columns.run(f"DROP TABLE {tables.entrants}")
    return _groups(house, tables)


def _groups(house: House, tables: Tables) -> tuple[tuple[str, ...], dict[str, int]]:
    """The groups told, and the group of each value: values that fewer than ten members have are taken together."""
    counted = house.columns.query(
        f"SELECT g, count(*) FILTER (WHERE js <= 0 AND 0 < ju AND standing = 'member') FROM {tables.here}"
        " GROUP BY 1 ORDER BY 1"
    )
    people = {word(value): int(members) for value, members in counted}
    small = [value for value, members in people.items() if members < SMALLEST]
    while small and len(small) < len(people) and 0 < sum(people[value] for value in small) < SMALLEST:
        rest = [value for value in people if value not in small]
        small.append(min(rest, key=lambda value: (people[value], value)))
    kept = [value for value in people if value not in small]
    groups = {value: at for at, value in enumerate(kept)} | dict.fromkeys(small, len(kept))
    return (*kept, *([OTHERS] if small else [])), groups


def grid_since(on: date, back: date, grid: Sequence[date]) -> list[date]:
    """The days of decision of a forecast, and those before it as far back as candidacies are told apart."""
    return [*days(on, -((on.year - back.year) * 12 + on.month - back.month), -1), *(day for day in grid if day >= on)]


def _cells(
    house: House, tables: Tables, read: Read, groups: Mapping[str, int], *, window: int, on: date
) -> tuple[dict[int, Cell], dict[int, dict[int, int]]]:
    """The cells of candidates, and the kinds of people who come in."""
    named = [key.name for key in read.keys] + (["born_in"] if read.ages else [])
    rows = house.columns.query(f"SELECT cell, g, {number(on, 'since')} FROM {tables.cells}")
    cells = {int(cell): Cell(groups[word(g)], int(since)) for cell, g, since in rows}
    kind = ", ".join(["e.g", *(f"e.{name}" for name in named), *(["e.aged"] if read.aged else [])])
    if read.ages:
        kind = kind.replace("e.born_in", "e.born_in - e.js AS born_in")
    order = ", ".join(["g", *named, *(["aged"] if read.aged else [])])
    house.columns.run(
        f"CREATE TABLE {tables.entrants} AS SELECT *, row_number() OVER (ORDER BY {order}) AS kind FROM"
        f" (SELECT {kind}, count(*) AS people FROM {tables.candidates} e LEFT JOIN {tables.here} b"
        f" ON b.person = e.person AND b.js < e.js AND e.js <= b.ju"
        f" WHERE e.js > {-window} AND b.standing IS DISTINCT FROM 'candidate' GROUP BY ALL)"
    )
    mixes: dict[int, dict[int, int]] = {at: {} for at in groups.values()}
    for number_of, g, people in house.columns.query(f"SELECT kind, g, people FROM {tables.entrants} ORDER BY 1"):
        mixes[groups[word(g)]][int(number_of)] = int(people)
    return cells, mixes


def _events(house: House, tables: Tables, groups: Mapping[str, int], window: int) -> dict[str, list[Event]]:
    """What happened in the window: to whoever was there at the beginning of a month, by its end."""
    after = f"LEFT JOIN {tables.here} b ON b.person = a.person AND b.js <= a.ju AND a.ju < b.ju WHERE a.ju <= 0"
    what = (
        "CASE WHEN b.standing = 'member' THEN 'promoted' WHEN b.standing = 'former' THEN coalesce(b.reason, 'other')"
        " ELSE 'other' END"
    )
    left = house.columns.query(
        f"SELECT a.cell, 0, a.ju - 1, {what}, count(*) FROM {tables.candidates} a {after}"
        " AND b.standing IS DISTINCT FROM 'candidate' GROUP BY ALL ORDER BY ALL"
    )
    parted = house.columns.query(
        f"SELECT a.g, greatest(a.jc, {-12 * YEARS_BACK}), a.ju - 1, {what}, count(*) FROM {tables.here} a {after}"
        " AND a.standing = 'member' AND b.standing IS DISTINCT FROM 'member' GROUP BY ALL ORDER BY ALL"
    )
    before = (
        f"FROM {tables.here} a LEFT JOIN {tables.here} b ON b.person = a.person AND b.js < a.js AND a.js <= b.ju"
        f" WHERE a.js > {-window}"
    )
    admitted = house.columns.query(
        f"SELECT a.g, 0, a.js - 1, 'admitted', count(*) {before} AND a.standing = 'candidate'"
        " AND b.standing IS DISTINCT FROM 'candidate' GROUP BY ALL ORDER BY ALL"
    )
    returned = house.columns.query(
        f"SELECT a.g, 0, a.js - 1, 'returned', count(*) {before} AND a.standing = 'member'"
        " AND (b.standing IS NULL OR b.standing NOT IN ('candidate', 'member')) GROUP BY ALL ORDER BY ALL"
    )
    grouped = {"parted": parted, "admitted": admitted, "returned": returned}
    found = {name: [Event(groups[word(row[0])], *row[1:]) for row in rows] for name, rows in grouped.items()}
    return found | {"left": [Event(*row) for row in left]}


def _profiles(
    house: House, tables: Tables, read: Read, groups: Mapping[str, int], *, on: date, window: int
) -> dict[int, list[tuple[int, int]]]:
    """How often those who became candidates in the window have what the rules ask of them: facts that are drawn."""
    day = f"DATE '{on}'"
    named = [key.name for key in read.rates]
    if not named:
        house.columns.run(f"CREATE TABLE {tables.profiles} AS SELECT 1 AS profile")
        return {at: [(1, 1)] for at in groups.values()}
    chosen = ", ".join(f"CAST({key.sql.replace('{at}', day)} AS {key.kind}) AS {key.name}" for key in read.rates)
    spells = "spell AS (SELECT * FROM spell WHERE gone IS NULL), "
    body = (
        f"WITH {spells if 'spell m' in chosen else ''} s AS (SELECT p.*, p.person AS subject, c.g FROM span p JOIN"
        f" {tables.candidates} c ON c.person = p.person AND c.js <= 0 AND 0 < c.ju AND c.jc > {-window}"
        f" WHERE p.since <= {day} AND {day} < p.until) SELECT s.g, {chosen} FROM s"
    )
    house.columns.run(
        f"CREATE TABLE {tables.profiles} AS SELECT *, dense_rank() OVER (ORDER BY {', '.join(named)}) AS profile FROM"
        f" (SELECT g, {', '.join(named)}, count(*) AS people FROM ({body}) GROUP BY ALL)"
    )
    rows = house.columns.query(f"SELECT g, profile, people FROM {tables.profiles} ORDER BY ALL")
    house.columns.run(
        f"CREATE OR REPLACE TABLE {tables.profiles} AS SELECT DISTINCT profile, {', '.join(named)}"
        f" FROM {tables.profiles}"
    )
    found: dict[int, list[tuple[int, int]]] = {at: [] for at in groups.values()}
    for g, profile, people in rows:
        found[groups[word(g)]].append((int(profile), int(people)))
    return found


def counted(collapsed: Collapsed) -> dict[str, int]:
    """Sums over the cells on the day: what the register itself counts."""
    stocks = {"candidate": collapsed.candidates, "member": collapsed.members}
    return {name: sum(one.people for one in rows if one.first <= 0 < one.last) for name, rows in stocks.items()}
