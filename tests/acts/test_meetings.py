"""Meetings of a unit: what each act does, why it is refused, and that the journal alone rebuilds it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest

from polity.acts import Act, Refused, admission, contacts, meetings, membership, people, reregistration
from polity.readings.check import check
from polity.register import meetings as kept
from polity.words.said.meetings import WORDS
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, WHOLE, League

CALLED, DAY, AFTER = date(2025, 2, 1), date(2025, 2, 10), date(2025, 2, 12)
MEETING, NEXT, DECISION, ROLL = 8001, 8002, 8003, 8004


def call(**changed: Any) -> Act:
    fields = {"meeting": MEETING, "unit": NORTH, "day": DAY, "hour": "seven in the evening", "place": "Lamp hall",
              "agenda": "Dues\n\n Admissions, two of them \n"}  # fmt: skip
    return meetings.Call(on=changed.pop("on", CALLED), **(fields | changed))


def hold(*present: int, on: date = DAY, **changed: Any) -> Act:
    return meetings.Hold(on=on, **({"meeting": MEETING, "present": present} | changed))


def decide(**changed: Any) -> Act:
    fields = {"decision": DECISION, "meeting": MEETING, "title": "Dues", "text": "Dues are kept.", "votes_for": 1}
    return meetings.Decide(on=changed.pop("on", DAY), **(fields | changed))


def report(**changed: Any) -> Act:
    fields = {"report": 8010, "person": BORIS, "contact": DAVID, "day": AFTER, "kind": "visit", "text": "Spoke."}
    return contacts.Report(on=changed.pop("on", AFTER), **(fields | changed))


def opened(**changed: Any) -> Act:
    fields = {"reregistration": ROLL, "unit": NORTH, "until": date(2025, 4, 1)}
    return reregistration.Open(on=changed.pop("on", CALLED), **(fields | changed))


def outcome(person: int, said: str, on: date = AFTER, **changed: Any) -> Act:
    return reregistration.Outcome(on=on, person=person, outcome=said, **changed)


def peopled(league: League) -> None:
    """In North David is a member, Clara a candidate and Boris a sympathiser with whom David keeps contact."""
    league.member(DAVID, NORTH, "Dean", date(2023, 6, 1))
    league.enact(people.Record(on=date(2023, 1, 1), person=CLARA, unit=NORTH, family="Clark", given="C"))
    league.candidate(CLARA, date(2025, 1, 1))
    league.enact(people.Assign(on=CALLED, person=BORIS, contact=DAVID))


@pytest.fixture
def north(league: League) -> League:
    peopled(league)
    return league


@pytest.fixture(scope="module")
def lasting(leagues: Callable[[], AbstractContextManager[League]]) -> Iterator[League]:
    """One meeting held with one decision, one called, one cancelled; a re-registration of North runs."""
    with leagues() as league:
        peopled(league)
        league.enact(call())
        league.enact(hold(DAVID, CLARA))
        league.enact(decide())
        league.enact(call(meeting=NEXT, day=date(2025, 5, 1)))
        league.enact(call(meeting=8020))
        league.enact(meetings.Cancel(on=CALLED, meeting=8020, grounds="no heating"))
        league.enact(opened())
        league.enact(outcome(CLARA, "confirmed"))
        league.enact(opened(reregistration=8021, unit=SOUTH))
        league.enact(reregistration.Close(on=date(2025, 4, 1), reregistration=8021))
        yield league


CASES: list[tuple[str, Act, list[str]]] = [
    ("a meeting of a unit that does not stand", call(meeting=1, unit=1999), ["unit.none"]),
    ("a meeting called after its day", call(meeting=1, on=AFTER), ["meeting.past"]),
    ("a meeting without an agenda", call(meeting=1, agenda=" "), ["field.value"]),
    ("a meeting under an id that is taken", call(meeting=DECISION), ["id.known"]),
    ("presence at no meeting", hold(DAVID, meeting=1), ["meeting.none"]),
    ("presence at a meeting to come", hold(DAVID, meeting=NEXT), ["meeting.ahead"]),
    ("presence of nobody", hold(meeting=NEXT, on=date(2025, 5, 1)), ["meeting.nobody"]),
    ("presence of somebody from elsewhere", hold(DAVID, ANNA, meeting=NEXT, on=date(2025, 5, 1)),
     ["meeting.stranger"]),
    ("presence of somebody there is not", hold(DAVID, 2999, meeting=NEXT, on=date(2025, 5, 1)), ["meeting.stranger"]),
    ("presence entered twice", hold(DAVID), ["meeting.held"]),
    ("presence at a cancelled meeting", hold(DAVID, meeting=8020), ["meeting.cancelled"]),
    ("fewer than no guests", hold(DAVID, meeting=NEXT, on=date(2025, 5, 1), guest_others=-1), ["count.positive"]),
    ("a correction before the presence", meetings.Correct(on=DAY, meeting=NEXT, grounds="x"), ["meeting.called"]),
    ("a correction before the meeting", meetings.Correct(on=CALLED, meeting=MEETING, grounds="x"), ["meeting.ahead"]),
    ("a correction that takes the voters away",
     meetings.Correct(on=DAY, meeting=MEETING, grounds=" ", came=(CLARA,), went=(DAVID, BORIS)),
     ["record.grounds", "meeting.listed", "meeting.unlisted", "meeting.votes"]),
    ("a correction that leaves nobody", meetings.Correct(on=DAY, meeting=MEETING, grounds="x", went=(DAVID, CLARA)),
     ["meeting.nobody", "meeting.votes"]),
    ("more votes than voters", decide(decision=1, votes_against=1), ["meeting.votes"]),
    ("fewer than no votes", decide(decision=1, abstained=-1), ["count.positive"]),
    ("a decision without words", decide(decision=1, text=""), ["field.value"]),
    ("a decision of a meeting to come", decide(decision=1, meeting=NEXT), ["meeting.called"]),
    ("a decision under an id that is taken", decide(decision=MEETING), ["id.known"]),
    ("a meeting cancelled that was held", meetings.Cancel(on=DAY, meeting=MEETING, grounds=""),
     ["meeting.held", "record.grounds"]),
    ("a report by somebody not assigned", report(contact=CLARA), ["report.contact"]),
    ("a report on somebody else's branch", report(person=ANNA), ["report.contact"]),
    ("a report on nobody", report(person=2999), ["report.contact"]),
    ("a report before the conversation", report(on=DAY), ["report.ahead"]),
    ("a report of no kind", report(kind="dream"), ["field.value"]),
    ("a step without a day", report(next_step="Call"), ["report.step"]),
    ("a step before the conversation", report(next_step="Call", next_by=DAY), ["report.early"]),
    ("a report under an id that is taken", report(report=MEETING), ["id.known"]),
    ("a second re-registration", opened(reregistration=1), ["reregistration.running"]),
    ("a re-registration that ends before it begins", opened(reregistration=1, unit=SOUTH, until=CALLED),
     ["record.days"]),
    ("a re-registration of an empty unit", opened(reregistration=1, unit=CENTRE), ["reregistration.nobody"]),
    ("an outcome for somebody not asked", outcome(BORIS, "confirmed"), ["reregistration.not_asked"]),
    ("somebody confirmed who was not asked",
     reregistration.Confirm(on=AFTER, reregistration=ROLL, people=(CLARA, BORIS, 2999)),
     ["reregistration.not_asked", "reregistration.not_asked"]),
    ("nobody confirmed", reregistration.Confirm(on=AFTER, reregistration=ROLL, people=()), ["reregistration.unnamed"]),
    ("somebody confirmed after the close", reregistration.Confirm(on=AFTER, reregistration=8021, people=(ANNA,)),
     ["reregistration.closed"]),
    ("an outcome before the opening", outcome(CLARA, "confirmed", on=date(2025, 1, 2)), ["reregistration.early"]),
    ("an outcome there is not", outcome(CLARA, "gone"), ["field.value"]),
    ("somebody not reached without grounds", outcome(CLARA, "not_reached"), ["record.grounds"]),
    ("a re-registration closed too early", reregistration.Close(on=AFTER, reregistration=ROLL),
     ["reregistration.left"]),
    ("a re-registration closed before its opening", reregistration.Close(on=date(2025, 1, 2), reregistration=ROLL),
     ["reregistration.early", "reregistration.left"]),
    ("a re-registration closed twice", reregistration.Close(on=AFTER, reregistration=8021),
     ["reregistration.closed"]),
    ("no such re-registration", reregistration.Close(on=AFTER, reregistration=1), ["reregistration.none"]),
]  # fmt: skip


@pytest.mark.parametrize(("act", "codes"), [pytest.param(act, codes, id=name) for name, act, codes in CASES])
def test_an_act_is_refused_for(lasting: League, act: Act, codes: list[str]) -> None:
    assert [found.plain()["code"] for found in lasting.examine(act)] == codes


def test_every_reason_is_given_by_some_act() -> None:
    elsewhere = {"meeting.elsewhere"}  # said by admissions that cite a meeting: below
    assert sorted(WORDS.keys() - {code for _, _, codes in CASES for code in codes}) == sorted(elsewhere)


def test_an_admission_cites_a_meeting_of_its_own_branch(north: League) -> None:
    north.enact(call())
    north.enact(hold(DAVID, CLARA))
    north.enact(people.Record(on=CALLED, person=2990, unit=SOUTH, family="Elm", given="E"))
    for applicant, number in ((BORIS, 8090), (2990, 8091)):
        north.enact(admission.Apply(on=CALLED, person=applicant, application=number))

    def codes(applicant: int) -> list[str]:
        return north.codes(admission.Decide(on=AFTER, person=applicant, present=3, votes_for=3, meeting=MEETING))

    assert (codes(BORIS), codes(2990)) == ([], ["meeting.elsewhere"])


def test_a_meeting_is_called_held_and_decides(north: League) -> None:
    north.enact(call())
    north.enact(hold(DAVID, CLARA, BORIS, guest_members=2, guest_others=1))
    north.enact(decide())
    with north.register() as register:
        found = kept.meeting(register, MEETING)
        present = kept.present(register, MEETING)
        decided = kept.decision(register, DECISION)
        held = register.cursor.execute("SELECT unit, day FROM meeting_held").fetchall()
    assert found is not None and decided is not None
    assert (found.state, found.agenda, held) == ("held", ("Dues", "Admissions, two of them"), [(NORTH, DAY)])
    assert found.guests == {"member": 2, "candidate": 0, "sympathiser": 0, "other": 1}
    assert present == {DAVID: "member", CLARA: "candidate", BORIS: "sympathiser"}
    assert (decided.meeting, decided.title, decided.carried) == (MEETING, "Dues", True)


def test_standing_is_that_of_the_meetings_day(north: League) -> None:
    north.enact(call())
    north.enact(membership.Transfer(on=AFTER, member=DAVID, receiving=SOUTH, transfer=1))
    north.enact(membership.Receive(on=AFTER, member=DAVID))
    north.enact(hold(DAVID, on=date(2025, 2, 20)))
    with north.register() as register:
        assert kept.present(register, MEETING) == {DAVID: "member"}


def test_presence_is_put_right_and_what_was_known_is_kept(north: League) -> None:
    north.enact(call())
    north.enact(hold(DAVID, BORIS, guest_others=1))
    north.enact(
        meetings.Correct(on=AFTER, meeting=MEETING, grounds="list found", came=(CLARA,), went=(BORIS,), guest_members=3)
    )
    with north.register() as register:
        found = kept.meeting(register, MEETING)
        present = kept.present(register, MEETING)
        past = register.cursor.execute("SELECT person FROM attendance_past").fetchall()
    assert found is not None
    assert (present, past) == ({DAVID: "member", CLARA: "candidate"}, [(BORIS,)])
    assert found.guests == {"member": 3, "candidate": 0, "sympathiser": 0, "other": 1}


def test_a_branch_decides_about_its_own_meetings_only(north: League) -> None:
    north.enact(call())
    assert north.codes(hold(DAVID), north.by(unit=SOUTH)) == ["competence.scope"]
    assert north.codes(hold(DAVID), north.by(unit=NORTH)) == []


def test_whoever_keeps_contact_reports_for_themselves_and_for_nobody_else(north: League) -> None:
    assert north.codes(report(), north.by(None, person=DAVID)) == []
    assert north.codes(report(), north.by(None, person=ANNA)) == ["competence.unnamed"]
    assert north.codes(report(contact=ANNA), north.by(None, person=ANNA)) == ["report.contact"]


def everything(league: League) -> None:
    """Every act of this subject, with people erased in the middle of it."""
    league.enact(call())
    league.enact(hold(DAVID, CLARA, BORIS))
    league.enact(decide())
    league.enact(report(text="He fears the river.", next_step="Bring the lantern", next_by=date(2025, 3, 1)))
    league.enact(opened())
    league.enact(outcome(CLARA, "not_reached", grounds="The door was shut."))
    league.enact(reregistration.Confirm(on=AFTER, reregistration=ROLL, people=(DAVID, CLARA)))
    league.enact(outcome(CLARA, "moved", grounds="The door was shut again."))
    league.enact(people.EraseAct(on=AFTER, person=BORIS, grounds="asked"))
    league.enact(people.EraseAct(on=AFTER, person=CLARA, grounds="asked"))
    league.enact(meetings.Correct(on=AFTER, meeting=MEETING, grounds="x", guest_others=4))
    league.enact(call(meeting=NEXT, on=AFTER, day=date(2025, 3, 1)))
    league.enact(meetings.Cancel(on=AFTER, meeting=NEXT, grounds="no heating"))
    league.enact(outcome(DAVID, "confirmed"))
    league.enact(reregistration.Close(on=date(2025, 4, 1), reregistration=ROLL))


def test_the_journal_alone_rebuilds_meetings_contacts_and_rolls(north: League) -> None:
    north.census(DAY)  # columns are drawn before, and mended after
    everything(north)
    assert [finding for finding in check(north.house, scope=WHOLE) if not finding.holds] == []


def test_nothing_that_was_written_about_somebody_erased_stays(north: League) -> None:
    everything(north)
    texts = ("fears the river", "lantern", "door was shut")
    state = str(north.state())
    with north.register() as register:
        present = kept.present(register, MEETING)
        roll = register.cursor.execute(
            "SELECT person, outcome, grounds FROM reregistration_outcome ORDER BY 1"
        ).fetchall()
        reports = register.cursor.execute("SELECT count(*) FROM contact_report").fetchall()
    assert [text for text in texts if text in state] == []
    assert present == {DAVID: "member", CLARA: "candidate", BORIS: "sympathiser"}
    assert (roll, reports) == ([(CLARA, "moved", None), (DAVID, "confirmed", None)], [(0,)])


def test_a_refused_presence_changes_nothing(north: League) -> None:
    north.enact(call())
    before = north.state()
    with pytest.raises(Refused):
        north.enact(hold(DAVID, ANNA))
    assert north.state() == before
