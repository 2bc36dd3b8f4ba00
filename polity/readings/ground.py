"""The ground that forecasts stand on: the register collapsed, its rates, and the present law asked of every cell.

It is laid once; any number of laws can then be projected from it on the same draws.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from polity.foresight.counting import Estimated, History, estimate
from polity.foresight.projection import Course, Lumps, Rates, project
from polity.foresight.rates import FEW, Floats
from polity.readings.cases import law_of
from polity.readings.census import Unanswerable
from polity.readings.collapsing import Collapsed, Tables, collapse, laid
from polity.readings.eligible import ADMISSION, PROMOTION, changes, lies_in, pilots_of, quiet, reads, trials
from polity.readings.house import House, Scope
from polity.readings.rates import Shares, history, lumps, members_by_age, shares
from polity.readings.scheduled import Schedules, admissions, schedules
from polity.readings.two_laws import Laws, documents
from polity.statutes import Law, Reform, add_months, months_between

SHORTEST, LONGEST = 6, 24  # months of history that rates are taken from


@dataclass(frozen=True)
class Asked:
    """What a law lets whom do, when: of cells from the day on, and of those who come in."""

    law: Law
    schedules: Schedules
    shifted: int
    admits: Mapping[int, int]


@dataclass(frozen=True)
class Ground:
    """What a forecast knows before it is made. `ask` puts a law to it, `lumps` and `course` go on from there."""

    house: House
    tables: Tables
    collapsed: Collapsed
    months: int
    still: int
    pilots: Mapping[str, str]
    told: Shares
    present: Asked
    history: History
    found: Estimated
    members: Floats
    scope: Scope

    def ask(self, law: Law) -> Asked:
        """Ask another law of every cell."""
        asked = {"months": self.months, "pilots": self.pilots, "scope": self.scope}
        coming = schedules(self.house, self.tables, self.collapsed, law, first=0, still=self.still, **asked)  # type: ignore[arg-type]
        admits = admissions(self.house, self.tables, self.collapsed, law, **asked)  # type: ignore[arg-type]
        return Asked(law, coming, 0, admits)

    def lumps(self, asked: Asked, *, told: Shares | None = None, responding: bool = False) -> Lumps:
        """The candidates there are and will be, with the months in which a law lets each become a member.

        told        how often people have what is drawn, where that is supposed to be otherwise
        responding  whether those whom this law would keep waiting longer than the present one stay away
        """
        return lumps(
            self.collapsed,
            told or self.told,
            months=self.months,
            past=self.present.schedules.there,
            coming=asked.schedules,
            shifted=asked.shifted,
            admits=asked.admits,
            admitted=self.present.admits,
            instead=self.present.schedules if responding else None,
        )

    def course(self, lumps_of: Lumps, rates: Rates, *, proportional: bool = False) -> Course:
        """Go through the months."""
        return project(lumps_of, self.members, rates, proportional=proportional)


def laws_on(house: House, draft: str | None, *, on: date, scope: Scope) -> Laws:
    """The law as it was adopted by a day, and with a draft: what was resolved later is not among the present rules.

    Raises Faulty with all that keeps the draft from being law.
    """
    adopted = law_of(house, scope=scope)
    drafted = documents(draft) if draft is not None else []
    names = {one.name for one in drafted if isinstance(one, Reform)}
    kept = [
        one for one in adopted.documents if not (isinstance(one, Reform) and (one.name in names or _later(one, on)))
    ]
    before = Law.of(kept) if len(kept) < len(adopted.documents) else adopted
    after = Law.of([*kept, *drafted]) if drafted else before
    return Laws(before, after, tuple(one for one in drafted if isinstance(one, Reform)))


def _later(reform: Reform, on: date) -> bool:
    return (reform.adopted or reform.since) > on


def usual_window(laws: Sequence[Law], on: date) -> int:
    """Months of history that rates are taken from, where nobody says how many: two years, but not across a change of
    the rules of admission that lies at least half a year back.
    """
    reaches = [months_between(day, on) for day in changes(laws[0]) if day <= on]
    return min([reach for reach in reaches if reach >= SHORTEST] + [LONGEST])


@contextmanager
def ground(
    house: House, laws: Sequence[Law], *, on: date, by: str, months: int, scope: Scope, window: int | None = None,
    under: int | None = None,
) -> Iterator[Ground]:  # fmt: skip
    """Lay the ground for laws, the present one first. Raises Unanswerable where it does not bear a forecast."""
    house.columns.refresh()
    if any("person" not in law.subjects() for law in laws):
        raise Unanswerable("There is no law about people yet.", "Adopt statutes first: polity act statutes.adopt.")
    if by not in house.columns.fields or house.columns.fields[by].type not in ("code", "bool"):
        known = sorted(name for name, field in house.columns.fields.items() if field.type in ("code", "bool"))
        raise Unanswerable(f"A forecast cannot be broken down by “{by}”.", f"It can by: {', '.join(known)}.")
    reach = usual_window(laws, on) if window is None else window
    touching = trials(laws)
    inside = {pilot.reform: lies_in(house, pilot, under, on=on, scope=scope) for pilot in touching}
    pilots, read, still = pilots_of(touching, inside), reads(laws, house.columns.fields, on), quiet(laws, on, months)
    with laid(house, scope=scope) as tables:
        found = collapse(house, tables, laws, read, on=on, by=by, window=reach, months=months, scope=scope, under=under)
        enough(found)
        asked = {"months": months, "pilots": pilots, "scope": scope}
        past = schedules(house, tables, found, laws[0], first=-reach, still=still, **asked)  # type: ignore[arg-type]
        admits = admissions(house, tables, found, laws[0], **asked)  # type: ignore[arg-type]
        told = shares(found)
        counted = history(found, past.there, told)
        if counted.promoted.sum() < FEW:
            what = "become members while the rules allowed it"
            raise _few(found, round(counted.promoted.sum()), what)
        yield Ground(
            house, tables, found, months, still, pilots, told, Asked(laws[0], past, reach, admits), counted,
            estimate(counted), members_by_age(found), scope,
        )  # fmt: skip


def enough(collapsed: Collapsed) -> None:
    """Refuse to make rates out of almost nothing."""
    came = sum(event.people for event in collapsed.admitted)
    if came < FEW:
        raise _few(collapsed, came, "come in as candidates")
    became = sum(event.people for event in collapsed.left if event.what == "promoted")
    if became < FEW:
        raise _few(collapsed, became, "become members")
    if not any(collapsed.profiles.values()):
        named = ", ".join(key.name for key in collapsed.read.rates)
        raise Unanswerable(
            f"How often people have what the rules ask ({named}) cannot be counted: of those who became candidates in"
            f" the {collapsed.window} months before {collapsed.on} nobody still is one.",
            "Forecast from a later day, or with a longer window.",
        )


def _few(collapsed: Collapsed, people: int, what: str) -> Unanswerable:
    since = add_months(collapsed.on, -collapsed.window)
    return Unanswerable(
        f"There is almost nothing to forecast from: from {since} to {collapsed.on} the register saw {people}"
        f" {'person' if people == 1 else 'people'} {what}, fewer than {FEW}.",
        "Forecast for a larger part of the organisation, from a later day, or with a longer window.",
    )


def rules_of(law: Law) -> list[str]:
    """The rules of admission and promotion that a law has."""
    return [rule for rule in (*ADMISSION, *PROMOTION) if rule in law.rules()]
