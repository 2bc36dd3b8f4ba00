"""What the rules say of everybody: how many may, may not, cannot be decided, and by which article."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from polity.columns.everybody import everybody_sql
from polity.columns.shape import quoted
from polity.readings.census import Unanswerable
from polity.readings.house import House, Scope
from polity.readings.tree import tree_on, within
from polity.register.asked import applications_sql, applied_sql
from polity.statutes import Law, Pilot, store


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
    if kind not in law.subjects() or rule not in law.rules(kind):
        known = ", ".join(law.rules(kind)) if kind in law.subjects() else "none for this kind of subject"
        raise Unanswerable(f"No rule is called {rule}.", f"There are: {known}.")
    everybody = Everybody(kind, on, (standing,) if standing else (), under)
    source = everybody.sql(house, law.reads([rule], kind), scope=scope)
    text = law.sql([rule], at=on, source=source, subject=kind, **governed(house, [law], everybody, scope=scope))
    return text, law.numbering(rule, kind)


class Everybody(NamedTuple):
    """Whom a law is asked of at once: the subjects of a kind on a day, of some standings, under a unit."""

    kind: str
    on: date
    standings: Sequence[str] = ()
    under: int | None = None

    def sql(self, house: House, facts: Iterable[str], *, scope: Scope, also: Mapping[str, str] | None = None) -> str:
        """SQL over the columns: a row a subject in scope, with `subject`, `unit`, the facts that rules read, and more.

        also  further columns by name, as SQL over the subject's row `s` and the unit `t` of the tree
        """
        tree = tree_on(house, self.on, scope=scope)
        limit = within(tree, scope, self.under)
        with house.register(scope=scope) as register:
            fields = register.fields(self.kind)
            applications = applications_sql(register, self.on) if self.kind == "person" else ""
        placed = limit or any("t." in text for text in (also or {}).values())
        joined = [applications, f"JOIN {tree.table} t ON t.unit = s.unit" if placed else ""]
        conditions = [limit] if limit else []
        if self.standings and self.kind == "person":
            conditions.append(f"s.standing IN ({', '.join(quoted(one) for one in self.standings)})")
        return everybody_sql(
            self.kind,
            fields.values(),
            facts,
            at=self.on,
            also=[f"{text} AS {name}" for name, text in (also or {}).items()],
            narrowed=f"{' '.join(joined)}{' WHERE ' if conditions else ''}{' AND '.join(conditions)}",
            applied=applied_sql(applications, self.on),
        )


def governed(house: House, laws: Iterable[Law], everybody: Everybody, *, scope: Scope) -> dict[str, Any]:
    """What `Law.sql` is told beside the rules: the columns of governing dates, and who lies in the units of trials."""
    pilots = dict.fromkeys(pilot for law in laws for pilot in law.pilots)
    return {
        "dates": {"applied": "applied"} if everybody.kind == "person" else {},
        "pilots": {pilot.reform: on_trial(house, pilot, everybody.kind, everybody.on, scope=scope) for pilot in pilots},
    }


def on_trial(house: House, pilot: Pilot, kind: str, on: date, *, scope: Scope) -> str:
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
