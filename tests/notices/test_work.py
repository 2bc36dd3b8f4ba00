"""What follows a sealed entry is told once, whatever stops in between, and goes with whoever is erased."""

from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from polity.access.outbox import Outbox
from polity.acts import Act, Authority, admission, consent, membership, offices, people, rights
from polity.notices.post import post
from polity.notices.rules import RULES
from polity.notices.work import work
from polity.postgres.database import Row
from polity.readings.house import Scope
from tests.league import ANNA, BORIS, CENTRE, NORTH, SOUTH, League

DAY, LATER = date(2025, 3, 1), date(2025, 6, 1)
UNIQUE = "Quillfeather"


def caught_up(league: League) -> None:
    while work(league.database, today=DAY)[0]:
        pass


def told(league: League, since: int = 0) -> list[Row]:
    with league.database.owner() as connection:
        return connection.execute(
            "SELECT act, person, unit, about, subject, text FROM notice WHERE notice > %s ORDER BY number, place",
            [since],
        ).fetchall()


def latest(league: League) -> int:
    with league.database.owner() as connection:
        return int(connection.execute("SELECT coalesce(max(notice), 0) FROM notice").fetchall()[0][0])


def after(league: League, *acts: Act, by: Authority | None = None) -> list[Row]:
    """What is told after some acts, and nothing of what was done before them."""
    caught_up(league)
    before = latest(league)
    for act in acts:
        league.enact(act, by)
    caught_up(league)
    return told(league, before)


def test_a_refusal_tells_the_grounds_and_the_way_of_appeal(league: League) -> None:
    found = after(
        league,
        admission.Apply(on=DAY, person=BORIS, application=1),
        admission.Refuse(on=LATER, person=BORIS, grounds="Known for {lamps} put out"),
    )
    assert [row[:5] for row in found] == [
        ("admission.apply", BORIS, None, BORIS, "Your application"),
        ("admission.apply", None, NORTH, BORIS, "An application waits"),
        ("admission.refuse", BORIS, None, BORIS, "The decision on your application"),
    ]
    assert found[2][5].partition(" You may")[0] == (
        "Your application was refused on 1 June 2025, in North. The grounds: Known for {lamps} put out"
    )


def test_a_transfer_tells_the_person_and_both_desks(league: League) -> None:
    found = after(
        league,
        membership.Transfer(on=DAY, member=ANNA, receiving=NORTH, transfer=1),
        membership.Receive(on=LATER, member=ANNA),
    )
    assert [row[1:3] for row in found] == [(ANNA, None), (None, NORTH), (ANNA, None), (None, SOUTH)]
    assert found[2][5] == "Your transfer is complete: from 1 June 2025 you belong to North."


def test_an_office_that_ends_is_told_to_its_holder_and_a_decision_goes_up(league: League) -> None:
    found = after(
        league,
        offices.Appoint(on=DAY, term=77, office="secretary", unit=SOUTH, person=ANNA),
        offices.End(on=LATER, term=77),
        admission.Apply(on=DAY, person=BORIS, application=1),
        admission.Decide(on=DAY, person=BORIS, present=3, votes_for=3),
    )
    assert [row[1:3] for row in found if row[0] in ("office.end", "admission.decide")] == [
        (ANNA, None),
        (BORIS, None),
        (None, CENTRE),
    ]


@pytest.mark.parametrize("step", ["read", "told", "reached", "kept"])
def test_whatever_stops_between_two_steps_nothing_is_missed_and_nothing_told_twice(league: League, step: str) -> None:
    class Stopped(Exception):
        pass

    def stop(done: str) -> None:
        if done == step:
            raise Stopped

    caught_up(league)
    before = latest(league)
    league.enact(admission.Apply(on=DAY, person=BORIS, application=1))
    with pytest.raises(Stopped):
        work(league.database, today=DAY, watch=stop)
    with league.database.owner() as connection:
        connection.execute("ALTER TABLE notice DROP CONSTRAINT once_an_entry")  # the cursor alone must do it
        connection.execute("ALTER TABLE notice ADD CONSTRAINT once_an_entry UNIQUE (number, place, notice)")
    caught_up(league)
    caught_up(league)
    assert [row[:3] for row in told(league, before)] == [
        ("admission.apply", BORIS, None),
        ("admission.apply", None, NORTH),
    ]


