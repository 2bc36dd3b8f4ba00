"""What two laws say differently, as operations and in plain words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from polity.statutes.law import Law
from polity.statutes.union import Drafted, Union, Version, Window

type Key = tuple[str, ...]

_OPS = {
    "fact": ("new", "remove", "replace"),
    "list": ("new", "remove", "replace"),
    "param": ("new", "remove", "replace"),
    "rule": ("new", "remove", "replace"),
    "clause": ("add", "repeal", "replace"),
    "order": ("replace", "replace", "replace"),
    "aside": ("repeal", "restore", "repeal"),
    "except": ("except", "remove", "replace"),
    "cell": ("set", "remove", "set"),
    "competence": ("set", "remove", "set"),
}


def diff(a: Law, b: Law) -> list[dict[str, Any]]:
    """The operations that make one law into the other.

    Each is a dict with `op`, `kind`, `name` (its parts), `before` and `after` (plain data, or None), and `says`.
    """
    old, new = dict(_items(a.union)), dict(_items(b.union))
    found = []
    for key in [*old, *(key for key in new if key not in old)]:
        before, after = old.get(key), new.get(key)
        if before == after or (key[0] == "order" and not _reordered(before, after)):
            continue
        op = _OPS[key[0]][0 if before is None else 1 if after is None else 2]
        found.append(
            {
                "op": op,
                "kind": key[0],
                "name": list(key[1:]),
                "before": before,
                "after": after,
                "says": _says(key, before, after),
            }
        )
    return found


def _reordered(before: Any, after: Any) -> bool:
    if before is None or after is None:
        return False
    both = set(before["clauses"]) & set(after["clauses"])
    return [each for each in before["clauses"] if each in both] != [each for each in after["clauses"] if each in both]


def _items(union: Union) -> Iterator[tuple[Key, dict[str, Any]]]:
    for kind, subject in union.subjects.items():
        for name, fact in subject.facts.items():
            told = {"type": fact.kind, "values": list(fact.values), "low": fact.low, "high": fact.high}
            yield ("fact", kind, name), {**told, "missing": fact.missing, "never": fact.never, "unit": fact.unit}
        for name, draft in subject.rules.items():
            rule = draft.rule
            head = {"shape": rule.shape, "governed_by": rule.governed_by, "values": list(rule.values)}
            yield ("rule", kind, name), {**head, **_window(draft.window)}
            if rule.shape == "first_of":
                yield ("order", kind, name), {"clauses": [version.clause.id for version in draft.versions]}
            yield from _clauses(kind, draft)
    for name, values in union.lists.items():
        yield ("list", name), {"values": list(values)}
    for name, dated in union.params.items():
        yield ("param", name), {"type": dated.param.kind, "by": dated.param.by}
        for entry in dated.entries:
            since = entry.window.since.isoformat() if entry.window.since else ""
            value = None if entry.value is None else str(entry.raw)
            yield ("cell", name, entry.key, since, entry.reform), {"value": value, **_window(entry.window)}
    for act, powers in union.powers.items():
        for held in powers:
            told = {"offices": list(held.power.offices), "tier": held.power.tier, **_window(held.window)}
            yield ("competence", act, str(told["since"] or ""), held.reform), told


def _clauses(kind: str, draft: Drafted) -> Iterator[tuple[Key, dict[str, Any]]]:
    for version in draft.versions:
        key = kind, draft.rule.name, version.clause.id, version.reform
        yield ("clause", *key), _clause(version)
        for window, reform in version.suspended:
            yield ("aside", *key, reform), _window(window)
        for held in version.exempted:
            yield ("except", *key, held.exemption.id), {"when": held.exemption.when.canonical, **_window(held.window)}


def _clause(version: Version) -> dict[str, Any]:
    written = version.clause
    expressions = [each.canonical for each in (written.test, written.then) if each is not None]
    told = {"kind": written.kind, "text": " then ".join(expressions), "table": written.table}
    words = {"say": written.say, "remedy": written.remedy, "source": version.source, "status": version.status}
    return {**told, **words, **_window(version.window)}


def _window(window: Window) -> dict[str, Any]:
    return {
        "since": window.since.isoformat() if window.since else None,
        "until": window.until.isoformat() if window.until else None,
        "units": list(window.pilot.units) if window.pilot else [],
    }


def _says(key: Key, before: dict[str, Any] | None, after: dict[str, Any] | None) -> str:
    kind, held = key[0], after or before or {}
    when = _when(held)
    if kind == "cell":
        name = f"{key[1]}[{key[2]}]" if key[2] else key[1]
        if after is None:
            return f"{name} no longer has the value {held['value']}{when}."
        was = f", before {before['value']}" if before is not None else ""
        return f"{name} is {'without a value' if held['value'] is None else held['value']}{when}{was}."
    if kind == "clause":
        place = f"Clause {key[3]} of {key[2]}"
        if before is None:
            return f"{place} is added{when}: {held['text']}."
        if after is None:
            return f"{place} is taken out: {held['text']}."
        if before["text"] == after["text"]:
            return f"{place} keeps its condition; its days, words or source change."
        return f"{place} reads {after['text']}{when}; before: {before['text']}."
    if kind == "aside":
        return f"Clause {key[3]} of {key[2]} {'is' if after else 'is no longer'} set aside{when}."
    if kind == "except":
        verb = "has" if after else "no longer has"
        return f"Clause {key[3]} of {key[2]} {verb} the exception {key[5]}{when}: {held['when']}."
    if kind == "competence":
        tier = f", confirmed at {held['tier']}" if held["tier"] else ""
        return f"{key[1]} {'is' if after else 'is no longer'} done by {', '.join(held['offices'])}{tier}{when}."
    if kind == "order":
        return f"The clauses of {key[2]} stand in another order: {', '.join(held['clauses'])}."
    verb = "is new" if before is None else "is gone" if after is None else "is declared differently"
    return f"The {kind} {key[-1]} {verb}."


def _when(held: dict[str, Any]) -> str:
    since = f" from {held['since']}" if held.get("since") else ""
    until = f" until {held['until']}" if held.get("until") else ""
    units = f" in {', '.join(held['units'])}" if held.get("units") else ""
    return f"{since}{until}{units}"
