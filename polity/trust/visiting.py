"""Going through every page and operation of an organisation that is served, and what their answers must carry."""

import dataclasses
import html
import logging
import re
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import blake2b
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlencode, urljoin, urlsplit

from polity.trust.payloads import MARK, RUNS, payload
from polity.trust.rows import replaced
from polity.trust.serving import Answer, Asking, Reader, Served

CARRIED = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin", "X-Frame-Options": "DENY",
}  # fmt: skip
FORBIDDEN = ("'unsafe-inline'", "'unsafe-eval'", "http:", "https:", "data:", "*")  # in a Content-Security-Policy
LOOKED_INTO = ("text/html", "image/svg+xml")  # what a browser runs scripts in
MADE_UP = "3F7K-9QWE-2ZXM"
KEPT = "public, max-age=31536000, immutable"  # files of ours, under the hash of their content


@dataclass
class Seen:
    """What was answered: how often with which status, the pages to look at in a browser, and what broke."""

    count: int = 0
    statuses: Counter[str] = field(default_factory=Counter)
    pages: list[tuple[str, Answer]] = field(default_factory=list)
    files: dict[str, Answer] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    broken: list[str] = field(default_factory=list)
    alike: set[bytes] = field(default_factory=set)  # pages that need not be opened twice

    def take(self, what: str, answer: Answer, *, kept: bool = False) -> None:
        """Look over one answer."""
        self.count += 1
        self.statuses[f"{what.split()[0]} {answer.status}"] += 1
        self.broken += [f"{what} ({answer.status}): {lack}" for lack in lacking(answer, kept=kept)]
        kind = dict(answer.headers).get("Content-Type", "")
        if kind.startswith(LOOKED_INTO):
            text = answer.body.decode("utf-8", "replace")
            if RUNS.search(text):
                self.broken.append(f"{what}: a payload stands there as it was typed")
            if re.search(rf"(?:href|src|action)=[\"']?\s*javascript:window\.{MARK}", text):
                self.broken.append(f"{what}: a payload stands there as an address")
            if kind.startswith("text/html") and MARK in text and self._new(text, answer.status):
                self.pages.append((what, answer))

    def _new(self, text: str, status: int) -> bool:
        """Whether a page is unlike all before it, where numbers and what is drawn at random are left out."""
        bare = re.sub(r'value="[A-Za-z0-9]{64}"|[0-9A-Z]{4}(?:-[0-9A-Z]{4}){2}|\d+', "", text)
        like = blake2b(f"{status} {bare}".encode(errors="replace")).digest()
        known = like in self.alike
        self.alike.add(like)
        return not known


def lacking(answer: Answer, *, kept: bool = False) -> Iterator[str]:
    """What the headers of an answer lack."""
    headers = {name.title(): value for name, value in answer.headers}
    for name, value in CARRIED.items():
        if headers.get(name.title()) != value:
            yield f"{name} is {headers.get(name.title())}"
    if headers.get("Cache-Control") != (KEPT if kept else "no-store"):
        yield f"Cache-Control is {headers.get('Cache-Control')}"
    policy = headers.get("Content-Security-Policy", "")
    said = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    if not {"default-src", "base-uri", "form-action", "frame-ancestors"} <= set(said):
        yield f"Content-Security-Policy is {policy or None}"
    elif any(word in part.split() for part in said.values() for word in FORBIDDEN):
        yield f"Content-Security-Policy allows {policy}"


