"""Found an organisation of one's own: name, tiers, kinds, fields, first unit, first officer, first statute."""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import click

from polity.acts import Act, Refused, enact, organisation, record, statutes, units
from polity.cli.acts import _refused, text_of
from polity.cli.opening import Opened, Stop, Unclear, opened
from polity.cli.output import DAY
from polity.cli.statutes import law_of_files
from polity.readings.house import Scope
from polity.register.batch import Batch, Offices, People, Spells
from polity.register.forms import UnitId
from polity.statutes.templates import template
from polity.words import ids

PURPOSE = "The organisation counts by it, and its rules may read it."
FIELDS: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
    ("sex", "Sex", "code", {"values": ["female", "male", "other"]}),
    ("born", "Born", "date", {}),
    ("occupation", "Present occupation", "text", {}),
    ("workplace", "Place of work", "text", {}),
    ("education", "Education", "code", {"values": ["none", "elementary", "secondary", "higher"]}),
    ("nationality", "Nationality", "text", {}),
    ("languages", "Languages", "list", {}),
    ("months_owed", "Months of dues owed", "int", {"range": [0, 600]}),
    ("extension_months", "Months by which the candidate period was prolonged", "int", {"range": [0, 120]}),
)


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
        root, person = ids.of_bytes(os.urandom(8)), ids.of_bytes(os.urandom(8))
        listed = tuple(part.strip() for part in tiers.split(",") if part.strip())
        if not listed or not family:
            raise Unclear("An organisation has a tier, and its first officer a name.", "Give --tiers and --officer.")
        founding = [
            organisation.Found(on=day, organisation=name, tiers=listed, kinds=_listed(kinds)),
            *_fields(day),
            units.Found(on=day, unit=UnitId(root), title=name, tier=listed[0], kind=listed[0], code="1"),
            record.AsFound(on=day, batch=_first(person, root, family, given, office, day)),
            statutes.Adopt(on=day, statute=statute if statute.isidentifier() else Path(statute).stem, text=text),
        ]
        _stop_if_cut_off(house)
        for act in founding:
            _enter(house, act)
        house.seal()
        with house.database.reading(scope="none", scope_day="0001-01-01") as cursor:
            cursor.execute("SELECT seal FROM journal_seal ORDER BY number DESC LIMIT 1")
            head = (cursor.fetchone() or ("",))[0]
    click.echo(f"{name} is founded: its {listed[0]} has the code 1 and the id {ids.show(root)};")
    click.echo(f"{officer} ({ids.show(person)}) is its {office}.")
    click.echo(f"The journal's head: {head}")
    last = listed[-1]
    click.echo(
        f"Next: polity act unit.found --title Hamburg --tier {last} --kind {last} --code 1.1 --parent 1 --as {office}@1"
    )


def _stop_if_cut_off(house: Opened) -> None:
    """An organisation without a statute was begun and not finished: its last founding act adopts one."""
    with house.house.register(scope=Scope(day=date.min, whole=True)) as register:
        begun = register.organisation() is not None and not register.statutes()
    if begun:
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


def _fields(day: date) -> Iterator[Act]:
    for name, label, kind, options in FIELDS:
        yield organisation.Declare(
            on=day, kind="person", label=label, field=name, type=kind, options=options, purpose=PURPOSE
        )


def _first(person: int, root: int, family: str, given: str, office: str, day: date) -> Batch:
    return Batch(
        label="The first officer",
        people=People([person], [family], [given], [""]),
        spells=Spells([person], [root], ["member"], [day], [None], [day], [None]),
        offices=Offices([ids.of_bytes(os.urandom(8))], [office], [root], [person], [day], [None]),
    )


def _enter(house: Opened, act: Act) -> None:
    try:
        enact(act, by=house.authority(None), database=house.database)
    except Refused as refusal:
        _refused("table", refusal)
