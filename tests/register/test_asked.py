"""Whose case a rule decides is said once, for acts and previews alike."""

from polity.acts import ACTS
from polity.register.asked import ASKED


def test_every_rule_that_an_act_rests_on_says_whose_case_it_decides() -> None:
    rested = {rule for kind in ACTS.values() for rule in (*kind.articles, kind.tier_rule) if rule is not None}

    assert rested == set(ASKED)
