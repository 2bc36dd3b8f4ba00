"""The demonstration at the prompt: build it, serve it, and hold it against its sources."""

import click

from polity.cli.opening import Opened, Stop, opened
from polity.cli.output import format_option, write_rows
from polity.cli.progress import Progress
from polity.cli.serving import at_port
from polity.demonstration import build, fields
from polity.demonstration.asking import counter
from polity.demonstration.figures import discrepancies, rivals, stated_figures
from polity.demonstration.sizes import SizeName, size_named


@click.command()
@click.option("--size", type=click.Choice(["full", "small"]), help="True size, which is the default, or 1:100.")
@click.option("--seed", default=1923, show_default=True, help="Another seed fills the gaps of the sources otherwise.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--no-serve", is_flag=True, help="Build it and stop.")
@click.pass_context
def demo(context: click.Context, size: SizeName | None, seed: int, port: int, no_serve: bool) -> None:
    """Build the demonstration organisation, with progress, and serve it."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        name = build.standing(house.database)
        if name is not None and name != fields.NAME:
            raise Stop(f"{name} lives in this folder.", "Choose another folder: polity --data DIR demo.")
        there = build.size_of(house.database) if name else None
        if there and size and there != size:
            raise Stop(
                f"The demonstration in this folder is {there}.", "Choose another folder: polity --data DIR demo."
            )
        if not there or not build.complete(house.house):
            _build(house, there or size or "full", seed)
        if not no_serve:
            at_port(house, port)


def _build(house: Opened, size: SizeName, seed: int) -> None:
    progress = Progress()
    build.build(house.database, size=size, seed=seed, progress=progress)
    house.seal()
    progress("Drawing the columns")
    house.house.columns.refresh()
    build.publish(house.house, house.database, size=size, seed=seed)
    house.seal()
    house.house.columns.save()
    took = progress.close()
    click.echo(
        f"The demonstration stands in {house.data}: {took:.0f} s. People and figures without a source are synthetic."
    )


@click.command()
@format_option("table", "json", "csv")
@click.pass_context
def sources(context: click.Context, form: str) -> None:
    """Hold every stated figure of the sources against the register. Status 1 if one differs."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        parts = size_named(build.size_of(house.database)).parts
        found = stated_figures(counter(house.house, scope=house.scope), parts=parts)
    heads = ("record", "about", "as_of", "source", "stated", "register", "verdict", "note")
    rows = [[getattr(figure, head) for head in heads] for figure in found]
    plain = {
        "figures": [dict(zip(heads, row, strict=True)) for row in rows],
        "discrepancies": [vars(one) if hasattr(one, "__dict__") else one._asdict() for one in discrepancies()],
        "rivals": len(rivals()),
        "differs": sum(figure.verdict == "differs" for figure in found),
    }
    write_rows(form, heads, rows, json_value=plain)
    if plain["differs"]:
        raise click.exceptions.Exit(1)
