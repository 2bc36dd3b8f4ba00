"""The work of an import in the browser, one after another in a thread of its own: examine, enter, take back.

Each step writes down how far it is. Who leaves finds it again; where the server was stopped, the job says how far it
came, and going on enters only what is not entered yet.
"""

import csv
import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from polity.acts import Authority, Refused, enact
from polity.acts.imports import Withdraw
from polity.imports import apart, fates, jobs, people, undoing
from polity.imports.cells import Splitter
from polity.imports.entering import enter
from polity.imports.examining import PART, Examination, examined
from polity.imports.jobs import Job
from polity.imports.limits import Limits
from polity.imports.lines import Refusal
from polity.imports.shape import Shape, of_plain
from polity.imports.shaping import Columns
from polity.journal import sealer
from polity.readings.house import House, Scope
from polity.register.forms import PersonId, UnitId
from polity.words.sheets import guarded

# A file from somebody's browser: what a branch or a district may have, and nothing that stops the server for others.
LIMITS = Limits(size=64 << 20, rows=100_000, seconds=60, room=1 << 30, memory=256 << 20)
BATCH = 500  # people entered at a time, so that the progress is seen
SILENT = timedelta(seconds=60)  # without a word for so long, nobody works on a job any more
NOTES = ("row", "what is wrong", "the remedy")  # columns of refused rows that are taken away

log = logging.getLogger(__name__)
_workers = ThreadPoolExecutor(2, thread_name_prefix="imports")
_running: set[str] = set()
_lock = Lock()


@dataclass(frozen=True)
class Asked:
    """Who imports, from where, on which day, and what they may see."""

    house: House
    by: Authority
    on: date
    scope: Scope
    now: Callable[[], datetime]


def start(job: Job, asked: Asked) -> None:
    """Go about the work that the job's state names."""
    with _lock:
        if job.job in _running:
            return
        _running.add(job.job)
    _workers.submit(_worked, job, asked)


def stopped(job: Job, *, at: datetime) -> bool:
    """Whether a job says that it is being worked on while nobody does: the server was stopped in between."""
    with _lock:
        here = job.job in _running
    return job.state in jobs.WORKING and not here and job.beat is not None and at - job.beat > SILENT


def _worked(job: Job, asked: Asked) -> None:
    try:
        {"examining": _examine, "entering": _enter, "withdrawing": _withdraw}[job.state](job, asked)
    except Exception:  # whatever it is, the job says so, and the log how it came
        log.exception("The import %s could not go on.", job.job)
        job.held["stopped"] = [["The work stopped before its end.", "Go on; what is entered stays entered."]]
        job.held["again"] = job.state
        job.state = "stopped"
    finally:
        jobs.keep(asked.house.database, job, at=asked.now())
        with _lock:
            _running.discard(job.job)


def _tell(job: Job, asked: Asked, done: int, of: int) -> None:
    job.held["done"], job.held["of"] = done, of
    jobs.keep(asked.house.database, job, at=asked.now())


