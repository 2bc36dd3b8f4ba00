"""Keys to the API at the prompt: for a person in an office, or for whoever keeps the records."""

import os
from datetime import UTC, date, datetime, time, timedelta

import click

from polity.access import tokens
from polity.access.rights import offices_of
from polity.cli.opening import Opened, Unclear, opened, operator
from polity.cli.output import DAY, format_option, write_json, write_rows
from polity.words import ids

DAYS = 90  # for which a key runs unless another day is named


@click.group()
def token() -> None:
    """Keys to the API: narrow, dated, shown once, ended at once."""


@token.command("make")
@click.option("--label", required=True, help="What the key is for, in a few words.")
@click.option("--allow", multiple=True, metavar="NAME", help="What it may: readings.people, acts.admission, ...")
@click.option("--person", metavar="ID", help="In whose name it asks.")
@click.option("--as", "office", metavar="OFFICE@UNIT", help="The office it acts in; its term must run.")
@click.option("--operator", "whole", is_flag=True, help="A key over the whole, for whoever keeps the records.")
@click.option("--part", metavar="UNIT", help="Only this unit and those below it.")
@click.option("--until", type=DAY, help=f"The first day on which it is worth nothing; in {DAYS} days by default.")
@format_option("table", "json")
@click.pass_context
def make(
    context: click.Context, label: str, allow: tuple[str, ...], person: str | None, office: str | None, whole: bool,
    part: str | None, until: date | None, form: str,
) -> None:  # fmt: skip
    """Make a key. It is shown this once."""
    if whole == (person is not None):
        raise Unclear("A key is for a person, or for whoever keeps the records.", "Give --person ID, or --operator.")
    data, dsn = context.obj
    with opened(data, dsn) as house:
        now = datetime.now(UTC)
        end = now + timedelta(days=DAYS) if until is None else datetime.combine(until, time(), UTC)
        number = None if person is None else _person(house, person)
        by = house.authority(office)
        if number is not None and by.office is not None:
            _insist_on_term(house, number, by.office, by.unit)
        try:
            made, key = tokens.make(
                house.database, label=label, allowed=allow or ("readings",), made=now, until=end,
                randomness=os.urandom, person=number, office=by.office, unit=by.unit,
                part=None if part is None else _part(house, part, number, by.office, by.unit), made_by=operator(),
            )  # fmt: skip
        except tokens.Unfit as unfit:
            raise Unclear(unfit.says, f"It may be made for: readings, acts, {', '.join(tokens.families())}.") from None
    if form == "json":
        write_json({"key": key, **made.plain()})
    else:
        click.echo(f"Key {ids.show(made.token)}, until {made.until.date()}. It is shown this once:")
        click.echo(key)


def _person(house: Opened, text: str) -> int:
    number = ids.read(text)
    with house.house.register(scope=house.scope) as register:
        if number is None or register.kind_of(number) != "person":
            raise Unclear(f"Nobody on the register has the id {text}.", "polity export people lists them.")
    return number


def _insist_on_term(house: Opened, person: int, office: str, unit: int | None) -> None:
    held = offices_of(house.house, person, day=house.today)
    if all((one.office, one.unit) != (office, unit) for one in held):
        named = ", ".join(f"{one.office}@{ids.show(one.unit)}" for one in held) or "none"
        raise Unclear(f"{ids.show(person)} does not hold this office on {house.today}.", f"They hold: {named}.")


def _part(house: Opened, text: str, person: int | None, office: str | None, unit: int | None) -> int:
    number = house.unit(text, on=house.today)
    scope = house.scope if person is None else tokens.seen_by(house.house, person, office, unit, today=house.today)
    if not tokens.may_be_part(house.house, number, scope=scope):
        raise Unclear(f"The unit {text} does not lie in the part that this office covers.", "Name one below it.")
    return number


@token.command("list")
@click.option("--person", metavar="ID", help="Only those of one person.")
@format_option("table", "json")
@click.pass_context
def listed(context: click.Context, person: str | None, form: str) -> None:
    """List keys, the newest first; the keys themselves are nowhere kept."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        number = None if person is None else _person(house, person)
        found = [one.plain() for one in tokens.listed(house.database, person=number, everybody=number is None)]
    heads = ["token", "label", "person", "office", "allowed", "until", "used", "revoked"]
    rows = [[", ".join(one[head]) if head == "allowed" else one[head] for head in heads] for one in found]
    write_rows(form, heads, rows, json_value=found)


@token.command("revoke")
@click.argument("token")
@click.pass_context
def revoke(context: click.Context, token: str) -> None:
    """End a key at once, by its id."""
    data, dsn = context.obj
    number = ids.read(token)
    with opened(data, dsn) as house:
        if number is None or not tokens.revoke(house.database, number, at=datetime.now(UTC), by=operator()):
            raise Unclear(f"No key has the id {token}.", "polity token list names them.")
    click.echo(f"Revoked: {token}. It is worth nothing from this moment.")
