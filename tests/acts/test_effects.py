"""What each act does to the register, shown on the league."""

from datetime import date

import pytest

from polity.acts import Refused, admission, correction, membership, offices, organisation, people, release, units
from polity.acts import record as records
from polity.register.batch import UnitEvent, UnitRecord
from tests.league import ANNA, BORIS, CENTRE, CLARA, DAVID, NORTH, SOUTH, League

DAY, LATER = date(2025, 3, 1), date(2025, 6, 1)
EAST, POST = 1004, 3002


def founded(league: League, unit: int = EAST, code: str = "E", parent: int = CENTRE, tier: str = "branch") -> None:
    league.enact(
        units.Found(on=date(2024, 1, 1), unit=unit, title=code, tier=tier, kind="office", code=code, parent=parent)
    )


def parents(league: League, on: date) -> dict[str, str | None]:
    """Each unit that stands on a day, by its code, and the code of the one above it."""
    with league.register() as register:
        register.cursor.execute(
            "SELECT u.code, p.code FROM unit u LEFT JOIN unit p ON p.unit = u.parent AND p.valid @> %(on)s"
            " WHERE u.valid @> %(on)s ORDER BY 1",
            {"on": on},
        )
        return dict(register.cursor.fetchall())


def application(league: League, person: int) -> list[tuple[str, date, str | None]]:
    with league.register() as register:
        register.cursor.execute(
            "SELECT state, state_since, grounds FROM application WHERE person = %s ORDER BY applied", [person]
        )
        return register.cursor.fetchall()


def test_the_whole_way_in(league: League) -> None:
    league.enact(admission.Sponsor(on=DAY, person=BORIS, sponsor=ANNA))
    league.enact(admission.Apply(on=DAY, person=BORIS, application=1))
    states = [application(league, BORIS)]
    league.enact(admission.Decide(on=date(2025, 3, 8), person=BORIS, present=9, votes_for=6, votes_against=3))
    states.append(application(league, BORIS))
    league.enact(admission.Confirm(on=date(2025, 4, 1), person=BORIS))
    states.append(application(league, BORIS))
    league.enact(admission.Promote(on=date(2025, 10, 1), person=BORIS))

    assert states == [
        [("applied", DAY, None)],
        [("decided", date(2025, 3, 8), None)],
        [("confirmed", date(2025, 4, 1), None)],
    ]
    assert league.spells(BORIS) == [
        (NORTH, "sympathiser", date(2023, 1, 1), date(2025, 4, 1)),
        (NORTH, "candidate", date(2025, 4, 1), date(2025, 10, 1)),
        (NORTH, "member", date(2025, 10, 1), None),
    ]
    with league.register() as register:
        assert register.sponsors(BORIS, on=DAY) == [ANNA]


def test_of_several_changes_on_one_day_the_last_counts(league: League) -> None:
    league.enact(people.Record(on=DAY, person=DAVID, unit=NORTH, family="Dale", given="D"))

    league.candidate(DAVID, DAY)

    assert league.spells(DAVID) == [(NORTH, "candidate", DAY, None)]
    assert league.census(DAY, where={"standing": ("candidate",)}).total == 1


@pytest.mark.parametrize(
    ("end", "state", "grounds"),
    [
        pytest.param(admission.Refuse(on=LATER, person=BORIS, grounds="too new"), "refused", "too new", id="refused"),
        pytest.param(admission.Withdraw(on=LATER, person=BORIS), "withdrawn", None, id="withdrawn"),
        pytest.param(admission.Lapse(on=LATER, person=BORIS, grounds="silence"), "lapsed", "silence", id="lapsed"),
        pytest.param(membership.Leave(on=LATER, person=BORIS), "lapsed", None, id="the applicant leaves"),
    ],
)
def test_an_application_ends_and_another_may_follow(
    league: League, end: admission.Refuse, state: str, grounds: str | None
) -> None:
    league.enact(admission.Apply(on=DAY, person=BORIS, application=1))
    league.enact(end)
    league.enact(admission.Apply(on=date(2025, 7, 1), person=BORIS, application=2))
    assert application(league, BORIS) == [(state, LATER, grounds), ("applied", date(2025, 7, 1), None)]


