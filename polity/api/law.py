"""The statutes: texts, articles of a day, the history of each, who may do what, and one case explained."""

from datetime import date
from typing import Any

from polity.acts import ACTS
from polity.api.answers import not_here
from polity.api.asking import Asked
from polity.api.people import iso
from polity.api.routing import Scope, reading
from polity.api.schemas import ANYTHING, COUNT, DAY, ID, TEXT, UNIT, Schema, choice, many, obj, opt
from polity.columns.shape import STANDINGS
from polity.readings import explained, law, resolutions
from polity.readings.tally import tally
from polity.statutes import Article, Episode
from polity.statutes.explain import ClauseNote
from polity.words import ids

TEXT_OF_LAW: Schema = obj(name=TEXT, adopted=DAY, number=opt(COUNT), text=TEXT)
ARTICLE: Schema = obj(
    subject=TEXT, rule=TEXT, title=TEXT, article=TEXT, shape=TEXT, text=TEXT, says=TEXT, remedy=TEXT, source=TEXT,
    status=TEXT, reform=TEXT, since=opt(DAY), until=opt(DAY),
    exceptions=many(obj(article=TEXT, when=TEXT, source=TEXT)),
)  # fmt: skip
EPISODE: Schema = obj(kind=TEXT, name=TEXT, text=TEXT, since=opt(DAY), until=opt(DAY), source=TEXT, status=TEXT,
                      reform=TEXT)  # fmt: skip
POWER: Schema = obj(act=TEXT, offices=many(TEXT), tier=opt(TEXT), source=TEXT, status=TEXT)
RULE: Schema = obj(subject=TEXT, rule=TEXT, title=TEXT)
CASE: Schema = obj(
    id=ID, label=TEXT, subject=TEXT, rule=TEXT, on=DAY, governing=DAY, outcome=ANYTHING, shown=TEXT, clause=opt(TEXT),
    failed=many(TEXT), unknown=many(TEXT), missing=many(TEXT), law=TEXT, facts={"type": "object"},
    params=many({"type": "object"}), steps=many({"type": "object"}), would_change=many(TEXT),
)  # fmt: skip
CLAUSE: Schema = obj(article=TEXT, says=TEXT)
NAME: Schema = {"type": "string", "minLength": 1, "maxLength": 100}
TALLY: Schema = obj(
    rule=TEXT, subject=TEXT, on=DAY, rows=many(obj(outcome=opt(TEXT), clause=opt(TEXT), count=COUNT)),
    failed=many(obj(clause=TEXT, count=COUNT)), total=COUNT,
)  # fmt: skip


@reading("/statutes/texts", name="statutes.texts", scope=Scope.KEY, answer=obj(items=many(TEXT_OF_LAW)))
def texts(asked: Asked) -> Any:
    """All statutes and reforms adopted so far, in the order of their adoption, with their texts."""
    return {"items": [_text(one) for one in law.texts(asked.house, scope=asked.scope)]}


@reading(
    "/statutes/texts/{name}", name="statutes.text", scope=Scope.KEY, answer=TEXT_OF_LAW, example={"name": "rules"}
)  # fmt: skip
def text(asked: Asked) -> Any:
    """One text of law as it was adopted."""
    for one in law.texts(asked.house, scope=asked.scope):
        if one.name == asked.parts["name"]:
            return _text(one)
    raise not_here()


def _text(one: law.Text) -> dict[str, Any]:
    return {"name": one.name, "adopted": iso(one.adopted), "number": one.number, "text": one.text}


@reading(
    "/statutes/articles", name="statutes.articles", scope=Scope.KEY, answer=obj(items=many(ARTICLE)), query={"on": DAY}
)  # fmt: skip
def articles(asked: Asked) -> Any:
    """The clauses in force on a day, by the kind of subject that they govern."""
    found = law.articles(asked.house, on=asked.day, scope=asked.scope)
    return {"items": [_article(subject, one) for subject, clauses in found for one in clauses]}


def _article(subject: str, one: Article) -> dict[str, Any]:
    return {
        "subject": subject, "rule": one.rule, "title": one.title, "article": one.id, "shape": one.shape,
        "text": one.text, "says": one.say, "remedy": one.remedy, "source": one.source, "status": one.status,
        "reform": one.reform, "since": iso(one.since), "until": iso(one.until),
        "exceptions": [{"article": at, "when": when, "source": source} for at, when, source in one.exceptions],
    }  # fmt: skip


