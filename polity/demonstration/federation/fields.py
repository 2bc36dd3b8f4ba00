"""What the federation is called, its days, and the fields that it declares before anything is recorded."""

from datetime import date
from typing import Literal, NamedTuple

from polity.demonstration.fields import Declared

NAME = "Federation of Co-operatives and Union Branches"
TIERS = ("federation", "region", "branch", "group")
UNIT_KINDS = ("federation", "region", "union_branch", "cooperative", "workplace_group")
FOUNDED = date(2021, 3, 20)
ROLL = date(2026, 1, 1)  # dues of this year are entered from here
TAKEN = date(2026, 3, 2)  # the register was taken over as found; what came after was entered act by act
TODAY = date(2026, 6, 15)

SizeName = Literal["full", "small"]


class Size(NamedTuple):
    """How large the federation is."""

    name: SizeName
    regions: int
    branches: int  # of each region
    members: int  # as taken over
    candidates: int
    sympathisers: int
    formers: int
    parts: int  # by which the numbers of acts entered since are divided


SIZES = {
    "full": Size("full", 12, 25, 20_000, 420, 1_150, 2_400, 1),
    "small": Size("small", 3, 4, 400, 34, 44, 34, 8),
}

GENDERS = ("woman", "man", "non_binary", "not_stated")
SECTORS = (
    "care", "cleaning", "construction", "digital", "education", "food", "health", "hospitality", "housing", "logistics",
    "manufacturing", "transport",
)  # fmt: skip
EMPLOYMENTS = (
    "permanent", "fixed_term", "platform", "cooperative", "self_employed", "unemployed", "studying", "retired",
)  # fmt: skip
CLASSES = ("solidarity", "reduced", "standard", "full")
ROLES = ("committee_seat", "delegate", "safety_representative", "trainer")
SEATS = ("open", "women", "other_than_men")

ADMISSION = "The statute reads it on admission."
DUES = "The statute reckons dues from it."
ARREARS = "The statute reads it where dues are owed."
FIGURES = "The federation counts by it, in groups of ten or more."
PARITY = "The parity rule reads it."


def _codes(values: tuple[str, ...]) -> dict[str, object]:
    return {"values": list(values)}


FIELDS = (
    Declared("person", "language", "Language of letters", "code", _codes(("en", "es", "pl")), "Letters are in it."),
    Declared("person", "born", "Born", "date", {}, ADMISSION),
    Declared("person", "gender", "Gender as declared", "code", _codes(GENDERS), FIGURES),
    Declared("person", "sector", "Sector", "code", _codes(SECTORS), FIGURES),
    Declared("person", "employment", "Employment", "code", _codes(EMPLOYMENTS), ADMISSION),
    Declared("person", "workplace", "Place of work", "text", {}, "Branches find colleagues by it."),
    Declared("person", "income", "Income a month, in cents", "money", {"range": [0, 10_000_000]}, DUES),
    Declared("person", "dues_class", "Dues class", "code", _codes(CLASSES), DUES),
    Declared("person", "dues_paid_until", "Dues paid until", "date", {}, ARREARS),
    Declared("person", "arrears_notice", "Notice of arrears sent", "date", {}, ARREARS),
    Declared("person", "heard_on", "Heard by the control commission", "date", {}, "The statute reads it on exclusion."),
    Declared("person", "extension_months", "Probation prolonged by months", "int", {"range": [0, 60]}, ADMISSION),
    Declared("person", "email_consent", "Agrees to letters by e-mail", "bool", {}, "Without it, letters are on paper."),
    Declared("post", "role", "Role", "code", _codes(ROLES), "The rules on posts read it."),
    Declared("post", "seat", "Seat is reserved for", "code", _codes(SEATS), PARITY),
    Declared("post", "holder", "Held by", "subject", {}, "The rules on posts read the holder's standing."),
    Declared("post", "held_as", "Declared by the holder for the seat", "code", _codes(GENDERS), PARITY),
    Declared("post", "allowance", "Allowance a month, in cents", "money", {"range": [0, 1_000_000]}, FIGURES),
)
KINDS_OF_SUBJECT = (("post", "Post"),)