def test_a_candidate_period_is_prolonged_without_losing_other_facts(league: League) -> None:
    league.enact(people.Amend(on=DAY, person=BORIS, facts={"sex": "male"}))
    league.candidate(BORIS, DAY)
    league.enact(admission.Extend(on=LATER, person=BORIS, months=3, grounds="ill"))
    with league.register() as register:
        assert register.facts(BORIS, on=LATER) == {"sex": "male", "extension_months": 3}


def test_a_transfer_moves_the_member_once_the_receiving_unit_acknowledges(league: League) -> None:
    league.enact(membership.Transfer(on=DAY, member=ANNA, receiving=NORTH, transfer=1))
    released = league.spells(ANNA)[-1]
    league.enact(membership.Receive(on=LATER, member=ANNA), league.by(unit=NORTH))
    assert released == (SOUTH, "member", date(2023, 1, 1), None)
    assert league.spells(ANNA)[-2:] == [
        (SOUTH, "member", date(2023, 1, 1), LATER),
        (NORTH, "member", LATER, None),
    ]
    with league.register() as register:
        spell = register.spell(ANNA, on=LATER)
        assert (spell and spell.counted_from, register.transfer(ANNA)) == (date(2023, 1, 1), None)
    totals = [league.census(day).total for day in (DAY, date(2025, 5, 31), LATER, date(2025, 7, 1))]
    assert totals == [2, 2, 2, 2]


@pytest.mark.parametrize(
    ("act", "reason"),
    [
        pytest.param(membership.Leave(on=LATER, person=ANNA), "left", id="leaves"),
        pytest.param(membership.Exclude(on=LATER, person=ANNA, grounds="theft"), "excluded", id="excluded"),
        pytest.param(membership.Died(on=LATER, person=ANNA), "died", id="died"),
        pytest.param(membership.Lapse(on=LATER, person=ANNA, grounds="silence"), "lapsed", id="lapsed"),
    ],
)
def test_whoever_goes_is_kept_as_former_and_their_offices_and_transfers_end(
    league: League, act: membership.Leave, reason: str
) -> None:
    for term, until in ((1, None), (2, date(2026, 1, 1)), (3, date(2025, 5, 1))):
        league.enact(offices.Appoint(on=DAY, term=term, office=f"o{term}", unit=SOUTH, person=ANNA, until=until))
    league.enact(membership.Transfer(on=DAY, member=ANNA, receiving=NORTH, transfer=9))

    league.enact(act)

    with league.register() as register:
        spell = register.spell(ANNA, on=LATER)
        assert spell is not None
        assert (spell.unit, spell.standing, spell.reason) == (SOUTH, "former", reason)
        assert [term.until for term in register.terms(ANNA)] == [date(2025, 5, 1), LATER, LATER]
        assert register.transfer(ANNA) is None


def test_a_former_member_comes_back_as_a_candidate_elsewhere(league: League) -> None:
    league.enact(membership.Leave(on=DAY, person=ANNA))
    league.enact(membership.Readmit(on=LATER, person=ANNA, unit=NORTH))
    assert league.spells(ANNA)[-2:] == [(SOUTH, "former", DAY, LATER), (NORTH, "candidate", LATER, None)]


def test_an_office_is_held_from_one_day_to_another(league: League) -> None:
    league.enact(offices.Appoint(on=DAY, term=1, office="secretary", unit=SOUTH, person=ANNA))
    league.enact(offices.End(on=LATER, term=1))
    with league.register() as register:
        held = [bool(register.holders("secretary", SOUTH, on=day)) for day in (DAY, date(2025, 5, 31), LATER)]
    assert held == [True, True, False]
    act = membership.Leave(on=DAY, person=ANNA)
    own = league.by(unit=SOUTH, person=ANNA)
    assert (league.codes(act, own), league.codes(membership.Leave(on=LATER, person=ANNA), own)) == (
        ["office.begins"], ["competence.not_held"],
    )  # fmt: skip


