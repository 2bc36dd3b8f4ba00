"""Where files lie while they are worked on: in the data folder, readable by nobody else, and gone afterwards."""

import tempfile
from pathlib import Path

_data: Path | None = None


def use(data: Path | None) -> None:
    """Name the data folder from now on."""
    global _data
    _data = data


def folder(name: str) -> Path:
    """A folder for imports or exports, made where it is missing."""
    global _data
    if _data is None:
        _data = Path(tempfile.mkdtemp(prefix="polity-data-"))
    made = _data / name
    made.mkdir(parents=True, exist_ok=True, mode=0o700)
    return made
