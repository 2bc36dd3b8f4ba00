"""The organisation as a whole: what it is, how one's part stands, what waits, what answers to a search, the journal."""

from typing import Any

from polity.acts.again import case_of
from polity.api.answers import not_here, there
from polity.api.asking import Asked
from polity.api.people import LISTED, PAGED, PERSON, PLACE, iso, person_of, place
from polity.api.previews import DRAFT
from polity.api.routing import Scope, reading
from polity.api.schemas import COUNT, DAY, ID, TEXT, YES, Schema, choice, many, obj, opt, page_of, table
from polity.api.units import began
from polity.journal import sealer
from polity.readings import cases, home, inbox, journal, roll
from polity.readings.redecide import redecide
from polity.readings.search import search
from polity.words import ids

FIELD: Schema = obj(kind=TEXT, field=TEXT, label=TEXT, type=TEXT, options={"type": "object"}, purpose=TEXT)
APPLICATION: Schema = obj(application=ID, person=ID, name=TEXT, unit=PLACE, applied=DAY, state=TEXT, state_since=DAY)
TRANSFER: Schema = obj(transfer=ID, person=ID, name=TEXT, sending=PLACE, receiving=PLACE, asked=DAY, state=TEXT)
ENTRY: Schema = obj(number=COUNT, act=TEXT, on=TEXT, recorded=TEXT, by=TEXT, office=TEXT, unit=opt(PLACE), law=TEXT,
                    rows=COUNT, seal=TEXT)  # fmt: skip
OPEN_STATES = ("applied", "decided")
STATES = ("applied", "decided", "confirmed", "refused", "withdrawn", "lapsed")


@reading(
    "/organisation", name="organisation.one", scope=Scope.KEY,
    answer=obj(name=TEXT, today=DAY, tiers=many(TEXT), kinds=many(TEXT), demonstration=YES, fields=many(FIELD),
               reader=obj(person=opt(ID), office=opt(TEXT), unit=opt(ID), whole=YES)),
)  # fmt: skip
def organisation(asked: Asked) -> Any:
    """What the organisation is called, its tiers, what it records, its today; and for whom this key asks."""
    with asked.house.register(scope=asked.scope) as register:
        found = register.organisation() or ("", {})
        fields = register.fields("person")
        kinds = sorted(register.kinds())
    unit = asked.scope.unit
    return {
        "name": found[0], "today": asked.scope.day.isoformat(), "tiers": list(found[1].get("tiers", ())),
        "kinds": kinds, "demonstration": bool(found[1].get("demonstration")),
        "fields": [
            {"kind": "person", "field": name, "label": one.label, "type": one.type, "options": dict(one.options),
             "purpose": one.purpose}
            for name, one in fields.items()
        ],
        "reader": {
            "person": None if asked.scope.person is None else ids.show(asked.scope.person),
            "office": asked.token.office, "unit": None if unit is None else ids.show(unit), "whole": asked.scope.whole,
        },
    }  # fmt: skip


@reading(
    "/organisation/stand", name="organisation.stand", scope=Scope.KEY, query={"on": DAY},
    answer=obj(on=DAY, standings=many(obj(standing=TEXT, people=COUNT, course=many(COUNT), change={"type": "integer"})),
               flows=opt(obj(since=DAY, admitted=COUNT, left=COUNT))),
)  # fmt: skip
def stand(asked: Asked) -> Any:
    """How the key's part of the organisation stands: people by standing, over a year; who came and went this year."""
    found = home.stand(asked.house, on=asked.day, scope=asked.scope)
    return {
        "on": asked.day.isoformat(),
        "standings": [
            {"standing": one.standing, "people": one.people, "course": list(one.course), "change": one.change}
            for one in (found.standings if found else ())
        ],
        "flows": None if found is None else {
            "since": iso(found.flows.since), "admitted": found.flows.admitted, "left": found.flows.left,
        },
    }  # fmt: skip


