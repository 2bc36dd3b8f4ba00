"""The life of a resolution: drafted, amended, put, counted by two tellers, decided by the articles, in force."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from polity.acts import Act, Refused, admission, people, resolution, statutes, units
from polity.readings.check import check
from polity.register import resolutions
from polity.register.resolutions import Figures
from polity.statutes import deciding, read
from polity.statutes.templates import template
from polity.words.said.resolutions import WORDS
from tests.league import ANNA, CENTRE, CLARA, DAVID, NORTH, SOUTH, WHOLE, League

DRAFTED, PUT, DECIDED, AFTER = date(2025, 1, 10), date(2025, 1, 20), date(2025, 2, 1), date(2025, 2, 2)
R, OTHER, AMENDMENT, FORECAST = 7001, 7002, 7003, 7004
BAR = """reform: bar
title: The bar of 2025
subject: person
from: {since}
to: 2026-02-01
new: {{facts: {{class: {{type: code, values: [worker, peasant, other], forecast: key}}}}}}
add:
  rule: may_become_member
  clause: {{id: "B1", need: "class = worker", say: "For a year only workers become members.", remedy: "Wait."}}
"""
ARREARS = "reform: arrears\nfrom: {since}\nset: {{param: arrears_allowed, to: {months}}}\n"
FIGURES = {"present": 60, "entitled": 100, "votes_for": 40, "votes_against": 15, "abstained": 5}


def bar(since: str = "2025-02-01") -> str:
    return BAR.format(since=since)


def draft(**changed: Any) -> Act:
    fields = {"resolution": R, "title": "The bar", "says": "For a year only workers become members.", "body": CENTRE,
              "mover": NORTH, "reform": bar()}  # fmt: skip
    return resolution.Draft(on=changed.pop("on", DRAFTED), **(fields | changed))


def put(number: int = R, on: date = PUT) -> Act:
    return resolution.Put(on=on, resolution=number)


def count(teller: int, number: int = R, on: date = DECIDED, **changed: int) -> Act:
    return resolution.Counted(on=on, resolution=number, teller=teller, **(FIGURES | changed))


def decide(number: int = R, on: date = DECIDED, **changed: Any) -> Act:
    return resolution.Decide(on=on, resolution=number, **changed)


def peopled(league: League) -> League:
    """Anna and David are members and can count; Clara is a peasant and a candidate, who has served in January 2025."""
    league.member(DAVID, NORTH, "Dean", date(2023, 6, 1))
    league.enact(people.Record(on=date(2023, 1, 1), person=CLARA, unit=NORTH, family="Clark", given="C"))
    league.enact(people.Amend(on=date(2023, 1, 1), person=CLARA, facts={"class": "peasant"}))
    league.candidate(CLARA, date(2024, 7, 1))
    return league


@pytest.fixture
def tellers(league: League) -> League:
    return peopled(league)


def counted(league: League, *acts: Act, number: int = R, **figures: int) -> League:
    """The acts, and both tellers' counts of the resolution, which agree."""
    for act in (*acts, count(ANNA, number, **figures), count(DAVID, number, **figures)):
        league.enact(act)
    return league


def state(league: League, number: int = R) -> tuple[str, int]:
    with league.register() as register:
        found = resolutions.resolution(register, number)
        assert found is not None
        return found.state, found.version


def test_a_resolution_lives_from_draft_to_force(tellers: League) -> None:
    for act in (
        draft(reform=None),
        resolution.Amend(on=DRAFTED, resolution=R, reform=bar("2025-02-01")),
        draft(resolution=AMENDMENT, mover=SOUTH, title="The bar, shorter", says="As moved, but for workers.",
              amends=R, reform=bar("2025-02-02")),
        put(),
        resolution.Accept(on=PUT, amendment=AMENDMENT),
    ):  # fmt: skip
        tellers.enact(act)
    counted(tellers).enact(decide())
    with tellers.register() as register:
        versions = [(one.version, one.state, one.title) for one in resolutions.versions(register, R)]
        found, texts = resolutions.decision(register, R), register.statutes()
        by_name = resolutions.of_statute(register, "bar")
    assert versions == [
        (1, "draft", "The bar"), (2, "draft", "The bar"), (2, "put", "The bar"), (3, "put", "The bar, shorter"),
        (3, "adopted", "The bar, shorter"),
    ]  # fmt: skip
    assert state(tellers, AMENDMENT) == ("accepted", 1)
    assert found is not None
    assert found[:-1] == (R, DECIDED, Figures(**FIGURES), True, (), "bar", date(2025, 2, 2), None)
    assert texts[-1] == ("bar", bar("2025-02-02"))
    assert by_name is not None and by_name.resolution == R
    assert [finding for finding in check(tellers.house, scope=WHOLE) if not finding.holds] == []


