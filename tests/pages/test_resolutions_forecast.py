"""Forecasts on pages: begun by an office, followed, shown with bands and dots, kept with the resolution."""

import json
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.test import Client

from polity.access import runs
from polity.acts import resolution as acts
from polity.pages import opened
from polity.pages.forecasts_shown import charts_of, tables_of
from polity.pages.forecasts_tested import tables_of as trial_tables
from polity.pages.forecasts_tested import trial_of
from polity.pages.resolutions_forecast import plainly
from polity.words import ids
from tests.league import ANNA, BORIS, CENTRE, NORTH, League
from tests.pages.offices import TODAY, appoint, pages_of, signed_in
from tests.pages.test_resolutions import sent, text_of

BAR, KEPT = 8101, 8102
HERE = f"/resolutions/{ids.show(BAR)}/forecast/"
DAYS = [date(2025 + (2 + n) // 12, (2 + n) % 12 + 1, 1).isoformat() for n in range(13)]
ENDS = {"median": 500, "low50": 450, "high50": 550, "low90": 300, "high90": 700}
FAN = {name: [400] * 12 + [end] for name, end in ENDS.items()}
LINE = {
    "law": "present", "admissions": "constant", "behaviour": "unchanged", "says": "as of late", "draws": 10,
    "members": FAN, "candidates": FAN, "shares": {"worker": FAN}, "runs_reached": [0] * 12 + [40],
    "outcomes": list(range(20)),
}  # fmt: skip
RUN: dict[str, Any] = {
    "title": "A bar", "says": ["In 40 of 100 runs class = worker is reached by 2026-03-01."], "by": "class",
    "values": ["worker"], "headline": "worker", "now": {"worker": 3}, "days": DAYS,
    "target": {"value": "worker", "per_mille": 50, "side": "least"}, "lines": [LINE, {**LINE, "law": "draft"}],
    "difference": {"members": FAN, "candidates": FAN, "shares": {"worker": FAN}, "runs_higher": [0] * 12 + [60]},
    "assumptions": [{"says": "As many come.", "a_quarter": {"less": [1, 2], "more": None, "difference": {}}}],
    "run": {"seed": 1923, "on": DAYS[0]}, "demonstration": False, "closing": ["What this cannot know: all else."],
}  # fmt: skip


@pytest.fixture(autouse=True)
def organisation() -> None:
    """Each test opens its own."""


@pytest.fixture(scope="module")
def league(leagues: Callable[[], AbstractContextManager[League]], pages: None) -> Iterator[League]:
    """Anna is the centre's secretary; there is a draft."""
    with leagues() as found, pages_of(found):
        appoint(found, ANNA, CENTRE)
        reform = "reform: bar\nfrom: 2025-04-01\nset: {param: candidate_months, to: 24}"
        found.enact(
            acts.Draft(on=date(2025, 2, 1), resolution=BAR, title="A bar", says="So.", body=CENTRE, mover=CENTRE,
                       reform=reform)
        )  # fmt: skip
        yield found


def anna() -> Client:
    return signed_in(ANNA, "secretary", CENTRE)


def ended(job: runs.Job | None) -> runs.Job:
    """A run, once it has ended."""
    assert job is not None
    assert job.over.wait(60)
    return job


def run(key: str) -> str:
    """Where a run that is made at once is shown to the centre's secretary."""
    whose = opened.scope_of(anna().get(HERE).wsgi_request)
    return f"{HERE}?run={ended(runs.begun(key, lambda _tell: RUN, whose)).key}"


@pytest.mark.usefixtures("league")
def test_a_forecast_is_shown_with_bands_dots_and_what_it_rests_on() -> None:
    where = run("shown")
    page = anna().get(where).content
    words = text_of(page)
    for said in ("In 40 of 100 runs “worker” is reached by 1 March 2026.",
                 "As many come. +0.2", "What this cannot know: all else."):  # fmt: skip
        assert words.count(said) == 1, said
    assert page.count(b"<circle") == 40
    answer = anna().get(f"{where}&take=ways.csv").content.decode().splitlines()
    assert answer[1] == "Present rules,as of late,50,30,70,40"


@pytest.mark.usefixtures("league")
def test_a_forecast_is_kept_and_then_open_to_everybody() -> None:
    before = signed_in(None).get(HERE)
    assert text_of(before.content).count("No forecast is kept with this resolution yet.") == 1

    where = run("kept")
    status, words, to = sent(anna(), f"{HERE}keep/?{where.partition('?')[2]}", {"title": "As moved", "on": str(TODAY)})
    assert status == 303, words
    shown = signed_in(None).get(to.partition("&")[0])
    assert text_of(shown.content).count("Kept on 1 March 2025 as it was then.") == 1


@pytest.mark.usefixtures("league")
@pytest.mark.parametrize("run", [{}, {**RUN, "lines": []}, {**RUN, "days": ["<b>"]}, {**RUN, "says": [1]}])
def test_a_kept_run_of_another_form_is_shown_as_it_is(league: League, run: dict[str, Any]) -> None:
    number = league.id()
    league.enact(acts.Keep(on=TODAY, forecast=number, resolution=BAR, title="Odd", run=json.dumps(run)))
    answer = signed_in(None).get(f"{HERE}?kept={ids.show(number)}")

    assert (answer.status_code, text_of(answer.content).count("It cannot be drawn.")) == (200, 1)


@pytest.mark.usefixtures("league")
def test_an_organisation_too_small_for_a_forecast_says_so() -> None:
    browser = anna()
    where = browser.post(HERE, {"years": "2", "goal": "class|worker", "per_mille": "50"}).headers["Location"]
    ended(runs.of(where.partition("run=")[2], opened.scope_of(browser.get(HERE).wsgi_request)))

    assert text_of(browser.get(where).content).count("No forecast can be made of this.") == 1


@pytest.mark.usefixtures("league")
def test_who_may_see_a_run() -> None:
    where = run("seen")

    assert signed_in(None).post(HERE).status_code == 404
    assert signed_in(BORIS).get(where).headers["Location"] == HERE
    appointed = signed_in(BORIS, "secretary", NORTH)
    assert appointed.get(f"{HERE}keep/?run=nothing").status_code == 404


@pytest.mark.usefixtures("league")
def test_beside_a_forecast_stands_how_earlier_ones_would_have_fared() -> None:
    where = run("tried").partition("?")[2]
    browser = anna()
    browser.get(f"{HERE}tested/?{where}")
    ended(trial_of(browser.get(HERE).wsgi_request, RUN))

    assert text_of(browser.get(f"{HERE}tested/?{where}").content).count("No earlier day can be tried.") == 1
    assert browser.get(f"{HERE}tested/?run=nothing").status_code == 404


def test_a_trial_tells_shares_in_thousandths_and_all_else_in_people() -> None:
    row = {"horizon": 3, "crosses": True, "tried": 8, "held": [4, 6, 7], "bias": -120, "score": 15, "no_change": 20,
           "growth": 8}  # fmt: skip
    trial = {"bands": [50, 80, 90], "summaries": [{"measure": "share", **row}, {"measure": "members", **row}]}
    shown = [[[cell.text for cell in line] for line in table.shown_rows] for table in trial_tables(RUN, trial)]
    assert shown == [
        [["Worker", "3", "yes", "8", "4", "6", "7", "−12.00", "1.50", "2.00", "0.80"]],
        [["Members", "3", "yes", "8", "4", "6", "7", "−120", "15", "20", "8"]],
    ]


def test_every_figure_of_a_run_has_its_table() -> None:
    assert [chart.key for chart in charts_of(RUN)] == ["share", "outcomes-present", "outcomes-draft", "members"]
    assert [table.key for table in tables_of(RUN)] == ["difference", "ways", "assumptions"]
    assert [[cell.text for cell in row[1:]] for row in tables_of(RUN)[0].shown_rows] == [
        ["60", "+50.0", "+30.0", "+70.0"]
    ]


def test_sentences_name_values_and_days_as_people_do() -> None:
    assert re.findall(r"“(.*?)”", plainly(RUN, "class = worker and class = worker on 2025-03-01")) == ["worker"] * 2
