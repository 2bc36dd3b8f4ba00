"""A file of people with faults planted in it, and the list of what was planted: row, column, code."""

import random
from collections.abc import Callable

from polity.words import ids

HEADER = (
    "id", "family", "given", "unit", "standing", "since", "until", "counted_from", "reason", "sex", "born",
    "months_owed", "workplace", "facts_since",
)  # fmt: skip
AT = {name: place for place, name in enumerate(HEADER)}

type Plant = Callable[[list[str]], tuple[str, str]]


def setting(column: str, value: str, code: str, blamed: str = "") -> Plant:
    """A fault that is one wrong value."""

    def plant(cells: list[str]) -> tuple[str, str]:
        cells[AT[column]] = value
        return blamed or column, code

    return plant


def several(values: dict[str, str], blamed: str, code: str) -> Plant:
    """A fault that takes several values."""

    def plant(cells: list[str]) -> tuple[str, str]:
        for column, value in values.items():
            cells[AT[column]] = value
        return blamed, code

    return plant


def surplus(cells: list[str]) -> tuple[str, str]:
    cells.append("more")
    return f"column {len(HEADER) + 1}", "row.cells"


def short(cells: list[str]) -> tuple[str, str]:
    del cells[-2:]
    return "workplace", "row.cells"


PLANTS: tuple[Plant, ...] = (
    setting("family", "", "cell.empty"),
    setting("unit", "", "cell.empty"),
    setting("standing", "", "cell.empty"),
    setting("since", "", "cell.empty"),
    setting("id", "not-an-id", "id.form"),
    setting("unit", "NOWHERE", "unit.unknown"),
    setting("since", "2018-12-31", "unit.day", "unit"),
    setting("standing", "king", "standing.value"),
    setting("since", "31.12.2020", "day.form"),
    setting("since", "2021-02-30", "day.form"),
    setting("until", "tomorrow", "day.form"),
    setting("counted_from", "2020/01/01", "day.form"),
    setting("facts_since", "2020-13-01", "day.form"),
    setting("until", "2020-01-01", "days.order"),
    setting("counted_from", "2024-01-01", "counted.late"),
    setting("reason", "left", "reason.standing"),
    setting("sex", "blue", "field.value"),
    setting("born", "1900-00-01", "day.form"),
    setting("months_owed", "601", "field.value"),
    setting("months_owed", "many", "field.value"),
    setting("workplace", "x" * 1001, "cell.long"),
    setting("workplace", "nul\0byte", "cell.control"),
    setting("workplace", 'Mill "Star"', "cell.quote"),
    setting("workplace", '"Mill', "cell.open"),
    setting("workplace", "\udcc8\udce2\udce0\udced", "cell.encoding"),  # Windows-1251, as bytes
    several({"sex": "x", "born": "y"}, "sex", "field.value"),  # two faults; the second is listed by `planted`
    surplus,
    short,
)


def planted(rows: int, faults: int, seed: int) -> tuple[bytes, list[tuple[int, str, str]]]:
    """A file of so many rows with so many faults in it, each in a row of its own, and what was planted, in order."""
    draw = random.Random(seed)
    table = [_row(at) for at in range(rows)]
    lines = sorted(draw.sample(range(20, rows), faults))
    expected: list[tuple[int, str, str]] = []
    kinds = [*PLANTS, None, "id", "overlap"]
    for number, at in enumerate(lines):
        kind = kinds[number % len(kinds)]
        row = at + 2  # the header is row 1
        if callable(kind):
            expected.append((row, *kind(table[at])))
            if table[at][AT["sex"] : AT["born"] + 1] == ["x", "y"]:
                expected.append((row, "born", "day.form"))
        else:
            expected.append((row, *_beside(kind, table, at, number % 20)))
    text = "\n".join(",".join(row) for row in [list(HEADER), *table]) + "\n"
    return text.encode(errors="surrogateescape"), sorted(expected)


def _beside(kind: str | None, table: list[list[str]], at: int, other: int) -> tuple[str, str]:
    """A fault that lies between a row and another: twice the same person, or spells that overlap."""
    first = table[other]
    if kind is None:  # no id: known by name, birthday and unit
        table[at] = list(first)
        table[at][0] = first[0]
        return "id", "person.twice"
    if kind == "id":
        table[at][AT["id"]] = first[0]
        return "family", "person.other"
    table[at] = list(first)
    table[at][AT["since"]] = f"202{2 + (at % 2)}-{at % 12 + 1:02}-{at % 28 + 1:02}"
    return "since", "spell.overlap"


def _row(at: int) -> list[str]:
    number = ids.show(10**15 + at * 7919)
    return [
        number, f"Family{at}", "G", "S" if at % 2 else "N", "member", f"2020-01-{at % 28 + 1:02}", "", "", "", "female",
        "1980-01-01", "3", "Mill", "",
    ]  # fmt: skip
