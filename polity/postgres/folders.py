"""The private folder of the server's socket: short enough for a socket's path, and nobody else's."""

import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from polity.postgres.accounts import Account
from polity.postgres.refusals import NotReady
from polity.postgres.settings import PORT

LONGEST = 100  # bytes; the system allows 107 for a socket's whole path


def socket_folder(data: Path, account: Account) -> Path:
    """Make or find the private folder for the socket of a data folder.

    A name that somebody else has taken, or a link, is passed over, never used.

    Raises NotReady when no place will do.
    """
    mark = hashlib.blake2b(os.fsencode(data.resolve()), digest_size=6).hexdigest()
    looked = []
    for base in dict.fromkeys(_bases()):
        for number in range(10):
            folder = base / f"polity-{account.uid}-{mark}{f'-{number}' if number else ''}"
            if len(os.fsencode(folder / f".s.PGSQL.{PORT}")) > LONGEST:
                break
            if _made_private(folder, account):
                return folder
        looked.append(str(base))
    raise NotReady(
        f"No private folder could be made for PostgreSQL's socket. Looked in: {', '.join(looked)}. "
        "Set TMPDIR to a folder with a short path in which you may make folders."
    )


def _bases() -> Iterator[Path]:
    if os.geteuid() == 0:
        yield Path("/run/polity")
    elif runtime := os.environ.get("XDG_RUNTIME_DIR"):
        yield Path(runtime)
    yield Path(tempfile.gettempdir())
    yield Path("/tmp")


def _made_private(folder: Path, account: Account) -> bool:
    """Whether the folder is now there, a true folder, ours or the account's, and closed to everybody else."""
    try:
        if folder.parent == Path("/run/polity"):
            folder.parent.mkdir(mode=0o755, exist_ok=True)
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    except OSError:
        return False
    try:
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return False
    try:
        found = os.fstat(held)
        if found.st_uid == os.geteuid() and account.borrowed:
            os.fchown(held, account.uid, account.gid)
            found = os.fstat(held)
        return found.st_uid == account.uid and stat.S_IMODE(found.st_mode) == 0o700 and account.may_enter(folder)
    finally:
        os.close(held)
