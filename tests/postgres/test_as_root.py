"""What root lends: an account, an open folder, copied programs. Nothing on the way there is opened up."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from polity.postgres import Cluster, running
from polity.postgres.accounts import NOBODY, Account, account_for
from polity.postgres.binaries import find, within_reach
from polity.postgres.server import found
from tests.postgres.conftest import SMALL

DAEMON = 1  # an account of every Unix system
NAMELESS = 54321  # an account that the system has no name for


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that every account may enter."""
    folder = Path(tempfile.mkdtemp(prefix="polity-test-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def closed(public: Path) -> Path:
    """A folder that only root may enter, as root's home is."""
    folder = public / "closed"
    folder.mkdir(mode=0o700)
    return folder


def one(dsn: str) -> tuple[object, ...] | None:
    with psycopg.connect(dsn) as conn:
        return conn.execute("select 1").fetchone()


def runs_as(data: Path) -> int:
    server = found(data / "postgres")
    assert server is not None
    return Path(f"/proc/{server.pid}").stat().st_uid


def modes(folder: Path) -> list[tuple[str, int, int]]:
    return [(str(above), above.stat().st_mode, above.stat().st_uid) for above in (folder, *folder.parents)]


def test_the_server_does_not_run_as_root(public: Path) -> None:
    with running(public / "data") as dsn:
        assert one(dsn) == (1,)
        assert runs_as(public / "data") == account_for(public / "data", public / "none").uid != 0


def test_data_below_a_closed_folder_stay_there_and_nothing_is_opened_up(closed: Path) -> None:
    before = modes(closed)
    for _ in range(2):
        with running(closed / "data") as dsn:
            assert one(dsn) == (1,)
            assert runs_as(closed / "data") != 0
    assert modes(closed) == before
    assert oct((closed / "data").stat().st_mode & 0o777) == "0o700"
    assert (closed / "data" / "postgres" / "PG_VERSION").read_text() == "18\n"


def test_programs_below_a_closed_folder_are_copied_once(
    closed: Path, public: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wheel = find().tree.parent
    for part in (wheel, wheel.with_name(f"{wheel.name}.libs")):
        shutil.copytree(part, closed / part.name)
    before = modes(closed)
    monkeypatch.setenv("POLITY_PG_BIN", str(closed / wheel.name / "pginstall" / "bin"))
    monkeypatch.setenv("POLITY_STATE", str(public / "state"))

    with running(closed / "data") as dsn:
        assert one(dsn) == (1,)
    copies = list((public / "state" / "programs").iterdir())
    made = copies[0].stat().st_ctime_ns
    with running(closed / "data") as dsn:
        assert one(dsn) == (1,)

    assert list((public / "state" / "programs").iterdir()) == copies
    assert len(copies) == 1
    assert copies[0].stat().st_ctime_ns == made
    assert modes(closed) == before


@pytest.mark.parametrize(
    ("owner", "server"),
    [
        pytest.param(DAEMON, DAEMON, id="the owner's account runs the server"),
        pytest.param(NAMELESS, NOBODY, id="one without a name cannot, so nobody does"),
    ],
)
def test_the_owner_of_a_data_folder_keeps_it_when_root_comes(public: Path, owner: int, server: int) -> None:
    data = public / "data"
    data.mkdir(mode=0o700)
    os.chown(data, owner, owner)

    for _ in range(2):
        with running(data) as dsn:
            assert one(dsn) == (1,)
            assert runs_as(data) == server
    assert {path.name: path.stat().st_uid for path in data.iterdir()} == {
        "postgres": server,
        "postgres.lock": owner,
        "postgres.log": owner,
        "postgres.users": owner,
    }


def test_the_borrowed_account_itself_is_not_let_in(public: Path) -> None:
    cluster = Cluster(public / "data", settings=SMALL)
    cluster.start()
    account = Account(NOBODY, NOBODY)
    asked = subprocess.run(
        [within_reach(find(), account).program("psql"), "-w", "-c", "select 1", cluster.dsn()],
        cwd="/",
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        **account.popen_options(),
    )
    cluster.stop()
    assert asked.stderr.strip().rsplit("FATAL:", 1)[1].strip() == 'Peer authentication failed for user "polity"'
    assert (asked.returncode, asked.stdout) == (2, "")
