"""What the rules say of everybody: how many may, may not, cannot be decided, and by which article."""

from datetime import date
from typing import Any, NamedTuple

from polity.columns.everybody import everybody_sql
from polity.columns.shape import quoted
from polity.readings.census import Unanswerable
from polity.readings.house import House, Scope
from polity.readings.tree import tree_on, within
from polity.statutes import Pilot, store


class Tally(NamedTuple):
    """How a rule decides all subjects of a kind on a day. For each outcome the clause that decided and how many."""

    rule: str
    kind: str
    on: date
    rows: tuple[tuple[str | None, str | None, int], ...]  # outcome, deciding clause, subjects
    failed: tuple[tuple[str, int], ...]  # clause, subjects that fail it; one may fail several

    def plain(self) -> dict[str, Any]:
        return {
            "rule": self.rule,
            "subject": self.kind,
            "on": self.on.isoformat(),
            "rows": [{"outcome": outcome, "clause": clause, "count": count} for outcome, clause, count in self.rows],
            "failed": [{"clause": clause, "count": count} for clause, count in self.failed],
            "total": sum(count for _, _, count in self.rows),
        }


def decided_sql(
    house: House,
    rule: str,
    *,
    on: date,
    scope: Scope,
    kind: str = "person",
    standing: str | None = None,
    under: int | None = None,
) -> tuple[str, tuple[str, ...]]:
    """SQL over the columns that decides a rule for everybody in scope, and the ids behind its clause numbers.

    The SQL gives `subject`, `<rule>`, `<rule>__clause`, `<rule>__unknown` and, for all_of rules, `<rule>__failed`.
    """
    with house.register(scope=scope) as register:
        law = store.adopted(register)
        fields = register.fields(kind)
    if kind not in law.subjects() or rule not in law.rules(kind):
        known = ", ".join(law.rules(kind)) if kind in law.subjects() else "none for this kind of subject"
        raise Unanswerable(f"No rule is called {rule}.", f"There are: {known}.")
    tree = tree_on(house, on, scope=scope)
    limit = within(tree, scope, under)
    source = everybody_sql(kind, fields.values(), law.reads([rule], kind), at=on)
    conditions = [f"e.standing = {quoted(standing)}"] if standing else []
    if limit:
        here = f"SELECT e.* FROM {source} e JOIN {tree.table} t ON t.unit = e.unit"
        source = f"({here} WHERE {' AND '.join([limit, *conditions])})"
    elif conditions:
        source = f"(SELECT e.* FROM {source} e WHERE {' AND '.join(conditions)})"
    dates = {"applied": "applied"} if kind == "person" else {}
    pilots = {pilot.reform: _on_trial(house, pilot, kind, on, scope) for pilot in law.pilots}
    text = law.sql([rule], at=on, source=source, subject=kind, dates=dates, pilots=pilots)
    return text, law.numbering(rule, kind)


def _on_trial(house: House, pilot: Pilot, kind: str, on: date, scope: Scope) -> str:
    """The condition under which a subject lies in the units of a trial: as `statutes.store.within` says of one case."""
    day = pilot.frozen_at or on
    tree = tree_on(house, day, scope=scope)
    here = f"since <= DATE '{day}' AND DATE '{day}' < until"
    homes = (
        f"SELECT person AS subject, unit FROM span WHERE {here}"
        if kind == "person"
        else f"SELECT subject, unit FROM place WHERE {here}"
    )
    codes = ", ".join(quoted(code) for code in pilot.units)
    return (
        f"subject IN (SELECT h.subject FROM ({homes}) h JOIN {tree.table} t ON t.unit = h.unit"
        f" JOIN {tree.table} a ON a.code IN ({codes}) AND t.low BETWEEN a.low AND a.high)"
    )


def tally(
    house: House,
    rule: str,
    *,
    on: date,
    scope: Scope,
    kind: str = "person",
    standing: str | None = None,
    under: int | None = None,
) -> Tally:
    """Decide a rule for everybody of a kind (of one standing, under one unit) in scope, and count.

    Source  the columns at the journal's head; the law as adopted so far, in its version of the day
    Unit    subjects of the kind
    """
    house.columns.refresh()
    text, numbering = decided_sql(house, rule, on=on, scope=scope, kind=kind, standing=standing, under=under)
    found = house.columns.query(
        f"SELECT CAST({rule} AS VARCHAR), {rule}__clause, count(*) FROM ({text}) d GROUP BY 1, 2 ORDER BY 1, 2"
    )
    rows = tuple((outcome, numbering[clause - 1] if clause else None, int(count)) for outcome, clause, count in found)
    failed = []
    if f"{rule}__failed" in text:
        sums = ", ".join(f"count(*) FILTER (WHERE ({rule}__failed >> {at}) & 1 = 1)" for at in range(len(numbering)))
        counts = house.columns.query(f"SELECT {sums} FROM ({text}) d")[0] if numbering else ()
        failed = [(clause, int(count)) for clause, count in zip(numbering, counts, strict=True) if count]
    return Tally(rule, kind, on, rows, tuple(failed))
