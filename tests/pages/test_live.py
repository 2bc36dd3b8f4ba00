"""The live stream tells every open screen the journal's head, and notices when a screen is closed."""

import asyncio
import socket
import threading
import time

import pytest
import uvicorn

from polity.pages.live import Live


class Screen:
    """One open screen, as the server sees it."""

    def __init__(self):
        self.sent = asyncio.Queue()
        self.closed = asyncio.Event()

    async def receive(self):
        await self.closed.wait()
        return {"type": "http.disconnect"}

    async def send(self, message):
        await self.sent.put(message)

    def open(self, live, path="/live/head"):
        return asyncio.create_task(live({"type": "http", "path": path, "method": "GET"}, self.receive, self.send))

    async def next(self):
        return await asyncio.wait_for(self.sent.get(), 5)

    async def told(self):
        return (await self.next())["body"].decode()


def test_every_screen_is_told_each_new_number_once_and_one_watcher_serves_all():
    numbers = iter([7, 7, 8, 8, 8, 8])
    asked = []

    def sealed():
        asked.append(1)
        return next(numbers, 8)

    async def run():
        live = Live(sealed, every=0.02)
        screens = [Screen() for _place in range(50)]
        tasks = [screen.open(live) for screen in screens]
        told = [[(await screen.next())["status"], *[await screen.told() for _piece in range(3)]] for screen in screens]
        open_then = live.listeners
        for screen in screens:
            screen.closed.set()
        await asyncio.gather(*tasks)
        return told, open_then, live.listeners

    told, open_then, open_after = asyncio.run(run())
    assert told == [[200, "retry: 3000\n\n", "event: head\nid: 7\ndata: 7\n\n", "event: head\nid: 8\ndata: 8\n\n"]] * 50
    assert (open_then, open_after, len(asked) < 25) == (50, 0, True)


def test_a_source_that_fails_for_a_moment_is_asked_again():
    answers = iter([ConnectionError("starting"), 9])

    def sealed():
        answer = next(answers, 9)
        if isinstance(answer, Exception):
            raise answer
        return answer

    async def run():
        screen, live = Screen(), Live(sealed, every=0.01)
        task = screen.open(live)
        told = [(await screen.next())["status"], await screen.told(), await screen.told()]
        screen.closed.set()
        await task
        return told

    assert asyncio.run(run()) == [200, "retry: 3000\n\n", "event: head\nid: 9\ndata: 9\n\n"]


@pytest.mark.parametrize(("most", "path", "status"), [(0, "/live/head", 503), (5, "/live/other", 404)])
def test_what_cannot_be_followed_is_answered_at_once(most, path, status):
    async def run():
        screen = Screen()
        await screen.open(Live(lambda: 1, most=most), path)
        return (await screen.next())["status"]

    assert asyncio.run(run()) == status


@pytest.fixture
def served():
    from polity.pages import asgi

    app = asgi.application(threads=2, every=0.05)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, timeout_graceful_shutdown=1, log_level="critical", access_log=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    yield app, listening.getsockname()[1], server
    server.should_exit = True
    thread.join()


def asked(port, path):
    connection = socket.create_connection(("127.0.0.1", port), timeout=5)
    connection.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    return connection


def until(happened, seconds=5.0):
    end = time.monotonic() + seconds
    while not happened() and time.monotonic() < end:
        time.sleep(0.01)
    return happened()


def read_until(connection, mark):
    held = b""
    while mark not in held:
        piece = connection.recv(4096)
        if not piece:
            break
        held += piece
    return held


def test_a_browser_that_goes_away_is_noticed(served):
    app, port, _server = served
    with asked(port, "/live/head") as connection:
        told = read_until(connection, b"data: 41207")
        listening = app.live.listeners
    assert (told.count(b"event: head"), listening) == (1, 1)
    assert until(lambda: app.live.listeners == 0) is True


def test_an_open_screen_does_not_keep_the_server_from_stopping(served):
    _app, port, server = served
    with asked(port, "/live/head") as connection:
        read_until(connection, b"data: 41207")
        server.should_exit = True
        begun = time.monotonic()
        while connection.recv(4096):
            pass
    assert time.monotonic() - begun < 10


def test_pages_and_live_figures_come_from_one_port(served):
    _app, port, _server = served
    with asked(port, "/acting-as/") as connection:
        assert read_until(connection, b"\r\n").split(b"\r\n")[0] == b"HTTP/1.1 200 OK"
