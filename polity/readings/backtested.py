"""How forecasts from earlier days would have fared: made of what the register held of the months before each of them.

The rules of every month are those that were in force in it: what is tried is how often people do what they may, not
whether somebody foresaw a reform. Where the rules changed in the months learnt from or looked at, the row says so.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import numpy as np

from polity.foresight.counting import rates
from polity.foresight.fans import share, whole, within
from polity.foresight.rates import Floats
from polity.foresight.scores import crps
from polity.readings.cases import law_of
from polity.readings.census import Unanswerable
from polity.readings.collapsing import Collapsed
from polity.readings.eligible import changes
from polity.readings.ground import ground, usual_window
from polity.readings.house import House, Scope
from polity.statutes import Law, add_months, months_between

HORIZONS = (3, 6, 12, 24)  # months
APART = 3  # months between origins
ORIGINS = 8  # for each horizon
BANDS = (50, 80, 90)
MEASURES = ("share", "members", "candidates")

Progress = Callable[[str, int, int], None]


class Row(NamedTuple):
    """A forecast from a day, held against what came. Shares in ten-thousandths, everything else in people."""

    measure: str  # of MEASURES
    origin: date
    horizon: int  # months
    crosses: bool  # the rules changed in the months learnt from or looked at
    foretold: int  # the middle of the draws
    came: int
    held: tuple[bool, ...]  # whether the bands of 50, 80 and 90 in a hundred held it
    score: int  # CRPS: how far off, bands and all; less is better
    no_change: int  # how far off: as on the first day
    growth: int  # how far off: on as in the window


class Summary(NamedTuple):
    """Rows of one measure and horizon, with or without a change of the rules, taken together."""

    measure: str
    horizon: int
    crosses: bool
    tried: int
    held: tuple[int, ...]  # of them, within the bands of 50, 80 and 90 in a hundred
    bias: int
    score: int
    no_change: int
    growth: int


class Backtest(NamedTuple):
    """What was tried, and how it fared; and the days on which it could not be tried, with the reason."""

    value: str
    window: int
    rows: tuple[Row, ...]
    left_out: tuple[tuple[date, str], ...]

    def summaries(self) -> list[Summary]:
        """By measure, horizon, and whether the rules changed."""
        kinds = dict.fromkeys((row.measure, row.horizon, row.crosses) for row in self.rows)
        return [
            _summed(*kind, [row for row in self.rows if (row.measure, row.horizon, row.crosses) == kind])
            for kind in sorted(kinds, key=lambda one: (MEASURES.index(one[0]), one[1:]))
        ]

    def plain(self) -> dict[str, Any]:
        return {
            "value": self.value,
            "window_months": self.window,
            "bands": list(BANDS),
            "summaries": [one._asdict() | {"held": list(one.held)} for one in self.summaries()],
            "rows": [one._asdict() | {"origin": one.origin.isoformat(), "held": list(one.held)} for one in self.rows],
            "left_out": [{"origin": day.isoformat(), "why": why} for day, why in self.left_out],
        }


def backtest(
    house: House, *, on: date, by: str, value: str, scope: Scope, window: int | None = None, under: int | None = None,
    draws: int = 200, seed: int = 1923, progress: Progress | None = None,
) -> Backtest:  # fmt: skip
    """Forecast from days gone by, as far back as the register's dated history reaches, and hold it against what came.

    Source  the columns at the journal's head: what is known now of those days
    """
    law = law_of(house, scope=scope)
    reach = window or usual_window([law], on)
    back = _history(house, on, scope)
    wanted = list(range(APART, back - reach + 1, APART))[: ORIGINS + max(HORIZONS) // APART]
    if not wanted:
        raise Unanswerable(
            f"There is no earlier day to try a forecast from: the dated history reaches back {back} months from {on}.",
            f"Ask for a shorter window than {reach} months, or wait.",
        )
    with ground(house, [law], on=on, by=by, months=1, scope=scope, window=wanted[-1], under=under) as here:
        came, names = stocks(here.collapsed), here.collapsed.values
    rows: list[Row] = []
    left_out: list[tuple[date, str]] = []
    for done, back_by in enumerate(wanted):
        origin = add_months(on, -back_by)
        if progress:
            progress("Forecasts from days gone by", done, len(wanted))
        horizons = [h for h in HORIZONS if h <= back_by and (back_by - h) // APART < ORIGINS]
        try:
            with ground(
                house, [law], on=origin, by=by, months=max(horizons), scope=scope, window=reach, under=under
            ) as then:
                if value not in then.collapsed.values:
                    left_out.append((origin, f"Fewer than ten people were {value}."))
                    continue
                drawn = rates(then.found, draws=draws, months=max(horizons), seed=seed)
                course = then.course(then.lumps(then.present), drawn)
                at, before = then.collapsed.values.index(value), stocks(then.collapsed)
        except Unanswerable as problem:
            left_out.append((origin, problem.says))
            continue
        series = _measured(came, names.index(value)) if value in names else {}
        start = _measured(before, at)
        foretold = _measured((course.members, course.candidates), at)
        for horizon in horizons:
            crosses = _crosses(law, add_months(origin, -reach), add_months(on, horizon - back_by))
            place = wanted[-1] - back_by + horizon
            for measure in MEASURES:
                told, first = foretold[measure][:, horizon], start[measure]
                rows.append(_row(measure, origin, horizon, crosses, told, series[measure][place].item(), first))
    return Backtest(value, reach, tuple(rows), tuple(left_out))


def stocks(collapsed: Collapsed) -> tuple[Floats, Floats]:
    """Members and candidates by month, from the window's first day to the last, and group."""
    window, groups = collapsed.window, len(collapsed.values)
    found = np.zeros((2, window + 1, groups))
    for which, rows in enumerate((collapsed.members, collapsed.candidates)):
        for one in rows:
            group = collapsed.cells[one.at].group if which else one.at
            found[which, one.first + window : one.last + window, group] += one.people
    return found[0], found[1]


