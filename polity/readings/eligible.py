"""Which cells of people the rules allow what on which day: the law itself, asked once for each cell and day.

A cell stands for everybody whom the rules cannot tell apart. Codes that no clause tells apart are one; numbers are cut
where a clause compares them; days are cut at the days of decision, which lie a month apart, and wherever the law names
a day or begins or ends. So whatever the law says of a cell, it says of each person in it.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from polity.columns.shape import quoted
from polity.readings.census import Unanswerable
from polity.readings.house import House, Scope
from polity.register.facts import derived
from polity.register.rows import Field
from polity.statutes import Law, Pilot, add_months
from polity.statutes.cutting import Cutter, Input, Source
from polity.statutes.ir import Term
from polity.statutes.meaning import Understood
from polity.statutes.union import Window

PROMOTION = ("may_become_member", "recommendations_renewed")  # the articles of the act of promotion
ADMISSION = ("may_become_candidate",)  # those of the decision on admission
TOLD = {"standing", "candidate_since", "member_since", "years_standing", "age"}  # derived, and known of a cell
WORD = 60  # months in one number
ROWS = 4096  # more months than any forecast has
YEARS_BACK = 15  # of candidacy that are told apart by month


class Key(NamedTuple):
    """A fact that a cell holds: its name, its type in the columns, and SQL over the span for the value of the cell."""

    name: str
    kind: str
    sql: str


class Read(NamedTuple):
    """What the rules rest on: facts that cells hold, facts that are drawn, and whether age counts on promotion."""

    keys: tuple[Key, ...]
    rates: tuple[Key, ...]
    ages: bool
    aged: Key | None  # age on admission


def days(on: date, first: int, last: int) -> list[date]:
    """The days a whole number of months before and after a day."""
    return [add_months(on, month) for month in range(first, last + 1)]


def number(on: date, column: str) -> str:
    """SQL: a day as the number of the first of these days that it does not lie after; 0 for the day itself."""
    return f"(date_diff('month', DATE '{on}', {column}) + CAST(day({column}) > {on.day} AS INTEGER))"


def reads(laws: Sequence[Law], fields: Mapping[str, Field], on: date) -> Read:
    """What the rules of admission and promotion rest on in these laws. Raises Unanswerable, naming fact and clause."""
    cutter = Cutter([Source(law.bodies["person"], law.union.params) for law in laws], on)
    promoting, admitting = (_facts(laws, rules) for rules in (PROMOTION, ADMISSION))
    inputs: dict[str, Input] = {}
    for rule in (*PROMOTION, *ADMISSION):
        if all(rule in law.rules() for law in laws):
            inputs |= {one.name: one for one in cutter.inputs(rule) if not one.is_rule}
    exact = {name for name in (*promoting, *admitting) if name not in inputs}
    exact |= {note.split(" ", 1)[0] for note in cutter.notes}
    keys, rates, aged = [], [], None
    for name in dict.fromkeys((*promoting, *admitting)):
        fact = laws[-1].facts()[name]
        starts = [] if name in exact else [kind.value for kind in inputs[name].kinds if kind.value is not None]
        shown = {} if name in exact else {kind.shown: kind.value for kind in inputs[name].kinds}
        if fact.forecast == "rate":
            rates.append(Key(name, _kind(fact.kind), _cut(_of(name, fields), fact.kind, starts, shown)))
        elif fact.forecast != "key" or (name in derived("person") and name not in TOLD):
            _refuse(laws, name)
        elif name == "age" and name not in promoting:
            aged = Key(name, "BIGINT", _cut(_of("age", fields), "int", starts, shown))
        elif name in fields:
            keys.append(Key(name, _kind(fact.kind), _cut(f"s.{name}", fact.kind, starts, shown)))
    return Read(tuple(keys), tuple(rates), "age" in promoting and "born" in fields, aged)


def _facts(laws: Sequence[Law], rules: Sequence[str]) -> list[str]:
    named = [(law, [rule for rule in rules if rule in law.rules()]) for law in laws]
    return list(dict.fromkeys(fact for law, here in named if here for fact in law.reads(here)))


def _kind(kind: str) -> str:
    return {"code": "VARCHAR", "bool": "BOOLEAN", "date": "DATE"}.get(kind, "BIGINT")


def _of(name: str, fields: Mapping[str, Field]) -> str:
    known = derived("person")
    if name in known and (name != "age" or "born" in fields):
        return known[name].sql
    return f"s.{name}" if name in fields else "NULL"


def _cut(sql: str, kind: str, starts: Sequence[object], shown: Mapping[str, object]) -> str:
    """SQL for the value that stands for all that are treated alike."""
    if kind == "code" and shown:
        one = " ".join(
            f"WHEN {quoted(value)} THEN {quoted(str(first))}"
            for said, first in shown.items()
            if first is not None
            for value in said.split(", ")
        )
        return f"CASE CAST({sql} AS VARCHAR) {one} END"
    if kind in ("int", "money") and starts:
        low = [int(str(start)) for start in starts]
        steps = " ".join(f"WHEN {sql} < {above} THEN {here}" for here, above in pairwise(low))
        return f"CASE WHEN {sql} IS NULL THEN NULL {steps} ELSE {low[-1]} END"
    return f"CAST({sql} AS VARCHAR)" if kind == "code" else sql


def _refuse(laws: Sequence[Law], fact: str) -> None:
    clauses = ", ".join(dict.fromkeys(clause for law in laws for clause in _clauses(law, fact)))
    raise Unanswerable(
        f"A forecast cannot be made of this law: article {clauses} rests on {fact}, which is not declared as something"
        " that a forecast may hold constant (key) or draw by how often people have it (rate).",
        f"Declare {fact} with forecast: rate, if how often people have it can be counted; or leave it out of the rule.",
    )


def _clauses(law: Law, fact: str) -> Iterator[str]:
    for meant in law.bodies["person"].rules.values():
        for clause in meant.clauses:
            if any(term.op == "fact" and term.value == fact for term in _terms(clause)):
                yield clause.id


def _terms(clause: Understood) -> Iterator[Term]:
    """Every term of a clause and of its exceptions."""
    for root in (clause.test, clause.then, *(term for _, term in clause.exempted)):
        if root is not None:
            yield from root.walk()


def named_days(laws: Sequence[Law]) -> set[date]:
    """Every day that the law names, or on which anything in it begins or ends."""
    found = {day for law in laws for day in law.days}
    for law in laws:
        for meant in law.bodies["person"].rules.values():
            for clause in meant.clauses:
                for term in _terms(clause):
                    if term.op == "const" and isinstance(term.value, date):
                        found.add(term.value)
                    elif term.op == "const" and term.type.kind == "date":
                        found.add(date.fromordinal(int(str(term.value))))
    return found


def changes(law: Law) -> set[date]:
    """The days on which anything that admission or promotion rests on begins or ends."""
    return {day for window in _windows(law) for day in (window.since, window.until) if day is not None}


def _windows(law: Law) -> Iterator[Window]:
    """The days and units for which anything that admission or promotion rests on holds."""
    body, seen, params = law.bodies["person"], set[str](), set[str]()
    waiting = [rule for rule in (*PROMOTION, *ADMISSION) if rule in body.rules]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        meant = body.rules[name]
        yield meant.draft.window
        for version in meant.draft.versions:
            yield version.window
            yield from (window for window, _ in version.suspended)
            yield from (held.window for held in version.exempted)
        for clause in meant.clauses:
            for term in _terms(clause):
                waiting += [str(term.value)] if term.op == "rule" else []
                params |= {str(term.value)} if term.op in ("param", "scale") else set()
    for param in params:
        yield from (entry.window for entry in law.union.params[param].entries)


def trials(laws: Iterable[Law]) -> list[Pilot]:
    """Trials that touch anything that admission or promotion rests on."""
    touched = (window.pilot for law in laws for window in _windows(law))
    return list(dict.fromkeys(pilot for pilot in touched if pilot is not None))


def quiet(laws: Sequence[Law], on: date, months: int) -> int:
    """The first month from which on the law says nothing of any later day: whoever comes in then is treated alike."""
    last = max(named_days(laws), default=on)
    return next((month for month in range(months) if add_months(on, month + 1) > last), months)


def stretches(laws: Sequence[Law], grid: Sequence[date], back: date) -> list[tuple[date, date]]:
    """Stretches of days that no law tells apart: the first day of each, and the last, which stands for all of them."""
    named = named_days(laws)
    begins = named | {day + timedelta(days=1) for day in (*named, *grid)}
    lows = [date.min, *sorted(day for day in begins if back < day <= grid[-1])]
    highs = [*(low - timedelta(days=1) for low in lows[1:]), grid[-1]]
    return list(zip(lows, highs, strict=True))


def ask(
    house: House, law: Law, rules: Sequence[str], *, source: str, decided: Sequence[date], pilots: Mapping[str, str],
    scope: Scope,
) -> dict[int, int]:  # fmt: skip
    """Ask the rules of every row of a source; gives for each cell the months in which they all allow it, as bits.

    source   a query: `row` (the cell's number times ROWS, and the number of the month), `day` (of decision), `applied`,
             and a column for each fact
    decided  the day of decision of each month, the first being bit 0
    """
    here = [rule for rule in rules if rule in law.rules()]
    may = " AND ".join(_allowed(law, rule, decided) for rule in here) or "TRUE"
    month = f"CAST(v.row % {ROWS} AS INTEGER)"
    bits = ", ".join(
        f"bit_or(CASE WHEN {may} AND {month} BETWEEN {WORD * word} AND {WORD * (word + 1) - 1}"
        f" THEN 1::BIGINT << ({month} - {WORD * word}) ELSE 0 END)"
        for word in range((len(decided) - 1) // WORD + 1)
    )
    verdicts = f"({source})"
    if here:
        dates = {"applied": "applied"}
        verdicts = law.sql(here, at=decided[0], at_column="day", source=verdicts, key="row", dates=dates, pilots=pilots)
    rows = house.columns.query(f"SELECT v.row // {ROWS}, {bits} FROM ({verdicts}) v GROUP BY 1")
    return {int(row[0]): sum(int(word) << WORD * at for at, word in enumerate(row[1:])) for row in rows}


def _allowed(law: Law, rule: str, decided: Sequence[date]) -> str:
    """SQL: the rule holds; in months in which no clause of it is in force it bars nobody."""
    regimes: dict[int, bool] = {}
    for day in decided:
        regime = bisect_right(law.days, day)
        if regime not in regimes:
            regimes[regime] = any(article.rule == rule for article in law.articles("person", day))
    silent = [at for at, day in enumerate(decided) if not regimes[bisect_right(law.days, day)]]
    if not silent:
        return f"v.{rule} IS TRUE"
    return f"(v.{rule} IS TRUE OR v.row % {ROWS} IN ({', '.join(map(str, silent))}))"


def pilots_of(touching: Iterable[Pilot], inside: Mapping[str, bool | None]) -> dict[str, str]:
    """For each trial whether everybody counted lies in it. Raises Unanswerable where only some do."""
    found: dict[str, str] = {}
    for pilot in touching:
        whole = inside[pilot.reform]
        if whole is None:
            units = " ".join(pilot.units)
            raise Unanswerable(
                f"{pilot.reform} is on trial in {units} only, and a forecast does not tell units apart.",
                f"Forecast it where it is tried: --under {pilot.units[0]}.",
            )
        found[pilot.reform] = "TRUE" if whole else "FALSE"
    return found


def lies_in(house: House, pilot: Pilot, under: int | None, *, on: date, scope: Scope) -> bool | None:
    """Whether all people under a unit lie in the units of a trial; None where some may and some may not."""
    with house.register(scope=scope) as register:
        if under is None:
            return None
        above = {unit.code for unit in register.ancestors(under, on=on)}
        if above & set(pilot.units):
            return True
        tried = [found for code in pilot.units if (found := register.unit_by_code(code, on=on)) is not None]
        below = any(under in {unit.unit for unit in register.ancestors(one.unit, on=on)} for one in tried)
        return None if below else False
