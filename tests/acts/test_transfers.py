"""Transfers that are asked for, released, acknowledged, declined and taken back; and changes that meet them."""

from datetime import date, timedelta

import pytest

from polity.acts import Act, admission, correction, membership, offices, people, units
from polity.readings.check import check
from polity.readings.house import Scope
from polity.register import transfers
from polity.words.said.transfers import WORDS
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, WHOLE, League

ASKED, RELEASED, DAY = date(2025, 3, 1), date(2025, 3, 5), date(2025, 3, 9)
EAST = 1004


def asked(on: date = ASKED, receiving: int = NORTH) -> Act:
    return membership.AskTransfer(on=on, person=ANNA, receiving=receiving, transfer=41, grounds="I moved house")


def released(on: date = RELEASED, receiving: int = NORTH, number: int = 42) -> Act:
    return membership.Transfer(on=on, member=ANNA, receiving=receiving, transfer=number)


def steps(league: League, scope: Scope = WHOLE) -> list[tuple[str, date, str | None]]:
    with league.register(scope) as register:
        register.cursor.execute("SELECT state, on_day, grounds FROM transfer_step ORDER BY entry")
        return [(state, day, grounds) for state, day, grounds in register.cursor.fetchall()]


def state(league: League) -> list[tuple[int, str]]:
    with league.register() as register:
        register.cursor.execute("SELECT transfer, state FROM transfer ORDER BY transfer")
        return [(number, word) for number, word in register.cursor.fetchall()]


def holds(league: League) -> bool:
    return [finding for finding in check(league.house, scope=WHOLE) if not finding.holds] == []


def test_a_member_asks_their_unit_releases_and_the_other_acknowledges(league: League) -> None:
    league.enact(asked(), league.by(None, person=ANNA))
    league.enact(released(), league.by(unit=SOUTH))
    league.enact(membership.Receive(on=DAY, member=ANNA), league.by(unit=NORTH))

    assert steps(league) == [
        ("asked", ASKED, "I moved house"), ("released", RELEASED, None), ("received", DAY, None),
    ]  # fmt: skip
    assert state(league) == [(41, "received")]
    assert league.spells(ANNA)[-2:] == [(SOUTH, "member", date(2023, 1, 1), DAY), (NORTH, "member", DAY, None)]
    assert holds(league)


def test_nobody_asks_for_another_but_an_office(league: League) -> None:
    ask = asked()
    assert [league.codes(ask, by) for by in (league.by(None, person=BORIS), league.by(unit=NORTH), league.by())] == [
        ["competence.unnamed"], ["competence.scope"], [],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "end", "unit", "left"),
    [
        pytest.param([released()], membership.Decline(on=DAY, member=ANNA, grounds="We are full."), NORTH,
                     "declined", id="the receiving unit declines"),
        pytest.param([asked()], membership.Decline(on=DAY, member=ANNA, grounds="Dues are owed."), SOUTH,
                     "refused", id="the sending unit does not release"),
        pytest.param([released()], membership.WithdrawTransfer(on=DAY, member=ANNA), SOUTH, "withdrawn",
                     id="the sending unit takes it back"),
        pytest.param([asked()], membership.WithdrawTransfer(on=DAY, member=ANNA), None, "cancelled",
                     id="the member takes it back"),
    ],
)  # fmt: skip
def test_a_transfer_that_comes_to_nothing_leaves_everybody_where_they_are(
    league: League, before: list[Act], end: Act, unit: int | None, left: str
) -> None:
    for act in before:
        league.enact(act)
    spells = league.spells(ANNA)
    league.enact(end, league.by(None, person=ANNA) if unit is None else league.by(unit=unit))
    assert (league.spells(ANNA), [word for _, word in state(league)]) == (spells, [left])
    league.enact(released(date(2025, 4, 1), CENTRE, 44))
    assert [word for _, word in state(league)] == [left, "released"]
    assert holds(league)


