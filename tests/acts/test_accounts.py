"""Accounts: opened by an invitation, closed at once, and restored only by two different officers."""

from datetime import date
from hashlib import sha256

import pytest

from polity.acts import accounts, offices, people
from polity.readings.check import check
from polity.register.accounts import account_of, recovery_of
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, WHOLE, League

DAY, LATER = date(2025, 3, 1), date(2025, 5, 1)
ONE, TWO = (sha256(word.encode()).hexdigest() for word in ("one", "two"))


def invited(league: League, person: int = BORIS, on: date = DAY) -> int:
    number = league.id()
    league.enact(accounts.Invite(on=on, person=person, account=number, invitation=ONE))
    return number


def officers(league: League) -> None:
    """Anna is secretary of the centre, Clara and David are members who hold offices in North."""
    league.member(CLARA, NORTH, "Clark", date(2023, 6, 1))
    league.member(DAVID, NORTH, "Dean", date(2023, 6, 1))
    for person, office, unit in ((ANNA, "secretary", CENTRE), (CLARA, "secretary", NORTH), (DAVID, "secretary", NORTH)):
        league.enact(offices.Appoint(on=date(2024, 1, 1), term=league.id(), office=office, unit=unit, person=person))


def asked(league: League, on: date = DAY) -> None:
    league.enact(accounts.AskForRecovery(on=on, person=BORIS, recovery=league.id(), grounds="a new telephone"))


def grant(officer: int, invitation: str = TWO, on: date = DAY) -> accounts.GrantRecovery:
    return accounts.GrantRecovery(on=on, person=BORIS, officer=officer, invitation=invitation)


def account(league: League, person: int = BORIS) -> tuple[str, date, date | None] | None:
    with league.register() as register:
        found = account_of(register, person)
    return None if found is None else (found.invitation, found.since, found.until)


def test_an_account_is_open_from_its_invitation_until_it_is_closed(league):
    invited(league)
    before = account(league)
    league.enact(accounts.Close(on=LATER, person=BORIS))
    with league.register() as register:
        found = account_of(register, BORIS)
        assert found is not None
        open_on = [found.open_on(day) for day in (date(2025, 2, 28), DAY, date(2025, 4, 30), LATER)]

    assert (before, account(league), open_on) == (
        (ONE, DAY, None),
        (ONE, DAY, LATER),
        [False, True, True, False],
    )


def test_two_different_officers_restore_a_way_in(league):
    officers(league)
    invited(league)
    asked(league)
    league.enact(grant(CLARA), league.by("secretary", NORTH, CLARA))
    first = account(league)
    again = league.codes(grant(CLARA), league.by("secretary", NORTH, CLARA))
    league.enact(grant(ANNA), league.by("secretary", CENTRE, ANNA))
    with league.register() as register:
        waiting = recovery_of(register, BORIS)

    assert (first, again, account(league), waiting) == (
        (ONE, DAY, None),
        ["recovery.same_officer"],
        (TWO, DAY, None),
        None,
    )


def test_nobody_grants_in_the_name_of_another(league):
    officers(league)
    invited(league)
    asked(league)
    found = {
        "Clara for Anna": league.codes(grant(ANNA), league.by("secretary", NORTH, CLARA)),
        "the operator for one who holds no such office": league.codes(grant(ANNA), league.by("secretary", NORTH)),
        "the operator for one who does": league.codes(grant(CLARA), league.by("secretary", NORTH)),
    }

    assert found == {
        "Clara for Anna": ["competence.actor"],
        "the operator for one who holds no such office": ["competence.not_held"],
        "the operator for one who does": [],
    }


def test_a_person_closes_their_own_account_and_no_other(league):
    invited(league)
    own = league.codes(accounts.Close(on=DAY, person=BORIS), league.by(None, person=BORIS))
    other = league.codes(accounts.Close(on=DAY, person=BORIS), league.by(None, person=ANNA))

    assert (own, other) == ([], ["competence.unnamed"])


def test_closing_drops_a_recovery_that_waits(league):
    officers(league)
    invited(league)
    asked(league)
    league.enact(accounts.Close(on=DAY, person=BORIS))
    with league.register() as register:
        waiting = recovery_of(register, BORIS)

    assert (waiting, league.codes(grant(CLARA), league.by("secretary", NORTH, CLARA))) == (
        None,
        ["recovery.none"],
    )


def test_whoever_keeps_the_records_opens_the_first_account(league):
    league.enact(accounts.Open(on=DAY, person=ANNA, account=league.id(), invitation=ONE))

    assert account(league, ANNA) == (ONE, DAY, None)


