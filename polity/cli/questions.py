"""Open questions at the prompt: list them, show one with its forecasts; acts are offered with `polity act`."""

from typing import Any

import click

from polity.cli.opening import Unclear, opened
from polity.cli.output import DAY, format_option, write_json, write_rows
from polity.readings import open_questions as reading
from polity.readings.watched import shown
from polity.words import ids


@click.group()
def question() -> None:
    """Questions that only time answers: outcomes, forecasts over time, scores."""


@question.command("list")
@click.option("--state", type=click.Choice(["open", "settled", "void"]), help="Only questions that stand so.")
@format_option("table", "json", "csv")
@click.pass_context
def listed(context: click.Context, state: str | None, form: str) -> None:
    """List the questions by the day from which they can be settled."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        found = reading.listed(house.house, scope=house.scope, states=None if state is None else [state])
    rows = [
        [
            ids.show(one.question.question), one.question.state, one.question.due_from.isoformat(), one.forecasters,
            one.question.outcome or _mean(one),
            one.question.title,
        ]
        for one in found
    ]  # fmt: skip
    heads = ["question", "state", "due from", "forecasters", "mean of 1000, or outcome", "title"]
    write_rows(form, heads, rows, json_value=[reading.plain(one) for one in found])


def _mean(one: reading.Listed) -> str:
    """What members hold on average, in thousandths."""
    return "; ".join(f"{name} {reading.decimal(chance, 0)}" for name, chance in one.mean.items())


@question.command()
@click.argument("named", metavar="QUESTION")
@click.option("--on", type=DAY, help="The day on which a watched figure is asked for; today by default.")
@format_option("table", "json")
@click.pass_context
def show(context: click.Context, named: str, on: Any, form: str) -> None:
    """Show one question: what settles it, who held what and when, and the scores once it is settled."""
    data, dsn = context.obj
    number = ids.read(named)
    with opened(data, dsn) as house:
        day = on or house.today
        found = None if number is None else reading.one(house.house, number, on=day, scope=house.scope)
    if found is None:
        raise Unclear(f"No question is called {named}.", "Take its id from: polity question list.")
    if form == "json":
        write_json(reading.plain_one(found))
    else:
        _tell(found)


def _tell(found: reading.One) -> None:
    one = found.question
    click.echo(f"{one.title}\n{one.says}\nSettled by: {one.settles}")
    click.echo(f"Can be settled from {one.due_from}, and should be by {one.due_to}. {one.state.capitalize()}.")
    if one.by_figure:
        click.echo(
            f"The watched figure is {shown(one.watched, found.value) or 'not known'}; bound {one.watched.bound}."
        )
    if one.outcome:
        click.echo(f"Outcome: {one.outcome}. {one.grounds}")
    for course in (*found.members, *found.rules):
        score = f"   score {reading.decimal(course.score.brier)} over {course.score.days} days" if course.score else ""
        click.echo(f"{course.rule or course.name or f'member {course.number}'}{score}")
        for step in course.steps:
            chances = ", ".join(f"{name} {chance}" for name, chance in step.chances.items())
            click.echo(f"  {step.day}  {chances}{f'   {step.grounds}' if step.grounds else ''}")
    if found.mean_score is not None:
        click.echo(
            f"Mean of members: score {reading.decimal(found.mean_score.brier)};"
            f" equal chances {reading.decimal(found.equal)}."
        )
    if not found.members and not found.rules:
        click.echo("Nobody has forecast yet.")


@question.command()
@format_option("table", "json", "csv")
@click.pass_context
def calibration(context: click.Context, form: str) -> None:
    """Say how well members' forecasts kept what they said, over all settled questions."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        found = reading.calibrated(house.house, scope=house.scope)
    plain = found.plain()
    rows = [
        [f"{one['low']}-{one['high']}", one["count"], one["said"] or "", one["came"] or ""] for one in plain["bins"]
    ]
    write_rows(form, ["chance of 1000", "times", "mean chance", "came of 1000"], rows, json_value=plain)


@question.command("rule")
@click.argument("named", metavar="QUESTION")
@click.argument("rule", type=click.Choice(reading.RULES))
@click.option("--on", type=DAY, help="The day of the forecast; today by default.")
@click.pass_context
def by_rule(context: click.Context, named: str, rule: str, on: Any) -> None:
    """Say what a rule gives for a question that a figure decides, as JSON; enter it with `polity act`."""
    data, dsn = context.obj
    number = ids.read(named)
    with opened(data, dsn) as house:
        day = on or house.today
        found = None if number is None else reading.one(house.house, number, on=day, scope=house.scope)
        if found is None:
            raise Unclear(f"No question is called {named}.", "Take its id from: polity question list.")
        chances = reading.by_rule(house.house, found.question, rule, on=day, scope=house.scope)
    if chances is None:
        raise Unclear(
            f"The rule {rule} gives no forecast of this question on {day}.",
            "It needs a figure that decides the question, of ten people or more on that day.",
        )
    write_json({"question": ids.show(found.question.question), "rule": rule, "on": day.isoformat(), "chances": chances})
