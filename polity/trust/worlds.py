"""T4: two organisations that differ only outside a branch; its secretary, a member and a visitor see no difference.

Every page and every reading of the API is opened, every form sent, every act offered, with ids of the branch, of people
and things that only the second organisation holds, and of nobody. Answers are compared whole: status, headers, body.

What is left out, and why: the journal's newest entries, its list and its head are public, and say of each entry its
act, day and office to everybody; entries before the two part are compared. So are the figures of the whole that a
draft's preview shows to whoever is in no office. The head in the frame is fixed. Units are
public, too: the second holds no unit that the first does not.
"""

import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from statistics import median
from typing import Any
from urllib.parse import urlencode

import psycopg

from polity.pages import opened
from polity.readings import roll, search
from polity.readings.house import House, Scope
from polity.trust import blanks, ways
from polity.trust.rows import Fault, Row, Size, Tried, replaced, row
from polity.trust.serving import Answer, Asking, Reader, Served
from polity.trust.twins import Twins, copies, readers, twins
from polity.trust.world import World
from polity.words import ids

# Public: the newest entries with their acts and days, and how many of each act a year had.
BY_DESIGN = ("/journal/", "/api/v1/journal", "/api/v1/journal/head", "/annual/", "/api/v1/annual")
# Figures of the whole organisation, which whoever is in no office sees of a draft, as of published tables: they count
# everybody, ten at least, and so the numbers differ by nature. All else in these answers is compared.
COUNTED = re.compile(r"/(api/v1/)?resolutions/[^/]+/(preview|kinds|past)/?")
FIGURES = re.compile(rb"\d[\d.,\xe2\x80\xaf]*")
SHOWN = 20  # breaks that are told; more say nothing new
BACK = 12  # links of one kind that are followed
GROSS = 2.0  # an answer that takes so many times as long tells
ASKED = 30  # times, interleaved


class Enough(Exception):
    """A planted fault was found; what would follow is not needed."""


@dataclass
class Trial:
    """The comparison of two served organisations: what was asked, and what differed."""

    pair: Sequence[Served]
    first_only: bool  # stop at the first break
    pairs: int = 0
    broken: list[str] = field(default_factory=list)
    tried: set[str] = field(default_factory=set)  # pages and operations
    opened: set[str] = field(default_factory=set)  # those that answered somebody with more than a refusal

    def ask(self, reader: Reader, route: str, asking: Asking) -> Answer:
        """Ask both, compare, and give the first answer."""
        self.pairs += 1
        first, second = (one.ask(reader, asking, str(self.pairs)) for one in self.pair)
        self.tried.add(route)
        if first.status < 400 or first.status == 422:
            self.opened.add(route)
        path, _, query = asking.address.partition("?")
        public = path in BY_DESIGN and "before=" not in query
        if not reader.office and COUNTED.fullmatch(path):
            first, second = _without_figures(first), _without_figures(second)
        if first.status >= 500 or second.status >= 500:
            self.breaks(f"{reader.name}: {asking} failed ({first.status}, {second.status})")
        elif (first.status != second.status) if public else (first != second):
            self.breaks(f"{reader.name}: {asking} {_difference(first, second)}")
        return first

    def breaks(self, says: str) -> None:
        """Something that tells the two apart."""
        self.broken.append(says)
        if self.first_only:
            raise Enough


def _without_figures(answer: Answer) -> Answer:
    headers = tuple(one for one in answer.headers if one[0] != "Content-Length")
    return Answer(answer.status, headers, FIGURES.sub(b"0", answer.body))


def _difference(first: Answer, second: Answer) -> str:
    """Where two answers part, in a few words."""
    if first.status != second.status:
        return f"answers {first.status} and {second.status}"
    for mine, other in zip(first.headers, second.headers, strict=False):
        if mine != other and mine[0] != "Content-Length":
            return f"says {mine[0]}: {mine[1][:80]} and {other[1][:80]}"
    at = next((at for at, (x, y) in enumerate(zip(first.body, second.body, strict=False)) if x != y), 0)
    said = (body[max(at - 30, 0) : at + 50].decode("utf-8", "replace") for body in (first.body, second.body))
    return "shows “{}” and “{}”".format(*said)


def tries(world: World, size: Size) -> Tried:
    """Ask both the same, for three readers, and compare every answer."""
    found = twins(world)
    with copies(world, found) as pair:
        trial = Trial(pair, first_only=size == "planted")
        try:
            for reader in readers(found)[: 1 if size == "planted" else 3]:
                _looked(trial, found, reader, size)
            if size != "planted":
                _brought(trial, found)
                secretary, member, _visitor = readers(found)
                _entered(trial, found, secretary, ("outside", "inside") if size == "quick" else ways.KINDS[::-1])
                _entered(trial, found, member, ("outside",))
                _covered(trial)
            if size == "full":
                trial.broken += _slower(pair[1], found)
        except Enough:
            pass
        return trial.pairs, trial.broken[:SHOWN]