def test_what_was_adopted_binds_from_its_day_and_lapses(tellers: League) -> None:
    counted(tellers, draft(reform=bar("2025-02-02")), put()).enact(decide())
    objections = {
        day: [(one.code, one.article) for one in tellers.examine(admission.Promote(on=day, person=CLARA))]
        for day in (DECIDED, AFTER, date(2026, 1, 31), date(2026, 2, 1))
    }
    assert objections == {
        DECIDED: [], AFTER: [("article", "B1")], date(2026, 1, 31): [("article", "B1")], date(2026, 2, 1): []
    }  # fmt: skip


@pytest.mark.parametrize(
    ("figures", "clauses"),
    [
        ({"present": 50, "votes_for": 40, "votes_against": 9, "abstained": 1}, ("D1",)),
        ({"votes_for": 20, "votes_against": 20}, ("D2",)),
        ({"present": 10, "votes_for": 2, "votes_against": 3, "abstained": 0}, ("D1", "D2")),
    ],
)
def test_without_quorum_or_majority_it_is_rejected_by_the_article(
    tellers: League, figures: dict[str, int], clauses: tuple[str, ...]
) -> None:
    counted(tellers, draft(), put(), **figures).enact(decide())
    with tellers.register() as register:
        found, names = resolutions.decision(register, R), [name for name, _ in register.statutes()]
    assert found is not None
    assert (found.adopted, found.clauses, found.statute, names) == (False, clauses, None, ["rules"])
    assert state(tellers) == ("rejected", 1)


def test_tellers_count_apart_and_must_agree(tellers: League) -> None:
    tellers.enact(draft())
    assert tellers.codes(count(ANNA)) == ["resolution.state"]
    tellers.enact(put())
    assert tellers.codes(decide()) == ["resolution.tellers"]
    tellers.enact(count(ANNA))
    tellers.enact(count(ANNA, votes_for=39))  # a correction of her own count is still one count
    assert tellers.codes(decide()) == ["resolution.tellers"]
    tellers.enact(count(DAVID, votes_against=14))
    (differ,) = tellers.examine(decide())
    assert (differ.code, differ.says) == (
        "resolution.differ", "The tellers counted differently: votes_for 39 and 40, votes_against 14 and 15."
    )  # fmt: skip
    tellers.enact(count(ANNA))
    tellers.enact(count(DAVID))
    assert tellers.codes(decide()) == []
    assert tellers.codes(resolution.Amend(on=DECIDED, resolution=R, title="x")) == ["resolution.state"]


def test_a_text_on_which_tellers_counted_is_not_changed_any_more(tellers: League) -> None:
    counted(tellers, draft(), put())
    tellers.enact(draft(resolution=AMENDMENT, mover=SOUTH, amends=R, on=PUT))
    assert tellers.codes(resolution.Accept(on=DECIDED, amendment=AMENDMENT)) == ["resolution.counted"]
    assert tellers.codes(resolution.Accept(on=DECIDED, amendment=R)) == ["resolution.amends_nothing"]


def test_the_body_itself_can_adopt_an_amendment(tellers: League) -> None:
    tellers.enact(draft())
    tellers.enact(draft(resolution=AMENDMENT, mover=SOUTH, amends=R, title="Otherwise", reform=None))
    counted(tellers, put(AMENDMENT), number=AMENDMENT).enact(decide(AMENDMENT))
    with tellers.register() as register:
        found = resolutions.resolution(register, R)
    assert found is not None
    assert (found.title, found.reform, found.version, state(tellers, AMENDMENT)) == (
        "Otherwise", bar(), 2, ("adopted", 1)
    )  # fmt: skip


def test_a_stay_demanded_by_statute_is_kept(tellers: League) -> None:
    stay = "reform: stay\nsubject: decision\nfrom: 2025-01-15\nset: {param: stay_days, to: 14}\n"
    tellers.enact(statutes.Enacted(on=DRAFTED, statute="stay", text=stay, votes_for=1))
    counted(tellers, draft(reform=bar("2025-02-14")), put())
    (stays,) = tellers.examine(decide())
    assert (stays.code, stays.article, stays.says) == (
        "article", "D3", "It would take effect 13 days after the decision; 14 days must lie between."
    )  # fmt: skip
    counted(tellers, draft(resolution=OTHER, reform=bar("2025-02-15")), put(OTHER), number=OTHER)
    assert tellers.codes(decide(OTHER)) == []


