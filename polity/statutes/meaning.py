"""Understand every clause of a united law: rules in the order in which they read each other, typed and bounded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from polity.statutes.checking import Names, bare_codes, condition, scaled, understand
from polity.statutes.declaring import MOST_CLAUSES, MOST_RULES
from polity.statutes.documents import Expression, Fact
from polity.statutes.facts import value_of
from polity.statutes.faults import Faults, did_you_mean
from polity.statutes.fields import Fields, within
from polity.statutes.ir import LIMIT, SCALE_DIGITS, Mistake, Plain, Scale, Term, Type, joined, lift, settle
from polity.statutes.language import Part
from polity.statutes.loading import Map, Seq, Text
from polity.statutes.union import Dated, Drafted, Entry, Exempted, Subject, Union, Version

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_RATE = re.compile(r"(\d{1,3})(?:\.(\d{1,6}))?")
UNTYPED = Type("bool")


@dataclass
class Understood:
    """A version of a clause with its typed form. `number` counts from 1 within its rule; bit number-1 of a mask."""

    number: int
    version: Version
    test: Term | None
    then: Term | None
    exempted: list[tuple[Exempted, Term]] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id of the clause."""
        return self.version.clause.id


@dataclass
class Meant:
    """A rule with its meaning."""

    name: str
    draft: Drafted
    type: Type
    clauses: list[Understood]

    @property
    def shape(self) -> str:
        """all_of, first_of, formula or scale."""
        return self.draft.rule.shape


@dataclass
class Body:
    """The law for one kind of subject, understood. Rules stand after those they read."""

    facts: dict[str, Fact]
    names: Names
    rules: dict[str, Meant]


def fact_type(fact: Fact) -> Type:
    """The type of a fact's values."""
    kind = {"int": "number", "money": "number"}.get(fact.kind, fact.kind)
    return Type(kind, fact.low, fact.high, 2 if fact.kind == "money" else 0, fact.values)


def understand_all(union: Union, faults: Faults) -> dict[str, Body]:
    """The meaning of a united law, by kind of subject. What cannot be understood is added to the faults."""
    faults.where = ""
    types = {name: _param_type(name, dated, faults) for name, dated in union.params.items()}
    bodies = {}
    for name, subject in union.subjects.items():
        bodies[name] = _body(subject, union, types, faults)
    return bodies


def _body(subject: Subject, union: Union, types: dict[str, Type], faults: Faults) -> Body:
    plain = {name: kind for name, kind in types.items() if union.params[name].param.kind != "scale"}
    names = Names(
        facts={name: fact_type(fact) for name, fact in subject.facts.items()},
        params=plain,
        keyed={name: union.params[name].param.by for name in plain if union.params[name].param.by},
        scales={name: kind.high for name, kind in types.items() if name not in plain},
        lists=union.lists,
    )
    for name, draft in subject.rules.items():
        if name in names.facts or name in types:
            says = f"{name} is a rule, and also the name of a fact or parameter."
            faults.add("name.twice", draft.rule.place, says, "Give one of them another name.")
    for name in names.facts.keys() & types.keys():
        faults.add("name.twice", subject.facts[name].place, f"{name} is a fact and a parameter.", "Rename one.")
    if len(subject.rules) > MOST_RULES:
        faults.add("rules.many", None, f"There are more than {MOST_RULES} rules.", "Divide the law.")
    rules: dict[str, Meant] = {}
    for name in _order(subject, names, faults):
        meant = _rule(name, subject.rules[name], names, faults)
        rules[name] = meant
        names.rules[name] = meant.type
    _keys(union, names, set(rules), faults)
    for meant in rules.values():
        _placeholders(meant, names, faults)
    return Body(subject.facts, names, rules)


def parts_of(part: Part) -> Iterator[Part]:
    """A part and all below it."""
    yield part
    for inner in part.parts:
        yield from parts_of(inner)


def _reads(draft: Drafted) -> Iterator[str]:
    for version in draft.versions:
        tests = [version.clause.test, version.clause.then, *(held.exemption.when for held in version.exempted)]
        for expression in tests:
            if expression is not None:
                yield from (part.text for part in parts_of(expression.tree) if part.kind in ("name", "cell"))


