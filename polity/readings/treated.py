"""What a draft does to each rule: everybody decided under both laws at once, and counted by how they are treated."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from polity.readings.census import Unanswerable, dimensions
from polity.readings.house import House, Scope
from polity.readings.tally import Everybody
from polity.readings.tree import tree_on
from polity.readings.two_laws import BEFORE, Laws, both_sql
from polity.statutes import Law

SAME, GROUNDS, GAINS, LOSES, OTHERWISE, NEW = "same", "grounds", "gains", "loses", "otherwise", "new"
MORE, LESS = "more", "less"
_UNION = " UNION ALL "


class Side(NamedTuple):
    """What a law makes of a case: the outcome (true, false, a value; None: cannot be decided) and what decided it.

    Of rules that reckon a number or a day the outcome is left open: what counts is whether it is more or less.
    """

    outcome: str | None
    clause: str | None


class Flow(NamedTuple):
    """Those whom a rule treats in one way now and in one way under the draft.

    key     names it, for the list of the people behind it
    way     same, grounds (the same outcome by another clause), gains (would be allowed), loses, otherwise (another
            value, or no longer decidable); new where there is no such rule now; of numbers and days more and less
    people  None where so few that they are not shown
    sums    of numbers: the sum now and the sum under the draft
    """

    key: str
    way: str
    before: Side
    after: Side
    people: int | None
    sums: tuple[int, int] | None = None


class Part(NamedTuple):
    """Those of a flow who have a value of a dimension."""

    dimension: str
    value: str | None
    key: str
    people: int | None


class Weighed(NamedTuple):
    """A clause of a rule: how many fail it now and under the draft, and of how many it cannot be said."""

    clause: str
    failed: tuple[int | None, int | None]
    unknown: tuple[int | None, int | None]


class RuleChange(NamedTuple):
    """What a draft does to one rule, over everybody of whom it is asked.

    measure  holds (a yes or no), value (a code), number or day; digits: of a number, how many follow the point
    asked    the standings of those whose case it decides; empty: everybody
    """

    rule: str
    kind: str
    title: str
    measure: str
    digits: int
    asked: tuple[str, ...]
    total: int | None
    otherwise: int | None
    grounds: int | None
    flows: tuple[Flow, ...]
    parts: tuple[Part, ...]
    clauses: tuple[Weighed, ...]
    sums: tuple[int, int] | None


def dimension_sql(house: House, by: Sequence[str], kind: str, on: date, *, scope: Scope) -> dict[str, str]:
    """Dimensions of the census as SQL over `s` and `t`, under the names d0, d1 ... Raises Unanswerable."""
    tree = tree_on(house, on, scope=scope)
    of_people = dimensions(house.columns.fields, tree.tiers)
    for name in by:
        if name not in of_people:
            raise Unanswerable(
                f"People cannot be counted by “{name}”.", f"They can by: {', '.join(sorted(of_people))}."
            )
    own = of_people if kind == "person" else dimensions({}, tree.tiers)
    return {
        f"d{at}": own[name].replace("{at}", f"DATE '{on}'").replace("{tree}", tree.table)
        if name in own and (kind == "person" or "s." not in own[name])
        else "NULL"
        for at, name in enumerate(by)
    }


class _Row(NamedTuple):
    """A line of what the columns count: a flow by its key, with the masks of its clauses, or a part of it."""

    rule: int
    dimension: int  # of those asked by; -1 for the flow itself
    key: tuple[str | None, int | None, str | None, int | None]
    value: str | None
    people: int
    sums: tuple[int, int]
    masks: tuple[int, ...]  # failed and undecided clauses, before and after


def counted(
    house: House, laws: Laws, rules: list[str], everybody: Everybody, by: tuple[str, ...], *, scope: Scope
) -> list[RuleChange]:
    """One scan, then one small table a rule and dimension."""
    also = dimension_sql(house, by, everybody.kind, everybody.on, scope=scope)
    text = both_sql(house, laws, rules, everybody, scope=scope, also=also)
    asks = []
    for at, rule in enumerate(rules):
        parts, sums = keyed(laws, rule, everybody.kind)
        key, masks = ", ".join(parts), ", ".join(_masks(laws, rule, everybody.kind))
        asks.append(f"SELECT {at}, -1, {key}, NULL, count(*), {sums}, {masks} FROM d GROUP BY ALL")
        asks += [
            f"SELECT {at}, {place}, {key}, CAST({name} AS VARCHAR), count(*), 0, 0, 0, 0, 0, 0 FROM d GROUP BY ALL"
            for place, (name, sql) in enumerate(also.items())
            if sql != "NULL"
        ]
    found = house.columns.query(f"WITH d AS {'' if len(asks) == 1 else 'MATERIALIZED '}({text}) {_UNION.join(asks)}")
    rows = [_Row(r[0], r[1], (r[2], r[3], r[4], r[5]), r[6], int(r[7]), (int(r[8]), int(r[9])), r[10:]) for r in found]
    return [
        _change(laws, rule, everybody, by, [row for row in rows if row.rule == at]) for at, rule in enumerate(rules)
    ]


def measure_of(law: Law, rule: str, kind: str) -> str:
    """What a rule gives, as previews tell rules apart."""
    return {"bool": "holds", "code": "value", "date": "day", "number": "number"}[law.type_of(rule, kind).kind]


def keyed(laws: Laws, rule: str, kind: str) -> tuple[tuple[str, str, str, str], str]:
    """SQL for the four parts of a flow's key (outcome, clause, outcome, clause), and for the two sums."""
    had = laws.had(rule, kind)
    before, clause = (f"{BEFORE}{rule}", f"{BEFORE}{rule}__clause") if had else ("NULL", "NULL")
    clauses = f"CAST({clause} AS INTEGER)", f"CAST({rule}__clause AS INTEGER)"
    if measure_of(laws.after, rule, kind) in ("holds", "value"):
        return (f"CAST({before} AS VARCHAR)", clauses[0], f"CAST({rule} AS VARCHAR)", clauses[1]), "0, 0"
    way = (
        f"CASE WHEN {before} IS NULL AND {rule} IS NULL THEN 'unknown' WHEN {before} IS NULL THEN 'decided'"
        f" WHEN {rule} IS NULL THEN 'undecided' WHEN {rule} > {before} THEN '{MORE}' WHEN {rule} < {before}"
        f" THEN '{LESS}' ELSE '{SAME}' END"
    )
    sums = "0, 0"
    if measure_of(laws.after, rule, kind) == "number":
        sums = f"coalesce(sum(CAST({before} AS HUGEINT)), 0), coalesce(sum(CAST({rule} AS HUGEINT)), 0)"
    return (way, clauses[0], "CAST(NULL AS VARCHAR)", clauses[1]), sums


