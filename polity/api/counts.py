"""Figures: the census on any day, the balance of a period, published figures, and what sources state."""

from datetime import date
from typing import Any

from polity.api.asking import Asked
from polity.api.people import WHERE, where
from polity.api.routing import Scope, reading
from polity.api.schemas import ANYTHING, COUNT, DAY, ID, TEXT, UNIT, YES, Schema, choice, many, obj, opt, table
from polity.columns.shape import STANDINGS
from polity.readings import census, sources
from polity.readings.balance import balance
from polity.readings.census import Question
from polity.readings.house import Scope as Seen
from polity.readings.journal import known_on
from polity.readings.kept import kept
from polity.readings.release import releases

BY: Schema = {
    "type": "array", "items": {"type": "string", "maxLength": 80}, "maxItems": 4,
    "description": "Dimensions of the table: standing, unit, age_band, a tier, a declared attribute.",
}  # fmt: skip
KNOWN: Schema = {"type": "integer", "minimum": 0, "maximum": 2**53, "description": "As known at a journal number."}
FIGURE: Schema = obj(record=TEXT, about=TEXT, place=TEXT, as_of=TEXT, source=TEXT, stated=TEXT, register=opt(TEXT),
                     verdict=TEXT, note=TEXT)  # fmt: skip


@reading(
    "/census", name="census.count", scope=Scope.KEY,
    answer=obj(on=DAY, where=table(ANYTHING), rows=many({"type": "object"}), total=COUNT),
    query={"on": DAY, "by": BY, "where": WHERE, "under": UNIT, "map_of": DAY, "known": KNOWN, "as_known": DAY,
           "per_mille": YES},
    example={"query": {"by": "standing"}},
)  # fmt: skip
def counted(asked: Asked) -> Any:
    """Count people on a day by anything known of them, within the key's part of the tree. Rows hold the dimensions
    asked by, `count`, and `per_mille` where it is wanted."""
    known = asked.query.get("known")
    day = asked.named_day("as_known")
    if day is not None:
        known = known_on(asked.house, day, scope=asked.scope)
    map_of = asked.named_day("map_of")
    question = Question(
        on=asked.day, where=where(asked), by=tuple(dict.fromkeys(asked.query.get("by", ()))),
        under=asked.under(map_of), map_of=map_of, known=known, per_mille=asked.query.get("per_mille", False),
    )  # fmt: skip
    return census.census(asked.house, question, scope=asked.scope).plain()


@reading("/census/dimensions", name="census.dimensions", scope=Scope.KEY, answer=obj(items=many(TEXT)))
def dimensions(asked: Asked) -> Any:
    """What people can be counted by, and listed by."""
    from polity.readings.tree import tiers_of

    asked.house.columns.refresh()
    return {"items": sorted(census.dimensions(asked.house.columns.fields, tiers_of(asked.house, scope=asked.scope)))}


@reading(
    "/balance", name="balance.count", scope=Scope.KEY,
    answer=obj(since=DAY, until=DAY, standing=TEXT, closes=YES, rows=many({"type": "object"})),
    query={"since": DAY, "until": DAY, "standing": choice(*STANDINGS), "under": UNIT,
           "by": {"type": "string", "maxLength": 80}},
    example={"query": {"since": "2022-01-01"}},
)  # fmt: skip
def balanced(asked: Asked) -> Any:
    """Stock and flow of a period: start + came in - went out = end, for the whole part or for each unit of a tier."""
    until = asked.named_day("until") or asked.scope.day
    since = asked.named_day("since") or date(until.year, 1, 1)
    standing, by, under = asked.query.get("standing", "member"), asked.query.get("by") or None, asked.under(until)
    found = kept(
        asked.house, ("balance", since, until, standing, under, by),
        lambda: balance(
            asked.house, since=since, until=until, scope=asked.scope, standing=standing, under=under, by=by
        ),
        scope=asked.scope,
    )  # fmt: skip
    return found.plain()


@reading(
    "/releases", name="releases.list", scope=Scope.KEY,
    answer=obj(items=many(obj(release=ID, title=TEXT, on=DAY, known=COUNT, question={"type": "object"},
                              figures={"type": "object"}))),
)  # fmt: skip
def published(asked: Asked) -> Any:
    """Published figures, the newest first: the same for everybody, small groups left out."""
    return {"items": [one.plain() for one in releases(asked.house, scope=asked.scope)]}


@reading("/sources", name="sources.list", scope=Scope.KEY, answer=obj(items=many(FIGURE)))
def stated(asked: Asked) -> Any:
    """What the sources of a demonstration state, beside the register's figures. Nothing elsewhere."""
    book = asked.of.book
    if book is None:
        return {"items": []}
    found = sources.stated(asked.house, book, scope=Seen(day=asked.scope.day, whole=True))
    names = ("record", "about", "place", "as_of", "source", "stated", "register", "verdict", "note")
    return {"items": [{name: _text(getattr(one, name)) for name in names} for one in found]}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
