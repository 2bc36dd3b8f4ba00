"""What somebody, or a desk, was told; what waits there by day; and that as a calendar any program can follow."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import NamedTuple

from polity.readings import cases
from polity.readings.home import waiting_people
from polity.readings.house import House, Scope
from polity.readings.kept import kept
from polity.readings.rights import waiting
from polity.register.register import Register
from polity.register.rights import months_after

PAGE = 50
AHEAD = 3  # months for which a calendar says which candidacies come due
UNITS = 50  # that a calendar names for a day; what is due in the others is counted together


class Notice(NamedTuple):
    """What was told after an entry."""

    notice: int
    number: int
    act: str
    on: date
    subject: str
    text: str
    person: int | None  # to whom, or whom a desk's notice is about
    name: str  # empty where the reader may not see them, or there is none


class Due(NamedTuple):
    """So many things of a kind that are due in a unit on a day. Nobody is named."""

    on: date
    what: str
    unit: str
    many: int

    @property
    def says(self) -> str:
        """As a calendar shows it."""
        return f"{self.what} in {self.unit}: {self.many}"


CANDIDACY = "A candidacy is due"
COLUMNS = "notice, number, act, valid_on, subject, text"


def own(house: House, *, scope: Scope, before: int | None = None) -> tuple[list[Notice], int | None]:
    """What the reader was told themselves, the latest first, a page at a time."""
    with house.register(scope=scope) as register:
        return _page(register, "person = %s", scope.person, before, "person")


def desk(house: House, *, scope: Scope, before: int | None = None) -> tuple[list[Notice], int | None]:
    """What the desk of the reader's office was told."""
    if scope.unit is None:
        return [], None
    with house.register(scope=scope) as register:
        return _page(register, "unit = %s", scope.unit, before, "about")


def _page(
    register: Register, where: str, key: int | None, before: int | None, whom: str
) -> tuple[list[Notice], int | None]:
    register.cursor.execute(
        f"SELECT {COLUMNS}, {whom} FROM notice WHERE {where} AND notice < %s ORDER BY notice DESC LIMIT %s",
        [key, before if before is not None else 2**62, PAGE + 1],
    )
    rows = register.cursor.fetchall()
    known = register.names(row[6] for row in rows if row[6] is not None)
    found = [
        Notice(number, entry, act, on, subject, text, who if who in known else None, known.get(who, ""))
        for number, entry, act, on, subject, text, who in rows[:PAGE]
    ]
    return found, found[-1].notice if len(rows) > PAGE else None


def letters(house: House, person: int, *, scope: Scope) -> tuple[str, list[Notice]] | None:
    """What a person was told, the latest first, to be printed and sent; with their name. None outside the scope."""
    with house.register(scope=scope) as register:
        name = register.names([person]).get(person)
        if name is None:
            return None
        return name, _page(register, "person = %s", person, None, "person")[0]


def text_of(organisation: str, name: str, found: Sequence[Notice], *, on: date) -> str:
    """The notices of a person as a letter in plain text."""
    parts = [organisation, "", name, "", on.isoformat(), ""]
    for one in found:
        parts += [one.subject, "-" * len(one.subject), one.text, f"(Entry {one.number} of the journal, {one.on})", ""]
    return "\n".join(parts)


# --- the calendar -----------------------------------------------------------------------------------------------------


def due(house: House, *, scope: Scope) -> list[Due]:
    """What waits or comes due in a reader's part of the tree, by day and unit, with nobody named."""
    if not scope.whole and scope.unit is None:
        return []
    counted: Counter[tuple[date, str, str]] = Counter()
    for asked in waiting(house, scope=scope):
        counted[asked.request.due, "An answer is due", asked.unit] += 1
    for key, what in (
        ("applied", "An application waits"),
        ("decided", "An admission waits to be confirmed"),
        ("transfers", "A transfer waits to be acknowledged"),
    ):
        for person, at in waiting_people(house, key, scope=scope):
            counted[person.counted_from, what, at.name] += 1
    candidacies = kept(house, ("candidacies", scope.day), lambda: _candidacies(house, scope), scope=scope)
    others = [Due(*key, count) for key, count in sorted(counted.items())]
    return sorted([*candidacies, *others], key=lambda one: (one.on, one.what))


def _candidacies(house: House, scope: Scope) -> list[Due]:
    """How many candidates of each unit may become members: on the day itself, and on each monthly day ahead.

    Counted  each candidate once, on the first of these days
    """
    found: list[Due] = []
    before: Mapping[int, tuple[str, int]] = {}
    for months in range(AHEAD + 1):
        day = months_after(scope.day, months)
        reached = cases.by_unit(house, on=day, scope=scope)
        fresh: Counter[str] = Counter()
        for unit, (name, many) in reached.items():
            fresh[name] += max(0, many - before.get(unit, (name, 0))[1])
        named = [(name, many) for name, many in fresh.items() if many]
        found += [Due(day, CANDIDACY, name, many) for name, many in named[:UNITS]]
        if others := named[UNITS:]:
            found.append(Due(day, CANDIDACY, f"the other units ({len(others)})", sum(many for _, many in others)))
        before = reached
    return found


def calendar(found: Sequence[Due], *, name: str, at: datetime) -> str:
    """What is due as iCalendar (RFC 5545): whole days, lines folded, every text escaped."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Polity//Due//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    lines += [f"X-WR-CALNAME:{_escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:PT1H"]
    stamp = at.strftime("%Y%m%dT%H%M%SZ")
    for one in found:
        told = blake2b(f"{one.on} {one.what} {one.unit}".encode(), digest_size=12).hexdigest()
        lines += [
            "BEGIN:VEVENT", f"UID:{told}@polity", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{one.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.on + timedelta(days=1):%Y%m%d}", f"SUMMARY:{_escaped(one.says)}",
            "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _escaped(text: str) -> str:
    plain = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return plain.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n")


def _folded(line: str) -> Iterator[str]:
    """A line in parts of at most 75 bytes; each but the first begins with a space, and no letter is cut."""
    part, size = "", 0
    for sign in line:
        bytes_of = len(sign.encode())
        if size + bytes_of > 75:
            yield part
            part, size = " ", 1
        part += sign
        size += bytes_of
    yield part
