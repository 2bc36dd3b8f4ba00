"""The demonstration's pages over HTTP: served, found by their links, and asked for by one reader at a time."""

import gzip
import http.client
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any
from urllib.parse import urlencode, urljoin, urlsplit

from bench.measure import Watch, at_share, middle
from bench.report import USUAL, Contender
from bench.stage import Stage, environment, polity

BUDGET, BUDGET_KIB = 0.1, 60
READERS = 4
LOOKS = 12  # times that each page is asked for
OF_A_KIND = 6  # pages that begin alike, so that one kind does not stand for all
LINK = re.compile(r"""<a\b[^>]*\bhref=["']([^"'#]+)""")
LEFT = re.compile(r"[?&](take|lang)=|^/acting-as/|^/sign-out/")
DESK = "/acting-as/"
HOST = "127.0.0.1"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
OFFICER = re.compile(r'name="officer" value="([^"]+)"')
STARTING = 120  # seconds


def plain_django(stage: Stage) -> Contender:
    """One page of plain Django: the census of members by category, counted with the ORM on every request."""
    told = stage.run("bench.page:many", dsn=stage.dsn, looks=stage.times(LOOKS), readers=READERS)
    return Contender(
        "Django ORM", USUAL, f"one census page by Django's own ASGI under uvicorn, {READERS} readers, p95",
        [at_share(told["seconds"], 0.95)], told["peak_mib"], more={"p50_s": middle(told["seconds"])},
    )  # fmt: skip


@contextmanager
def served(stage: Stage) -> Iterator[tuple[int, Watch]]:
    """The pages of the demonstration on a port of their own, stopped afterwards."""
    port = free_port()
    log = stage.scratch / "serve.log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            polity(stage.data, "serve", "--port", str(port)),
            cwd=stage.scratch, env=environment(), stdout=out, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            with Watch([process.pid]) as watch:
                _wait(process, port, log)
                yield port, watch
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        return int(taken.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], port: int, log: Any) -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end and process.poll() is None:
        try:
            if Visitor(port).get("/")["status"] == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise RuntimeError(f"The pages did not come up. The last words of polity serve:\n{log.read_text()[-2000:]}")


class Visitor:
    """One reader with one connection that is kept."""

    def __init__(self, port: int, key: dict[str, str] | None = None, timeout: float = 60) -> None:
        self._port = port
        self._timeout = timeout
        self._line: http.client.HTTPConnection | None = None
        self.cookies: dict[str, str] = dict(key or {})

    def get(self, address: str) -> dict[str, Any]:
        """Ask for a page. Gives its status, bytes over the wire, seconds, text and headers."""
        return self._ask("GET", address)

    def post(self, address: str, fields: dict[str, str]) -> dict[str, Any]:
        """Send a form."""
        sent = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://{HOST}:{self._port}"}
        return self._ask("POST", address, urlencode(fields), sent)

    def _ask(self, how: str, address: str, body: str | None = None, sent: Any = None) -> dict[str, Any]:
        if self._line is None:
            self._line = http.client.HTTPConnection(HOST, self._port, timeout=self._timeout)
        headers = {"Accept-Encoding": "gzip", "Accept": "text/html", **(sent or {})}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        began = time.perf_counter()
        try:
            self._line.request(how, address, body, headers)
            answer = self._line.getresponse()
            raw = answer.read()
        except (OSError, http.client.HTTPException) as problem:
            self._line.close()
            self._line = None
            raise OSError(f"{address}: {problem}") from problem
        seconds = time.perf_counter() - began
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            self.cookies[name.strip()] = value
        packed = answer.headers.get("Content-Encoding") == "gzip"
        return {
            "status": answer.status, "bytes": len(raw), "seconds": seconds, "packed": packed,
            "text": gzip.decompress(raw) if packed else raw, "to": answer.headers.get("Location"),
            "kind": answer.headers.get_content_type(),
        }  # fmt: skip


def signed_in(port: int) -> dict[str, str]:
    """Act as the first officer that the demonstration offers, who sees most. Gives the cookies of the session."""
    visitor = Visitor(port)
    text = visitor.get(DESK)["text"].decode()
    token, officer = TOKEN.search(text), OFFICER.search(text)
    if token is None or officer is None:
        raise RuntimeError(f"The page {DESK} offers no officer of the demonstration to act as.")
    answer = visitor.post(DESK, {"csrfmiddlewaretoken": token[1], "officer": officer[1]})
    if answer["status"] != 302:
        raise RuntimeError(f"Signing in as {officer[1]} was answered with status {answer['status']}.")
    return visitor.cookies


def found(port: int, key: dict[str, str], most: int) -> tuple[list[str], dict[str, int]]:
    """Addresses of pages, found by following links from the first; a few of each kind. Also links that led to none.

    Files to take away and the desk of signing in are no pages.
    """
    visitor = Visitor(port, key)
    others: dict[str, int] = {}
    waiting, known = ["/"], {"/"}
    kinds: dict[str, int] = {}
    pages: list[str] = []
    while waiting and len(pages) < most:
        address = waiting.pop(0)
        answer = visitor.get(address)
        if answer["status"] != 200:
            others[address] = answer["status"]
        if answer["status"] != 200 or answer["kind"] != "text/html":
            continue
        pages.append(address)
        for link in LINK.findall(answer["text"].decode()):
            parts = urlsplit(urljoin(f"http://{HOST}{address}", unescape(link)))
            to = parts.path + (f"?{parts.query}" if parts.query else "")
            kind = parts.path.split("/")[1] if parts.hostname == HOST and not parts.port else None
            if kind is not None and to not in known and kinds.get(kind, 0) < OF_A_KIND and not LEFT.search(to):
                kinds[kind] = kinds.get(kind, 0) + 1
                known.add(to)
                waiting.append(to)
    return pages, others
