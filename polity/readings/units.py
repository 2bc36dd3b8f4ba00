"""A unit on a day: where it stands, who belongs to it, how it came about."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from polity.columns.shape import STANDINGS
from polity.readings.house import House, Scope
from polity.readings.kept import kept
from polity.readings.tree import tree_on, within
from polity.register.register import Register
from polity.register.rows import UnitVersion
from polity.words import ids, names

PAGE = 50  # people on a page
PRESENT = ("member", "candidate", "sympathiser")


class Branch(NamedTuple):
    """A unit directly below another, with people by standing in its whole subtree, and how many units lie below it."""

    unit: int
    name: str
    code: str
    kind: str
    tier: str
    below: int
    people: Mapping[str, int]


class Event(NamedTuple):
    """What happened to a unit on a day. `others` are the units on the other side: their names and codes."""

    day: date
    how: str  # founded, renamed, moved, merged, split, dissolved, altered
    before: str
    after: str
    others: Sequence[tuple[str, str]]
    entry: int


class Officer(NamedTuple):
    """Somebody in an office of the unit; `person` is None where the reader may not see who it is."""

    office: str
    person: int | None
    name: str
    since: date
    until: date | None


class Card(NamedTuple):
    """A unit as it stands on a day. Where it does not stand, `version` is the last before it, or the first after."""

    version: UnitVersion
    stands: bool
    above: Sequence[UnitVersion]  # from the top down, without the unit itself
    branches: Sequence[Branch]
    people: Mapping[str, int]  # by standing, in the whole subtree
    own: Mapping[str, int]  # by standing, at home in the unit itself
    history: Sequence[Event]
    officers: Sequence[Officer]


class Person(NamedTuple):
    """A row of a list of people. Without a name, as after erasure, there is the id."""

    person: int
    name: str
    standing: str
    counted_from: date
    unit: int


def found(house: House, text: str, *, on: date, scope: Scope) -> int | None:
    """The unit that a code or an id means: on the day, else on any day. None if there is none within the scope."""
    with house.register(scope=scope) as register:
        number = ids.read(text)
        if number is None or not register.unit_history(number):
            register.cursor.execute(
                "SELECT unit FROM unit WHERE code = %s ORDER BY valid @> %s DESC, lower(valid) DESC LIMIT 1", [text, on]
            )
            row = register.cursor.fetchone()
            number = int(row[0]) if row else None
        return number if number is not None and _versions_in(house, register, number, scope) else None


def lies_within(register: Register, unit: int, *, scope: Scope) -> bool:
    """Whether a unit lies in a scope: on the scope's day, or on the last day on which it stood."""
    return bool(_within(register, unit, scope))


def _within(register: Register, unit: int, scope: Scope) -> list[UnitVersion]:
    """All versions of a unit that lies in a scope; none of one that does not."""
    versions = register.unit_history(unit)
    if not versions or scope.whole:
        return versions
    version = _nearest(versions, scope.day)
    day = min(max(scope.day, version.since), (version.until or date.max) - timedelta(days=1))
    inside = scope.unit is not None and any(above.unit == scope.unit for above in register.ancestors(unit, on=day))
    return versions if inside else []


def _versions_in(house: House, register: Register, unit: int, scope: Scope) -> list[UnitVersion]:
    """All versions of a unit that lies in a scope, asked for once in a look."""
    return house.database.once(f"unit {unit} in {scope}", lambda: _within(register, unit, scope))


def narrowed(register: Register, unit: int, *, on: date, scope: Scope) -> Scope:
    """The part of a scope that a unit within it makes up, so that the database checks few rows instead of thousands.

    On another day than the scope's the scope stays as it is: who was in the unit then may be elsewhere in it now.
    """
    if scope.whole or on != scope.day or register.unit(unit, on=on) is None:
        return scope
    return Scope(day=scope.day, unit=unit, person=scope.person)


def _nearest(versions: Sequence[UnitVersion], on: date) -> UnitVersion:
    before = [version for version in versions if version.since <= on]
    return before[-1] if before else versions[0]


