"""A watched figure on a page: what it stands at, of what is wanted, its course, and the question behind it."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.pages import courses, figures, indicators, links, opened
from polity.pages.charts import Chart
from polity.pages.deeds import Choices
from polity.readings import watched as reading
from polity.readings.watched import Value, Watched

MONTHS = 13  # points in the course of a figure
CHOICES: Choices = {
    "measure": (("count", gettext_lazy("people")), ("per_mille", gettext_lazy("thousandths of a whole"))),
    "side": (("least", gettext_lazy("at least")), ("most", gettext_lazy("at most"))),
}
LABELS: Mapping[str, Promise] = {
    **indicators.LABELS,
    "measure": gettext_lazy("Measured in"),
    "side": gettext_lazy("The figure shall be"),
    "bound": gettext_lazy("so many people or thousandths"),
}
HINTS: Mapping[str, Promise] = {
    "where": gettext_lazy("As the census asks: standing=member, class=worker. Empty where people report the figure."),
    "of": gettext_lazy("Of a share, the whole: standing=member. Empty for a count."),
    "bound": gettext_lazy("500 thousandths are 50 per cent."),
}

# Of the forms in which somebody reports on what is watched.
REPORT_LABELS: Mapping[str, Promise] = {
    "evidence": gettext_lazy("Evidence"),
    "value": gettext_lazy("What was counted"),
    "on": gettext_lazy("Reported on"),
}
REPORT_HINTS: Mapping[str, Promise] = {
    "says": gettext_lazy("In plain words; everybody can read them. Name nobody."),
    "evidence": gettext_lazy("Where it can be seen: the number of an entry of the journal, an address, a document."),
    "value": gettext_lazy("Whole people or thousandths, as the bound is given."),
}


class Figure(NamedTuple):
    """A watched figure.

    said   what is watched, in words
    stands what it stands at, of what is wanted
    day    the day of which the register counted it; None where people reported it
    href   the question to the census behind it, for whoever may ask
    chart  its course since it is watched, by months; None where it is not counted, or not long enough
    """

    said: str
    stands: str
    day: date | None
    href: str
    chart: Chart | None


def figure(
    request: HttpRequest, key: str, watched: Watched, value: Value, valued: date | None, *, since: date
) -> Figure | None:
    """A watched figure for a page; None where nothing is watched."""
    if watched.asks is None and watched.bound is None:
        return None
    said = _whom(watched) if watched.asks is not None else _bound(watched)
    signed_in = request.reader.signed_in  # type: ignore[attr-defined]
    href = _census(watched, valued) if signed_in and valued is not None else ""
    return Figure(said, stands(watched, value), valued, href, _course(key, watched, since, valued))


def stands(watched: Watched, value: Value) -> str:
    """What a figure stands at, of what is wanted: "43.1 of 50 per cent"."""
    if value is None:
        return _("not known") if watched.asks is None else indicators.value_said(watched, value)
    shown = _amount(watched, value)
    if watched.bound is None:
        return _("%(value)s per cent") % {"value": shown} if watched.measure == "per_mille" else shown
    given = {"value": shown, "bound": _amount(watched, watched.bound)}
    if watched.measure == "per_mille":
        said = _("%(value)s of %(bound)s per cent"), _("%(value)s of at most %(bound)s per cent")
    else:
        said = _("%(value)s of %(bound)s"), _("%(value)s of at most %(bound)s")
    return said[watched.side == "most"] % given


def _amount(watched: Watched, value: Fraction | int) -> str:
    if watched.measure == "count":
        return figures.number(value)
    whole = _scaled(watched, value)
    return figures.number(whole, 0 if whole.denominator == 1 else 1)


def _whom(watched: Watched) -> str:
    """Whom a figure counts; of a share, what tells the part from the whole, and the whole."""
    part = {name: values for name, values in watched.where.items() if watched.of.get(name) != values}
    if not watched.of:
        return indicators.group(watched.where)
    told = {"part": indicators.group(part or watched.where), "whole": indicators.group(watched.of)}
    return _("%(part)s, of all with %(whole)s") % told


def _bound(watched: Watched) -> str:
    if watched.side == "least":
        return _("Reported by people; at least %(bound)s") % {"bound": _amount(watched, watched.bound or 0)}
    return _("Reported by people; at most %(bound)s") % {"bound": _amount(watched, watched.bound or 0)}


def _census(watched: Watched, on: date) -> str:
    """The address of the census that counts it: of a share, the whole by what tells the part."""
    where = {name: list(values) for name, values in (watched.of or watched.where).items()}
    by = [name for name in watched.where if name not in watched.of]
    return links.to("/census/", on, by=by[:1] or list(watched.where)[:1], per_mille=1 if watched.of else None, **where)


def _course(key: str, watched: Watched, since: date, until: date | None) -> Chart | None:
    if watched.asks is None or until is None or until.replace(day=1) <= since:
        return None
    days = [until]
    while days[-1] > since and len(days) < MONTHS:
        days.append(_month_before(days[-1]))
    known = [
        (day, None if value is None else _scaled(watched, value))
        for day, value in reading.course(opened.house(), watched, days=sorted(day for day in days if day >= since))
    ]
    if len([value for _day, value in known if value is not None]) < 2:
        return None
    says = _("From %(first)s on %(since)s to %(last)s on %(until)s.") % {
        "first": figures.number(known[0][1], 1), "since": figures.day(known[0][0]),
        "last": figures.number(known[-1][1], 1), "until": figures.day(known[-1][0]),
    }  # fmt: skip
    title = _("Per cent, by months") if watched.measure == "per_mille" else _("People, by months")
    kind: Any = "per_mille" if watched.measure == "per_mille" else "count"
    bound = None if watched.bound is None else courses.Bound(_("wanted"), _scaled(watched, watched.bound))
    return courses.lines(key, title, [courses.Course(_("counted"), known)], says=says, kind=kind, bound=bound)


def _scaled(watched: Watched, value: Fraction | int) -> Fraction:
    return Fraction(value) / 10 if watched.measure == "per_mille" else Fraction(value)


def _month_before(day: date) -> date:
    if day.day > 1:
        return day.replace(day=1)
    return date(day.year - (day.month == 1), (day.month - 2) % 12 + 1, 1)
