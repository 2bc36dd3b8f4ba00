"""When a resolution is adopted: the articles on decisions, asked of the figures that tellers counted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from polity.statutes.explain import Explanation
from polity.statutes.law import Law

SUBJECT = "decision"
RULE = "is_adopted"


def asked(law: Law, figures: Mapping[str, int], days: int | None, *, on: date) -> Explanation | None:
    """What the articles of a day say of present, entitled, votes_for, votes_against and abstained.

    None where no law says when a resolution is adopted.

    days  from the decision to the day of effect; None leaves the stay between them out
    """
    if SUBJECT not in law.subjects() or RULE not in law.rules(SUBJECT):
        return None
    facts = {**figures, "days_to_effect": days}
    return law.explain(RULE, facts, subject=SUBJECT, at=on, dates={"decided": on})
