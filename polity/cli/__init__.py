"""The command line: every act and reading at the prompt. Its JSON is a contract: docs/users/commands.md."""

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import click
from psycopg import OperationalError

# Where each command lives and what it does in a few words. A command is loaded when it is called: a census need not
# wait for the parts that draw the demonstration or serve pages.
COMMANDS = {
    "access-package": ("rights", "access_package", "A copy of everything held of a person, for them."),
    "account": ("accounts", "account", "Who may sign in: invite, list sessions, end them."),
    "act": ("acts", "act", "Offer an act."),
    "annual": ("followup", "annual", "The annual report of a year, generated."),
    "backup": ("backups", "backup", "Write everything to one file."),
    "balance": ("census", "balance", "Stock and flow of a unit and a period: it must close."),
    "bench": ("benching", "bench", "Measure it beside what one would otherwise take."),
    "census": ("census", "census", "Count people on a day, by anything known of them."),
    "check": ("checking", "check", "Prove the journal, the tables and the columns."),
    "dangers": ("followup", "dangers", "Dangers that were named, the near ones first."),
    "demo": ("demonstration", "demo", "Build the demonstration organisation and serve it."),
    "erase": ("checking", "erase", "Erase a person; counts and the chain hold."),
    "expire": ("rights", "expire", "Let what has had its time become unknown."),
    "export": ("exports", "exports", "Write people, units, resolutions or the journal to a file."),
    "followup": ("followup", "followup", "What became of our resolutions."),
    "forecast": ("forecasts", "forecast", "What may come, under the present rules and with a draft."),
    "import": ("imports", "imports", "Examine a file of people or units, then enter it."),
    "init": ("founding", "init", "Found an organisation of your own."),
    "journal": ("checking", "journal", "The journal: head, export, proof."),
    "notices": ("notices", "notices", "Tell people and desks what follows sealed entries."),
    "question": ("questions", "question", "Questions that only time answers, and forecasts of them."),
    "preview": ("previews", "preview", "Who would be treated otherwise under a draft."),
    "reach": ("reaching", "reach", "Search for reforms that reach a target."),
    "release": ("releases", "release", "Figures for everybody, small groups left out."),
    "resolution": ("resolutions", "resolution", "Draft, put, count, decide, list, show."),
    "restore": ("backups", "restore", "Make the organisation anew from a backup, and prove it equal."),
    "serve": ("serving", "serve", "Serve the organisation's pages on this machine."),
    "sources": ("demonstration", "sources", "Hold the sources' figures against the register."),
    "statutes": ("statutes", "statutes", "Check, show, compare and explain the law."),
    "trust": ("trust", "trust", "Try what must hold, on a scratch organisation."),
    "token": ("tokens", "token", "Keys to the API: make, list, revoke."),
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


def plainly(problem: click.UsageError) -> str:
    """Say what was not asked rightly, and where to look: the words of the command line's own parts, without blame."""
    says = problem.format_message()
    if isinstance(problem, click.BadParameter) and not isinstance(problem, click.MissingParameter):
        param = problem.param
        named = (
            None
            if param is None
            else (param.opts[0] if isinstance(param, click.Option) else param.make_metavar(problem.ctx))
        )
        says = f"{named}: {problem.message}" if named and problem.ctx else problem.message
    path = problem.ctx.command_path if problem.ctx else "polity"
    return f"{says}\n     See: {path} --help."


def main(arguments: Sequence[str] | None = None) -> None:
    """Run one command, of the shell's arguments unless others are given.

    Status 0: done; 1: refused or not whole; 2: not asked rightly.
    """
    try:
        status = polity(arguments, prog_name="polity", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else 0)
    except click.exceptions.Exit as left:
        sys.exit(left.exit_code)
    except click.UsageError as problem:
        click.echo(plainly(problem), err=True)
        sys.exit(problem.exit_code)
    except click.ClickException as problem:
        problem.show()
        sys.exit(problem.exit_code)
    except click.Abort:
        click.echo("Stopped. What was acknowledged is kept; start again to go on.", err=True)
        sys.exit(130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except OperationalError as problem:
        says = str(problem).strip().splitlines()[0]
        click.echo(f"The database does not answer: {says}\n     What was acknowledged is kept; try again.", err=True)
        sys.exit(1)
    except OSError as problem:
        where = f" at {problem.filename}" if problem.filename else ""
        click.echo(f"The system refuses{where}: {problem.strerror or problem}.", err=True)
        click.echo("     What was acknowledged is kept; put it right and try again.", err=True)
        sys.exit(1)
