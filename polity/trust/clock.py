"""T11: days and moments that are passed in decide; the clock and the place of the machine decide nothing."""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any, NamedTuple

from psycopg.conninfo import make_conninfo

from polity.access import links, tokens
from polity.acts import (
    Act,
    Authority,
    Refused,
    accounts,
    admission,
    appeals,
    enact,
    examine,
    exports,
    membership,
    offices,
    people,
    retention,
)
from polity.acts.appeals import last_day
from polity.readings import exports as reading
from polity.readings.house import House, Scope
from polity.register import rights
from polity.register.accounts import account_of
from polity.register.forms import PersonId, SubjectId, UnitId
from polity.register.register import Register
from polity.statutes import Law, add_months, store
from polity.trust.rows import Fault, Row, Size, Tried, replaced, row
from polity.trust.world import World
from polity.words import ids

# As far from Greenwich as anybody lives, on both sides; places where midnight was skipped or came twice.
ZONES = ("UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/Sao_Paulo", "Europe/London", "Asia/Beirut",
         "Australia/Lord_Howe", "America/St_Johns")  # fmt: skip
TURNS = (  # moments about which clocks were put forward or back, or a year, a month or a day began
    "2018-11-04T03:00:00", "2018-02-18T02:00:00", "2025-03-30T01:00:00", "2025-10-26T01:00:00", "2023-03-25T22:00:00",
    "2024-02-29T00:00:00", "2024-12-31T23:59:59", "2025-01-01T00:00:00", "2011-12-30T10:00:00",
)  # fmt: skip
INSTANT = timedelta(microseconds=1)


class Place(NamedTuple):
    """What a scratch organisation offers to try days on."""

    today: date
    unit: int
    root: int
    members: Sequence[int]
    law: Law


def tries(world: World, size: Size) -> Tried:
    """The same days and moments, on machines in other places: the answers are those that the days give."""
    zones = ZONES[:2] if size == "planted" else ZONES[:4] if size == "quick" else ZONES
    broken, count = [], 0
    for zone in zones:
        with _set_in(zone), world.database(world.model) as dsn:
            where = make_conninfo(dsn, options=f"-c TimeZone={zone}")
            with world.opened(where) as house:
                for what, found, wanted in _answers(world, house, size):
                    count += 1
                    if found != wanted:
                        broken.append(f"in {zone}, {what}: {found}, not {wanted}")
    return count, broken