def shapes(job: Job) -> list[tuple[Path, Shape]]:
    """The job's files, each with its shape: rows for which a later file stands in are skipped."""
    first = of_plain(job.held["shape"])
    notes = dict.fromkeys(NOTES, "")
    later = replace(first, names={**notes, **(first.names or {})})
    skipped: list[list[int]] = job.held.get("skipped", [])
    found = []
    for part, file in enumerate(job.files):
        lines = frozenset(line % PART for one in skipped for line in one if line // PART == part)
        found.append((file, replace(first if part == 0 else later, skip=lines)))
    return found


def _examination(job: Job, asked: Asked, progress: Callable[[int], None] | None = None) -> Any:
    (file, shape), *corrections = shapes(job)
    return examined(
        file, "people", house=asked.house, on=date.fromisoformat(job.held["on"]), by=asked.by, limits=LIMITS,
        scratch=job.folder, shape=shape, corrections=corrections, scope=asked.scope, progress=progress,
    )  # fmt: skip


def _examine(job: Job, asked: Asked) -> None:
    of = int(job.held["rows"])
    with _examination(job, asked, lambda rows: _tell(job, asked, min(rows, of), of)) as found:
        _say(job, found)
    job.state = "examined"


def _say(job: Job, found: Examination) -> None:
    job.held["places"] = fates.write(found, job.folder)
    job.held["counts"] = {
        "rows": found.rows, "new": found.new, "changed": found.changed, "same": found.same, "refused": found.refused,
    }  # fmt: skip
    job.held["faults"] = found.faults
    _take_out_refused(job)


def _enter(job: Job, asked: Asked) -> None:
    with _examination(job, asked) as found:
        if found.faults:  # the register changed since the file was examined
            _say(job, found)
            job.state = "examined"
            return
        before = int(job.held.get("entered", 0))
        of = before + found.new
        _tell(job, asked, before, of)

        def told(people: int) -> None:
            job.held["entered"] = before + people
            _tell(job, asked, before + people, of)

        entered = enter(
            found, database=asked.house.database, by=asked.by, changes_by=asked.by, size=BATCH, progress=told,
            unit=job.unit, name=job.job,
        )  # fmt: skip
    sealer.seal_pending(asked.house.database)
    job.held["amended"] = int(job.held.get("amended", 0)) + entered.changed
    job.state = "entered"
    if entered.stopped:
        job.held["stopped"] = [[one.says, one.remedy] for one in entered.stopped]
        job.held["again"], job.state = "entering", "stopped"


def _withdraw(job: Job, asked: Asked) -> None:
    database, left = asked.house.database, []
    entries = undoing.entries(database, job.job)
    _tell(job, asked, 0, len(entries))
    undone = int(job.held.get("undone", 0))
    for at, (entry, act) in enumerate(entries, 1):
        try:
            if act == "import.enter":
                people, altered = undoing.entered(database, entry)
                left += altered
                if people:
                    taken = Withdraw(
                        on=asked.on, unit=UnitId(job.unit), entry=entry,
                        people=tuple(PersonId(person) for person in people), grounds="The import is taken back.",
                    )  # fmt: skip
                    enact(taken, by=asked.by, database=database, key=f"import {job.job} back {entry} {len(people)}")
                    undone += len(people)
            else:
                person, amended = undoing.amended(database, entry)
                if amended is None:
                    left += [person] if person is not None else []
                else:
                    enact(amended, by=asked.by, database=database, key=f"import {job.job} back {entry}")
                    undone += 1
        except Refused as refused:
            job.held.setdefault("stopped", []).extend([one.says, one.remedy] for one in refused.objections[:5])
        job.held["undone"] = undone
        _tell(job, asked, at, len(entries))
    sealer.seal_pending(database)
    job.held["left"] = sorted(set(left))
    job.state = "withdrawn"


# --- refused rows, to be put right in a sheet ------------------------------------------------------------------------


def _take_out_refused(job: Job) -> None:
    """Write the refused rows as a file, each with what is wrong, in the columns that they were read into."""
    why: dict[int, list[fates.Fate]] = {}
    for fate in fates.every(job.folder, "refused"):
        why.setdefault(fate.line, []).append(fate)
    job.held["refused_lines"] = sorted(line for line in why if line % PART)
    with (job.folder / "to mend.csv").open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file)
        headed: tuple[str, ...] | None = None
        for line, names, cells in _rows(job, set(why)):
            if headed is None:
                headed = names
                out.writerow([*NOTES, *names])
            values = dict(zip(names, cells, strict=True))
            faults = why.pop(line)
            notes = [str(line % PART), " ".join(one.says for one in faults), " ".join(one.remedy for one in faults)]
            out.writerow([guarded(text) for text in (*notes, *(values.get(name, "") for name in headed))])
        for line, faults in sorted(why.items()):
            notes = [str(line % PART), " ".join(one.says for one in faults), " ".join(one.remedy for one in faults)]
            out.writerow([guarded(text) for text in notes])


def _rows(job: Job, wanted: set[int]) -> Iterator[tuple[int, tuple[str, ...], list[str]]]:
    known = tuple(job.held["known"])
    columns = Columns(people.NEEDED, known, tuple(job.held["days"]))
    for part, (file, shape) in enumerate(shapes(job)):
        try:
            for chunk in apart.chunks(file, columns, LIMITS, shape=shape):
                named = [(at, name) for at, name in enumerate(chunk.names) if name]
                split = Splitter(chunk.separator)
                for row in chunk.rows:
                    line = int(row.split(chunk.separator, 1)[0]) + part * PART
                    if line in wanted:
                        cells = split(row)
                        assert isinstance(cells, list)
                        yield line, tuple(name for _, name in named), [cells[at + 2] for at, _ in named]
        except Refusal:
            return


def mended(job: Job, *, skip: bool) -> None:
    """Set the refused rows aside, because a correction stands in for them or because they are left out."""
    job.held.setdefault("skipped", []).append(job.held.get("refused_lines", []))
    job.held["left_out"] = int(job.held.get("left_out", 0)) + (len(job.held["refused_lines"]) if skip else 0)
