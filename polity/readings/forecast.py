"""What may come: members by a dimension, month by month, under the present rules and with a draft.

Rates decide how often people do what they may; the law decides who may. Both laws are projected on the same draws of
rates, so that their difference is as sharp as what is known allows. Other ways in which things could go are lines of
their own, never blended in.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from polity.foresight.counting import rates
from polity.foresight.fans import Fan, above, equally_likely, fan, reached, share
from polity.foresight.projection import Course, Rates
from polity.foresight.rates import Floats
from polity.readings.assumed import Assumption, assumptions
from polity.readings.census import Unanswerable
from polity.readings.collapsing import OTHERS
from polity.readings.eligible import days
from polity.readings.foretold import plain
from polity.readings.ground import Ground, ground, laws_on
from polity.readings.house import House, Scope
from polity.readings.run import Run, run_of
from polity.statutes import Law

Progress = Callable[[str, int, int], None]  # what is being done, how far, of how much
PRESENT, DRAFT = "present", "draft"
CONSTANT, PROPORTIONAL = "constant", "proportional"
UNCHANGED, RESPONDING = "unchanged", "responding"
MOST_YEARS, MOST_DRAWS = 25, 1000
VARIED = 4  # of so many draws one is taken for the lines beside the first ones


@dataclass(frozen=True)
class Target:
    """Something to be reached: a value of the dimension shall be at least, or at most, so much of the members.

    per_mille  thousandths of the members
    """

    by: str
    value: str
    per_mille: int
    most: bool = False


class Line(NamedTuple):
    """One way in which it may go: a law, and how people are taken to behave. Values month by month."""

    law: str  # present or draft
    admissions: str  # constant, or proportional to members
    behaviour: str  # unchanged; or responding: whom the draft keeps waiting longer, stays away
    draws: int
    members: Fan
    candidates: Fan
    shares: dict[str, Fan]  # value -> its share of the members, in ten-thousandths
    runs: tuple[int, ...]  # runs of 100 in which the target was reached by each month; empty without a target
    outcomes: tuple[int, ...]  # twenty equally likely shares of the headline's value at the end


class Difference(NamedTuple):
    """The draft less the present rules, draw by draw: people, and ten-thousandths."""

    members: Fan
    candidates: Fan
    shares: dict[str, Fan]
    higher: tuple[int, ...]  # runs of 100 in which the headline's value has the larger share with the draft, by month


class Forecast(NamedTuple):
    """A forecast, with what it was made from."""

    title: str
    by: str
    values: tuple[str, ...]
    headline: str  # the value that is told first
    days: tuple[date, ...]  # the beginning, and the last day of each month
    target: Target | None
    now: dict[str, int]  # members by value on the first day
    lines: tuple[Line, ...]
    difference: Difference | None
    assumptions: tuple[Assumption, ...]
    run: Run
    demonstration: bool

    def line(self, law: str = DRAFT) -> Line:
        """The first line of a law."""
        return next(one for one in self.lines if one.law == law)

    def plain(self) -> dict[str, Any]:
        """As JSON shows it; the same run gives the same bytes."""
        return plain(self)


def forecast(
    house: House, draft: str | None, *, since: date, scope: Scope, years: int = 10, draws: int = 200, seed: int = 1923,
    by: str | None = None, target: Target | None = None, under: int | None = None, window: int | None = None,
    progress: Progress | None = None,
) -> Forecast:  # fmt: skip
    """Forecast members by a dimension under the present rules and, where one is given, with a draft.

    Counted  candidates and members; a month's events in the order that `foresight.projection` writes down
    Source   the columns at the journal's head: rates are those of the months before `since`
    Scope    people at home in the reader's part of the tree on that day
    Raises   Unanswerable where a rule rests on what a forecast cannot hold, or where there is almost nothing to go by;
             Faulty where the draft is no law
    """
    tell: Progress = progress or (lambda says, done, of: None)
    checked(years, draws, target, by)
    both = laws_on(house, draft, on=since, scope=scope)
    laws = [both.before] if draft is None else [both.before, both.after]
    title = "; ".join(one.title or one.name for one in both.reforms) or "The present rules"
    by = target.by if target else by or usual(house, laws, since, scope=scope)
    tell("The register is collapsed to cells, and the law asked of each", 0, 4)
    with ground(house, laws, on=since, by=by, months=12 * years, scope=scope, window=window, under=under) as here:
        if target and target.value not in here.collapsed.values:
            known = ", ".join(here.collapsed.values)
            raise Unanswerable(f"{by} is never “{target.value}” among members.", f"It is one of: {known}.")
        asked = [here.present, *(here.ask(other) for other in laws[1:])]
        tell("Both laws are projected on the same draws", 1, 4)
        drawn = rates(here.found, draws=draws, months=12 * years, seed=seed)
        lumps = [here.lumps(one) for one in asked]
        courses = [here.course(one, drawn) for one in lumps]
        headline = target.value if target else _headline(here, courses)
        at = here.collapsed.values.index(headline)
        names = (PRESENT, DRAFT)
        lines = [_line(here, course, names[n], target, at) for n, course in enumerate(courses)]
        tell("Other ways in which it may go", 2, 4)
        few = _part(drawn)
        for n, one in enumerate(lumps):
            course = here.course(one, few, proportional=True)
            lines.append(_line(here, course, names[n], target, at, admissions=PROPORTIONAL))
        if len(asked) > 1:
            course = here.course(here.lumps(asked[1], responding=True), few)
            lines.append(_line(here, course, DRAFT, target, at, behaviour=RESPONDING))
        tell("Each assumption a quarter wrong", 3, 4)
        members = here.members.sum(axis=1)
        return Forecast(
            title=title,
            by=by,
            values=here.collapsed.values,
            headline=headline,
            days=tuple(days(since, 0, 12 * years)),
            target=target,
            now={value: int(members[n]) for n, value in enumerate(here.collapsed.values)},
            lines=tuple(lines),
            difference=_difference(here, courses, at) if len(courses) > 1 else None,
            assumptions=assumptions(here, asked, lumps, at),
            run=run_of(here, laws, lumps, seed=seed, draws=draws, years=years, under=under, scope=scope),
            demonstration=_demonstration(house, scope),
        )


def checked(years: int, draws: int, target: Target | None, by: str | None) -> None:
    """Refuse what makes no forecast."""
    if not 1 <= years <= MOST_YEARS:
        raise Unanswerable(f"A forecast looks 1 to {MOST_YEARS} years ahead, not {years}.", "Choose fewer years.")
    if not 1 <= draws <= MOST_DRAWS:
        raise Unanswerable(f"A forecast takes 1 to {MOST_DRAWS} draws, not {draws}.", "Two hundred are enough.")
    if target and by and by != target.by:
        says = f"The target is one of {target.by}, and the forecast is asked for by {by}."
        raise Unanswerable(says, f"Leave --by out, or name a target of {by}.")
    if target and not 0 < target.per_mille <= 1000:
        raise Unanswerable(f"A share of {target.per_mille} thousandths is none.", "Name 1 to 1000, such as 500.")


def usual(house: House, laws: Sequence[Law], on: date, *, scope: Scope) -> str:
    """The dimension that is told where none is named: of the codes that the rules read, the one that divides most."""
    house.columns.refresh()
    fields = house.columns.fields
    read = dict.fromkeys(
        fact
        for law in reversed(laws)
        for rule in ("may_become_member", "may_become_candidate")
        if rule in law.rules()
        for fact in law.reads([rule])
        if fact in fields and fields[fact].type == "code"
    )
    known = read or dict.fromkeys(sorted(name for name, field in fields.items() if field.type == "code"))
    if not known:
        raise Unanswerable("There is nothing to break a forecast down by.", "Declare a field of codes for people.")
    here = f"FROM span WHERE standing = 'member' AND since <= DATE '{on}' AND DATE '{on}' < until"
    rest = {name: house.columns.query(f"SELECT count(*) {here} GROUP BY {name}") for name in known}
    return max(known, key=lambda name: sum(row[0] for row in rest[name]) ** 2 - sum(row[0] ** 2 for row in rest[name]))


def _headline(here: Ground, courses: Sequence[Course]) -> str:
    """The value whose share the draft moves most within two years; without a draft, that moves most by itself."""
    values, at = here.collapsed.values, min(24, here.months)
    first, last = _share(courses[0]), _share(courses[-1])
    moved = last[:, at] - (first[:, at] if len(courses) > 1 else last[:, 0])
    sizes = abs(moved.mean(axis=0))
    return max((value for value in values if value != OTHERS), key=lambda value: sizes[values.index(value)])


def _share(course: Course) -> Floats:
    return share(course.members, course.members.sum(axis=2, keepdims=True).repeat(course.members.shape[2], axis=2))


def _line(
    here: Ground, course: Course, law: str, target: Target | None, at: int, *, admissions: str = CONSTANT,
    behaviour: str = UNCHANGED,
) -> Line:  # fmt: skip
    shares = _share(course)
    runs = reached(shares[:, :, at], target.per_mille * 10, most=target.most) if target else ()
    return Line(
        law, admissions, behaviour, len(shares), fan(course.members.sum(axis=2)), fan(course.candidates.sum(axis=2)),
        {value: fan(shares[:, :, n]) for n, value in enumerate(here.collapsed.values)},
        runs, equally_likely(shares[:, -1, at]),
    )  # fmt: skip


def _difference(here: Ground, courses: Sequence[Course], at: int) -> Difference:
    present, draft = courses
    shares = _share(draft) - _share(present)
    return Difference(
        fan(draft.members.sum(axis=2) - present.members.sum(axis=2)),
        fan(draft.candidates.sum(axis=2) - present.candidates.sum(axis=2)),
        {value: fan(shares[:, :, n]) for n, value in enumerate(here.collapsed.values)},
        tuple(above(shares[:, month, at], 0 * shares[:, month, at]) for month in range(shares.shape[1])),
    )


def _part(drawn: Rates) -> Rates:
    """Some of the draws, evenly taken."""
    names = ("leaving", "promoting", "parting", "applying", "returning")
    return replace(drawn, **{name: getattr(drawn, name)[::VARIED] for name in names})


def _demonstration(house: House, scope: Scope) -> bool:
    with house.register(scope=scope) as register:
        found = register.organisation()
    return bool(found and found[1].get("demonstration"))
