"""Under which account the server runs. PostgreSQL refuses to run as root, so root lends it another account."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NOBODY = 65534


@dataclass(frozen=True)
class Account:
    """A user and a group of the operating system, by number."""

    uid: int
    gid: int

    @property
    def borrowed(self) -> bool:
        """Whether this is another account than our own."""
        return self.uid != os.geteuid()

    @property
    def name(self) -> str | None:
        """The account's name, or None where the system does not know the number, as in some containers."""
        try:
            return pwd.getpwuid(self.uid).pw_name
        except KeyError:
            return None

    def popen_options(self) -> dict[str, Any]:
        """What subprocess needs to run a child as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.borrowed else {}

    def may_enter(self, folder: Path) -> bool:
        """Whether the account can reach a folder by its path. Tried, not computed: there may be access lists."""
        if not self.borrowed:
            return True
        tried = subprocess.run(
            ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)],
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **self.popen_options(),
        )
        return tried.returncode == 0


def account_for(data: Path, cluster: Path) -> Account:
    """The account for a cluster: our own; for root, whoever owns the cluster or its data folder, else nobody."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid())
    for folder in (cluster, data):
        if folder.exists() and folder.stat().st_uid != 0:
            owner = folder.stat()
            return Account(owner.st_uid, owner.st_gid)
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return Account(NOBODY, NOBODY)
    return Account(entry.pw_uid, entry.pw_gid)