CASES = [
    pytest.param([asked()], asked(DAY), ["transfer.open", "id.known"], id="asked for twice"),
    pytest.param([asked()], released(receiving=CENTRE), ["transfer.other"], id="released elsewhere than asked"),
    pytest.param([asked()], released(date(2025, 2, 1)), ["transfer.early"], id="released before it was asked"),
    pytest.param([asked()], membership.Receive(on=DAY, member=ANNA), ["transfer.none"], id="not released yet"),
    pytest.param([], membership.Decline(on=DAY, member=ANNA, grounds=" "),
                 ["transfer.not_open", "record.grounds"], id="nothing to decline, and no grounds"),
    pytest.param([released()], membership.WithdrawTransfer(on=ASKED, member=ANNA), ["transfer.early"],
                 id="taken back before it was released"),
    pytest.param([], asked(receiving=SOUTH), ["unit.same"], id="asked to where one is"),
    pytest.param([membership.Died(on=ASKED, person=ANNA)], membership.Died(on=DAY, person=ANNA), ["person.died"],
                 id="died twice"),
    pytest.param([membership.Died(on=ASKED, person=ANNA)],
                 membership.Readmit(on=DAY, person=ANNA, unit=NORTH), ["person.died"], id="the dead readmitted"),
    pytest.param([], membership.Exclude(on=DAY, person=ANNA, grounds="theft", heard=date(2025, 3, 10)),
                 ["hearing.later"], id="heard after the exclusion"),
    pytest.param([], correction.CorrectFacts(on=DAY, person=ANNA, since=DAY, grounds=" ", facts={"sex": "?"}),
                 ["record.grounds", "field.value", "record.facts"], id="facts of no day put right"),
    pytest.param([people.Amend(on=ASKED, person=ANNA, facts={"sex": "female"})],
                 correction.CorrectFacts(on=DAY, person=ANNA, since=ASKED, grounds="x", facts={"sex": "female"}),
                 ["record.same"], id="facts put right as they are"),
    pytest.param([], units.Found(on=DAY, unit=EAST, title="E", tier="branch", kind="shop", code="E", parent=CENTRE),
                 ["unit.kind"], id="a unit of a kind there is not"),
    pytest.param([released()], units.Dissolve(on=DAY, unit=NORTH), ["unit.people", "unit.transfers"],
                 id="a unit dissolved to which somebody is on the way"),
    pytest.param([offices.Appoint(on=date(2025, 5, 1), term=9, office="cook", unit=SOUTH, person=ANNA)],
                 units.Merge(on=DAY, units=(SOUTH,), into=NORTH), ["unit.offices"],
                 id="a unit merged in which an office begins later"),
    pytest.param([released(), offices.Appoint(on=date(2025, 5, 1), term=9, office="cook", unit=SOUTH, person=ANNA)],
                 membership.Receive(on=DAY, member=ANNA), ["office.begins"], id="received before an office begins"),
    pytest.param([], offices.HandOver(on=DAY, term=9, person=BORIS, new=10), ["office.none"],
                 id="a term there is not handed over"),
    pytest.param([], offices.Appoint(on=DAY, term=9, office=" ", unit=SOUTH, person=ANNA), ["field.value"],
                 id="an office without a name"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "act", "codes"), CASES)
def test_what_stands_in_the_way(league: League, before: list[Act], act: Act, codes: list[str]) -> None:
    for one in before:
        league.enact(one)
    assert [found.plain()["code"] for found in league.examine(act)] == codes


def test_every_code_of_the_subject_has_a_case() -> None:
    met = {code for case in CASES for code in case.values[2]}  # type: ignore[attr-defined]
    assert sorted(set(WORDS) - met) == []


def test_offices_and_contacts_stay_behind_and_the_rest_goes_along(league: League) -> None:
    league.member(CLARA, SOUTH, "Clark", date(2024, 1, 1))
    for term, unit in ((1, SOUTH), (2, CENTRE)):
        league.enact(offices.Appoint(on=ASKED, term=term, office="cook", unit=unit, person=CLARA))
    league.enact(people.Record(on=ASKED, person=DAVID, unit=SOUTH, family="Dean", given="D"))
    league.enact(people.Assign(on=ASKED, person=DAVID, contact=CLARA))
    league.enact(membership.Transfer(on=ASKED, member=CLARA, receiving=NORTH, transfer=5))
    league.enact(admission.Sponsor(on=ASKED, person=BORIS, sponsor=ANNA))
    league.enact(people.Assign(on=ASKED, person=BORIS, contact=ANNA))
    league.enact(membership.Transfer(on=ASKED, member=BORIS, receiving=SOUTH, transfer=6))

    for person, unit in ((CLARA, NORTH), (BORIS, SOUTH)):
        league.enact(membership.Receive(on=DAY, member=person), league.by(unit=unit))

    with league.register() as register:
        terms = [(term.term, term.until) for term in register.terms(CLARA)]
        contacts = [register.contact(one, on=day) for one in (BORIS, DAVID) for day in (RELEASED, DAY)]
        assert (terms, contacts) == ([(1, DAY), (2, None)], [ANNA, None, CLARA, None])
        assert register.sponsors(BORIS, on=DAY) == [ANNA]
    assert holds(league)


