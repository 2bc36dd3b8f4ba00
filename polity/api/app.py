"""The API as a WSGI application: who asks, what for, whether they may; then the operation; then JSON."""

import json
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import parse_qsl
from wsgiref.util import FileWrapper

from polity.access import tokens
from polity.api.answers import Answer, not_here, not_made_for_it, problem, unknown_key, unreadable
from polity.api.asking import Asked, Organisation
from polity.api.openapi import described
from polity.api.routing import FILE, JSON, OPERATIONS, PATH_PARTS, ROOT, Operation, Scope, insist
from polity.api.schemas import Schema, complaint
from polity.api.shown import STYLE, page
from polity.readings.census import Unanswerable
from polity.statutes import Faulty

type Environ = Mapping[str, Any]
type Start = Callable[..., Any]

SUBJECTS = (
    "acts", "admission", "contacts", "counts", "duplicates", "exports", "followup", "law", "meetings", "notices",
    "people", "previews", "questions", "reregistration", "resolutions", "rights", "studies", "transfers",
    "units", "whole",
)  # fmt: skip
for subject in SUBJECTS:  # each puts its operations among those of the routing
    import_module(f"polity.api.{subject}")

log = logging.getLogger(__name__)
LARGEST = 2 * 1024 * 1024  # bytes of a body
HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none';"
    " frame-ancestors 'none'",
}
STATUS = {
    200: "OK", 201: "Created", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 405: "Method Not Allowed",
    413: "Content Too Large", 415: "Unsupported Media Type", 422: "Unprocessable Content", 429: "Too Many Requests",
    500: "Internal Server Error",
}  # fmt: skip


class Api:
    """The API of one organisation."""

    def __init__(self, organisation: Organisation) -> None:
        insist(OPERATIONS)
        self.organisation = organisation
        self.description = json.dumps(described(OPERATIONS), ensure_ascii=False).encode()
        self.page = page(OPERATIONS).encode()

    def __call__(self, environ: Environ, start: Start) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        try:
            kind, status, body, headers = self._answer(method, environ)
        except Answer as answer:
            kind, status, body, headers = JSON, answer.status, _json(answer.body), answer.headers
        except Exception:  # whatever it is, the answer bears its headers, and the log says how it came
            log.exception("An operation of the API failed.")
            failed = problem(
                500, "The program failed.", "Ask again; if it fails again, tell whoever keeps the program."
            )
            kind, status, body, headers = JSON, failed.status, _json(failed.body), failed.headers
        size = len(body) if isinstance(body, bytes) else os.fstat(body.fileno()).st_size
        sent = [*HEADERS.items(), *headers.items(), ("Content-Type", kind), ("Content-Length", str(size))]
        start(f"{status} {STATUS[status]}", sent)
        if isinstance(body, bytes):
            return [b"" if method == "HEAD" else body]
        if method == "HEAD":
            body.close()
            return []
        return FileWrapper(body)

    def _answer(self, method: str, environ: Environ) -> tuple[str, int, bytes | BinaryIO, dict[str, str]]:
        path = _text(environ.get("PATH_INFO", ""))
        own = {
            "/api/": ("text/html; charset=utf-8", self.page),
            "/api/api.css": ("text/css; charset=utf-8", STYLE),
            f"{ROOT}/openapi.json": (JSON, self.description),
        }
        if path in own:
            if method not in ("GET", "HEAD"):
                raise not_allowed(["GET"])
            return own[path][0], 200, own[path][1], {}
        answer = self._asked(method, path, environ)
        if isinstance(answer.body, Path):
            return FILE, answer.status, answer.body.open("rb"), answer.headers
        return JSON, answer.status, _json(answer.body), answer.headers

    def _asked(self, method: str, path: str, environ: Environ) -> Answer:
        operation, given = _found("GET" if method == "HEAD" else method, path)
        token, scope = self._reader(environ, operation)
        parts = _parts(given)
        query = _query(operation, environ.get("QUERY_STRING", ""))
        body = _body(operation, environ) if operation.body is not None else {}
        key = environ.get("HTTP_IDEMPOTENCY_KEY")
        asked = Asked(self.organisation, operation, scope, token, parts, query, body, key)
        try:
            found = operation.view(asked)
        except Unanswerable as wrong:
            raise problem(422, wrong.says, wrong.remedy) from None
        except Faulty as faulty:
            says = "\n".join(str(fault) for fault in faulty.faults)
            raise problem(
                422, f"The text is not law. {says}", "Put right what is listed and ask again.", "text"
            ) from None
        return found if isinstance(found, Answer) else Answer(operation.status, found)

    def _reader(self, environ: Environ, operation: Operation) -> tuple[tokens.Token, Any]:
        """The key that was brought, and what it may see today."""
        of = self.organisation
        scheme, _, key = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            raise unknown_key()
        token = tokens.used(of.house.database, key.strip(), now=of.now())
        scope = None if token is None else tokens.reach(of.house, token, today=of.today())
        if token is None or scope is None:
            raise unknown_key()
        if wait := of.limits.wait(token.token):
            raise problem(
                429, "This key asks more often than it may.", f"Ask again in {wait} s.", Retry_After=str(wait)
            )
        if not token.allows(operation.name):
            raise not_made_for_it(operation.name)
        return token, scope


