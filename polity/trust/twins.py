"""Two copies of the federation that differ only outside one branch, and everybody who asks in them.

In both the branch itself has lived through one of everything. In the second the same then happens elsewhere: people
are recorded, apply, meet, move, are taken for somebody of the branch, ask and are asked. The first enters as many acts
elsewhere, of which nothing is to be seen: the journal's numbers are public, and alike in both.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, NamedTuple

from polity.acts import (
    Act,
    Authority,
    accounts,
    admission,
    appeals,
    consent,
    contacts,
    enact,
    exports,
    meetings,
    membership,
    offices,
    people,
    reregistration,
    rights,
    sponsoring,
)
from polity.journal import sealer
from polity.postgres.database import Database
from polity.readings.house import House, Scope
from polity.register.forms import PersonId, SubjectId, UnitId
from polity.register.register import Register
from polity.trust.resolving import resolve
from polity.trust.serving import Reader, Served, served
from polity.trust.world import World
from polity.words import ids

RECORDED = "2026-06-15T09:00:00+00:00"


class Somebody(NamedTuple):
    """A person of a unit, by standing."""

    person: int
    standing: str
    unit: int
    family: str
    given: str
    middle: str
    facts: dict[str, Any]


@dataclass
class Place:
    """A branch and whoever belongs to it, in a fixed order."""

    unit: int
    code: str
    region: int
    secretary: int
    people: list[Somebody]

    def some(self, standing: str, count: int) -> list[Somebody]:
        """The first of a standing who hold no office, as far as there are any."""
        return [one for one in self.people if one.standing == standing and one.person != self.secretary][:count]


@dataclass
class Lived:
    """What was made while a branch lived through one of everything: ids by what they are ids of."""

    made: dict[str, list[int]] = field(default_factory=dict)

    def __getitem__(self, what: str) -> list[int]:
        return self.made.setdefault(what, [])


class Doing:
    """Enters acts, with ids that are drawn from a seed."""

    def __init__(self, world: World, database: Database, today: date, seed: str) -> None:
        import random

        self.random = random.Random(seed)
        self.database, self.today, self.entered = database, today, 0

    def id(self) -> Any:
        """An id for something new."""
        return ids.of_bytes(self.random.randbytes(8))

    def __call__(self, act: Act, office: str | None, unit: int | None, person: int | None = None) -> None:
        """Enter an act in an office, or for somebody themself."""
        by = Authority("account", RECORDED, self.random.randbytes, office, unit, person)
        enact(act, by=by, database=self.database)
        self.entered += 1


def live(do: Doing, here: Place, other: Place) -> Lived:
    """One of everything happens in a branch; whoever moves away moves to another."""
    lived = Lived()
    members = here.some("member", 12)
    _come_in(do, here, members, lived)
    _meet(do, here, members, lived)
    _ask(do, here, other, members, lived)
    return lived


def _recorded(do: Doing, here: Place, like: Somebody, family: str, lived: Lived) -> Any:
    person = PersonId(do.id())
    facts = {key: like.facts[key] for key in ("born", "gender", "employment", "income", "sector") if key in like.facts}
    given = like.given if family == like.family else "Quillon"
    on = do.today - timedelta(20)
    do(
        people.Record(on=on, person=person, unit=UnitId(here.unit), family=family, given=given, facts=facts),
        "secretary", here.unit, here.secretary,
    )  # fmt: skip
    lived["person"].append(person)
    return person


def _come_in(do: Doing, here: Place, members: Sequence[Somebody], lived: Lived) -> None:
    desk = ("secretary", here.unit, here.secretary)
    today = do.today
    first, second = (_recorded(do, here, members[0], name, lived) for name in ("Zavrell", "Zyndram"))
    for person in (first, second):
        application = SubjectId(do.id())
        do(admission.Apply(on=today - timedelta(9), person=person, application=application), *desk)
        lived["application"].append(application)
    for sponsor in (SubjectId(members[6].person), SubjectId(members[2].person)):
        asked = SubjectId(do.id())
        do(sponsoring.AskSponsor(on=today - timedelta(8), person=first, sponsor=sponsor, asked=asked), *desk)
        lived["asked"].append(asked)
    code = SubjectId(do.id())
    do(sponsoring.OpenToSponsors(on=today - timedelta(8), person=first, asked=code), *desk)
    lived["asked"].append(code)
    do(admission.Refuse(on=today - timedelta(7), person=second, grounds="Nobody could meet them."), *desk)
    appeal = SubjectId(do.id())
    do(
        appeals.Lodge(on=today - timedelta(5), person=second, against="application", grounds="I was there.",
                      appeal=appeal),
        *desk,
    )  # fmt: skip
    lived["appeal"].append(appeal)
    third = _recorded(do, here, members[0], "Zolkin", lived)
    report = SubjectId(do.id())
    do(people.Assign(on=today - timedelta(6), person=third, contact=PersonId(members[6].person)), *desk)
    do(
        contacts.Report(on=today - timedelta(1), report=report, person=third, contact=PersonId(members[6].person),
                        day=today - timedelta(2), kind="visit", text="At home.", next_step="Call again",
                        next_by=today + timedelta(9)),
        None, None, members[6].person,
    )  # fmt: skip
    _recorded(do, here, members[4], members[4].family, lived)  # the same name and birthday as somebody of the branch


def _meet(do: Doing, here: Place, members: Sequence[Somebody], lived: Lived) -> None:
    desk = ("secretary", here.unit, here.secretary)
    today, unit = do.today, UnitId(here.unit)
    held, coming, decision = (SubjectId(do.id()) for _ in range(3))
    for meeting, day in ((held, today), (coming, today + timedelta(12))):
        do(
            meetings.Call(on=today - timedelta(3), meeting=meeting, unit=unit, day=day, hour="18:30", place="Hall 2",
                          agenda="Dues\nElections"),
            *desk,
        )  # fmt: skip
        lived["meeting"].append(meeting)
    present = tuple(PersonId(one.person) for one in members[:3])
    do(meetings.Hold(on=today, meeting=held, present=present, guest_others=2), *desk)
    do(
        meetings.Decide(on=today, decision=decision, meeting=held, title="Dues", text="They stay.", votes_for=3),
        *desk,
    )  # fmt: skip
    roll = SubjectId(do.id())
    do(reregistration.Open(on=today, reregistration=roll, unit=unit, until=today + timedelta(30)), *desk)
    do(reregistration.Outcome(on=today, person=PersonId(members[5].person), outcome="confirmed"), *desk)
    lived["roll"].append(roll)


def _ask(do: Doing, here: Place, other: Place, members: Sequence[Somebody], lived: Lived) -> None:
    desk = ("secretary", here.unit, here.secretary)
    today = do.today
    export, request, account, asking, leaving = (SubjectId(do.id()) for _ in range(5))
    do(
        exports.Make(on=today, export=export, what="people", form="csv", purpose="Letters", unit=UnitId(here.unit),
                     expires=today + timedelta(5), owner=PersonId(here.secretary)),
        *desk,
    )  # fmt: skip
    lived["export"].append(export)
    six, seven, eight, nine = (PersonId(one.person) for one in members[6:10])
    do(
        rights.AskCorrection(on=today, person=six, request=request, field="workplace", wanted="Bakery", grounds="x"),
        None, None, six,
    )  # fmt: skip
    lived["request"].append(request)
    do(rights.AskAccess(on=today, person=six, request=SubjectId(do.id())), None, None, six)
    do(accounts.Invite(on=today, person=seven, account=account, invitation="ab" * 32), *desk)
    do(
        membership.AskTransfer(on=today, person=eight, receiving=UnitId(other.unit), transfer=asking, grounds="moved"),
        None, None, eight,
    )  # fmt: skip
    do(membership.Transfer(on=today, member=nine, receiving=UnitId(other.unit), transfer=leaving), *desk)
    lived["moving"].extend((eight, nine))
    running, term = SubjectId(do.id()), SubjectId(do.id())
    do(
        offices.Appoint(on=today - timedelta(1), term=running, office="organiser", unit=UnitId(here.unit),
                        person=PersonId(members[11].person)),
        *desk,
    )  # fmt: skip
    do(
        offices.Appoint(on=today - timedelta(40), term=term, office="secretary", unit=UnitId(here.unit),
                        person=PersonId(members[10].person), until=today - timedelta(10)),
        *desk,
    )  # fmt: skip
    lived["term"].extend((running, term))
    lived["ended"].append(members[10].person)
    do(people.Contact(on=today, person=six, details={"email": f"person{here.code.lower()}@example.org"}), *desk)
    do(people.Amend(on=today, person=six, facts={"workplace": "Mill"}), *desk)
    do(consent.Give(on=today, person=six, purpose="newsletter"), None, None, six)


def _arrive(do: Doing, here: Place, other: Place, number: int, lived: Lived) -> None:
    """Somebody of another branch is released to this one, which has not received them yet."""
    member = PersonId(other.some("member", 4)[number].person)
    transfer = SubjectId(do.id())
    do(
        membership.Transfer(on=do.today, member=member, receiving=UnitId(here.unit), transfer=transfer),
        "secretary", other.unit, other.secretary,
    )  # fmt: skip
    lived["arriving"].append(member)


@dataclass(frozen=True)
class Twins:
    """Two databases, and what of them lies within the branch, outside it in both, and outside it in the second."""

    names: tuple[str, str]
    here: Place
    elsewhere: Place
    third: Place
    inside: Lived
    outside: Lived
    entries: tuple[int, int]  # numbers of the journal between which the two differ
    ruled: int  # the number of an entry about somebody of the branch that rests on rules


_made: dict[int, Twins] = {}


def twins(world: World) -> Twins:
    """The two databases, made once a world. Nobody works in them but by copies."""
    if id(world) not in _made:
        _made[id(world)] = _twins(world)
    return _made[id(world)]


def _twins(world: World) -> Twins:
    model, first, second = (f"twins_{name}_{world.random.getrandbits(32)}" for name in ("model", "first", "second"))
    world._made(model, world.model)
    with _database(world, model) as database:
        house = House(database)
        today = world.today(house)
        here, elsewhere, third, root, chief = _places(house, today)
        house.close()
        do = Doing(world, database, today, "inside")
        do(consent.DeclarePurpose(on=today, purpose="newsletter", label="Newsletter"), "secretary", root, chief)
        do(accounts.ByMail(on=today, allowed=True), "secretary", root, chief)
        inside = live(do, here, third)
        _arrive(do, here, third, 0, inside)
        resolve(do, here, third, root, chief, inside)
        sealer.seal_pending(database)
        since, ruled = _last(database), _last(database, "office.appoint")
    world._made(first, model)
    world._made(second, model)
    with _database(world, second) as database:
        do = Doing(world, database, today, "outside")
        outside = live(do, elsewhere, third)
        _arrive(do, elsewhere, third, 1, outside)
        for like in here.some("member", 3):  # the same people are recorded elsewhere: by name and birthday
            _recorded(do, elsewhere, like, like.family, outside)
        count = do.entered
        sealer.seal_pending(database)
        until = _last(database)
    with _database(world, first) as database:
        do = Doing(world, database, today, "nothing to be seen")
        for number in range(count):
            somebody = PersonId(elsewhere.people[0].person)
            do(people.Contact(on=today, person=somebody, details={"post": f"Street {number}"}), "secretary",
               elsewhere.unit, elsewhere.secretary)  # fmt: skip
        sealer.seal_pending(database)
    return Twins((first, second), here, elsewhere, third, inside, outside, (since, until), ruled)


@contextmanager
def _database(world: World, name: str) -> Iterator[Database]:
    database = Database(world.cluster.dsn(name))
    try:
        yield database
    finally:
        database.close()


def _last(database: Database, act: str = "%") -> int:
    with database.sealing() as cursor:
        cursor.execute("SELECT max(number) FROM journal_seal JOIN journal_entry USING (entry) WHERE act LIKE %s", [act])
        found = cursor.fetchone()
    return int(found[0]) if found else 0


def _places(house: House, today: date) -> tuple[Place, Place, Place, int, int]:
    """Three branches, the third of another region, each with a secretary; and the root with its secretary."""
    with house.register(scope=Scope(day=today, whole=True)) as register:
        root = register.roots(on=today)[0].unit
        register.cursor.execute(
            "SELECT u.unit, u.code, u.parent, min(o.person) FROM unit u JOIN office_term o ON o.unit = u.unit"
            " AND o.office = 'secretary' AND o.valid @> %(on)s JOIN standing s ON s.unit = u.unit AND s.valid @> %(on)s"
            " AND s.standing = 'member' WHERE u.tier = 'branch' AND u.valid @> %(on)s"
            " GROUP BY u.unit, u.code, u.parent HAVING count(DISTINCT s.person) >= 18"
            " ORDER BY EXISTS (SELECT FROM unit b WHERE b.parent = u.unit AND b.valid @> %(on)s) DESC, u.code",
            {"on": today},
        )
        found = register.cursor.fetchall()
        here = found[0]
        elsewhere = next(one for one in found if one[2] != here[2])
        third = next(one for one in found if one[0] not in (here[0], elsewhere[0]))
        chief = register.holders("secretary", root, on=today)[0].person
        places = [Place(*one, _people(register, one[0], today)) for one in (here, elsewhere, third)]
    return places[0], places[1], places[2], root, chief


def _people(register: Register, unit: int, today: date) -> list[Somebody]:
    """Those of a unit to whom nothing happens otherwise, so that anything may."""
    register.cursor.execute(
        "SELECT s.person, s.standing, s.unit, n.family, n.given, n.middle, f.facts FROM standing s"
        " JOIN person_name n ON n.person = s.person LEFT JOIN facts f ON f.subject = s.person AND f.valid @> %(on)s"
        " WHERE s.unit = %(unit)s AND s.valid @> %(on)s AND lower(s.valid) < %(on)s - 60 AND upper_inf(s.valid)"
        " AND NOT EXISTS (SELECT FROM office_term o WHERE o.person = s.person)"
        " AND NOT EXISTS (SELECT FROM transfer t WHERE t.person = s.person) ORDER BY s.person",
        {"on": today, "unit": unit},
    )
    return [Somebody(*row[:6], row[6] or {}) for row in register.cursor.fetchall()]


@contextmanager
def copies(world: World, twins: Twins, *, both: bool = True) -> Iterator[list[Served]]:
    """Copies of the two, or of the second alone, served."""
    with ExitStack() as stack:
        houses = []
        for name in twins.names if both else twins.names[1:]:
            dsn = stack.enter_context(world.database(name))
            houses.append(stack.enter_context(world.opened(dsn)))
        folder = world.folder / f"served {world.random.getrandbits(32)}"
        yield stack.enter_context(served(houses, folder))


def readers(twins: Twins) -> list[Reader]:
    """Those who must not learn of anybody outside the branch."""
    here = twins.here
    return [
        Reader("secretary", here.secretary, "secretary", here.unit),
        Reader("member", here.some("member", 7)[6].person),
        Reader("visitor"),
    ]
