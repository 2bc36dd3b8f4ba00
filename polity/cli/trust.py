"""Try what must hold, on a scratch organisation."""

import click

from polity.cli.output import format_option, write_json
from polity.cli.progress import Progress


@click.command()
@click.option("--quick/--full", "quick", default=True, help="Minutes or hours; quick by default.")
@click.option("--row", "only", multiple=True, metavar="T1", help="Only this row; may be given several times.")
@click.option("--faults/--no-faults", default=True, help="Whether each planted fault is tried, too.")
@click.option("--seed", default=1923, show_default=True, help="What is drawn is drawn from it.")
@format_option("table", "json")
@click.pass_context
def trust(context: click.Context, quick: bool, only: tuple[str, ...], faults: bool, seed: int, form: str) -> None:
    """Try what must hold, each row as it is and then with faults that it must find.

    It works on a scratch organisation with a server of its own, offline, and touches nothing of yours. Status 0 if
    every row holds and every planted fault is found.
    """
    from polity.trust import run, world
    from polity.trust.rows import all_rows

    known = [row.key for row in all_rows()]
    for key in only:
        if key not in known:
            raise click.BadParameter(f"There is no row {key}. There are: {', '.join(known)}.", param_hint="--row")
    progress = Progress()
    findings = []
    progress("Founding a scratch organisation", 0, 1)
    with world(seed) as place:
        for finding in run(place, "quick" if quick else "full", only=only, faults=faults):
            findings.append(finding)
            progress(f"{finding.row} {'holds' if finding.holds else 'BROKEN'}", 0, 1)
            if form == "table":
                word = "holds" if finding.holds else "BROKEN"
                says = f"found: {finding.fault}" if finding.fault and finding.holds else finding.fault or finding.says
                click.echo(f"{word:6}  {finding.row:4} {finding.seconds:6.1f} s  {finding.tried:6} tried  {says}")
                for broken in finding.broken if not finding.fault else ():
                    click.echo(f"          {broken}")
    seconds = progress.close()
    holds = all(finding.holds for finding in findings)
    if form == "json":
        write_json({"holds": holds, "seconds": round(seconds, 1), "findings": [one.plain() for one in findings]})
    else:
        click.echo("Everything holds." if holds else "Not everything holds.")
    if not holds:
        raise click.exceptions.Exit(1)
