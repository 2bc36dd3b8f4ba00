"""Appeals: what may be appealed against, who answers, who decides, and what follows."""

from collections.abc import Callable
from datetime import date

import pytest

from polity.acts import Act, admission, appeals, membership, statutes, units
from polity.register import admission as desk
from polity.words.objections import OBJECTIONS
from polity.words.said import admission as said
from tests.acts.test_admission import oneself, whole
from tests.league import ANNA, BORIS, CENTRE, NORTH, SOUTH, League

DAY, LATER, LAST = date(2025, 3, 1), date(2025, 3, 11), date(2025, 4, 1)
APPEAL = 49001
TERM = """
statute: appeals
title: Appeals
subject: person
status: test
params:
  appeal_days: {type: int, values: {2025-01-01: 10}}
"""


def lodged(against: str = "application", person: int = BORIS, on: date = LATER, grounds: str = "unheard") -> Act:
    return appeals.Lodge(on=on, person=person, against=against, grounds=grounds, appeal=APPEAL)


def refused_application(league: League) -> None:
    league.enact(admission.Apply(on=DAY, person=BORIS, application=46001))
    league.enact(admission.Refuse(on=DAY, person=BORIS, grounds="too new"), league.by(unit=NORTH))


def refused_promotion(league: League) -> None:
    league.candidate(BORIS, date(2024, 1, 1))
    league.enact(
        admission.RefusePromotion(on=DAY, person=BORIS, grounds="absent", refusal=48001), league.by(unit=NORTH)
    )


def excluded(league: League) -> None:
    league.enact(membership.Exclude(on=DAY, person=ANNA, grounds="theft"), league.by(unit=SOUTH))


def standing(league: League, person: int) -> str:
    """How it stands: the application's state, a refusal's state, or the standing."""
    with league.register() as register:
        application, refusals = desk.latest_application(register, person), desk.refusals(register, person)
        if person == ANNA:
            return league.spells(person)[-1][1]
        return refusals[-1].state if refusals else application.state if application else ""


WAYS = [
    pytest.param(refused_application, "application", BORIS, NORTH, ("refused", "applied"), id="an application"),
    pytest.param(refused_promotion, "promotion", BORIS, NORTH, ("stands", "overturned"), id="a promotion"),
    pytest.param(excluded, "exclusion", ANNA, SOUTH, ("former", "member"), id="an exclusion"),
]


@pytest.mark.parametrize(("way", "against", "person", "unit", "states"), WAYS)
@pytest.mark.parametrize("upheld", [True, False])
def test_an_appeal_goes_up_and_has_its_effect(
    league: League, way: Callable[[League], None], against: str, person: int, unit: int, states: tuple[str, str],
    upheld: bool,
) -> None:  # fmt: skip
    way(league)
    league.enact(lodged(against, person), oneself(league, person))
    before = standing(league, person)
    league.enact(appeals.Reply(on=LATER, person=person, appeal=APPEAL, reply="heard twice"), league.by(unit=unit))
    decide = appeals.Decide(on=LAST, person=person, appeal=APPEAL, upheld=upheld, grounds="so found")
    below = league.codes(decide, league.by(unit=unit))
    league.enact(decide)
    with league.register() as register:
        appeal = desk.appeal(register, APPEAL)
    assert appeal is not None
    assert (appeal.unit, appeal.above, appeal.reply, appeal.reasons, appeal.state) == (
        unit, CENTRE, "heard twice", "so found", "upheld" if upheld else "dismissed",
    )  # fmt: skip
    assert (below, before, standing(league, person)) == (["competence.scope"], states[0], states[1 if upheld else 0])
    assert whole(league) == []


def test_whoever_was_excluded_stands_again_as_before(league: League) -> None:
    excluded(league)
    league.enact(lodged("exclusion", ANNA), oneself(league, ANNA))
    league.enact(appeals.Decide(on=LAST, person=ANNA, appeal=APPEAL, upheld=True, grounds="x"))
    with league.register() as register:
        spell = register.spell(ANNA, on=LAST)
    assert spell is not None
    assert (spell.unit, spell.standing, spell.counted_from) == (SOUTH, "member", date(2023, 1, 1))


