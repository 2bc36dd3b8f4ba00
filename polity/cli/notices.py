"""Notices at the prompt: polity notices work."""

import click

from polity.access.outbox import outbox
from polity.cli.opening import opened
from polity.cli.output import format_option, thin, write_json
from polity.notices.post import post
from polity.notices.work import work as work_off


@click.group()
def notices() -> None:
    """What follows sealed entries: people and desks are told, once."""


@notices.command()
@format_option("table", "json")
@click.pass_context
def work(context: click.Context, form: str) -> None:
    """Work off what is sealed, and send by e-mail what is due. `polity serve` does this by itself, all the time."""
    data, dsn = context.obj
    entries = told = 0
    with opened(data, dsn) as house:
        house.seal()
        while True:
            done, given = work_off(house.database, today=house.today)
            entries, told = entries + done, told + given
            if not done:
                break
        sent = 0
        box = outbox(data)
        while letters := post(house.database, box, today=house.today):
            sent += letters
    if form == "json":
        write_json({"entries": entries, "notices": told, "sent": sent})
    else:
        click.echo(f"{thin(entries)} entries worked off: {thin(told)} notices, {thin(sent)} letters by e-mail.")
