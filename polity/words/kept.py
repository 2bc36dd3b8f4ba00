"""What the database keeps by itself, in words: the second lock behind what the acts examine."""

RULES = {
    "unit_stands": "somebody would belong to a unit on a day on which it does not stand",
    "place_unit_stands": "a post or another subject would belong to a unit on a day on which it does not stand",
    "parent_stands": "a unit would stand under one that does not stand on the same day",
    "unit_is_not_its_own_parent": "a unit would stand under itself",
    "one_version_a_day": "a unit would be two things on one day",
    "one_unit_a_code": "two units would bear one code on the same day",
    "one_spell_a_day": "somebody would have two standings on one day",
    "one_set_of_facts_a_day": "two sets of facts would hold for one day",
    "one_place_a_day": "a subject would belong to two places on one day",
    "one_set_of_facts_begins_a_day": "two sets of facts would hold for one day",
    "one_sponsorship_begins_a_day": "somebody would recommend the same person twice",
    "one_open_sponsorship": "somebody would recommend the same person twice",
    "one_sponsorship_a_day": "somebody would recommend the same person twice",
    "nobody_sponsors_themselves": "somebody would recommend themselves",
    "one_contact_a_day": "two people would keep the same contact on one day",
    "one_open_application": "somebody would have two open applications",
    "one_open_account": "somebody would have two accounts",
    "one_open_recovery": "one account would be recovered twice at once",
    "two_officers": "one officer alone would restore a way in",
    "one_open_transfer": "somebody would be released to two units",
    "one_holder_a_day": "somebody would hold the same office twice on one day",
    "counted_from_before": "a standing would count from a day after it begins",
    "standing_is_known": "a standing would be none of those there are",
}
SUBJECTS = "it names somebody or something that is not on the register"
OTHERWISE = "two records would contradict each other"


def says(constraint: str | None) -> str:
    """What would not hold any more, by the name of what keeps it."""
    if constraint is not None and constraint.endswith("_fkey"):
        return SUBJECTS
    return RULES.get(constraint or "", OTHERWISE)
