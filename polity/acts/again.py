"""The case that an entered act put to the statutes, from its particulars: so that it can be decided again."""

from collections.abc import Mapping
from typing import Any

from polity.acts.act import ACTS
from polity.register.asked import Case
from polity.register.forms import build
from polity.register.register import Register


def rests_on_rules(name: str) -> bool:
    """Whether an act of this name is decided by articles over the one whom it concerns."""
    return name in ACTS and bool(ACTS[name].articles)


def case_of(name: str, particulars: Mapping[str, Any], register: Register) -> Case | None:
    """The case of an act. None for one that rests on no rules.

    register  as it was known when the act was entered
    """
    if not rests_on_rules(name):
        return None
    act = build(ACTS[name], particulars)
    subject = act.concerns()
    return None if subject is None else Case(act.articles, subject, act.on, dict(act.dates(register)))
