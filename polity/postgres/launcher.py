"""Our own small launcher of an embedded PostgreSQL: one server a data folder, shared by all who use the folder.

The server starts with the first user and stops with the last. It is detached from the terminal, so that Ctrl-C in
one command does not take it from another; a user that is killed leaves by itself, and the next one to leave stops
the server. Started by root, it runs under another account, even where that account may not enter the folders above.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from polity.postgres import server as servers
from polity.postgres.accounts import Account, account_for
from polity.postgres.binaries import Binaries, find, within_reach
from polity.postgres.durability import check_durability
from polity.postgres.folders import socket_folder
from polity.postgres.locks import Users, doorway, owned
from polity.postgres.refusals import NotReady
from polity.postgres.settings import PORT, SUPERUSER, admission, configuration, write

STARTING = 600.0  # seconds: recovery after a crash replays up to max_wal_size
STOPPING = 120.0  # seconds: a last checkpoint on a slow disk
LEAVING = 30.0  # seconds that a killed server's children may need to go
DATABASE = "polity"
LONGEST_LOG = 10_000_000  # bytes; a longer log is put aside at the next start


@dataclass(frozen=True)
class Loopback:
    """An extra door on 127.0.0.1, for tests of what is reached by address: a port, and the superuser's password."""

    port: int
    password: str


