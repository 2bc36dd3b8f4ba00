"""Follow-up, dangers and the annual report at the prompt; what is entered goes by `polity act`."""

from datetime import date
from pathlib import Path
from typing import Any

import click

from polity.cli.opening import Stop, Unclear, opened
from polity.cli.output import DAY, format_option, write_json, write_rows
from polity.readings import dangers as dangers_of
from polity.readings import followup as reading
from polity.readings.annual import annual as report_of
from polity.readings.annual_markdown import markdown
from polity.readings.census import Unanswerable
from polity.readings.watched import shown
from polity.words import ids


@click.command()
@click.argument("named", metavar="[RESOLUTION]", required=False)
@click.option("--body", metavar="UNIT", help="Only what a unit decided.")
@click.option("--mover", metavar="UNIT", help="Only what a unit moved: the report back to it.")
@click.option("--owner", metavar="UNIT", help="Instead, the tasks and targets that a unit has to see to.")
@click.option("--state", type=click.Choice(reading.STATES), help="Only what stands so as a whole.")
@click.option("--year", type=int, help="Only what was decided in a year.")
@click.option("--on", type=DAY, help="As of a day; today by default.")
@format_option("table", "json", "csv")
@click.pass_context
def followup(
    context: click.Context, named: str | None, body: str | None, mover: str | None, owner: str | None,
    state: str | None, year: int | None, on: date | None, form: str,
) -> None:  # fmt: skip
    """Say what became of our resolutions, or of one: rules, tasks, targets, delays, evidence."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        day = on or house.today
        if owner is not None:
            _owned(reading.owned(house.house, house.unit(owner, on=day), on=day, scope=house.scope), form)
            return
        if named is None:
            found = reading.followed(
                house.house, on=day, scope=house.scope, state=state, year=year,
                body=None if body is None else house.unit(body, on=day),
                mover=None if mover is None else house.unit(mover, on=day),
            )  # fmt: skip
        else:
            number = ids.read(named)
            one = None if number is None else reading.one(house.house, number, on=day, scope=house.scope)
            if one is None:
                raise Unclear(f"No resolution is called {named}.", "Take its id from: polity resolution list.")
            found = [one]
    if named is not None and form != "csv":
        write_json(found[0].plain()) if form == "json" else _tell(found[0])
    else:
        _list(found, form)


def _list(found: list[reading.Followed], form: str) -> None:
    rows = [
        [
            ids.show(one.resolution.resolution), one.decision.day.isoformat() if one.decision else None, one.state,
            "; ".join(rule.state.replace("_", " ") for rule in one.rules),
            sum(part.state in ("done", "reached") for part in one.parts), len(one.parts), one.resolution.title,
        ]
        for one in found
    ]  # fmt: skip
    heads = ["resolution", "decided", "state", "rules", "done", "of", "title"]
    write_rows(form, heads, rows, json_value=[one.plain() for one in found])


def _owned(found: list[Any], form: str) -> None:
    rows = [
        [ids.show(one.part.part), one.state, str(one.due or ""), one.part.says, of.title] for of, one in found
    ]  # fmt: skip
    plain = [{"resolution": ids.show(of.resolution), "title": of.title, **one.plain()} for of, one in found]
    write_rows(form, ["part", "state", "due", "what", "resolution"], rows, json_value=plain)


def _tell(one: reading.Followed) -> None:
    click.echo(f"{one.resolution.title}\n{one.resolution.says}")
    decided = f"{one.resolution.state} on {one.decision.day}" if one.decision else one.resolution.state
    click.echo(f"Moved by {one.mover.name}; {decided} by {one.body.name}.")
    for rule in one.rules:
        until = f" until {rule.until}" if rule.until else ""
        click.echo(f"Rule: {rule.title}, {rule.state.replace('_', ' ')}: since {rule.since}{until}.")
    for run in one.forecasts:
        click.echo(f"Forecast of {run.day}: {run.title}")
    for part in one.parts:
        _part(part)
    if not one.parts:
        click.echo("No task and no target follows from it.")


def _part(part: reading.Standing) -> None:
    due = f", due {part.due}" if part.due else ""
    click.echo(f"{part.part.kind.capitalize()} {ids.show(part.part.part)} ({part.state}{due}): {part.part.says}")
    click.echo(f"  {part.owner.name} sees to it.")
    if part.part.watched.bound is not None:
        value = shown(part.part.watched, part.value) or "not known"
        side = "at least" if part.part.watched.side == "least" else "at most"
        click.echo(f"  It stands at {value}; wanted: {side} {shown(part.part.watched, part.part.watched.bound)}.")
    for report in part.said:
        delay = f" Put off from {report.was_due or 'no day'} to {report.due}." if report.due else ""
        evidence = f" Evidence: {report.evidence}" if report.evidence else ""
        click.echo(f"  {report.day} {report.state}: {report.says}{delay}{evidence}")


@click.command()
@click.argument("named", metavar="[DANGER]", required=False)
@click.option("--state", type=click.Choice(dangers_of.STATES), help="Only those that stand so.")
@click.option("--resolution", metavar="RESOLUTION", help="Only those named with a resolution, or answered by it.")
@click.option("--on", type=DAY, help="As of a day; today by default.")
@format_option("table", "json", "csv")
@click.pass_context
def dangers(
    context: click.Context, named: str | None, state: str | None, resolution: str | None, on: date | None, form: str
) -> None:
    """List the dangers that were named, those past their threshold first, or show one."""
    data, dsn = context.obj
    of = None if resolution is None else ids.read(resolution)
    if resolution is not None and of is None:
        raise Unclear(f"No resolution is called {resolution}.", "Take its id from: polity resolution list.")
    with opened(data, dsn) as house:
        day = on or house.today
        if named is None:
            found = dangers_of.dangers(house.house, on=day, scope=house.scope, state=state, resolution=of)
        else:
            number = ids.read(named)
            one = None if number is None else dangers_of.one(house.house, number, on=day, scope=house.scope)
            if one is None:
                raise Unclear(f"No danger is called {named}.", "Take its id from: polity dangers.")
            found = [one]
    rows = [
        [
            ids.show(one.danger.danger), "past its threshold" if one.near else one.state,
            shown(one.danger.watched, one.value) or None, one.danger.says, one.worked or "",
        ]
        for one in found
    ]  # fmt: skip
    plain = found[0].plain() if named is not None else [one.plain() for one in found]
    write_rows(form, ["danger", "state", "value", "what", "worked"], rows, json_value=plain)


@click.command()
@click.argument("year", type=int)
@click.option("--on", type=DAY, help="Up to a day of the year, where it is not over; today by default.")
@click.option("--to", type=click.Path(dir_okay=False, path_type=Path), help="A file for the report, as Markdown.")
@click.option("--format", "form", type=click.Choice(["markdown", "json"]), default="markdown", show_default=True)
@click.pass_context
def annual(context: click.Context, year: int, on: date | None, to: Path | None, form: str) -> None:
    """Write the annual report: what was resolved, done, missed; flows; targets; dangers; open questions."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        try:
            found = report_of(house.house, year, on=on or house.today, scope=house.scope)
        except Unanswerable as problem:
            raise Stop(problem.says, problem.remedy) from None
    if to is not None:
        to.write_text(markdown(found), encoding="utf-8")
    if form == "json":
        write_json(found.plain())
    elif to is None:
        click.echo(markdown(found))
    else:
        click.echo(f"{to} holds the report of {year}.")