def card(house: House, unit: int, *, on: date, scope: Scope) -> Card | None:
    """A unit on a day. None where there is no such unit, or it lies outside the scope."""
    with house.register(scope=scope) as register:
        versions = _versions_in(house, register, unit, scope)
        if not versions:
            return None
        version = _nearest(versions, on)
        stands = version.since <= on and (version.until is None or on < version.until)
        above = register.ancestors(unit, on=on)[:0:-1] if stands else []
        history = _history(register, unit, versions)
        officers = kept(house, ("officers", unit, on, scope.person), lambda: _officers(register, unit, on), scope=scope)
    below = branches(house, unit, on=on, scope=scope) if stands else []
    people, own = _people(house, unit, on, scope) if stands else ({}, {})
    return Card(version, stands, above, below, people, own, history, officers)


def branches(house: House, unit: int, *, on: date, scope: Scope) -> list[Branch]:
    """The units directly below one on a day, by code, each with the people of its subtree."""
    return kept(house, ("branches", unit, on), lambda: _below(house, unit, on, scope), scope=scope)


def _below(house: House, unit: int, on: date, scope: Scope) -> list[Branch]:
    tree = tree_on(house, on, scope=scope)
    sums = ", ".join(f"coalesce(sum(n.people) FILTER (WHERE n.standing = '{name}'), 0)::BIGINT" for name in STANDINGS)
    rows = house.columns.query(
        f"WITH c AS (SELECT unit, name, code, kind, tier, low, high FROM {tree.table} WHERE parent = {int(unit)}),"
        f" n AS (SELECT t.low, s.standing, count(*) AS people FROM span s JOIN {tree.table} t ON t.unit = s.unit"
        f" WHERE s.since <= DATE '{on}' AND DATE '{on}' < s.until AND t.low BETWEEN {_ends(tree.table, unit)}"
        " GROUP BY t.low, s.standing)"
        f" SELECT c.unit, c.name, c.code, c.kind, c.tier, c.high - c.low, {sums} FROM c LEFT JOIN n"
        " ON n.low BETWEEN c.low AND c.high GROUP BY ALL ORDER BY c.code"
    )
    return [
        Branch(row[0], row[1], row[2], row[3], row[4], row[5], dict(zip(STANDINGS, row[6:], strict=True)))
        for row in rows
    ]


def _ends(table: str, unit: int) -> str:
    own = f"FROM {table} WHERE unit = {int(unit)}"
    return f"(SELECT low {own}) AND (SELECT high {own})"


def _people(house: House, unit: int, on: date, scope: Scope) -> tuple[dict[str, int], dict[str, int]]:
    def count() -> list[tuple[Any, ...]]:
        tree = tree_on(house, on, scope=scope)
        return house.columns.query(
            f"SELECT s.standing, count(*), count(*) FILTER (WHERE s.unit = {int(unit)}) FROM span s"
            f" JOIN {tree.table} t ON t.unit = s.unit WHERE s.since <= DATE '{on}' AND DATE '{on}' < s.until"
            f" AND t.low BETWEEN {_ends(tree.table, unit)} GROUP BY 1"
        )

    rows = kept(house, ("people of", unit, on), count, scope=scope)
    return {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}


def _history(register: Register, unit: int, versions: Sequence[UnitVersion]) -> list[Event]:
    events = []
    register.cursor.execute(
        "SELECT c.valid_on, c.how, c.before, c.after, u.name, u.code, c.entry FROM correspondence c JOIN LATERAL"
        " (SELECT name, code FROM unit v WHERE v.unit = CASE WHEN c.before = %s THEN c.after ELSE c.before END"
        "  AND lower(v.valid) <= c.valid_on ORDER BY v.valid DESC LIMIT 1) u ON true"
        " WHERE (c.before = %s OR c.after = %s) AND c.before <> c.after ORDER BY 1, u.code",
        [unit, unit, unit],
    )
    crossings: dict[tuple[date, str, str, int], list[tuple[str, str]]] = {}
    for day, how, before, _, name, code, entry in register.cursor.fetchall():
        said = ("merged" if how == "merge" else "split") + (" into" if before == unit else " from")
        crossings.setdefault((day, said, "", entry), []).append((name, code))
    events += [Event(day, how, "", "", others, entry) for (day, how, _, entry), others in crossings.items()]
    for at, version in enumerate(versions):
        before = versions[at - 1] if at else None
        if before is None or before.until != version.since:
            events.append(Event(version.since, "founded", "", version.name, [], version.entry))
        else:
            events += _altered(register, before, version)
    last = versions[-1]
    if last.until is not None:
        events.append(Event(last.until, "dissolved", last.name, "", [], last.entry))
    return sorted(events, key=lambda event: event.day)