class Cluster:
    """The embedded PostgreSQL of one data folder."""

    def __init__(
        self, data: Path, *, settings: Mapping[str, str] | None = None, loopback: Loopback | None = None
    ) -> None:
        self.data = data.absolute()
        self.folder = self.data / "postgres"
        self.log = self.data / "postgres.log"
        self.loopback = loopback
        self._settings = dict(settings or {})
        if loopback:
            self._settings |= {"listen_addresses": "127.0.0.1", "port": str(loopback.port)}
        self._users = Users(self.data / "postgres.users")
        self._process: subprocess.Popen[bytes] | None = None
        self._socket: Path | None = None

    def start(self) -> str:
        """Start the server, or join it where it runs, and return the address of the database `polity`.

        Raises NotReady, in words for people, when the server cannot start or would not be durable.
        """
        try:
            self.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            with doorway(self.data / "postgres.lock"):
                self._open()
                self._users.enter()
        except OSError as trouble:
            raise NotReady(
                f"The data folder {self.data} cannot be used: {trouble.strerror} ({trouble.filename or self.data}). "
                "Make room there, or let this account write there, or name another folder with --data."
            ) from trouble
        return self.dsn()

    def stop(self) -> None:
        """Leave the server; the last one to leave stops it. Without a start before, it stops a server left behind."""
        with suppress(FileNotFoundError), doorway(self.data / "postgres.lock"):
            self._users.leave()
            if not self._users.any():
                self._halt()

    def dsn(self, dbname: str = DATABASE) -> str:
        """The address of a database of this cluster, over the private socket."""
        if self._socket is None:
            raise NotReady(f"The PostgreSQL of {self.data} has not been started.")
        return make_conninfo(host=str(self._socket), port=self._port, user=SUPERUSER, dbname=dbname)

    @property
    def _port(self) -> int:
        return self.loopback.port if self.loopback else PORT

    def _open(self) -> None:
        """Join the running server or start one. The doorway is held."""
        if (running := self._running()) and self._joined(running):
            return
        if (running := servers.found(self.folder)) and running.lives(self.folder):
            if self._users.any():
                raise NotReady(
                    f"A PostgreSQL runs on {self.folder} (process {running.pid}) and is used, but its socket is gone. "
                    "Stop the commands that use this data folder, then start again."
                )
            self._halt()
        account = account_for(self.data, self.folder)
        binaries = within_reach(find(), account)
        if not self.folder.exists():
            self._found(binaries, account)
        self._check_version(binaries)
        self._launch(binaries, account)
        try:
            self._prepare()
        except BaseException:
            if not self._users.any():
                self._halt()
            raise

    def _running(self) -> servers.Server | None:
        """The server of this folder once it is ready; None if there is none, or it went while we waited."""
        server = servers.found(self.folder)
        if server is None or not server.lives(self.folder):
            return None
        servers.wait_for(lambda: self._settled(), seconds=STARTING)
        server = servers.found(self.folder)
        return server if server and server.ready and server.lives(self.folder) else None

    def _settled(self) -> bool:
        server = servers.found(self.folder)
        return server is None or server.ready or not server.lives(self.folder)

    def _joined(self, server: servers.Server) -> bool:
        """Whether the running server answers on the socket it names; then its durability is checked as well."""
        self._socket = server.socket_folder
        try:
            self._prepare()
        except psycopg.OperationalError:
            return False
        return True

    def _found(self, binaries: Binaries, account: Account) -> None:
        """Make a new cluster under another name and rename it, so that it is whole or not there."""
        making = self.folder.with_name("postgres.new")
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(mode=0o700)
        if account.borrowed:
            os.chown(making, account.uid, account.gid)
        with _held(making) as descriptor:
            made = subprocess.run(
                [
                    *(binaries.program("initdb"), "-D", _way(making, descriptor, account), "-U", SUPERUSER),
                    *("--data-checksums", "--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
                    *("--locale=C", "--auth-local=trust", "--auth-host=reject", "--no-instructions"),
                ],
                cwd="/",
                env=_environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                pass_fds=(descriptor,),
                umask=0o077,
                **account.popen_options(),
            )
        if made.returncode != 0:
            shutil.rmtree(making, ignore_errors=True)
            said = made.stderr.strip() or f"it ended with status {made.returncode}"
            raise NotReady(self._sentence("PostgreSQL could not make its files", said))
        making.rename(self.folder)

    def _check_version(self, binaries: Binaries) -> None:
        try:
            found = (self.folder / "PG_VERSION").read_text(encoding="ascii").strip()
        except FileNotFoundError:
            raise NotReady(
                f"{self.folder} does not hold a PostgreSQL cluster: its file PG_VERSION is missing. "
                "Restore the data folder from a backup, or name another folder with --data."
            ) from None
        if found != str(binaries.major):
            raise NotReady(
                f"The data in {self.folder} were written by PostgreSQL {found}; the programs in {binaries.folder} are "
                f"version {binaries.major} and cannot read them. Make a backup with the Polity that wrote them and "
                f"restore it with this one, or name the programs of version {found} in POLITY_PG_BIN."
            )

    def _launch(self, binaries: Binaries, account: Account) -> None:
        """Start the server and wait until it answers. Children of a killed server are given time to go."""
        self._socket = socket_folder(self.data, account)
        with _held(self.folder) as descriptor:
            write(descriptor, "postgresql.conf", configuration(self._socket, self._settings), account)
            hba, ident = admission(account, self.loopback is not None)
            write(descriptor, "pg_hba.conf", hba, account)
            write(descriptor, "pg_ident.conf", ident, account)
            command = [binaries.program("postgres"), "-D", _way(self.folder, descriptor, account)]
            attempts: list[str] = []

            def started() -> bool:
                attempts.append(self._try(command, descriptor, account))
                return "shared memory block" not in attempts[-1]

            servers.wait_for(started, seconds=LEAVING)
        if attempts[-1]:
            self._process = None
            raise NotReady(self._sentence("PostgreSQL did not start", attempts[-1]))

    def _try(self, command: list[str], descriptor: int, account: Account) -> str:
        """Start the server once; return its last words if it did not come up, else nothing."""
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
            self.log.replace(self.log.with_name("postgres.log.1"))
        stale = servers.found(self.folder)
        with os.fdopen(owned(self.log, os.O_WRONLY | os.O_APPEND), "ab") as log:
            before = self.log.stat().st_size
            self._process = process = subprocess.Popen(
                command,
                cwd="/",
                env=_environment(stale),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                pass_fds=(descriptor,),
                umask=0o077,
                **account.popen_options(),
            )

        def decided() -> bool:
            server = servers.found(self.folder)
            return process.poll() is not None or bool(server and server.pid == process.pid and server.ready)

        if servers.wait_for(decided, seconds=STARTING) and process.poll() is None:
            return ""
        said = self.log.read_bytes()[before:].decode("utf-8", "replace").strip()
        if process.poll() is None:
            return f"It was still busy after {STARTING:.0f} seconds.\n{said}"
        return said or f"It ended with status {process.returncode}."

    def _prepare(self) -> None:
        """Check that the server is durable, and make the database `polity` at the first start."""
        with psycopg.connect(self.dsn("postgres"), autocommit=True, connect_timeout=10) as conn:
            check_durability(conn)
            if self.loopback:
                password = sql.Literal(self.loopback.password)
                conn.execute(sql.SQL("alter role {} password {}").format(sql.Identifier(SUPERUSER), password))
            if conn.execute("select from pg_database where datname = %s", (DATABASE,)).fetchone() is None:
                conn.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))

    def _halt(self) -> None:
        """Stop the server of this folder, whoever started it."""
        server = servers.found(self.folder)
        socket = self._socket or (server.socket_folder if server else None)
        if server and server.lives(self.folder):
            server.stop(self.folder, seconds=STOPPING)
        if self._process is not None:
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(timeout=STOPPING)
            self._process = None
        if socket and servers.found(self.folder) is None:
            with suppress(OSError):  # somebody else's file in it keeps the folder
                socket.rmdir()

    def _sentence(self, what: str, said: str) -> str:
        last = "\n".join(f"  {line}" for line in said.splitlines()[-8:])
        free = shutil.disk_usage(self.data).free // 1_000_000
        remedy = (
            f"The disk that holds it has {free} MB left: free some space and start again. Nothing was lost."
            if free < 100 or "No space left" in said
            else f"Its whole log is {self.log}."
            if self.log.exists()
            else "Nothing was left half made."
        )
        return f"{what} on {self.folder}. {remedy} Its last words:\n{last}"


