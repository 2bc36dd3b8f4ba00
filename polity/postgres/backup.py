"""One file of a whole database, and a database made from it again, proved to be the same.

The file is a ZIP archive: `manifest.json` and, for each table, its rows as PostgreSQL's binary COPY writes them. All
rows are read in one snapshot, while others go on working. Where the organisation has keys for its backups the rows are
encrypted for them (X25519, XChaCha20-Poly1305 by libsodium): whoever finds the file reads no name in it.
"""

import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any, Literal, NamedTuple

import psycopg
from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from psycopg import sql

type Says = Callable[[str, int, int], None]  # what is being done, how far, of how much

FORMAT = 1
DAMAGE = (zipfile.BadZipFile, zlib.error, CryptoError, EOFError, struct.error, KeyError, psycopg.DataError)
MOST = 1 << 20  # bytes in one frame
# Who was signed in, asked to be, or held a key: no facts of the organisation. What was ended since the backup must not
# come back with it: after a restore one signs in, and makes keys, anew.
PASSING = ("page_session", "door_challenge", "door_link", "door_count", "api_token")


class Unusable(Exception):
    """A file that nothing can be restored from; the message says why, and the remedy."""


class Kept(NamedTuple):
    """What a backup holds of one table: how many rows, and a digest of them in whatever order."""

    rows: int
    digest: str


def digests(connection: psycopg.Connection[Any], tables: Iterable[str]) -> dict[str, Kept]:
    """What the tables hold: equal digests, equal rows."""
    found = {}
    for table in tables:
        row = connection.execute(
            sql.SQL(
                "SELECT count(*), coalesce(sum(hashtextextended(t::text, 0)::numeric), 0)::text,"
                " coalesce(sum(hashtextextended(t::text, 1)::numeric), 0)::text FROM {} t"
            ).format(sql.Identifier(table))
        ).fetchone()
        assert row is not None
        found[table] = Kept(int(row[0]), f"{row[1]} {row[2]}")
    return found


def write(dsn: str, file: Path, *, about: Mapping[str, Any], key: bytes | None, says: Says) -> int:
    """Write the database to a file. Gives the number of rows.

    about  what the manifest says besides: the program's version, the journal's head
    key    the public key of the organisation's backups, 32 bytes; None writes rows that anybody can read
    says   is told what is being done, how far, and of how much

    The file appears under its name once it is whole.
    """
    unfinished = file.with_name(file.name + ".part")
    with psycopg.connect(dsn) as connection, zipfile.ZipFile(unfinished, "w", zipfile.ZIP_DEFLATED, True, 1) as archive:
        unfinished.chmod(0o600)
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        written = tables(connection)
        secret = None if key is None else bindings.crypto_secretstream_xchacha20poly1305_keygen()
        for at, table in enumerate(written):
            says("Writing tables", at, len(written))
            with archive.open(f"tables/{table}", "w", force_zip64=True) as member:
                _write(connection, table, member, secret)
        says("Proving what was written", 0, 1)
        kept = digests(connection, written)
        manifest = {
            "polity backup": FORMAT,
            **about,
            "migrations": [name for (name,) in connection.execute("SELECT name FROM django_migrations ORDER BY id")],
            "sequences": _sequences(connection),
            "tables": {table: {"rows": one.rows, "digest": one.digest} for table, one in kept.items()},
            "key": None if secret is None or key is None else SealedBox(PublicKey(key)).encrypt(secret).hex(),
        }
        archive.writestr("manifest.json", json.dumps(manifest, indent=1))
    unfinished.rename(file)
    return sum(one.rows for one in kept.values())


def manifest_of(file: Path) -> dict[str, Any]:
    """What a backup says of itself. Raises Unusable for a file that is none, or is cut off."""
    try:
        with zipfile.ZipFile(file) as archive:
            found: dict[str, Any] = json.loads(archive.read("manifest.json"))
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as problem:
        raise Unusable(
            f"{file.name} is not a whole backup: {problem}. Take another one; a backup that broke off has no end."
        ) from None
    if found.get("polity backup") != FORMAT:
        raise Unusable(f"{file.name} was written in a form that this version does not read. Restore it with its own.")
    return found


def read_into(dsn: str, file: Path, *, key: bytes | None, says: Says) -> None:
    """Fill a database, which was brought to the same form and holds nothing, from a backup, and prove it equal.

    key  the private key of the organisation's backups, 32 bytes

    Raises Unusable where the file is damaged, the key does not fit, or the rows are not those that were written; the
    database is then as empty as before.
    """
    manifest = manifest_of(file)
    secret = _secret(manifest, key)
    kept = {table: Kept(one["rows"], one["digest"]) for table, one in manifest["tables"].items()}
    with psycopg.connect(dsn) as connection, zipfile.ZipFile(file) as archive:
        # The rows were written by acts and are proved below; what guards new ones would ask for an entry of today.
        _guards(connection, kept, "DISABLE")
        names = sql.SQL(", ").join(sql.Identifier(table) for table in kept)
        connection.execute(sql.SQL("TRUNCATE {}").format(names))  # of what a new database begins with
        for at, table in enumerate(kept):
            says("Reading tables", at, len(kept))
            try:
                with archive.open(f"tables/{table}") as member:
                    _read(connection, table, member, secret)
            except DAMAGE as problem:
                raise Unusable(
                    f"{file.name} is damaged at table {at + 1}: {problem}. Take another backup; nothing was restored."
                ) from None
        for name, value in manifest["sequences"].items():
            connection.execute("SELECT setval(%s::regclass, %s)", [name, value])
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _guards(connection, kept, "ENABLE")
        says("Proving that it is the same", 0, 1)
        if different := _different(connection, kept):
            raise Unusable(f"Not as it was written: {', '.join(different)}. Nothing was restored.")


