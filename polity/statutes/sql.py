"""Decide everybody at once: the same rules as one SELECT of portable SQL.

The text is made from the typed form with constants only. It runs alike on DuckDB and PostgreSQL, but for one fence a
layer (OFFSET 0), without which PostgreSQL would write chains of rules out again and again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from polity.statutes.documents import Fact, Pilot
from polity.statutes.ir import Term
from polity.statutes.meaning import Body, Meant, Understood, key_value
from polity.statutes.union import Dated, Entry, Window

TRUE, FALSE = "TRUE", "FALSE"


@dataclass
class Layered:
    """A rule as governed by one date, with the prefix of its columns and the layer they stand in."""

    meant: Meant
    governing: str
    prefix: str
    layer: int
    never: bool = False


@dataclass
class Writer:
    """Writes one SELECT. `dates` and `pilots` name columns or conditions of the source, given by the caller's code."""

    body: Body
    params: Mapping[str, Dated]
    at: date
    dates: Mapping[str, str]
    pilots: Mapping[str, str]
    fence: str
    rules: dict[tuple[str, str], Layered] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    base: dict[str, str] = field(default_factory=dict)  # column -> expression over the source
    layers: dict[int, list[str]] = field(default_factory=dict)

    def select(self, names: Sequence[str], source: str, key: str) -> str:
        """The whole statement."""
        asked = [self.rule(name, self.body.rules[name].draft.rule.governed_by) for name in names]
        columns = [f'"{key}" AS k', *(f"{text} AS {name}" for name, text in self.base.items())]
        text = f"SELECT {', '.join(columns)} FROM {source} AS source{self.fence}"
        for number in sorted(self.layers):
            text = f"SELECT *, {', '.join(self.layers[number])} FROM ({text}) AS l{number}{self.fence}"
        shown = [f'k AS "{key}"']
        for each in asked:
            shown += [f'{each.prefix} AS "{each.meant.name}"', f'{each.prefix}_c AS "{each.meant.name}__clause"']
            if each.meant.shape == "all_of":
                shown.append(f'{each.prefix}_f AS "{each.meant.name}__failed"')
            shown.append(f'{each.prefix}_u AS "{each.meant.name}__unknown"')
        return f"SELECT {', '.join(shown)} FROM ({text}) AS decided"

    def rule(self, name: str, governing: str) -> Layered:
        """Write the columns of a rule, once, after those it reads."""
        governing = governing if governing in self.dates else ""
        key = name, governing
        if key in self.rules:
            return self.rules[key]
        meant = self.body.rules[name]
        clauses = [(each, guard) for each in meant.clauses if (guard := self.guard(each, governing)) != FALSE]
        read = self._read(clauses, governing)
        layer = max((each.layer + 2 for each in read), default=1)
        made = Layered(meant, governing, f"r{len(self.rules) + 1}", layer)
        self.rules[key] = made
        inside = self.window(meant.draft.window, governing)
        bad = self._never(clauses, governing)
        made.never = bad != FALSE
        columns = self.layers.setdefault(layer, [])
        if made.never:
            columns.append(f"{bad} AS {made.prefix}_n")
        live = both(inside, opposite(bad))
        if meant.shape == "all_of":
            self._all_of(made, clauses, live)
        else:
            self._first_of(made, clauses, live)
        return made

    def _read(self, clauses: list[tuple[Understood, str]], governing: str) -> list[Layered]:
        found = []
        for clause, _ in clauses:
            for root in (clause.test, clause.then, *(term for _, term in clause.exempted)):
                for term in root.walk() if root is not None else ():
                    if term.op == "rule":
                        found.append(self.term_rule(term, governing))
        return found

    def term_rule(self, term: Term, governing: str) -> Layered:
        """The columns of a rule that a term reads."""
        name = str(term.value)
        return self.rule(name, self.body.rules[name].draft.rule.governed_by or governing)

    def _never(self, clauses: list[tuple[Understood, str]], governing: str) -> str:
        """Where a fact that must never be missing is missing."""
        found: dict[str, None] = {}
        for clause, guard in clauses:
            roots = [(clause.test, guard), (clause.then, guard)]
            roots += [(term, both(guard, self.window(held.window, governing))) for held, term in clause.exempted]
            for root, when in roots:
                for term in root.walk() if root is not None and when != FALSE else ():
                    if term.op == "fact" and self.body.facts[str(term.value)].never:
                        found[both(when, f"{self.fact(str(term.value))} IS NULL")] = None
                    elif term.op == "rule" and (read := self.term_rule(term, governing)).never:
                        found[both(when, f"{read.prefix}_n")] = None
        return f"({' OR '.join(found)})" if found else FALSE

    def _all_of(self, made: Layered, clauses: list[tuple[Understood, str]], live: str) -> None:
        columns, prefix = self.layers[made.layer], made.prefix
        names = []
        for clause, guard in clauses:
            if clause.test is None:
                continue
            name = f"{prefix}_{clause.number}"
            test = self.held(clause, made.governing)
            columns.append(f"{test if guard == TRUE else f'CASE WHEN {guard} THEN {test} ELSE TRUE END'} AS {name}")
            names.append((name, clause.number))
        failed = [f"NOT {name}" for name, _ in names]
        masks = {"f": "NOT {}", "u": "{} IS NULL"}
        after = self.layers.setdefault(made.layer + 1, [])
        value = FALSE + " END" if names else ""
        if names:
            unknown = " OR ".join(f"{name} IS NULL" for name, _ in names)
            value = f"CASE WHEN {' OR '.join(failed)} THEN FALSE WHEN {unknown} THEN NULL ELSE TRUE END"
        after.append(f"{when(live, value or TRUE)} AS {prefix}")
        firsts = " ".join(f"WHEN NOT {name} THEN {number}" for name, number in names)
        after.append(f"{when(live, f'CASE {firsts} END' if names else whole_null())} AS {prefix}_c")
        for letter, test in masks.items():
            bits = [
                f"CASE WHEN {test.format(name)} THEN {whole(1 << (number - 1))} ELSE {whole(0)} END"
                for name, number in names
            ]
            mask = " + ".join(bits) or whole(0)
            after.append(f"{when(live, mask, whole(0))} AS {prefix}_{letter}")

    def _first_of(self, made: Layered, clauses: list[tuple[Understood, str]], live: str) -> None:
        columns, prefix = self.layers[made.layer], made.prefix
        if made.meant.shape != "first_of":
            clauses = list(reversed(clauses))  # of formulas in force at once the last goes before
        branches = []
        for clause, guard in clauses:
            test = self.held(clause, made.governing) if clause.test is not None else TRUE
            test = both(guard, test)
            branches.append(f"WHEN {test} THEN {clause.number}")
            if clause.test is not None:
                branches.append(f"WHEN ({test}) IS NULL THEN {-clause.number}")
        chosen = f"CASE {' '.join(branches)} END" if branches else whole_null()
        columns.append(f"{when(live, chosen)} AS {prefix}_s")
        after = self.layers.setdefault(made.layer + 1, [])
        results = [
            f"WHEN {clause.number} THEN {self.text(clause.then, made.governing)}"
            for clause, _ in clauses
            if clause.then is not None
        ]
        after.append(f"{f'CASE {prefix}_s {" ".join(results)} END' if results else 'NULL'} AS {prefix}")
        after.append(f"CASE WHEN {prefix}_s > 0 THEN {prefix}_s END AS {prefix}_c")
        stops = [f"WHEN {-clause.number} THEN {whole(1 << (clause.number - 1))}" for clause, _ in clauses]
        after.append(f"{f'CASE {prefix}_s {" ".join(stops)} ELSE {whole(0)} END' if stops else whole(0)} AS {prefix}_u")

    def guard(self, clause: Understood, governing: str) -> str:
        """Whether a version of a clause is in force for a row: TRUE, FALSE or a condition that is never unknown."""
        text = self.window(clause.version.window, governing)
        for window, _ in clause.version.suspended:
            text = both(text, opposite(self.window(window, governing)))
        return text

    def window(self, window: Window, governing: str) -> str:
        """A window as a condition."""
        column = self._governing(governing)
        parts = TRUE
        if column is None:
            if not Window(window.since, window.until).holds(self.at, None):
                return FALSE
        else:
            if window.since is not None:
                parts = both(parts, f"{column} >= {day(window.since)}")
            if window.until is not None:
                parts = both(parts, f"{column} < {day(window.until)}")
        return parts if window.pilot is None else both(parts, self._pilot(window.pilot))

    def _governing(self, name: str) -> str | None:
        """The column that holds a governing date; None if it is the day of decision for every row."""
        if not name or name not in self.dates:
            return None
        column = f"g_{name}"
        self.base[column] = f'COALESCE("{self.dates[name]}", {day(self.at)})'
        return column

    def _pilot(self, pilot: Pilot) -> str:
        if pilot.reform not in self.pilots:
            return FALSE
        column = f"p_{list(self.pilots).index(pilot.reform) + 1}"
        self.base[column] = f"COALESCE(({self.pilots[pilot.reform]}), FALSE)"
        return column

    def held(self, clause: Understood, governing: str) -> str:
        """The condition of a clause, with its exceptions."""
        assert clause.test is not None
        test = self.text(clause.test, governing)
        lifted = []
        for held, term in clause.exempted:
            guarded = both(self.window(held.window, governing), self.text(term, governing))
            if guarded != FALSE:
                lifted.append(f"({guarded})")
        if not lifted:
            return test
        if clause.version.clause.kind == "need":
            return f"({' OR '.join([test, *lifted])})"
        return f"({test} AND {' AND '.join(f'NOT {text}' for text in lifted)})"

    def fact(self, name: str) -> str:
        """The column of a fact, cleaned: a value that its declaration does not allow is unknown."""
        column = f"f_{name}"
        self.base.setdefault(column, cleaned(self.body.facts[name]))
        return column

    def text(self, term: Term, governing: str) -> str:
        """A term as SQL."""
        if term.op == "const":
            return literal(term.value)
        if term.op == "day":
            return day(self.at)
        if term.op == "fact":
            return self.fact(str(term.value))
        if term.op == "rule":
            return self.term_rule(term, governing).prefix
        parts = [self.text(part, governing) for part in term.parts]
        if term.op == "param":
            return self._param(term, parts, governing)
        if term.op == "scale":
            return self._scale(term, parts[0], governing)
        return combined(term, parts)

    def _entries(self, name: str, governing: str) -> list[tuple[Entry, str]]:
        """The values that can hold for some row, the first that holds being the one that counts."""
        found = []
        for entry in reversed(self.params[name].entries):
            guard = self.window(entry.window, governing)
            if guard != FALSE:
                found.append((entry, guard))
        return found

    def _param(self, term: Term, parts: list[str], governing: str) -> str:
        entries = self._entries(str(term.value), governing)
        if not entries:
            return nothing(term)
        if not parts and entries[0][1] == TRUE:
            return literal(entries[0][0].value) if entries[0][0].value is not None else nothing(term)
        branches = []
        for entry, guard in entries:
            test = f"{parts[0]} = {literal(key_value(entry.key, term.parts[0].type))}" if parts else TRUE
            value = literal(entry.value) if entry.value is not None else "NULL"
            branches.append(f"WHEN {both(guard, test)} THEN {value}")
        return f"CASE {' '.join(branches)} ELSE {nothing(term)} END"

    def _scale(self, term: Term, base: str, governing: str) -> str:
        branches = []
        for entry, guard in self._entries(str(term.value), governing):
            table = entry.value if isinstance(entry.value, tuple) else ()
            pieces = []
            for (low, rate), (high, _) in zip(table, (*table[1:], (None, 0)), strict=True):
                top = base if high is None else f"LEAST({base}, {whole(high)})"
                pieces.append(f"GREATEST({top} - {whole(low)}, {whole(0)}) * {whole(rate)}")
            branches.append(f"WHEN {both(guard, f'{base} IS NOT NULL')} THEN {' + '.join(pieces)}")
        return f"CASE {' '.join(branches)} ELSE {nothing(term)} END" if branches else nothing(term)


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


