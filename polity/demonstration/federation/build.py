"""Found the federation by acts, and go on where an interrupted start left off."""

import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path

from polity.acts import Act, Authority, enact, organisation, record, statutes
from polity.demonstration.build import Progress
from polity.demonstration.entering import Drawn, ahead
from polity.demonstration.federation import fields
from polity.demonstration.federation.fields import FOUNDED, TAKEN, TODAY, SizeName
from polity.demonstration.federation.generation import Federation, generate
from polity.demonstration.publishing import Releases, published
from polity.journal import sealer
from polity.postgres.database import Database
from polity.readings.house import House, Scope
from polity.readings.release import releases

STATUTES = Path(__file__).parent / "statutes"
SEALED = 100  # acts between two seals

type Step = tuple[Act, str | None, int | None, int]  # an act, the office and unit it is done in, people it brings


def build(database: Database, *, size: SizeName, seed: int, progress: Progress) -> None:
    """Found the federation, enter everybody, and then what happened since; each act is entered once."""
    progress("Drawing the federation", 0, 1)
    made = generate(size, seed)
    total, done = len(made.people), 0
    for at, (act, office, unit, people) in enumerate(ahead(_steps(made))):
        key = f"federation {size} {seed} {at}"
        recorded = f"{max(act.on, TAKEN)}T09:00:00+00:00"
        enact(act, by=Authority("demonstration", recorded, Drawn(key), office, unit), database=database, key=key)
        done += people
        progress("Entering people, a batch an act" if people else "Entering acts, one by one", done, total)
        if people or at % SEALED == 0:
            sealer.seal_pending(database)
    sealer.seal_pending(database)


def _steps(made: Federation) -> Iterator[Step]:
    yield _found(), None, None, 0
    for kind, label in fields.KINDS_OF_SUBJECT:
        yield organisation.Declare(on=FOUNDED, kind=kind, label=label), None, None, 0
    for declared in fields.FIELDS:
        yield organisation.Declare(on=FOUNDED, **declared._asdict()), None, None, 0
    yield record.UnitsAsFound(on=TAKEN, label="Units", units=made.units, events=made.events), None, None, 0
    for batch in made.batches():
        act = record.AsFound(on=TAKEN, batch=batch)
        act.prepare()  # made ready here, beside the batch that is being entered
        yield act, None, None, len(batch.people)
    root = made.root.unit
    yield statutes.Adopt(on=FOUNDED, statute="federation-competences", text=text_of("competences")), None, None, 0
    for name in ("membership", "posts"):
        yield statutes.Adopt(on=FOUNDED, statute=f"federation-{name}", text=text_of(name)), "secretary", root, 0
    text = naming(text_of("small_branches"), {unit.code for unit in made.units})
    small = statutes.Enacted(
        on=date(2025, 11, 15), statute="small-branches", text=text, votes_for=214, votes_against=61
    )
    yield small, "secretary", root, 0
    for deed in made.deeds:
        yield deed.act, deed.office, deed.unit.unit, 0


def text_of(name: str) -> str:
    """The text of one of the federation's statutes."""
    return (STATUTES / f"{name}.yaml").read_text(encoding="utf-8")


def naming(text: str, codes: Collection[str]) -> str:
    """A reform that names units, without those which a smaller federation does not have."""
    kept = re.compile(r"under: \[([^]]*)\]")
    return kept.sub(
        lambda found: f"under: [{', '.join(c for c in re.findall(r'[\w-]+', found[1]) if c in codes)}]", text
    )


def _found() -> Act:
    return organisation.Found(
        on=FOUNDED,
        organisation=fields.NAME,
        tiers=fields.TIERS,
        kinds=fields.UNIT_KINDS,
        demonstration=True,
        today=TODAY,
    )


RELEASES: Releases = (
    ("Members by sector and gender as declared", {"standing": ("member",)}, ("sector", "gender")),
    ("Members and candidates by employment", {"standing": ("member", "candidate")}, ("standing", "employment")),
)


def publish(house: House, database: Database, *, size: SizeName, seed: int) -> None:
    """Publish the first tables, as the federation's office would. Entered once, like everything here."""
    published(
        house, database, RELEASES, on=TODAY, recorded=f"{TODAY}T09:00:00+00:00",
        key=lambda number, _title: f"federation {size} {seed} release {number}",
    )  # fmt: skip


def complete(house: House) -> bool:
    """Whether the federation was built to its end: its releases are the last thing."""
    scope = Scope(day=TODAY, whole=True)
    return {title for title, _, _ in RELEASES} <= {release.title for release in releases(house, scope=scope)}