def test_the_desk_that_is_to_acknowledge_sees_whom_and_nobody_else_does(league: League) -> None:
    league.member(CLARA, SOUTH, "Clark", date(2024, 1, 1))
    league.enact(people.Amend(on=ASKED, person=ANNA, facts={"sex": "female"}))
    league.enact(asked())
    north = Scope(day=DAY, unit=NORTH)

    def seen(scope: Scope = north, *, desk: bool = True) -> tuple[list[int], list[int], list[int], list[int], bool]:
        with league.register(scope) as register:
            if desk:
                register.cursor.execute("SELECT set_config('polity.desk', 'transfers', true)")
            found = []
            for table, column in (("person_name", "person"), ("standing", "person"), ("transfer", "person"),
                                  ("facts", "subject")):  # fmt: skip
                register.cursor.execute(f"SELECT {column} FROM {table} ORDER BY 1, {table}::text")
                found.append([int(row[0]) for row in register.cursor.fetchall()])
            return found[0], found[1], found[2], found[3], transfers.arriving(register, ANNA)

    before = seen()
    league.enact(released())
    under_way, elsewhere = seen(), seen(desk=False)
    league.enact(membership.Decline(on=DAY, member=ANNA, grounds="We are full."), league.by(unit=NORTH))
    assert before == ([BORIS], [BORIS], [], [BORIS], False)
    assert under_way == ([ANNA, BORIS], [ANNA, BORIS], [ANNA], [BORIS], True)  # of Anna her one spell of the day
    assert elsewhere == ([BORIS], [BORIS], [ANNA], [BORIS], True)
    assert seen() == ([BORIS], [BORIS], [ANNA], [BORIS], False)
    assert seen(Scope(day=DAY, unit=EAST)) == ([], [], [], [], False)


def test_the_old_unit_sees_nothing_new_of_whom_it_released(league: League) -> None:
    league.enact(released())
    league.enact(membership.Receive(on=DAY, member=ANNA), league.by(unit=NORTH))
    league.enact(people.Amend(on=DAY, person=ANNA, facts={"sex": "female"}), league.by(unit=NORTH))
    with league.register(Scope(day=DAY, unit=SOUTH)) as register:
        assert (register.name(ANNA), dict(register.facts(ANNA, on=DAY))) == (None, {})
        assert [(spell.unit, spell.until) for spell in register.spells(ANNA)][-1] == (SOUTH, DAY)


def test_transfers_follow_a_merger_and_a_split(league: League) -> None:
    for unit, code in ((EAST, "E"), (1005, "F")):
        league.enact(
            units.Found(on=ASKED, unit=unit, title=code, tier="branch", kind="office", code=code, parent=CENTRE)
        )
    league.member(CLARA, SOUTH, "Clark", date(2024, 1, 1))
    league.enact(membership.Transfer(on=ASKED, member=ANNA, receiving=EAST, transfer=1))
    league.enact(membership.Transfer(on=ASKED, member=BORIS, receiving=SOUTH, transfer=2))
    league.enact(membership.AskTransfer(on=ASKED, person=CLARA, receiving=NORTH, transfer=3))
    league.enact(units.Split(on=RELEASED, unit=SOUTH, new=1006, title="G", code="G", people=(ANNA,)))
    league.enact(units.Merge(on=DAY, units=(EAST, SOUTH), into=NORTH))

    with league.register() as register:
        register.cursor.execute("SELECT transfer, sending, receiving, state FROM transfer ORDER BY 1")
        assert register.cursor.fetchall() == [
            (1, 1006, NORTH, "released"), (2, NORTH, SOUTH, "received"), (3, SOUTH, NORTH, "cancelled"),
        ]  # fmt: skip
    league.enact(membership.Receive(on=DAY, member=ANNA), league.by(unit=NORTH))
    assert {person: league.spells(person)[-1][0] for person in (ANNA, BORIS, CLARA)} == dict.fromkeys(
        (ANNA, BORIS, CLARA), NORTH
    )
    assert holds(league)


