"""A key for each person: their particulars are kept under it, and erasing a person destroys it.

The organisation itself has a key too, under id 0, for particulars that concern no person.
"""

import struct
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import NamedTuple

from nacl.bindings import crypto_secretbox, crypto_secretbox_open
from nacl.exceptions import CryptoError
from psycopg import Cursor

from polity.postgres.database import Row

ORGANISATION = 0


class Sealed(NamedTuple):
    """Particulars as stored: a keyed commitment that the journal may show, and the ciphertext."""

    commitment: bytes
    text: bytes


def commitment(key: bytes, plain: bytes) -> bytes:
    """Commit to particulars. Without the key nothing can be learnt or guessed from it, not even by trying names."""
    return blake2b(plain, key=key, digest_size=32, person=b"polity commit").digest()


def _nonce(entry: int, row: int) -> bytes:
    # A key never meets the same nonce twice: an entry's number is used once, and rows are counted within it.
    return entry.to_bytes(12, "big") + row.to_bytes(12, "big")


def conceal(key: bytes, plain: bytes, *, entry: int, row: int) -> Sealed:
    """Put particulars under a key (XSalsa20 and Poly1305)."""
    return Sealed(commitment(key, plain), crypto_secretbox(plain, _nonce(entry, row), key))


def reveal(key: bytes, text: bytes, *, entry: int, row: int) -> bytes | None:
    """Read particulars again. None if they were altered, or belong to another key or place."""
    try:
        return crypto_secretbox_open(text, _nonce(entry, row), key)
    except CryptoError:
        return None


def find(cursor: Cursor[Row], people: Iterable[int]) -> dict[int, bytes]:
    """The keys of people who have one."""
    cursor.execute(
        "SELECT person, key FROM particular_key WHERE person = ANY(%s::bigint[])", [f"{{{','.join(map(str, people))}}}"]
    )
    return {int(person): bytes(key) for person, key in cursor.fetchall()}


def make(cursor: Cursor[Row], people: Sequence[int], randomness: bytes) -> dict[int, bytes]:
    """Give people their keys: 32 bytes of the randomness for each, in their order."""
    keys = {person: randomness[32 * at : 32 * at + 32] for at, person in enumerate(people)}
    # PostgreSQL's binary form, packed here: two fields a row, each behind its length. A batch makes many keys.
    head = struct.Struct("!hiqi").pack
    rows = [part for person, key in keys.items() for part in (head(2, 8, person, len(key)), key)]
    with cursor.copy("COPY particular_key (person, key) FROM STDIN (FORMAT BINARY)") as copy:
        copy.write(b"".join([b"PGCOPY\n\xff\r\n\0" + bytes(8), *rows, b"\xff\xff"]))
    return keys
