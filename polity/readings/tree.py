"""The tree of units on a day, numbered so that a subtree is a stretch of numbers, and maps between days."""

from collections.abc import Sequence
from datetime import date
from threading import RLock
from typing import NamedTuple
from weakref import WeakKeyDictionary

from polity.columns import Columns
from polity.readings.house import House, Scope

_KEPT = 24  # trees held ready


class Tree(NamedTuple):
    """A tree drawn for a day as a table of the columns.

    table  name of the table: unit, low, high, depth, name, code, kind, tier, place, and `a0`, `a1` ... the unit at
           each tier above or at it
    tiers  the tiers in order; tier i is column `a{i}`
    """

    table: str
    tiers: tuple[str, ...]
    on: date


# By the columns that hold them, then by the columns' epoch, the day, and the number as known at which they were drawn.
type Held = dict[tuple[int, date, int | None], Tree]
_TREES: WeakKeyDictionary[Columns, tuple[Held, list[str]]] = WeakKeyDictionary()  # held, and tables to be dropped
_DRAWING = RLock()


def tiers_of(house: House, *, scope: Scope) -> tuple[str, ...]:
    """The tiers of the organisation, from the top down."""
    with house.register(scope=scope) as register:
        found = register.organisation()
    return tuple((found or ("", {}))[1].get("tiers", ()))


def tree_on(house: House, on: date, *, scope: Scope, known: int | None = None) -> Tree:
    """Draw the tree of a day, as known at a journal number. Kept until the columns change."""
    with _DRAWING:
        held, retired = _TREES.setdefault(house.columns, ({}, []))
        key = (house.columns.epoch, on, known)
        if key not in held:
            tiers = tiers_of(house, scope=scope)
            table = f"tree_{key[0]}_{on:%Y%m%d}" + ("" if known is None else f"_{int(known)}")
            house.columns.run(f"CREATE OR REPLACE TABLE {table} AS {_drawn(tiers, on, known)}")
            stale = [old for old in held if old[0] != key[0]] or (list(held)[:1] if len(held) >= _KEPT else [])
            retired += [held.pop(old).table for old in stale]
            held[key] = Tree(table, tiers, on)
            # Somebody may be about to ask a tree that was just retired: it is dropped only when many more have been.
            while len(retired) > 2 * _KEPT:
                house.columns.run(f"DROP TABLE IF EXISTS {retired.pop(0)}")
        return held[key]


def version_known(known: int | None) -> str:
    """The condition under which a version counts, as known now or at a journal number."""
    return "gone IS NULL" if known is None else f"known <= {int(known)} AND (gone IS NULL OR gone > {int(known)})"


def _drawn(tiers: Sequence[str], on: date, known: int | None) -> str:
    above = ", ".join(
        f"CASE WHEN u.tier = '{tier.replace(chr(39), chr(39) * 2)}' THEN u.unit ELSE {{up}} END AS a{at}"
        for at, tier in enumerate(tiers)
    )
    top = ", ".join(part.replace("{up}", "NULL") for part in [above]) if tiers else ""
    deeper = above
    for at in range(len(tiers)):
        deeper = deeper.replace("{up}", f"t.a{at}", 1)
    stands = f"since <= DATE '{on}' AND DATE '{on}' < until AND {version_known(known)}"
    columns = "u.unit, u.name, u.code, u.kind, u.tier, u.parent, json_extract_string(u.facts, '$.place') AS place"
    return f"""
WITH RECURSIVE u AS (SELECT * FROM unit_version WHERE {stands}),
 t AS (SELECT {columns}, 0 AS depth, [u.code] AS path{", " + top if top else ""} FROM u WHERE u.parent IS NULL
   UNION ALL SELECT {columns}, t.depth + 1, list_append(t.path, u.code){", " + deeper if deeper else ""}
   FROM u JOIN t ON u.parent = t.unit),
 n AS (SELECT *, row_number() OVER (ORDER BY path) AS low FROM t),
 size AS (SELECT code, count(*) AS below FROM (SELECT unnest(path) AS code FROM n) GROUP BY code)
SELECT n.* EXCLUDE (path), n.low + size.below - 1 AS high FROM n JOIN size USING (code)"""


def within(tree: Tree, scope: Scope, under: int | None = None) -> str | None:
    """The condition on `t.low` that keeps a query inside a scope and under a unit; None where nothing limits it."""
    limits = []
    if not scope.whole:
        limits.append(scope.unit if scope.unit is not None else 0)
    if under is not None:
        limits.append(under)
    if not limits:
        return None
    return " AND ".join(
        f"t.low BETWEEN (SELECT low FROM {tree.table} WHERE unit = {int(unit)})"
        f" AND (SELECT high FROM {tree.table} WHERE unit = {int(unit)})"
        for unit in limits
    )


def homes(tree: Tree, *, from_day: date, known: int | None = None) -> str:
    """SQL for the unit of the tree's day that answers to each unit of another day: `unit`, `answers`.

    A unit that stands on both days answers to itself. One that does not is followed toward the tree's day through the
    merge or split in which it ended, or began; failing that, it answers to the unit it last, or first, stood under. So
    nobody is lost and nobody counted twice: each step leads to a unit that lasted longer, or was there earlier.
    """
    forward = from_day <= tree.on
    early, late = (from_day, tree.on) if forward else (tree.on, from_day)
    a, b = ("before", "after") if forward else ("after", "before")
    nearest, turned = ("arg_max", "ends <= c.day") if forward else ("arg_min", "begins >= c.day")
    limit = f"c.day > DATE '{early}' AND c.day <= DATE '{late}'" + (
        "" if known is None else f" AND c.known <= {int(known)}"
    )
    return f"""
WITH RECURSIVE stood AS (SELECT unit, {nearest}(parent, since) AS parent, min(since) AS begins, max(until) AS ends
   FROM unit_version WHERE {version_known(known)} GROUP BY unit),
 link AS (SELECT c.{a} AS a, min(c.{b}) AS b FROM correspondence c JOIN stood ON stood.unit = c.{a} AND {turned}
   WHERE {limit} AND c.before <> c.after GROUP BY 1),
 walk AS (SELECT unit, unit AS at, 0 AS steps FROM stood
   UNION ALL SELECT w.unit, coalesce(link.b, stood.parent), w.steps + 1 FROM walk w
     LEFT JOIN {tree.table} s ON s.unit = w.at LEFT JOIN link ON link.a = w.at LEFT JOIN stood ON stood.unit = w.at
     WHERE s.unit IS NULL AND coalesce(link.b, stood.parent) IS NOT NULL AND w.steps < 32)
SELECT w.unit, w.at AS answers FROM walk w JOIN {tree.table} t ON t.unit = w.at"""