@contextmanager
def _set_in(zone: str) -> Iterator[None]:
    """Let this process stand in a time zone for a while."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = zone
    time.tzset()
    try:
        yield
    finally:
        if before is None:
            del os.environ["TZ"]
        else:
            os.environ["TZ"] = before
        time.tzset()


type Said = tuple[str, Any, Any]


def _answers(world: World, house: House, size: Size) -> Iterator[Said]:
    at = _place(house, world)
    yield from _keys(world, house, size)
    for asked in (_effects, _appeals, _accounts, _kept, _files, _links, _terms):
        try:
            yield from asked(world, house, at)
        except Refused as refused:
            yield f"{refused.act.name} on {refused.act.on}", str(refused), "entered"


def _place(house: House, world: World) -> Place:
    today = world.today(house)
    with house.register(scope=Scope(day=today, whole=True)) as register:
        register.cursor.execute(
            "SELECT s.unit, array_agg(s.person ORDER BY s.person) FROM standing s WHERE s.standing = 'member'"
            " AND s.valid @> %(on)s AND upper_inf(s.valid) AND lower(s.valid) < %(on)s AND NOT EXISTS"
            " (SELECT FROM office_term o WHERE o.person = s.person) AND NOT EXISTS (SELECT FROM account a"
            " WHERE a.person = s.person) AND EXISTS (SELECT FROM unit u WHERE u.unit = s.unit AND upper_inf(u.valid))"
            " GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
            {"on": today},
        )
        unit, members = register.cursor.fetchall()[0]
        return Place(today, int(unit), register.roots(on=today)[0].unit, members, store.adopted(register))


def _days(at: Place) -> list[date]:
    """Days to come: the next, the last of a year, the first, a day added in a leap year, and those of summer time."""
    leap = next(year for year in range(at.today.year + 1, at.today.year + 9) if year % 4 == 0 and year % 100)
    year = at.today.year + 1
    return [at.today + timedelta(1), date(year, 12, 31), date(year + 1, 1, 1), date(leap, 2, 29),
            date(leap, 3, 30), date(leap, 10, 26)]  # fmt: skip


def _by(world: World, office: str | None = None, unit: int | None = None, person: int | None = None) -> Authority:
    return Authority("operator", "2026-01-01T00:00:00+00:00", world.random.randbytes, office, unit, person)


def _id(world: World) -> SubjectId:
    return SubjectId(ids.of_bytes(world.random.randbytes(8)))


def _codes(house: House, act: Act, by: Authority) -> list[str]:
    with house.register(scope=Scope(day=act.on, whole=True)) as register:
        return [one.code for one in examine(act, by=by, register=register, law=store.adopted(register))]


def _effects(world: World, house: House, at: Place) -> Iterator[Said]:
    """Somebody leaves: on the day before they are a member, on the day itself no more."""
    for day, person in zip(_days(at), at.members, strict=False):
        act = membership.Leave(on=day, person=PersonId(person))
        enact(act, by=_by(world, "secretary", at.unit), database=house.database)
        with house.register(scope=Scope(day=day, whole=True)) as register:
            said = [_standing(register, person, day + timedelta(step)) for step in (-1, 0, 1)]
        yield f"who leaves on {day} is before, on and after it", said, ["member", "former", "former"]


def _standing(register: Register, person: int, on: date) -> str:
    spell = register.spell(person, on=on)
    return spell.standing if spell else ""


def _appeals(world: World, house: House, at: Place) -> Iterator[Said]:
    """A refusal is appealed against up to the last day that the law gives, and not on the next."""
    for day in _days(at)[:3]:
        person, application = PersonId(_id(world)), _id(world)
        desk = _by(world, "secretary", at.unit)
        for act in (
            people.Record(on=day, person=person, unit=UnitId(at.unit), family="Zyndram", given="Quillon"),
            admission.Apply(on=day, person=person, application=application),
            admission.Refuse(on=day, person=person, grounds="Nobody could meet them."),
        ):
            enact(act, by=desk, database=house.database)
        last = last_day(at.law, day)
        if last is None:
            yield "a last day of appeals", None, "one"
            return
        lodged = appeals.Lodge(on=day, person=person, against="application", grounds="I was.", appeal=_id(world))
        said = [
            "appeal.late" in _codes(house, replace(lodged, on=last + timedelta(step)), desk) for step in (-1, 0, 1, 2)
        ]
        yield f"an appeal against what was decided on {day} is late", said, [False, False, True, True]


def _terms(world: World, house: House, at: Place) -> Iterator[Said]:
    """Whoever's term ends on a day holds the office the day before, and not on it."""
    ends = at.today + timedelta(1)
    with house.register(scope=Scope(day=at.today, whole=True)) as register:
        register.cursor.execute(
            "SELECT term, office, unit, person FROM office_term WHERE valid @> daterange(%s, %s) ORDER BY term LIMIT 1",
            [at.today, ends + timedelta(2)],
        )
        term, office, unit, person = register.cursor.fetchall()[0]
    act = offices.End(on=ends, term=SubjectId(term))
    enact(act, by=_by(world, "secretary", at.root), database=house.database)
    with house.register(scope=Scope(day=ends, whole=True)) as register:
        days = [ends - timedelta(1), ends, ends + timedelta(1)]
        said = [person in {one.person for one in register.holders(office, unit, on=day)} for day in days]
    yield f"whose term ends on {ends} holds the office before, on and after it", said, [True, False, False]


def pairwise_of(days: Sequence[date]) -> tuple[date, date]:
    """Two days that follow each other across a new year."""
    return next((one, two) for one, two in pairwise(days) if one.year != two.year and one.month == 12)


def _accounts(world: World, house: House, at: Place) -> Iterator[Said]:
    """An invitation lets somebody in from its day on, up to the day on which the account is closed."""
    person, (begins, ends) = PersonId(at.members[9]), pairwise_of(_days(at))
    desk = _by(world, "secretary", at.unit)
    invited = accounts.Invite(on=begins, person=person, account=_id(world), invitation="ab" * 32)
    for act in (invited, accounts.Close(on=ends, person=person)):
        enact(act, by=desk, database=house.database)
    with house.register(scope=Scope(day=ends, whole=True)) as register:
        account = account_of(register, person)
    days = [begins - timedelta(1), begins, ends - timedelta(1), ends]
    said = [account is not None and account.open_on(day) for day in days]
    yield f"an invitation of {begins} that is closed on {ends} lets in", said, [False, True, True, False]


def _kept(world: World, house: House, at: Place) -> Iterator[Said]:
    """What is kept for some months goes on the day that the months are over, and not before."""
    enact(
        retention.Retain(on=at.today, field=rights.IDENTITY, months=18),
        by=_by(world, "secretary", at.root),
        database=house.database,
    )
    for day, person in zip(_days(at), at.members, strict=False):
        over = add_months(day, 18)
        with house.register(scope=Scope(day=over, whole=True)) as register:
            said = [
                person in {one.person for one in rights.over(register, on=over + timedelta(step))}
                for step in (-1, 0, 1)
            ]
        yield f"what is kept of who left on {day} for 18 months is over", said, [False, True, True]


