"""How answers are written: a table for people, JSON and CSV for programs."""

import csv
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

import click

from polity.words.sheets import guarded


class Day(click.ParamType):
    """A day, written as 1923-04-15."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is not a day. Write it as 1923-04-15.", param, ctx)


DAY = Day()


def format_option(*choices: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option --format, for a table first."""
    return click.option(
        "--format", "form", type=click.Choice(choices or ("table", "json", "csv")), default="table", show_default=True
    )


def write_json(value: Any) -> None:
    """Write one JSON value, keys in their order."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))


def thin(number: int) -> str:
    """A count with thin spaces between thousands."""
    return f"{number:,}".replace(",", "\N{THIN SPACE}")


def write_rows(form: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], *, json_value: Any = None) -> None:
    """Write rows in a form. Numbers stand right-aligned in a table; None is shown as unknown."""
    if form == "json":
        write_json(json_value if json_value is not None else [dict(zip(heads, row, strict=True)) for row in rows])
    elif form == "csv":
        out = csv.writer(sys.stdout, lineterminator="\n")
        out.writerow(heads)
        out.writerows([[_guarded(cell) for cell in row] for row in rows])
    else:
        _table(heads, rows)


def _guarded(cell: Any) -> Any:
    """Keep a text from being taken for a formula by whatever opens the file."""
    return guarded(cell) if isinstance(cell, str) else cell


def _table(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    shown = [[_shown(cell) for cell in row] for row in rows]
    widths = [max([len(head), *(len(row[at]) for row in shown)]) for at, head in enumerate(heads)]
    right = [
        all(isinstance(row[at], (int, float)) or row[at] is None for row in rows) and bool(rows)
        for at in range(len(heads))
    ]
    for line in [list(heads), ["-" * width for width in widths], *shown]:
        cells = (
            cell.rjust(width) if r else cell.ljust(width) for cell, width, r in zip(line, widths, right, strict=True)
        )
        click.echo("  ".join(cells).rstrip())


def _shown(cell: Any) -> str:
    if cell is None:
        return "unknown"
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, int):
        return thin(cell)
    return str(cell)


def pairs(text: str) -> Mapping[str, Sequence[str]]:
    """Read DIM=VALUE,DIM=VALUE; a value without a name is another value of the name before it.

    >>> pairs("standing=member,candidate,sex=female")
    {'standing': ['member', 'candidate'], 'sex': ['female']}
    """
    found: dict[str, list[str]] = {}
    last = ""
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, equals, value = part.partition("=")
        if not equals and not last:
            raise click.BadParameter(f"“{part}” names no dimension. Write it as standing=member.")
        if equals:
            last = name.strip()
        found.setdefault(last, []).append(value.strip() if equals else part)
    return found
