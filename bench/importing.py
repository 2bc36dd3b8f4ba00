"""A members' file: examined as a whole and entered; a longer one examined only."""

import csv
from datetime import date
from pathlib import Path
from typing import Any

from bench.measure import peak_mib, timed
from bench.report import CEILING, FLOOR, POLITY, USUAL, Contender, Row
from bench.stage import Stage

BUDGET, BUDGET_LONG, BUDGET_LONG_MIB = 90, 600, 1024
PEOPLE, LINES, BRANCHES, SAMPLE = 527_000, 10_000_000, 32_000, 50_000


def rows(stage: Stage) -> list[Row]:
    """An organisation of many branches takes in a file; with --long also ten million lines are examined."""
    people, branches = (2_000, 200) if stage.quick else (PEOPLE, BRANCHES)
    found = stage.run(
        "bench.importing:made",
        folder=str(stage.scratch),
        people=people,
        branches=branches,
        lines=LINES if stage.long else 0,
    )
    path = str(stage.scratch / "people.csv")
    with stage.server("import") as dsn:
        ours = stage.run(
            "bench.importing:polity", dsn=dsn, folder=str(stage.scratch), branches=branches, long=stage.long
        )
    with stage.server("import-floor") as dsn:
        usual = stage.run("bench.importing:django", dsn=dsn, path=path, most=people if stage.quick else SAMPLE)
    ceiling = stage.run("bench.importing:duck", path=path)
    row = Row("import", f"{people} people from CSV, {found['mib']} MiB, examined and entered", BUDGET)
    row.check(ours["first"] == [people, 0, 0, 0], "every row is new, none refused")
    row.check(ours["again"] == [0, people, 0, 0], "the same file again: every row is the same")
    row.check(ours["members"] == people, "the census counts them all")
    row.check(usual["answer"] == usual["people"] and ceiling["answer"] == people, "Django and DuckDB took in every row")
    more = {name: ours[name] for name in ("examined_s", "entered_s", "again_s")}
    how = "examined whole, entered by acts, sealed, and held against the register"
    row.contenders = [
        Contender("Polity", POLITY, how, [ours["examined_s"] + ours["entered_s"]], ours["peak_mib"], more=more),
        Contender(
            "Django bulk_create", USUAL, f"csv.DictReader and bulk_create of {usual['people']} rows: nothing examined",
            usual["seconds"], usual["peak_mib"], people / usual["people"],
        ),
        Contender("DuckDB read_csv", CEILING, "read and typed, in memory", ceiling["seconds"], ceiling["peak_mib"]),
    ]  # fmt: skip
    return [row, *([_long(stage, ours)] if stage.long else [])]


def _long(stage: Stage, ours: dict[str, Any]) -> Row:
    row = Row("import, long file", f"{LINES} lines of CSV examined, nothing entered", BUDGET_LONG, BUDGET_LONG_MIB)
    row.check(sum(ours["long"]) == LINES and ours["long"][3] == 0, "every row has its fate, none refused")
    ceiling = stage.run("bench.importing:duck", path=str(stage.scratch / "long.csv"))
    row.contenders = [
        Contender("Polity", POLITY, "examined whole", [ours["long_s"]], ours["long_peak_mib"]),
        Contender("DuckDB read_csv", FLOOR, "read and typed", ceiling["seconds"], ceiling["peak_mib"]),
    ]
    return row


def made(folder: str, people: int, branches: int, lines: int) -> dict[str, Any]:
    """Make the files, from a seed."""
    from bench.imports import people_file, unit_file

    place = Path(folder)
    unit_file(place / "units.csv", branches)
    path = people_file(place / "people.csv", people, branches)
    if lines:
        people_file(place / "long.csv", lines, branches)
    return {"seconds": [0.0], "mib": path.stat().st_size >> 20}


def polity(dsn: str, folder: str, branches: int, long: bool) -> dict[str, Any]:
    """Found an organisation, give it its branches, and take the file in; then look at the same file again."""
    from bench.imports import ON, founded
    from polity.imports import enter, examined
    from polity.journal import sealer
    from polity.postgres.database import Database
    from polity.postgres.migrate import migrate
    from polity.readings.census import Question, census
    from polity.readings.house import House, Scope

    place = Path(folder)
    migrate(dsn)
    database = Database(dsn)
    by = founded(database, branches)
    house = House(database)

    def take(name: str, what: Any, *, whole: bool) -> tuple[list[int], float, float]:
        def examine() -> Any:
            opened = examined(place / name, what, house=house, on=ON, by=by, scratch=place)
            return opened, opened.__enter__()

        (opened, found), (looked,) = timed(examine)
        try:
            fates = [found.new, found.same, found.changed, found.refused]
            took = 0.0
            if whole:
                _, (took,) = timed(lambda: enter(found, database=database, by=by, changes_by=by))
                _, (sealed,) = timed(lambda: sealer.seal_pending(database))
                took += sealed
        finally:
            opened.__exit__(None, None, None)
        return fates, looked, took

    take("units.csv", "units", whole=True)
    told: dict[str, Any] = {}
    if long:
        told["long"], told["long_s"], _ = take("long.csv", "people", whole=False)
        told["long_peak_mib"] = peak_mib()
    told["first"], told["examined_s"], told["entered_s"] = take("people.csv", "people", whole=True)
    told["again"], told["again_s"], _ = take("people.csv", "people", whole=False)
    scope = Scope(day=ON, whole=True)
    told["members"] = census(house, Question(on=ON, where={"standing": ("member",)}), scope=scope).total
    house.close()
    database.close()
    return told


def django(dsn: str, path: str, most: int) -> dict[str, Any]:
    """Read the file with csv and write it with bulk_create, as one would."""
    from bench.plain import connected

    models = connected(dsn)
    from django.db import connection, transaction

    with connection.schema_editor() as editor:
        editor.create_model(models.PlainPerson)
        editor.create_model(models.PlainSpell)
    names = ("family", "given", "middle", "unit", "standing", "since", "counted_from")

    def take() -> int:
        people, spells = [], []
        with transaction.atomic(), Path(path).open(encoding="utf-8", newline="") as file:
            for at, row in enumerate(csv.DictReader(file)):
                if at == most:
                    break
                facts = {name: value for name, value in row.items() if name not in names}
                person = models.PlainPerson(family=row["family"], given=row["given"], middle=row["middle"], facts=facts)
                people.append(person)
                since = date.fromisoformat(row["since"])
                spells.append(models.PlainSpell(person=person, unit=row["unit"], standing=row["standing"], since=since))
            models.PlainPerson.objects.bulk_create(people, batch_size=2_000)
            models.PlainSpell.objects.bulk_create(spells, batch_size=2_000)
        return len(people)

    people, seconds = timed(take)
    return {"seconds": seconds, "answer": models.PlainSpell.objects.count(), "people": people}


def duck(path: str) -> dict[str, Any]:
    """Read the file and know its types: nothing compared, nothing entered."""
    import duckdb

    base = duckdb.connect()
    _, seconds = timed(lambda: base.execute("CREATE TABLE people AS SELECT * FROM read_csv(?)", [path]).fetchall())
    found = base.execute("SELECT count(*) FROM people").fetchone()
    return {"seconds": seconds, "answer": int(found[0]) if found else 0}
