"""Files out: polity export people|units|journal --to FILE."""

from datetime import date
from pathlib import Path

import click

from polity.cli.opening import Stop, opened
from polity.cli.output import DAY, format_option, thin, write_json
from polity.readings.exports import export
from polity.readings.files import Unwritable


@click.command()
@click.argument("what", type=click.Choice(["people", "units", "journal"]))
@click.option("--on", type=DAY, help="The day that the file tells of; today by default.")
@click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), required=True, help="csv, xlsx, parquet or jsonl."
)
@format_option("table", "json")
@click.pass_context
def exports(context: click.Context, what: str, on: date | None, to: Path, form: str) -> None:
    """Write people, units or the journal to a file; its ending says in which form."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        day = on or house.today
        try:
            rows = export(house.house, what, to, on=day, scope=house.scope)
        except Unwritable as problem:
            raise Stop(problem.says, problem.remedy) from None
    if form == "json":
        write_json({"what": what, "on": day.isoformat(), "rows": rows, "file": str(to)})
    else:
        when = "" if what == "journal" else f" on {day}"
        click.echo(
            f"{thin(rows)} {'row' if rows == 1 else 'rows'} of {what}{when} {'is' if rows == 1 else 'are'} in {to}."
        )
