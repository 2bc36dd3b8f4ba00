"""The appeal desk: grounds, the body's answer, and the decision of the unit above."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from polity.access import offers
from polity.acts import Act, appeals
from polity.pages import deeds, links, opened
from polity.pages.routing import Scope, page
from polity.pages.shown import show
from polity.readings import admission as reading
from polity.register import admission as desk
from polity.words import ids

BLANK: dict[str, tuple[type[Act], dict[str, Any]]] = {
    "reply": (appeals.Reply, {"reply": ""}),
    "decide": (appeals.Decide, {"upheld": False, "grounds": ""}),
    "withdraw": (appeals.Withdraw, {}),
}


def _found(request: HttpRequest, appeal: str) -> tuple[desk.Appeal, str, Any, Any]:
    number = ids.read(appeal)
    found = None if number is None else reading.appeal(opened.house(), number, scope=opened.scope_of(request))
    if found is None:
        raise Http404
    return found


def _address(request: HttpRequest, appeal: desk.Appeal, then: str = "") -> str:
    return links.to(f"/admission/appeals/{ids.show(appeal.appeal)}/{then}", links.kept_day(request))


@page("admission/appeals/<str:appeal>/", name="appeal", scope=Scope.SIGNED_IN)
def appeal(request: HttpRequest, appeal: str) -> HttpResponse:
    """An appeal, how it stands, and what the reader may do about it."""
    found, name, unit, above = _found(request, appeal)
    by = deeds.authority_of(request)
    own = found.person == by.person
    titles = {"reply": _("Answer the appeal"), "decide": _("Decide the appeal"), "withdraw": _("Take the appeal back")}
    acts = {
        step: kind(on=request.day, person=found.person, appeal=found.appeal, **blank)  # type: ignore[attr-defined, call-arg]
        for step, (kind, blank) in (BLANK.items() if found.state in desk.OPEN else ())
    }
    may = [own and act.own() == by.person for act in acts.values()]
    if by.office and not own:
        may = offers.may_offer_each(acts.values(), by=by, house=opened.house())
    steps = [(titles[step], _address(request, found, f"{step}/")) for step, so in zip(acts, may, strict=True) if so]
    shown = {
        "appeal": found, "name": name, "unit": unit, "above": above, "steps": steps,
        "desk": links.to(f"/admission/{ids.show(found.person)}/", links.kept_day(request)),
    }  # fmt: skip
    return show(request, "admission/appeal.html", shown)


@page("admission/appeals/<str:appeal>/<slug:step>/", name="appeal_step", scope=Scope.SIGNED_IN,
      methods=("GET", "HEAD", "POST"))  # fmt: skip
def step(request: HttpRequest, appeal: str, step: str) -> HttpResponse:
    """Answer an appeal, decide it, or take it back."""
    found, name, _unit, _above = _found(request, appeal)
    if step not in BLANK:
        raise Http404
    titles = {"reply": _("Answer"), "decide": _("Decision"), "withdraw": _("Withdrawal")}
    buttons = {"reply": _("Enter the answer"), "decide": _("Enter the decision"), "withdraw": _("Take the appeal back")}
    labels = {"reply": _("Answer of the body"), "upheld": _("The appeal is upheld"), "grounds": _("Reasons")}
    about = found.grounds if step != "withdraw" else ""
    return deeds.deed(
        request, BLANK[step][0], fixed={"person": found.person, "appeal": found.appeal},
        title=f"{_('Appeal')}: {name}. {titles[step]}", button=buttons[step], labels=labels,
        hints={"upheld": _("Left empty, the appeal is dismissed.")},
        done=lambda _entered: _address(request, found), extra={"about": about},
    )  # fmt: skip
