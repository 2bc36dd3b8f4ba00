"""The small demonstration and an organisation of one's own, each founded once a session by the command line itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from polity.postgres import Cluster
from tests.cli.prompt import Prompt, database, demonstrated, founded


@pytest.fixture(scope="session")
def demo(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Prompt:
    """A prompt to look at the small demonstration."""
    return Prompt(cluster.dsn(demonstrated(cluster)), tmp_path_factory.mktemp("demo"))


@pytest.fixture
def party(cluster: Cluster, tmp_path: Path) -> Iterator[Prompt]:
    """A prompt with a copy of the small demonstration, to be changed."""
    with database(cluster, demonstrated(cluster)) as name:
        yield Prompt(cluster.dsn(name), tmp_path)


@pytest.fixture
def own(cluster: Cluster, tmp_path: Path) -> Iterator[Prompt]:
    """A prompt with an organisation of one's own: its centre bears the code 1, Ada Weber is its secretary."""
    with database(cluster, founded(cluster)) as name:
        yield Prompt(cluster.dsn(name), tmp_path)


@pytest.fixture
def empty(cluster: Cluster, tmp_path: Path) -> Iterator[Prompt]:
    """A prompt before anything is founded."""
    with database(cluster) as name:
        yield Prompt(cluster.dsn(name), tmp_path)
