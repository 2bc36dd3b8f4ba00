"""What the demonstration holds of each kind of subject: the fields to declare before anything is recorded."""

from typing import Any, NamedTuple

from polity.demonstration import traits
from polity.demonstration.names import NATIONALITIES
from polity.demonstration.sizes import KINDS, SOCIAL
from polity.demonstration.ties import RANKS
from polity.demonstration.units import TIERS

UNIT_KINDS = (
    "centre guberniya oblast republic city_organisation autonomous_republic autonomous_area labour_commune uezd"
    " city_district volost"
).split(" ") + list(KINDS)
TAKEN = "1923-04-15"  # the day of the census: what the register holds is of this day
TODAY = "1923-04-26"  # the day after the congress, on which the demonstration stands
NAME = "Russian Communist Party (Bolsheviks)"


class Declared(NamedTuple):
    """A field of a kind of subject, as the act `organisation.declare` takes it."""

    kind: str
    field: str
    label: str
    type: str
    options: dict[str, Any]
    purpose: str


def _codes(*values: str) -> dict[str, Any]:
    return {"values": [value for value in values if value]}


ADMISSION = "The rules of admission read it."
CENSUS = "The census of the organisation counts by it."

FIELDS = (
    Declared("person", "sex", "Sex", "code", _codes("female", "male"), CENSUS),
    Declared("person", "born", "Born", "date", {}, CENSUS),
    Declared("person", "social_category", "Social category", "code", _codes(*SOCIAL), ADMISSION),
    Declared("person", "class", "Class", "code", _codes(*traits.CLASSES), ADMISSION),
    Declared("person", "origin", "Origin", "code", _codes(*traits.ORIGINS), CENSUS),
    Declared("person", "occupation", "Present occupation", "code", _codes(*traits.OCCUPATIONS), ADMISSION),
    Declared("person", "at_bench", "Works at the bench", "bool", {}, CENSUS),
    Declared("person", "education", "Education", "code", _codes(*traits.EDUCATIONS), CENSUS),
    Declared("person", "nationality", "Nationality", "code", _codes(*NATIONALITIES), CENSUS),
    Declared("person", "languages", "Languages", "list", {}, CENSUS),
    Declared("person", "former_party", "Former party", "code", _codes(*traits.PARTIES), ADMISSION),
    Declared("person", "workplace", "Place of work", "text", {}, CENSUS),
    Declared(
        "person", "extension_months", "Months by which the period was prolonged", "int", {"range": [0, 60]}, ADMISSION
    ),
    Declared("post", "rank", "Rank", "code", _codes(*RANKS), "The rules on posts read it."),
    Declared("post", "holder", "Held by", "subject", {}, "The rules on posts read the holder's standing."),
    Declared("post", "salary", "Salary a month, in kopeks", "money", {"range": [0, 10_000_000]}, CENSUS),
)
KINDS_OF_SUBJECT = (("post", "Post"),)

__all__ = ["FIELDS", "KINDS_OF_SUBJECT", "NAME", "TAKEN", "TIERS", "TODAY", "UNIT_KINDS", "Declared"]
