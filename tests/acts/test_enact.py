"""The one way in: all of an act or nothing, once under a key, in the order in which acts meet."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from threading import Barrier
from typing import Any

import pytest

from polity.acts import Act, Refused, admission, enact, membership, offices, people, statutes, units
from polity.readings.check import check
from polity.register.changes import BeginSpell, Change, EndSpell, Unexpected
from polity.register.register import Register
from tests.league import ANNA, BORIS, CENTRE, CLARA, NORTH, SOUTH, WHOLE, League

DAY = date(2025, 3, 1)


@dataclass(frozen=True, kw_only=True)
class HalfWay(Act):
    """An act whose second change does not find what it expects."""

    name = "membership.leave"
    person: int

    def home(self, register: Register) -> int | None:
        return CENTRE

    def changes(self, register: Register) -> Iterator[Change]:
        yield EndSpell(self.person, self.on)
        yield EndSpell(self.person, self.on)


@dataclass(frozen=True, kw_only=True)
class Contradicting(HalfWay):
    """An act that no check stops, and that the database refuses."""

    def changes(self, register: Register) -> Iterator[Change]:
        yield EndSpell(self.person, self.on)
        yield BeginSpell(self.person, 77, "member", self.on, self.on)


@pytest.mark.parametrize(
    ("act", "refusal"),
    [
        pytest.param(membership.Leave(on=date(2020, 1, 1), person=ANNA), Refused, id="refused"),
        pytest.param(HalfWay(on=DAY, person=ANNA), Unexpected, id="its second change fails"),
        pytest.param(Contradicting(on=DAY, person=ANNA), Refused, id="the database refuses it"),
    ],
)
def test_an_act_that_is_not_entered_leaves_no_trace(league: League, act: Act, refusal: type[Exception]) -> None:
    before = league.state()

    with pytest.raises(refusal):
        league.enact(act)

    assert league.state() == before


def test_what_only_the_database_sees_is_refused_in_words(league: League) -> None:
    with pytest.raises(Refused) as refused:
        league.enact(Contradicting(on=DAY, person=ANNA))
    assert [objection.code for objection in refused.value.objections] == ["register.kept"]


def entered(league: League) -> int:
    with league.database.owner() as connection:
        return int(connection.execute("SELECT count(*) FROM journal_entry").fetchall()[0][0])


def test_an_act_under_a_key_is_entered_once(league: League) -> None:
    act, before = membership.Leave(on=DAY, person=ANNA), entered(league)

    first, second = league.enact(act, key="leave 1"), league.enact(act, key="leave 1")

    assert (second.receipt, second.entry, entered(league) - before) == (first.receipt, first.entry, 1)
    assert second.number == entered(league)  # the receipt asked for again knows its sealed number


def test_a_key_of_another_act_is_refused(league: League) -> None:
    league.enact(membership.Leave(on=DAY, person=ANNA), key="leave 1")
    with pytest.raises(Refused) as refused:
        league.enact(membership.Leave(on=date(2025, 3, 2), person=ANNA), key="leave 1")
    assert [objection.code for objection in refused.value.objections] == ["key.other"]


def test_a_refused_act_does_not_use_up_its_key(league: League) -> None:
    with pytest.raises(Refused):
        league.enact(membership.Leave(on=date(2020, 1, 1), person=ANNA), key="leave 1")
    before = entered(league)
    league.enact(membership.Leave(on=DAY, person=ANNA), key="leave 1")
    assert entered(league) == before + 1


def at_once(league: League, acts: list[Act], keys: list[str | None] | None = None) -> list[Any]:
    """Offer acts from as many threads at the same moment: each gives a receipt or the codes of its refusal."""
    together = Barrier(len(acts))

    def offer(act: Act, key: str | None) -> Any:
        together.wait()
        try:
            return enact(act, by=league.by(), database=league.database, key=key)
        except Refused as refused:
            return [objection.code for objection in refused.objections]

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(offer, acts, keys or [None] * len(acts)))


def ready(league: League) -> None:
    """Boris has an open application; Clara is a candidate who may be promoted; Anna is a member."""
    league.enact(people.Record(on=date(2023, 1, 1), person=CLARA, unit=NORTH, family="Clark", given="C"))
    league.candidate(CLARA, date(2024, 1, 1))
    league.enact(admission.Apply(on=date(2024, 1, 1), person=BORIS, application=league.id()))


MEETING: list[tuple[str, Callable[[int], Act], list[str]]] = [
    ("promoted", lambda at: admission.Promote(on=DAY, person=CLARA), ["already.done_now"]),
    ("released", lambda at: membership.Transfer(on=DAY, member=ANNA, receiving=NORTH, transfer=8000 + at),
     ["transfer.open"]),
    ("decided", lambda at: admission.Decide(on=DAY, person=BORIS, present=5, votes_for=5), ["already.done_now"]),
    ("excluded", lambda at: membership.Exclude(on=DAY, person=ANNA, grounds="x"), ["standing.is"]),
    ("recorded", lambda at: people.Record(on=DAY, person=8000, unit=SOUTH, family="New", given="N"),
     ["person.known"]),
    ("founded", lambda at: units.Found(on=DAY, unit=8000 + at, title="T", tier="branch", kind="office", code="T",
                                       parent=CENTRE), ["unit.code"]),
]  # fmt: skip


@pytest.mark.parametrize(("act", "codes"), [pytest.param(act, codes, id=name) for name, act, codes in MEETING])
def test_of_eight_who_do_the_same_at_once_one_does_it(
    league: League, act: Callable[[int], Act], codes: list[str]
) -> None:
    ready(league)
    answers = at_once(league, [act(at) for at in range(8)])
    assert [answer for answer in answers if isinstance(answer, list)] == [codes] * 7


def test_eight_who_ask_at_once_under_one_key_are_given_one_receipt(league: League) -> None:
    act = membership.Leave(on=DAY, person=ANNA)
    answers = at_once(league, [act] * 8, ["leave 1"] * 8)
    assert len({answer.receipt for answer in answers}) == 1


def test_what_was_checked_is_still_so_when_it_is_applied(league: League) -> None:
    """A unit is dissolved while people are recorded in it: either comes first, never both."""
    league.enact(units.Found(on=date(2024, 1, 1), unit=8100, title="T", tier="branch", kind="office", code="T",
                             parent=CENTRE))  # fmt: skip
    acts: list[Act] = [units.Dissolve(on=DAY, unit=8100)]
    acts += [people.Record(on=DAY, person=8000 + at, unit=8100, family="New", given="N") for at in range(4)]
    answers = at_once(league, acts)
    lost = [["unit.people"]] if isinstance(answers[0], list) else [["unit.none"]] * 4
    assert [answer for answer in answers if isinstance(answer, list)] == lost


def test_many_acts_at_once_make_a_journal_that_proves_the_register(league: League) -> None:
    ready(league)
    acts: list[Act] = [people.Record(on=DAY, person=8000 + at, unit=SOUTH, family="F", given="G") for at in range(8)]
    acts += [people.Amend(on=DAY, person=ANNA, facts={"months_owed": at}) for at in range(3)]
    acts.append(membership.Transfer(on=DAY, member=ANNA, receiving=NORTH, transfer=8100))
    acts.append(admission.Promote(on=DAY, person=CLARA))
    at_once(league, acts)
    league.enact(people.Contact(on=DAY, person=ANNA, details={}))
    assert [finding for finding in check(league.house, scope=WHOLE) if not finding.holds] == []


def test_a_case_that_lacks_a_fact_is_not_decided(league: League) -> None:
    text = (
        "statute: more\ntitle: More\nsubject: person\nfacts:\n  born: {type: date, forecast: key}\nrules:\n"
        '  may_be_excluded:\n    all_of:\n      - id: "20.1"\n        need: "months_between(born, at) >= 216"\n'
        '        say: "Too young."\n        remedy: "Wait."\n'
    )
    league.enact(statutes.Adopt(on=date(2024, 1, 1), statute="more", text=text))
    assert league.codes(membership.Exclude(on=DAY, person=ANNA, grounds="x")) == ["article.undecided"]


def test_a_reform_does_not_change_the_past(league: League) -> None:
    text = (
        "reform: stricter\ntitle: Stricter\nadopted: 2024-06-01\nfrom: 2024-06-01\n"
        "set: {param: arrears_allowed, to: 2}\n"
    )
    act = statutes.Enacted(on=DAY, statute="stricter", text=text, votes_for=5)
    assert league.codes(act) == ["statute.back"]


def test_an_erased_person_leaves_no_text_behind_and_is_still_counted(league: League) -> None:
    league.enact(people.Amend(on=date(2024, 1, 1), person=ANNA, facts={"workplace": "Gasworks", "born": "1980-05-06"}))
    league.enact(people.Contact(on=date(2024, 1, 1), person=ANNA, details={"post": "Lamp Lane 1"}))
    league.house.columns.refresh()
    counted = league.census(DAY, by=["standing", "sex"])

    league.enact(people.EraseAct(on=DAY, person=ANNA, grounds="asked"))

    kept = str(league.state())
    assert {word: kept.count(word) for word in ("Andrews", "Gasworks", "Lamp Lane", "1980-05-06")} == dict.fromkeys(
        ("Andrews", "Gasworks", "Lamp Lane", "1980-05-06"), 0
    )
    assert league.census(DAY, by=["standing", "sex"]).rows == counted.rows
    assert league.house.columns.query(
        "SELECT DISTINCT workplace, CAST(born AS VARCHAR) FROM fact WHERE subject = ? ORDER BY 2", [ANNA]
    ) == [(None, "1980-01-01"), (None, None)]
    with league.database.owner() as connection:
        assert connection.execute("SELECT FROM particular_key WHERE person = %s", [ANNA]).fetchall() == []


def test_after_an_erasure_the_records_are_proved_and_life_goes_on(league: League) -> None:
    league.enact(people.EraseAct(on=DAY, person=ANNA, grounds="asked"))
    league.enact(membership.Died(on=date(2025, 4, 1), person=ANNA))
    league.enact(units.Merge(on=date(2025, 5, 1), units=(SOUTH,), into=NORTH))
    assert [finding for finding in check(league.house, scope=WHOLE) if not finding.holds] == []
    assert league.spells(ANNA)[-1] == (NORTH, "former", date(2025, 5, 1), None)


def test_an_act_for_oneself_is_done_in_no_office_whatever_office_one_acts_in(league: League) -> None:
    league.enact(offices.Appoint(on=date(2024, 1, 1), term=4001, office="secretary", unit=SOUTH, person=ANNA))
    act = membership.AskTransfer(on=date(2025, 3, 1), person=ANNA, receiving=NORTH, transfer=4002)
    league.enact(act, league.by("secretary", SOUTH, person=ANNA))
    boris = people.Amend(on=date(2025, 3, 1), person=BORIS, facts={})
    assert league.codes(boris, league.by("secretary", SOUTH, person=ANNA)) == ["competence.scope"]
    with league.database.owner() as connection:
        found = connection.execute("SELECT act, office FROM journal_entry ORDER BY entry DESC LIMIT 1").fetchall()
    assert found == [("membership.ask_transfer", None)]