def test_of_two_that_collide_the_second_is_told_at_its_decision(tellers: League) -> None:
    for number, months in ((R, 2), (OTHER, 5)):
        text = ARREARS.format(since="2025-02-01", months=months).replace("arrears\n", f"arrears-{months}\n", 1)
        counted(tellers, draft(resolution=number, reform=text), put(number), number=number)
    assert tellers.codes(decide(OTHER)) == []
    tellers.enact(decide())
    (collides,) = tellers.examine(decide(OTHER))
    assert (collides.code, collides.says.split(": ")[-1]) == (
        "statute.faulty", "The reforms arrears-2 and arrears-5 change the same thing (param arrears_allowed ) at once."
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", ["reform.one"]),
        ("statute: x\ntitle: y\n", ["reform.one"]),
        ("reform: [", ["statute.faulty"]),
        ("reform: x\nfrom: 2025-03-01\nset: {param: arrears_allowd, to: 2}\n", ["statute.faulty"]),
        (bar().replace("class = worker", "class > 3"), ["statute.faulty"]),
    ],
)
def test_a_text_that_cannot_be_meant_is_no_draft(tellers: League, text: str, codes: list[str]) -> None:
    assert tellers.codes(draft(reform=text)) == codes
    tellers.enact(draft(reform=None))
    assert tellers.codes(resolution.Amend(on=DRAFTED, resolution=R, reform=text)) == codes


UNKNOWN = """reform: {name}
from: 2025-02-01
new: {{facts: {{shoe_size: {{type: int, range: [0, 60], forecast: refuse}}}}}}
subject: person
add: {{rule: may_become_member, clause: {{id: "S1", need: "shoe_size >= 40", say: "Too small.", remedy: "Grow."}}}}
"""


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (bar("2025-01-31"), ["statute.back"]),
        (bar() + "units: {under: [N, XX], frozen_at: from}\n", ["reform.unit"]),
        (bar().replace("bar", "rules", 1), ["statute.known"]),
        (UNKNOWN.format(name="shoes"), ["reform.undecidable"]),
    ],
)
def test_what_may_be_mended_is_refused_at_the_decision_alone(tellers: League, text: str, codes: list[str]) -> None:
    assert tellers.codes(draft(reform=text)) == []
    counted(tellers, draft(reform=text), put())
    assert tellers.codes(decide()) == codes


def test_a_bar_for_everybody_is_decided_and_no_fault(tellers: League) -> None:
    text = bar().replace("class = worker", "months_owed > 600")
    counted(tellers, draft(reform=text), put())
    assert tellers.codes(decide()) == []


def test_rules_are_decided_on_by_the_body_of_the_whole(tellers: League) -> None:
    (whole,) = tellers.examine(draft(body=NORTH))
    assert (whole.code, whole.says) == (
        "resolution.body", "Rules hold for the whole organisation: Centre decides on them, not North."
    )  # fmt: skip
    counted(tellers, draft(body=NORTH, reform=None), put()).enact(decide(), tellers.by("secretary", NORTH))
    assert state(tellers) == ("adopted", 1)


def test_without_articles_on_decisions_none_is_entered(tellers: League, monkeypatch: pytest.MonkeyPatch) -> None:
    counted(tellers, draft(), put())
    monkeypatch.setattr(deciding, "RULE", "is_adopted_otherwise")
    assert tellers.codes(decide()) == ["resolution.no_law"]


