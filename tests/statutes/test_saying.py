"""A reform said in plain words: what, from when, for how long, where, and what stood there before."""

from datetime import date
from pathlib import Path

import pytest

from polity.statutes import Law, Statute, read
from polity.statutes.plainly import Names, measured, span, worded
from polity.statutes.saying import heads, said, sentences

DOCUMENTS = read((Path(__file__).parent / "rules_model.yaml").read_text(encoding="utf-8"))
LAW = Law.of([each for each in DOCUMENTS if isinstance(each, Statute)])
HEAD = "reform: r\nfrom: 1923-04-25\nto: 1924-04-25\n"
YEAR = "from 25 April 1923 for one year"

SAID = [
    ("set: {param: candidate_months, to: {1: 3, 2: 12}}",
     [f"Candidate months for 1: {YEAR}, 3 months instead of 6.",
      f"Candidate months for 2: {YEAR}, 12 months as before."]),
    ("set: {param: candidate_months, to: {1: 8, 2: 8, 3: 8}}",
     [f"Candidate months for {key}: {YEAR}, 8 months instead of {old}." for key, old in ((1, 6), (2, 12), (3, 24))]),
    ("set: {competence: admission.decide, to: {offices: [secretary, committee], tier: uezd}}",
     [f"Who may do admission.decide: {YEAR}, it is done by secretary or committee, at the tier uezd."]),
    ('add: {rule: may_become_member, clause: {id: R1, need: "class = industrial_worker", say: "Barred."}}',
     [f"May become member: {YEAR}, only where class is industrial worker (new clause R1). “Barred.”"]),
    ('add: {rule: category, clause: {id: R2, when: "age > 60", then: "1"}}',
     [f"Category: {YEAR}, where age is more than 60 years, it is 1 (new clause R2)."]),
    ("repeal: {rule: may_become_member, clause: '7.2'}",
     [f"May become member: {YEAR}, clause 7.2 is set aside: it is needed that sponsors ok is at least"
      " the sponsors needed for the category."]),
    ('replace: {rule: category, clause: "4.2", with: {id: R3, when: "class not in rural", then: "2"}}',
     [f"Category: {YEAR}, clause 4.2 reads: where class is neither peasant nor artisan, it is 2; before: where class is"
      " peasant or artisan, it is 2."]),
    ('except: {rule: may_become_member, clause: "7.1", unless: {id: e, when: "candidate_since < 1923-04-25"}}',
     [f"May become member: {YEAR}, clause 7.1 (it is needed that months served is at least the candidate months for the"
      " category) does not apply where candidate since is before 25 April 1923."]),
    ("new: {lists: {towns: [one, two]}}", [f"Towns: {YEAR}, it lists one and two."]),
]  # fmt: skip


@pytest.mark.parametrize(("does", "words"), SAID)
def test_each_thing_that_a_reform_can_do(does: str, words: list[str]) -> None:
    assert sentences(LAW, HEAD + does) == words


def test_cells_that_change_alike_are_said_together() -> None:
    draft = f"{HEAD}set: {{param: sponsors_needed, to: {{1: 4, 2: 4, 3: 4}}}}"
    law = Law.of([*read("statute: s\nparams: {sponsors_needed: {type: int, values: {always: {1: 2, 2: 2, 3: 5}}}}")])

    assert sentences(law, draft) == [
        f"Sponsors needed for 1 and 2: {YEAR}, 4 instead of 2.",
        f"Sponsors needed for 3: {YEAR}, 4 instead of 5.",
    ]


@pytest.mark.parametrize(
    ("value", "unit", "words"), [("1", "persons", "1 person"), ("12", "months", "12 months"), ("1", "", "1")]
)
def test_values_with_their_units(value: str, unit: str, words: str) -> None:
    assert measured(value, unit) == words


def test_a_trial_names_its_units_and_the_day_on_which_belonging_is_looked_up() -> None:
    draft = "reform: t\nfrom: 1923-10-01\nunits: {under: [a, b], frozen_at: from}\nset: {param: least_age, to: 16}\n"

    assert sentences(LAW, draft, unit={"a": "First", "b": "Second"}.__getitem__) == [
        "Least age: from 1 October 1923 until repealed, on trial in First and Second, for those who belong to them on"
        " 1 October 1923, 16 instead of 18."
    ]


def test_a_difference_as_plain_data() -> None:
    (one,) = said(LAW, f"{HEAD}set: {{param: least_age, to: 16}}")

    assert one.plain() == {
        "op": "set", "kind": "param", "name": "least_age", "clause": "",
        "words": f"Least age: {YEAR}, 16 instead of 18.", "quoted": "", "since": "1923-04-25", "until": "1924-04-25",
        "units": [],
    }  # fmt: skip


def test_a_reform_in_one_line() -> None:
    reforms = {one.name: one for one in DOCUMENTS if not isinstance(one, Statute)}

    assert heads(reforms, LAW) == {
        "one-year-bar": f"May become member: {YEAR}, only where class is industrial worker (new clause R1.1).",
        "shorter-periods-on-trial": "Candidate months for 1: from 1 October 1923 until repealed, on trial in unit-a"
        " and unit-b, for those who belong to them on 1 October 1923, 3 months instead of 6.",
    }


@pytest.mark.parametrize(
    ("since", "until", "words"),
    [
        ("1923-04-25", None, "from 25 April 1923 until repealed"),
        ("1923-04-25", "1924-04-25", "from 25 April 1923 for one year"),
        ("1923-04-25", "1923-10-25", "from 25 April 1923 for six months"),
        ("1923-04-25", "1924-10-25", "from 25 April 1923 for 18 months"),
        ("1923-04-25", "1923-05-02", "from 25 April 1923 to 1 May 1923"),
        ("1923-04-25", "1923-04-26", "on 25 April 1923 alone"),
    ],
)
def test_days_as_people_say_them(since: str, until: str | None, words: str) -> None:
    assert span(date.fromisoformat(since), date.fromisoformat(until) if until else None) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("age is unknown or age >= least_age", "age is not known or age is at least the least age"),
        ("not (age > 3 and at_bench = true)", "not (age is more than 3 years and at bench is yes)"),
        ("class is not unknown", "class is known"),
        ("age between 18 and 23", "age is between 18 and 23"),
        ("months_between(candidate_since, at) >= 6", "the number of whole months since candidate since is at least 6"),
        ("add_months(candidate_since, 6) <= at", "6 months after candidate since is on or before the day"),
        ("greatest(income - 40 * dependants, 0)", "the greatest of income less 40 times dependants and 0"),
        ("class = ", "class ="),
    ],
)
def test_conditions_in_words(text: str, words: str) -> None:
    assert worded(text.rstrip(), Names.of(LAW, "person")) == words
