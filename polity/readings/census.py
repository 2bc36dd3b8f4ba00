"""Counts of people on any day, by anything the register knows of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from polity.columns.shape import STANDINGS, quoted, span_of
from polity.readings.house import House, Scope
from polity.readings.tree import Tree, homes, tree_on, version_known, within
from polity.register.facts import whole_years
from polity.register.rows import Field
from polity.words import ids

UNIT_DIMENSIONS = {"unit": "t.code", "unit_kind": "t.kind", "tier": "t.tier", "place": "t.place"}


class Unanswerable(ValueError):
    """A question that the census cannot answer; `says` and `remedy` are for whoever asked."""

    def __init__(self, says: str, remedy: str) -> None:
        self.says, self.remedy = says, remedy
        super().__init__(says)


@dataclass(frozen=True)
class Question:
    """What is to be counted.

    on        the day
    where     values that people must have, by dimension; several values of one dimension are alternatives
    by        dimensions of the table, in order
    under     a unit: only its subtree on the day of the map
    map_of    the day whose tree of units is used; the day itself by default
    known     as known at a journal number; as known now by default
    per_mille whether shares of the total are wanted
    """

    on: date
    where: Mapping[str, Sequence[str]] = field(default_factory=dict)
    by: Sequence[str] = ()
    under: int | None = None
    map_of: date | None = None
    known: int | None = None
    per_mille: bool = False


class Count(NamedTuple):
    """One row of the table: the values of its dimensions and how many people have them."""

    values: tuple[str | None, ...]
    people: int

    def per_mille(self, total: int) -> str:
        """The share of the total in thousandths, to one decimal, halves away from zero; empty for no total."""
        return "" if total == 0 else tenths(Fraction(self.people * 1000, total))


def tenths(value: Fraction) -> str:
    """An exact value with one decimal: 66.65 becomes 66.7."""
    whole = (abs(value) * 20 + 1) // 2
    return f"{'-' if value < 0 and whole else ''}{whole // 10}.{whole % 10}"


class Census(NamedTuple):
    """An answer: the question's day, dimensions and rows; a person is counted once; `total` is the sum of the rows."""

    question: Question
    rows: tuple[Count, ...]
    total: int

    def plain(self) -> dict[str, Any]:
        """As JSON shows it, with stable keys."""
        rows = []
        for row in self.rows:
            said: dict[str, Any] = dict(zip(self.question.by, row.values, strict=True))
            said["count"] = row.people
            if self.question.per_mille:
                said["per_mille"] = float(row.per_mille(self.total) or 0)
            rows.append(said)
        return {
            "on": self.question.on.isoformat(),
            "where": {
                name: list(values) if len(values) > 1 else values[0] for name, values in self.question.where.items()
            },
            "rows": rows,
            "total": self.total,
        }


def dimensions(fields: Mapping[str, Field], tiers: Sequence[str]) -> dict[str, str]:
    """What people can be counted by: names and the SQL over `s` (the span) and `t` (the unit on the map)."""
    own = {name: f"s.{name}" for name, kind in fields.items() if kind.type != "date"}
    at = "{at}"
    known = {
        "standing": "s.standing",
        "reason": "s.reason",
        "counted_year": "extract(year FROM s.counted_from)",
        "entry_year": "extract(year FROM s.entered)",
        "cohort": "CASE WHEN s.entered < DATE '1917-01-01' THEN 'before 1917'"
        " ELSE CAST(extract(year FROM s.entered) AS VARCHAR) END",
    }
    if "born" in fields:
        years = whole_years("s.born", at)
        known["age"] = years
        known["age_band"] = (
            f"CASE WHEN {years} < 20 THEN 'under 20' WHEN {years} < 30 THEN '20-29' WHEN {years} < 40 THEN '30-39'"
            f" WHEN {years} < 50 THEN '40-49' WHEN {years} < 60 THEN '50-59' ELSE '60 and over' END"
        )
    standing = whole_years("s.counted_from", at)
    known["years_standing"] = f"CASE WHEN s.standing = 'member' THEN {standing} END"
    levels = {tier: f"(SELECT c.code FROM {{tree}} c WHERE c.unit = t.a{i})" for i, tier in enumerate(tiers)}
    return {**own, **known, **UNIT_DIMENSIONS, **levels}


def census(house: House, question: Question, *, scope: Scope) -> Census:
    """Count people.

    Counted  people whose span holds the day: since <= day < until; each once, for spans of a person do not overlap
    Unit     persons
    Source   the columns, at the journal's head; or as known at an earlier number
    Scope    only people whose unit lies, on the map's day, in the reader's part of the tree
    Empty    a combination nobody has is no row; unknown is a row of its own, with no value
    """
    picked = selected(house, question, scope=scope)
    chosen = ", ".join(
        f"CAST({picked.sql[name]} AS VARCHAR)" if name not in house.columns.fields else picked.sql[name]
        for name in question.by
    )
    groups = ", ".join(str(at + 1) for at in range(len(question.by)))
    text = (
        f"SELECT {chosen + ', ' if chosen else ''}count(*) {picked.source}"
        f"{f' GROUP BY {groups} ORDER BY {groups}' if groups else ''}"
    )
    rows = tuple(Count(tuple(_word(v) for v in row[:-1]), int(row[-1])) for row in house.columns.query(text))
    if not rows and question.map_of is not None:
        tree = tree_on(house, question.map_of, scope=scope, known=question.known)
        if house.columns.query(f"SELECT count(*) FROM {tree.table}") == [(0,)]:
            raise Unanswerable(f"No unit stands on {tree.on}.", "Choose a day on which one does for the map.")
    return Census(question, rows, sum(row.people for row in rows))


