"""Resolutions: all of them by how they stand, and each with its words, versions, amendments, counts and decision."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.acts import resolution as acts
from polity.pages import figures, opened, refusals
from polity.pages.meetings import may
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Column, Table
from polity.readings import resolutions as reading
from polity.readings.cases import law_of
from polity.register import resolutions as register_of
from polity.register.resolutions import Decision, Resolution
from polity.statutes import Faulty, Law, Reform, read
from polity.statutes.saying import Said, said
from polity.words import ids

STATES: dict[str, Promise] = {
    "draft": gettext_lazy("Being drafted"),
    "put": gettext_lazy("Put to the body that decides"),
    "adopted": gettext_lazy("Adopted"),
    "rejected": gettext_lazy("Rejected"),
    "accepted": gettext_lazy("Amendments that were taken over"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
ONE: dict[str, Promise] = {
    "draft": gettext_lazy("draft"),
    "put": gettext_lazy("put to the body"),
    "adopted": gettext_lazy("adopted"),
    "rejected": gettext_lazy("rejected"),
    "accepted": gettext_lazy("taken over"),
    "withdrawn": gettext_lazy("withdrawn"),
}


class Line(NamedTuple):
    """A resolution as a list shows it."""

    one: Resolution
    href: str
    state: str
    stands: str  # whether what it changes is in force on the day of the page
    found: reading.Listed
    words: Sequence[str]
    more: int  # differences that are not shown


def address(number: int, rest: str = "") -> str:
    """The page of a resolution, or one of its pages."""
    return f"/resolutions/{ids.show(number)}/{rest}"


def resolution_of(request: HttpRequest, text: str) -> Resolution:
    """The resolution that an address names. 404 where there is none."""
    with opened.house().register(scope=opened.scope_of(request)) as register:
        return opened.named(text, lambda number: register_of.resolution(register, number))


@lru_cache(maxsize=512)
def words_of(law: Law, reform: str | None) -> Sequence[Said]:
    """What a reform changes, in words. Nothing where its text cannot be read any more."""
    try:
        return tuple(said(law, reform)) if reform else ()
    except Faulty:
        return ()


def shared(words: Sequence[Said]) -> str:
    """The days and units of all differences, where they are the same: said once, then."""
    return words[0].when if words and len({each.when for each in words}) == 1 else ""


def reform_of(one: Resolution) -> Reform | None:
    """The reform of a resolution, if it changes a rule."""
    try:
        found = read(one.reform) if one.reform else []
    except Faulty:
        return None
    return next((document for document in found if isinstance(document, Reform)), None)


def stands(one: Resolution, decision: Decision | None, day: date) -> str:
    """Whether what a resolution changes is in force on a day."""
    if one.state != "adopted" or decision is None or decision.effect is None:
        return ""
    reform = reform_of(one)
    if day < decision.effect:
        return _("comes into force on %(day)s") % {"day": figures.day(decision.effect)}
    if reform is not None and reform.until is not None and reform.until <= day:
        return _("lapsed on %(day)s") % {"day": figures.day(reform.until)}
    return _("in force since %(day)s") % {"day": figures.day(decision.effect)}


@page("resolutions/", name="resolutions", scope=Scope.OPEN, section=gettext_lazy("Resolutions"), order=42)
def resolutions(request: HttpRequest) -> HttpResponse:
    """All resolutions by how they stand, each in words."""
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    state = request.GET.get("state", "")
    law = law_of(opened.house(), scope=scope)
    found = reading.listed(opened.house(), scope=scope, states=[state] if state in STATES else None)
    lines = [_line(one, law, day) for one in found if one.resolution.opened <= day]
    groups = [(state, STATES[state], held) for state in STATES if (held := [o for o in lines if o.one.state == state])]
    unit = request.reader.unit  # type: ignore[attr-defined]
    act = acts.Draft(on=request.today, resolution=0, title="", says="", body=unit or 0, mover=unit or 0)  # type: ignore[arg-type,attr-defined]
    context = {"groups": groups, "state": state, "may_draft": unit is not None and may(request, act)}
    return show(request, "resolutions/resolutions.html", context)


def _line(found: reading.Listed, law: Law, day: date) -> Line:
    one = found.resolution
    words = [each.words for each in words_of(law, one.reform)]
    in_force = stands(one, found.decision, day)
    return Line(one, address(one.resolution), str(ONE[one.state]), in_force, found, words[:2], max(len(words) - 2, 0))


class Deed(NamedTuple):
    """Something that the reader may do with a resolution."""

    href: str
    words: str


def deeds_of(request: HttpRequest, one: Resolution) -> list[Deed]:
    """What the reader may do with a resolution as it stands."""
    if not request.reader.office:  # type: ignore[attr-defined]
        return []
    number: Any = one.resolution
    on = request.today  # type: ignore[attr-defined]
    unit: Any = request.reader.unit or 0  # type: ignore[attr-defined]
    moving = may(request, acts.Withdraw(on=on, resolution=number))
    counted: Any = acts.Counted(
        on=on, resolution=number, teller=0, present=0, entitled=0, votes_for=0, votes_against=0  # type: ignore[arg-type]
    )  # fmt: skip
    found = []
    if one.state == "draft" and moving:
        found += [("amend/", _("Change the draft")), ("put/", _("Put it to the body"))]
    if one.state == "put" and may(request, counted):
        found.append(("count/", _("Enter a teller's count")))
    if one.state == "put" and may(request, acts.Decide(on=on, resolution=number)):
        found.append(("decide/", _("Enter the decision")))
    if one.state in register_of.OPEN and one.amends is not None and may(request, acts.Accept(on=on, amendment=number)):
        found.append(("accept/", _("Take this amendment over")))
    amending = acts.Draft(on=on, resolution=0, title="", says="", body=unit, mover=unit, amends=number)  # type: ignore[arg-type]
    if one.state in register_of.OPEN and one.amends is None and may(request, amending):
        found.append(("amendment/", _("Move an amendment")))
    if one.state in register_of.OPEN and moving:
        found.append(("withdraw/", _("Withdraw it")))
    return [Deed(address(one.resolution, rest), words) for rest, words in found]


@page("resolutions/<str:resolution>/", name="resolution", scope=Scope.OPEN)
def resolution(request: HttpRequest, resolution: str) -> HttpResponse:
    """A resolution: what it says, what it changes, how it came to be and what was decided."""
    scope, day, house = opened.scope_of(request), request.day, opened.house()  # type: ignore[attr-defined]
    number = ids.read(resolution)
    found = None if number is None else reading.one(house, number, scope=scope)
    if found is None:
        raise Http404
    one = found.resolution
    tallied = counted_table(found.counts)
    if (answer := taken(request, tallied)) is not None:
        return answer
    law = law_of(house, scope=scope)
    words = words_of(law, one.reform)
    context = {
        "standing": {each.clause for each in words if each.clause and law.history(each.clause)},
        "found": found, "one": one, "here": address(one.resolution), "state": ONE[one.state], "words": words,
        "shared": shared(words), "stands": stands(one, found.decision, day), "texts": texts_of(found.versions),
        "amendments": [
            (each.resolution, ids.show(each.resolution.resolution), ONE[each.resolution.state])
            for each in found.amendments
        ],
        "amended_id": ids.show(one.amends) if one.amends is not None else "", "own_id": ids.show(one.resolution),
        "tallied": tallied, "decision": found.decision, "deeds": deeds_of(request, one),
        "number": found.numbers.get(one.entry),
    }  # fmt: skip
    return show(request, "resolutions/resolution.html", context)


def texts_of(versions: Sequence[Resolution]) -> list[Resolution]:
    """The versions of a resolution that differ in text: its state may have changed without any change of it."""
    found: dict[int, Resolution] = {}
    for one in versions:
        found.setdefault(one.version, one)
    return list(found.values())


def counted_table(counts: Sequence[reading.Counted]) -> Table:
    """The counts of the tellers side by side, and whether they agree."""
    columns = [Column("what", _("Counted"))]
    columns += [
        Column(f"teller-{place}", one.name or _("Teller %(number)s") % {"number": place}, "count")
        for place, one in enumerate(counts, start=1)
    ]
    if len(counts) > 1:
        columns.append(Column("alike", _("Comparison")))
    rows: list[tuple[Any, ...]] = []
    for name in register_of.Figures._fields:
        values = [getattr(one.figures, name) for one in counts]
        alike = [_("the same") if len(set(values)) == 1 else _("differs")] if len(counts) > 1 else []
        rows.append((COUNTED[name], *values, *alike))
    empty = _("Two tellers count the votes, each apart; their counts stand here side by side.")
    return Table("counts", str(_("The votes")), columns, rows if counts else [], empty=empty)


COUNTED: dict[str, Promise] = {
    "present": gettext_lazy("Present"),
    "entitled": gettext_lazy("Entitled to vote"),
    "votes_for": gettext_lazy("For"),
    "votes_against": gettext_lazy("Against"),
    "abstained": gettext_lazy("Abstained"),
}


class Compared(NamedTuple):
    """A difference as it stands in two texts."""

    words: str
    quoted: str
    where: str  # both, first or second


@page("resolutions/<str:resolution>/compare/", name="resolution_compared", scope=Scope.OPEN)
def compare(request: HttpRequest, resolution: str) -> HttpResponse:
    """Two versions of a resolution, or a resolution and an amendment to it, side by side in words."""
    one = resolution_of(request, resolution)
    scope = opened.scope_of(request)
    law = law_of(opened.house(), scope=scope)
    with opened.house().register(scope=scope) as register:
        texts = texts_of(register_of.versions(register, one.resolution))
        moved = register_of.amendments(register, one.resolution)
    sides = [
        *((str(text.version), _("Version %(number)s") % {"number": text.version}, text) for text in texts),
        *((ids.show(text.resolution), _("Amendment: %(title)s") % {"title": text.title}, text) for text in moved),
    ]
    known = {key: (label, text) for key, label, text in sides}
    newest = sides[len(texts) - 1][0]
    default = (sides[0][0], newest) if len(texts) > 1 else (newest, sides[-1][0])
    chosen = [request.GET.get("a", "") or default[0], request.GET.get("b", "") or default[1]]
    if not set(chosen) <= set(known):
        return refusals.not_understood(
            request, says=_("There is no such version."), remedy=_("Choose two of those that the page offers.")
        )
    first, second = (known[key] for key in chosen)
    context = {
        "one": one, "here": address(one.resolution), "sides": [(key, label) for key, label, _text in sides],
        "a": chosen[0], "b": chosen[1], "first": first, "second": second,
        "changes": compared(law, first[1], second[1]),
    }  # fmt: skip
    return show(request, "resolutions/compare.html", context)


def compared(law: Law, first: Resolution, second: Resolution) -> list[Compared]:
    """What two texts change of the law: in both, in the first alone, in the second alone."""
    before = {(each.words, each.quoted): None for each in words_of(law, first.reform)}
    after = {(each.words, each.quoted): None for each in words_of(law, second.reform)}
    if first.reform and not second.reform and second.amends is not None:
        after = before  # an amendment without a reform leaves the reform as it is
    found = [Compared(*key, "both" if key in after else "first") for key in before]
    return found + [Compared(*key, "second") for key in after if key not in before]


@page("resolutions/<str:resolution>/text/", name="resolution_text", scope=Scope.OPEN)
def text(request: HttpRequest, resolution: str) -> HttpResponse:
    """The text of the reform that a resolution makes, to read or to take away."""
    one = resolution_of(request, resolution)
    if one.reform is None:
        raise Http404
    reform = reform_of(one)
    name = slugify(reform.name if reform else one.title)[:60] or "reform"
    head = {"Content-Disposition": f'attachment; filename="{name}.yaml"'}
    return HttpResponse(one.reform, content_type="text/plain; charset=utf-8", headers=head)
