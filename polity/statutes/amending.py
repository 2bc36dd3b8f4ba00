"""Read a reform: its days, its scope, and what it does to which rule, parameter or competence."""

from __future__ import annotations

from datetime import date

from polity.statutes.declaring import NOTES, read_cells, read_clause, read_exemption, read_power, read_sections
from polity.statutes.documents import Operation, Pilot, Reform, Sections
from polity.statutes.fields import Fields, spot
from polity.statutes.loading import Map, Seq, Text

OPERATIONS = ("set", "add", "replace", "repeal", "except")


def read_reform(fields: Fields, document: str) -> Reform:
    """One reform; what is wrong with it is noted."""
    name, since, until = fields.text("reform"), fields.day("from"), fields.day("to")
    adopted = fields.day("adopted")
    fields.where = f"reform {name[:60]}"
    if not fields.has("from"):
        fields.fault("reform.from", fields.map, "The reform has no day from which it is in force.", "Add: from: DATE")
    if since is None:
        since = date.min
    elif until is not None and until <= since:
        fields.fault("reform.to", fields.key("to"), "The reform ends before it begins.", "Choose a later day for to.")
    after = fields.take("after")
    operations = [made for op in OPERATIONS for inner in fields.each(op) if (made := _operation(op, inner))]
    new = fields.fields("new", fields.where)
    sections = Sections()
    if new is not None:
        sections = read_sections(new)
        new.close(*NOTES)
    reform = Reform(
        name=name,
        since=since,
        until=until,
        adopted=adopted,
        statute=fields.text("statute"),
        subject=fields.name("subject"),
        pilot=_pilot(name, since, fields),
        after=tuple(str(item) for item in after if item) if isinstance(after, Seq) else (str(after),) if after else (),
        operations=tuple(operations),
        sections=sections,
        title=fields.text("title"),
        source=fields.source(),
        status=fields.text("status"),
        status_note=fields.text("status_note"),
        document=document,
        place=spot(fields.map),
    )
    fields.close(*NOTES)
    return reform


def _pilot(name: str, since: date, fields: Fields) -> Pilot | None:
    entry = fields.fields("units", fields.where)
    if entry is None:
        return None
    frozen = entry.take("frozen_at")
    day = since if frozen == "from" else entry.as_day(frozen) if frozen is not None else None
    made = Pilot(name, entry.codes("under"), day)
    if not made.units:
        entry.fault("pilot.units", entry.map, "No unit is named for the trial.", "Write: under: [first, second].")
    entry.close(*NOTES)
    return made


def _operation(op: str, entry: Fields) -> Operation | None:
    if op == "set":
        return _setting(entry)
    rule, clause = entry.text("rule"), entry.take("clause")
    if not rule:
        entry.fault("reform.rule", entry.map, "It is not said which rule is changed.", "Add: rule: NAME")
    made: Operation | None = None
    place = spot(entry.map)
    kinds = ("need", "when", "otherwise", "formula", "scale")
    if op == "add":
        inner = entry.inner(clause, entry.where)
        new = read_clause(inner, kinds) if inner is not None else None
        made = Operation(op, rule, "rule", before=entry.text("before"), new=new, place=place) if new else None
    elif not isinstance(clause, Text):
        entry.fault("reform.clause", clause or entry.map, "It is not said which clause is changed.", "Add: clause: ID")
    elif op == "repeal":
        made = Operation(op, rule, "rule", clause, place=place)
    elif op == "replace":
        inner = entry.fields("with", entry.where)
        new = read_clause(inner, kinds) if inner is not None else None
        made = Operation(op, rule, "rule", clause, new=new, place=place) if new else None
        if not entry.has("with"):
            entry.fault("reform.with", entry.map, "It is not said what replaces the clause.", "Add: with: {...}")
    else:
        inner = entry.fields("unless", entry.where)
        exemption = read_exemption(inner) if inner is not None else None
        made = Operation(op, rule, "rule", clause, exemption=exemption, place=place) if exemption else None
        if not entry.has("unless"):
            entry.fault("reform.unless", entry.map, "The exception is not given.", "Add: unless: {id: ..., when: ...}")
    entry.close(*NOTES)
    return made


def _setting(entry: Fields) -> Operation | None:
    param, act, to = entry.text("param"), entry.text("competence"), entry.take("to")
    told = entry.source(), entry.text("status")
    place = spot(entry.map)
    made: Operation | None = None
    if act and isinstance(to, Map):
        inner = Fields(to, entry.faults, entry.where)
        made = Operation("set", act, "competence", power=read_power(act, None, inner), place=place)
    elif param and entry.has("to"):
        cells = read_cells(to, None, told, entry, entry.key("to"))
        made = Operation("set", param, "param", written=tuple(cells), place=place)
    else:
        entry.fault("reform.set", entry.map, "It is not said what is set, or to what.", "Write: param: NAME, to: VALUE")
    entry.close(*NOTES)
    return made
