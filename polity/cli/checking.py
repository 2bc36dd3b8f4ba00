"""Prove the records, verify a journal, erase a person."""

import re
from dataclasses import replace
from pathlib import Path

import click

from polity.access import scrubbing
from polity.acts import Refused, enact, people
from polity.cli.acts import _refused
from polity.cli.opening import Unclear, opened
from polity.cli.output import format_option, write_json
from polity.cli.progress import Progress
from polity.journal import scrub, seal, sealer
from polity.readings.check import check as checked
from polity.register.tables import PERSONAL
from polity.words import ids


@click.command()
@format_option("table", "json")
@click.pass_context
def check(context: click.Context, form: str) -> None:
    """Prove the records: the journal's chain, the tables as it alone rebuilds them, the columns as drawn anew."""
    data, dsn = context.obj
    progress = Progress()
    with opened(data, dsn) as house:
        house.seal()
        findings = list(checked(house.house, scope=house.scope, progress=progress))
    progress.close()
    holds = all(finding.holds for finding in findings)
    if form == "json":
        write_json({"holds": holds, "findings": [finding.plain() for finding in findings]})
    else:
        for finding in findings:
            click.echo(f"{'holds' if finding.holds else 'BROKEN':6}  {finding.what}: {finding.says}")
        click.echo("Everything holds." if holds else "The records do not hold.")
    if not holds:
        raise click.exceptions.Exit(1)


@click.group()
def journal() -> None:
    """The journal: its head, an export, and the proof that it is whole."""


@journal.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--head", help="The last seal, as it was announced.")
@click.pass_context
def verify(context: click.Context, file: Path | None, head: str | None) -> None:
    """Check that a journal is whole and unaltered: an exported FILE, or the one in the data folder.

    A file needs nothing else: no database, no server, no account. Status 0 if it is whole, 1 if it is not.
    """
    if file is not None:
        with file.open("rb") as lines:
            breaks = list(seal.verify(lines, head=head))
    else:
        data, dsn = context.obj
        with opened(data, dsn) as house:
            house.seal()
            with house.database.reading(scope="none", scope_day="0001-01-01") as cursor:
                breaks = list(seal.verify(sealer.export(cursor), head=head))
    for broken in breaks:
        click.echo(broken.says)
    click.echo("Not whole." if breaks else "Whole.")
    if breaks:
        raise click.exceptions.Exit(1)


@journal.command()
@click.pass_context
def head(context: click.Context) -> None:
    """Print the last seal: what is announced, so that a cut or altered journal can be told."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        house.seal()
        with house.database.reading(scope="none", scope_day="0001-01-01") as cursor:
            click.echo(sealer.last(cursor)[1])


@journal.command()
@click.option("--to", "target", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.pass_context
def export(context: click.Context, target: Path) -> None:
    """Write the sealed journal to a file, a line an entry. It holds no personal data."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        house.seal()
        with house.database.reading(scope="none", scope_day="0001-01-01") as cursor, target.open("wb") as file:
            file.writelines(sealer.export(cursor))
            number, _ = sealer.last(cursor)
    click.echo(f"{number} entries in {target}.")


@click.command()
@click.argument("person")
@click.option("--grounds", default="asked for by the person", show_default=True)
@click.option("--with", "second", metavar="NAME", help="Who decided it with you: an erasure takes two people.")
@click.pass_context
def erase(context: click.Context, person: str, grounds: str, second: str | None) -> None:
    """Erase a person: name, contact data and evidence go, from files too; counts and the journal's chain hold.

    An erasure takes two people. Name the second; whoever erases alone is entered in the journal as alone.
    """
    if second is not None and not re.fullmatch(r"[\w.@-]{1,40}", second):
        raise Unclear(
            f"“{second}” is no name of an account.", "Give one of up to 40 letters, digits, dots and hyphens."
        )
    number = ids.read(person)
    if number is None:
        raise Unclear(f"“{person}” is not a person's id.", "It is twelve letters and digits, such as 3F7K-9QWE-2ZXM.")
    data, dsn = context.obj
    with opened(data, dsn) as house:
        try:
            act = people.EraseAct(on=house.today, person=number, grounds=grounds)  # type: ignore[arg-type]
            by = house.authority(None)
            by = replace(by, operator=f"{by.operator}, {'alone' if second is None else f'with {second}'}")
            receipt = enact(act, by=by, database=house.database)
        except Refused as refusal:
            _refused("table", refusal)
        house.seal()
        house.house.columns.forget()
        left = scrub.scrub(house.database, PERSONAL)
        scrubbing.note(house.data, receipt.entry)
        house.house.columns.refresh()
    click.echo(f"{person} is erased. {left}")
    if second is None:
        click.echo(
            "An erasure takes two people. That you were alone stands in the journal; next time: --with NAME.", err=True
        )