def test_facts_hold_from_their_day_and_become_unknown_again(league: League) -> None:
    league.enact(people.Amend(on=DAY, person=ANNA, facts={"sex": "female", "months_owed": "2"}, evidence="passport"))
    league.enact(people.Amend(on=LATER, person=ANNA, facts={"months_owed": ""}))
    with league.register() as register:
        facts = [dict(register.facts(ANNA, on=day)) for day in (date(2025, 2, 28), DAY, LATER)]
        register.cursor.execute("SELECT field, evidence FROM evidence WHERE subject = %s ORDER BY since, 1", [ANNA])
        assert register.cursor.fetchall() == [
            ("months_owed", "passport"),
            ("sex", "passport"),
            ("months_owed", "declared"),
        ]
    assert facts == [{}, {"sex": "female", "months_owed": 2}, {"sex": "female"}]


def test_contact_with_a_sympathiser_passes_from_one_to_another(league: League) -> None:
    league.member(CLARA, NORTH, "Clark", date(2024, 1, 1))
    league.enact(people.Assign(on=DAY, person=BORIS, contact=ANNA))
    league.enact(people.Assign(on=LATER, person=BORIS, contact=CLARA))
    with league.register() as register:
        assert [register.contact(BORIS, on=day) for day in (date(2025, 2, 1), DAY, LATER)] == [None, ANNA, CLARA]


def test_a_subject_has_a_place_and_facts_of_its_own(league: League) -> None:
    league.enact(organisation.Declare(on=DAY, kind="post", label="Post"))
    league.enact(organisation.Declare(on=DAY, kind="post", label="Pay", field="pay", type="money"))
    league.enact(people.Declare(on=DAY, subject=POST, kind="post", label="Porter", unit=NORTH, facts={"pay": 100}))
    league.enact(people.AmendSubject(on=LATER, subject=POST, facts={"pay": 120}))
    with league.register() as register:
        place = register.place(POST, on=DAY)
        assert place is not None
        assert (place.kind, place.label, place.unit) == ("post", "Porter", NORTH)
        assert [register.facts(POST, on=day) for day in (DAY, LATER)] == [{"pay": 100}, {"pay": 120}]


def test_a_unit_is_founded_renamed_moved_and_dissolved(league: League) -> None:
    founded(league)
    founded(league, 1005, "C1", EAST, "cell")
    league.enact(units.Rename(on=DAY, unit=EAST, title="Orient", code="O"))
    league.enact(units.Move(on=LATER, unit=1005, parent=NORTH))
    league.enact(units.Dissolve(on=date(2025, 7, 1), unit=EAST))
    assert [parents(league, day) for day in (date(2024, 6, 1), DAY, LATER, date(2025, 7, 1))] == [
        {"C": None, "C1": "E", "E": "C", "N": "C", "S": "C"},
        {"C": None, "C1": "O", "O": "C", "N": "C", "S": "C"},
        {"C": None, "C1": "N", "O": "C", "N": "C", "S": "C"},
        {"C": None, "C1": "N", "N": "C", "S": "C"},
    ]


def test_a_cycle_that_would_close_on_a_later_day_is_refused(league: League) -> None:
    founded(league)
    founded(league, 1005, "C1", NORTH, "cell")
    league.enact(units.Move(on=LATER, unit=1005, parent=EAST))
    assert league.codes(units.Move(on=DAY, unit=EAST, parent=1005)) == ["unit.later", "unit.cycle", "unit.order"]
    assert league.codes(units.Merge(on=DAY, units=(EAST,), into=1005)) == ["unit.cycle", "unit.later"]


