"""Members' rights: what is asked for and answered, consent by purpose, and what is kept no longer than it may be."""

from datetime import date

import pytest

from polity.acts import Act, consent, membership, offices, people, retention, rights
from polity.readings.check import check
from polity.register import rights as kept
from polity.words.said import rights as said
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, WHOLE, League

DAY, LATER = date(2025, 3, 1), date(2025, 6, 1)
LEFT = date(2025, 1, 1)
REQUEST, OTHER = 7001, 7002
CASES: list[tuple[Act, list[str]]] = [
    (rights.AskErasure(on=DAY, person=BORIS, request=7009), ["request.open"]),
    (rights.AskAccess(on=DAY, person=9999, request=7009), ["person.none"]),
    (
        rights.AskCorrection(on=DAY, person=BORIS, request=REQUEST, field="shoe", wanted=" ", grounds="x"),
        ["id.known", "field.none", "field.value"],
    ),
    (rights.Withdraw(on=DAY, person=ANNA, request=REQUEST), ["request.none"]),
    (rights.Withdraw(on=date(2024, 1, 1), person=BORIS, request=REQUEST), ["request.early"]),
    (rights.Answer(on=DAY, person=BORIS, request=OTHER, decision="refused", grounds="x"), ["request.state"]),
    (
        rights.Answer(on=DAY, person=BORIS, request=REQUEST, decision="maybe", grounds=" "),
        ["field.value", "record.grounds"],
    ),
    (
        rights.Answer(on=DAY, person=ANNA, request=7003, decision="granted", grounds="x"),
        ["right.belongs", "right.officer"],
    ),
    (rights.EraseOnRequest(on=DAY, person=BORIS, request=7008, second=CLARA), ["request.state"]),
    (rights.EraseOnRequest(on=DAY, person=BORIS, request=OTHER, second=CLARA), ["request.none"]),
    (rights.EraseOnRequest(on=DAY, person=DAVID, request=7004, second=ANNA), ["right.two"]),
    (rights.EraseOnRequest(on=LEFT, person=DAVID, request=7004, second=CLARA), ["request.early"]),
    (rights.AnswerWithin(on=DAY, months=0), ["field.value"]),
    (consent.DeclarePurpose(on=DAY, purpose="Mail", label=""), ["field.value", "field.value"]),
    (consent.Give(on=DAY, person=BORIS, purpose="film"), ["consent.none"]),
    (consent.Give(on=DAY, person=ANNA, purpose="email"), ["consent.given"]),
    (consent.WithdrawConsent(on=DAY, person=BORIS, purpose="email"), ["consent.not_given"]),
    (consent.WithdrawConsent(on=date(2024, 1, 1), person=ANNA, purpose="email"), ["consent.later", "record.later"]),
    (retention.Retain(on=DAY, field="shoe", months=1), ["field.none", "retain.longer"]),
    (retention.Retain(on=DAY, field="identity", months=1300), ["retain.months"]),
    (retention.Retain(on=DAY, field="born", months=1), ["retain.longer"]),
    (retention.Expire(on=DAY), ["expire.none"]),
    (retention.Expire(on=DAY, unit=1999), ["unit.none", "expire.none"]),
]  # fmt: skip


def settled(league: League) -> None:
    """Anna and Clara are secretaries; Boris asked for a correction; David left and his erasure is granted by Anna."""
    league.member(CLARA, NORTH, "Clark", date(2023, 6, 1))
    league.member(DAVID, NORTH, "Dean", date(2023, 6, 1))
    for person, unit in ((ANNA, CENTRE), (CLARA, NORTH)):
        league.enact(offices.Appoint(on=LEFT, term=league.id(), office="secretary", unit=unit, person=person))
    league.enact(membership.Leave(on=LEFT, person=DAVID))
    league.enact(rights.AskCorrection(on=DAY, person=BORIS, request=REQUEST, field="family", wanted="B", grounds="x"))
    league.enact(rights.AskErasure(on=DAY, person=BORIS, request=7008))
    league.enact(rights.AskAccess(on=DAY, person=BORIS, request=OTHER))
    league.enact(rights.AskErasure(on=DAY, person=ANNA, request=7003))
    league.enact(rights.AskErasure(on=DAY, person=DAVID, request=7004, grounds="my wish"))
    granted = rights.Answer(on=DAY, person=DAVID, request=7004, decision="granted", grounds="he left", answered_by=ANNA)
    league.enact(granted, league.by(person=ANNA))
    league.enact(consent.DeclarePurpose(on=DAY, purpose="email", label="Notices by e-mail"))
    league.enact(consent.Give(on=DAY, person=ANNA, purpose="email"), league.by(None, person=ANNA))


