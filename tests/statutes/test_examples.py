"""Cases decided by the model of the Rules of 1922: examples, dates, trials, exceptions, scales."""

from datetime import date
from typing import Any

import pytest

from polity.statutes import Law, Pilot

PEASANT: dict[str, Any] = {
    "class": "peasant",
    "occupation": "farming",
    "candidate_since": date(1922, 4, 1),
    "sponsors_ok": 5,
}
WORKER = {**PEASANT, "class": "industrial_worker"}
DECEMBER = date(1922, 12, 10)


def in_trial(pilot: Pilot) -> bool:
    return True


def test_a_peasant_candidate_of_eight_months_has_not_served_the_period(rules: Law) -> None:
    explained = rules.explain("may_become_member", PEASANT, at=DECEMBER)

    assert explained.verdict.outcome is False
    assert explained.verdict.failed == ("7.1",)
    assert [(step.rule, step.value, step.clause) for step in explained.steps] == [
        ("months_served", 8, "5"),
        ("category", 2, "4.2"),
        ("may_become_member", False, "7.1"),
    ]
    (failed,) = explained.failed
    assert (failed.say, failed.remedy) == (
        "has served 8 months of 12",
        "Wait until 12 months have been served.",
    )
    assert (failed.source, failed.status, failed.reform) == ("Rules of 1922 (model)", "confirmed_1922", "")
    assert [(read.name, read.key, read.shown, read.source, read.status) for read in explained.params] == [
        ("candidate_months", "2", "12", "Rules of 1922, candidates", "confirmed_1922"),
        ("sponsors_needed", "2", "3", "Rules of 1922 (model)", "synthetic"),
    ]
    assert [(change.name, change.now, change.then) for change in explained.changes] == [
        ("months_served", 8, 12),
        ("class", "peasant", "industrial_worker"),
        ("occupation", "farming", "soldier"),
    ]
    assert explained.assumed == ("former_party",)


def test_an_industrial_worker_of_eight_months_has_served_it(rules: Law) -> None:
    verdict = rules.decide("may_become_member", WORKER, at=DECEMBER)

    assert (verdict.outcome, verdict.clause, verdict.failed) == (True, None, ())


def test_a_case_that_fails_twice_is_told_what_would_do_together(rules: Law) -> None:
    explained = rules.explain("may_become_member", {**PEASANT, "sponsors_ok": 1}, at=DECEMBER)

    assert explained.verdict.failed == ("7.1", "7.2")
    assert explained.changes == ()
    assert [(change.name, change.then) for change in explained.together] == [("months_served", 12), ("sponsors_ok", 3)]


@pytest.mark.parametrize(
    ("decided", "failed"),
    [
        pytest.param(date(1923, 4, 24), (), id="the day before the bar"),
        pytest.param(date(1923, 4, 25), ("R1.1",), id="its first day"),
        pytest.param(date(1924, 4, 24), ("R1.1",), id="its last day"),
        pytest.param(date(1924, 4, 25), (), id="the day on which it has lapsed"),
    ],
)
def test_the_bar_of_a_year_holds_from_its_first_day_to_its_last(
    rules: Law, decided: date, failed: tuple[str, ...]
) -> None:
    verdict = rules.decide("may_become_member", PEASANT, at=date(1925, 1, 1), dates={"decided": decided})

    assert verdict.failed == failed
    assert verdict.governing == decided


def test_each_rule_is_governed_by_the_date_it_names(rules: Law) -> None:
    """Applied before the bar and decided within it: the application stands, the admission does not."""
    dates = {"applied": date(1923, 4, 1), "decided": date(1923, 5, 1)}
    candidate = {**PEASANT, "age": 30}

    assert rules.decide("may_become_candidate", candidate, at=date(1923, 5, 1), dates=dates).outcome is True
    assert rules.decide("may_become_member", candidate, at=date(1923, 5, 1), dates=dates).failed == ("R1.1",)


def test_a_clause_says_which_reform_put_it_there(rules: Law) -> None:
    explained = rules.explain("may_become_member", PEASANT, at=date(1923, 6, 1))

    assert [(note.id, note.reform, note.source, note.status, note.until) for note in explained.failed] == [
        (
            "R1.1",
            "one-year-bar",
            "Twelfth Congress, resolution on admission, 1923-04-25",
            "resolved_1923",
            date(1924, 4, 25),
        )
    ]


@pytest.mark.parametrize(
    ("decided", "within", "outcome"),
    [
        pytest.param(date(1923, 10, 1), in_trial, True, id="on trial three months do"),
        pytest.param(date(1923, 9, 30), in_trial, False, id="not before the trial begins"),
        pytest.param(date(1923, 10, 1), None, False, id="not outside its units"),
    ],
)
def test_a_trial_binds_its_units_alone(rules: Law, decided: date, within: Any, outcome: bool) -> None:
    worker = {**WORKER, "candidate_since": date(1923, 6, 1)}

    assert rules.decide("may_become_member", worker, at=decided, within=within).outcome is outcome


def test_the_scope_of_a_trial_names_its_units_and_the_day_they_were_fixed(rules: Law) -> None:
    assert rules.pilots == (Pilot("shorter-periods-on-trial", ("unit-a", "unit-b"), date(1923, 10, 1)),)