def _looked(trial: Trial, found: Twins, reader: Reader, size: Size) -> None:
    """Open everything there is, send every form to be examined, and offer every act to be examined."""
    named = _named(found)
    for route, asked in ways.questions(found).items() if reader.person is not None else ():
        for one in asked:
            trial.ask(reader, route, Asking("GET", f"{named[route]}?{urlencode(one)}"))
    listed = list(_listed(trial, found, reader, size))
    shown = {way.address: trial.ask(reader, way.route, Asking("GET", way.address)) for way in listed}
    if size == "planted":
        return
    for route, address in sorted(_led_to(named, shown)):
        trial.ask(reader, route, Asking("GET", address))
    sent = {(way.route, way.kinds): way for way in listed if not way.route.startswith("readings")}
    for way in sent.values():
        _examined(trial, found, reader, way, shown[way.address])
    for name, asking in ways.acts(found, "outside"):
        trial.ask(reader, name, asking._replace(address=f"{asking.address}?dry_run=true"))


def _listed(trial: Trial, found: Twins, reader: Reader, size: Size) -> Iterator[ways.Way]:
    """The addresses that a reader tries, the readings first. A visitor is stopped before any id."""
    few = 4 if size == "full" else 1
    inside = 8 * few if reader.office else 2 * few
    listed: list[ways.Way] = []
    for way in ways.thinned((*ways.readings(found, few), *ways.pages(found, few)), few, inside):
        if isinstance(way, ways.Unknown):
            trial.breaks(str(way))
        elif size == "full" or "elsewhere" not in way.kinds:
            listed.append(way)
    if reader.person is None:
        listed = list({way.route: way for way in listed}.values())
    yield from sorted(listed, key=lambda one: (not one.route.startswith("readings"), not one.foreign))


def _named(found: Twins) -> dict[str, str]:
    """Addresses without ids, by the page."""
    return {way.route: way.address for way in ways.pages(found, 1) if isinstance(way, ways.Way) and not way.kinds}


def _led_to(named: Mapping[str, str], shown: Mapping[str, Answer]) -> set[tuple[str, str]]:
    """Questions to which the pages themselves lead: files, orders, next pages."""
    further: set[tuple[str, str]] = set()
    back: set[tuple[str, str]] = set()  # every page has a link that only says where one would come back to
    of_address = {address: route for route, address in named.items()}
    for address, answer in shown.items():
        if answer.status == 200 and answer.body.startswith(b"<!doctype"):
            for link in blanks.Page(answer.body, address).links:
                path = link.partition("?")[0]
                if "?" in link and "lang=" not in link and path in of_address:
                    (back if "?back=" in link else further).add((of_address[path], link))
    return further | set(sorted(back)[:BACK])


def _examined(trial: Trial, found: Twins, reader: Reader, way: ways.Way, shown: Answer) -> None:
    """Send the form of a page to be examined only, naming people and units outside."""
    foreign = ways.foreign_of(found, "outside")
    for form in _forms(shown, way.address)[:2] or [blanks.Form(way.address, "post")]:
        sent = {**form.filled(foreign), "check": "1"} if form.fields else {**ways.bare_form(foreign), "check": "1"}
        trial.ask(reader, way.route, Asking("POST", way.address, sent, htmx=True))


def _forms(shown: Answer, address: str) -> list[blanks.Form]:
    if shown.status != 200 or not shown.body.startswith(b"<!doctype"):
        return []
    forms = blanks.Page(shown.body, address).forms
    return [one for one in forms if one.method == "post" and "sign-out" not in one.action]


def _entered(trial: Trial, found: Twins, reader: Reader, kinds: Sequence[str]) -> None:
    """Send every form and offer every act in earnest: naming people outside, and at last those of the branch."""
    for kind in kinds:
        foreign = ways.foreign_of(found, kind)
        sent: set[str] = set()
        for way in ways.pages(found, 1):
            if isinstance(way, ways.Unknown) or way.route in sent or (way.kinds and way.kinds[0] not in (kind, "word")):
                continue
            sent.add(way.route)
            shown = trial.ask(reader, way.route, Asking("GET", way.address))
            forms = _forms(shown, way.address)
            for form in forms or [blanks.Form(way.address, "post")]:
                filled = form.filled(foreign) if form.fields else ways.bare_form(foreign)
                trial.ask(reader, way.route, Asking("POST", form.action, filled))
        for name, asking in ways.acts(found, kind):
            trial.ask(reader, name, asking)


