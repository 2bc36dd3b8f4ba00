"""One definition, three engines: the same value, the same clause, the same masks, unknowns and all."""

import random
from datetime import date
from typing import Any

import psycopg
import pytest

from polity.statutes import Law
from tests.statutes.engines import Question, by_closures, by_duckdb, by_postgres, some_cases

DAYS = [date(1922, 12, 31), date(1923, 5, 31), date(1924, 2, 29), date(1925, 3, 1)]


@pytest.mark.parametrize("at", DAYS, ids=str)
def test_twenty_thousand_random_cases_are_decided_alike(
    rules: Law, every_shape: Law, pg: psycopg.Connection[Any], at: date
) -> None:
    """Four days, and on each 2,500 cases under two laws, with every rule of them."""
    draw = random.Random(at.toordinal())
    for law, subject, dates in ((rules, "person", ("applied", "decided")), (every_shape, "case", ("sent", "heard"))):
        pilots = [pilot.reform for pilot in law.pilots]
        question = Question(law, subject, list(law.rules(subject)), at, dates, pilots)
        cases = some_cases(question, 2500, draw)

        decided = by_closures(question, cases)

        assert decided == by_duckdb(question, cases)
        assert decided == by_postgres(pg, question, cases)


@pytest.mark.parametrize("at", DAYS, ids=str)
def test_a_law_folded_to_one_day_is_decided_alike(every_shape: Law, pg: psycopg.Connection[Any], at: date) -> None:
    """Where all cases are governed by one day, the versions of that day stand in the SQL as constants."""
    question = Question(every_shape, "case", list(every_shape.rules("case")), at)
    cases = some_cases(question, 500, random.Random(7))

    decided = by_closures(question, cases)

    assert decided == by_duckdb(question, cases)
    assert decided == by_postgres(pg, question, cases)


@pytest.mark.parametrize("dated", [True, False], ids=["with their dates", "by the day alone"])
def test_cases_decided_each_on_its_own_day_are_decided_alike(
    rules: Law, every_shape: Law, pg: psycopg.Connection[Any], dated: bool
) -> None:
    """As decisions of several years are run again: the day of each is a column, and selects the version of the law."""
    draw = random.Random(11)
    for law, subject, dates in ((rules, "person", ("applied", "decided")), (every_shape, "case", ("sent", "heard"))):
        pilots = [pilot.reform for pilot in law.pilots]
        named = dates if dated else ()
        question = Question(law, subject, list(law.rules(subject)), date(1923, 5, 31), named, pilots, own_day=True)
        cases = some_cases(question, 2500, draw)

        decided = by_closures(question, cases)

        assert decided == by_duckdb(question, cases)
        assert decided == by_postgres(pg, question, cases)


def test_the_cases_reach_every_clause_and_every_outcome(every_shape: Law) -> None:
    """Else agreement would say little: each clause decides or fails somewhere, and each is unknown somewhere."""
    rules = list(every_shape.rules("case"))
    seen: dict[str, set[Any]] = {rule: set() for rule in rules}
    for at in DAYS:
        pilots = [pilot.reform for pilot in every_shape.pilots]
        question = Question(every_shape, "case", rules, at, ("sent", "heard"), pilots)
        for answer in by_closures(question, some_cases(question, 2500, random.Random(at.toordinal()))):
            parts = iter(answer[1:])
            for rule in rules:
                shape = every_shape.rules("case")[rule].shape
                _, clause = next(parts), next(parts)
                masks = [next(parts) for _ in range(2 if shape == "all_of" else 1)]
                bits = {bit + 1 for bit in range(62) for mask in masks[:1] if shape == "all_of" and mask >> bit & 1}
                seen[rule] |= bits | ({clause} if clause else set())

    assert seen == {rule: set(range(1, len(every_shape.numbering(rule, "case")) + 1)) for rule in rules}
