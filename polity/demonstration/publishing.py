"""Publish the first tables of a demonstration, each entered once."""

from collections.abc import Callable, Sequence
from datetime import date

from polity.acts import Authority, enact
from polity.acts.release import PublishFigures
from polity.demonstration.entering import Drawn
from polity.postgres.database import Database
from polity.readings.census import Question
from polity.readings.house import House, Scope
from polity.readings.release import counted, releases
from polity.register.forms import SubjectId
from polity.words import ids

type Releases = Sequence[tuple[str, dict[str, tuple[str, ...]], tuple[str, ...]]]  # title, whom, by what


def published(
    house: House, database: Database, tables: Releases, *, on: date, recorded: str, key: Callable[[int, str], str]
) -> None:
    """Publish those tables that are not yet there, in the office of the secretary of the whole.

    key  names the entry of a table by its number and title, so that what was begun is gone on with
    """
    scope = Scope(day=on, whole=True)
    with house.register(scope=scope) as register:
        root = register.roots(on=on)[0].unit
    done = {release.title for release in releases(house, scope=scope)}
    for number, (title, where, by) in enumerate(tables, 1):
        if title in done:
            continue
        named = key(number, title)
        act = PublishFigures(
            on=on,
            release=SubjectId(ids.of_bytes(Drawn(named)(8))),
            title=title,
            question={"where": {name: list(values) for name, values in where.items()}, "by": list(by)},
            figures=counted(house, Question(on=on, where=where, by=by), scope=scope),
            known=house.columns.number,
        )
        office = Authority("demonstration", recorded, Drawn(f"{named} entry"), "secretary", root)
        enact(act, by=office, database=database, key=named)
