"""A forecast drawn: fans with their tables, twenty outcomes as dots, other ways it may go, the sheet it rests on."""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from polity.pages import labels
from polity.pages.charts import Chart
from polity.pages.courses import Bound, Course, lines
from polity.pages.dots import dots
from polity.pages.figures import Number
from polity.pages.tables import Column, Table

EVERY = 3  # months from one drawn point to the next
type Run = Mapping[str, Any]


def laws() -> dict[str, str]:
    """The two laws of a forecast, as a label in a chart has room for."""
    return {"present": _("Present rules"), "draft": _("With the draft")}


def first_lines(run: Run) -> list[Mapping[str, Any]]:
    """The first line of each law: the others are variants of it."""
    found: dict[str, Mapping[str, Any]] = {}
    for line in run["lines"]:
        found.setdefault(line["law"], line)
    return list(found.values())


def group(run: Run) -> str:
    """The group whose share is told."""
    return labels.headed(run["headline"])


def _tenths(value: int) -> Fraction:
    """Thousandths of what a forecast gives in ten-thousandths."""
    return Fraction(value, 10)


def _course(run: Run, label: str, fan: Mapping[str, Sequence[int]], shares: bool) -> Course:
    days = [date.fromisoformat(day) for day in run["days"]]
    at = sorted({*range(0, len(days), EVERY), len(days) - 1})

    def value(name: str, month: int) -> Number:
        return _tenths(fan[name][month]) if shares else fan[name][month]

    return Course(
        label,
        [(days[month], value("median", month)) for month in at],
        [(days[month], value("low90", month), value("high90", month)) for month in at],
        inner=[(days[month], value("low50", month), value("high50", month)) for month in at],
    )


def _bound(run: Run) -> Bound | None:
    target = run.get("target")
    if not target:
        return None
    words = _("at most %(share)s") if target["side"] == "most" else _("at least %(share)s")
    return Bound(words % {"share": target["per_mille"]}, target["per_mille"])


def charts_of(run: Run) -> list[Chart]:
    """The share of the group that is told, twenty outcomes of it, and all members."""
    named, bound = group(run), _bound(run)
    first = first_lines(run)
    says = _("The line is the middle of the runs; half of them lie in the dark band, nine of ten in the pale one.")
    shares = [_course(run, laws()[line["law"]], line["shares"][run["headline"]], True) for line in first]
    members = [_course(run, laws()[line["law"]], line["members"], False) for line in first]
    last = date.fromisoformat(run["days"][-1])
    found = [
        lines("share", _("%(group)s, of 1,000 members") % {"group": named}, shares, says=says, kind="per_mille",
              from_zero=False, bound=bound),
    ]  # fmt: skip
    ends = [_tenths(value) for line in first for value in line["outcomes"]]
    for line in first:
        told = {"law": laws()[line["law"]], "year": last.year, "group": named}
        found.append(
            dots(
                f"outcomes-{line['law']}", _("%(law)s: twenty outcomes in %(year)s") % told,
                [_tenths(value) for value in line["outcomes"]], kind="per_mille", bound=bound,
                beside=ends, says=_("%(group)s, of 1,000 members. Each dot is as likely as any other.") % told,
            )
        )  # fmt: skip
    return [*found, lines("members", _("Members"), members, says=says, from_zero=False)]


def tables_of(run: Run) -> list[Table]:
    """The difference of the two laws, other ways it may go, and what each assumption weighs."""
    found = [_ways(run), _sheet(run)]
    return [*([_difference(run)] if run.get("difference") else []), *found]


def _years(run: Run) -> list[int]:
    return [month for month in range(0, len(run["days"]), 12) if month]


def _difference(run: Run) -> Table:
    fan, higher = run["difference"]["shares"][run["headline"]], run["difference"]["runs_higher"]
    columns = [
        Column("day", _("Day"), "day"), Column("higher", _("Runs of 100 in which the draft gives more"), "count"),
        Column("median", _("Middle"), "points"), Column("low", _("Nine of ten from"), "points"),
        Column("high", _("Nine of ten to"), "points"),
    ]  # fmt: skip
    rows = [
        (date.fromisoformat(run["days"][month]), higher[month],
         *(_tenths(fan[name][month]) for name in ("median", "low90", "high90")))
        for month in _years(run)
    ]  # fmt: skip
    title = _("%(group)s, of 1,000 members: with the draft less without it") % {"group": group(run)}
    return Table("difference", title, columns, rows)


def _ways(run: Run) -> Table:
    columns = [
        Column("law", _("Law")), Column("way", _("How it is taken to go")),
        Column("median", _("Middle"), "per_mille"), Column("low", _("Nine of ten from"), "per_mille"),
        Column("high", _("Nine of ten to"), "per_mille"),
    ]  # fmt: skip
    target = bool(run.get("target"))
    if target:
        columns.append(Column("runs", _("Runs of 100 that reach the goal"), "count"))
    rows = []
    for line in run["lines"]:
        fan = line["shares"][run["headline"]]
        values = [_tenths(fan[name][-1]) for name in ("median", "low90", "high90")]
        reached = [line["runs_reached"][-1]] if target else []
        rows.append((laws()[line["law"]], line["says"], *values, *reached))
    title = _("%(group)s, of 1,000 members, at the end: other ways it may go") % {"group": group(run)}
    return Table("ways", title, columns, rows)


def _sheet(run: Run) -> Table:
    columns = [
        Column("says", _("Taken to be so")), Column("less", _("A quarter less"), "points"),
        Column("more", _("A quarter more"), "points"),
    ]  # fmt: skip
    rows = []
    for each in run["assumptions"]:
        effect = each["a_quarter"]
        sides = [_tenths(effect[side][1]) if effect.get(side) else None for side in ("less", "more")]
        rows.append((each["says"], *sides))
    title = _("What it rests on, and what each would change at the end, of 1,000 members")
    return Table("assumptions", title, columns, rows)
