"""Ask the API without a server: one request in, status, headers and JSON out."""

import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from polity.access import tokens
from polity.api.app import Api
from polity.api.asking import Organisation
from polity.api.limits import Limits
from tests.league import League

TODAY = date(2025, 3, 1)
NOW = datetime(2025, 3, 1, 12, 30, tzinfo=UTC)
SECRET = b"a secret for tests only"


@dataclass
class Said:
    """An answer."""

    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.raw)


@dataclass
class Caller:
    """Somebody with a key."""

    api: Api
    key: str | None
    token: tokens.Token | None = None

    def get(self, path: str, **query: Any) -> Said:
        """Ask for a reading."""
        return self.ask("GET", path, query)

    def post(self, path: str, body: Any, key: str | None = None, **query: Any) -> Said:
        """Offer an act."""
        headers = {"Idempotency-Key": key} if key else {}
        return self.ask("POST", path, query, json.dumps(body).encode(), headers)

    def ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, Any] | None = None,
        sent: bytes = b"",
        headers: Mapping[str, str] | None = None,
        kind: str = "application/json",
    ) -> Said:
        """One request, in full."""
        own = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path.encode().decode("latin-1"),
            "QUERY_STRING": urlencode(query or {}, doseq=True),
            "CONTENT_TYPE": kind,
            "CONTENT_LENGTH": str(len(sent)),
            "wsgi.input": io.BytesIO(sent),
            **{f"HTTP_{name.upper().replace('-', '_')}": value for name, value in {**own, **(headers or {})}.items()},
        }
        told: list[Any] = []
        body = b"".join(self.api(environ, lambda *status: told.extend(status)))
        return Said(int(told[0][:3]), dict(told[1]), body)


def api_of(league: League, **options: Any) -> Api:
    """The API of a league."""
    wide = {"limits": Limits(burst=100_000), **options}
    return Api(Organisation(league.house, "League", SECRET, today=lambda: TODAY, now=lambda: NOW, **wide))


def made(
    league: League,
    person: int | None,
    office: str | None = None,
    unit: int | None = None,
    allowed: Sequence[str] = ("readings", "acts"),
    part: int | None = None,
) -> tuple[tokens.Token, str]:
    """A key that runs for thirty days."""
    return tokens.make(
        league.database, label="tests", allowed=allowed, made=NOW - timedelta(days=1), until=NOW + timedelta(days=29),
        randomness=league.randomness, person=person, office=office, unit=unit, part=part,
    )  # fmt: skip


def called(
    league: League,
    person: int | None,
    office: str | None = None,
    unit: int | None = None,
    allowed: Sequence[str] = ("readings", "acts"),
    part: int | None = None,
    **options: Any,
) -> Caller:
    """Somebody with a new key."""
    token, key = made(league, person, office, unit, allowed, part)
    return Caller(api_of(league, **options), key, token)
