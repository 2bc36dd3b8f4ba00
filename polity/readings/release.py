"""Figures that may be seen beyond one's scope: counted for a release, with small groups suppressed."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from polity.readings.census import Census, Question, census
from polity.readings.house import House, Scope
from polity.words import ids

SMALLEST = 10  # people; a smaller group is not shown, nor what would let it be worked out


class Release(NamedTuple):
    """Published figures: a title, the question, the table. A suppressed cell is None."""

    release: int
    title: str
    on: date
    known: int
    question: Mapping[str, Any]
    figures: Mapping[str, Any]
    entry: int

    def plain(self) -> dict[str, Any]:
        return {
            "release": ids.show(self.release),
            "title": self.title,
            "on": self.on.isoformat(),
            "known": self.known,
            "question": dict(self.question),
            "figures": dict(self.figures),
        }


def releases(house: House, *, scope: Scope) -> list[Release]:
    """All published figures, the newest first. Whoever asks may see them: that is what a release is."""
    with house.register(scope=scope) as register:
        register.cursor.execute(
            "SELECT release, title, valid_on, known, question, figures, entry FROM release ORDER BY entry DESC, release"
        )
        return [Release(*row) for row in register.cursor.fetchall()]


def counted(house: House, question: Question, *, scope: Scope) -> dict[str, Any]:
    """Count for a release: rows and margins, none of which lets a group smaller than ten be seen or worked out."""
    found = census(house, question, scope=scope)
    return {"by": list(question.by), **suppressed(found)}


def suppressed(found: Census) -> dict[str, Any]:
    """Take small groups out of a table of one or two dimensions.

    A cell under ten is not shown. In every row and column of cells where that leaves exactly one not shown, its
    smallest neighbour is taken out too, for the margin less the others would tell it. Margins are shown, if they are
    of ten or more; if the total hides only one margin, so does another.
    """
    cells = {row.values: row.people for row in found.rows}
    hidden = {values for values, people in cells.items() if people < SMALLEST}
    lines = _lines(list(cells))
    again = True
    while again:
        again = False
        for line in lines:
            closed = [values for values in line if values in hidden]
            known_zero = len(line) > 1
            if (len(closed) == 1 and known_zero) or (
                len(closed) > 1 and sum(cells[values] for values in closed) < SMALLEST and len(closed) < len(line)
            ):
                rest = [values for values in line if values not in hidden]
                hidden.add(min(rest, key=lambda values: (cells[values], str(values))))
                again = True
    rows = [{"values": list(values), "count": None if values in hidden else people} for values, people in cells.items()]
    return {
        "rows": rows,
        "total": found.total if found.total >= SMALLEST else None,
        "margins": _margins(cells, hidden, lines),
    }


def _lines(keys: Sequence[tuple[str | None, ...]]) -> list[list[tuple[str | None, ...]]]:
    """Every set of cells whose sum is shown somewhere: the whole, and each row and column of a cross table."""
    if not keys or len(keys[0]) < 2:
        return [list(keys)]
    found: dict[tuple[int, str | None], list[tuple[str | None, ...]]] = defaultdict(list)
    for key in keys:
        for at, value in enumerate(key):
            found[at, value].append(key)
    return [*found.values(), list(keys)]


def _margins(
    cells: Mapping[tuple[str | None, ...], int],
    hidden: set[tuple[str | None, ...]],
    lines: Sequence[Sequence[tuple[str | None, ...]]],
) -> list[dict[str, Any]]:
    if not cells or len(next(iter(cells))) < 2:
        return []
    sums: dict[int, dict[str | None, int]] = defaultdict(lambda: defaultdict(int))
    for values, people in cells.items():
        for at, value in enumerate(values):
            sums[at][value] += people
    shown = []
    for at, margin in sums.items():
        closed = {value for value, people in margin.items() if people < SMALLEST}
        if len(closed) == 1 and len(margin) > 1:
            closed.add(min((v for v in margin if v not in closed), key=lambda v: (margin[v], str(v))))
        shown += [
            {"dimension": at, "value": value, "count": None if value in closed else people}
            for value, people in margin.items()
        ]
    return shown