DRAFT_OF = (draft(),)
REFUSED: list[tuple[str, tuple[Act, ...], Act, list[str]]] = [
    ("empty words", (), draft(title=" ", says=""), ["field.value", "field.value"]),
    ("a unit that does not stand", (), draft(body=4711, mover=4712, reform=None), ["unit.none", "unit.none"]),
    ("an id that is borne", DRAFT_OF, draft(), ["id.known"]),
    ("what it amends is not there", (), draft(amends=OTHER), ["resolution.none"]),
    ("an amendment of an amendment", (draft(), draft(resolution=OTHER, amends=R)),
     draft(resolution=AMENDMENT, amends=OTHER), ["resolution.amends_amendment"]),
    ("nothing is changed", DRAFT_OF, resolution.Amend(on=DRAFTED, resolution=R, title="The bar"), ["resolution.same"]),
    ("an act before the draft", DRAFT_OF, put(on=date(2025, 1, 9)), ["resolution.early"]),
    ("put twice", (draft(), put()), put(), ["resolution.state"]),
    ("no such resolution", (), put(), ["resolution.none"]),
    ("withdrawn is withdrawn", (draft(), resolution.Withdraw(on=PUT, resolution=R)), put(), ["resolution.state"]),
    ("a teller who is no member", (draft(), put()), count(CLARA), ["standing.is"]),
    ("a teller outside the register", (draft(), put()), count(4711), ["person.none"]),
    ("figures that cannot be", (draft(), put()), count(ANNA, present=30, entitled=20, votes_against=-1),
     ["count.positive", "present.quorum", "resolution.entitled"]),
    ("a run that is none", DRAFT_OF, resolution.Keep(on=PUT, forecast=FORECAST, resolution=R, title="x", run="[]"),
     ["forecast.run"]),
    ("a run that is too large", DRAFT_OF,
     resolution.Keep(on=PUT, forecast=FORECAST, resolution=R, title="x", run=" " * 400_001), ["forecast.large"]),
]  # fmt: skip


@pytest.mark.parametrize(("before", "act", "codes"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_each_refusal_says_why(tellers: League, before: tuple[Act, ...], act: Act, codes: list[str]) -> None:
    for one in before:
        tellers.enact(one)
    assert tellers.codes(act) == codes
    with pytest.raises(Refused):
        tellers.enact(act)


def test_whoever_moves_it_amends_it_and_the_body_decides(tellers: League) -> None:
    tellers.enact(draft(), tellers.by("secretary", NORTH))
    south, north = tellers.by("secretary", SOUTH), tellers.by("secretary", NORTH)
    assert tellers.codes(resolution.Amend(on=PUT, resolution=R, title="x"), south) == ["competence.scope"]
    assert tellers.codes(put(), south) == ["competence.scope"]
    tellers.enact(put(), north)
    assert tellers.codes(count(ANNA), north) == ["competence.scope"]


def test_a_run_of_a_forecast_is_kept(tellers: League) -> None:
    tellers.enact(draft())
    run = '{"years": 10, "share": [0.44, 0.5]}'
    tellers.enact(resolution.Keep(on=PUT, forecast=FORECAST, resolution=R, title="Ten years", run=run))
    with tellers.register() as register:
        (kept,) = resolutions.forecasts(register, R)
        assert resolutions.forecast(register, FORECAST) == kept
    assert kept[:-1] == (FORECAST, R, "Ten years", PUT, {"years": 10, "share": [0.44, 0.5]})
    assert [finding for finding in check(tellers.house, scope=WHOLE) if not finding.holds] == []


def test_the_pilot_of_a_reform_binds_whoever_was_there_when_it_began(tellers: League) -> None:
    text = bar("2025-02-02") + "units: {under: [N], frozen_at: from}\n"
    counted(tellers, draft(reform=text), put()).enact(decide())
    assert tellers.codes(admission.Promote(on=AFTER, person=CLARA)) == ["article"]
    tellers.enact(units.Found(on=date(2025, 3, 1), unit=1010, title="East", tier="branch", kind="office", code="E",
                              parent=CENTRE))  # fmt: skip
    tellers.enact(units.Merge(on=date(2025, 4, 1), units=(NORTH,), into=1010))
    assert tellers.codes(admission.Promote(on=date(2025, 5, 1), person=CLARA)) == ["article"]


def test_the_first_statute_that_is_offered_says_when_a_resolution_is_adopted() -> None:
    (decisions,) = [one for one in read(template()) if getattr(one, "subject", "") == "decision"]
    assert decisions.name == "our-decisions"


def test_every_objection_is_met_in_these_tests() -> None:
    source = Path(__file__).read_text(encoding="utf-8")
    assert [code for code in WORDS if f'"{code}"' not in source] == []


def test_the_count_of_a_teller_who_is_erased_stays_without_a_name(tellers: League) -> None:
    counted(tellers, draft(), put()).enact(decide())
    tellers.enact(people.EraseAct(on=AFTER, person=ANNA, grounds="asked"))
    with tellers.register() as register:
        assert [one.figures for one in resolutions.counts(register, R)] == [Figures(**FIGURES)] * 2
        assert register.names([ANNA]) == {}
    assert [finding for finding in check(tellers.house, scope=WHOLE) if not finding.holds] == []