def test_notices_go_with_whoever_is_erased_in_the_same_moment(league: League) -> None:
    league.enact(people.Amend(on=DAY, person=BORIS, family=UNIQUE))
    after(league, admission.Apply(on=DAY, person=BORIS, application=1))
    league.enact(admission.Refuse(on=DAY, person=BORIS, grounds=UNIQUE))
    caught_up(league)
    before = [row for row in told(league) if BORIS in row]
    league.enact(people.EraseAct(on=LATER, person=BORIS, grounds="asked"))
    gone = [row for row in told(league) if BORIS in row]
    caught_up(league)
    assert (len(before) > 3, gone, [row for row in told(league) if BORIS in row]) == (True, [], [])


def test_no_subject_holds_what_an_act_says_of_anybody(league: League) -> None:
    found = after(
        league,
        people.Record(on=DAY, person=2100, unit=NORTH, family=UNIQUE, given=UNIQUE),
        people.Amend(on=DAY, person=2100, facts={"workplace": UNIQUE}),
        people.Contact(on=DAY, person=2100, details={"email": f"{UNIQUE}@example.org"}),
        admission.Apply(on=DAY, person=2100, application=1),
        admission.Refuse(on=DAY, person=2100, grounds=UNIQUE),
        rights.AskCorrection(on=DAY, person=2100, request=2, field="family", wanted=UNIQUE, grounds=UNIQUE),
        rights.Answer(on=DAY, person=2100, request=2, decision="refused", grounds=UNIQUE),
    )
    known = {rule.subject for rules in RULES.values() for rule in rules}
    assert len(found) == 9
    assert {row[4] for row in found} - known == set()
    assert [row[4] for row in found if UNIQUE.lower() in row[4].lower()] == []


def test_a_letter_by_mail_goes_once_and_only_to_who_consents(league: League, tmp_path: Path) -> None:
    league.enact(consent.DeclarePurpose(on=DAY, purpose="email", label="Notices by e-mail"))
    for person in (ANNA, BORIS):
        league.enact(people.Contact(on=DAY, person=person, details={"email": f"{person}@example.org"}))
    league.enact(consent.Give(on=DAY, person=BORIS, purpose="email"))
    caught_up(league)
    outbox = Outbox(tmp_path)
    post(league.database, outbox, today=DAY)
    for path in tmp_path.glob("*.eml"):
        path.unlink()
    league.enact(people.Amend(on=DAY, person=ANNA, facts={"sex": "female"}))
    league.enact(admission.Apply(on=DAY, person=BORIS, application=1))
    league.enact(admission.Refuse(on=DAY, person=BORIS, grounds=UNIQUE))
    caught_up(league)
    sent = [post(league.database, outbox, today=DAY) for _ in range(2)]
    letters = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in tmp_path.glob("*.eml")]
    assert sent == [2, 0]
    assert {(letter["To"], UNIQUE in letter.as_string()) for letter in letters} == {("2002@example.org", False)}
    league.enact(admission.Apply(on=DAY, person=BORIS, application=3))
    caught_up(league)
    league.enact(consent.WithdrawConsent(on=DAY, person=BORIS, purpose="email"))
    assert post(league.database, outbox, today=DAY) == 0


def test_a_reader_sees_their_own_notices_and_those_of_their_desk(league: League) -> None:
    after(
        league,
        admission.Apply(on=DAY, person=BORIS, application=1),
        membership.Transfer(on=DAY, member=ANNA, receiving=CENTRE, transfer=2),
    )

    def seen(scope: Scope) -> list[tuple[int | None, int | None]]:
        with league.register(scope) as register:
            register.cursor.execute(
                "SELECT DISTINCT person, unit FROM notice WHERE act = ANY(%s) ORDER BY 1, 2",
                [["admission.apply", "membership.transfer"]],
            )
            return register.cursor.fetchall()

    assert seen(Scope(day=DAY)) == []
    assert seen(Scope(day=DAY, person=BORIS)) == [(BORIS, None)]
    assert seen(Scope(day=DAY, unit=NORTH)) == [(BORIS, None), (None, NORTH)]
    assert seen(Scope(day=DAY, unit=SOUTH)) == [(ANNA, None), (None, SOUTH)]
