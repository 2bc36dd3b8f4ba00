"""The small demonstration and an organisation of one's own, each founded once a session by the command line itself."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from polity.postgres import Cluster
from tests.cli.prompt import Prompt, database


@pytest.fixture(scope="session")
def demonstrated(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a database with the small demonstration, built by `polity demo`; to be looked at and copied."""
    with database(cluster) as name:
        Prompt(cluster.dsn(name), tmp_path_factory.mktemp("built")).done("demo", "--size", "small", "--no-serve")
        yield name


@pytest.fixture(scope="session")
def demo(cluster: Cluster, demonstrated: str, tmp_path_factory: pytest.TempPathFactory) -> Prompt:
    """A prompt to look at the small demonstration."""
    return Prompt(cluster.dsn(demonstrated), tmp_path_factory.mktemp("demo"))


@pytest.fixture
def party(cluster: Cluster, demonstrated: str, tmp_path: Path) -> Iterator[Prompt]:
    """A prompt with a copy of the small demonstration, to be changed."""
    with database(cluster, demonstrated) as name:
        yield Prompt(cluster.dsn(name), tmp_path)


@pytest.fixture(scope="session")
def founded_own(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The name of a database with an organisation founded by `polity init`; to be copied."""
    with database(cluster) as name:
        prompt = Prompt(cluster.dsn(name), tmp_path_factory.mktemp("founded"))
        prompt.done(
            "init", "--name", "Friends of the River", "--tiers", "centre, branch", "--officer", "Weber, Ada",
            "--on", "2024-01-01",
        )  # fmt: skip
        yield name


@pytest.fixture
def own(cluster: Cluster, founded_own: str, tmp_path: Path) -> Iterator[Prompt]:
    """A prompt with an organisation of one's own: its centre bears the code 1, Ada Weber is its secretary."""
    with database(cluster, founded_own) as name:
        yield Prompt(cluster.dsn(name), tmp_path)


@pytest.fixture
def empty(cluster: Cluster, tmp_path: Path) -> Iterator[Prompt]:
    """A prompt before anything is founded."""
    with database(cluster) as name:
        yield Prompt(cluster.dsn(name), tmp_path)
