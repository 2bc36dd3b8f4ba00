"""Accounts at the prompt: so that a server can be entered the first time, and somebody be kept out at once."""

from collections.abc import Callable
from typing import Any

import click

from polity.access import sessions
from polity.access.founding import invite as invited
from polity.access.secrets import secret
from polity.acts import Refused
from polity.cli.acts import _refused
from polity.cli.opening import Opened, Unclear, opened
from polity.cli.output import format_option, write_json, write_rows
from polity.words import ids


@click.group()
def account() -> None:
    """Who may sign in, and where they are signed in."""


def person_option(required: bool = True) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """The option --person."""
    return click.option("--person", required=required, metavar="ID", help="The person's id.")


def _person(house: Opened, text: str) -> int:
    number = ids.read(text)
    with house.house.register(scope=house.scope) as register:
        if number is None or register.kind_of(number) != "person":
            raise Unclear(f"Nobody on the register has the id {text}.", "polity export people lists them.")
    return number


@account.command()
@person_option()
@click.option("--address", default="http://localhost:8000", show_default=True, help="Where the pages are reached.")
@format_option("table", "json")
@click.pass_context
def invite(context: click.Context, person: str, address: str, form: str) -> None:
    """Open an account for somebody, and show their invitation this once."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        number, made = _person(house, person), secret()
        try:
            receipt = invited(house.house, number, made, house.authority(None), day=house.today)
        except Refused as refusal:
            _refused(form, refusal)
        house.seal()
    link = f"{address.rstrip('/')}/invitation/#{made}"
    if form == "json":
        write_json({"invited": ids.show(number), "receipt": receipt.receipt, "invitation": link})
    else:
        click.echo("Hand this over to the person, and to nobody else. It is shown this once, and is good for 14 days.")
        click.echo(link)


@account.command("sessions")
@person_option()
@format_option()
@click.pass_context
def listed(context: click.Context, person: str, form: str) -> None:
    """Where somebody is signed in."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        number = _person(house, person)
        with house.database.doors() as cursor:
            found = sessions.of(cursor, number)
    rows = [
        (one.shown, f"{one.since:%Y-%m-%d %H:%M}", f"{one.seen:%Y-%m-%d %H:%M}", one.agent, one.title) for one in found
    ]
    write_rows(form, ["session", "since", "last used", "browser", "acting as"], rows)


@account.command()
@person_option(required=False)
@click.option("--session", help="One of them; all of the person's by default.")
@click.option("--everybody", is_flag=True, help="Every session there is.")
@click.pass_context
def revoke(context: click.Context, person: str | None, session: str | None, everybody: bool) -> None:
    """End sessions at once. The account stays open: polity act account.close closes it."""
    if everybody == (person is not None):
        raise Unclear("It is not said whose sessions end.", "Give --person ID, or --everybody.")
    data, dsn = context.obj
    with opened(data, dsn) as house:
        number = _person(house, person) if person is not None else None
        with house.database.doors() as cursor:
            if number is None:
                ended = sessions.end_everybodys(cursor)
            elif session is not None:
                ended = sessions.end(cursor, number, session)
            else:
                ended = sessions.end_all_of(cursor, number)
    click.echo(f"Sessions ended: {ended}.")
