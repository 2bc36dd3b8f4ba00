"""The journal: every sealed entry as anybody may read it."""

from datetime import date
from types import SimpleNamespace

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.acts.again import case_of, rests_on_rules
from polity.pages import labels, links, opened, refusals
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Cell, Column, Table
from polity.readings import journal as reading
from polity.readings import resolutions
from polity.readings.census import Unanswerable
from polity.readings.redecide import redecide
from polity.statutes import Explanation, Faulty
from polity.words import ids

ROWS = {
    "unit": gettext_lazy("Units"),
    "standing": gettext_lazy("Stretches of standing"),
    "facts": gettext_lazy("Stretches of recorded facts"),
    "sponsor": gettext_lazy("Recommendations"),
    "sponsor_asked": gettext_lazy("Recommendations asked for"),
    "contact": gettext_lazy("Contacts"),
    "contact_report": gettext_lazy("Reports on contacts"),
    "application": gettext_lazy("Applications"),
    "branch_decision": gettext_lazy("Decisions of branches"),
    "promotion_refused": gettext_lazy("Promotions refused"),
    "appeal": gettext_lazy("Appeals"),
    "transfer": gettext_lazy("Transfers"),
    "transfer_step": gettext_lazy("Steps of transfers"),
    "office_term": gettext_lazy("Terms of office"),
    "meeting": gettext_lazy("Meetings"),
    "attendance": gettext_lazy("Attendance"),
    "meeting_decision": gettext_lazy("Decisions of meetings"),
    "reregistration": gettext_lazy("Re-registrations"),
    "reregistration_outcome": gettext_lazy("Outcomes of re-registrations"),
    "account": gettext_lazy("Accounts"),
    "recovery": gettext_lazy("Recoveries of accounts"),
    "request": gettext_lazy("Requests"),
    "consent": gettext_lazy("Consents"),
    "place": gettext_lazy("Posts and other subjects"),
    "evidence": gettext_lazy("Notes on what is declared"),
    "statute": gettext_lazy("Texts of law"),
    "field": gettext_lazy("Declared attributes"),
    "kind": gettext_lazy("Kinds of subject"),
    "release": gettext_lazy("Published figures"),
    "export": gettext_lazy("Exports"),
    "correspondence": gettext_lazy("Merges and splits"),
    "resolution": gettext_lazy("Resolutions"),
    "resolution_count": gettext_lazy("Counts of votes"),
    "resolution_decision": gettext_lazy("Decisions on resolutions"),
    "forecast_kept": gettext_lazy("Kept forecasts"),
    "resolution_part": gettext_lazy("Parts of resolutions"),
    "part_report": gettext_lazy("Reports on parts of resolutions"),
    "danger": gettext_lazy("Dangers"),
    "danger_report": gettext_lazy("Reports on dangers"),
    "open_question": gettext_lazy("Open questions"),
    "question_forecast": gettext_lazy("Forecasts of open questions"),
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
        "again": f"/journal/{entry}/again/" if rests_on_rules(this.act) and effects.people else "",
    }
    return show(request, "journal/entry.html", shown)


@page("journal/<int:entry>/again/", name="again", scope=Scope.SIGNED_IN)
def again(request: HttpRequest, entry: int) -> HttpResponse:
    """A decision taken again, on everything as it was known when it was entered; and as a draft would have it."""
    scope = opened.scope_of(request)
    drafts = [one for one in resolutions.listed(opened.house(), scope=scope) if one.resolution.reform]
    named = ids.read(request.GET.get("under", ""))
    chosen = next((one.resolution for one in drafts if one.resolution.resolution == named), None)
    if request.GET.get("under") and chosen is None:
        raise Http404
    try:
        draft = chosen.reform if chosen else None
        found = redecide(opened.house(), entry, case_of=case_of, scope=scope, draft=draft) if entry < 2**62 else None
    except Faulty as faulty:
        return refusals.not_understood(request, says=faulty.faults[0].says, remedy=faulty.faults[0].remedy)
    except Unanswerable as wrong:
        return refusals.not_understood(request, says=wrong.says, remedy=wrong.remedy)
    if found is None:
        raise Http404
    shown = {
        "number": entry, "found": found, "chosen": ids.show(named) if chosen and named else "",
        "then": [_told(one) for one in found.then],
        "under": [_told(one) for one in found.under],
        "drafts": [(ids.show(one.resolution.resolution), one.resolution.title) for one in drafts],
    }  # fmt: skip
    return show(request, "journal/again.html", shown)


def _told(explanation: Explanation) -> SimpleNamespace:
    """What a rule says of the case, for the page."""
    verdict, step = explanation.verdict, explanation.steps[-1]
    facts = Table(
        f"facts-{verdict.rule}", _("The facts that it rests on"),
        [Column("fact", _("Fact")), Column("value", _("Value"))],
        [(labels.headed(name), labels.said(value)) for name, value in explanation.facts],
    )  # fmt: skip
    says = " ".join(note.say for note in explanation.failed)
    return SimpleNamespace(
        title=step.title or step.rule, says=says or _("All that the rule asks for is met."), facts=facts,
        outcome="undecided" if verdict.outcome is None else "may_not" if verdict.outcome is False else "may",
        articles=[*verdict.failed, *verdict.unknown] or [note.id for note in step.clauses],
        missing=[labels.headed(name) for name in verdict.missing],
    )  # fmt: skip
