"""Resolutions as they are read: in lists, one with everything entered, what is ahead for a case, and who leaks."""

from datetime import date

import pytest

from polity.acts import admission, membership, units
from polity.readings import resolutions as reading
from polity.readings.house import Scope
from polity.register.resolutions import Figures
from tests.acts.test_resolution import (
    AFTER,
    AMENDMENT,
    DECIDED,
    FIGURES,
    OTHER,
    PUT,
    R,
    bar,
    counted,
    decide,
    draft,
    peopled,
    put,
)
from tests.league import ANNA, CLARA, DAVID, NORTH, SOUTH, WHOLE, League


@pytest.fixture
def adopted(league: League) -> League:
    """The bar, with an amendment beside it, adopted from the day after."""
    peopled(league)
    league.enact(draft(reform=bar("2025-02-02")))
    league.enact(draft(resolution=AMENDMENT, mover=SOUTH, title="Shorter", amends=R))
    league.enact(draft(resolution=OTHER, body=NORTH, title="Lamps", reform=None))
    counted(league, put()).enact(decide())
    return league


def test_resolutions_are_listed_by_state_body_and_mover(adopted: League) -> None:
    def titles(**asked: object) -> list[str]:
        return sorted(one.resolution.title for one in reading.listed(adopted.house, scope=WHOLE, **asked))  # type: ignore[arg-type]

    assert [titles(), titles(states=["adopted"]), titles(body=NORTH), titles(mover=SOUTH)] == [
        ["Lamps", "Shorter", "The bar"], ["The bar"], ["Lamps"], ["Shorter"]
    ]  # fmt: skip
    (lamps,) = reading.listed(adopted.house, scope=WHOLE, body=NORTH)
    assert (lamps.body, lamps.mover, lamps.decision) == (("North", "N"), ("North", "N"), None)


def test_one_is_read_with_everything_entered_of_it(adopted: League) -> None:
    found = reading.one(adopted.house, R, scope=WHOLE)
    assert found is not None and found.decision is not None
    assert [(one.version, one.state) for one in found.versions] == [(1, "draft"), (1, "put"), (1, "adopted")]
    assert [one.resolution.title for one in found.amendments] == ["Shorter"]
    assert [(one.teller, one.name, one.figures) for one in found.counts] == [
        (ANNA, "Andrews, A", Figures(**FIGURES)), (DAVID, "Dean, A", Figures(**FIGURES))
    ]  # fmt: skip
    assert [(one.id, one.met) for one in found.clauses] == [("D1", True), ("D2", True), ("D3", True)]
    assert (found.decision.adopted, found.decision.statute) == (True, "bar")
    assert sorted(found.numbers) == sorted({one.entry for one in (*found.versions, *found.counts)})
    amendment = reading.one(adopted.house, AMENDMENT, scope=WHOLE)
    assert amendment is not None and amendment.amends == found.resolution
    assert reading.one(adopted.house, 4711, scope=WHOLE) is None


@pytest.mark.parametrize(
    ("scope", "tellers"),
    [
        (Scope(day=DECIDED, unit=NORTH), [(None, ""), (DAVID, "Dean, A")]),
        (Scope(day=DECIDED), [(None, ""), (None, "")]),
    ],
)
def test_a_teller_outside_the_scope_is_a_teller(
    adopted: League, scope: Scope, tellers: list[tuple[int | None, str]]
) -> None:
    found = reading.one(adopted.house, R, scope=scope)
    assert found is not None
    assert [(one.teller, one.name) for one in found.counts] == tellers


def test_a_reform_names_the_resolution_that_adopted_it(adopted: League) -> None:
    named = reading.said(adopted.house, "bar", scope=WHOLE)
    assert named is not None and named.resolution == R
    assert reading.by_reform(adopted.house, scope=WHOLE) == {"bar": named}
    assert reading.said(adopted.house, "rules", scope=WHOLE) is None


def test_what_is_ahead_for_a_case_names_day_clause_and_resolution(adopted: League) -> None:
    told = reading.coming(adopted.house, CLARA, "may_become_member", on=PUT, scope=WHOLE)
    assert [
        (one.day, one.before, one.outcome, [note.id for note in one.stands], [note.id for note in one.lifted],
         [named.title for named in one.resolutions])
        for one in told
    ] == [
        (AFTER, True, False, ["B1"], [], ["The bar"]), (date(2026, 2, 1), False, True, [], ["B1"], ["The bar"])
    ]  # fmt: skip
    assert [one.day for one in reading.coming(adopted.house, CLARA, "may_become_member", on=AFTER, scope=WHOLE)] == [
        date(2026, 2, 1)
    ]
    rules = ["may_become_member", "recommendations_renewed", "may_fly"]
    assert reading.coming_of(adopted.house, CLARA, rules, on=PUT, scope=WHOLE) == {
        rule: reading.coming(adopted.house, CLARA, rule, on=PUT, scope=WHOLE) for rule in rules
    }
    outside = Scope(day=PUT, unit=SOUTH)
    assert reading.coming(adopted.house, CLARA, "may_become_member", on=PUT, scope=outside) == []
    assert reading.coming(adopted.house, CLARA, "may_fly", on=PUT, scope=WHOLE) == []


def test_a_trial_says_who_left_its_units_and_who_came(league: League) -> None:
    peopled(league)
    text = bar("2025-02-02") + "units: {under: [N], frozen_at: from}\n"
    counted(league, draft(reform=text), put()).enact(decide())

    def leaked(day: date) -> tuple[int, ...]:
        found = reading.leakage(league.house, "bar", on=day, scope=WHOLE)
        assert found is not None
        return (found.bound, found.left, found.gone, found.came)

    assert reading.leakage(league.house, "bar", on=DECIDED, scope=WHOLE) is None
    assert reading.leakage(league.house, "none", on=AFTER, scope=WHOLE) is None
    assert leaked(AFTER) == (3, 0, 0, 0)
    league.enact(membership.Transfer(on=date(2025, 3, 1), member=CLARA, receiving=SOUTH, transfer=league.id()))
    league.enact(membership.Receive(on=date(2025, 3, 2), member=CLARA))
    league.enact(membership.Transfer(on=date(2025, 3, 1), member=ANNA, receiving=NORTH, transfer=league.id()))
    league.enact(membership.Receive(on=date(2025, 3, 2), member=ANNA))
    league.enact(membership.Leave(on=date(2025, 3, 3), person=DAVID))
    assert leaked(date(2025, 3, 4)) == (3, 1, 1, 1)
    assert league.codes(admission.Promote(on=date(2025, 4, 1), person=CLARA)) == ["article"]
    league.enact(units.Merge(on=date(2025, 5, 1), units=(NORTH,), into=SOUTH))
    assert leaked(date(2025, 5, 2)) == (3, 0, 1, 1)
