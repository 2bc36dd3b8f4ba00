"""The laws that the tests of the statute engine share."""

from pathlib import Path

import pytest

from polity.statutes import Law, read

HERE = Path(__file__).parent


def law_from(name: str) -> Law:
    """The law of a file beside the tests."""
    return Law.of(read((HERE / name).read_text(encoding="utf-8"), name=name))


@pytest.fixture(scope="session")
def rules() -> Law:
    """The model of the Rules of 1922."""
    return law_from("rules_model.yaml")


@pytest.fixture(scope="session")
def every_shape() -> Law:
    """A law that uses everything the language has."""
    return law_from("every_shape.yaml")
