"""File locks that say who uses a data folder. The operating system drops them with the process, however it ends."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Users:
    """The processes that use one cluster: each holds a shared lock on one file.

    A process that is killed leaves by itself, because its lock goes with it. Every object counts as one user, so a
    process may use a cluster twice at once. All methods are called while holding the doorway, so that the last one
    out is never mistaken.
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._held: int | None = None

    def enter(self) -> None:
        """Become a user."""
        if self._held is None:
            self._held = owned(self.file)
            fcntl.flock(self._held, fcntl.LOCK_SH)

    def leave(self) -> None:
        """Cease to be a user; calling it twice does no harm."""
        if self._held is not None:
            os.close(self._held)
            self._held = None

    def any(self) -> bool:
        """Whether anyone uses the cluster."""
        probe = owned(self.file)
        try:
            fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        else:
            return False
        finally:
            os.close(probe)


@contextmanager
def doorway(file: Path) -> Iterator[None]:
    """Hold the door: one process at a time starts or stops a cluster, the others wait here."""
    held = owned(file)
    try:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield
    finally:
        os.close(held)


def owned(file: Path, flags: int = os.O_RDWR) -> int:
    """Open a private file beside the cluster, made if need be, as a descriptor.

    Root may come to somebody's data folder, who must be able to come back to it; so its owner gets the file.
    """
    held = os.open(file, flags | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    if os.geteuid() == 0:
        owner = file.parent.stat()
        os.fchown(held, owner.st_uid, owner.st_gid)
    return held