@reading(
    "/statutes/articles/{name}", name="statutes.history", scope=Scope.KEY, answer=obj(items=many(EPISODE)),
    example={"name": "membership.transfer"},
)  # fmt: skip
def history(asked: Asked) -> Any:
    """Everything that the law has said under the name of a clause, a parameter or an act."""
    found = law.history(asked.house, asked.parts["name"], scope=asked.scope)
    if not found:
        raise not_here()
    return {"items": [_episode(one) for one in found]}


def _episode(one: Episode) -> dict[str, Any]:
    return {
        "kind": one.kind, "name": one.name, "text": one.text, "since": iso(one.since), "until": iso(one.until),
        "source": one.source, "status": one.status, "reform": one.reform,
    }  # fmt: skip


@reading("/statutes/powers", name="statutes.powers", scope=Scope.KEY, answer=obj(items=many(POWER)), query={"on": DAY})
def powers(asked: Asked) -> Any:
    """Who may do what on a day, as far as the law says."""
    items = [
        {"act": one.act, "offices": list(one.offices), "tier": one.tier, "source": one.source, "status": one.status}
        for one in law.powers(asked.house, sorted(ACTS), on=asked.day, scope=asked.scope)
    ]
    return {"items": items}


@reading("/statutes/rules", name="statutes.rules", scope=Scope.KEY, answer=obj(items=many(RULE)))
def rules(asked: Asked) -> Any:
    """The rules of which a case can be asked."""
    found = law.rules(asked.house, scope=asked.scope)
    return {"items": [{"subject": kind, "rule": name, "title": title or ""} for kind, name, title in found]}


@reading(
    "/statutes/tally", name="statutes.tally", scope=Scope.KEY, answer=TALLY,
    query={"rule": NAME, "on": DAY, "standing": choice(*STANDINGS), "under": UNIT}, needed=("rule",),
    example={"query": {"rule": "may_be_transferred", "standing": "member"}},
)  # fmt: skip
def tallied(asked: Asked) -> Any:
    """Decide a rule for everybody within what the key may see, and count: outcomes, and what failed."""
    return tally(
        asked.house, asked.query["rule"], on=asked.day, scope=asked.scope, standing=asked.query.get("standing"),
        under=asked.under(),
    ).plain()  # fmt: skip


@reading(
    "/statutes/explain", name="statutes.explain", scope=Scope.KEY, answer=CASE,
    query={"id": ID, "rule": NAME, "on": DAY}, needed=("id", "rule"),
    example={"query": {"id": "PERSON", "rule": "may_be_transferred"}},
)  # fmt: skip
def explain(asked: Asked) -> Any:
    """What a rule says of one case on a day, clause by clause, on which facts, and what would change it."""
    number = ids.read(asked.query["id"])
    case = None
    if number is not None:
        case = law.explain(asked.house, number, asked.query["rule"], on=asked.day, scope=asked.scope)
    if case is None:
        raise not_here()
    return {"id": ids.show(case.subject), "label": case.label, **explained.plain(case.explanation)}


@reading(
    "/statutes/coming", name="statutes.coming", scope=Scope.KEY, query={"id": ID, "rule": NAME, "on": DAY},
    needed=("id", "rule"), example={"query": {"id": "PERSON", "rule": "may_be_transferred"}},
    answer=obj(items=many(obj(day=DAY, before=ANYTHING, outcome=ANYTHING, stands=many(CLAUSE), lifted=many(CLAUSE),
                              resolutions=many(ID)))),
)  # fmt: skip
def coming(asked: Asked) -> Any:
    """How the verdict of a rule on one case changes on the days ahead on which the law does, and by which resolution.
    Nothing where nothing changes, and for a case that the key may not see."""
    number = ids.read(asked.query["id"])
    found = (
        []
        if number is None
        else resolutions.coming(asked.house, number, asked.query["rule"], on=asked.day, scope=asked.scope)
    )
    return {
        "items": [
            {
                "day": iso(one.day), "before": _outcome(one.before), "outcome": _outcome(one.outcome),
                "stands": list(map(_clause, one.stands)), "lifted": list(map(_clause, one.lifted)),
                "resolutions": [ids.show(each.resolution) for each in one.resolutions],
            }
            for one in found
        ]
    }  # fmt: skip


def _outcome(outcome: Any) -> Any:
    return outcome if not isinstance(outcome, date) else outcome.isoformat()


def _clause(one: ClauseNote) -> dict[str, str]:
    return {"article": one.id, "says": one.say}