def _brought(trial: Trial, found: Twins) -> None:
    """A file that names people of elsewhere is brought, mapped and examined; each row's fate is the same."""
    secretary = readers(found)[0]
    named = [found.here.people[0], found.elsewhere.people[0], *found.elsewhere.people[5:9]]
    lines = ["person,family,given,born,unit,standing,since"]
    for one in named:
        born = one.facts.get("born", "1990-01-01")
        lines += [
            f",{one.family},{one.given},{born},{found.here.code},sympathiser,2026-06-01",
            f"{ids.show(one.person)},{one.family},{one.given},{born},{found.here.code},sympathiser,2026-06-01",
        ]
    lines += [
        f",{name},Quillon,1990-01-01,{code},sympathiser,2026-06-01"
        for name in ("Zavrell", "Zolkin")
        for code in (found.here.code, found.elsewhere.code, "NONE-1")
    ]
    lines += [f"{ids.show(one)},Zavrell,Q,1990-01-01,,sympathiser,2026-06-01" for one in found.outside["person"][:3]]
    file = ("people.csv", "\n".join(lines).encode())
    answer = trial.ask(secretary, "imports", Asking("POST", "/imports/", {}, file=file))
    address = dict(answer.headers).get("Location", "")
    if not address.startswith("/imports/"):
        trial.breaks(f"a file could not be brought: {answer.status}")
        return
    shown = trial.ask(secretary, "import", Asking("GET", address))
    for form in _forms(shown, address):
        filled = form.filled({})
        if filled.get("do", "examine") == "examine":
            trial.ask(secretary, "import", Asking("POST", address, {**filled, "do": "examine"}))
            break
    trial.ask(secretary, "import", Asking("GET", address))
    for fate in ("refused", "changed", "new", "same"):
        for more in ("", f"&take={fate}-rows.csv", "&page=2"):
            trial.ask(secretary, "import_rows", Asking("GET", f"{address}rows/?fate={fate}{more}"))
    trial.ask(secretary, "import_rows", Asking("GET", f"{address}rows/?take=mend.csv"))


def _covered(trial: Trial) -> None:
    """Every page and every operation was tried, and opened for somebody unless a reason is given."""
    from polity.api.routing import OPERATIONS
    from polity.pages.urls import urlpatterns

    every = {pattern.name or "static" for pattern in urlpatterns} | {one.name for one in OPERATIONS}
    trial.broken += [f"{route} was not tried" for route in sorted(every - trial.tried)]
    shut = {name for name in every - trial.opened if not name.startswith("acts.")}
    trial.broken += [f"{route} was never open to anybody" for route in sorted(shut - set(ways.SHUT))]


# --- time ------------------------------------------------------------------------------------------------------------


def timings(one: Served, found: Twins, times: int = ASKED) -> Iterator[tuple[str, float, float]]:
    """The medians of seconds for somebody outside and for nobody, of the most telling addresses."""
    secretary = readers(found)[0]
    outside = ids.show(found.outside["person"][0])
    for address in (
        "/people/{}/", "/admission/{}/", "/api/v1/people/{}", "/search/?q={}", "/transfers/{}/release/",
    ):  # fmt: skip
        taken: dict[str, list[float]] = {outside: [], ways.ABSENT: []}
        for number in range(times):
            for who, seconds in taken.items():
                began = time.perf_counter()
                one.ask(secretary, Asking("GET", address.format(who)), str(number))
                seconds.append(time.perf_counter() - began)
        yield address, median(taken[outside]), median(taken[ways.ABSENT])


def _slower(one: Served, found: Twins) -> Iterator[str]:
    for address, outside, absent in timings(one, found):
        if max(outside, absent) > GROSS * min(outside, absent):
            yield f"{address} takes {outside * 1000:.1f} ms for somebody outside and {absent * 1000:.1f} ms for nobody"


# --- faults ----------------------------------------------------------------------------------------------------------


@contextmanager
def without_scope(world: World) -> Iterator[None]:
    """Pages look at everything, whoever asks."""

    def everything(request: Any) -> Scope:
        return Scope(day=request.today, whole=True, person=request.reader.person)

    with replaced(opened, "scope_of", everything):
        yield


@contextmanager
def api_without_scope(world: World) -> Iterator[None]:
    """One operation lists people without asking how much its key may see."""
    people = roll.people

    def everybody(house: House, question: Any, *, scope: Scope, **more: Any) -> Any:
        return people(house, question, scope=Scope(day=scope.day, whole=True), **more)

    with replaced(roll, "people", everybody):
        yield


@contextmanager
def _counted_before_scoped(world: World) -> Iterator[None]:
    """A search says that there is more, by a count of everybody."""
    from polity.pages import searching

    def found(house: House, text: str, *, on: Any, scope: Scope) -> search.Found:
        seen = search.search(house, text, on=on, scope=scope)
        count = len(search.search(house, text, on=on, scope=Scope(day=scope.day, whole=True)).people)
        return seen._replace(more=seen.more | {"people"}) if count > len(seen.people) else seen

    with replaced(searching, "search", found):
        yield


@contextmanager
def _without_row_security(world: World) -> Iterator[None]:
    """The table of names answers every reader with all its rows."""
    _secured(world, "DISABLE")
    try:
        yield
    finally:
        _secured(world, "ENABLE")


def _secured(world: World, word: str) -> None:
    for name in twins(world).names:
        with psycopg.connect(world.cluster.dsn(name), autocommit=True) as connection:
            connection.execute(f"ALTER TABLE person_name {word} ROW LEVEL SECURITY")  # type: ignore[call-overload]


row(
    Row(
        "T4",
        "two worlds",
        "Two organisations that differ only outside a branch answer its readers with the same bytes.",
        tries,
        (
            Fault("a page looks without its scope", without_scope),
            Fault("an operation lists without its scope", api_without_scope),
            Fault("a search counts before it scopes", _counted_before_scoped),
            Fault("a table has no row security", _without_row_security),
        ),
    )
)
