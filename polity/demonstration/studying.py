"""What-if studies of 1923: the bar, the bar that spares candidates, the bar with easier entry, each forecast and kept.

They rest on synthetic people: they show what such a study is, and answer nothing about 1923.
"""

import json
from datetime import date
from typing import NamedTuple

from polity.acts import Authority, enact, resolution
from polity.demonstration import fields
from polity.demonstration.entering import Drawn
from polity.demonstration.sources import HERE
from polity.postgres.database import Database
from polity.readings import resolutions
from polity.readings.forecast import Target, forecast
from polity.readings.house import House, Scope
from polity.readings.studies import studies
from polity.register.forms import SubjectId
from polity.words import ids

MAJORITY = Target(by="social_category", value="worker", per_mille=500)
SEED = 1923


class Asked(NamedTuple):
    """A study: its title, the resolution it is kept with, by its id in the history, and the draft it asks about."""

    title: str
    resolution: str
    draft: str


STUDIES = (
    Asked("What if entry is barred for a year?", "R01", "one_year_bar"),
    Asked("What if the bar spares those who were candidates already?", "R01", "one_year_bar_sparing"),
    Asked("What if workers enter more easily while the bar holds?", "R02", "one_year_bar_with_easier_entry"),
)


def study(house: House, database: Database, *, size: str, seed: int) -> None:
    """Make each study on the day after the congress and keep it with its resolution. Entered once."""
    today = date.fromisoformat(fields.TODAY)
    scope = Scope(day=today, whole=True)
    done = {one.title for one in studies(house, scope=scope)}
    listed = {one.resolution.title.partition(" ")[0]: one.resolution for one in resolutions.listed(house, scope=scope)}
    for asked in STUDIES:
        if asked.title in done:
            continue
        text = (HERE / "drafts" / f"{asked.draft}.yaml").read_text(encoding="utf-8")
        run = forecast(house, text, since=today, scope=scope, seed=SEED, target=MAJORITY).plain()
        key = f"demonstration {size} {seed} study {asked.draft}"
        of = listed[asked.resolution]
        act = resolution.Keep(
            on=today,
            forecast=SubjectId(ids.of_bytes(Drawn(key)(8))),
            resolution=SubjectId(of.resolution),
            title=asked.title,
            run=json.dumps(run, ensure_ascii=False, separators=(",", ":")),
        )
        by = Authority("demonstration", f"{today}T00:00:00+00:00", Drawn(f"{key} entry"), "secretary", of.mover)
        enact(act, by=by, database=database, key=key)