def when(live: str, value: str, otherwise: str = "NULL") -> str:
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


def nothing(term: Term) -> str:
    """Unknown, of the type of a term."""
    kinds = {"number": "BIGINT", "bool": "BOOLEAN", "date": "DATE", "code": "VARCHAR"}
    return f"CAST(NULL AS {kinds[term.type.kind]})"


def literal(value: object) -> str:
    """A constant. Codes hold no quotes: the reader refuses them; they are doubled all the same."""
    if isinstance(value, bool):
        return TRUE if value else FALSE
    if isinstance(value, int):
        return whole(value)
    if isinstance(value, date):
        return day(value)
    doubled = str(value).replace("'", "''")
    return f"'{doubled}'"


def cleaned(fact: Fact) -> str:
    """A fact as it is taken from the source."""
    column = f'"{fact.name}"'
    if fact.kind == "bool":
        text, missing = f"CAST({column} AS BOOLEAN)", literal(fact.missing)
    elif fact.kind == "code":
        text = f"CAST(CASE WHEN {column} IN ({', '.join(map(literal, fact.values))}) THEN {column} END AS VARCHAR)"
        missing = literal(fact.missing)
    elif fact.kind == "date":
        low, high = day(date.fromordinal(fact.low)), day(date.fromordinal(fact.high))
        text = f"CASE WHEN {column} BETWEEN {low} AND {high} THEN {column} END"
        missing = day(date.fromordinal(int(fact.missing))) if fact.missing is not None else ""
    else:
        text = f"CASE WHEN {column} BETWEEN {whole(fact.low)} AND {whole(fact.high)} THEN CAST({column} AS BIGINT) END"
        missing = literal(fact.missing)
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
        assert isinstance(term.value, tuple)
        return f"({parts[0]} IN ({', '.join(map(literal, term.value))}))"
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
