"""What a draft changes, kind of case by kind of case, and what two laws say differently."""

from datetime import date
from pathlib import Path

from polity.statutes import Law, Reform, Statute, cases, diff, read

DOCUMENTS = read((Path(__file__).parent / "rules_model.yaml").read_text(encoding="utf-8"))
BEFORE = Law.of([each for each in DOCUMENTS if isinstance(each, Statute)])
AFTER = Law.of(DOCUMENTS)


def law(rules: str, facts: str = "n: {type: int, range: [0, 10]}, c: {type: code, values: [a, b, z]}") -> Law:
    """A small law."""
    return Law.of(read(f"statute: s\nfacts: {{{facts}}}\nrules:\n{rules}"))


def test_the_kinds_of_case_that_a_reform_changes() -> None:
    one = law('  r: {all_of: [{id: "1", need: "n >= 4"}, {id: "2", need: "c in [a, b]"}]}')
    two = law('  r: {all_of: [{id: "1", need: "n >= 6"}, {id: "2", need: "c in [a, b]"}]}')

    found = cases(one, two, "r", at=date(1923, 1, 1))

    assert (found.possible, found.tried, found.capped, found.notes) == (12, 12, False, ())
    assert [each.says for each in found.changed] == [
        "n 4 to 5; c a, b: yes before, no (1) after.",
        "n 4 to 5; c unknown: cannot be decided (2) before, no (1) after.",
        "n 4 to 5; c z: no (2) before, no (1, 2) after.",
    ]
    assert [each.outcome_changes for each in found.changed] == [True, True, False]


def test_overlaps_gaps_and_clauses_that_never_decide() -> None:
    one = law(
        '  r: {first_of: [{id: "1", when: "n < 5", then: "1"}, {id: "2", when: "n < 3", then: "2"},'
        ' {id: "3", when: "n = 4 or n = 7", then: "3"}]}'
    )

    found = cases(one, one, "r", at=date(1923, 1, 1))

    assert found.changed == ()
    assert [(each.first, each.second) for each in found.overlaps] == [("1", "2"), ("1", "3")]
    assert [(each.rule, each.example) for each in found.gaps] == [("r", (("n", "5 to 6"),))]
    assert found.idle == (("r", "2"),)


def test_more_kinds_of_case_than_can_be_tried_are_tried_evenly_and_said() -> None:
    facts = ", ".join(f"f{n}: {{type: bool}}" for n in range(12))
    need = " or ".join(f"f{n}" for n in range(12))
    one = law(f'  r: {{all_of: [{{id: "1", need: "{need}"}}]}}', facts)
    two = law(f'  r: {{all_of: [{{id: "1", need: "{need.replace("f0 or ", "")}"}}]}}', facts)

    found = cases(one, two, "r", at=date(1923, 1, 1))

    assert (found.possible, found.tried, found.capped) == (3**12, 40_000, True)
    assert found.notes == ("There are 531,441 kinds of case; 40,000 of them, evenly spread, were tried.",)


def test_a_reform_on_trial_changes_cases_within_its_units_only() -> None:
    day = date(1924, 5, 1)
    outside = cases(BEFORE, AFTER, "may_become_member", at=day)
    inside = cases(BEFORE, AFTER, "may_become_member", at=day, trial=True)

    assert outside.changed == ()
    assert {dict(each.case)["months_served"] for each in inside.changed} == {("3 to 5",)}


def test_the_operations_between_two_laws() -> None:
    assert [(each["op"], each["says"]) for each in diff(BEFORE, AFTER)] == [
        (
            "add",
            "Clause R1.1 of may_become_member is added from 1923-04-25 until 1924-04-25: class = industrial_worker.",
        ),
        ("set", "candidate_months[1] is 3 from 1923-10-01 in unit-a, unit-b."),
    ]
    assert [each["op"] for each in diff(AFTER, BEFORE)] == ["repeal", "remove"]
    assert diff(AFTER, Law.of(DOCUMENTS)) == []


def test_the_fingerprint_changes_with_the_law_and_with_nothing_else() -> None:
    text = 'statute: s\nfacts: {n: {type: int}}\nrules: {r: {all_of: [{id: "1", need: "n > 1", say: x}]}}\n'
    spaced = "# a remark\n" + text.replace("n > 1", "n   >  1")

    assert Law.of(read(text)).fingerprint == Law.of(read(spaced, name="elsewhere.yaml")).fingerprint
    others = [text.replace("n > 1", "n > 2"), text.replace("say: x", "say: y"), text.replace("int", "money")]
    assert len({Law.of(read(each)).fingerprint for each in (text, *others)}) == 4


def test_the_order_of_reforms_is_that_of_after_then_of_days() -> None:
    names = [each.name for each in AFTER.union.reforms]

    assert names == ["one-year-bar", "shorter-periods-on-trial"]
    assert Law.of([*DOCUMENTS[1:], DOCUMENTS[0]]).fingerprint == AFTER.fingerprint
    assert isinstance(DOCUMENTS[1], Reform)