@reading(
    "/waiting", name="waiting.counts", scope=Scope.KEY, query={"on": DAY},
    answer=obj(on=DAY, applied=COUNT, decided=COUNT, transfers=COUNT, candidates=opt(table(COUNT))),
)  # fmt: skip
def waiting(asked: Asked) -> Any:
    """How many wait for a decision: applications, transfers, and candidates by what the statutes say of promotion."""
    found = home.waiting(asked.house, on=asked.day, scope=asked.scope)
    return {
        "on": asked.day.isoformat(), "applied": found.applied, "decided": found.decided, "transfers": found.transfers,
        "candidates": None if found.served is None else found.served._asdict(),
    }  # fmt: skip


@reading(
    "/waiting/desks", name="waiting.desks", scope=Scope.KEY, query={"on": DAY},
    answer=obj(on=DAY, **dict.fromkeys(inbox.Desks._fields, COUNT)),
)  # fmt: skip
def desks(asked: Asked) -> Any:
    """How much waits at the desks beside admission: transfers, files, records alike, contacts, tasks, notices."""
    found = inbox.desks(asked.house, on=asked.day, scope=asked.scope)
    return {"on": asked.day.isoformat(), **found._asdict()}


@reading(
    "/waiting/applications", name="waiting.applications", scope=Scope.KEY, answer=page_of(APPLICATION),
    query={"state": many(choice(*STATES)), **PAGED},
)  # fmt: skip
def applications(asked: Asked) -> Any:
    """Applications by their state, those that wait unless others are named, by id."""
    _, after, most = began(asked)
    states = asked.query.get("state") or OPEN_STATES
    found = roll.applications(asked.house, states, scope=asked.scope, after=after, most=most + 1)
    items = [
        {
            "application": ids.show(one.application), "person": ids.show(one.person), "name": name, "unit": place(at),
            "applied": iso(one.applied), "state": one.state, "state_since": iso(one.state_since),
        }
        for one, at, name in found[:most]
    ]  # fmt: skip
    return {"items": items, "next": asked.following([found[most - 1][0].application] if len(found) > most else None)}


@reading(
    "/waiting/transfers", name="waiting.transfers", scope=Scope.KEY, answer=page_of(TRANSFER),
    query={"state": many({"type": "string", "maxLength": 40}), **PAGED},
)  # fmt: skip
def transfers(asked: Asked) -> Any:
    """Transfers by their state, those released and not yet acknowledged unless others are named, by id."""
    _, after, most = began(asked)
    found = roll.transfers(
        asked.house, asked.query.get("state") or ("released",), scope=asked.scope, after=after, most=most + 1
    )
    items = [
        {
            "transfer": ids.show(one.transfer), "person": ids.show(one.person), "name": name, "sending": place(sending),
            "receiving": place(receiving), "asked": iso(one.asked), "state": one.state,
        }
        for one, sending, receiving, name in found[:most]
    ]  # fmt: skip
    return {"items": items, "next": asked.following([found[most - 1][0].transfer] if len(found) > most else None)}


@reading(
    "/waiting/candidates", name="waiting.candidates", scope=Scope.KEY, answer=page_of(PERSON),
    query={"verdict": choice(*cases.VERDICTS), "on": DAY, "cursor": PAGED["cursor"]},
)  # fmt: skip
def candidates(asked: Asked) -> Any:
    """Candidates by what the statutes say of their promotion: may (unless another is named), may_not, undecided."""
    held = asked.place()
    day = asked.day if "on" not in held else asked.day.fromisoformat(held["on"])
    after = tuple(held["after"]) if "after" in held else None
    verdict = asked.query.get("verdict", "may")
    found, following = cases.candidates(asked.house, verdict, on=day, scope=asked.scope, after=after)
    return {"items": [person_of(*one) for one in found], "next": asked.following(following, day)}


