"""Ten years month by month under two laws: by cells, and person by person."""

from datetime import date
from pathlib import Path
from typing import Any

from bench.measure import peak_mib, timed
from bench.report import FLOOR, POLITY, USUAL, Contender, Row
from bench.stage import ROOT, Stage

BUDGET = 5.0
ON = "1923-04-15"
DRAFT = ROOT / "polity" / "demonstration" / "drafts" / "one_year_bar.yaml"
YEARS, DRAWS = 10, 200
MILLIONS = 10_000_000
APART = 0.02  # of what cells say: how far one run of people, with luck of their own, may lie from it


def rows(stage: Stage) -> list[Row]:
    """The register as it is; with --long also as many copies of it as make ten million people."""
    found = [_row(stage, "forecast", 1)]
    if stage.long:
        found.append(_row(stage, "forecast, ten million", max(MILLIONS // stage.people, 1)))
    return found


def _row(stage: Stage, name: str, copies: int) -> Row:
    years, draws = (2, 20) if stage.quick else (YEARS, DRAWS)
    asked: dict[str, Any] = {"data": str(stage.data), "dsn": stage.dsn, "copies": copies, "years": years}
    asked["draws"] = draws
    ours = stage.run("bench.forecasts:cells", **asked, times=stage.times(5 if copies == 1 else 2))
    people = stage.run("bench.forecasts:people", **asked)
    what = f"{years} years by month, {draws} draws of rates, the law as it is and with a draft; {ours['people']} people"
    row = Row(name, what, BUDGET if copies == 1 else None)
    row.check(people["start"] == ours["start"], "both begin with the register's members and candidates")
    wide = APART if stage.size == "full" else APART * 10  # few people have more luck
    for law, one, other in zip(("as it is", "with the draft"), ours["end"], people["end"], strict=True):
        near = all(abs(a - b) <= wide * max(a, b, 1) for a, b in zip(one, other, strict=True))
        row.check(near, f"under the law {law} both end alike, on the same rates")
    row.contenders = [
        Contender(
            "Polity", POLITY, "readings.forecast: collapsed, both laws asked, projected, variants and assumptions too",
            ours["seconds"], ours["peak_mib"], more={"projection_alone_s": ours["projection"], "lumps": ours["lumps"]},
        ),
        Contender(
            "cells once", FLOOR, "one draw projected under both laws, collapsed already", [ours["once"]],
        ),
        Contender(
            "people in NumPy", USUAL, "everybody a row, everything else given; one draw, times the draws",
            people["seconds"], people["peak_mib"], scaled=draws,
        ),
    ]  # fmt: skip
    return row


def cells(data: str, dsn: str, copies: int, years: int, draws: int, times: int) -> dict[str, Any]:
    """Forecast by cells; then the projection alone, and what the first draw came to."""
    from polity.foresight.counting import expected, rates
    from polity.readings.forecast import forecast

    house, scope, on, text = _opened(data, dsn, copies)
    found, seconds = timed(
        lambda: forecast(house, text, since=on, years=years, draws=draws, by="class", scope=scope), times=times
    )
    with _ground(house, text, on, years, scope) as (here, asked):
        lumps = [here.lumps(one) for one in asked]
        drawn = rates(here.found, draws=draws, months=12 * years, seed=1923)
        _, projected = timed(lambda: [here.course(one, drawn) for one in lumps], times=3)
        courses, once = timed(lambda: [here.course(one, expected(here.found, months=12 * years)) for one in lumps])
    held = peak_mib()
    line = found.lines[0]
    house.close()
    house.database.close()
    return {
        "seconds": seconds, "peak_mib": held, "projection": min(projected), "once": min(once),
        "people": line.members.median[0] + line.candidates.median[0],
        "start": [line.members.median[0], line.candidates.median[0]], "lumps": found.run.lumps,
        "end": [[float(one.members[0, -1].sum()), float(one.candidates[0, -1].sum())] for one in courses],
    }  # fmt: skip


def people(data: str, dsn: str, copies: int, years: int, draws: int) -> dict[str, Any]:
    """Go through the same months person by person, on the expected rates."""
    import numpy as np

    from bench.individuals import live
    from polity.foresight.counting import expected

    house, scope, on, text = _opened(data, dsn, 1)
    with _ground(house, text, on, years, scope) as (here, asked):
        lumps = [here.lumps(one) for one in asked]
        mean, members = expected(here.found, months=12 * years), here.members
    house.close()
    house.database.close()
    random = np.random.default_rng(1923)
    stocks, seconds = timed(lambda: [live(one, members, mean, random, scale=copies) for one in lumps])
    start = here.collapsed
    there = [sum(one.people for one in rows if one.first <= 0 < one.last) for rows in (start.members, start.candidates)]
    return {
        "seconds": seconds, "peak_mib": peak_mib(), "start": [count * copies for count in there],
        "end": [[int(one[0, -1].sum()), int(one[1, -1].sum())] for one in stocks],
    }  # fmt: skip


def _opened(data: str, dsn: str, copies: int) -> Any:
    from polity.postgres.database import Database
    from polity.readings.house import House, Scope

    on = date.fromisoformat(ON)
    house = House(Database(dsn), Path(data) / "columns")
    house.columns.refresh()
    if copies > 1:
        multiplied = {"span": ("person",), "spell": ("person",), "sponsorship": ("person", "sponsor")}
        for table, columns in multiplied.items():
            # Ids are random numbers of sixty bits: with their last bits turned they are other people's.
            others = ", ".join(f"xor({name}, c.n) AS {name}" for name in columns)
            house.columns.run(
                f"INSERT INTO {table} SELECT s.* REPLACE ({others}) FROM {table} s, range(1, {copies}) c(n)"
            )
    return house, Scope(day=on, whole=True), on, DRAFT.read_text(encoding="utf-8")


def _ground(house: Any, text: str, on: date, years: int, scope: Any) -> Any:
    from contextlib import contextmanager

    from polity.readings.ground import ground, laws_on

    @contextmanager
    def laid() -> Any:
        both = laws_on(house, text, on=on, scope=scope)
        with ground(house, [both.before, both.after], on=on, by="class", months=12 * years, scope=scope) as here:
            yield here, [here.present, here.ask(both.after)]

    return laid()
