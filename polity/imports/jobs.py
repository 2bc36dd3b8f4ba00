"""How far an import is, kept so that it can be left and found again: a row of its own, and a folder with the file."""

import json
import re
import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from polity.imports import places
from polity.postgres.database import Database

KEPT = timedelta(days=30)  # after the last touch; then file and fates are thrown away
WORKING = ("examining", "entering", "withdrawing")
_NAME = re.compile(r"[0-9a-f]{24}")


@dataclass
class Job:
    """One import: whose it is, how far it is, and what is known of it.

    state  looked, examining, examined, entering, entered, withdrawing, withdrawn; refused where the file cannot be
           read, stopped where the work could not go on
    held   what pages and workers keep: the file's name, its shape, counts, progress
    """

    job: str
    person: int
    office: str
    unit: int
    state: str
    held: dict[str, Any] = field(default_factory=dict)
    beat: datetime | None = None

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        made = places.folder("imports") / self.job
        made.mkdir(exist_ok=True, mode=0o700)
        return made

    @property
    def files(self) -> list[Path]:
        """The file, and the corrections of it, in their order."""
        return [self.folder / name for name in self.held.get("parts", ())]


COLUMNS = "job, person, office, unit, state, held, beat"


def make(database: Database, job: Job, *, at: datetime) -> None:
    """Begin a job."""
    with database.acting() as cursor:
        cursor.execute(
            f"INSERT INTO import_job ({COLUMNS}, until) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [job.job, job.person, job.office, job.unit, job.state, json.dumps(job.held), at, at + KEPT],
        )


def keep(database: Database, job: Job, *, at: datetime) -> None:
    """Write down how far a job is."""
    with database.acting() as cursor:
        cursor.execute(
            "UPDATE import_job SET state = %s, held = %s, beat = %s, until = %s WHERE job = %s",
            [job.state, json.dumps(job.held), at, at + KEPT, job.job],
        )


def claim(database: Database, job: Job, state: str, *, was: str, at: datetime) -> bool:
    """Take a job from one state to another, so that of two who press a button only one starts the work."""
    with database.acting() as cursor:
        cursor.execute(
            "UPDATE import_job SET state = %s, beat = %s WHERE job = %s AND state = %s RETURNING job",
            [state, at, job.job, was],
        )
        taken = cursor.fetchone() is not None
    if taken:
        job.state = state
    return taken


def find(database: Database, job: str, *, person: int, office: str, unit: int) -> Job | None:
    """A job of somebody in an office; None for everybody else."""
    if not _NAME.fullmatch(job):
        return None
    with database.acting() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM import_job WHERE job = %s AND person = %s AND office = %s AND unit = %s",
            [job, person, office, unit],
        )
        row = cursor.fetchone()
    return None if row is None else Job(*row)


def listed(database: Database, *, person: int, office: str, unit: int) -> list[Job]:
    """The imports of somebody in an office, the latest first."""
    with database.acting() as cursor:
        cursor.execute(
            f"SELECT {COLUMNS} FROM import_job WHERE person = %s AND office = %s AND unit = %s"
            " ORDER BY beat DESC LIMIT 100",
            [person, office, unit],
        )
        return [Job(*row) for row in cursor.fetchall()]


def sweep(database: Database, *, at: datetime) -> int:
    """Forget jobs that nobody touched for long, with their files. Gives how many."""
    with database.acting() as cursor:
        cursor.execute("DELETE FROM import_job WHERE until < %s RETURNING job", [at])
        gone = [str(row[0]) for row in cursor.fetchall()]
    for job in gone:
        shutil.rmtree(places.folder("imports") / job, ignore_errors=True)
    return len(gone)


def forget(database: Database, job: Job) -> None:
    """Throw a job and its files away. What it entered stays entered."""
    with database.acting() as cursor:
        cursor.execute("DELETE FROM import_job WHERE job = %s", [job.job])
    shutil.rmtree(job.folder, ignore_errors=True)


# --- mappings, kept by name for a unit -------------------------------------------------------------------------------


def keep_mapping(database: Database, unit: int, name: str, held: Mapping[str, Any]) -> None:
    """Keep how columns are called, under a name, for the officers of a unit."""
    with database.acting() as cursor:
        cursor.execute(
            "INSERT INTO import_mapping (unit, name, held) VALUES (%s, %s, %s)"
            " ON CONFLICT (unit, name) DO UPDATE SET held = excluded.held",
            [unit, name, json.dumps(held)],
        )


def mappings(database: Database, unit: int) -> dict[str, Mapping[str, Any]]:
    """The mappings that were kept for a unit, by name."""
    with database.acting() as cursor:
        cursor.execute("SELECT name, held FROM import_mapping WHERE unit = %s ORDER BY name", [unit])
        return {str(name): held for name, held in cursor.fetchall()}
