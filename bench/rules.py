"""A rule of the statutes over everybody, and over one person: admission as a member under the Rules of 1922."""

from datetime import date
from pathlib import Path
from typing import Any

from bench.measure import at_share, each_timed, peak_mib, timed
from bench.report import CEILING, POLITY, USUAL, Contender, Row
from bench.stage import Stage

BUDGET_EVERYBODY, BUDGET_CASE, BUDGET_RULE = 0.5, 0.001, 0.00001
ON = "1923-04-15"
RULE = "may_become_member"
CODES = ("class", "occupation", "origin", "former_party")
CASES = 200
NO_RIVAL = "OpenFisca-core is not installed here; script/bench installs it apart"


def rows(stage: Stage) -> list[Row]:
    """Everybody, one case with its facts from the register, and the rule alone on facts already there."""
    arrays = str(stage.scratch / "rules.npz")
    asked: dict[str, Any] = {"data": str(stage.data), "dsn": stage.dsn, "arrays": arrays}
    ours = stage.run("bench.rules:polity", **asked, times=stage.times(15), cases=20 if stage.quick else CASES)
    by_hand = stage.run("bench.hand:numpy", arrays=arrays, times=stage.times(15))
    duck = stage.run("bench.hand:duck", folder=str(stage.data / "columns"), times=stage.times(15))
    python = stage.run("bench.hand:python", arrays=arrays, times=stage.times(5))
    rival = None
    if stage.rival:
        rival = stage.run("bench.fisca:both", python=stage.rival, arrays=arrays, times=stage.times(9))
    return [_everybody(stage, ours, by_hand, duck, rival), *_one(ours, python, rival)]


def _everybody(stage: Stage, ours: Any, by_hand: Any, duck: Any, rival: Any) -> Row:
    row = Row("rules", f"{RULE} decided for {ours['people']} people on the register", BUDGET_EVERYBODY)
    row.check(by_hand["answer"] == ours["answer"], "NumPy by hand counts as many may, may not and undecided")
    row.check(duck["answer"] == ours["answer"], "DuckDB by hand counts the same")
    row.check(sum(ours["answer"]) == ours["people"] and min(ours["answer"]) > 0, "all three outcomes occur")
    row.contenders = [
        Contender(
            "Polity", POLITY, "readings.tally: outcome and deciding clause of each, from columns", ours["seconds"],
            ours["peak_mib"], more={"decided_sql_alone_s": ours["alone"]},
        ),
        Contender("NumPy by hand", CEILING, "this one rule, arrays in memory", by_hand["seconds"], by_hand["peak_mib"]),
        Contender("DuckDB by hand", CEILING, "this one rule as one SELECT", duck["seconds"], duck["peak_mib"]),
    ]  # fmt: skip
    if rival is None:
        row.left_out.append(("OpenFisca-core", NO_RIVAL))
        return row
    row.check(rival["answer"] == ours["answer"], "OpenFisca counts the same")
    more = {"calculate_alone_s": rival["alone"], "version": rival["version"]}
    how = "simulation made from arrays in memory, and calculated"
    row.contenders.append(Contender("OpenFisca-core", USUAL, how, rival["seconds"], rival["peak_mib"], more=more))
    return row


def _one(ours: Any, python: Any, rival: Any) -> list[Row]:
    case = Row("one case", "one candidate: facts from the register, decided and explained", BUDGET_CASE)
    rule = Row("one rule", "one candidate: the rule alone, facts at hand", BUDGET_RULE)
    case.check(python["cases"] == ours["cases"], f"Python by hand decides {len(ours['cases'])} candidates alike")
    rule.check(ours["decided"] == ours["cases"], "with and without explanation the outcome is the same")
    case.contenders = [
        Contender(
            "Polity", POLITY, "readings.explained", ours["case"],
            more={"p95_s": at_share(ours["case"], 0.95), "law_explain_alone_s": ours["told"]},
        ),
    ]  # fmt: skip
    rule.contenders = [
        Contender("Polity", POLITY, "law.decide, with the deciding clause", ours["rule"]),
        Contender("Python by hand", CEILING, "the rule written as a function", python["seconds"]),
    ]
    if rival is None:
        case.left_out.append(("OpenFisca-core", NO_RIVAL))
        rule.left_out.append(("OpenFisca-core", NO_RIVAL))
        return [case, rule]
    case.check(rival["cases"] == ours["cases"], "OpenFisca decides them alike")
    how = "build_from_dict, calculate with trace; facts at hand, none fetched"
    case.contenders.append(Contender("OpenFisca-core", USUAL, how, rival["traced"]))
    rule.contenders.append(Contender("OpenFisca-core", USUAL, "build_from_dict and calculate", rival["case"]))
    return [case, rule]


