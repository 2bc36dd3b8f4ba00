"""Before anyone votes: who on the register would be treated otherwise under a draft, and by which clause."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from polity.readings.census import Unanswerable
from polity.readings.house import House, Scope
from polity.readings.kept import kept
from polity.readings.people import PAGE, At
from polity.readings.tally import Everybody
from polity.readings.treated import RuleChange, counted, keyed, plain
from polity.readings.tree import tree_on
from polity.readings.two_laws import Laws, asked_of, both_sql, laws_of
from polity.readings.units import Person
from polity.readings.withheld import withheld
from polity.words import ids


class Preview(NamedTuple):
    """A draft over the whole register of a day.

    everybody  whether the figures are those of the whole organisation with small groups left out, as anybody may see
               them, and not those of the reader's own part of the tree
    """

    on: date
    since: date | None
    reforms: tuple[tuple[str, str], ...]  # name and title
    laws: tuple[str, str]  # fingerprints
    everybody: bool
    under: int | None
    by: tuple[str, ...]
    rules: tuple[RuleChange, ...]
    words: dict[str, tuple[str, str, str]]  # clause -> what it needs, what it says, its source
    warnings: tuple[str, ...]

    def plain(self) -> dict[str, Any]:
        """As JSON shows it, with stable keys."""
        return {
            "on": self.on.isoformat(),
            "since": self.since.isoformat() if self.since else None,
            "reforms": [{"name": name, "title": title} for name, title in self.reforms],
            "law": {"before": self.laws[0], "after": self.laws[1]},
            "small_groups_left_out": self.everybody,
            "under": None if self.under is None else ids.show(self.under),
            "by": list(self.by),
            "rules": [plain(rule) for rule in self.rules],
            "clauses": {
                clause: {"text": text, "says": says, "source": source}
                for clause, (text, says, source) in self.words.items()
            },
            "warnings": list(self.warnings),
        }


def preview(
    house: House,
    draft: str,
    *,
    scope: Scope,
    on: date | None = None,
    by: Sequence[str] = (),
    under: int | None = None,
    earlier: Sequence[str] = (),
) -> Preview:
    """Decide everybody under the law as it is and as the draft would make it, on one day, and count what differs.

    Counted  subjects of whom the rule is asked (`RuleChange.asked`), at home in the reader's part of the tree; for a
             reader without one the whole organisation, and then no group under ten and nothing that would tell it
    Source   the columns at the journal's head; the law as adopted, and with the draft
    on       the first day of the draft by default
    by       dimensions of the census (of units alone for subjects that are not people)
    earlier  other drafts, taken as adopted before

    Raises Faulty where the draft is not law, Unanswerable for a dimension that there is not.
    """
    asked = (draft, on, tuple(by), under, tuple(earlier))
    return kept(house, ("preview", scope.day, *asked), lambda: _previewed(house, scope, *asked), scope=scope)


def _previewed(
    house: House,
    scope: Scope,
    draft: str,
    on: date | None,
    by: tuple[str, ...],
    under: int | None,
    earlier: tuple[str, ...],
) -> Preview:
    laws = laws_of(house, draft, scope=scope, earlier=earlier)
    since = laws.since or scope.day
    everybody = not scope.whole and scope.unit is None
    if everybody and (under is not None or on not in (None, since)):
        raise Unanswerable(
            "Figures for everybody are of the whole organisation, on the draft's first day.",
            "Leave out the day and the unit; an office shows its own part of the tree on any day.",
        )
    day, seen = on or since, Scope(day=scope.day, whole=True) if everybody else scope
    found: list[RuleChange] = []
    for kind in laws.kinds():
        for standings, rules in _groups(laws, kind):
            asked = Everybody(kind, day, standings, under)
            found += counted(house, laws, rules, asked, by, scope=seen)
    told = [withheld(one) for one in found] if everybody else found
    return Preview(
        day, laws.since, tuple((one.name, one.title) for one in laws.reforms),
        (laws.before.fingerprint, laws.after.fingerprint), everybody, under, by, tuple(told),
        _words(laws, found, day), tuple(_warnings(house, laws, found, day, seen)),
    )  # fmt: skip


def _groups(laws: Laws, kind: str) -> list[tuple[tuple[str, ...], list[str]]]:
    """The rules that can differ, together with those that are asked of the same people."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for rule in laws.differing(kind):
        groups.setdefault(asked_of(rule, kind), []).append(rule)
    return list(groups.items())


