"""The pieces of portable SQL that the writer puts together: the same text means the same on every engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from polity.statutes.documents import Fact
from polity.statutes.ir import Term, Type

TRUE, FALSE = "TRUE", "FALSE"


def both(one: str, other: str) -> str:
    """One condition and the other, without what goes without saying."""
    if FALSE in (one, other):
        return FALSE
    if one == TRUE:
        return other
    return one if other == TRUE else f"({one} AND {other})"


def opposite(text: str) -> str:
    """A condition denied."""
    return {TRUE: FALSE, FALSE: TRUE}.get(text, f"NOT {text}")


def when(live: str, value: str, otherwise: str) -> str:
    """A value where the rule is in force and can be decided."""
    if live == TRUE:
        return value
    return f"CASE WHEN {live} THEN {value} ELSE {otherwise} END" if live != FALSE else otherwise


def day(value: date) -> str:
    """A date as a literal."""
    return f"DATE '{value.isoformat()}'"


def whole(value: int) -> str:
    """A number as a 64-bit literal."""
    return f"CAST({value} AS BIGINT)"


def whole_null() -> str:
    """No number."""
    return "CAST(NULL AS INTEGER)"


def nothing(type: Type) -> str:
    """Unknown, of a type."""
    kinds = {"number": "BIGINT", "bool": "BOOLEAN", "date": "DATE", "code": "INTEGER"}
    return f"CAST(NULL AS {kinds[type.kind]})"


def quoted(text: str) -> str:
    """A text. Codes hold no quotes: the reader refuses them; they are doubled all the same."""
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def literal(value: object) -> str:
    """A truth, number or date."""
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if isinstance(value, int):
        return whole(value)
    assert isinstance(value, date), value
    return day(value)


def cleaned(fact: Fact, codes: Callable[[str], int]) -> str:
    """A fact as it is taken from the source: codes as small numbers, and what is not declared as unknown."""
    column = f'"{fact.name}"'
    if fact.kind == "bool":
        text, missing = f"CAST({column} AS BOOLEAN)", TRUE if fact.missing else FALSE
    elif fact.kind == "code":
        branches = " ".join(f"WHEN {quoted(value)} THEN {codes(value)}" for value in fact.values)
        text, missing = f"CASE {column} {branches} END", str(codes(str(fact.missing)))
    elif fact.kind == "date":
        low, high = day(date.fromordinal(fact.low)), day(date.fromordinal(fact.high))
        text = f"CASE WHEN {column} BETWEEN {low} AND {high} THEN {column} END"
        missing = day(date.fromordinal(int(fact.missing))) if fact.missing is not None else ""
    else:
        text = f"CASE WHEN {column} BETWEEN {whole(fact.low)} AND {whole(fact.high)} THEN CAST({column} AS BIGINT) END"
        missing = whole(int(fact.missing or 0))
    return text if fact.missing is None else f"COALESCE({text}, {missing})"


_SIGNS = {"add": "+", "less": "-", "times": "*"}


def combined(term: Term, parts: list[str]) -> str:
    """A term made of parts."""
    op = term.op
    if op in ("all", "any"):
        return f"({(' AND ' if op == 'all' else ' OR ').join(parts)})"
    if op == "not":
        return f"(NOT {parts[0]})"
    if op == "unknown":
        return f"({parts[0]} IS NULL)"
    if op == "compare":
        return f"({parts[0]} {term.value} {parts[1]})"
    if op == "among":
        return f"({parts[0]} IN ({', '.join(parts[1:])}))"
    if op in _SIGNS:
        return f"({parts[0]} {_SIGNS[op]} {parts[1]})"
    if op == "shift":
        return f"({parts[0]} * {whole(10 ** int(str(term.value)))})"
    if op == "round":
        return rounding(parts[0], int(str(term.value)))
    if op in ("greatest", "least"):
        unknown = " OR ".join(f"{part} IS NULL" for part in parts)
        return f"CASE WHEN {unknown} THEN NULL ELSE {op.upper()}({', '.join(parts)}) END"
    if op == "months":
        return elapsed(parts[0], parts[1])
    return f"CAST({parts[0]} + CAST({parts[1]} AS INTEGER) * INTERVAL '1' MONTH AS DATE)"


def rounding(text: str, drop: int) -> str:
    """Half up, without division, which no two engines do alike: an exact decimal product, and its floor."""
    half, tenth = 5 * 10 ** (drop - 1), "0." + "0" * (drop - 1) + "1"
    exact = f"CAST({text} + {whole(half)} AS DECIMAL(19, 0)) * CAST({tenth} AS DECIMAL({drop + 1}, {drop}))"
    return f"CAST(FLOOR({exact}) AS BIGINT)"


def elapsed(since: str, until: str) -> str:
    """Whole months elapsed, as in months.py, from the parts of the dates alone."""

    def part(name: str, text: str) -> str:
        return f"CAST(EXTRACT({name} FROM {text}) AS BIGINT)"

    months = f"(({part('YEAR', until)} - {part('YEAR', since)}) * 12 + {part('MONTH', until)} - {part('MONTH', since)})"
    year, month = part("YEAR", until), part("MONTH", until)
    leap = f"({year} % 4 = 0 AND ({year} % 100 <> 0 OR {year} % 400 = 0))"
    length = f"CASE WHEN {month} IN (4, 6, 9, 11) THEN 30 WHEN {month} <> 2 THEN 31 WHEN {leap} THEN 29 ELSE 28 END"
    short = f"{part('DAY', until)} < {part('DAY', since)} AND {part('DAY', until)} < {length}"
    return f"({months} - CASE WHEN {short} THEN 1 ELSE 0 END)"
