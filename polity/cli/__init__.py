"""The command line: every act and reading at the prompt. Its JSON is a contract: docs/users/commands.md."""

import os
import sys
from importlib import import_module
from pathlib import Path

import click

# Where each command lives and what it does in a few words. A command is loaded when it is called: a census need not
# wait for the parts that draw the demonstration or serve pages.
COMMANDS = {
    "act": ("acts", "act", "Offer an act."),
    "balance": ("census", "balance", "Stock and flow of a unit and a period: it must close."),
    "census": ("census", "census", "Count people on a day, by anything known of them."),
    "check": ("checking", "check", "Prove the journal, the tables and the columns."),
    "demo": ("demonstration", "demo", "Build the demonstration organisation and serve it."),
    "erase": ("checking", "erase", "Erase a person; counts and the chain hold."),
    "export": ("exports", "exports", "Write people, units or the journal to a file."),
    "import": ("imports", "imports", "Examine a file of people or units, then enter it."),
    "init": ("founding", "init", "Found an organisation of your own."),
    "journal": ("checking", "journal", "The journal: head, export, proof."),
    "release": ("releases", "release", "Figures for everybody, small groups left out."),
    "serve": ("serving", "serve", "Serve the organisation's pages on this machine."),
    "sources": ("demonstration", "sources", "Hold the sources' figures against the register."),
    "statutes": ("statutes", "statutes", "Check, show, compare and explain the law."),
}


class Commands(click.Group):
    """A group whose commands are loaded when they are called."""

    def list_commands(self, context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        module, command, _ = COMMANDS[name]
        found = getattr(import_module(f"polity.cli.{module}"), command)
        assert isinstance(found, click.Command)
        return found

    def format_commands(self, context: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, says) for name, (_, _, says) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
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


def main() -> None:
    """Run one command. Status 0: done; 1: refused or not whole; 2: not asked rightly."""
    try:
        status = polity(prog_name="polity", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except click.exceptions.Exit as left:
        sys.exit(left.exit_code)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except click.Abort:
        click.echo("Stopped. What was acknowledged is kept; start again to go on.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
