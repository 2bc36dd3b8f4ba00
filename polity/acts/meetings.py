"""Meetings of a unit: called, held with who was present, corrected, cancelled; and what they decided."""

from collections.abc import Iterator, Mapping
from datetime import date

from polity.acts.act import Act, act
from polity.acts.checks import id_free, unit_stands, written
from polity.register import meetings
from polity.register.changes import Change
from polity.register.forms import PersonId, SubjectId, UnitId
from polity.register.meetings import Attend, CallMeeting, CancelMeeting, HoldMeeting, Resolve, SetGuests, Unattend
from polity.register.register import Register
from polity.words.objections import Objection, objection

BELONGING = ("member", "candidate", "sympathiser")


@act("meeting.call")
class Call(Act):
    """Call a unit to a meeting. The agenda has one item a line."""

    makes = ("meeting",)

    meeting: SubjectId
    unit: UnitId
    day: date
    hour: str
    place: str
    agenda: str

    def home(self, register: Register) -> int | None:
        return self.unit

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from unit_stands(register, self.unit, on=self.day)
        if self.day < self.on:
            yield objection("meeting.past", on=self.on, day=self.day)
        yield from written(hour=self.hour, place=self.place, agenda=self.agenda)
        yield from id_free(register, self.meeting)

    def changes(self, register: Register) -> Iterator[Change]:
        items = tuple(line.strip() for line in self.agenda.splitlines() if line.strip())
        yield CallMeeting(self.meeting, self.unit, self.day, self.hour, self.place, items)


class _OfMeeting(Act):
    """An act on a meeting: done where the meeting's unit answers."""

    meeting: SubjectId

    def home(self, register: Register) -> int | None:
        found = meetings.meeting(register, self.meeting)
        return found.unit if found else None

    def in_state(self, register: Register, state: str) -> Iterator[Objection]:
        found = meetings.meeting(register, self.meeting)
        if found is None:
            yield objection("meeting.none")
        elif found.state != state:
            yield objection(f"meeting.{found.state}", day=found.day)
        elif state == "held" and found.day > self.on:
            yield objection("meeting.ahead", day=found.day)

    def found(self, register: Register) -> meetings.Meeting:
        """The meeting, which is known to be there."""
        one = meetings.meeting(register, self.meeting)
        assert one is not None
        return one


class _WithPresence(_OfMeeting):
    """An act that enters who was present: people of the unit by name, guests by their number."""

    def guests(self) -> dict[str, int]:
        """Guests by standing, as far as the act counts any."""
        counted = {name: getattr(self, f"guest_{name}s") for name in (*BELONGING, "other")}
        return {name: count for name, count in counted.items() if count is not None}

    def counted(self) -> Iterator[Objection]:
        for count in self.guests().values():
            if count < 0:
                yield objection("count.positive", count=count)


def belonging(register: Register, unit: int, on: date) -> dict[int, str]:
    """Who can be present as one of the unit on a day, and in what standing."""
    return {s.person: s.standing for s in register.people_of(unit, on=on) if s.standing in BELONGING}


def _strangers(people: tuple[PersonId, ...], own: Mapping[int, str], unit: int, on: date) -> Iterator[Objection]:
    for person in dict.fromkeys(people):
        if person not in own:
            yield objection("meeting.stranger", person=person, unit=unit, on=on)


@act("meeting.hold")
class Hold(_WithPresence):
    """The meeting took place: who of the unit was present, and how many guests, by standing."""

    meeting: SubjectId
    present: tuple[PersonId, ...]
    guest_members: int = 0
    guest_candidates: int = 0
    guest_sympathisers: int = 0
    guest_others: int = 0

    def impediments(self, register: Register) -> Iterator[Objection]:
        before = list(self.in_state(register, "called"))
        yield from before
        if not before:
            called = self.found(register)
            if called.day > self.on:
                yield objection("meeting.ahead", day=called.day)
            own = belonging(register, called.unit, called.day)
            if not self.present:
                yield objection("meeting.nobody")
            yield from _strangers(self.present, own, called.unit, called.day)
        yield from self.counted()

    def changes(self, register: Register) -> Iterator[Change]:
        called = self.found(register)
        own = belonging(register, called.unit, called.day)
        yield HoldMeeting(self.meeting, called.unit, called.day, self.guests())
        people = tuple((int(person), own[person]) for person in sorted(set(self.present)))
        yield Attend(self.meeting, called.unit, called.day, people)


