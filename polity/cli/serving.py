"""Serve the pages."""

import signal
from types import FrameType

import click

from polity.cli.opening import Opened, opened
from polity.readings.sources import Book


def at_port(house: Opened, port: int) -> None:
    """Serve the pages on this machine until stopped."""
    from polity.api.serving import application
    from polity.pages.serving import serve as serve_pages

    def stop(number: int, frame: FrameType | None) -> None:
        raise SystemExit(0)  # a normal exit, so that the database is stopped too

    signal.signal(signal.SIGTERM, stop)
    click.echo(f"Open http://127.0.0.1:{port}/ in a browser. Stop with Ctrl-C.")
    serve_pages(house.dsn, house.data, port=port, book=_book(house), beside={"/api/": application})


def _book(house: Opened) -> Book | None:
    """What the sources state, where the organisation is the demonstration."""
    with house.house.register(scope=house.scope) as register:
        found = register.organisation()
    if found is None or not found[1].get("demonstration"):
        return None
    from polity.demonstration.asking import book

    return book(house.database)


@click.command()
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.pass_context
def serve(context: click.Context, port: int) -> None:
    """Serve the organisation's pages on this machine."""
    data, dsn = context.obj
    with opened(data, dsn) as house:
        _ = house.today  # says plainly where there is no organisation yet
        at_port(house, port)
