"""Search: given a share to be reached and what may move, the reforms that reach it with the least waiting and change.

Nobody's course depends on anybody else's as long as so many come in, whoever is there. So cells fall into parts that
read different values: each part is forecast under its own values alone, and thousands of combinations are sums. What is
found best is then forecast as a whole, by the enforced law, before it is shown.
"""

from collections.abc import Sequence
from datetime import date
from itertools import product
from typing import Any, NamedTuple

import numpy as np

from polity.foresight.counting import expected
from polity.foresight.front import Axis, Share, change, combined, front, reached
from polity.foresight.projection import Rates
from polity.foresight.rates import Floats
from polity.foresight.split import flow, members_of, staying, without
from polity.readings.census import Unanswerable
from polity.readings.forecast import Progress, Target
from polity.readings.ground import Asked, Ground, ground
from polity.readings.house import House, Scope
from polity.readings.moving import MOST_LAWS, Moving, Searched, searched
from polity.readings.parted import NOBODY, Touched, ask, differing, everybody, lumps_of
from polity.statutes import add_months


class Point(NamedTuple):
    """A reform on the front.

    values   the value of everything that may move, in its order
    month    after how many months the target is reached
    barred   months that people wait who might become members by the present law, up to the end of the search
    moved    how many values are moved, and `apart` how far: each as a share of its range, added up
    share    thousandths of the members at the end
    draft    the text of the reform; empty for the present law
    """

    values: tuple[int, ...]
    month: int
    barred: int
    moved: int
    apart: float
    share: int
    members: int
    draft: str


class Reach(NamedTuple):
    """What a search found. `best` is the combination that comes nearest where none reaches the target."""

    target: Target
    since: date
    months: int
    moving: tuple[Moving, ...]
    present: Point
    tried: int
    laws: int
    parts: tuple[tuple[str, ...], ...]
    reaching: int
    points: tuple[Point, ...]
    best: Point
    notes: tuple[str, ...]

    def day(self, month: int) -> date:
        """The last day of a month of the search."""
        return add_months(self.since, month)

    def plain(self) -> dict[str, Any]:
        """As JSON shows it; the same search gives the same bytes."""
        return {
            "target": {"by": self.target.by, "value": self.target.value, "per_mille": self.target.per_mille},
            "since": self.since.isoformat(), "months": self.months,
            "moving": [one.plain() for one in self.moving], "tried": self.tried, "laws": self.laws,
            "parts": [list(part) for part in self.parts], "reaching": self.reaching,
            "present": self._point(self.present), "front": [self._point(one) for one in self.points],
            "best": self._point(self.best), "notes": list(self.notes),
        }  # fmt: skip

    def _point(self, one: Point) -> dict[str, Any]:
        return {
            "values": {moving.name: value for moving, value in zip(self.moving, one.values, strict=True)},
            "reached": None if one.month < 0 else self.day(one.month).isoformat(), "month": one.month,
            "barred_months": one.barred, "moved": one.moved, "apart": f"{one.apart:.4f}", "share_per_mille": one.share,
            "members": one.members, "draft": one.draft,
        }  # fmt: skip


def reach(
    house: House, draft: str | None, *, target: Target, moving: Sequence[Moving], since: date, scope: Scope,
    months: int = 36, under: int | None = None, window: int | None = None, progress: Progress | None = None,
) -> Reach:  # fmt: skip
    """Find the reforms that reach a target within so many months, in the course that is expected of mean rates.

    draft    what stands in every variant, such as a bar; its length may move as `term`
    Raises   Unanswerable where the target or what moves cannot be searched, or the register bears no forecast; Faulty
             where a variant is no law
    """
    tell: Progress = progress or (lambda says, done, of: None)
    asked = searched(house, draft, moving, target, since=since, months=months, scope=scope)
    laws = [asked.present, *(asked.law(one) for one in asked.covering())]
    with ground(house, laws, on=since, by=target.by, months=months, scope=scope, window=window, under=under) as here:
        if target.value not in here.collapsed.values:
            known = ", ".join(here.collapsed.values)
            raise Unanswerable(f"{target.by} is never “{target.value}” among members.", f"It is one of: {known}.")
        return _Search(asked, here, target, tell).found()


