"""The launcher: one server a data folder, shared, durable, and back after every kind of end."""

import os
import signal
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, LiteralString

import psycopg
import pytest

from polity.postgres import Cluster, NotReady, reached, running
from polity.postgres.accounts import account_for
from polity.postgres.launcher import Loopback
from polity.postgres.server import found, wait_for
from tests.postgres.conftest import SMALL

Outside = Callable[[str, Path], "subprocess.Popen[str]"]

STAY = """
import sys
from pathlib import Path
from polity.postgres import running
with running(Path(sys.argv[1])):
    print("in", flush=True)
    sys.stdin.readline()
print("out", flush=True)
"""

SETTINGS = """
select name, setting from pg_settings
where name = any(array['fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums', 'listen_addresses',
                       'wal_recycle', 'jit'])
order by name
"""


def pid(data: Path) -> int | None:
    server = found(data / "postgres")
    return server.pid if server and server.lives(data / "postgres") else None


def ask(dsn: str, question: LiteralString) -> list[tuple[Any, ...]]:
    with psycopg.connect(dsn, autocommit=True) as conn:
        cursor = conn.execute(question)
        return cursor.fetchall() if cursor.description else []


def test_a_first_start_makes_a_durable_private_server(data: Path) -> None:
    with running(data) as dsn:
        assert ask(dsn, SETTINGS) == [
            ("data_checksums", "on"),
            ("fsync", "on"),
            ("full_page_writes", "on"),
            ("jit", "off"),
            ("listen_addresses", ""),
            ("synchronous_commit", "on"),
            ("wal_recycle", "off"),
        ]
        assert ask(dsn, "select datlocprovider, datlocale from pg_database where datname = 'polity'") == [
            ("b", "C.UTF-8")
        ]
        folder = Path(psycopg.conninfo.conninfo_to_dict(dsn)["host"])
        assert oct(folder.stat().st_mode & 0o777) == "0o700"

    assert pid(data) is None
    assert not folder.exists()


def test_a_second_start_finds_what_was_entered(data: Path) -> None:
    with running(data) as dsn:
        ask(dsn, "create table kept as select 7 as n")

    with running(data) as dsn:
        assert ask(dsn, "select n from kept") == [(7,)]


def test_processes_share_one_server_and_the_last_one_out_stops_it(data: Path, outside: Outside) -> None:
    processes = [outside(STAY, data) for _ in range(3)]
    assert [process.stdout.readline() for process in processes] == ["in\n"] * 3
    first = pid(data)

    with running(data):
        assert pid(data) == first
        for process in processes:
            assert process.communicate("\n", timeout=60) == ("out\n", "")
        assert pid(data) == first
    assert pid(data) is None


def test_one_process_may_use_a_cluster_twice_at_once(data: Path) -> None:
    with running(data):
        with running(data) as dsn:
            assert ask(dsn, "select 1") == [(1,)]
        assert ask(dsn, "select 2") == [(2,)]
    assert pid(data) is None


def test_a_killed_user_neither_blocks_the_others_nor_keeps_the_server(data: Path, outside: Outside) -> None:
    killed = outside(STAY, data)
    assert killed.stdout.readline() == "in\n"
    killed.kill()
    killed.wait()
    left = pid(data)
    assert left is not None

    with running(data) as dsn:
        assert pid(data) == left
        assert ask(dsn, "select 1") == [(1,)]
    assert pid(data) is None


def test_a_server_left_behind_can_be_stopped_from_anywhere(data: Path, outside: Outside) -> None:
    killed = outside(STAY, data)
    assert killed.stdout.readline() == "in\n"
    killed.kill()
    killed.wait()

    Cluster(data).stop()

    assert pid(data) is None


def test_a_killed_server_loses_nothing_acknowledged(data: Path) -> None:
    cluster = Cluster(data, settings=SMALL)
    dsn = cluster.start()
    ask(dsn, "create table entered (n int)")
    acknowledged = []
    with psycopg.connect(dsn, autocommit=True) as conn, pytest.raises(psycopg.OperationalError):
        for n in range(1000):
            conn.execute("insert into entered values (%s)", (n,))
            acknowledged.append((n,))
            if n == 500:
                os.kill(pid(data) or 0, signal.SIGKILL)
                os.kill(conn.info.backend_pid, signal.SIGKILL)

    again = Cluster(data, settings=SMALL)
    assert ask(again.start(), "select n from entered order by n") == acknowledged
    again.stop()
    cluster.stop()
    assert pid(data) is None


def test_a_pid_file_that_names_another_program_does_not_bar_the_start(data: Path) -> None:
    cluster = Cluster(data, settings=SMALL)
    ask(cluster.start(), "create table kept as select 7 as n")
    server = pid(data) or 0
    os.kill(server, signal.SIGKILL)
    wait_for(lambda: pid(data) is None, seconds=10)
    account = account_for(data, data / "postgres")
    other = subprocess.Popen(["sleep", "60"], cwd="/", **account.popen_options())
    file = data / "postgres" / "postmaster.pid"
    stale = file.read_text().splitlines()
    file.write_text("\n".join([str(other.pid), *stale[1:]]) + "\n")

    assert ask(cluster.start(), "select n from kept") == [(7,)]
    cluster.stop()
    assert other.poll() is None
    other.kill()
    other.wait()


