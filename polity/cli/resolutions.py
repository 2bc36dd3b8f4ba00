"""Resolutions at the prompt: drafted from a file, amended, put, counted, decided; listed and shown."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click

from polity.cli.acts import offer, text_of
from polity.cli.opening import Unclear, opened
from polity.cli.output import DAY, format_option, write_json, write_rows
from polity.readings import resolutions as reading
from polity.readings.cases import law_of
from polity.register.resolutions import STATES
from polity.statutes import Faulty, Law
from polity.statutes.saying import said
from polity.words import ids

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
NAMED = click.argument("named", metavar="RESOLUTION")


def _acting(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that every act here has."""
    for option in (
        click.option("--on", type=DAY, help="Day of effect; today by default."),
        click.option("--as", "office", metavar="OFFICE@UNIT", help="The office acted in, such as secretary@MOS."),
        click.option("--key", help="A name for this act: asked twice, it is entered once."),
        click.option("--dry-run", is_flag=True, help="Say what stands in the way; enter nothing."),
        format_option("table", "json"),
    ):
        command = option(command)
    return click.pass_context(command)


def _offer(context: click.Context, act: str, given: dict[str, Any], options: dict[str, Any]) -> None:
    data, dsn = context.obj
    with opened(data, dsn) as house:
        offer(
            house,
            f"resolution.{act}",
            {name: str(value) for name, value in given.items() if value is not None},
            **options,
        )


@click.group()
def resolution() -> None:
    """Resolutions: drafted, amended, put to a body, counted, decided, in force."""


@resolution.command()
@click.argument("file", type=FILE, required=False)
@click.option("--title", required=True, help="What it is called.")
@click.option("--says", required=True, help="What is to be resolved, in plain words.")
@click.option("--body", required=True, metavar="UNIT", help="The unit that decides.")
@click.option("--mover", required=True, metavar="UNIT", help="The unit that moves it.")
@click.option("--amends", metavar="RESOLUTION", help="The resolution that it would change.")
@_acting
def draft(
    context: click.Context, file: Path | None, title: str, says: str, body: str, mover: str, amends: str | None,
    **options: Any,
) -> None:  # fmt: skip
    """Draft a resolution; FILE is the reform that it makes, as YAML, if it changes a rule."""
    text = None if file is None else text_of(file)
    given = {"title": title, "says": says, "body": body, "mover": mover, "amends": amends, "reform": text}
    _offer(context, "draft", given, options)


@resolution.command()
@NAMED
@click.argument("file", type=FILE, required=False)
@click.option("--title", help="Its new title.")
@click.option("--says", help="What is to be resolved, in plain words.")
@click.option("--without-reform", is_flag=True, help="It is to change no rule any more.")
@_acting
def amend(
    context: click.Context, named: str, file: Path | None, title: str | None, says: str | None, without_reform: bool,
    **options: Any,
) -> None:  # fmt: skip
    """Change a draft, as whoever moves it; what is left out stays. FILE is its reform from now on."""
    text = None if file is None else text_of(file)
    given = {"resolution": named, "title": title, "says": says, "reform": text}
    _offer(context, "amend", given | ({"without_reform": "yes"} if without_reform else {}), options)


@resolution.command()
@click.argument("amendment")
@_acting
def accept(context: click.Context, amendment: str, **options: Any) -> None:
    """Take an amendment over, as whoever moves what it amends."""
    _offer(context, "accept", {"amendment": amendment}, options)


@resolution.command()
@NAMED
@_acting
def put(context: click.Context, named: str, **options: Any) -> None:
    """Put a draft to the body that decides."""
    _offer(context, "put", {"resolution": named}, options)


@resolution.command()
@NAMED
@click.option("--teller", required=True, metavar="PERSON", help="Who counted; a member.")
@click.option("--present", required=True, type=int, help="Who were present.")
@click.option("--entitled", required=True, type=int, help="Who may vote.")
@click.option("--for", "votes_for", required=True, type=int, help="Votes for it.")
@click.option("--against", "votes_against", required=True, type=int, help="Votes against it.")
@click.option("--abstained", default=0, type=int, help="Who abstained.")
@_acting
def count(context: click.Context, named: str, **given: Any) -> None:
    """Enter what one teller counted. Two tellers count apart; a teller may correct a count before the decision."""
    options = {name: given.pop(name) for name in ("on", "office", "key", "dry_run", "form")}
    _offer(context, "count", {"resolution": named, **given}, options)