class _Search:
    """One search over the ground that is laid."""

    def __init__(self, asked: Searched, here: Ground, target: Target, tell: Progress) -> None:
        self.asked, self.here, self.target, self.tell = asked, here, target, tell
        self.rates: Rates = expected(here.found, months=here.months)
        self.groups = len(here.collapsed.values)
        self.at = here.collapsed.values.index(target.value)
        self.stays = staying(self.rates, self.groups, here.months)
        self.known: dict[tuple[int, ...], Asked] = {}
        self.axes = [Axis.of(one.values, now) for one, now in zip(asked.moving, asked.now, strict=True)]

    def found(self) -> Reach:
        """Part the cells, forecast each part, combine, and forecast the best as a whole."""
        parts, touched = self._parts()
        shared = [at for at in range(len(self.axes)) if all(at not in part for part in parts)]
        commons = list(product(*(self.axes[at].values for at in shared)))
        rest = everybody(self.here)
        rest = Touched(
            rest.cells.difference(*(one.cells for one in touched)),
            rest.kinds.difference(*(one.kinds for one in touched)),
        )
        whole = without(self._lumps(self.here.present, NOBODY)[0], self.here.members, self.rates)
        base = np.array([self._comes(self._ask(shared, common), rest) for common in commons]) + self._row(whole, 0.0)
        tables = []
        for part, cells in zip(parts, touched, strict=True):
            own = list(product(*(self.axes[at].values for at in part)))
            comes = [
                [self._comes(self._ask([*shared, *part], (*common, *values)), cells) for values in own]
                for common in commons
            ]
            tables.append(Share(tuple(part), np.array(comes)))
        self.tell("Every combination is put together", 2, 3)
        return self._told(parts, shared, *self._best(shared, tables, base))

    def _parts(self) -> tuple[list[list[int]], list[Touched]]:
        """The axes that only some cells read, and those cells. Parts that meet in a cell are one."""
        parts = [list(part) for part in self.asked.parts()]
        shared = [at for at in range(len(self.axes)) if all(at not in part for part in parts)]
        commons = list(product(*(self.axes[at].values for at in shared)))
        while True:
            sizes = [int(np.prod([len(self.axes[at].values) for at in part])) for part in parts]
            if (laws := len(commons) * max(sum(sizes), 1)) > MOST_LAWS:
                raise Unanswerable(
                    f"The law would have to be asked in {laws} versions; {MOST_LAWS} are the most.",
                    "Let fewer values move: give a step, such as 6..36:6, or fewer of them.",
                )
            touched = []
            for part in parts:
                found = NOBODY
                for common in commons:
                    own = product(*(self.axes[at].values for at in part))
                    found |= differing(self.here, [self._ask([*shared, *part], (*common, *values)) for values in own])
                    self.tell("The law is asked in each of its versions", len(self.known), laws)
                touched.append(found)
            pair = next(((a, b) for b in range(len(parts)) for a in range(b) if touched[a].meets(touched[b])), None)
            if pair is None:
                return parts, touched
            parts = [part for at, part in enumerate(parts) if at not in pair] + [parts[pair[0]] + parts[pair[1]]]

    def _ask(self, axes: Sequence[int], values: Sequence[int]) -> Asked:
        """The law with some axes at values and all others as they are; asked once."""
        key = list(self.asked.now)
        for at, value in zip(axes, values, strict=True):
            key[at] = value
        chosen = tuple(key)
        if chosen not in self.known:
            law = self.asked.law(chosen)
            self.known[chosen] = self.here.present if law is self.asked.present else ask(self.here, law)
        return self.known[chosen]

    def _lumps(self, asked: Asked, touched: Touched) -> tuple[Any, Any]:
        return lumps_of(self.here, asked, touched)

    def _row(self, members: Floats, barred: float) -> Floats:
        """What is summed: the members of the target's value and all at the beginning of each month, and the waiting."""
        return np.concatenate([members[:, self.at], members.sum(axis=1), [barred]])

    def _comes(self, asked: Asked, touched: Touched) -> Floats:
        lumps, present = self._lumps(asked, touched)
        found = flow(lumps, present, self.rates, self.groups)
        return self._row(members_of(found.promoted, self.stays), float(found.barred.sum()))

    def _best(
        self, shared: Sequence[int], tables: Sequence[Share], base: Floats
    ) -> tuple[int, int, list[tuple[int, ...]], tuple[int, ...]]:
        """How many were tried and how many reach; those on the front; and the one that comes nearest."""
        wide = self.here.months + 1
        tried = reaching = 0
        kept: list[tuple[int, float, int, float, tuple[int, ...]]] = []
        nearest: tuple[int, ...] = ()
        most = -1.0
        for piece in combined(self.axes, shared, tables, base):
            part, whole, barred = piece.comes[:, :wide], piece.comes[:, wide : 2 * wide], piece.comes[:, -1]
            months = reached(part, whole, self.target.per_mille)
            tried += len(months)
            peak = np.divide(part, whole, out=np.zeros_like(part), where=whole > 0).max(axis=1)
            if (top := int(peak.argmax())) >= 0 and peak[top] > most:
                most, nearest = float(peak[top]), self._values(piece.choice[top])
            there = np.flatnonzero(months >= 0)
            reaching += len(there)
            moved, apart = change(self.axes, piece.choice[there])
            cost = np.round(barred[there], 6)
            for row in front(cost, moved, apart).tolist():
                values = self._values(piece.choice[there[row]])
                kept.append((int(moved[row]), float(apart[row]), len(kept), float(cost[row]), values))
        order = front(
            np.array([one[3] for one in kept]), np.array([one[0] for one in kept], np.int64),
            np.array([one[1] for one in kept]),
        )  # fmt: skip
        return tried, reaching, [kept[at][4] for at in order.tolist()], nearest

    def _values(self, choice: Any) -> tuple[int, ...]:
        return tuple(axis.values[at] for axis, at in zip(self.axes, choice.tolist(), strict=True))

    def _told(
        self, parts: Sequence[Sequence[int]], shared: Sequence[int], tried: int, reaching: int,
        best: Sequence[tuple[int, ...]], nearest: tuple[int, ...],
    ) -> Reach:  # fmt: skip
        self.tell("The best are forecast as a whole", 3, 3)
        names = [one.name for one in self.asked.moving]
        return Reach(
            target=self.target, since=self.here.collapsed.on, months=self.here.months, moving=self.asked.moving,
            present=self._whole(self.asked.now, self.here.present)._replace(draft=""), tried=tried,
            laws=len(self.known),
            parts=tuple(tuple(names[at] for at in part) for part in parts), reaching=reaching,
            points=tuple(self._whole(values) for values in best), best=self._whole(nearest),
            notes=self.asked.notes(),
        )  # fmt: skip

    def _whole(self, values: tuple[int, ...], law: Asked | None = None) -> Point:
        """A combination forecast as a whole, by its own law."""
        one = law or self._ask(list(range(len(values))), values)
        course = self.here.course(self.here.lumps(one), self.rates)
        part, whole = course.members[:, :, self.at], course.members.sum(axis=2)
        lumps, present = self._lumps(one, everybody(self.here))
        barred = float(flow(lumps, present, self.rates, self.groups).barred.sum())
        moved, apart = change(
            self.axes, np.array([[axis.values.index(v) for axis, v in zip(self.axes, values, strict=True)]])
        )
        return Point(
            values, int(reached(part, whole, self.target.per_mille)[0]), round(barred), int(moved[0]), float(apart[0]),
            round(float(part[0, -1] * 1000 / whole[0, -1])) if whole[0, -1] else 0, round(float(whole[0, -1])),
            self.asked.text(values),
        )  # fmt: skip
