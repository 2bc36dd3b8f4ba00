"""Serve the pages."""

import signal
from datetime import date
from types import FrameType

import click

from polity.access import scrubbing
from polity.access.founding import cut_off
from polity.access.secrets import secret
from polity.cli.opening import Opened, Stop, opened
from polity.notices.following import following
from polity.readings.house import Scope
from polity.readings.sources import Book


def at_port(house: Opened, port: int, founder: str = "") -> None:
    """Serve the pages on this machine until stopped. With `founder`, its holder founds the organisation first."""
    from polity.api.serving import application
    from polity.pages.serving import serve as serve_pages

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)  # a normal exit, so that the database is stopped too

    signal.signal(signal.SIGTERM, stop)
    if founder:
        click.echo("There is no organisation here yet: found it in the browser, with this secret.")
        click.echo(f"  {founder}")
    # By this name, not by 127.0.0.1: passkeys are bound to a name.
    click.echo(f"Open http://localhost:{port}/ in a browser. Stop with Ctrl-C.")
    with following(house.dsn, house.data), scrubbing.following(house.dsn, house.data):
        serve_pages(house.dsn, house.data, port=port, book=_book(house), beside={"/api/": application}, founder=founder)


def _book(house: Opened) -> Book | None:
    """What the sources state, where the organisation is the demonstration."""
    with house.house.register(scope=Scope(day=date.min)) as register:
        found = register.organisation()
    if found is None or not found[1].get("demonstration"):
        return None
    from polity.demonstration.asking import book

    return book(house.database)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.pass_context
def serve(context: click.Context, port: int) -> None:
    """Serve the organisation's pages on this machine. Where there is none yet, it is founded in the browser."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        if cut_off(house.house):
            raise Stop("An earlier founding in this folder was cut off.", "Empty the folder and found again.")
        at_port(house, port, "" if _founded(house) else secret())


def _founded(house: Opened) -> bool:
    with house.house.register(scope=Scope(day=date.min)) as register:
        return register.organisation() is not None
