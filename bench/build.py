"""The demonstration from nothing, sealed: seconds, and the memory of the command and its PostgreSQL together."""

import re
from datetime import date
from itertools import islice
from typing import Any

from bench.measure import timed, watched
from bench.report import FLOOR, POLITY, Contender, Row
from bench.stage import Stage, environment, polity

BUDGET_S, BUDGET_MIB = 180, 2048
SAMPLE = 50_000


def rows(stage: Stage) -> list[Row]:
    """Build it in an empty folder as script/demo does, and write as many people and spells with Django."""
    size = "small" if stage.quick else "full"
    row = Row("build", f"the demonstration ({size}) from nothing, sealed", BUDGET_S, BUDGET_MIB)
    data = stage.scratch / "built"
    seconds, peak, _ = watched(
        polity(data, "demo", "--size", size, "--no-serve"), folder=data, cwd=stage.scratch, env=environment()
    )
    row.contenders.append(
        Contender("Polity", POLITY, "polity demo --no-serve: PostgreSQL too", [seconds], peak, more={"memory": "PSS"})
    )
    _, _, said = watched(polity(data, "sources", "--format", "json"), cwd=stage.scratch, env=environment())
    row.check(re.search(r'"differs": 0\b', said) is not None, "every figure of the sources is in the register")
    with stage.server("floor") as dsn:
        floor = stage.run("bench.build:django", dsn=dsn, size=size, most=2_000 if stage.quick else SAMPLE)
    row.check(floor["answer"] == [floor["people"], floor["spells"]], "Django's tables hold what was written")
    how = f"bulk_create of {floor['people']} people and {floor['spells']} spells: no rules, no journal, no seals"
    row.contenders.append(
        Contender(
            "Django bulk_create", FLOOR, how, floor["seconds"], floor["peak_mib"], floor["of"] / floor["people"],
            {"memory": "of Python with the generator, without PostgreSQL"},
        )
    )  # fmt: skip
    return [row]


def django(dsn: str, size: str, most: int) -> dict[str, Any]:
    """Write people and their spells into plain tables. Only the writing is timed."""
    import json

    from bench.plain import connected
    from polity.demonstration.generation import generate

    models = connected(dsn)
    from django.db import connection, transaction

    made = generate(size)  # type: ignore[arg-type]
    people: list[Any] = []
    spells: list[Any] = []
    for batch in made.batches():
        facts: dict[Any, str] = dict(zip(batch.facts.subject, batch.facts.facts, strict=True))
        mine = list(islice(batch.people.rows(), most - len(people)))
        known = {person for person, *_ in mine}
        people += [
            models.PlainPerson(id=person, family=family, given=given, middle=middle, facts=json.loads(facts[person]))
            for person, family, given, middle in mine
        ]
        spells += [
            models.PlainSpell(person_id=person, unit=str(unit), standing=standing, since=since, until=until)
            for person, unit, standing, since, until, *_ in batch.spells.rows()
            if person in known
        ]
        if len(people) == most:
            break
    with connection.schema_editor() as editor:
        editor.create_model(models.PlainPerson)
        editor.create_model(models.PlainSpell)

    def write() -> None:
        with transaction.atomic():
            models.PlainPerson.objects.bulk_create(people, batch_size=2_000)
            models.PlainSpell.objects.bulk_create(spells, batch_size=2_000)

    _, seconds = timed(write)
    counts = [models.PlainPerson.objects.count(), models.PlainSpell.objects.filter(since__lte=date.max).count()]
    return {
        "seconds": seconds,
        "answer": counts,
        "people": len(people),
        "spells": len(spells),
        "of": made.counts["people"],
    }