def not_allowed(methods: Iterable[str]) -> Answer:
    """405. There is something at the address, and it is asked for in another way."""
    said = ", ".join(methods)
    return problem(405, "This address is not asked for in this way.", f"It answers to: {said}.", Allow=said)


def _found(method: str, path: str) -> tuple[Operation, dict[str, str]]:
    matching = [(one, parts) for one in OPERATIONS if (parts := _matched(one, path)) is not None]
    # What is written out goes before what stands for anything: /journal/head is no entry.
    least = min((len(parts) for _, parts in matching), default=0)
    matching = [(one, parts) for one, parts in matching if len(parts) == least]
    for one, parts in matching:
        if one.method == method and one.scope is Scope.KEY:
            return one, parts
    raise not_allowed(sorted({one.method for one, _ in matching})) if matching else not_here()


def _matched(operation: Operation, path: str) -> dict[str, str] | None:
    wanted, given = (ROOT + operation.path).split("/"), path.split("/")
    if len(wanted) != len(given):
        return None
    parts = {}
    for name, value in zip(wanted, given, strict=True):
        if name.startswith("{"):
            parts[name[1:-1]] = value
        elif name != value:
            return None
    return parts


def _parts(given: Mapping[str, str]) -> dict[str, Any]:
    """The parts of a path. What is no id and no number is answered as an id that nothing bears."""
    found: dict[str, Any] = {}
    for name, text in given.items():
        value = _typed(PATH_PARTS[name], text)
        if complaint(PATH_PARTS[name], value) is not None:
            raise not_here()
        found[name] = value
    return found


def _query(operation: Operation, text: str) -> dict[str, Any]:
    try:
        pairs = parse_qsl(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError:
        raise unreadable("", "The part of the address after the question mark cannot be read.") from None
    found: dict[str, Any] = {}
    for name, value in pairs:
        schema = operation.query.get(name)
        if schema is None:
            said = ", ".join(operation.query) or "nothing"
            raise unreadable(name[:80], f"There is nothing of this name here; there is: {said}.")
        if schema.get("type") == "array":
            found.setdefault(name, []).append(value)
        elif name in found:
            raise unreadable(name, "It stands there twice.")
        else:
            found[name] = _typed(schema, value)
    shape: Schema = {"type": "object", "properties": dict(operation.query), "required": list(operation.needed)}
    if (wrong := complaint(shape, found)) is not None:
        raise unreadable(wrong.field, wrong.says)
    return found


def _typed(schema: Schema, text: str) -> Any:
    if schema.get("type") == "integer" and text.removeprefix("-").isdecimal() and text.isascii() and len(text) < 18:
        return int(text)
    if schema.get("type") == "boolean" and text in ("true", "false"):
        return text == "true"
    return text


def _body(operation: Operation, environ: Environ) -> dict[str, Any]:
    assert operation.body is not None
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() != JSON:
        raise problem(415, "What was sent is not called JSON.", "Send it with “Content-Type: application/json”.")
    length = environ.get("CONTENT_LENGTH") or ""
    most = min(int(length), LARGEST + 1) if length.isascii() and length.isdecimal() else LARGEST + 1
    sent = environ["wsgi.input"].read(most)
    if len(sent) > LARGEST:
        raise problem(
            413, "More was sent than an act may hold.", f"Send at most {LARGEST} bytes; import files of many."
        )
    try:
        body = json.loads(sent.decode("utf-8"), object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise unreadable("", "It is not JSON in UTF-8, or names something twice.") from None
    if (wrong := complaint(operation.body, body)) is not None:
        raise unreadable(wrong.field, wrong.says)
    return dict(body)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError
    return found


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _text(raw: str) -> str:
    """A path as it was meant: WSGI hands on its bytes as if they were Latin letters."""
    try:
        return raw.encode("latin-1").decode("utf-8")
    except UnicodeError:
        raise not_here() from None


def _json(body: Any) -> bytes:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
