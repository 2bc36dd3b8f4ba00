"""Give a clause its meaning: names found, types fitted, numbers bounded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from polity.statutes.faults import did_you_mean
from polity.statutes.ir import (
    BOOL,
    DAYS,
    MOST_DECIMALS,
    SCALE_DIGITS,
    Mistake,
    Term,
    Type,
    bounded,
    const,
    lift,
    month_number,
    number,
    rounded,
)
from polity.statutes.language import Part

_FIRST, _LAST = date.min.toordinal(), date.max.toordinal()


@dataclass
class Names:
    """The names a clause can use, with their types."""

    facts: dict[str, Type] = field(default_factory=dict)
    rules: dict[str, Type] = field(default_factory=dict)
    params: dict[str, Type] = field(default_factory=dict)
    keyed: dict[str, str] = field(default_factory=dict)  # parameter -> the fact or rule that selects its cell
    scales: Mapping[str, int] = field(default_factory=dict)  # scale parameter -> its highest threshold, minor units
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def known(self) -> list[str]:
        """All of them, for suggestions."""
        return [*self.facts, *self.rules, *self.params]

    def typed(self, name: str) -> Type | None:
        """The type of a fact, rule or parameter."""
        return self.facts.get(name) or self.rules.get(name) or self.params.get(name)


def understand(part: Part, names: Names, hint: Type | None = None) -> Term:
    """The typed form of an expression. `hint` is the type of codes that may stand here. Raises Mistake."""
    return _METHODS[part.kind](part, names, hint)


def condition(part: Part, names: Names) -> Term:
    """The typed form of a condition: a yes or no."""
    term = understand(part, names)
    if term.type.kind != "bool":
        raise Mistake(part.at, f"This is {term.type.called}, not a condition.", "Compare it with something.")
    return term


def scaled(base: Term, table: str, names: Names, at: int) -> Term:
    """Marginal rates on a base: the exact result at a fine scale."""
    if table not in names.scales:
        remedy = did_you_mean(table, names.scales, "Declare it under params with type: scale.")
        raise Mistake(0, f"There is no scale {table}.", remedy)
    if base.type.kind != "number" or base.type.scale > 2:
        raise Mistake(at, "The base of a scale must be a number or money.", "Name a rule or fact that gives one.")
    lifted = lift(base, 2, at)
    high = max(lifted.type.high, 0) * 10**SCALE_DIGITS
    return bounded(Term("scale", Type("number", 0, high, 2 + SCALE_DIGITS), (lifted,), table), at)


def _literal(part: Part, names: Names, hint: Type | None) -> Term:
    whole, _, decimals = part.text.partition(".")
    if len(decimals) > MOST_DECIMALS or len(whole) > 18:
        raise Mistake(part.at, f"{part.text} is too long a number.", f"{MOST_DECIMALS} decimals at most.")
    return bounded(number(int(whole + decimals), len(decimals)), part.at)


def _date(part: Part, names: Names, hint: Type | None) -> Term:
    try:
        day = date.fromisoformat(part.text)
    except ValueError:
        raise Mistake(part.at, f"There is no day {part.text}.", "Write year, month and day: 1922-08-07.") from None
    return const(day, Type("date", day.toordinal(), day.toordinal()))


def _truth(part: Part, names: Names, hint: Type | None) -> Term:
    return const(part.text == "true", BOOL)


def _day(part: Part, names: Names, hint: Type | None) -> Term:
    return Term("day", DAYS)


def _code(part: Part, names: Names, hint: Type | None) -> Term:
    if hint is None or hint.kind != "code":
        raise Mistake(part.at, f"The code '{part.text}' is compared with nothing that has codes.", "Remove it.")
    if part.text not in hint.values:
        remedy = did_you_mean(part.text, hint.values, f"The codes are: {', '.join(hint.values[:12])}.")
        raise Mistake(part.at, f"'{part.text}' is not among the codes here.", remedy)
    return const(part.text, replace(hint, values=(part.text,)))


def _name(part: Part, names: Names, hint: Type | None) -> Term:
    name = part.text
    is_code = hint is not None and hint.kind == "code" and name in hint.values
    found = names.typed(name)
    if found is None and is_code and hint is not None:
        return const(name, replace(hint, values=(name,)))
    if found is not None and is_code:
        raise Mistake(part.at, f"{name} is both a code and a declared name.", f"For the code, write '{name}'.")
    if found is None:
        _unknown_name(part, names, hint)
    assert found is not None
    if name in names.facts:
        return Term("fact", found, (), name)
    if name in names.rules:
        return Term("rule", found, (), name)
    if key := names.keyed.get(name):
        raise Mistake(part.at, f"{name} has a value for each {key}.", f"Write {name}[{key}].")
    return Term("param", found, (), name)


def _unknown_name(part: Part, names: Names, hint: Type | None) -> None:
    name = part.text
    if name in names.lists:
        raise Mistake(part.at, f"{name} is a list.", f"Write: ... in {name}.")
    if name in names.scales:
        raise Mistake(part.at, f"{name} is a scale.", "Use it in a rule of the shape scale.")
    codes = hint.values if hint is not None else ()
    otherwise = f"The codes are: {', '.join(codes[:12])}." if codes else "Declare it under facts, rules or params."
    raise Mistake(part.at, f"Nothing is called {name}.", did_you_mean(name, [*codes, *names.known()], otherwise))


def _cell(part: Part, names: Names, hint: Type | None) -> Term:
    name = part.text
    if name not in names.params:
        says = f"{name} is not a parameter." if names.typed(name) else f"There is no parameter {name}."
        raise Mistake(part.at, says, did_you_mean(name, names.params, "Declare it under params."))
    by = names.keyed.get(name)
    if by is None:
        raise Mistake(part.at, f"{name} has a single value.", f"Write {name} without brackets.")
    wanted = names.typed(by)
    key = understand(part.parts[0], names, wanted)
    if wanted is None or key.type.kind != wanted.kind or key.type.scale:
        raise Mistake(part.parts[0].at, f"{name} is looked up by {by}, not by this.", f"Write {name}[{by}].")
    return Term("param", names.params[name], (key,), name)


def _pair(left: Part, right: Part, names: Names) -> tuple[Term, Term]:
    """Both sides of a comparison; codes are found by the type of the other side."""
    if left.kind == "code" or (left.kind == "name" and names.typed(left.text) is None):
        two = understand(right, names)
        return understand(left, names, two.type), two
    one = understand(left, names)
    return one, understand(right, names, one.type)


def _compare(part: Part, names: Names, hint: Type | None) -> Term:
    left, right = part.parts
    one, two = _pair(left, right, names)
    return _compared(part, one, two, part.text)


def _compared(part: Part, one: Term, two: Term, sign: str) -> Term:
    if one.type.kind != two.type.kind:
        says = f"{one.type.called.capitalize()} is compared with {two.type.called}."
        raise Mistake(part.at, says, "Compare things of the same kind.")
    kind = one.type.kind
    if kind in ("code", "bool") and sign not in ("=", "<>"):
        raise Mistake(part.at, f"{one.type.called.capitalize()} has no order.", "Use = or <> or in.")
    if kind == "code" and not set(one.type.values) & set(two.type.values):
        raise Mistake(part.at, "The two sides have no code in common.", "Compare with a code of the same set.")
    _within_range(part, one, two)
    _within_range(part, two, one)
    if kind == "number":
        scale = max(one.type.scale, two.type.scale)
        one, two = lift(one, scale, part.at), lift(two, scale, part.at)
    return Term("compare", BOOL, (one, two), sign)


def _within_range(part: Part, fact: Term, against: Term) -> None:
    """A constant beyond the declared range of a fact is a slip of the pen: it decides nothing."""
    if fact.op != "fact" or against.op != "const" or fact.type.kind not in ("number", "date"):
        return
    scale = max(fact.type.scale, against.type.scale)
    up, value = 10 ** (scale - fact.type.scale), against.type.low * 10 ** (scale - against.type.scale)
    if not fact.type.low * up <= value <= fact.type.high * up:
        says = f"This lies outside the range declared for {fact.value}."
        raise Mistake(part.at, says, "Correct the number, or widen the range of the fact.")


def _in(part: Part, names: Names, hint: Type | None) -> Term:
    left, right = part.parts
    item = understand(left, names)
    if item.type.kind not in ("code", "number"):
        raise Mistake(part.at, f"{item.type.called.capitalize()} cannot be looked up in a list.", "Use = and or.")
    if right.kind == "list":
        if right.text not in names.lists:
            remedy = did_you_mean(right.text, names.lists, "Declare it under lists, or write [one, other].")
            raise Mistake(right.at, f"There is no list {right.text}.", remedy)
        parts = [Part("number" if value.isdigit() else "code", value, right.at) for value in names.lists[right.text]]
        if item.type.kind == "code":
            parts = [replace(part, kind="code") for part in parts]
    else:
        parts = list(right.parts)
    values = [_listed(value, item, names) for value in parts]
    return Term("among", BOOL, (item,), tuple(dict.fromkeys(values)))


def _listed(part: Part, item: Term, names: Names) -> object:
    minus = part.kind == "minus"
    inner = part.parts[0] if minus else part
    if inner.kind == "name" and item.type.kind == "code" and inner.text in item.type.values:
        inner = replace(inner, kind="code")
    term = understand(inner, names, item.type)
    if term.op != "const" or term.type.kind != item.type.kind or term.type.scale > item.type.scale:
        raise Mistake(part.at, "This cannot stand in the list.", "List codes or numbers that the left side can have.")
    value = lift(term, item.type.scale, part.at).value
    return -value if minus and isinstance(value, int) else value


def _between(part: Part, names: Names, hint: Type | None) -> Term:
    middle, low, high = part.parts
    above = _compare(Part("compare", ">=", part.at, (middle, low)), names, None)
    below = _compare(Part("compare", "<=", part.at, (middle, high)), names, None)
    return Term("all", BOOL, (above, below))


def _joint(part: Part, names: Names, hint: Type | None) -> Term:
    return Term("all" if part.kind == "and" else "any", BOOL, tuple(condition(each, names) for each in part.parts))


def _not(part: Part, names: Names, hint: Type | None) -> Term:
    return Term("not", BOOL, (condition(part.parts[0], names),))


def _unknown(part: Part, names: Names, hint: Type | None) -> Term:
    return Term("unknown", BOOL, (understand(part.parts[0], names),))


def _numbers(part: Part, names: Names) -> list[Term]:
    terms = [understand(each, names) for each in part.parts]
    for each, term in zip(part.parts, terms, strict=True):
        if term.type.kind != "number":
            raise Mistake(each.at, f"{term.type.called.capitalize()} cannot be reckoned with.", "Use numbers here.")
    return terms


def _sum(part: Part, names: Names, hint: Type | None) -> Term:
    one, two = _numbers(part, names)
    scale = max(one.type.scale, two.type.scale)
    one, two = lift(one, scale, part.at), lift(two, scale, part.at)
    if part.kind == "add":
        low, high = one.type.low + two.type.low, one.type.high + two.type.high
    else:
        low, high = one.type.low - two.type.high, one.type.high - two.type.low
    return bounded(Term(part.kind, Type("number", low, high, scale), (one, two)), part.at)


def _times(part: Part, names: Names, hint: Type | None) -> Term:
    one, two = _numbers(part, names)
    ends = [a * b for a in (one.type.low, one.type.high) for b in (two.type.low, two.type.high)]
    scale = one.type.scale + two.type.scale
    if scale > 2 + SCALE_DIGITS:
        raise Mistake(part.at, "The product has too many decimals.", "Put round2( ) round one of the two.")
    return bounded(Term("times", Type("number", min(ends), max(ends), scale), (one, two)), part.at)


def _minus(part: Part, names: Names, hint: Type | None) -> Term:
    (term,) = _numbers(part, names)
    if term.op == "const" and isinstance(term.value, int):
        return number(-term.value, term.type.scale)
    return Term(
        "less", replace(term.type, low=-term.type.high, high=-term.type.low), (number(0, term.type.scale), term)
    )


def _call(part: Part, names: Names, hint: Type | None) -> Term:
    if part.text in ("months_between", "add_months"):
        return _months(part, names)
    if part.text == "round2":
        (term,) = _numbers(part, names)
        return lift(term, 2, part.at) if term.type.scale < 2 else rounded(term, 2)
    terms = [understand(each, names) for each in part.parts]
    kinds = {term.type.kind for term in terms}
    if len(kinds) != 1 or kinds & {"bool", "code"}:
        raise Mistake(part.at, f"{part.text} compares numbers, or days.", "Use things of one such kind in it.")
    scale = max(term.type.scale for term in terms)
    terms = [lift(term, scale, part.at) for term in terms] if kinds == {"number"} else terms
    pick = max if part.text == "greatest" else min
    low, high = pick(term.type.low for term in terms), pick(term.type.high for term in terms)
    return Term(part.text, replace(terms[0].type, low=low, high=high), tuple(terms))


def _months(part: Part, names: Names) -> Term:
    one, two = (understand(each, names) for each in part.parts)
    second = "date" if part.text == "months_between" else "number"
    if one.type.kind != "date" or two.type.kind != second or two.type.scale:
        wanted = "two days" if second == "date" else "a day and a whole number of months"
        raise Mistake(part.at, f"{part.text} takes {wanted}.", "Put them in that order in the brackets.")
    if second == "date":
        low = month_number(two.type.low) - month_number(one.type.high) - 1
        high = month_number(two.type.high) - month_number(one.type.low)
        return Term("months", Type("number", low, high), (one, two))
    first, last = month_number(one.type.low) + two.type.low, month_number(one.type.high) + two.type.high
    if first < month_number(_FIRST) or last > month_number(_LAST):
        raise Mistake(part.at, "The day can fall outside the calendar.", "Give the number of months a narrower range.")
    low, high = (date(month // 12, month % 12 + 1, 1).toordinal() for month in (first, last))
    return Term("add_months", Type("date", low, min(high + 30, _LAST)), (one, two))


_METHODS = {
    "number": _literal,
    "date": _date,
    "truth": _truth,
    "day": _day,
    "code": _code,
    "name": _name,
    "cell": _cell,
    "compare": _compare,
    "in": _in,
    "between": _between,
    "and": _joint,
    "or": _joint,
    "not": _not,
    "unknown": _unknown,
    "add": _sum,
    "less": _sum,
    "times": _times,
    "minus": _minus,
    "call": _call,
}


def bare_codes(parts: Iterable[Part], names: Names) -> tuple[str, ...]:
    """The codes that results name, if all of them are bare codes and none is a declared name; else nothing."""
    found = [part.text for part in parts if part.kind in ("code", "name")]
    whole = all(part.kind == "code" or (part.kind == "name" and names.typed(part.text) is None) for part in parts)
    return tuple(dict.fromkeys(found)) if whole else ()
