"""Benchmarks at the prompt. They lie beside the program, in the folder bench of its source."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click

from polity.cli.opening import Opened, Stop, opened
from polity.cli.output import write_json
from polity.demonstration import build, fields
from polity.readings.census import Question, census


@click.command()
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option("--quick", is_flag=True, help="Small pieces and few runs: to see that it works, not how fast it is.")
@click.option("--long", is_flag=True, help="Also what takes many minutes: ten million lines examined.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@click.pass_context
def bench(context: click.Context, names: tuple[str, ...], quick: bool, long: bool, form: str) -> None:
    """Measure Polity beside what one would otherwise take, on the demonstration.

    The data folder's demonstration is measured; one is built there first if it is empty, or in a passing folder with
    --quick. Names: census, rules, previews, forecasts, start, journal, import, build, pages; all of them if none is
    given. Status 1 if an answer is not right. A budget that is not kept is shown and nothing more.
    """
    if find_spec("bench") is None:
        raise Stop("The benchmarks are not installed with the program.", "Run script/bench in a clone of its source.")
    runner = import_module("bench.run")
    for name in names:
        if name not in runner.BENCHMARKS:
            raise Stop(f"No benchmark is called {name}.", f"There are: {', '.join(runner.BENCHMARKS)}.")
    data, dsn = context.obj
    with _folder(data, quick=quick) as folder, opened(folder, dsn) as house:
        size, people = _ready(house, "small" if quick else "full")
        with runner.staged(folder, house.dsn, size=size, people=people, quick=quick, long=long) as stage:
            show = _nothing if form == "json" else _show
            rows, wrong = runner.run(stage, names or tuple(runner.BENCHMARKS), _tell, show)
            if form == "json":
                write_json(runner.plain(stage, rows, wrong))
    for one in wrong:
        click.echo(f"{one['name']} went wrong: {one['says']}", err=True)
    if wrong:
        raise click.exceptions.Exit(1)


def _tell(name: str) -> None:
    click.echo(f"Measuring: {name}", err=True)


def _show(row: Any) -> None:
    click.echo("\n".join(row.lines()) + "\n")


def _nothing(row: Any) -> None:
    """JSON is written at the end, as one value."""


@contextmanager
def _folder(data: Path, *, quick: bool) -> Iterator[Path]:
    """The data folder; for a quick run without one, a folder that goes afterwards."""
    if not quick or (data / "postgres").exists():
        yield data
        return
    with tempfile.TemporaryDirectory(prefix="polity-bench-data-") as passing:
        yield Path(passing)


def _ready(house: Opened, size: str) -> tuple[str, int]:
    """See that a demonstration stands here, building it if there is nothing. Gives its size and how many people."""
    name = build.standing(house.database)
    if name is None:
        click.echo(f"Building the demonstration ({size}) in {house.data} to be measured", err=True)
        build.build(house.database, size=size, seed=1923, progress=lambda *_: None)  # type: ignore[arg-type]
        house.seal()
    elif name != fields.NAME:
        raise Stop(f"{name} lives in this folder.", "Benchmarks need the demonstration: polity --data DIR bench.")
    house.house.columns.refresh()
    on = date.fromisoformat(fields.TODAY)
    return build.size_of(house.database), census(house.house, Question(on=on), scope=house.scope).total
