"""Found the demonstration by acts, and go on where an interrupted start left off."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from polity.acts import Act, Authority, enact, organisation, record, statutes
from polity.demonstration import fields, resolving, studying
from polity.demonstration.entering import Drawn, ahead
from polity.demonstration.generation import Demonstration, generate
from polity.demonstration.publishing import Releases, published
from polity.demonstration.sizes import SizeName
from polity.journal import sealer
from polity.postgres.database import Database
from polity.readings.house import House, Scope
from polity.readings.studies import studies
from polity.register.register import Register

STATUTES = Path(__file__).parent / "statutes"
RECORDED = f"{fields.TAKEN}T00:00:00+00:00"  # the demonstration stands on days of its own
FIRST = date(1898, 3, 1)
RULES_OF = date(1922, 8, 7)

Progress = Callable[[str, int, int], None]  # what is being done, how far, of how much


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
    for at, (act, people) in enumerate(ahead(_acts(made))):
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
        act = record.AsFound(on=date.fromisoformat(fields.TAKEN), batch=batch)
        act.prepare()  # made ready here, beside the batch that is being entered
        yield act, len(batch.people)
    for name in ("rules_1922", "gaps_synthetic", "competences_synthetic"):
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


RELEASES: Releases = (
    ("Members by social category", {"standing": ("member",)}, ("social_category",)),
    ("Members by cohort of entry", {"standing": ("member",)}, ("cohort",)),
    ("Candidates by kind of nucleus", {"standing": ("candidate",)}, ("unit_kind",)),
    ("Members and candidates in town and country", {"standing": ("member", "candidate")}, ("standing", "place")),
    ("Members by guberniya and social category", {"standing": ("member",)}, ("guberniya", "social_category")),
)


def publish(house: House, database: Database, *, size: SizeName, seed: int) -> None:
    """Publish the first tables of the census, as the centre would, decide as the congress did, and ask what if.

    Entered once, like everything here.
    """
    published(
        house, database, RELEASES, on=date.fromisoformat(fields.TAKEN), recorded=RECORDED,
        key=lambda _number, title: f"demonstration {size} {seed} release {title}",
    )  # fmt: skip
    resolving.resolve(database, size=size, seed=seed)
    studying.study(house, database, size=size, seed=seed)


def complete(house: House) -> bool:
    """Whether the demonstration was built to its end: its studies are the last thing."""
    scope = Scope(day=date.fromisoformat(fields.TODAY), whole=True)
    return {asked.title for asked in studying.STUDIES} <= {study.title for study in studies(house, scope=scope)}


def size_of(database: Database) -> SizeName:
    """The size in which the demonstration was built, as its first batch's key says."""
    with database.reading(scope="all", scope_day=fields.TODAY) as cursor:
        cursor.execute("SELECT idempotency FROM journal_entry WHERE act = 'organisation.found'")
        found = cursor.fetchone()
    return "small" if found and found[0] and " small " in found[0] else "full"
