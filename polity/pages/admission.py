"""The admission desk of one person: how far they have come, what the articles say of the next step, and its acts."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from polity.access import offers
from polity.acts import Act, admission, appeals, sponsoring
from polity.pages import deeds, figures, frame, labels, links, opened
from polity.pages.routing import Scope, page
from polity.pages.shown import show
from polity.readings import admission as reading
from polity.readings import meetings, people, resolutions
from polity.statutes import store
from polity.words import ids


class Step(NamedTuple):
    """An act of the desk: when it is offered, and what its page says."""

    kind: type[Act]
    states: tuple[str, ...]  # of the application, or standings where it has none that is open
    title: str | Promise
    button: str | Promise
    hint: str | Promise = ""
    main: bool = False  # leads on; the others stand beside it


STEPS: Mapping[str, Step] = {
    "apply": Step(admission.Apply, ("sympathiser", "former"), gettext_lazy("Application"),
                  gettext_lazy("Enter the application"), main=True),
    "decide": Step(admission.Decide, ("applied",), gettext_lazy("Decision of the branch meeting"),
                   gettext_lazy("Enter the decision to admit"),
                   gettext_lazy("Give how many were present and how they voted. A decision against is entered as a"
                                " refusal."), main=True),
    "confirm": Step(admission.Confirm, ("decided",), gettext_lazy("Confirmation"),
                    gettext_lazy("Admit as candidate"), main=True),
    "promote": Step(admission.Promote, ("candidate",), gettext_lazy("Admission as a member"),
                    gettext_lazy("Admit as member"), main=True),
    "ask": Step(sponsoring.AskSponsor, ("applied", "decided"), gettext_lazy("Ask a sponsor"),
                gettext_lazy("Ask this sponsor"),
                gettext_lazy("Give the id that the sponsor told you. If somebody bears it, they find the question in"
                             " their inbox; you learn their answer, and nothing else.")),
    "code": Step(sponsoring.OpenToSponsors, ("applied", "decided"), gettext_lazy("A code for sponsors"),
                 gettext_lazy("Make a code"),
                 gettext_lazy("The applicant passes the code on by hand. Whoever has it sees the applicant's name and"
                              " may recommend them.")),
    "sponsor": Step(admission.Sponsor, ("sympathiser", "former", "applied", "decided", "candidate"),
                    gettext_lazy("Enter a recommendation made on paper"), gettext_lazy("Enter the recommendation")),
    "extend": Step(admission.Extend, ("candidate",), gettext_lazy("Extension of the candidate period"),
                   gettext_lazy("Extend the period")),
    "refuse-promotion": Step(admission.RefusePromotion, ("candidate",), gettext_lazy("Refusal of membership for now"),
                             gettext_lazy("Enter the refusal"),
                             gettext_lazy("They stay a candidate and may appeal to the unit above.")),
    "refuse": Step(admission.Refuse, ("applied", "decided"), gettext_lazy("Refusal of the application"),
                   gettext_lazy("Refuse the application"),
                   gettext_lazy("The applicant is told the grounds and may appeal to the unit above. If a meeting"
                                " voted, give its counts.")),
    "withdraw": Step(admission.Withdraw, ("applied", "decided"), gettext_lazy("Withdrawal of the application"),
                     gettext_lazy("Withdraw the application")),
    "lapse": Step(admission.Lapse, ("applied", "decided"), gettext_lazy("Lapse of the application"),
                  gettext_lazy("Let the application lapse")),
}  # fmt: skip
LABELS: Mapping[str, str | Promise] = {
    "present": gettext_lazy("Members present"), "votes_for": gettext_lazy("Votes for"),
    "votes_against": gettext_lazy("Votes against"), "meeting": gettext_lazy("The meeting, if it is on record"),
    "sponsor": gettext_lazy("Id of the sponsor"), "months": gettext_lazy("Months"), "grounds": gettext_lazy("Grounds"),
}  # fmt: skip
BLANK: Mapping[type[Act], Mapping[str, Any]] = {
    admission.Apply: {"application": 0}, admission.Decide: {"present": 0, "votes_for": 0},
    sponsoring.AskSponsor: {"sponsor": 0, "asked": 0}, sponsoring.OpenToSponsors: {"asked": 0},
    admission.Sponsor: {"sponsor": 0}, admission.Extend: {"months": 0, "grounds": ""},
    admission.RefusePromotion: {"grounds": "", "refusal": 0}, admission.Refuse: {"grounds": ""},
    admission.Lapse: {"grounds": ""}, appeals.Lodge: {"against": "", "grounds": "", "appeal": 0},
}  # fmt: skip


def found_way(request: HttpRequest, person: str, *, brief: bool = False) -> reading.Way:
    """The way in of whoever an address names, within the reader's scope; 404 outside it as for nobody.

    brief  without what the articles say of the next step
    """
    number = ids.read(person)
    day: date = request.day  # type: ignore[attr-defined]
    scope = opened.scope_of(request)
    found = None if number is None else reading.way(opened.house(), number, on=day, scope=scope, brief=brief)
    if found is None:
        raise Http404
    return found


def state_of(way: reading.Way) -> str:
    """How far somebody has come: the state of an open application, else their standing."""
    if way.application is not None and way.application.state in ("applied", "decided"):
        return way.application.state
    return way.spell.standing if way.spell else ""


@page("admission/own/", name="own_admission", scope=Scope.SIGNED_IN)
def own(request: HttpRequest) -> HttpResponse:
    """The reader's own way in."""
    reader = request.reader  # type: ignore[attr-defined]
    if reader.person is None:
        raise Http404
    return HttpResponseRedirect(links.to(f"/admission/{ids.show(reader.person)}/", links.kept_day(request)))


