"""A table as a page shows it and as a reader takes it away: one set of rows for both."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any, Literal, NamedTuple

from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe

from polity.pages import figures
from polity.pages.escaping import escaped
from polity.words.sheets import guarded

type Kind = Literal["text", "count", "signed", "per_mille", "points", "decimal", "day"]

FIGURES: dict[str, Any] = {
    "count": figures.number,
    "signed": lambda value: figures.number(value, signed=True),
    "per_mille": figures.per_mille,
    "points": lambda value: figures.number(value, 1, signed=True),
    "decimal": lambda value: figures.number(value, 2),
    "day": figures.day,
}


class Column(NamedTuple):
    """A column: the key under which it is sorted and taken away, its head, and how its values are written."""

    key: str
    head: str | Promise
    kind: Kind = "text"
    sortable: bool = False

    @property
    def look(self) -> str:
        """The class under which the style sheet knows its cells."""
        return "" if self.kind == "text" else "day" if self.kind == "day" else "figure"


class Cell(NamedTuple):
    """A value, and the page that it opens."""

    value: Any
    href: str = ""


class ShownCell(NamedTuple):
    """A cell ready for the page."""

    text: str
    href: str


@dataclass(frozen=True)
class Table:
    """Rows of cells under columns. A bare value stands for a cell that opens nothing.

    `key` names it in addresses and files; `total` is a row set apart at the foot; `synthetic` marks figures that no
    source gives.
    """

    key: str
    caption: str | Promise
    columns: Sequence[Column]
    rows: Sequence[Sequence[Any]]
    total: Sequence[Any] | None = None
    synthetic: bool = False
    empty: str | Promise = ""

    def _shown(self, row: Sequence[Any]) -> list[ShownCell]:
        shown = []
        for column, given in zip(self.columns, row, strict=True):
            value, href = given if isinstance(given, Cell) else (given, "")
            write = FIGURES.get(column.kind)
            shown.append(ShownCell(write(value) if write else figures.UNKNOWN if value is None else str(value), href))
        return shown

    @property
    def shown_rows(self) -> list[list[ShownCell]]:
        """The rows as texts, in order."""
        return [self._shown(row) for row in self.rows]

    @property
    def shown_total(self) -> list[ShownCell] | None:
        """The foot as texts. What has no total is left blank."""
        if self.total is None:
            return None
        return [cell if cell.text != figures.UNKNOWN else cell._replace(text="") for cell in self._shown(self.total)]

    @cached_property
    def body(self) -> SafeString:
        """The rows as they stand in the page. Written here, cell by cell: a template takes ten times as long."""
        tags = [_tags(column, head=not at, headed=True) for at, column in enumerate(self.columns)]
        return mark_safe("".join([f"\n<tr>{_line(tags, row)}</tr>" for row in self.shown_rows]))

    @property
    def foot(self) -> SafeString:
        """The foot as it stands in the page; nothing where there is none."""
        total = self.shown_total
        tags = [_tags(column, head=not at, headed=False) for at, column in enumerate(self.columns)]
        return mark_safe(f"\n<tfoot><tr>{_line(tags, total)}</tr></tfoot>" if total else "")

    def csv(self) -> str:
        """Write the table for a sheet: plain numbers, days as 1923-04-15, and no text that a sheet would calculate."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow([_plain(str(column.head)) for column in self.columns])
        for row in [*self.rows, *([self.total] if self.total is not None else [])]:
            writer.writerow([_plain(cell.value if isinstance(cell, Cell) else cell) for cell in row])
        return file.getvalue()


def _tags(column: Column, *, head: bool, headed: bool) -> tuple[str, str]:
    """The tags around a cell of a column; the head of a line keeps its look only if `headed`."""
    look = f' class="{column.look}"' if column.look and (headed or not head) else ""
    return (f'<th scope="row"{look}>', "</th>") if head else (f"<td{look}>", "</td>")


def _line(tags: Sequence[tuple[str, str]], cells: Sequence[ShownCell]) -> str:
    """The cells of one line, each text escaped."""
    parts = []
    for (begins, ends), (text, href) in zip(tags, cells, strict=True):
        shown = escaped(text)
        parts.append(f'{begins}<a href="{escaped(href)}">{shown}</a>{ends}' if href else f"{begins}{shown}{ends}")
    return "".join(parts)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Fraction):
        return str(Decimal(value.numerator) / Decimal(value.denominator))
    if isinstance(value, int | float | Decimal | date):
        return str(value)
    return guarded(str(value))
