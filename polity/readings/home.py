"""What needs doing in one's part of the organisation, and how it stands."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple

from polity.readings.cases import Served, coming, served
from polity.readings.census import Question, census
from polity.readings.house import House, Scope
from polity.readings.kept import kept
from polity.readings.people import At
from polity.readings.tree import homes, tree_on, within
from polity.readings.units import Person

COURSE = 12  # months behind the day that a course shows
PRESENT = ("member", "candidate", "sympathiser")


class Waiting(NamedTuple):
    """What waits for a decision on a day."""

    applied: int  # applications that the branch has yet to decide
    decided: int  # applications decided by the branch, yet to be confirmed
    transfers: int  # people released to another unit, yet to be acknowledged
    served: Served | None  # candidates by what the statutes say of their promotion; None where they say nothing
    asked: int = 0  # people whom the reader is asked to recommend
    appeals: int = 0  # appeals that wait for an answer or a decision
    coming: int = 0  # candidates who may become members within thirty days


class Standing(NamedTuple):
    """How many people are of a standing, over the last months: the last is the day itself."""

    standing: str
    people: int
    course: Sequence[int]

    @property
    def change(self) -> int:
        """The change over the course."""
        return self.people - self.course[0]


class Flows(NamedTuple):
    """What came and went since a day, of one standing."""

    since: date
    admitted: int
    left: int


class Stand(NamedTuple):
    """How a part of the organisation stands."""

    standings: Sequence[Standing]
    composition: tuple[str, Mapping[str | None, int]] | None  # a dimension, and the members by it
    flows: Flows


def waiting(house: House, *, on: date, scope: Scope) -> Waiting:
    """What waits in the reader's scope: applications and transfers that are open now, candidates as of `on`."""
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT state, count(*) FROM application WHERE state IN ('applied', 'decided') GROUP BY 1"
        )
        states: dict[str, int] = dict(register.cursor.fetchall())
        register.cursor.execute("SELECT count(*) FROM transfer WHERE state = 'released'")
        (transfers,) = register.cursor.fetchone() or (0,)
        register.cursor.execute(
            "SELECT (SELECT count(*) FROM polity_asked(NULL)),"
            " (SELECT count(*) FROM appeal WHERE state IN ('lodged', 'replied'))"
        )
        asked, appeals = register.cursor.fetchone() or (0, 0)
    ripe = served(house, on=on, scope=scope)
    soon = len(coming(house, on=on, scope=scope))
    return Waiting(
        states.get("applied", 0), states.get("decided", 0), int(transfers), ripe, int(asked), int(appeals), soon
    )


def stand(house: House, *, on: date, scope: Scope) -> Stand | None:
    """How the reader's part of the organisation stands, on the map of the day. None where they see no unit."""
    if not scope.whole and scope.unit is None:
        return None
    return kept(house, ("stand", on), lambda: _stand(house, on, scope), scope=scope)


def _stand(house: House, on: date, scope: Scope) -> Stand:
    days = [_months_before(on, months) for months in range(COURSE, -1, -1)]
    tree = tree_on(house, on, scope=scope)
    answers = homes(tree, from_day=days[0])
    limit = within(tree, scope)
    sums = ", ".join(f"count(*) FILTER (WHERE s.since <= DATE '{day}' AND DATE '{day}' < s.until)" for day in days)
    rows = house.columns.query(
        f"WITH h AS ({answers}), place AS (SELECT h.unit FROM h JOIN {tree.table} t ON t.unit = h.answers"
        f" {'WHERE ' + limit if limit else ''}) SELECT s.standing, {sums} FROM span s SEMI JOIN place p USING (unit)"
        f" WHERE s.until > DATE '{days[0]}' AND s.since <= DATE '{on}' AND s.standing <> 'former' GROUP BY 1"
    )
    courses = {row[0]: [int(count) for count in row[1:]] for row in rows}
    standings = []
    for standing in PRESENT:
        course = courses.get(standing, [0] * len(days))
        standings.append(Standing(standing, course[-1], course))
    return Stand(standings, _composition(house, on, scope), _flows(house, on, tree.table, limit))


def _months_before(day: date, months: int) -> date:
    """The same day so many months earlier, or the last day of that month."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, min(day.day, last))
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")


def _composition(house: House, on: date, scope: Scope) -> tuple[str, Mapping[str | None, int]] | None:
    """Members by the first attribute that this organisation counts its composition by."""
    for name in ("social_category", "class", "sex"):
        if name in house.columns.fields:
            found = census(house, Question(on=on, where={"standing": ("member",)}, by=(name,)), scope=scope)
            return name, {row.values[0]: row.people for row in found.rows}
    return None


def _flows(house: House, on: date, tree: str, limit: str | None) -> Flows:
    """Who became a member and who ceased to be one since the first of January, whatever unit they moved through."""
    since = date(on.year, 1, 1)
    place = f" JOIN {tree} t ON t.unit = s.unit" if limit else ""
    here = f" AND {limit}" if limit else ""
    came, went = (f"s.{edge} > DATE '{since}' AND s.{edge} <= DATE '{on}'" for edge in ("since", "until"))
    # Only of those with whom anything began or ended is it asked what came before it and what after.
    rows = house.columns.query(
        f"WITH moved AS (SELECT DISTINCT s.person FROM spell s{place} WHERE s.gone IS NULL AND s.standing = 'member'"
        f" AND ({came} OR {went}){here}),"
        " s AS (SELECT person, unit, standing, since, until, lag(standing) OVER w AS was,"
        " lag(until) OVER w AS ended, lead(standing) OVER w AS next, lead(since) OVER w AS begins"
        " FROM spell SEMI JOIN moved USING (person) WHERE gone IS NULL"
        " WINDOW w AS (PARTITION BY person ORDER BY since))"
        f" SELECT count(*) FILTER (WHERE {came} AND (was IS DISTINCT FROM 'member' OR ended < s.since)),"
        f" count(*) FILTER (WHERE {went} AND (next IS DISTINCT FROM 'member' OR begins > s.until))"
        f" FROM s{place} WHERE s.standing = 'member'{here}"
    )
    admitted, left = rows[0]
    return Flows(since, int(admitted), int(left))


def warm(house: House, *, on: date, scope: Scope) -> None:
    """Make ready what the first pages of a scope ask for."""
    stand(house, on=on, scope=scope)
    served(house, on=on, scope=scope)
    coming(house, on=on, scope=scope)


def waiting_people(house: House, what: str, *, scope: Scope) -> list[tuple[Person, At]]:
    """Those of an application in a state (`applied`, `decided`) or of a transfer (`transfers`) that waits."""
    transfers = what == "transfers"
    source = (
        "SELECT person, receiving AS unit, asked AS since FROM transfer WHERE state = 'released'"
        if transfers
        else "SELECT person, unit, applied AS since FROM application WHERE state = %(state)s"
    )
    with house.register(scope=scope) as register:
        register.cursor.execute(
            f"SELECT w.person, w.since, w.unit, u.name, u.code FROM ({source}) w LEFT JOIN LATERAL"
            " (SELECT name, code FROM unit v WHERE v.unit = w.unit ORDER BY v.valid DESC LIMIT 1) u ON true"
            " ORDER BY w.since, w.person LIMIT 500",
            {"state": what},
        )
        rows = register.cursor.fetchall()
        known = register.names(int(row[0]) for row in rows)
    standing = "released" if transfers else what
    return [(Person(row[0], known.get(row[0], ""), standing, row[1], row[2]), At(row[3], row[4])) for row in rows]
