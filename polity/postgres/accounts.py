"""Under which account the server runs. PostgreSQL refuses to run as root, so root lends it another account."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from polity.postgres.refusals import NotReady

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
    """The account for a cluster: our own; for root, whoever owns the cluster or its data folder, else nobody.

    Raises NotReady when the system has no name for the account, which PostgreSQL insists on.
    """
    if os.geteuid() != 0:
        own = Account(os.geteuid(), os.getegid())
        if own.name is None:
            raise NotReady(
                f"This system has no name for the account number {own.uid}, and PostgreSQL insists on one. Add a line "
                "for it to /etc/passwd, start as another account, or give the address of a server in POLITY_DSN."
            )
        return own
    for folder in (cluster, data):
        if folder.exists():
            owner = Account(folder.stat().st_uid, folder.stat().st_gid)
            if owner.uid != 0 and owner.name:
                return owner
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return Account(NOBODY, NOBODY)
    return Account(entry.pw_uid, entry.pw_gid)