@act("meeting.correct")
class Correct(_WithPresence):
    """Put right who was present at a meeting: who came and was not listed, who was listed and did not come.

    Guests that are left out stay as they were counted.
    """

    meeting: SubjectId
    grounds: str
    came: tuple[PersonId, ...] = ()
    went: tuple[PersonId, ...] = ()
    guest_members: int | None = None
    guest_candidates: int | None = None
    guest_sympathisers: int | None = None
    guest_others: int | None = None

    def impediments(self, register: Register) -> Iterator[Objection]:
        if not self.grounds.strip():
            yield objection("record.grounds")
        yield from self.counted()
        before = list(self.in_state(register, "held"))
        yield from before
        if before:
            return
        held, present = self.found(register), meetings.present(register, self.meeting)
        own = belonging(register, held.unit, held.day)
        yield from _strangers(self.came, own, held.unit, held.day)
        for person in dict.fromkeys(self.came):
            if person in present:
                yield objection("meeting.listed", person=person)
        for person in dict.fromkeys(self.went):
            if person not in present:
                yield objection("meeting.unlisted", person=person)
        now: dict[int, str] = {person: own.get(person, "") for person in self.came}
        now |= {person: standing for person, standing in present.items() if person not in self.went}
        if not now:
            yield objection("meeting.nobody")
        votes = max((_votes(one) for one in meetings.decisions(register, self.meeting)), default=0)
        voting = list(now.values()).count(meetings.VOTING)
        if votes > voting:
            yield objection("meeting.votes", votes=votes, voting=voting)

    def changes(self, register: Register) -> Iterator[Change]:
        held = self.found(register)
        if self.went:
            yield Unattend(self.meeting, tuple(sorted(set(map(int, self.went)))))
        if self.came:
            own = belonging(register, held.unit, held.day)
            people = tuple((int(person), own[person]) for person in sorted(set(self.came)))
            yield Attend(self.meeting, held.unit, held.day, people)
        if self.guests():
            yield SetGuests(self.meeting, {**held.guests, **self.guests()})


def _votes(one: meetings.Resolved) -> int:
    return one.votes_for + one.votes_against + one.abstained


@act("meeting.decide")
class Decide(_OfMeeting):
    """A meeting decided something, with the votes. Other acts can cite the decision by its id.

    One that found no majority is entered as well: it was not carried, and the minutes say so.
    """

    makes = ("decision",)

    decision: SubjectId
    meeting: SubjectId
    title: str
    text: str
    votes_for: int
    votes_against: int = 0
    abstained: int = 0

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from written(title=self.title, text=self.text)
        least = min(self.votes_for, self.votes_against, self.abstained)
        if least < 0:
            yield objection("count.positive", count=least)
        yield from id_free(register, self.decision)
        before = list(self.in_state(register, "held"))
        yield from before
        if not before:
            voting = list(meetings.present(register, self.meeting).values()).count(meetings.VOTING)
            votes = self.votes_for + self.votes_against + self.abstained
            if votes > voting:
                yield objection("meeting.votes", votes=votes, voting=voting)

    def changes(self, register: Register) -> Iterator[Change]:
        held = self.found(register)
        yield Resolve(
            self.decision, self.meeting, held.unit, self.title, self.text, self.votes_for, self.votes_against,
            self.abstained,
        )  # fmt: skip


@act("meeting.cancel")
class Cancel(_OfMeeting):
    """A meeting that was called does not take place."""

    meeting: SubjectId
    grounds: str

    def impediments(self, register: Register) -> Iterator[Objection]:
        yield from self.in_state(register, "called")
        if not self.grounds.strip():
            yield objection("record.grounds")

    def changes(self, register: Register) -> Iterator[Change]:
        yield CancelMeeting(self.meeting, self.grounds)