def held(league: League) -> list[str]:
    """What does not hold of the organisation's records."""
    return [f"{finding.what}: {finding.says}" for finding in check(league.house, scope=WHOLE) if not finding.holds]


def test_each_reason_for_a_refusal_is_said(league: League) -> None:
    settled(league)
    north = league.by(unit=NORTH)  # where Clara is secretary
    found = [(act.name, league.codes(act, north if act.actor() == CLARA else None)) for act, _ in CASES]
    assert found == [(act.name, codes) for act, codes in CASES]
    assert sorted(set(said.WORDS) - {code for _, codes in CASES for code in codes}) == []
    assert held(league) == []


@pytest.mark.parametrize(("decision", "state"), [("granted", "granted"), ("refused", "refused")])
def test_a_correction_is_asked_for_by_the_person_and_answered_by_the_office(
    league: League, decision: str, state: str
) -> None:
    asked = rights.AskCorrection(
        on=date(2025, 1, 31), person=BORIS, request=REQUEST, field="born", wanted="1990-01-01", grounds="passport"
    )
    league.enact(asked, league.by(None, person=BORIS))
    foreign = league.codes(asked, league.by(None, person=ANNA))
    league.enact(rights.Answer(on=LATER, person=BORIS, request=REQUEST, decision=decision, grounds="seen"))
    with league.register() as register:
        found = kept.request(register, REQUEST)
    assert foreign == ["competence.unnamed"]
    assert found is not None
    assert (found.due, found.state, found.state_since, found.answer) == (date(2025, 2, 28), state, LATER, "seen")


def test_the_term_for_an_answer_is_the_organisations(league: League) -> None:
    league.enact(rights.AnswerWithin(on=DAY, months=3))
    league.enact(rights.AskErasure(on=DAY, person=BORIS, request=REQUEST))
    league.enact(rights.Withdraw(on=DAY, person=BORIS, request=REQUEST), league.by(None, person=BORIS))
    with league.register() as register:
        (found,) = kept.requests(register, BORIS)
    assert (found.due, found.state) == (date(2025, 6, 1), "withdrawn")


def test_consent_is_read_by_rules_and_counted_from_day_to_day(league: League) -> None:
    league.enact(people.Amend(on=date(2024, 1, 1), person=BORIS, facts={"sex": "male"}))
    league.enact(consent.DeclarePurpose(on=DAY, purpose="email", label="Notices by e-mail"))
    own = league.by(None, person=BORIS)
    league.enact(consent.Give(on=DAY, person=BORIS, purpose="email"), own)
    league.enact(consent.WithdrawConsent(on=LATER, person=BORIS, purpose="email"), own)
    league.enact(consent.Give(on=LATER, person=BORIS, purpose="email"), own)
    league.enact(consent.WithdrawConsent(on=LATER, person=BORIS, purpose="email"), own)
    days = (date(2025, 2, 28), DAY, date(2025, 5, 31), LATER)
    with league.register() as register:
        assert [kept.consented(register, BORIS, "email", on=day) for day in days] == [False, True, True, False]
        assert dict(register.facts(BORIS, on=LATER)) == {"sex": "male", "consent_email": False}
    assert [league.census(day, where={"consent_email": ("true",)}).total for day in days] == [0, 1, 1, 0]
    assert held(league) == []


