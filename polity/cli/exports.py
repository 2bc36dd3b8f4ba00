"""Files out: polity export people|units|journal|resolutions --to FILE."""

from datetime import UTC, date, datetime
from pathlib import Path

import click

from polity.acts import Refused, enact
from polity.acts.exports import HandOut
from polity.cli.opening import Opened, Stop, opened
from polity.cli.output import DAY, format_option, thin, write_json
from polity.readings.exports import count, export, noted
from polity.readings.files import Unwritable
from polity.register.forms import SubjectId
from polity.words import ids

OPEN = ("journal", "resolutions")  # everybody may read them: that they go out is not entered
PURPOSE = "handed out by whoever keeps the records"


@click.command()
@click.argument("what", type=click.Choice(["people", "units", "journal", "resolutions"]))
@click.option("--on", type=DAY, help="The day that the file tells of; today by default.")
@click.option(
    "--to", type=click.Path(dir_okay=False, path_type=Path), required=True, help="csv, xlsx, parquet or jsonl."
)
@click.option("--purpose", default=PURPOSE, show_default=True, help="What people and units are written for.")
@format_option("table", "json")
@click.pass_context
def exports(context: click.Context, what: str, on: date | None, to: Path, purpose: str, form: str) -> None:
    """Write people, units, resolutions or the journal to a file; its ending says in which form.

    People and units also go out as Popolo JSON, where the name ends in .json. What goes out is entered in the journal
    with its purpose, and everybody in the file can see that their record was exported.
    """
    data, dsn = context.obj
    with opened(data, dsn) as house:
        day = on or house.today
        try:
            rows = export(house.house, what, to, on=day, scope=house.scope)
        except Unwritable as problem:
            raise Stop(problem.says, problem.remedy) from None
        if what not in OPEN:
            _entered(house, what, to, purpose, day)
    if form == "json":
        write_json({"what": what, "on": day.isoformat(), "rows": rows, "file": str(to)})
    else:
        when = "" if what == "journal" else f" on {day}"
        click.echo(
            f"{thin(rows)} {'row' if rows == 1 else 'rows'} of {what}{when} {'is' if rows == 1 else 'are'} in {to}."
        )


def _entered(house: Opened, what: str, to: Path, purpose: str, day: date) -> None:
    """Enter that a file was handed out. What is not entered is not handed out: the file goes again."""
    by = house.authority(None)
    people = count(house.house, on=day, scope=house.scope) if what == "people" else 0
    act = HandOut(
        on=house.today, export=SubjectId(ids.of_bytes(by.randomness(8))), what=what, form=to.suffix.lower().lstrip("."),
        purpose=purpose, expires=house.today, people=people,
    )  # fmt: skip
    try:
        enact(act, by=by, database=house.database)
    except Refused as refused:
        to.unlink(missing_ok=True)
        raise Stop(refused.objections[0].says, refused.objections[0].remedy) from None
    house.seal()
    if what == "people":
        noted(
            house.house, on=day, at=datetime.now(UTC), operator=by.operator, looker=None, office=None,
            purpose=f"exported: {purpose}", scope=house.scope,
        )  # fmt: skip
