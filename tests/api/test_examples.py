"""Every curl of the page about the API is sent, and answered as the page says."""

import re
import shlex
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from tests.api.asking import Caller, Said, called
from tests.league import ANNA, SOUTH, League
from tests.pages.offices import appoint

PAGE = Path(__file__).parents[2] / "docs" / "developers" / "api.md"
COMMANDS = re.findall(r"^curl .*$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)


def sent(caller: Caller, line: str) -> Said:
    """Send what a line of curl would: -H is a header, --json a body, and what stands alone the address."""
    words, headers, body, address = shlex.split(line)[1:], {}, b"", ""
    while words:
        word = words.pop(0)
        if word == "-H":
            name, _, value = words.pop(0).partition(": ")
            headers[name] = value.replace("$KEY", caller.key or "")
        elif word == "--json":
            body = words.pop(0).encode()
        else:
            address = word
    parts = urlsplit(address)
    assert (parts.scheme, parts.netloc) == ("http", "127.0.0.1:8000")
    return Caller(caller.api, None).ask("POST" if body else "GET", parts.path, parse_qs(parts.query), body, headers)


def test_every_example_is_answered(league: League) -> None:
    appoint(league, ANNA, SOUTH)
    caller = called(league, ANNA, "secretary", SOUTH)
    answers = [sent(caller, line) for line in COMMANDS]
    assert [answer.status for answer in answers] == [200] * 11 + [201]
    assert [list(answers[at].json) for at in (3, 10, 11)] == [
        ["items", "next"],
        ["may_be_entered", "on", "objections"],
        ["entered", "on", "entry", "receipt", "made"],
    ]
    assert [sorted(item) for item in answers[3].json["items"]] == [["name", "person"]]
