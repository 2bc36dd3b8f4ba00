"""After a decision: the desks that have to do with it, and those whose pending case is decided otherwise."""

from datetime import date

import pytest

from polity.acts import admission, people, resolution
from polity.notices import resolved
from tests.acts.test_resolution import AMENDMENT, DECIDED, PUT, R, bar, counted, decide, draft, peopled, put
from tests.league import BORIS, CENTRE, CLARA, NORTH, SOUTH, League
from tests.notices.test_work import after

BARRED = (
    "From 2 February 2025 your case is decided otherwise, by the resolution “The bar”."
    " Article B1: For a year only workers become members."
)
DESK = "From 2 February 2025 the resolution “The bar” decides 1 pending case of yours otherwise."


def test_whose_case_is_pending_is_told_and_so_is_the_desk(league: League) -> None:
    peopled(league)
    league.enact(people.Amend(on=date(2024, 1, 1), person=BORIS, facts={"class": "peasant"}))
    counted(league, draft(reform=bar("2025-02-02")), put())
    assert [row[1:4] + row[5:] for row in after(league, decide())] == [
        (None, NORTH, None, "On 1 February 2025 the resolution “The bar” was decided: adopted."),
        (CLARA, None, CLARA, BARRED),
        (None, NORTH, None, DESK),
    ]


def test_the_desks_alone_are_told_where_many_are_concerned(league: League, monkeypatch: pytest.MonkeyPatch) -> None:
    peopled(league)
    counted(league, draft(reform=bar("2025-02-02")), put())
    monkeypatch.setattr(resolved, "PEOPLE", 0)
    assert [row[1:4] for row in after(league, decide())] == [(None, NORTH, None), (None, NORTH, None)]


def test_of_very_many_the_body_alone_is_told(league: League, monkeypatch: pytest.MonkeyPatch) -> None:
    peopled(league)
    counted(league, draft(reform=bar("2025-02-02")), put())
    monkeypatch.setattr(resolved, "MOST", 0)
    assert [row[1:4] + row[5:] for row in after(league, decide())][1:] == [
        (None, CENTRE, None, "“The bar” holds from 2 February 2025. More than 0 cases are pending: its preview counts"
         " them.")
    ]  # fmt: skip


def test_who_is_barred_no_longer_and_who_is_not_concerned(league: League) -> None:
    peopled(league)
    league.enact(admission.Promote(on=PUT, person=CLARA))
    counted(league, draft(reform=bar("2025-02-02")), put())
    assert [row[1:3] for row in after(league, decide())] == [(None, NORTH)]


def test_a_rejected_resolution_concerns_no_case(league: League) -> None:
    peopled(league)
    counted(league, draft(), put(), votes_for=1)
    assert [row[5] for row in after(league, decide())] == [
        "On 1 February 2025 the resolution “The bar” was decided: rejected."
    ]


def test_body_and_movers_hear_of_what_is_put_amended_and_withdrawn(league: League) -> None:
    found = after(
        league,
        draft(mover=SOUTH),
        draft(resolution=AMENDMENT, mover=NORTH, amends=R, title="Shorter"),
        resolution.Accept(on=PUT, amendment=AMENDMENT),
        put(),
        resolution.Withdraw(on=DECIDED, resolution=R),
    )
    assert [(row[0], row[2], row[5]) for row in found] == [
        ("resolution.draft", SOUTH, "On 10 January 2025 an amendment to a resolution of yours was moved: Shorter"),
        ("resolution.accept", NORTH, "On 20 January 2025 your amendment “Shorter” was taken over."),
        ("resolution.put", CENTRE, "On 20 January 2025 the resolution “Shorter” was put to you."),
        ("resolution.withdraw", CENTRE, "On 1 February 2025 the resolution “Shorter” was withdrawn."),
    ]