def _masks(laws: Laws, rule: str, kind: str) -> list[str]:
    """SQL for the masks of failed and of undecided clauses, before and after."""
    had = laws.had(rule, kind)
    masks = []
    for law, name, there in ((laws.before, f"{BEFORE}{rule}", had), (laws.after, rule, True)):
        fails = there and law.rules(kind)[rule].shape == "all_of"
        masks += [f"{name}__failed" if fails else "0", f"{name}__unknown" if there else "0"]
    return masks


def _change(laws: Laws, rule: str, everybody: Everybody, by: tuple[str, ...], rows: list[_Row]) -> RuleChange:
    kind = everybody.kind
    measure, type = measure_of(laws.after, rule, kind), laws.after.type_of(rule, kind)
    own = [row for row in rows if row.dimension < 0]
    flows = {}
    for key in dict.fromkeys(row.key for row in own):
        people = sum(row.people for row in own if row.key == key)
        sums = [sum(row.sums[side] for row in own if row.key == key) for side in (0, 1)]
        flows[key] = flow_of(laws, rule, kind, key, people, (sums[0], sums[1]))
    ordered = sorted(
        flows.values(), key=lambda flow: (flow.way in (SAME, GROUNDS), flow.way, -(flow.people or 0), flow.key)
    )
    parts = [Part(by[row.dimension], row.value, flows[row.key].key, row.people) for row in rows if row.dimension >= 0]
    parts.sort(key=lambda part: (by.index(part.dimension), part.key, part.value is None, part.value or ""))
    return RuleChange(
        rule, kind, laws.after.rules(kind)[rule].title, measure, type.scale, tuple(everybody.standings),
        sum(flow.people or 0 for flow in ordered),
        sum(flow.people or 0 for flow in ordered if flow.way not in (SAME, GROUNDS)),
        sum(flow.people or 0 for flow in ordered if flow.way == GROUNDS),
        tuple(ordered), tuple(parts), tuple(_weighed(laws, rule, kind, own)),
        (sum(row.sums[0] for row in own), sum(row.sums[1] for row in own)) if measure == "number" else None,
    )  # fmt: skip