def _measured(stock: tuple[Floats, Floats], at: int) -> dict[str, Floats]:
    """The three measures of members and candidates; the group is the last dimension."""
    members, candidates = stock
    total = members.sum(axis=-1)
    return {"share": share(members[..., at], total), "members": total, "candidates": candidates.sum(axis=-1)}


def _row(measure: str, origin: date, horizon: int, crosses: bool, told: Floats, came: Any, first: Floats) -> Row:
    now, window = first[-1].item(), len(first) - 1
    growth = now * (now / first[0].item()) ** (horizon / window) if first[0] else now
    middle, observed, score = whole(np.array([np.median(told), came, crps(told, came)]))
    no_change, grown = whole(np.abs(np.array([now, growth]) - came))
    return Row(measure, origin, horizon, crosses, middle, observed, within(told, came, BANDS), score, no_change, grown)


def _crosses(law: Law, since: date, until: date) -> bool:
    return any(since < day <= until for day in changes(law))


def _history(house: House, on: date, scope: Scope) -> int:
    """How many months before a day somebody was first recorded to be a candidate."""
    house.columns.refresh()
    first = house.columns.query(f"SELECT min(since) FROM span WHERE standing = 'candidate' AND since < DATE '{on}'")
    day = first[0][0]
    return months_between(day, on) if day is not None else 0


def _summed(measure: str, horizon: int, crosses: bool, rows: Sequence[Row]) -> Summary:
    def mean(values: Iterator[int]) -> int:
        return round(sum(values) / len(rows))

    return Summary(
        measure, horizon, crosses, len(rows),
        tuple(sum(row.held[at] for row in rows) for at in range(len(BANDS))),
        mean(row.foretold - row.came for row in rows),
        mean(row.score for row in rows),
        mean(row.no_change for row in rows),
        mean(row.growth for row in rows),
    )  # fmt: skip
