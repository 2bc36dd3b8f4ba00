from datetime import date
from hashlib import blake2b

import duckdb
import pytest

from polity.demonstration import Demonstration, generate
from polity.demonstration.figures import stated_figures
from tests.demonstration.laid_out import Asked
from tests.demonstration.whole import BREACHES


def digest(demonstration: Demonstration) -> str:
    """A fingerprint of everything there is, in order."""
    whole = blake2b(digest_size=16)
    for record in [*demonstration.units, *demonstration.events]:
        whole.update(repr(record).encode())
    for batch in demonstration.batches():
        whole.update(batch.label.encode())
        for name, group in batch.groups().items():
            whole.update(name.encode())
            for row in group.rows():
                whole.update(repr(row).encode())
    return whole.hexdigest()


def test_the_same_seed_gives_the_same_bytes(small: Demonstration) -> None:
    assert digest(generate("small")) == digest(small)


def test_another_seed_gives_others(small: Demonstration) -> None:
    assert digest(generate("small", seed=1924)) != digest(small)


def test_batches_can_be_asked_for_again(small: Demonstration) -> None:
    assert [batch.sizes() for batch in small.batches()] == [batch.sizes() for batch in small.batches()]


@pytest.mark.parametrize("breach", BREACHES)
def test_it_never_happens_that(breach: str, tables: duckdb.DuckDBPyConnection) -> None:
    assert tables.execute(BREACHES[breach]).fetchall()[:5] == []


def test_what_the_sources_state_holds_as_near_as_it_can(tables: duckdb.DuckDBPyConnection) -> None:
    figures = stated_figures(Asked(tables), parts=100)

    assert [figure.record for figure in figures if figure.verdict == "differs"] == []


def test_a_merge_shows_the_same_people_on_both_maps(small: Demonstration, tables: duckdb.DuckDBPyConnection) -> None:
    asked = Asked(tables)
    found = []
    for event in small.events:
        codes = {unit.unit: unit.code for unit in small.units}
        tiers = {unit.unit: unit.tier for unit in small.units}
        if event.how == "merged" and tiers[event.after[0]] != "guberniya":
            found.append(tiers[event.after[0]])
            eve = date.fromordinal(event.day.toordinal() - 1)
            people = {}
            for day, units in ((eve, event.before), (event.day, event.after)):
                below = [people_below(tables, codes[unit], day) for unit in units]
                people[day] = sorted(person for some in below for person in some)
                assert len(people[day]) == sum(asked(day=day, where={}, under=codes[u], of="people") for u in units)
            came = people_on(tables, event.day) - people_on(tables, eve)
            assert sorted(set(people[event.day]) - came - moved(tables, event.day)) == sorted(
                set(people[eve]) - moved(tables, event.day)
            )
    assert sorted(found) == ["uezd", "volost"]


def people_below(tables: duckdb.DuckDBPyConnection, code: str, day: date) -> list[int]:
    at = day.toordinal()
    rows = tables.execute(
        f"""WITH RECURSIVE u AS (SELECT * FROM unit WHERE since <= {at} AND {at} < until),
        below AS (SELECT * FROM u WHERE code = '{code}' UNION ALL SELECT u.* FROM u JOIN below b ON u.parent = b.unit)
        SELECT person FROM spells s JOIN below USING (unit) WHERE s.since <= {at} AND {at} < s.until"""
    )
    return [row[0] for row in rows.fetchall()]


def people_on(tables: duckdb.DuckDBPyConnection, day: date) -> set[int]:
    """Everybody with a standing on a day."""
    at = day.toordinal()
    return {
        row[0] for row in tables.execute(f"SELECT person FROM spells WHERE since <= {at} AND {at} < until").fetchall()
    }


def moved(tables: duckdb.DuckDBPyConnection, day: date) -> set[int]:
    """People who went from one nucleus to another on the very day."""
    at = day.toordinal()
    return {
        row[0]
        for row in tables.execute(
            f"SELECT a.person FROM spells a JOIN spells b ON b.person = a.person AND a.until = {at} AND b.since = {at}"
            " JOIN unit x ON x.unit = a.unit JOIN unit y ON y.unit = b.unit WHERE x.tier = 'nucleus' AND"
            " y.tier = 'nucleus'"
        ).fetchall()
    }


def test_events_are_what_the_versions_say(small: Demonstration) -> None:
    versions: dict[int, list[date | None]] = {}
    for unit in small.units:
        versions.setdefault(unit.unit, []).append(unit.since)
    begun = {(unit, min(day for day in days if day)) for unit, days in versions.items()}
    founded = {(event.after[0], event.day) for event in small.events if event.how == "founded"}
    ended = {(unit.unit, unit.until) for unit in small.units if unit.until} - {
        (unit.unit, unit.since) for unit in small.units
    }
    gone = {
        (unit, event.day)
        for event in small.events
        if event.how in ("merged", "split", "dissolved")
        for unit in event.before
    }

    assert founded == begun
    assert gone == ended


def test_some_candidates_have_served_and_others_have_not(tables: duckdb.DuckDBPyConnection) -> None:
    served = tables.execute(
        f"""SELECT social_category, date(1923, 4, 15) - counted_from >= months * 30 AS served, count(*) > 5
        FROM (SELECT f.social_category, s.counted_from, CASE f.social_category WHEN 'worker' THEN 6
          WHEN 'peasant' THEN 12 ELSE 24 END AS months FROM spells s JOIN facts f ON f.subject = s.person
          WHERE s.standing = 'candidate' AND s.until > {date(1923, 4, 15).toordinal()} AND f.until > 3000000)
        GROUP BY ALL ORDER BY ALL""".replace("date(1923, 4, 15)", str(date(1923, 4, 15).toordinal()))
    ).fetchall()

    kinds = ("employee", "peasant", "unascertained", "worker")
    assert served == [(kind, yes, True) for kind in kinds for yes in (False, True)]


def test_some_sponsors_lack_the_standing_of_two_years(tables: duckdb.DuckDBPyConnection) -> None:
    ((short, long),) = tables.execute(
        "SELECT count(*) FILTER (s.since - m.counted_from < 730) > 0, count(*) FILTER (s.since - m.counted_from >= 730)"
        " > 1000 FROM sponsors s JOIN spells m ON m.person = s.sponsor AND m.standing = 'member' AND m.since <= s.since"
        " AND s.since < m.until"
    ).fetchall()

    assert (short, long) == (True, True)
