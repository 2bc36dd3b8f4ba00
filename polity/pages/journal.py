"""The journal: every sealed entry as anybody may read it."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.pages import labels, links, opened
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Cell, Column, Table
from polity.readings import journal as reading

ROWS = {
    "unit": gettext_lazy("Units"),
    "standing": gettext_lazy("Stretches of standing"),
    "facts": gettext_lazy("Stretches of recorded facts"),
    "sponsor": gettext_lazy("Recommendations"),
    "contact": gettext_lazy("Contacts"),
    "application": gettext_lazy("Applications"),
    "transfer": gettext_lazy("Transfers"),
    "office_term": gettext_lazy("Terms of office"),
    "place": gettext_lazy("Posts and other subjects"),
    "evidence": gettext_lazy("Notes on what is declared"),
    "statute": gettext_lazy("Texts of law"),
    "field": gettext_lazy("Declared attributes"),
    "kind": gettext_lazy("Kinds of subject"),
    "release": gettext_lazy("Published figures"),
    "correspondence": gettext_lazy("Merges and splits"),
}


@page("journal/", name="journal", scope=Scope.OPEN, section=gettext_lazy("Journal"), order=50)
def journal(request: HttpRequest) -> HttpResponse:
    """The entries, the latest first."""
    before = request.GET.get("before", "")
    act = request.GET.get("act", "").strip()[:60]
    number = int(before) if before.isdecimal() and len(before) < 16 else None
    found, following = reading.entries(opened.house(), scope=opened.scope_of(request), before=number, act=act)
    columns = [
        Column("number", _("Number"), "count"), Column("act", _("Act")), Column("on", _("Day of effect"), "day"),
        Column("office", _("Office")), Column("rows", _("Particulars"), "count"), Column("seal", _("Seal")),
    ]  # fmt: skip
    rows = [
        (
            Cell(one.number, links.entry(one.number)), one.act, date.fromisoformat(one.on),
            _office(one) or _("whoever keeps the records"), one.rows, f"{one.seal[:16]}…",
        )
        for one in found
    ]  # fmt: skip
    empty = _("An entry stands here as soon as an act has been entered and sealed.")
    listed = Table("journal", _("Sealed entries"), columns, rows, empty=empty)
    if (answer := taken(request, listed)) is not None:
        return answer
    return show(request, "journal/journal.html", {"listed": listed, "following": following, "act": act})


def _office(entry: reading.Entry) -> str:
    return ", ".join(part for part in (labels.said(entry.office) if entry.office else "", entry.where[0]) if part)


@page("journal/<int:entry>/", name="entry", scope=Scope.OPEN)
def entry(request: HttpRequest, entry: int) -> HttpResponse:
    """One entry: its body as the seal binds it, its neighbours, and what it changed as far as the reader may see."""
    scope = opened.scope_of(request)
    found = reading.entry(opened.house(), entry, scope=scope) if entry < 2**62 else None
    if found is None:
        raise Http404
    this, previous, following = found
    effects = reading.effects(opened.house(), entry, scope=scope)
    shown = {
        "entry": this,
        "office": _office(this),
        "previous": previous,
        "following": following,
        "before": entry - 1 if previous else None,
        "effects": effects,
        "rows": [(ROWS[name], count) for name, count in effects.rows.items()],
    }
    return show(request, "journal/entry.html", shown)
