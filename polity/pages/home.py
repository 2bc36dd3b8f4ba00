"""The first page: what needs doing, then how we stand."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from polity.pages import charts, figures, labels, links, opened
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.readings import home as reading
from polity.readings import inbox
from polity.readings.law import texts
from polity.readings.release import releases
from polity.readings.rights import to_do


@page("", name="home", scope=Scope.OPEN)
def home(request: HttpRequest) -> HttpResponse:
    """For a visitor what is open to everybody; for whoever is signed in what waits, and how their part stands."""
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    if not request.reader.signed_in:  # type: ignore[attr-defined]
        shown = {"releases": releases(opened.house(), scope=scope)[:8], "texts": texts(opened.house(), scope=scope)}
        return show(request, "home/visitor.html", shown)
    stand = reading.stand(opened.house(), on=day, scope=scope)
    waiting = reading.waiting(opened.house(), on=day, scope=scope)
    composition = _composition(request, stand)
    if composition is not None and (answer := taken(request, composition)) is not None:
        return answer
    on = links.kept_day(request)
    shown = {
        "tasks": _tasks(request, waiting),
        "standings": [
            {
                "name": labels.MANY[one.standing], "people": one.people, "course": one.course, "change": one.change,
                "href": links.to("/people/", on, standing=one.standing),
            }
            for one in (stand.standings if stand else ())
        ],
        "flows": stand.flows if stand else None,
        "composition": composition,
    }  # fmt: skip
    return show(request, "home/home.html", shown)


def _tasks(request: HttpRequest, waiting: reading.Waiting) -> list[dict[str, Any]]:
    on = links.kept_day(request)
    lines = [
        ("/inbox/", _("recommendations asked of you"), waiting.asked),
        ("/inbox/", _("applications that the branch has yet to decide"), waiting.applied),
        ("/inbox/", _("applications that wait to be confirmed"), waiting.decided),
        ("/inbox/", _("appeals that wait for an answer or a decision"), waiting.appeals),
        ("/inbox/", _("candidates whose period is served within thirty days"), waiting.coming),
    ]
    if waiting.served is not None:
        office = bool(request.reader.office)  # type: ignore[attr-defined]
        may = "/admission/many/promotions/" if office else "/waiting/may/"
        lines += [
            (may, _("candidates who may now become members"), waiting.served.may),
            ("/waiting/undecided/", _("candidates of whom too little is known to decide"), waiting.served.undecided),
        ]
    if request.reader.office:  # type: ignore[attr-defined]
        requests, gone = to_do(opened.house(), scope=opened.scope_of(request))
        lines += [
            ("/requests/", _("requests of members that wait for an answer"), requests),
            ("/expiry/", _("people of whom something is kept longer than it may be"), gone),
        ]
    return [*_lines(lines, on), *desk_lines(request)]


def _lines(lines: list[tuple[str, str, int]], on: date | None) -> list[dict[str, Any]]:
    return [{"name": name, "count": count, "href": links.to(path, on)} for path, name, count in lines if count]


def desk_lines(request: HttpRequest) -> list[dict[str, Any]]:
    """What waits at the desks beside admission, a line each, with the desk that it leads to."""
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    seen = int(request.session.get("told", 0))
    found = inbox.desks(opened.house(), on=day, scope=scope, seen=seen)
    lines = [
        ("/transfers/", _("transfers to be acknowledged here"), found.acknowledge),
        ("/transfers/", _("members who ask to be moved to another unit"), found.release),
        ("/exports/", _("files out that wait for a second officer"), found.exports),
        ("/duplicates/", _("pairs of records that look like one person"), found.alike),
        ("/contacts/", _("next steps with your own contacts that are overdue"), found.own_late),
        ("/contacts/", _("next steps with sympathisers that are overdue"), found.late),
        ("/meetings/", _("re-registrations that run"), found.reregistrations),
        ("/followup/", _("tasks from resolutions that are late or fall due within a month"), found.tasks),
        ("/notices/", _("notices of the last two weeks"), found.notices),
    ]
    return _lines(lines, links.kept_day(request))


def _composition(request: HttpRequest, stand: reading.Stand | None) -> charts.Chart | None:
    """Members by the first attribute that the organisation counts its composition by, the largest parts first."""
    if stand is None or stand.composition is None or not sum(stand.composition[1].values()):
        return None
    name, counts = stand.composition
    field = opened.house().columns.fields[name]
    on = links.kept_day(request)
    ranked = sorted(counts.items(), key=lambda pair: -pair[1])
    known = [(value, people) for value, people in ranked if value not in (None, "unascertained")]
    unknown = [(value, people) for value, people in ranked if value in (None, "unascertained")]
    parts = [
        charts.Part(
            labels.headed(value),
            people,
            links.to("/people/", on, standing="member", **{name: value or "unknown"}),
            unknown=value in (None, "unascertained"),
        )
        for value, people in [*known[:4], *unknown]
    ]
    if len(known) > 4:
        parts.insert(4, charts.Part(_("Others"), sum(people for _value, people in known[4:]), ""))
    title = _("Members by %(dimension)s") % {"dimension": field.label.lower()}
    says = _("Of 1,000 members, %(share)s are of the largest group: %(group)s.") % {
        "share": figures.per_mille(ranked[0][1] * 1000 / sum(counts.values())),
        "group": labels.said(ranked[0][0]),
    }
    return charts.shares("composition", title, parts, head=field.label, measure=_("Members"), says=says)
