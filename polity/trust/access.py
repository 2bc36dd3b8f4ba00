"""T5: whatever lies outside a reader's scope is answered as if it were not there, and acts on it change nothing.

Eight readers, and one whose term has ended, open every page and every reading with ids that lie outside their scope,
send every form there and offer every act. The answer is that to an id that nothing bears, byte for byte; the ids that a
reader wrote themself may come back to them, and are taken out before.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any, get_args

import psycopg

from polity.access import offers
from polity.acts import ACTS, competence
from polity.pages import opened, refusals
from polity.postgres import backup
from polity.readings import people
from polity.readings.house import House, Scope
from polity.register.forms import PersonId, SubjectId, UnitId
from polity.register.tables import REGISTER
from polity.trust import serving, ways
from polity.trust.rows import Fault, Row, Size, Tried, replaced, row
from polity.trust.serving import Answer, Asking, Reader, Served
from polity.trust.twins import Place, Twins, copies, twins
from polity.trust.world import World
from polity.trust.worlds import without_scope

SHOWN = 20
OFFERING = ("secretary", "elsewhere", "member", "control_commissioner")  # who offer every act in a quick run
HELD = ("journal_entry", "particulars", *(f"{table.name}{past}" for table in REGISTER for past in ("", "_past")))


class Enough(Exception):
    """A planted fault was found; what would follow is not needed."""


@dataclass(frozen=True)
class Role:
    """A reader, and the places that lie outside what they may see."""

    reader: Reader
    foreign: Sequence[str]  # kinds of ids, as `ways` names them


@dataclass
class Trial:
    """What was asked, and what was answered as it should not be."""

    served: Served
    first_only: bool
    asked: int = 0
    broken: list[str] = field(default_factory=list)
    tried: set[str] = field(default_factory=set)
    of_nobody: dict[str, Answer] = field(default_factory=dict)

    def ask(self, reader: Reader, asking: Asking) -> Answer:
        """What a reader is answered."""
        self.asked += 1
        return self.served.ask(reader, asking, "the same")

    def ask_for_nobody(self, reader: Reader, asking: Asking) -> Answer:
        """What a reader is answered who names nobody. Asked once: that answer cannot be another the next time."""
        key = f"{reader.name} {asking!r}"
        if key not in self.of_nobody:
            self.of_nobody[key] = self.ask(reader, asking)
        return self.of_nobody[key]

    def breaks(self, says: str) -> None:
        self.broken.append(says)
        if self.first_only:
            raise Enough


def tries(world: World, size: Size) -> Tried:
    """Ask for everything that each reader may not see, and compare with what is not there."""
    found = twins(world)
    with copies(world, found, both=False) as (served,):
        trial = Trial(served, first_only=size == "planted")
        before = _held(served.house)
        try:
            roles = _roles(served.house, found)
            for role in roles[:2] if size == "planted" else roles:
                _opened(trial, found, role, size)
            for role in roles[: 1 if size == "planted" else None]:
                if role.reader.name in OFFERING or size == "full":
                    _offered(trial, found, role)
        except Enough:
            pass
        after = _held(served.house)
        trial.broken += [f"{table} was changed by what was refused" for table in HELD if before[table] != after[table]]
        if size != "planted":
            trial.broken += _forgotten(trial)
        return trial.asked, trial.broken[:SHOWN]


def _held(house: House) -> Mapping[str, Any]:
    with psycopg.connect(house.database.dsn) as connection:
        return backup.digests(connection, HELD)


def _forgotten(trial: Trial) -> Iterator[str]:
    from polity.api.routing import OPERATIONS
    from polity.pages.urls import urlpatterns

    of_scopes = {part for part, what in ways.PARTS.items() if what not in ways.EVERYBODYS}
    for pattern in urlpatterns:
        parts = set(pattern.pattern.converters)
        if parts & of_scopes and (pattern.name or "static") not in trial.tried | {"import", "import_rows"}:
            yield f"{pattern.name} was not tried"
    for one in OPERATIONS:
        if set(one.parts) & of_scopes and one.name not in trial.tried:
            yield f"{one.name} was not tried"


# --- who asks --------------------------------------------------------------------------------------------------------


def _roles(house: House, found: Twins) -> list[Role]:
    """Eight who ask, and one whose term has ended."""
    here, there = found.here, found.elsewhere
    region, chief = _officers(house, here)
    every = ("inside", "outside", "elsewhere")
    return [
        Role(Reader("secretary", here.secretary, "secretary", here.unit), ("outside", "elsewhere")),
        Role(Reader("ended", found.inside["ended"][0], "secretary", here.unit), every),
        Role(Reader("visitor"), every),
        # Acts are offered with what is elsewhere first: of the branch's own terms and rolls a member may see theirs.
        Role(Reader("member", here.some("member", 12)[11].person), ("outside", "elsewhere", "inside")),
        Role(Reader("sympathiser", found.inside["person"][2]), ("outside", "elsewhere")),
        Role(Reader("elsewhere", there.secretary, "secretary", there.unit), ("inside",)),
        Role(region, ("outside",)),
        Role(chief, ("outside",)),
        Role(Reader("whole", *_whole(house)), ()),
    ]


def _officers(house: House, here: Place) -> tuple[Reader, Reader]:
    with house.register(scope=_everything(house)) as register:
        day = _day(house)
        found = [
            Reader(office, register.holders(office, here.region, on=day)[0].person, office, here.region)
            for office in ("secretary", "control_commissioner")
        ]
    return found[0]._replace(name="region secretary"), found[1]


def _whole(house: House) -> tuple[int, str, int]:
    with house.register(scope=_everything(house)) as register:
        root = register.roots(on=_day(house))[0].unit
        return register.holders("secretary", root, on=_day(house))[0].person, "secretary", root


def _day(house: House) -> date:
    with house.register(scope=Scope(day=date.min, whole=True)) as register:
        return date.fromisoformat(str(dict((register.organisation() or ("", {}))[1])["today"]))


def _everything(house: House) -> Scope:
    return Scope(day=_day(house), whole=True)


# --- what is asked ---------------------------------------------------------------------------------------------------


def _opened(trial: Trial, found: Twins, role: Role, size: Size) -> None:
    """Open every address that names something outside, and send a form to it."""
    few = 4 if size == "full" else 1
    for way in ways.thinned((*ways.readings(found, few), *ways.pages(found, few)), few, few):
        if isinstance(way, ways.Unknown):
            trial.breaks(str(way))
            continue
        kinds = [kind for kind in way.kinds if kind != "word"]
        if not kinds or any(kind not in role.foreign and kind != "absent" for kind in kinds):
            if not role.foreign and kinds and way.foreign:
                trial.tried.add(way.route)
            continue
        if all(kind == "absent" for kind in kinds) or (size != "full" and len(set(kinds)) > 1):
            continue
        trial.tried.add(way.route)
        nobody = way.nobody
        _alike(trial, role.reader, Asking("GET", way.address), Asking("GET", nobody), not_here=True)
        if not way.route.startswith("readings") and size != "planted":
            foreign, none = (
                {**ways.foreign_of(found, kind), "unit": "NONE-1", "address": "x@example.org"}
                for kind in (kinds[0], "absent")
            )
            _alike(
                trial, role.reader,
                Asking("POST", way.address, ways.bare_form(foreign)), Asking("POST", nobody, ways.bare_form(none)),
            )  # fmt: skip


def _alike(trial: Trial, reader: Reader, asking: Asking, nobody: Asking, *, not_here: bool = False) -> None:
    first, second = trial.ask(reader, asking), trial.ask_for_nobody(reader, nobody)
    if first.status >= 500 or second.status >= 500:
        trial.breaks(f"{reader.name}: {asking} failed ({first.status}, {second.status})")
    elif not_here and first.status not in (401, 404, 405):
        trial.breaks(f"{reader.name}: {asking} answers {first.status}")
    elif not _same(first, second, asking, nobody):
        trial.breaks(f"{reader.name}: {asking} is not answered as for nobody ({first.status}, {second.status})")


def _same(first: Answer, second: Answer, asking: Asking, nobody: Asking) -> bool:
    """Whether two answers are alike but for the ids that whoever asked wrote themself, which may come back to them."""
    pairs = set(zip(asking.address.split("/"), nobody.address.split("/"), strict=True))
    pairs |= set(zip(_texts(asking.sent or {}), _texts(nobody.sent or {}), strict=True))
    body = first.body.decode("utf-8", "replace")
    for mine, other in sorted(pairs, reverse=True):
        body = body.replace(mine, other) if mine != other else body
    if first.body.decode("utf-8", "replace") == body and first.headers != second.headers:
        return False
    return first.status == second.status and body == second.body.decode("utf-8", "replace")


def _texts(sent: Mapping[str, Any]) -> Iterator[str]:
    for value in sent.values():
        yield from (one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str))


def _offered(trial: Trial, found: Twins, role: Role) -> None:
    """Offer every act that names somebody or something, with those outside and with nobody; nothing may follow."""
    for kind in role.foreign[:1]:
        nobody = dict(ways.acts(found, "absent", units=kind))
        for name, asking in ways.acts(found, kind):
            trial.tried.add(name)
            if _names_somebody(name):
                first, second = trial.ask(role.reader, asking), trial.ask(role.reader, nobody[name])
                if first.status < 400:
                    trial.breaks(f"{role.reader.name}: {name} on somebody outside was entered")
                elif not _same(first, second, asking, nobody[name]):
                    trial.breaks(f"{role.reader.name}: {name} is not refused as for nobody")


def _names_somebody(name: str) -> bool:
    act = ACTS[name.removeprefix("acts.")]
    wanted = {PersonId, UnitId, SubjectId}
    return any(
        wanted & {hint, *get_args(hint)} for part, hint, _needed in offers.particulars(act) if part not in act.makes
    )


# --- faults ----------------------------------------------------------------------------------------------------------


@contextmanager
def _one_without_scope(world: World) -> Iterator[None]:
    """A person's record is read whoever asks for it."""
    record = people.record

    def anybodys(house: House, person: int, *, on: date, scope: Scope) -> Any:
        return record(house, person, on=on, scope=Scope(day=scope.day, whole=True))

    with replaced(people, "record", anybodys):
        yield