def flow_of(
    laws: Laws, rule: str, kind: str, parts: tuple[Any, ...], people: int, sums: tuple[Any, Any] = (0, 0)
) -> Flow:
    """A flow from the parts of its key as the columns give them."""
    before, clause, after, by = parts
    had = laws.had(rule, kind)
    sides = [
        laws.before.numbering(rule, kind)[clause - 1] if clause and had else None,
        laws.after.numbering(rule, kind)[by - 1] if by else None,
    ]
    measure = measure_of(laws.after, rule, kind)
    if measure in ("number", "day"):
        way = {"decided": OTHERWISE, "undecided": OTHERWISE, "unknown": SAME}.get(before, before)
        outcomes: tuple[str | None, str | None] = (None, None)
    else:
        way = OTHERWISE
        if measure == "holds":
            way = GAINS if after == "true" else LOSES if before == "true" else OTHERWISE
        way = SAME if before == after else way
        outcomes = before, after
    if not had:
        way = NEW
    elif way == SAME and sides[0] != sides[1]:
        way = GROUNDS
    key = ":".join((_coded(laws, rule, kind, before), str(clause or 0), _coded(laws, rule, kind, after), str(by or 0)))
    told = (int(sums[0]), int(sums[1])) if measure == "number" else None
    return Flow(key, way, Side(outcomes[0], sides[0]), Side(outcomes[1], sides[1]), int(people), told)


def _coded(laws: Laws, rule: str, kind: str, outcome: str | None) -> str:
    """An outcome within a key: codes by their number, for they may hold any sign."""
    values = laws.after.type_of(rule, kind).values
    if outcome is None:
        return "-"
    return str(values.index(outcome)) if outcome in values else outcome


def _weighed(laws: Laws, rule: str, kind: str, rows: list[_Row]) -> list[Weighed]:
    """How often each clause fails, and cannot be decided, from the counts of the masks."""
    counts: dict[str, list[int]] = {}
    sides = ((laws.before, 0), (laws.after, 1)) if laws.had(rule, kind) else ((laws.after, 1),)
    for law, side in sides:
        for number, clause in enumerate(law.numbering(rule, kind)):
            held = counts.setdefault(clause, [0, 0, 0, 0])
            for row in rows:
                held[side] += row.people * (int(row.masks[2 * side] or 0) >> number & 1)
                held[2 + side] += row.people * (int(row.masks[2 * side + 1] or 0) >> number & 1)
    return [Weighed(clause, (h[0], h[1]), (h[2], h[3])) for clause, h in counts.items() if any(h)]


def plain(rule: RuleChange) -> dict[str, Any]:
    """What a draft does to a rule, as JSON shows it."""
    return {
        "rule": rule.rule,
        "subject": rule.kind,
        "title": rule.title,
        "measure": rule.measure,
        "digits": rule.digits,
        "asked": list(rule.asked),
        "total": rule.total,
        "otherwise": rule.otherwise,
        "other_grounds": rule.grounds,
        "changes": [
            {
                "key": flow.key, "way": flow.way, "before": flow.before._asdict(), "after": flow.after._asdict(),
                "count": flow.people, **({} if flow.sums is None else {"sums": list(flow.sums)}),
            }
            for flow in rule.flows
        ],
        "by": [
            {"dimension": part.dimension, "value": part.value, "key": part.key, "count": part.people}
            for part in rule.parts
        ],
        "clauses": [
            {"clause": one.clause, "failed": list(one.failed), "undecided": list(one.unknown)} for one in rule.clauses
        ],
        "sums": None if rule.sums is None else list(rule.sums),
    }  # fmt: skip
