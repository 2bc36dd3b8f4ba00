"""Every act says who is told after it; subjects say nothing about anybody."""

import re
from importlib import import_module
from pkgutil import iter_modules
from typing import cast

import polity.acts
from polity.acts.act import ACTS, Act
from polity.notices.rule import DESK, PERSON
from polity.notices.rules import NOBODY, RULES
from polity.register.forms import PersonId, SubjectId, hints

for module in iter_modules(polity.acts.__path__):
    import_module(f"polity.acts.{module.name}")
OF_CHANGES = {"approved"}  # what an act's changes say, and it does not
FOUND = {"home", "above", "sending", "receiving", "body", "mover", "owner", "amended", "amending"}


def test_every_act_has_its_notices_or_says_why_nobody_is_told() -> None:
    assert sorted({*RULES, *NOBODY}) == sorted(ACTS)
    assert sorted(RULES.keys() & NOBODY.keys()) == []
    assert [name for name, reason in NOBODY.items() if not reason.strip()] == []


def test_rules_name_what_their_acts_hold() -> None:
    wrong = []
    for name, rules in RULES.items():
        particulars = hints(cast(type[Act], ACTS[name]))
        for rule in rules:
            named = rule.whom if rule.to == PERSON else rule.about
            hint = particulars.get("term" if named == "holder" else named)
            if (
                named
                and (name, named) != ("export.approve", "owner")
                and not {PersonId, SubjectId} & {hint, *getattr(hint, "__args__", ())}
            ):
                wrong.append((name, named))
            if rule.to == DESK and rule.whom not in FOUND and rule.whom not in particulars:
                wrong.append((name, rule.whom))
            if rule.when is not None and rule.when[0] not in {*particulars, *OF_CHANGES}:
                wrong.append((name, rule.when[0]))
    assert wrong == []


def test_subjects_have_no_place_for_what_an_act_says() -> None:
    subjects = {rule.subject for rules in RULES.values() for rule in rules}
    assert [subject for subject in subjects if re.search(r"[{}%]", subject)] == []
    assert max(map(len, subjects)) <= 60
