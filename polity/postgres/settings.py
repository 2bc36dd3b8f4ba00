"""The settings Polity writes for its own PostgreSQL at every start."""

import os
from collections.abc import Mapping
from pathlib import Path

from polity.postgres.accounts import Account

PORT = 5432  # only a part of the socket's name: the server listens on no network port
SUPERUSER = "polity"

SETTINGS: dict[str, str] = {
    # What was acknowledged is on the disk.
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    # What was erased does not live on in segments kept for reuse, nor in a log of statements.
    "wal_recycle": "off",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_statement": "none",
    "log_line_prefix": "%m [%p] ",
    "log_checkpoints": "off",
    # Nobody comes in by the network.
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    # Large loads and whole-register scans; checkpoints seldom enough not to disturb either.
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "max_wal_senders": "0",
    "autovacuum": "on",
    "jit": "off",  # compiling costs more than it saves on statements of milliseconds
    "timezone": "UTC",
    "log_timezone": "UTC",
    "datestyle": "ISO, YMD",
}

HEAD = """\
# Written anew at every start. What you want otherwise goes into local.conf beside this file;
# fsync, full_page_writes and synchronous_commit must stay on, or Polity refuses to start.
"""


def configuration(socket_folder: Path, changed: Mapping[str, str]) -> str:
    """The text of postgresql.conf."""
    settings = SETTINGS | {"unix_socket_directories": str(socket_folder)} | dict(changed)
    lines = [f"{name} = '{value.replace("'", "''")}'" for name, value in settings.items()]
    return HEAD + "\n".join(lines) + "\ninclude_if_exists = 'local.conf'\n"


def admission(account: Account, loopback: bool) -> tuple[str, str]:
    """The texts of pg_hba.conf and pg_ident.conf: only root and whoever starts the server come in, by the socket.

    An account that root lends to the server is not let in: other programs may run under it, too.
    """
    hba = "local all all peer map=polity\n"
    if loopback:
        hba += "host all all 127.0.0.1/32 scram-sha-256\n"
    names = ["root"] if account.borrowed or account.name in (None, "root") else ["root", str(account.name)]
    return hba, "".join(f"polity {name} all\n" for name in names)


def write(cluster: int, name: str, text: str, account: Account) -> None:
    """Put a file into the cluster's folder, given as an open descriptor, whole or not at all.

    The folder belongs to another account when root starts the server, so nothing in it is followed or overwritten.
    """
    made = f"{name}.new"
    try:
        os.unlink(made, dir_fd=cluster)
    except FileNotFoundError:
        pass
    file = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600, dir_fd=cluster)
    with os.fdopen(file, "w", encoding="utf-8") as out:
        out.write(text)
        if account.borrowed:
            os.fchown(out.fileno(), account.uid, account.gid)
    os.rename(made, name, src_dir_fd=cluster, dst_dir_fd=cluster)
