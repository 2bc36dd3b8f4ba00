"""How long an import takes: a file of people examined and entered, and a longer one examined only.

    python -m bench.imports --people 527000 --lines 10000000

Founds an organisation of its own in a folder that goes afterwards. The file is made from a seed.
"""

import argparse
import os
import random
import resource
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from polity.acts import Act, Authority, enact, organisation, units
from polity.imports import enter, examined
from polity.journal import sealer
from polity.postgres import Cluster
from polity.postgres.database import Database
from polity.postgres.migrate import migrate
from polity.readings.house import House
from polity.register.forms import UnitId

FOUNDED = date(1898, 3, 1)
ON = date(1923, 4, 15)
CODES = {
    "sex": ("female", "male"),
    "social_category": ("worker", "peasant", "employee", "unascertained"),
    "class": ("industrial_worker", "other_worker", "peasant", "artisan", "employee", "other", "unascertained"),
    "occupation": ("production", "transport", "soldier", "farming", "office", "studying", "household", "other"),
    "education": ("none", "elementary", "secondary", "higher"),
    "nationality": ("russian", "ukrainian", "jewish", "latvian", "other"),
}
HEADER = "family,given,middle,unit,standing,since,counted_from,born,at_bench," + ",".join(CODES)


def founded(database: Database, branches: int) -> Authority:
    """An organisation of a centre with many branches."""
    by = Authority("bench", "1923-04-15T00:00:00Z", os.urandom)

    def do(act: Act) -> None:
        enact(act, by=by, database=database)

    do(organisation.Found(on=FOUNDED, organisation="Bench", tiers=("centre", "branch"), kinds=("works",)))
    for name, values in CODES.items():
        do(
            organisation.Declare(
                on=FOUNDED, kind="person", label=name, field=name, type="code", options={"values": list(values)}
            )
        )
    do(organisation.Declare(on=FOUNDED, kind="person", label="born", field="born", type="date"))
    do(organisation.Declare(on=FOUNDED, kind="person", label="at the bench", field="at_bench", type="bool"))
    do(units.Found(on=FOUNDED, unit=UnitId(1), title="Centre", tier="centre", kind="works", code="C"))
    return by


def unit_file(path: Path, branches: int) -> Path:
    """A file of branches."""
    with path.open("w", encoding="utf-8") as out:
        out.write("code,name,kind,tier,parent,since\n")
        for at in range(branches):
            out.write(f"B{at:05},Branch {at},works,branch,C,1898-03-01\n")
    return path


def people_file(path: Path, people: int, branches: int) -> Path:
    """A file of people who are all different."""
    draw = random.Random(1923)
    families = [
        f"{a}{b}{c}" for a in ("Ив", "Пет", "Сид", "Каз", "Лап") for b in ("ан", "ор", "ег") for c in ("ов", "ин")
    ]
    days = [(date(1917, 1, 1) + timedelta(days=at)).isoformat() for at in range(2200)]
    born = [(date(1870, 1, 1) + timedelta(days=at)).isoformat() for at in range(12000)]
    tails = [
        f"{draw.choice(('true', 'false'))}," + ",".join(draw.choice(values) for values in CODES.values())
        for _ in range(5000)
    ]
    with path.open("w", encoding="utf-8") as out:
        out.write(HEADER + "\n")
        for at in range(people):
            day = draw.choice(days)
            name = f"{draw.choice(families)},Анна{'абвгдежзик'[at % 10]}{at % 997},Ивановна"
            out.write(
                f"{name},B{draw.randrange(branches):05},member,{day},{day},{draw.choice(born)},{draw.choice(tails)}\n"
            )
    return path


def said(what: str, seconds: float, rows: int) -> None:
    """One line of the result."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{what:<44}{seconds:8.1f} s {rows / max(seconds, 1e-9):12,.0f} rows/s   peak {peak:6.0f} MiB", flush=True)


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--people", type=int, default=527_000)
    asked.add_argument("--lines", type=int, default=0)
    asked.add_argument("--branches", type=int, default=32_000)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="polity-bench-") as folder:
        place = Path(folder)
        place.chmod(0o755)
        cluster = Cluster(place / "data")
        dsn = cluster.start()
        try:
            migrate(dsn)
            measured(Database(dsn), place, options.people, options.lines, options.branches)
        finally:
            cluster.stop()


def measured(database: Database, place: Path, people: int, lines: int, branches: int) -> None:
    """Import the branches, examine a long file, then examine and enter the people, twice."""
    by = founded(database, branches)
    house = House(database)
    files = [("units", unit_file(place / "units.csv", branches), True)]
    if lines:
        files.append(("people", people_file(place / "long.csv", lines, branches), False))
    if people:
        files += [("people", people_file(place / "people.csv", people, branches), True)] * 2
    for what, path, whole in files:
        start = time.perf_counter()
        with examined(path, what, house=house, on=ON, by=by, scratch=place) as found:  # type: ignore[arg-type]
            said(f"{path.name}: examined", time.perf_counter() - start, found.rows)
            print(f"   new {found.new}, same {found.same}, changed {found.changed}, refused {found.refused}")
            for fault in found.listed(5):
                print("  ", fault, fault.says)
            if whole:
                middle = time.perf_counter()
                entered = enter(found, database=database, by=by, changes_by=by)
                said(f"{path.name}: entered", time.perf_counter() - middle, entered.new)
                said(f"{path.name}: both", time.perf_counter() - start, found.rows)
        sealer.seal_pending(database)
    house.close()
    database.close()


if __name__ == "__main__":
    main()
