"""The statutes: texts, the articles of a day, the history of each clause, and a case explained."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from types import SimpleNamespace

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from polity.acts.act import ACTS
from polity.pages import acts_said, labels, links, opened, refusals
from polity.pages.routing import Scope, page
from polity.pages.shown import show, taken
from polity.pages.tables import Column, Table
from polity.readings import law as reading
from polity.readings import resolutions
from polity.readings.census import Unanswerable
from polity.readings.house import Scope as Seen
from polity.readings.kept import kept
from polity.register.resolutions import Resolution
from polity.statutes import Article
from polity.words import ids


@page("statutes/", name="statutes", scope=Scope.OPEN, section=gettext_lazy("Statutes"), order=40)
def statutes(request: HttpRequest) -> HttpResponse:
    """The law in force on a day: texts, rules with their clauses, and who may do what."""
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    law = reading.fingerprint(opened.house(), scope=scope)
    everybody = Seen(day=day, whole=True)
    powers = kept(opened.house(), ("powers", law, day, get_language()), lambda: _powers(request), scope=everybody)
    if (answer := taken(request, powers)) is not None:
        return answer
    moved = _moved(request)
    named = tuple((reform, one.resolution, one.title) for reform, one in moved.items())
    rules = kept(
        opened.house(), ("rules of law", law, day, links.kept_day(request), get_language(), named),
        lambda: _governed(request, moved), scope=everybody,
    )  # fmt: skip
    texts = reading.texts(opened.house(), scope=scope)
    return show(request, "statutes/statutes.html", {"texts": texts, "rules": rules, "powers": powers})


def _governed(request: HttpRequest, moved: Mapping[str, Resolution]) -> SafeString:
    """The rules in force on a day, each with its clauses, as the page shows them to everybody."""
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    governed = [
        (kind, _rules(articles)) for kind, articles in reading.articles(opened.house(), on=day, scope=scope) if articles
    ]
    return render_to_string("statutes/rules.html", {"governed": governed, "resolutions": moved}, request)


def _moved(request: HttpRequest) -> dict[str, Resolution]:
    """The resolutions that put reforms among the statutes, by the name of the reform."""
    return resolutions.by_reform(opened.house(), scope=opened.scope_of(request))


def _rules(articles: Sequence[Article]) -> list[SimpleNamespace]:
    """Articles by the rule they belong to."""
    return [
        SimpleNamespace(name=name, title=clauses[0].title or name, shape=clauses[0].shape, clauses=clauses)
        for name, found in groupby(articles, key=lambda article: article.rule)
        if (clauses := list(found))
    ]


def _powers(request: HttpRequest) -> Table:
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    columns = [
        Column("act", _("Act")), Column("offices", _("Offices")), Column("tier", _("Tier")),
        Column("source", _("Source")), Column("status", _("Status")),
    ]  # fmt: skip
    rows = [
        (
            acts_said.said(power.act), ", ".join(labels.said(office) for office in power.offices),
            labels.said(power.tier) if power.tier else "", power.source,
            labels.said(power.status) if power.status else "",
        )
        for power in reading.powers(opened.house(), sorted(ACTS), on=day, scope=scope)
    ]  # fmt: skip
    empty = _("No article in force on this day says who may do what.")
    return Table("powers", _("Who may do what"), columns, rows, empty=empty)


@page("statutes/texts/<str:name>/", name="text", scope=Scope.OPEN)
def text(request: HttpRequest, name: str) -> HttpResponse:
    """A text of law as it was adopted."""
    found = [one for one in reading.texts(opened.house(), scope=opened.scope_of(request)) if one.name == name]
    if not found:
        raise Http404
    return show(request, "statutes/text.html", {"text": found[0]})


@page("statutes/articles/<str:article>/", name="article", scope=Scope.OPEN)
def article(request: HttpRequest, article: str) -> HttpResponse:
    """A clause on a day: its words, where it comes from, everything it has said before and since."""
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    history = reading.history(opened.house(), article, scope=scope)
    if not history:
        raise Http404
    standing = [
        one
        for _kind, articles in reading.articles(opened.house(), on=day, scope=scope)
        for one in articles
        if one.id == article
    ]
    values = reading.parameters_of(opened.house(), standing, scope=scope)
    shown = {
        "name": article, "articles": standing, "history": history, "values": values, "resolutions": _moved(request),
    }  # fmt: skip
    return show(request, "statutes/article.html", shown)


@page("statutes/explain/", name="explain", scope=Scope.SIGNED_IN)
def explain(request: HttpRequest) -> HttpResponse:
    """What a rule says of one case on a day, clause by clause."""
    scope, day = opened.scope_of(request), request.day  # type: ignore[attr-defined]
    written, rule = request.GET.get("id", "").strip(), request.GET.get("rule", "").strip()
    rules = reading.rules(opened.house(), scope=scope)
    if not written or not rule:
        return show(request, "statutes/ask.html", {"rules": rules, "asked": written})
    number = ids.read(written)
    try:
        case = None if number is None else reading.explain(opened.house(), number, rule, on=day, scope=scope)
    except Unanswerable as wrong:
        return refusals.not_understood(request, says=wrong.says, remedy=wrong.remedy)
    if case is None:
        raise Http404
    verdict, told = case.explanation.verdict, case.explanation
    outcome = "undecided" if verdict.outcome is None else "may_not" if verdict.outcome is False else "may"
    judged = verdict.outcome is None or isinstance(verdict.outcome, bool)
    says = " ".join(note.say for note in told.failed) or (told.decided_by.say if told.decided_by else "")
    facts = Table(
        "facts", _("The facts that it rests on"), [Column("fact", _("Fact")), Column("value", _("Value"))],
        [(labels.headed(name), labels.said(value)) for name, value in told.facts],
    )  # fmt: skip
    shown = {
        "case": case, "told": told, "outcome": outcome, "judged": judged, "facts": facts, "rules": rules,
        "says": says or _("All that the rule asks for is met."), "steps": list(reversed(told.steps)),
        "articles": list(dict.fromkeys(filter(None, [*verdict.failed, *verdict.unknown, verdict.clause])))
        or [note.id for note in told.steps[-1].clauses],
        "missing": [labels.headed(name) for name in verdict.missing],
        "resolutions": _moved(request),
        "ahead": resolutions.coming(opened.house(), case.subject, rule, on=day, scope=scope) if judged else [],
        "href": links.person(case.subject, links.kept_day(request)) if case.kind == "person" else "",
    }  # fmt: skip
    return show(request, "statutes/case.html", shown)