def _words(laws: Laws, rules: Sequence[RuleChange], on: date) -> dict[str, tuple[str, str, str]]:
    """The words of the clauses that the figures name, by both laws on the day."""
    named = {side.clause for rule in rules for flow in rule.flows for side in (flow.before, flow.after)}
    named |= {weighed.clause for rule in rules for weighed in rule.clauses}
    return {
        article.id: (article.text, article.say, article.source)
        for law in (laws.before, laws.after)
        for kind in law.subjects()
        for article in law.articles(kind, on)
        if article.id in named
    }


def _warnings(house: House, laws: Laws, rules: Sequence[RuleChange], on: date, scope: Scope) -> list[str]:
    """What the author of a draft should hear before a vote."""
    found = []
    tree = tree_on(house, on, scope=scope)
    for reform in laws.reforms:
        if on < reform.since or (reform.until is not None and on >= reform.until):
            found.append(f"The reform {reform.name} does not bind on {on}.")
        for code in reform.pilot.units if reform.pilot else ():
            if not house.columns.query(f"SELECT unit FROM {tree.table} WHERE code = ?", [code]):
                found.append(f"The reform {reform.name} is for the unit {code}; no unit bears that code on {on}.")
    for rule in rules:
        undecided = sum(flow.people or 0 for flow in rule.flows if flow.after.outcome is None)
        before = sum(flow.people or 0 for flow in rule.flows if flow.before.outcome is None)
        if rule.measure in ("holds", "value") and rule.total and undecided == rule.total > before:
            missing = ", ".join(weighed.clause for weighed in rule.clauses if weighed.unknown[1])
            found.append(
                f"With the draft {rule.rule} cannot be decided for anybody: facts that clause {missing} asks for are"
                " not known of anyone."
            )
    return found


def people(
    house: House,
    draft: str,
    rule: str,
    change: str,
    *,
    on: date | None = None,
    scope: Scope,
    under: int | None = None,
    earlier: Sequence[str] = (),
    after: tuple[int, int] | None = None,
) -> tuple[list[tuple[Person, At]], tuple[int, int] | None]:
    """The people of a flow, by its key, in the order of the tree; a page, and where the next one begins.

    Only people at home in the reader's part of the tree: nobody for a reader who has none.
    """
    house.columns.refresh()
    laws = laws_of(house, draft, scope=scope, earlier=earlier)
    if rule not in laws.after.rules("person"):
        raise Unanswerable(f"No rule over people is called {rule}.", "Choose one that the preview names.")
    if not scope.whole and scope.unit is None:
        return [], None
    day = on or laws.since or scope.day
    also = {"low": "t.low", "home": "t.unit", "home_name": "t.name", "home_code": "t.code", "since": "s.counted_from"}
    everybody = Everybody("person", day, asked_of(rule, "person"), under)
    text = both_sql(house, laws, [rule], everybody, scope=scope, also=also | {"held": "s.standing"})
    low, person = after or (-1, -1)
    tests = " AND ".join(f"{part} IS NOT DISTINCT FROM ?" for part in keyed(laws, rule, "person")[0])
    rows = house.columns.query(
        f"SELECT low, subject, held, since, home, home_name, home_code FROM ({text}) WHERE {tests}"
        f" AND (low > {int(low)} OR low = {int(low)} AND subject > {int(person)}) ORDER BY 1, 2 LIMIT {PAGE + 1}",
        _parts_of(laws, rule, change),
    )
    with house.register(scope=scope) as register:
        known = register.names(int(row[1]) for row in rows[:PAGE])
    listed = [
        (Person(int(row[1]), known.get(int(row[1]), ""), row[2], row[3], int(row[4])), At(row[5], row[6]))
        for row in rows[:PAGE]
    ]
    return listed, (int(rows[PAGE - 1][0]), int(rows[PAGE - 1][1])) if len(rows) > PAGE else None


def _parts_of(laws: Laws, rule: str, key: str) -> list[str | int | None]:
    """The parts of a flow's key, as the columns give them. Raises Unanswerable."""
    values = laws.after.type_of(rule, "person").values
    parts = key.split(":")
    if len(parts) != 4 or not (parts[1].isdecimal() and parts[3].isdecimal()):
        raise Unanswerable("The change is not named as previews name theirs.", "Take its key from the preview.")

    def outcome(text: str) -> str | None:
        if text == "-":
            return None
        return values[int(text)] if text.isdecimal() and int(text) < len(values) else text

    return [outcome(parts[0]), int(parts[1]) or None, outcome(parts[2]), int(parts[3]) or None]
