"""Apply reforms to united statutes, in their order, and refuse those that collide."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from polity.statutes.documents import Operation, Reform
from polity.statutes.faults import Faults, did_you_mean
from polity.statutes.union import (
    Drafted,
    Empowered,
    Entry,
    Exempted,
    Origin,
    Subject,
    Union,
    Version,
    Window,
    add_sections,
    made_version,
    narrowed,
    touches,
)


@dataclass
class _Work:
    """What has been applied so far."""

    union: Union
    faults: Faults
    before: dict[str, set[str]]  # reform -> all reforms it comes after
    touched: dict[tuple[str, ...], list[tuple[Reform, Operation]]] = field(default_factory=dict)


def reform(union: Union, statutes: dict[str, str], reforms: list[Reform], faults: Faults) -> None:
    """Apply reforms. `statutes` gives the kind of subject of each statute by name."""
    order = _in_order(reforms, faults)
    work = _Work(union, faults, _before(reforms))
    union.reforms = order
    for each in order:
        faults.where = each.document or each.name
        window = Window(each.since, each.until, each.pilot)
        origin = Origin(each.called, each.status, window, each.name)
        subject = _subject(each, statutes, work)
        if each.sections.rules or each.sections.facts or each.sections.params:
            name = subject or _only(union, each, work)
            if name is not None:
                add_sections(union, union.subjects.setdefault(name, Subject()), each.sections, origin, faults)
        for operation in each.operations:
            _apply(each, operation, subject, origin, work)


def _in_order(reforms: list[Reform], faults: Faults) -> list[Reform]:
    """Reforms so that each stands after those it names; otherwise by day, then by name."""
    named: dict[str, Reform] = {}
    for each in reforms:
        if each.name in named:
            faults.where = each.document or each.name
            faults.add("reform.twice", each.place, f"The reform {each.name} is given twice.", "Keep one of the two.")
        named.setdefault(each.name, each)
    for each in named.values():
        for earlier in each.after:
            if earlier not in named:
                faults.where = each.document or each.name
                remedy = did_you_mean(earlier, named, "Give that reform too, or leave the name out.")
                faults.add("reform.after", each.place, f"There is no reform {earlier} to come after.", remedy)
    left = sorted(named.values(), key=lambda each: (each.since, each.name))
    order: list[Reform] = []
    while left:
        done = {each.name for each in order}
        ready = next((each for each in left if all(n in done or n not in named for n in each.after)), None)
        if ready is None:
            faults.add("reform.circle", left[0].place, "These reforms come after each other in a circle.", "Break it.")
            return order + left
        order.append(ready)
        left.remove(ready)
    return order


def _before(reforms: list[Reform]) -> dict[str, set[str]]:
    named = {each.name: each for each in reforms}
    found: dict[str, set[str]] = {}
    for name in named:
        seen: set[str] = set()
        stack = [name]
        while stack:
            for earlier in named[stack.pop()].after:
                if earlier not in seen and earlier in named:
                    seen.add(earlier)
                    stack.append(earlier)
        found[name] = seen
    return found


def _subject(each: Reform, statutes: dict[str, str], work: _Work) -> str | None:
    if each.statute and each.statute not in statutes:
        remedy = did_you_mean(each.statute, statutes, "Name one of the statutes given.")
        work.faults.add("reform.statute", each.place, f"There is no statute {each.statute}.", remedy)
    return each.subject or statutes.get(each.statute) or None


def _only(union: Union, each: Reform, work: _Work) -> str | None:
    if len(union.subjects) == 1:
        return next(iter(union.subjects))
    says = "It is not said for which kind of subject the new declarations are."
    work.faults.add("reform.subject", each.place, says, f"Add subject: one of {', '.join(union.subjects)}.")
    return None


def _apply(each: Reform, operation: Operation, subject: str | None, origin: Origin, work: _Work) -> None:
    if operation.kind == "param":
        _set_param(each, operation, origin, work)
    elif operation.kind == "competence":
        _set_power(each, operation, origin, work)
    else:
        found = _find_rule(operation, subject, work)
        if found is None:
            return
        name, draft = found
        if operation.op == "add":
            _add(operation, draft, origin, work)
        else:
            _change(each, operation, draft, origin, work)
        _collide(each, operation, name, work)
        return
    _collide(each, operation, "", work)


def _find_rule(operation: Operation, subject: str | None, work: _Work) -> tuple[str, Drafted] | None:
    subjects = work.union.subjects
    found = [
        (name, held.rules[operation.target])
        for name, held in subjects.items()
        if operation.target in held.rules and subject in (None, name)
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        known = [rule for name, held in subjects.items() if subject in (None, name) for rule in held.rules]
        remedy = did_you_mean(operation.target, known, "Name a rule of the statute.")
        work.faults.add("reform.rule", operation.place, f"There is no rule {operation.target}.", remedy)
    else:
        says = f"More than one statute has a rule {operation.target}."
        work.faults.add("reform.rule", operation.place, says, "Add statute: NAME to the reform.")
    return None


def _collide(each: Reform, operation: Operation, subject: str, work: _Work) -> None:
    """Refuse two reforms of one thing at one time and place, unless one says that it comes after the other."""
    window = Window(each.since, each.until, each.pilot)
    for target in touches(operation, subject):
        for other, earlier in work.touched.get(target, []):
            both_except = operation.op == "except" and earlier.op == "except"
            ordered = other.name in work.before[each.name] or each.name in work.before[other.name]
            if other is each and not both_except:
                says = f"The reform changes {target[-1] or target[1]} twice."
                work.faults.add("reform.collides", operation.place, says, "Keep one of the two changes.")
            elif not ordered and not both_except and window.meets(Window(other.since, other.until, other.pilot)):
                says = f"The reforms {other.name} and {each.name} change the same thing ({' '.join(target)}) at once."
                remedy = f"Say which goes before: add after: {other.name} to {each.name}, or end one of them."
                work.faults.add("reform.collides", operation.place, says, remedy)
        work.touched.setdefault(target, []).append((each, operation))


def _set_param(each: Reform, operation: Operation, origin: Origin, work: _Work) -> None:
    dated = work.union.params.get(operation.target)
    if dated is None:
        remedy = did_you_mean(operation.target, work.union.params, "Declare it under new, params.")
        work.faults.add("reform.param", operation.place, f"There is no parameter {operation.target}.", remedy)
        return
    for written in operation.written:
        later = next((entry for entry in dated.entries if _begins_within(entry, written.key, origin.window)), None)
        if later is not None:
            says = (
                f"The statute itself gives {operation.target} a new value on {later.window.since}, within the reform."
            )
            work.faults.add("reform.overrides", operation.place, says, "Let the reform end by then (to: DATE).")
        told = written.source or origin.source, written.status or origin.status
        entry = Entry(written.key, written.value, origin.window, *told, each.name, place=written.place)
        dated.entries.append(entry)


def _begins_within(entry: Entry, key: str, window: Window) -> bool:
    since, begins = window.since or date.min, entry.window.since
    inside = begins is not None and since < begins and (window.until is None or begins < window.until)
    return not entry.reform and entry.key == key and inside


def _set_power(each: Reform, operation: Operation, origin: Origin, work: _Work) -> None:
    power = operation.power
    assert power is not None
    if each.pilot is not None:
        says = "Who may do an act cannot differ by trial."
        work.faults.add("reform.power", operation.place, says, "Leave out units, or the competence.")
    told = power.source or origin.source, power.status or origin.status
    entry = Empowered(power, Window(each.since, each.until), *told, each.name)
    work.union.powers.setdefault(operation.target, []).append(entry)


def _add(operation: Operation, draft: Drafted, origin: Origin, work: _Work) -> None:
    clause = operation.new
    assert clause is not None
    ids = [version.clause.id for version in draft.versions]
    kinds = {"all_of": ("need",), "first_of": ("when", "otherwise")}.get(draft.rule.shape, ())
    if clause.kind not in kinds:
        says = f"A clause that says {clause.kind} does not fit the rule {operation.target}."
        work.faults.add(
            "reform.shape", clause.place, says, f"It can say: {', '.join(kinds) or 'nothing; use replace'}."
        )
    if clause.id in ids:
        says = f"The rule {operation.target} already has a clause {clause.id}."
        work.faults.add("clause.twice", clause.place, says, "Give the new clause its own id.")
    place = len(ids)
    if operation.before:
        if operation.before not in ids:
            remedy = did_you_mean(operation.before, ids, "Name a clause of the rule.")
            work.faults.add("reform.clause", operation.place, f"There is no clause {operation.before}.", remedy)
        else:
            place = ids.index(operation.before)
    elif clause.kind == "when":
        kinds_there = [version.clause.kind for version in draft.versions]
        place = kinds_there.index("otherwise") if "otherwise" in kinds_there else place
    draft.versions.insert(place, made_version(clause, draft.rule, origin))


def _change(each: Reform, operation: Operation, draft: Drafted, origin: Origin, work: _Work) -> None:
    held = [at for at, version in enumerate(draft.versions) if _is(version, operation.clause)]
    if not held:
        ids = [version.clause.id for version in draft.versions]
        remedy = did_you_mean(operation.clause, ids, f"Its clauses are: {', '.join(ids[:12])}.")
        says = f"The rule {operation.target} has no clause {operation.clause}."
        work.faults.add("reform.clause", operation.place, says, remedy)
        return
    if operation.op == "except":
        _except(operation, [draft.versions[at] for at in held], origin, work)
        return
    for at in held:
        draft.versions[at].suspended.append((origin.window, each.name))
    if operation.new is not None:
        old = draft.versions[held[-1]]
        if operation.new.kind != old.clause.kind:
            says = f"Clause {operation.clause} says {old.clause.kind}; what replaces it says {operation.new.kind}."
            work.faults.add("reform.shape", operation.new.place, says, f"Let it say {old.clause.kind}.")
        made = made_version(operation.new, draft.rule, origin)
        made.stands_for = frozenset({operation.clause}).union(*(draft.versions[at].stands_for for at in held))
        draft.versions.insert(held[-1] + 1, made)


def _is(version: Version, clause: str) -> bool:
    return version.clause.id == clause or clause in version.stands_for


def _except(operation: Operation, versions: list[Version], origin: Origin, work: _Work) -> None:
    exemption = operation.exemption
    assert exemption is not None
    for version in versions:
        if version.clause.kind not in ("need", "when"):
            says = f"Clause {version.clause.id} has no condition that an exception could lift."
            work.faults.add("reform.except", operation.place, says, "Replace the clause instead.")
        if exemption.id in [held.exemption.id for held in version.exempted]:
            says = f"Clause {version.clause.id} already has an exception {exemption.id}."
            work.faults.add("clause.twice", exemption.place, says, "Give the new one its own id.")
        told = exemption.source or origin.source, exemption.status or origin.status
        window = narrowed(origin.window, exemption.since, exemption.until)
        version.exempted.append(Exempted(exemption, window, *told, origin.reform))
