"""The one way in: an act is examined, applied and entered in one transaction, or leaves no trace."""

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
from polity.words import ids
from polity.words.objections import Objection, objection

TRIES = 40


def examine(act: Act, *, by: Authority, register: Register, law: Law) -> list[Objection]:
    """Say what stands in the way of an act. An empty list means it may be enacted.

    First who may, then what is so, then what the articles say: whoever is not competent learns nothing else.
    """
    return (
        list(competence.objections(act, by, register, law))
        or list(act.impediments(register))
        or list(articles.objections(act, register, law))
    )


def enact(act: Act, *, by: Authority, database: Database, key: str | None = None) -> Receipt:
    """Check, apply and record one act: all of it, or nothing.

    key  a name that the asker gives this act, so that asking twice enters it once

    Raises Refused with everything that stands in the way. The receipt comes after a durable commit; the sealer
    chains the entry once it is committed. What collides with another act is tried again from the check.
    """
    for attempt in range(TRIES):
        try:
            with database.acting() as cursor:
                return _entered(act, by, cursor, key)
        except (
            errors.SerializationFailure,
            errors.DeadlockDetected,
            errors.UniqueViolation,
            errors.ExclusionViolation,
        ):
            # Unique keys collide when two acts meet: the next try sees the other's entry and says so in words.
            if attempt == TRIES - 1:
                raise
    raise AssertionError("unreachable")


def _entered(act: Act, by: Authority, cursor: Cursor[Row], key: str | None) -> Receipt:
    text = canonical({"act": act.name, **act.plain()})
    digest = entries.digest(text)
    if key is not None and (before := entries.earlier(cursor, key)) is not None:
        if before[1] != digest:
            raise Refused(act, [objection("key.other", key=key)])
        return before[0]
    register = Register(cursor)
    law = store.adopted(register)
    if objections := examine(act, by=by, register=register, law=law):
        raise Refused(act, objections)
    changes = list(act.changes(register))
    entry = entries.next_number(cursor)
    rows = [_head_row(act, changes), *act.particulars()]
    people = len({person for person, _ in rows})
    receipt = entries.append(
        cursor,
        entry,
        _head(act, by, law, key),
        rows,
        randomness=by.randomness(16 + 32 * people),
        digest_of_act=digest,
    )
    for change in changes:
        change.apply(cursor, entry)  # the database lets nobody write who has no entry in this transaction
    return receipt


def _head_row(act: Act, changes: list[Change]) -> tuple[int, bytes]:
    subject = act.concerns()
    steps = [{"change": change.name, **vars(change)} for change in changes if not getattr(change, "apart", False)]
    return subject or ORGANISATION, canonical({"act": act.plain(), "changes": steps})


def _head(act: Act, by: Authority, law: Law, key: str | None) -> Head:
    office = None if by.office is None or by.unit is None else f"{by.office}@{ids.show(by.unit)}"
    return Head(act.name, act.on.isoformat(), by.recorded, by.operator, office, law.fingerprint, key)
