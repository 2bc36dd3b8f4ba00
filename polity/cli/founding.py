"""Found an organisation of one's own: name, tiers, kinds, fields, first unit, first officer, first statute."""

import os
from datetime import date
from pathlib import Path

import click

from polity.access import founding
from polity.acts import Act, Refused, enact
from polity.cli.acts import _refused, text_of
from polity.cli.opening import Opened, Stop, Unclear, opened
from polity.cli.output import DAY
from polity.cli.statutes import law_of_files
from polity.statutes.templates import template
from polity.words import ids


@click.command()
@click.option("--name", help="The organisation's name.")
@click.option("--tiers", help="Its tiers from the top down, such as: union, region, branch.")
@click.option("--kinds", default="", help="Kinds of unit, such as: workplace, residential.")
@click.option("--officer", help="The first officer, as: Family, Given.")
@click.option("--office", default="secretary", show_default=True)
@click.option("--statute", default="association", show_default=True, help="A template, or a file with your own.")
@click.option("--on", type=DAY, help="The day of foundation; today by default.")
@click.pass_context
def init(
    context: click.Context, name: str | None, tiers: str | None, kinds: str, officer: str | None, office: str,
    statute: str, on: date | None,
) -> None:  # fmt: skip
    """Found an organisation in an empty data folder. What is not given is asked for."""
    name = name or click.prompt("What is the organisation called?")
    tiers = tiers or click.prompt("Its tiers, from the top down", default="union, branch")
    officer = officer or click.prompt("Its first officer, as: Family, Given")
    text = _text(statute)
    family, _, given = (part.strip() for part in officer.partition(","))
    data, dsn = context.obj
    with opened(data, dsn) as house:
        day = on or date.today()
        listed = _listed(tiers)
        if not listed or not family:
            raise Unclear("An organisation has a tier, and its first officer a name.", "Give --tiers and --officer.")
        named = statute if statute.isidentifier() else Path(statute).stem
        plan = founding.Plan(name, listed, family, given, named, text, kinds=_listed(kinds), office=office)
        begun = founding.founding(plan, day, os.urandom)
        _stop_if_cut_off(house)
        for act in begun.steps():
            _enter(house, act)
        house.seal()
        with house.database.reading(scope="none", scope_day="0001-01-01") as cursor:
            cursor.execute("SELECT seal FROM journal_seal ORDER BY number DESC LIMIT 1")
            head = (cursor.fetchone() or ("",))[0]
    click.echo(f"{name} is founded: its {listed[0]} has the code 1 and the id {ids.show(begun.root)};")
    click.echo(f"{officer} ({ids.show(begun.person)}) is its {office}.")
    click.echo(f"The journal's head: {head}")
    last = listed[-1]
    click.echo(
        f"Next: polity act unit.found --title Hamburg --tier {last} --kind {last} --code 1.1 --parent 1 --as {office}@1"
    )


def _stop_if_cut_off(house: Opened) -> None:
    """An organisation without a statute was begun and not finished: its last founding act adopts one."""
    if founding.cut_off(house.house):
        raise Stop("An earlier founding in this folder was cut off.", "Empty the folder and found again.")


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _text(statute: str) -> str:
    if statute.isidentifier():
        try:
            return template(statute)
        except LookupError as problem:
            raise Unclear(str(problem), "Name a template, or a file with your own.") from None
    law_of_files([Path(statute)])  # a text that does not hold together is said before anything is founded
    return text_of(Path(statute))


def _enter(house: Opened, act: Act) -> None:
    try:
        enact(act, by=house.authority(None), database=house.database)
    except Refused as refusal:
        _refused("table", refusal)
