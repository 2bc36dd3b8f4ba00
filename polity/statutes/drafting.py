"""A reform as a form: what a person fills in becomes the text of the reform, and the text fills the form again.

What a form cannot hold, such as new rules, competences or scales, is kept beside it as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace
from datetime import date

from polity.statutes.amending import OPERATIONS
from polity.statutes.emitting import emitted
from polity.statutes.faults import Faults
from polity.statutes.loading import Map, Seq, Text, Value, load
from polity.statutes.months import add_months

KINDS = ("need", "when", "otherwise", "formula")
"""What a clause of a form can say. A scale is kept as text."""

_HEAD = {
    "name": "reform", "title": "title", "statute": "statute", "subject": "subject", "adopted": "adopted",
    "since": "from", "until": "to", "source": "source", "status": "status", "status_note": "status_note",
}  # fmt: skip


@dataclass(frozen=True)
class Changing:
    """One change of a form. Everything is text as it was filled in; which fields count depends on `op`.

    set      `param` takes the `value`, for one `key` where it has keys
    add      a clause `id` is added to `rule`: its `kind`, `test` and `then`; it may stand `before` another
    replace  `clause` of `rule` is replaced by a clause `id` with `kind`, `test` and `then`
    repeal   `clause` of `rule` is set aside for the days of the reform
    except   `clause` of `rule` does not apply where `test` holds; the exception is called `id`
    """

    op: str
    param: str = ""
    key: str = ""
    value: str = ""
    rule: str = ""
    clause: str = ""
    before: str = ""
    id: str = ""
    kind: str = ""
    test: str = ""
    then: str = ""
    say: str = ""
    remedy: str = ""
    source: str = ""
    status: str = ""


@dataclass(frozen=True)
class Form:
    """A reform as it was filled in. Days are written as 1923-04-25; `until` is the first day without the reform."""

    name: str = ""
    title: str = ""
    statute: str = ""
    subject: str = ""
    adopted: str = ""
    since: str = ""
    until: str = ""
    source: str = ""
    status: str = ""
    status_note: str = ""
    units: tuple[str, ...] = ()  # of a trial; empty: everybody
    frozen_at: str = ""  # a day, or `from`: belonging to the units is looked up on that day and stays
    after: tuple[str, ...] = ()
    changes: tuple[Changing, ...] = ()
    rest: str = ""  # what the form cannot hold, as text of its own

    def ordered(self) -> Form:
        """The same form with its changes in the order in which a text lists them."""
        return replace(self, changes=tuple(sorted(self.changes, key=lambda one: OPERATIONS.index(one.op))))


def lasting(since: str, months: int) -> str:
    """The first day after so many months from a day. Raises ValueError where the day is none."""
    return add_months(date.fromisoformat(since), months).isoformat()


def written(form: Form) -> str:
    """The reform as text. What was left empty is left out; whether it holds is for the law to say."""
    tree = Map()
    for field, name in _HEAD.items():
        if value := getattr(form, field):
            tree[name] = _text(value)
    if form.units or form.frozen_at:
        units = Map(under=Seq(map(_text, form.units)))
        if form.frozen_at:
            units["frozen_at"] = _text(form.frozen_at)
        tree["units"] = units
    if form.after:
        tree["after"] = Seq(map(_text, form.after))
    for op in OPERATIONS:
        made = _operations(op, [one for one in form.changes if one.op == op])
        if made:
            tree[op] = made[0] if len(made) == 1 else made
    for name, value in _rest(form.rest).items():
        tree[name] = _joined(tree.get(name), value)
    return emitted(tree)


def form_of(text: str) -> Form:
    """The form that a text fills. Raises Faulty where the text is not that of one reform.

    Comments of the text are not part of the reform and are not kept.
    """
    faults = Faults("")
    documents = load(text, name="")
    if len(documents) != 1 or "reform" not in documents[0]:
        says = "A draft is the text of one reform." if documents else "There is no reform in the text."
        faults.add(
            "draft.one", documents[-1] if documents else None, says, "Begin it with a line such as: reform: NAME."
        )
        faults.raise_any()
    taken = _Taken(documents[0])
    head = {field: taken.text(name) for field, name in _HEAD.items()}
    units, frozen_at = _units(taken)
    after = taken.texts("after")
    changes = tuple(one for op in OPERATIONS for one in _changes(op, taken))
    rest = emitted(taken.left) if taken.left else ""
    return Form(**head, units=units, frozen_at=frozen_at, after=after, changes=changes, rest=rest)


def _text(value: str) -> Text:
    return Text.of(value, 0, 0)


def _rest(text: str) -> Map:
    found = load(text, name="") if text.strip() else []
    if len(found) > 1:
        faults = Faults("")
        faults.add("draft.rest", found[1], "There is more than one document.", "Leave out the line ---.")
        faults.raise_any()
    return found[0] if found else Map()


def _joined(there: Value, more: Value) -> Value:
    """What a form says under a name and what its text says there: lists one after the other."""
    if there is None:
        return more
    joined = Seq()
    for value in (there, more):
        joined += value if isinstance(value, Seq) else [value]
    return joined


def _filled(pairs: Iterable[tuple[str, Value | str]]) -> Map:
    """A mapping of what is not empty."""
    return Map({name: _text(value) if isinstance(value, str) else value for name, value in pairs if value})


def _operations(op: str, changes: list[Changing]) -> Seq:
    made = Seq()
    if op == "set":
        for name in dict.fromkeys(one.param for one in changes):
            cells = [one for one in changes if one.param == name]
            made.append(Map({"param": _text(name), "to": _cells(cells)}))
        return made
    for one in changes:
        entry = _filled([("rule", one.rule), ("before", one.before if op == "add" else "")])
        if op == "add":
            entry["clause"] = _clause(one)
        else:
            entry["clause"] = _text(one.clause)
        if op == "replace":
            entry["with"] = _clause(one)
        elif op == "except":
            entry["unless"] = _filled(
                [("id", one.id), ("when", one.test), ("say", one.say), ("source", one.source), ("status", one.status)]
            )
        made.append(entry)
    return made


def _cells(changes: list[Changing]) -> Value:
    if len(changes) == 1 and not changes[0].key:
        return _cell(changes[0])
    return Map({one.key: _cell(one) for one in changes})


def _cell(one: Changing) -> Value:
    if not one.source and not one.status:
        return _text(one.value)
    return Map({"value": _text(one.value), **_filled([("source", one.source), ("status", one.status)])})


def _clause(one: Changing) -> Map:
    kind = one.kind or "need"
    said = [("id", one.id), (kind, one.test if kind in ("need", "when") else one.then)]
    if kind == "when":
        said.append(("then", one.then))
    told = [("say", one.say), ("remedy", one.remedy), ("source", one.source), ("status", one.status)]
    return _filled([*said, *told])


class _Taken:
    """A reform being put into a form: what the form can hold is taken out, the rest is left."""

    def __init__(self, tree: Map) -> None:
        self.left = tree

    def text(self, name: str) -> str:
        """A line of text; left where it is anything else, or nothing."""
        value = self.left.get(name)
        if not isinstance(value, Text) or not value:
            return ""
        del self.left[_key(self.left, name)]
        return str(value)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, or one alone."""
        value = self.left.get(name)
        items = value if isinstance(value, Seq) else [value]
        if not items or not all(isinstance(item, Text) and item for item in items):
            return ()
        del self.left[_key(self.left, name)]
        return tuple(str(item) for item in items)


