"""Read what a statute declares, or a reform adds: facts, lists, parameters, rules and competences."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from polity.statutes.documents import Clause, Exemption, Param, Power, Rule, Sections, Written
from polity.statutes.facts import read_fact
from polity.statutes.fields import Fields, spot
from polity.statutes.loading import Map, Seq, Text, Value

MOST_CLAUSES = 62
"""Clauses a rule can have, with those reforms add: each has a bit of a signed 64-bit mask."""

MOST_RULES = 500
NOTES = ("note", "notes", "comment")
"""Fields that anything may carry and nothing reads."""


def read_sections(fields: Fields) -> Sections:
    """The facts, lists, parameters, rules and competences that a statute declares, or a reform adds."""
    facts = {name: read_fact(name, entry) for name, entry in fields.entries("facts")}
    lists: dict[str, tuple[str, ...]] = {}
    listed = fields.fields("lists")
    if listed is not None:
        for key in listed.map:
            if listed.named(key):
                lists[str(key)] = listed.codes(key)
    params = {name: _param(name, entry) for name, entry in fields.entries("params")}
    rules = {name: _rule(name, entry) for name, entry in fields.entries("rules")}
    if len(rules) > MOST_RULES:
        remedy = "Divide the statute."
        fields.fault("rules.many", fields.key("rules"), f"There are more than {MOST_RULES} rules.", remedy)
    return Sections(facts, lists, params, rules, tuple(_powers(fields)))


def _param(name: str, entry: Fields) -> Param:
    kind = entry.choice("type", ("code", "int", "bool", "date", "money", "scale"), "int")
    sources, statuses = entry.take("sources"), entry.take("statuses")
    source = entry.text("source") or (_joined(sources) if not isinstance(sources, Map) else "")
    status = entry.text("status")
    written: list[Written] = []
    values = entry.fields("values", entry.where)
    if values is not None:
        for key, value in values.map.items():
            day = None if key == "always" else values.as_day(as_text(key))
            if day is None and key != "always":
                continue
            told = _told(sources, key) or source, _told(statuses, key) or status
            written += read_cells(value, day, told, values, as_text(key))
    made = Param(
        name=name,
        kind=kind,
        by=entry.text("by"),
        values=entry.codes("values_allowed"),
        written=tuple(written),
        unit=entry.text("unit"),
        title=entry.text("title"),
        place=spot(entry.map),
    )
    entry.close(*NOTES)
    return made


def as_text(key: str) -> Text:
    """A key as text that knows its place."""
    return key if isinstance(key, Text) else Text.of(key, 0, 0)


def _joined(value: Value) -> str:
    return ", ".join(str(item) for item in value if isinstance(item, Text)) if isinstance(value, Seq) else ""


def _told(value: Value, key: str) -> str:
    told = value.get(key) if isinstance(value, Map) else None
    return str(told) if isinstance(told, Text) else _joined(told)


def read_cells(value: Value, day: date | None, told: tuple[str, str], fields: Fields, key: Value) -> list[Written]:
    """The cells of one dated entry: a value alone, or one for each key; either may carry source and status."""
    if not isinstance(value, Map):
        return [Written("", day, value, *told, place=spot(value if value is not None else key))]
    if "value" in value:
        return [_cell("", day, value, told, fields)]
    made = []
    for cell_key, cell in value.items():
        if isinstance(cell, Map):
            made.append(_cell(str(cell_key), day, cell, told, fields))
        else:
            made.append(Written(str(cell_key), day, cell, *told, place=spot(cell if cell is not None else cell_key)))
    return made


def _cell(key: str, day: date | None, cell: Map, told: tuple[str, str], fields: Fields) -> Written:
    inner = Fields(cell, fields.faults, fields.where)
    value = inner.take("value")
    made = Written(key, day, value, inner.source() or told[0], inner.text("status") or told[1], place=spot(cell))
    inner.close(*NOTES)
    return made


def _rule(name: str, entry: Fields) -> Rule:
    shapes = [shape for shape in ("all_of", "first_of", "formula", "scale") if entry.has(shape)]
    if len(shapes) != 1:
        entry.fault(
            "rule.shape",
            entry.map,
            "A rule must have one shape." if shapes else "The rule says nothing.",
            "Give it one of: all_of, first_of, formula, scale.",
        )
    shape = shapes[0] if shapes else "all_of"
    if shape in ("formula", "scale"):
        clauses = [clause] if (clause := read_clause(entry, (shape,), fallback=name)) else []
    else:
        kinds = ("need",) if shape == "all_of" else ("when", "otherwise")
        clauses = [clause for inner in entry.each(shape) if (clause := read_clause(inner, kinds))]
        _once(clauses, entry)
    made = Rule(
        name=name,
        shape=shape,
        clauses=tuple(clauses),
        governed_by=entry.name("governed_by"),
        values=entry.codes("values"),
        title=entry.text("title"),
        source=entry.source(),
        status=entry.text("status"),
        place=spot(entry.map),
    )
    entry.close(*NOTES, "id", "say", "remedy", "except", "from", "to", *shapes)
    return made


def _once(clauses: list[Clause], entry: Fields) -> None:
    seen: set[str] = set()
    for clause in clauses:
        if clause.id in seen:
            entry.fault("clause.twice", clause.place, f"Clause {clause.id} occurs twice.", "Give each its own id.")
        seen.add(clause.id)
    if len(clauses) > MOST_CLAUSES:
        entry.fault("clauses.many", entry.map, f"A rule has {MOST_CLAUSES} clauses at most.", "Divide the rule.")
    ends = [number for number, clause in enumerate(clauses) if clause.kind == "otherwise"]
    if ends and ends[0] != len(clauses) - 1:
        says = "Clauses after otherwise can never apply."
        entry.fault("clause.order", clauses[ends[0]].place, says, "Put otherwise last, once.")


def read_clause(entry: Fields, kinds: tuple[str, ...], *, fallback: str = "") -> Clause | None:
    """One clause. Returns None if it cannot be read; the reasons are then noted."""
    identity = entry.text("id") or fallback
    entry.where = f"{entry.where}, clause {identity}" if identity and not fallback else entry.where
    if not identity or len(identity) > 60:
        entry.fault("clause.id", entry.map, "A clause must have a short id.", 'Write, for example: id: "7.1".')
    kind = next((kind for kind in kinds if entry.has(kind)), "")
    if not kind:
        wanted = " or ".join(kinds)
        other = next((word for word in ("need", "when", "otherwise", "formula", "scale") if entry.has(word)), "")
        says = f"A clause of this rule says {wanted}, not {other}." if other else f"The clause does not say {wanted}."
        entry.fault("clause.kind", entry.key(other) or entry.map, says, f"Write {wanted}.")
        return None
    test = entry.expression(kind) if kind in ("need", "when") else None
    then, table = None, ""
    if kind == "when":
        then = entry.expression("then")
    elif kind in ("otherwise", "formula"):
        then = entry.expression(kind)
    elif kind == "scale" and (scale := entry.fields("scale", entry.where)) is not None:
        then, table = scale.expression("base"), scale.name("table")
        scale.close(*NOTES)
    made = Clause(
        id=identity,
        kind=kind,
        test=test,
        then=then,
        table=table,
        say=entry.text("say"),
        remedy=entry.text("remedy"),
        exemptions=tuple(made for inner in entry.each("except") if (made := read_exemption(inner))),
        source=entry.source(),
        status=entry.text("status"),
        since=entry.day("from"),
        until=entry.day("to"),
        place=spot(entry.map),
    )
    if not fallback:
        entry.close(*NOTES, "title")
    broken = (test is None and kind in ("need", "when")) or (then is None and kind != "need")
    return None if broken else made


def read_exemption(entry: Fields) -> Exemption | None:
    """An exception. Returns None if it cannot be read; the reasons are then noted."""
    identity = entry.text("id")
    if not identity or len(identity) > 60:
        entry.fault("clause.id", entry.map, "An exception must have a short id.", 'Write, for example: id: "R2.1".')
    when = entry.expression("when")
    made = (
        Exemption(
            id=identity,
            when=when,
            say=entry.text("say"),
            source=entry.source(),
            status=entry.text("status"),
            since=entry.day("from"),
            until=entry.day("to"),
            place=spot(entry.map),
        )
        if when is not None
        else None
    )
    entry.close(*NOTES)
    return made


def _powers(fields: Fields) -> list[Power]:
    section = fields.fields("competences")
    made: list[Power] = []
    for key, value in section.map.items() if section is not None else ():
        entry = section.inner(value, f"competence {key[:60]}") if section is not None else None
        if entry is None:
            continue
        values = entry.fields("values", entry.where)
        if values is None:
            made.append(read_power(str(key), None, entry))
            continue
        source, status = entry.source(), entry.text("status")
        for day, inner in values.map.items():
            since, told = values.as_day(as_text(day)), values.inner(inner, entry.where)
            if since is not None and told is not None:
                power = read_power(str(key), since, told)
                made.append(replace(power, source=power.source or source, status=power.status or status))
        entry.close(*NOTES)
    return made


def read_power(act: str, since: date | None, entry: Fields) -> Power:
    """One competence."""
    made = Power(
        act=act,
        offices=entry.codes("offices"),
        tier=entry.text("tier") or None,
        since=since,
        source=entry.source(),
        status=entry.text("status"),
        place=spot(entry.map),
    )
    entry.close(*NOTES)
    return made
