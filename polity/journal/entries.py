"""Enter an act in the journal, its particulars apart and under the keys of those whom they concern."""

import struct
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

from psycopg import Cursor

from polity.journal import keys, merkle
from polity.postgres.database import Row


class Receipt(NamedTuple):
    """What whoever acted is given: it finds the entry again."""

    receipt: str
    entry: int
    number: int | None  # the sealed number; None until the sealer has come by


class Head(NamedTuple):
    """What an entry says in public: no person, no particulars."""

    act: str
    on: str  # day of effect, ISO
    recorded: str  # moment of entry, ISO, as given by whoever acts
    operator: str
    office: str | None  # `secretary@3F7K-...`, or None
    law: str | None  # fingerprint of the law it was checked against
    idempotency: str | None


def next_number(cursor: Cursor[Row]) -> int:
    """Take the id of the entry about to be made, and let the register know who writes."""
    cursor.execute(
        "SELECT set_config('polity.entry', nextval(pg_get_serial_sequence('journal_entry', 'entry'))::text, true)"
    )
    found = cursor.fetchone()
    assert found is not None
    return int(found[0])


def newest(cursor: Cursor[Row]) -> int:
    """The last entry that a snapshot holds, sealed or not; 0 for none."""
    cursor.execute("SELECT coalesce(max(entry), 0) FROM journal_entry")
    found = cursor.fetchone()
    return int(found[0]) if found else 0


def earlier(cursor: Cursor[Row], idempotency: str) -> tuple[Receipt, str] | None:
    """The receipt of an act that was already entered under a key, with the digest of that act."""
    cursor.execute(
        "SELECT e.receipt, e.entry, s.number, e.digest FROM journal_entry e LEFT JOIN journal_seal s USING (entry)"
        " WHERE e.idempotency = %s",
        [idempotency],
    )
    found = cursor.fetchone()
    return None if found is None else (Receipt(found[0], found[1], found[2]), found[3])


def digest(cursor: Cursor[Row], person: int, text: bytes) -> str | None:
    """A digest by which a repeated act is told from another act under the same name. None once the person is erased.

    It lies under the key of whom the act concerns: what was erased cannot be found again by trying texts.
    """
    key = keys.find(cursor, [person]).get(person)
    return None if key is None else _digest(key, text)


def _digest(key: bytes, text: bytes) -> str:
    return blake2b(text, key=key, digest_size=16, person=b"polity same act").hexdigest()


def append(
    cursor: Cursor[Row],
    entry: int,
    head: Head,
    rows: Sequence[tuple[int, bytes]],
    *,
    randomness: bytes,
    text: bytes,
) -> Receipt:
    """Add an entry and its particulars.

    rows        for each row the person under whose key it lies (0: the organisation) and its canonical bytes
    randomness  32 bytes for each distinct person of `rows` and 16 for the receipt; unused bytes are thrown away
    text        the act as it was offered, by whose digest a repetition is known
    """
    people = list(dict.fromkeys(person for person, _ in rows))
    known = keys.find(cursor, people)
    unknown = [person for person in people if person not in known]
    known |= keys.make(cursor, unknown, randomness[16:]) if unknown else {}
    concealed = [keys.conceal(known[person], row, entry=entry, row=at) for at, (person, row) in enumerate(rows)]
    receipt = randomness[:16].hex()
    cursor.execute(
        "INSERT INTO journal_entry (entry, act, valid_on, recorded, operator, office, law, receipt, idempotency,"
        " digest, root, rows) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [entry, head.act, head.on, head.recorded, head.operator, head.office, head.law, receipt, head.idempotency,
         _digest(known[people[0]], text), merkle.root([row.commitment for row in concealed]).hex(), len(rows)],
    )  # fmt: skip
    _add_particulars(
        cursor,
        (
            (entry, at, person, row.commitment, row.text)
            for at, ((person, _), row) in enumerate(zip(rows, concealed, strict=True))
        ),
    )
    return Receipt(receipt, entry, None)


def _add_particulars(cursor: Cursor[Row], rows: Iterable[tuple[int, int, int, bytes, bytes]]) -> None:
    # PostgreSQL's binary form, packed here: five fields a row, each behind its length. A batch has many rows.
    head, tail = struct.Struct("!hiqiiiqi").pack, struct.Struct("!i").pack
    with cursor.copy("COPY particulars (entry, row, person, commitment, sealed) FROM STDIN (FORMAT BINARY)") as copy:
        parts = [b"PGCOPY\n\xff\r\n\0" + bytes(8)]
        for entry, at, person, commitment, sealed in rows:
            parts += (head(5, 8, entry, 4, at, 8, person, len(commitment)), commitment, tail(len(sealed)), sealed)
            if len(parts) > 8192:
                copy.write(b"".join(parts))
                parts.clear()
        parts.append(struct.pack("!h", -1))
        copy.write(b"".join(parts))
