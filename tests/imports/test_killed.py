"""An import that is killed: what was entered stays, nothing is entered twice, and a second start goes on."""

import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.imports.desk import HEADER, Importing, many

PROGRAM = """
import os
import sys
from tests.imports.desk import Importing
from tests.league import League
from pathlib import Path

league = League(sys.argv[1])
league.randomness = os.urandom  # ids of its own at every start, as in life
importing = Importing(league, Path(sys.argv[2]).parent)
importing.enter(Path(sys.argv[2]), size=20, progress=lambda people: print(people, flush=True))
league.close()
"""
ROOT = Path(__file__).parents[2]


def test_a_killed_import_is_continued_by_starting_it_again(importing: Importing) -> None:
    path = importing.file(HEADER, *many(2_000))
    league = importing.league
    killed_at = []
    for wait_for in (20, 60, 100):
        program = subprocess.Popen(
            [sys.executable, "-c", PROGRAM, league.database.dsn, str(path)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        assert program.stdout is not None
        for line in program.stdout:
            if int(line) >= wait_for:
                program.send_signal(signal.SIGKILL)
                break
        killed_at.append(program.wait())
        program.stdout.close()

    importing.enter(path, size=500)

    left = [folder.name for folder in importing.folder.glob("polity-import-*")]
    assert (killed_at, left) == ([-signal.SIGKILL] * 3, [])
    assert importing.counts(path) == {"new": 0, "same": 2_000, "changed": 0, "refused": 0}
    with league.database.owner() as connection:
        found = connection.execute(
            "SELECT (SELECT count(*) FROM subject) - 2, (SELECT count(*) FROM standing"
            " WHERE standing = 'member' AND valid && '[2021-01-01,2022-01-01)')"
        ).fetchone()
    assert found == (2_000, 2_000)
