"""A backup at the prompt: one file, restored elsewhere and proved equal; the erased stay erased."""

import zipfile
from pathlib import Path

import psycopg
import pytest

from polity.postgres import Cluster, backup
from polity.words import ids
from tests.cli.prompt import Prompt, database


@pytest.fixture
def written(own: Prompt, tmp_path: Path) -> Path:
    """A backup of a small organisation, which anybody can read."""
    file = tmp_path / "own.backup"
    own.done("backup", "--to", str(file))
    return file


def held(dsn: str) -> dict[str, backup.Kept]:
    """What every table of a database holds, but who is signed in."""
    with psycopg.connect(dsn) as connection:
        return backup.digests(connection, backup.tables(connection))


def test_what_is_restored_is_what_was_written(own: Prompt, empty: Prompt, written: Path) -> None:
    said = empty.done("restore", str(written)).lines
    head = own.done("journal", "head").out.strip()
    assert held(empty.dsn) == held(own.dsn)
    assert (said[1].split()[-1].rstrip("."), empty.done("journal", "head").out.strip()) == (head, head)
    assert empty.done("check").lines[-1] == "Everything holds."


def test_acts_go_on_where_the_backup_ends(empty: Prompt, written: Path) -> None:
    empty.done("restore", str(written))
    before = int(empty.done("journal", "export", "--to", str(written.parent / "before")).status)
    empty.done("act", "unit.rename", "--unit", "1", "--title", "Another", "--as", "secretary@1")
    assert (before, empty.done("check").lines[-1]) == (0, "Everything holds.")


def test_a_restore_takes_no_organisations_place(own: Prompt, written: Path) -> None:
    answer = own("restore", str(written))
    assert (answer.status, answer.refused) == (
        1,
        ["There is an organisation here already.", "Restore into an empty folder: polity --data DIR restore FILE."],
    )


def test_a_backup_takes_no_files_place(own: Prompt, written: Path) -> None:
    before = written.read_bytes()
    assert (own("backup", "--to", str(written)).status, written.read_bytes()) == (1, before)


def test_damage_is_found_or_does_no_harm(own: Prompt, cluster: Cluster, tmp_path: Path, written: Path) -> None:
    whole = written.read_bytes()
    damaged = tmp_path / "damaged.backup"
    found, whole_again, expected = 0, 0, held(own.dsn)
    places = range(100, len(whole), len(whole) // 12)
    for at in places:
        damaged.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        with database(cluster) as name:
            status = Prompt(cluster.dsn(name), tmp_path)("restore", str(damaged)).status
            found += status == 1
            whole_again += status == 0 and held(cluster.dsn(name)) == expected  # the hour in a head of the archive
    assert (found + whole_again, found > whole_again) == (len(places), True)


def test_a_backup_that_broke_off_is_named(empty: Prompt, written: Path) -> None:
    written.write_bytes(written.read_bytes()[:-2000])
    answer = empty("restore", str(written))
    assert (answer.status, answer.refused[0].split(":")[0]) == (1, "own.backup is not a whole backup")


def test_rows_that_are_not_those_written_are_found(empty: Prompt, own: Prompt, written: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.backup"
    own.done("act", "unit.rename", "--unit", "1", "--title", "Another", "--as", "secretary@1")
    own.done("backup", "--to", str(other))
    mixed = tmp_path / "mixed.backup"
    with zipfile.ZipFile(written) as one, zipfile.ZipFile(other) as two, zipfile.ZipFile(mixed, "w") as both:
        for name in one.namelist():
            both.writestr(name, (two if name == "tables/unit" else one).read(name))
    answer = empty("restore", str(mixed))
    assert (answer.status, answer.refused[-1:]) == (1, ["Not as it was written: unit. Nothing was restored."])


def test_an_encrypted_backup_needs_both_shares(own: Prompt, empty: Prompt, tmp_path: Path) -> None:
    own.done("backup", "keys", "--to", str(tmp_path / "shares"))
    file = tmp_path / "sealed.backup"
    own.done("backup", "--to", str(file))
    first, second = (str(tmp_path / "shares" / name) for name in ("first.share", "second.share"))
    assert file.read_bytes().count(b"Weber") == 0
    assert empty("restore", str(file)).refused == [
        "This backup is encrypted. Give both shares of the key: --share FILE --share FILE."
    ]
    assert empty("restore", str(file), "--share", first).status == 2
    assert empty("restore", str(file), "--share", first, "--share", first).status == 1
    empty.done("restore", str(file), "--share", first, "--share", second)
    assert held(empty.dsn) == held(own.dsn)


def test_whoever_is_erased_stays_erased(own: Prompt, empty: Prompt, written: Path, tmp_path: Path) -> None:
    with psycopg.connect(own.dsn) as connection:
        person = connection.execute("SELECT person FROM person_name LIMIT 1").fetchall()[0][0]
    own.done("erase", ids.show(person), "--grounds", "asked")
    later, gone = tmp_path / "later.backup", tmp_path / "gone"
    own.done("backup", "--to", str(later))
    own.done("backup", "erased", "--to", str(gone))
    empty.done("restore", str(written), "--erased", str(gone))
    with psycopg.connect(empty.dsn) as connection:
        names = connection.execute("SELECT count(*) FROM person_name WHERE person = %s", [person]).fetchone()
        keys = connection.execute("SELECT count(*) FROM particular_key WHERE person = %s", [person]).fetchone()
    assert (names, keys, gone.read_text()) == ((0,), (0,), f"{ids.show(person)}\n")
    with zipfile.ZipFile(later) as archive:
        assert sum(archive.read(name).count(b"Weber") for name in archive.namelist()) == 0


def test_a_key_to_the_api_does_not_come_back(own: Prompt, empty: Prompt, tmp_path: Path) -> None:
    own.done("token", "make", "--operator", "--label", "counting", "--allow", "readings")
    file = tmp_path / "keyed.backup"
    own.done("backup", "--to", str(file))
    empty.done("restore", str(file))
    with psycopg.connect(own.dsn) as before, psycopg.connect(empty.dsn) as after:
        counts = [one.execute("SELECT count(*) FROM api_token").fetchone() for one in (before, after)]
    assert counts == [(1,), (0,)]
