"""The kinds of case that a draft changes, each with how many on the register it holds."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from polity.readings.census import Unanswerable
from polity.readings.house import House, Scope
from polity.readings.tally import Everybody, on_trial
from polity.readings.treated import SAME, flow_of, keyed
from polity.readings.two_laws import BEFORE, FACT, Laws, asked_of, both_sql, columns, laws_of
from polity.readings.withheld import few_left_out
from polity.statutes import Analysis, ChangedKind, cases
from polity.statutes.cutting import Input, Kind
from polity.statutes.documents import Fact
from polity.statutes.sqltext import cleaned, day, whole


class KindHeld(NamedTuple):
    """A kind of case that a draft changes, and the subjects of that kind whom it treats otherwise.

    people  None where so few that they are not shown
    """

    kind: ChangedKind
    people: int | None


class Kinds(NamedTuple):
    """The kinds of case of one rule that a draft changes, those that hold most people first.

    beyond  people treated otherwise whose kind is not listed, because there are too many kinds to try them all
    """

    rule: str
    on: date
    analysis: Analysis
    held: tuple[KindHeld, ...]
    beyond: int | None

    def plain(self) -> dict[str, Any]:
        """As JSON shows it, with stable keys."""
        return {
            "rule": self.rule,
            "on": self.on.isoformat(),
            "says": self.analysis.says,
            "notes": list(self.analysis.notes),
            "kinds": [
                {
                    "case": {name: list(values) for name, values in one.kind.case},
                    "before": one.kind.before.shown,
                    "after": one.kind.after.shown,
                    "outcome_changes": one.kind.outcome_changes,
                    "says": one.kind.says,
                    "count": one.people,
                }
                for one in self.held
            ],
            "beyond": self.beyond,
        }


def kinds(
    house: House,
    draft: str,
    rule: str,
    *,
    scope: Scope,
    on: date | None = None,
    kind: str = "person",
    under: int | None = None,
    earlier: Sequence[str] = (),
) -> Kinds:
    """Try every kind of case of a rule under both laws, and count those on the register whom each change reaches.

    Counted  as `preview` counts; of a trial, those in its units
    Empty    a kind that the draft changes and that nobody on the register is of holds 0

    Raises Faulty where the draft is not law, Unanswerable for a rule that both laws have not.
    """
    house.columns.refresh()
    laws = laws_of(house, draft, scope=scope, earlier=earlier)
    if rule not in laws.after.rules(kind) or not laws.had(rule, kind):
        raise Unanswerable(
            f"No rule of the law as it is is called {rule}.", f"The draft changes: {', '.join(laws.differing(kind))}."
        )
    public = not scope.whole and scope.unit is None
    when, seen = on or laws.since or scope.day, Scope(day=scope.day, whole=True) if public else scope
    trial = any(reform.pilot is not None for reform in laws.reforms)
    found = cases(laws.before, laws.after, rule, kind, at=when, trial=trial)
    everybody = Everybody(kind, when, asked_of(rule, kind), under)
    counts = [0] * len(found.changed)
    shown = [{name: set(values) for name, values in one.case} for one in found.changed]
    same = beyond = 0
    for cell, people in _cells(house, laws, rule, everybody, found.inputs, seen):
        at = None
        if cell is not None:
            at = next((n for n, case in enumerate(shown) if all(cell[name] in case[name] for name in case)), None)
        if at is not None:
            counts[at] += people
        elif cell is None:
            same += people
        else:
            beyond += people
    told: list[int | None] = [*counts, beyond, same]
    if public:
        told = few_left_out([*counts, beyond, same])
    held = sorted(zip(found.changed, told, counts, strict=False), key=lambda one: -one[2])
    return Kinds(rule, when, found, tuple(KindHeld(one, people) for one, people, _ in held), told[-2])


def _cells(
    house: House, laws: Laws, rule: str, everybody: Everybody, inputs: Sequence[Input], scope: Scope
) -> list[tuple[dict[str, str] | None, int]]:
    """How many are of each cell of the analysis and treated otherwise; None holds those treated as they are."""
    kind = everybody.kind
    reckoned = [one.name for one in inputs if one.is_rule]
    text = both_sql(house, laws, [rule, *reckoned], everybody, scope=scope, also={}, facts_too=True)
    facts = laws.after.facts(kind)
    places = [_place(one, facts.get(one.name)) for one in inputs]
    parts, _ = keyed(laws, rule, kind)
    masks = [f"{before}{name}" for before in (BEFORE, "") for name in columns(laws.after, rule, kind)[2:]]
    limit = " AND ".join(
        on_trial(house, reform.pilot, kind, everybody.on, scope=scope) for reform in laws.reforms if reform.pilot
    )
    asked = f"SELECT {', '.join([*parts, *masks, *places, 'count(*)'])} FROM ({text})"
    found: list[tuple[dict[str, str] | None, int]] = []
    for row in house.columns.query(f"{asked}{f' WHERE {limit}' if limit else ''} GROUP BY ALL"):
        own = row[4 + len(masks) : -1]
        cell = {one.name: one.kinds[at].shown for one, at in zip(inputs, own, strict=True) if at is not None}
        found.append((cell if _differs(laws, rule, kind, row, len(masks) // 2) else None, int(row[-1])))
    return found


def _differs(laws: Laws, rule: str, kind: str, row: tuple[Any, ...], masks: int) -> bool:
    """Whether the two laws differ on a case, in its outcome or in any of its grounds."""
    if flow_of(laws, rule, kind, row[:4], 0).way != SAME:
        return True
    numberings = laws.before.numbering(rule, kind), laws.after.numbering(rule, kind)
    sides = row[4 : 4 + masks], row[4 + masks : 4 + 2 * masks]
    before, after = (
        [{clause for at, clause in enumerate(ids) if (mask or 0) >> at & 1} for mask in side]
        for ids, side in zip(numberings, sides, strict=True)
    )
    return before != after


def _place(one: Input, fact: Fact | None) -> str:
    """SQL for the place of a subject's value among the kinds of an input."""
    if one.is_rule or fact is None:
        return _among(one.kinds, f'"{one.name}"', {})
    numbers = {code: at for at, code in enumerate(fact.values)}
    column = cleaned(fact, lambda code: numbers.setdefault(code, len(numbers))).replace(
        f'"{fact.name}"', f'"{FACT}{fact.name}"'
    )
    return _among(one.kinds, f"({column})", numbers)


def _among(kinds: Sequence[Kind], column: str, numbers: dict[str, int]) -> str:
    branches = []
    for at, one in enumerate(kinds):
        if one.codes:
            test = f"{column} IN ({', '.join(str(numbers[code]) for code in one.codes)})"
        elif one.ends is not None:
            days = isinstance(one.value, date)
            low, high = (day(date.fromordinal(end)) if days else whole(end) for end in one.ends)
            test = f"{column} BETWEEN {low} AND {high}"
        elif one.value is None:
            test = f"{column} IS NULL"
        else:
            test = f"{column} = {'TRUE' if one.value else 'FALSE'}"
        branches.append(f"WHEN {test} THEN {at}")
    return f"CASE {' '.join(branches)} END"
