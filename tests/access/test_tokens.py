"""Keys: narrow, dated, kept as digests, ended at once and with the term."""

from datetime import date, timedelta

import pytest

from polity.access import tokens
from polity.acts import offices, people
from polity.readings.house import Scope
from tests.api.asking import NOW, TODAY, made
from tests.league import ANNA, BORIS, CENTRE, NORTH, SOUTH, League
from tests.pages.offices import appoint


def end_of_term(league: League) -> None:
    with league.register() as register:
        [term] = register.holders("secretary", SOUTH, on=date(2024, 6, 1))
    league.enact(offices.End(on=date(2025, 1, 1), term=term.term))


def test_only_a_digest_of_a_key_is_kept(league: League) -> None:
    appoint(league, ANNA, SOUTH)
    token, key = made(league, ANNA, "secretary", SOUTH)
    with league.database.owner() as connection:
        kept = connection.execute("SELECT digest, t::text FROM api_token t").fetchall()
    assert ([row[0] for row in kept], key in kept[0][1], key.removeprefix("polity_") in kept[0][1]) == (
        [tokens.digest(key)],
        False,
        False,
    )
    assert tokens.used(league.database, key, now=NOW) == token


@pytest.mark.parametrize(
    ("days", "runs"), [(-2, False), (-1, True), (0, True), (28, True), (29, False), (400, False)]
)  # fmt: skip
def test_a_key_runs_from_its_making_until_its_day(league: League, days: int, runs: bool) -> None:
    _, key = made(league, ANNA)
    assert (tokens.used(league.database, key, now=NOW + timedelta(days=days)) is not None) == runs


def test_a_revoked_key_is_worth_nothing_at_once_and_stays_in_the_list(league: League) -> None:
    token, key = made(league, ANNA)
    strangers = tokens.revoke(league.database, token.token, at=NOW, by="account", person=BORIS)
    own = tokens.revoke(league.database, token.token, at=NOW, by="account", person=ANNA)
    listed = [(one.token, one.revoked, one.revoked_by) for one in tokens.listed(league.database, person=ANNA)]
    assert (strangers, own, tokens.used(league.database, key, now=NOW), listed) == (
        False,
        True,
        None,
        [(token.token, NOW, "account")],
    )


def test_a_use_is_written_down_once_a_minute(league: League) -> None:
    _, key = made(league, ANNA)
    seen = []
    for seconds in (0, 30, 61):
        tokens.used(league.database, key, now=NOW + timedelta(seconds=seconds))
        seen.append(tokens.listed(league.database, person=ANNA)[0].used)
    assert seen == [NOW, NOW, NOW + timedelta(seconds=61)]


def test_a_key_reaches_what_its_office_covers_today(league: League) -> None:
    appoint(league, ANNA, SOUTH)
    own = made(league, ANNA)[0]
    branch = made(league, ANNA, "secretary", SOUTH)[0]
    foreign = made(league, ANNA, "secretary", NORTH)[0]
    operator = made(league, None)[0]
    reach = [tokens.reach(league.house, one, today=TODAY) for one in (own, branch, foreign, operator)]
    end_of_term(league)
    assert [*reach, tokens.reach(league.house, branch, today=TODAY)] == [
        Scope(day=TODAY, person=ANNA),
        Scope(day=TODAY, unit=SOUTH, person=ANNA),
        None,
        Scope(day=TODAY, whole=True),
        None,
    ]


def test_a_narrower_key_reaches_its_part_only_while_the_office_covers_it(league: League) -> None:
    appoint(league, ANNA, CENTRE)
    appoint(league, ANNA, SOUTH)
    inside = made(league, ANNA, "secretary", CENTRE, part=NORTH)[0]
    outside = made(league, ANNA, "secretary", SOUTH, part=NORTH)[0]
    reach = [tokens.reach(league.house, one, today=TODAY) for one in (inside, outside)]
    assert reach == [Scope(day=TODAY, unit=NORTH, person=ANNA), None]


def test_a_key_of_somebody_erased_is_worth_nothing(league: League) -> None:
    token = made(league, BORIS)[0]
    before = tokens.reach(league.house, token, today=TODAY)
    league.enact(people.EraseAct(on=TODAY, person=BORIS, grounds="asked"), league.by(None))
    assert (before, tokens.reach(league.house, token, today=TODAY)) == (Scope(day=TODAY, person=BORIS), None)


@pytest.mark.parametrize(
    ("particulars", "field"),
    [
        pytest.param({"allowed": ["everything"]}, "allowed", id="nothing is called so"),
        pytest.param({"allowed": ["acts.record.as_found"]}, "allowed", id="only files become this"),
        pytest.param({"allowed": []}, "allowed", id="for nothing"),
        pytest.param({"label": "  "}, "label", id="without a name"),
        pytest.param({"until": NOW}, "until", id="ends as it is made"),
        pytest.param({"until": NOW + timedelta(days=366)}, "until", id="longer than a year"),
    ],
)
def test_what_no_key_may_be(league: League, particulars: dict[str, object], field: str) -> None:
    wanted: dict[str, object] = {"label": "x", "allowed": ["readings"], "until": NOW + timedelta(days=9), **particulars}
    with pytest.raises(tokens.Unfit) as unfit:
        tokens.make(league.database, made=NOW, randomness=league.randomness, person=ANNA, **wanted)  # type: ignore[arg-type]
    assert (unfit.value.field, tokens.listed(league.database, everybody=True)) == (field, [])


@pytest.mark.parametrize(
    ("operation", "allowed"),
    [
        ("readings.people.list", True),
        ("readings.people.one", True),
        ("readings.peoples.one", False),
        ("acts.admission.apply", True),
        ("acts.admission.applying", False),
        ("acts.admission.decide", False),
    ],
)
def test_a_key_allows_what_begins_with_what_it_is_made_for(league: League, operation: str, allowed: bool) -> None:
    token = made(league, ANNA, allowed=["readings.people", "acts.admission.apply"])[0]
    assert token.allows(operation) == allowed