def _altered(register: Register, before: UnitVersion, after: UnitVersion) -> list[Event]:
    found = []
    if before.name != after.name:
        found.append(Event(after.since, "renamed", before.name, after.name, [], after.entry))
    if before.parent != after.parent:
        sides = [_name(register, version.parent, after.since) for version in (before, after)]
        found.append(Event(after.since, "moved", sides[0][0], sides[1][0], [sides[1]], after.entry))
    if (before.code, before.kind, before.tier) != (after.code, after.kind, after.tier):
        was, now = (f"{v.code}, {v.kind}, {v.tier}" for v in (before, after))
        found.append(Event(after.since, "altered", was, now, [], after.entry))
    return found


def _name(register: Register, unit: int | None, on: date) -> tuple[str, str]:
    if unit is None:
        return "", ""
    register.cursor.execute(
        "SELECT name, code FROM unit WHERE unit = %s AND lower(valid) <= %s ORDER BY valid DESC LIMIT 1", [unit, on]
    )
    row = register.cursor.fetchone()
    return (row[0], row[1]) if row else ("", "")


def _officers(register: Register, unit: int, on: date) -> list[Officer]:
    register.cursor.execute(
        "SELECT o.office, o.person, n.family, n.given, n.middle, lower(o.valid), upper(o.valid) FROM office_term o"
        " LEFT JOIN person_name n USING (person) WHERE o.unit = %s AND o.valid @> %s ORDER BY o.office, o.person",
        [unit, on],
    )
    return [
        Officer(office, person if family is not None else None, _full(family, given, middle), since, until)
        for office, person, family, given, middle, since, until in register.cursor.fetchall()
    ]


def _full(family: str | None, given: str | None, middle: str | None) -> str:
    return "" if family is None else names.full(family, given or "", middle or "")


def people(
    house: House,
    unit: int,
    *,
    on: date,
    scope: Scope,
    standings: Sequence[str] = PRESENT,
    after: tuple[str, int] | None = None,
) -> tuple[list[Person], tuple[str, int] | None]:
    """Those at home in a unit on a day, by name, a page at a time, and where the next page begins (None: nowhere).

    Names come through the row security of the scope; who lies outside it is not in the list.
    """
    key = after or ("", -1)
    with house.register(scope=scope) as register:
        if not _versions_in(house, register, unit, scope):
            return [], None
        here = narrowed(register, unit, on=on, scope=scope)
    with house.register(scope=here) as register:
        register.cursor.execute(
            "SELECT * FROM (SELECT s.person, coalesce(n.sort, '') AS sort, n.family, n.given, n.middle, s.standing,"
            " s.counted_from FROM standing s LEFT JOIN person_name n USING (person) WHERE s.unit = %s"
            " AND s.valid @> %s AND s.standing = ANY(%s)) p WHERE (sort, person) > (%s, %s)"
            " ORDER BY sort, person LIMIT %s",
            [unit, on, list(standings), *key, PAGE + 1],
        )
        rows = register.cursor.fetchall()
    listed = [Person(row[0], _full(*row[2:5]), row[5], row[6], unit) for row in rows[:PAGE]]
    following = (str(rows[PAGE - 1][1]), int(rows[PAGE - 1][0])) if len(rows) > PAGE else None
    return listed, following


def names_on(house: House, codes: Sequence[str], *, on: date, scope: Scope) -> dict[str, str]:
    """The names of units by their codes on a day, as far as they lie in the reader's part of the tree."""
    if not codes:
        return {}
    tree = tree_on(house, on, scope=scope)
    limit = within(tree, scope)
    text = f"SELECT t.code, t.name FROM {tree.table} t WHERE list_contains(?, t.code){' AND ' + limit if limit else ''}"
    return {str(code): str(name) for code, name in house.columns.query(text, [list(codes)])}


def top(house: House, *, on: date, scope: Scope) -> list[int]:
    """Where the reader's part of the tree begins."""
    if not scope.whole:
        return [] if scope.unit is None else [scope.unit]
    with house.register(scope=scope) as register:
        return [root.unit for root in register.roots(on=on)]
