"""Found the demonstration by acts, and go on where an interrupted start left off."""

from collections.abc import Callable, Iterator
from datetime import date
from hashlib import shake_256
from pathlib import Path
from queue import Queue
from threading import Thread

from polity.acts import Act, Authority, enact, organisation, record, statutes
from polity.demonstration import fields
from polity.demonstration.generation import Demonstration, generate
from polity.demonstration.sizes import SizeName
from polity.journal import sealer
from polity.postgres.database import Database
from polity.register.register import Register

STATUTES = Path(__file__).parent / "statutes"
RECORDED = f"{fields.TODAY}T00:00:00+00:00"  # the demonstration stands on a day of its own
FIRST = date(1898, 3, 1)
RULES_OF = date(1922, 8, 7)
AHEAD = 2  # batches made ready while one is being entered

Progress = Callable[[str, int, int], None]  # what is being done, how far, of how much


class Drawn:
    """Bytes drawn from the seed, so that the same demonstration has the same journal. Never for real people."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __call__(self, size: int) -> bytes:
        return shake_256(self._name.encode()).digest(size)


def standing(database: Database) -> str | None:
    """The name of the organisation that the database already holds."""
    with database.reading(scope="all", scope_day=fields.TODAY) as cursor:
        found = Register(cursor).organisation()
    return found[0] if found else None


def build(database: Database, *, size: SizeName, seed: int, progress: Progress) -> None:
    """Found the demonstration organisation and enter everybody, a batch an act; each act is entered once."""
    progress("Drawing the organisation from its sources", 0, 1)
    made = generate(size, seed)
    total = made.counts["people"]
    done = 0
    for at, (act, people) in enumerate(_ahead(_acts(made))):
        key = f"demonstration {size} {seed} {at}"
        by = Authority("demonstration", RECORDED, Drawn(key))
        enact(act, by=by, database=database, key=key)
        done += people
        progress("Entering people, a batch an act" if people else "Founding units and statutes", done, total)
        sealer.seal_pending(database)


def _acts(made: Demonstration) -> Iterator[tuple[Act, int]]:
    yield _found(), 0
    for kind, label in fields.KINDS_OF_SUBJECT:
        yield organisation.Declare(on=FIRST, kind=kind, label=label), 0
    for declared in fields.FIELDS:
        yield organisation.Declare(on=FIRST, **declared._asdict()), 0
    yield record.UnitsAsFound(on=FIRST, label="Units", units=made.units, events=made.events), 0
    for batch in made.batches():
        act = record.AsFound(on=date.fromisoformat(fields.TODAY), batch=batch)
        act.particulars()  # made ready here, beside the batch that is being entered
        yield act, len(batch.people)
    for name in ("rules_1922", "gaps_synthetic"):
        text = (STATUTES / f"{name}.yaml").read_text(encoding="utf-8")
        yield statutes.Adopt(on=RULES_OF, statute=name.replace("_", "-"), text=text), 0


def _found() -> Act:
    return organisation.Found(
        on=FIRST,
        organisation=fields.NAME,
        tiers=tuple(fields.TIERS),
        kinds=tuple(fields.UNIT_KINDS),
        demonstration=True,
        today=date.fromisoformat(fields.TODAY),
    )


def _ahead[T](items: Iterator[T]) -> Iterator[T]:
    """Make the next items in a thread of their own, a few ahead: drawing and entering go side by side."""
    queue: Queue[tuple[T | None, BaseException | None]] = Queue(maxsize=AHEAD)

    def fill() -> None:
        try:
            for item in items:
                queue.put((item, None))
            queue.put((None, None))
        except BaseException as problem:
            queue.put((None, problem))

    Thread(target=fill, daemon=True).start()
    while True:
        item, problem = queue.get()
        if problem is not None:
            raise problem
        if item is None:
            return
        yield item