def test_somebody_who_left_can_be_recorded_as_dead(league: League) -> None:
    league.enact(membership.Leave(on=ASKED, person=ANNA))
    league.enact(membership.Died(on=DAY, person=ANNA))
    with league.register() as register:
        spells = [(one.standing, one.since, one.counted_from, one.reason) for one in register.spells(ANNA)]
    assert spells[-2:] == [("former", ASKED, ASKED, "left"), ("former", DAY, ASKED, "died")]


def test_a_unit_is_merged_on_the_day_on_which_people_came(league: League) -> None:
    league.enact(people.Record(on=DAY, person=DAVID, unit=SOUTH, family="Dean", given="D"))
    league.enact(offices.Appoint(on=ASKED, term=1, office="cook", unit=SOUTH, person=ANNA))
    league.enact(units.Merge(on=DAY, units=(SOUTH,), into=NORTH))
    assert league.spells(DAVID) == [(NORTH, "sympathiser", DAY, None)]
    with league.register() as register:
        assert [term.until for term in register.terms(ANNA)] == [DAY]
    assert holds(league)


def test_the_beginning_of_a_membership_moves_in_one_correction(league: League) -> None:
    league.enact(released())
    league.enact(membership.Receive(on=DAY, member=ANNA))
    league.enact(
        correction.Correct(
            on=DAY, person=ANNA, since=date(2023, 1, 1), new_since=date(2022, 9, 1), grounds="minutes", neighbours=True
        )
    )
    with league.register() as register:
        found = [(one.standing, one.since, one.until, one.counted_from) for one in register.spells(ANNA)]
    assert found == [
        ("sympathiser", date(2021, 1, 1), date(2022, 1, 1), date(2021, 1, 1)),
        ("candidate", date(2022, 1, 1), date(2022, 9, 1), date(2022, 1, 1)),
        ("member", date(2022, 9, 1), DAY, date(2022, 9, 1)),
        ("member", DAY, None, date(2022, 9, 1)),
    ]
    league.enact(
        correction.Correct(
            on=DAY, person=ANNA, since=date(2022, 1, 1), new_until=date(2022, 10, 1), grounds="again", neighbours=True
        )
    )
    assert [spell[2:] for spell in league.spells(ANNA)][1:3] == [
        (date(2022, 1, 1), date(2022, 10, 1)), (date(2022, 10, 1), DAY),
    ]  # fmt: skip
    assert holds(league)


def test_a_wrong_fact_is_put_right_as_long_as_it_held(league: League) -> None:
    first, second, third = date(2024, 1, 1), date(2024, 2, 1), date(2024, 3, 1)
    league.enact(people.Amend(on=first, person=BORIS, facts={"born": "1980-01-01", "class": "worker"}))
    league.enact(people.Amend(on=second, person=BORIS, facts={"sex": "male"}))
    league.enact(people.Amend(on=third, person=BORIS, facts={"class": "peasant"}))
    league.enact(
        correction.CorrectFacts(
            on=DAY, person=BORIS, since=first, facts={"born": "1981-01-01", "class": ""}, grounds="certificate"
        )
    )
    with league.register() as register:
        assert [dict(register.facts(BORIS, on=day)) for day in (first, second, third)] == [
            {"born": "1981-01-01"},
            {"born": "1981-01-01", "sex": "male"},
            {"born": "1981-01-01", "sex": "male", "class": "peasant"},
        ]
    assert holds(league)


def test_an_office_is_handed_over_without_a_day_between(league: League) -> None:
    league.member(CLARA, SOUTH, "Clark", date(2024, 1, 1))
    league.enact(offices.Appoint(on=ASKED, term=1, office="secretary", unit=SOUTH, person=ANNA))
    league.enact(offices.HandOver(on=DAY, term=1, person=CLARA, new=2))
    with league.register() as register:
        holders = [
            [term.person for term in register.holders("secretary", SOUTH, on=day)]
            for day in (DAY - timedelta(days=1), DAY)
        ]
    assert holders == [[ANNA], [CLARA]]
