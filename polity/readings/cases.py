"""What the statutes say of the candidates in a scope: who has served their period, and of whom it cannot be said."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from polity.readings.census import Unanswerable
from polity.readings.house import House, Scope
from polity.readings.kept import kept
from polity.readings.people import At
from polity.readings.tally import decided_sql
from polity.readings.tree import tree_on
from polity.readings.units import Person
from polity.statutes import Law, store

PROMOTION = "may_become_member"  # the rule that the act of promotion rests on
VERDICTS = {"may": "{rule}", "may_not": "NOT {rule}", "undecided": "{rule} IS NULL"}
PAGE = 50
SOON = 30  # days ahead within which a candidacy is told to come due


class Served(NamedTuple):
    """Candidates by what the rule of promotion says of each."""

    may: int
    may_not: int
    undecided: int


def law_of(house: House, *, scope: Scope) -> Law:
    """The law as all texts adopted so far make it. Rules are open to everybody."""

    def adopted() -> Law:
        with house.register(scope=scope) as register:
            return store.adopted(register)

    return house.database.once("law", adopted)


def served(house: House, *, on: date, scope: Scope) -> Served | None:
    """Candidates on a day whose promotion the statutes allow, bar, or cannot decide. None without such a rule.

    Counted  candidates at home in the reader's part of the tree
    Source   the columns, by the same clauses that the act of promotion asks
    """

    def count() -> Served | None:
        text = _decided(house, on, scope)
        if text is None:
            return None
        sums = ", ".join(f"count(*) FILTER (WHERE {test.format(rule=PROMOTION)})" for test in VERDICTS.values())
        return Served(*(int(number) for number in house.columns.query(f"SELECT {sums} FROM ({text})")[0]))

    return kept(house, ("served", on), count, scope=scope)


def coming(house: House, *, on: date, scope: Scope) -> Sequence[tuple[int, int]]:
    """Candidates, with their units, who may not become members yet and will within so many days, by the same clauses.

    Source  the columns, decided on the day and again at the end of the stretch; nothing else is taken to change
    """

    def found() -> Sequence[tuple[int, int]]:
        now, then = _decided(house, on, scope), _decided(house, on + timedelta(days=SOON), scope)
        if now is None or then is None:
            return []
        rows = house.columns.query(
            f"SELECT d.subject, s.unit FROM ({then}) d JOIN span s ON s.person = d.subject AND s.since <= DATE '{on}'"
            f" AND DATE '{on}' < s.until ANTI JOIN (SELECT subject FROM ({now}) n WHERE n.{PROMOTION}) n"
            f" ON n.subject = d.subject WHERE d.{PROMOTION} ORDER BY s.counted_from, 1"
        )
        return [(int(person), int(unit)) for person, unit in rows]

    return kept(house, ("coming", on), found, scope=scope)


def candidates(
    house: House, verdict: str, *, on: date, scope: Scope, after: tuple[int, int] | None = None
) -> tuple[Sequence[tuple[Person, At]], tuple[int, int] | None]:
    """The candidates of one of VERDICTS, in the order of the tree, a page at a time, and where the next one begins."""
    low, person = after or (-1, -1)

    def found() -> Sequence[tuple[Any, ...]]:
        text = _decided(house, on, scope)
        if text is None:
            return []
        tree = tree_on(house, on, scope=scope)
        return house.columns.query(
            f"SELECT t.low, s.person, s.standing, s.counted_from, t.unit, t.name, t.code FROM ({text}) d"
            f" JOIN span s ON s.person = d.subject AND s.since <= DATE '{on}' AND DATE '{on}' < s.until"
            f" JOIN {tree.table} t ON t.unit = s.unit WHERE {VERDICTS[verdict].format(rule='d.' + PROMOTION)}"
            f" AND (t.low > {int(low)} OR t.low = {int(low)} AND s.person > {int(person)})"
            f" ORDER BY 1, 2 LIMIT {PAGE + 1}"
        )

    rows = kept(house, ("candidates", verdict, on, after), found, scope=scope)
    with house.register(scope=scope) as register:
        known = register.names(int(row[1]) for row in rows[:PAGE])
    listed = [
        (Person(int(row[1]), known.get(int(row[1]), ""), row[2], row[3], int(row[4])), At(row[5], row[6]))
        for row in rows[:PAGE]
    ]
    return listed, (int(rows[PAGE - 1][0]), int(rows[PAGE - 1][1])) if len(rows) > PAGE else None


def by_unit(house: House, *, on: date, scope: Scope) -> Mapping[int, tuple[str, int]]:
    """Units in the order of the tree, each with its name and how many of its candidates may become members on a day."""
    text = _decided(house, on, scope)
    if text is None:
        return {}
    tree = tree_on(house, on, scope=scope)
    rows = house.columns.query(
        f"SELECT t.unit, t.name, count(*) FROM ({text}) d"
        f" JOIN span s ON s.person = d.subject AND s.since <= DATE '{on}' AND DATE '{on}' < s.until"
        f" JOIN {tree.table} t ON t.unit = s.unit WHERE d.{PROMOTION} GROUP BY t.low, 1, 2 ORDER BY t.low"
    )
    return {int(unit): (str(name), int(count)) for unit, name, count in rows}


def _decided(house: House, on: date, scope: Scope) -> str | None:
    """SQL for DuckDB: each candidate of a scope with the verdict of the rule. None where no law has such a rule."""
    house.columns.refresh()
    try:
        return decided_sql(house, PROMOTION, on=on, scope=scope, standing="candidate")[0]
    except Unanswerable:
        return None
