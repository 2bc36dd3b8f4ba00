"""Each thing that must never happen is planted once, and found: a search that finds nothing must be able to find."""

import duckdb
import pytest

from tests.demonstration.whole import BREACHES, NOW

ONE = "(SELECT person FROM spells WHERE standing = 'member' ORDER BY person LIMIT 1)"
MOVED = "(SELECT person FROM spells GROUP BY person HAVING count(*) > 2 ORDER BY person LIMIT 1)"
LAST = "(SELECT max(since) FROM spells s WHERE s.person = spells.person)"
NUCLEUS = f"(SELECT min(unit) FROM unit WHERE tier = 'nucleus' AND until > {NOW} AND place = 'town')"
NEW = "(SELECT min(person) FROM spells WHERE standing = 'candidate' AND until > 3000000)"
PLANTED = {
    "two people have one id": f"INSERT INTO person SELECT * FROM person WHERE person = {ONE}",
    "an id is used twice across kinds": f"UPDATE unit SET unit = {ONE} WHERE unit = {NUCLEUS}",
    "spells have no days": f"UPDATE spells SET until = since WHERE person = {ONE}",
    "spells of a person overlap or leave a gap": (
        f"UPDATE spells SET since = since + 1 WHERE person = {MOVED} AND since = {LAST}"
    ),
    "a person has no spell today": f"UPDATE spells SET until = {NOW} WHERE person = {ONE} AND since = {LAST}",
    "two neighbouring spells say the same": (
        f"UPDATE spells SET standing = 'member', unit = {NUCLEUS} WHERE person = {MOVED}"
    ),
    "a spell lies outside the days of its unit": f"UPDATE spells SET since = 690000 WHERE person = {ONE}",
    "versions of a unit overlap or leave a gap": (
        "UPDATE unit SET since = since - 1 WHERE since > (SELECT min(since) FROM unit b WHERE b.unit = unit.unit)"
    ),
    "a version lies outside the days of its parent": f"UPDATE unit SET since = 690000 WHERE unit = {NUCLEUS}",
    "a parent is not of the tier above": (
        f"UPDATE unit SET parent = (SELECT unit FROM unit WHERE tier = 'centre') WHERE unit = {NUCLEUS}"
    ),
    "a code stands for two units on a day": f"UPDATE unit SET code = 'RKP' WHERE unit = {NUCLEUS}",
    "a country nucleus stands outside a volost": f"UPDATE unit SET place = 'country' WHERE unit = {NUCLEUS}",
    "a nucleus has fewer than three members": f"UPDATE spells SET standing = 'candidate' WHERE unit = {NUCLEUS}",
    "facts do not begin with the first spell": f"UPDATE facts SET since = since + 1 WHERE subject = {ONE}",
    "versions of facts overlap or leave a gap": f"UPDATE facts SET until = until - 800000 WHERE subject = {ONE}",
    "somebody was a child or very old on coming": f"UPDATE facts SET born = '1915-01-01' WHERE subject = {ONE}",
    "a class does not refine its social category": f"UPDATE facts SET class = 'soldier' WHERE subject = {ONE}",
    "somebody is at the bench without such an occupation": (
        f"UPDATE facts SET at_bench = 'true', occupation = 'office' WHERE subject = {ONE}"
    ),
    "there were candidates before there could be": ("UPDATE spells SET since = 700000 WHERE standing = 'candidate'"),
    "a reason stands where nobody left, or is missing": "UPDATE spells SET reason = '' WHERE reason = 'died'",
    "a member was admitted before the period of the day was served": (
        "UPDATE spells SET counted_from = counted_from - 40 WHERE standing = 'member'"
    ),
    "a sponsor is in another batch, or was no member on the day": (
        "UPDATE sponsors SET sponsor = person WHERE person = (SELECT min(person) FROM sponsors)"
    ),
    "a sponsor is named twice": (
        "INSERT INTO sponsors SELECT * FROM sponsors WHERE person = (SELECT min(person) FROM sponsors)"
    ),
    "a contact is in another batch, or no member": "UPDATE contacts SET contact = sympathiser",
    "a holder of office is outside the unit, or was not settled there": (
        f"UPDATE offices SET person = {NEW} WHERE unit = {NUCLEUS}"
    ),
    "a unit has no secretary, or two": f"DELETE FROM offices WHERE unit = {NUCLEUS}",
    "a post is held by nobody of its batch": "UPDATE facts SET holder = 1 WHERE kind = 'post'",
}


def test_everything_that_must_never_happen_is_planted() -> None:
    assert sorted(PLANTED) == sorted(BREACHES)


@pytest.mark.parametrize("breach", BREACHES)
def test_what_is_planted_is_found(breach: str, tables: duckdb.DuckDBPyConnection) -> None:
    tables.execute("BEGIN")
    try:
        tables.execute(PLANTED[breach])
        assert tables.execute(BREACHES[breach]).fetchall() != []
    finally:
        tables.execute("ROLLBACK")
