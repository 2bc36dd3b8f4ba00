"""The decisions of the Twelfth Congress, entered as resolutions by acts, with what follows and what was left open.

What was decided comes from `history/resolutions_1923.yaml`; counts and everything marked so are synthetic.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from typing import Any, NamedTuple

import yaml

from polity.acts import Act, Authority, enact, followup, question, resolution
from polity.demonstration import fields
from polity.demonstration.entering import Drawn
from polity.demonstration.sources import HERE, HISTORY
from polity.postgres.database import Database
from polity.register.forms import PersonId, SubjectId, UnitId
from polity.register.register import Register
from polity.statutes import read
from polity.words import ids

OPENED, DECIDED = date(1923, 4, 24), date(1923, 4, 25)


class Congress(NamedTuple):
    """Who decides and who counts: the unit of the congress, and two members as tellers, who are synthetic people."""

    body: int
    tellers: tuple[int, int]


@cache
def told() -> Mapping[str, Mapping[str, Any]]:
    """What the history says of each decision, task, rejected draft, horizon and claim, by its id."""
    text = (HISTORY / "resolutions_1923.yaml").read_text(encoding="utf-8")
    parts = ("resolutions", "tasks", "not_adopted", "horizons", "claims_to_test")
    return {one["id"]: one for part in parts for one in yaml.safe_load(text)[part]}


@cache
def entered() -> Mapping[str, Any]:
    """What a register needs beside the history."""
    text = (HERE / "resolutions" / "congress_1923.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def reform_of(name: str) -> str | None:
    """The text of the reform that a decision makes; None where it changes no rule."""
    of: Mapping[str, Any] = entered()["resolutions"][name]
    if "reform" not in of:
        return None
    texts = (HERE / of["reform"]).read_text(encoding="utf-8").split("\n---\n")
    return next(text for text in texts if of.get("part") in (None, read(text)[0].name))


def resolve(database: Database, *, size: str, seed: int) -> None:
    """Enter the decisions of the congress, and the questions that only time answers. Each act is entered once."""
    with database.reading(scope="all", scope_day=fields.TODAY) as cursor:
        register = Register(cursor)
        body = register.roots(on=DECIDED)[0].unit
        cursor.execute(
            "SELECT person FROM standing WHERE standing = 'member' AND valid @> %s ORDER BY person LIMIT 2", [DECIDED]
        )
        first, second = (int(row[0]) for row in cursor.fetchall())
    congress = Congress(body, (first, second))

    def drawn(name: str) -> Any:
        return ids.of_bytes(Drawn(f"demonstration {size} {seed} {name}")(8))

    for at, act in enumerate(_acts(congress, drawn)):
        key = f"demonstration {size} {seed} congress {at}"
        by = Authority("demonstration", f"{act.on}T00:00:00+00:00", Drawn(key), "secretary", body)
        enact(act, by=by, database=database, key=key)


def _acts(congress: Congress, drawn: Any) -> Iterator[Act]:
    for name, of in entered()["resolutions"].items():
        yield from _resolution(name, of, congress, SubjectId(drawn(name)), drawn)
    for name, of in entered()["questions"].items():
        yield _question(name, of, congress, SubjectId(drawn(name)))


def _resolution(name: str, of: Mapping[str, Any], congress: Congress, number: SubjectId, drawn: Any) -> Iterator[Act]:
    notes, history = entered(), told()[name]
    unanimous = history.get("parameters", {}).get("vote") == "unanimous"
    adopted = name[0] in "RK"
    note = "note_task" if name[0] == "K" else "note_unanimous" if unanimous else "note"
    by = f" Moved by {history['by']}." if "by" in history else ""
    says = f"{history['text']}{by} {notes[note if adopted else 'note_not_adopted']} ({', '.join(history['sources'])})"
    unit = UnitId(congress.body)
    yield resolution.Draft(
        on=OPENED, resolution=number, title=f"{name} {of['title']}", says=says, body=unit, mover=unit,
        reform=reform_of(name),
    )  # fmt: skip
    if not adopted:
        return
    yield resolution.Put(on=OPENED, resolution=number)
    figures = notes["counts"]["unanimous" if unanimous else "by_majority"]
    for teller in congress.tellers:
        yield resolution.Counted(on=DECIDED, resolution=number, teller=PersonId(teller), **figures)
    yield resolution.Decide(on=DECIDED, resolution=number)
    part = {"on": DECIDED, "part": SubjectId(drawn(f"{name} part")), "resolution": number, "owner": unit}
    if "task" in of:
        yield followup.Task(**part, says=of["task"], due=of.get("due"))
    if "target" in of:
        yield followup.Target(**part, **of["target"])


def _question(name: str, of: Mapping[str, Any], congress: Congress, number: SubjectId) -> Act:
    of = {**entered()["claims"], **of} if name[0] == "L" else of
    history = told()[name]
    since, until = of["due"]
    measured = history.get("test_with") or "what people report"
    return question.Open(
        on=DECIDED, question=number, owner=UnitId(congress.body), title=f"{name} {of['title']}",
        says=f"{history['text'].capitalize()} ({', '.join(history['sources'])}).", outcomes=tuple(of["outcomes"]),
        settles="The register's own figure." if "where" in of else f"Judged by: {measured.replace('_', ' ')}.",
        due_from=since, due_to=until, where=of.get("where"), of=of.get("of"), bound=of.get("bound"),
    )  # fmt: skip
