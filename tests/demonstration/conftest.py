from collections.abc import Iterator

import duckdb
import pytest

from polity.demonstration import Demonstration, generate
from polity.postgres import Cluster
from polity.postgres.database import Database
from polity.readings.house import House
from tests.cli.prompt import database, demonstrated
from tests.demonstration.laid_out import laid_out


@pytest.fixture(scope="package")
def small() -> Demonstration:
    return generate("small")


@pytest.fixture(scope="package")
def tables(small: Demonstration) -> duckdb.DuckDBPyConnection:
    return laid_out(small)


@pytest.fixture(scope="package")
def full() -> Demonstration:
    """The organisation at true size: some twenty seconds, so one test module alone asks for it."""
    return generate("full")


@pytest.fixture(scope="package")
def party(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The small demonstration as the command builds it, with what its congress decided."""
    with database(cluster, demonstrated(cluster)) as name:
        held = Database(cluster.dsn(name))
        house = House(held, tmp_path_factory.mktemp("columns"))
        yield house
        house.close()
        held.close()
