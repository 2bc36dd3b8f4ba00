"""Records that look like one person: shown to whoever may see both, and to nobody else.

Whoever brings somebody in is not told that a record like theirs stands elsewhere: that would tell them who is in the
register. The desk over both is.
"""

from datetime import date
from typing import NamedTuple

from polity.readings.house import House, Scope
from polity.words import ids

MOST = 200


class Side(NamedTuple):
    """One of two records: where it stands on the day, and since when."""

    person: int
    unit: str
    code: str
    standing: str
    since: date

    @property
    def id(self) -> str:
        return ids.show(self.person)


class Pair(NamedTuple):
    """Two records of the same name and birthday."""

    name: str
    born: str
    first: Side
    second: Side


# Those who came in by an office, beside everybody of their name: what was recorded as found before was set side by side
# when it was brought in.
# They are fetched first, entry by entry, for few entries bring anybody in: how many they are decides how names are best
# compared, and where there are none, none is.
_FRESH = """
SELECT s.subject FROM journal_entry e CROSS JOIN LATERAL
 (SELECT subject FROM subject WHERE subject.entry = e.entry AND subject.kind = 'person' OFFSET 0) s
WHERE e.act NOT IN ('record.as_found')"""
_ALIKE = """
WITH alike AS MATERIALIZED (
 SELECT a.person, b.person AS other, a.family || ' ' || a.given AS name
 FROM unnest(%(fresh)s::bigint[]) AS fresh (person) JOIN person_name a USING (person)
  JOIN person_name b ON b.family = a.family AND b.given = a.given AND b.person <> a.person
 WHERE %(person)s::bigint IS NULL OR a.person = %(person)s OR b.person = %(person)s
)
SELECT DISTINCT least(a.person, a.other), greatest(a.person, a.other), a.name, fa.facts->>'born'
FROM alike a JOIN facts fa ON fa.subject = a.person AND fa.valid @> %(on)s::date
 JOIN facts fb ON fb.subject = a.other AND fb.valid @> %(on)s::date
WHERE fa.facts->>'born' = fb.facts->>'born'
 AND NOT EXISTS (SELECT FROM duplicate_case d WHERE d.person = least(a.person, a.other)
  AND d.other = greatest(a.person, a.other))
ORDER BY 3, 1 LIMIT %(most)s"""
_SIDE = """
SELECT s.person, u.name, u.code, s.standing, lower(s.valid) FROM standing s
 JOIN unit u ON u.unit = s.unit AND u.valid @> %(on)s::date
WHERE s.person = ANY(%(people)s::bigint[]) AND s.valid @> %(on)s::date"""


def pairs(house: House, *, scope: Scope, person: int | None = None) -> list[Pair]:
    """The pairs that wait in a scope, by name; only those of one person where one is named."""
    with house.register(scope=scope) as register:
        register.cursor.execute(_FRESH)
        fresh = [int(row[0]) for row in register.cursor.fetchall()]
        if not fresh:
            return []
        register.cursor.execute(_ALIKE, {"on": scope.day, "person": person, "most": MOST, "fresh": fresh})
        alike = register.cursor.fetchall()
        people = [number for row in alike for number in row[:2]]
        register.cursor.execute(_SIDE, {"on": scope.day, "people": people})
        sides = {int(row[0]): Side(*row) for row in register.cursor.fetchall()}
    return [
        Pair(name, born, sides[first], sides[second])
        for first, second, name, born in alike
        if first in sides and second in sides
    ]
