"""The studies of 1923: kept with their resolutions, on paired draws, marked as resting on synthetic people."""

from datetime import date

from polity.demonstration import fields
from polity.demonstration.studying import STUDIES
from polity.readings.house import House, Scope
from polity.readings.studies import studies

TODAY = date.fromisoformat(fields.TODAY)


def test_every_study_is_kept_once_with_the_resolution_it_asks_about(party: House) -> None:
    found = {
        one.title: (one.resolution.title.partition(" ")[0] if one.resolution else None, one.day, one.demonstration)
        for one in studies(party, scope=Scope(day=TODAY))
    }
    assert found == {asked.title: (asked.resolution, TODAY, True) for asked in STUDIES}


def test_a_study_says_in_how_many_runs_a_majority_comes_within_two_and_three_years(party: House) -> None:
    found = studies(party, scope=Scope(day=TODAY))
    told = [[says.partition(" social_category")[0] for says in one.says[:2]] for one in found]
    assert told == [["Within 2 years", "Within 3 years"]] * len(STUDIES)
