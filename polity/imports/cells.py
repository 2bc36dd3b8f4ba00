"""Take rows of separated values apart, each fault of writing with its column."""

import re
from dataclasses import dataclass

SEPARATORS = (",", ";", "\t")
SPACE = " \t\n\r"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Misplaced:
    """A quotation mark that stands where it cannot, in the cell of this number (from 0)."""

    cell: int
    text: str


@dataclass(frozen=True)
class Open:
    """The cell of this number (from 0) opens with a quotation mark and the text ends before it is closed."""

    cell: int


class Splitter:
    """Takes the text of one row apart at a separator."""

    def __init__(self, separator: str) -> None:
        self.separator = separator
        mark = re.escape(separator)
        # Possessive, so that no text makes it try again and again.
        self._cell = re.compile(rf'(?:"((?:[^"]|"")*+)"|([^"{mark}]*+))({mark}|\Z)')

    def __call__(self, text: str) -> list[str] | Misplaced | Open:
        """The cells of a row; or the first fault in it."""
        if '"' not in text:
            return text.split(self.separator)
        cells: list[str] = []
        at = 0
        while True:
            found = self._cell.match(text, at)
            if found is None:
                return self._fault(text, at, len(cells))
            quoted, plain, end = found.groups()
            cells.append(quoted.replace('""', '"') if quoted is not None else plain)
            at = found.end()
            if not end:
                return cells

    def _fault(self, text: str, at: int, cell: int) -> Misplaced | Open:
        if text.startswith('"', at) and re.compile(r'"(?:[^"]|"")*+\Z').match(text, at):
            return Open(cell)
        stop = text.find(self.separator, at)
        return Misplaced(cell, text[at:] if stop < 0 else text[at:stop])


def joined(cells: list[str], separator: str) -> str:
    """Write cells as one row that `Splitter` takes apart into the same cells."""
    return separator.join(
        '"' + cell.replace('"', '""') + '"'
        if '"' in cell or separator in cell or "\n" in cell or "\r" in cell
        else cell
        for cell in cells
    )
