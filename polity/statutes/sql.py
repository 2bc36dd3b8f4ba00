"""Decide everybody at once: the same rules as one SELECT of portable SQL.

The text is made from the typed form with constants only, and is the same for DuckDB and PostgreSQL. One fence a layer
(OFFSET 0) keeps either from writing chains of rules out again and again: without it both grow exponentially with their
depth. Codes travel as small numbers, which compare twice as fast as text.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from polity.statutes.documents import Pilot
from polity.statutes.ir import BOOL, Term
from polity.statutes.meaning import Body, Meant, Understood, key_value
from polity.statutes.sqltext import (
    FALSE,
    TRUE,
    both,
    cleaned,
    combined,
    day,
    literal,
    nothing,
    opposite,
    quoted,
    when,
    whole,
    whole_null,
)
from polity.statutes.union import Dated, Entry, Window

_ALWAYS = Window()


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
    at_column: str | None = None  # the column that holds the day of each case; `at` where it is null
    rules: dict[tuple[str, str], Layered] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)
    base: dict[str, str] = field(default_factory=dict)  # column -> expression over the source
    layers: dict[int, list[str]] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    frame: Window = _ALWAYS  # the window of the rule being written, which need not be said again

    def select(self, names: Sequence[str], source: str, key: str, keep: Mapping[str, str]) -> str:
        """The whole statement. `keep`: columns of the source that go with it, and their names there."""
        asked = [self.rule(name, self.body.rules[name].draft.rule.governed_by) for name in names]
        self.base |= {f"k_{at}": f'"{column}"' for at, column in enumerate(keep)}
        columns = [f'"{key}" AS k', *(f"{text} AS {name}" for name, text in self.base.items())]
        text = f"SELECT {', '.join(columns)} FROM {source} AS source{self.fence}"
        for number in sorted(self.layers):
            text = f"SELECT *, {', '.join(self.layers[number])} FROM ({text}) AS l{number}{self.fence}"
        shown = [f'k AS "{key}"']
        for each in asked:
            shown += [f'{self.shown(each)} AS "{each.meant.name}"', f'{each.prefix}_c AS "{each.meant.name}__clause"']
            if each.meant.shape == "all_of":
                shown.append(f'{each.prefix}_f AS "{each.meant.name}__failed"')
            shown.append(f'{each.prefix}_u AS "{each.meant.name}__unknown"')
        shown += [f'k_{at} AS "{name}"' for at, name in enumerate(keep.values())]
        return f"SELECT {', '.join(shown)} FROM ({text}) AS decided"

    def shown(self, rule: Layered) -> str:
        """The value of a rule as it leaves the statement: codes as text again."""
        if rule.meant.type.kind != "code":
            return rule.prefix
        values = " ".join(f"WHEN {self.code(code)} THEN {quoted(code)}" for code in rule.meant.type.values)
        return f"CASE {rule.prefix} {values} END"

    def code(self, value: str) -> int:
        """The number that stands for a code."""
        return self.codes.setdefault(value, len(self.codes) + 1)

    def constant(self, value: object) -> str:
        """A constant of any kind."""
        return str(self.code(value)) if isinstance(value, str) else literal(value)

    def rule(self, name: str, governing: str) -> Layered:
        """Write the columns of a rule, once, after those it reads."""
        governing = governing if governing in self.dates else ""
        key = name, governing
        if key in self.rules:
            return self.rules[key]
        meant = self.body.rules[name]
        frame, self.frame = self.frame, meant.draft.window
        clauses = [(each, guard) for each in meant.clauses if (guard := self.guard(each, governing)) != FALSE]
        read = self._read(clauses, governing)
        self.frame = meant.draft.window
        layer = max((each.layer + 2 for each in read), default=1)
        made = Layered(meant, governing, f"r{len(self.rules) + 1}", layer)
        self.rules[key] = made
        self.frame = _ALWAYS
        inside = self.window(meant.draft.window, governing)
        self.frame = meant.draft.window
        bad = both(inside, self._never(clauses, governing))
        made.never = bad != FALSE
        columns = self.layers.setdefault(layer, [])
        if made.never:
            columns.append(f"{bad} AS {made.prefix}_n")
        live = both(inside, opposite(bad))
        if meant.shape == "all_of":
            self._all_of(made, clauses, live)
        else:
            self._first_of(made, clauses, live)
        self.frame = frame
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
            for root, guarded in roots:
                for term in root.walk() if root is not None and guarded != FALSE else ():
                    if term.op == "fact" and self.body.facts[str(term.value)].never:
                        found[both(guarded, f"{self.fact(str(term.value))} IS NULL")] = None
                    elif term.op == "rule" and (read := self.term_rule(term, governing)).never:
                        found[both(guarded, f"{read.prefix}_n")] = None
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
        after.append(f"{when(live, value or TRUE, nothing(BOOL))} AS {prefix}")
        firsts = " ".join(f"WHEN NOT {name} THEN {number}" for name, number in names)
        after.append(f"{when(live, f'CASE {firsts} END' if names else whole_null(), whole_null())} AS {prefix}_c")
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
        columns.append(f"{when(live, chosen, whole_null())} AS {prefix}_s")
        after = self.layers.setdefault(made.layer + 1, [])
        results = [
            f"WHEN {clause.number} THEN {self.text(clause.then, made.governing)}"
            for clause, _ in clauses
            if clause.then is not None
        ]
        after.append(
            f"{f'CASE {prefix}_s {" ".join(results)} END' if results else nothing(made.meant.type)} AS {prefix}"
        )
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
            if window.since is not None and (self.frame.since is None or window.since > self.frame.since):
                parts = both(parts, f"{column} >= {day(window.since)}")
            if window.until is not None:
                parts = both(parts, f"{column} < {day(window.until)}")
        return parts if window.pilot is None else both(parts, self._pilot(window.pilot))

    def _governing(self, name: str) -> str | None:
        """The column that holds a governing date; None if it is one and the same day of decision for every row."""
        if not name or name not in self.dates:
            return None if self.at_column is None else self.day()
        column = f"g_{name}"
        instead = [] if self.at_column is None else [f'"{self.at_column}"']
        self.base[column] = f"COALESCE({', '.join([f'"{self.dates[name]}"', *instead, day(self.at)])})"
        return column

    def day(self) -> str:
        """The day of decision: a constant, or a column where every case has its own."""
        if self.at_column is None:
            return day(self.at)
        self.base["at_day"] = f'COALESCE("{self.at_column}", {day(self.at)})'
        return "at_day"

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
        self.base.setdefault(column, cleaned(self.body.facts[name], self.code))
        return column

    def text(self, term: Term, governing: str) -> str:
        """A term as SQL."""
        if term.op == "const":
            return self.constant(term.value)
        if term.op == "day":
            return self.day()
        if term.op == "fact":
            return self.fact(str(term.value))
        if term.op == "rule":
            return self.term_rule(term, governing).prefix
        parts = [self.text(part, governing) for part in term.parts]
        if term.op == "param":
            return self._param(term, parts, governing)
        if term.op == "scale":
            return self._scale(term, parts[0], governing)
        if term.op == "among" and isinstance(term.value, tuple):
            parts += [self.constant(value) for value in term.value]
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
            return nothing(term.type)
        if not parts and entries[0][1] == TRUE:
            return self.constant(entries[0][0].value) if entries[0][0].value is not None else nothing(term.type)
        branches = []
        for entry, guard in entries:
            test = f"{parts[0]} = {self.constant(key_value(entry.key, term.parts[0].type))}" if parts else TRUE
            value = self.constant(entry.value) if entry.value is not None else "NULL"
            branches.append(f"WHEN {both(guard, test)} THEN {value}")
        return f"CASE {' '.join(branches)} ELSE {nothing(term.type)} END"

    def _scale(self, term: Term, base: str, governing: str) -> str:
        branches = []
        for entry, guard in self._entries(str(term.value), governing):
            table = entry.value if isinstance(entry.value, tuple) else ()
            pieces = []
            for (low, rate), (high, _) in zip(table, (*table[1:], (None, 0)), strict=True):
                top = base if high is None else f"LEAST({base}, {whole(high)})"
                pieces.append(f"GREATEST({top} - {whole(low)}, {whole(0)}) * {whole(rate)}")
            branches.append(f"WHEN {both(guard, f'{base} IS NOT NULL')} THEN {' + '.join(pieces)}")
        return f"CASE {' '.join(branches)} ELSE {nothing(term.type)} END" if branches else nothing(term.type)