@page("admission/<str:person>/", name="admission", scope=Scope.SIGNED_IN)
def desk(request: HttpRequest, person: str) -> HttpResponse:
    """Where somebody stands on the way in, the verdict on the next step, and what may be done."""
    way = found_way(request, person)
    state, reader = state_of(way), request.reader  # type: ignore[attr-defined]
    fitting = [(name, step) for name, step in STEPS.items() if state in step.states]
    *may, may_appeal = _competent(request, [*(step.kind for _name, step in fitting), appeals.Lodge], way.person)
    steps = [
        {"name": name, "title": step.title, "href": _to(request, way.person, name), "main": step.main,
         "button": step.button}
        for (name, step), may_be in zip(fitting, may, strict=True)
        if may_be
    ]  # fmt: skip
    ahead = _ahead(request, way)
    on = links.kept_day(request)
    here = f"/admission/{ids.show(way.person)}/"
    asked = [(one, name, links.to(f"{here}unask/{ids.show(one.asked)}/", on)) for one, name in way.asked]
    shown = {
        "way": way,
        "state": state,
        "stages": _stages(way, state),
        "own": way.person == reader.person,
        "rules": [{**_ruled(rule, request), "ahead": ahead[rule.rule]} for rule in way.rules],
        "codes": [(one, href) for one, _name, href in asked if one.sponsor is None and one.state == "asked"],
        "asked": [(one, name, href) for one, name, href in asked if one.sponsor is not None],
        "appeals": [(one, links.to(f"/admission/appeals/{ids.show(one.appeal)}/", on)) for one in way.appeals],
        "open": state in ("applied", "decided"),
        "steps": steps,
        "next": next((step for step in steps if step["main"]), None),
        "decisions": _decisions(request, way) if may_appeal else [],
    }
    _looked(request, way)  # last, for whatever is read after it is read anew
    return show(request, "admission/desk.html", shown)


def _looked(request: HttpRequest, way: reading.Way) -> None:
    """Opening the desk is a look at a person: it is written down, and shown to them."""
    reader = request.reader  # type: ignore[attr-defined]
    people.look(
        opened.house(), way.person, at=frame.current().now(),
        operator=", ".join(part for part in (reader.title, reader.where) if part),
        office=f"{reader.office}@{ids.show(reader.unit)}" if reader.office and reader.unit else None,
        purpose="own record" if way.person == reader.person else "admission desk", scope=opened.scope_of(request),
    )  # fmt: skip


def _stages(way: reading.Way, state: str) -> list[dict[str, Any]]:
    """The stations of the way in, with the days of those that are behind."""
    applied = way.application.applied if way.application and way.application.state != "withdrawn" else None
    decided = next((one.since for one in reversed(way.meetings) if one.outcome == "admitted"), None)
    since = way.spell.counted_from if way.spell else None
    at = {"applied": 1, "decided": 2, "candidate": 3, "member": 4}.get(state, 0)
    days = [applied, decided, since if state == "candidate" else None, since if state == "member" else None]
    names = [_("Application"), _("Decision of the branch"), _("Candidate"), _("Member")]
    return [
        {"name": name, "day": day if number <= at else None, "now": number == at,
         "look": "done" if number <= at else "ahead"}
        for number, (name, day) in enumerate(zip(names, days, strict=True), start=1)
    ]  # fmt: skip


def _ruled(rule: reading.Foreseen, request: HttpRequest) -> dict[str, Any]:
    """A rule as the verdict shows it: may, may not, or cannot be decided."""
    outcome = {True: "may", False: "may_not", None: "undecided"}[rule.outcome]
    today = rule.day is not None and rule.day <= request.day  # type: ignore[attr-defined]
    name = rule.title or labels.headed(rule.rule)
    return {"rule": rule, "name": name, "outcome": outcome, "day": None if today else rule.day}


def _ahead(request: HttpRequest, way: reading.Way) -> Mapping[str, Sequence[resolutions.Ahead]]:
    """What is adopted already and decides the case otherwise from a day ahead, by rule."""
    day: date = request.day  # type: ignore[attr-defined]
    rules = [rule.rule for rule in way.rules]
    return resolutions.coming_of(opened.house(), way.person, rules, on=day, scope=opened.scope_of(request))


def _to(request: HttpRequest, person: int, name: str) -> str:
    return links.to(f"/admission/{ids.show(person)}/{name}/", links.kept_day(request))