def _key(tree: Map, name: str) -> str:
    return next(key for key in tree if key == name)


def _units(taken: _Taken) -> tuple[tuple[str, ...], str]:
    entry = taken.left.get("units")
    if not isinstance(entry, Map) or not set(entry) <= {"under", "frozen_at"}:
        return (), ""
    under, frozen = entry.get("under"), entry.get("frozen_at")
    held = isinstance(under, Seq) and under and all(isinstance(unit, Text) and unit for unit in under)
    if not held or not (frozen is None or (isinstance(frozen, Text) and frozen)):
        return (), ""
    del taken.left["units"]
    return tuple(str(unit) for unit in under or ()), str(frozen or "")


def _changes(op: str, taken: _Taken) -> Iterator[Changing]:
    """The changes under one word that a form can hold. The others stay where they are."""
    value = taken.left.get(op)
    items = list(value) if isinstance(value, Seq) else [value] if value is not None else []
    left, params = Seq(), set[str]()
    for item in items:
        found = _setting(item) if op == "set" else _of_rule(op, item)
        if not found or found[0].param in params:
            left.append(item)
            continue
        if op == "set":
            params.add(found[0].param)
        yield from found
    if items:
        del taken.left[op]
        if left:
            taken.left[op] = left[0] if len(left) == 1 else left


