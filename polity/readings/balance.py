"""Stock and flow: who was there, who came, who went and why, who is there. It closes, or something is wrong."""

from datetime import date
from typing import Any, NamedTuple

from polity.columns.shape import STANDINGS
from polity.readings.census import Unanswerable
from polity.readings.house import House, Scope
from polity.readings.tree import Tree, homes, tree_on, within

FLOWS = (
    "admitted",
    "readmitted",
    "promoted",
    "moved_in",
    "moved_out",
    "promoted_out",
    "left",
    "excluded",
    "died",
    "lapsed",
    "other_out",
)
IN = ("admitted", "readmitted", "promoted", "moved_in")


class Balance(NamedTuple):
    """One row a unit: its count on the first day, each flow, its count on the last day, and whether they agree.

    start + admitted + readmitted + promoted + moved_in - moved_out - promoted_out - left - excluded - died - lapsed
    - other_out = end. Moves within a unit of the table are no flow of it. Start and end are counted, never derived.
    """

    since: date
    until: date
    standing: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    @property
    def closes(self) -> bool:
        """Whether every row closes."""
        return all(row[-1] == 0 for row in self.rows)

    def plain(self) -> dict[str, Any]:
        """As JSON shows it, with stable keys."""
        return {
            "since": self.since.isoformat(),
            "until": self.until.isoformat(),
            "standing": self.standing,
            "closes": self.closes,
            "rows": [dict(zip(self.heads, row, strict=True)) for row in self.rows],
        }


def balance(
    house: House,
    *,
    since: date,
    until: date,
    scope: Scope,
    standing: str = "member",
    under: int | None = None,
    by: str | None = None,
    map_of: date | None = None,
) -> Balance:
    """Balance a period for a unit, or for each unit of a tier, on one map.

    Counted  people of the standing on `since` and on `until`; flows happen after the first day, up to the last
    Unit     persons; somebody who comes and goes in the period is counted in both flows
    Map      the tree of `map_of`; by default that of the last day. A unit that does not stand on it answers through
             merges and splits to one that does
    by       a tier, or `unit` for every home unit; None is one row for all
    """
    if standing not in STANDINGS:
        raise Unanswerable(f"There is no standing {standing}.", f"There are: {', '.join(STANDINGS)}.")
    if until <= since:
        raise Unanswerable("The period ends before it begins.", "Let --until be a later day than --since.")
    house.columns.refresh()
    tree = tree_on(house, map_of or until, scope=scope)
    area = _area(tree, by)
    answers = homes(tree, from_day=since if tree.on > since else until)
    limit = within(tree, scope, under)
    rows = house.columns.query(_sql(tree, area, answers, limit, since, until, standing))
    heads = (by or "organisation", "start", *FLOWS, "end", "open")
    return Balance(since, until, standing, heads, tuple(tuple(row) for row in rows))


def _area(tree: Tree, by: str | None) -> str:
    if by is None:
        return "'all'"
    if by == "unit":
        return "t.code"
    if by in tree.tiers:
        return f"coalesce((SELECT c.code FROM {tree.table} c WHERE c.unit = t.a{tree.tiers.index(by)}), '')"
    raise Unanswerable(f"There is no tier {by}.", f"There are: unit, {', '.join(tree.tiers)}.")


def _sql(tree: Tree, area: str, answers: str, limit: str | None, since: date, until: date, standing: str) -> str:
    sums = ", ".join(f"count(*) FILTER (WHERE flow = '{flow}') AS \"{flow}\"" for flow in FLOWS)
    balance = " + ".join(IN) + "".join(f' - "{flow}"' for flow in FLOWS if flow not in IN)
    return f"""
WITH h AS ({answers}),
 place AS (SELECT h.unit, {area} AS area FROM h JOIN {tree.table} t ON t.unit = h.answers
     {"WHERE " + limit if limit else ""}),
 stock AS (SELECT p.area, count(*) FILTER (WHERE s.since <= DATE '{since}' AND DATE '{since}' < s.until) AS at_start,
     count(*) FILTER (WHERE s.since <= DATE '{until}' AND DATE '{until}' < s.until) AS at_end
   FROM span s JOIN place p ON p.unit = s.unit WHERE s.standing = '{standing}' GROUP BY p.area),
 step AS (SELECT person, standing AS now, reason, unit, since,
     lag(standing) OVER w AS was, lag(unit) OVER w AS from_unit, lag(until) OVER w AS left_on,
     until, lead(since) OVER w AS next FROM spell WHERE gone IS NULL WINDOW w AS (PARTITION BY person ORDER BY since)),
 joined AS (SELECT now, reason, CASE WHEN left_on = since THEN was END AS was, unit,
     CASE WHEN left_on = since THEN from_unit END AS from_unit FROM step
     WHERE since > DATE '{since}' AND since <= DATE '{until}'
   UNION ALL SELECT NULL, NULL, now, NULL, unit FROM step
     WHERE until > DATE '{since}' AND until <= DATE '{until}' AND (next IS NULL OR next > until)),
 placed AS (SELECT j.*, a.area AS to_area, b.area AS from_area FROM joined j LEFT JOIN place a ON a.unit = j.unit
     LEFT JOIN place b ON b.unit = j.from_unit WHERE j.now = '{standing}' OR j.was = '{standing}'),
 flow AS (
   SELECT to_area AS area, CASE WHEN was = '{standing}' THEN 'moved_in' WHEN was = 'candidate' THEN 'promoted'
       WHEN was = 'former' THEN 'readmitted' ELSE 'admitted' END AS flow FROM placed
     WHERE now = '{standing}' AND to_area IS NOT NULL
       AND (was IS DISTINCT FROM '{standing}' OR from_area IS DISTINCT FROM to_area)
   UNION ALL
   SELECT from_area, CASE WHEN now = '{standing}' THEN 'moved_out' WHEN now = 'former' AND reason IN
       ('left', 'excluded', 'died', 'lapsed') THEN reason WHEN now IN ('candidate', 'member') THEN 'promoted_out'
       ELSE 'other_out' END FROM placed
     WHERE was = '{standing}' AND from_area IS NOT NULL
       AND (now IS DISTINCT FROM '{standing}' OR to_area IS DISTINCT FROM from_area)),
 flows AS (SELECT area, {sums} FROM flow GROUP BY area),
 every AS (SELECT DISTINCT area FROM place)
SELECT e.area, coalesce(at_start, 0) AS at_start, {", ".join(f'coalesce("{flow}", 0) AS "{flow}"' for flow in FLOWS)},
  coalesce(at_end, 0) AS at_end,
  coalesce(at_start, 0) + coalesce({balance}, 0) - coalesce(at_end, 0) AS open
 FROM every e LEFT JOIN stock USING (area) LEFT JOIN flows USING (area) ORDER BY e.area"""


def months(first: date, last: date) -> list[tuple[date, date]]:
    """The months from one day up to another, as periods that meet: the last day of one is the first of the next."""
    found, at = [], first
    while at < last:
        following = date(at.year + at.month // 12, at.month % 12 + 1, 1)
        found.append((at, min(following, last)))
        at = following
    return found
