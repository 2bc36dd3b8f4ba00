"""Had this been the rule already: past decisions, decided again as though a draft had been in force."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any, NamedTuple

from polity.columns.everybody import cases_sql
from polity.columns.shape import quoted
from polity.readings.census import Unanswerable
from polity.readings.house import House, Scope
from polity.readings.release import SMALLEST
from polity.readings.tally import on_trial
from polity.readings.tree import tree_on, within
from polity.readings.two_laws import with_draft_from, without
from polity.register.asked import APPLYING
from polity.statutes import Law, store
from polity.statutes.compared import differing

# Decisions that the register itself tells: somebody's standing began on the day, after another one that ended on it.
TAKEN = {
    "may_become_member": ("member", ("candidate",)),
    "recommendations_renewed": ("member", ("candidate",)),
    "may_become_candidate": ("candidate", APPLYING),
}
NOTES = (
    "Each decision is taken by itself: what would have followed from another outcome is not followed further.",
    "Facts are those that the register holds today for the day of each decision.",
    "Refusals are left out: the register does not say what the articles would have said of them.",
)

WHOLE_MONTHS = "Whole months are shown; a group of a month under ten is left out, also of the sums."


class Gone(NamedTuple):
    """Decisions of a month that would have gone another way, by the clause that would have decided.

    outcome  false: would not have been allowed; None: could not have been decided
    people   None where so few that they are not shown
    """

    month: str
    outcome: str | None
    clause: str | None
    people: int | None


class Retrospect(NamedTuple):
    """What a draft would have made of the decisions that rest on one rule.

    taken      decisions between the days
    otherwise  of them those that would have gone another way
    already    of them those that the law of their own day, asked of today's facts, does not allow either
    lawless    of them those of days on which there was no such rule
    """

    rule: str
    title: str
    taken: int
    otherwise: int
    already: int
    lawless: int
    rows: tuple[Gone, ...]


class HadBeen(NamedTuple):
    """A draft taken as in force from a day, over the decisions that were taken until another."""

    since: date
    until: date
    rules: tuple[Retrospect, ...]
    notes: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """As JSON shows it, with stable keys."""
        return {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "rules": [
                {
                    "rule": one.rule, "title": one.title, "taken": one.taken, "otherwise": one.otherwise,
                    "already": one.already, "without_rule": one.lawless,
                    "rows": [
                        {"month": row.month, "outcome": row.outcome, "clause": row.clause, "count": row.people}
                        for row in one.rows
                    ],
                }
                for one in self.rules
            ],
            "notes": list(self.notes),
        }  # fmt: skip


def had_been(house: House, draft: str, *, since: date, until: date, scope: Scope, under: int | None = None) -> HadBeen:
    """Decide again what was decided from one day to the day before another, with a draft in force from the first.

    Counted  promotions and admissions of people at home, on the day, in the reader's part of the tree as it then
             stood; for a reader without one of the whole organisation by whole months, small groups left out
    Source   the columns at the journal's head: standings that began, and the facts of the day on which they did

    Raises Faulty where the draft would not have been law then, Unanswerable where it changes no rule that the
    register's decisions rest on.
    """
    house.columns.refresh()
    public = not scope.whole and scope.unit is None
    if public:
        since, until = since.replace(day=1), until.replace(day=1)
    if until <= since:
        raise Unanswerable("The days end before they begin.", "Name an earlier day to begin with.")
    seen = Scope(day=scope.day, whole=True) if public else scope
    with house.register(scope=seen) as register:
        adopted = store.adopted(register)
        fields = list(register.fields("person").values())
    before, after = without(adopted, draft), with_draft_from(adopted, draft, since)
    rules = [rule for rule in differing(before, after, "person") if rule in TAKEN]
    if not rules:
        raise Unanswerable(
            "The draft changes no rule on which decisions that the register tells of rest.",
            f"They rest on: {', '.join(rule for rule in TAKEN if rule in after.rules('person'))}.",
        )
    found = []
    for rule in rules:
        rows = _decided(house, before, after, rule, fields, (since, until, under), seen)
        found.append(_told(after, rule, rows, SMALLEST if public else 1))
    return HadBeen(since, until, tuple(found), (*NOTES, WHOLE_MONTHS) if public else NOTES)


def _cases(rule: str, since: date, until: date, table: str, limit: str | None) -> str:
    """SQL for the decisions: whose, on which day, and the unit and standing in which each was decided."""
    standing, earlier = TAKEN[rule]
    before = ", ".join(quoted(one) for one in earlier)
    placed = f" JOIN {table} t ON t.unit = b.unit AND {limit}" if limit else ""
    return (
        "SELECT a.person AS subject, a.since AS day, b.unit, b.standing, b.counted_from"
        f" FROM (SELECT * FROM spell WHERE gone IS NULL AND standing = {quoted(standing)}) a JOIN"
        f" (SELECT * FROM spell WHERE gone IS NULL AND standing IN ({before})) b"
        f" ON b.person = a.person AND b.until = a.since{placed}"
        f" WHERE a.since >= DATE '{since}' AND a.since < DATE '{until}'"
    )


def _decided(
    house: House, before: Law, after: Law, rule: str, fields: list[Any], days: tuple[date, date, int | None],
    scope: Scope,
) -> list[tuple[Any, ...]]:  # fmt: skip
    """By month: the outcome under the law of each day, the outcome and clause with the draft, and how many."""
    since, until, under = days
    tree = tree_on(house, since, scope=scope)
    facts = dict.fromkeys([*after.reads([rule], "person"), *before.reads([rule], "person")])
    source = cases_sql(fields, facts, _cases(rule, since, until, tree.table, within(tree, scope, under)))
    pilots = {
        pilot.reform: on_trial(house, pilot, "person", since, scope=scope) for pilot in (*before.pilots, *after.pilots)
    }
    # Of admissions the day of the application is not among the columns: each is taken to be of the day of decision.
    dates = {} if rule == "may_become_candidate" else {"applied": "applied"}
    carried = dict.fromkeys([*facts, "day", "standing", "applied"])
    inner = before.sql(
        [rule], at=since, at_column="day", source=source, dates=dates, pilots=pilots,
        keep={name: f"in_{name}" for name in carried},
    )  # fmt: skip
    again = ", ".join(f"in_{name} AS {name}" for name in carried)
    was = f"{rule} IS NOT NULL OR {rule}__unknown > 0"
    outer = after.sql(
        [rule], at=since, at_column="day", dates=dates, pilots=pilots, keep={"day": "day", "had": "had", "was": "was"},
        source=f"(SELECT subject, {rule} AS had, {was} AS was, {again} FROM ({inner}))",
    )  # fmt: skip
    return house.columns.query(
        f"SELECT strftime(day, '%Y-%m'), was, CAST(had AS VARCHAR), CAST({rule} AS VARCHAR), {rule}__clause, count(*)"
        f" FROM ({outer}) GROUP BY ALL ORDER BY 1, 5"
    )


def _told(law: Law, rule: str, rows: Iterable[tuple[Any, ...]], least: int) -> Retrospect:
    """The figures of a rule. A group of a month under `least` is not shown, and no sum holds it: so the difference of
    two sums, or of the same one over two stretches of months, is a sum of groups that are shown."""
    groups: Counter[tuple[str, str, str | None, str | None]] = Counter()
    numbering = law.numbering(rule)
    for month, was, had, outcome, clause, people in rows:
        if not was or had != "true":
            groups[month, "already" if was else "lawless", None, None] += people
        elif outcome == "true":
            groups[month, "stays", None, None] += people
        else:
            groups[month, "otherwise", outcome, numbering[clause - 1] if clause else None] += people
    sums: Counter[str] = Counter()
    for (_, fate, _, _), people in groups.items():
        sums[fate] += people if people >= least else 0
    gone = tuple(
        Gone(month, outcome, clause, people if people >= least else None)
        for (month, fate, outcome, clause), people in groups.items()
        if fate == "otherwise"
    )
    title = law.rules("person")[rule].title
    return Retrospect(rule, title, sums.total(), sums["otherwise"], sums["already"], sums["lawless"], gone)