def _files(world: World, house: House, at: Place) -> Iterator[Said]:
    """The file of an export lies there up to its last day."""
    ends, export = at.today + timedelta(5), _id(world)
    with house.register(scope=Scope(day=at.today, whole=True)) as register:
        owner = register.holders("secretary", at.root, on=at.today)[0].person
    act = exports.Make(
        on=at.today, export=export, what="units", form="csv", purpose="Letters", unit=UnitId(at.root), expires=ends,
        owner=PersonId(owner),
    )  # fmt: skip
    enact(act, by=_by(world, "secretary", at.root, owner), database=house.database)
    said = [
        export in {one.export for one in reading.lasting(house, scope=Scope(day=ends + timedelta(step), whole=True))}
        for step in (-1, 0, 1)
    ]
    yield f"a file that expires on {ends} lies there", said, [True, True, False]


def _keys(world: World, house: House, size: Size) -> Iterator[Said]:
    """A key to the API runs from the moment it was made to the instant before its end, wherever that is written."""
    for turn in TURNS[:2] if size == "planted" else TURNS:
        ends = datetime.fromisoformat(turn).replace(tzinfo=UTC)
        made = ends - timedelta(days=1)
        _, key = tokens.make(
            house.database, label=turn, allowed=["readings"], made=made, until=ends, randomness=world.random.randbytes
        )
        moments = [made - INSTANT, made, ends - INSTANT, ends, ends + timedelta(hours=1)]
        for hours in (-11, 0, 14):
            there = timezone(timedelta(hours=hours))
            said = [tokens.used(house.database, key, now=one.astimezone(there)) is not None for one in moments]
            yield f"a key that ends at {turn}, by a clock of {hours:+} h, runs", said, [False, True, True, False, False]


def _links(world: World, house: House, at: Place) -> Iterator[Said]:
    """A link by mail is good for a quarter of an hour, and the day that is passed in says whose account is open."""
    with house.register(scope=Scope(day=at.today, whole=True)) as register:
        account = account_of(register, at.members[9])
    if account is None or account.until is None:
        yield "an account", None, "one"
        return
    secret = links.make(house.database, account)
    with house.database.owner() as connection:
        found = connection.execute("SELECT extract(epoch FROM until - now())::int FROM door_link").fetchall()
        connection.execute("UPDATE door_link SET until = until + interval '100 days'")
    yield "a link is good for a quarter of an hour", [(890 < seconds <= 900) for (seconds,) in found], [True]
    days = [account.since - timedelta(1), account.since, account.until - timedelta(1), account.until]
    said = [links.reader_of(house.database, secret, day=day) is not None for day in days]
    yield f"a link lets in whoever may sign in from {account.since}", said, [False, True, True, False]


# --- faults ----------------------------------------------------------------------------------------------------------


@contextmanager
def _on_the_machines_day(world: World) -> Iterator[None]:
    """Acts take effect on the day that the machine has, not on the one they name."""
    module = sys.modules["polity.acts.enact"]
    entered = module._entered  # type: ignore[attr-defined]

    def today(act: Act, *rest: Any) -> Any:
        return entered(replace(act, on=date.today()), *rest)

    with replaced(module, "_entered", today):
        yield


@contextmanager
def _by_the_machines_clock(world: World) -> Iterator[None]:
    """A key ends by the clock of the machine, whatever moment it is asked at."""

    def runs(self: tokens.Token, now: datetime) -> bool:
        return self.revoked is None and datetime.now(UTC) < self.until

    with replaced(tokens.Token, "runs", runs):
        yield


@contextmanager
def _a_day_too_long(world: World) -> Iterator[None]:
    """An appeal is taken a day after its last day, as where days are counted from another midnight."""

    def later(law: Law, decided: date) -> date | None:
        last = last_day(law, decided)
        return None if last is None else last + timedelta(1)

    with replaced(appeals, "last_day", later):
        yield


row(
    Row(
        "T11",
        "clock",
        "Days and moments that are passed in decide; the clock of the machine, and where it stands, decide nothing.",
        tries,
        (
            Fault("an act takes effect on the machine's day", _on_the_machines_day),
            Fault("a key ends by the machine's clock", _by_the_machines_clock),
            Fault("an appeal is a day too long", _a_day_too_long),
        ),
    )
)
