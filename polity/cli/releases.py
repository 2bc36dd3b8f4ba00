"""Publishing figures at the prompt."""

import os

import click

from polity.acts import Refused, enact
from polity.acts.release import PublishFigures
from polity.cli.acts import _refused
from polity.cli.opening import Unclear, opened
from polity.cli.output import DAY, format_option, pairs, write_json, write_rows
from polity.readings.census import Question, Unanswerable
from polity.readings.release import counted, releases
from polity.words import ids


@click.group()
def release() -> None:
    """Figures for everybody: counted over the whole, small groups suppressed, published by an act."""


@release.command("list")
@format_option("table", "json")
@click.pass_context
def listed(context: click.Context, form: str) -> None:
    """List what was published."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        found = releases(house.house, scope=house.scope)
    rows = [[ids.show(one.release), one.on.isoformat(), one.title] for one in found]
    write_rows(form, ["release", "on", "title"], rows, json_value=[one.plain() for one in found])


@release.command()
@click.option("--title", required=True)
@click.option("--on", type=DAY)
@click.option("--where", default="", metavar="DIM=VALUE[,..]")
@click.option("--by", required=True, metavar="DIM[,DIM]", help="One or two dimensions.")
@click.option("--as", "office", metavar="OFFICE@UNIT")
@click.pass_context
def publish(context: click.Context, title: str, on: object, where: str, by: str, office: str | None) -> None:
    """Count for release and publish: groups under ten, and what would betray them, are left out."""
    data, dsn = context.obj
    dimensions = tuple(part.strip() for part in by.split(",") if part.strip())
    if len(dimensions) > 2:
        raise Unclear("A release has one or two dimensions.", "Publish several tables.")
    with opened(data, dsn) as house:
        day = on or house.today
        question = Question(on=day, where=pairs(where), by=dimensions)  # type: ignore[arg-type]
        try:
            figures = counted(house.house, question, scope=house.scope)
        except Unanswerable as problem:
            raise Unclear(problem.says, problem.remedy) from None
        act = PublishFigures(
            on=day,  # type: ignore[arg-type]
            release=ids.of_bytes(os.urandom(8)),  # type: ignore[arg-type]
            title=title,
            question={"where": {name: list(values) for name, values in question.where.items()}, "by": list(dimensions)},
            figures=figures,
            known=house.house.columns.number,
        )
        try:
            enact(act, by=house.authority(office), database=house.database)
        except Refused as refusal:
            _refused("table", refusal)
        house.seal()
    write_json(figures)