class Selection(NamedTuple):
    """Who a question is about: FROM and WHERE over `s` (the span) and `t` (the unit), and its dimensions as SQL."""

    source: str
    sql: Mapping[str, str]


def selected(house: House, question: Question, *, scope: Scope, on_units: bool = False) -> Selection:
    """Pick the people of a question, within a scope. `on_units` asks for `t` even where the question needs none.

    Raises Unanswerable for a dimension that there is not.
    """
    house.columns.refresh()
    tree = tree_on(house, question.map_of or question.on, scope=scope, known=question.known)
    known = dimensions(house.columns.fields, tree.tiers)
    wanted = [*question.by, *question.where]
    for name in wanted:
        if name not in known:
            raise Unanswerable(f"People cannot be counted by “{name}”.", f"They can by: {', '.join(sorted(known))}.")
    for name, values in question.where.items():
        _ever(name, values, house.columns.fields.get(name))
    sql = {
        name: text.replace("{at}", f"DATE '{question.on}'").replace("{tree}", tree.table)
        for name, text in known.items()
    }
    limit = within(tree, scope, question.under)
    on_units = on_units or limit is not None or any("t." in sql[name] for name in wanted)
    conditions = [f"s.since <= DATE '{question.on}' AND DATE '{question.on}' < s.until"]
    conditions += [_matches(sql[name], values) for name, values in question.where.items()]
    conditions += [limit] if limit else []
    placed = _placed(tree, question) if on_units else ""
    return Selection(f"FROM {_people(house, question)} s{placed} WHERE {' AND '.join(conditions)}", sql)


def _ever(name: str, values: Sequence[str], kind: Field | None) -> None:
    """A value that is never recorded is a slip, and a count of nobody would hide it."""
    if name == "standing":
        choices = list(STANDINGS)
    elif kind is not None and kind.type == "code":
        choices = [str(value) for value in kind.options.get("values", ())]
    else:
        return
    for value in values:
        if value not in ("", "unknown", *choices):
            raise Unanswerable(f"{name} is never “{value}”.", f"It is one of: {', '.join(choices)}; or unknown.")


def _word(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _matches(expression: str, values: Sequence[str]) -> str:
    known = [value for value in values if value not in ("", "unknown")]
    parts = []
    if known:
        parts.append(f"CAST({expression} AS VARCHAR) IN ({', '.join(quoted(value) for value in known)})")
    if len(known) < len(values):
        parts.append(f"{expression} IS NULL")
    return f"({' OR '.join(parts)})"


def _people(house: House, question: Question) -> str:
    if question.known is None:
        return "span"
    rule = version_known(question.known)
    return (
        "("
        + span_of(
            house.columns.fields.values(),
            spells=f"(SELECT * FROM spell WHERE {rule})",
            facts=f"(SELECT * FROM fact WHERE {rule})",
        )
        + ")"
    )


def _placed(tree: Tree, question: Question) -> str:
    if question.map_of is None or question.map_of == question.on:
        return f" JOIN {tree.table} t ON t.unit = s.unit"
    carried = _carried(question.on, tree.on, question.known)
    answers = homes(tree, from_day=question.on, known=question.known)
    return (
        f" LEFT JOIN ({carried}) c ON c.person = s.person"
        f" JOIN ({answers}) h ON h.unit = coalesce(c.other, s.unit) JOIN {tree.table} t ON t.unit = h.answers"
    )


def _carried(on: date, map_of: date, known: int | None) -> str:
    """People whom merges and splits between two days carried along: the unit they were at home in at the map's end.

    From the spell that holds the day, each is followed toward the map's day for as long as one spell meets the next
    in the same unit, or in the one that a merge or split of that day made of it. A move of their own ends it, so a
    person is followed once, and stays in the unit they chose.
    """
    back = map_of < on
    early, late = (map_of, on) if back else (on, map_of)
    unit, edge = ("k.after", "v.since") if back else ("k.before", "v.until")
    met, day = ("n.until = w.since", "w.since") if back else ("n.since = w.until", "w.until")
    before, after = ("n.unit", "w.unit") if back else ("w.unit", "n.unit")
    events = f"correspondence k ON k.day > DATE '{early}' AND k.day <= DATE '{late}'"
    return f"""
WITH RECURSIVE seen AS (SELECT * FROM spell WHERE {version_known(known)}),
 mine AS (SELECT n.person, n.unit, n.since, n.until FROM seen n SEMI JOIN
   (SELECT v.person FROM seen v JOIN {events} AND {edge} = k.day AND v.unit = {unit}) e ON e.person = n.person),
 walk AS (SELECT w.*, 0 AS steps FROM mine w WHERE w.since <= DATE '{on}' AND DATE '{on}' < w.until
   UNION ALL SELECT n.*, w.steps + 1 FROM walk w JOIN mine n ON n.person = w.person AND {met}
     AND {day} > DATE '{early}' AND {day} <= DATE '{late}'
     LEFT JOIN correspondence k ON k.day = {day} AND k.before = {before} AND k.after = {after}
     WHERE n.unit = w.unit OR k.day IS NOT NULL)
SELECT person, arg_max(unit, steps) AS other FROM walk GROUP BY person"""


def unit_named(house: House, text: str, *, on: date, scope: Scope) -> int | None:
    """Find a unit by what a person types: its id or its code on the day."""
    number = ids.read(text)
    with house.register(scope=scope) as register:
        if number is not None and register.unit(number, on=on) is not None:
            return number
        found = register.unit_by_code(text, on=on)
    return found.unit if found else None
