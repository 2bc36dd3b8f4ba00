"""Keys to the API: made by a person for an office, narrow, dated, shown once, kept as a digest, ended at once.

A key never reaches further than whoever made it: it is asked at every request whether the term of its office still
runs, and what the office covers on that day. The table holds no fact of the organisation; what becomes of a key is
kept in its row, and no row goes.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import blake2b
from typing import Any

from polity.acts import ACTS
from polity.postgres.database import Database
from polity.readings.desks import covered
from polity.readings.house import House, Scope
from polity.readings.units import lies_within
from polity.register.accounts import account_of
from polity.words import ids

LONGEST = timedelta(days=365)
LABEL = 80  # letters
USED = timedelta(minutes=1)  # a use is written down at most once in so long
IMPORTS = ("record.as_found", "record.units_as_found")  # only whole files become these

# What can be read, by the first word under which the API keeps it.
READINGS = (
    "admission", "balance", "census", "contacts", "duplicates", "exports", "followup", "forecasts", "journal",
    "meetings", "notices", "offices", "organisation", "own", "people", "questions", "releases", "reregistrations",
    "resolutions", "rights", "search", "sources", "statutes", "transfers", "units", "waiting",
)  # fmt: skip


class Unfit(ValueError):
    """A key that cannot be made so: the field it lies in, and what would do. For whoever asked."""

    def __init__(self, field: str, says: str) -> None:
        self.field, self.says = field, says
        super().__init__(says)


@dataclass(frozen=True)
class Token:
    """A key, without the key itself.

    person   who made it and in whose name it asks; None for a key of whoever keeps the records
    office   the office and its `unit`; None for one's own record, or for whoever keeps the records
    part     a unit below that of the office, if the key reaches no further than it
    allowed  operations by the beginning of their names: `readings`, `readings.people`, `acts.admission.apply`
    """

    token: int
    label: str
    person: int | None
    office: str | None
    unit: int | None
    part: int | None
    allowed: tuple[str, ...]
    made: datetime
    made_by: str
    until: datetime
    used: datetime | None
    revoked: datetime | None
    revoked_by: str | None

    def allows(self, operation: str) -> bool:
        """Whether the key is made for an operation, by its name."""
        return any(operation == one or operation.startswith(f"{one}.") for one in self.allowed)

    def runs(self, now: datetime) -> bool:
        """Whether the key is neither revoked nor past its day."""
        return self.revoked is None and self.made <= now < self.until

    def plain(self) -> dict[str, Any]:
        """As JSON shows it, with stable keys."""
        return {
            "token": ids.show(self.token),
            "label": self.label,
            "person": None if self.person is None else ids.show(self.person),
            "office": None if self.office is None or self.unit is None else f"{self.office}@{ids.show(self.unit)}",
            "part": None if self.part is None else ids.show(self.part),
            "allowed": list(self.allowed),
            "made": _moment(self.made),
            "until": _moment(self.until),
            "used": _moment(self.used),
            "revoked": _moment(self.revoked),
        }


COLUMNS = "token, label, person, office, unit, part, allowed, made, made_by, until, used, revoked, revoked_by"


def families() -> tuple[str, ...]:
    """What a key may be made for, in groups: `readings.people`, `acts.admission`."""
    acts = sorted({name.partition(".")[0] for name in ACTS if name not in IMPORTS})
    return (*(f"readings.{name}" for name in READINGS), *(f"acts.{name}" for name in acts))


def make(
    database: Database,
    *,
    label: str,
    allowed: Iterable[str],
    made: datetime,
    until: datetime,
    randomness: Callable[[int], bytes],
    person: int | None = None,
    office: str | None = None,
    unit: int | None = None,
    part: int | None = None,
    made_by: str = "account",
) -> tuple[Token, str]:
    """Make a key, and give it with the text that is shown once. Whoever calls has asked for the office's term.

    Raises Unfit for what no key may be.
    """
    names = tuple(dict.fromkeys(allowed))
    known = {"readings", "acts", *families(), *(f"acts.{name}" for name in ACTS if name not in IMPORTS)}
    if not names or (strange := [name for name in names if name not in known and not _one_reading(name)]):
        said = f"“{strange[0]}” is nothing that a key can be made for." if names else "A key is made for something."
        raise Unfit("allowed", said)
    if not label.strip() or len(label) > LABEL or "\0" in label:
        raise Unfit("label", f"A key is known by a name of up to {LABEL} letters.")
    if not made < until <= made + LONGEST:
        raise Unfit("until", "A key ends on a day to come, and within a year.")
    key = f"polity_{randomness(32).hex()}"
    one = Token(
        ids.of_bytes(randomness(8)), label.strip(), person, office, unit, part, names, made, made_by, until, None, None,
        None,
    )  # fmt: skip
    with database.doors() as cursor:
        cursor.execute(
            "INSERT INTO api_token (token, digest, label, person, office, unit, part, allowed, made, made_by, until)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [one.token, digest(key), one.label, person, office, unit, part, list(names), made, made_by, until],
        )
    return one, key


def _one_reading(name: str) -> bool:
    """A single reading, by the full name of its operation; the API says which there are."""
    first, _, rest = name.partition(".")
    return first == "readings" and rest.partition(".")[0] in READINGS and all(map(str.isidentifier, rest.split(".")))


def digest(key: str) -> bytes:
    """What is kept of a key."""
    return blake2b(key.encode("utf-8", "replace"), digest_size=32, person=b"polity api key 1").digest()


def listed(database: Database, *, person: int | None = None, everybody: bool = False) -> list[Token]:
    """The keys of a person, or of everybody, the newest first, with those that have ended."""
    with database.doors() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM api_token WHERE %s OR person = %s ORDER BY made DESC, token", [everybody, person]
        )
        return [_token(row) for row in cursor.fetchall()]


def revoke(database: Database, token: int, *, at: datetime, by: str, person: int | None = None) -> bool:
    """End a key at once. `person` ends only their own; None is whoever keeps the records. False if there is none."""
    with database.doors() as cursor:
        cursor.execute(
            "UPDATE api_token SET revoked = coalesce(revoked, %s), revoked_by = coalesce(revoked_by, %s)"
            " WHERE token = %s AND (%s::bigint IS NULL OR person = %s)",
            [at, by, token, person, person],
        )
        return cursor.rowcount == 1


def used(database: Database, key: str, *, now: datetime) -> Token | None:
    """The key that somebody brings, if it runs at this moment; its use is written down."""
    with database.doors() as cursor:
        cursor.execute(f"SELECT {COLUMNS} FROM api_token WHERE digest = %s", [digest(key)])
        row = cursor.fetchone()
        found = None if row is None else _token(row)
        if found is None or not found.runs(now):
            return None
        if found.used is None or found.used + USED <= now:
            cursor.execute("UPDATE api_token SET used = %s WHERE token = %s", [now, found.token])
        return found


def reach(house: House, token: Token, *, today: date) -> Scope | None:
    """What a key may see today: what its office covers, or less.

    None once the term has ended, the account of the person is closed, or the person erased.
    """
    if token.person is None:
        whole = Scope(day=today, whole=True)
    else:
        own = Scope(day=today, person=token.person)
        whole = seen_by(house, token.person, token.office, token.unit, today=today)
        if token.office is not None and whole == own:
            return None
        with house.register(scope=own) as register:
            held = account_of(register, token.person)
            if register.name(token.person) is None or (held is not None and not held.open_on(today)):
                return None
    return whole if token.part is None else _narrower(house, token.part, whole)


def seen_by(house: House, person: int, office: str | None, unit: int | None, *, today: date) -> Scope:
    """What somebody sees in an office today; their own record where its term does not run."""
    return covered(house, office=office or "", unit=unit, scope=Scope(day=today, person=person))


def may_be_part(house: House, unit: int, *, scope: Scope) -> bool:
    """Whether a key may be narrowed to a unit: it lies in what its maker sees."""
    return _narrower(house, unit, scope) is not None


def _narrower(house: House, unit: int, scope: Scope) -> Scope | None:
    with house.register(scope=scope) as register:
        if register.unit(unit, on=scope.day) is None or not lies_within(register, unit, scope=scope):
            return None
    return Scope(day=scope.day, unit=unit, person=scope.person)


def _token(row: Sequence[Any]) -> Token:
    held = dict(zip(COLUMNS.split(", "), row, strict=True))
    return Token(**{**held, "allowed": tuple(held["allowed"])})


def _moment(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat(timespec="seconds")