def test_a_long_path_gets_a_short_socket(tmp_path: Path) -> None:
    data = tmp_path.joinpath(*["a-folder-with-quite-a-long-name"] * 5)
    with running(data) as dsn:
        folder = psycopg.conninfo.conninfo_to_dict(dsn)["host"]
        assert len(f"{folder}/.s.PGSQL.5432".encode()) <= 100
        assert ask(dsn, "select 1") == [(1,)]


def test_a_setting_that_could_lose_data_is_refused_and_leaves_nothing_running(data: Path) -> None:
    with running(data):
        pass
    (data / "postgres" / "local.conf").write_text("fsync = off\nsynchronous_commit = off\n")

    with pytest.raises(NotReady) as refusal:
        Cluster(data).start()

    assert str(refusal.value).splitlines() == [
        "This PostgreSQL could lose what it has acknowledged, so nothing was entrusted to it.",
        "  fsync is off. Set fsync to on in the server's settings and restart it.",
        "  synchronous_commit is off. Set synchronous_commit to on for the server, the database and the role.",
    ]
    assert pid(data) is None


def test_data_of_another_version_are_left_alone(data: Path) -> None:
    with running(data):
        pass
    (data / "postgres" / "PG_VERSION").write_text("17\n")

    with pytest.raises(NotReady) as refusal:
        Cluster(data).start()

    assert str(refusal.value).split(";")[0] == f"The data in {data}/postgres were written by PostgreSQL 17"
    assert pid(data) is None


def test_a_server_that_cannot_start_says_so_with_its_last_words(data: Path) -> None:
    with running(data):
        pass
    (data / "postgres" / "local.conf").write_text("no_such_thing = 1\n")

    with pytest.raises(NotReady) as refusal:
        Cluster(data).start()

    assert str(refusal.value).split(". ")[0] == f"PostgreSQL did not start on {data}/postgres"
    assert pid(data) is None
    (data / "postgres" / "local.conf").unlink()
    with running(data) as dsn:
        assert ask(dsn, "select 1") == [(1,)]


FULL = """
import resource, sys
from pathlib import Path
from polity.postgres import NotReady, running
resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))  # as if the disk were full after a megabyte
try:
    with running(Path(sys.argv[1])):
        print("in")
except NotReady as refusal:
    print(str(refusal).split(" on ")[0])
"""


def test_a_first_start_that_fails_half_way_leaves_nothing_half_made(data: Path, outside: Outside) -> None:
    assert outside(FULL, data).communicate(timeout=60) == ("PostgreSQL could not make its files\n", "")
    assert not (data / "postgres").exists()

    with running(data) as dsn:
        assert ask(dsn, "select 1") == [(1,)]


def test_a_server_whose_socket_was_swept_away_is_started_anew(data: Path, outside: Outside) -> None:
    killed = outside(STAY, data)
    assert killed.stdout.readline() == "in\n"
    killed.kill()
    killed.wait()
    server = found(data / "postgres")
    (server.socket_folder / ".s.PGSQL.5432").unlink()

    with running(data) as dsn:
        assert ask(dsn, "select 1") == [(1,)]
    assert pid(data) is None


def test_a_link_in_the_place_of_the_socket_folder_is_passed_over(data: Path, tmp_path: Path) -> None:
    with running(data) as dsn:
        folder = Path(psycopg.conninfo.conninfo_to_dict(dsn)["host"])
    (tmp_path / "trap").mkdir()
    folder.symlink_to(tmp_path / "trap")
    try:
        with running(data) as dsn:
            assert psycopg.conninfo.conninfo_to_dict(dsn)["host"] == f"{folder}-1"
    finally:
        folder.unlink()


def test_two_servers_cannot_run_on_one_folder(data: Path) -> None:
    with running(data):
        first = Cluster(data)
        second = Cluster(data)
        first.start()
        second.start()
        assert first.dsn() == second.dsn()
        first.stop()
        second.stop()
        assert pid(data) is not None


def test_a_server_is_reached_by_address(data: Path, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    cluster = Cluster(data, settings=SMALL, loopback=Loopback(port, "a long word for a test"))
    cluster.start()
    address = f"host=127.0.0.1 port={port} user=polity dbname=polity password='a long word for a test'"

    with reached(tmp_path / "unused", address) as dsn:
        assert ask(dsn, "select inet_server_port()") == [(port,)]
    with pytest.raises(NotReady), reached(tmp_path / "unused", address.replace("long", "short")):
        pass
    cluster.stop()
    with pytest.raises(NotReady) as refusal, reached(tmp_path / "unused", address):
        pass
    assert str(refusal.value).split(". ")[0] == "The server named in POLITY_DSN could not be reached"
    assert not (tmp_path / "unused").exists()


def test_a_data_folder_that_is_a_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    with pytest.raises(NotReady) as refusal:
        Cluster(tmp_path / "data").start()
    assert str(refusal.value).split(":")[0] == f"The data folder {tmp_path}/data cannot be used"
