"""The true size: every stated figure exactly, and nothing that must not be."""

import duckdb
import pytest

from polity.demonstration import Demonstration
from polity.demonstration.figures import BEFORE_PURGE, stated_figures
from polity.demonstration.sources import rows
from tests.demonstration.laid_out import Asked, laid_out
from tests.demonstration.whole import BREACHES, NOW


@pytest.fixture(scope="module")
def tables(full: Demonstration) -> duckdb.DuckDBPyConnection:
    return laid_out(full)


def test_every_stated_figure_that_can_be_measured_is_equal(tables: duckdb.DuckDBPyConnection) -> None:
    figures = stated_figures(Asked(tables))

    unequal = {f.record: (f.stated, f.register) for f in figures if f.verdict not in ("equal", "at least")}
    assert unequal == {
        "C026": ("67", "63"),  # a claim that closes only if every clerk is counted
        "C027": ("", None),
        "C044": ("112774", None),
        "C061": ("", None),
        "C062": ("1", None),
        "C068": ("171000", None),
        "C071": ("386000", None),
        "C074": ("26000", None),
    }


def test_the_tree_has_the_ukrainian_uezds_and_volosts_of_its_source(tables: duckdb.DuckDBPyConnection) -> None:
    today = f"(SELECT * FROM unit WHERE since <= {NOW} AND until > {NOW})"
    found = tables.execute(
        f"""SELECT g.name, count(DISTINCT k.unit) FILTER (k.kind = 'uezd'), count(DISTINCT v.unit) FROM {today} g
        JOIN {today} k ON k.parent = g.unit LEFT JOIN {today} v ON v.parent = k.unit AND v.tier = 'volost'
        WHERE g.tier = 'guberniya' GROUP BY g.name"""
    ).fetchall()
    stated = [
        (row["name"], int(row["n_uezds"]), int(row["n_volosts"]))
        for row in rows("units")
        if row["kind"] == "guberniya" and row["parent"] == "Ukraine"
    ]

    names = {name for name, _, _ in stated}
    assert sorted(row for row in found if row[0] in names) == sorted(stated)
    assert (sum(uezds for _, uezds, _ in stated), sum(volosts for _, _, volosts in stated)) == (97, 1973)


def test_about_a_quarter_of_the_members_left_in_the_purge(tables: duckdb.DuckDBPyConnection) -> None:
    before = BEFORE_PURGE.toordinal()
    (row,) = tables.execute(
        f"""SELECT count(*), count(*) FILTER (person IN (SELECT person FROM spells WHERE reason = 'purged'))
        FROM spells WHERE standing = 'member' AND since <= {before} AND {before} < until"""
    ).fetchall()

    assert round(row[1] / row[0], 2) == 0.24


@pytest.mark.parametrize("breach", BREACHES)
def test_it_never_happens_that(breach: str, tables: duckdb.DuckDBPyConnection) -> None:
    assert tables.execute(BREACHES[breach]).fetchall()[:5] == []
