"""A folder of files and the league to import them into."""

from pathlib import Path

import pytest

from tests.imports.desk import Importing
from tests.league import League


@pytest.fixture
def importing(league: League, tmp_path: Path) -> Importing:
    """The league, with a folder for the files of the test."""
    return Importing(league, tmp_path)
