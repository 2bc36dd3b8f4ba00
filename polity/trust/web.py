"""T14: every answer bears its headers, and no text that somebody typed runs in a browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from polity.api import app as api
from polity.journal import sealer
from polity.notices.work import work
from polity.readings.house import Scope
from polity.trust import browser
from polity.trust.payloads import Poisoning, facts, seen
from polity.trust.rows import Fault, Row, Size, Tried, replaced, row
from polity.trust.serving import Reader, Served
from polity.trust.twins import Twins, copies, live, twins
from polity.trust.visiting import Seen, Visit, failures, operations, unlinked
from polity.trust.world import World

FIRST = (
    "/people/", "/inbox/", "/meetings/", "/units/", "/own/", "/notices/", "/contacts/", "/exports/", "/", "/journal/",
    "/statutes/", "/imports/", "/transfers/", "/requests/", "/tokens/", "/account/", "/census/", "/releases/",
    "/duplicates/", "/search/?q=javascript", "/sign-in/", "/gallery/", "/founding/", "/balance/", "/sources/",
    "/offices/appoint/", "/expiry/",
)  # fmt: skip
LEAST = 10  # payloads that must have been seen on some page, or nothing was tried


def tries(world: World, size: Size) -> Tried:
    """Enter acts full of payloads, then go through every page and operation and open what came in a browser."""
    most = {"planted": 1, "quick": 1, "full": 200}[size]
    two, found = twins(world), Seen()
    with copies(world, two, both=False) as (one,):
        poisoned = _poisoned(world, two, one)
        readers = _readers(two)
        for reader in readers[:1] if size != "full" else readers:
            visit = Visit(one, reader, found, most)
            visit.through(FIRST, at_most=40 if size != "full" else 100_000)
        if size == "full":
            unlinked(one, readers, found, every=size == "full")
        operations(one, readers if size == "full" else readers[:1], found, step=8 if size != "full" else 1)
        failures(one, readers[0], found)
    put_up = {number for _, answer in found.pages for number in seen(answer.body.decode("utf-8", "replace"))}
    shown = put_up & set(range(1, poisoned.number + 1))
    if len(shown) < LEAST:
        found.broken.append(f"only {len(shown)} of {poisoned.number} payloads stood on any page")
    broken = [*found.broken, *browser.opened(found.pages, found.files)]
    return found.count + len(found.pages), list(dict.fromkeys(broken))[:60]


def _readers(two: Twins) -> list[Reader]:
    there = two.third
    return [
        Reader("secretary", there.secretary, "secretary", there.unit),
        Reader("member", there.some("member", 7)[6].person),
        Reader("visitor"),
    ]


def _poisoned(world: World, two: Twins, one: Served) -> Poisoning:
    """Everything that happens in a branch happens again there, with payloads in every text that takes one."""
    database, today = one.house.database, one.today
    do, there = Poisoning(world, database, today, "payloads"), two.third
    with one.house.register(scope=Scope(day=today, whole=True)) as register:
        fields = dict(register.fields("person"))
        register.cursor.execute(
            "SELECT s.person FROM standing s WHERE s.unit = %s AND s.valid @> %s ORDER BY s.person", [there.unit, today]
        )
        people = [int(person) for (person,) in register.cursor.fetchall()]
    live(do, there, two.here)
    for person in people[:12]:
        list(facts(do, fields, person, there.unit, there.secretary))
    sealer.seal_pending(database)
    while work(database, today=today)[0]:
        continue
    return do


@contextmanager
def _unescaped(world: World) -> Iterator[None]:
    """A name is put up as it was typed."""
    from django.utils.safestring import mark_safe

    from polity.pages.tags import links

    with replaced(links, "format_html", lambda form, *parts: mark_safe(form.format(*parts))):
        yield


@contextmanager
def _without_policy(world: World) -> Iterator[None]:
    """Pages are answered without a Content-Security-Policy."""
    from django.middleware.csp import ContentSecurityPolicyMiddleware

    def untouched(self: Any, request: Any, response: Any) -> Any:
        return response

    with replaced(ContentSecurityPolicyMiddleware, "process_response", untouched):
        yield


@contextmanager
def _stored(world: World) -> Iterator[None]:
    """Answers of the API may be stored on the way."""
    with replaced(api, "HEADERS", {name: value for name, value in api.HEADERS.items() if name != "Cache-Control"}):
        yield


row(
    Row(
        "T14",
        "web",
        "Every answer of pages and API bears its headers, and nothing that somebody typed runs in a browser.",
        tries,
        (
            Fault("a name is put up as it was typed", _unescaped),
            Fault("pages without a policy", _without_policy),
            Fault("answers of the API are stored", _stored),
        ),
    )
)