def polity(data: str, dsn: str, arrays: str, times: int, cases: int) -> dict[str, Any]:
    """Decide for everybody and for some candidates; leave the facts as arrays for the other contenders."""
    from polity.postgres.database import Database
    from polity.readings.explained import explained
    from polity.readings.house import House, Scope
    from polity.readings.tally import decided_sql, tally
    from polity.statutes import store

    on = date.fromisoformat(ON)
    house = House(Database(dsn), Path(data) / "columns")
    scope = Scope(day=on, whole=True)
    tally(house, RULE, on=on, scope=scope)
    found, seconds = timed(lambda: tally(house, RULE, on=on, scope=scope), times=times)
    text, _ = decided_sql(house, RULE, on=on, scope=scope)
    _, alone = timed(lambda: house.columns.query(f"SELECT {RULE}, count(*) FROM ({text}) GROUP BY 1"), times=times)
    held = peak_mib()  # before everybody's facts are written out for the others
    counts: dict[str | None, int] = dict.fromkeys(("true", "false", None), 0)
    for outcome, _, count in found.rows:
        counts[outcome] += count
    chosen = _written(house, arrays, cases)

    def explain(person: int) -> Any:
        told = explained(house, RULE, person, on=on, scope=scope)
        return told.verdict.outcome if told else "nobody"

    explain(chosen[0])
    outcomes, case = each_timed(explain, chosen)
    with house.register(scope=scope) as register:
        law = store.adopted(register)
    facts = _facts(house, arrays, len(chosen))
    _, told = each_timed(lambda one: law.explain(RULE, one, at=on, dates={"decided": on}), facts)
    decided, rule = each_timed(lambda one: law.decide(RULE, one, at=on, dates={"decided": on}).outcome, facts * 20)
    house.close()
    house.database.close()
    return {
        "seconds": seconds, "alone": sorted(alone)[len(alone) // 2], "people": sum(counts.values()),
        "answer": list(counts.values()), "cases": outcomes, "case": case, "decided": decided[: len(chosen)],
        "rule": rule[len(chosen) :], "told": sorted(told)[len(told) // 2], "peak_mib": held,
    }  # fmt: skip


def _written(house: Any, arrays: str, cases: int) -> list[int]:
    """Everybody's facts as arrays, the candidates of the cases first; days as numbers, 0 where unknown."""
    import numpy as np

    rows = house.columns.query(
        "SELECT person, " + ", ".join(f"CAST({name} AS VARCHAR)" for name in CODES) + ","
        " CASE WHEN standing = 'candidate' THEN counted_from END FROM span"
        f" WHERE since <= DATE '{ON}' AND DATE '{ON}' < until ORDER BY standing = 'candidate' DESC, hash(person)"
    )
    columns = list(zip(*rows, strict=True))
    days = [0 if day is None else day.toordinal() for day in columns[5]]
    codes: dict[str, Any] = {name: np.array(columns[at + 1], dtype="U24") for at, name in enumerate(CODES)}
    np.savez(arrays, since=np.array(days, dtype=np.int32), cases=np.array(cases), **codes)
    return [int(person) for person in columns[0][:cases]]


def _facts(house: Any, arrays: str, cases: int) -> list[dict[str, Any]]:
    import numpy as np

    held = np.load(arrays)
    return [
        {name: str(held[name][at]) for name in CODES} | {"candidate_since": date.fromordinal(int(held["since"][at]))}
        for at in range(cases)
    ]
