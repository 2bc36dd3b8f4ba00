"""The rule of admission written by hand, once for each engine: the ceiling. No resolution can change anything here.

Who is not a candidate has no day from which the period counts, and cannot be decided.
"""

from datetime import date
from pathlib import Path
from typing import Any

from bench.measure import timed

ON = date(1923, 4, 15)
MONTHS = {"workers": 6, "peasants": 12, "others": 24, "other_party": 24}
WORKING, RURAL, PEOPLE = ("industrial_worker", "other_worker"), ("peasant", "artisan"), ("worker", "peasant")
LAST = 30  # the last day of the month of ON: a period begun on the 31st ends on it


def numpy(arrays: str, times: int) -> dict[str, Any]:
    """Arrays in, counts out."""
    import numpy as np

    held = np.load(arrays)
    since = held["since"].astype("datetime64[D]") - np.timedelta64(719163, "D")
    coded = {name: np.unique(held[name], return_inverse=True) for name in ("class", "occupation", "origin")}
    party, known = held["former_party"] != "none", held["since"] > 0
    names = {name: values for name, (values, _) in coded.items()}
    codes = {name: numbers.astype(np.int8) for name, (_, numbers) in coded.items()}

    def within(name: str, values: tuple[str, ...]) -> Any:
        return np.isin(names[name], values)[codes[name]]

    def decide() -> list[int]:
        working = within("class", WORKING) | (within("occupation", ("soldier",)) & within("origin", PEOPLE))
        needed = np.select(
            [party, working, within("class", RURAL)],
            [MONTHS["other_party"], MONTHS["workers"], MONTHS["peasants"]],
            MONTHS["others"],
        )
        month = since.astype("datetime64[M]")
        day = (since - month.astype("datetime64[D]")).astype(np.int32) + 1
        passed = (np.datetime64(ON, "M") - month).astype(np.int32) - (np.minimum(day, LAST) > ON.day)
        may = passed >= needed
        return [int((may & known).sum()), int((~may & known).sum()), int((~known).sum())]

    decide()
    answer, seconds = timed(decide, times=times)
    return {"answer": answer, "seconds": seconds}


def duck(folder: str, times: int) -> dict[str, Any]:
    """One SELECT over the columns' own Parquet file, read into memory before."""
    import duckdb

    newest = Path(folder) / (Path(folder) / "newest").read_text()
    base = duckdb.connect()
    base.execute(f"CREATE TABLE span AS SELECT * FROM read_parquet('{newest}/span')")

    def within(name: str, values: tuple[str, ...]) -> str:
        return f"CAST({name} AS VARCHAR) IN ({', '.join(repr(value) for value in values)})"

    working = f"{within('class', WORKING)} OR (occupation = 'soldier' AND {within('origin', PEOPLE)})"
    text = f"""
SELECT count(*) FILTER (WHERE may), count(*) FILTER (WHERE NOT may), count(*) FILTER (WHERE may IS NULL) FROM (
 SELECT CASE WHEN standing = 'candidate' THEN ({ON.year} - year(counted_from)) * 12 + {ON.month} - month(counted_from)
   - CASE WHEN least(day(counted_from), {LAST}) > {ON.day} THEN 1 ELSE 0 END END
   >= CASE WHEN former_party <> 'none' THEN {MONTHS["other_party"]} WHEN {working} THEN {MONTHS["workers"]}
      WHEN {within("class", RURAL)} THEN {MONTHS["peasants"]} ELSE {MONTHS["others"]} END AS may
 FROM span WHERE since <= DATE '{ON}' AND DATE '{ON}' < until)"""
    base.execute(text).fetchall()
    answer, seconds = timed(lambda: list(base.execute(text).fetchall()[0]), times=times)
    return {"answer": answer, "seconds": seconds}


def python(arrays: str, times: int) -> dict[str, Any]:
    """A function of one person. The time is that of one call, averaged over all cases."""
    import numpy as np

    held = np.load(arrays)
    rows: list[Any] = [
        (*(str(held[name][at]) for name in ("class", "occupation", "origin", "former_party")),
         date.fromordinal(int(held["since"][at])))
        for at in range(int(held["cases"]))
    ]  # fmt: skip

    def decide() -> list[bool]:
        return [_may(*row) for row in rows]

    answer, seconds = timed(decide, times=times * 20)
    return {"cases": answer, "seconds": [second / len(rows) for second in seconds]}


def _may(social: str, occupation: str, origin: str, party: str, since: date) -> bool:
    if party != "none":
        needed = MONTHS["other_party"]
    elif social in WORKING or (occupation == "soldier" and origin in PEOPLE):
        needed = MONTHS["workers"]
    elif social in RURAL:
        needed = MONTHS["peasants"]
    else:
        needed = MONTHS["others"]
    passed = (ON.year - since.year) * 12 + ON.month - since.month - (min(since.day, LAST) > ON.day)
    return passed >= needed
