"""The demonstrations at the prompt: build one, serve it, and hold that of 1923 against its sources."""

from typing import TYPE_CHECKING

import click

from polity.cli.opening import Opened, Stop, opened
from polity.cli.output import format_option, write_rows
from polity.cli.progress import Progress
from polity.cli.serving import at_port

if TYPE_CHECKING:
    from polity.demonstration.offered import Offered


@click.command()
@click.option(
    "--organisation",
    "which",
    type=click.Choice(["1923", "federation"]),
    help="A party of 1923 as its sources describe it, which is the default, or a federation of today.",
)
@click.option("--size", type=click.Choice(["full", "small"]), help="True size, which is the default, or a small one.")
@click.option("--seed", type=int, help="Another seed draws what no source gives otherwise.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--no-serve", is_flag=True, help="Build it and stop.")
@click.pass_context
def demo(
    context: click.Context, which: str | None, size: str | None, seed: int | None, port: int, no_serve: bool
) -> None:
    """Build a demonstration organisation, with progress, and serve it."""
    from polity.demonstration.offered import OFFERED, named, standing

    data, dsn = context.obj
    with opened(data, dsn) as house:
        name = standing(house.database)
        here = named(name) if name else None
        if name and here is None:
            raise Stop(f"{name} lives in this folder.", "Choose another folder: polity --data DIR demo.")
        if here and which and OFFERED[which] != here:
            raise Stop(f"{name} lives in this folder.", "Choose another folder: polity --data DIR demo.")
        chosen = here or OFFERED[which or "1923"]
        there = chosen.size_of(house.database) if here else None
        if there and size and there != size:
            raise Stop(
                f"The demonstration in this folder is {there}.", "Choose another folder: polity --data DIR demo."
            )
        if not there or not chosen.complete(house.house):
            _build(house, chosen, there or size or "full", chosen.seed if seed is None else seed)
        if not no_serve:
            at_port(house, port)


def _build(house: Opened, chosen: "Offered", size: str, seed: int) -> None:
    progress = Progress()
    chosen.build(house.database, size=size, seed=seed, progress=progress)
    house.seal()
    progress("Drawing the columns")
    house.house.columns.refresh()
    chosen.publish(house.house, house.database, size=size, seed=seed)
    house.seal()
    house.house.columns.save()
    took = progress.close()
    click.echo(f"The demonstration stands in {house.data}: {took:.0f} s. {chosen.synthetic}")


@click.command()
@format_option("table", "json", "csv")
@click.pass_context
def sources(context: click.Context, form: str) -> None:
    """Hold every stated figure of the sources against the register. Status 1 if one differs."""
    from polity.demonstration import build, fields
    from polity.demonstration.asking import counter
    from polity.demonstration.figures import discrepancies, rivals, stated_figures
    from polity.demonstration.sizes import size_named

    data, dsn = context.obj
    with opened(data, dsn) as house:
        name = build.standing(house.database)
        if name != fields.NAME:
            raise Stop(
                f"{name} has no sources." if name else "There is no organisation here yet.",
                "Build the demonstration of 1923, which has them: polity --data DIR demo.",
            )
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