@pytest.mark.parametrize(
    ("occupation", "months", "outcome"),
    [("farming", 6, True), ("farming", 7, False), ("soldier", 7, True), (None, 7, None), (None, 6, True)],
)
def test_an_exception_lifts_a_need(rules: Law, occupation: str | None, months: int, outcome: bool | None) -> None:
    verdict = rules.decide("may_be_transferred", {"occupation": occupation, "months_owed": months}, at=DECEMBER)

    assert verdict.outcome is outcome


@pytest.mark.parametrize(
    ("income", "levy"),
    [
        pytest.param(0, 0, id="nothing of nothing"),
        pytest.param(300_00, 1_50, id="half a percent of the first 300"),
        pytest.param(1_000_00, 8_50, id="one percent of the next 700"),
        pytest.param(1_234_56, 13_19, id="two percent above: 13.1912, rounded once"),
        pytest.param(1_00, 1, id="half a kopek is rounded up"),
        pytest.param(99, 0, id="less than half is not"),
    ],
)
def test_a_scale_is_exact_and_rounded_once(rules: Law, income: int, levy: int) -> None:
    assert rules.decide("levy_gross", {"income": income}, at=DECEMBER).outcome == levy


def test_what_is_missing_is_named(rules: Law) -> None:
    verdict = rules.decide("may_become_member", {**PEASANT, "class": None, "candidate_since": None}, at=DECEMBER)

    assert (verdict.outcome, verdict.unknown) == (None, ("7.1", "7.2"))
    assert verdict.missing == ("candidate_since", "class")


def test_one_failed_need_decides_though_others_are_unknown(rules: Law) -> None:
    verdict = rules.decide("may_become_member", {**PEASANT, "sponsors_ok": 0, "candidate_since": None}, at=DECEMBER)

    assert (verdict.outcome, verdict.failed, verdict.unknown, verdict.missing) == (False, ("7.2",), ("7.1",), ())


def test_a_value_that_no_declaration_allows_counts_as_unknown(rules: Law) -> None:
    explained = rules.explain("may_become_member", {**PEASANT, "class": "nobleman"}, at=DECEMBER)

    assert (explained.verdict.outcome, explained.strange) == (None, ("class",))


def test_a_verdict_is_not_mistaken_for_a_yes(rules: Law) -> None:
    with pytest.raises(TypeError, match="ask for its outcome"):
        bool(rules.decide("may_become_member", PEASANT, at=DECEMBER))


def test_a_fact_that_must_never_be_missing(every_shape: Law) -> None:
    verdict = every_shape.decide("bound", {"count": -50, "joined": date(1900, 1, 1)}, subject="case", at=DECEMBER)

    assert (verdict.outcome, verdict.failed, verdict.missing) == (None, (), ("sworn",))


def test_the_articles_of_a_day(rules: Law) -> None:
    def listed(on: date) -> list[tuple[str, str, date | None]]:
        return [
            (each.id, each.reform, each.until)
            for each in rules.articles("person", on)
            if each.rule == "may_become_member"
        ]

    assert listed(DECEMBER) == [("7.1", "", None), ("7.2", "", None)]
    assert listed(date(1923, 5, 1))[2:] == [("R1.1", "one-year-bar", date(1924, 4, 25))]


def test_the_history_of_a_parameter(rules: Law) -> None:
    assert [
        (each.name, each.text, each.since, each.until, each.reform) for each in rules.history("arrears_allowed")
    ] == [
        ("arrears_allowed", "6", date(1922, 8, 7), date(1924, 3, 1), ""),
        ("arrears_allowed", "3", date(1924, 3, 1), None, ""),
    ]
    assert [(each.text, each.units) for each in rules.history("candidate_months")][-1] == ("3", ("unit-a", "unit-b"))


def test_the_history_of_a_clause_set_aside_for_a_year(every_shape: Law) -> None:
    assert [(each.since, each.until) for each in every_shape.history("k3")] == [
        (None, date(1923, 4, 25)),
        (date(1924, 4, 25), None),
    ]


@pytest.mark.parametrize(
    ("act", "on", "competence"),
    [
        ("admission.decide", DECEMBER, (("secretary", "committee"), None)),
        ("admission.confirm", DECEMBER, (("committee",), "uezd")),
        ("admission.confirm", date(1923, 5, 1), (("committee",), "guberniya")),
        ("admission.confirm", date(1922, 8, 6), None),
        ("unit.found", DECEMBER, None),
    ],
)
def test_who_may_do_an_act(rules: Law, act: str, on: date, competence: Any) -> None:
    found = rules.competence(act, on)

    assert (found and (found.offices, found.tier)) == competence


def test_facts_that_rules_rest_on(rules: Law) -> None:
    assert rules.reads(["may_be_transferred"]) == ("months_owed", "occupation")
    assert set(rules.reads(["may_become_member"])) == {
        "candidate_since",
        "class",
        "former_party",
        "occupation",
        "sponsors_ok",
    }


def test_asking_for_what_is_not_there(rules: Law) -> None:
    with pytest.raises(LookupError, match="Did you mean may_become_member"):
        rules.decide("may_becom_member", {}, at=DECEMBER)
    with pytest.raises(LookupError, match="There is no law for post"):
        rules.decide("may_hold", {}, at=DECEMBER, subject="post")