def _only_text(entry: Map, names: Iterable[str]) -> bool:
    return all(name in names and isinstance(value, Text) and value for name, value in entry.items())


def _setting(item: Value) -> list[Changing]:
    """The cells that one operation sets; none where a form cannot hold them."""
    if not isinstance(item, Map) or not {"param", "to"} <= set(item) <= {"param", "to", "source", "status"}:
        return []
    to, told = item["to"], Map({name: value for name, value in item.items() if name != "to"})
    if not _only_text(told, ("param", "source", "status")):
        return []
    cells: dict[str, Value] = {"": to} if not isinstance(to, Map) or "value" in to else dict(to)
    if not cells or ("" in cells and isinstance(to, Map) and "value" not in to):
        return []
    source, status = str(told.get("source") or ""), str(told.get("status") or "")
    found = []
    for key, cell in cells.items():
        inner = cell if isinstance(cell, Map) else Map(value=cell)
        if "value" not in inner or not _only_text(inner, ("value", "source", "status")):
            return []
        given = {name: str(value) for name, value in inner.items()}
        filled = {"source": source, "status": status, **given}
        found.append(Changing("set", param=str(told["param"]), key=str(key), **filled))
    return found


_CLAUSE = ("id", "say", "remedy", "source", "status")


def _of_rule(op: str, item: Value) -> list[Changing]:
    """The change of a clause; none where a form cannot hold it."""
    inner_name = {"add": "clause", "replace": "with", "except": "unless", "repeal": ""}[op]
    if not isinstance(item, Map):
        return []
    outer = Map({name: value for name, value in item.items() if name != inner_name})
    allowed = ("rule", "before") if op == "add" else ("rule", "clause")
    if not _only_text(outer, allowed) or "rule" not in outer or (op != "add" and "clause" not in outer):
        return []
    head = {name: str(value) for name, value in outer.items()}
    if not inner_name:
        return [Changing(op, **head)]
    inner = item.get(inner_name)
    if not isinstance(inner, Map):
        return []
    if op == "except":
        held = {("test" if name == "when" else name): value for name, value in inner.items()}
        if "test" not in held or not _only_text(Map(held), ("test", "id", "say", "source", "status")):
            return []
        return [Changing(op, **head, **{name: str(value) for name, value in held.items()})]
    return _with_clause(op, head, inner)


def _with_clause(op: str, head: dict[str, str], inner: Map) -> list[Changing]:
    kinds = [kind for kind in KINDS if kind in inner]
    if len(kinds) != 1 or not _only_text(inner, (*_CLAUSE, *kinds, *(["then"] if kinds == ["when"] else []))):
        return []
    kind = kinds[0]
    said = {name: str(value) for name, value in inner.items() if name in (*_CLAUSE, "then")}
    said["test" if kind in ("need", "when") else "then"] = str(inner[kind])
    return [Changing(op, **head, kind=kind, **said)]


NAMES = tuple(field.name for field in fields(Changing) if field.name != "op")
"""What a change of a form may carry."""
