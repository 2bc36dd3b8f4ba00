"""A preview: every candidate decided under the law as it is and with a one-year bar, counted by what changes."""

import os
from datetime import date
from pathlib import Path
from typing import Any

from bench.measure import peak_mib, timed
from bench.report import CEILING, POLITY, USUAL, Contender, Row
from bench.stage import Stage

BUDGET, BUDGET_LONG = 0.5, 10.0
ON = date(1923, 4, 24)  # the last day of the Rules of 1922, before what the congress changed of them
LONG = 10_000_000
CODES = ("class", "occupation", "origin", "former_party")
SECOND = "POLITY_BENCH_POLICYENGINE"  # names the interpreter of the environment that holds PolicyEngine-core
NOT_HERE = {
    "OpenFisca-core": "OpenFisca-core is not installed here; script/bench installs it apart",
    "PolicyEngine-core": f"no interpreter that has it is named in {SECOND}",
}
DRAFT = """reform: one-year-bar
from: 1923-04-24
to: 1924-04-24
add: {rule: may_become_member, clause: {id: "R1.1", need: "class = industrial_worker", say: "Barred for a year."}}
"""


def rows(stage: Stage) -> list[Row]:
    """The register as it is and, if it may take long, as many copies of it as make ten million people."""
    found = [_row(stage, 1)]
    if stage.long:
        found.append(_row(stage, -(-LONG // stage.people)))
    return found


def _row(stage: Stage, copies: int) -> Row:
    arrays = str(stage.scratch / f"previews-{copies}.npz")
    ours = stage.run(
        "bench.previews:polity", data=str(stage.data), dsn=stage.dsn, arrays=arrays, copies=copies,
        times=stage.times(9),
    )  # fmt: skip
    by_hand = stage.run("bench.previews:numpy", arrays=arrays, times=stage.times(9))
    duck = stage.run("bench.previews:duck", folder=str(stage.data / "columns"), copies=copies, times=stage.times(9))
    people = f"{stage.people * copies:,}".replace(",", " ")
    row = Row(
        "preview" if copies == 1 else "preview, ten million",
        f"a draft's preview on a register of {people}, {ours['candidates']} of them candidates, whom it concerns",
        BUDGET if copies == 1 else BUDGET_LONG,
    )
    if copies == 1:
        row.check(ours["brute"] == ours["answer"], "the closures, candidate by candidate, count the same")
    row.check(by_hand["answer"] == ours["answer"], "NumPy by hand counts the same")
    row.check(duck["answer"] == ours["answer"], "DuckDB by hand counts the same")
    row.check(ours["answer"][1] > 0, "there are candidates whom the draft would bar")
    how = "readings.preview: the draft read and compiled, both laws in one scan, with clauses"
    row.contenders = [
        Contender("Polity", POLITY, how, ours["seconds"], ours["peak_mib"]),
        Contender("NumPy by hand", CEILING, "the two conditions over arrays of candidates", by_hand["seconds"],
                  by_hand["peak_mib"]),
        Contender("DuckDB by hand", CEILING, "the two conditions as one SELECT over the register", duck["seconds"],
                  duck["peak_mib"]),
    ]  # fmt: skip
    rivals = (
        ("OpenFisca-core", "openfisca", stage.rival),
        ("PolicyEngine-core", "policyengine", os.environ.get(SECOND)),
    )
    for who, function, python in rivals:
        if not python:
            row.left_out.append((who, NOT_HERE[who]))
            continue
        rival = stage.run(f"bench.two_systems:{function}", python=python, arrays=arrays, times=stage.times(5))
        row.check(rival["answer"] == ours["answer"], f"{who} counts the same")
        how = "two systems, each with a simulation made from arrays of candidates, and calculated"
        more = {"version": rival["version"]}
        row.contenders.append(Contender(who, USUAL, how, rival["seconds"], rival["peak_mib"], more=more))
    return row


def polity(data: str, dsn: str, arrays: str, copies: int, times: int) -> dict[str, Any]:
    """The preview, each time of a draft that was not read before; what the closures say; the facts as arrays."""
    from itertools import count

    from polity.postgres.database import Database
    from polity.readings.house import House, Scope
    from polity.readings.preview import preview

    house = House(Database(dsn), Path(data) / "columns")
    scope = Scope(day=ON, whole=True)
    house.columns.refresh()
    if copies > 1:
        fields = "s.* REPLACE (CAST(hash(s.person, c.range) >> 1 AS BIGINT) AS person)"
        house.columns.run(f"INSERT INTO span SELECT {fields} FROM span s, range(1, {copies}) c")
    numbers = count()

    def whole() -> Any:
        return preview(house, f"{DRAFT}# {next(numbers)}\n", scope=scope)

    whole()
    found, seconds = timed(whole, times=times)
    held = peak_mib()
    (rule,) = found.rules
    counts: dict[tuple[str | None, str | None], int] = {}
    for flow in rule.flows:
        pair = flow.before.outcome, flow.after.outcome
        counts[pair] = counts.get(pair, 0) + flow.people
    answer = [counts.get(pair, 0) for pair in (("true", "true"), ("true", "false"), ("false", "false"))]
    brute = _brute(house, scope) if copies == 1 else answer
    _written(house, arrays)
    house.close()
    house.database.close()
    return {"seconds": seconds, "answer": answer, "brute": brute, "candidates": rule.total, "peak_mib": held}


def _candidates(house: Any, columns: str) -> list[tuple[Any, ...]]:
    text = f"SELECT {columns} FROM span WHERE standing = 'candidate' AND since <= DATE '{ON}' AND DATE '{ON}' < until"
    return list(house.columns.query(text))


def _brute(house: Any, scope: Any) -> list[int]:
    """Every candidate by themselves, under each law, by its closures."""
    from polity.readings.two_laws import laws_of

    laws = laws_of(house, DRAFT, scope=scope)
    counts = [0, 0, 0]
    for values in _candidates(house, ", ".join([*CODES, "counted_from"])):
        facts = dict(zip((*CODES, "candidate_since"), values, strict=True))
        before, after = (
            law.program("may_become_member", at=ON, dates={"decided": ON}).run(facts, ON)[1][0]
            for law in (laws.before, laws.after)
        )
        counts[0 if before and after else 1 if before else 2] += 1
    return counts


def _written(house: Any, arrays: str) -> None:
    """The facts of candidates as arrays; days as numbers."""
    import numpy as np

    rows = _candidates(house, ", ".join([*(f"CAST({name} AS VARCHAR)" for name in CODES), "counted_from"]))
    columns = list(zip(*rows, strict=True))
    since = np.array([day.toordinal() for day in columns[4]], dtype=np.int32)
    codes: dict[str, Any] = {name: np.array(columns[at], dtype="U24") for at, name in enumerate(CODES)}
    np.savez(arrays, since=since, **codes)


def numpy(arrays: str, times: int) -> dict[str, Any]:
    """Arrays in, counts out."""
    import numpy as np

    from bench.hand import MONTHS, PEOPLE, RURAL, WORKING

    held = np.load(arrays)
    since = held["since"].astype("datetime64[D]") - np.timedelta64(719163, "D")
    coded = {name: np.unique(held[name], return_inverse=True) for name in CODES}

    def within(name: str, *values: str) -> Any:
        names, numbers = coded[name]
        return np.isin(names, values)[numbers]

    def decide() -> list[int]:
        working = within("class", *WORKING) | (within("occupation", "soldier") & within("origin", *PEOPLE))
        needed = np.select(
            [~within("former_party", "none"), working, within("class", *RURAL)],
            [MONTHS["other_party"], MONTHS["workers"], MONTHS["peasants"]],
            MONTHS["others"],
        )
        month = since.astype("datetime64[M]")
        day = (since - month.astype("datetime64[D]")).astype(np.int32) + 1
        passed = (np.datetime64(ON, "M") - month).astype(np.int32) - (np.minimum(day, 30) > ON.day)
        before = passed >= needed
        after = before & within("class", "industrial_worker")
        return [int((before & after).sum()), int((before & ~after).sum()), int((~before & ~after).sum())]

    decide()
    answer, seconds = timed(decide, times=times)
    return {"answer": answer, "seconds": seconds}


def duck(folder: str, copies: int, times: int) -> dict[str, Any]:
    """One SELECT over the columns' own Parquet file, read into memory before."""
    import duckdb

    from bench.hand import MONTHS, PEOPLE, RURAL, WORKING

    newest = Path(folder) / (Path(folder) / "newest").read_text()
    base = duckdb.connect()
    base.execute(f"CREATE TABLE span AS SELECT s.* FROM read_parquet('{newest}/span') s, range({copies})")

    def within(name: str, *values: str) -> str:
        return f"CAST({name} AS VARCHAR) IN ({', '.join(repr(value) for value in values)})"

    working = f"{within('class', *WORKING)} OR (occupation = 'soldier' AND {within('origin', *PEOPLE)})"
    text = f"""
SELECT count(*) FILTER (WHERE b AND a), count(*) FILTER (WHERE b AND NOT a), count(*) FILTER (WHERE NOT b) FROM (
 SELECT b, b AND class = 'industrial_worker' AS a FROM (SELECT class,
   ({ON.year} - year(counted_from)) * 12 + {ON.month} - month(counted_from)
   - CASE WHEN least(day(counted_from), 30) > {ON.day} THEN 1 ELSE 0 END
   >= CASE WHEN former_party <> 'none' THEN {MONTHS["other_party"]} WHEN {working} THEN {MONTHS["workers"]}
      WHEN {within("class", *RURAL)} THEN {MONTHS["peasants"]} ELSE {MONTHS["others"]} END AS b
 FROM span WHERE standing = 'candidate' AND since <= DATE '{ON}' AND DATE '{ON}' < until))"""
    base.execute(text).fetchall()
    answer, seconds = timed(lambda: list(base.execute(text).fetchall()[0]), times=times)
    return {"answer": answer, "seconds": seconds}