def tables(connection: psycopg.Connection[Any]) -> list[str]:
    """The tables that a backup holds."""
    rows = connection.execute(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
        " AND table_name <> 'django_migrations' AND table_name <> ALL(%s) ORDER BY 1",
        [list(PASSING)],
    )
    return [name for (name,) in rows]


def _sequences(connection: psycopg.Connection[Any]) -> dict[str, int]:
    rows = connection.execute(
        "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NOT NULL"
        " AND sequencename NOT LIKE 'django%'"
    )
    return {name: int(value) for name, value in rows}


def _write(connection: psycopg.Connection[Any], table: str, member: IO[bytes], secret: bytes | None) -> None:
    with (
        connection.cursor() as cursor,
        cursor.copy(sql.SQL("COPY {} TO STDOUT (FORMAT binary)").format(sql.Identifier(table))) as rows,
    ):
        if secret is None:
            for some in rows:
                member.write(some)
            return
        state = bindings.crypto_secretstream_xchacha20poly1305_state()
        member.write(bindings.crypto_secretstream_xchacha20poly1305_init_push(state, secret))
        for frame in _frames(rows):
            sealed = bindings.crypto_secretstream_xchacha20poly1305_push(state, frame, table.encode())
            member.write(struct.pack(">I", len(sealed)) + sealed)
        last = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
        sealed = bindings.crypto_secretstream_xchacha20poly1305_push(state, b"", table.encode(), last)
        member.write(struct.pack(">I", len(sealed)) + sealed)


def _frames(rows: Iterable[bytes | bytearray | memoryview]) -> Iterator[bytes]:
    held = bytearray()
    for some in rows:
        held += some
        if len(held) >= MOST:
            yield bytes(held)
            held.clear()
    if held:
        yield bytes(held)


def _different(connection: psycopg.Connection[Any], kept: Mapping[str, Kept]) -> list[str]:
    found = digests(connection, kept)
    return [table for table in kept if kept[table] != found[table]]


def _guards(connection: psycopg.Connection[Any], tables: Iterable[str], how: Literal["ENABLE", "DISABLE"]) -> None:
    for table in tables:
        connection.execute(sql.SQL(f"ALTER TABLE {{}} {how} TRIGGER USER").format(sql.Identifier(table)))


def _read(connection: psycopg.Connection[Any], table: str, member: IO[bytes], secret: bytes | None) -> None:
    copied = sql.SQL("COPY {} FROM STDIN (FORMAT binary)").format(sql.Identifier(table))
    with connection.cursor() as cursor, cursor.copy(copied) as rows:
        for some in _plain(member, table, secret):
            rows.write(some)


def _plain(member: IO[bytes], table: str, secret: bytes | None) -> Iterator[bytes]:
    if secret is None:
        while some := member.read(MOST):
            yield some
        return
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    head = _exactly(member, bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES)
    bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, head, secret)
    last = 0
    while last != bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL:
        (size,) = struct.unpack(">I", _exactly(member, 4))
        sealed = _exactly(member, min(size, 2 * MOST + 64))
        frame, last = bindings.crypto_secretstream_xchacha20poly1305_pull(state, sealed, table.encode())
        yield frame


def _exactly(member: IO[bytes], size: int) -> bytes:
    found = member.read(size)
    if len(found) != size:
        raise EOFError("it breaks off")
    return found


def _secret(manifest: Mapping[str, Any], key: bytes | None) -> bytes | None:
    if manifest["key"] is None:
        return None
    if key is None:
        raise Unusable("This backup is encrypted. Give both shares of the key: --share FILE --share FILE.")
    try:
        return SealedBox(PrivateKey(key)).decrypt(bytes.fromhex(manifest["key"]))
    except CryptoError:
        raise Unusable("These shares are not of the key that this backup was written for. Take the others.") from None


def shares(draw: Callable[[int], bytes]) -> tuple[bytes, bytes, bytes]:
    """A new key for backups: its public part, and two shares of the private one, each worth nothing alone."""
    private, first = draw(32), draw(32)
    second = bytes(a ^ b for a, b in zip(private, first, strict=True))
    return bytes(PrivateKey(private).public_key), first, second


def joined(first: bytes, second: bytes) -> bytes:
    """The private key from its two shares."""
    return bytes(a ^ b for a, b in zip(first, second, strict=True))


__all__ = ["Kept", "Unusable", "digests", "joined", "manifest_of", "read_into", "shares", "write"]