def _order(subject: Subject, names: Names, faults: Faults) -> list[str]:
    """Rules after those they read. A rule that reads itself by a detour is a fault."""
    reads = {
        name: [
            found
            for text in dict.fromkeys(_reads(draft))
            for found in (text, names.keyed.get(text, ""))
            if found in subject.rules
        ]
        for name, draft in subject.rules.items()
    }
    done: dict[str, bool] = {}  # False while its own reads are being followed
    order: list[str] = []
    for start in reads:
        trail: list[tuple[str, Iterator[str]]] = [(start, iter(reads[start]))] if start not in done else []
        done.setdefault(start, False)
        while trail:
            name, left = trail[-1]
            following = next(left, None)
            if following is None:
                done[name] = True
                order.append(name)
                trail.pop()
            elif following not in done:
                done[following] = False
                trail.append((following, iter(reads[following])))
            elif not done[following]:
                circle = [held for held, _ in trail]
                circle = [*circle[circle.index(following) :], following]
                says = f"These rules read each other in a circle: {', '.join(circle)}."
                place = subject.rules[following].rule.place
                faults.add("rule.circle", place, says, "Let one of them rest on facts alone.")
    return order


def _rule(name: str, draft: Drafted, names: Names, faults: Faults) -> Meant:
    where = f"rule {name}"
    if len(draft.versions) > MOST_CLAUSES:
        says = f"With its reforms the rule has more than {MOST_CLAUSES} clauses."
        faults.add("clauses.many", draft.rule.place, says, "Divide the rule.", where=where)
    clauses = [_clause(number, version, draft, names, faults) for number, version in enumerate(draft.versions, 1)]
    if draft.rule.shape == "all_of":
        return Meant(name, draft, UNTYPED, clauses)
    hint = _result_codes(draft, names)
    kind: Type | None = None
    for clause in clauses:
        expression = clause.version.clause.then
        if expression is None:
            continue
        try:
            clause.then = _result(clause.version, expression, names, hint)
            kind = clause.then.type if kind is None else joined(kind, clause.then.type)
        except Mistake as mistake:
            _noted(mistake, expression, f"{where}, clause {clause.id}", faults)
    kind = kind or UNTYPED
    if kind.kind == "number":
        for clause in clauses:
            if clause.then is not None:
                clause.then = lift(clause.then, kind.scale, 0)
    if hint is not None and kind.kind == "code":
        kind = hint
    return Meant(name, draft, kind, clauses)


def _result_codes(draft: Drafted, names: Names) -> Type | None:
    if draft.rule.values:
        return Type("code", values=draft.rule.values)
    parts = [version.clause.then.tree for version in draft.versions if version.clause.then is not None]
    codes = bare_codes(parts, names) if draft.rule.shape != "scale" else ()
    return Type("code", values=codes) if codes else None


def _result(version: Version, expression: Expression, names: Names, hint: Type | None) -> Term:
    if version.clause.kind == "scale":
        base = understand(expression.tree, names)
        return settle(scaled(base, version.clause.table, names, expression.tree.at), 0)
    return settle(understand(expression.tree, names, hint), expression.tree.at)


def _clause(number: int, version: Version, draft: Drafted, names: Names, faults: Faults) -> Understood:
    made = Understood(number, version, None, None)
    where = f"rule {draft.rule.name}, clause {version.clause.id}"
    if version.clause.test is not None:
        made.test = _condition(version.clause.test, names, where, faults)
    for held in version.exempted:
        term = _condition(held.exemption.when, names, f"{where}, exception {held.exemption.id}", faults)
        if term is not None:
            made.exempted.append((held, term))
    return made


def _condition(expression: Expression, names: Names, where: str, faults: Faults) -> Term | None:
    try:
        return condition(expression.tree, names)
    except Mistake as mistake:
        _noted(mistake, expression, where, faults)
        return None


def _noted(mistake: Mistake, expression: Expression, where: str, faults: Faults) -> None:
    faults.add("meaning", within(expression.text, mistake.at), mistake.says, mistake.remedy, where=where)


def _placeholders(meant: Meant, names: Names, faults: Faults) -> None:
    """The names in braces in what a clause says must be names of the law."""
    for clause in meant.clauses:
        written = clause.version.clause
        said = [written.say, written.remedy, *(held.exemption.say for held in clause.version.exempted)]
        for text in said:
            for found in _PLACEHOLDER.findall(text):
                if names.typed(found) is None and found != "at":
                    remedy = did_you_mean(found, names.known(), "Name a fact, rule or parameter.")
                    says = f"Nothing is called {found[:60]}, which the words of clause {clause.id} name in braces."
                    faults.add("say.name", text, says, remedy, where=f"rule {meant.name}")


