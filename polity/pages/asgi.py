"""One application on one port: `/live/*` by a small server of events, everything else by Django in threads.

Django's own asynchronous handler hops between threads at every middleware; its WSGI handler in a pool serves several
times as many votes a second (decision notes, section on the web).
"""

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import uvicorn
from a2wsgi import WSGIMiddleware

from polity.pages import frame
from polity.pages.live import Live, Message, Receive, Send

GRACE = 5  # seconds that open streams are given when the server stops


class Pages:
    """The ASGI application."""

    def __init__(self, live: Live, everything_else: Any, beside: Mapping[str, Any] | None = None) -> None:
        self.live = live
        self.everything_else = everything_else
        self.beside = dict(beside or {})  # by the beginning of their addresses

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await _lifespan(receive, send)
        elif scope["type"] == "http" and scope["path"].startswith("/live/"):
            await self.live(scope, receive, send)
        elif scope["type"] == "http":
            path = scope["path"]
            app = next((app for start, app in self.beside.items() if path.startswith(start)), self.everything_else)
            await app(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return


def sealed_number() -> int | None:
    """The number of the last sealed entry, as the organisation's frame gives it."""
    head = frame.current().head()
    return head.number if head else None


def application(*, threads: int = 16, every: float = 1.0, beside: Mapping[str, Any] | None = None) -> Pages:
    """Make the application. The settings are read from the environment at this moment.

    beside  WSGI applications of their own, by the beginning of their addresses; the pages know nothing else of them
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "polity.pages.settings")
    from django.core.wsgi import get_wsgi_application

    others = {start: WSGIMiddleware(app, workers=threads) for start, app in (beside or {}).items()}
    return Pages(Live(sealed_number, every=every), WSGIMiddleware(get_wsgi_application(), workers=threads), others)  # type: ignore[arg-type]


def kept_secret(path: Path) -> str:
    """Give the key that signs forms, made on the first call and kept in a file that only its owner reads."""
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text()


def serve(
    host: str = "127.0.0.1",
    port: int = 8000,
    *,
    organisation: frame.Organisation,
    secret: Path,
    dsn: str = "",
    threads: int = 16,
    gallery: bool = False,
    beside: Mapping[str, Any] | None = None,
) -> None:
    """Serve the pages until told to stop. Listens on this machine only, unless another host is named.

    `secret` is the file that keeps the key of forms; `dsn` the PostgreSQL that keeps the sessions (its table is made
    if it is not there). Open screens are given GRACE seconds to close.
    """
    os.environ["POLITY_PAGES_SECRET"] = kept_secret(secret)
    os.environ["POLITY_PAGES_DSN"] = dsn
    os.environ["POLITY_PAGES_GALLERY"] = "1" if gallery else "0"
    frame.use(organisation)
    app = application(threads=threads, beside=beside)
    if dsn:
        from polity.pages.sessions import prepare

        prepare()
    config = uvicorn.Config(
        app, host=host, port=port, timeout_graceful_shutdown=GRACE, server_header=False, access_log=False,
        log_level="warning", proxy_headers=False,
    )  # fmt: skip
    uvicorn.Server(config).run()
