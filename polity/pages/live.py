"""Live figures: `/live/head` sends the number of the last sealed entry whenever it grows, to every open screen.

One watcher for the whole process asks for the number while anybody listens, so that a hall full of screens costs the
database as much as one.
"""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

type Message = MutableMapping[str, Any]
type Receive = Callable[[], Awaitable[Message]]
type Send = Callable[[Message], Awaitable[None]]

HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
]


class Live:
    """An ASGI application that follows one number.

    `sealed` is called in a thread, every `every` seconds while anybody listens; None before the first entry. A comment
    goes out after `quiet` seconds without news, so that nothing on the way closes the stream. Beyond `most` listeners
    a screen is told to come back later.
    """

    def __init__(
        self, sealed: Callable[[], int | None], *, every: float = 1.0, quiet: float = 15.0, most: int = 5000
    ) -> None:
        self._sealed = sealed
        self._every = every
        self._quiet = quiet
        self._most = most
        self._number: int | None = None
        self._news = asyncio.Event()
        self._watcher: asyncio.Task[None] | None = None
        self.listeners = 0

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["path"] != "/live/head" or scope["method"] != "GET":
            await _answer(send, 404, b"There is nothing at this address.\n")
        elif self.listeners >= self._most:
            await _answer(send, 503, b"Too many screens are open. This one asks again by itself.\n", retry=30)
        else:
            await self._listen(receive, send)

    async def _listen(self, receive: Receive, send: Send) -> None:
        """Send until the screen is closed. Sending alone would never notice that it was."""
        await send({"type": "http.response.start", "status": 200, "headers": HEADERS})
        self.listeners += 1
        if self._watcher is None or self._watcher.done():
            self._watcher = asyncio.create_task(self._watch())
        talking = asyncio.create_task(self._talk(send))
        closing = asyncio.create_task(_closed(receive))
        try:
            await asyncio.wait({talking, closing}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self.listeners -= 1
            for task in (talking, closing):
                task.cancel()
                with suppress(asyncio.CancelledError, OSError):
                    await task
            if not self.listeners and self._watcher is not None:
                self._watcher.cancel()
                self._watcher = None

    async def _talk(self, send: Send) -> None:
        await _piece(send, "retry: 3000\n\n")
        told: int | None = None
        while True:
            news = self._news
            if self._number is not None and self._number != told:
                told = self._number
                await _piece(send, f"event: head\nid: {told}\ndata: {told}\n\n")
                continue
            try:
                await asyncio.wait_for(news.wait(), self._quiet)
            except TimeoutError:
                await _piece(send, ": still here\n\n")

    async def _watch(self) -> None:
        while True:
            with suppress(Exception):  # a database that is starting again is asked again; the screens stay open
                number = await asyncio.to_thread(self._sealed)
                if number != self._number:
                    self._number = number
                    news, self._news = self._news, asyncio.Event()
                    news.set()
            await asyncio.sleep(self._every)


async def _closed(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _piece(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _answer(send: Send, status: int, body: bytes, *, retry: int | None = None) -> None:
    plain = [(b"content-type", b"text/plain; charset=utf-8"), *HEADERS[1:]]
    if retry is not None:
        plain.append((b"retry-after", str(retry).encode()))
    await send({"type": "http.response.start", "status": status, "headers": plain})
    await send({"type": "http.response.body", "body": body})