def _param_type(name: str, dated: Dated, faults: Faults) -> Type:
    """Parse the values of a parameter, and bound them."""
    param = dated.param
    fields = Fields(Map(), faults, f"parameter {name}")
    codes: dict[str, None] = dict.fromkeys(param.values)
    numbers: list[int] = []
    for entry in dated.entries:
        if entry.raw is None:
            continue
        if param.kind == "scale":
            entry.value = _scale(entry, fields)
            numbers += [threshold for threshold, _ in entry.value]
            continue
        allowed = param.values or ((str(entry.raw),) if isinstance(entry.raw, Text) else ())
        value = value_of(param.kind, allowed, entry.raw, fields)  # type: ignore[arg-type]
        if isinstance(value, str):
            codes[value] = None
        elif value is not None and not isinstance(value, bool):
            numbers.append(value)
        entry.value = date.fromordinal(value) if param.kind == "date" and isinstance(value, int) else value
    kind = {"int": "number", "money": "number", "scale": "number"}.get(param.kind, param.kind)
    scale = 2 if param.kind in ("money", "scale") else 0
    return Type(kind, min(numbers, default=0), max(numbers, default=0), scale, tuple(codes))


def _scale(entry: Entry, fields: Fields) -> Scale:
    """Marginal rates: pairs of a threshold and the rate above it, thresholds rising from 0."""
    made: list[tuple[int, int]] = []
    for pair in entry.raw if isinstance(entry.raw, Seq) else []:
        if not isinstance(pair, Seq) or len(pair) != 2:
            made = []
            break
        threshold = value_of("money", (), pair[0], fields)
        match = _RATE.fullmatch(pair[1]) if isinstance(pair[1], Text) else None
        if match is None:
            says = "A rate is a decimal number from 0, with six decimals at most."
            fields.fault("scale.rate", pair[1], says, "Write, for example, 0.005.")
            return ()
        rate = int(match[1]) * 10**SCALE_DIGITS + int((match[2] or "").ljust(SCALE_DIGITS, "0"))
        if rate > 10**SCALE_DIGITS:
            fields.fault("scale.rate", pair[1], "A rate above 1 takes more than there is.", "Write 0.05 for 5 percent.")
        if isinstance(threshold, int):
            made.append((threshold, rate))
    rising = all(one[0] < two[0] for one, two in pairwise(made))
    if not made or made[0][0] != 0 or not rising or len(made) > 40:
        says = "A scale is a list of pairs: a threshold and the rate above it, beginning at 0 and rising."
        fields.fault("scale.shape", entry.place, says, "Write, for example: [[0, 0.005], [300, 0.010]].")
        return ()
    return tuple(made)


def _keys(union: Union, names: Names, rules: set[str], faults: Faults) -> None:
    """Check the keys of parameters that this kind of subject selects by a fact or rule of its own."""
    for name, by in names.keyed.items():
        kind = names.typed(by) if by in names.facts or by in rules else None
        dated = union.params[name]
        if kind is None:
            if not any(by in held.facts or by in held.rules for held in union.subjects.values()):
                remedy = did_you_mean(by, names.known(), "Name a fact or rule after by.")
                faults.add("param.by", dated.param.place, f"{name} is kept by {by}, which does not exist.", remedy)
            continue
        for entry in dated.entries:
            good = entry.key in kind.values if kind.kind == "code" else re.fullmatch(r"-?\d{1,18}", entry.key)
            if kind.kind == "number" and good:
                good = kind.low <= int(entry.key) <= kind.high
            if not good or kind.kind not in ("code", "number"):
                codes = ", ".join(kind.values[:12]) if kind.values else f"whole numbers from {kind.low} to {kind.high}"
                says = f"{name} has a value for {entry.key or 'no key'}, which {by} can never be."
                faults.add("param.key", entry.place, says, f"The keys are: {codes}.")


def check_limits(meant: Meant) -> bool:
    """Whether all numbers of a rule are held (used by tests of the bounds)."""
    terms = [term for clause in meant.clauses for root in (clause.test, clause.then) if root for term in root.walk()]
    return all(-LIMIT < term.type.low <= term.type.high < LIMIT for term in terms)


def key_value(entry_key: str, kind: Type) -> Plain:
    """A key as the value it is looked up by."""
    return int(entry_key) if kind.kind == "number" else entry_key
