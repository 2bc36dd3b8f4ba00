import duckdb
import pytest

from polity.demonstration import Demonstration, generate
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