def test_mail_lets_nobody_in_until_it_is_decided(league):
    league.enact(accounts.ByMail(on=DAY, allowed=True))
    with league.register() as register:
        name, settings = register.organisation()

    assert (name, settings["sign_in_by_mail"], settings["tiers"]) == (
        "League of Lamplighters",
        True,
        ["centre", "branch", "cell"],
    )


def test_erasure_takes_the_account_away_and_replay_knows_it(league):
    officers(league)
    invited(league)
    asked(league)
    league.enact(grant(CLARA), league.by("secretary", NORTH, CLARA))
    league.enact(people.EraseAct(on=LATER, person=BORIS, grounds="asked"))
    with league.database.owner() as connection:
        left = [
            connection.execute(f"SELECT count(*) FROM {table} WHERE person = %s", [BORIS]).fetchone()
            for table in ("account", "account_past", "recovery", "recovery_past")
        ]

    assert (left, [found for found in check(league.house, scope=WHOLE) if not found.holds]) == ([(0,)] * 4, [])


def ready(league: League) -> None:
    """Boris is invited and has asked for recovery; Anna is invited only from May on; Clara and David are officers."""
    officers(league)
    invited(league)
    asked(league)
    invited(league, ANNA, on=LATER)
    league.enact(people.EraseAct(on=DAY, person=gone(league), grounds="asked"))


def gone(league: League) -> int:
    league.enact(people.Record(on=DAY, person=2998, unit=SOUTH, family="Gould", given="G"))
    return 2998


@pytest.fixture(scope="module")
def lasting(leagues):
    with leagues() as league:
        ready(league)
        yield league


def invitation(**changed):
    return accounts.Invite(on=DAY, **({"person": CLARA, "account": 9001, "invitation": ONE} | changed))


def recovery(**changed):
    return accounts.AskForRecovery(on=DAY, **({"person": CLARA, "recovery": 9001, "grounds": "lost"} | changed))


CASES = [
    ("a second account", invitation(person=BORIS), ["account.open"]),
    ("an account for a stranger", invitation(person=2999), ["person.none"]),
    ("an account for somebody erased", invitation(person=2998), ["person.erased"]),
    ("an invitation that is no digest", invitation(invitation="secret"), ["account.digest"]),
    ("no account to close", accounts.Close(on=DAY, person=CLARA), ["account.none"]),
    ("an account that opens later", accounts.Close(on=DAY, person=ANNA), ["account.early"]),
    ("no account to recover", recovery(), ["account.none"]),
    ("a second recovery", recovery(person=BORIS), ["recovery.open"]),
    ("a recovery without grounds", recovery(person=BORIS, grounds=" "), ["recovery.open", "record.grounds"]),
    ("nothing to drop", accounts.DropTheRecovery(on=DAY, person=CLARA), ["recovery.none"]),
    ("dropped before it was asked", accounts.DropTheRecovery(on=date(2025, 2, 1), person=BORIS), ["recovery.early"]),
    ("mail that is not allowed already", accounts.ByMail(on=DAY, allowed=False), ["account.mail_settled"]),
]


@pytest.mark.parametrize(("act", "codes"), [pytest.param(act, codes, id=name) for name, act, codes in CASES])
def test_an_act_is_refused_for(lasting, act, codes):
    assert [found.plain()["code"] for found in lasting.examine(act)] == codes


@pytest.mark.parametrize(
    ("officer", "on", "codes"),
    [
        pytest.param(CLARA, date(2025, 4, 1), ["recovery.lapsed"], id="after thirty days"),
        pytest.param(CLARA, date(2025, 3, 31), [], id="on the thirtieth day"),
        pytest.param(CLARA, date(2025, 2, 1), ["recovery.early", "account.none"], id="before it was asked"),
    ],
)
def test_a_recovery_waits_thirty_days(lasting, officer, on, codes):
    assert lasting.codes(grant(officer, on=on), lasting.by("secretary", NORTH, officer)) == codes


def test_nobody_recovers_their_own_account(league):
    officers(league)
    invited(league, CLARA)
    league.enact(accounts.AskForRecovery(on=DAY, person=CLARA, recovery=league.id(), grounds="lost"))
    act = accounts.GrantRecovery(on=DAY, person=CLARA, officer=CLARA, invitation=TWO)

    assert league.codes(act, league.by("secretary", NORTH, CLARA)) == ["recovery.own"]


def test_an_id_is_given_once(league):
    number = invited(league)

    assert (
        league.codes(invitation(person=ANNA, account=number)),
        league.codes(accounts.AskForRecovery(on=DAY, person=BORIS, recovery=number, grounds="lost")),
    ) == (["id.known"], ["id.known"])
