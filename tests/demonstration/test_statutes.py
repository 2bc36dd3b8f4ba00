from datetime import date
from typing import Any

import pytest

from polity.acts import ACTS
from polity.demonstration.sources import statutes as texts
from polity.statutes import Law, Statute, read

TODAY = date(1923, 4, 15)
THEMSELVES = ("admission.recommend", "admission.decline")  # whoever is asked answers, and nobody answers for them
CANDIDATE: dict[str, Any] = {
    "standing": "candidate",
    "class": "peasant",
    "origin": "peasant",
    "occupation": "farming",
    "former_party": "none",
    "candidate_since": date(1922, 8, 10),
    "sponsors_2y": 3,
}


@pytest.fixture(scope="module")
def law() -> Law:
    return Law.of([document for name, text in texts() for document in read(text, name=name)])


def test_the_confirmed_rules_stand_alone() -> None:
    text = dict(texts())["rules_1922"]

    assert Law.of(read(text)).subjects() == ["person", "unit"]


@pytest.mark.parametrize(
    ("name", "statuses"),
    [
        ("competences_synthetic", {"synthetic"}),
        ("rules_1922", {"confirmed_1922", "resolved_1922"}),
        ("gaps_synthetic", {"synthetic", "resolved_1922"}),  # the renewal is decided, its scale is not known
    ],
)
def test_every_clause_and_figure_carries_its_status_and_source(name: str, statuses: set[str]) -> None:
    found, unsourced = set(), []
    for document in read(dict(texts())[name], name=name):
        assert isinstance(document, Statute)
        marked = [clause for rule in document.sections.rules.values() for clause in rule.clauses]
        cells = [cell for param in document.sections.params.values() for cell in param.written]
        for part in (*marked, *cells, *document.sections.powers):
            found.add(part.status or document.status)
            if not (part.source or document.source):
                unsourced.append(part)

    assert (found, unsourced) == (statuses, [])


@pytest.mark.parametrize(
    ("changed", "category", "months", "outcome"),
    [
        pytest.param({}, "peasants", 8, False, id="a peasant of eight months has four to wait"),
        pytest.param({"class": "industrial_worker"}, "workers", 8, True, id="a worker has served"),
        pytest.param({"occupation": "soldier"}, "workers", 8, True, id="a soldier of peasant origin has served"),
        pytest.param({"class": "artisan"}, "peasants", 8, False, id="a craftsman waits like a peasant"),
        pytest.param({"class": "employee"}, "others", 8, False, id="an employee waits two years"),
        pytest.param(
            {"class": "industrial_worker", "former_party": "sr"}, "other_party", 8, False,
            id="whoever comes from another party waits two years",
        ),
        pytest.param({"candidate_since": date(1922, 4, 15)}, "peasants", 12, True, id="twelve months suffice"),
        pytest.param({"candidate_since": date(1922, 4, 16)}, "peasants", 11, False, id="a day less does not"),
        pytest.param({"class": None}, None, 8, None, id="without a class it cannot be decided"),
    ],
)  # fmt: skip
def test_the_period_of_a_candidate(
    changed: dict[str, Any], category: str | None, months: int, outcome: bool | None, law: Law
) -> None:
    case = CANDIDATE | changed

    assert law.decide("category", case, at=TODAY).outcome == category
    assert law.decide("months_served", case, at=TODAY).outcome == months
    assert law.decide("may_become_member", case, at=TODAY).outcome is outcome


def test_a_candidate_has_a_voice_and_no_vote(law: Law) -> None:
    asked = [law.decide(rule, CANDIDATE, at=TODAY) for rule in ("may_vote", "may_speak")]

    assert [(verdict.outcome, verdict.failed) for verdict in asked] == [(False, ("ST10.1",)), (True, ())]


@pytest.mark.parametrize(
    ("rank", "standing", "years", "failed"),
    [
        ("guberniya_secretary", "member", 5, ()),
        ("guberniya_secretary", "member", 4, ("P2",)),
        ("factory_director", "member", 2, ()),
        ("inspector", "candidate", 0, ("P1", "P2")),
    ],
)
def test_a_post_requires_years_of_standing(
    rank: str, standing: str, years: int, failed: tuple[str, ...], law: Law
) -> None:
    facts = {"rank": rank, "holder_standing": standing, "holder_standing_years": years}

    assert law.decide("may_hold", facts, subject="post", at=TODAY).failed == failed


def test_somebody_is_competent_for_every_act_but_those_that_found(law: Law) -> None:
    open_acts = [name for name, made in ACTS.items() if not made.founding and law.competence(name, TODAY) is None]

    assert [name for name in open_acts if name not in THEMSELVES] == []
