"""Previews on pages: sentence, figures, people behind them, kinds of case, past decisions, drafts that collide."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date

import pytest

from polity.acts import people
from polity.acts import resolution as acts
from polity.words import ids
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, SOUTH, League
from tests.pages.offices import appoint, pages_of, signed_in
from tests.pages.test_resolutions import text_of

BAR, OTHER, FAULTY, EMPTY = 8101, 8102, 8103, 8104
TEXT = 'reform: bar\nfrom: 2025-04-01\nadd: {rule: may_become_member, clause: {id: R1, need: "months_owed = 0"}}'
REFORMS = {
    BAR: TEXT,
    OTHER: "reform: long\nfrom: 2025-04-01\nset: {param: candidate_months, to: 24}",
    FAULTY: "reform: later\nfrom: 2025-05-01\nset: {param: candidate_months, to: 30}",
    EMPTY: None,
}


@pytest.fixture(autouse=True)
def organisation() -> None:
    """Each test opens its own."""


@pytest.fixture(scope="module")
def league(leagues: Callable[[], AbstractContextManager[League]], pages: None) -> Iterator[League]:
    """Two candidates who have served their period, one of whom owes dues; drafts, two of which collide."""
    with leagues() as opened, pages_of(opened):
        appoint(opened, ANNA, CENTRE)
        for person, family in ((CLARA, "Clark"), (DAVID, "Dean")):
            opened.enact(people.Record(on=date(2023, 1, 1), person=person, unit=SOUTH, family=family, given="C"))
            opened.candidate(person, date(2024, 1, 1))
        opened.owe(DAVID, 2)
        for number, text in REFORMS.items():
            opened.enact(
                acts.Draft(on=date(2025, 2, 1), resolution=number, title=f"Draft {number}", says="So.", body=CENTRE,
                           mover=CENTRE, reform=text)
            )  # fmt: skip
        yield opened


def page(number: int, rest: str = "", person: int | None = ANNA) -> tuple[int, str, str]:
    """The status, the words and the text of a page about a resolution."""
    browser = signed_in(person, "secretary", CENTRE) if person == ANNA else signed_in(person)
    answer = browser.get(f"/resolutions/{ids.show(number)}/{rest}")
    return answer.status_code, text_of(answer.content), answer.content.decode()


def test_a_preview_says_who_would_be_treated_otherwise(league: League) -> None:
    status, words, _text = page(BAR, "preview/?by=unit")

    assert status == 200
    assert words.count("Of 2 candidates, 1 would be treated otherwise.") == 2
    assert words.count("allowed now, not allowed under the draft R1 1") == 1
    assert words.count("S allowed now, not allowed under the draft 1") == 1


def test_a_figure_opens_the_people_it_counts(league: League) -> None:
    _status, _words, text = page(BAR, "preview/")
    (link,) = {one.replace("&amp;", "&") for one in re.findall(r'preview/(people/\?[^"]*true%3A0%3Afalse[^"]*)"', text)}

    status, words, _text = page(BAR, f"preview/{link}")
    assert (status, "Dean" in words, "Clark" in words) == (200, True, False)
    assert page(BAR, f"preview/{link}", person=BORIS)[0] == 404
    assert page(BAR, "preview/people/?rule=nothing&change=1")[0] == 422


def test_everybody_sees_no_small_group_and_no_list(league: League) -> None:
    status, words, text = page(BAR, "preview/", person=None)

    assert (status, "preview/people/" in text) == (200, False)
    assert words.count("Too few are concerned for figures that everybody may see.") > 0


def test_drafts_that_collide_are_told_apart(league: League) -> None:
    _status, words, text = page(FAULTY, "preview/")

    assert words.count("Cannot both be adopted:") == 1
    assert page(BAR, "preview/")[1].count("Nothing in the law or in another open draft stands against it.") == 1
    with_other = page(BAR, f"preview/?with={ids.show(OTHER)}")
    assert (with_other[0], with_other[1].count("As if another resolution were adopted before")) == (200, 1)
    assert text.count(f"with={ids.show(OTHER)}") == 1


def test_kinds_of_case_with_their_people(league: League) -> None:
    status, words, _text = page(BAR, "preview/kinds/?rule=may_become_member")

    assert (status, words.count("Kinds of case that change: May become member")) == (200, 1)
    assert page(BAR, "preview/kinds/?rule=nothing")[0] == 422


def test_past_decisions_decided_again(league: League) -> None:
    status, words, _text = page(BAR, "preview/past/?months=36")

    assert (status, words.count("decisions from 1 March 2022 to 1 March 2025")) == (200, 1)
    assert page(BAR, "preview/past/?months=many")[0] == 200


def test_what_changes_no_rule_has_no_preview(league: League) -> None:
    assert page(EMPTY, "preview/")[0] == 404
    assert page(BAR, "preview/?by=nothing")[0] == 422


def test_figures_can_be_taken_away(league: League) -> None:
    answer = page(BAR, "preview/?take=rule-may_become_member.csv")

    assert answer[2].splitlines()[1:] == ["\"allowed now, not allowed under the draft\",,R1,1", '"allowed, as now",,,1',
                                          "Together,,,2"]  # fmt: skip