@contextmanager
def running(data: Path) -> Iterator[str]:
    """Yield the address of the database `polity` of a data folder, its server started or joined.

    Raises NotReady, in words for people, when there can be no durable server.
    """
    cluster = Cluster(data)
    dsn = cluster.start()
    try:
        yield dsn
    finally:
        cluster.stop()


@contextmanager
def reached(data: Path, dsn: str | None = None) -> Iterator[str]:
    """Yield the address of a durable database: the server at `dsn` where one is given, else the data folder's own.

    Raises NotReady when the server cannot be reached, is older than version 18, or is not durable.
    """
    if dsn is None:
        with running(data) as address:
            yield address
        return
    try:
        with psycopg.connect(dsn, connect_timeout=10) as conn:
            check_durability(conn)
    except psycopg.Error as trouble:
        raise NotReady(
            f"The server named in POLITY_DSN could not be reached. It said: {str(trouble).strip()} "
            "Check the address, the password and that the server runs."
        ) from trouble
    yield dsn


@contextmanager
def _held(folder: Path) -> Iterator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _way(folder: Path, descriptor: int, account: Account) -> str:
    """How the account reaches the folder: by its path, or through a descriptor it inherits.

    Root's home and the like may not be entered by others. Nothing there is opened up: the server inherits the one
    folder that is its own, already open, and works in it.
    """
    return str(folder) if account.may_enter(folder) else f"/proc/self/fd/{descriptor}"


def _environment(stale: servers.Server | None = None) -> dict[str, str]:
    env = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "LANG": "C"}
    if stale and servers.runs(stale.pid):
        # After a crash the old server's number may belong to another program, and PostgreSQL would take that for a
        # running server. This says that it is not one; the check of its shared memory stays.
        env["PG_GRANDPARENT_PID"] = str(stale.pid)
    return env
