"""Files in: polity import people|units FILE."""

from datetime import date
from pathlib import Path
from typing import Literal

import click

from polity.cli.opening import Opened, opened
from polity.cli.output import DAY, format_option, thin, write_json
from polity.cli.progress import Progress
from polity.imports import Entered, Examination, enter, examined

SHOWN = 1_000  # faults listed for people; JSON lists many more


@click.command()
@click.argument("what", type=click.Choice(["people", "units"]))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Examine the file only; enter nothing.")
@click.option("--on", type=DAY, help="The day of the import; today by default.")
@click.option("--as", "office", metavar="OFFICE@UNIT", help="The office in which what is there already is changed.")
@format_option("table", "json")
@click.pass_context
def imports(
    context: click.Context,
    what: Literal["people", "units"],
    file: Path,
    dry_run: bool,
    on: date | None,
    office: str | None,
    form: str,
) -> None:
    """Examine a whole file of people or units (CSV or JSON Lines), then enter it.

    Nothing is entered while one row is refused. The same file twice changes nothing; an import that was stopped goes on
    when it is started again.
    """
    data, dsn = context.obj
    progress = Progress()
    with opened(data, dsn) as house:
        day = on or house.today
        by = house.authority(office, on=day)
        scratch = house.data if house.data.is_dir() else None
        with examined(
            file, what, house=house.house, on=day, by=by, scratch=scratch,
            progress=lambda rows: progress(f"Rows read: {thin(rows)}"),
        ) as found:  # fmt: skip
            entered = None
            if not dry_run and not found.faults:
                entered = _enter(house, found, office, day, progress)
            progress.close()
            if form == "json":
                write_json(found.plain() | {"entered": entered.plain() if entered else None})
            else:
                _show(found, entered, dry_run)
            if found.faults or (entered is not None and entered.stopped):
                raise click.exceptions.Exit(1)


def _enter(house: Opened, found: Examination, office: str | None, day: date, progress: Progress) -> Entered:
    entered = enter(
        found,
        database=house.database,
        by=house.authority(None),
        changes_by=house.authority(office, on=day),
        progress=lambda people: progress("Entered", people, found.new),
    )
    house.seal()
    return entered


def _show(found: Examination, entered: Entered | None, dry_run: bool) -> None:
    for fault in found.listed(SHOWN):
        where = f"row {fault.row}" if fault.row else "file"
        click.echo(f"{where}{f', {fault.column}' if fault.column else ''}: {fault.says}\n     {fault.remedy}")
    if found.faults > SHOWN:
        click.echo(f"… and {thin(found.faults - SHOWN)} more; --format json lists them.")
    click.echo(
        f"{found.name}: {thin(found.rows)} {'row' if found.rows == 1 else 'rows'}."
        f" New {thin(found.new)}, same {thin(found.same)}, changed {thin(found.changed)},"
        f" refused {thin(found.refused)}."
    )
    if found.faults:
        click.echo("Nothing was entered: correct what is listed, then import the file again.")
    elif dry_run:
        click.echo("Nothing was entered, as asked.")
    elif entered is not None:
        click.echo(f"Entered: {thin(entered.new)} new, {thin(entered.changed)} changed.")
        for objection in entered.stopped:
            click.echo(f"Stopped: {objection.says}\n     {objection.remedy} Import the file again to go on.", err=True)
