"""What can be learned about a running server from its pid file, and how it is asked to stop."""

import os
import signal
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 0.01  # seconds between two looks


@dataclass(frozen=True)
class Server:
    """A server as its pid file describes it."""

    pid: int
    socket_folder: Path | None  # None until the server has one
    ready: bool

    def lives(self, cluster: Path) -> bool:
        """Whether that process runs and is the PostgreSQL of this cluster.

        After a crash its number may belong to any other program, so the folder it works in is compared.
        """
        try:
            state = Path(f"/proc/{self.pid}/stat").read_text(encoding="utf-8", errors="replace").rsplit(")", 1)[1]
            return state.split()[0] not in "ZX" and Path(f"/proc/{self.pid}/cwd").samefile(cluster)
        except OSError:
            return not Path("/proc/self").exists() and runs(self.pid)

    def stop(self, cluster: Path, *, seconds: float) -> bool:
        """Ask the server to close and wait until it has; False if it has not within that time."""
        try:
            os.kill(self.pid, signal.SIGINT)
        except ProcessLookupError:
            return True
        return wait_for(lambda: found(cluster) is None or not self.lives(cluster), seconds=seconds)


def found(cluster: Path) -> Server | None:
    """The server that the cluster's pid file names, or None if there is no such file or it is still empty."""
    try:
        lines = (cluster / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        pid = abs(int(lines[0]))
    except (FileNotFoundError, IndexError, ValueError):
        return None
    folder = Path(lines[4]) if len(lines) > 4 and lines[4] else None
    return Server(pid, folder, ready=len(lines) > 7 and lines[7].strip() == "ready")


def wait_for(happened: Callable[[], bool], *, seconds: float) -> bool:
    """Look until something has happened; False if it has not within that time."""
    end = time.monotonic() + seconds
    while not happened():
        if time.monotonic() > end:
            return False
        time.sleep(PATIENCE)
    return True


def runs(pid: int) -> bool:
    """Whether any process has this number."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