def _competent(request: HttpRequest, kinds: Sequence[type[Act]], person: int) -> list[bool]:
    """Whether the reader may do each of these acts of the desk at all: in their office, or for themselves."""
    by = deeds.authority_of(request)
    acts = [kind(on=request.day, person=person, **BLANK.get(kind, {})) for kind in kinds]  # type: ignore[attr-defined, call-arg]
    own = [act.own() is not None and act.own() == by.person for act in acts]
    if by.office is None:
        return own
    may = offers.may_offer_each(acts, by=by, house=opened.house())
    return [one or other for one, other in zip(own, may, strict=True)]


def _appealable(request: HttpRequest, way: reading.Way) -> list[dict[str, Any]]:
    """Decisions against which the reader may lodge an appeal here."""
    return _decisions(request, way) if all(_competent(request, [appeals.Lodge], way.person)) else []


def _decisions(request: HttpRequest, way: reading.Way) -> list[dict[str, Any]]:
    """Decisions against which an appeal may still be lodged, and until when."""
    person = way.person
    if not _may_stand(way):
        return []
    known = {one.decision for one in way.appeals if one.state != "withdrawn"}
    day: date = request.day  # type: ignore[attr-defined]
    with opened.house().register(scope=opened.scope_of(request)) as register:
        law = store.adopted(register)
        return [
            {
                "against": one.against,
                "since": one.since,
                "last": appeals.last_day(law, one.since),
                "href": links.to(f"/admission/{ids.show(person)}/appeal/", links.kept_day(request), of=one.against),
            }
            for one in appeals.decisions(register, person, on=day)
            if one.entry not in known
        ]


def _may_stand(way: reading.Way) -> bool:
    """Whether there is anything at all that may be appealed against."""
    refused = way.application is not None and way.application.state == "refused"
    excluded = way.spell is not None and way.spell.reason == "excluded"
    return refused or excluded or any(one.state == "stands" for one in way.refusals)


@page("admission/<str:person>/unask/<str:asked>/", name="unask", scope=Scope.SIGNED_IN,
      methods=("GET", "HEAD", "POST"))  # fmt: skip
def unask(request: HttpRequest, person: str, asked: str) -> HttpResponse:
    """Take a question to a sponsor, or a code, back."""
    way = found_way(request, person, brief=True)
    number = ids.read(asked)
    if all(one.asked != number for one, _name in way.asked):
        raise Http404
    return deeds.deed(
        request, sponsoring.Unask, fixed={"person": way.person, "asked": number}, title=_("Ask no longer"),
        button=_("Take it back"), done=lambda _entered: _to_desk(request, way.person),
        extra={"about": way.name},
    )  # fmt: skip


@page("admission/<str:person>/<slug:step>/", name="admission_step", scope=Scope.SIGNED_IN,
      methods=("GET", "HEAD", "POST"))  # fmt: skip
def step(request: HttpRequest, person: str, step: str) -> HttpResponse:
    """An act of the desk: what is wanted, the verdict with its articles, and the act."""
    way = found_way(request, person, brief=True)
    if step == "appeal":
        return _appeal(request, way)
    if step not in STEPS:
        raise Http404
    offered = STEPS[step]
    choices = {"meeting": _meetings(request, way)} if offered.kind in (admission.Decide, admission.Refuse) else {}
    return deeds.deed(
        request, offered.kind, fixed={"person": way.person}, title=f"{offered.title}: {way.name}",
        button=str(offered.button), labels=LABELS, choices=choices, done=lambda _entered: _to_desk(request, way.person),
        extra={"about": offered.hint, "back": _to_desk(request, way.person)}, template="admission/step.html",
    )  # fmt: skip


def _meetings(request: HttpRequest, way: reading.Way) -> list[tuple[str, str]]:
    """The meetings that the unit of the application has held, the latest first, as answers to choose from."""
    if way.application is None:
        return []
    found, _next = meetings.of_unit(opened.house(), way.application.unit, scope=opened.scope_of(request))
    return [
        (ids.show(one.meeting.meeting), f"{figures.day(one.meeting.day)}, {one.meeting.place}")
        for one in found
        if one.meeting.state == "held"
    ]


def _to_desk(request: HttpRequest, person: int) -> str:
    return links.to(f"/admission/{ids.show(person)}/", links.kept_day(request))


def _appeal(request: HttpRequest, way: reading.Way) -> HttpResponse:
    against = request.GET.get("of", "application")
    if against not in appeals.AGAINST:
        raise Http404
    decision = next((one for one in _appealable(request, way) if one["against"] == against), None)
    last = decision["last"] if decision else None
    about = _("The body that decided answers; the unit above it decides.")
    if last is not None:
        about += " " + _("An appeal may be lodged until %(day)s.") % {"day": figures.day(last)}
    return deeds.deed(
        request, appeals.Lodge, fixed={"person": way.person, "against": against},
        title=f"{_('Appeal')}: {way.name}", button=_("Lodge the appeal"), labels=LABELS,
        done=lambda _entered: _to_desk(request, way.person), extra={"about": about},
    )  # fmt: skip