def test_merged_units_bring_their_people_units_and_posts(league: League) -> None:
    founded(league, 1005, "C1", SOUTH, "cell")
    league.enact(organisation.Declare(on=DAY, kind="post", label="Post"))
    league.enact(people.Declare(on=date(2024, 1, 1), subject=POST, kind="post", label="Porter", unit=SOUTH))
    league.enact(membership.Leave(on=date(2024, 2, 1), person=ANNA))

    league.enact(units.Merge(on=DAY, units=(SOUTH,), into=NORTH))

    assert parents(league, DAY) == {"C": None, "C1": "N", "N": "C"}
    assert league.spells(ANNA)[-1] == (NORTH, "former", DAY, None)
    with league.register() as register:
        place, spell = register.place(POST, on=DAY), register.spell(ANNA, on=DAY)
        assert (place and place.unit, spell and spell.reason) == (NORTH, "left")


def test_a_split_unit_gives_the_listed_people_to_the_new_one(league: League) -> None:
    founded(league, 1005, "C1", NORTH, "cell")
    league.member(CLARA, NORTH, "Clark", date(2024, 1, 1))
    league.enact(units.Split(on=DAY, unit=NORTH, new=EAST, title="East", code="E", people=(CLARA,), units=(1005,)))
    league.enact(units.Split(on=DAY, unit=NORTH, new=1006, title="Far", code="F"))
    assert parents(league, DAY) == {"C": None, "C1": "E", "E": "C", "F": "C", "N": "C", "S": "C"}
    assert (league.spells(CLARA)[-1][0], league.spells(BORIS)[-1][0]) == (EAST, NORTH)


def test_a_correction_supersedes_and_what_was_known_can_still_be_asked(league: League) -> None:
    day, entered, wrong = date(2022, 9, 1), date(2022, 1, 1), date(2023, 1, 1)
    before = league.census(day, by=["standing", "unit"])
    known = league.house.columns.number

    league.enact(correction.Correct(on=DAY, person=ANNA, since=entered, new_until=date(2022, 7, 1), grounds="minutes"))
    league.enact(
        correction.Correct(on=DAY, person=ANNA, since=wrong, new_since=date(2022, 7, 1), unit=NORTH, grounds="minutes")
    )

    assert league.spells(ANNA)[1:] == [
        (SOUTH, "candidate", entered, date(2022, 7, 1)),
        (NORTH, "member", date(2022, 7, 1), None),
    ]
    assert before.rows == ((("candidate", "S"), 1),)
    assert league.census(day, by=["standing", "unit"]).rows == ((("member", "N"), 1),)
    assert league.census(day, by=["standing", "unit"], known=known).rows == before.rows


def test_units_as_found_keep_their_histories(league: League) -> None:
    early, middle = date(2020, 1, 1), date(2021, 1, 1)
    rows = [
        UnitRecord(11, early, middle, "Old", "office", "branch", CENTRE, "OLD", "{}"),
        UnitRecord(12, early, None, "Kept", "office", "branch", CENTRE, "KEPT", "{}"),
        UnitRecord(12 + 1, early, None, "Under", "office", "cell", 12, "UNDER", "{}"),
    ]
    events = [UnitEvent(middle, "merged", (11,), (12,))]
    league.enact(records.UnitsAsFound(on=DAY, label="units", units=rows, events=events))
    assert parents(league, date(2020, 6, 1)) == {
        "C": None, "KEPT": "C", "N": "C", "OLD": "C", "S": "C", "UNDER": "KEPT",
    }  # fmt: skip
    assert league.house.columns.refresh() > 0
    assert league.house.columns.query("SELECT day, before, after, how FROM correspondence") == [
        (middle, 11, 12, "merge")
    ]


def test_figures_are_published(league: League) -> None:
    figures = {"rows": [{"count": 12}, {"count": None}]}
    league.enact(release.PublishFigures(on=DAY, release=1, title="T", question={"by": []}, figures=figures, known=3))
    with league.register() as register:
        register.cursor.execute("SELECT title, figures, valid_on, known FROM release")
        assert register.cursor.fetchall() == [("T", figures, DAY, 3)]


def test_an_erasure_is_for_whoever_keeps_the_records(league: League) -> None:
    with pytest.raises(Refused):
        league.enact(people.EraseAct(on=DAY, person=DAVID, grounds="asked"))
