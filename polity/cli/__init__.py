"""The command line: every act and reading at the prompt. Its JSON is a contract, documented in docs/users/commands.md."""

import os
import sys
from pathlib import Path

import click

from polity.cli.acts import act
from polity.cli.census import balance, census
from polity.cli.checking import check, erase, journal
from polity.cli.demonstration import demo, sources
from polity.cli.exports import exports
from polity.cli.founding import init
from polity.cli.imports import imports
from polity.cli.opening import Stop
from polity.cli.releases import release
from polity.cli.serving import serve
from polity.cli.statutes import statutes


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    default=lambda: Path(os.environ.get("POLITY_DATA", "polity-data")),
    help="The organisation's data folder; POLITY_DATA or ./polity-data by default.",
)
@click.pass_context
def polity(context: click.Context, data: Path) -> None:
    """Run a mass membership organisation: register, statutes, journal, census."""
    context.obj = (data, os.environ.get("POLITY_DSN") or None)


for command in (act, balance, census, check, demo, erase, init, journal, release, serve, sources, statutes):
    polity.add_command(command)
polity.add_command(imports, "import")
polity.add_command(exports, "export")


def main() -> None:
    """Run one command. Status 0: done; 1: refused or not whole; 2: not asked rightly."""
    try:
        polity(prog_name="polity", standalone_mode=False)
    except Stop as stop:
        click.echo(stop.message, err=True)
        sys.exit(1)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except click.Abort:
        click.echo("Stopped. What was acknowledged is kept; start again to go on.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
