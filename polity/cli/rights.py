"""Members' rights at the prompt: a copy of everything held of somebody, and what is kept too long."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from polity.access import scrubbing
from polity.acts import Refused, enact, retention
from polity.cli.acts import _refused
from polity.cli.opening import Opened, Stop, Unclear, opened, operator
from polity.cli.output import format_option, thin, write_json
from polity.journal import scrub
from polity.readings import people as records
from polity.readings import rights as reading
from polity.readings.house import Scope
from polity.register.tables import PERSONAL
from polity.words import ids


@click.command()
@click.argument("person")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), required=True, help="A file ending in .json.")
@click.pass_context
def access_package(context: click.Context, person: str, to: Path) -> None:
    """Write everything held of a person to a file, for them. That it was written is among the looks they can see."""
    number = ids.read(person)
    if number is None:
        raise Unclear(f"“{person}” is not a person's id.", "It is twelve letters and digits, such as 3F7K-9QWE-2ZXM.")
    data, dsn = context.obj
    with opened(data, dsn) as house:
        found = reading.package(house.house, number, scope=house.scope)
        if found is None:
            raise Stop(f"There is no person {person} on the register.", "Look them up, or record them first.")
        records.look(
            house.house, number, at=datetime.now(UTC), operator=operator(), office=None,
            purpose="access package written", scope=house.scope,
        )  # fmt: skip
    to.write_text(json.dumps(found, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    rows, entries = sum(len(part) for part in found["tables"].values()), len(found["entries"])
    said = f"{thin(rows)} {'row' if rows == 1 else 'rows'} and {thin(entries)} {'entry' if entries == 1 else 'entries'}"
    click.echo(f"{said} about {person} {'is' if rows + entries == 1 else 'are'} in {to}.")


@click.command()
@click.option("--as", "office", metavar="OFFICE@UNIT", help="The office acted in, such as secretary@MOS.")
@click.option("--under", metavar="UNIT", help="Only people of this unit and those below it.")
@click.option("--dry-run", is_flag=True, help="Say whose time is over; change nothing.")
@format_option("table", "json")
@click.pass_context
def expire(context: click.Context, office: str | None, under: str | None, dry_run: bool, form: str) -> None:
    """Let what is kept longer than the organisation says become unknown, and write the database's files anew."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        unit = house.unit(under, on=house.today) if under else None
        scope = Scope(day=house.today, whole=under is None, unit=unit)
        found = reading.expiring(house.house, scope=scope)
        said = {"on": house.today.isoformat(), "people": len(found), "erased": sum(one.wholly for one in found)}
        left = "Nothing was changed." if dry_run or not found else _expired(house, office, unit, len(found))
    if form == "json":
        write_json({**said, "done": not dry_run and bool(found)})
    else:
        click.echo(f"{thin(len(found))} people have had the time of something; {thin(said['erased'])} of them wholly.")  # type: ignore[arg-type]
        click.echo(left)


def _expired(house: Opened, office: str | None, unit: int | None, people: int) -> str:
    for _ in range(-(-people // retention.MOST)):
        try:
            act = retention.Expire(on=house.today, unit=unit)  # type: ignore[arg-type]
            enact(act, by=house.authority(office), database=house.database)
        except Refused as refusal:
            _refused("table", refusal)
    house.seal()
    house.house.columns.forget()
    left = scrub.scrub(house.database, PERSONAL)
    scrubbing.note(house.data, scrubbing.latest(house.database))
    house.house.columns.refresh()
    return f"It is unknown from now on. {left}"
