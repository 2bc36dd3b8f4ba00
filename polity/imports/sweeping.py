"""What has had its time goes: files of exports after their last day, imports that nobody touched for long."""

import logging
from collections.abc import Callable
from datetime import UTC, date, datetime
from hashlib import blake2b
from pathlib import Path
from threading import Event

from polity.imports import jobs, places
from polity.readings.exports import lasting
from polity.readings.house import House, Scope
from polity.register.exports import Export

ENDINGS = {"csv": ".csv", "xlsx": ".xlsx", "jsonl": ".jsonl", "popolo": ".json"}
EVERY = 600.0  # seconds

log = logging.getLogger(__name__)


def lying(export: Export) -> Path:
    """Where the file of an export lies: under a digest, so that the folder names nothing."""
    digest = blake2b(f"{export.export} {export.entry}".encode(), digest_size=20, person=b"polity export").hexdigest()
    return places.folder("exports") / f"{digest}{ENDINGS[export.form]}"


def sweep_exports(house: House, *, today: date) -> None:
    """Throw away files whose day has passed; a file that no export knows any more goes, too."""
    kept = {lying(one).name for one in lasting(house, scope=Scope(day=today, whole=True)) if one.form in ENDINGS}
    for path in places.folder("exports").iterdir():
        if path.name not in kept and not path.name.startswith("."):  # what begins so is being written
            path.unlink(missing_ok=True)


def follow(house: House, today: Callable[[], date], stop: Event) -> None:
    """Sweep now and then until told to stop."""
    while True:
        try:
            sweep_exports(house, today=today())
            jobs.sweep(house.database, at=datetime.now(UTC))
        except Exception:  # such as a database that starts again: the next sweep comes
            log.exception("Files that have had their time could not be thrown away.")
        if stop.wait(EVERY):
            return