class _Found(HTMLParser):
    """The links, files and forms of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.files: list[str] = []
        self.forms: list[tuple[str, str, list[tuple[str, str, str]]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        for name in ("src", "href"):
            if given.get(name, "").startswith("/static/"):
                self.files.append(given[name])
        if tag == "form":
            self.forms.append((given.get("method", "get").lower(), given.get("action", ""), []))
        elif tag in ("input", "textarea", "select") and self.forms and given.get("name"):
            kind = given.get("type", "text") if tag == "input" else tag
            self.forms[-1][2].append((given["name"], kind, given.get("value", "")))


def _route(address: str) -> str:
    from django.urls import Resolver404, resolve

    try:
        return str(resolve(urlsplit(address).path).url_name)
    except Resolver404:
        return ""


class Visit:
    """One reader going through the pages: every kind of page so many times, and every form of it."""

    def __init__(self, one: Served, reader: Reader, seen: Seen, most: int) -> None:
        self.one, self.reader, self.seen, self.most = one, reader, seen, most
        self._number = 900_000  # payloads that are typed, apart from those that acts hold
        self._done: Counter[str] = Counter()
        self._known: set[str] = set()

    def through(self, first: Sequence[str], *, at_most: int) -> None:
        """Follow every link from the first addresses on, until so many pages were opened."""
        waiting = deque(first)
        while waiting and len(self._known) < at_most:
            address = waiting.popleft().partition("#")[0]
            name = _route(address)
            key = f"{name} {'?' in address}"
            if address in self._known or self._done[key] >= self.most or name in ("sign_out", ""):
                continue
            self._known.add(address)
            self._done[key] += 1
            self.seen.names.add(name)
            answer = self.ask(Asking("GET", address))
            found = _Found()
            if dict(answer.headers).get("Content-Type", "").startswith("text/html"):
                found.feed(answer.body.decode("utf-8", "replace"))
            for file in found.files:
                if file not in self.seen.files:
                    self.seen.files[file] = self.ask(Asking("GET", file), kept=True)
            self._fill_in(address, found)
            waiting.extend(link for each in found.links if (link := _within(address, each)))

    def _fill_in(self, address: str, found: _Found) -> None:
        """Type a payload into every field of every form, once a kind of page."""
        for at, (method, action, fields) in enumerate(found.forms):
            key = f"form {_route(address)} {at}"
            where = _within(address, action or address)
            if self._done[key] or not where or not fields or _route(where) == "sign_out":
                continue
            self._done[key] += 1
            typed = {name: self._typed(kind, value) for name, kind, value in fields if name != "csrfmiddlewaretoken"}
            if method == "get":
                self.ask(Asking("GET", f"{where.partition('?')[0]}?{urlencode(typed)}"))
            else:
                self.ask(Asking("POST", where, typed))

    def _typed(self, kind: str, value: str) -> str:
        if kind in ("hidden", "date", "checkbox", "radio"):
            return value
        self._number += 1
        return payload(self._number)

    def ask(self, asking: Asking, *, kept: bool = False) -> Answer:
        """Ask, and look over what is answered."""
        answer = self.one.ask(self.reader, asking, f"{self.reader.name} {asking}")
        text = f"page {self.reader.name} {asking.method} {asking.address}"[:200]
        self.seen.take(text, answer, kept=kept and answer.status == 200)
        return answer


def _within(address: str, link: str) -> str:
    """An address of ours that a link leads to; nothing where it leads elsewhere."""
    joined = urlsplit(urljoin(f"http://here{address}", html.unescape(link)))
    if joined.scheme != "http" or joined.netloc != "here":
        return ""
    return joined.path + (f"?{joined.query}" if joined.query else "")


def unlinked(one: Served, readers: Sequence[Reader], seen: Seen, *, every: bool) -> None:
    """Every address with made-up parts, in every way in which it may be asked for, and with a payload for a part.

    every  by every reader; else by one of them in turn
    """
    from django.urls import get_resolver

    script = quote(payload(1), safe="")
    for at, pattern in enumerate(get_resolver().url_patterns):
        route = "/" + str(pattern.pattern)
        made = re.sub(r"<int:\w+>", "7", re.sub(r"<(?:str|slug|path):\w+>", MADE_UP.lower(), route))
        odd = re.sub(r"<int:\w+>", "7", re.sub(r"<(?:slug|path):\w+>", "x", re.sub(r"<str:\w+>", script, route)))
        asked = [Asking("PUT", made), Asking("POST", made, {"x": payload(2)}), Asking("GET", odd)]
        if "<" not in route:
            asked += [Asking("GET", made), Asking("GET", f"{made}?on=1923-04-31")]
        for reader in readers if every else readers[at % len(readers) :][:1]:
            visit = Visit(one, reader, seen, 0)
            for asking in asked if not made.startswith("/sign-out/") else asked[:1]:
                visit.ask(asking)
    for reader in readers:
        visit = Visit(one, reader, seen, 0)
        visit.ask(Asking("GET", "/nowhere/%3Cscript%3E"))
        visit.ask(Asking("GET", "/units"))
        visit.ask(Asking("GET", "/?lang=ru"))
        visit.ask(Asking("POST", "/sign-in/", {"x": "y" * (3 << 20)}))


def operations(one: Served, readers: Sequence[Reader], seen: Seen, *, step: int) -> None:
    """Every operation of the API, or every so manieth: as it should be asked, and in every other way."""
    from polity.api.routing import OPERATIONS, ROOT

    for reader in readers:
        for operation in OPERATIONS[::step]:
            address = ROOT + re.sub(r"\{number\}", "7", re.sub(r"\{\w+\}", MADE_UP, operation.path))
            query = urlencode(dict.fromkeys(operation.query, payload(3)))
            wrong = {name: payload(4) for name in (operation.body or {}).get("properties", {})}
            asked = [
                Asking(operation.method, address, wrong if operation.body else None), Asking("PUT", address),
                Asking("GET", f"{address}?{query or urlencode({'x': payload(5)})}"),
            ]  # fmt: skip
            for asking in asked:
                answer = one.ask(reader, asking, str(asking))
                seen.take(f"operation {reader.name} {asking.method} {asking.address}"[:200], answer)
        for asking in (Asking("GET", "/api/"), Asking("GET", "/api/api.css"), Asking("GET", f"{ROOT}/openapi.json"),
                       Asking("GET", "/api/v1/nowhere"), Asking("PUT", "/api/"),
                       Asking("POST", f"{ROOT}/acts/person.record", {"family": "x" * (3 << 20)})):  # fmt: skip
            seen.take(f"operation {reader.name} {asking.method} {asking.address}", one.ask(reader, asking, "own"))


class Planned(RuntimeError):
    """A failure of the program that is wanted."""


@contextmanager
def _unlogged() -> Iterator[None]:
    """Nobody needs to read of a planned failure; every other one is logged."""

    def other(record: logging.LogRecord) -> bool:
        return not (record.exc_info and isinstance(record.exc_info[1], Planned))

    loggers = [logging.getLogger(name) for name in ("django.request", "polity.api.app")]
    for one in loggers:
        one.addFilter(other)
    try:
        yield
    finally:
        for one in loggers:
            one.removeFilter(other)


def failures(one: Served, reader: Reader, seen: Seen) -> None:
    """What is answered where the program fails."""

    def fails(*_: Any, **__: Any) -> Any:
        raise Planned

    with _unlogged(), replaced(one, "frame", dataclasses.replace(one.frame, today=fails)):
        seen.take("page failing GET /", one.ask(reader, Asking("GET", "/"), "failing"))
    api = one._api
    with _unlogged(), replaced(api, "organisation", dataclasses.replace(api.organisation, today=fails)):
        seen.take("operation failing GET /api/v1/units", one.ask(reader, Asking("GET", "/api/v1/units"), "failing"))