@pytest.mark.parametrize(("day", "codes"), [(date(2025, 3, 11), []), (date(2025, 3, 12), ["appeal.late"])])
def test_the_statutes_say_how_long_one_may_appeal(league: League, day: date, codes: list[str]) -> None:
    league.enact(statutes.Adopt(on=date(2025, 1, 1), statute="appeals", text=TERM))
    refused_application(league)
    assert league.codes(lodged(on=day)) == codes


def test_the_centres_own_decision_is_appealed_against_at_the_centre(league: League) -> None:
    league.enact(admission.Apply(on=DAY, person=BORIS, application=46001))
    league.enact(admission.Refuse(on=DAY, person=BORIS, grounds="x"))
    with league.register() as register:
        (found,) = appeals.decisions(register, BORIS, on=DAY)
    assert (found.unit, found.above) == (CENTRE, CENTRE)


def test_an_appeal_taken_back_may_be_made_again(league: League) -> None:
    refused_application(league)
    league.enact(lodged())
    league.enact(appeals.Withdraw(on=LATER, person=BORIS, appeal=APPEAL), oneself(league, BORIS))
    again = appeals.Lodge(on=LATER, person=BORIS, against="application", grounds="x", appeal=49002)
    assert league.codes(again) == []


def decide(**changed: object) -> Act:
    fields = {"on": LATER, "person": BORIS, "appeal": APPEAL, "upheld": True, "grounds": "x"} | changed
    return appeals.Decide(**fields)  # type: ignore[arg-type]


CASES = [
    ("against nothing", lodged("exclusion"), ["id.known", "appeal.nothing"]),
    ("without grounds", lodged(grounds=" "), ["record.grounds", "id.known", "appeal.known"]),
    ("before the decision", lodged(on=date(2025, 2, 1)), ["id.known", "appeal.known", "appeal.early"]),
    ("of somebody else", decide(person=ANNA), ["appeal.none"]),
    ("decided before it was lodged", decide(on=date(2025, 3, 5)), ["appeal.early"]),
    ("decided without reasons", decide(grounds=""), ["record.grounds"]),
    ("answered with nothing", appeals.Reply(on=LATER, person=BORIS, appeal=APPEAL, reply=""), ["record.grounds"]),
]


@pytest.mark.parametrize(("act", "codes"), [pytest.param(act, codes, id=name) for name, act, codes in CASES])
def test_what_stands_in_the_way_of_an_appeal(league: League, act: Act, codes: list[str]) -> None:
    refused_application(league)
    league.enact(lodged())
    assert league.codes(act) == codes


def test_what_has_gone_since_cannot_be_set_aside(league: League) -> None:
    refused_application(league)
    league.enact(lodged())
    league.enact(admission.Apply(on=LATER, person=BORIS, application=46002))
    assert league.codes(decide()) == ["appeal.gone"]
    league.enact(decide(upheld=False))
    assert league.codes(decide()) == ["appeal.over"]


def test_an_appeal_after_a_unit_moved_goes_to_the_one_above_it_now(league: League) -> None:
    refused_application(league)
    league.enact(units.Found(on=DAY, unit=1009, title="Cell", tier="cell", kind="office", code="Z", parent=NORTH))
    with league.register() as register:
        assert [one.above for one in appeals.decisions(register, BORIS, on=LATER)] == [CENTRE]


def test_every_code_of_the_desk_has_a_case() -> None:
    met = {code for _, _, codes in CASES for code in codes}
    elsewhere = {
        "already.done", "already.done_now", "already.done_own", "asked.none", "asked.open", "asked.given",  # admission
        "appeal.late", "appeal.gone", "appeal.over",  # above
    }  # fmt: skip
    assert sorted(code for code in said.WORDS if code not in met) == sorted(elsewhere)
    assert set(said.WORDS) <= set(OBJECTIONS)