@reading(
    "/search", name="search.find", scope=Scope.KEY,
    answer=obj(people=many(LISTED), units=many(obj(name=TEXT, code=TEXT, kind=TEXT)), articles=many(TEXT),
               entry=opt(COUNT), more=many(TEXT)),
    query={"q": {"type": "string", "minLength": 1, "maxLength": 100}, "on": DAY}, needed=("q",),
    example={"query": {"q": "andrews"}},
)  # fmt: skip
def searched(asked: Asked) -> Any:
    """People, units, articles and entries of the journal that answer to a few letters, each kind apart."""
    found = search(asked.house, asked.query["q"].strip(), on=asked.day, scope=asked.scope)
    return {
        "people": [person_of(*one) for one in found.people],
        "units": [{"name": name, "code": code, "kind": kind} for name, code, kind in found.units],
        "articles": [one.id for one in found.articles], "entry": found.entry, "more": sorted(found.more),
    }  # fmt: skip


@reading("/journal/head", name="journal.head", scope=Scope.KEY, answer=obj(number=COUNT, seal=TEXT))
def head(asked: Asked) -> Any:
    """The number and the seal of the last sealed entry, as they are announced."""
    with asked.house.register(scope=asked.scope) as register:
        number, seal = sealer.last(register.cursor)
    return {"number": number, "seal": seal}


@reading(
    "/journal", name="journal.list", scope=Scope.KEY, answer=page_of(ENTRY),
    query={"act": {"type": "string", "maxLength": 60}, "cursor": PAGED["cursor"]},
)  # fmt: skip
def entries(asked: Asked) -> Any:
    """The sealed entries, the latest first; of one act, if one is named."""
    held = asked.place()
    found, following = journal.entries(
        asked.house, scope=asked.scope, before=held.get("after", [None])[0], act=asked.query.get("act", "")
    )
    place_after = None if following is None else [following]
    return {"items": [_entry(one) for one in found], "next": asked.following(place_after)}


def _entry(one: journal.Entry) -> dict[str, Any]:
    unit = {"name": one.where[0], "code": one.where[1]} if one.where[0] else None
    return {
        "number": one.number, "act": one.act, "on": one.on, "recorded": one.recorded, "by": one.by,
        "office": one.office, "unit": unit, "law": one.law, "rows": one.rows, "seal": one.seal,
    }  # fmt: skip


@reading(
    "/journal/{number}", name="journal.one", scope=Scope.KEY, example={"number": "1"},
    answer=obj(entry=ENTRY, body=TEXT, previous=TEXT, following=opt(COUNT), rows=table(COUNT),
               people=many(obj(person=ID, name=TEXT)), more=COUNT),
)  # fmt: skip
def entry(asked: Asked) -> Any:
    """One entry: its body as the seal binds it, the seal before it, and what it changed as far as the key may see."""
    number = asked.parts["number"]
    found = there(journal.entry(asked.house, number, scope=asked.scope))
    one, previous, following = found
    effects = journal.effects(asked.house, number, scope=asked.scope)
    return {
        "entry": _entry(one), "body": one.body, "previous": previous, "following": following,
        "rows": dict(effects.rows), "more": effects.more,
        "people": [{"person": ids.show(person), "name": name} for person, name in effects.people],
    }  # fmt: skip


@reading(
    "/journal/{number}/again", name="journal.again", scope=Scope.KEY, example={"number": "RULED"},
    query={"text": DRAFT},
    answer=obj(number=COUNT, act=TEXT, on=DAY, subject=ID, same=YES, same_law=YES, then=many({"type": "object"}),
               under=many({"type": "object"})),
)  # fmt: skip
def again(asked: Asked) -> Any:
    """A decision taken again, on everything as it was known when it was entered; with the text of a reform, also as
    though that had been in force. There for entries that rest on rules, about somebody whom the key may see."""
    found = redecide(
        asked.house, asked.parts["number"], case_of=case_of, scope=asked.scope, draft=asked.query.get("text")
    )  # fmt: skip
    if found is None:
        raise not_here()
    return found.plain()