@contextmanager
def _says_more(world: World) -> Iterator[None]:
    """Where something is, a page says that it may not be seen; where nothing is, that nothing is there."""
    plain = refusals._plain

    def telling(title: str, says: str, remedy: str, status: int) -> Any:
        there = status == 404 and ways.ABSENT not in serving.address()
        return plain(title, "It lies outside what you may see." if there else says, remedy, status)

    with replaced(refusals, "_plain", telling):
        yield


@contextmanager
def _outlived(world: World) -> Iterator[None]:
    """A session sees what its office covers, though the term has ended."""

    def covered(house: House, *, office: str, unit: int | None, scope: Scope) -> Scope:
        return Scope(day=scope.day, unit=unit if office else None, person=scope.person)

    with replaced(opened, "covered", covered):
        yield


@contextmanager
def _unasked(world: World) -> Iterator[None]:
    """An act is entered for whoever offers it, competent or not, and whomever it names."""
    with replaced(competence, "objections", _nothing), replaced(offers, "named", _nothing):
        yield


def _nothing(*_: Any) -> Iterator[Any]:
    yield from ()


row(
    Row(
        "T5",
        "object access",
        "What lies outside a reader's scope is answered as if it were not there, and acts on it change nothing.",
        tries,
        (
            Fault("a page looks without its scope", without_scope),
            Fault("a record is read without its scope", _one_without_scope),
            Fault("a refusal says that something is there", _says_more),
            Fault("a session outlives its term", _outlived),
            Fault("acts ask neither who may nor whom they name", _unasked),
        ),
    )
)
