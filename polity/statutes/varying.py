"""One reform in many versions: cells of parameters take other values, and what it adds lasts for so many months."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from polity.statutes.emitting import emitted
from polity.statutes.law import Law
from polity.statutes.loading import Map, Seq, Text, Value, load
from polity.statutes.months import add_months

type Cell = tuple[str, str]  # a parameter, and the key of one of its values; the key is empty where it has none

_INNER = {"add": "clause", "replace": "with", "except": "unless"}  # what can end by itself, by what is done
LASTING = tuple(_INNER)


def present(law: Law, param: str, *, on: date) -> dict[str, int]:
    """The values of a parameter of whole numbers on a day, by key; empty for one of another kind, or where none is."""
    dated = law.union.params.get(param)
    if dated is None or dated.param.kind != "int":
        return {}
    found: dict[str, int] = {}
    for entry in dated.entries:
        if entry.window.holds(on, None) and isinstance(entry.value, int):
            found[entry.key] = entry.value
    return found


def params_of(law: Law, rules: Iterable[str], subject: str = "person") -> set[str]:
    """The parameters that rules rest on in any version, directly or through other rules."""
    body, found = law.bodies[subject].rules, set[str]()
    waiting, seen = [rule for rule in rules if rule in body], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for clause in body[name].clauses:
            for root in (clause.test, clause.then, *(term for _, term in clause.exempted)):
                for term in root.walk() if root is not None else ():
                    if term.op in ("param", "scale"):
                        found.add(str(term.value))
                    elif term.op == "rule":
                        waiting.append(str(term.value))
    by = {law.union.params[name].param.by for name in found}
    rest = [rule for rule in by if rule in body and rule not in seen]
    return found | (params_of(law, rest, subject) if rest else set())


def setters(law: Law, cells: Iterable[Cell]) -> list[str]:
    """The reforms of a law that set any of some cells; one that changes them says that it comes after these."""
    wanted = set(cells)
    found = {
        entry.reform
        for name, dated in law.union.params.items()
        for entry in dated.entries
        if entry.reform and (name, entry.key) in wanted
    }
    return [one for one in dict.fromkeys(getattr(each, "name", "") for each in law.documents) if one in found]


def varied(
    draft: str | None, settings: Mapping[Cell, int], term: int | None, *, name: str, title: str, since: date,
    after: Iterable[str] = (),
) -> str:  # fmt: skip
    """The text of a reform: the draft, with cells set to other values, and what it adds ending after so many months.

    draft     the reform that is varied; None for one that only sets cells
    settings  the values of cells; the draft's own settings of other cells stay
    term      how many months the clauses and exceptions that it adds are in force; 0 leaves them out, None leaves them
              as they are. The values of cells have no end of their own
    name, title, since, after  of a reform without a draft; `after` is added to what the draft says itself

    Gives an empty text where nothing is left to change. Raises Faulty for a draft that cannot be read.
    """
    made = load(draft, name="draft")[0] if draft else Map({"reform": _text(name), "title": _text(title)})
    if not draft:
        made["from"] = _text(since.isoformat())
    if term is not None:
        _end(made, term)
    _set(made, settings)
    ordered = list(dict.fromkeys([*_texts(made.get("after")), *after]))
    if ordered:
        made["after"] = Seq(map(_text, ordered))
    touching = [word for word in ("set", "add", "replace", "repeal", "except", "new", "competences") if made.get(word)]
    return emitted(made) if touching else ""


def _text(value: str) -> Text:
    return Text.of(value, 0, 0)


def _texts(value: Value) -> list[str]:
    items = value if isinstance(value, Seq) else [value]
    return [str(item) for item in items if isinstance(item, Text) and item]


def _each(value: Value) -> list[Map]:
    items = value if isinstance(value, Seq) else [value]
    return [item for item in items if isinstance(item, Map)]


def _end(made: Map, term: int) -> None:
    """Let what is added end after so many months; the reform itself then has no end."""
    since = date.fromisoformat(str(made["from"]))
    made.pop("to", None)  # a key is a text, and equal to its letters
    for word, inner in _INNER.items():
        if term == 0:
            made.pop(word, None)
        for item in _each(made.get(word)):
            one = item.get(inner)
            if isinstance(one, Map):
                one["to"] = _text(add_months(since, term).isoformat())


def _set(made: Map, settings: Mapping[Cell, int]) -> None:
    """Set cells, in the place of what the draft sets them to."""
    if not settings:
        return
    cells: dict[str, Map] = {}
    kept = Seq()
    for item in _each(made.get("set")):
        param, to = str(item.get("param")), item.get("to")
        if isinstance(to, Map) and "value" not in to:
            left = Map({key: value for key, value in to.items() if (param, str(key)) not in settings})
            if left:
                kept.append(Map({**item, "to": left}))
        elif (param, "") not in settings:
            kept.append(item)
    for (param, key), value in settings.items():
        cells.setdefault(param, Map())[key] = _text(str(value))
    for param, to in cells.items():
        kept.append(Map({"param": _text(param), "to": to.get("", to)}))
    made["set"] = kept[0] if len(kept) == 1 else kept


def lasts(draft: str) -> bool:
    """Whether a draft adds anything that can end by itself."""
    found = load(draft, name="draft")
    return bool(found) and any(found[0].get(word) for word in LASTING)