@resolution.command()
@NAMED
@click.option("--meeting", help="The meeting that decided, if the register holds it.")
@_acting
def decide(context: click.Context, named: str, meeting: str | None, **options: Any) -> None:
    """Enter the decision: adopted or rejected, by the counts of two tellers and the articles in force."""
    _offer(context, "decide", {"resolution": named, "meeting": meeting}, options)


@resolution.command()
@NAMED
@_acting
def withdraw(context: click.Context, named: str, **options: Any) -> None:
    """Take a resolution back before it is decided."""
    _offer(context, "withdraw", {"resolution": named}, options)


@resolution.command("keep-forecast")
@NAMED
@click.argument("file", type=FILE)
@click.option("--title", required=True, help="What is forecast, and under what.")
@_acting
def keep_forecast(context: click.Context, named: str, file: Path, title: str, **options: Any) -> None:
    """Keep a run with a resolution; FILE is what `polity forecast --format json` wrote."""
    _offer(context, "keep_forecast", {"resolution": named, "title": title, "run": text_of(file)}, options)


@resolution.command("list")
@click.option("--state", type=click.Choice(STATES), help="Only those that stand so.")
@click.option("--body", metavar="UNIT", help="Only those before this unit.")
@click.option("--mover", metavar="UNIT", help="Only those of this unit.")
@format_option("table", "json", "csv")
@click.pass_context
def listed(context: click.Context, state: str | None, body: str | None, mover: str | None, form: str) -> None:
    """List resolutions, the latest first."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        day: date = house.today
        found = reading.listed(
            house.house, scope=house.scope, states=None if state is None else [state],
            body=None if body is None else house.unit(body, on=day),
            mover=None if mover is None else house.unit(mover, on=day),
        )  # fmt: skip
    rows = [
        [
            ids.show(one.resolution.resolution), one.resolution.state, one.resolution.state_since.isoformat(),
            one.body.code, one.mover.code, one.resolution.version, one.resolution.title,
        ]
        for one in found
    ]  # fmt: skip
    heads = ("resolution", "state", "since", "body", "mover", "version", "title")
    write_rows(form, heads, rows, json_value={"resolutions": [reading.plain(one) for one in found]})


@resolution.command()
@NAMED
@format_option("table", "json")
@click.pass_context
def show(context: click.Context, named: str, form: str) -> None:
    """Show one resolution: its words, versions, amendments, counts, and the decision with its articles."""
    data, dsn = context.obj
    number = ids.read(named)
    with opened(data, dsn) as house:
        found = None if number is None else reading.one(house.house, number, scope=house.scope)
        law = law_of(house.house, scope=house.scope)
    if found is None:
        raise Unclear(f"No resolution is called {named}.", "Take its id from: polity resolution list.")
    if form == "json":
        write_json(reading.plain_one(found))
    else:
        _tell(found, law)


def _tell(found: reading.One, law: Law) -> None:
    one, decision = found.resolution, found.decision
    click.echo(f"{one.title}\n{one.says}")
    click.echo(
        f"{one.state.capitalize()} since {one.state_since}, version {one.version}. Before: {found.listed.body.name}."
    )
    for words in _words(law, one.reform):
        click.echo(f"  {words}")
    if found.amends is not None:
        click.echo(f"Amends: {ids.show(found.amends.resolution)}  {found.amends.title}")
    for amending in found.amendments:
        moved = amending.resolution
        click.echo(f"Amendment: {ids.show(moved.resolution)}  {moved.state}  {moved.title}")
    for counted in found.counts:
        figures = ", ".join(f"{name.replace('_', ' ')} {value}" for name, value in counted.figures._asdict().items())
        click.echo(f"{counted.name or 'A teller'} counted on {counted.day}: {figures}.")
    if decision is not None:
        outcome = "Adopted" if decision.adopted else "Rejected"
        effect = f", in force from {decision.effect}" if decision.effect else ""
        click.echo(f"{outcome} on {decision.day}{effect}.")
        for clause in found.clauses:
            held = {True: "met", False: "not met", None: "cannot be decided"}[clause.met]
            click.echo(f"  Article {clause.id} {held}. {'' if clause.met else clause.says}".rstrip())


def _words(law: Law, reform: str | None) -> list[str]:
    try:
        return [] if reform is None else [one.words for one in said(law, reform)]
    except Faulty:
        return ["Its reform cannot be read."]
