"""The trust suite in the checks: each row holds, and each of its planted faults turns it red."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from polity.postgres import Cluster
from polity.trust.rows import Fault, Row, all_rows, tried
from polity.trust.world import World

CASES = [(row, fault) for row in all_rows() for fault in (None, *row.faults)]


@pytest.fixture(scope="module")
def world(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """One world for all rows, so that its organisation is built once."""
    yield World(Path(tmp_path_factory.mktemp("trust")), cluster)


@pytest.mark.timeout(900)
@pytest.mark.parametrize(
    ("row", "fault"), CASES, ids=[f"{row.key} {fault.name if fault else 'as it is'}" for row, fault in CASES]
)
def test_a_row_holds_and_finds_its_faults(world: World, row: Row, fault: Fault | None) -> None:
    finding = tried(row, world, "quick", fault)
    assert (finding.holds, list(finding.broken) if fault is None else []) == (True, [])


def test_every_row_has_a_fault_that_it_finds() -> None:
    assert [row.key for row in all_rows() if not row.faults] == []
