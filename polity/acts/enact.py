"""The one way in: an act is examined, applied and entered in one transaction, or leaves no trace."""

from collections.abc import Iterator, Mapping
from typing import Any

from psycopg import Cursor, errors

from polity.acts import articles, competence
from polity.acts.act import Act, Authority, Refused
from polity.journal import entries
from polity.journal.canonical import canonical
from polity.journal.entries import Head, Receipt
from polity.journal.keys import ORGANISATION
from polity.postgres.database import Database, Row
from polity.register.changes import Change
from polity.register.register import Register
from polity.statutes import Law, store
from polity.words import ids, kept
from polity.words.objections import Objection, objection

TRIES = 40  # of what PostgreSQL cannot put in order with others
ALONE = 2  # after so many, acts that collide are tried one after another
MEETINGS = 6  # of keys that meet another's: the act that came second sees the first one at its next try


def examine(act: Act, *, by: Authority, register: Register, law: Law) -> list[Objection]:
    """Say what stands in the way of an act. An empty list means it may be enacted.

    First who may, then what is so, then what the articles say: whoever is not competent learns nothing else.
    """
    return (
        list(competence.objections(act, by, register, law))
        or list(unwritable(act.plain()))
        or list(act.impediments(register))
        or list(articles.objections(act, register, law))
    )


def enact(act: Act, *, by: Authority, database: Database, key: str | None = None) -> Receipt:
    """Check, apply and record one act: all of it, or nothing.

    key  a name that the asker gives this act, so that asking twice enters it once

    Raises Refused with everything that stands in the way. The receipt comes after a durable commit; the sealer
    chains the entry once it is committed. What collides with another act is tried again from the check.
    """
    collided = met = 0
    while True:
        try:
            with database.acting(in_turn=collided > ALONE) as cursor:
                return _entered(act, by, cursor, key)
        except (errors.SerializationFailure, errors.DeadlockDetected):
            collided += 1
            if collided == TRIES:
                raise
        except errors.IntegrityError as broken:
            # Unique keys collide when two acts meet: the next try sees the other's entry and says so in words.
            met += isinstance(broken, (errors.UniqueViolation, errors.ExclusionViolation))
            if met in (0, MEETINGS):
                kept_by = broken.diag.constraint_name
                raise Refused(act, [objection("register.kept", says=kept.says(kept_by))]) from broken


def unwritable(values: Mapping[str, Any], where: str = "") -> Iterator[Objection]:
    """Signs that no database can keep: the empty sign, and halves of signs."""
    for name, value in values.items():
        if isinstance(value, str):
            signs = [sign for sign in value if sign == "\0" or "\ud800" <= sign <= "\udfff"]
            if signs:
                yield objection("text.letters", where=where or name, sign=f"U+{ord(signs[0]):04X}")
        elif isinstance(value, Mapping):
            yield from unwritable({str(key): item for key, item in value.items()}, where or name)
            yield from unwritable({str(key): str(key) for key in value}, where or name)
        elif isinstance(value, (list, tuple)):
            yield from unwritable({str(at): item for at, item in enumerate(value)}, where or name)


def _entered(act: Act, by: Authority, cursor: Cursor[Row], key: str | None) -> Receipt:
    register = Register(cursor)
    if key is not None and (before := entries.earlier(cursor, key)) is not None:
        if before[1] != entries.digest(cursor, act.concerns() or ORGANISATION, _text(act)):
            raise Refused(act, [objection("key.other", key=key)])
        return before[0]
    law = store.adopted(register)
    if objections := examine(act, by=by, register=register, law=law):
        raise Refused(act, objections)
    changes = list(act.changes(register))
    entry = entries.next_number(cursor)
    rows = [_head_row(act, by, changes), *act.particulars()]
    people = len({person for person, _ in rows})
    receipt = entries.append(
        cursor,
        entry,
        _head(act, by, law, key),
        rows,
        randomness=by.randomness(16 + 32 * people),
        text=_text(act),
    )
    for change in changes:
        change.apply(cursor, entry)  # the database lets nobody write who has no entry in this transaction
    return receipt


def _text(act: Act) -> bytes:
    return canonical({"act": act.name, **act.plain()})


def _head_row(act: Act, by: Authority, changes: list[Change]) -> tuple[int, bytes]:
    """The particulars of the act itself. Whoever was signed in stands here, and not in what anybody may read."""
    steps = [{"change": change.name, **vars(change)} for change in changes if not getattr(change, "apart", False)]
    person = {} if by.person is None else {"by": by.person}
    return act.concerns() or ORGANISATION, canonical({"act": act.plain(), "changes": steps, **person})


def _head(act: Act, by: Authority, law: Law, key: str | None) -> Head:
    office = None
    if by.office is not None and by.unit is not None and not competence.for_oneself(act, by):
        office = f"{by.office}@{ids.show(by.unit)}"
    return Head(act.name, act.on.isoformat(), by.recorded, by.operator, office, law.fingerprint, key)
