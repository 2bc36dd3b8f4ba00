"""The way in beside the application itself: sponsors who answer, meetings' votes, and who came second."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date
from threading import Barrier

import pytest

from polity.acts import Act, Authority, Refused, admission, enact, meetings, people, sponsoring
from polity.journal import sealer
from polity.readings.check import check
from polity.register import admission as desk
from polity.register.forms import PersonId
from polity.words import ids
from polity.words.said import admission as said
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, WHOLE, League

DAY, LATER = date(2025, 3, 1), date(2025, 6, 1)
NOBODY = 987654321
ASKED, CODE = 47001, 47002


def oneself(league: League, person: int) -> Authority:
    """Somebody who acts for themselves, in no office."""
    return Authority("account", "2025-03-01T12:00:00Z", league.randomness, None, None, person)


@pytest.fixture
def applied(league: League) -> League:
    """Boris applies for himself."""
    league.enact(admission.Apply(on=DAY, person=BORIS, application=46001), oneself(league, BORIS))
    return league


def ask(league: League, sponsor: int = ANNA, asked: int = ASKED) -> None:
    league.enact(sponsoring.AskSponsor(on=DAY, person=BORIS, sponsor=sponsor, asked=asked), league.by(unit=NORTH))


def questions(league: League) -> list[tuple[int, int | None, str]]:
    with league.register() as register:
        return [(one.asked, one.sponsor, one.state) for one in desk.asked_for(register, 46001)]


def recommend(asked: int = ASKED, sponsor: int = ANNA, person: int = BORIS, on: date = DAY) -> sponsoring.Recommend:
    return sponsoring.Recommend(on=on, person=person, sponsor=sponsor, asked=asked)


def whole(league: League) -> list[str]:
    """What does not hold, of all that can be proved."""
    return [finding.says for finding in check(league.house, scope=WHOLE) if not finding.holds]


def test_a_sponsor_of_another_branch_confirms_for_themselves(applied: League) -> None:
    ask(applied)
    applied.enact(recommend(), oneself(applied, ANNA))
    with applied.register() as register:
        assert register.sponsors(BORIS, on=DAY) == [ANNA]
    assert (questions(applied), whole(applied)) == ([(ASKED, ANNA, "confirmed")], [])


def test_whoever_is_asked_may_decline_and_the_applicant_may_ask_no_longer(applied: League) -> None:
    ask(applied)
    applied.enact(sponsoring.Decline(on=DAY, person=BORIS, sponsor=ANNA, asked=ASKED), oneself(applied, ANNA))
    ask(applied, CLARA, 47003)
    applied.enact(sponsoring.Unask(on=DAY, person=BORIS, asked=47003), oneself(applied, BORIS))
    assert questions(applied) == [(ASKED, ANNA, "declined"), (47003, CLARA, "withdrawn")]


def test_a_code_serves_several_until_it_is_taken_back(applied: League) -> None:
    applied.member(CLARA, NORTH, "Clark", date(2024, 1, 1))
    applied.enact(sponsoring.OpenToSponsors(on=DAY, person=BORIS, asked=CODE), oneself(applied, BORIS))
    for sponsor in (ANNA, CLARA):
        applied.enact(recommend(CODE, sponsor), oneself(applied, sponsor))
    with applied.register() as register:
        assert register.sponsors(BORIS, on=DAY) == [ANNA, CLARA]
    applied.enact(sponsoring.Unask(on=DAY, person=BORIS, asked=CODE), applied.by(unit=NORTH))
    assert applied.codes(recommend(CODE, DAVID), oneself(applied, DAVID)) == ["asked.none"]


def test_asking_does_not_tell_whether_an_id_is_anybodys(applied: League) -> None:
    asking = [
        applied.examine(
            sponsoring.AskSponsor(on=DAY, person=BORIS, sponsor=sponsor, asked=ASKED), applied.by(unit=NORTH)
        )
        for sponsor in (ANNA, NOBODY)
    ]
    ask(applied, NOBODY)
    assert (asking, questions(applied)) == ([[], []], [(ASKED, NOBODY, "asked")])


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(recommend(asked=1), id="a code there is not"),
        pytest.param(recommend(sponsor=CLARA), id="somebody else was asked"),
        pytest.param(recommend(person=CLARA), id="about somebody else"),
        pytest.param(recommend(person=NOBODY), id="about nobody"),
        pytest.param(recommend(CODE, BORIS), id="for oneself"),
        pytest.param(sponsoring.Decline(on=DAY, person=BORIS, sponsor=ANNA, asked=CODE), id="a code declined"),
    ],
)
def test_whatever_does_not_fit_is_answered_alike(applied: League, act: sponsoring.Recommend) -> None:
    ask(applied)
    applied.enact(sponsoring.OpenToSponsors(on=DAY, person=BORIS, asked=CODE), oneself(applied, BORIS))
    assert [one.plain() for one in applied.examine(act, oneself(applied, act.sponsor))] == [
        {"code": "asked.none", "article": None, "data": {}, **vars_of("asked.none")}
    ]


def vars_of(code: str) -> dict[str, str]:
    return {"says": said.WORDS[code].says, "remedy": said.WORDS[code].remedy}


def test_an_answer_comes_too_late_once_the_application_has_ended(applied: League) -> None:
    ask(applied)
    applied.enact(admission.Withdraw(on=DAY, person=BORIS), oneself(applied, BORIS))
    assert applied.codes(recommend(), oneself(applied, ANNA)) == ["asked.none"]


def test_nobody_acts_for_somebody_else(applied: League) -> None:
    ask(applied)
    acts: list[Act] = [
        admission.Withdraw(on=DAY, person=BORIS),
        sponsoring.Unask(on=DAY, person=BORIS, asked=ASKED),
        recommend(sponsor=ANNA),
        sponsoring.OpenToSponsors(on=DAY, person=BORIS, asked=CODE),
    ]
    codes = [applied.codes(act, oneself(applied, DAVID)) for act in acts]
    assert codes == [["competence.unnamed"], ["competence.unnamed"], ["competence.no_article"], ["competence.unnamed"]]


@pytest.mark.parametrize(
    ("act", "person", "codes"),
    [
        pytest.param(sponsoring.AskSponsor(on=DAY, person=BORIS, sponsor=BORIS, asked=1), BORIS, ["person.self"],
                     id="asking oneself"),
        pytest.param(sponsoring.AskSponsor(on=DAY, person=BORIS, sponsor=ANNA, asked=1), BORIS, ["asked.open"],
                     id="asking twice"),
        pytest.param(sponsoring.AskSponsor(on=DAY, person=ANNA, sponsor=CLARA, asked=ASKED), ANNA,
                     ["application.none", "id.known"], id="asking without an application"),
        pytest.param(sponsoring.OpenToSponsors(on=date(2025, 2, 1), person=BORIS, asked=1), BORIS,
                     ["application.early"], id="asking before the application"),
        pytest.param(sponsoring.Unask(on=DAY, person=BORIS, asked=1), BORIS, ["asked.none"], id="unasking nobody"),
        pytest.param(sponsoring.Unask(on=date(2025, 2, 1), person=BORIS, asked=ASKED), BORIS, ["application.early"],
                     id="unasking before asking"),
        pytest.param(recommend(on=date(2025, 2, 1)), ANNA, ["application.early"], id="answering before being asked"),
        pytest.param(recommend(47009, CLARA), CLARA, ["sponsor.member"], id="a sponsor who is no member"),
        pytest.param(recommend(47010, DAVID), DAVID, ["asked.given"], id="recommending twice"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_of_sponsors(applied: League, act: Act, person: int, codes: list[str]) -> None:
    applied.enact(people.Record(on=date(2024, 1, 1), person=CLARA, unit=NORTH, family="Clark", given="C"))
    applied.member(DAVID, NORTH, "Dale", date(2024, 1, 1))
    for sponsor, asked in ((ANNA, ASKED), (CLARA, 47009), (DAVID, 47010)):
        ask(applied, sponsor, asked)
    applied.enact(admission.Sponsor(on=DAY, person=BORIS, sponsor=DAVID))
    assert applied.codes(act, oneself(applied, person)) == codes


def met(league: League, meeting: int, unit: int, day: date, held: bool = True) -> None:
    """A meeting of a unit, with whoever is at home in it."""
    league.enact(meetings.Call(on=day, meeting=meeting, unit=unit, day=day, hour="7", place="Hall", agenda="Dues"))
    if held:
        with league.register() as register:
            present = tuple(PersonId(one.person) for one in register.people_of(unit, on=day))
        league.enact(meetings.Hold(on=day, meeting=meeting, present=present))


def test_a_meeting_that_decides_is_one_that_the_unit_has_held(applied: League) -> None:
    met(applied, 88, SOUTH, DAY)
    met(applied, 89, NORTH, DAY, held=False)
    met(applied, 90, NORTH, LATER)
    met(applied, 91, NORTH, LATER, held=False)
    applied.enact(meetings.Cancel(on=LATER, meeting=91, grounds="no heating"))
    for meeting, code in ((1, "elsewhere"), (88, "elsewhere"), (89, "called"), (90, "ahead"), (91, "cancelled")):
        acts: tuple[Act, ...] = (
            admission.Decide(on=DAY, person=BORIS, present=5, votes_for=5, meeting=meeting),
            admission.Refuse(on=DAY, person=BORIS, grounds="too new", meeting=meeting),
        )
        assert [applied.codes(act) for act in acts] == [[f"meeting.{code}"]] * 2


def test_a_meetings_votes_stand_beside_what_it_decided(applied: League) -> None:
    met(applied, 88, NORTH, DAY)
    applied.enact(admission.Decide(on=DAY, person=BORIS, present=9, votes_for=6, votes_against=3, meeting=88))
    applied.enact(admission.Refuse(on=LATER, person=BORIS, grounds="too new", present=7, votes_for=1, votes_against=5))
    with applied.register() as register:
        assert [one[1:7] for one in desk.meetings(register, 46001)] == [
            (DAY, "admitted", 9, 6, 3, 88),
            (LATER, "refused", 7, 1, 5, None),
        ]
    assert whole(applied) == []


def test_a_refusal_needs_grounds_and_counts_that_hold_together(applied: League) -> None:
    act = admission.Refuse(on=DAY, person=BORIS, grounds=" ", present=1, votes_for=-1, votes_against=3)
    assert applied.codes(act) == ["record.grounds", "count.positive", "present.quorum"]
    assert applied.codes(admission.Lapse(on=DAY, person=BORIS, grounds="")) == ["record.grounds"]


def test_a_refused_promotion_leaves_a_candidate(league: League) -> None:
    league.candidate(BORIS, DAY)
    league.enact(admission.RefusePromotion(on=LATER, person=BORIS, grounds="absent", refusal=48001))
    with league.register() as register:
        assert [one[2:6] for one in desk.refusals(register, BORIS)] == [(NORTH, LATER, "absent", "stands")]
    again = admission.RefusePromotion(on=LATER, person=ANNA, grounds="", refusal=48001)
    assert (league.spells(BORIS)[-1][1], league.codes(again), whole(league)) == (
        "candidate", ["standing.is", "record.grounds", "id.known"], [],
    )  # fmt: skip


@contextmanager
def at_once(league: League, act: Act, *offered: Authority) -> Iterator[list[str | Refused]]:
    """Several offer one act at the same moment; for each its receipt or its refusal."""
    start = Barrier(len(offered))

    def offer(by: Authority) -> str | Refused:
        start.wait()
        try:
            return enact(act, by=by, database=league.database).receipt
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(len(offered)) as pool:
        yield list(pool.map(offer, offered))


def test_of_two_officers_the_second_is_told_what_the_first_did(applied: League) -> None:
    act = admission.Decide(on=DAY, person=BORIS, present=5, votes_for=5)
    before = applied.register
    with at_once(applied, act, applied.by(unit=NORTH), applied.by(unit=CENTRE)) as answers:
        receipts = [answer for answer in answers if isinstance(answer, str)]
        refused = [answer for answer in answers if isinstance(answer, Refused)]
    where = {True: "Centre", False: "North"}[isinstance(answers[0], Refused)]
    assert (len(receipts), [one.code for one in refused[0].objections]) == (1, ["already.done_now"])
    assert dict(refused[0].objections[0].data) == {
        "person": BORIS, "state": "decided", "since": DAY, "act": "admission.decide", "office": "secretary",
        "where": where, "recorded": "2025-01-01T00:00:00Z",
    }  # fmt: skip
    sealer.seal_pending(applied.database)
    with before() as register:
        application = register.application(BORIS)
        assert application is not None
        author = desk.author(register, application.entry)
    assert author is not None
    found = applied.examine(act)
    assert [(one.code, one.data["number"]) for one in found] == [("already.done", author.number)]
    assert found[0].says == (
        f"{ids.show(BORIS)} is decided since 2025-03-01: secretary of {where} entered admission.decide at"
        f" 2025-01-01T00:00:00Z, entry {author.number} of the journal."
    )


def test_what_was_done_in_no_office_is_told_as_such(applied: League) -> None:
    applied.enact(admission.Withdraw(on=DAY, person=BORIS), oneself(applied, BORIS))
    act = admission.Decide(on=DAY, person=BORIS, present=5, votes_for=5)
    assert [(one.code, one.data["act"]) for one in applied.examine(act)] == [("already.done_own", "admission.withdraw")]


def test_a_second_promotion_is_told_of_the_first(league: League) -> None:
    league.candidate(BORIS, date(2024, 1, 1))
    league.enact(admission.Promote(on=DAY, person=BORIS))
    assert league.codes(admission.Promote(on=DAY, person=BORIS)) == ["already.done"]