def test_an_erasure_takes_two_people_and_leaves_no_word_of_the_request(league: League) -> None:
    settled(league)
    first, second = league.by(person=ANNA), league.by(unit=NORTH, person=CLARA)
    named = rights.EraseOnRequest(on=DAY, person=DAVID, request=7004, second=CLARA)
    assert (league.codes(named, first), league.codes(named, second)) == (["competence.actor"], [])

    league.house.columns.refresh()
    league.enact(named, second)

    with league.register() as register:
        (found,) = kept.requests(register, DAVID)
        assert register.name(DAVID) is None
    assert (found.state, found.wanted, found.grounds, found.answer) == ("done", None, None, None)
    assert held(league) == []


def recorded(league: League) -> None:
    """Boris and Clara leave; what is known of them was changed once, so that former versions are kept."""
    league.member(CLARA, SOUTH, "Clark", date(2023, 6, 1))
    first, second, third = (
        {"sex": "male", "workplace": "Mill", "born": "1990-02-03"},
        {"workplace": "Quarry"},
        {"workplace": "Dock"},
    )
    early, late = date(2024, 1, 1), date(2024, 5, 1)
    for person in (BORIS, CLARA):
        for on, facts in ((early, first), (early, second), (late, third)):
            league.enact(people.Amend(on=on, person=person, facts=facts, evidence="passport"))
        league.enact(membership.Leave(on=LEFT if person == BORIS else DAY, person=person))


def of_field(league: League, person: int) -> list[int]:
    """In how many rows of each table something of a person's workplace is still read."""
    found = []
    with league.database.owner() as connection:
        for table, holds in (("facts", "facts ? 'workplace'"), ("evidence", "field = 'workplace'")):
            for stored in (table, f"{table}_past"):
                query = f"SELECT count(*) FROM {stored} WHERE subject = %s AND {holds}"
                found += [int(row[0]) for row in connection.execute(query, [person])]  # type: ignore[call-overload]
    return found


def test_what_is_kept_longer_than_it_may_be_becomes_unknown_everywhere(league: League) -> None:
    recorded(league)
    league.enact(retention.Retain(on=DAY, field="identity", months=12))
    league.enact(retention.Retain(on=DAY, field="workplace", months=2))
    league.house.columns.refresh()
    with league.register() as register:
        waiting = kept.over(register, on=DAY)
        below = [kept.over(register, on=DAY, unit=unit) for unit in (CENTRE, NORTH, SOUTH)]
    assert waiting == [kept.Over(BORIS, LEFT, ("workplace",))]
    assert below == [waiting, waiting, []]

    league.enact(retention.Expire(on=DAY, unit=NORTH), league.by(unit=NORTH))

    assert [of_field(league, person) for person in (BORIS, CLARA)] == [[0, 0, 0, 0], [2, 2, 2, 1]]
    with league.register() as register:
        left = {"sex": "male", "born": "1990-02-03"}
        assert [dict(row[2]) for row in register.facts_history(BORIS)] == [{}, left, left]
        assert [row[2].get("workplace") for row in register.facts_history(CLARA)] == [None, "Quarry", "Dock"]
    assert league.codes(retention.Expire(on=DAY)) == ["expire.none"]
    assert held(league) == []


def test_whoever_is_kept_no_longer_is_erased(league: League) -> None:
    recorded(league)
    league.enact(retention.Retain(on=DAY, field="identity", months=2))
    league.house.columns.refresh()
    before = league.census(DAY).total
    league.enact(retention.Expire(on=DAY))
    with league.register() as register:
        assert (register.name(BORIS), register.name(CLARA) is None) == (None, False)
        register.cursor.execute("SELECT facts ? 'workplace' FROM facts WHERE subject = %s", [BORIS])
        assert register.cursor.fetchall() == [(False,)] * 3
    assert league.census(DAY).total == before
    assert held(league) == []
